"""The one table of what a record is: its fields, what people call it, whom it belongs to, what it can do.

Whatever enumerates records or fields (validators, refs, search, forms, lists, the command line, imports, history) reads
it here, and `tests/test_records.py` names the place that a new record has been forgotten in. Values only: no rules.
The SQLModel classes of `store.models` stay the schema; the test holds them equal to this table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"  # one line of text
    TEXT = "text"  # any number of lines
    NEEDS = "needs"  # one to three, a line each
    WORD = "word"  # of a closed vocabulary
    CHANNEL = "channel"  # of an open one
    COUNT = "count"
    PERCENT = "percent"  # 0–100, also a score
    MONEY = "money"  # the currency stands in a column beside it
    TARGET = "target"  # read by the unit of a figure (`domain.targets`); the currency beside it
    DAY = "day"  # one that has been
    PLAN = "plan"  # a day ahead, though it may have been
    INSTANT = "instant"  # something that happened
    DUE = "due"  # something ahead: an instant or a day
    FLAG = "flag"
    TAGS = "tags"
    NAME = "name"  # of another record
    PERIOD = "period"  # as `domain.periods` names them


class By(StrEnum):
    """Who fills a field in."""

    PERSON = "person"  # forms, command line and files
    FILE = "file"  # an import; otherwise the program
    PROGRAM = "program"  # it follows from other commands


class Field(NamedTuple):
    """A field of a record.

    `vocabulary`: where its words come from. `refers`: the record that is named in it. `column`: of the record's own
    table, where it is not the obvious one. `kept_in`: "table.column" where another table holds it.
    """

    id: str
    kind: Kind = Kind.LINE
    vocabulary: str = ""
    required: bool = False
    by: By = By.PERSON
    refers: str = ""
    column: str = ""
    kept_in: str = ""
    unique: bool = False  # no two records have the same, whatever its case

    @property
    def settable(self) -> bool:
        """Whether a person sets it."""
        return self.by is By.PERSON

    @property
    def stored_as(self) -> str:
        """Its column in the record's own table; empty where another table holds it.

        An owner is referred to by name, any other record by its key.
        """
        if self.kept_in:
            return ""
        return self.column or (f"{self.id}_id" if self.refers not in ("", "owner") else self.id)


Verb = Literal["add", "set", "list", "show", "archive", "import"]


class Record(NamedTuple):
    """A kind of record.

    `letter` begins its refs. `called_by` is the column by which another record's field names it, empty where none does.
    `named_by` is the column of its text in a list, `at` that of the instant it is dated by. `part_of` is the record it
    goes along with, whose key it holds. `searched` are columns of the full text. `can`: the commands that take any such
    record.
    """

    id: str
    fields: tuple[Field, ...] = ()
    letter: str = ""
    called_by: str = "ref"
    named_by: str = "name"
    at: str = "created_at"
    part_of: str = ""
    searched: tuple[str, ...] = ()
    can: tuple[Verb, ...] = ()
    plural: str = ""  # where it is not formed by an s

    @property
    def list_name(self) -> str:
        """What a list of them is called, as an id: "follow_ups"."""
        return self.plural or f"{self.id}s"

    @property
    def ref_column(self) -> str:
        """The column that people call the record itself by."""
        return "ref" if self.letter else self.called_by

    @property
    def part_column(self) -> str:
        """The column that holds the key of the record it is a part of."""
        return "parent_id" if self.part_of == self.id else f"{self.part_of}_id"

    def field(self, id: str) -> Field:  # noqa: A002 - a field's id
        """The field `id`. Raises KeyError."""
        for field in self.fields:
            if field.id == id:
                return field
        raise KeyError(id)

    def column_names(self) -> dict[str, str]:
        """Column of its own table → field id."""
        return {field.stored_as: field.id for field in self.fields if field.stored_as}


def _word(id: str, vocabulary: str = "", *, required: bool = False) -> Field:  # noqa: A002 - a field's id
    return Field(id, Kind.WORD, vocabulary or id, required)


def _text(id: str, *, required: bool = False) -> Field:  # noqa: A002 - as above
    return Field(id, Kind.TEXT, required=required)


def _names(id: str, record: str, *, required: bool = False) -> Field:  # noqa: A002 - as above
    return Field(id, Kind.NAME, required=required, refers=record)


def _kept(id: str, kind: Kind = Kind.LINE, vocabulary: str = "", *, refers: str = "", kept_in: str = "") -> Field:  # noqa: A002
    return Field(id, Kind.NAME if refers else kind, vocabulary, by=By.PROGRAM, refers=refers, kept_in=kept_in)


_OWNER = _names("owner", "owner")
_CUSTOMER = _names("customer", "customer", required=True)
_CONTACT = _names("contact", "contact")
_CHANNEL = Field("channel", Kind.CHANNEL, "channel")
_NAME = Field("name", required=True)
_CREATED_AT = Field("created_at", Kind.INSTANT, by=By.FILE)
_KEPT: tuple[Verb, ...] = ("set", "show", "archive")

_TASK = (
    Field("module"),
    Field("action", required=True),
    _names("customer", "customer"),
    _names("deal", "deal"),
    _names("owner", "owner", required=True),
    Field("supervisor"),
    Field("acceptor"),
    Field("support"),
    Field("start", Kind.PLAN),
    Field("end", Kind.DUE),
    Field("resources"),
    Field("output_standard"),
    Field("expected_effect"),
    Field("progress", Kind.PERCENT),
    _kept("done_at", Kind.INSTANT),
    Field("delay_cause"),
    _word("priority", "level"),
    Field("milestone", Kind.FLAG),
    _kept("depends_on", kept_in="task_dependency.depends_on_id"),
    _kept("repeats", kept_in="task_series.rule"),
    _word("status", "task_status"),
    Field("waiting_for"),
    _text("note"),
    _kept("follow_up", refers="follow_up"),  # what it came from
    _kept("inquiry", refers="inquiry"),
    _kept("series", refers="task_series"),
    _kept("series_day", Kind.PLAN),
    _kept("dropped_at", Kind.INSTANT),
    _kept("accepted_at", Kind.INSTANT),
)
_OF_EACH_TASK = (  # what a series gives each of its tasks
    *("module", "action", "owner", "supervisor", "acceptor", "support"),
    *("resources", "output_standard", "expected_effect", "priority", "milestone", "note"),
)

_ALL: Final = (
    Record(
        "customer",
        (
            Field("code"),
            _NAME,
            Field("industry"),
            Field("employees", Kind.COUNT),
            Field("annual_revenue", Kind.MONEY),
            Field("region"),
            _word("grade"),
            _word("segment"),
            _word("care"),
            _word("stage"),
            Field("source_channel", Kind.CHANNEL, "channel"),
            _OWNER,
            Field("core_needs", Kind.NEEDS),
            _text("pain_points"),
            _word("need_urgency", "level"),
            _text("goals"),
            _text("supplier_expectations"),
            _text("buying_preference"),
            _text("buying_habits"),
            _text("information_channels"),
            Field("deal_cycle"),
            _text("strategy_suggestion"),
            Field("satisfaction", Kind.PERCENT, kept_in="satisfaction_score.score"),
            Field("profile_reviewed_at", Kind.DAY),
            Field("customer_since", Kind.DAY),
            Field("tags", Kind.TAGS, kept_in="customer_tag.tag_id"),
            _text("note"),
            _CREATED_AT,
        ),
        called_by="code",
        can=("add", "list", "import", *_KEPT),
    ),
    Record(
        "contact",
        (
            _CUSTOMER,
            _NAME,
            Field("title"),
            _word("decision_role"),
            _word("involvement", "level"),
            Field("concern"),
            Field("phone"),
            Field("mobile"),
            Field("email"),
            Field("messaging"),
            _CREATED_AT,
        ),
        letter="N",
        called_by="name",
        part_of="customer",
        can=("add", "list", "import", *_KEPT),
    ),
    Record(
        "inquiry",
        (
            _CUSTOMER,
            _CONTACT,
            _word("kind", "inquiry_kind", required=True),
            Field("received_at", Kind.INSTANT),
            _CHANNEL,
            _text("text", required=True),
            Field("complex", Kind.FLAG),
            Field("grade_at_receipt", Kind.WORD, "grade", by=By.FILE),
            Field("answered_at", Kind.INSTANT, by=By.FILE),
            Field("solved_at", Kind.INSTANT, by=By.FILE),
            _text("result"),
            Field("customer_told_at", Kind.INSTANT, by=By.FILE),
        ),
        letter="I",
        named_by="text",
        at="received_at",
        part_of="customer",
        searched=("text", "result"),
        can=("list", "import", *_KEPT),
        plural="inquiries",
    ),
    Record(
        "follow_up",
        (
            _CUSTOMER,
            Field("contacted_at", Kind.INSTANT),
            _word("method", required=True),
            _CONTACT,
            Field("with", column="with_people"),  # a word of Python
            Field("our_people"),
            _text("need"),
            _text("content", required=True),
            _text("feedback"),
            _kept("objections", kept_in="objection.text"),
            Field("decision_progress"),
            Field("progress"),
            _text("next_action"),
            Field("next_at", Kind.DUE, kept_in="promise.due"),
            Field("next_method", Kind.WORD, "method", kept_in="promise.method"),
            Field("next_place", kept_in="promise.place"),
            _kept("todos", kept_in="task.action"),
            _OWNER,
            Field("answers", by=By.FILE, kept_in="answer.inquiry_id"),
            Field("written_at", Kind.INSTANT, by=By.FILE),
        ),
        letter="F",
        named_by="content",
        at="contacted_at",
        part_of="customer",
        searched=("content", "need", "feedback", "decision_progress", "progress", "next_action", "with_people"),
        can=("list", "import", *_KEPT),
    ),
    Record(
        "objection",
        (
            _word("kind", "objection_kind", required=True),
            _text("text", required=True),
            _text("answer"),
            _word("outcome", "objection_outcome"),
            _kept("inquiry", refers="inquiry"),  # opened where no answer was given (R3)
        ),
        letter="O",
        named_by="text",
        part_of="follow_up",
        searched=("text", "answer"),
    ),
    Record(
        "task",
        _TASK,
        letter="T",
        named_by="action",
        part_of="customer",
        searched=("action", "module", "note"),
        can=("list", *_KEPT),
    ),
    Record(
        "deal",
        (
            _CUSTOMER,
            _NAME,
            Field("amount", Kind.MONEY),
            _word("kind", "deal_kind"),
            _word("stage", "deal_stage"),
            Field("probability", Kind.PERCENT),
            Field("expected_close", Kind.PLAN),
            Field("closed_at", Kind.INSTANT),
            _word("lost_reason"),
            _names("lost_to", "competitor"),
            Field("product"),
            Field("contract_from", Kind.PLAN),
            Field("contract_to", Kind.PLAN),
            _names("renews", "deal"),
            _CHANNEL,
            _OWNER,
            _text("note"),
        ),
        letter="D",
        part_of="customer",
        searched=("name", "product", "note"),
        can=("add", "list", *_KEPT),
    ),
    Record(
        "competitor",
        (
            _NAME._replace(unique=True),
            _text("strengths"),
            _text("weaknesses"),
            _text("price"),
            _text("our_answer"),
        ),
        letter="V",
        called_by="name",
        searched=("name", "strengths", "weaknesses", "price", "our_answer"),
        can=("add", "list", *_KEPT),
    ),
    Record(
        "satisfaction_score",
        (
            _CUSTOMER,
            Field("score", Kind.PERCENT, required=True),
            Field("scored_at", Kind.INSTANT),
        ),
        called_by="",
        named_by="score",
        at="scored_at",
        part_of="customer",
    ),
    Record(
        "goal",
        (
            Field("core_goal", required=True),
            _word("figure", required=True),
            Field("target", Kind.TARGET, required=True),
            Field("from_day", Kind.PLAN, required=True),
            Field("to_day", Kind.PLAN, required=True),
            _OWNER,
            Field("phase"),
            _names("parent", "goal"),
            _text("note"),
        ),
        letter="G",
        named_by="core_goal",
        part_of="goal",  # a share of it
        can=("add", *_KEPT),
    ),
    Record(
        "review",
        (
            Field("period", Kind.PERIOD, required=True),
            _OWNER,
            _text("problems"),
            _text("causes"),
            Field("improvements", Kind.TEXT, kept_in="improvement.text"),  # one a line
            _text("cases"),
            _text("note"),
            _kept("from_day", Kind.PLAN),
            _kept("to_day", Kind.PLAN),
            _kept("figures", Kind.TEXT),  # frozen, as JSON
            _kept("figures_at", Kind.INSTANT),
        ),
        letter="R",
        named_by="period",
        searched=("problems", "causes", "cases", "note"),
        can=("add", "list", *_KEPT),
    ),
    Record("owner", (_NAME._replace(unique=True),), called_by="name", can=("add", "list")),
    Record(
        "absence",
        (
            _names("owner", "owner", required=True),
            Field("from_day", Kind.PLAN, required=True),
            Field("to_day", Kind.PLAN, required=True),
            _names("stand_in", "owner", required=True),
            _kept("ended_at", Kind.INSTANT),
        ),
        letter="A",
        named_by="owner",
        at="from_day",
    ),
    # what is written along with the records above
    Record(
        "promise",
        (
            _kept("follow_up", refers="follow_up"),
            _kept("made_at", Kind.INSTANT),
            _kept("due", Kind.DUE),
            _kept("method", Kind.WORD, "method"),
            _kept("place"),
            _kept("withdrawn_at", Kind.INSTANT),
        ),
        letter="P",
        named_by="due",
        at="made_at",
        part_of="customer",
    ),
    Record("answer", (_kept("follow_up", refers="follow_up"),), called_by="", part_of="inquiry"),
    Record(
        "stage_change",
        (_kept("stage", Kind.WORD, "stage"), _kept("since", Kind.INSTANT)),
        called_by="",
        at="since",
        part_of="customer",
    ),
    Record(
        "grade_change",
        (
            _kept("grade_before", Kind.WORD, "grade"),
            _kept("grade", Kind.WORD, "grade"),
            _kept("changed_at", Kind.INSTANT),
        ),
        called_by="",
        at="changed_at",
        part_of="customer",
    ),
    Record("tag", (_kept("name"),), called_by="name"),
    Record("customer_tag", (_kept("tag", refers="tag"),), called_by="", part_of="customer"),
    Record(
        "deal_stage_change",
        (_kept("stage", Kind.WORD, "deal_stage"), _kept("entered_at", Kind.INSTANT)),
        called_by="",
        at="entered_at",
        part_of="deal",
    ),
    Record(
        "task_series",
        (
            _kept("rule"),
            _kept("starts_on", Kind.PLAN),
            _kept("ends_before", Kind.PLAN),
            _kept("days", Kind.COUNT),
            *(field._replace(by=By.PROGRAM) for field in _TASK if field.id in _OF_EACH_TASK),
        ),
        letter="S",
        named_by="action",
        part_of="customer",
    ),
    Record("task_dependency", (_kept("depends_on", refers="task"),), called_by="", part_of="task"),
    Record(
        "improvement",
        (_kept("text", Kind.TEXT), _kept("task", refers="task")),
        called_by="",
        named_by="text",
        part_of="review",
        searched=("text",),
    ),
    Record(
        "saved_view",
        (_kept("owner", refers="owner"), _kept("screen"), _kept("name"), _kept("query")),
        called_by="name",
    ),
    Record(
        "rules_in_force",
        (_kept("since", Kind.INSTANT), _kept("fingerprint"), _kept("book")),
        called_by="",
        at="since",
    ),
)

RECORDS: Final[Mapping[str, Record]] = MappingProxyType({record.id: record for record in _ALL})


def that_can(verb: Verb) -> tuple[str, ...]:
    """The ids of the records that `verb` takes, in the order of the table."""
    return tuple(record.id for record in _ALL if verb in record.can)


def parts_of(record: str) -> tuple[Record, ...]:
    """The records that go along with a `record`."""
    return tuple(each for each in _ALL if each.part_of == record)


def record_of_ref(ref: str) -> str | None:
    """The id of the record whose refs begin as `ref` does; None where none do."""
    letter = ref[:1].upper()
    return next((record.id for record in _ALL if record.letter == letter), None) if ref[1:2] == "-" else None

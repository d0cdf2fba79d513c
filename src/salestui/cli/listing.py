"""`list` and `find`: many records, a line each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from salestui.cli import customers
from salestui.cli.output import Column, emit, say
from salestui.cli.parser import Parser, at_most
from salestui.domain.clock import state
from salestui.domain.instants import Deadline
from salestui.domain.rows import Found, TaskRow
from salestui.errors import UsageError
from salestui.i18n import _, label
from salestui.sentences import SIGNS, moment, promised, quoted, standing

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk

_LISTS = (
    "customers",
    "contacts",
    "inquiries",
    "follow-ups",
    "tasks",
    "deals",
    "competitors",
    "reviews",
    "owners",
    "views",
    "duplicates",
)
_FIND_LIMIT = 20
_LIST_LIMIT = 200


def list_parser() -> Parser:
    """`list WHAT [--owner] [--grade] [--limit] …`; most filters are those of customers."""
    parser = Parser("list", _("List records"))
    parser.word("what", _("what to list"), choices=_LISTS)
    parser.option("owner", "NAME", _("only this owner's"))
    parser.option("grade", "A|B|C", _("only customers of this grade"))
    parser.option("customer", "NAME", _("only this customer's"))
    parser.option("limit", "N", _("at most so many, 0 for all"), read=at_most, default=_LIST_LIMIT)
    parser.flag("all", _("closed deals too"))
    customers.options(parser)
    parser.formats()
    return parser


def find_parser() -> Parser:
    """`find TEXT…`."""
    parser = Parser("find", _("Find customers by part of anything they are known by, and what was said"))
    parser.word(
        "text",
        _("part of a name, code, contact, tag, pinyin, initials, telephone number, or of what was said"),
        metavar="TEXT…",
        many=True,
    )
    parser.option("limit", "N", _("at most so many of each"), read=at_most, default=_FIND_LIMIT)
    parser.formats()
    return parser


PARSERS = {"list": list_parser, "find": find_parser}


def run_list(argv: Sequence[str], context: "Context") -> int:
    """Print a list."""
    given = list_parser().parse(argv)
    from salestui.services import finding

    _refuse_all(given)
    with context.reading_desk() as desk:
        match given.what:
            case "deals":
                from salestui.cli.deals import print_deals

                customers.refuse_others(given, but_not=("stage",))
                print_deals(given.format, desk, given, _grade(desk, given.grade))
            case "competitors":
                from salestui.cli.deals import print_competitors

                customers.refuse_others(given)
                print_competitors(given.format, desk, given.limit)
            case "reviews":
                from salestui.cli.report_review import print_reviews

                customers.refuse_others(given)
                print_reviews(given.format, desk, given.owner, given.limit)
            case "customers":
                _print_customers(given.format, desk, customers.chosen(desk, given))
            case "views":
                customers.refuse_others(given)
                customers.print_views(given.format, desk)
            case what:
                customers.refuse_others(given)
                filters = {"owner": given.owner, "grade": _grade(desk, given.grade), "customer": given.customer}
                rows = finding.listed(desk, what.replace("-", "_"), limit=given.limit, **filters)
                _PRINT[what](given.format, desk, rows)
    return 0


def _refuse_all(given: SimpleNamespace) -> None:
    if given.all and given.what != "deals":
        raise UsageError(_("{option} works only with 'list deals'", option="--all"), _("leave it out"))


def _grade(desk: "Desk", text: str | None) -> str | None:
    """The one grade by which the other lists can be narrowed. Raises InvalidValueError."""
    if text is None:
        return None
    from salestui.services.filtering import FilterReader

    found = FilterReader(desk).part("grade", text)
    if len(found) != 1 or not found[0]:
        raise UsageError(_("{option} cannot be {value}", option="--grade", value=quoted(text)), _("give one grade"))
    return found[0]


Row = Any  # one of the frozen rows of domain.rows; each list knows its own


def _print(form: str, desk: "Desk", rows: Sequence[Row], columns: Sequence[Column]) -> None:
    shown = (
        [column for column in columns if column.in_table] if form == "table" else [c for c in columns if c.title != "*"]
    )
    emit(form, shown, [[_value(row, column.id) for column in shown] for row in rows])
    if form == "table" and not rows:
        say(_("nothing to list"))


def _value(row: Row, name: str) -> object:
    value = getattr(row, name)
    return str(value) if isinstance(value, Deadline) else value


def _word(vocabulary: str) -> Callable[[object], str]:
    return lambda value: label(vocabulary, str(value)) if value else "–"


def _at(desk: "Desk") -> Callable[[object], str]:
    now, zone = desk.now(), desk.zone
    return lambda value: moment(value, now, zone) if isinstance(value, datetime) else "–"


def _due(desk: "Desk") -> Callable[[object], str]:
    now, zone = desk.now(), desk.zone
    return lambda value: promised(Deadline.parse(str(value)), now, zone) if value else "–"


def _print_customers(form: str, desk: "Desk", rows: Sequence[Row]) -> None:
    _print(
        form,
        desk,
        rows,
        [
            Column("code"),
            Column("name", label("field", "customer.name"), elastic=True),
            Column("industry"),
            Column("region"),
            Column("grade", show=lambda value: str(value or "–")),
            Column("segment", show=_word("segment")),
            Column("care", show=_word("care")),
            Column("stage", show=_word("stage")),
            Column("owner"),
            Column("last_contacted_at", _("last contact"), show=_at(desk)),
            Column("next_at", show=_due(desk)),
        ],
    )


def _print_contacts(form: str, desk: "Desk", rows: Sequence[Row]) -> None:
    _print(
        form,
        desk,
        rows,
        [
            Column("ref"),
            Column("code"),
            Column("customer", elastic=True),
            Column("name", label("field", "contact.name")),
            Column("title", label("field", "contact.title")),
            Column("decision_role", show=_word("decision_role")),
            Column("involvement", show=_word("level")),
            Column("concern", elastic=True),
            Column("phone"),
            Column("mobile"),
            Column("email"),
            Column("messaging"),
        ],
    )


def _print_inquiries(form: str, desk: "Desk", rows: Sequence[Row]) -> None:
    if form != "table":
        names = [name for name in _names(rows, "inquiries") if name != "clock"]
        columns = [*map(Column, names), Column("rule"), Column("due_at"), Column("state")]
        emit(
            form,
            columns,
            [[*(getattr(row, name) for name in names), *_clock_values(row, desk)] for row in rows],
        )
        return
    now = desk.now()
    columns = [
        Column("ref"),
        Column("code"),
        Column("customer"),
        Column("kind", show=_word("inquiry_kind")),
        Column("text", elastic=True),
        Column("received_at", show=_at(desk)),
        Column("answered_at", show=_at(desk)),
        Column("state", _("state")),
    ]
    emit(
        form,
        columns,
        [
            (
                row.ref,
                row.code,
                row.customer,
                row.kind,
                row.text,
                row.received_at,
                row.answered_at,
                f"{SIGNS[state(row.clock, now)]} {standing(row.clock, now)}" if row.clock else "–",
            )
            for row in rows
        ],
    )
    if not rows:
        say(_("nothing to list"))


def _clock_values(row: Row, desk: "Desk") -> list[object]:
    if row.clock is None:
        return [None, None, None]
    return [row.clock.rule, row.clock.due_at, state(row.clock, desk.now())]


def _names(rows: Sequence[Row], what: str) -> list[str]:
    from salestui.domain import rows as kinds

    row: Row = {"inquiries": kinds.InquiryRow, "tasks": kinds.TaskRow, "follow-ups": kinds.FollowUpRow}[what]
    return [name for name in row._fields if name != "id"]


def _print_follow_ups(form: str, desk: "Desk", rows: Sequence[Row]) -> None:
    if form != "table":
        names = _names(rows, "follow-ups")
        columns = [Column({"with_people": "with"}.get(name, name)) for name in names]
        emit(
            form,
            columns,
            [
                [list(value) if isinstance(value := _value(row, name), tuple) else value for name in names]
                for row in rows
            ],
        )
        return
    emit(
        form,
        [
            Column("ref"),
            Column("code"),
            Column("customer"),
            Column("contacted_at", show=_at(desk)),
            Column("method", show=_word("method")),
            Column("content", elastic=True),
            Column("next_at", show=_due(desk)),
            Column("owner"),
        ],
        [(r.ref, r.code, r.customer, r.contacted_at, r.method, r.content, _value(r, "next_at"), r.owner) for r in rows],
    )
    if not rows:
        say(_("nothing to list"))


def print_tasks(form: str, desk: "Desk", rows: Sequence[TaskRow]) -> None:
    """Print tasks, with how they stand; how they repeat where one does."""
    if form != "table":
        names = [name for name in _names(rows, "tasks") if name != "clock"]
        columns = [*map(Column, names), Column("due_at"), Column("state")]
        emit(
            form,
            columns,
            [[*(_value(row, name) for name in names), *_clock_values(row, desk)[1:]] for row in rows],
        )
        return
    now = desk.now()
    columns = [
        Column("ref"),
        Column("state", _("state")),
        Column("status", show=_word("task_status")),
        Column("progress", label("field", "task.progress"), right=True, show=lambda value: f"{value} %"),
        Column("action", elastic=True),
        Column("end", show=_due(desk)),
        Column("owner"),
        Column("customer"),
    ]
    lines: list[tuple[object, ...]] = [
        (
            *(row.ref, f"{SIGNS[state(row.clock, now)]} {standing(row.clock, now)}", row.status, row.progress),
            *(row.action, _value(row, "end"), row.owner, row.customer or ""),
        )
        for row in rows
    ]
    if any(row.repeats for row in rows):
        from salestui.task_sentences import repeats_text

        columns.append(Column("repeats"))
        lines = [
            (*line, repeats_text(row.repeats) if row.repeats else "") for line, row in zip(lines, rows, strict=True)
        ]
    emit(form, columns, lines)
    if not rows:
        say(_("nothing to list"))


def _print_duplicates(form: str, _desk: "Desk", rows: Sequence[Row]) -> None:
    from salestui.domain.likeness import Likeness
    from salestui.presenting import likeness_text

    emit(
        form,
        [
            Column("code"),
            Column("name", label("field", "customer.name"), elastic=True),
            Column("owner"),
            Column("other_code", label("field", "customer.code")),
            Column("other_name", label("field", "customer.name"), elastic=True),
            Column("other_owner", label("field", "customer.owner")),
            Column("likeness", _("in common"), show=lambda value: likeness_text(Likeness(str(value)))),
        ],
        [
            (
                *(pair.first.code, pair.first.name, pair.first.owner),
                *(pair.second.code, pair.second.name, pair.second.owner, pair.likeness),
            )
            for pair in rows
        ],
    )
    if form == "table" and not rows:
        say(_("nothing to list"))


def _print_owners(form: str, _desk: "Desk", rows: Sequence[Row]) -> None:
    emit(form, [Column("name", _("name"))], [(name,) for name in rows])


_PRINT: dict[str, Callable[[str, "Desk", Sequence[Row]], None]] = {
    "contacts": _print_contacts,
    "inquiries": _print_inquiries,
    "follow-ups": _print_follow_ups,
    "tasks": print_tasks,
    "owners": _print_owners,
    "duplicates": _print_duplicates,
}


def run_find(argv: Sequence[str], context: "Context") -> int:
    """Print what was found."""
    given = find_parser().parse(argv)
    text = " ".join(given.text).strip()
    if not text:
        raise UsageError(_("nothing to find"), _("give a part of a name or of what was said"))
    from salestui.services import finding

    with context.reading_desk() as desk:
        found = finding.find(desk, text, given.limit)
        emit(
            given.format,
            [
                Column("kind", _("kind"), show=_word("record")),
                Column("ref"),
                Column("code", in_table=False),
                Column("customer"),
                Column("text", elastic=True),
                Column("at", _("at"), show=_at(desk)),
            ],
            [_found(row) for row in found],
        )
        if not found and given.format == "table":
            say(_("nothing found for {text}", text=quoted(text)))
    return 0


def _found(row: Found) -> dict[str, object]:
    return row._asdict()

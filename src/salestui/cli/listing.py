"""`list` and `find`: many records, a line each."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from salestui.cli import customers
from salestui.cli.output import Column, emit, say
from salestui.cli.parser import Parser, at_most
from salestui.cli.records import as_json, record_columns, record_json
from salestui.domain.clock import state
from salestui.domain.records import RECORDS, Field, Kind, that_can
from salestui.domain.words import Grade
from salestui.errors import UsageError
from salestui.i18n import _, label
from salestui.sentences import SIGNS, quoted, standing

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk

_LISTS = (*(RECORDS[record].list_name.replace("_", "-") for record in that_can("list")), "views", "duplicates")
Row = Any  # one of the frozen rows of domain.rows; each list knows its own
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
    if given.what != "customers":
        customers.refuse_others(given, but_not=("stage",) if given.what == "deals" else ())
    for name in ("owner", "grade", "customer"):
        if getattr(given, name) is not None and name not in _narrowed_by(given.what):
            raise UsageError(_("{option} does not narrow this list", option=f"--{name}"), _("leave it out"))
    if given.all and given.what != "deals":
        raise UsageError(_("{option} works only with 'list deals'", option="--all"), _("leave it out"))
    with context.reading_desk() as desk:
        match given.what:
            case "customers":
                _print_customers(desk, given)
            case "views":
                customers.print_views(given.format, desk)
            case "duplicates":
                _print_duplicates(given.format, desk, given.limit)
            case "owners":
                from salestui.services.desk import owners_of

                emit(given.format, [Column("name", _("name"))], [(name,) for name in owners_of(desk)])
            case "reviews":
                from salestui.cli.report_review import print_reviews

                print_reviews(given.format, desk, given.owner, given.limit)
            case what:
                record = _listed_as(what)
                print_records(given.format, desk, record, _narrowed(desk, record, given))
    return 0


def _listed_as(what: str) -> str:
    return next(record for record in that_can("list") if RECORDS[record].list_name == what.replace("-", "_"))


def _narrowed_by(what: str) -> Sequence[str]:
    """The options by which a list can be narrowed: those of customers by whose customers they are."""
    if what in ("owners", "views", "duplicates"):
        return ()
    if what == "reviews":
        return ("owner",)
    record = _listed_as(what)
    return ("owner", "grade", "customer") if "customer" in (record, RECORDS[record].part_of) else ()


def _narrowed(desk: "Desk", record: str, given: SimpleNamespace) -> Sequence[Row]:
    """The records asked for. Raises UsageError."""
    from salestui.services import finding

    whose = {}
    if RECORDS[record].part_of == "customer":
        whose = {"owner": given.owner, "grade": _grade(desk, given.grade), "customer": given.customer}
    of_deals = {}
    if record == "deal":
        from salestui.cli.reading import read_field  # 5 ms that other lists need not pay

        stage = None if given.stage is None else read_field("deal", "stage", given.stage, desk.reading())
        of_deals = {"stage": None if stage is None else str(stage), "everything": given.all}
    return finding.listed(desk, record, limit=given.limit, **whose, **of_deals)


def _grade(desk: "Desk", text: str | None) -> str | None:
    """The one grade by which the other lists can be narrowed. Raises InvalidValueError."""
    if text is None:
        return None
    from salestui.services.filtering import FilterReader

    found = FilterReader(desk).part("grade", text)
    if len(found) != 1 or not found[0]:
        raise UsageError(_("{option} cannot be {value}", option="--grade", value=quoted(text)), _("give one grade"))
    return found[0]


Show = Callable[[object], str]


# ── the lists of records ─────────────────────────────────────────────────────────────────────────────────────────

# What a table for people has of a record, where that is not all of it: columns of its row, and those computed below.
# What is cut first where the terminal is narrow is marked.
_TABLES = {
    "contact": "ref code customer* name title decision_role involvement concern* phone mobile email messaging",
    "inquiry": "ref code customer kind text* received_at answered_at state",
    "follow_up": "ref code customer contacted_at method content* next_at owner",
    "task": "ref state status progress action* end owner customer repeats",
    "deal": "ref code customer* name* amount stage probability expected_close idle owner",
    "competitor": "ref name lost our_answer*",
}
_OF_ALL = ("ref", "code", "customer", "owner")  # headed alike, whichever record it is


def print_records(form: str, desk: "Desk", record: str, rows: Sequence[Row]) -> None:
    """Print rows of a record: the columns that tell most for people, everything there is for programs."""
    if form != "table":
        names = record_columns(record)
        emit(form, [Column(name) for name in names], [record_json(desk, record, row) for row in rows])
        return
    names, elastic = _table_of(record)
    if not any(getattr(row, "repeats", None) for row in rows):
        names = [name for name in names if name != "repeats"]
    columns = [_column(desk, record, name, elastic=name in elastic) for name in names]
    emit(form, columns, [[_cell(desk, row, name) for name in names] for row in rows])
    if not rows:
        say(_("nothing to list"))


def _table_of(record: str) -> tuple[list[str], frozenset[str]]:
    kind = RECORDS[record]
    own = [field.id for field in kind.fields if field.settable and field.refers != kind.part_of]
    of_customer = ["code", "customer"] if kind.part_of == "customer" else []
    words = _TABLES[record].split() if record in _TABLES else ["ref", *of_customer, *own]
    elastic = {word[:-1] for word in words if word.endswith("*")}
    elastic |= set() if record in _TABLES else {field.id for field in kind.fields if field.kind is Kind.TEXT}
    return [word.removesuffix("*") for word in words], frozenset(elastic)


def _column(desk: "Desk", record: str, name: str, *, elastic: bool) -> Column:
    computed = _COMPUTED.get(name)
    if computed is not None:
        return Column(name, computed(), right=name in ("idle", "lost"), show=_show(desk, None), elastic=elastic)
    field = next((field for field in RECORDS[record].fields if field.id == name), None)
    title = label("field", name if name in _OF_ALL else f"{record}.{name}")
    right = field is not None and field.kind in (Kind.MONEY, Kind.PERCENT, Kind.COUNT)
    return Column(name, title, _show(desk, field), right=right, elastic=elastic)


_COMPUTED: dict[str, Callable[[], str]] = {  # their headings
    "state": lambda: _("state"),
    "idle": lambda: _("no contact for"),
    "lost": lambda: label("field", "lost"),
    "repeats": lambda: label("field", "repeats"),
}


def _cell(desk: "Desk", row: Row, name: str) -> object:
    match name:
        case "state":
            now = desk.now()
            return f"{SIGNS[state(row.clock, now)]} {standing(row.clock, now)}" if row.clock else None
        case "idle":
            from salestui.services import selling

            return selling.idle(row, desk.now()) if selling.is_open(row) else None
        case "repeats" if row.repeats:
            from salestui.task_sentences import repeats_text

            return repeats_text(row.repeats)
        case _:
            return getattr(row, name)


def _show(desk: "Desk", field: Field | None) -> Show:
    """How a value of a field is told in a table; what is not there is a dash."""
    from salestui.record_sentences import value_told  # programs need not pay for it

    now, zone = desk.now(), desk.zone

    def show(value: object) -> str:
        if value in (None, ""):
            return "" if field is not None and (field.kind is Kind.LINE or field.refers == "customer") else "–"
        if isinstance(value, Grade):
            return value.value  # the letter tells it, in either language
        return value_told(field, value, now, zone).replace("\n", "; ")

    return show


def _print_customers(desk: "Desk", given: SimpleNamespace) -> None:
    """Print customers; programs get the whole profile of each."""
    from salestui.services import browsing

    view = customers.chosen(desk, given)
    if given.format != "table":
        names = dict.fromkeys((*record_columns("customer"), *(each.id for each in RECORDS["customer"].fields)))
        found = browsing.listed_profiles(desk, view, limit=given.limit, customer=given.customer)
        rows = ({**profile, **row._asdict()} for row, profile in found)
        emit(given.format, [Column(name) for name in names], [{n: as_json(row[n]) for n in names} for row in rows])
        return
    listed = browsing.listed_customers(desk, view, limit=given.limit, customer=given.customer)
    shown = ("code", "name", "industry", "region", "grade", "segment", "care", "stage", "owner")
    columns = [_column(desk, "customer", name, elastic=name == "name") for name in shown]
    columns += [
        Column("last_contacted_at", _("last contact"), show=_show(desk, None)),
        Column("next_at", show=_show(desk, None)),
    ]
    emit(given.format, columns, listed)
    if not listed:
        say(_("nothing to list"))


def _print_duplicates(form: str, desk: "Desk", limit: int) -> None:
    from salestui.domain.likeness import Likeness
    from salestui.presenting import likeness_text
    from salestui.services.duplicates import pairs

    rows = pairs(desk, limit)
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
                Column("kind", _("kind"), show=lambda record: label("record", str(record))),
                Column("ref"),
                Column("code", in_table=False),
                Column("customer"),
                Column("text", elastic=True),
                Column("at", _("at"), show=_show(desk, None)),
            ],
            [row._asdict() for row in found],
        )
        if not found and given.format == "table":
            say(_("nothing found for {text}", text=quoted(text)))
    return 0

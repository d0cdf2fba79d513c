"""`add`, `set`, `archive`: records by their fields. Every field id is an option of `add` and a name for `set`."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from salestui.cli.clocks import clock_record, clocks
from salestui.cli.output import complain, json_text, say, write
from salestui.cli.parser import Parser
from salestui.domain.records import RECORDS, Field, Kind, that_can
from salestui.domain.vocabularies import VOCABULARIES
from salestui.errors import UsageError
from salestui.i18n import _, label, listed, mark, marked, ngettext
from salestui.sentences import quoted

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk
    from salestui.services.records import Saved

_METAVARS = {
    Kind.WORD: "WORD",
    Kind.CHANNEL: "CHANNEL",
    Kind.COUNT: "N",
    Kind.PERCENT: "0-100",
    Kind.MONEY: "AMOUNT",
    Kind.DAY: "DATE",
    Kind.PLAN: "DATE",
    Kind.INSTANT: "WHEN",
    Kind.DUE: "WHEN",
    Kind.FLAG: "yes|no",
    Kind.TAGS: "TAG,…",
    Kind.NAME: "NAME",
}


_NAMED_AS = {  # what an added record is called by, where that is not its name: metavar and help
    "review": ("PERIOD", mark("its period: 2026-11, 2026-Q4, 2026, 2026-W47")),
    "goal": ("TEXT", mark("what is to be reached, in your words")),
}


def add_parser(record: str = "") -> Parser:
    """`add RECORD [CUSTOMER] NAME …`; `record` says which, its fields are options."""
    if not record:
        records = that_can("add")
        parser = Parser("add", _("Add a record, each field is an option: {records}", records=", ".join(records)))
        parser.word("record", _("what to add; 'salestui add customer --help' shows its fields"), choices=records)
        parser.word("name", _("for a contact or a deal: the customer, then the name"), many=True, optional=True)
        return parser
    of_customer = RECORDS[record].part_of == "customer"
    parser = Parser(f"add {record}", _("Add a {record}", record=label("record", record)))
    if of_customer:
        parser.word("customer", _("code, name, or a part of it (pinyin too)"))
    metavar, told = _NAMED_AS.get(record, ("NAME", mark("its name")))
    parser.word("name", marked(told), metavar=metavar, many=True)
    if record == "goal":
        days = _("its days by name: 2026-Q4, 2026-11, 2026; or give --from-day and --to-day")
        parser.option("period", "PERIOD", days)
    options(parser, record, leaving_out=(RECORDS[record].named_by, *(("customer",) if of_customer else ())))
    parser.formats()
    return parser


def options(parser: Parser, record: str, *, leaving_out: Sequence[str] = ()) -> None:
    """An option for every field of `record` that a person sets."""
    for field in RECORDS[record].fields:
        if field.settable and field.id not in leaving_out:
            parser.option(field.id, _METAVARS.get(field.kind, "TEXT"), _help(record, field))


def _help(record: str, field: Field) -> str:
    name = label("field", f"{record}.{field.id}")
    return f"{name}: {', '.join(VOCABULARIES[field.vocabulary])}" if field.kind is Kind.WORD else name


def given_fields(given: object, record: str) -> dict[str, str]:
    """The fields whose options were given, as typed."""
    settable = (field.id for field in RECORDS[record].fields if field.settable)
    found = ((name, getattr(given, name, None)) for name in settable)
    return {name: value for name, value in found if isinstance(value, str)}


def set_parser() -> Parser:
    """`set REF… FIELD=VALUE…`."""
    parser = Parser("set", _("Change fields of a record, or of several customers; an empty value clears the field"))
    parser.word("record", _("a ref, or a customer by code or name; several customers in one command"), metavar="REF…")
    parser.word("changes", _("what to change, such as grade=A 'next_at=fri 10:00'"), metavar="FIELD=VALUE…", many=True)
    parser.formats()
    return parser


def archive_parser() -> Parser:
    """`archive REF [--back]`."""
    parser = Parser("archive", _("Put a record out of sight without losing it"))
    parser.word("record", _("a ref, or a customer by code or name"), metavar="REF")
    parser.flag("back", _("bring it back"))
    parser.formats()
    return parser


PARSERS = {"add": add_parser, "set": set_parser, "archive": archive_parser}


def run_add(argv: Sequence[str], context: "Context") -> int:
    """Add a record."""
    record = next((word for word in argv if not word.startswith("-")), "")
    if record not in that_can("add"):
        given = add_parser().parse(argv)  # tells what is missing or wrong, or prints the help
        record = given.record
    words = list(argv)
    words.remove(record)
    given = add_parser(record).parse(words)
    typed = {**given_fields(given, record), RECORDS[record].named_by: " ".join(given.name)}
    if record == "goal" and given.period is not None:
        typed["period"] = given.period
    with context.writing_desk() as desk:
        saved, remarks = _ADD.get(record, _add)(desk, record, typed)
        for remark in remarks:
            complain(remark)
        tell(desk, given.format, saved, _("added"))
        if record == "goal":
            _tell_goal(desk, given.format, saved)
    return 0


_Added = tuple["Saved", Sequence[str]]  # with what is to be said beside it


def _add(desk: "Desk", record: str, typed: Mapping[str, str]) -> _Added:
    from salestui.services import records

    return records.add(desk, record, typed), ()


def _add_customer(desk: "Desk", record: str, typed: Mapping[str, str]) -> _Added:
    """With whom the new customer looks like, among those there were before."""
    from salestui.cli.likeness import likely_notes

    notes = likely_notes(desk, typed["name"])
    return _add(desk, record, typed)[0], notes


def _add_review(desk: "Desk", _record: str, typed: Mapping[str, str]) -> _Added:
    from salestui.services.reviews import add_review

    made = add_review(desk, typed)
    remarks = [_("the period is not over: its figures are frozen to date")] if made.to_date else []
    if made.others:
        remarks.append(_("there is a review of this period already: {refs}", refs=listed(made.others)))
    return made.saved, remarks


_ADD = {"customer": _add_customer, "review": _add_review}


def _tell_goal(desk: "Desk", form: str, saved: "Saved") -> None:
    """What it came to, and that it is late to set it where it is."""
    from salestui.goal_sentences import goal_text
    from salestui.services import goals, naming

    row = goals.goal(desk, naming.record_named(desk, saved.ref)[1])
    assert row is not None  # it has just been written
    if form == "table":
        say(f"  {goal_text(row)}")
    if goals.over(desk, row.to_day):
        complain(_("its days are over: it can only be looked back on"))


def tell(desk: "Desk", form: str, saved: "Saved", done: str) -> None:
    """Print what a command wrote."""
    if form == "table":
        say(f"{saved.ref} {saved.name} – {done}" if saved.name != saved.ref else f"{saved.ref} – {done}")
        return
    shown: dict[str, object] = {"ref": saved.ref, "name": saved.name, "command": saved.seq}
    for row in clocks(desk, saved.ref):
        shown |= {name: value for name, value in clock_record(desk, row).items() if name != "kind"}
    write(json_text(shown) + "\n")


def run_set(argv: Sequence[str], context: "Context") -> int:
    """Change fields of a record."""
    given = set_parser().parse(argv)
    others = list(takewhile(lambda word: "=" not in word, given.changes))
    typed = assignments(given.changes[len(others) :] or given.changes)
    if others:
        _set_several(context, given.format, [given.record, *others], typed)
        return 0
    from salestui.services import naming, records

    with context.writing_desk() as desk:
        entity, key = naming.record_named(desk, given.record, only=that_can("set"))
        saved = records.change(desk, entity, key, typed)
        tell(desk, given.format, saved, _("changed"))
    return 0


def _set_several(context: "Context", form: str, names: Sequence[str], typed: Mapping[str, str]) -> None:
    """The same change of several customers, in one command."""
    from salestui.services import bulk, naming

    with context.writing_desk() as desk:
        keys = [naming.record_named(desk, name, only=("customer",))[1] for name in names]
        done = bulk.change_customers(desk, keys, typed)
        if form != "table":
            write(json_text({"changed": done.changed, "same": done.same, "command": done.seq}) + "\n")
            return
        left = bulk.left_alone(done)
        say(ngettext("one customer changed", "{n} customers changed", done.changed) + (f"; {left}" if left else ""))


def assignments(words: Sequence[str]) -> Mapping[str, str]:
    """FIELD=VALUE… by field. Raises UsageError for what is no assignment, or one given twice."""
    typed: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not name:
            raise UsageError(
                _("{value} is not FIELD=VALUE", value=quoted(word)),
                _("for example grade=A; quote a value with spaces"),
            )
        if name in typed:
            raise UsageError(_("{field} is given twice", field=name), _("give it once"))
        typed[name] = value
    return typed


def run_archive(argv: Sequence[str], context: "Context") -> int:
    """Archive a record, or bring it back."""
    given = archive_parser().parse(argv)
    from salestui.services import naming, records

    with context.writing_desk() as desk:
        entity, key = naming.record_named(desk, given.record, only=that_can("archive"))
        saved = records.archive(desk, entity, key, back=given.back)
        tell(desk, given.format, saved, _("brought back") if given.back else _("archived"))
    return 0

"""`agenda` and `away`: what lies ahead in a week, and who stands in for whom meanwhile."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, json_text, say, write
from salestui.cli.parser import Parser
from salestui.domain.rows import AbsenceRow, AgendaDay, AgendaRow
from salestui.errors import UsageError
from salestui.i18n import _
from salestui.sentences import SIGNS, agenda_text, weekday

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.absences import AbsenceSaved
    from salestui.services.desk import Desk

_ACTIONS = ("add", "list", "back")


def agenda_parser() -> Parser:
    """`agenda [--week W] [--owner X | --all]`."""
    parser = Parser("agenda", _("Show a week day by day: appointments, promises, tasks, inquiries, who is away"))
    parser.option("week", "WEEK|DATE", _("another week: 2026-W47, or a day in it (下周)"))
    parser.option("owner", "NAME", _("somebody else's"))
    parser.flag("all", _("everybody's"))
    parser.formats()
    return parser


def away_parser(action: str = "") -> Parser:
    """`away ACTION …`; `action` says which."""
    match action:
        case "add":
            parser = Parser("away add", _("Somebody is away; another sees those rows on Today meanwhile"))
            parser.word("owner", _("who is away"))
            parser.word("from", _("the first day (2026-11-23, mon, 下周一)"))
            parser.word("to", _("the last day; the first alone if left out"), optional=True)
            parser.option("stand_in", "NAME", _("who stands in"), required=True)
        case "list":
            parser = Parser("away list", _("List who is or will be away, and who stands in"))
            parser.flag("all", _("past ones and those called off too"))
        case "back":
            parser = Parser("away back", _("Somebody is back early, or the absence is called off"))
            parser.word("ref", _("the absence"))
        case _:
            parser = Parser("away", _("Say who is away and who stands in"))
            parser.word("action", _("what to do; 'salestui away add --help' tells more"), choices=_ACTIONS)
            parser.word("rest", _("its words"), many=True, optional=True)
            return parser
    parser.formats()
    return parser


PARSERS = {"agenda": agenda_parser, "away": away_parser}


# ── away ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def run_away(argv: Sequence[str], context: "Context") -> int:
    """Do what the action says."""
    action = next((word for word in argv if not word.startswith("-")), "")
    if action not in _ACTIONS:
        action = away_parser().parse(argv).action
    words = list(argv)
    words.remove(action)
    given = away_parser(action).parse(words)
    from salestui.services import absences

    if action == "list":
        with context.reading_desk() as desk:
            _print_absences(given.format, absences.absences(desk, everything=given.all))
        return 0
    from salestui.services.naming import record_named

    with context.writing_desk() as desk:
        if action == "add":
            first = getattr(given, "from")
            saved = absences.add_absence(desk, given.owner, first, given.to or first, given.stand_in)
        else:
            saved = absences.end_absence(desk, record_named(desk, given.ref, only=("absence",))[1])
        _tell(given.format, saved)
    return 0


_ABSENCE = ("ref", "owner", "from_day", "to_day", "stand_in", "ended_at")


def _print_absences(form: str, rows: Sequence[AbsenceRow]) -> None:
    shown = [Column(name, in_table=name != "ended_at") for name in _ABSENCE]
    emit(form, shown, [[getattr(row, name) for name in _ABSENCE] for row in rows])
    if not rows and form == "table":
        say(_("nobody is away"))


def _tell(form: str, saved: "AbsenceSaved") -> None:
    row = saved.absence
    if form != "table":
        record = {name: getattr(row, name) for name in _ABSENCE}
        others = [{name: getattr(other, name) for name in _ABSENCE} for other in saved.stand_in_away]
        write(json_text({**record, "stand_in_away": others, "command": saved.seq}) + "\n")
        return
    if row.ended_at is not None:
        say(
            _(
                "{ref}: {owner} is back, {stand_in} no longer stands in",
                ref=row.ref,
                owner=row.owner,
                stand_in=row.stand_in,
            )
        )
        return
    say(f"{row.ref}: {_away(row)}")
    for other in saved.stand_in_away:
        say("  " + _("meanwhile {absence}", absence=_away(other)))


def _away(row: AbsenceRow) -> str:
    return _(
        "{owner} is away from {first} to {last}, {stand_in} stands in",
        owner=row.owner,
        first=row.from_day,
        last=row.to_day,
        stand_in=row.stand_in,
    )


# ── agenda ───────────────────────────────────────────────────────────────────────────────────────────────────────


def run_agenda(argv: Sequence[str], context: "Context") -> int:
    """Print a week."""
    given = agenda_parser().parse(argv)
    if given.all and given.owner:
        raise UsageError(_("--all and --owner exclude each other"), _("give one of them"))
    from salestui.services import agenda

    with context.reading_desk() as desk:
        first = agenda.week_of(desk, given.week or "")
        days = agenda.week(desk, first, owner=given.owner, everybody=given.all)
        if given.format == "table":
            _print_week(desk, days, owners=given.all)
        else:
            emit(given.format, [Column(name) for name in _LINE], [line for day in days for line in _lines(day)])
    return 0


_LINE = (
    *("day", "at", "kind", "ref", "code", "customer", "inquiry_kind", "text", "method", "place", "grade", "owner"),
    *("stand_in", "due_at", "state"),
)


def _lines(day: AgendaDay) -> Iterator[dict[str, object]]:
    """A day for programs: who is away (kind `absence`), then what falls on it."""
    for row in day.away:
        known = {"day": day.day, "kind": "absence", "ref": row.ref, "owner": row.owner, "stand_in": row.stand_in}
        yield dict.fromkeys(_LINE) | known
    for line in day.rows:
        held = {name: getattr(line, name) for name in _LINE if hasattr(line, name)}
        yield dict.fromkeys(_LINE) | held | {"grade": line.clock.grade, "due_at": line.clock.due_at}


def _print_week(desk: "Desk", days: Sequence[AgendaDay], *, owners: bool) -> None:
    columns = [
        Column("day", _("day")),
        Column("at", _("at"), show=lambda at: f"{at.astimezone(desk.zone):%H:%M}" if isinstance(at, datetime) else ""),
        Column("grade", _("gr.")),
        Column("code"),
        Column("customer"),
        Column("about", _("about"), elastic=True),
        Column("owner", in_table=owners or any(row.owner != desk.settings.owner for day in days for row in day.rows)),
        Column("ref"),
    ]
    table = [line for day in days for line in _table_lines(day)]
    emit("table", columns, table)
    if not table:
        say(_("nothing on the agenda from {first} to {last}", first=days[0].day, last=days[-1].day))


def _table_lines(day: AgendaDay) -> Iterator[tuple[object, ...]]:
    shown = _day(day.day)
    for row in day.away:
        about = _("{owner} is away, {stand_in} stands in", owner=row.owner, stand_in=row.stand_in)
        yield (shown, None, "", "", "", about, row.owner, row.ref)
        shown = ""
    for line in day.rows:
        yield (shown, *_cells(line))
        shown = ""


def _cells(row: AgendaRow) -> tuple[object, ...]:
    about = f"{SIGNS[row.state]} {agenda_text(row)}"
    return (row.at, row.clock.grade or "–", row.code or "", row.customer or "", about, row.owner or "–", row.ref)


def _day(day: date) -> str:
    return f"{_('{weekday} {day}', weekday=weekday(day), day=day.day)}"

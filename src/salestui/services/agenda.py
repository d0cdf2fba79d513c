"""A week's agenda: appointments, promises, tasks, inquiries and rhythms, day by day. Reads only."""

import re
from datetime import date, timedelta

from salestui.domain.rows import AgendaDay, AgendaRow
from salestui.domain.when import Look, NotUnderstood, parse_when
from salestui.domain.words import AgendaKind
from salestui.errors import InvalidValueError
from salestui.i18n import _
from salestui.services.absences import local_day
from salestui.services.desk import Desk
from salestui.services.due import whose
from salestui.services.naming import repr_text
from salestui.store.reads import absences
from salestui.store.reads import agenda as reads

_DAYS = 7
_KINDS = list(AgendaKind)  # appointments first


def monday_of(day: date) -> date:
    """The first day of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def week_of(desk: Desk, text: str) -> date:
    """The Monday of the week that `text` names: 2026-W47, or any day in it (下周 is the next). Empty: this week.

    Raises InvalidValueError.
    """
    if not text.strip():
        return this_week(desk)
    found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", text.strip().upper())
    try:
        if found:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        when = parse_when(text, now=desk.now(), zone=desk.zone, look=Look.FORWARD)
    except NotUnderstood as problem:
        from salestui.refusals import date_problem

        raise InvalidValueError(date_problem(problem)) from None
    except ValueError:
        raise InvalidValueError(
            _("there is no week {value}", value=repr_text(text)), _("write one such as 2026-W47, or a day in it")
        ) from None
    if when.day is not None:
        return monday_of(when.day)
    assert when.instant is not None  # a deadline has one of the two
    return monday_of(local_day(desk, when.instant))


def today(desk: Desk) -> date:
    """The day of now, on the desk's wall calendar."""
    return local_day(desk, desk.now())


def weeks_from(monday: date, weeks: int) -> date:
    """The Monday so many weeks after `monday`, or before; `monday` itself where the calendar ends."""
    try:
        return monday + timedelta(weeks=weeks)
    except OverflowError:
        return monday


def this_week(desk: Desk) -> date:
    """The Monday of the week of now, on the desk's wall calendar."""
    return monday_of(local_day(desk, desk.now()))


def week(desk: Desk, first_day: date, *, owner: str | None = None, everybody: bool = False) -> tuple[AgendaDay, ...]:
    """Seven days from `first_day` (local), each with what is open and falls on it, and who is away.

    Owners as for Today: `owner` alone, `everybody`, or whoever sits at the desk with all they stand in for and what is
    nobody's. A day has first what has a time, then the rest by grade. What was due before the week is on Today.
    Raises NotFoundError for an owner nobody knows.
    """
    now = desk.now()
    chosen = whose(desk, now, owner=owner, everybody=everybody)
    days = [first_day + timedelta(days=n) for n in range(_DAYS)]
    rows = reads.between(
        desk.reader, days[0], days[-1], now, desk.zone, owners=chosen.owners, or_nobody=chosen.or_nobody
    )
    away = absences.between(desk.reader, days[0], days[-1])
    return tuple(
        AgendaDay(
            day=day,
            away=tuple(row for row in away if row.from_day <= day <= row.to_day),
            rows=tuple(sorted((row for row in rows if row.day == day), key=_place)),
        )
        for day in days
    )


def _place(row: AgendaRow) -> tuple[object, ...]:
    """Where a row stands in its day: by time, without one by grade; then by kind; of equals the first noted."""
    kind = _KINDS.index(row.kind)
    return (row.at is None, row.at or row.day, row.clock.grade or "Z", kind, row.clock.subject_id)

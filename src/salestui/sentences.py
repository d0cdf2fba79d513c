"""Clocks and times into sentences, in the user's language: why something is due, how long is left."""

from datetime import date, datetime, timedelta, tzinfo

from salestui.domain.clock import Clock, Step, late_because_of_regrade, state
from salestui.domain.instants import Deadline
from salestui.domain.rows import AgendaRow, EarlyWarning, Waiting
from salestui.domain.words import AgendaKind, ClockState, DueKind, Rule, WarningKind
from salestui.i18n import _, label, ngettext

_SHOWN = 60  # of a value quoted in an error
_MINUTE = timedelta(minutes=1)


def quoted(text: str) -> str:
    """A value inside a message, shortened."""
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────


def span(length: timedelta) -> str:
    """A length of time in its two largest units, never rounded up: 1 h 12 min, 2 d, 26 min."""
    seconds = abs(int(length.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes = rest // 60
    if days:
        return _("{d} d {h} h", d=days, h=hours) if hours and days < 7 else _("{d} d", d=days)
    if hours:
        return _("{h} h {m} min", h=hours, m=minutes) if minutes else _("{h} h", h=hours)
    return _("{m} min", m=minutes) if minutes else _("{s} s", s=rest)


def moment(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """An instant on the desk's wall clock: the time today, the weekday within a week, else the date."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    time = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return time
    if abs(days) < 7:
        return f"{_('{weekday} {day}', weekday=weekday(local), day=local.day)} {time}"
    return f"{local:%Y-%m-%d} {time}" if local.year != today.year else f"{local:%m-%d} {time}"


def weekday(local: date) -> str:
    """The short name of a day of the week."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[local.weekday()]


def promised(due: Deadline, now: datetime, zone: tzinfo) -> str:
    """A promised time: with its time of day, or the day alone."""
    if due.instant is not None:
        return moment(due.instant, now, zone)
    assert due.day is not None  # a deadline has one of the two
    noon = datetime(due.day.year, due.day.month, due.day.day, 12, tzinfo=zone)
    return moment(noon, now, zone).rpartition(" ")[0] or _("today")


def cooperation(since: date, today: date) -> str:
    """How long somebody has been a customer, in whole years and months."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    years, rest = divmod(max(0, months), 12)
    parts = [ngettext("{n} year", "{n} years", years)] if years else []
    if rest or not years:
        parts.append(ngettext("{n} month", "{n} months", rest))
    return " ".join(parts)


# ── why ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def standing(clock: Clock, now: datetime) -> str:
    """How a clock stands: "overdue 1 h 12 min", "26 min left", "met"."""
    if clock.stopped_at is not None or clock.due_at is None:
        return label("clock_state", state(clock, now)) if clock.stopped_at is not None else _("no due time")
    if now > clock.due_at:
        return _("overdue {span}", span=span(now - clock.due_at))
    return _("{span} left", span=span(clock.due_at - now))


def standing_by_minutes(clock: Clock, now: datetime) -> str:
    """As `standing`, for a screen that is painted once a minute: seconds would stand there and be wrong."""
    if clock.stopped_at is not None or clock.due_at is None or abs(now - clock.due_at) >= _MINUTE:
        return standing(clock, now)
    return _("just overdue") if now > clock.due_at else _("under 1 min left")


def longest_standings() -> tuple[str, ...]:
    """The longest texts that `standing_by_minutes` gives, for the width of a column."""
    longest = (timedelta(hours=23, minutes=59), timedelta(days=6, hours=23), timedelta(days=999))
    late = (_("overdue {span}", span=span(length)) for length in longest)
    left = (_("{span} left", span=span(length)) for length in longest)
    return (*late, *left, _("just overdue"), _("under 1 min left"), _("no due time"))


def why(row: Waiting, now: datetime, zone: tzinfo, *, working: bool) -> str:
    """Which rule made a row due, with its arithmetic."""
    clock = row.clock
    sentence = _arithmetic(row, now, zone, _limit(clock, working=working))
    if late_because_of_regrade(clock, now):
        sentence += _("; late because of the regrade")
    return sentence


def _limit(clock: Clock, *, working: bool) -> str:
    limit = limit_text(clock.time_limit or "")
    in_working_time = working and clock.rule in (Rule.R1, Rule.R2, Rule.R3, Rule.R4)
    return _("{limit} of working time", limit=limit) if in_working_time else limit


def limit_text(limit: str) -> str:
    """A rule's limit as people say it: "2h" is 2 h, "1 month" 1 month."""
    number = limit.rstrip("abcdefghijklmnopqrstuvwxyz ")
    match limit.removeprefix(number).strip():
        case "s":
            return _("{n} s", n=number)
        case "m":
            return _("{n} min", n=number)
        case "h":
            return _("{n} h", n=number)
        case "d":
            return _("{n} days", n=number)
        case "month" | "months":
            return _("1 month") if number == "1" else _("{n} months", n=number)
        case _:
            return limit  # compound, such as 1h30m: as the settings have it


def _arithmetic(row: Waiting, now: datetime, zone: tzinfo, limit: str) -> str:
    clock = row.clock
    start = moment(clock.started_at, now, zone)
    due = "" if clock.due_at is None else moment(clock.due_at, now, zone)
    match clock.kind:
        case DueKind.INQUIRY if clock.step is Step.TELL:
            return _("R3: solved {start}; tell the customer the result", start=start)
        case DueKind.INQUIRY if clock.rule is Rule.R1:
            return _(
                "R1 grade {grade}: {limit} from {start} = {due}",
                grade=clock.grade,
                limit=limit,
                start=start,
                due=due,
            )
        case DueKind.INQUIRY:
            return _("{rule}: {limit} from {start} = {due}", rule=clock.rule, limit=limit, start=start, due=due)
        case DueKind.FOLLOW_UP if row.promised is not None:
            return _("R6: promised for {due}", due=promised(row.promised, now, zone))
        case DueKind.WRITE_DOWN:
            return _("R4: write it down within {limit} of {start} = {due}", limit=limit, start=start, due=due)
        case DueKind.PROFILE_REVIEW:
            return _(
                "R5: profile review, {limit} after {start} = {due}",
                limit=limit,
                start=_day(clock.started_at, now, zone),
                due=until(clock.due_at, now, zone),
            )
        case DueKind.CONTACT_RHYTHM:
            return _(
                "R7: a contact within {limit} of {start} = {due}",
                limit=limit,
                start=_day(clock.started_at, now, zone),
                due=until(clock.due_at, now, zone),
            )
        case DueKind.TASK if clock.due_at is not None:
            return _("R9: task ends {due}", due=until(clock.due_at, now, zone))
        case DueKind.TASK:
            return _("R9: task without an end")
        case DueKind.RENEWAL:
            return _("R13: the contract ends {due}; renew it", due=until(clock.due_at, now, zone))
        case _:
            return str(clock.rule)


def _day(instant: datetime, now: datetime, zone: tzinfo) -> str:
    local = instant.astimezone(zone)
    return promised(Deadline(day=local.date()), now, zone)


def until(due_at: datetime | None, now: datetime, zone: tzinfo) -> str:
    """A due time; one that is a midnight is the day that ends with it."""
    if due_at is None:
        return "–"
    local = due_at.astimezone(zone)
    if local.hour or local.minute or local.second:
        return moment(due_at, now, zone)
    return _day(due_at - timedelta(seconds=1), now, zone)


def about(row: Waiting) -> str:
    """What a row is about, in a few words: the inquiry's kind and text, the task, the appointment."""
    match row.clock.kind:
        case DueKind.INQUIRY if row.clock.step is Step.TELL:
            return _("tell the result: {text}", text=row.text or "")
        case DueKind.INQUIRY:
            return _joined(label("inquiry_kind", row.inquiry_kind or ""), row.text)
        case DueKind.TASK:
            return _joined(label("due_kind", DueKind.TASK), row.text)
        case DueKind.FOLLOW_UP if row.method or row.text:
            return _joined(label("method", row.method) if row.method else "", row.text)
        case kind:
            return _joined(label("due_kind", kind), label("method", row.method) if row.method else "", row.text)


def agenda_text(row: AgendaRow) -> str:
    """What a line of the agenda is about: "appointment: visit: their office: present the plan"."""
    match row.kind:
        case AgendaKind.APPOINTMENT:
            how = label("method", row.method) if row.method else label("agenda_kind", row.kind)
            return _joined(how, row.place, row.text)
        case AgendaKind.INQUIRY:
            return _joined(label("inquiry_kind", row.inquiry_kind or ""), row.text)
        case kind:
            return _joined(label("agenda_kind", kind), row.text)


def to_write_about(row: Waiting, now: datetime, zone: tzinfo) -> str:
    """What is to be written down: how and when it was to take place, and what for."""
    how = label("method", row.method) if row.method else label("due_kind", DueKind.FOLLOW_UP)
    when = promised(row.promised, now, zone) if row.promised is not None else ""
    return _joined(f"{how} {when}".rstrip(), row.text)


def since(row: EarlyWarning, now: datetime, zone: tzinfo) -> str:
    """When a warning began."""
    return _("since {day}", day=_day(row.since, now, zone))


def _joined(*parts: str | None) -> str:
    """Parts from the general to the particular: "visit: present the plan"."""
    said = [part for part in parts if part]
    text = said.pop() if said else ""
    while said:
        text = _("{name}: {value}", name=said.pop(), value=text)
    return text


def warning_text(row: EarlyWarning, now: datetime, zone: tzinfo) -> str:
    """What warns early, with its numbers: "satisfaction 92 → 78 (11-12)"."""
    match row.kind:
        case WarningKind.SATISFACTION_DOWN:
            day = _day(row.since, now, zone)
            return _("satisfaction {before} → {after} ({day})", before=row.score_before, after=row.score, day=day)
        case WarningKind.NO_CONTACT:
            assert row.counted_from is not None  # its number
            days = (now.astimezone(zone).date() - row.counted_from.astimezone(zone).date()).days
            return _("no contact for {n} days, the rhythm is {rhythm}", n=days, rhythm=limit_text(row.rhythm or ""))
        case WarningKind.SECOND_COMPLAINT:
            day = _day(row.since, now, zone)
            return _("{n} complaints open, the second since {day}", n=row.complaints, day=day)
        case WarningKind.ORDER_OVERDUE:
            assert row.counted_from is not None  # its number
            days = (now.astimezone(zone).date() - row.counted_from.astimezone(zone).date()).days
            usual = limit_text(row.rhythm or "")
            return _("no order for {n} days, usually one every {usual}", n=days, usual=usual)


SIGNS = {
    ClockState.OVERDUE: "▲",
    ClockState.DUE_SOON: "◆",
    ClockState.ON_TIME: "·",
    ClockState.MET: "✓",
    ClockState.MET_LATE: "✗",
}

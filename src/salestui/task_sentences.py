"""Tasks into sentences, in the user's language: how they repeat, how far ahead of their plan they were done."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Protocol

from salestui.domain.repeats import Every, Repeat, repeat_of
from salestui.domain.rows import TaskRow
from salestui.domain.tasks import days_ahead
from salestui.i18n import _, listed, ngettext
from salestui.sentences import weekday

_NAMED = 3  # tasks in one sentence


class LaterStart(Protocol):
    """What is offered to start later."""

    @property
    def action(self) -> str:
        """What is to be done."""
        ...

    @property
    def start(self) -> date:
        """From when on then."""
        ...


def ahead_of_plan(row: TaskRow, zone: tzinfo) -> str:
    """Says of a task that is done how many days ahead of its plan, or behind it; empty where it was on its last day."""
    done = None if row.done_at is None else row.done_at.astimezone(zone).date()
    days = days_ahead(None if row.end is None else row.end.last_day(zone), done)
    if days > 0:
        return ngettext("one day ahead", "{n} days ahead", days)
    return ngettext("one day late", "{n} days late", -days) if days < 0 else ""


def repeats_text(rule: str) -> str:
    """How a task repeats: "monthly", "every 2 weeks", "weekly, 3 times", "every Mon, Wed"."""
    repeat = repeat_of(rule)
    text = _every(repeat)
    if repeat.count is not None:
        text = _("{every}, {times}", every=text, times=ngettext("once", "{n} times", repeat.count))
    return _("{every} until {day}", every=text, day=repeat.until) if repeat.until is not None else text


def _every(repeat: Repeat) -> str:
    if repeat.weekdays == (0, 1, 2, 3, 4):
        return _("every weekday")
    if repeat.weekdays:
        return _("every {days}", days=listed(weekday(date(2024, 1, 1 + day)) for day in repeat.weekdays))  # 1: a Monday
    n = repeat.interval
    match repeat.every:
        case Every.DAY:
            return _("daily") if n == 1 else _("every {n} days", n=n)
        case Every.WEEK:
            return _("weekly") if n == 1 else _("every {n} weeks", n=n)
        case Every.MONTH if n == 3:
            return _("quarterly")
        case Every.MONTH:
            return _("monthly") if n == 1 else _("every {n} months", n=n)
        case Every.YEAR:
            return _("yearly") if n == 1 else _("every {n} years", n=n)


def later_told(offers: Sequence[LaterStart]) -> str:
    """Says which tasks would have to start later: "2 tasks would start later: demo 05-18, training 05-20"."""
    named = listed(f"{each.action} {each.start:%m-%d}" for each in offers[:_NAMED])
    more = "…" if len(offers) > _NAMED else ""
    return ngettext(
        "one task would start later: {named}", "{n} tasks would start later: {named}", len(offers), named=named + more
    )

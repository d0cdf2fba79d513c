"""R1–R4 of a desk with opening hours, by the calendar that counts one minute at a time. Times are whole minutes."""

from datetime import UTC, datetime, timedelta

from salestui.domain.rules import CalendarRules
from tests.domain import minute_by_minute
from tests.figures.facts import Limit, round_the_clock
from tests.figures.plans import Plan

_MINUTE = 60_000
_AROUND = timedelta(days=100)  # what is told of the past, and what falls due after the plan


def limit_of(plan: Plan) -> Limit:
    """When a limit of so many hours is reached; of working hours, where the plan has opening hours."""
    rules: CalendarRules = plan.book.calendar
    if not rules.working:
        return round_the_clock
    first = datetime(plan.first.year, plan.first.month, plan.first.day, tzinfo=UTC) - _AROUND
    window = minute_by_minute.Window.of(rules.time_zone, first, plan.days + 2 * _AROUND.days)
    week = [[(span.start, span.end) for span in spans] for spans in rules.hours]
    minutes = minute_by_minute.open_minutes(window, week, rules.closed, rules.open)
    begin = round(first.timestamp() * 1000)
    known: dict[tuple[int, int], int] = {}

    def limit(start: int, hours: int) -> int:
        if (start, hours) not in known:
            place, rest = divmod(start - begin, _MINUTE)
            assert not rest, "not a whole minute"
            due = minute_by_minute.due(minutes, place, hours * 60)
            assert due is not None, "past the window"
            known[start, hours] = begin + due * _MINUTE
        return known[start, hours]

    return limit

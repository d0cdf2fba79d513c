"""Working time with a country's holidays and make-up days: 中国, by the official calendar."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from salestui.domain.calendar import parse_span
from salestui.domain.rules import CalendarRules
from salestui.errors import SettingsError
from salestui.services import customers, inquiries
from salestui.services.calendars import make_calendar
from salestui.services.desk import Desk
from tests.conftest import ZONE, Clock, at

OFFICE = tuple((parse_span("09:00-18:00"),) if day < 5 else () for day in range(7))
CHINA = CalendarRules(working=True, time_zone=ZONE, hours=OFFICE, holidays="CN")


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-02-13", 9),  # a Friday
        ("2026-02-14", 9),  # a Saturday made a working day
        ("2026-02-15", 0),
        ("2026-02-17", 0),  # Spring Festival, a Tuesday
        ("2026-02-23", 0),
        ("2026-02-28", 9),  # a Saturday made a working day
        ("2026-03-07", 0),  # a Saturday like any other
        ("2024-05-01", 0),
        ("2024-05-11", 9),  # a Saturday made a working day
    ],
)
def test_make_up_saturdays_count_and_spring_festival_does_not(day: str, hours: int) -> None:
    midnight = at(day)
    assert make_calendar(CHINA).elapsed(midnight, midnight + timedelta(days=1)) == timedelta(hours=hours)


def test_what_the_desk_says_of_a_day_wins_over_the_country() -> None:
    rules = CalendarRules(
        working=True,
        time_zone=ZONE,
        hours=OFFICE,
        holidays="CN",
        closed=frozenset({date(2026, 2, 14)}),
        open=frozenset({date(2026, 2, 17)}),
    )
    calendar = make_calendar(rules)
    day = timedelta(days=1)
    assert calendar.elapsed(at("2026-02-14"), at("2026-02-14") + day) == timedelta(0)
    assert calendar.elapsed(at("2026-02-17"), at("2026-02-17") + day) == timedelta(hours=9)


@pytest.mark.parametrize("country", ["XX", "DE-XX"])
def test_a_country_nobody_knows_is_told(country: str) -> None:
    with pytest.raises(SettingsError, match=country):
        make_calendar(CalendarRules(working=True, time_zone=ZONE, hours=OFFICE, holidays=country))


def test_over_spring_festival_a_lead_waits_for_the_next_working_hour(
    open_at: Callable[..., Desk], clock: Clock
) -> None:
    desk = open_at(calendar=CHINA)
    clock.to("2026-02-14 17:00")  # the working Saturday before
    customers.add_customer(desk, {"name": "X", "grade": "A"})
    ref = inquiries.receive_inquiry(desk, "X", {"kind": "lead", "text": "asks"}).ref
    due_at = desk.reader.execute("SELECT due_at FROM clock WHERE ref = ?", (ref,)).fetchone()[0]
    assert datetime.fromtimestamp(due_at / 1000, clock.now.tzinfo) == at("2026-02-24 10:00")

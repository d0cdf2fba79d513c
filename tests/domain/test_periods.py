"""Periods as people name them: borders, the one before, to date; leap days, week 53, a day without a midnight."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from salestui.domain.periods import Period, PeriodError, PeriodKind, around, parse_period


@pytest.mark.parametrize(
    ("text", "first", "after", "before"),
    [
        ("2026-11", "2026-11-01", "2026-12-01", "2026-10"),
        ("2026-01", "2026-01-01", "2026-02-01", "2025-12"),
        ("2024-02", "2024-02-01", "2024-03-01", "2024-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01", "2026-Q3"),
        ("2026-Q1", "2026-01-01", "2026-04-01", "2025-Q4"),
        ("2026", "2026-01-01", "2027-01-01", "2025"),
        ("2026-W47", "2026-11-16", "2026-11-23", "2026-W46"),
        ("2026-W53", "2026-12-28", "2027-01-04", "2026-W52"),
        ("2027-W01", "2027-01-04", "2027-01-11", "2026-W53"),
        ("2026-11-10..2026-11-20", "2026-11-10", "2026-11-21", "2026-10-30..2026-11-09"),
        ("2024-02-29..2024-02-29", "2024-02-29", "2024-03-01", "2024-02-28..2024-02-28"),
    ],
)
def test_a_period_is_named_begins_ends_and_follows_another(text: str, first: str, after: str, before: str) -> None:
    period = parse_period(text)
    assert (period.first, period.after) == (date.fromisoformat(first), date.fromisoformat(after))
    assert period.name == text
    assert period.before().name == before
    assert period.before().next() == period


@pytest.mark.parametrize("text", ["q4-2026", "2026q4", " 2026-w47 "])
def test_what_people_type_otherwise(text: str) -> None:
    if text == "q4-2026":
        with pytest.raises(PeriodError):
            parse_period(text)
    else:
        assert parse_period(text).kind in (PeriodKind.QUARTER, PeriodKind.WEEK)


@pytest.mark.parametrize(
    "text",
    [
        *("", "november", "2026-13", "2026-00", "2026-Q5", "2025-W53", "2026-W00", "0000", "9999", "1899"),
        *("2026-11-20..2026-11-10", "0001-01-01..0001-02-01", "2026-01-01..3000-01-01"),
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parse_period(text)
    assert refused.value.text == text


def test_a_period_begins_at_midnight_of_the_desk() -> None:
    start, end = parse_period("2026-11").instants(ZoneInfo("Asia/Shanghai"))
    assert start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert end == datetime(2026, 11, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "found"),
    [("2026-11-20", "2026-11-01..2026-11-20"), ("2026-12-01", "2026-11"), ("2026-10-31", "2026-11")],
)
def test_to_date_is_what_has_passed(today: str, found: str) -> None:
    assert parse_period("2026-11").to_date(date.fromisoformat(today)).name == found


def test_the_week_around_a_day_begins_on_monday() -> None:
    assert around(date(2027, 1, 1), PeriodKind.WEEK) == Period(PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 4))


@pytest.mark.parametrize(
    ("text", "today", "compared"),
    [
        ("2026-11", "2026-11-20", "2026-10-01..2026-10-20"),
        ("2026-03", "2026-03-31", "2026-02"),  # 31 days, where February has 28: all of it
        ("2026-10", "2026-11-20", "2026-09"),
        ("2024-W10", "2024-03-06", "2024-02-26..2024-02-28"),
        ("2026-11-16..2026-11-22", "2026-11-17", "2026-11-09..2026-11-10"),
        ("2027-01", "2026-11-20", "2026-12"),  # not begun: whole periods
    ],
)
def test_a_period_that_is_not_over_is_compared_with_as_many_days_before(text: str, today: str, compared: str) -> None:
    assert parse_period(text).same_days_before(date.fromisoformat(today)).name == compared

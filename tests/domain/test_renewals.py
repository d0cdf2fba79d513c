"""When a contract is to be renewed, and when an order is late by the customer's own rhythm (R12, R13)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from salestui.domain.calendar import RoundTheClock
from salestui.domain.clock import Outcome, state
from salestui.domain.durations import CalendarSpan
from salestui.domain.renewals import ContractFacts, next_order_by, renewal_clock
from salestui.domain.words import ClockState, DueKind, Rule

SHANGHAI = RoundTheClock(ZoneInfo("Asia/Shanghai"))
WON = datetime(2025, 12, 1, tzinfo=UTC)
CONTRACT = ContractFacts("d", "D-7KQ2MD", WON, date(2026, 11, 30))
AHEAD = CalendarSpan(days=30)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_a_contract_is_due_on_its_last_day_under_r13() -> None:
    found = renewal_clock(CONTRACT, AHEAD, SHANGHAI)
    assert (found.kind, found.rule, found.due_at) == (DueKind.RENEWAL, Rule.R13, local("2026-12-01T00:00"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-31T23:59", ClockState.ON_TIME),
        ("2026-11-01T00:00", ClockState.DUE_SOON),
        ("2026-12-01T00:00", ClockState.DUE_SOON),  # exactly at the limit is met
        ("2026-12-01T00:01", ClockState.OVERDUE),
    ],
)
def test_it_is_due_soon_a_month_ahead(now: str, expected: ClockState) -> None:
    assert state(renewal_clock(CONTRACT, AHEAD, SHANGHAI), local(now)) is expected


@pytest.mark.parametrize(
    ("last_day", "ahead", "soon_after"),
    [
        (date(2026, 3, 31), CalendarSpan(months=1), "2026-03-01T00:00"),  # February has no 31st: its last day ends then
        (date(2024, 3, 31), CalendarSpan(months=1), "2024-03-01T00:00"),
        (date(2026, 1, 15), CalendarSpan(months=2), "2025-11-16T00:00"),
        (date(2026, 1, 15), CalendarSpan(months=12, days=15), "2025-01-01T00:00"),
    ],
)
def test_months_ahead_end_with_a_day_that_is_there(last_day: date, ahead: CalendarSpan, soon_after: str) -> None:
    found = renewal_clock(ContractFacts("d", "D-7KQ2MD", WON, last_day), ahead, SHANGHAI)
    assert found.soon_at == local(soon_after)


def test_a_deal_that_follows_stops_it_and_an_archived_one_is_withdrawn() -> None:
    renewed = ContractFacts("d", "D-7KQ2MD", WON, date(2026, 11, 30), renewed_at=local("2026-11-10T09:00"))
    found = renewal_clock(renewed, AHEAD, SHANGHAI)
    assert (found.stopped_at, found.outcome) == (local("2026-11-10T09:00"), Outcome.MET)
    archived = ContractFacts("d", "D-7KQ2MD", WON, date(2026, 11, 30), withdrawn_at=local("2026-11-09T09:00"))
    assert renewal_clock(archived, AHEAD, SHANGHAI).outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize("orders", [(), (0,), (0, 30)])
def test_two_orders_are_no_rhythm(orders: tuple[int, ...]) -> None:
    assert next_order_by([WON + timedelta(days=day) for day in orders]) is None


@pytest.mark.parametrize(
    ("orders", "usual", "late_from"),
    [((0, 30, 60), 30, 105), ((0, 30, 130), 65, 227.5), ((0, 10, 20, 120), 10, 135)],
)
def test_an_order_is_late_half_as_long_again_after_the_usual_interval(
    orders: tuple[int, ...], usual: int, late_from: float
) -> None:
    found = next_order_by([WON + timedelta(days=day) for day in orders])
    assert found == (WON + timedelta(days=late_from), timedelta(days=usual))

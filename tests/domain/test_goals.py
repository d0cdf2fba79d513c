"""Goals: their days, their parts that add up, and the straight line to their target."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain import goals
from salestui.domain.figures import FIGURES, Better, FigureId, Unit
from salestui.domain.goals import PaceState, pace, period_of, pieces_of, shared, split
from salestui.domain.periods import Period, PeriodKind, parse_period
from salestui.domain.targets import Target

DEALS, RATE, CYCLE = FigureId.WON_DEALS, FigureId.WIN_RATE, FigureId.SALES_CYCLE
NOVEMBER = parse_period("2026-11")  # 30 days


@pytest.mark.parametrize(
    "name", ["2026", "2026-Q4", "2026-11", "2024-02", "2026-W53", "2026-11-01..2026-11-20", "2026-11-05..2026-11-05"]
)
def test_the_days_of_a_goal_have_the_name_of_their_period(name: str) -> None:
    period = parse_period(name)
    assert period_of(period.first, period.after - timedelta(days=1)) == period


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [
        ("2026-Q4", PeriodKind.MONTH, 3),
        ("2026", PeriodKind.MONTH, 12),
        ("2026", PeriodKind.QUARTER, 4),
        ("2026-10-01..2026-11-30", PeriodKind.MONTH, 2),
        ("2026-Q4", PeriodKind.QUARTER, 0),
        ("2026-11", PeriodKind.MONTH, 0),
        ("2026-10-01..2026-12-30", PeriodKind.MONTH, 0),
        ("2026-10-02..2026-12-31", PeriodKind.MONTH, 0),
        ("2026-W47", PeriodKind.MONTH, 0),
    ],
)
def test_a_period_is_made_of_whole_months_or_is_not(name: str, kind: PeriodKind, count: int) -> None:
    pieces = pieces_of(parse_period(name), kind)
    assert len(pieces) == count
    assert all(each.kind is kind for each in pieces)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (5, [1, 1, 1], (2, 2, 1)),
        (600, [1, 1, 2], (150, 150, 300)),
        (10, [1, 2, 4], (1, 3, 6)),  # 1.43, 2.86, 5.71: the largest remainders get the two that are left
        (1, [1, 1, 0], (1, 0, 0)),
    ],
)
def test_a_sum_is_shared_by_the_largest_remainder(amount: int, weights: list[int], parts: tuple[int, ...]) -> None:
    assert shared(amount, weights) == parts


@given(st.integers(1, 10**17), st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any))
def test_the_parts_of_a_sum_add_up_exactly_and_none_is_off_by_one_or_more(amount: int, weights: list[int]) -> None:
    parts = shared(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2]])
def test_weights_that_come_to_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError):
        shared(10, weights)


def test_a_rate_is_the_same_for_every_part() -> None:
    target = Target(3_500, Unit.SHARE)
    assert split(RATE, target, [1, 5]) == (target, target)
    assert split(DEALS, Target(5, Unit.COUNT), [1, 1]) == (Target(3, Unit.COUNT), Target(2, Unit.COUNT))


@pytest.mark.parametrize(
    ("amount", "parts"),
    [(200_000_000, (66_666_700, 66_666_700, 66_666_600)), (10_001, (3_334, 3_334, 3_333))],
)
def test_an_amount_falls_into_whole_units_where_it_is_one(amount: int, parts: tuple[int, ...]) -> None:
    found = split(FigureId.SALES_AMOUNT, Target(amount, Unit.MONEY, "CNY"), [1, 1, 1])
    assert tuple(part.amount for part in found) == parts


@pytest.mark.parametrize(
    ("figure", "value", "today", "state", "line"),
    [
        # 6 deals in November: one every five days
        (DEALS, 0, "2026-10-31", PaceState.NOT_BEGUN, 0),
        (DEALS, 0, "2026-11-01", PaceState.BEHIND, Fraction(1, 5)),
        (DEALS, 4, "2026-11-20", PaceState.ON_PACE, 4),
        (DEALS, 5, "2026-11-20", PaceState.AHEAD, 4),
        (DEALS, 3, "2026-11-20", PaceState.BEHIND, 4),
        (DEALS, 6, "2026-11-20", PaceState.REACHED, 4),
        (DEALS, 5, "2026-11-30", PaceState.BEHIND, 6),
        (DEALS, 5, "2026-12-01", PaceState.MISSED, 6),
        (DEALS, 6, "2026-12-01", PaceState.REACHED, 6),
        # a rate of 6 ÷ 10,000: reached only once it can fall no more
        (RATE, Fraction(7, 10_000), "2026-11-20", PaceState.AHEAD, Fraction(6, 10_000)),
        (RATE, Fraction(6, 10_000), "2026-11-20", PaceState.ON_PACE, Fraction(6, 10_000)),
        (RATE, Fraction(6, 10_000), "2026-12-01", PaceState.REACHED, Fraction(6, 10_000)),
        (RATE, None, "2026-11-20", PaceState.NOTHING, Fraction(6, 10_000)),
        (RATE, None, "2026-12-01", PaceState.NOTHING, Fraction(6, 10_000)),
        # a cycle of 0.06 days: less is better
        (CYCLE, Fraction(5, 100), "2026-11-20", PaceState.AHEAD, Fraction(6, 100)),
        (CYCLE, Fraction(7, 100), "2026-11-20", PaceState.BEHIND, Fraction(6, 100)),
        (CYCLE, Fraction(7, 100), "2026-12-01", PaceState.MISSED, Fraction(6, 100)),
        (CYCLE, Fraction(6, 100), "2026-12-01", PaceState.REACHED, Fraction(6, 100)),
    ],
)
def test_a_goal_stands_beside_a_straight_line_by_the_end_of_today(
    figure: FigureId, value: Fraction | int | None, today: str, state: PaceState, line: Fraction | int
) -> None:
    value = None if value is None else Fraction(value)
    found = pace(figure, Target(6, FIGURES[figure].unit), value, NOVEMBER, date.fromisoformat(today))
    assert (found.state, found.line) == (state, line)


def test_a_sum_that_should_stay_low_is_reached_only_once_it_can_grow_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals, "FIGURES", {DEALS: FIGURES[DEALS]._replace(better=Better.LESS)})
    states = [
        pace(DEALS, Target(6, Unit.COUNT), Fraction(value), NOVEMBER, date.fromisoformat(today)).state
        for value, today in ((3, "2026-11-20"), (5, "2026-11-20"), (6, "2026-12-01"), (7, "2026-12-01"))
    ]
    assert states == [PaceState.AHEAD, PaceState.BEHIND, PaceState.REACHED, PaceState.MISSED]


def test_the_line_of_a_leap_february_has_29_days() -> None:
    february = parse_period("2024-02")
    assert pace(DEALS, Target(29, Unit.COUNT), Fraction(3), february, date(2024, 2, 3)).state is PaceState.ON_PACE
    assert Period(PeriodKind.MONTH, date(2024, 2, 1), date(2024, 3, 1)).days == 29

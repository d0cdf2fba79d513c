"""Targets as people type them: what is read, what is refused and why, and that what is written reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.targets import Target, TargetError, TargetReason, digits, parse_target
from salestui.goal_sentences import typed_target

SALES, DEALS, RATE, SCORE = FigureId.SALES_AMOUNT, FigureId.WON_DEALS, FigureId.WIN_RATE, FigureId.SATISFACTION
GROWTH, CYCLE, VELOCITY = FigureId.REVENUE_GROWTH, FigureId.SALES_CYCLE, FigureId.SALES_VELOCITY


@pytest.mark.parametrize(
    ("figure", "text", "amount", "currency"),
    [
        (SALES, "600k", 60_000_000, "CNY"),
        (SALES, "50万", 50_000_000, "CNY"),
        (SALES, "１２．５万元", 12_500_000, "CNY"),
        (SALES, "80,000 EUR", 8_000_000, "EUR"),
        (SALES, "5000 JPY", 5_000, "JPY"),
        (VELOCITY, "5k", 500_000, "CNY"),
        (VELOCITY, "5k/d", 500_000, "CNY"),
        (VELOCITY, "800 EUR per day", 80_000, "EUR"),
        (VELOCITY, "1万/天", 1_000_000, "CNY"),
        (DEALS, "15", 15, None),
        (DEALS, "1,200", 1_200, None),
        (DEALS, "15 家", 15, None),
        (DEALS, "1.2k", 1_200, None),
        (RATE, "35%", 3_500, None),
        (RATE, "35", 3_500, None),
        (RATE, "35.25 ％", 3_525, None),
        (RATE, "0.5%", 50, None),
        (RATE, "100", 10_000, None),
        (GROWTH, "150%", 15_000, None),
        (SCORE, "90 分", 9_000, None),
        (SCORE, "87.5", 8_750, None),
        (CYCLE, "12.5 days", 1_250, None),
        (CYCLE, "30天", 3_000, None),
        (CYCLE, "2w", 1_400, None),
    ],
)
def test_a_target_is_read_by_the_unit_of_its_figure(
    figure: FigureId, text: str, amount: int, currency: str | None
) -> None:
    assert parse_target(text, figure, "CNY") == Target(amount, FIGURES[figure].unit, currency)


@pytest.mark.parametrize(
    ("figure", "text", "reason"),
    [
        (SALES, "a lot", TargetReason.NOT_A_NUMBER),
        (SALES, "50%", TargetReason.NOT_A_NUMBER),
        (SALES, "", TargetReason.NOT_A_NUMBER),
        (SALES, "0", TargetReason.NOTHING),
        (DEALS, "-5", TargetReason.NOT_A_NUMBER),
        (DEALS, "50 CNY", TargetReason.NOT_A_NUMBER),
        (DEALS, "1.5", TargetReason.NOT_WHOLE),
        (DEALS, "2000000k", TargetReason.TOO_MUCH),
        (RATE, "0.35", TargetReason.AMBIGUOUS),
        (RATE, "35.255%", TargetReason.TOO_FINE),
        (RATE, "101%", TargetReason.TOO_MUCH),
        (RATE, "0%", TargetReason.NOTHING),
        (SCORE, "101", TargetReason.TOO_MUCH),
        (CYCLE, "12.345", TargetReason.TOO_FINE),
        (CYCLE, "4000", TargetReason.TOO_MUCH),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_reason(figure: FigureId, text: str, reason: TargetReason) -> None:
    with pytest.raises(TargetError) as refused:
        parse_target(text, figure, "CNY")
    assert refused.value.reason is reason


@given(st.sampled_from(FigureId), st.integers(1, 10_000), st.sampled_from(["CNY", "EUR", "JPY"]))
def test_a_target_that_is_written_reads_back_the_same(figure: FigureId, amount: int, currency: str) -> None:
    unit = FIGURES[figure].unit
    target = Target(amount, unit, currency if unit in (Unit.MONEY, Unit.MONEY_PER_DAY) else None)
    assert parse_target(typed_target(target), figure, "CNY") == target


def test_a_target_is_written_without_more_digits_than_it_has() -> None:
    assert [digits(Target(each, Unit.SHARE)) for each in (3_500, 3_550, 5)] == ["35 %", "35.5 %", "0.05 %"]
    assert digits(Target(1_500, Unit.COUNT)) == "1500"

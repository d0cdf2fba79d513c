"""The funnel against a company counted by hand: skipped stages, moves back and forth, lost and taken up again."""

from datetime import UTC, datetime, timedelta

import pytest

from salestui.domain.funnel import DealFacts, Entry, Funnel, StageFigures, bottleneck, funnel, weighted
from salestui.domain.money import Money
from salestui.domain.words import DealStage

LEAD, NURTURED, QUALIFIED = DealStage.LEAD, DealStage.NURTURED, DealStage.QUALIFIED
OPPORTUNITY, WON, LOST = DealStage.OPPORTUNITY, DealStage.WON, DealStage.LOST
START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
NOW = datetime(2026, 12, 15, tzinfo=UTC)


def day(number: int) -> datetime:
    """Noon of a day of November; 0 and less are October, 31 and more December."""
    return datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=number - 1)


def deal(*moves: tuple[DealStage, int], amount: int | None = None, probability: int | None = None) -> DealFacts:
    money = None if amount is None else Money(amount, "CNY")
    return DealFacts(tuple(Entry(stage, day(at)) for stage, at in moves), money, probability)


COMPANY = [
    deal((LEAD, 1), (NURTURED, 3), (QUALIFIED, 5), (OPPORTUNITY, 9), (WON, 20)),  # straight through
    deal((LEAD, 2), (OPPORTUNITY, 8)),  # skips two stages, stands in the third
    deal((LEAD, 4), (NURTURED, 6), (LEAD, 10), (NURTURED, 12)),  # back and forth
    deal((LEAD, 5), (LOST, 15), (QUALIFIED, 25)),  # lost, and taken up again
    deal((LEAD, -5), (NURTURED, 7)),  # of October
    deal((LEAD, 28), (NURTURED, 35)),  # goes on in December: since, but not within the period
    deal((LEAD, 40)),  # of December
]


def counted() -> Funnel:
    return funnel(COMPANY, START, END, NOW)


@pytest.mark.parametrize(
    ("stage", "stock", "entered", "left", "reached", "went_on", "days"),
    [
        # stays that ended in November: 2, 6, 2 and 2, 10, 12 days
        (LEAD, 1, 5, 5, 5, 5, 4),
        # reached, or passed by skipping: deals 1–4 in November and the one of October
        (NURTURED, 2, 3, 2, 5, 3, 3),
        (QUALIFIED, 1, 2, 1, 3, 2, 4),
        (OPPORTUNITY, 1, 2, 1, 2, 1, 11),
        (WON, 1, 1, 0, 1, 0, None),
        (LOST, 0, 1, 1, 1, 0, 10),
    ],
)
def test_every_figure_of_a_company_counted_by_hand(
    stage: DealStage, stock: int, entered: int, left: int, reached: int, went_on: int, days: int | None
) -> None:
    found = next(each for each in counted().stages if each.stage is stage)
    stay = None if days is None else timedelta(days=days)
    assert found == StageFigures(stage, stock, entered, left, reached, went_on, stay)


def test_stock_is_every_deal_that_was_there_once() -> None:
    assert sum(each.stock for each in counted().stages) == 6


def test_a_period_not_yet_over_is_counted_to_date_and_what_happens_now_has_happened() -> None:
    found = funnel(COMPANY, START, END, day(10))
    assert {each.stage: each.stock for each in found.stages if each.stock} == {LEAD: 2, NURTURED: 1, OPPORTUNITY: 2}


def test_the_bottleneck_is_the_lowest_conversion_among_stages_with_enough_deals() -> None:
    assert counted().bottleneck is NURTURED  # 3 of 5; the opportunities' 1 of 2 are too few to say
    assert bottleneck(counted().stages, enough=2) is OPPORTUNITY
    assert bottleneck(counted().stages, enough=6) is None
    assert funnel([], START, END, NOW).bottleneck is None


def test_the_weighted_value_is_the_sum_of_amount_times_probability() -> None:
    found = weighted([deal((LEAD, 1), amount=100_00, probability=99), deal((LEAD, 1), amount=200_00, probability=0)])
    assert found.sums == {"CNY": 99_00 * 100}
    assert found.unweighted == 0


def test_deals_without_amount_or_probability_are_counted_and_in_no_sum() -> None:
    found = weighted([deal((LEAD, 1), amount=100_00), deal((LEAD, 1), probability=50)])
    assert (found.sums, found.unweighted) == ({}, 2)


def test_sums_never_mix_currencies() -> None:
    dollars = DealFacts((Entry(LEAD, day(1)),), Money(1_00, "USD"), 50)
    assert weighted([deal((LEAD, 1), amount=2_00, probability=50), dollars]).sums == {"CNY": 100_00, "USD": 50_00}


def test_closed_deals_are_worth_nothing_ahead() -> None:
    won = deal((LEAD, 1), (WON, 2), amount=100_00, probability=100)
    assert funnel([won], START, END, NOW).weighted.sums == {}

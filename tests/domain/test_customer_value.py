"""Orders to date, RFM and lifetime value, computed by hand."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from salestui.domain.customer_value import Buyers, Place, Rfm, lifetime_value, nearest, purchases, quintile
from salestui.domain.money import Money
from salestui.domain.scoring import Sale
from salestui.domain.words import DealStage

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)


def won(days_ago: int, minor: int | None = None, currency: str = "CNY") -> Sale:
    return Sale(DealStage.WON, None if minor is None else Money(minor, currency), NOW - timedelta(days=days_ago))


OPEN = Sale(DealStage.OPPORTUNITY, Money(9_999, "CNY"), None)
LOST = Sale(DealStage.LOST, Money(9_999, "CNY"), NOW)


@pytest.mark.parametrize("sales", [(), (OPEN,), (LOST,), (OPEN, LOST)])
def test_who_has_won_nothing_has_bought_nothing(sales: tuple[Sale, ...]) -> None:
    assert purchases(sales, "CNY") is None


def test_orders_to_date_are_summed_by_currency_and_never_mixed() -> None:
    found = purchases([won(10, 300), won(400, 200), won(5, 700, "USD"), won(2), OPEN, LOST], "CNY")
    assert found is not None
    assert (found.orders, found.amounts) == (4, (Money(500, "CNY"), Money(700, "USD")))
    assert (found.won, found.counted) == (500, 2)
    assert found.last_at == NOW - timedelta(days=2)
    assert found.first_at == found.counted_from == NOW - timedelta(days=400)


def test_orders_without_an_amount_in_the_currency_of_the_desk_are_worth_nothing_known() -> None:
    found = purchases([won(5, 700, "USD"), won(2)], "CNY")
    assert found is not None
    assert (found.orders, found.won, found.counted, found.counted_from) == (2, None, 0, None)


def test_an_order_of_nothing_is_an_amount() -> None:
    found = purchases([won(5, 0)], "CNY")
    assert found is not None
    assert found.won == 0


# ── quintiles ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10, 20, 30, 40, 50], [1, 2, 3, 4, 5]),
        (list(range(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
        ([7, 7, 7, 7, 7], [3, 3, 3, 3, 3]),  # nobody is better than another
        ([1, 1, 1, 1, 9], [3, 3, 3, 3, 5]),  # the middle of four of five: 2 ÷ 5 = the third fifth
        ([1, 1, 1, 1, 1, 1, 1, 1, 2, 3], [3] * 8 + [5, 5]),
        ([1, 2, 2, 2, 2, 3], [1, 3, 3, 3, 3, 5]),
        (list(range(7)), [1, 2, 2, 3, 4, 4, 5]),
    ],
)
def test_quintiles_are_fifths_and_ties_stay_together(values: list[int], expected: list[int]) -> None:
    buyers = Buyers(values, values, values)
    assert [buyers.rfm(value, value, value).frequency for value in values] == expected


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_fewer_than_five_customers_have_no_fifths(n: int) -> None:
    buyers = Buyers(range(n), range(n), range(n))
    assert buyers.rfm(0, 0, 0) == Rfm(None, None, None)


def test_who_paid_in_another_currency_has_no_monetary_quintile_and_is_not_compared() -> None:
    buyers = Buyers([1, 2, 3, 4, 5, 6], [1] * 6, [10, 20, 30, 40, 50])
    assert buyers.rfm(6, 1, None) == Rfm(5, 3, None)
    assert buyers.rfm(5, 1, 50) == Rfm(4, 3, 5)
    assert buyers.rfm(1, 1, 10) == Rfm(1, 3, 1)


def test_a_place_counted_by_the_file_gives_the_same_fifth() -> None:
    assert [quintile(Place(below, 1, 5)) for below in range(5)] == [1, 2, 3, 4, 5]
    assert quintile(Place(0, 4, 4)) is None


# ── lifetime value ───────────────────────────────────────────────────────────────────────────────────────────────


def test_lifetime_value_is_average_deal_times_deals_a_year_times_years_times_margin() -> None:
    # 3 orders of 100, 200 and 300 yuan in two years: 200 a deal, 1.5 a year, 3 years, 30 %
    found = purchases([won(730, 10_000), won(300, 20_000), won(1, 30_000), won(2, 99, "USD"), won(3)], "CNY")
    value = lifetime_value(found, NOW, years=3, gross_margin=Fraction("0.3"))
    assert value is not None
    assert (value.deals, value.days, value.average_deal) == (3, 730, Fraction(20_000))
    assert value.deals_a_year == Fraction(3, 2)
    assert value.value == 27_000
    assert value.money == Money(27_000, "CNY")


def test_less_than_a_year_counts_as_one() -> None:
    value = lifetime_value(purchases([won(7, 10_000)], "CNY"), NOW, years=2, gross_margin=Fraction("0.5"))
    assert value is not None
    assert (value.days, value.deals_a_year, value.value) == (365, Fraction(1), Fraction(10_000))


def test_a_margin_of_a_third_is_kept_exact_until_it_is_shown() -> None:
    value = lifetime_value(purchases([won(365, 100)], "CNY"), NOW, years=1, gross_margin=Fraction(1, 3))
    assert value is not None
    assert (value.value, value.money) == (Fraction(100, 3), Money(33, "CNY"))
    assert [nearest(Fraction(n, 2), "CNY").minor for n in (0, 1, 2, 3)] == [0, 1, 1, 2]


@pytest.mark.parametrize("sales", [(), (won(5, 100, "USD"),), (won(5),)])
def test_without_orders_in_the_currency_of_the_desk_there_is_no_lifetime_value(sales: tuple[Sale, ...]) -> None:
    assert lifetime_value(purchases(sales, "CNY"), NOW, years=3, gross_margin=Fraction("0.3")) is None


def test_without_a_margin_nothing_is_made_up() -> None:
    assert lifetime_value(purchases([won(5, 100)], "CNY"), NOW, years=3, gross_margin=None) is None

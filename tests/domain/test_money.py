"""Money as people write it, in whole minor units; what could mean two amounts is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.money import Money, MoneyError, parse_money


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("5000万", 5_000_000_000, "CNY"),
        ("5000 万元", 5_000_000_000, "CNY"),
        ("1亿", 10_000_000_000, "CNY"),
        ("1.5亿元", 15_000_000_000, "CNY"),
        ("3千万", 3_000_000_000, "CNY"),
        ("2百万", 200_000_000, "CNY"),
        ("8千", 800_000, "CNY"),
        ("12.5万", 12_500_000, "CNY"),
        ("¥80,000", 8_000_000, "CNY"),
        ("￥80，000", 8_000_000, "CNY"),
        ("８００００元", 8_000_000, "CNY"),
        ("5万 RMB", 5_000_000, "CNY"),
        ("80000", 8_000_000, "CNY"),
        ("80 000", 8_000_000, "CNY"),
        ("1,234,567.89", 123_456_789, "CNY"),
        ("0", 0, "CNY"),
        ("1.23", 123, "CNY"),
        ("1.2300", 123, "CNY"),
        ("1.2m EUR", 120_000_000, "EUR"),
        ("EUR 1.2m", 120_000_000, "EUR"),
        ("80k usd", 8_000_000, "USD"),
        ("2bn", 200_000_000_000, "CNY"),
        ("$5", 500, "USD"),
        ("5 €", 500, "EUR"),
        ("£5", 500, "GBP"),
        ("500 JPY", 500, "JPY"),
        ("5 mxn", 500, "MXN"),
        ("7 XTS", 700, "XTS"),  # a currency of the desk's own
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, minor: int, currency: str) -> None:
    assert parse_money(text, "XTS" if currency == "XTS" else "CNY") == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "-5", "−5", "+5", "¥", "万", "1.234", "0.001万亿", "1..2", "1.2.3", "1e5", "NaN", "½"),
        *("1,5", "12,34", "1,2345", ",5", "5,", "1 2", "1,,000"),  # a comma groups thousands, or it is a slip
        *("5 mil", "5 abc", "¥5元", "EUR 5 USD", "500 万 万", "1.5 JPY"),
        "9" * 20,
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        parse_money(text, "CNY")


@given(st.integers(0, 10**15), st.sampled_from(["CNY", "EUR", "JPY"]))
def test_an_amount_is_read_back_as_it_is_shown(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert parse_money(str(amount), "USD") == amount


def test_an_amount_is_shown_in_full() -> None:
    assert str(Money(5_000_000_000, "CNY")) == "50000000.00 CNY"
    assert str(Money(500, "JPY")) == "500 JPY"

"""What figures are called, how they are made, and their values as people read them: rounded once, never upwards to
"all of it", never through a float."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from salestui import i18n
from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.readings import Measured, Reading
from salestui.domain.targets import Target
from salestui.figure_sentences import (
    change_text,
    figure_name,
    formula,
    part_text,
    ratio_text,
    reading_text,
    short_text,
    target_text,
    value_text,
)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.use("en")


def test_every_figure_has_a_name_and_a_formula() -> None:
    assert {len(formula(figure)) > 10 for figure in FigureId} == {True}
    assert figure_name(FigureId.WIN_RATE) == "win rate"
    assert formula(FigureId.WIN_RATE) == "deals won in the period ÷ deals won or lost in the period"


@pytest.mark.parametrize(
    ("value", "unit", "full", "short"),
    [
        (None, Unit.SHARE, "–", "–"),
        (Fraction(2, 3), Unit.SHARE, "66.7 %", "66.7 %"),
        (Fraction(3, 4), Unit.SHARE, "75 %", "75 %"),
        (Fraction(0), Unit.SHARE, "0 %", "0 %"),
        (Fraction(9999, 10000), Unit.SHARE, "99.9 %", "99.9 %"),  # not all of them
        (Fraction(1, 10000), Unit.SHARE, "0.1 %", "0.1 %"),  # not none
        (Fraction(1), Unit.SHARE, "100 %", "100 %"),
        (Fraction(-1, 8), Unit.SHARE, "−12.5 %", "−12.5 %"),
        (Fraction(1234), Unit.COUNT, "1,234", "1,234"),
        (Fraction(123_456_789), Unit.MONEY, "1,234,567.89 CNY", "1,234,568"),
        (Fraction(100, 3), Unit.MONEY, "0.33 CNY", "0"),
        (Fraction(-250_000), Unit.MONEY, "−2,500 CNY", "−2,500"),
        (Fraction(300_000), Unit.MONEY_PER_DAY, "3,000 CNY a day", "3,000"),
        (Fraction(173, 2), Unit.SCORE, "86.5", "86.5"),
        (Fraction(49, 4), Unit.DAYS, "12.3 d", "12.3 d"),  # halves away from zero
    ],
)
def test_a_value_is_shown_by_its_unit(value: Fraction | None, unit: Unit, full: str, short: str) -> None:
    assert value_text(value, unit, "CNY") == full
    assert short_text(value, unit, "CNY") == short


@pytest.mark.parametrize(
    ("minor", "shown"),
    [(123_456_789, "123.46万"), (500_000_000, "500万"), (999_900, "9,999"), (12_345_678_900, "1.23亿")],
)
def test_chinese_counts_money_by_ten_thousands(minor: int, shown: str) -> None:
    i18n.use("zh_CN")
    assert short_text(Fraction(minor), Unit.MONEY, "CNY") == shown


def test_a_currency_without_minor_units_is_not_divided() -> None:
    assert short_text(Fraction(5000), Unit.MONEY, "JPY") == "5,000"


@pytest.mark.parametrize(
    ("reading", "shown"),
    [
        (Reading(FigureId.WIN_RATE, 12, 18), "12 ÷ 18 = 66.7 %"),
        (Reading(FigureId.WIN_RATE, 0, 0), "0 ÷ 0 = –"),
        (Reading(FigureId.SALES_AMOUNT, 250_000, currency="CNY"), "2,500 CNY"),
        (Reading(FigureId.AVERAGE_DEAL, 250_000, 4, currency="EUR"), "2,500 EUR ÷ 4 = 625 EUR"),
        (Reading(FigureId.REVENUE_GROWTH, -100_000, 400_000, currency="CNY"), "−1,000 CNY ÷ 4,000 CNY = −25 %"),
        (Reading(FigureId.SALES_CYCLE, 3 * 86_400_000, 2 * 86_400_000), "1.5 d"),
        (Reading(FigureId.SATISFACTION, 261, 3), "261 ÷ 3 = 87"),
    ],
)
def test_a_reading_shows_what_it_is_made_of(reading: Reading, shown: str) -> None:
    assert reading_text(reading, "CNY") == shown


def test_a_share_of_few_is_shown_beside_the_few() -> None:
    assert ratio_text(Reading(FigureId.WIN_RATE, 3, 4), "CNY") == "75 % 3/4"
    assert ratio_text(Reading(FigureId.WIN_RATE, 999, 1000), "CNY") == "99 % 999/1,000"  # not all of them
    assert ratio_text(Reading(FigureId.ACTIVITIES, 31), "CNY") == "31"
    assert ratio_text(None, "CNY") == "–"


@pytest.mark.parametrize(
    ("figure", "now", "before", "shown"),
    [
        (FigureId.SALES_AMOUNT, (112, None), (100, None), "▴ +12 % better"),
        (FigureId.SALES_AMOUNT, (50, None), (0, None), "▴ +1 better"),  # no share of nothing: the difference
        (FigureId.WIN_RATE, (1, 2), (3, 4), "▾ −25 pp worse"),
        (FigureId.SALES_CYCLE, (3, 1), (2, 1), "▴ +1 d worse"),  # less is better
        (FigureId.SALES_CYCLE, (1, 1), (2, 1), "▾ −1 d better"),
        (FigureId.CHANNEL_CONTRIBUTION, (1, 2), (1, 4), "▴ +25 pp"),  # neither good nor bad
        (FigureId.WIN_RATE, (1, 2), (2, 4), "= ±0 pp"),
        (FigureId.WIN_RATE, (1, 2), (0, 0), ""),
    ],
)
def test_a_change_says_which_way_by_how_much_and_whether_it_is_good(
    figure: FigureId, now: tuple[int, int | None], before: tuple[int, int | None], shown: str
) -> None:
    currency = "CNY" if FIGURES[figure].unit is Unit.MONEY else None
    of = tuple((Reading(figure, *each, currency=currency),) for each in (now, before))
    assert change_text(Measured(figure, of[0], of[1], ()), "CNY") == shown


def test_parts_go_by_their_own_names() -> None:
    assert part_text(FigureId.RESPONSE_ON_TIME, "A") == "grade A"
    assert part_text(FigureId.RESPONSE_ON_TIME, "R2") == "R2"
    assert part_text(FigureId.ACTIVITIES, "visit") == "visit"
    assert part_text(FigureId.CHANNEL_CONTRIBUTION, "") == "channel unknown"


def test_a_target_is_shown_as_its_figure_is() -> None:
    assert target_text(Target(3_500, Unit.SHARE)) == "35 %"
    assert target_text(Target(120_000_000, Unit.MONEY, "CNY")) == "1,200,000 CNY"
    assert target_text(Target(120_000_000, Unit.MONEY, "CNY"), short=True) == "1,200,000"

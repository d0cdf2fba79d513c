"""Figures into sentences, in the user's language: their names, their formulas in words, their values by unit.

For the screens and the command line alike. Nothing is computed here but what is shown of it, rounded once.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from salestui.domain.figures import FIGURES, Better, FigureId, Made, Part, Unit
from salestui.domain.money import Money
from salestui.domain.readings import MS_A_DAY, UNKNOWN, FigureRow, Measured, Reading
from salestui.domain.targets import Target, attainment
from salestui.i18n import _, label, language, marked
from salestui.presenting import money_text

NOTHING: Final = "–"  # where nothing divides
UP, DOWN, LEVEL = "▴", "▾", "="  # not ▲▼, whose width differs from terminal to terminal


def figure_name(figure: FigureId) -> str:
    """What people call it: "win rate", 赢单率."""
    return label("figure", figure)


def terms(figure: FigureId, new_customers: str = "created") -> tuple[str, str]:
    """What its numerator and its denominator are, in words; the denominator's is empty where nothing is divided.

    `new_customers` as the settings say what makes a customer new.
    """
    above, below = _terms(figure, new_customers)
    return marked(above), marked(below) if below else ""


def formula(figure: FigureId, new_customers: str = "created") -> str:
    """How it is made, in words: "deals won in the period ÷ deals won or lost in the period"."""
    return _divided(*terms(figure, new_customers))


def english_formula(figure: FigureId, new_customers: str = "created") -> str:
    """The formula for programs: in English whatever the language."""
    return _divided(*_terms(figure, new_customers))


def _terms(figure: FigureId, new_customers: str) -> tuple[str, str]:
    entry = FIGURES[figure]
    first = entry.by_first_order if new_customers == "first_order" else ""
    return first or entry.counted, entry.divided_by


def _divided(above: str, below: str) -> str:
    return f"{above} ÷ {below}" if below else above


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


def value_text(value: Fraction | None, unit: Unit, currency: str) -> str:
    """A value in full: "350,000 CNY", "66.7 %", "12.5 d", "–". Money is in minor units of `currency`."""
    if value is None:
        return NOTHING
    match unit:
        case Unit.MONEY:
            return _money(value, currency)
        case Unit.MONEY_PER_DAY:
            return _("{amount} a day", amount=_money(value, currency))
        case _:
            return _plain(value, unit)


def short_text(value: Fraction | None, unit: Unit, currency: str) -> str:
    """A value as a tile and a narrow column show it: money in whole units without its currency, in 万 in 中文."""
    if value is None:
        return NOTHING
    if not unit.of_money:
        return _plain(value, unit)
    whole = value / 10 ** _minor_digits(currency)
    for size, sign in ((10**8, "亿"), (10**4, "万")):
        if language() == "zh_CN" and abs(whole) >= size:
            return _grouped(whole / size, 2) + sign
    return _grouped(whole, 0)


def compact_text(value: Fraction | None, unit: Unit, currency: str) -> str:
    """A value in the fewest cells, as it stands above a bar: "1.98m", "198万", "50 %"."""
    whole = value / 10 ** _minor_digits(currency) if value is not None and unit.of_money else value
    if whole is not None and (unit.of_money or unit is Unit.COUNT) and language() == "en":
        for size, sign in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
            if abs(whole) >= 10 * size or (abs(whole) >= size and size > 10**3):
                return _grouped(whole / size, 2 if abs(whole) < 10 * size else 0) + sign
    return short_text(value, unit, currency)


def reading_text(reading: Reading, currency: str) -> str:
    """A reading with what it is made of: "12 ÷ 18 = 66.7 %"; "0 ÷ 0 = –". `currency` where it names none."""
    unit, currency = FIGURES[reading.figure].unit, reading.currency or currency
    value = value_text(reading.value, unit, currency)
    if reading.denominator is None or unit in (Unit.DAYS, Unit.MONEY_PER_DAY):
        return value  # milliseconds by milliseconds tell nobody anything
    above, below = count_texts(reading, currency)
    return f"{above} ÷ {below} = {value}"


def count_texts(reading: Reading, currency: str) -> tuple[str, str]:
    """Numerator and denominator as people count them: amounts in full, numbers grouped, days rather than parts of them.

    What is made of several figures has none.
    """
    figure = FIGURES[reading.figure]
    if figure.unit is Unit.MONEY_PER_DAY:
        return "", ""
    if figure.unit is Unit.DAYS:
        days, times = Fraction(reading.numerator, MS_A_DAY), (reading.denominator or 0) // MS_A_DAY
        return value_text(days, Unit.DAYS, currency), str(times)
    currency = reading.currency or currency

    weighted = figure.weighted and not reading.part  # percent × days

    def said(number: int | None, *, money: bool) -> str:
        if number is None:
            return ""
        return _money(Fraction(number), currency) if money else _grouped(Fraction(number, 100 if weighted else 1), 1)

    above = said(reading.numerator, money=figure.of_amounts)
    return above, said(reading.denominator, money=figure.share_of is not None)


def ratio_text(reading: Reading | None, currency: str) -> str:
    """A share in whole percents beside the numbers it comes from: "75 % 3/4"; another figure alone; "–" for None."""
    if reading is None:
        return NOTHING
    figure = FIGURES[reading.figure]
    if figure.unit is not Unit.SHARE or reading.denominator is None or reading.value is None:
        return short_text(reading.value, figure.unit, reading.currency or currency)
    return f"{_percent(reading.value, 0)} {reading.numerator:,}/{reading.denominator:,}"


def counted_text(figure: FigureId, row: FigureRow, currency: str) -> str:
    """What a record gave to the figure: yes or no with a sign, an amount, a score, days. `currency` is the desk's."""
    entry = FIGURES[figure]
    if entry.of_amounts:
        return value_text(Fraction(row.numerator), Unit.MONEY, row.currency or currency)
    if entry.unit in (Unit.DAYS, Unit.SCORE) or entry.weighted:
        return value_text(Reading(figure, row.numerator, row.denominator).value, entry.unit, currency)
    return _("✓ yes") if row.numerator else _("– no")


def part_text(figure: FigureId, part: str) -> str:
    """What a part of a figure is called: a grade, a rule, a method, a channel; "" is the whole."""
    kind = FIGURES[figure].parts
    if kind is Part.CHANNEL:
        return label("channel", part) if part not in ("", UNKNOWN) else _("channel unknown")
    if not part:
        return _("all together")
    if kind is Part.METHOD:
        return label("method", part)
    if kind is Part.ELAPSED:
        return _("planned time elapsed")
    return part if part.startswith("R") else _("grade {grade}", grade=part)


# ── targets and changes ──────────────────────────────────────────────────────────────────────────────────────────


def target_text(target: Target, *, short: bool = False) -> str:
    """A target as a value of its figure; `short` as a tile shows it."""
    return (short_text if short else value_text)(target.value, target.unit, target.currency or "")


def attainment_text(value: Fraction | None, target: Target) -> str:
    """How much of the target stands: "87 %"."""
    return value_text(attainment(value, target), Unit.SHARE, "")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against the period before: which way, by how much, and whether that is good (None: neither)."""

    sign: str  # UP, DOWN or LEVEL
    amount: str  # with its sign: "+12 %", "−3.2 pp"
    good: bool | None

    @property
    def word(self) -> str:
        """Says what the colour says."""
        return "" if self.good is None else _("better") if self.good else _("worse")


def change_of(now: Measured, currency: str) -> Change | None:
    """How a figure changed; None where one of the two periods has no value.

    Amounts and counts change by a share of what they were, where they were something; shares by percentage points.
    """
    whole, before = now.whole(currency), now.whole_before(currency)
    new, old = (None if each is None else each.value for each in (whole, before))
    if new is None or old is None:
        return None
    figure = FIGURES[now.figure]
    if figure.made is Made.GROWTH:
        return None  # it is a change itself
    difference = new - old
    sign = UP if difference > 0 else DOWN if difference < 0 else LEVEL
    good = None
    if difference and figure.better is not Better.NEITHER:
        good = (difference > 0) is (figure.better is Better.MORE)
    return Change(sign, _difference(difference, old, figure.unit, currency), good)


def change_text(now: Measured, currency: str) -> str:
    """The change in a line: "▴ +12 % better"; empty where there is nothing to compare with."""
    change = change_of(now, currency)
    return "" if change is None else f"{change.sign} {change.amount} {change.word}".rstrip()


def _difference(difference: Fraction, old: Fraction, unit: Unit, currency: str) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    size = abs(difference)
    if unit is Unit.SHARE:
        return _("{n} pp", n=sign + _rounded(size * 100, 1))
    if unit in (Unit.SCORE, Unit.DAYS) or not old:
        return sign + short_text(size, unit, currency)
    return sign + _percent(size / abs(old))


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(value: Fraction, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return _percent(value)
    if unit is Unit.DAYS:
        return _("{d} d", d=_grouped(value, 1))
    return _grouped(value, 1)


def _percent(share: Fraction, digits: int = 1) -> str:
    """Decimals where they are needed; what is not all of it, or not nothing, is never shown as if it were."""
    shown = _rounded(share * 100, digits)
    if 0 < share < 1:
        least, most = ("0.1", "99.9") if digits else ("1", "99")
        shown = {"0": least, "100": most}.get(shown, shown)
    return shown.replace("-", "−") + " %"


def _money(value: Fraction, currency: str) -> str:
    minor = _whole(value)
    text = money_text(Money(abs(minor), currency))
    return f"−{text}" if minor < 0 else text


def _minor_digits(currency: str) -> int:
    return len(str(Money(0, currency)).partition(" ")[0].partition(".")[2])


def _grouped(value: Fraction, digits: int) -> str:
    whole, point, rest = _rounded(value, digits).partition(".")
    return f"{int(whole):,}".replace("-", "−") + point + rest if whole != "-0" else f"−0{point}{rest}"


def _rounded(value: Fraction, digits: int) -> str:
    """With at most so many decimals, halves away from zero, no zeros at the end; never through a float."""
    scaled = _whole(value * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0") if rest else ""
    return ("-" if scaled < 0 else "") + str(whole) + (f".{decimals}" if decimals else "")


def _whole(value: Fraction) -> int:
    half = Fraction(1, 2)
    return int(value + half) if value >= 0 else -int(-value + half)

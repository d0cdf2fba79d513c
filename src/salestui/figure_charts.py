"""Figures as charts, in the user's language: what stands on each bar. Which cells or shapes it is drawn with is left
to whoever draws it: the screen in braille, a file in SVG.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from salestui.domain.figures import FIGURES, FigureId, Part, Unit
from salestui.domain.periods import Period, PeriodKind
from salestui.domain.readings import Measured, Reading
from salestui.domain.shares import whole_percents
from salestui.figure_sentences import compact_text, figure_name, part_text, ratio_text, short_text
from salestui.i18n import _


class ChartKind(StrEnum):
    """What stands beside what."""

    TREND = "trend"  # twelve periods
    OWNERS = "owners"  # the figure of each owner
    SHARES_OF_OWNERS = "shares_of_owners"  # what each owner adds to the whole
    SHARES_OF_PARTS = "shares_of_parts"  # what each channel, or method, adds to the whole


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` None draws nothing, its text says "–"."""

    name: str
    value: Fraction | None
    text: str
    compact: str = ""  # the same in the fewest cells
    share: str = ""  # of the whole, before the text: "38 %"
    strong: bool = False  # the period asked for


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data. `title` says of what; `note` what else must be known to read it."""

    kind: ChartKind
    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    full: Fraction = Fraction(0)  # what a whole bar stands for

    @property
    def below_zero(self) -> bool:
        """Whether a value is negative."""
        return any(bar.value is not None and bar.value < 0 for bar in self.bars)

    @property
    def upright(self) -> bool:
        """Whether time runs from left to right, on bars that stand."""
        return self.kind is ChartKind.TREND and not self.below_zero


def kinds_of(figure: FigureId) -> tuple[ChartKind, ...]:
    """The charts that say something of a figure."""
    if FIGURES[figure].parts is Part.CHANNEL:
        return (ChartKind.SHARES_OF_PARTS,)
    kinds = [ChartKind.TREND, ChartKind.OWNERS]
    if FIGURES[figure].adds_up:
        kinds.append(ChartKind.SHARES_OF_OWNERS)
        if FIGURES[parts_from(figure)].parts is not None:
            kinds.append(ChartKind.SHARES_OF_PARTS)
    return tuple(kinds)


def parts_from(figure: FigureId) -> FigureId:
    """The figure whose parts add up to this one: itself, or one that splits it."""
    return next((each.id for each in FIGURES.values() if each.share_of is figure and each.parts is not None), figure)


def scale_of(figure: FigureId, values: Iterable[Fraction | None]) -> tuple[Fraction, Fraction]:
    """From where to where bars of a figure go: shares to 100 %, scores to 100, others from zero to the highest.

    What is negative begins with the lowest; a growth of more than 100 % ends with the highest.
    """
    known = [value for value in values if value is not None]
    whole = {Unit.SHARE: Fraction(1), Unit.SCORE: Fraction(100)}.get(FIGURES[figure].unit, Fraction(0))
    return min([Fraction(0), *known]), max([whole, *known])


def trend_chart(measured: Measured, period: Period, currency: str, *, to_date: bool) -> Chart:
    """The whole over the periods of its trend, `period` the last."""
    unit = FIGURES[measured.figure].unit
    names = [name_of(each) for each in _back_from(period, len(measured.trend))]
    bars = [
        Bar(
            name,
            value,
            short_text(value, unit, currency),
            compact_text(value, unit, currency),
            strong=place == len(names) - 1,
        )
        for place, (name, value) in enumerate(zip(names, measured.trend, strict=True))
    ]
    note = _("the last one is not over yet") if to_date else ""
    return Chart(ChartKind.TREND, _titled(measured.figure, currency), tuple(bars), note, _full(measured.figure, bars))


def owners_chart(figure: FigureId, readings: Mapping[str | None, Sequence[Reading]], currency: str) -> Chart:
    """The figure of each owner, by name."""
    found = {owner: _whole(each, figure, currency) for owner, each in readings.items()}
    bars = [
        Bar(owner or _("nobody"), None if reading is None else reading.value, ratio_text(reading, currency))
        for owner, reading in sorted(found.items(), key=lambda each: (each[0] is None, each[0] or ""))
        if owner is not None or (reading is not None and (reading.numerator or reading.denominator))
    ]
    return Chart(ChartKind.OWNERS, _titled(figure, currency), tuple(bars), full=_full(figure, bars))


def owner_shares_chart(figure: FigureId, readings: Mapping[str | None, Sequence[Reading]], currency: str) -> Chart:
    """What each owner adds to the whole."""
    found = {owner or _("nobody"): _whole(each, figure, currency) for owner, each in readings.items()}
    amounts = {name: 0 if reading is None else reading.numerator for name, reading in found.items()}
    return _shares(ChartKind.SHARES_OF_OWNERS, figure, amounts, currency)


def part_shares_chart(figure: FigureId, measured: Measured, currency: str) -> Chart:
    """What each channel, or method, adds to the whole."""
    amounts = {
        part_text(measured.figure, each.part): each.numerator
        for each in measured.readings
        if each.part and each.currency in (None, currency)
    }
    return _shares(ChartKind.SHARES_OF_PARTS, figure, amounts, currency)


def _shares(kind: ChartKind, figure: FigureId, amounts: Mapping[str, int], currency: str) -> Chart:
    """The largest first; the percents shown add up to 100."""
    given = sorted(((name, amount) for name, amount in amounts.items() if amount > 0), key=lambda each: -each[1])
    unit = Unit.MONEY if FIGURES[figure].unit is Unit.SHARE else FIGURES[figure].unit
    total = sum(amount for _name, amount in given)
    percents = whole_percents([amount for _name, amount in given])
    bars = [
        Bar(name, Fraction(amount, total), short_text(Fraction(amount), unit, currency), share=f"{percent} %")
        for (name, amount), percent in zip(given, percents, strict=True)
    ]
    note = _("100 % = {total}", total=short_text(Fraction(total), unit, currency)) if bars else ""
    return Chart(kind, _titled(figure, currency), tuple(bars), note, full=Fraction(1))


def name_of(period: Period) -> str:
    """A period on an axis: its name; of a range its first day."""
    return str(period.first) if period.kind is PeriodKind.RANGE else period.name


def _full(figure: FigureId, bars: Sequence[Bar]) -> Fraction:
    low, high = scale_of(figure, (bar.value for bar in bars))
    return max(-low, high)


def _back_from(period: Period, count: int) -> list[Period]:
    periods = [period][:count]
    while len(periods) < count:
        periods.append(periods[-1].before())
    return periods[::-1]


def _whole(readings: Iterable[Reading], figure: FigureId, currency: str) -> Reading | None:
    wholes = (each for each in readings if each.figure is figure and not each.part)
    return next((each for each in wholes if each.currency in (None, currency)), None)


def _titled(figure: FigureId, currency: str) -> str:
    of_money = FIGURES[figure].unit.of_money or FIGURES[figure].parts is Part.CHANNEL
    return f"{figure_name(figure)} ({currency})" if of_money else figure_name(figure)


def kind_text(kind: ChartKind, figure: FigureId) -> str:
    """What stands beside what, in words: for a title."""
    match kind:
        case ChartKind.TREND:
            return _("over time")
        case ChartKind.OWNERS:
            return _("by owner")
        case ChartKind.SHARES_OF_OWNERS:
            return _("share of each owner")
        case ChartKind.SHARES_OF_PARTS if FIGURES[figure].parts is Part.METHOD:
            return _("share of each method")
        case ChartKind.SHARES_OF_PARTS:
            return _("share of each channel")

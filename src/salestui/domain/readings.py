"""What figures read in a period, exactly, and how sums of records become readings. Pure.

A figure is read as a numerator and, where something is divided, a denominator; nothing is rounded before it is shown.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Final, NamedTuple

from salestui.domain.figures import FIGURES, FigureId, Part
from salestui.domain.targets import Target

MS_A_DAY: Final = 86_400_000  # figures in days are kept in milliseconds
NOBODY: Final = ""  # the owner of what nobody owns
UNKNOWN: Final = "unknown"  # the channel of what is credited to none: a channel like any other


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure, or a part of it, in one period: exact. `denominator` None: a sum, whose value is the numerator.

    Money is in minor units of `currency`; sums of several currencies are several readings. DAYS and MONEY_PER_DAY
    divide by whole milliseconds or days, so that their value comes out in days, and in minor units a day.
    """

    figure: FigureId
    numerator: int
    denominator: int | None = None
    part: str = ""
    currency: str | None = None

    @property
    def value(self) -> Fraction | None:
        """Numerator by denominator; None where nothing divides."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: of everybody and every customer, or of those that agree with all that is given.

    `owner` is the owner of what is counted: of the deal, the task, the follow-up; else of the customer. Segment,
    grade and region are the customer's own, as they are now. Owner NOBODY: what nobody owns.
    """

    owner: str | None = None
    segment: str | None = None
    grade: str | None = None
    region: str | None = None

    @property
    def of_customers(self) -> bool:
        """Whether only some customers' figures are asked for."""
        return (self.segment, self.grade, self.region) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in a period, as a tile shows it.

    `readings` are the whole (by currency) and the parts; `before` the same of the period before, of as many days
    where this one is not over. `trend` is the value of the whole in the desk's currency over twelve periods, oldest
    first, this one last.
    """

    figure: FigureId
    readings: tuple[Reading, ...]
    before: tuple[Reading, ...]
    trend: tuple[Fraction | None, ...]
    target: Target | None = None

    def whole(self, currency: str) -> Reading | None:
        """The whole, in `currency` where it is money; None where nothing was counted in it."""
        return whole(self.readings, currency)

    def whole_before(self, currency: str) -> Reading | None:
        """As `whole`, of the period before."""
        return whole(self.before, currency)


def whole(readings: tuple[Reading, ...], currency: str) -> Reading | None:
    """The whole among `readings`, in `currency` where it is money; None where nothing was counted in it."""
    return next((each for each in readings if not each.part and each.currency in (None, currency)), None)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A record that a figure was counted from: what it gives to the numerator and to the denominator.

    `entity` and `key` open it; `at` (UTC) is when it counted: won, contacted, due, created. Two rows may be of one
    record where it counts twice.
    """

    entity: str
    key: str
    ref: str  # the customer's code for a customer
    code: str | None
    customer: str | None
    text: str
    owner: str | None
    at: datetime | None
    numerator: int
    denominator: int | None
    part: str = ""
    currency: str | None = None


# ── from sums to readings ────────────────────────────────────────────────────────────────────────────────────────


class Sum(NamedTuple):
    """What the records of one part and currency come to. `rule` is a second way of splitting the same records."""

    part: str
    rule: str
    currency: str | None
    numerator: int
    denominator: int | None


def readings(figure: FigureId, sums: Sequence[Sum], currency: str) -> tuple[Reading, ...]:
    """The whole by currency, that of the desk (`currency`) first and always there; then the parts.

    Channels are shares of the whole, which is what is known of it; all other parts stand for themselves.
    """
    parts = FIGURES[figure].parts
    whole = [each for each in sums if not each.part] if parts is Part.ELAPSED else sums
    found = _by_currency(figure, whole)
    split = [each for each in sums if each.part]
    if FIGURES[figure].of_amounts:
        found = {currency: found.get(currency, _nothing(figure, currency)), **found}
    else:
        found = {None: found.get(None, _nothing(figure, None))}
    if parts is Part.CHANNEL:
        return _shares(found.values(), _by_part(figure, split, "part"))
    return (*found.values(), *_by_part(figure, split, "part"), *_by_part(figure, split, "rule"))


def _shares(wholes: Collection[Reading], parts: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of each whole what is known of it, then each part, over the whole: the parts add up to it."""
    total = {each.currency: each.numerator for each in wholes}
    unknown = {each.currency: each.numerator for each in parts if each.part == UNKNOWN}
    known = [replace(each, numerator=each.numerator - unknown.get(each.currency, 0)) for each in wholes]
    return tuple(replace(each, denominator=total[each.currency]) for each in (*known, *parts))


def growth(figure: FigureId, now: Iterable[Reading], before: Iterable[Reading]) -> tuple[Reading, ...]:
    """(This − the period before) ÷ the period before, by currency, of two readings of the same sums."""
    old = {each.currency: each.numerator for each in before}
    new = {each.currency: each.numerator for each in now}
    return tuple(
        Reading(figure, new.get(currency, 0) - old.get(currency, 0), old.get(currency, 0), currency=currency)
        for currency in dict.fromkeys((*new, *old))
    )


def velocity(
    figure: FigureId, open_deals: Reading, win_rate: Reading, cycle: Reading, averages: Iterable[Reading]
) -> tuple[Reading, ...]:
    """Open deals × win rate × average deal ÷ cycle, by the currency of the average: minor units a day."""
    assert win_rate.denominator is not None and cycle.denominator is not None  # noqa: PT018 - both are shares
    return tuple(
        Reading(
            figure,
            open_deals.numerator * win_rate.numerator * each.numerator * cycle.denominator,
            win_rate.denominator * (each.denominator or 0) * cycle.numerator,
            currency=each.currency,
        )
        for each in averages
    )


def _nothing(figure: FigureId, currency: str | None) -> Reading:
    return Reading(figure, 0, None if FIGURES[figure].adds_up else 0, currency=currency)


def _by_currency(figure: FigureId, sums: Iterable[Sum]) -> dict[str | None, Reading]:
    found: dict[str | None, Reading] = {}
    for each in sums:
        found[each.currency] = _added(found.get(each.currency), figure, each, "")
    return found


def _by_part(figure: FigureId, sums: Iterable[Sum], by: str) -> list[Reading]:
    found: dict[tuple[str, str | None], Reading] = {}
    for each in sums:
        part = each.part if by == "part" else each.rule
        if part:
            found[part, each.currency] = _added(found.get((part, each.currency)), figure, each, part)
    return [found[place] for place in sorted(found, key=lambda place: (place[0], place[1] or ""))]


def _added(reading: Reading | None, figure: FigureId, more: Sum, part: str) -> Reading:
    numerator = more.numerator + (0 if reading is None else reading.numerator)
    denominator = more.denominator
    if denominator is not None and reading is not None:
        denominator += reading.denominator or 0
    return Reading(figure, numerator, denominator, part, more.currency)

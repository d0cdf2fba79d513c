"""The figures of domain.md, section 4: what each one is, and its readings as whole numbers. Pure.

A figure is read as a numerator and, where something is divided, a denominator; nothing is rounded before it is shown.
Formulas in words stand in `figure_sentences`, the rows they are counted from in `store.reads`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from salestui.domain.words import FigureId


class Unit(StrEnum):
    """What a figure is measured in."""

    MONEY = "money"  # minor units of a currency
    MONEY_PER_DAY = "money_per_day"
    COUNT = "count"
    SHARE = "share"  # a ratio, shown in percent
    SCORE = "score"  # 0–100
    DAYS = "days"


class Better(StrEnum):
    """Which way is good."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Part(StrEnum):
    """What a figure is split by, beside the whole."""

    GRADE_AND_RULE = "grade_and_rule"  # parts "A", "B", "C", and "R1", "R2", "R3"
    METHOD = "method"
    CHANNEL = "channel"  # "" of a channel is unknown
    ELAPSED = "elapsed"  # beside the progress: the share of planned time that has passed


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is, which way is good, and what it is split by."""

    id: FigureId
    unit: Unit
    better: Better = Better.MORE
    parts: Part | None = None


FIGURES: Final[Mapping[FigureId, Figure]] = MappingProxyType(
    {
        each.id: each
        for each in (
            Figure(FigureId.SALES_AMOUNT, Unit.MONEY),
            Figure(FigureId.WON_DEALS, Unit.COUNT),
            Figure(FigureId.NEW_CUSTOMERS, Unit.COUNT),
            Figure(FigureId.INTEREST_CONVERSION, Unit.SHARE),
            Figure(FigureId.AVERAGE_DEAL, Unit.MONEY),
            Figure(FigureId.REPURCHASE_RATE, Unit.SHARE),
            Figure(FigureId.WIN_RATE, Unit.SHARE),
            Figure(FigureId.RESPONSE_ON_TIME, Unit.SHARE, parts=Part.GRADE_AND_RULE),
            Figure(FigureId.WRITTEN_ON_TIME, Unit.SHARE),
            Figure(FigureId.FOLLOW_UP_ON_TIME, Unit.SHARE),
            Figure(FigureId.TASK_COMPLETION, Unit.SHARE),
            Figure(FigureId.SATISFACTION, Unit.SCORE),
            Figure(FigureId.REVENUE_GROWTH, Unit.SHARE),
            Figure(FigureId.UPSELL_AMOUNT, Unit.MONEY),
            Figure(FigureId.ORDER_CONVERSION, Unit.SHARE),
            Figure(FigureId.RETENTION, Unit.SHARE),
            Figure(FigureId.CHANNEL_CONTRIBUTION, Unit.SHARE, Better.NEITHER, Part.CHANNEL),
            Figure(FigureId.SALES_CYCLE, Unit.DAYS, Better.LESS),
            Figure(FigureId.SALES_VELOCITY, Unit.MONEY_PER_DAY),
            Figure(FigureId.ACTIVITIES, Unit.COUNT, parts=Part.METHOD),
            Figure(FigureId.PROPOSALS_SENT, Unit.SHARE),
            Figure(FigureId.PLAN_PROGRESS, Unit.SHARE, parts=Part.ELAPSED),
        )
    }
)
MS_A_DAY: Final = 86_400_000  # figures in days are kept in milliseconds
FIRST_PAGE: Final = 12  # figures that stand on the panel's first page; the others follow


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


NOBODY: Final = ""  # the owner of what nobody owns


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
class Target:
    """What a figure should come to, in whole numbers.

    Minor units of `currency`, a count, basis points of a share (35 % is 3,500), hundredths of a score or of a day.
    """

    amount: int
    unit: Unit
    currency: str | None = None

    @property
    def value(self) -> Fraction:
        """As a reading's value: 35 % is 7/20."""
        return Fraction(self.amount, _TARGET_PARTS[self.unit])


_TARGET_PARTS: Final = {
    Unit.MONEY: 1,
    Unit.MONEY_PER_DAY: 1,
    Unit.COUNT: 1,
    Unit.SHARE: 10_000,
    Unit.SCORE: 100,
    Unit.DAYS: 100,
}


def attainment(value: Fraction | None, target: Target) -> Fraction | None:
    """Actual ÷ target (domain.md, `goal_attainment`), whichever way is good. None where nothing divides."""
    return None if value is None or not target.amount else value / target.value


def reached(value: Fraction, target: Target, better: Better) -> bool:
    """Whether the target is met; exactly at it is."""
    return value <= target.value if better is Better.LESS else value >= target.value


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

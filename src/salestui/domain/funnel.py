"""The funnel 销售漏斗 of a period: stock, entered, left, conversion by cohort, median days, bottleneck, weighted value.

Pure: deals with the dates of their stages in, figures out as numerators and denominators; nothing is divided here
that cannot be. Source: domain.md, section 4, `funnel`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from salestui.domain.deals import FUNNEL, OPEN
from salestui.domain.money import Money
from salestui.domain.words import DealStage

ENOUGH_DEALS = 5  # of a cohort: fewer say nothing about a stage


@dataclass(frozen=True, slots=True)
class Entry:
    """A deal came to `stage` at `at` (UTC)."""

    stage: DealStage
    at: datetime


@dataclass(frozen=True, slots=True)
class DealFacts:
    """A deal with all its moves, rising by time; the first is its creation. Probability in percent."""

    moves: tuple[Entry, ...]
    amount: Money | None = None
    probability: int | None = None


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage in a period. Each deal counts once in a figure, however often it came and went.

    `reached` is the cohort: deals that came to this stage or a later one for the first time within the period, so
    that a skipped stage counts as passed; `went_on` those of them that have since come to the next one or later.
    `median_stay` is over all stays that ended in the period; None where none did.
    """

    stage: DealStage
    stock: int
    entered: int
    left: int
    reached: int
    went_on: int
    median_stay: timedelta | None


@dataclass(frozen=True, slots=True)
class Weighted:
    """The open deals' amounts times their probabilities, in whole minor units × 100, by currency.

    `unweighted` counts the open deals that have no amount or no probability: they are in no sum, and it is said.
    """

    sums: Mapping[str, int]
    unweighted: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """All stages, the bottleneck among them, and what the open deals are worth."""

    stages: tuple[StageFigures, ...]
    bottleneck: DealStage | None
    weighted: Weighted


def funnel(deals: Sequence[DealFacts], start: datetime, end: datetime, now: datetime) -> Funnel:
    """The funnel of the period [`start`, `end`), as things stood at its end, or at `now` where it is not over."""
    at = min(end, now + timedelta(microseconds=1))  # what happens now has happened
    stages = tuple(_figures(stage, deals, start, at) for stage in DealStage)
    return Funnel(stages, bottleneck(stages), weighted(deal for deal in deals if _stage_at(deal, at) in OPEN))


def bottleneck(stages: Iterable[StageFigures], enough: int = ENOUGH_DEALS) -> DealStage | None:
    """The open stage with the lowest conversion among those that enough deals reached; None where there is none."""
    candidates = [each for each in stages if each.stage in OPEN and each.reached >= enough]
    return min(candidates, key=lambda each: each.went_on / each.reached).stage if candidates else None


def weighted(deals: Iterable[DealFacts]) -> Weighted:
    """The sum of amount × probability of `deals`, exact: 100 at 99 % and 200 at 0 % are 99."""
    sums: dict[str, int] = {}
    unweighted = 0
    for deal in deals:
        if deal.amount is None or deal.probability is None:
            unweighted += 1
            continue
        sums[deal.amount.currency] = sums.get(deal.amount.currency, 0) + deal.amount.minor * deal.probability
    return Weighted(sums, unweighted)


def _stage_at(deal: DealFacts, at: datetime) -> DealStage | None:
    """Where a deal stood at `at`; None before it was there."""
    return next((move.stage for move in reversed(deal.moves) if move.at < at), None)


def _figures(stage: DealStage, deals: Sequence[DealFacts], start: datetime, end: datetime) -> StageFigures:
    stays = [stay for deal in deals for stay in _stays(deal, stage) if start <= stay[1] < end]
    cohort = [deal for deal in deals if (at := _reached_at(deal, stage)) is not None and start <= at < end]
    return StageFigures(
        stage=stage,
        stock=sum(_stage_at(deal, end) is stage for deal in deals),
        entered=sum(any(move.stage is stage and start <= move.at < end for move in deal.moves) for deal in deals),
        left=sum(any(start <= left < end for _came, left in _stays(deal, stage)) for deal in deals),
        reached=len(cohort),
        went_on=sum(_went_on(deal, stage) for deal in cohort),
        median_stay=_median([left - came for came, left in stays]),
    )


def _median(lengths: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(length.total_seconds() for length in lengths)) if lengths else None


def _stays(deal: DealFacts, stage: DealStage) -> list[tuple[datetime, datetime]]:
    """From when until when the deal stood in `stage`; a stay that lasts still is none."""
    pairs = zip(deal.moves, deal.moves[1:], strict=False)
    return [(move.at, following.at) for move, following in pairs if move.stage is stage]


def _reached_at(deal: DealFacts, stage: DealStage) -> datetime | None:
    """When the deal first came to `stage` or a later one; a lost deal got no further by being lost."""
    if stage is DealStage.LOST:
        return next((move.at for move in deal.moves if move.stage is stage), None)
    later = FUNNEL[FUNNEL.index(stage) :]
    return next((move.at for move in deal.moves if move.stage in later), None)


def _went_on(deal: DealFacts, stage: DealStage) -> bool:
    if stage not in OPEN:
        return False
    return _reached_at(deal, FUNNEL[FUNNEL.index(stage) + 1]) is not None

"""How a deal moves through the funnel, and how long nobody has cared for it. Pure.

The dates of every stage are kept outside, a row for each move; here is what a move means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from salestui.domain.words import DealStage, LostReason

FUNNEL = (DealStage.LEAD, DealStage.NURTURED, DealStage.QUALIFIED, DealStage.OPPORTUNITY, DealStage.WON)
OPEN = FUNNEL[:-1]


class MoveProblem(StrEnum):
    """Why a deal cannot be moved so."""

    NEEDS_REASON = "needs_reason"  # lost without one
    NOT_LOST = "not_lost"  # a reason or a competitor for a deal that is not lost
    BEFORE_LAST_MOVE = "before_last_move"
    SAME_STAGE = "same_stage"


class DealMoveError(ValueError):
    """The move breaks a rule; `problem` says which."""

    def __init__(self, problem: MoveProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class DealStanding:
    """Where a deal stands: the values that only change together. `since` is when it entered the stage (UTC)."""

    stage: DealStage
    since: datetime
    closed_at: datetime | None = None
    lost_reason: LostReason | None = None
    lost_to: str | None = None  # a competitor


def moved(
    standing: DealStanding,
    stage: DealStage,
    at: datetime,
    *,
    reason: LostReason | None = None,
    lost_to: str | None = None,
) -> DealStanding:
    """The deal after it is moved to `stage` at `at` (UTC): won and lost close it, any other stage opens it again.

    Raises DealMoveError: a lost deal needs a reason, and only a lost one has a reason or a competitor it went to.
    """
    if stage is standing.stage:
        raise DealMoveError(MoveProblem.SAME_STAGE)
    if at < standing.since:
        raise DealMoveError(MoveProblem.BEFORE_LAST_MOVE)
    if stage is DealStage.LOST:
        if reason is None:
            raise DealMoveError(MoveProblem.NEEDS_REASON)
        return DealStanding(stage, at, closed_at=at, lost_reason=reason, lost_to=lost_to)
    if reason is not None or lost_to is not None:
        raise DealMoveError(MoveProblem.NOT_LOST)
    return DealStanding(stage, at, closed_at=at if stage is DealStage.WON else None)


def corrected(standing: DealStanding, *, reason: LostReason | None, lost_to: str | None) -> DealStanding:
    """A lost deal with another reason. Raises DealMoveError as `moved` does."""
    if standing.stage is not DealStage.LOST:
        raise DealMoveError(MoveProblem.NOT_LOST)
    if reason is None:
        raise DealMoveError(MoveProblem.NEEDS_REASON)
    return replace(standing, lost_reason=reason, lost_to=lost_to)


def stretches(moves: Iterable[tuple[DealStage, int]]) -> Iterator[tuple[int, int | None]]:
    """When a deal was open, from its moves in order (any unit of time): since when, until when (None: still).

    A deal that is closed and opened again has several; one that is closed in the instant it is opened has none.
    """
    opened: int | None = None
    for stage, at in moves:
        if stage in OPEN:
            opened = at if opened is None else opened
        elif opened is not None:
            if at > opened:
                yield opened, at
            opened = None
    if opened is not None:
        yield opened, None


def idle_for(now: datetime, *, created_at: datetime, contacted_at: datetime | None) -> timedelta:
    """How long a deal has waited for us: since the last contact with its customer, not since it was created.

    A deal nobody has been in contact about yet waits since it was written down.
    """
    return max(timedelta(), now - (contacted_at or created_at))

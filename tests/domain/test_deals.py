"""How a deal moves: what closes it, what opens it again, what a lost one needs."""

from datetime import UTC, datetime, timedelta

import pytest

from salestui.domain.deals import DealMoveError, DealStanding, MoveProblem, corrected, idle_for, moved
from salestui.domain.words import DealStage, LostReason

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = AT + timedelta(days=3)
OPPORTUNITY = DealStanding(DealStage.OPPORTUNITY, AT)
LOST = DealStanding(DealStage.LOST, AT, closed_at=AT, lost_reason=LostReason.PRICE, lost_to="竞品A")


def test_won_closes_a_deal_when_it_is_won() -> None:
    assert moved(OPPORTUNITY, DealStage.WON, LATER) == DealStanding(DealStage.WON, LATER, closed_at=LATER)


def test_lost_keeps_the_reason_and_the_competitor() -> None:
    found = moved(OPPORTUNITY, DealStage.LOST, LATER, reason=LostReason.COMPETITOR, lost_to="竞品A")
    assert found == DealStanding(DealStage.LOST, LATER, LATER, LostReason.COMPETITOR, "竞品A")


@pytest.mark.parametrize("closed", [LOST, DealStanding(DealStage.WON, AT, closed_at=AT)])
def test_a_closed_deal_that_is_taken_up_again_is_open_and_forgets_why_it_was_closed(closed: DealStanding) -> None:
    assert moved(closed, DealStage.QUALIFIED, LATER) == DealStanding(DealStage.QUALIFIED, LATER)


@pytest.mark.parametrize(
    ("standing", "stage", "at", "reason", "problem"),
    [
        (OPPORTUNITY, DealStage.LOST, LATER, None, MoveProblem.NEEDS_REASON),
        (OPPORTUNITY, DealStage.WON, LATER, LostReason.PRICE, MoveProblem.NOT_LOST),
        (OPPORTUNITY, DealStage.OPPORTUNITY, LATER, None, MoveProblem.SAME_STAGE),
        (OPPORTUNITY, DealStage.WON, AT - timedelta(seconds=1), None, MoveProblem.BEFORE_LAST_MOVE),
    ],
)
def test_a_move_that_cannot_be_says_why(
    standing: DealStanding, stage: DealStage, at: datetime, reason: LostReason | None, problem: MoveProblem
) -> None:
    with pytest.raises(DealMoveError) as refused:
        moved(standing, stage, at, reason=reason)
    assert refused.value.problem is problem


def test_only_a_lost_deal_has_its_reason_corrected() -> None:
    assert corrected(LOST, reason=LostReason.BUDGET, lost_to=None).lost_reason is LostReason.BUDGET
    with pytest.raises(DealMoveError):
        corrected(OPPORTUNITY, reason=LostReason.BUDGET, lost_to=None)
    with pytest.raises(DealMoveError):
        corrected(LOST, reason=None, lost_to=None)


@pytest.mark.parametrize(
    ("contacted_at", "idle"),
    [(None, timedelta(days=3)), (AT + timedelta(days=2), timedelta(days=1)), (LATER, timedelta())],
)
def test_a_deal_ages_since_the_last_contact_and_not_since_its_creation(
    contacted_at: datetime | None, idle: timedelta
) -> None:
    assert idle_for(LATER, created_at=AT, contacted_at=contacted_at) == idle

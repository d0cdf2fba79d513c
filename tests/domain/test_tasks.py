"""R9: done ⇔ 100 % and, where there is an acceptor, accepted; 100 % and not accepted is waiting."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.tasks import Standing, moved, progressed
from salestui.domain.words import TaskStatus

NOW = datetime(2024, 5, 10, 9, tzinfo=UTC)
BEFORE = datetime(2024, 5, 9, 9, tzinfo=UTC)
TODO, DOING, WAITING, DONE, DROPPED = TaskStatus
DONE_BEFORE = Standing(DONE, 100, done_at=BEFORE)


@pytest.mark.parametrize(
    ("standing", "to", "acceptor", "accepted", "found"),
    [
        (Standing(TODO, 0), DONE, False, False, Standing(DONE, 100, done_at=NOW)),
        (Standing(DOING, 40), DONE, True, False, Standing(WAITING, 100)),
        (Standing(WAITING, 100), DONE, True, True, Standing(DONE, 100, done_at=NOW)),
        (DONE_BEFORE, DONE, False, False, DONE_BEFORE),  # the day it was done stays
        (DONE_BEFORE, DOING, False, False, Standing(DOING, 99)),
        (DONE_BEFORE, TODO, False, False, Standing(TODO, 99)),
        (DONE_BEFORE, WAITING, False, False, Standing(WAITING, 99)),  # at 100 it would be done
        (DONE_BEFORE, WAITING, True, True, Standing(WAITING, 99)),
        (Standing(WAITING, 100), WAITING, True, False, Standing(WAITING, 100)),
        (Standing(DOING, 40), DROPPED, False, False, Standing(DROPPED, 40, dropped_at=NOW)),
        (Standing(DROPPED, 40, dropped_at=BEFORE), TODO, False, False, Standing(TODO, 40)),
        (DONE_BEFORE, DROPPED, False, False, Standing(DROPPED, 100, dropped_at=NOW)),
    ],
)
def test_moving_a_task(standing: Standing, to: TaskStatus, acceptor: bool, accepted: bool, found: Standing) -> None:
    assert moved(standing, to, NOW, has_acceptor=acceptor, accepted=accepted) == found


@pytest.mark.parametrize(
    ("standing", "progress", "acceptor", "accepted", "found"),
    [
        (Standing(TODO, 0), 30, False, False, Standing(DOING, 30)),
        (Standing(TODO, 0), 0, False, False, Standing(TODO, 0)),
        (Standing(DOING, 30), 100, False, False, Standing(DONE, 100, done_at=NOW)),
        (Standing(DOING, 30), 100, True, False, Standing(WAITING, 100)),
        (Standing(DOING, 30), 100, True, True, Standing(DONE, 100, done_at=NOW)),
        (DONE_BEFORE, 100, False, False, DONE_BEFORE),
        (DONE_BEFORE, 80, False, False, Standing(DOING, 80)),
        (DONE_BEFORE, 0, False, False, Standing(TODO, 0)),
        (Standing(DROPPED, 10, dropped_at=BEFORE), 20, False, False, Standing(DROPPED, 20, dropped_at=BEFORE)),
    ],
)
def test_setting_the_progress(
    standing: Standing, progress: int, acceptor: bool, accepted: bool, found: Standing
) -> None:
    assert progressed(standing, progress, NOW, has_acceptor=acceptor, accepted=accepted) == found


STEPS = st.one_of(st.sampled_from(list(TaskStatus)), st.integers(0, 100))


@given(st.lists(STEPS), st.booleans(), st.booleans())
def test_whatever_happens_done_means_100_and_accepted(
    steps: list[TaskStatus | int], has_acceptor: bool, accepted: bool
) -> None:
    standing = Standing(TODO, 0)
    for step in steps:
        if isinstance(step, TaskStatus):
            standing = moved(standing, step, NOW, has_acceptor=has_acceptor, accepted=accepted)
        else:
            standing = progressed(standing, step, NOW, has_acceptor=has_acceptor, accepted=accepted)
        if standing.status is not DROPPED:
            finished = standing.progress == 100 and (accepted or not has_acceptor)
            assert (standing.status is DONE) == finished
            assert standing.status is WAITING or standing.progress < 100 or finished
        assert (standing.done_at is not None) == (standing.status is DONE)
        assert (standing.dropped_at is not None) == (standing.status is DROPPED)

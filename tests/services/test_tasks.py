"""R9 on the desk: one owner, start ≤ end, progress 0–100, done ⇔ 100 % and accepted."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from salestui.domain.clock import Clock as Owed
from salestui.domain.clock import state
from salestui.domain.rows import TaskRow
from salestui.domain.words import ClockState, TaskStatus
from salestui.errors import InvalidValueError, NotFoundError
from salestui.services import customers, deals, due, finding, records, repeating, tasks, working
from salestui.services.desk import Desk
from salestui.services.naming import record_named
from tests.conftest import Clock, at


def add(desk: Desk, **typed: str) -> str:
    return tasks.add_task(desk, {"action": "send the manual", **typed}).ref


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def shown(desk: Desk, ref: str) -> TaskRow:
    return finding.task(desk, key(desk, ref))


def came_from(desk: Desk, ref: str) -> Sequence[tuple[str, str]]:
    plan = working.plan(desk, key(desk, ref))
    assert plan is not None
    return plan.came_from


def change(desk: Desk, ref: str, **typed: str) -> TaskRow:
    tasks.change_task(desk, key(desk, ref), typed)
    return shown(desk, ref)


def owed(desk: Desk, ref: str) -> Owed:
    return due.clocks_of(desk, ref)[0].clock


def test_a_task_belongs_to_whoever_writes_it_unless_somebody_known_is_named(desk: Desk) -> None:
    assert shown(desk, add(desk)).owner == "Li"
    with pytest.raises(NotFoundError, match="Wang"):
        add(desk, owner="Wang")
    records.add(desk, "owner", {"name": "Wang"})
    assert shown(desk, add(desk, owner="Wang")).owner == "Wang"


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("2024-05-10", "2024-05-10", False),
        ("2024-05-10", "2024-05-10 08:00", False),  # by days
        ("2024-05-11", "2024-05-10", True),
        ("2024-05-11", "2024-05-10 23:59", True),
        ("2024-05-11", "2024-05-11 00:30", False),  # the desk's day: in UTC it is still the 10th
        ("mon", "fri", False),  # the 13th and the 17th: a plan lies ahead
    ],
)
def test_a_task_starts_before_its_end(desk: Desk, start: str, end: str, refused: bool) -> None:
    if refused:
        with pytest.raises(InvalidValueError, match=r"starts 2024-05-11 after its end 2024-05-10"):
            add(desk, start=start, end=end)
    else:
        add(desk, start=start, end=end)
    ref = add(desk, end=end)
    if refused:
        with pytest.raises(InvalidValueError):
            change(desk, ref, start=start)


def test_a_task_past_its_end_is_overdue_until_it_is_done(desk: Desk, clock: Clock) -> None:
    ref = add(desk, end="2024-05-10")
    clock.to("2024-05-11 00:00")
    assert state(owed(desk, ref), clock.now) is ClockState.DUE_SOON
    clock.move(timedelta(seconds=1))
    assert state(owed(desk, ref), clock.now) is ClockState.OVERDUE
    tasks.finish_task(desk, key(desk, ref))
    assert state(owed(desk, ref), clock.now) is ClockState.MET_LATE
    assert owed(desk, ref).due_at == at("2024-05-11 00:00")


def standing(row: TaskRow) -> tuple[TaskStatus, int, bool]:
    return row.status, row.progress, row.done_at is not None


def test_without_an_acceptor_100_is_done(desk: Desk) -> None:
    ref = add(desk)
    assert standing(change(desk, ref, progress="40")) == (TaskStatus.DOING, 40, False)
    assert standing(change(desk, ref, progress="100")) == (TaskStatus.DONE, 100, True)
    assert standing(change(desk, ref, status="doing")) == (TaskStatus.DOING, 99, False)
    assert standing(change(desk, ref, status="waiting")) == (TaskStatus.WAITING, 99, False)
    assert standing(change(desk, ref, status="完成")) == (TaskStatus.DONE, 100, True)
    assert standing(change(desk, ref, status="dropped")) == (TaskStatus.DROPPED, 100, False)


def test_with_an_acceptor_100_waits_until_it_is_accepted(desk: Desk) -> None:
    ref = add(desk, acceptor="Wang")
    tasks.finish_task(desk, key(desk, ref))
    assert standing(shown(desk, ref)) == (TaskStatus.WAITING, 100, False)
    tasks.finish_task(desk, key(desk, ref), accepted=True)
    assert standing(shown(desk, ref)) == (TaskStatus.DONE, 100, True)
    assert standing(change(desk, ref, progress="80")) == (TaskStatus.DOING, 80, False)
    tasks.finish_task(desk, key(desk, ref))  # what was accepted then was not this
    assert standing(shown(desk, ref)) == (TaskStatus.WAITING, 100, False)


def test_an_acceptor_named_afterwards_has_yet_to_accept_and_one_taken_away_does_not(desk: Desk) -> None:
    ref = add(desk)
    tasks.finish_task(desk, key(desk, ref))
    assert standing(change(desk, ref, acceptor="Wang")) == (TaskStatus.WAITING, 100, False)
    assert standing(change(desk, ref, acceptor="")) == (TaskStatus.DONE, 100, True)


def test_accepting_needs_an_acceptor(desk: Desk) -> None:
    ref = add(desk)
    with pytest.raises(InvalidValueError, match=ref):
        tasks.finish_task(desk, key(desk, ref), accepted=True)
    assert standing(shown(desk, ref)) == (TaskStatus.TODO, 0, False)


@pytest.mark.parametrize(
    ("field", "value"), [("progress", "101"), ("progress", "-1"), ("status", "gone"), ("action", ""), ("owner", "")]
)
def test_what_a_task_cannot_be_is_refused(desk: Desk, field: str, value: str) -> None:
    ref = add(desk)
    before = shown(desk, ref)
    with pytest.raises(InvalidValueError, match=field):
        change(desk, ref, **{field: value})
    assert shown(desk, ref) == before


def test_a_cleared_milestone_is_none(desk: Desk) -> None:
    ref = add(desk, milestone="yes")
    assert shown(desk, ref).milestone
    assert not change(desk, ref, milestone="").milestone


def test_a_task_belongs_to_a_deal_and_so_to_its_customer(desk: Desk) -> None:
    alpha, beta = (customers.add_customer(desk, {"name": name}).ref for name in ("Alpha", "Beta"))
    deal = deals.add_deal(desk, {"customer": alpha, "name": "line 3"}).ref
    ref = add(desk, deal=deal)
    assert shown(desk, ref).code == alpha
    assert ("deal", deal) in came_from(desk, ref)
    with pytest.raises(InvalidValueError, match="another customer"):
        add(desk, deal=deal, customer=beta)
    with pytest.raises(InvalidValueError, match="another customer"):
        change(desk, ref, customer=beta)
    assert change(desk, ref, deal="", customer=beta).code == beta
    assert came_from(desk, ref) == ()
    with pytest.raises(InvalidValueError, match="no deal"):
        repeating.add_series(desk, {"action": "call", "deal": deal}, "weekly")

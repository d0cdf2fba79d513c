"""Tasks that wait for each other: no circle from whichever side, later starts offered and taken up in one step."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from salestui.errors import UsageError
from salestui.services import depending, tasks, undoing
from salestui.services.desk import Desk
from salestui.services.naming import record_named
from tests.conftest import Clock


def add(desk: Desk, action: str, start: str = "", end: str = "") -> str:
    ref = tasks.add_task(desk, {"action": action, "start": start, "end": end}).ref
    return record_named(desk, ref)[1]


def ref(desk: Desk, key: str) -> str:
    return str(desk.reader.execute("SELECT ref FROM task WHERE id = ?", (key,)).fetchone()[0])


def days(desk: Desk, key: str) -> tuple[str, str]:
    return tuple(desk.reader.execute('SELECT start, "end" FROM task WHERE id = ?', (key,)).fetchone())


def edges(desk: Desk) -> int:
    return int(desk.reader.execute("SELECT count(*) FROM task_dependency").fetchone()[0])


@pytest.fixture
def plan(desk: Desk) -> dict[str, str]:
    """Invite, then design, then train: each starts when the one before has ended."""
    keys = {
        "invite": add(desk, "invite", "2024-05-13", "2024-05-15"),
        "design": add(desk, "design", "2024-05-16", "2024-05-17"),
        "train": add(desk, "train", "2024-05-18", "2024-05-18 15:00"),
    }
    depending.add_dependency(desk, keys["design"], keys["invite"])
    depending.add_dependency(desk, keys["train"], keys["design"])
    return keys


def test_a_circle_is_refused_and_named(desk: Desk, plan: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        depending.add_dependency(desk, plan["invite"], plan["train"])
    assert all(ref(desk, key) in refused.value.message for key in plan.values())
    assert edges(desk) == 2


def test_no_task_waits_for_itself_or_twice_for_another(desk: Desk, plan: dict[str, str]) -> None:
    for task, other in (("invite", "invite"), ("design", "invite")):
        with pytest.raises(UsageError, match=ref(desk, plan[task])):
            depending.add_dependency(desk, plan[task], plan[other])
    assert edges(desk) == 2


def test_two_sessions_cannot_close_a_circle_from_its_two_sides(open_at: Callable[..., Desk]) -> None:
    li = open_at()
    first, second = add(li, "one"), add(li, "two")
    wang = open_at(owner="Wang")
    depending.add_dependency(li, first, second)
    with pytest.raises(UsageError, match="itself"):
        depending.add_dependency(wang, second, first)


def test_a_circle_that_undo_brings_back_is_lived_with(desk: Desk) -> None:
    first, second = (add(desk, name, "2024-05-13", "2024-05-14") for name in ("one", "two"))
    depending.add_dependency(desk, first, second)
    removed = depending.remove_dependency(desk, first, second)
    depending.add_dependency(desk, second, first)
    seq = desk.reader.execute("SELECT seq FROM command WHERE kind = 'remove_dependency'").fetchone()[0]
    undoing.undo(desk, str(seq))
    assert edges(desk) == 2
    assert removed == ref(desk, first)
    assert [offer.key for offer in depending.later_starts(desk, first)] == [second]


def test_a_slip_goes_through_the_plan_and_each_task_keeps_its_length(desk: Desk, plan: dict[str, str]) -> None:
    assert depending.later_starts(desk, plan["invite"]) == ()
    tasks.change_task(desk, plan["invite"], {"end": "2024-05-17"})
    offers = depending.later_starts(desk, plan["invite"])
    assert [(each.key, str(each.start)) for each in offers] == [
        (plan["design"], "2024-05-18"),
        (plan["train"], "2024-05-20"),
    ]
    assert days(desk, plan["design"]) == ("2024-05-16", "2024-05-17")  # nothing happens silently
    depending.reschedule(desk, offers)
    assert days(desk, plan["design"]) == ("2024-05-18", "2024-05-19")
    assert days(desk, plan["train"]) == ("2024-05-20", "2024-05-20T07:00:00Z")  # 15:00, two days later
    assert depending.later_starts(desk, plan["invite"]) == ()
    undoing.undo(desk)
    assert days(desk, plan["design"]) == ("2024-05-16", "2024-05-17")
    assert days(desk, plan["train"])[0] == "2024-05-18"


@pytest.mark.parametrize(("done_on", "offered"), [("2024-05-15 18:00", False), ("2024-05-16 10:00", True)])
def test_a_late_finish_pushes_what_follows_and_one_in_time_does_not(
    desk: Desk, plan: dict[str, str], clock: Clock, done_on: str, offered: bool
) -> None:
    clock.to(done_on)
    tasks.finish_task(desk, plan["invite"])
    assert bool(depending.later_starts(desk, plan["invite"])) is offered


def test_what_is_done_dropped_or_archived_is_not_moved(desk: Desk, plan: dict[str, str], clock: Clock) -> None:
    from salestui.services import records

    tasks.change_task(desk, plan["invite"], {"end": "2024-05-30"})
    tasks.move_task(desk, plan["design"], "dropped")
    assert depending.later_starts(desk, plan["invite"]) == ()
    undoing.undo(desk)
    assert len(depending.later_starts(desk, plan["invite"])) == 2
    records.archive(desk, "task", plan["design"])
    assert depending.later_starts(desk, plan["invite"]) == ()
    clock.move(timedelta(days=1))


def test_an_offer_is_not_taken_up_over_somebody_elses_move(desk: Desk, plan: dict[str, str]) -> None:
    tasks.change_task(desk, plan["invite"], {"end": "2024-05-17"})
    offers = depending.later_starts(desk, plan["invite"])
    tasks.change_task(desk, plan["train"], {"start": "2024-05-17"})
    with pytest.raises(UsageError, match="meanwhile"):
        depending.reschedule(desk, offers)
    assert days(desk, plan["design"]) == ("2024-05-16", "2024-05-17")  # nothing half done


def test_a_dependency_that_is_not_there_cannot_be_taken_away(desk: Desk, plan: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="does not wait"):
        depending.remove_dependency(desk, plan["train"], plan["invite"])
    depending.remove_dependency(desk, plan["train"], plan["design"])
    assert depending.predecessors(desk, plan["train"]) == []
    assert depending.followers(desk, plan["invite"]) == [plan["design"]]

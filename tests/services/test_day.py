"""Today's list at any size: the keys in order, a window of rows, what contains a text, and when a clock turns."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from salestui.domain.rows import Waiting
from salestui.services import absences, customers, day, due, follow_ups, inquiries, records, tasks
from salestui.services.day import NOBODY
from salestui.services.desk import Desk
from tests.conftest import Clock, at


@pytest.fixture
def busy(desk: Desk, clock: Clock) -> Desk:
    """Li's Friday at 11: a lead overdue, an urgent issue, a promise, a task of Wang's, and something of nobody's."""
    records.add(desk, "owner", {"name": "Wang"})
    customers.add_customer(desk, {"name": "海明科技", "grade": "A"})
    customers.add_customer(desk, {"name": "Omega", "grade": "B"})
    customers.add_customer(desk, {"name": "Nobody's", "owner": ""})
    inquiries.receive_inquiry(desk, "海明科技", {"kind": "lead", "text": "asks for a Quote"})
    follow_ups.log_follow_up(desk, "Omega", {"method": "phone", "content": "called", "next_at": "2024-05-10 10:00"})
    inquiries.receive_inquiry(desk, "Nobody's", {"kind": "lead", "text": "wants a price"})
    tasks.add_task(desk, {"action": "Send the manual", "owner": "Wang", "end": "2024-05-13"})
    clock.to("2024-05-10 11:30")
    inquiries.receive_inquiry(desk, "Omega", {"kind": "urgent", "text": "stopped"})
    return desk


def shown(desk: Desk, **asked: object) -> list[Waiting]:
    """The rows of a day, from top to bottom."""
    found = day.day(desk, **asked)  # type: ignore[arg-type]  # owner, everybody, text
    keys = [*found.waiting, *found.to_write]
    rows = day.rows(desk, found.now, keys)
    return [rows[key] for key in keys]


@pytest.mark.parametrize("asked", [{}, {"everybody": True}, {"owner": "Wang"}, {"owner": "Li"}], ids=str)
def test_the_rows_are_those_of_due_today_with_what_is_to_be_written_down_last(
    busy: Desk, asked: dict[str, object]
) -> None:
    today = due.today(busy, **asked)  # type: ignore[arg-type]  # owner, everybody
    found = shown(busy, **asked)
    assert found == sorted(today.rows, key=lambda row: row.clock.kind == "write_down")
    assert day.day(busy, **asked).counts == today.counts  # type: ignore[arg-type]


def test_what_belongs_to_no_one_is_a_list_of_its_own(busy: Desk) -> None:
    assert [row.customer for row in shown(busy, owner=NOBODY)] == ["Nobody's"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("omega", {"Omega"}),
        ("hmkj", {"海明科技"}),  # initials
        ("明科", {"海明科技"}),
        ("quote", {"海明科技"}),  # what they asked
        ("manual", {None}),  # what is to be done, for no customer
        ("C003", {"Nobody's"}),
        ("nothing", set()),
    ],
)
def test_a_text_narrows_by_customer_or_by_what_a_row_is_about(busy: Desk, text: str, found: set[str | None]) -> None:
    assert {row.customer for row in shown(busy, everybody=True, text=text)} == found


def test_the_counts_are_of_all_whatever_the_list_is_narrowed_to(busy: Desk) -> None:
    assert day.day(busy, text="omega").counts == day.day(busy).counts


def test_a_row_that_somebody_else_has_finished_meanwhile_is_left_out_of_a_window(busy: Desk) -> None:
    found = day.day(busy)
    assert set(day.rows(busy, found.now, [*found.waiting[:2], "inquiry:gone:"])) == set(found.waiting[:2])


def test_the_rows_of_whom_i_stand_in_for_are_among_mine(busy: Desk) -> None:
    assert not any(row.text == "Send the manual" for row in shown(busy))
    absences.add_absence(busy, "Wang", "2024-05-10", "2024-05-17", "Li")
    assert any(row.text == "Send the manual" for row in shown(busy))
    assert day.day(busy).stands_in_for == ("Wang",)


def test_a_warning_is_narrowed_by_its_customer(desk: Desk, clock: Clock) -> None:
    customers.add_customer(desk, {"name": "Omega", "care": "key_expansion"})
    customers.add_customer(desk, {"name": "Sigma", "care": "key_expansion"})
    clock.move(timedelta(days=20))
    found = day.day(desk)
    assert ({warning.customer for warning in found.warnings}, found.warning_count) == ({"Omega", "Sigma"}, 2)
    assert [warning.customer for warning in day.day(desk, text="sig").warnings] == ["Sigma"]


# ── when a clock turns ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_next_turn_is_when_a_clock_becomes_due_soon_and_then_when_it_is_over(desk: Desk, clock: Clock) -> None:
    customers.add_customer(desk, {"name": "X"})
    inquiries.receive_inquiry(desk, "X", {"kind": "urgent", "text": "stopped"})  # 09:00, two hours
    assert day.next_turn(desk, clock.now) == at("2024-05-10 10:30")
    assert day.next_turn(desk, at("2024-05-10 10:30")) == at("2024-05-10 11:00") + timedelta(milliseconds=1)
    clock.to("2024-05-10 11:00")
    assert day.day(desk).counts["overdue"] == 0  # exactly at the limit is met
    clock.move(timedelta(milliseconds=1))
    assert day.day(desk).counts["overdue"] == 1
    assert day.next_turn(desk, clock.now) is None


def test_a_clock_of_somebody_else_does_not_turn_for_me(desk: Desk, clock: Clock) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    customers.add_customer(desk, {"name": "Mine"})  # else I own nothing, and everybody's is shown
    customers.add_customer(desk, {"name": "X", "owner": "Wang"})
    inquiries.receive_inquiry(desk, "X", {"kind": "urgent", "text": "stopped"})
    assert day.next_turn(desk, clock.now) is None
    assert day.day(desk, everybody=True).turns_at == at("2024-05-10 10:30")
    customers.add_customer(desk, {"name": "Y", "owner": ""})
    inquiries.receive_inquiry(desk, "Y", {"kind": "lead", "text": "nobody's is everybody's"})
    assert day.next_turn(desk, clock.now) is not None


def test_a_clock_that_has_stopped_does_not_turn(open_at: Callable[..., Desk], clock: Clock) -> None:
    desk = open_at()
    customers.add_customer(desk, {"name": "X"})
    inquiries.receive_inquiry(desk, "X", {"kind": "urgent", "text": "stopped"})
    follow_ups.log_follow_up(desk, "X", {"method": "phone", "content": "runs again"})
    assert day.next_turn(desk, clock.now) is None

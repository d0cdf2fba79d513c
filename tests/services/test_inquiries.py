"""Receiving, regrading, resolving: the clock of what a customer waits on."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from salestui.domain.clock import Clock as Owed
from salestui.domain.clock import Step, late_because_of_regrade, state
from salestui.domain.rules import Rules
from salestui.domain.words import ClockState, Grade, Rule
from salestui.errors import InvalidValueError, UsageError
from salestui.services import customers, due, inquiries, undoing
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.naming import record_named
from tests.conftest import Clock, at

HOUR = timedelta(hours=1)


def receive(desk: Desk, customer: str = "C001", kind: str = "lead", **typed: str) -> str:
    return inquiries.receive_inquiry(desk, customer, {"kind": kind, "text": "asks", **typed}).ref


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def clock_of(desk: Desk, ref: str) -> Owed:
    return next(row.clock for row in due.clocks_of(desk, ref) if row.clock.step is Step.MAIN)


def regrade(desk: Desk, grade: str) -> None:
    customers.change_customer(desk, key(desk, "C001"), {"grade": grade})


def call(desk: Desk, **typed: str) -> None:
    log_follow_up(desk, "C001", {"method": "phone", "content": "called", **typed})


@pytest.mark.parametrize(
    ("grade", "kind", "rule", "hours"),
    [
        ("A", "lead", Rule.R1, 2),
        ("B", "lead", Rule.R1, 24),
        ("C", "lead", Rule.R1, 48),
        ("", "lead", Rule.R1, 24),
        *[(grade, "urgent", Rule.R2, 2) for grade in ("A", "B", "C", "")],
        *[(grade, "complaint", Rule.R3, 48) for grade in ("A", "C")],
        ("A", "留资", Rule.R1, 2),
    ],
)
def test_an_inquiry_is_timed_by_kind_and_grade(
    desk: Desk, clock: Clock, grade: str, kind: str, rule: Rule, hours: int
) -> None:
    customers.add_customer(desk, {"name": "X", "grade": grade})
    owed = clock_of(desk, receive(desk, kind=kind))
    assert (owed.rule, owed.due_at) == (rule, clock.now + hours * HOUR)


def test_the_default_grade_times_customers_without_one(open_at: Callable[..., Desk], clock: Clock) -> None:
    desk = open_at(rules=Rules(default_grade=Grade.A))
    customers.add_customer(desk, {"name": "X"})
    assert clock_of(desk, receive(desk)).due_at == clock.now + 2 * HOUR


def test_another_default_grade_re_times_what_is_open(open_at: Callable[..., Desk], clock: Clock) -> None:
    desk = open_at()
    customers.add_customer(desk, {"name": "X"})
    ref = receive(desk)
    desk.close()
    assert clock_of(open_at(rules=Rules(default_grade=Grade.A)), ref).due_at == clock.now + 2 * HOUR


def test_an_inquiry_from_somebody_unknown_makes_the_customer_and_both_go_with_one_undo(desk: Desk) -> None:
    received = inquiries.receive_inquiry(desk, "新客户", {"kind": "lead", "text": "asks"}, new_customer={"grade": "A"})
    assert (received.code, received.new_customer) == ("C001", True)
    undoing.undo(desk)
    for table in ("customer", "inquiry", "stage_change", "clock", "customer_search", "text_key"):
        assert desk.reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
    undoing.redo(desk)
    assert clock_of(desk, received.ref).rule is Rule.R1


@pytest.mark.parametrize("names", [["X"], ["X", "X"]])
def test_a_customer_known_already_is_not_made_again(desk: Desk, names: list[str]) -> None:
    for name in names:
        customers.add_customer(desk, {"name": name})
    with pytest.raises(InvalidValueError, match="'X'"):
        inquiries.receive_inquiry(desk, "X", {"kind": "lead", "text": "asks"}, new_customer={})


# ── regrading ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def graded(desk: Desk) -> Desk:
    customers.add_customer(desk, {"name": "X", "grade": "B"})
    return desk


def test_regrading_re_times_open_leads_from_receipt_and_history_keeps_it(graded: Desk, clock: Clock) -> None:
    start = clock.now
    ref = receive(graded)
    clock.move(HOUR)
    regrade(graded, "A")
    assert clock_of(graded, ref).due_at == start + 2 * HOUR
    regrade(graded, "")
    assert clock_of(graded, ref).due_at == start + 24 * HOUR
    entry = undoing.history(graded, "C001")[1]
    fields = next(change.fields for change in entry.changes if change.entity == "customer")
    assert (entry.kind, entry.actor, fields) == ("regrade", "Li", {"grade": ("B", "A")})
    undoing.undo(graded)
    assert clock_of(graded, ref).due_at == start + 2 * HOUR


def test_regrading_does_not_touch_a_lead_that_was_answered(graded: Desk, clock: Clock) -> None:
    ref = receive(graded)
    clock.move(3 * HOUR)
    call(graded)
    before = clock_of(graded, ref)
    clock.move(HOUR)
    regrade(graded, "A")
    assert clock_of(graded, ref) == before


def test_late_because_of_the_regrade_is_told_apart_from_a_miss(graded: Desk, clock: Clock) -> None:
    ref = receive(graded)
    clock.move(5 * HOUR)
    regrade(graded, "A")
    owed = clock_of(graded, ref)
    assert state(owed, clock.now) is ClockState.OVERDUE
    assert late_because_of_regrade(owed, clock.now)
    clock.move(HOUR)
    call(graded)
    assert late_because_of_regrade(clock_of(graded, ref), clock.now)
    clock.move(HOUR)
    missed = receive(graded)
    clock.move(3 * HOUR)
    assert state(clock_of(graded, missed), clock.now) is ClockState.OVERDUE
    assert not late_because_of_regrade(clock_of(graded, missed), clock.now)


def test_an_inquiry_written_down_late_has_the_grade_of_its_receipt(graded: Desk, clock: Clock) -> None:
    clock.move(3 * HOUR)
    regrade(graded, "A")  # at 12:00
    clock.move(HOUR)
    ref = receive(graded, received_at="09:00")
    call(graded, contacted_at="11:30")
    owed = clock_of(graded, ref)
    assert (owed.grade, owed.due_at) == (Grade.B, at("2024-05-11 09:00"))
    assert state(owed, clock.now) is ClockState.MET


# ── resolving ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_complex_complaint_runs_on_through_contacts_until_it_is_resolved_and_told(graded: Desk, clock: Clock) -> None:
    ref = receive(graded, kind="complaint", complex="yes")
    clock.move(HOUR)
    call(graded)
    assert clock_of(graded, ref).stopped_at is None
    clock.move(HOUR)
    inquiries.resolve_inquiry(graded, key(graded, ref), "part replaced", told=False)
    assert clock_of(graded, ref).stopped_at == clock.now
    (tell,) = [row for row in due.today(graded).rows if row.clock.ref == ref]
    assert (tell.clock.step, tell.clock.due_at) == (Step.TELL, None)
    inquiries.resolve_inquiry(graded, key(graded, ref), None, told=True)
    assert [row for row in due.today(graded).rows if row.clock.ref == ref] == []


@pytest.mark.parametrize(
    ("kind", "result", "told", "problem"),
    [
        ("lead", "done", False, "answered by a follow-up"),
        ("complaint", None, True, "no solution yet"),
        ("complaint", "  ", False, "empty"),
    ],
)
def test_what_cannot_be_resolved_is_refused(
    graded: Desk, kind: str, result: str | None, told: bool, problem: str
) -> None:
    ref = receive(graded, kind=kind)
    with pytest.raises(UsageError, match=problem):
        inquiries.resolve_inquiry(graded, key(graded, ref), result, told=told)


def test_a_solution_before_the_receipt_is_refused(graded: Desk, clock: Clock) -> None:
    ref = receive(graded, kind="complaint")
    with pytest.raises(InvalidValueError, match="before the receipt"):
        inquiries.resolve_inquiry(graded, key(graded, ref), "done", told=False, at=clock.now - HOUR)


# ── correcting ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_corrected_receipt_re_times_the_inquiry(graded: Desk, clock: Clock) -> None:
    ref = receive(graded)
    inquiries.change_inquiry(graded, key(graded, ref), {"received_at": "-3h"})
    assert clock_of(graded, ref).due_at == clock.now + 21 * HOUR
    inquiries.change_inquiry(graded, key(graded, ref), {"kind": "urgent"})
    assert clock_of(graded, ref).rule is Rule.R2


def test_a_receipt_cannot_be_cleared_or_moved_behind_the_solution(graded: Desk, clock: Clock) -> None:
    ref = receive(graded, kind="complaint")
    inquiries.resolve_inquiry(graded, key(graded, ref), "done", told=False)
    clock.move(HOUR)
    with pytest.raises(InvalidValueError, match="received at"):
        inquiries.change_inquiry(graded, key(graded, ref), {"received_at": ""})
    with pytest.raises(InvalidValueError, match="solution"):
        inquiries.change_inquiry(graded, key(graded, ref), {"received_at": "now"})
    inquiries.change_inquiry(graded, key(graded, ref), {"complex": ""})
    assert clock_of(graded, ref).stopped_at is not None

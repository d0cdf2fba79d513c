"""Today: what waits, on whom, worst first, and why."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from salestui.domain.calendar import Stretch
from salestui.domain.words import DueKind
from salestui.errors import NotFoundError
from salestui.services import customers, due, inquiries, records, tasks
from salestui.services.desk import Desk, owners_of
from salestui.services.follow_ups import log_follow_up
from salestui.services.naming import record_named
from tests.conftest import Clock, at


def kinds(desk: Desk, **asked: object) -> list[DueKind]:
    return [row.clock.kind for row in due.today(desk, **asked).rows]  # type: ignore[arg-type]  # owner, everybody


@pytest.fixture
def active(desk: Desk) -> Desk:
    """One customer with a review and a weekly rhythm, created on Friday 10 May at nine."""
    customers.add_customer(desk, {"name": "X", "stage": "active", "care": "key_expansion"})
    return desk


def test_reviews_and_rhythms_are_shown_from_due_soon_on(active: Desk, clock: Clock) -> None:
    clock.to("2024-05-16 23:59")
    assert kinds(active) == []
    clock.to("2024-05-17 00:00")  # the last of seven days begins
    assert kinds(active) == [DueKind.CONTACT_RHYTHM]
    clock.to("2024-06-10 00:00")
    assert kinds(active) == [DueKind.CONTACT_RHYTHM, DueKind.PROFILE_REVIEW]  # overdue first, then due soon


def test_a_contact_and_a_review_start_the_next_round(active: Desk, clock: Clock) -> None:
    clock.to("2024-06-12 09:00")
    assert len(kinds(active)) == 2
    log_follow_up(active, "X", {"method": "phone", "content": "called"})
    assert kinds(active) == [DueKind.PROFILE_REVIEW]
    customers.change_customer(active, record_named(active, "C001")[1], {"profile_reviewed_at": "today"})
    assert kinds(active) == []
    (review,) = due.clocks_of(active, "C001:R5")
    assert review.clock.due_at == at("2024-07-13 00:00")


def test_a_review_of_31_january_is_due_with_the_end_of_february(desk: Desk, clock: Clock) -> None:
    clock.to("2024-01-31 23:30")
    customers.add_customer(desk, {"name": "X", "stage": "interested"})
    (review,) = due.clocks_of(desk, "C001:R5")
    assert review.clock.due_at == at("2024-03-01 00:00")


def test_a_lost_customer_is_left_alone(active: Desk, clock: Clock) -> None:
    customers.change_customer(active, record_named(active, "C001")[1], {"stage": "lost"})
    clock.move(timedelta(days=400))
    assert kinds(active) == []


def test_what_belongs_to_nobody_waits_on_everybody(desk: Desk) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    customers.add_customer(desk, {"name": "Nobody's", "owner": ""})
    customers.add_customer(desk, {"name": "Mine"})
    for name in ("Nobody's", "Mine"):
        inquiries.receive_inquiry(desk, name, {"kind": "lead", "text": "asks"})
    assert {row.customer for row in due.today(desk).rows} == {"Nobody's", "Mine"}
    assert due.today(desk, owner="Wang").rows == ()
    with pytest.raises(NotFoundError, match="Zhao"):
        due.today(desk, owner="Zhao")
    assert owners_of(desk) == ["Li", "Wang"]


def test_counts_do_not_depend_on_how_many_rows_are_asked_for(desk: Desk, clock: Clock) -> None:
    for n in range(5):
        tasks.add_task(desk, {"action": f"task {n}", "end": f"2024-05-1{n}"})
    clock.to("2024-05-12 12:00")
    today = due.today(desk, limit=1)
    assert len(today.rows) == 1
    assert today.counts == {"overdue": 2, "due_soon": 1, "on_time": 2}
    assert due.counts(desk) == today.counts


def test_the_worst_comes_first_by_state_then_grade_then_time(desk: Desk, clock: Clock) -> None:
    for grade in "CBA":
        customers.add_customer(desk, {"name": grade, "grade": grade})
        inquiries.receive_inquiry(desk, grade, {"kind": "urgent", "text": f"first {grade}"})
        clock.move(timedelta(minutes=1))
        inquiries.receive_inquiry(desk, grade, {"kind": "complaint", "text": f"second {grade}"})
    clock.to("2024-05-10 11:01:30")  # the urgent ones of C and B are over, that of A is due soon
    assert [row.text for row in due.today(desk).rows] == [
        *("first B", "first C", "first A"),
        *("second A", "second B", "second C"),
    ]


def test_an_explanation_shows_the_stretches_that_counted(desk: Desk, clock: Clock) -> None:
    customers.add_customer(desk, {"name": "X"})
    ref = inquiries.receive_inquiry(desk, "X", {"kind": "urgent", "text": "stopped"}).ref
    (explained,) = due.explain(desk, ref.lower())
    assert explained.steps == (Stretch(clock.now, clock.now + timedelta(hours=2)),)
    with pytest.raises(NotFoundError, match="I-000000"):
        due.explain(desk, "I-000000")


def test_days_are_the_desks_own(open_at: Callable[..., Desk], clock: Clock) -> None:
    desk = open_at()
    clock.to("2024-05-11 00:30")  # in UTC still the 10th
    tasks.add_task(desk, {"action": "today", "end": "today"})
    end = desk.reader.execute('SELECT "end" FROM task').fetchone()[0]
    assert date.fromisoformat(end) == date(2024, 5, 11)

"""Writing a contact down: what it answers, what it promises, and what a correction changes."""

from datetime import timedelta

import pytest

from salestui.domain.clock import Clock as Owed
from salestui.domain.clock import Outcome, Step, state
from salestui.domain.rows import FollowUpRow
from salestui.domain.words import ClockState, DueKind, ObjectionKind, Rule
from salestui.errors import InvalidValueError, NotFoundError, UsageError
from salestui.services import customers, due, finding, inquiries, records, undoing
from salestui.services.desk import Desk
from salestui.services.finding import Shown
from salestui.services.follow_ups import Logged, ObjectionEntry, ToDo, change_follow_up, log_follow_up
from salestui.services.naming import record_named
from salestui.store import log
from tests.conftest import Clock, at

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _a_customer(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "海明科技", "grade": "A"})


def receive(desk: Desk, kind: str = "lead", customer: str = "C001", **typed: str) -> str:
    return inquiries.receive_inquiry(desk, customer, {"kind": kind, "text": "asks for a quote", **typed}).ref


def call(desk: Desk, *, answers: str | None = None, customer: str = "C001", **typed: str) -> Logged:
    return log_follow_up(desk, customer, {"method": "phone", "content": "called", **typed}, answers=answers)


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def clock_of(desk: Desk, ref: str) -> Owed:
    return next(row.clock for row in due.clocks_of(desk, ref) if row.clock.step is Step.MAIN)


def commands(desk: Desk) -> int:
    return len(undoing.history(desk, limit=10_000))


# ── answering ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_contact_answers_the_only_open_inquiry(desk: Desk, clock: Clock) -> None:
    ref = receive(desk)
    clock.move(HOUR)
    assert call(desk).answered == (ref,)
    assert clock_of(desk, ref).stopped_at == clock.now
    assert call(desk).answered == ()  # answered already


def test_with_several_open_none_is_answered_and_all_are_named(desk: Desk) -> None:
    refs = {receive(desk), receive(desk, "urgent")}
    logged = call(desk)
    assert (logged.answered, set(logged.unanswered)) == ((), refs)
    assert all(clock_of(desk, ref).stopped_at is None for ref in refs)


def test_answers_names_one_all_or_none(desk: Desk) -> None:
    first, second, third = receive(desk), receive(desk, "urgent"), receive(desk, "complaint")
    assert call(desk, answers=second.lower()).answered == (second,)
    assert call(desk, answers="none").answered == ()
    assert set(call(desk, answers="all").answered) == {first, third}


def test_another_customers_inquiry_is_refused_and_nothing_is_written(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "Other"})
    theirs = receive(desk, customer="Other")
    before = commands(desk)
    with pytest.raises(UsageError, match=theirs):
        call(desk, answers=theirs)
    with pytest.raises(NotFoundError, match="I-000000"):
        call(desk, answers="I-000000")
    assert commands(desk) == before


def test_a_contact_before_the_receipt_does_not_answer(desk: Desk, clock: Clock) -> None:
    ref = receive(desk)
    clock.move(HOUR)
    assert call(desk, contacted_at="-2h").answered == ()
    with pytest.raises(UsageError, match="before the receipt"):
        call(desk, contacted_at="-2h", answers=ref)
    assert clock_of(desk, ref).stopped_at is None


def test_the_first_contact_counts_also_when_it_is_written_down_later(desk: Desk, clock: Clock) -> None:
    ref = receive(desk)  # 09:00, due 11:00
    clock.move(4 * HOUR)
    call(desk)
    assert state(clock_of(desk, ref), clock.now) is ClockState.MET_LATE
    call(desk, contacted_at="10:30", answers=ref)
    assert clock_of(desk, ref).stopped_at == at("2024-05-10 10:30")
    assert state(clock_of(desk, ref), clock.now) is ClockState.MET


def test_a_corrected_contact_re_times_what_it_answered_and_met(desk: Desk, clock: Clock) -> None:
    promise_made = call(desk, next_at="13:00")
    ref = receive(desk)
    clock.move(5 * HOUR)
    logged = call(desk)  # 14:00: late for both
    assert state(clock_of(desk, ref), clock.now) is ClockState.MET_LATE
    change_follow_up(desk, key(desk, logged.ref), {"contacted_at": "10:30"})
    assert clock_of(desk, ref).stopped_at == at("2024-05-10 10:30")
    assert state(clock_of(desk, ref), clock.now) is ClockState.MET
    promised = desk.reader.execute("SELECT ref FROM promise").fetchone()["ref"]
    assert clock_of(desk, promised).stopped_at == at("2024-05-10 10:30")
    assert promise_made.next_at is not None
    change_follow_up(desk, key(desk, logged.ref), {"contacted_at": "08:00"})  # before the receipt
    assert clock_of(desk, ref).stopped_at is None


@pytest.mark.parametrize(
    ("promised", "moved_to", "refused"),
    [
        ("2024-05-13 10:00", "2024-05-13 09:59", False),
        ("2024-05-13 10:00", "2024-05-13 10:00", True),
        ("2024-05-13", "2024-05-13 23:59", False),  # a day counts to its end
        ("2024-05-13", "2024-05-14 00:00", True),
    ],
)
def test_a_contact_is_not_corrected_past_the_date_promised_in_it(
    desk: Desk, clock: Clock, promised: str, moved_to: str, refused: bool
) -> None:
    ref = call(desk, next_at=promised).ref
    clock.to("2024-05-20 09:00")
    if not refused:
        change_follow_up(desk, key(desk, ref), {"contacted_at": moved_to})
        return
    before = commands(desk)
    with pytest.raises(InvalidValueError, match=r"05-13|Mon 13") as told:
        change_follow_up(desk, key(desk, ref), {"contacted_at": moved_to, "content": "other words"})
    assert told.value.field == "contacted_at"
    assert commands(desk) == before
    shown = finding.show(desk, ref)
    assert isinstance(shown, Shown)
    assert isinstance(shown.record, FollowUpRow)
    assert (shown.record.content, shown.record.contacted_at) == ("called", at("2024-05-10 09:00"))


def test_archiving_a_follow_up_opens_the_inquiry_again(desk: Desk, clock: Clock) -> None:
    ref = receive(desk)
    logged = call(desk)
    records.archive(desk, "follow_up", key(desk, logged.ref))
    assert clock_of(desk, ref).stopped_at is None
    records.archive(desk, "follow_up", key(desk, logged.ref), back=True)
    assert clock_of(desk, ref).stopped_at == clock.now


def test_an_answer_can_be_named_afterwards_and_once(desk: Desk) -> None:
    first, second = receive(desk), receive(desk, "urgent")
    logged = call(desk)
    change_follow_up(desk, key(desk, logged.ref), {"answers": first})
    assert clock_of(desk, first).stopped_at is not None
    before = commands(desk)
    with pytest.raises(UsageError, match=first):
        change_follow_up(desk, key(desk, logged.ref), {"answers": first})
    assert commands(desk) == before
    assert clock_of(desk, second).stopped_at is None


# ── objections ───────────────────────────────────────────────────────────────────────────────────────────────────


def objecting(desk: Desk, *answers: str | None) -> Logged:
    entries = [ObjectionEntry(ObjectionKind.PRICE, f"too expensive {n}", each) for n, each in enumerate(answers)]
    return log_follow_up(desk, "C001", {"method": "phone", "content": "called"}, objections=entries)


def test_an_objection_without_an_answer_opens_one_complex_inquiry(desk: Desk, clock: Clock) -> None:
    logged = objecting(desk, None)
    (ref,) = logged.opened
    owed = clock_of(desk, ref)
    assert (owed.rule, owed.due_at) == (Rule.R3, clock.now + 48 * HOUR)
    clock.move(HOUR)
    call(desk)
    assert clock_of(desk, ref).stopped_at is None  # a contact alone does not solve it
    inquiries.resolve_inquiry(desk, key(desk, ref), "instalments", told=False)
    assert clock_of(desk, ref).stopped_at == clock.now


def test_an_objection_answered_in_the_contact_opens_none(desk: Desk) -> None:
    assert objecting(desk, "long-term value").opened == ()
    assert len(objecting(desk, "value", None).opened) == 1


# ── R4 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("later", "late"),
    [(24 * HOUR, False), (24 * HOUR + timedelta(seconds=1), True), (timedelta(0), False)],
)
def test_written_within_24_hours_of_the_contact(desk: Desk, clock: Clock, later: timedelta, late: bool) -> None:
    contacted = clock.now.isoformat()
    clock.move(later)
    assert call(desk, contacted_at=contacted).written_late is late


def rows(desk: Desk, kind: DueKind) -> list[Owed]:
    return [row.clock for row in due.today(desk, everybody=True).rows if row.clock.kind is kind]


def test_a_promised_time_that_has_passed_is_to_be_written_down(desk: Desk, clock: Clock) -> None:
    call(desk, next_at="15:00")
    clock.to("2024-05-10 14:59")
    assert rows(desk, DueKind.WRITE_DOWN) == []
    clock.to("2024-05-10 15:00:01")
    (owed,) = rows(desk, DueKind.WRITE_DOWN)
    (promise,) = rows(desk, DueKind.FOLLOW_UP)
    assert owed.ref == f"{promise.ref}:R4"
    assert owed.due_at == at("2024-05-11 15:00")
    call(desk, contacted_at="14:30")
    assert rows(desk, DueKind.WRITE_DOWN) == []


def test_a_promised_day_is_never_to_be_written_down(desk: Desk, clock: Clock) -> None:
    call(desk, next_at="+3d")
    clock.move(timedelta(days=9))
    assert rows(desk, DueKind.WRITE_DOWN) == []
    assert len(rows(desk, DueKind.FOLLOW_UP)) == 1


# ── R6 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def promises(desk: Desk) -> list[Owed]:
    refs = [row["ref"] for row in desk.reader.execute("SELECT ref FROM promise ORDER BY id")]
    return [clock_of(desk, ref) for ref in refs]


@pytest.mark.parametrize(
    ("moved_at", "outcome"), [("2024-05-13 23:00", Outcome.REPLACED), ("2024-05-14 00:00:01", Outcome.MISSED)]
)
def test_moving_a_promise_in_time_replaces_it_and_afterwards_it_was_missed(
    desk: Desk, clock: Clock, moved_at: str, outcome: Outcome
) -> None:
    call(desk, next_at="mon")
    clock.to(moved_at)
    customers.change_customer(desk, key(desk, "C001"), {"next_at": "2024-05-20"})
    first, second = promises(desk)
    assert (first.outcome, second.outcome, second.due_at) == (outcome, None, at("2024-05-21 00:00"))


def test_an_empty_next_date_withdraws_the_promise(desk: Desk) -> None:
    call(desk, next_at="mon")
    customers.change_customer(desk, key(desk, "C001"), {"next_at": ""})
    assert [each.outcome for each in promises(desk)] == [Outcome.WITHDRAWN]


def test_a_promise_is_met_by_the_time_of_contact_not_of_typing(desk: Desk, clock: Clock) -> None:
    call(desk, next_at="mon")
    clock.to("2024-05-15 09:00")
    call(desk, contacted_at="2024-05-13 17:00")
    (promise,) = promises(desk)
    assert (promise.outcome, state(promise, clock.now)) == (Outcome.MET, ClockState.MET)


@pytest.mark.parametrize("next_at", ["2024-05-09", "2024-05-10 08:00"])
def test_a_next_date_before_the_contact_is_refused(desk: Desk, next_at: str) -> None:
    before = commands(desk)
    with pytest.raises(InvalidValueError, match="before the contact"):
        call(desk, next_at=next_at)
    assert commands(desk) == before


# ── to-dos ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_to_dos_are_tasks_of_the_customer(desk: Desk) -> None:
    logged = log_follow_up(
        desk, "C001", {"method": "phone", "content": "called"}, to_dos=[ToDo("send the manual"), ToDo("book a demo")]
    )
    tasks = finding.tasks(desk, owner="Li", everything=False, limit=-1)
    assert {(task.ref, task.action, task.code) for task in tasks} == {
        (logged.to_dos[0], "send the manual", "C001"),
        (logged.to_dos[1], "book a demo", "C001"),
    }


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_contact_is_one_command_and_one_undo(desk: Desk, clock: Clock) -> None:
    ref = receive(desk)
    before = log.folded(desk.reader)
    log_follow_up(
        desk,
        "C001",
        {"method": "phone", "content": "called", "next_at": "+3d"},
        objections=[ObjectionEntry(ObjectionKind.PRICE, "too expensive")],
        to_dos=[ToDo("send the manual")],
        answers=ref,
    )
    after = log.folded(desk.reader)
    undoing.undo(desk)
    assert {name: table for name, table in log.folded(desk.reader).items() if table} == before
    assert clock_of(desk, ref).stopped_at is None
    undoing.redo(desk)
    assert log.folded(desk.reader) == after
    assert clock_of(desk, ref).stopped_at == clock.now

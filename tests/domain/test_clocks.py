"""Every rule that makes something due: grade × kind × clock, and the states at their exact borders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.calendar import calendar_of, parse_span
from salestui.domain.clock import Clock, Outcome, Step, late_because_of_regrade, state
from salestui.domain.clocks import (
    CustomerFacts,
    InquiryFacts,
    Law,
    PromiseFacts,
    Regrade,
    TaskFacts,
    customer_clocks,
    task_clock,
    write_by,
)
from salestui.domain.instants import Deadline
from salestui.domain.rules import CalendarRules, Rules
from salestui.domain.words import Care, ClockState, DueKind, Grade, InquiryKind, Rule, Stage

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = tuple((parse_span("09:00-18:00"),) if day < 5 else () for day in range(7))
MS = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def law(*, working: bool = False, rules: Rules | None = None, since: str = "2000-01-01") -> Law:
    calendar = CalendarRules(working=working, time_zone="Asia/Shanghai", hours=OFFICE)
    return Law(at(since), rules or Rules(), calendar_of(calendar, ZONE, lambda _day: False))


LAWS = (law(),)
CREATED = at("2024-01-31 10:00")
RECEIVED = at("2024-05-13 09:00")  # a Monday
CUSTOMER = CustomerFacts("c", "C001", "Li", None, Stage.PROSPECT, None, CREATED)
INQUIRY = InquiryFacts("i", "I-1", InquiryKind.LEAD, complex=False, received_at=RECEIVED, grade_at_receipt=Grade.B)


def clocks(customer: CustomerFacts, kind: DueKind, laws: Sequence[Law] = LAWS) -> list[Clock]:
    return [clock for clock in customer_clocks(customer, laws) if clock.kind is kind]


def inquiry_clock(
    inquiry: InquiryFacts = INQUIRY, laws: Sequence[Law] = LAWS, *regrades: Regrade, grade: Grade | None = Grade.B
) -> Clock:
    customer = replace(CUSTOMER, inquiries=(inquiry,), regrades=regrades, grade=grade)
    return next(clock for clock in clocks(customer, DueKind.INQUIRY, laws) if clock.step is Step.MAIN)


# ── R1–R3: grade × kind × clock ──────────────────────────────────────────────────────────────────────────────────

SATURDAY = "2024-05-11 15:00"
MONDAY = "2024-05-13 09:00"
WINDOWS = [
    # kind, grade, rule, limit, round the clock from Saturday 15:00, in working time from Saturday 15:00
    ("lead", "A", "R1", "2h", "2024-05-11 17:00", "2024-05-13 11:00"),
    ("lead", "B", "R1", "24h", "2024-05-12 15:00", "2024-05-15 15:00"),  # 9 h + 9 h + 6 h
    ("lead", "C", "R1", "48h", "2024-05-13 15:00", "2024-05-20 12:00"),  # five days of 9 h, and 3 h
    *[("urgent", grade, "R2", "2h", "2024-05-11 17:00", "2024-05-13 11:00") for grade in "ABC"],
    *[("objection", grade, "R3", "48h", "2024-05-13 15:00", "2024-05-20 12:00") for grade in "ABC"],
    *[("complaint", grade, "R3", "48h", "2024-05-13 15:00", "2024-05-20 12:00") for grade in "ABC"],
]


@pytest.mark.parametrize(("kind", "grade", "rule", "limit", "always", "working"), WINDOWS)
def test_how_long_a_customer_may_wait_by_kind_grade_and_clock(
    kind: str, grade: str, rule: str, limit: str, always: str, working: str
) -> None:
    inquiry = replace(INQUIRY, kind=InquiryKind(kind), grade_at_receipt=Grade(grade), received_at=at(SATURDAY))
    for laws, due in (((law(),), always), ((law(working=True),), working)):
        clock = inquiry_clock(inquiry, laws, grade=Grade(grade))
        assert (clock.rule, clock.time_limit, clock.due_at, clock.started_at) == (rule, limit, at(due), at(SATURDAY))


def test_a_day_of_the_rule_is_24_working_hours_not_a_day_on_the_wall() -> None:
    clock = inquiry_clock(replace(INQUIRY, received_at=at(MONDAY)), (law(working=True),))
    assert clock.due_at == at("2024-05-15 15:00")


@pytest.mark.parametrize("kind", [InquiryKind.OBJECTION, InquiryKind.COMPLAINT])
def test_a_complex_matter_is_stopped_by_its_solution_alone(kind: InquiryKind) -> None:
    answered = replace(INQUIRY, kind=kind, complex=True, contacts=(RECEIVED + HOUR,))
    assert inquiry_clock(answered).stopped_at is None
    solved = replace(answered, solved_at=RECEIVED + 3 * HOUR)
    assert inquiry_clock(solved).stopped_at == RECEIVED + 3 * HOUR


@pytest.mark.parametrize("kind", list(InquiryKind))
def test_a_simple_matter_is_stopped_by_the_first_contact(kind: InquiryKind) -> None:
    contacts = (RECEIVED + 3 * HOUR, RECEIVED + HOUR)
    assert inquiry_clock(replace(INQUIRY, kind=kind, contacts=contacts)).stopped_at == RECEIVED + HOUR


@pytest.mark.parametrize("kind", [InquiryKind.LEAD, InquiryKind.URGENT])
def test_complex_means_nothing_for_a_lead_or_an_urgent_issue(kind: InquiryKind) -> None:
    inquiry = replace(INQUIRY, kind=kind, complex=True, contacts=(RECEIVED + HOUR,))
    assert inquiry_clock(inquiry).stopped_at == RECEIVED + HOUR


def test_a_solution_not_yet_told_is_an_open_row_without_a_due_time() -> None:
    solved = replace(INQUIRY, kind=InquiryKind.COMPLAINT, complex=True, solved_at=RECEIVED + HOUR)
    customer = replace(CUSTOMER, inquiries=(solved,))
    main, tell = clocks(customer, DueKind.INQUIRY)
    assert (main.stopped_at, main.outcome) == (RECEIVED + HOUR, Outcome.MET)
    assert (tell.step, tell.due_at, tell.stopped_at, tell.rule) == (Step.TELL, None, None, Rule.R3)
    assert state(tell, RECEIVED + timedelta(days=900)) is ClockState.ON_TIME
    told = replace(customer, inquiries=(replace(solved, told_at=RECEIVED + 2 * HOUR),))
    assert [clock.step for clock in clocks(told, DueKind.INQUIRY)] == [Step.MAIN]


def test_a_contact_before_the_receipt_does_not_answer() -> None:
    assert inquiry_clock(replace(INQUIRY, contacts=(RECEIVED - MS,))).stopped_at is None
    assert inquiry_clock(replace(INQUIRY, contacts=(RECEIVED,))).stopped_at == RECEIVED
    late = replace(INQUIRY, contacts=(RECEIVED - HOUR, RECEIVED + HOUR))
    assert inquiry_clock(late).stopped_at == RECEIVED + HOUR


def test_what_a_file_told_counts_like_a_contact() -> None:
    told = replace(INQUIRY, answered_at=RECEIVED + HOUR, contacts=(RECEIVED + 2 * HOUR,))
    assert inquiry_clock(told).stopped_at == RECEIVED + HOUR


def test_an_archived_inquiry_is_withdrawn_and_keeps_its_verdict_if_it_was_answered() -> None:
    archived = replace(INQUIRY, archived_at=RECEIVED + 3 * HOUR)
    assert inquiry_clock(archived).outcome is Outcome.WITHDRAWN
    assert inquiry_clock(replace(archived, contacts=(RECEIVED + HOUR,))).outcome is Outcome.MET


def test_an_archived_customer_owes_nothing_and_what_was_judged_stays() -> None:
    answered = replace(INQUIRY, id="j", contacts=(RECEIVED + HOUR,))
    customer = replace(CUSTOMER, archived=True, inquiries=(INQUIRY, answered), care=Care.ROUTINE)
    assert [clock.subject_id for clock in customer_clocks(customer, LAWS)] == ["j"]


def test_every_clock_belongs_to_the_customers_owner() -> None:
    customer = replace(CUSTOMER, inquiries=(INQUIRY,), care=Care.ROUTINE, stage=Stage.ACTIVE)
    assert {(clock.customer_id, clock.owner) for clock in customer_clocks(customer, LAWS)} == {("c", "Li")}


# ── default grade ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_customer_without_a_grade_waits_as_long_as_the_desks_default_says() -> None:
    for default, hours in ((Grade.A, 2), (Grade.B, 24), (Grade.C, 48)):
        clock = inquiry_clock(INQUIRY, (law(rules=Rules(default_grade=default)),), grade=None)
        assert clock.due_at == RECEIVED + hours * HOUR
        assert clock.grade is default


def test_an_answered_inquiry_of_an_ungraded_customer_keeps_the_grade_it_was_received_with() -> None:
    answered = replace(INQUIRY, contacts=(RECEIVED + 3 * HOUR,))
    clock = inquiry_clock(answered, (law(rules=Rules(default_grade=Grade.A)),), grade=None)
    assert (clock.grade, state(clock, RECEIVED + 99 * HOUR)) == (Grade.B, ClockState.MET)


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────

BORDERS = [
    # limit, notice: the last quarter, at least 30 minutes and at most 24 hours
    (timedelta(hours=1), timedelta(minutes=30)),
    (timedelta(hours=2), timedelta(minutes=30)),
    (timedelta(hours=4), timedelta(hours=1)),
    (timedelta(hours=24), timedelta(hours=6)),
    (timedelta(hours=48), timedelta(hours=12)),
    (timedelta(hours=96), timedelta(hours=24)),
    (timedelta(days=30), timedelta(hours=24)),
    (timedelta(minutes=10), timedelta(minutes=10)),  # shorter than the least notice: due soon from the start
]


@pytest.mark.parametrize(("limit", "notice"), BORDERS)
def test_states_change_exactly_at_their_borders(limit: timedelta, notice: timedelta) -> None:
    clock = inquiry_clock(replace(INQUIRY, kind=InquiryKind.URGENT), (law(rules=Rules(urgent=limit)),))
    due = RECEIVED + limit
    assert state(clock, due - notice) is ClockState.DUE_SOON
    if notice < limit:
        assert state(clock, due - notice - MS) is ClockState.ON_TIME
    assert state(clock, due) is ClockState.DUE_SOON
    assert state(clock, due + MS) is ClockState.OVERDUE
    for stopped, found in ((due, ClockState.MET), (due + MS, ClockState.MET_LATE), (due + SECOND, ClockState.MET_LATE)):
        answered = replace(INQUIRY, kind=InquiryKind.URGENT, contacts=(stopped,))
        assert state(inquiry_clock(answered, (law(rules=Rules(urgent=limit)),)), due + 99 * limit) is found


def test_due_soon_runs_in_working_time_too() -> None:
    clock = inquiry_clock(replace(INQUIRY, received_at=at("2024-05-10 17:00")), (law(working=True),))
    # 24 h from Friday 17:00: 1 + 9 + 9 + 5 h = Wednesday 14:00; 18 of them are counted on Tuesday 17:00
    assert clock.due_at == at("2024-05-15 14:00")
    assert clock.soon_at == at("2024-05-14 17:00")


@given(st.integers(1, 10**7), st.integers(-(10**7), 10**7))
def test_exactly_one_state_holds_and_late_is_never_met(limit: int, when: int) -> None:
    clock = inquiry_clock(replace(INQUIRY, kind=InquiryKind.URGENT), (law(rules=Rules(urgent=limit * SECOND)),))
    moment = RECEIVED + when * SECOND
    assert (state(clock, moment) is ClockState.OVERDUE) == (when > limit)
    if moment >= RECEIVED:
        stopped = clock._replace(stopped_at=moment)
        assert (state(stopped, moment) is ClockState.MET) == (when <= limit)


# ── regrading ────────────────────────────────────────────────────────────────────────────────────────────────────


def regrade(hours: float, before: Grade | None, after: Grade | None) -> Regrade:
    return Regrade(RECEIVED + hours * HOUR, before, after)


@pytest.mark.parametrize(
    ("regrades", "due_in", "grade"),
    [
        ([regrade(1, Grade.B, Grade.A)], 2, Grade.A),
        ([regrade(1, Grade.B, Grade.C)], 48, Grade.C),
        ([regrade(1, Grade.B, Grade.C), regrade(2, Grade.C, Grade.A)], 2, Grade.A),
        ([regrade(1, Grade.B, None)], 24, Grade.B),
        ([regrade(-1, Grade.C, Grade.B)], 24, Grade.B),  # before the receipt: nothing to re-time
    ],
)
def test_regrading_re_times_an_open_lead_from_its_receipt(regrades: list[Regrade], due_in: int, grade: Grade) -> None:
    clock = inquiry_clock(INQUIRY, LAWS, *regrades, grade=regrades[-1].after)
    assert (clock.started_at, clock.due_at, clock.grade) == (RECEIVED, RECEIVED + due_in * HOUR, grade)


def test_regrading_leaves_a_lead_alone_that_was_answered_before() -> None:
    answered = replace(INQUIRY, contacts=(RECEIVED + 3 * HOUR,))
    clock = inquiry_clock(answered, LAWS, regrade(4, Grade.B, Grade.A), grade=Grade.A)
    assert (clock.due_at, clock.grade) == (RECEIVED + 24 * HOUR, Grade.B)
    assert state(clock, RECEIVED + 99 * HOUR) is ClockState.MET


@pytest.mark.parametrize("kind", [InquiryKind.URGENT, InquiryKind.OBJECTION, InquiryKind.COMPLAINT])
def test_regrading_does_not_touch_what_no_grade_times(kind: InquiryKind) -> None:
    inquiry = replace(INQUIRY, kind=kind)
    before = inquiry_clock(inquiry, LAWS)
    after = inquiry_clock(inquiry, LAWS, regrade(1, Grade.B, Grade.A), grade=Grade.A)
    assert after.due_at == before.due_at


@pytest.mark.parametrize(
    ("regrades", "now", "because"),
    [
        # B (24 h) to A (2 h) after 5 h: late at once, though under B it would be in time until 24 h
        ([regrade(5, Grade.B, Grade.A)], 6, True),
        ([regrade(5, Grade.B, Grade.A)], 24, True),
        ([regrade(5, Grade.B, Grade.A)], 24.001, False),  # late under either grade: a miss
        # regraded in time: two hours were still ahead
        ([regrade(1, Grade.B, Grade.A)], 6, False),
        # already missed under B when it was regraded
        ([regrade(30, Grade.B, Grade.A)], 31, False),
        # two regrades, each of which put it into the past: under C (48 h) it would be in time
        ([regrade(1, Grade.B, Grade.C), regrade(30, Grade.C, Grade.B), regrade(31, Grade.B, Grade.A)], 32, True),
        # given more time again, and missed that: a miss
        ([regrade(5, Grade.B, Grade.A), regrade(6, Grade.A, Grade.C)], 49, False),
        # missed under B after 24 h; C gave it until 48 h; back to B
        ([regrade(30, Grade.B, Grade.C), regrade(31, Grade.C, Grade.B)], 32, True),
    ],
)
def test_late_because_of_the_regrade_is_told_apart_from_a_miss(
    regrades: list[Regrade], now: float, because: bool
) -> None:
    clock = inquiry_clock(INQUIRY, LAWS, *regrades, grade=regrades[-1].after)
    moment = RECEIVED + now * HOUR
    assert state(clock, moment) is ClockState.OVERDUE
    assert late_because_of_regrade(clock, moment) is because
    answered = replace(INQUIRY, contacts=(moment,))
    clock = inquiry_clock(answered, LAWS, *regrades, grade=regrades[-1].after)
    assert state(clock, moment + HOUR) is ClockState.MET_LATE
    assert late_because_of_regrade(clock, moment + 99 * HOUR) is because


# ── R4 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("working", "contacted", "until"),
    [
        (False, "2024-05-10 15:00", "2024-05-11 15:00"),
        (True, "2024-05-10 15:00", "2024-05-15 12:00"),  # 3 h on Friday, 18 h on Monday and Tuesday, 3 h
    ],
)
def test_a_follow_up_is_written_down_within_24_hours(working: bool, contacted: str, until: str) -> None:
    assert write_by(at(contacted), law(working=working)) == at(until)


TIMED = PromiseFacts("p", "P-1", RECEIVED, Deadline(instant=at("2024-05-14 15:00")))
DAY_ONLY = PromiseFacts("p", "P-1", RECEIVED, Deadline(day=date(2024, 5, 14)))


def test_a_promised_time_of_day_is_to_be_written_down_within_24_hours_of_it() -> None:
    (clock,) = clocks(replace(CUSTOMER, promises=(TIMED,)), DueKind.WRITE_DOWN)
    assert (clock.ref, clock.rule, clock.started_at) == ("P-1:R4", Rule.R4, at("2024-05-14 15:00"))
    assert clock.due_at == at("2024-05-15 15:00")
    assert state(clock, at("2024-05-15 15:00")) is not ClockState.OVERDUE
    assert state(clock, at("2024-05-15 15:00") + SECOND) is ClockState.OVERDUE


def test_nothing_is_to_be_written_down_for_a_day_without_a_time_or_a_promise_that_ended() -> None:
    for customer in (
        replace(CUSTOMER, promises=(DAY_ONLY,)),
        replace(CUSTOMER, promises=(TIMED,), contacted=(at("2024-05-14 15:05"),)),
        replace(CUSTOMER, promises=(replace(TIMED, withdrawn_at=at("2024-05-13 12:00")),)),
    ):
        assert clocks(customer, DueKind.WRITE_DOWN) == []


# ── R5 and R7: calendar dates ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("created", "reviewed", "until"),
    [
        ("2024-01-31 10:00", None, "2024-03-01 00:00"),  # 29 February ends
        ("2023-01-31 10:00", None, "2023-03-01 00:00"),  # 28 February ends
        ("2024-01-31 10:00", date(2024, 3, 31), "2024-05-01 00:00"),
        ("2024-01-31 10:00", date(2024, 12, 15), "2025-01-16 00:00"),
        ("2024-01-31 23:59", None, "2024-03-01 00:00"),  # the desk's day, not that of UTC
        ("2024-02-01 00:00", None, "2024-03-02 00:00"),
    ],
)
def test_a_profile_is_gone_through_within_a_month_to_the_end_of_that_day(
    created: str, reviewed: date | None, until: str
) -> None:
    customer = replace(CUSTOMER, stage=Stage.ACTIVE, created_at=at(created), profile_reviewed_at=reviewed)
    (clock,) = clocks(customer, DueKind.PROFILE_REVIEW)
    assert (clock.ref, clock.rule, clock.time_limit) == ("C001:R5", Rule.R5, "1 month")
    assert clock.due_at == at(until)
    assert clock.soon_at == at(until) - timedelta(hours=24)


@pytest.mark.parametrize("stage", list(Stage))
def test_only_customers_on_their_way_are_gone_through(stage: Stage) -> None:
    found = clocks(replace(CUSTOMER, stage=stage), DueKind.PROFILE_REVIEW)
    assert bool(found) == (stage in (Stage.INTERESTED, Stage.ACTIVE, Stage.STRATEGIC))


def test_dates_are_calendar_dates_also_where_clocks_run_in_working_time() -> None:
    customer = replace(CUSTOMER, stage=Stage.ACTIVE, care=Care.KEY_EXPANSION)
    for kind in (DueKind.PROFILE_REVIEW, DueKind.CONTACT_RHYTHM):
        assert clocks(customer, kind, (law(working=True),)) == clocks(customer, kind, LAWS)


@pytest.mark.parametrize(("care", "days"), [(Care.STRATEGIC_CARE, 30), (Care.KEY_EXPANSION, 7), (Care.ROUTINE, 90)])
def test_the_care_type_sets_the_contact_rhythm(care: Care, days: int) -> None:
    customer = replace(CUSTOMER, care=care)
    (never,) = clocks(customer, DueKind.CONTACT_RHYTHM)
    assert (never.ref, never.rule, never.time_limit) == ("C001:R7", Rule.R7, f"{days}d")
    assert never.due_at == at("2024-02-01 00:00") + timedelta(days=days)
    contacted = (at("2024-03-01 08:00"), at("2024-05-10 23:30"))
    (last,) = clocks(replace(customer, contacted=contacted), DueKind.CONTACT_RHYTHM)
    assert last.due_at == at("2024-05-11 00:00") + timedelta(days=days)


@pytest.mark.parametrize(("stage", "care"), [(Stage.LOST, Care.ROUTINE), (Stage.ACTIVE, None)])
def test_no_rhythm_for_a_lost_customer_or_one_without_a_care_type(stage: Stage, care: Care | None) -> None:
    assert clocks(replace(CUSTOMER, stage=stage, care=care), DueKind.CONTACT_RHYTHM) == []


# ── R6 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("promise", "until"), [(DAY_ONLY, "2024-05-15 00:00"), (TIMED, "2024-05-14 15:00")])
def test_a_promise_is_due_at_its_time_or_with_the_end_of_its_day(promise: PromiseFacts, until: str) -> None:
    (clock,) = clocks(replace(CUSTOMER, promises=(promise,)), DueKind.FOLLOW_UP)
    assert (clock.ref, clock.rule, clock.due_at) == ("P-1", Rule.R6, at(until))


@pytest.mark.parametrize(
    ("contacts", "stopped", "found"),
    [
        (["2024-05-13 09:00"], None, None),  # the very contact in which it was promised
        (["2024-05-14 23:59"], "2024-05-14 23:59", ClockState.MET),
        (["2024-05-15 00:00"], "2024-05-15 00:00", ClockState.MET),
        (["2024-05-15 00:01"], "2024-05-15 00:01", ClockState.MET_LATE),
        (["2024-05-13 10:00", "2024-05-20 10:00"], "2024-05-13 10:00", ClockState.MET),
    ],
)
def test_the_next_follow_up_meets_a_promise_by_its_time_of_contact(
    contacts: list[str], stopped: str | None, found: ClockState | None
) -> None:
    customer = replace(CUSTOMER, promises=(DAY_ONLY,), contacted=tuple(map(at, contacts)))
    (clock,) = clocks(customer, DueKind.FOLLOW_UP)
    assert clock.stopped_at == (at(stopped) if stopped else None)
    if found is not None:
        assert (state(clock, at("2024-06-01 00:00")), clock.outcome) == (found, Outcome.MET)


@pytest.mark.parametrize(
    ("moved_at", "outcome"),
    [
        ("2024-05-13 12:00", Outcome.REPLACED),
        ("2024-05-14 15:00", Outcome.REPLACED),  # exactly when it was due
        ("2024-05-14 15:00:01", Outcome.MISSED),
    ],
)
def test_a_new_date_replaces_a_promise_before_it_is_due_and_misses_it_after(moved_at: str, outcome: Outcome) -> None:
    moved = PromiseFacts("q", "P-2", at(moved_at), Deadline(day=date(2024, 5, 20)))
    first, second = clocks(replace(CUSTOMER, promises=(TIMED, moved)), DueKind.FOLLOW_UP)
    assert (first.outcome, first.stopped_at, second.stopped_at) == (outcome, at(moved_at), None)
    assert (state(first, at("2024-06-01 00:00")) is ClockState.MET_LATE) == (outcome is Outcome.MISSED)


def test_a_withdrawn_promise_is_no_longer_owed() -> None:
    withdrawn = replace(TIMED, withdrawn_at=at("2024-05-14 10:00"))
    (clock,) = clocks(replace(CUSTOMER, promises=(withdrawn,)), DueKind.FOLLOW_UP)
    assert clock.outcome is Outcome.WITHDRAWN
    (clock,) = clocks(
        replace(CUSTOMER, promises=(replace(TIMED, withdrawn_at=at("2024-05-14 16:00")),)), DueKind.FOLLOW_UP
    )
    assert clock.outcome is Outcome.MISSED


# ── R9 ───────────────────────────────────────────────────────────────────────────────────────────────────────────

TASK = TaskFacts("t", "T-1", "Li", CREATED, None, Deadline(day=date(2024, 5, 14)))


def test_a_task_past_its_end_and_not_done_is_overdue() -> None:
    clock = task_clock(TASK, LAWS)
    assert (clock.rule, clock.owner, clock.due_at) == (Rule.R9, "Li", at("2024-05-15 00:00"))
    assert state(clock, at("2024-05-15 00:00")) is ClockState.DUE_SOON
    assert state(clock, at("2024-05-15 00:00") + MS) is ClockState.OVERDUE


def test_a_task_stops_when_it_is_done_or_dropped() -> None:
    done = task_clock(replace(TASK, done_at=at("2024-05-14 12:00")), LAWS)
    assert (state(done, at("2024-06-01 00:00")), done.outcome) == (ClockState.MET, Outcome.MET)
    late = task_clock(replace(TASK, done_at=at("2024-05-15 00:01")), LAWS)
    assert state(late, at("2024-06-01 00:00")) is ClockState.MET_LATE
    assert task_clock(replace(TASK, withdrawn_at=CREATED), LAWS).outcome is Outcome.WITHDRAWN


def test_a_task_without_an_end_is_never_late() -> None:
    assert state(task_clock(replace(TASK, end=None), LAWS), at("2034-01-01")) is ClockState.ON_TIME


# ── rules that changed ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_running_clock_is_timed_by_the_newest_rules_and_a_stopped_one_by_those_of_its_day() -> None:
    laws = (law(), law(rules=Rules(urgent=HOUR), since="2024-05-13 12:00"))
    urgent = replace(INQUIRY, kind=InquiryKind.URGENT)
    assert inquiry_clock(urgent, laws).due_at == RECEIVED + HOUR
    before = inquiry_clock(replace(urgent, contacts=(at("2024-05-13 11:00"),)), laws)
    assert (before.due_at, state(before, at("2024-06-01 00:00"))) == (RECEIVED + 2 * HOUR, ClockState.MET)
    after = inquiry_clock(replace(urgent, contacts=(at("2024-05-13 12:00"),)), laws)
    assert (after.due_at, state(after, at("2024-06-01 00:00"))) == (RECEIVED + HOUR, ClockState.MET_LATE)
    older = inquiry_clock(replace(urgent, contacts=(RECEIVED,)), (law(since="2024-05-20 00:00"), laws[1]))
    assert older.due_at == RECEIVED + 2 * HOUR  # older than the first rules: judged by the first

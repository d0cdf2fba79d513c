"""Every clock of a desk: from what happened and the rules in force, when something is due and what stopped it.

Pure: no clock of its own, no prose. Facts come in as values, clocks go out as values (`domain.clock`). A running
clock is timed by the newest rule book, a stopped one by the book that was in force when it stopped.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salestui.domain.calendar import Calendar
from salestui.domain.clock import Clock, Outcome, Step
from salestui.domain.durations import CalendarSpan, format_calendar_span, format_duration
from salestui.domain.instants import Deadline
from salestui.domain.renewals import ContractFacts, renewal_clock
from salestui.domain.rules import Rules
from salestui.domain.words import Care, DueKind, Grade, InquiryKind, Rule, Stage

_SOON_LEAST = timedelta(minutes=30)
_SOON_MOST = timedelta(hours=24)
_SOLVED = frozenset({InquiryKind.OBJECTION, InquiryKind.COMPLAINT})  # R3
_REVIEWED_STAGES = frozenset({Stage.INTERESTED, Stage.ACTIVE, Stage.STRATEGIC})  # R5


@dataclass(frozen=True, slots=True)
class Law:
    """A rule book ready for use, in force from `since` (UTC) on."""

    since: datetime
    rules: Rules
    calendar: Calendar


# ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Regrade:
    """The customer's grade changed at `at`; None is not graded."""

    at: datetime
    before: Grade | None
    after: Grade | None


@dataclass(frozen=True, slots=True)
class InquiryFacts:
    """What decides an inquiry's clock. `contacts` are the times of the follow-ups that answer it, any order."""

    id: str
    ref: str
    kind: InquiryKind
    complex: bool
    received_at: datetime
    grade_at_receipt: Grade
    answered_at: datetime | None = None  # as told by an imported file
    contacts: tuple[datetime, ...] = ()
    solved_at: datetime | None = None
    told_at: datetime | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promised next follow-up: made in the contact at `made_at`, or set by hand then."""

    id: str
    ref: str
    made_at: datetime
    due: Deadline
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How satisfied the customer was, 0–100."""

    at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides a task's clock (R9)."""

    id: str
    ref: str
    owner: str
    created_at: datetime
    start: date | None
    end: Deadline | None
    done_at: datetime | None = None
    withdrawn_at: datetime | None = None  # dropped or archived
    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A customer with all that can make something due. `contacted` are the times of all follow-ups, rising."""

    id: str
    code: str
    owner: str | None
    grade: Grade | None
    stage: Stage
    care: Care | None
    created_at: datetime
    profile_reviewed_at: date | None = None
    archived: bool = False
    contacted: tuple[datetime, ...] = ()
    regrades: tuple[Regrade, ...] = ()  # rising
    inquiries: tuple[InquiryFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    scores: tuple[Score, ...] = ()  # rising
    contracts: tuple[ContractFacts, ...] = ()
    orders: tuple[datetime, ...] = ()  # when deals were won, rising


# ── what is owed ─────────────────────────────────────────────────────────────────────────────────────────────────


def customer_clocks(customer: CustomerFacts, laws: Sequence[Law]) -> Iterator[Clock]:
    """All clocks of `customer`: inquiries, promises, profile review, rhythm, renewals. `laws` rise by `since`."""
    for clock in _bare_clocks(customer, laws):
        if customer.archived and clock.stopped_at is None:
            continue  # an archived customer owes and is owed nothing; what was judged stays
        yield clock._replace(customer_id=customer.id, owner=customer.owner)


def _bare_clocks(customer: CustomerFacts, laws: Sequence[Law]) -> Iterator[Clock]:
    for inquiry in customer.inquiries:
        yield _inquiry_clock(inquiry, customer, laws)
        if inquiry.kind in _SOLVED and inquiry.solved_at is not None and not (inquiry.told_at or inquiry.archived_at):
            yield _telling(inquiry, inquiry.solved_at)
    yield from _promise_clocks(customer, laws)
    law = laws[-1]
    if customer.stage in _REVIEWED_STAGES:
        yield _profile_review(customer, law)
    if customer.care is not None and customer.stage is not Stage.LOST:
        yield _contact_rhythm(customer, law)
    for contract in customer.contracts:
        clock = renewal_clock(contract, law.rules.renewal_ahead, law.calendar)
        yield clock._replace(grade=customer.grade or law.rules.default_grade)


def answered_at(inquiry: InquiryFacts) -> datetime | None:
    """The time of the first contact that answers `inquiry`; a contact before the receipt cannot."""
    told = () if inquiry.answered_at is None else (inquiry.answered_at,)
    return min((at for at in (*inquiry.contacts, *told) if at >= inquiry.received_at), default=None)


def settled_at(inquiry: InquiryFacts) -> datetime | None:
    """When what `inquiry` asks for was done: a complex objection or complaint solved, another answered or solved."""
    if inquiry.complex and inquiry.kind in _SOLVED:
        return inquiry.solved_at
    return _first(answered_at(inquiry), inquiry.solved_at)


def inquiry_limit(kind: InquiryKind, grade: Grade, rules: Rules) -> tuple[Rule, timedelta]:
    """Which rule times an inquiry of `kind` from a customer of `grade`, and its limit.

    A lead by grade (R1), an urgent issue whatever the grade (R2), an objection or complaint by R3 alone.
    """
    match kind:
        case InquiryKind.LEAD:
            return Rule.R1, rules.answer_within[grade]
        case InquiryKind.URGENT:
            return Rule.R2, rules.urgent
        case InquiryKind.OBJECTION | InquiryKind.COMPLAINT:
            return Rule.R3, rules.complex_solution


def _inquiry_clock(inquiry: InquiryFacts, customer: CustomerFacts, laws: Sequence[Law]) -> Clock:
    stopped_at = settled_at(inquiry)
    outcome = Outcome.MET if stopped_at is not None else None
    if stopped_at is None and inquiry.archived_at is not None:
        stopped_at, outcome = inquiry.archived_at, Outcome.WITHDRAWN
    law = law_at(stopped_at, laws)
    regrades = _regrades(inquiry, customer, stopped_at)
    grade = _timing_grade(inquiry, customer, regrades, running=stopped_at is None, rules=law.rules)
    rule, limit = inquiry_limit(inquiry.kind, grade, law.rules)
    due_at, _steps = law.calendar.add(inquiry.received_at, limit)
    return Clock(
        kind=DueKind.INQUIRY,
        rule=rule,
        subject_id=inquiry.id,
        ref=inquiry.ref,
        started_at=inquiry.received_at,
        due_at=due_at,
        soon_at=_soon_in_working_time(inquiry.received_at, limit, law.calendar),
        time_limit=format_duration(limit),
        grade=grade,
        due_before_regrade=_due_before(inquiry, regrades, due_at, law),
        stopped_at=stopped_at,
        outcome=outcome,
        due_day=None if inquiry.archived_at is not None else law.calendar.local(due_at).date(),
    )


def _telling(inquiry: InquiryFacts, solved_at: datetime) -> Clock:
    """Solved, and the customer not yet told the result: owed without a due time."""
    return Clock(
        kind=DueKind.INQUIRY,
        rule=Rule.R3,
        subject_id=inquiry.id,
        ref=inquiry.ref,
        started_at=solved_at,
        due_at=None,
        soon_at=None,
        grade=inquiry.grade_at_receipt,
        step=Step.TELL,
    )


def _first(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def law_at(stopped_at: datetime | None, laws: Sequence[Law]) -> Law:
    """The newest law for a running clock; for a stopped one the law of that instant (the first, if it is older)."""
    if stopped_at is None or len(laws) == 1:
        return laws[-1]
    return laws[max(0, bisect_right([law.since for law in laws], stopped_at) - 1)]


def _regrades(inquiry: InquiryFacts, customer: CustomerFacts, stopped_at: datetime | None) -> Sequence[Regrade]:
    """The regradings that re-time `inquiry`: those while it was open. Only a lead is timed by grade."""
    if inquiry.kind is not InquiryKind.LEAD:
        return ()
    return [
        regrade
        for regrade in customer.regrades
        if regrade.at > inquiry.received_at and (stopped_at is None or regrade.at < stopped_at)
    ]


def _timing_grade(
    inquiry: InquiryFacts, customer: CustomerFacts, regrades: Sequence[Regrade], *, running: bool, rules: Rules
) -> Grade:
    """The grade that times `inquiry`: at receipt, unless the customer was regraded while it was open.

    While it runs, a customer without a grade counts as what the newest rules say.
    """
    if regrades:
        return regrades[-1].after or rules.default_grade
    if running and customer.grade is None and inquiry.kind is InquiryKind.LEAD:
        return rules.default_grade
    return inquiry.grade_at_receipt


def _due_before(inquiry: InquiryFacts, regrades: Sequence[Regrade], due_at: datetime, law: Law) -> datetime | None:
    """Until when `inquiry` would be in time, had no regrading itself put its due time into the past.

    None where none did. Several may follow one another: each counts from the grade last given in time.
    """
    before: datetime | None = None
    for regrade in regrades:
        old, new = (
            law.calendar.add(inquiry.received_at, inquiry_limit(inquiry.kind, grade, law.rules)[1])[0]
            for grade in (regrade.before or law.rules.default_grade, regrade.after or law.rules.default_grade)
        )
        before = max(before or old, old) if new <= regrade.at else None
    return before if before is not None and before > due_at else None


def _promise_clocks(customer: CustomerFacts, laws: Sequence[Law]) -> Iterator[Clock]:
    """R6: met by the customer's next follow-up; a new date set before it is due replaces the promise."""
    promises = sorted(customer.promises, key=lambda promise: (promise.made_at, promise.id))
    for place, promise in enumerate(promises):
        successor = promises[place + 1].made_at if place + 1 < len(promises) else None
        contact = _contact_after(customer.contacted, promise.made_at)
        law = laws[-1]
        due_at = _end(promise.due, law.calendar)
        stopped_at, outcome = _promise_end(promise, due_at, contact, successor)
        yield Clock(
            kind=DueKind.FOLLOW_UP,
            rule=Rule.R6,
            subject_id=promise.id,
            ref=promise.ref,
            started_at=promise.made_at,
            due_at=due_at,
            soon_at=_soon_in_plain_time(promise.made_at, due_at),
            grade=customer.grade or law.rules.default_grade,
            stopped_at=stopped_at,
            outcome=outcome,
            due_day=promise.due.day or law.calendar.local(due_at).date(),
        )
        if promise.due.instant is not None and stopped_at is None:
            yield _write_down(promise, promise.due.instant, law)


def _contact_after(contacted: Sequence[datetime], made_at: datetime) -> datetime | None:
    place = bisect_right(contacted, made_at)
    return contacted[place] if place < len(contacted) else None


def _promise_end(
    promise: PromiseFacts, due_at: datetime, contact: datetime | None, successor: datetime | None
) -> tuple[datetime | None, Outcome | None]:
    """What ended the promise, the earliest first; a contact at the instant of a new date is a contact."""
    ends = [
        (at, rank, outcome)
        for at, rank, outcome in (
            (contact, 0, Outcome.MET),
            (promise.withdrawn_at, 1, Outcome.WITHDRAWN),
            (successor, 2, Outcome.REPLACED),
        )
        if at is not None
    ]
    if not ends:
        return None, None
    at, _rank, outcome = min(ends)
    if outcome is not Outcome.MET and at > due_at:
        return at, Outcome.MISSED
    return at, outcome


def _write_down(promise: PromiseFacts, promised: datetime, law: Law) -> Clock:
    """R4: once the promised time of day has passed, the contact is to be written down. Starts at that time."""
    due_at, _steps = law.calendar.add(promised, law.rules.written_within)
    return Clock(
        kind=DueKind.WRITE_DOWN,
        rule=Rule.R4,
        subject_id=promise.id,
        ref=f"{promise.ref}:{Rule.R4}",
        started_at=promised,
        due_at=due_at,
        soon_at=_soon_in_working_time(promised, law.rules.written_within, law.calendar),
        time_limit=format_duration(law.rules.written_within),
    )


def write_by(contacted_at: datetime, law: Law) -> datetime:
    """R4: until when a follow-up contacted at `contacted_at` is written down on time."""
    return law.calendar.add(contacted_at, law.rules.written_within)[0]


def written_on_time(contacted_at: datetime, written_at: datetime, laws: Sequence[Law]) -> bool:
    """R4, by the rules that were in force when it was written; exactly at the limit is on time."""
    law = law_at(written_at, laws)
    if written_at - contacted_at <= law.rules.written_within:
        return True  # working time is never faster than the clock on the wall: most need no calendar
    return written_at <= write_by(contacted_at, law)


def _profile_review(customer: CustomerFacts, law: Law) -> Clock:
    """R5: within a month of the last time, the first time a month after the customer was created."""
    start = customer.profile_reviewed_at or law.calendar.local(customer.created_at).date()
    return _by_date(DueKind.PROFILE_REVIEW, Rule.R5, customer, start, law.rules.profile_review, law)


def _contact_rhythm(customer: CustomerFacts, law: Law) -> Clock:
    """R7: a contact within the rhythm of the care type, counted from the last one (else from the creation)."""
    assert customer.care is not None  # asked by the caller
    start = law.calendar.local(last_contact(customer)).date()
    return _by_date(DueKind.CONTACT_RHYTHM, Rule.R7, customer, start, law.rules.contact_every[customer.care], law)


def last_contact(customer: CustomerFacts) -> datetime:
    """What a contact rhythm counts from: the last contact, or the creation where there has been none."""
    return customer.contacted[-1] if customer.contacted else customer.created_at


def _by_date(kind: DueKind, rule: Rule, customer: CustomerFacts, start: date, limit: CalendarSpan, law: Law) -> Clock:
    """A clock of calendar dates: it ends with the day, in the desk's zone."""
    started_at = law.calendar.end_of_day(start - timedelta(days=1))
    due_at = law.calendar.end_of_day(limit.after(start))
    return Clock(
        kind=kind,
        rule=rule,
        subject_id=customer.id,
        ref=f"{customer.code}:{rule}",
        started_at=started_at,
        due_at=due_at,
        soon_at=_soon_in_plain_time(started_at, due_at),
        time_limit=format_calendar_span(limit),
        grade=customer.grade or law.rules.default_grade,
    )


def task_clock(task: TaskFacts, laws: Sequence[Law]) -> Clock:
    """R9: past its end and not done is overdue; a task without an end is owed without a due time."""
    calendar = laws[-1].calendar
    due_at = None if task.end is None else _end(task.end, calendar)
    started_at = task.created_at if task.start is None else calendar.end_of_day(task.start - timedelta(days=1))
    stopped_at = _first(task.done_at, task.withdrawn_at)
    return Clock(
        kind=DueKind.TASK,
        rule=Rule.R9,
        subject_id=task.id,
        ref=task.ref,
        started_at=started_at,
        due_at=due_at,
        soon_at=None if due_at is None else _soon_in_plain_time(started_at, due_at),
        customer_id=task.customer_id,
        owner=task.owner,
        stopped_at=stopped_at,
        outcome=None if stopped_at is None else Outcome.MET if stopped_at == task.done_at else Outcome.WITHDRAWN,
        due_day=_due_day(task, calendar),
    )


def _due_day(task: TaskFacts, calendar: Calendar) -> date | None:
    """In whose figures the task counts; one dropped or archived is in none, even if it was done."""
    if task.end is None or task.withdrawn_at is not None:
        return None
    return task.end.last_day(calendar.zone)


def _end(due: Deadline, calendar: Calendar) -> datetime:
    """A date without a time ends with that day."""
    if due.instant is not None:
        return due.instant
    assert due.day is not None  # a Deadline has one of the two
    return calendar.end_of_day(due.day)


def _notice(window: timedelta) -> timedelta:
    """How long before its end a window is "due soon": the last quarter, at least 30 minutes, at most 24 hours."""
    return min(max(window / 4, _SOON_LEAST), _SOON_MOST)


def _soon_in_working_time(start: datetime, limit: timedelta, calendar: Calendar) -> datetime:
    return calendar.add(start, max(limit - _notice(limit), timedelta()))[0]


def _soon_in_plain_time(start: datetime, due_at: datetime) -> datetime:
    return max(start, due_at - _notice(due_at - start)) if due_at > start else due_at

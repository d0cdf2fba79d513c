"""What the reads give: frozen rows, ready to be shown. Instants are aware UTC; words are values, not labels.

Named tuples, where other values are frozen dataclasses: a dataclass takes 0.6 ms to make, a tenth of it is enough, and
every read command makes all of these.
"""

from datetime import date, datetime
from typing import NamedTuple

from salestui.domain.clock import Clock
from salestui.domain.instants import Deadline
from salestui.domain.words import (
    Care,
    DecisionRole,
    Grade,
    InquiryKind,
    Level,
    Method,
    ObjectionKind,
    ObjectionOutcome,
    Segment,
    Stage,
    TaskStatus,
)


class Waiting(NamedTuple):
    """A row of Today: a running clock, whom it is about and what it is about."""

    clock: Clock
    customer: str | None  # name
    code: str | None
    inquiry_kind: InquiryKind | None = None
    text: str | None = None  # what they asked, what was promised, what is to be done
    promised: Deadline | None = None
    method: Method | None = None  # of the appointment


class CustomerName(NamedTuple):
    """Enough to name a customer and to choose between two."""

    id: str
    code: str
    name: str
    owner: str | None
    archived: bool


class CustomerRow(NamedTuple):
    """A line of the customer list."""

    code: str
    name: str
    industry: str | None
    region: str | None
    grade: Grade | None
    segment: Segment | None
    care: Care | None
    stage: Stage
    owner: str | None
    last_contacted_at: datetime | None
    next_at: Deadline | None


class ContactRow(NamedTuple):
    """A person on the customer's side."""

    ref: str
    code: str
    customer: str
    name: str
    title: str | None
    decision_role: DecisionRole | None
    involvement: Level | None
    concern: str | None
    phone: str | None
    mobile: str | None
    email: str | None
    messaging: str | None


class InquiryRow(NamedTuple):
    """Something the customer waits on, with its clock. `answered_at` is the first contact that answers it."""

    ref: str
    code: str
    customer: str
    kind: InquiryKind
    complex: bool
    received_at: datetime
    channel: str | None
    text: str
    grade_at_receipt: Grade
    answered_at: datetime | None
    answered_by: str | None
    solved_at: datetime | None
    result: str | None
    customer_told_at: datetime | None
    clock: Clock | None


class FollowUpRow(NamedTuple):
    """One contact, written down. `next_at` is what was promised in it."""

    id: str
    ref: str
    code: str
    customer: str
    contacted_at: datetime
    method: Method
    contact: str | None
    with_people: str | None
    our_people: str | None
    need: str | None
    content: str
    feedback: str | None
    decision_progress: str | None
    progress: str | None
    next_action: str | None
    next_at: Deadline | None
    next_method: Method | None
    next_place: str | None
    owner: str | None
    written_at: datetime | None
    answers: tuple[str, ...]  # refs


class ObjectionRow(NamedTuple):
    """What held the customer back, and our answer."""

    ref: str
    follow_up: str
    kind: ObjectionKind
    text: str
    answer: str | None
    outcome: ObjectionOutcome
    inquiry: str | None


class TaskRow(NamedTuple):
    """A piece of work."""

    ref: str
    code: str | None
    customer: str | None
    module: str | None
    action: str
    owner: str
    acceptor: str | None
    start: date | None
    end: Deadline | None
    progress: int
    status: TaskStatus
    priority: Level | None
    milestone: bool
    done_at: datetime | None
    clock: Clock


class Found(NamedTuple):
    """A record that a search found: `text` is where, `at` when it happened (UTC)."""

    kind: str  # customer, follow_up, inquiry, task, objection
    ref: str
    code: str | None
    customer: str | None
    text: str
    at: datetime | None = None

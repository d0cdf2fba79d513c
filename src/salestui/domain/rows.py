"""What the reads give: frozen rows, ready to be shown. Instants are aware UTC; words are values, not labels.

Named tuples, where other values are frozen dataclasses: a dataclass takes 0.6 ms to make, a tenth of it is enough, and
every read command makes all of these.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from salestui.domain.clock import Clock
from salestui.domain.instants import Deadline
from salestui.domain.money import Money
from salestui.domain.words import (
    AgendaKind,
    Care,
    ClockState,
    DealKind,
    DealStage,
    DecisionRole,
    Grade,
    InquiryKind,
    Level,
    LostReason,
    Method,
    ObjectionKind,
    ObjectionOutcome,
    Segment,
    Stage,
    TaskStatus,
    WarningKind,
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


class ScoreRow(NamedTuple):
    """A dated satisfaction score, 0–100, and the one before it."""

    id: str
    at: datetime
    score: int
    before: int | None

    @property
    def change(self) -> int | None:
        """Points up or down against the score before."""
        return None if self.before is None else self.score - self.before


class EarlyWarning(NamedTuple):
    """A warning in force (R12): whom it is about, since when, and the numbers of its kind; the others are None."""

    kind: WarningKind
    customer_id: str
    code: str
    customer: str  # name
    owner: str | None
    grade: Grade  # a customer not graded counts as the default grade
    since: datetime
    score_before: int | None  # satisfaction_down
    score: int | None
    counted_from: datetime | None  # no_contact: the last contact, or the creation where there was none
    rhythm: str | None  # as R7 states it: "30d"
    complaints: int | None  # second_complaint: how many are open
    ref: str | None  # of the complaint that made it two


class AbsenceRow(NamedTuple):
    """Somebody is away from the first day to the last (local, inclusive), and who stands in."""

    id: str
    ref: str
    owner: str
    from_day: date
    to_day: date
    stand_in: str
    ended_at: datetime | None  # back early, or called off


class OwnerLoad(NamedTuple):
    """How many rows wait on an owner, for a lead; `owner` None is what belongs to nobody."""

    owner: str | None
    overdue: int
    due_soon: int
    on_time: int
    oldest_overdue_at: datetime | None  # the due time longest past
    warnings: int  # early warnings in force
    away_until: date | None  # the last day of the absence in force
    stand_in: str | None


class AgendaRow(NamedTuple):
    """A line of a day: at a time of day (UTC instant), or some time that day (None)."""

    day: date  # local
    at: datetime | None
    kind: AgendaKind
    state: ClockState  # of the clock, now
    clock: Clock
    ref: str
    code: str | None
    customer: str | None  # name
    inquiry_kind: InquiryKind | None
    text: str | None  # what they asked, what is to be done then
    method: Method | None
    place: str | None
    owner: str | None


class AgendaDay(NamedTuple):
    """One local day: who is away, then what has a time of day, then the rest by grade."""

    day: date
    away: tuple[AbsenceRow, ...]
    rows: tuple[AgendaRow, ...]


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

    id: str
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

    id: str
    ref: str
    code: str
    customer: str
    contact: str | None
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
    answers: tuple[str, ...]  # refs, as of the two below
    objections: tuple[str, ...]
    todos: tuple[str, ...]


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

    id: str
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
    waiting_for: str | None
    supervisor: str | None
    support: str | None
    delay_cause: str | None
    repeats: str | None  # the rule of its series
    deal: str | None  # its ref
    resources: str | None
    output_standard: str | None
    expected_effect: str | None
    note: str | None


class DealRow(NamedTuple):
    """A deal, with what its age is counted from: the last contact with the customer, or the next one planned."""

    id: str
    ref: str
    code: str
    customer: str
    grade: str | None
    name: str
    amount: Money | None
    kind: DealKind
    stage: DealStage
    entered_at: datetime  # when it came to its stage
    probability: int | None
    expected_close: date | None
    closed_at: datetime | None
    lost_reason: LostReason | None
    lost_to: str | None
    product: str | None
    contract_from: date | None
    contract_to: date | None
    owner: str | None
    created_at: datetime
    contacted_at: datetime | None
    next_at: Deadline | None
    renews: str | None  # the ref of the order whose contract it is to follow
    channel: str | None
    note: str | None


class CompetitorRow(NamedTuple):
    """A battle card; `lost` counts the deals lost to them."""

    id: str
    ref: str
    name: str
    strengths: str | None
    weaknesses: str | None
    price: str | None
    our_answer: str | None
    lost: int


class ImprovementRow(NamedTuple):
    """A measure of a review, and the task it has become, if it has."""

    id: str
    text: str
    task: str | None = None  # its ref
    task_key: str | None = None
    status: TaskStatus | None = None
    owner: str | None = None
    end: Deadline | None = None

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.status is TaskStatus.DONE


class ReviewRow(NamedTuple):
    """A period looked back on; `figures` are as they were at `figures_at`, as `domain.frozen_figures` writes them."""

    id: str
    ref: str
    period: str  # as it is typed
    from_day: date
    to_day: date  # the last
    owner: str | None  # None: everybody's
    figures: str
    figures_at: datetime
    problems: str | None
    causes: str | None
    improvements: tuple[ImprovementRow, ...]
    cases: str | None
    note: str | None
    archived: bool = False


class Found(NamedTuple):
    """A record that a search found: `text` is where, `at` when it happened (UTC)."""

    kind: str  # customer, follow_up, inquiry, task, objection, deal, competitor
    ref: str
    code: str | None
    customer: str | None
    text: str
    at: datetime | None = None


ROWS: Mapping[str, type[NamedTuple]] = {  # record → its row, as lists and `show` have it
    "customer": CustomerRow,
    "contact": ContactRow,
    "inquiry": InquiryRow,
    "follow_up": FollowUpRow,
    "objection": ObjectionRow,
    "task": TaskRow,
    "deal": DealRow,
    "competitor": CompetitorRow,
    "review": ReviewRow,
}

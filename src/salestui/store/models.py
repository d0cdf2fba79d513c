"""The schema and the write model: every table that holds facts, with its keys and checks.

What follows from the facts (clocks, warnings, search text) is derived and lives in `derived.sql`; it is never logged.
SQLModel tables do not validate, so the database does: NOT NULL, CHECK and RESTRICT here, one validator a field
in `domain.fields`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

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
from salestui.store import columns
from salestui.store.columns import Table
from salestui.store.columns import metadata as metadata  # of all tables below


class Owner(Table, table=True):
    """Somebody who looks after customers and tasks; named by people, so the name is the key others refer to."""

    id: str = columns.key()
    name: str = columns.text(required=True, unique=True)
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Customer(Table, table=True):
    """A customer and its profile 《客户信息需求分析表》."""

    __table_args__ = (
        columns.one_of("grade", Grade),
        columns.one_of("segment", Segment),
        columns.one_of("care", Care),
        columns.one_of("stage", Stage),
        columns.one_of("need_urgency", Level),
        CheckConstraint("employees >= 0", name="employees"),
        CheckConstraint("(annual_revenue IS NULL) = (currency IS NULL)", name="currency"),
        Index("ix_customer_name", "name"),
    )
    id: str = columns.key()
    code: str = columns.text(required=True, unique=True)
    name: str = columns.text(required=True)
    industry: str | None = columns.text()
    employees: int | None = None
    annual_revenue: int | None = None  # minor units of `currency`
    currency: str | None = columns.text()
    region: str | None = columns.text()
    grade: Grade | None = columns.word(Grade)
    segment: Segment | None = columns.word(Segment)
    care: Care | None = columns.word(Care)
    stage: Stage = columns.word(Stage, required=True, default=Stage.PROSPECT)
    source_channel: str | None = columns.text()
    owner: str | None = columns.of("owner.name")
    core_needs: str | None = columns.text()
    pain_points: str | None = columns.text()
    need_urgency: Level | None = columns.word(Level)
    goals: str | None = columns.text()
    supplier_expectations: str | None = columns.text()
    buying_preference: str | None = columns.text()
    buying_habits: str | None = columns.text()
    information_channels: str | None = columns.text()
    deal_cycle: str | None = columns.text()
    strategy_suggestion: str | None = columns.text()
    profile_reviewed_at: date | None = columns.day()
    customer_since: date | None = columns.day()
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class StageChange(Table, table=True):
    """One step of a customer's stage history."""

    __tablename__ = "stage_change"
    __table_args__ = (columns.one_of("stage", Stage),)
    id: str = columns.key()
    customer_id: str = columns.of("customer.id", required=True)
    stage: Stage = columns.word(Stage, required=True)
    since: datetime = columns.instant(required=True)


class GradeChange(Table, table=True):
    """One regrading: it re-times the inquiries open then, from their receipt."""

    __tablename__ = "grade_change"
    __table_args__ = (columns.one_of("grade", Grade), columns.one_of("grade_before", Grade))
    id: str = columns.key()
    customer_id: str = columns.of("customer.id", required=True)
    grade_before: Grade | None = columns.word(Grade)
    grade: Grade | None = columns.word(Grade)
    changed_at: datetime = columns.instant(required=True)


class SatisfactionScore(Table, table=True):
    """A dated satisfaction score, 0–100."""

    __tablename__ = "satisfaction_score"
    __table_args__ = (columns.between("score", 0, 100),)
    id: str = columns.key()
    customer_id: str = columns.of("customer.id", required=True)
    score: int
    scored_at: datetime = columns.instant(required=True)


class Tag(Table, table=True):
    """A word reps mark customers with."""

    id: str = columns.key()
    name: str = columns.text(required=True, unique=True)


class CustomerTag(Table, table=True):
    """A tag on a customer."""

    __tablename__ = "customer_tag"
    __table_args__ = (UniqueConstraint("customer_id", "tag_id"),)
    id: str = columns.key()
    customer_id: str = columns.of("customer.id", required=True)
    tag_id: str = columns.of("tag.id", required=True)


class Contact(Table, table=True):
    """A person on the customer's side 决策链人员."""

    __table_args__ = (columns.one_of("decision_role", DecisionRole), columns.one_of("involvement", Level))
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str = columns.of("customer.id", required=True)
    name: str = columns.text(required=True)
    title: str | None = columns.text()
    decision_role: DecisionRole | None = columns.word(DecisionRole)
    involvement: Level | None = columns.word(Level)
    concern: str | None = columns.text()
    phone: str | None = columns.text()
    mobile: str | None = columns.text()
    email: str | None = columns.text()
    messaging: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Inquiry(Table, table=True):
    """Something the customer waits on. Which follow-ups answer it stands in `answer`; when follows from them."""

    __table_args__ = (
        columns.one_of("kind", InquiryKind),
        columns.one_of("grade_at_receipt", Grade),
        CheckConstraint("solved_at >= received_at", name="solved_at"),
        CheckConstraint("answered_at >= received_at", name="answered_at"),
        CheckConstraint("solved_at IS NOT NULL OR customer_told_at IS NULL", name="customer_told_at"),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str = columns.of("customer.id", required=True)
    contact_id: str | None = columns.of("contact.id")
    kind: InquiryKind = columns.word(InquiryKind, required=True)
    received_at: datetime = columns.instant(required=True)
    channel: str | None = columns.text()
    text: str = columns.text(required=True)
    complex: bool = columns.flag()
    grade_at_receipt: Grade = columns.word(Grade, required=True)
    answered_at: datetime | None = columns.instant()  # only where a file told so; else it follows from `answer`
    solved_at: datetime | None = columns.instant()
    result: str | None = columns.text()
    customer_told_at: datetime | None = columns.instant()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class FollowUp(Table, table=True):
    """One contact, written down 《客户跟进记录表》."""

    __tablename__ = "follow_up"
    __table_args__ = (
        columns.one_of("method", Method),
        # archived_at too: the last contact of 100,000 customers is read from the index alone (125 ms instead of 210)
        Index("ix_follow_up_customer", "customer_id", "contacted_at", "archived_at"),
        Index("ix_follow_up_owner", "owner", "contacted_at"),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str = Field(sa_column=Column(Text, ForeignKey("customer.id", ondelete="RESTRICT"), nullable=False))
    contact_id: str | None = columns.of("contact.id")
    contacted_at: datetime = columns.instant(required=True, index=True)
    method: Method = columns.word(Method, required=True)
    with_people: str | None = columns.text()
    our_people: str | None = columns.text()
    need: str | None = columns.text()
    content: str = columns.text(required=True)
    feedback: str | None = columns.text()
    decision_progress: str | None = columns.text()
    progress: str | None = columns.text()
    next_action: str | None = columns.text()
    owner: str | None = Field(default=None, sa_column=Column(Text, ForeignKey("owner.name", ondelete="RESTRICT")))
    written_at: datetime | None = columns.instant()  # empty where a file did not say
    archived_at: datetime | None = columns.instant()


class Answer(Table, table=True):
    """A follow-up answers an inquiry; the earliest contact after the receipt stops the clock."""

    __table_args__ = (UniqueConstraint("follow_up_id", "inquiry_id"),)
    id: str = columns.key()
    follow_up_id: str = columns.of("follow_up.id", required=True)
    inquiry_id: str = columns.of("inquiry.id", required=True)


class Objection(Table, table=True):
    """What held the customer back in a follow-up, our answer, and whether it worked."""

    __table_args__ = (columns.one_of("kind", ObjectionKind), columns.one_of("outcome", ObjectionOutcome))
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    follow_up_id: str = columns.of("follow_up.id", required=True)
    inquiry_id: str | None = columns.of("inquiry.id")  # opened where no answer was given (R3)
    kind: ObjectionKind = columns.word(ObjectionKind, required=True)
    text: str = columns.text(required=True)
    answer: str | None = columns.text()
    outcome: ObjectionOutcome = columns.word(ObjectionOutcome, required=True, default=ObjectionOutcome.OPEN)


class Promise(Table, table=True):
    """The next follow-up promised (R6). Met, replaced or missed follows from what came after."""

    __table_args__ = (columns.one_of("method", Method),)
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str = columns.of("customer.id", required=True)
    follow_up_id: str | None = columns.of("follow_up.id")  # where it was made; empty where only a date was set
    made_at: datetime = columns.instant(required=True)  # the contact in which it was made, or the setting of the date
    due: Deadline = columns.due(required=True)
    method: Method | None = columns.word(Method)
    place: str | None = columns.text()
    withdrawn_at: datetime | None = columns.instant()


class Task(Table, table=True):
    """A piece of work with exactly one owner 《营销策略执行计划表》."""

    __table_args__ = (
        columns.one_of("status", TaskStatus),
        columns.one_of("priority", Level),
        columns.between("progress", 0, 100),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_at"),
        CheckConstraint("(status = 'dropped') = (dropped_at IS NOT NULL)", name="dropped_at"),
        CheckConstraint("status <> 'done' OR progress = 100", name="done"),
        CheckConstraint('"start" <= "end" OR length("end") > 10', name="start"),  # an instant is UTC, a day is local
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str | None = columns.of("customer.id")
    follow_up_id: str | None = columns.of("follow_up.id")
    inquiry_id: str | None = columns.of("inquiry.id")
    module: str | None = columns.text()
    action: str = columns.text(required=True)
    owner: str = columns.of("owner.name", required=True)
    supervisor: str | None = columns.text()
    acceptor: str | None = columns.text()
    support: str | None = columns.text()
    start: date | None = columns.day()
    end: Deadline | None = columns.due()
    resources: str | None = columns.text()
    output_standard: str | None = columns.text()
    expected_effect: str | None = columns.text()
    progress: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    status: TaskStatus = columns.word(TaskStatus, required=True, default=TaskStatus.TODO)
    done_at: datetime | None = columns.instant()
    dropped_at: datetime | None = columns.instant()
    accepted_at: datetime | None = columns.instant()
    delay_cause: str | None = columns.text()
    priority: Level | None = columns.word(Level)
    milestone: bool = columns.flag()
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Absence(Table, table=True):
    """Somebody is away, both days included, and another stands in: Today shows that one the rows of both."""

    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="to_day"),
        CheckConstraint("stand_in <> owner", name="stand_in"),
        Index("ix_absence_to_day", "to_day"),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    owner: str = columns.of("owner.name", required=True)
    from_day: date = columns.day(required=True)
    to_day: date = columns.day(required=True)
    stand_in: str = columns.of("owner.name", required=True)
    ended_at: datetime | None = columns.instant()  # back early, or called off: no longer away from then on


class SavedView(Table, table=True):
    """A list somebody wants back: screen, filters, sort and columns, as JSON."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner", "screen", "name"),)
    id: str = columns.key()
    owner: str = columns.of("owner.name", required=True)
    screen: str = columns.text(required=True)
    name: str = columns.text(required=True)
    query: str = columns.text(required=True)


class RulesInForce(Table, table=True):
    """A rule book of the desk, from an instant on; a closed clock is judged by the book of its day."""

    __tablename__ = "rules_in_force"
    id: str = columns.key()
    since: datetime = columns.instant(required=True)
    fingerprint: str = columns.text(required=True)
    book: str = columns.text(required=True)


LOGGED: tuple[type[Table], ...] = (
    Owner,
    Customer,
    StageChange,
    GradeChange,
    SatisfactionScore,
    Tag,
    CustomerTag,
    Contact,
    Inquiry,
    FollowUp,
    Answer,
    Objection,
    Promise,
    Task,
    SavedView,
    RulesInForce,
    Absence,
)


def entity_of(model: type[SQLModel]) -> str:
    """The name of the model's table: what the change log and the reads call the record."""
    return str(model.__tablename__)


MODELS: dict[str, type[Table]] = {entity_of(model): model for model in LOGGED}

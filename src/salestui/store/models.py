"""The schema and the write model: every table that holds facts, with its keys and checks.

What follows from the facts (clocks, search text) is derived and lives in `derived.sql`; it is never logged.
SQLModel tables do not validate, so the database does: NOT NULL, CHECK and RESTRICT here, one validator a field
in `domain.fields`.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
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
from salestui.store.types import Day, Due, Instant, Word

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class _Table(SQLModel):
    """What all tables share: one metadata, and no pydantic schema built before somebody asks for one."""

    metadata = metadata
    model_config: ClassVar[Any] = {
        "defer_build": True,
        "arbitrary_types_allowed": True,
    }  # pydantic's ConfigDict


# Any: SQLModel's Field() itself is typed so; the annotation of each attribute is what mypy checks.
def _word(words: type[StrEnum], *, required: bool = False, default: StrEnum | None = None) -> Any:
    return Field(default=default, sa_column=Column(Word(words), nullable=not required))


def _instant(*, required: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Instant, nullable=not required, index=index))


def _day(*, required: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Day, nullable=not required))


def _due(*, required: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Due, nullable=not required))


def _text(*, required: bool = False, unique: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Text, nullable=not required, unique=unique))


def _key() -> Any:
    return Field(sa_column=Column(Text, primary_key=True))


def _of(target: str, *, required: bool = False) -> Any:
    column = Column(Text, ForeignKey(target, ondelete="RESTRICT"), nullable=not required, index=True)
    return Field(default=None, sa_column=column)


def _flag() -> Any:
    return Field(default=False, sa_column=Column(Integer, nullable=False, server_default=text("0")))


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _between(column: str, low: int, high: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {low:d} AND {high:d}", name=column)


class Owner(_Table, table=True):
    """Somebody who looks after customers and tasks; named by people, so the name is the key others refer to."""

    id: str = _key()
    name: str = _text(required=True, unique=True)
    created_at: datetime = _instant(required=True)
    archived_at: datetime | None = _instant()


class Customer(_Table, table=True):
    """A customer and its profile 《客户信息需求分析表》."""

    __table_args__ = (
        _one_of("grade", Grade),
        _one_of("segment", Segment),
        _one_of("care", Care),
        _one_of("stage", Stage),
        _one_of("need_urgency", Level),
        CheckConstraint("employees >= 0", name="employees"),
        CheckConstraint("(annual_revenue IS NULL) = (currency IS NULL)", name="currency"),
        Index("ix_customer_name", "name"),
    )
    id: str = _key()
    code: str = _text(required=True, unique=True)
    name: str = _text(required=True)
    industry: str | None = _text()
    employees: int | None = None
    annual_revenue: int | None = None  # minor units of `currency`
    currency: str | None = _text()
    region: str | None = _text()
    grade: Grade | None = _word(Grade)
    segment: Segment | None = _word(Segment)
    care: Care | None = _word(Care)
    stage: Stage = _word(Stage, required=True, default=Stage.PROSPECT)
    source_channel: str | None = _text()
    owner: str | None = _of("owner.name")
    core_needs: str | None = _text()
    pain_points: str | None = _text()
    need_urgency: Level | None = _word(Level)
    goals: str | None = _text()
    supplier_expectations: str | None = _text()
    buying_preference: str | None = _text()
    buying_habits: str | None = _text()
    information_channels: str | None = _text()
    deal_cycle: str | None = _text()
    strategy_suggestion: str | None = _text()
    profile_reviewed_at: date | None = _day()
    customer_since: date | None = _day()
    note: str | None = _text()
    created_at: datetime = _instant(required=True)
    archived_at: datetime | None = _instant()


class StageChange(_Table, table=True):
    """One step of a customer's stage history."""

    __tablename__ = "stage_change"
    __table_args__ = (_one_of("stage", Stage),)
    id: str = _key()
    customer_id: str = _of("customer.id", required=True)
    stage: Stage = _word(Stage, required=True)
    since: datetime = _instant(required=True)


class GradeChange(_Table, table=True):
    """One regrading: it re-times the inquiries open then, from their receipt."""

    __tablename__ = "grade_change"
    __table_args__ = (_one_of("grade", Grade), _one_of("grade_before", Grade))
    id: str = _key()
    customer_id: str = _of("customer.id", required=True)
    grade_before: Grade | None = _word(Grade)
    grade: Grade | None = _word(Grade)
    changed_at: datetime = _instant(required=True)


class SatisfactionScore(_Table, table=True):
    """A dated satisfaction score, 0–100."""

    __tablename__ = "satisfaction_score"
    __table_args__ = (_between("score", 0, 100),)
    id: str = _key()
    customer_id: str = _of("customer.id", required=True)
    score: int
    scored_at: datetime = _instant(required=True)


class Tag(_Table, table=True):
    """A word reps mark customers with."""

    id: str = _key()
    name: str = _text(required=True, unique=True)


class CustomerTag(_Table, table=True):
    """A tag on a customer."""

    __tablename__ = "customer_tag"
    __table_args__ = (UniqueConstraint("customer_id", "tag_id"),)
    id: str = _key()
    customer_id: str = _of("customer.id", required=True)
    tag_id: str = _of("tag.id", required=True)


class Contact(_Table, table=True):
    """A person on the customer's side 决策链人员."""

    __table_args__ = (_one_of("decision_role", DecisionRole), _one_of("involvement", Level))
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    customer_id: str = _of("customer.id", required=True)
    name: str = _text(required=True)
    title: str | None = _text()
    decision_role: DecisionRole | None = _word(DecisionRole)
    involvement: Level | None = _word(Level)
    concern: str | None = _text()
    phone: str | None = _text()
    mobile: str | None = _text()
    email: str | None = _text()
    messaging: str | None = _text()
    created_at: datetime = _instant(required=True)
    archived_at: datetime | None = _instant()


class Inquiry(_Table, table=True):
    """Something the customer waits on. Which follow-ups answer it stands in `answer`; when follows from them."""

    __table_args__ = (
        _one_of("kind", InquiryKind),
        _one_of("grade_at_receipt", Grade),
        CheckConstraint("solved_at >= received_at", name="solved_at"),
        CheckConstraint("answered_at >= received_at", name="answered_at"),
        CheckConstraint("solved_at IS NOT NULL OR customer_told_at IS NULL", name="customer_told_at"),
    )
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    customer_id: str = _of("customer.id", required=True)
    contact_id: str | None = _of("contact.id")
    kind: InquiryKind = _word(InquiryKind, required=True)
    received_at: datetime = _instant(required=True)
    channel: str | None = _text()
    text: str = _text(required=True)
    complex: bool = _flag()
    grade_at_receipt: Grade = _word(Grade, required=True)
    answered_at: datetime | None = _instant()  # only where a file told so; else it follows from `answer`
    solved_at: datetime | None = _instant()
    result: str | None = _text()
    customer_told_at: datetime | None = _instant()
    created_at: datetime = _instant(required=True)
    archived_at: datetime | None = _instant()


class FollowUp(_Table, table=True):
    """One contact, written down 《客户跟进记录表》."""

    __tablename__ = "follow_up"
    __table_args__ = (
        _one_of("method", Method),
        Index("ix_follow_up_customer", "customer_id", "contacted_at"),
        Index("ix_follow_up_owner", "owner", "contacted_at"),
    )
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    customer_id: str = Field(sa_column=Column(Text, ForeignKey("customer.id", ondelete="RESTRICT"), nullable=False))
    contact_id: str | None = _of("contact.id")
    contacted_at: datetime = _instant(required=True, index=True)
    method: Method = _word(Method, required=True)
    with_people: str | None = _text()
    our_people: str | None = _text()
    need: str | None = _text()
    content: str = _text(required=True)
    feedback: str | None = _text()
    decision_progress: str | None = _text()
    progress: str | None = _text()
    next_action: str | None = _text()
    owner: str | None = Field(default=None, sa_column=Column(Text, ForeignKey("owner.name", ondelete="RESTRICT")))
    written_at: datetime | None = _instant()  # empty where a file did not say
    archived_at: datetime | None = _instant()


class Answer(_Table, table=True):
    """A follow-up answers an inquiry; the earliest contact after the receipt stops the clock."""

    __table_args__ = (UniqueConstraint("follow_up_id", "inquiry_id"),)
    id: str = _key()
    follow_up_id: str = _of("follow_up.id", required=True)
    inquiry_id: str = _of("inquiry.id", required=True)


class Objection(_Table, table=True):
    """What held the customer back in a follow-up, our answer, and whether it worked."""

    __table_args__ = (_one_of("kind", ObjectionKind), _one_of("outcome", ObjectionOutcome))
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    follow_up_id: str = _of("follow_up.id", required=True)
    inquiry_id: str | None = _of("inquiry.id")  # opened where no answer was given (R3)
    kind: ObjectionKind = _word(ObjectionKind, required=True)
    text: str = _text(required=True)
    answer: str | None = _text()
    outcome: ObjectionOutcome = _word(ObjectionOutcome, required=True, default=ObjectionOutcome.OPEN)


class Promise(_Table, table=True):
    """The next follow-up promised (R6). Met, replaced or missed follows from what came after."""

    __table_args__ = (_one_of("method", Method),)
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    customer_id: str = _of("customer.id", required=True)
    follow_up_id: str | None = _of("follow_up.id")  # where it was made; empty where only a date was set
    made_at: datetime = _instant(required=True)  # the contact in which it was made, or the setting of the date
    due: Deadline = _due(required=True)
    method: Method | None = _word(Method)
    place: str | None = _text()
    withdrawn_at: datetime | None = _instant()


class Task(_Table, table=True):
    """A piece of work with exactly one owner 《营销策略执行计划表》."""

    __table_args__ = (
        _one_of("status", TaskStatus),
        _one_of("priority", Level),
        _between("progress", 0, 100),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_at"),
        CheckConstraint("(status = 'dropped') = (dropped_at IS NOT NULL)", name="dropped_at"),
        CheckConstraint("status <> 'done' OR progress = 100", name="done"),
        CheckConstraint('"start" <= "end" OR length("end") > 10', name="start"),  # an instant is UTC, a day is local
    )
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    customer_id: str | None = _of("customer.id")
    follow_up_id: str | None = _of("follow_up.id")
    inquiry_id: str | None = _of("inquiry.id")
    module: str | None = _text()
    action: str = _text(required=True)
    owner: str = _of("owner.name", required=True)
    supervisor: str | None = _text()
    acceptor: str | None = _text()
    support: str | None = _text()
    start: date | None = _day()
    end: Deadline | None = _due()
    resources: str | None = _text()
    output_standard: str | None = _text()
    expected_effect: str | None = _text()
    progress: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=text("0")))
    status: TaskStatus = _word(TaskStatus, required=True, default=TaskStatus.TODO)
    done_at: datetime | None = _instant()
    dropped_at: datetime | None = _instant()
    accepted_at: datetime | None = _instant()
    delay_cause: str | None = _text()
    priority: Level | None = _word(Level)
    milestone: bool = _flag()
    note: str | None = _text()
    created_at: datetime = _instant(required=True)
    archived_at: datetime | None = _instant()


class Absence(_Table, table=True):
    """Somebody is away, both days included, and another stands in: Today shows that one the rows of both."""

    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="to_day"),
        CheckConstraint("stand_in <> owner", name="stand_in"),
        Index("ix_absence_to_day", "to_day"),
    )
    id: str = _key()
    ref: str = _text(required=True, unique=True)
    owner: str = _of("owner.name", required=True)
    from_day: date = _day(required=True)
    to_day: date = _day(required=True)
    stand_in: str = _of("owner.name", required=True)
    ended_at: datetime | None = _instant()  # back early, or called off: no longer away from then on


class SavedView(_Table, table=True):
    """A list somebody wants back: screen, filters, sort and columns, as JSON."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner", "screen", "name"),)
    id: str = _key()
    owner: str = _of("owner.name", required=True)
    screen: str = _text(required=True)
    name: str = _text(required=True)
    query: str = _text(required=True)


class RulesInForce(_Table, table=True):
    """A rule book of the desk, from an instant on; a closed clock is judged by the book of its day."""

    __tablename__ = "rules_in_force"
    id: str = _key()
    since: datetime = _instant(required=True)
    fingerprint: str = _text(required=True)
    book: str = _text(required=True)


LOGGED: tuple[type[_Table], ...] = (
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


MODELS: dict[str, type[_Table]] = {entity_of(model): model for model in LOGGED}

"""Customers with their profile, histories, tags and the people on their side."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql

from salestui.domain.words import Care, DecisionRole, Grade, Level, Segment, Stage
from salestui.store import columns
from salestui.store.columns import Table


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
        Index("ix_customer_created", "created_at", "owner", "archived_at"),
        Index("ix_customer_archived", "archived_at", "id", sqlite_where=sql("archived_at IS NOT NULL")),
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
    __table_args__ = (
        columns.one_of("stage", Stage),
        Index("ix_stage_change_stage", "stage", "since", "customer_id"),
    )
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

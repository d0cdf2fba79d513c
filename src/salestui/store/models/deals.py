"""Deals with the dates of their stages, and the competitors they are lost to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from salestui.domain.words import DealKind, DealStage, LostReason
from salestui.store import columns
from salestui.store.columns import Table


class Competitor(Table, table=True):
    """Somebody who sells against us, with our answer: a battle card."""

    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    name: str = columns.text(required=True, unique=True)
    strengths: str | None = columns.text()
    weaknesses: str | None = columns.text()
    price: str | None = columns.text()
    our_answer: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Deal(Table, table=True):
    """Something a customer may buy; a won one is an order. Closed exactly where it is won or lost."""

    __table_args__ = (
        columns.one_of("kind", DealKind),
        columns.one_of("stage", DealStage),
        columns.one_of("lost_reason", LostReason),
        columns.between("probability", 0, 100),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="currency"),
        CheckConstraint("(stage IN ('won', 'lost')) = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("(stage = 'lost') = (lost_reason IS NOT NULL)", name="lost"),
        CheckConstraint("stage = 'lost' OR lost_to_id IS NULL", name="lost_to"),
        CheckConstraint("contract_from <= contract_to", name="contract_to"),
        Index("ix_deal_stage", "stage", "owner"),
        # Figures read these alone: a table of 300,000 deals is not touched. They hold `archived_at` too, since SQLite
        # looks at the table for a column that only the index's own condition names.
        Index(
            "ix_deal_closed",
            *("closed_at", "stage", "owner", "customer_id", "amount", "currency", "kind", "channel", "created_at"),
            "archived_at",
            sqlite_where=sql("archived_at IS NULL AND closed_at IS NOT NULL"),
        ),
        Index(
            "ix_deal_created",
            *("created_at", "owner", "customer_id", "stage", "closed_at", "archived_at"),
            sqlite_where=sql("archived_at IS NULL"),
        ),
        Index("ix_deal_owned", "owner", "id", "archived_at", "customer_id", sqlite_where=sql("archived_at IS NULL")),
        Index("ix_deal_archived", "archived_at", "id", sqlite_where=sql("archived_at IS NOT NULL")),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str = columns.of("customer.id", required=True)
    name: str = columns.text(required=True)
    amount: int | None = None  # minor units of `currency`
    currency: str | None = columns.text()
    kind: DealKind = columns.word(DealKind, required=True, default=DealKind.NEW)
    stage: DealStage = columns.word(DealStage, required=True, default=DealStage.LEAD)
    probability: int | None = None  # percent
    expected_close: date | None = columns.day()
    closed_at: datetime | None = columns.instant()
    lost_reason: LostReason | None = columns.word(LostReason)
    lost_to_id: str | None = columns.of("competitor.id")
    product: str | None = columns.text()
    contract_from: date | None = columns.day()
    contract_to: date | None = columns.day()
    renews_id: str | None = columns.of("deal.id")  # the order whose contract this one is to follow
    channel: str | None = columns.text()  # credited with it
    owner: str | None = columns.of("owner.name")
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class DealStageChange(Table, table=True):
    """A deal came to a stage; the first is its creation. Where it stands now is kept with the deal as well."""

    __tablename__ = "deal_stage_change"
    __table_args__ = (
        columns.one_of("stage", DealStage),
        Index(
            "ix_deal_stage_change_opportunity",
            "entered_at",
            "deal_id",
            "stage",
            sqlite_where=sql("stage = 'opportunity'"),
        ),
    )
    id: str = columns.key()
    deal_id: str = columns.of("deal.id", required=True)
    stage: DealStage = columns.word(DealStage, required=True)
    entered_at: datetime = columns.instant(required=True)

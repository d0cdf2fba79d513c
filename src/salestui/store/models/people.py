"""Who works at the desk, who is away, and whoever stands in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index

from salestui.store import columns
from salestui.store.columns import Table


class Owner(Table, table=True):
    """Somebody who looks after customers and tasks; named by people, so the name is the key others refer to."""

    id: str = columns.key()
    name: str = columns.text(required=True, unique=True)
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

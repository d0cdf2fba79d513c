"""What the desk keeps about itself: saved views, and the rules in force."""

from datetime import datetime

from sqlalchemy import UniqueConstraint

from salestui.store import columns
from salestui.store.columns import Table


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

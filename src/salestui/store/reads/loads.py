"""How much waits on each owner: counted in one pass over an index of the clocks that run."""

from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.rows import OwnerLoad
from salestui.store.driver import Connection
from salestui.store.reads.values import instant

# The rows of Today, as `waiting` chooses them; the index holds all that is asked for, so no row is looked up.
_BY_OWNER = """
    SELECT owner, sum(due_at < :now) AS overdue, sum(soon_at <= :now AND due_at >= :now) AS due_soon, count(*) AS total,
           min(CASE WHEN due_at < :now THEN due_at END) AS oldest
    FROM clock INDEXED BY ix_clock_owner
    WHERE stopped_at IS NULL AND (
        kind IN ('inquiry', 'follow_up', 'task')
        OR kind IN ('profile_review', 'contact_rhythm') AND soon_at <= :now
        OR kind = 'write_down' AND started_at <= :now)
    GROUP BY owner"""


def by_owner(connection: Connection, now: datetime) -> list[OwnerLoad]:
    """A row for each owner on whom something waits, and one (owner None) for what waits on nobody."""
    rows = connection.execute(_BY_OWNER, {"now": to_ms(now)})
    return [
        OwnerLoad(
            owner=row["owner"],
            overdue=row["overdue"] or 0,
            due_soon=row["due_soon"] or 0,
            on_time=row["total"] - (row["overdue"] or 0) - (row["due_soon"] or 0),
            oldest_overdue_at=instant(row["oldest"]),
            away_until=None,
            stand_in=None,
        )
        for row in rows
    ]

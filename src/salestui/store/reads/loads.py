"""How much waits on each owner: counted in one pass over an index of the clocks that run."""

from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.rows import OwnerLoad
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import instant, readable

# The rows of Today, as `waiting` chooses them, owner by owner: rhythms not yet due soon are most of the clocks that
# run, and are passed over. The index holds every column asked for (`stopped_at` as well: else each row is looked up).
_CLOCKS = """
    SELECT owners.name AS owner, due_at, soon_at FROM owners CROSS JOIN clock INDEXED BY ix_clock_owner
    ON clock.owner IS owners.name WHERE stopped_at IS NULL AND {chosen}"""
_CHOSEN = (
    "kind IN ('inquiry', 'follow_up', 'task')",
    "kind IN ('profile_review', 'contact_rhythm', 'renewal') AND soon_at <= :now",
    "kind = 'write_down' AND started_at <= :now",
)
_BY_OWNER = f"""
    WITH owners AS MATERIALIZED (SELECT name FROM owner UNION ALL SELECT NULL),
    counted AS (
        SELECT owner, sum(due_at < :now) AS overdue, sum(soon_at <= :now AND due_at >= :now) AS due_soon,
               count(*) AS total, min(due_at) FILTER (WHERE due_at < :now) AS oldest
        FROM ({" UNION ALL ".join(_CLOCKS.format(chosen=chosen) for chosen in _CHOSEN)}) GROUP BY owner)
    SELECT owners.name, overdue, due_soon, total, oldest,
           (SELECT count(*) FROM warning WHERE warning.owner IS owners.name AND begins_at <= :now) AS warnings
    FROM owners LEFT JOIN counted ON counted.owner IS owners.name"""


def by_owner(connection: Connection, now: datetime) -> list[OwnerLoad]:
    """A row for each owner there is, and one (owner None) for what waits on nobody; who is away is not asked here."""
    rows = connection.execute(_BY_OWNER, {"now": to_ms(now)})
    return readable(connection, rows, _load)


def _load(row: Row) -> OwnerLoad:
    return OwnerLoad(
        owner=row["name"],
        overdue=row["overdue"] or 0,
        due_soon=row["due_soon"] or 0,
        on_time=(row["total"] or 0) - (row["overdue"] or 0) - (row["due_soon"] or 0),
        oldest_overdue_at=instant(row["oldest"]),
        warnings=row["warnings"],
        away_until=None,
        stand_in=None,
    )

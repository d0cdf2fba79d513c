"""Who is away, and who stands in."""

from datetime import date

from salestui.domain.rows import AbsenceRow
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import day, instant

_IN_FORCE = "ended_at IS NULL AND to_day >= :first AND from_day <= :last"
_ORDER = "ORDER BY from_day, owner, id"


def between(connection: Connection, first: date, last: date) -> list[AbsenceRow]:
    """Absences in force on any day from `first` to `last` (local, both included)."""
    rows = connection.execute(
        f"SELECT * FROM absence WHERE {_IN_FORCE} {_ORDER}", {"first": str(first), "last": str(last)}
    )
    return [_absence(row) for row in rows]


def listed(connection: Connection, today: date, *, everything: bool) -> list[AbsenceRow]:
    """Absences not yet over; with `everything` those that are, and those called off."""
    condition = "1" if everything else "ended_at IS NULL AND to_day >= :today"
    rows = connection.execute(f"SELECT * FROM absence WHERE {condition} {_ORDER}", {"today": str(today)})
    return [_absence(row) for row in rows]


def by_id(connection: Connection, key: str) -> AbsenceRow:
    """The absence `key`; it must exist."""
    return _absence(connection.execute("SELECT * FROM absence WHERE id = ?", (key,)).fetchone())


def _absence(row: Row) -> AbsenceRow:
    from_day, to_day = day(row["from_day"]), day(row["to_day"])
    assert from_day is not None and to_day is not None  # noqa: PT018 - NOT NULL both
    return AbsenceRow(
        id=row["id"],
        ref=row["ref"],
        owner=row["owner"],
        from_day=from_day,
        to_day=to_day,
        stand_in=row["stand_in"],
        ended_at=instant(row["ended_at"]),
    )

"""Who is away, and who stands in."""

from datetime import date

from salestui.domain.rows import AbsenceRow
from salestui.store.driver import Connection
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable, understood

_IN_FORCE = "ended_at IS NULL AND to_day >= :first AND from_day <= :last"
_ORDER = "ORDER BY from_day, owner, id"


def between(connection: Connection, first: date, last: date) -> list[AbsenceRow]:
    """Absences in force on any day from `first` to `last` (local, both included)."""
    rows = connection.execute(
        f"SELECT * FROM absence WHERE {_IN_FORCE} {_ORDER}", {"first": str(first), "last": str(last)}
    )
    return readable(connection, rows, _absence)


def listed(connection: Connection, today: date, *, everything: bool) -> list[AbsenceRow]:
    """Absences not yet over; with `everything` those that are, and those called off."""
    condition = "1" if everything else "ended_at IS NULL AND to_day >= :today"
    rows = connection.execute(f"SELECT * FROM absence WHERE {condition} {_ORDER}", {"today": str(today)})
    return readable(connection, rows, _absence)


def by_id(connection: Connection, key: str) -> AbsenceRow:
    """The absence `key`; it must exist."""
    with understood():
        return _absence(connection.execute("SELECT * FROM absence WHERE id = ?", (key,)).fetchone())


_absence = row_of(AbsenceRow)

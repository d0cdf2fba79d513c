"""Early warnings (R12) in force, by index on the table that commands keep."""

from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.rows import EarlyWarning
from salestui.domain.words import Grade
from salestui.store.driver import Connection
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable

# A warning is news: by grade, then what began last first. Sorted and cut before names are asked for.
_ORDER = "grade, begins_at DESC, customer_id, kind"
_ROWS = f"""
    SELECT warning.*, warning.begins_at AS since, customer.code, customer.name AS customer
    FROM (SELECT * FROM ({{chosen}}) ORDER BY {_ORDER} LIMIT :limit) AS warning
    JOIN customer ON customer.id = warning.customer_id
    ORDER BY warning.grade, warning.begins_at DESC, warning.customer_id, warning.kind"""
_EVERYBODYS = "SELECT {columns} FROM warning INDEXED BY ix_warning_begins WHERE grade = '{grade}' AND begins_at <= :now"
_THEIRS = """SELECT {columns} FROM warning INDEXED BY ix_warning_owner
    WHERE owner IN (SELECT value FROM json_each(:owners)) AND begins_at <= :now"""
_NOBODYS = "SELECT {columns} FROM warning INDEXED BY ix_warning_owner WHERE owner IS NULL AND begins_at <= :now"


def warnings(
    connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False, limit: int = -1
) -> list[EarlyWarning]:
    """Warnings in force, by grade, the newest first; `owners` and `or_nobody` as for `waiting`."""
    rows = connection.execute(
        _ROWS.format(chosen=_chosen("*", owners, or_nobody)), {"now": to_ms(now), "owners": owners, "limit": limit}
    )
    return readable(connection, rows, _warning)


def count(connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False) -> int:
    """How many warnings are in force."""
    row = connection.execute(
        f"SELECT count(*) FROM ({_chosen('1', owners, or_nobody)})", {"now": to_ms(now), "owners": owners}
    ).fetchone()
    return int(row[0])


def of_customer(connection: Connection, now: datetime, customer_id: str) -> list[EarlyWarning]:
    """What warns of one customer, the newest first."""
    rows = connection.execute(
        _ROWS.format(chosen="SELECT * FROM warning WHERE customer_id = :customer AND begins_at <= :now"),
        {"now": to_ms(now), "customer": customer_id, "limit": -1},
    )
    return readable(connection, rows, _warning)


def _chosen(columns: str, owners: str | None, or_nobody: bool) -> str:
    if owners is None:
        return " UNION ALL ".join(_EVERYBODYS.format(columns=columns, grade=grade) for grade in Grade)
    conditions = (_THEIRS, _NOBODYS) if or_nobody else (_THEIRS,)
    return " UNION ALL ".join(condition.format(columns=columns) for condition in conditions)


_warning = row_of(EarlyWarning)

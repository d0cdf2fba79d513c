"""Who waits, and until when: Today's rows, by index on the clock table."""

from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.rows import Waiting
from salestui.domain.words import InquiryKind, Method
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import CLOCK_COLUMNS, clock, deadline, word

# All that was asked, promised or planned; reviews and rhythms only from due soon on; "write down" once its time
# has come. Two branches, so that each walks its own part of the index.
_OPEN = """
    SELECT kind, subject_id, step FROM clock
    WHERE stopped_at IS NULL AND kind IN ('inquiry', 'follow_up', 'task') {mine}
    UNION ALL
    SELECT kind, subject_id, step FROM clock
    WHERE stopped_at IS NULL AND kind IN ('profile_review', 'contact_rhythm') AND soon_at <= :now {mine}
    UNION ALL
    SELECT kind, subject_id, step FROM clock
    WHERE stopped_at IS NULL AND kind = 'write_down' AND started_at <= :now {mine}"""

_ROWS = f"""
    SELECT {CLOCK_COLUMNS}, customer.name, customer.code, inquiry.kind AS inquiry_kind, promise.due AS promised,
           promise.method AS method, coalesce(inquiry.text, task.action, follow_up.next_action) AS text
    FROM ({{open}}) AS chosen
    JOIN clock USING (kind, subject_id, step)
    LEFT JOIN customer ON customer.id = clock.customer_id
    LEFT JOIN inquiry ON clock.kind = 'inquiry' AND inquiry.id = clock.subject_id
    LEFT JOIN task ON clock.kind = 'task' AND task.id = clock.subject_id
    LEFT JOIN promise ON clock.kind IN ('follow_up', 'write_down') AND promise.id = clock.subject_id
    LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id
    ORDER BY CASE WHEN clock.due_at < :now THEN 0 WHEN clock.soon_at <= :now THEN 1 ELSE 2 END,
             clock.grade IS NULL, clock.grade, clock.due_at IS NULL, clock.due_at, clock.ref
    LIMIT :limit"""


_MINE = "AND (owner IN (SELECT value FROM json_each(:owners)){or_nobody})"


def waiting(
    connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False, limit: int = -1
) -> list[Waiting]:
    """Running clocks, worst first: by state, grade, time.

    `owners` is a JSON array of names (None: everybody); `or_nobody` adds what belongs to no one.
    """
    rows = connection.execute(
        _ROWS.format(open=_OPEN.format(mine=_mine(owners, or_nobody))),
        {"now": to_ms(now), "owners": owners, "limit": limit},
    )
    return [_waiting(row) for row in rows]


def _mine(owners: str | None, or_nobody: bool) -> str:
    return "" if owners is None else _MINE.format(or_nobody=" OR owner IS NULL" if or_nobody else "")


def count(connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False) -> dict[str, int]:
    """How many rows of `waiting` are overdue, due soon, on time."""
    row = connection.execute(
        "SELECT sum(due_at < :now), sum(soon_at <= :now AND due_at >= :now), count(*) FROM"
        f" ({_OPEN.format(mine=_mine(owners, or_nobody))}) JOIN clock USING (kind, subject_id, step)",
        {"now": to_ms(now), "owners": owners},
    ).fetchone()
    overdue, soon, total = (row[0] or 0, row[1] or 0, row[2])
    return {"overdue": overdue, "due_soon": soon, "on_time": total - overdue - soon}


def by_ref(connection: Connection, now: datetime, ref: str) -> list[Waiting]:
    """The rows named `ref`, whatever their state; none where nothing goes by that name."""
    chosen = "SELECT kind, subject_id, step FROM clock WHERE ref = :ref"
    rows = connection.execute(_ROWS.format(open=chosen), {"now": to_ms(now), "ref": ref, "limit": -1})
    return [_waiting(row) for row in rows]


def of_customer(connection: Connection, now: datetime, customer_id: str) -> list[Waiting]:
    """Every running clock of a customer, worst first."""
    chosen = (
        "SELECT kind, subject_id, step FROM clock WHERE customer_id = :customer AND stopped_at IS NULL"
        " AND (kind <> 'write_down' OR started_at <= :now)"
    )
    rows = connection.execute(_ROWS.format(open=chosen), {"now": to_ms(now), "customer": customer_id, "limit": -1})
    return [_waiting(row) for row in rows]


def owns_anything(connection: Connection, owner: str) -> bool:
    """Whether `owner` looks after any customer or has any task."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM customer WHERE owner = :owner AND archived_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM task WHERE owner = :owner AND archived_at IS NULL)",
        {"owner": owner},
    ).fetchone()
    return bool(row[0])


def _waiting(row: Row) -> Waiting:
    return Waiting(
        clock=clock(row),
        customer=row["name"],
        code=row["code"],
        inquiry_kind=word(InquiryKind, row["inquiry_kind"]),
        text=row["text"],
        promised=deadline(row["promised"]),
        method=word(Method, row["method"]),
    )

"""Who waits, and until when: Today's rows, by index on the clock table."""

import json
from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.rows import Waiting
from salestui.domain.words import DueKind, InquiryKind, Method
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import CLOCK_COLUMNS, clock, deadline, word

# All that was asked, promised or planned; reviews and rhythms only from due soon on; "write down" once its time
# has come. The indexes are named, since a planner without statistics prefers the primary key, which holds all the
# clocks that have stopped as well.
_OPEN = """
    SELECT * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind IN ('inquiry', 'follow_up', 'task') {whose}
    UNION ALL
    SELECT * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind IN ('profile_review', 'contact_rhythm') AND soon_at <= :now {whose}
    UNION ALL
    SELECT * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind = 'write_down' AND started_at <= :now {whose}"""

_THEIRS = "AND owner IN (SELECT value FROM json_each(:owners))"
_NOBODYS = "AND owner IS NULL"

_WORST_FIRST = """
    CASE WHEN clock.due_at < :now THEN 0 WHEN clock.soon_at <= :now THEN 1 ELSE 2 END,
    clock.grade IS NULL, clock.grade, clock.due_at IS NULL, clock.due_at, clock.ref"""

# Sorted and cut before anything is joined: whom and what it is about is asked for the rows that are shown.
_ROWS = f"""
    SELECT {CLOCK_COLUMNS}, customer.name, customer.code, inquiry.kind AS inquiry_kind, promise.due AS promised,
           promise.method AS method, coalesce(inquiry.text, task.action, follow_up.next_action) AS text
    FROM (SELECT * FROM ({{chosen}}) AS clock ORDER BY {_WORST_FIRST} LIMIT :limit) AS clock
    LEFT JOIN customer ON customer.id = clock.customer_id
    LEFT JOIN inquiry ON clock.kind = 'inquiry' AND inquiry.id = clock.subject_id
    LEFT JOIN task ON clock.kind = 'task' AND task.id = clock.subject_id
    LEFT JOIN promise ON clock.kind IN ('follow_up', 'write_down') AND promise.id = clock.subject_id
    LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id
    ORDER BY {_WORST_FIRST}"""

# A ref names an inquiry, a promise, a task; a customer's code, or a promise's ref, with ":" and a rule its clocks.
_NAMED = """
    SELECT * FROM clock WHERE ref = :ref AND kind IN (SELECT value FROM json_each(:kinds)) AND subject_id IN (
        SELECT id FROM inquiry WHERE ref = :bare UNION ALL SELECT id FROM promise WHERE ref = :bare
        UNION ALL SELECT id FROM task WHERE ref = :bare UNION ALL SELECT id FROM customer WHERE code = :bare)"""
_KINDS = json.dumps(list(DueKind))

_OF_CUSTOMER = """
    SELECT * FROM clock WHERE customer_id = :customer AND stopped_at IS NULL
    AND (kind <> 'write_down' OR started_at <= :now)"""


def waiting(
    connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False, limit: int = -1
) -> list[Waiting]:
    """Running clocks, worst first: by state, grade, time.

    `owners` is a JSON array of names (None: everybody); `or_nobody` adds what belongs to no one.
    """
    rows = connection.execute(
        _ROWS.format(chosen=_open(owners, or_nobody)),
        {"now": to_ms(now), "owners": owners, "limit": limit},
    )
    return [_waiting(row) for row in rows]


def whose_conditions(owners: str | None, or_nobody: bool) -> tuple[str, tuple[str, ...]]:
    """(index of the clocks that run, the conditions on their owner): one query for each, put together."""
    if owners is None:
        return "ix_clock_open", ("",)
    return "ix_clock_owner", (_THEIRS, _NOBODYS) if or_nobody else (_THEIRS,)


def _open(owners: str | None, or_nobody: bool) -> str:
    index, conditions = whose_conditions(owners, or_nobody)
    return " UNION ALL ".join(_OPEN.format(index=index, whose=whose) for whose in conditions)


def count(connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False) -> dict[str, int]:
    """How many rows of `waiting` are overdue, due soon, on time."""
    row = connection.execute(
        "SELECT sum(due_at < :now), sum(soon_at <= :now AND due_at >= :now), count(*) FROM"
        f" ({_open(owners, or_nobody)})",
        {"now": to_ms(now), "owners": owners},
    ).fetchone()
    overdue, soon, total = (row[0] or 0, row[1] or 0, row[2])
    return {"overdue": overdue, "due_soon": soon, "on_time": total - overdue - soon}


def by_ref(connection: Connection, now: datetime, ref: str) -> list[Waiting]:
    """The rows named `ref`, whatever their state; none where nothing goes by that name."""
    bare = ref.rpartition(":")[0] or ref
    rows = connection.execute(
        _ROWS.format(chosen=_NAMED), {"now": to_ms(now), "ref": ref, "bare": bare, "kinds": _KINDS, "limit": -1}
    )
    return [_waiting(row) for row in rows]


def of_customer(connection: Connection, now: datetime, customer_id: str) -> list[Waiting]:
    """Every running clock of a customer, worst first."""
    rows = connection.execute(
        _ROWS.format(chosen=_OF_CUSTOMER), {"now": to_ms(now), "customer": customer_id, "limit": -1}
    )
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

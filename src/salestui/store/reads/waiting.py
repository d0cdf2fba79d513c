"""Who waits, and until when: Today's rows, by index on the clock table."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from salestui.domain.instants import from_ms, to_ms
from salestui.domain.rows import Waiting
from salestui.domain.words import DueKind, InquiryKind, Method
from salestui.store.driver import Connection, Row
from salestui.store.reads.names import CONTAINS, needles
from salestui.store.reads.values import CLOCK_COLUMNS, clock, deadline, readable, understood, word

# All that was asked, promised or planned; reviews, rhythms, renewals only from due soon on; "write down" once its time
# has come. The indexes are named, since a planner without statistics prefers the primary key, which holds all the
# clocks that have stopped as well.
_OPEN = """
    SELECT * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind IN ('inquiry', 'follow_up', 'task') {whose}
    UNION ALL
    SELECT * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind IN ('profile_review', 'contact_rhythm', 'renewal') AND soon_at <= :now {whose}
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
           promise.method AS method, coalesce(inquiry.text, task.action, follow_up.next_action, deal.name) AS text
    FROM (SELECT * FROM ({{chosen}}) AS clock ORDER BY {_WORST_FIRST} LIMIT :limit) AS clock
    LEFT JOIN customer ON customer.id = clock.customer_id
    LEFT JOIN inquiry ON clock.kind = 'inquiry' AND inquiry.id = clock.subject_id
    LEFT JOIN task ON clock.kind = 'task' AND task.id = clock.subject_id
    LEFT JOIN deal ON clock.kind = 'renewal' AND deal.id = clock.subject_id
    LEFT JOIN promise ON clock.kind IN ('follow_up', 'write_down') AND promise.id = clock.subject_id
    LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id
    ORDER BY {_WORST_FIRST}"""

# A ref names an inquiry, a promise, a task; a customer's code, or a promise's ref, with ":" and a rule its clocks.
_NAMED = """
    SELECT * FROM clock WHERE ref = :ref AND kind IN (SELECT value FROM json_each(:kinds)) AND subject_id IN (
        SELECT id FROM inquiry WHERE ref = :bare UNION ALL SELECT id FROM promise WHERE ref = :bare
        UNION ALL SELECT id FROM task WHERE ref = :bare UNION ALL SELECT id FROM deal WHERE ref = :bare
        UNION ALL SELECT id FROM customer WHERE code = :bare)"""
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
    return readable(connection, rows, _waiting)


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
    return readable(connection, rows, _waiting)


def of_customer(connection: Connection, now: datetime, customer_id: str) -> list[Waiting]:
    """Every running clock of a customer, worst first."""
    rows = connection.execute(
        _ROWS.format(chosen=_OF_CUSTOMER), {"now": to_ms(now), "customer": customer_id, "limit": -1}
    )
    return readable(connection, rows, _waiting)


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


# ── the list at any size: keys in order once, rows a window at a time ───────────────────────────────────────────────

_STATE = """CASE WHEN clock.due_at < :now THEN 'overdue' WHEN clock.soon_at <= :now THEN 'due_soon'
    ELSE 'on_time' END"""

# By what is found of the customer, or in the words of the row itself. Looked up row by row: a walk over a hundred
# thousand search texts takes longer even for everybody's rows.
_NARROWED = f"""WHERE EXISTS (SELECT 1 FROM customer_search WHERE customer_id = clock.customer_id AND {CONTAINS})
    OR kind = 'inquiry' AND EXISTS (SELECT 1 FROM inquiry WHERE id = subject_id AND instr(lower(inquiry.text), :text))
    OR kind = 'task' AND EXISTS (SELECT 1 FROM task WHERE id = subject_id AND instr(lower(action), :text))
    OR kind IN ('follow_up', 'write_down') AND EXISTS (
        SELECT 1 FROM promise JOIN follow_up ON follow_up.id = promise.follow_up_id
        WHERE promise.id = subject_id AND instr(lower(next_action), :text))"""


class Place(NamedTuple):
    """Where a clock stands in the list: its key, and its state (a clock_state)."""

    key: str  # kind:subject:step, the clock's primary key
    state: str


def order(
    connection: Connection, now: datetime, *, owners: str | None, or_nobody: bool = False, text: str = ""
) -> list[Place]:
    """The rows of `waiting` without what they say, worst first; with `text` those that contain it."""
    narrowed = _NARROWED if text.strip() else ""
    rows = connection.execute(
        f"SELECT kind || ':' || subject_id || ':' || step, {_STATE} FROM ({_open(owners, or_nobody)}) AS clock"
        f" {narrowed} ORDER BY {_WORST_FIRST}",
        {"now": to_ms(now), "owners": owners, **needles(text)},
    )
    return list(map(Place._make, rows))


_PAGE = """
    SELECT clock.* FROM json_each(:keys) AS wanted CROSS JOIN clock ON clock.kind = json_extract(wanted.value, '$[0]')
    AND subject_id = json_extract(wanted.value, '$[1]') AND step = json_extract(wanted.value, '$[2]')"""


def page(connection: Connection, now: datetime, keys: Sequence[str]) -> dict[str, Waiting]:
    """The rows of `keys`, as `order` gives them; none for a clock that is gone."""
    wanted = json.dumps([key.split(":") for key in keys])
    rows = connection.execute(_ROWS.format(chosen=_PAGE), {"now": to_ms(now), "keys": wanted, "limit": -1})
    return {key_of(row): row for row in readable(connection, rows, _waiting)}


def key_of(row: Waiting) -> str:
    """The key of a row: a clock is one of its kind, subject and step."""
    return f"{row.clock.kind}:{row.clock.subject_id}:{row.clock.step}"


def customers_containing(connection: Connection, customer_ids: Sequence[str], text: str) -> set[str]:
    """Those of `customer_ids` whose search text contains `text`."""
    rows = connection.execute(
        "SELECT customer_id FROM customer_search WHERE customer_id IN (SELECT value FROM json_each(:ids))"
        f" AND {CONTAINS}",
        {"ids": json.dumps(customer_ids), **needles(text)},
    )
    return {row[0] for row in rows}


_TURNS = """
    SELECT (SELECT min(soon_at) FROM clock INDEXED BY {index}
            WHERE stopped_at IS NULL AND kind = kinds.value {whose} AND soon_at > :after) AS at
    FROM json_each(:kinds) AS kinds
    UNION ALL
    SELECT (SELECT min(due_at) + 1 FROM clock INDEXED BY {index}
            WHERE stopped_at IS NULL AND kind = kinds.value {whose} AND soon_at <= :after AND due_at >= :after)
    FROM json_each(:kinds) AS kinds"""


def next_turn(
    connection: Connection, after: datetime, *, owners: str | None, or_nobody: bool = False
) -> datetime | None:
    """The first instant after `after` at which a running clock becomes due soon or overdue; None: never."""
    if owners is None:
        parts = [_TURNS.format(index="ix_clock_open", whose="")]
    else:
        # Owner by owner, so that each smallest is one step into the index.
        each = _TURNS.replace("AS kinds", "AS kinds, json_each(:owners) AS whose")
        parts = [each.format(index="ix_clock_owner", whose="AND owner = whose.value")]
        parts += [_TURNS.format(index="ix_clock_owner", whose=_NOBODYS)] if or_nobody else []
    found = connection.execute(
        f"SELECT min(at) FROM ({' UNION ALL '.join(parts)})",
        {"after": to_ms(after), "owners": owners, "kinds": _KINDS},
    ).fetchone()[0]
    with understood():
        return None if found is None else from_ms(found)

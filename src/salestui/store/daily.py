"""The daily roll-up `daily`: how many follow-ups and promises, by owner and local day. Derived, never logged.

A million follow-ups are not counted at every look. A command adds what it changed; `rebuild` counts all anew, and a
test holds the two equal. Figures of some customers only are counted from the records themselves.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from salestui.domain.clock import Outcome
from salestui.domain.clocks import Law, written_on_time
from salestui.domain.instants import from_ms
from salestui.store.driver import Connection, Row
from salestui.store.log import Change, Operation


class Daily(StrEnum):
    """What is counted."""

    CONTACT = "contact"  # by method
    WRITTEN = "written"  # follow-ups that tell when they were written down
    WRITTEN_ON_TIME = "written_on_time"  # R4
    PROMISE = "promise"  # promised next contacts, by the day they fall due
    PROMISE_KEPT = "promise_kept"  # R6


Cell = tuple[Daily, str, str, str]  # what, day, owner ("" nobody), part
Counts = Counter[Cell]

_COLUMNS = ("owner", "contacted_at", "method", "written_at", "archived_at")
_ADD = (
    "INSERT INTO daily (figure, day, owner, part, n) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (figure, day, owner, part) DO UPDATE SET n = n + excluded.n"
)
_EMPTY = "DELETE FROM daily WHERE figure = ? AND day = ? AND owner = ? AND part = ? AND n = 0"
_PROMISES = """
    INSERT INTO daily (figure, day, owner, part, n)
    SELECT 'promise', due_day, coalesce(owner, ''), '', count(*) FROM clock
    WHERE kind = 'follow_up' AND due_day IS NOT NULL AND coalesce(outcome, '') NOT IN ('withdrawn', 'replaced')
    GROUP BY due_day, coalesce(owner, '')
    UNION ALL
    SELECT 'promise_kept', due_day, coalesce(owner, ''), '', count(*) FROM clock
    WHERE kind = 'follow_up' AND due_day IS NOT NULL AND outcome = 'met' AND stopped_at <= due_at
    GROUP BY due_day, coalesce(owner, '')"""


def add(connection: Connection, counts: Counts) -> None:
    """Add `counts`, which may be negative, to the roll-up."""
    changed = [(*cell, n) for cell, n in counts.items() if n]
    connection.executemany(_ADD, changed)
    connection.executemany(_EMPTY, [cell for *cell, n in changed if n < 0])


def rebuild(connection: Connection, laws: Sequence[Law]) -> None:
    """Count everything anew: after a change of rules or schema, which may move days and limits."""
    connection.execute("DELETE FROM daily")
    connection.execute(_PROMISES)
    counts: Counts = Counter()
    for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM follow_up WHERE archived_at IS NULL"):
        _count(counts, dict(row), laws, 1)
    add(connection, counts)


def of_follow_ups(connection: Connection, changes: Iterable[Change], laws: Sequence[Law]) -> Counts:
    """What the changes of a command add: each follow-up as it is, less what it was."""
    counts: Counts = Counter()
    for change in changes:
        if change.entity != "follow_up":
            continue
        query = f"SELECT {', '.join(_COLUMNS)} FROM follow_up WHERE id = ?"
        row = connection.execute(query, (change.record_id,)).fetchone()
        now = {} if row is None else dict(row)
        _count(counts, now, laws, 1)
        if change.operation is not Operation.INSERT:
            old = {name: pair[0] for name, pair in change.fields.items() if name in _COLUMNS}
            _count(counts, {**now, **old}, laws, -1)
    return counts


def of_promises(rows: Iterable[Row]) -> Counts:
    """What some stored clocks of promises have added."""
    counts: Counts = Counter()
    for row in rows:
        kept = row["outcome"] == Outcome.MET and row["stopped_at"] <= row["due_at"]
        _promise(counts, row["due_day"], row["owner"], row["outcome"], kept=kept)
    return counts


def _promise(counts: Counts, day: str, owner: str | None, outcome: str | None, *, kept: bool) -> None:
    if outcome in (Outcome.WITHDRAWN, Outcome.REPLACED):
        return
    counts[Daily.PROMISE, day, owner or "", ""] += 1
    if kept:
        counts[Daily.PROMISE_KEPT, day, owner or "", ""] += 1


def _count(counts: Counts, row: Mapping[str, Any], laws: Sequence[Law], n: int) -> None:  # Any: as it is stored
    if not row or row.get("archived_at") is not None:
        return
    contacted_at, owner = from_ms(row["contacted_at"]), row.get("owner") or ""
    day = laws[-1].calendar.local(contacted_at).date().isoformat()
    counts[Daily.CONTACT, day, owner, row["method"]] += n
    if row.get("written_at") is None:
        return  # imported: nobody knows when it was written down
    counts[Daily.WRITTEN, day, owner, ""] += n
    if written_on_time(contacted_at, from_ms(row["written_at"]), laws):
        counts[Daily.WRITTEN_ON_TIME, day, owner, ""] += n

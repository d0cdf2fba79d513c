"""The daily roll-up `daily`: what records come to by owner and local day. Derived, never logged.

A million follow-ups are not counted at every look. A command adds what it changed; `rebuild` counts all anew, and a
test holds the two equal. Figures of some customers only are counted from the records themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from salestui.domain.calendar import Calendar
from salestui.domain.clock import Outcome
from salestui.domain.clocks import Law, written_on_time
from salestui.domain.instants import from_ms
from salestui.domain.words import DealKind, DealStage
from salestui.store.driver import Connection, Row
from salestui.store.log import Change, Operation


class Daily(StrEnum):
    """What is counted, on which day: of the contact, the due day, the creation, the close."""

    CONTACT = "contact"  # by method
    WRITTEN = "written"  # follow-ups that tell when they were written down
    WRITTEN_ON_TIME = "written_on_time"  # R4
    PROMISE = "promise"  # promised next contacts
    PROMISE_KEPT = "promise_kept"  # R6
    CUSTOMER = "customer"
    DEAL_MADE = "deal_made"
    DEAL_MADE_WON = "deal_made_won"  # by the day of its creation too
    DEAL_CLOSED = "deal_closed"  # won or lost
    DEAL_OPENED = "deal_opened"  # made, or opened again
    DEAL_ENDED = "deal_ended"  # won or lost, each time
    DEAL_WON = "deal_won"
    SCORE = "score"  # what each satisfaction score differs from the customer's one before: their sum is the latest
    SCORED = "scored"  # first scores
    PRICED = "priced"  # deals won with an amount, by currency
    AMOUNT = "amount"  # of those, in minor units, by currency
    UPSELL = "upsell"  # of those, upsell and cross-sell


Cell = tuple[Daily, str, str, str]  # what, day, owner ("" nobody), part
Counts = Counter[Cell]
Stored = Mapping[str, Any]  # Any: a record as it is stored, by column

_COLUMNS: Final = {
    "follow_up": ("owner", "contacted_at", "method", "written_at", "archived_at"),
    "customer": ("owner", "created_at", "archived_at"),
    "deal": ("owner", "created_at", "closed_at", "stage", "amount", "currency", "kind", "archived_at"),
}
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
    connection.executemany(_EMPTY, [cell for *cell, _n in changed])


def rebuild(connection: Connection, laws: Sequence[Law]) -> None:
    """Count everything anew: after a change of rules or schema, which may move days and limits."""
    connection.execute("DELETE FROM daily")
    connection.execute(_PROMISES)
    calendar = laws[-1].calendar
    counts = of_open_deals(connection.execute("SELECT owner, opened_at, ended_at FROM deal_open"), calendar)
    counts.update(of_scores(connection.execute("SELECT owner, at, change, place FROM customer_score"), calendar))
    for entity, columns in _COLUMNS.items():
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM {entity} WHERE archived_at IS NULL"):
            _count(counts, entity, dict(row), laws, 1)
    add(connection, counts)


def of_records(connection: Connection, changes: Iterable[Change], laws: Sequence[Law]) -> Counts:
    """What the changes of a command add: each record as it is, less what it was."""
    counts: Counts = Counter()
    for change in changes:
        columns = _COLUMNS.get(change.entity)
        if columns is None:
            continue
        query = f"SELECT {', '.join(columns)} FROM {change.entity} WHERE id = ?"
        row = connection.execute(query, (change.record_id,)).fetchone()
        now = {} if row is None else dict(row)
        _count(counts, change.entity, now, laws, 1)
        if change.operation is not Operation.INSERT:
            old = {name: pair[0] for name, pair in change.fields.items() if name in columns}
            _count(counts, change.entity, {**now, **old}, laws, -1)
    return counts


def of_open_deals(rows: Iterable[Row], calendar: Calendar) -> Counts:
    """What some stored stretches of open deals have added."""
    counts: Counts = Counter()
    for row in rows:
        for figure, at in ((Daily.DEAL_OPENED, row["opened_at"]), (Daily.DEAL_ENDED, row["ended_at"])):
            if at is not None:
                counts[figure, _day(at, calendar), row["owner"] or "", ""] += 1
    return counts


def of_scores(rows: Iterable[Row], calendar: Calendar) -> Counts:
    """What some stored scores have added."""
    counts: Counts = Counter()
    for row in rows:
        day, owner = _day(row["at"], calendar), row["owner"] or ""
        counts[Daily.SCORE, day, owner, ""] += row["change"]
        counts[Daily.SCORED, day, owner, ""] += row["place"] == 1
    return counts


def of_promises(rows: Iterable[Row]) -> Counts:
    """What some stored clocks of promises have added."""
    counts: Counts = Counter()
    for row in rows:
        day, owner, outcome = row["due_day"], row["owner"] or "", row["outcome"]
        if outcome in (Outcome.WITHDRAWN, Outcome.REPLACED):
            continue
        counts[Daily.PROMISE, day, owner, ""] += 1
        if outcome == Outcome.MET and row["stopped_at"] <= row["due_at"]:
            counts[Daily.PROMISE_KEPT, day, owner, ""] += 1
    return counts


def _count(counts: Counts, entity: str, record: Stored, laws: Sequence[Law], times: int) -> None:
    if not record or record.get("archived_at") is not None:
        return
    owner = record.get("owner") or ""
    for figure, at, part, n in _CELLS[entity](record, laws):
        counts[figure, _day(at, laws[-1].calendar), owner, part] += times * n


def _day(at: int, calendar: Calendar) -> str:
    return calendar.local(from_ms(at)).date().isoformat()


_Cells = Iterator[tuple[Daily, int, str, int]]  # what, when (ms), part, how many


def _of_follow_up(record: Stored, laws: Sequence[Law]) -> _Cells:
    contacted_at, written_at = record["contacted_at"], record.get("written_at")
    yield Daily.CONTACT, contacted_at, record["method"], 1
    if written_at is None:
        return  # imported: nobody knows when it was written down
    yield Daily.WRITTEN, contacted_at, "", 1
    if written_on_time(from_ms(contacted_at), from_ms(written_at), laws):
        yield Daily.WRITTEN_ON_TIME, contacted_at, "", 1


def _of_customer(record: Stored, _laws: Sequence[Law]) -> _Cells:
    yield Daily.CUSTOMER, record["created_at"], "", 1


def _of_deal(record: Stored, _laws: Sequence[Law]) -> _Cells:
    made_at, closed_at, won = record["created_at"], record.get("closed_at"), record["stage"] == DealStage.WON
    yield Daily.DEAL_MADE, made_at, "", 1
    if won:
        yield Daily.DEAL_MADE_WON, made_at, "", 1
    if closed_at is None:
        return
    yield Daily.DEAL_CLOSED, closed_at, "", 1
    if not won:
        return
    yield Daily.DEAL_WON, closed_at, "", 1
    if record.get("amount") is not None:
        yield Daily.PRICED, closed_at, record["currency"], 1
        yield Daily.AMOUNT, closed_at, record["currency"], record["amount"]
        if record["kind"] in (DealKind.UPSELL, DealKind.CROSS_SELL):
            yield Daily.UPSELL, closed_at, record["currency"], record["amount"]


_CELLS: Final[Mapping[str, Callable[[Stored, Sequence[Law]], _Cells]]] = {
    "follow_up": _of_follow_up,
    "customer": _of_customer,
    "deal": _of_deal,
}

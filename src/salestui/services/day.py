"""Today's list at any size, for a screen: keys in order once, rows a window at a time. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from salestui.domain.rows import EarlyWarning, Waiting
from salestui.domain.words import DueKind
from salestui.services.desk import Desk
from salestui.services.due import Whose, whose
from salestui.store.reads import waiting as reads
from salestui.store.reads import warnings as warning_reads

NOBODY = ""  # as an owner: what belongs to no one

_MOST_WARNINGS = 100  # shown at once: they are news, the newest first
_WRITE_DOWN = f"{DueKind.WRITE_DOWN}:"  # how the keys of those rows begin


class Day(NamedTuple):
    """What waits at `now`, worst first: the keys of what is owed, and of what is to be written down (R4)."""

    now: datetime
    waiting: tuple[str, ...]
    to_write: tuple[str, ...]
    counts: Mapping[str, int]  # clock state → how many rows of both
    everybody: bool  # all owners' rows are among them
    stands_in_for: tuple[str, ...]  # who is away, and whose rows are among mine
    warnings: tuple[EarlyWarning, ...]  # in force (R12), the first of them
    warning_count: int  # how many there are
    turns_at: datetime | None  # when the next row becomes due soon or overdue


def day(desk: Desk, *, owner: str | None = None, everybody: bool = False, text: str = "") -> Day:
    """What waits on `owner`, on everybody, or on whoever sits at the desk, as `due.today` has it.

    With `text` only rows that contain it, by their customer's search text or by their own words; the counts are of
    all. `owner` may be NOBODY. Raises NotFoundError for an owner nobody knows.
    """
    now, reader = desk.now(), desk.reader
    asked = Whose("[]", or_nobody=True) if owner == NOBODY else whose(desk, now, owner=owner, everybody=everybody)
    order = partial(reads.order, reader, now, owners=asked.owners, or_nobody=asked.or_nobody)
    places = order()
    states = Counter(place.state for place in places)
    keys = [place.key for place in (order(text=text) if text.strip() else places)]
    warnings, warning_count = _warnings(desk, now, asked, text)
    return Day(
        now=now,
        waiting=tuple(key for key in keys if not key.startswith(_WRITE_DOWN)),
        to_write=tuple(key for key in keys if key.startswith(_WRITE_DOWN)),
        counts={state: states[state] for state in ("overdue", "due_soon", "on_time")},
        everybody=asked.owners is None,
        stands_in_for=asked.stands_in_for,
        warnings=warnings,
        warning_count=warning_count,
        turns_at=reads.next_turn(reader, now, owners=asked.owners, or_nobody=asked.or_nobody),
    )


def _warnings(desk: Desk, now: datetime, asked: Whose, text: str) -> tuple[tuple[EarlyWarning, ...], int]:
    """The first of the warnings, those that contain `text`, and how many there are."""
    reader, owners, or_nobody = desk.reader, asked.owners, asked.or_nobody
    found = warning_reads.warnings(reader, now, owners=owners, or_nobody=or_nobody, limit=_MOST_WARNINGS)
    if text.strip():
        known = reads.customers_containing(reader, [warning.customer_id for warning in found], text)
        found = [warning for warning in found if warning.customer_id in known]
        return tuple(found), len(found)
    if len(found) < _MOST_WARNINGS:
        return tuple(found), len(found)
    return tuple(found), warning_reads.count(reader, now, owners=owners, or_nobody=or_nobody)


def rows(desk: Desk, now: datetime, keys: Sequence[str]) -> dict[str, Waiting]:
    """The rows of a window of keys; none for a clock that another session has stopped since."""
    return reads.page(desk.reader, now, keys)


def next_turn(desk: Desk, after: datetime) -> datetime | None:
    """The first instant after `after` at which something of mine becomes due soon or overdue; None: nothing does."""
    mine = whose(desk, after)
    return reads.next_turn(desk.reader, after, owners=mine.owners, or_nobody=mine.or_nobody)

"""The customer list narrowed while a text is typed, sorted, shown again: nothing is read twice that has not changed."""

from collections.abc import Sequence
from datetime import datetime
from itertools import compress
from weakref import WeakKeyDictionary

from salestui.domain.views import Filter, Sort, View
from salestui.services.desk import Desk
from salestui.store.driver import Connection
from salestui.store.reads.containing import containing
from salestui.store.reads.customer_vectors import (
    Everybody,
    Flags,
    archived,
    everybody,
    last_change,
    ordered,
    others_since,
    passing,
)


class Narrowing:
    """What a screen has read of the customers, and the lists it has made of it. For one desk, on its thread."""

    def __init__(self) -> None:
        self._version: tuple[int, int] | None = None  # the reader, and what it had read
        self._seq = 0  # of the newest change when everybody was read
        self._everybody: Everybody | None = None
        self._orders: dict[tuple[Sort, bool], Sequence[int]] = {}
        self._asked: tuple[View, datetime] | None = None
        self._places: Sequence[int] = ()  # of whom the view asked for shows
        self._keys: list[str] = []
        self._found: dict[str, list[str]] = {}  # by text: what is typed now, and what was on the way to it

    def keys(self, desk: Desk, view: View, text: str) -> list[str]:
        """The keys of the customers of `view` that contain `text`, in its order. Not to be changed."""
        reader = desk.reader
        reader.execute("BEGIN")  # places mean nothing in vectors of another moment
        try:
            return self._read(reader, view, desk.now(), text.strip())
        finally:
            reader.execute("ROLLBACK")

    def _read(self, reader: Connection, view: View, now: datetime, text: str) -> list[str]:
        known = self._look(reader)
        # What waits changes with the time: a list read in another minute is read again.
        asked = (View(view.filter, view.sort, view.backwards), now.replace(second=0, microsecond=0))
        if asked != self._asked:
            self._places = self._shown(reader, known, view, now)
            self._keys = _keys_of(known, self._places)
            self._found.clear()
            self._asked = asked
        self._found = {typed: keys for typed, keys in self._found.items() if text.startswith(typed)}
        if not text:
            return self._keys
        if text not in self._found:
            flags = containing(reader, known, text)
            self._found[text] = _keys_of(known, _flagged(self._places, flags))
        return self._found[text]

    def _look(self, reader: Connection) -> Everybody:
        """Everybody; where somebody has written, what may have changed is read again."""
        version = (id(reader), reader.execute("PRAGMA data_version").fetchone()[0])
        if version != self._version:
            self._orders.clear()
            self._asked = None
            self._version = version
            if self._everybody is not None and others_since(reader, self._seq):
                self._everybody = None
        if self._everybody is None:
            self._seq = last_change(reader)
            self._everybody = everybody(reader)
        return self._everybody

    def _shown(self, reader: Connection, known: Everybody, view: View, now: datetime) -> Sequence[int]:
        """The places of the customers of `view` in its order."""
        how = (view.sort, view.descending)
        if how not in self._orders:
            self._orders[how] = ordered(reader, known, view.sort, descending=view.descending)
        order = self._orders[how]
        if view.filter != Filter():
            return _flagged(order, passing(reader, view.filter, now))
        away = archived(reader)
        if not away:
            return order
        flags = known.flags(away)
        return [place for place in order if not flags[place]]


def _flagged(places: Sequence[int], flags: Flags) -> list[int]:
    return list(compress(places, map(flags.__getitem__, places)))


def _keys_of(known: Everybody, places: Sequence[int]) -> list[str]:
    return list(map(known.keys.__getitem__, places))


_of_desks: "WeakKeyDictionary[Desk, Narrowing]" = WeakKeyDictionary()


def narrowing(desk: Desk) -> Narrowing:
    """The desk's own: one is enough, a program shows one list at a time."""
    return _of_desks.setdefault(desk, Narrowing())

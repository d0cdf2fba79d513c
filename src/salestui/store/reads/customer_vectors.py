"""The customer list as vectors, a sign or a value for each customer: read in one walk, put together in the process.

A query that gives 100,000 keys in an order takes 80–100 ms, half of it to sort and a third to hand over rows. A vector
of values takes 10–20, and a sort of places in Python as long; what has been read stays good until somebody writes.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from salestui.domain.views import Filter, Sort
from salestui.domain.words import Care, Stage
from salestui.store.driver import Connection
from salestui.store.reads.customer_list import condition

Flags = Sequence[int]  # 1 or 0 for each customer, by place

_INSTANTS: Final = {Sort.LAST_CONTACT: "last_contact", Sort.NEXT_DATE: "next_due", Sort.CREATED: "created_at"}
_NEVER: Final = -(2**62)  # before all instants
_WORDS: Final[dict[Sort, type[StrEnum]]] = {Sort.STAGE: Stage, Sort.CARE: Care}  # sorted as people read them
_SIGNS: Final = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True)  # no slots: a cached property
class Everybody:
    """All customers, archived ones included, by the numbers of their lines; a place is a position in these vectors."""

    numbers: Sequence[int]
    keys: Sequence[str]
    by_code: Sequence[int]  # places in the order of the codes

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The numbers by key."""
        return dict(zip(self.keys, self.numbers, strict=True))

    def flags(self, numbers: Iterable[int]) -> Flags:
        """Those with one of `numbers`."""
        if not self.numbers:
            return b""
        last = self.numbers[-1]
        flags = bytearray(last + 1)
        for number in numbers:
            flags[number] = 1
        if last == len(self.numbers):  # nobody is missing between
            return memoryview(flags)[1:]
        return bytes(map(flags.__getitem__, self.numbers))


def everybody(connection: Connection) -> Everybody:
    """All customers as they stand."""
    row = connection.execute(
        "SELECT group_concat(n), group_concat(customer_id) FROM (SELECT n, customer_id FROM customer_line ORDER BY n)"
    ).fetchone()
    codes = _texts(connection, "code")
    numbers: Sequence[int] = integers(row[0])
    if numbers and numbers[-1] == len(numbers):
        numbers = range(1, len(numbers) + 1)  # nearly always: 4 MB less
    keys = row[1].split(",") if row[1] else []
    return Everybody(numbers, keys, sorted(range(len(codes)), key=codes.__getitem__))


def last_change(connection: Connection) -> int:
    """The place of the newest change in the log."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def others_since(connection: Connection, seq: int) -> bool:
    """Whether a customer has come, gone or got another code since the change `seq`: `everybody` is to be read again."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM change WHERE seq > ? AND entity = 'customer'"
        " AND (operation <> 'update' OR instr(fields, '\"code\"')))"
    )
    return bool(connection.execute(query, (seq,)).fetchone()[0])


def ordered(connection: Connection, known: Everybody, sort: Sort, *, descending: bool) -> Sequence[int]:
    """The places of all customers by a value, those without one last; among equals by code."""
    if sort is Sort.CODE:
        return known.by_code[::-1] if descending else known.by_code
    values, nothing = _values(connection, sort)
    found = sorted(known.by_code, key=values.__getitem__, reverse=descending)  # stable either way
    first = 0 if descending else values.count(nothing)  # nothing is less than anything
    return found[first:] + found[:first]


def _values(connection: Connection, sort: Sort) -> tuple[list[Any], object]:  # Any: of one type, whatever is sorted by
    """What is sorted by, by place, and what stands there where there is none."""
    if sort in _INSTANTS:
        row = connection.execute(
            f"SELECT group_concat(coalesce(value, {_NEVER:d}))"
            f" FROM (SELECT {_INSTANTS[sort]} AS value FROM customer_line ORDER BY n)"
        ).fetchone()
        return integers(row[0]), _NEVER
    texts = _texts(connection, sort.value)
    if sort not in _WORDS:
        return texts, ""
    places = {"": -1, **{word.value: place for place, word in enumerate(_WORDS[sort])}}
    return [places[text] for text in texts], -1


def integers(joined: str | None) -> list[int]:
    """The numbers that group_concat has put together."""
    numbers: list[int] = json.loads(f"[{joined or ''}]")  # in half the time of split and int
    return numbers


def _texts(connection: Connection, column: str) -> list[str]:
    """A column of texts by place, empty where there is none."""
    row = connection.execute(
        "SELECT group_concat(value, char(31)), count(*)"
        f" FROM (SELECT coalesce({column}, '') AS value FROM customer_line ORDER BY n)"
    ).fetchone()
    texts: list[str] = row[0].split("\x1f") if row[1] else []
    if len(texts) != row[1]:  # somebody's name holds the sign: by another way, half as fast
        rows = connection.execute(f"SELECT coalesce({column}, '') FROM customer_line ORDER BY n")
        texts = [row[0] for row in rows]
    return texts


def archived(connection: Connection) -> list[int]:
    """The numbers of the archived customers."""
    row = connection.execute("SELECT group_concat(n) FROM customer_line WHERE archived_at IS NOT NULL").fetchone()
    return integers(row[0])


def passing(connection: Connection, filter: Filter, now: datetime) -> Flags:  # noqa: A002 - what it is
    """Whom a filter leaves."""
    where, parameters = condition(filter, now)
    row = connection.execute(
        f"SELECT group_concat(sign, '') FROM (SELECT ({where}) IS TRUE AS sign FROM customer_line AS line ORDER BY n)",
        parameters,
    ).fetchone()
    return (row[0] or "").encode().translate(_SIGNS)

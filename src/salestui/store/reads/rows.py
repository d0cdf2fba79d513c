"""Makes the rows of `domain.rows` from what SQL gives: each value from the column of its name, by its annotation."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, TypeVar, cast

from salestui.domain.clock import Clock
from salestui.domain.instants import Deadline
from salestui.domain.money import Money
from salestui.store.driver import Row
from salestui.store.reads.values import clock, day, deadline, instant, money, number, word

RowType = TypeVar("RowType", bound=tuple[Any, ...])  # a NamedTuple
FromRow = Callable[[Row], object]

_FROM_STORED: dict[object, Callable[[Any], object]] = {  # Any: SQLite's own values
    int: number,
    bool: bool,
    datetime: instant,
    date: day,
    Deadline: deadline,
    tuple[str, ...]: lambda text: tuple((text or "").split()),
}


def row_of(kind: type[RowType], **made: FromRow) -> Callable[[Row], RowType]:
    """A function that makes a `kind` of a row. `made`: values that are not read from the column of their name.

    A Clock needs `CLOCK_COLUMNS`, an amount the column `currency`. Raises TypeError for an annotation it cannot fill.
    """
    plan = [(name, *_reading(name, kind.__annotations__[name], made.get(name))) for name in kind.__annotations__]
    make = cast("Callable[..., RowType]", kind)

    def read(row: Row) -> RowType:
        return make(
            *[
                row[name] if of_value is None and of_row is None else of_value(row[name]) if of_value else of_row(row)
                for name, of_value, of_row in plan
            ]
        )

    return read


def _reading(name: str, annotation: object, made: FromRow | None) -> tuple[Callable[[Any], object] | None, Any]:
    """How a value is read: from its column, from the whole row, or (both None) as it is stored."""
    if made is not None:
        return None, made
    base = annotation
    if isinstance(annotation, UnionType):
        (base,) = (each for each in annotation.__args__ if each is not NoneType)
    if base is str:
        return None, None
    if base in _FROM_STORED:
        return _FROM_STORED[base], None
    if isinstance(base, type) and issubclass(base, StrEnum):
        return partial(word, base), None
    if base is Money:
        return None, lambda row: money(row[name], row["currency"])
    if base is Clock:
        return None, _clock
    raise TypeError(f"{name}: {annotation}")


def _clock(row: Row) -> Clock | None:
    return None if row["clock_kind"] is None else clock(row)

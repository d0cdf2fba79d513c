"""A record as programs get it, from `list` and `show` alike: stable English ids, instants in UTC, values as text."""

from typing import TYPE_CHECKING, Any

from salestui.domain.clock import Clock, state
from salestui.domain.instants import Deadline
from salestui.domain.money import Money
from salestui.domain.records import RECORDS
from salestui.domain.rows import ROWS

if TYPE_CHECKING:
    from datetime import datetime

    from salestui.services.desk import Desk

_CLOCK = ("rule", "due_at", "state")


def record_columns(record: str) -> list[str]:
    """The ids of everything there is of a record, in order."""
    names: list[str] = []
    for column in ROWS[record]._fields:
        if column != "id":
            names += _CLOCK if column == "clock" else [_field_id(record, column)]
    return [*names, *(["idle_days"] if record == "deal" else [])]


def record_json(desk: "Desk", record: str, row: Any) -> dict[str, object]:  # Any: each record has its own row
    """Everything there is of a record, by id."""
    found: dict[str, object] = {}
    for column, value in row._asdict().items():
        if column == "clock":
            found |= clock_json(value, desk.now())
        elif column != "id":
            found[_field_id(record, column)] = as_json(value)
    if record == "deal":
        from salestui.services import selling

        found["idle_days"] = selling.idle(row, desk.now()).days if selling.is_open(row) else None
    return found


def _field_id(record: str, column: str) -> str:
    return RECORDS[record].column_names().get(column, column)


def clock_json(clock: Clock | None, now: "datetime") -> dict[str, object]:
    """The rule of a clock, when it is due, and how it stands."""
    if clock is None:
        return dict.fromkeys(_CLOCK)
    return {"rule": clock.rule, "due_at": clock.due_at, "state": state(clock, now)}


def as_json(value: object) -> object:
    """A value of a row; dates and instants are written by whoever prints."""
    if isinstance(value, Deadline | Money):
        return str(value)
    return [as_json(each) for each in value] if isinstance(value, tuple) and not hasattr(value, "_fields") else value

"""From the ORM's pending records to the change log: taken down just before each flush."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel

from salestui.domain.instants import Deadline, to_ms
from salestui.store.log import Change, Fields, Operation, Stored
from salestui.store.models import entity_of


class UnloggedWriteError(RuntimeError):
    """A defect of the program: something was about to be written past the change log."""


def change_of(record: SQLModel, operation: Operation) -> Change | None:
    """What is about to be flushed for `record`; None where no column differs."""
    entity, state = entity_of(type(record)), inspect(record)
    fields: Fields = {}
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        value = _stored(getattr(record, name))
        pair: tuple[Stored, Stored]
        match operation:
            case Operation.INSERT:
                pair = (None, value)
            case Operation.DELETE:
                pair = (value, None)
            case Operation.UPDATE:
                history = state.attrs[name].history
                if not history.has_changes():
                    continue
                if not history.deleted:
                    raise UnloggedWriteError(f"{entity}.{name} was set without being loaded")
                pair = (_stored(history.deleted[0]), value)
        if pair[0] != pair[1]:
            fields[name] = pair
    return Change(entity, str(record.__dict__["id"]), operation, fields) if fields else None


def _stored(value: Any) -> Stored:  # Any: whatever a column of a model holds
    match value:
        case None:
            return None
        case bool():
            return int(value)
        case StrEnum():
            return value.value
        case int() | str() | float():
            return value
        case datetime():
            return to_ms(value)
        case date():
            return value.isoformat()
        case Deadline():
            return str(value)
        case _:
            raise TypeError(f"no stored form for {type(value).__name__}")

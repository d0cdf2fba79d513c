"""From typed values to a record's columns: validation, owners and names, and what a column cannot hold alone."""

from collections.abc import Collection, Mapping
from datetime import datetime

from salestui.domain.fields import FieldError, FieldReason, Value, read
from salestui.domain.money import Money
from salestui.domain.records import RECORDS, Kind
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label, listed
from salestui.refusals import field_problem
from salestui.services.desk import Desk
from salestui.services.naming import known_owner, nearest, repr_text


def values(
    desk: Desk, record: str, typed: Mapping[str, str], *, partial: bool = False, now: datetime | None = None
) -> dict[str, Value]:
    """The values of `typed` (field id → text) for a `record`; with `partial` only what is given is checked.

    Raises InvalidValueError that names field, value and remedy; UsageError for a field the record does not have, or
    that nobody sets.
    """
    fields = {field.id: field for field in RECORDS[record].fields}
    for name in typed:
        if name not in fields:
            settable = [field.id for field in fields.values() if field.settable]
            raise UsageError(
                _("a {record} has no field {name}", record=label("record", record), name=repr_text(name)),
                nearest(name, settable) or _("fields: {fields}", fields=listed(settable)),
            )
        if not fields[name].settable:
            raise UsageError(
                _("{field} is kept by the program", field=label("field", name)),
                _("it follows from what is written down: log, resolve, undo"),
            )
    reading = desk.reading(now)
    found: dict[str, Value] = {}
    for name, field in fields.items():
        if name not in typed:
            if field.required and not partial:
                raise InvalidValueError(field_problem(FieldError(field, "", FieldReason.MISSING), record), field=name)
            continue
        try:
            found[name] = read(field, typed[name], reading)
        except FieldError as problem:
            raise InvalidValueError(field_problem(problem, record), field=name) from None
    return found


def columns(desk: Desk, record: str, found: Mapping[str, Value], *, owners: Collection[str] = ()) -> dict[str, object]:
    """The columns of `found` that stand in the record's own table; other records than owners are named elsewhere.

    `owners` are known to be some: a command that writes much names them all, since a reader is refused once the pages
    of the command spill to the file.
    """
    made: dict[str, object] = {}
    for field in RECORDS[record].fields:
        if field.id not in found or not field.stored_as or field.refers not in ("", "owner"):
            continue
        value = found[field.id]
        if field.kind is Kind.MONEY:
            made[field.id] = value.minor if isinstance(value, Money) else None
            made["currency"] = value.currency if isinstance(value, Money) else None
        elif field.kind is Kind.FLAG:
            made[field.stored_as] = bool(value)  # cleared is no
        elif field.refers and isinstance(value, str):
            made[field.stored_as] = value if value in owners else known_owner(desk, value)
        else:
            made[field.stored_as] = value
    return made

"""One field as it is typed on the command line, read as its form would read it."""

from typing import TYPE_CHECKING

from salestui.domain.fields import FieldError, Value, read
from salestui.domain.records import RECORDS
from salestui.errors import InvalidValueError
from salestui.refusals import field_problem

if TYPE_CHECKING:
    from salestui.domain.fields import Reading


def read_field(record: str, name: str, text: str, reading: "Reading") -> Value:
    """The value that `text` means in the field `name` of `record`. Raises InvalidValueError."""
    try:
        return read(RECORDS[record].field(name), text, reading)
    except FieldError as problem:
        raise InvalidValueError(field_problem(problem, record)) from None

"""What a form says under a field: the date it understood, or why a value is refused. No rule of its own."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from salestui.domain.fields import FieldError, Reading, read
from salestui.domain.instants import Deadline
from salestui.domain.records import RECORDS, Kind
from salestui.domain.vocabularies import VOCABULARIES
from salestui.i18n import label
from salestui.refusals import field_problem
from salestui.sentences import span, weekday
from salestui.services.desk import Desk
from salestui.tui.forms.entry import Entry


def understood(desk: Desk, record: str, name: str) -> Callable[[str], str]:
    """For an Entry: what a text means in a field of `record`; raises ValueError with the sentence why not."""
    field = RECORDS[record].field(name)

    def tell(text: str) -> str:
        reading = desk.reading()
        try:
            value = read(field, text, reading)
        except FieldError as problem:
            raise ValueError(field_problem(problem)) from None
        return _told(value, reading)

    return tell


def _told(value: object, reading: Reading) -> str:
    """A date in full, with how far away it is; other values need no telling."""
    match value:
        case datetime():
            return _instant(value, reading)
        case Deadline(instant=datetime() as instant):
            return _instant(instant, reading)
        case Deadline(day=date() as day):
            return f"{day} {weekday(day)}"
        case date():
            return f"{value} {weekday(value)}"
        case _:
            return ""


def _instant(instant: datetime, reading: Reading) -> str:
    local = instant.astimezone(reading.zone)
    return f"{local:%Y-%m-%d} {weekday(local)} {local:%H:%M}  ({_distance(instant - reading.now)})"


def _distance(length: timedelta) -> str:
    return ("−" if length < timedelta() else "+") + span(length)


def entry(
    desk: Desk,
    record: str,
    name: str,
    *,
    value: str = "",
    required: bool = False,
    title: str = "",
    suggest: tuple[str, ...] = (),
) -> Entry:
    """An Entry made from the field's own definition."""
    field = RECORDS[record].field(name)
    choices: tuple[tuple[str, str], ...] = ()
    words = tuple((word.value, label(field.vocabulary, word)) for word in VOCABULARIES.get(field.vocabulary, ()))
    if field.kind is Kind.WORD:
        choices = words
    if field.kind is Kind.CHANNEL:  # an open vocabulary
        suggest = tuple(told for _word, told in words)
    return Entry(
        id=name,
        label=title or label("field", f"{record}.{name}"),
        value=value,
        choices=choices,
        lines=field.kind in (Kind.TEXT, Kind.NEEDS),
        required=required or field.required,
        suggest=suggest,
        several=field.kind is Kind.TAGS,
        understood=None if choices else understood(desk, record, name),
    )

"""Which days a rule gives, and the rule that a text states. Reads and writes nothing: forms ask as one types."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from salestui.domain.repeats import RepeatError, parse_repeat
from salestui.errors import InvalidValueError
from salestui.i18n import _, label
from salestui.sentences import quoted

_AS_FAR_AS = timedelta(days=3653)


def days(rule: str, starts_on: date, until: date) -> Iterator[date]:
    """The days of a rule from `starts_on` to `until`, both included."""
    from dateutil.rrule import rrulestr  # only where something repeats

    beginning = datetime(starts_on.year, starts_on.month, starts_on.day)  # noqa: DTZ001 - a day, not an instant
    for each in rrulestr(rule, dtstart=beginning):
        if each.date() > until:
            return
        yield each.date()


def rule_of(text: str, starts_on: date) -> tuple[str, date]:
    """The RRULE of `text` and the day it starts on: the month it names, else `starts_on`. Raises InvalidValueError."""
    try:
        stated = parse_repeat(text)
    except RepeatError:
        raise InvalidValueError(
            _("{field}: {value} is no rule of days", field=label("field", "repeats"), value=quoted(text)),
            _("such as weekly, monthly, quarterly, every 2 weeks, weekly x3, monthly until 2026-12-31"),
            field="repeats",
        ) from None
    if stated.from_month is not None and starts_on.month != stated.from_month:
        year = starts_on.year + (stated.from_month < starts_on.month)
        starts_on = date(year, stated.from_month, 1)
    return stated.repeat.rule(starts_on), starts_on


def next_days(text: str, starts_on: date, count: int = 3) -> tuple[date, ...]:
    """The first days that `text` gives from `starts_on` on. Raises InvalidValueError."""
    rule, first = rule_of(text, starts_on)
    return tuple(islice(days(rule, first, first + _AS_FAR_AS), count))

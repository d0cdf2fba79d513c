"""From stored forms to values: the one place where a read turns milliseconds, ISO texts and words back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from salestui.domain.clock import Clock, Outcome, Step
from salestui.domain.instants import Deadline, from_ms
from salestui.domain.money import Money
from salestui.domain.words import DueKind, Grade, Rule
from salestui.errors import StoreError
from salestui.i18n import _
from salestui.store.driver import Connection, Row

Word = TypeVar("Word", bound=StrEnum)
Stored = TypeVar("Stored")
Made = TypeVar("Made")

# What a stored form raises that is of no value: no word of its vocabulary, no instant, no number, NULL, no JSON.
_DAMAGED = (ValueError, TypeError, OverflowError, AssertionError)

CLOCK_COLUMNS = """clock.kind AS clock_kind, clock.rule AS clock_rule, clock.subject_id AS clock_subject,
    clock.step AS clock_step, clock.ref AS clock_ref, clock.customer_id AS clock_customer,
    clock.owner AS clock_owner, clock.grade AS clock_grade, clock.time_limit AS clock_limit,
    clock.started_at AS clock_started, clock.soon_at AS clock_soon, clock.due_at AS clock_due,
    clock.due_before_regrade AS clock_before, clock.stopped_at AS clock_stopped, clock.outcome AS clock_outcome"""


def readable(connection: Connection, rows: Iterable[Stored], make: Callable[[Stored], Made]) -> list[Made]:
    """What `make` makes of each of `rows`. One that holds what is no value is left out, and the connection notes it.

    Raises StoreError instead inside a command: what is written must not rest on half of what is there.
    """
    made: list[Made] = []
    for row in rows:
        try:
            made.append(make(row))
        except _DAMAGED:
            if connection.writes:
                raise _damaged() from None
            connection.left_out = True
    return made


@contextmanager
def understood() -> Iterator[None]:
    """For one record, without which nothing can be told: StoreError where it holds what is no value."""
    try:
        yield
    except _DAMAGED:
        raise _damaged() from None


def there(row: Made | None) -> Made:
    """The row of a record that is known to be there. Raises StoreError where it was left out."""
    if row is None:
        raise _damaged()
    return row


def _damaged() -> StoreError:
    return StoreError(_("a record of the file is damaged"), damage_hint())


def damage_hint() -> str:
    """What to do about a file with records that cannot be read."""
    return _("copy the file and go back to a backup")


def whole(value: object) -> int:
    """The whole number of a column; SQLite lets anything stand there. Raises TypeError."""
    if not isinstance(value, int):
        raise TypeError(type(value))
    return value


def number(value: object) -> int | None:
    """The whole number of a nullable column."""
    return None if value is None else whole(value)


def money(minor: object, currency: str) -> Money | None:
    """The amount of a nullable column, in the currency beside it."""
    return None if minor is None else Money(whole(minor), currency)


def instant(ms: int | None) -> datetime | None:
    """The instant of a nullable column."""
    return None if ms is None else from_ms(ms)


def day(text: str | None) -> date | None:
    """The date of a nullable column."""
    return None if text is None else date.fromisoformat(text)


def deadline(text: str | None) -> Deadline | None:
    """The deadline of a nullable column."""
    return None if text is None else Deadline.parse(text)


def word(words: type[Word], value: str | None) -> Word | None:
    """The word of a nullable column."""
    return None if value is None else words(value)


def clock(row: Row) -> Clock:
    """The clock of a row that selected CLOCK_COLUMNS."""
    return Clock(
        kind=DueKind(row["clock_kind"]),
        rule=Rule(row["clock_rule"]),
        subject_id=row["clock_subject"],
        ref=row["clock_ref"],
        started_at=from_ms(row["clock_started"]),
        due_at=instant(row["clock_due"]),
        soon_at=instant(row["clock_soon"]),
        time_limit=row["clock_limit"],
        customer_id=row["clock_customer"],
        owner=row["clock_owner"],
        grade=word(Grade, row["clock_grade"]),
        due_before_regrade=instant(row["clock_before"]),
        stopped_at=instant(row["clock_stopped"]),
        outcome=word(Outcome, row["clock_outcome"]),
        step=Step(row["clock_step"]),
    )

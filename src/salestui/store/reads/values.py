"""From stored forms to values: the one place where a read turns milliseconds, ISO texts and words back."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from salestui.domain.clock import Clock, Outcome, Step
from salestui.domain.instants import Deadline, from_ms
from salestui.domain.money import Money
from salestui.domain.words import DueKind, Grade, Rule
from salestui.store.driver import Row

Word = TypeVar("Word", bound=StrEnum)

CLOCK_COLUMNS = """clock.kind AS clock_kind, clock.rule AS clock_rule, clock.subject_id AS clock_subject,
    clock.step AS clock_step, clock.ref AS clock_ref, clock.customer_id AS clock_customer,
    clock.owner AS clock_owner, clock.grade AS clock_grade, clock.time_limit AS clock_limit,
    clock.started_at AS clock_started, clock.soon_at AS clock_soon, clock.due_at AS clock_due,
    clock.due_before_regrade AS clock_before, clock.stopped_at AS clock_stopped, clock.outcome AS clock_outcome"""


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


def money(row: Row, column: str) -> Money | None:
    """The amount of a nullable column, in the currency that stands beside it."""
    return None if row[column] is None else Money(row[column], row["currency"])


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

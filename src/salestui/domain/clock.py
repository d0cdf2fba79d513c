"""A clock as a value: something owed, and how it stands at an instant. `domain.clocks` makes them.

Pure, and light to import: whoever only reads clocks needs neither rules nor calendars.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from salestui.domain.words import ClockState, DueKind, Grade, Rule


class Step(StrEnum):
    """Which part of what is owed a clock times."""

    MAIN = ""
    TELL = "tell"  # an objection or complaint is solved; telling the customer the result is still open (R3)


class Outcome(StrEnum):
    """What stopped a clock."""

    MET = "met"  # the thing owed was done; on time or late is a comparison
    REPLACED = "replaced"  # a new date was set before the old one was due (R6)
    MISSED = "missed"  # a new date was set after it (R6)
    WITHDRAWN = "withdrawn"  # no longer owed: the record was archived, the task dropped


class Clock(NamedTuple):
    """Something owed: since when, until when, by which rule. Instants are UTC."""

    kind: DueKind
    rule: Rule
    subject_id: str
    ref: str
    started_at: datetime
    due_at: datetime | None  # None: owed without a due time
    soon_at: datetime | None
    time_limit: str | None = None  # as the rule states it: "2h", "1 month"; None where a date was given
    customer_id: str | None = None
    owner: str | None = None
    grade: Grade | None = None
    due_before_regrade: datetime | None = None  # set where the regrading itself put the due time into the past
    stopped_at: datetime | None = None
    outcome: Outcome | None = None
    step: Step = Step.MAIN
    due_day: date | None = None  # of the desk, in whose figures it counts; None: in none, what it times is archived


def state(clock: Clock, now: datetime) -> ClockState:
    """What `clock` says at `now`. Exactly at the limit is met."""
    if clock.stopped_at is not None:
        late = clock.due_at is not None and clock.stopped_at > clock.due_at
        return ClockState.MET_LATE if late else ClockState.MET
    if clock.due_at is not None and now > clock.due_at:
        return ClockState.OVERDUE
    if clock.soon_at is not None and now >= clock.soon_at:
        return ClockState.DUE_SOON
    return ClockState.ON_TIME


def late_because_of_regrade(clock: Clock, now: datetime) -> bool:
    """Late, but only since the customer was regraded: under the grade before, it would still be in time."""
    if clock.due_before_regrade is None or state(clock, now) not in (ClockState.OVERDUE, ClockState.MET_LATE):
        return False
    return (clock.stopped_at or now) <= clock.due_before_regrade

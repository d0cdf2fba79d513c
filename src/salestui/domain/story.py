"""What happened with a customer, as one list: kinds of events, the chapters they are read by, and their rows.

Values only; which tables they come from is the store's affair, and how they are told that of the screens.
"""

from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from salestui.domain.money import Money


class Happening(StrEnum):
    """A kind of event. At one instant, the later in this list came after the earlier."""

    ADDED = "added"  # the customer itself: its first stage
    CONTACT = "contact"
    STAGE = "stage"
    GRADE = "grade"
    SCORE = "score"
    RECEIVED = "received"
    FOLLOW_UP = "follow_up"
    OBJECTION = "objection"  # answered on the spot; one without an answer is told by the inquiry it opened
    ANSWERED = "answered"
    SOLVED = "solved"
    TOLD = "told"  # the customer, of the solution
    PROMISED = "promised"  # a next date set by hand; one made in a contact stands with the follow-up
    TASK_MADE = "task_made"
    TASK_DONE = "task_done"
    TASK_DROPPED = "task_dropped"
    DEAL_MADE = "deal_made"
    DEAL_MOVED = "deal_moved"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"


class Chapter(StrEnum):
    """What the story is narrowed to."""

    FOLLOW_UPS = "follow_ups"
    INQUIRIES = "inquiries"
    TASKS = "tasks"
    DEALS = "deals"
    CHANGES = "changes"


CHAPTERS = MappingProxyType(
    {
        Happening.ADDED: Chapter.CHANGES,
        Happening.CONTACT: Chapter.CHANGES,
        Happening.STAGE: Chapter.CHANGES,
        Happening.GRADE: Chapter.CHANGES,
        Happening.SCORE: Chapter.CHANGES,
        Happening.RECEIVED: Chapter.INQUIRIES,
        Happening.FOLLOW_UP: Chapter.FOLLOW_UPS,
        Happening.OBJECTION: Chapter.INQUIRIES,
        Happening.ANSWERED: Chapter.INQUIRIES,
        Happening.SOLVED: Chapter.INQUIRIES,
        Happening.TOLD: Chapter.INQUIRIES,
        Happening.PROMISED: Chapter.FOLLOW_UPS,
        Happening.TASK_MADE: Chapter.TASKS,
        Happening.TASK_DONE: Chapter.TASKS,
        Happening.TASK_DROPPED: Chapter.TASKS,
        Happening.DEAL_MADE: Chapter.DEALS,
        Happening.DEAL_MOVED: Chapter.DEALS,
        Happening.DEAL_WON: Chapter.DEALS,
        Happening.DEAL_LOST: Chapter.DEALS,
    }
)

_RECORDS = MappingProxyType(
    {
        Happening.ADDED: "stage_change",
        Happening.CONTACT: "contact",
        Happening.STAGE: "stage_change",
        Happening.GRADE: "grade_change",
        Happening.SCORE: "satisfaction_score",
        Happening.FOLLOW_UP: "follow_up",
        Happening.OBJECTION: "objection",
        Happening.PROMISED: "promise",
        Happening.TASK_MADE: "task",
        Happening.TASK_DONE: "task",
        Happening.TASK_DROPPED: "task",
        Happening.DEAL_MADE: "deal_stage_change",
        Happening.DEAL_MOVED: "deal_stage_change",
        Happening.DEAL_WON: "deal_stage_change",
        Happening.DEAL_LOST: "deal_stage_change",
    }
)


class StoryKey(NamedTuple):
    """Names an event: what happened to which record (key). Its text form is `happening:key`."""

    happening: Happening
    record_id: str

    def __str__(self) -> str:
        """The text form."""
        return f"{self.happening}:{self.record_id}"

    @classmethod
    def parse(cls, text: str) -> "StoryKey":
        """The value of a text form; raises ValueError for anything else."""
        happening, _colon, record_id = text.partition(":")
        return cls(Happening(happening), record_id)

    @property
    def entity(self) -> str:
        """The kind of the record."""
        return _RECORDS.get(self.happening, "inquiry")


class StoryRow(NamedTuple):
    """One event. `word` is its kind's own word (a method, an inquiry's kind, a new stage …) as a value, not a label."""

    at: datetime  # UTC
    ref: str | None
    word: str | None = None
    before: str | None = None  # the stage, grade or score there was
    who: str | None = None  # the contact, or a task's owner
    text: str | None = None
    late: bool | None = None  # whether what was owed came late; None where nothing was
    amount: Money | None = None  # of a deal

"""What happened with a customer, newest first, a page at a time; and the record behind an event. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from salestui.domain.rows import CustomerName
from salestui.domain.story import CHAPTERS, Chapter, Happening, StoryKey, StoryRow
from salestui.services.desk import Desk
from salestui.services.finding import Shown, shown
from salestui.store.reads import records
from salestui.store.reads import story as reads

_CHAPTER_OF = {happening.value: chapter for happening, chapter in CHAPTERS.items()}  # text forms: no enum to be made
_TOLD_BY = {
    "follow_up": (Happening.FOLLOW_UP,),
    "inquiry": (Happening.RECEIVED,),
    "task": (Happening.TASK_DONE, Happening.TASK_DROPPED, Happening.TASK_MADE),
    "promise": (Happening.PROMISED,),
}
_WHOLE = ("follow_up", "inquiry", "task", "contact", "deal")


@dataclass(frozen=True, slots=True)
class Story:
    """The text forms of the keys of all that happened, the newest first, and how much of it each chapter holds."""

    keys: tuple[str, ...]
    counts: Mapping[Chapter, int]

    def of(self, chapter: Chapter | None) -> Sequence[str]:
        """The keys of one chapter, or of all."""
        if chapter is None:
            return self.keys
        return tuple(key for key in self.keys if _CHAPTER_OF[key.partition(":")[0]] is chapter)


def story(desk: Desk, customer: CustomerName) -> Story:
    """Everything that happened with `customer`."""
    keys = reads.keys(desk.reader, customer.id)
    counts = dict.fromkeys(Chapter, 0)
    for key in keys:
        counts[_CHAPTER_OF[key.partition(":")[0]]] += 1
    return Story(tuple(keys), counts)


def page(desk: Desk, keys: Sequence[str]) -> dict[str, StoryRow]:
    """The rows of a page of keys; one that is gone meanwhile is left out."""
    found = reads.page(desk.reader, [StoryKey.parse(key) for key in keys])
    return {str(key): row for key, row in found.items()}


def whole(desk: Desk, key: str) -> Shown | None:
    """The record an event is about: a follow-up, inquiry, task, contact or deal; None where it is but a change.

    An objection is told with its follow-up.
    """
    happening, record_id = StoryKey.parse(key)
    entity = StoryKey(happening, record_id).entity
    if entity == "objection":
        entity, record_id = "follow_up", str(records.columns_of(desk.reader, "objection", record_id)["follow_up_id"])
    if entity == "deal_stage_change":
        entity, record_id = "deal", _deal_of(desk, record_id)
    return shown(desk, entity, record_id) if entity in _WHOLE else None


def event_of(desk: Desk, keys: Sequence[str], entity: str, record_id: str) -> str | None:
    """The event among `keys` (newest first) that tells of a record: what a row of another list opens at."""
    if entity == "promise":  # told with the contact it was made in
        made_in = records.columns_of(desk.reader, "promise", record_id).get("follow_up_id")
        entity, record_id = ("promise", record_id) if made_in is None else ("follow_up", str(made_in))
    if entity == "deal":
        of_deals = (key for key in keys if _CHAPTER_OF[key.partition(":")[0]] is Chapter.DEALS)
        return next((key for key in of_deals if _deal_of(desk, StoryKey.parse(key).record_id) == record_id), None)
    wanted = {str(StoryKey(happening, record_id)) for happening in _TOLD_BY.get(entity, ())}
    return next((key for key in keys if key in wanted), None)


class Subject(NamedTuple):
    """What can be corrected: a record (entity and key), or with `field` one field of the customer's profile."""

    entity: str
    record_id: str
    field: str | None = None


def subject(desk: Desk, key: str) -> Subject | None:
    """What to open to correct an event; None where nothing is (a date set by hand: a new one replaces it)."""
    parsed = StoryKey.parse(key)
    match parsed.happening:
        case Happening.ADDED | Happening.STAGE:
            return Subject("customer", "", "stage")
        case Happening.GRADE:
            return Subject("customer", "", "grade")
        case Happening.SCORE:
            return Subject("satisfaction_score", parsed.record_id)
        case Happening.PROMISED:
            return None
        case Happening.OBJECTION:
            columns = records.columns_of(desk.reader, "objection", parsed.record_id)
            return Subject("follow_up", str(columns["follow_up_id"]))
        case Happening.DEAL_MADE | Happening.DEAL_MOVED | Happening.DEAL_WON | Happening.DEAL_LOST:
            return Subject("deal", _deal_of(desk, parsed.record_id))
        case _:
            return Subject(parsed.entity, parsed.record_id)


def _deal_of(desk: Desk, change: str) -> str:
    return str(records.columns_of(desk.reader, "deal_stage_change", change)["deal_id"])


def promise_subject(desk: Desk, promise: str) -> Subject | None:
    """What to open to correct a promise (key): the follow-up it was made in, if it was made in one."""
    made_in = records.columns_of(desk.reader, "promise", promise).get("follow_up_id")
    return None if made_in is None else Subject("follow_up", str(made_in), "next_at")

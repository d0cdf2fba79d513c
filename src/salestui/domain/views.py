"""A view of the customer list as a value: which customers, in which order, with which columns. No SQL, no prose."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

NOT_SET = ""  # among the values of a filter: customers whose field is empty


class Waits(StrEnum):
    """How a customer waits: one of its clocks is overdue or due soon, or nothing is promised to it."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NO_NEXT_DATE = "no_next_date"


class Sort(StrEnum):
    """What the list is sorted by; empty values stand last either way."""

    CODE = "code"
    NAME = "name"
    GRADE = "grade"
    LAST_CONTACT = "last_contact"  # who was not contacted for longest comes first
    NEXT_DATE = "next_date"
    STAGE = "stage"
    OWNER = "owner"
    REGION = "region"
    INDUSTRY = "industry"
    CARE = "care"
    CREATED = "created"  # the newest first


class BuiltInView(StrEnum):
    """The views everybody has."""

    ALL = "all"
    MINE = "mine"
    GRADE_A = "grade_A"
    OVERDUE = "overdue"
    NO_NEXT_DATE = "no_next_date"
    NOT_CONTACTED = "not_contacted_for_30_days"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which customers are listed. Every part given must hold; of the values of one part, any.

    Values are ids of words or stored texts; NOT_SET stands for an empty field.
    """

    owner: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    waiting: Waits | None = None
    quiet_days: int | None = None  # no contact in so many days of 24 hours, or never
    archived: bool = False  # instead of those in use

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The parts that are lists of values, where given: (field id, values)."""
        for name in VALUED:
            values: tuple[str, ...] = getattr(self, name)
            if values:
                yield name, values


VALUED = ("grade", "owner", "segment", "care", "stage", "tags", "region", "industry")


@dataclass(frozen=True, slots=True)
class View:
    """A filter with the order and the columns (ids; None: as many as the window has room for)."""

    filter: Filter = Filter()
    sort: Sort = Sort.CODE
    backwards: bool = False
    columns: tuple[str, ...] | None = None

    @property
    def descending(self) -> bool:
        """Whether the values sorted by fall from row to row."""
        return self.backwards != (self.sort is Sort.CREATED)

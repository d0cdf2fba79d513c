"""Tasks for a screen: the columns of the board, its cards a page at a time, what a list shows. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from salestui.domain.instants import to_ms
from salestui.domain.rows import TaskRow
from salestui.domain.words import TaskStatus
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.services.prefilling import typed_record
from salestui.store.reads import dependencies
from salestui.store.reads import tasks as reads

DONE_SHOWN = timedelta(days=14)  # how long a task that is done stays on the board


@dataclass(frozen=True, slots=True)
class Columns:
    """The keys of each status at `now`, in order; dropped tasks are not among them."""

    now: datetime
    keys: Mapping[TaskStatus, Sequence[str]]

    @property
    def any(self) -> bool:
        """Whether there is a card at all."""
        return any(self.keys.values())


@dataclass(frozen=True, slots=True)
class Filter:
    """Whose tasks, for which customer (key), of which module; None is any. Milestones alone, overdue ones alone."""

    owner: str | None = None
    customer: str | None = None
    module: str | None = None
    milestones: bool = False
    overdue: bool = False


def first_filter(desk: Desk) -> Filter:
    """What a board opens with: the tasks of whoever sits at the desk, everybody's where that one has none."""
    mine = Filter(owner=desk.settings.owner)
    return mine if columns(desk, mine).any else Filter()


def columns(desk: Desk, chosen: Filter = Filter()) -> Columns:
    """The board: what ends first comes first, what was done last among the done. Raises NotFoundError."""
    now = desk.now()
    owner = None if chosen.owner is None else known_owner(desk, chosen.owner)
    found = reads.keys_by_status(
        desk.reader,
        owner=owner,
        customer=chosen.customer,
        module=chosen.module,
        milestones=chosen.milestones,
        overdue_at=to_ms(now) if chosen.overdue else None,
        done_since=to_ms(now - DONE_SHOWN),
    )
    return Columns(now, found)


def cards(desk: Desk, keys: Sequence[str]) -> dict[str, TaskRow]:
    """The tasks of some keys: as many as stand on the screen."""
    return reads.page(desk.reader, keys)


def modules(desk: Desk) -> tuple[str, ...]:
    """Every module a task in sight belongs to, by name."""
    return reads.modules(desk.reader)


def customers(desk: Desk) -> Mapping[str, tuple[str, str]]:
    """Every customer with a task still to be done: key → (code, name), by name."""
    return reads.customers(desk.reader)


@dataclass(frozen=True, slots=True)
class Plan:
    """A task in full: its row, its fields as texts, what it came from, what it waits for and what waits for it."""

    row: TaskRow
    fields: Mapping[str, str]
    came_from: Sequence[tuple[str, str]]  # (kind of record, its ref)
    after: Sequence[TaskRow]
    before: Sequence[TaskRow]


def plan(desk: Desk, key: str) -> Plan | None:
    """The task with this key; None where somebody has undone what made it."""
    row = reads.page(desk.reader, [key]).get(key)
    if row is None:
        return None
    after, before = (find(desk.reader, key) for find in (dependencies.predecessors, dependencies.followers))
    rows = reads.page(desk.reader, [*after, *before])
    return Plan(
        row,
        typed_record(desk, "task", key),
        reads.came_from(desk.reader, key),
        [rows[each] for each in after],
        [rows[each] for each in before],
    )

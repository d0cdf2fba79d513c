"""Tasks that wait for each other (R9): no circles; a later start is offered when one slips, never made silently.

The check runs inside the transaction, over all edges: two sessions cannot close a circle from its two sides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from salestui.domain import dependencies
from salestui.domain.dependencies import Span
from salestui.domain.instants import Deadline, from_ms
from salestui.domain.words import TaskStatus
from salestui.errors import UsageError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.store.driver import Row
from salestui.store.reads import dependencies as reads
from salestui.store.reads.values import understood


@dataclass(frozen=True, slots=True)
class Offer:
    """A task would start (and end) later, since `because_of` (a ref) ends as late as it does; days of the desk.

    `was` is the start it was seen with: an offer is not taken up where somebody has moved the task meanwhile.
    """

    key: str
    ref: str
    action: str
    was: date
    start: date
    because_of: str


# ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────


def add_dependency(desk: Desk, key: str, depends_on: str) -> str:
    """Let a task wait for another (keys); returns the ref of the task.

    Raises UsageError where it does already, or where it would wait for itself: the circle is named.
    """
    from salestui.store.models import Task, TaskDependency

    with desk.command("add_dependency") as work:
        task, other = work.get(Task, key), work.get(Task, depends_on)
        found: dict[str, list[str]] = {}
        for row in work.rows("SELECT task_id, depends_on_id FROM task_dependency"):
            found.setdefault(row["task_id"], []).append(row["depends_on_id"])
        if depends_on in found.get(key, ()):
            raise UsageError(
                _("{ref} waits for {other} already", ref=task.ref, other=other.ref), _("there is nothing to do")
            )
        circle = dependencies.circle(found, key, depends_on)
        if circle:
            named = " → ".join(work.get(Task, each).ref for each in circle)
            raise UsageError(
                _("{ref} would wait for itself: {circle}", ref=task.ref, circle=named),
                _("take one of these dependencies away first"),
            )
        work.add(TaskDependency, task_id=key, depends_on_id=depends_on)
        work.subject = task.ref
    return task.ref


def remove_dependency(desk: Desk, key: str, depends_on: str) -> str:
    """Let a task wait for another no longer (keys); returns its ref. Raises UsageError where it does not."""
    from salestui.store.models import Task, TaskDependency

    with desk.command("remove_dependency") as work:
        task, other = work.get(Task, key), work.get(Task, depends_on)
        rows = work.rows(
            "SELECT id FROM task_dependency WHERE task_id = :task AND depends_on_id = :other",
            task=key,
            other=depends_on,
        )
        if not rows:
            raise UsageError(
                _("{ref} does not wait for {other}", ref=task.ref, other=other.ref),
                _("'salestui show {ref}' shows what it waits for", ref=task.ref),
            )
        work.delete(work.get(TaskDependency, rows[0]["id"]))
        work.subject = task.ref
    return task.ref


def predecessors(desk: Desk, key: str) -> Sequence[str]:
    """The keys of the tasks that `key` waits for."""
    return reads.predecessors(desk.reader, key)


def followers(desk: Desk, key: str) -> Sequence[str]:
    """The keys of the tasks that wait for `key`."""
    return reads.followers(desk.reader, key)


# ── later starts ─────────────────────────────────────────────────────────────────────────────────────────────────


def later_starts(desk: Desk, key: str) -> tuple[Offer, ...]:
    """What would have to start later now that the task `key` ends when it does, one thing following from another."""
    depends_on = _depends_on(reads.edges(desk.reader))
    if not depends_on:
        return ()
    rows = {row["id"]: row for row in reads.spans(desk.reader)}
    if key not in rows:
        return ()
    known = {
        task: [each for each in waits_for if each in rows] for task, waits_for in depends_on.items() if task in rows
    }
    with understood():
        spans = {each: _span(desk, row) for each, row in rows.items()}
    return tuple(
        Offer(
            key=each.task,
            ref=rows[each.task]["ref"],
            action=rows[each.task]["action"],
            was=date.fromisoformat(rows[each.task]["start"]),
            start=each.start,
            because_of=rows[each.because_of]["ref"],
        )
        for each in dependencies.later_starts(spans, known, [key])
    )


def reschedule(desk: Desk, offers: Collection[Offer]) -> int:
    """Take offers up: each task starts later and keeps its length, all in one command. Returns its place in the log.

    Raises UsageError, and changes nothing, where a task has been moved since it was offered.
    """
    from salestui.store.models import Task

    with desk.command("reschedule") as work:
        for offer in offers:
            task = work.get(Task, offer.key)
            if task.start != offer.was:
                raise UsageError(
                    _("{ref} has been moved meanwhile", ref=task.ref), _("look at its dates, then change them by hand")
                )
            task.start = offer.start
            if task.end is not None:
                task.end = _later(desk, task.end, offer.start - offer.was)
        work.subject = ", ".join(offer.ref for offer in offers)
    return work.seq


def _later(desk: Desk, end: Deadline, by: timedelta) -> Deadline:
    """The same time of day, days later, whatever the clocks do meanwhile."""
    if end.instant is None:
        assert end.day is not None
        return Deadline(day=end.day + by)
    local = end.instant.astimezone(desk.zone)
    return Deadline(instant=(local + by).astimezone(end.instant.tzinfo))


def _depends_on(edges: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for task, other in edges:
        found.setdefault(task, []).append(other)
    return found


def _span(desk: Desk, row: Row) -> Span:
    """The days of a task: one done late has ended on the day it was done, one dropped holds nobody up."""
    status = TaskStatus(row["status"])
    start = date.fromisoformat(row["start"]) if row["start"] else None
    end = Deadline.parse(row["end"]).last_day(desk.zone) if row["end"] else None
    if status is TaskStatus.DROPPED:
        return Span(start, None, over=True)
    if status is TaskStatus.DONE:
        done = from_ms(row["done_at"]).astimezone(desk.zone).date()
        return Span(start, done if end is None or done > end else end, over=True)
    return Span(start, end)

"""Tasks that repeat: a series makes each of its tasks once, whoever looks first; one or all following are changed.

The key of a task is made of its series and its day (UUIDv5), so that two programs at midnight make the same task, and
the second finds it there. Days are the desk's own: no change of the clocks moves them.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from salestui.domain.instants import Deadline
from salestui.domain.words import TaskStatus
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.naming import active_customer
from salestui.services.records import Saved
from salestui.services.series_days import days, rule_of
from salestui.store.command import Work
from salestui.store.models import Task, TaskSeries
from salestui.store.reads import values as stored

AHEAD = timedelta(days=35)  # tasks are made so long before they start: the month ahead is on the board
_MOST_AT_ONCE = 400  # a series begun long ago is caught up with by and by
_OF_TASKS = ("start", "end", "progress", "status", "waiting_for", "delay_cause")  # each task has its own


def add_series(desk: Desk, typed: Mapping[str, str], repeats: str) -> Saved:
    """A task that repeats, from the fields of its first: it starts on `start` (today), and lasts until `end`.

    Raises InvalidValueError for a rule that is none. The tasks of the next weeks are made by the same command.
    """
    typed = {"owner": desk.settings.owner, **typed}
    found = values(desk, "task", typed)
    if found.get("deal"):
        raise InvalidValueError(
            _("a task that repeats belongs to no deal"), _("leave the deal out, or what repeats it"), field="deal"
        )
    customer = active_customer(desk, typed["customer"]).id if typed.get("customer") else None
    today = _today(desk, desk.now())
    starts_on = _day_of(desk, found.get("start")) or _day_of(desk, found.get("end")) or today
    rule, starts_on = rule_of(repeats, starts_on)
    last = _day_of(desk, found.get("end")) or starts_on
    # Any: column values
    held: dict[str, Any] = {
        name: value for name, value in columns(desk, "task", found).items() if name not in _OF_TASKS
    }
    held["milestone"] = bool(held.get("milestone"))
    with desk.command("add_series") as work:
        series = work.add(
            TaskSeries,
            rule=rule,
            starts_on=starts_on,
            days=max(1, (last - starts_on).days + 1),
            customer_id=customer,
            created_at=work.at,
            **held,
        )
        work.flush()
        _make(work, series, today)
        work.subject = series.ref
    return Saved(work.seq, "task_series", series.ref, series.action)


def make_tasks(desk: Desk) -> int:
    """Make what the series of the desk call for in the weeks ahead; returns how many tasks were made.

    Cheap where nothing is called for: nothing is written, and no library is loaded where there is no series.
    """
    today = _today(desk, desk.now())
    if not any(True for _each in _called_for(desk, today)):
        return 0
    made = 0
    with suppress(_NothingToMakeError), desk.command("make_tasks") as work:
        rows = work.rows("SELECT id FROM task_series WHERE archived_at IS NULL ORDER BY id")
        for row in rows:
            made += _make(work, work.get(TaskSeries, row["id"]), today)
        if not made:  # somebody else was quicker, between the look and the lock
            raise _NothingToMakeError
    return made


class _NothingToMakeError(Exception):
    """Leaves no command in the log."""


def change_following(desk: Desk, key: str, typed: Mapping[str, str], repeats: str | None = None) -> Saved:
    """Change a task of a series (its key) and all that follow it; those before it stay as they are.

    The series ends before that day and another goes on from there; tasks of the old one that nobody has begun are
    archived, since the new one makes its own.
    """
    found = values(desk, "task", typed, partial=True)
    alone = next((name for name in typed if name not in (*_TEMPLATE, "start", "end")), None)
    if alone is not None:
        raise UsageError(
            _("{field} belongs to one task alone", field=label("field", f"task.{alone}")),
            _("change it for this one, then the rest for all following"),
        )
    with desk.command("change_series") as work:
        task = work.get(Task, key)
        if task.series_id is None or task.series_day is None:
            raise UsageError(_("{ref} does not repeat", ref=task.ref), _("give it a rule with: repeats"))
        old = work.get(TaskSeries, task.series_id)
        first = _day_of(desk, found.get("start")) or task.series_day
        rule, first = (_following_rule(old, task.series_day), first) if repeats is None else rule_of(repeats, first)
        # Any: column values
        held: dict[str, Any] = {
            **{name: getattr(old, name) for name in _TEMPLATE},
            **{name: value for name, value in columns(desk, "task", found).items() if name in _TEMPLATE},
        }
        last = _day_of(desk, found.get("end"))
        new = work.add(
            TaskSeries,
            **held,
            rule=rule,
            starts_on=first,
            days=max(1, (last - first).days + 1) if last is not None else old.days,
            customer_id=old.customer_id,
            created_at=work.at,
        )
        work.flush()
        _cut(work, old, task.series_day)
        _take_over(work, old, new, task.series_day)
        _make(work, new, _today(desk, work.at))
        work.subject = new.ref
    return Saved(work.seq, "task_series", new.ref, new.action)


def end_series(desk: Desk, key: str, day: date | None = None) -> Saved:
    """A series (its key) goes on no longer, from `day` (tomorrow) on; tasks nobody has begun are archived."""
    with desk.command("change_series") as work:
        series = work.get(TaskSeries, key)
        _cut(work, series, day or _today(desk, work.at) + timedelta(days=1))
        work.subject = series.ref
    return Saved(work.seq, "task_series", series.ref, series.action)


def series_of(desk: Desk, key: str) -> str:
    """The key of the series that a task (its key) belongs to. Raises UsageError where it does not repeat."""
    row = desk.reader.execute("SELECT ref, series_id FROM task WHERE id = ?", (key,)).fetchone()
    if row["series_id"] is None:
        raise UsageError(_("{ref} does not repeat", ref=row["ref"]), _("'salestui list tasks' shows which do"))
    return str(row["series_id"])


_TEMPLATE = (
    *("module", "action", "owner", "supervisor", "acceptor", "support", "resources", "output_standard"),
    *("expected_effect", "priority", "milestone", "note"),
)


# ── making them ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _CalledFor:
    series: str
    day: date


def _called_for(desk: Desk, today: date) -> Iterator[_CalledFor]:
    """The days of all series up to the horizon whose task is not there yet."""
    rows = desk.reader.execute(
        "SELECT id, rule, starts_on, ends_before FROM task_series WHERE archived_at IS NULL"
        " AND (ends_before IS NULL OR ends_before > starts_on)"
    ).fetchall()
    for row in rows:
        with stored.understood():
            starts_on, until = date.fromisoformat(row["starts_on"]), _horizon(today, stored.day(row["ends_before"]))
        made = {
            each["series_day"]
            for each in desk.reader.execute("SELECT series_day FROM task WHERE series_id = ?", (row["id"],))
        }
        for day in days(row["rule"], starts_on, until):
            if day.isoformat() not in made:
                yield _CalledFor(row["id"], day)


def _make(work: Work, series: TaskSeries, today: date) -> int:
    """Make the tasks of `series` that are called for and not there; what was undone or archived is there."""
    rows = work.rows("SELECT series_day FROM task WHERE series_id = :series", series=series.id)
    made = {row["series_day"] for row in rows}
    wanted = days(series.rule, series.starts_on, _horizon(today, series.ends_before))
    missing = list(islice((day for day in wanted if day.isoformat() not in made), _MOST_AT_ONCE))
    for day in missing:
        work.add_keyed(
            Task,
            str(uuid5(UUID(series.id), day.isoformat())),
            **{name: getattr(series, name) for name in _TEMPLATE},
            customer_id=series.customer_id,
            series_id=series.id,
            series_day=day,
            start=day,
            end=Deadline(day=day + timedelta(days=series.days - 1)),
            created_at=work.at,
        )
    return len(missing)


def _cut(work: Work, series: TaskSeries, day: date) -> None:
    """Let `series` end before `day`, and put its later tasks that nobody has begun out of sight."""
    series.ends_before = max(day, series.starts_on)
    rows = work.rows(
        "SELECT id FROM task WHERE series_id = :series AND series_day >= :day AND archived_at IS NULL"
        " AND status = :todo AND progress = 0",
        series=series.id,
        day=day.isoformat(),
        todo=TaskStatus.TODO.value,
    )
    for row in rows:
        work.get(Task, row["id"]).archived_at = work.at


def _take_over(work: Work, old: TaskSeries, new: TaskSeries, day: date) -> None:
    """What somebody has begun goes on in the series that follows, so that its day has no second task."""
    rows = work.rows(
        "SELECT id FROM task WHERE series_id = :series AND series_day >= :day AND archived_at IS NULL",
        series=old.id,
        day=day.isoformat(),
    )
    for row in rows:
        task = work.get(Task, row["id"])
        task.series_id = new.id
        if task.status not in (TaskStatus.DONE, TaskStatus.DROPPED):
            for name in _TEMPLATE:
                setattr(task, name, getattr(new, name))


def _horizon(today: date, ends_before: date | None) -> date:
    until = today + AHEAD
    return until if ends_before is None else min(until, ends_before - timedelta(days=1))


def _following_rule(series: TaskSeries, day: date) -> str:
    """The rule of what is left of `series` from `day` on: a count goes down by what has been."""
    if "COUNT=" not in series.rule:
        return series.rule
    before = sum(1 for _day in days(series.rule, series.starts_on, day - timedelta(days=1)))
    parts = dict(part.split("=", 1) for part in series.rule.split(";"))
    parts["COUNT"] = str(max(1, int(parts["COUNT"]) - before))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _day_of(desk: Desk, value: object) -> date | None:
    if isinstance(value, Deadline):
        return value.last_day(desk.zone)
    return value if isinstance(value, date) else None


def _today(desk: Desk, now: datetime) -> date:
    return now.astimezone(desk.zone).date()

"""Tasks as lists and as cards of a board, each with its clock (R9)."""

import json
from collections.abc import Sequence

from salestui.domain.rows import TaskRow
from salestui.domain.words import TaskStatus
from salestui.store.driver import Connection
from salestui.store.reads.records import filtered, in_sight
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import CLOCK_COLUMNS, readable

_FILTERS = {
    "owner": "task.owner",
    "grade": "customer.grade",
    "customer": "task.customer_id",
    "module": "task.module",
    "id": "task.id",
}
_ROWS = f"""
    SELECT task.*, customer.code, customer.name AS customer,
           (SELECT rule FROM task_series WHERE task_series.id = task.series_id) AS repeats,
           (SELECT ref FROM deal WHERE deal.id = task.deal_id) AS deal, {CLOCK_COLUMNS} FROM task
    LEFT JOIN customer ON customer.id = task.customer_id
    CROSS JOIN clock ON clock.kind = 'task' AND clock.subject_id = task.id
    WHERE """  # CROSS JOIN: from the task to its clock


def tasks(connection: Connection, *, limit: int, everything: bool = False, **filters: str | None) -> list[TaskRow]:
    """Tasks by end; done and dropped ones only with `everything`. Filters: owner (the task's), customer, module, id."""
    open_only = "" if everything or filters.get("id") else " AND task.status NOT IN ('done', 'dropped')"
    rows = connection.execute(
        f"{_ROWS} {in_sight('task', filters)}{open_only}{filtered(filters, _FILTERS)}"
        " ORDER BY clock.due_at IS NULL, clock.due_at, task.id LIMIT :limit",
        {**filters, "limit": limit},
    )
    return readable(connection, rows, _task)


def page(connection: Connection, wanted: Sequence[str]) -> dict[str, TaskRow]:
    """The tasks of `wanted` (keys)."""
    rows = connection.execute(f"{_ROWS} task.id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    return dict(readable(connection, rows, lambda row: (row["id"], _task(row))))


def keys_by_status(
    connection: Connection,
    *,
    done_since: int,
    milestones: bool = False,
    overdue_at: int | None = None,
    **filters: str | None,
) -> dict[TaskStatus, tuple[str, ...]]:
    """The keys of a board's columns: open tasks by end, then priority; those done since `done_since` (ms) newest first.

    Filters: owner (of the task), customer, module; `milestones` alone; those overdue at an instant (ms) alone. What is
    dropped is not on the board.
    """
    found: dict[TaskStatus, list[str]] = {status: [] for status in TaskStatus if status is not TaskStatus.DROPPED}
    chosen = filtered(filters, _FILTERS) + (" AND task.milestone" if milestones else "")
    if overdue_at is not None:
        chosen += (
            " AND EXISTS (SELECT 1 FROM clock WHERE clock.kind = 'task' AND clock.subject_id = task.id"
            " AND clock.stopped_at IS NULL AND clock.due_at < :overdue_at)"
        )
    values = {**filters, "done_since": done_since, "overdue_at": overdue_at}
    rows = connection.execute(
        "SELECT task.id, task.status FROM task LEFT JOIN customer ON customer.id = task.customer_id"
        f" WHERE {in_sight('task', filters)} AND task.status IN ('todo', 'doing', 'waiting'){chosen}"
        ' ORDER BY task."end" IS NULL, substr(task."end", 1, 10),'
        " CASE task.priority WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END, task.\"end\", task.id",
        values,
    )
    for status, key in readable(connection, rows, lambda row: (TaskStatus(row["status"]), row["id"])):
        found[status].append(key)
    done = connection.execute(
        "SELECT task.id FROM task LEFT JOIN customer ON customer.id = task.customer_id"
        f" WHERE {in_sight('task', filters)} AND task.done_at >= :done_since{chosen}"
        " ORDER BY task.done_at DESC, task.id",
        values,
    )
    found[TaskStatus.DONE] = [row["id"] for row in done]
    return {status: tuple(keys) for status, keys in found.items()}


def modules(connection: Connection) -> tuple[str, ...]:
    """Every module a task in sight belongs to, by name."""
    rows = connection.execute("SELECT DISTINCT module FROM task WHERE module IS NOT NULL AND archived_at IS NULL")
    return tuple(sorted(row["module"] for row in rows))


def customers(connection: Connection) -> dict[str, tuple[str, str]]:
    """Customers with a task still to be done: key → (code, name), by name."""
    rows = connection.execute(
        "SELECT DISTINCT customer.id, customer.code, customer.name FROM task"
        " JOIN customer ON customer.id = task.customer_id WHERE task.archived_at IS NULL"
        " AND customer.archived_at IS NULL AND task.status IN ('todo', 'doing', 'waiting') ORDER BY customer.name"
    )
    return {row["id"]: (row["code"], row["name"]) for row in rows}


def came_from(connection: Connection, key: str) -> tuple[tuple[str, str], ...]:
    """(kind of record, its ref) of what a task came from."""
    kinds = ("follow_up", "inquiry", "deal", "task_series", "review")
    row = connection.execute(
        "SELECT follow_up.ref AS follow_up, inquiry.ref AS inquiry, deal.ref AS deal, task_series.ref AS task_series,"
        " review.ref AS review"
        " FROM task LEFT JOIN follow_up ON follow_up.id = task.follow_up_id"
        " LEFT JOIN inquiry ON inquiry.id = task.inquiry_id LEFT JOIN deal ON deal.id = task.deal_id"
        " LEFT JOIN task_series ON task_series.id = task.series_id"
        " LEFT JOIN improvement ON improvement.task_id = task.id"
        " LEFT JOIN review ON review.id = improvement.review_id WHERE task.id = ?",
        (key,),
    ).fetchone()
    return () if row is None else tuple((kind, row[kind]) for kind in kinds if row[kind] is not None)


_task = row_of(TaskRow)

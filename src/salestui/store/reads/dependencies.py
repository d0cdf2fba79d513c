"""Which task waits for which: the edges, the tasks they touch, and the neighbours of one."""

from collections.abc import Sequence

from salestui.store.driver import Connection, Row

_IN_SIGHT = "task.archived_at IS NULL AND task.status <> 'dropped'"


def spans(connection: Connection) -> Sequence[Row]:
    """Key, ref, action, status, start, end and done_at of every task in sight that waits or is waited for."""
    return connection.execute(
        'SELECT id, ref, action, status, start, "end", done_at FROM task WHERE archived_at IS NULL AND id IN'
        " (SELECT task_id FROM task_dependency UNION SELECT depends_on_id FROM task_dependency)"
    ).fetchall()


def edges(connection: Connection) -> Sequence[tuple[str, str]]:
    """(task, the task it depends on), by key."""
    rows = connection.execute("SELECT task_id, depends_on_id FROM task_dependency ORDER BY id")
    return [(row["task_id"], row["depends_on_id"]) for row in rows]


def predecessors(connection: Connection, key: str) -> Sequence[str]:
    """The keys of the tasks that `key` waits for, what is dropped or archived left out."""
    rows = connection.execute(
        "SELECT task.id FROM task_dependency JOIN task ON task.id = depends_on_id"
        f' WHERE task_id = ? AND {_IN_SIGHT} ORDER BY task."end", task.id',
        (key,),
    )
    return [row["id"] for row in rows]


def followers(connection: Connection, key: str) -> Sequence[str]:
    """The keys of the tasks that wait for `key`."""
    rows = connection.execute(
        "SELECT task.id FROM task_dependency JOIN task ON task.id = task_id"
        f" WHERE depends_on_id = ? AND {_IN_SIGHT} ORDER BY task.start, task.id",
        (key,),
    )
    return [row["id"] for row in rows]

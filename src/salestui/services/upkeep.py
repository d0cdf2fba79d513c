"""What a desk does of itself when it is opened and when its day turns: the tasks that series call for.

Cheap where there is nothing to do, and light: what writes is loaded only where a series is there.
"""

from salestui.services.desk import Desk


def make_due_tasks(desk: Desk) -> int:
    """Make the tasks that series call for; returns how many. A file that cannot be written is left alone.

    Raises StoreError where somebody else keeps the file; the next look makes them.
    """
    if not desk.stored or not desk.writable:
        return 0
    if desk.reader.execute("SELECT 1 FROM task_series WHERE archived_at IS NULL LIMIT 1").fetchone() is None:
        return 0
    from salestui.services.repeating import make_tasks

    return make_tasks(desk)

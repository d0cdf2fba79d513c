"""How a task moves (R9): done ⇔ 100 % and, where there is an acceptor, accepted; 100 % and not accepted is waiting."""

from dataclasses import dataclass
from datetime import date, datetime

from salestui.domain.words import TaskStatus


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands: the four values that only change together."""

    status: TaskStatus
    progress: int
    done_at: datetime | None = None
    dropped_at: datetime | None = None


def moved(standing: Standing, status: TaskStatus, now: datetime, *, has_acceptor: bool, accepted: bool) -> Standing:
    """The task after it is moved to `status` at `now`.

    Moved to done it is 100 %, and waits where somebody has yet to accept it. Moved away from done it is open again;
    its progress is then 99 at most, since 100 % and not waiting would be done.
    """
    match status:
        case TaskStatus.DONE if has_acceptor and not accepted:
            return Standing(TaskStatus.WAITING, 100)
        case TaskStatus.DONE:
            return Standing(TaskStatus.DONE, 100, done_at=standing.done_at or now)
        case TaskStatus.DROPPED:
            return Standing(TaskStatus.DROPPED, standing.progress, dropped_at=standing.dropped_at or now)
        case TaskStatus.WAITING:
            return Standing(status, standing.progress if has_acceptor and not accepted else min(standing.progress, 99))
        case TaskStatus.TODO | TaskStatus.DOING:
            return Standing(status, min(standing.progress, 99))


def progressed(standing: Standing, progress: int, now: datetime, *, has_acceptor: bool, accepted: bool) -> Standing:
    """The task after its progress (0–100) is set: 100 finishes it, more than nothing begins it."""
    if progress == 100:
        whole = Standing(standing.status, 100, standing.done_at)
        return moved(whole, TaskStatus.DONE, now, has_acceptor=has_acceptor, accepted=accepted)
    begun = TaskStatus.DOING if progress and standing.status in (TaskStatus.TODO, TaskStatus.DONE) else standing.status
    if begun is TaskStatus.DONE:
        begun = TaskStatus.TODO
    return Standing(begun, progress, dropped_at=standing.dropped_at)


def days_ahead(end: date | None, done: date | None) -> int:
    """How many days before the last day of its plan a task was done; negative where it was late, 0 where neither is."""
    return 0 if end is None or done is None else (end - done).days

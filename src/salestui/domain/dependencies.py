"""Which task waits for which (R9): no circles, and the later starts that a slipping predecessor calls for. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


def circle(depends_on: Mapping[str, Collection[str]], task: str, predecessor: str) -> tuple[str, ...]:
    """The tasks around which `task` would wait for itself if it depended on `predecessor`; empty where it would not.

    `depends_on` gives each task's predecessors by key. The answer begins and ends with `task`.
    """
    way: dict[str, str] = {predecessor: task}  # a task → who waits for it
    ahead = [predecessor]
    while ahead:
        here = ahead.pop()
        if here == task:
            return _followed(way, task)
        for each in depends_on.get(here, ()):
            if each not in way:
                way[each] = here
                ahead.append(each)
    return ()


def _followed(way: Mapping[str, str], task: str) -> tuple[str, ...]:
    """From `task` along those who wait, until it comes round."""
    found = [task]
    here = way[task]
    while here != task:
        found.append(here)
        here = way[here]
    return tuple(reversed([*found, task]))


@dataclass(frozen=True, slots=True)
class Span:
    """A task's planned days, both included; `over` where nothing of it is ahead (done or dropped)."""

    start: date | None
    end: date | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class LaterStart:
    """An offer: `task` starts and ends later, since `because_of` ends as late as it does."""

    task: str
    start: date
    end: date | None
    because_of: str


def later_starts(
    spans: Mapping[str, Span], depends_on: Mapping[str, Collection[str]], slipped: Iterable[str]
) -> tuple[LaterStart, ...]:
    """What would have to start later now that the tasks of `slipped` end when they do; each keeps its length.

    A task starts on the day after its last predecessor ends. It goes on from one to the next; offers come in the
    order in which they follow from each other. A task without a start, or one that is over, is not touched. A circle
    (undo can bring back one side of it) comes to an end too.
    """
    waiting: dict[str, list[str]] = {}
    for task, predecessors in depends_on.items():
        for each in predecessors:
            waiting.setdefault(each, []).append(task)
    found: dict[str, LaterStart] = {}
    now = dict(spans)
    ahead = list(slipped)
    while ahead:
        cause = ahead.pop(0)
        end = now[cause].end
        for task in waiting.get(cause, ()):
            offer = _offer(task, now[task], cause, end)
            if offer is not None and task not in _causes(found, cause):
                found.pop(task, None)
                found[task] = offer
                now[task] = Span(offer.start, offer.end)
                ahead.append(task)
    return tuple(found.values())


def _causes(found: Mapping[str, LaterStart], task: str) -> list[str]:
    """`task` and what it is later because of, and that because of, as far back as it goes."""
    causes = [task]
    while causes[-1] in found:
        causes.append(found[causes[-1]].because_of)
    return causes


def _offer(task: str, span: Span, cause: str, end: date | None) -> LaterStart | None:
    if span.over or span.start is None or end is None or span.start > end:
        return None
    later = end + timedelta(days=1) - span.start
    return LaterStart(task, span.start + later, span.end + later if span.end is not None else None, cause)

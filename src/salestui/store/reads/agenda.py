"""What falls on the days of a week: clocks that run, by index, with the time of day of what was promised."""

from datetime import date, datetime, timedelta, tzinfo

from salestui.domain.calendar import end_of_day
from salestui.domain.clock import Clock, state
from salestui.domain.instants import Deadline, to_ms
from salestui.domain.rows import AgendaRow
from salestui.domain.words import AgendaKind, DueKind, InquiryKind, Method
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import CLOCK_COLUMNS, clock, day, deadline, readable, word
from salestui.store.reads.waiting import whose_conditions

# In plain time "due soon" begins at most a day before the end, so that the index on `soon_at` finds a range of ends.
# In working time a day may take a week: all inquiries that run are looked at, and they are few.
_NOTICE_MS = 86_400_000
_ENDS = """
    SELECT 'end' AS line, * FROM clock INDEXED BY {index} WHERE stopped_at IS NULL AND kind = 'inquiry'
      AND due_at BETWEEN :first AND :last {whose}
    UNION ALL
    SELECT 'end' AS line, * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind IN ('follow_up', 'task', 'profile_review', 'contact_rhythm')
      AND soon_at BETWEEN :first - :notice AND :last AND due_at BETWEEN :first AND :last {whose}
    UNION ALL
    SELECT 'start' AS line, * FROM clock INDEXED BY {index}
    WHERE stopped_at IS NULL AND kind = 'task' AND started_at >= :first AND started_at < :last {whose}"""

_ROWS = f"""
    SELECT {CLOCK_COLUMNS}, clock.line, customer.name, customer.code, inquiry.kind AS inquiry_kind,
           promise.due AS promised, promise.method AS method, promise.place AS place,
           task.start AS task_start, task."end" AS task_end,
           coalesce(inquiry.text, task.action, follow_up.next_action) AS text
    FROM ({{chosen}}) AS clock
    LEFT JOIN customer ON customer.id = clock.customer_id
    LEFT JOIN inquiry ON clock.kind = 'inquiry' AND inquiry.id = clock.subject_id
    LEFT JOIN task ON clock.kind = 'task' AND task.id = clock.subject_id
    LEFT JOIN promise ON clock.kind = 'follow_up' AND promise.id = clock.subject_id
    LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id"""


def between(
    connection: Connection,
    first: date,
    last: date,
    now: datetime,
    zone: tzinfo,
    *,
    owners: str | None,
    or_nobody: bool = False,
) -> list[AgendaRow]:
    """Everything open that falls on the days from `first` to `last` in `zone`; `owners` as for `waiting`."""
    index, conditions = whose_conditions(owners, or_nobody)
    chosen = " UNION ALL ".join(_ENDS.format(index=index, whose=whose) for whose in conditions)
    rows = connection.execute(
        _ROWS.format(chosen=chosen),
        {
            "first": to_ms(end_of_day(first - timedelta(days=1), zone)),
            "last": to_ms(end_of_day(last, zone)),
            "notice": _NOTICE_MS,
            "owners": owners,
        },
    )
    made = readable(connection, rows, lambda row: _agenda_row(row, now, zone))
    return [row for row in made if row is not None and first <= row.day <= last]


def _agenda_row(row: Row, now: datetime, zone: tzinfo) -> AgendaRow | None:
    running = clock(row)
    placed = _start(row, zone) if row["line"] == "start" else _end(row, running, zone)
    if placed is None:
        return None
    kind, on, at = placed
    return AgendaRow(
        day=on,
        at=at,
        kind=kind,
        state=state(running, now),
        clock=running,
        ref=running.ref,
        code=row["code"],
        customer=row["name"],
        inquiry_kind=word(InquiryKind, row["inquiry_kind"]),
        text=row["text"],
        method=word(Method, row["method"]),
        place=row["place"],
        owner=running.owner,
    )


_Placed = tuple[AgendaKind, date, datetime | None]


def _start(row: Row, zone: tzinfo) -> _Placed | None:
    """A task begins that day; one that has no first day, or ends on it, has no line of its own for that."""
    start, end = day(row["task_start"]), deadline(row["task_end"])
    if start is None or (end is not None and _day_of(end, zone) == start):
        return None
    return AgendaKind.TASK_START, start, None


def _end(row: Row, running: Clock, zone: tzinfo) -> _Placed:
    match running.kind:
        case DueKind.FOLLOW_UP:
            due = deadline(row["promised"])
            assert due is not None  # a promise has its due time
            appointment = due.instant is not None or row["method"] or row["place"]
            return (
                AgendaKind.APPOINTMENT if appointment else AgendaKind.FOLLOW_UP,
                _day_of(due, zone),
                due.instant,
            )
        case DueKind.TASK:
            due = deadline(row["task_end"])
            assert due is not None  # one without an end has no due time
            return AgendaKind.TASK_END, _day_of(due, zone), due.instant
        case DueKind.INQUIRY:
            assert running.due_at is not None  # chosen by it
            return AgendaKind.INQUIRY, running.due_at.astimezone(zone).date(), running.due_at
        case _:
            assert running.due_at is not None  # chosen by it
            # Reviews and rhythms end with their day: its midnight is the next one's.
            last = (running.due_at - timedelta(milliseconds=1)).astimezone(zone).date()
            return AgendaKind(running.kind.value), last, None


def _day_of(due: Deadline, zone: tzinfo) -> date:
    if due.day is not None:
        return due.day
    assert due.instant is not None  # a deadline has one of the two
    return due.instant.astimezone(zone).date()

"""Working time counted one minute at a time: slow, plain, and sharing no code with the program it checks.

Times are whole minutes of a window; a minute is open where the wall clock, read at its start, says so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Week = Sequence[Sequence[tuple[int, int]]]  # Monday first; minutes from midnight, past 1440 into the next day


@dataclass(frozen=True)
class Window:
    """The wall clock of a zone at every minute of some days."""

    first: datetime
    wall: tuple[tuple[date, int], ...]  # local date, minute of the local day

    @classmethod
    def of(cls, zone: str, first: datetime, days: int) -> "Window":
        """Reads the clock once for each minute from `first` (UTC)."""
        local = ZoneInfo(zone)
        readings = []
        for minute in range(days * 24 * 60):
            clock = (first + timedelta(minutes=minute)).astimezone(local)
            readings.append((clock.date(), clock.hour * 60 + clock.minute))
        return cls(first, tuple(readings))

    def at(self, minute: int) -> datetime:
        """The instant at which that minute begins."""
        return self.first.astimezone(UTC) + timedelta(minutes=minute)


def open_minutes(window: Window, week: Week, closed: Collection[date], makeup: Collection[date]) -> bytes:
    """1 for each minute of the window that counts, 0 for each that does not."""
    days = {day for day, _ in window.wall}
    table = {day: _minutes_of(day, week, closed, makeup) for day in days}
    return bytes(table[day][minute] for day, minute in window.wall)


def due(minutes: bytes, start: int, limit: int) -> int | None:
    """The end of the minute that makes `limit` open ones since `start`; None past the window."""
    counted = 0
    minute = start
    while counted < limit:
        if minute == len(minutes):
            return None
        counted += minutes[minute]
        minute += 1
    return minute


def elapsed(minutes: bytes, start: int, end: int) -> int:
    """Open minutes in [start, end)."""
    return sum(minutes[start:end])


def _minutes_of(day: date, week: Week, closed: Collection[date], makeup: Collection[date]) -> bytearray:
    table = bytearray(1440)
    for spans_of, shift in ((day, 0), (day - timedelta(days=1), 1440)):
        for start, end in _spans(spans_of, week, closed, makeup):
            for minute in range(max(start - shift, 0), min(end - shift, 1440)):
                table[minute] = 1
    return table


def _spans(day: date, week: Week, closed: Collection[date], makeup: Collection[date]) -> Sequence[tuple[int, int]]:
    own = week[day.isoweekday() - 1]
    if day in makeup:
        return own or next(spans for spans in week if spans)
    if day in closed:
        return ()
    return own

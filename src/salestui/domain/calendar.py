"""Working time: when a limit that runs only in opening hours is reached, and how much of it has passed.

An instant counts when its local wall time lies inside an opening span. All instants are aware and in UTC;
nothing here knows a holiday, a zone's name or what time it is now.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from salestui.domain.rules import CalendarRules, OpenSpan

MAX_SEARCH_DAYS = 3_660  # ten years without reaching a limit: the calendar is wrong, not the customer

_DAY_MINUTES = 1_440
_DAY = timedelta(days=1)
_MAX_KEPT_DAYS = 8_000  # 22 years of open stretches, some 4 MB


class CalendarReason(StrEnum):
    """What is wrong with a calendar."""

    EMPTY_WEEK = "empty_week"
    UNREADABLE_SPAN = "unreadable_span"
    START_OUTSIDE_DAY = "start_outside_day"
    END_NOT_AFTER_START = "end_not_after_start"
    LONGER_THAN_A_DAY = "longer_than_a_day"
    OVERLAP = "overlap"
    CLOSED_AND_OPEN = "closed_and_open"


class CalendarError(ValueError):
    """Opening hours that cannot be; `weekday` is 0 for Monday, `value` the text of an unreadable span."""

    def __init__(
        self,
        reason: CalendarReason,
        *,
        weekday: int | None = None,
        span: OpenSpan | None = None,
        day: date | None = None,
        value: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.weekday = weekday
        self.span = span
        self.day = day
        self.value = value


class NoWorkingTimeError(ValueError):
    """`limit` is not reached within MAX_SEARCH_DAYS of `start`: too little is open."""

    def __init__(self, start: datetime, limit: timedelta) -> None:
        super().__init__(start, limit)
        self.start = start
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time that counted, [start, end) in UTC: the arithmetic behind a due time."""

    start: datetime
    end: datetime


class Calendar(ABC):
    """When clocks run. Naive datetimes raise ValueError everywhere; results are in UTC."""

    __slots__ = ()

    zone: tzinfo

    @abstractmethod
    def add(self, start: datetime, limit: timedelta) -> tuple[datetime, tuple[Stretch, ...]]:
        """The first instant by which `limit` has counted since `start`, and the stretches that counted.

        At closing time that is closing time, not the next opening; no limit gives `start` itself.
        Raises ValueError for a negative limit, NoWorkingTimeError where the search ends without it.
        """

    @abstractmethod
    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """How much time counted in [start, end); negative where `end` comes first."""

    def end_of_day(self, day: date) -> datetime:
        """24:00 local of `day`: where the next local day begins. OverflowError in the year 9999."""
        return end_of_day(day, self.zone)

    def local(self, instant: datetime) -> datetime:
        """`instant` on the wall clock of `zone`."""
        return _utc(instant).astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class RoundTheClock(Calendar):
    """Every hour counts, as the documents say it (domain.md, section 3)."""

    zone: tzinfo

    def add(self, start: datetime, limit: timedelta) -> tuple[datetime, tuple[Stretch, ...]]:
        """See Calendar."""
        start = _utc(start)
        if limit <= timedelta(0):
            if limit:
                raise ValueError(limit)
            return start, ()
        try:
            end = start + limit
        except OverflowError as error:
            raise NoWorkingTimeError(start, limit) from error
        return end, (Stretch(start, end),)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """See Calendar."""
        return _utc(end) - _utc(start)


class WorkingTime(Calendar):
    """Opening hours by weekday, less the days off, plus the make-up days.

    A span belongs to the local day it starts on, so a night shift into a holiday is worked to its end.
    A day in `open` works whatever its weekday and `closed` say: with its weekday's hours, or, where that
    weekday has none, with those of the first weekday from Monday that has.
    """

    __slots__ = ("_closed", "_kept", "_makeup", "_open", "_week", "zone")

    def __init__(
        self,
        zone: tzinfo,
        hours: Sequence[Sequence[OpenSpan]],
        closed: Callable[[date], bool],
        open: Container[date] = frozenset(),  # noqa: A002 - the settings' own word
    ) -> None:
        """`hours` are seven, Monday first. `closed` must always say the same of a day: answers are kept.

        Raises CalendarError for hours that are empty, overlap, or are no span of a day.
        """
        self.zone = zone
        self._week = checked_week(hours)
        self._makeup = next(spans for spans in self._week if spans)
        self._closed = closed
        self._open = open
        self._kept: dict[date, tuple[tuple[datetime, datetime], ...]] = {}

    def add(self, start: datetime, limit: timedelta) -> tuple[datetime, tuple[Stretch, ...]]:
        """See Calendar."""
        start = _utc(start)
        if limit <= timedelta(0):
            if limit:
                raise ValueError(limit)
            return start, ()
        left = limit
        counted: list[Stretch] = []
        try:
            for begin, end in self._stretches(start):
                if end - begin >= left:
                    _join(counted, begin, begin + left)
                    return begin + left, tuple(counted)
                left -= end - begin
                _join(counted, begin, end)
        except OverflowError as error:  # the year 9999
            raise NoWorkingTimeError(start, limit) from error
        raise NoWorkingTimeError(start, limit)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """See Calendar."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.elapsed(end, start)
        total = timedelta(0)
        day, last = start.date(), end.date()
        while day <= last:
            for opens, closes in self._open_on(day):
                if closes > start and opens < end:
                    total += min(closes, end) - max(opens, start)
            if day == last:
                break
            day += _DAY
        return total

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open time from `start` on, in order, cut at UTC midnights; ends after MAX_SEARCH_DAYS."""
        day = start.date()
        for _ in range(MAX_SEARCH_DAYS):
            for begin, end in self._open_on(day):
                if end > start:
                    yield max(begin, start), end
            day += _DAY

    def _open_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Open time within one UTC day.

        By UTC days, not local ones: wall time runs back in a fold, so only UTC keeps stretches in order.
        """
        kept = self._kept.get(day)
        if kept is None:
            if len(self._kept) >= _MAX_KEPT_DAYS:
                self._kept.clear()
            begin = datetime.combine(day, time(), UTC)
            kept = self._kept[day] = tuple(
                (opens - offset, closes - offset)
                for start, end, offset in _steady(self.zone, begin, begin + _DAY)
                for opens, closes in self._wall_spans(start + offset, end + offset)
            )
        return kept

    def _wall_spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Opening spans within [start, end) of wall-clock time, labelled UTC for the arithmetic."""
        day = start.date() - _DAY  # whose last span may reach past midnight
        while day <= end.date():
            midnight = datetime.combine(day, time(), UTC)
            for span in self._hours_of(day):
                opens = max(start, midnight + timedelta(minutes=span.start))
                closes = min(end, midnight + timedelta(minutes=span.end))
                if opens < closes:
                    yield opens, closes
                    # Hours borrowed by a make-up day may meet the night shift before it: count once.
                    start = closes
            day += _DAY

    def _hours_of(self, day: date) -> tuple[OpenSpan, ...]:
        spans = self._week[day.weekday()]
        if day in self._open:
            return spans or self._makeup
        return spans if spans and not self._closed(day) else ()


def calendar_of(
    rules: CalendarRules, zone: tzinfo, holiday: Callable[[date], bool], makeup: Container[date] = frozenset()
) -> Calendar:
    """The calendar of a desk: `zone` is that of `rules.time_zone`.

    `holiday` answers for `rules.holidays`, and `makeup` holds the working days that country has made of days off;
    what the desk itself lists as closed or open wins over both.

    Raises CalendarError for hours that cannot be, and for a day listed both as closed and as open.
    """
    if not rules.working:
        return RoundTheClock(zone)
    if both := rules.closed & rules.open:
        raise CalendarError(CalendarReason.CLOSED_AND_OPEN, day=min(both))
    return WorkingTime(
        zone,
        rules.hours,
        lambda day: day in rules.closed or holiday(day),
        _OpenDays(rules.open, rules.closed, makeup),
    )


@dataclass(frozen=True, slots=True)
class _OpenDays(Container[date]):
    """Days that work whatever their weekday says: the desk's own, and the country's that the desk does not close."""

    stated: frozenset[date]
    closed: frozenset[date]
    makeup: Container[date]

    def __contains__(self, day: object) -> bool:
        return day in self.stated or (day in self.makeup and day not in self.closed)


def checked_week(hours: Sequence[Sequence[OpenSpan]]) -> tuple[tuple[OpenSpan, ...], ...]:
    """Seven days of spans, each day in order. Raises CalendarError naming weekday and span."""
    week = tuple(tuple(sorted(spans, key=lambda span: span.start)) for spans in hours)
    if len(week) != 7 or not any(week):
        raise CalendarError(CalendarReason.EMPTY_WEEK)
    for weekday, spans in enumerate(week):
        for span in spans:
            if reason := _fault(span):
                raise CalendarError(reason, weekday=weekday, span=span)
    for weekday, spans in enumerate(week):
        tomorrow = [OpenSpan(span.start + _DAY_MINUTES, span.end) for span in week[(weekday + 1) % 7]]
        following = [*spans, *tomorrow][1:]
        for span, after in zip(spans, following, strict=False):
            if span.end > after.start:
                raise CalendarError(CalendarReason.OVERLAP, weekday=weekday, span=span)
    return week


def parse_span(text: str) -> OpenSpan:
    """The span written as "09:00-12:00", "22:00-06:00" (into the next day), "00:00-24:00".

    Raises CalendarError with the value.
    """
    found = re.fullmatch(r"\s*([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})\s*", text)
    if found is None:
        raise CalendarError(CalendarReason.UNREADABLE_SPAN, value=text)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute > 59 or to_minute > 59 or end > _DAY_MINUTES:
        raise CalendarError(CalendarReason.UNREADABLE_SPAN, value=text)
    if start >= _DAY_MINUTES:
        raise CalendarError(CalendarReason.START_OUTSIDE_DAY, value=text)
    if start == end:  # a whole day from 09:00, or nothing? Too likely a slip
        raise CalendarError(CalendarReason.END_NOT_AFTER_START, value=text)
    return OpenSpan(start, end if end > start else end + _DAY_MINUTES)


def format_span(span: OpenSpan) -> str:
    """The text that `parse_span` reads back: an end at midnight is written 24:00."""
    end = span.end - _DAY_MINUTES if span.end > _DAY_MINUTES else span.end
    return f"{span.start // 60:02}:{span.start % 60:02}-{end // 60:02}:{end % 60:02}"


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) from which no wall clock in `zone` shows `day` or earlier: 24:00 local.

    Where midnight falls in a gap, the day ends with the gap's start; where the clock is put back over
    midnight, with the second time round. Raises OverflowError in the year 9999.
    """
    midnight = datetime.combine(day, time(), UTC) + _DAY
    result = midnight
    for start, end, offset in _steady(zone, midnight - _DAY, midnight + _DAY):
        if start + offset < midnight:
            result = min(end, midnight - offset)
    return result


def _steady(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """[begin, end) cut where the UTC offset changes: (start, end, offset): in each, wall time is arithmetic.

    Looks at both ends and, where they differ, bisects to the second. A change there and back within the two
    days asked for at most would be missed; the closest two in the zone database are six days apart.
    """
    last = _offset(zone, end)
    while begin < end:
        offset = _offset(zone, begin)
        change = end
        if offset != last:
            same, other = 0, (end - begin) // timedelta(seconds=1)
            while other - same > 1:
                middle = (same + other) // 2
                if _offset(zone, begin + timedelta(seconds=middle)) == offset:
                    same = middle
                else:
                    other = middle
            change = begin + timedelta(seconds=other)
        yield begin, change, offset
        begin = change


def _offset(zone: tzinfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is UTC:
        return instant
    if instant.utcoffset() is None:
        raise ValueError(instant)  # naive: whose noon it is cannot be known
    return instant.astimezone(UTC)


def _join(stretches: list[Stretch], start: datetime, end: datetime) -> None:
    """Append, making one stretch of two that touch."""
    if stretches and stretches[-1].end == start:
        start = stretches.pop().start
    stretches.append(Stretch(start, end))


def _fault(span: OpenSpan) -> CalendarReason | None:
    if not 0 <= span.start < _DAY_MINUTES:
        return CalendarReason.START_OUTSIDE_DAY
    if span.end <= span.start:
        return CalendarReason.END_NOT_AFTER_START
    if span.end > span.start + _DAY_MINUTES:
        return CalendarReason.LONGER_THAN_A_DAY
    return None

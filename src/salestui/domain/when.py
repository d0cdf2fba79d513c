"""Dates and times as people type them, in English and 中文: "fri 10:00", "+3d", "5月20日下午2点", 下周三.

The time now, the zone and the direction looked in are arguments; what is not understood says why, as values.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from salestui.domain.durations import (
    CalendarSpan,
    DurationError,
    parse_calendar_span,
    parse_duration,
    whole_number,
)
from salestui.domain.instants import Deadline
from salestui.domain.time_of_day import TimeOfDay, TimeOfDayError, parse_time_of_day

MAX_TEXT = 60
FIRST_YEAR, LAST_YEAR = 1900, 2999  # outside, a year is a slip of the keys; and in 9999 a day has no end


class Look(StrEnum):
    """Where an incomplete date lies: a contact time is behind us, a next date ahead."""

    BACK = "back"
    FORWARD = "forward"


class WhenReason(StrEnum):
    """Why a text is no date."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_TIME = "impossible_time"
    AMBIGUOUS = "ambiguous"
    OUT_OF_RANGE = "out_of_range"


class NotUnderstood(ValueError):  # noqa: N818 - it is an answer, and reads as one
    """`text` as typed; `readings` are the dates an ambiguous text could mean, nearest first."""

    def __init__(self, text: str, reason: WhenReason, readings: tuple[date, ...] = ()) -> None:
        super().__init__(text, reason, readings)
        self.text = text
        self.reason = reason
        self.readings = readings


def parse_when(text: str, *, now: datetime, zone: tzinfo, look: Look) -> Deadline:
    """What `text` means to somebody whose wall clock in `zone` shows `now` (aware).

    - What is missing is filled in with the nearest in the direction of `look`; exactly now counts, and so
      does today for a bare date. A bare weekday that is today means today looking back, and a week on
      looking forward; with a time of day it is today where that lies in the direction.
    - 下周三 is Wednesday of the next ISO week, 下周 its Monday, 本周五 Friday of this one. "next wed" and
      "last wed" mean two things to two people: refused with both readings. 月底 is the end of this month.
    - "+3d" and "-2h" are as written; "3d" follows `look`. Hours, minutes and seconds give an instant; days,
      weeks and months give a day looking forward, and looking back the instant at this time of that day.
    - Without an offset a time is local. One that a change of clocks leaves out is moved on by the length of
      the gap (02:30 → 03:30); one that comes twice is the first.

    Raises NotUnderstood for everything else, and ValueError where `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError(now)
    asked = _Asked(text, now.astimezone(UTC), now.astimezone(zone), zone, look)
    plain = _plain(asked)
    try:
        found = _now(plain, asked) or _relative(plain, asked) or _dated(plain, asked) or _bare(plain, asked)
    except OverflowError as error:
        raise asked.refusal(WhenReason.OUT_OF_RANGE) from error
    except TimeOfDayError as error:
        reason = WhenReason.AMBIGUOUS if error.ambiguous else WhenReason.IMPOSSIBLE_TIME
        raise asked.refusal(reason) from error
    if found is None:
        raise asked.refusal(WhenReason.UNKNOWN)
    year = found.day.year if found.day else found.instant.year if found.instant else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise asked.refusal(WhenReason.OUT_OF_RANGE)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    now: datetime  # UTC
    wall: datetime  # the same, in `zone`
    zone: tzinfo
    look: Look

    @property
    def today(self) -> date:
        return self.wall.date()

    @property
    def forward(self) -> bool:
        return self.look is Look.FORWARD

    def refusal(self, reason: WhenReason, readings: tuple[date, ...] = ()) -> NotUnderstood:
        return NotUnderstood(self.text, reason, readings)

    def date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError as error:
            raise self.refusal(WhenReason.IMPOSSIBLE_DATE) from error


@dataclass(frozen=True, slots=True)
class _Days:
    """Days a text may mean, nearest first; `directed`: take the first that lies ahead (or behind)."""

    days: Iterable[date]
    directed: bool = False
    bare_today: bool = True


def _plain(asked: _Asked) -> str:
    """Full-width signs made plain, lower case, single spaces; 今晚 spelled out."""
    if len(asked.text) > MAX_TEXT:
        raise asked.refusal(WhenReason.TOO_LONG)
    plain = " ".join(unicodedata.normalize("NFKC", asked.text).casefold().split())
    plain = plain.translate({0x2212: "-", 0x2013: "-", 0x3001: ","})
    if not plain:
        raise asked.refusal(WhenReason.EMPTY)
    return re.sub(r"^([今明后昨])(?:日|([早晚])上?)", lambda m: f"{m[1]}天{m[2] + '上' if m[2] else ''}", plain)


def _now(plain: str, asked: _Asked) -> Deadline | None:
    return Deadline(asked.now) if plain in {"now", "现在"} else None


# --- so long from now ---


def _relative(plain: str, asked: _Asked) -> Deadline | None:
    """What "+3d", "-2h", "in 3 days", 3天后 mean; where they count in days, a time of day may follow."""
    if found := re.match(r"(\+|-|in ) ?(.+)", plain):
        sign = -1 if found[1] == "-" else 1
        lengths = _splits(found[2])
    elif found := re.match(r"(.+?) ?((?:以|之)?后|later|from now|(?:以|之)?前|ago)(?![a-z]) ?(.*)", plain):
        sign = -1 if found[2][-1] == "前" or found[2] == "ago" else 1
        lengths = iter([(found[1], found[3])])
    else:
        return None
    for length, rest in lengths:
        clock = parse_time_of_day(rest) if rest else None
        if rest and clock is None:
            continue
        if moved := _moved(length, sign, clock, asked):
            return moved
    return None


def _bare(plain: str, asked: _Asked) -> Deadline | None:
    """The day or instant of "3d", 两周: with the direction looked in. Asked last, for 3日 is a date."""
    return _moved(plain, 1 if asked.forward else -1, None, asked)


def _splits(plain: str) -> Iterator[tuple[str, str]]:
    """The whole, then head and tail at each space."""
    yield plain, ""
    for space in re.finditer(" ", plain):
        yield plain[: space.start()], plain[space.end() :]


def _moved(length: str, sign: int, clock: TimeOfDay | None, asked: _Asked) -> Deadline | None:
    try:
        span = parse_calendar_span(length)
    except DurationError:
        return _moved_by_clock(length, sign, asked) if clock is None else None
    day = CalendarSpan(sign * span.months, sign * span.days).after(asked.today)
    if clock is not None:
        return Deadline(clock.on(day, asked.zone)) if clock.offset is None else None
    if asked.forward:
        return Deadline(day=day)
    local = datetime.combine(day, asked.wall.time(), asked.zone)
    return Deadline(local.astimezone(UTC))


def _moved_by_clock(length: str, sign: int, asked: _Asked) -> Deadline | None:
    try:
        return Deadline(asked.now + sign * parse_duration(length))
    except DurationError:
        return None


# --- a day, with or without its time ---


def _dated(plain: str, asked: _Asked) -> Deadline | None:
    """A date form followed by a time of day, by nothing, or a time of day alone."""
    for pattern, days_of in _DATE_FORMS:
        # Patterns are compiled when first tried (re keeps them): a command that parses one date pays for one.
        if (found := re.match(pattern, plain)) is None:
            continue
        rest = re.sub(r"^(?: ?,| ?t(?=[0-9])| at(?= )|的)? ?", "", plain[found.end() :])
        clock = parse_time_of_day(rest) if rest else None
        if clock or not rest:
            return _nearest(days_of(found, asked), clock, asked)
    if clock := parse_time_of_day(plain):
        step = 1 if asked.forward else -1
        return _nearest(_Days((asked.today + timedelta(step * n) for n in range(3)), directed=True), clock, asked)
    return None


def _nearest(days: _Days, clock: TimeOfDay | None, asked: _Asked) -> Deadline | None:
    if clock is not None and clock.offset is not None and days.directed:
        return None  # an offset belongs to a full date
    for day in days.days:
        if clock is None:
            if days.bare_today or day != asked.today:
                return Deadline(day=day)
            continue
        instant = clock.on(day, asked.zone)
        if not days.directed or (instant >= asked.now if asked.forward else instant <= asked.now):
            return Deadline(instant)
    raise asked.refusal(WhenReason.IMPOSSIBLE_DATE)


def _full_date(found: re.Match[str], asked: _Asked) -> _Days:
    return _Days([asked.date(int(found["y"]), int(found["m"]), int(found["d"]))])


def _month_and_day(found: re.Match[str], asked: _Asked) -> _Days:
    return _yearly(whole_number(found["m"]) or 0, whole_number(found["d"]) or 0, asked)


def _named_month(found: re.Match[str], asked: _Asked) -> _Days:
    month = 1 + _MONTHS.index(found["m"][:3])
    if found["y"]:
        return _Days([asked.date(int(found["y"]), month, int(found["d"]))])
    return _yearly(month, int(found["d"]), asked)


def _yearly(month: int, day: int, asked: _Asked) -> _Days:
    asked.date(2000, month, day)  # a leap year: 29 February is possible, 30 February is not
    first = date(asked.today.year, month, 1)
    return _repeated((CalendarSpan(12 * n).after(first) for n in _steps(9, asked)), day, asked)  # 1896 to 1904


def _day_of_month(found: re.Match[str], asked: _Asked) -> _Days:
    number = whole_number(found["d"]) or 0
    asked.date(2000, 1, number)
    first = asked.today.replace(day=1)
    if found["month"]:
        month = CalendarSpan(months=_STEPS[found["month"][0]]).after(first)
        return _Days([asked.date(month.year, month.month, number)])
    return _repeated((CalendarSpan(n).after(first) for n in _steps(4, asked)), number, asked)


def _steps(count: int, asked: _Asked) -> range:
    return range(count) if asked.forward else range(0, -count, -1)


def _repeated(months: Iterable[date], number: int, asked: _Asked) -> _Days:
    """That day of those months (their firsts), where they have it, from today on or back."""
    days = (first + timedelta(number - 1) for first in months)
    in_direction = (day for day in days if (day >= asked.today if asked.forward else day <= asked.today))
    return _Days((day for day in in_direction if day.day == number), directed=True)


def _month_end(found: re.Match[str], asked: _Asked) -> _Days:
    ahead = 2 if found[0].startswith("下") else 1
    return _Days([CalendarSpan(months=ahead, days=-1).after(asked.today.replace(day=1))])


def _near_day(found: re.Match[str], asked: _Asked) -> _Days:
    return _Days([asked.today + timedelta(_NEAR_DAYS[found[0]])])


def _weekday(found: re.Match[str], asked: _Asked) -> _Days:
    gap = _number_of(found["day"]) - asked.today.weekday()
    step = 1 if asked.forward else -1
    first = asked.today + timedelta(step * (step * gap % 7))
    days = (first + timedelta(7 * n) for n in _steps(3, asked))
    return _Days(days, directed=True, bare_today=not asked.forward)


def _day_of_week(found: re.Match[str], asked: _Asked) -> _Days:
    """下周三, 本周五, 下周, next week: by ISO weeks, which begin on Monday."""
    if found["day"] is None and found["week"] in {"本", "这"}:
        raise asked.refusal(WhenReason.UNKNOWN)
    weeks = _STEPS[found["week"][0]] * (2 if found["week"] in {"下下", "上上"} else 1)
    monday = asked.today - timedelta(asked.today.weekday())
    return _Days([monday + timedelta(weeks * 7 + (_number_of(found["day"]) if found["day"] else 0))])


def _two_readings(found: re.Match[str], asked: _Asked) -> _Days:
    step = 1 if found["which"] == "next" else -1
    gap = step * (_number_of(found["day"]) - asked.today.weekday())
    near = asked.today + timedelta(step * ((gap - 1) % 7 + 1))
    raise asked.refusal(WhenReason.AMBIGUOUS, (near, near + timedelta(step * 7)))


def _number_of(day: str) -> int:
    """0 for Monday."""
    if day in _CHINESE_DAYS:
        return min(_CHINESE_DAYS.index(day), 6)
    return _WEEKDAYS.index(day[:3])


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_DAYS = "一二三四五六日天"
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DAY_NAME = (
    r"(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])\.?"
)
_MONTH_NAME = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR_AFTER = r"(?:,? (?P<y>[0-9]{4})(?![0-9:]))?"
_STEPS = {"下": 1, "n": 1, "上": -1, "l": -1, "本": 0, "这": 0}
_NEAR_DAYS = {
    "today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1,
    "day after tomorrow": 2, "后天": 2, "大后天": 3, "day before yesterday": -2, "前天": -2, "大前天": -3,
}  # fmt: skip
_WEEK = r"个?(?:周|星期|礼拜)"
_DATE_FORMS: tuple[tuple[str, Callable[[re.Match[str], _Asked], _Days]], ...] = (
    (r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9])", _full_date),
    (r"(?P<y>[0-9]{4}) ?年 ?(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2})(?![0-9]) ?[日号]?", _full_date),
    (r"(?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})(?![0-9])", _month_and_day),
    (rf"(?P<m>{_NUMBER}) ?月 ?(?P<d>{_NUMBER})(?![0-9]) ?[日号]?", _month_and_day),
    ("|".join(sorted((rf"{word}(?![a-z])" for word in _NEAR_DAYS), key=len, reverse=True)), _near_day),
    (_DAY_NAME, _weekday),
    (rf"(?:周|星期|礼拜)(?P<day>[{_CHINESE_DAYS}])", _weekday),
    (rf"(?P<week>下下|上上|[下上本这]){_WEEK}(?P<day>[{_CHINESE_DAYS}])?", _day_of_week),
    (r"(?P<week>next|last) week(?![a-z])(?P<day>)?", _day_of_week),
    (rf"(?P<which>next|last) {_DAY_NAME}", _two_readings),
    (r"end of (?:the )?month(?![a-z])|eom(?![a-z])|(?:[本下]个?)?月[底末]", _month_end),
    (rf"(?:(?P<month>[下上本这])个?月)?(?P<d>{_NUMBER}) ?[日号]", _day_of_month),
    (rf"{_MONTH_NAME} ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:a-z]){_YEAR_AFTER}", _named_month),
    (rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?:of )?{_MONTH_NAME}{_YEAR_AFTER}", _named_month),
)

"""Lengths of time as rules and settings write them: "2h", "30d", "1 month", 2小时, 3个月.

Clock time (`timedelta`) and calendar time (`CalendarSpan`) are two things: a month has no length in hours.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MAX_DAYS = 36_525  # a hundred years: no limit is longer, and no later arithmetic overflows by surprise
_MAX_TEXT = 60


class DurationError(ValueError):
    """`value` is not a length of time that can be read, or not one that can be written."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """A length in calendar dates (R5, R7); hours of the day and daylight saving play no part."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The date this long after `day`: months first (month ends clamp), then days.

        Raises OverflowError outside the years 1–9999.
        """
        years, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if not date.min.year <= years <= date.max.year:
            raise OverflowError
        moved = date(years, month + 1, min(day.day, _days_in(years, month + 1)))
        return moved + timedelta(days=self.days)


_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_CLOCK_UNITS = {
    spelling: _SECONDS[unit]
    for unit, spellings in {
        "s": "s sec secs second seconds 秒 秒钟",
        "m": "m min mins minute minutes 分 分钟",
        "h": "h hr hrs hour hours 小时 个小时 钟头 个钟头",
        "d": "d day days 天 日",
        "w": "w wk wks week weeks 周 星期 个星期 礼拜 个礼拜",
    }.items()
    for spelling in spellings.split()
}
_MONTH_UNITS = {
    spelling: months
    for months, spellings in {1: "mo month months 个月", 12: "y year years 年"}.items()
    for spelling in spellings.split()
}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERALS = "零〇一二两三四五六七八九十"
# Compiled when first used. The rules of a file are read with every command and are ASCII: the second pattern takes
# 5 ms to compile, the first a tenth of it.
_ASCII_PART = r"(?P<count>[0-9]{1,9}) ?(?P<half>(?!))?(?P<unit>[a-z]+)(?= ?[0-9]| ?$) ?"
_PART = (
    rf"(?P<count>[0-9]{{1,9}}|[{_NUMERALS}]{{1,3}}|半) ?(?P<half>个半)?(?P<unit>[a-z]+|[^\W\d_]{{1,3}}?)"
    rf"(?= ?[0-9{_NUMERALS}半]| ?$) ?"
)


def whole_number(text: str) -> int | None:
    """The value of ASCII digits or of a Chinese numeral up to 99 ("两", "十二"); None for anything else."""
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 9 else None
    tens, ten, ones = text.rpartition("十")
    if ten:
        before = _DIGITS.get(tens) if tens else 1
        after = _DIGITS.get(ones) if ones else 0
        return None if not before or after is None else before * 10 + after
    return _DIGITS.get(text)


def parse_duration(text: str) -> timedelta:
    """A length of clock time: "90s", "45m", "2h", "3d", "1h30m", 2小时, 一个半小时; a day is 24 hours.

    Units run from the longer to the shorter, each once. Raises DurationError for anything else.
    """
    seconds = 0
    shortest = MAX_DAYS * 86_400
    for count, half, unit in _parts(text):
        size = _CLOCK_UNITS.get(unit)
        if size is None or size >= shortest:
            raise DurationError(text)
        if half and size != _SECONDS["h"]:  # half a day is a matter of opinion
            raise DurationError(text)
        seconds += count * size + (size // 2 if half else 0)
        shortest = size
    if seconds > MAX_DAYS * 86_400:
        raise DurationError(text)
    return timedelta(seconds=seconds)


def format_duration(length: timedelta) -> str:
    """The canonical text, which `parse_duration` reads back: "45m", "48h", and whole days beyond: "3d".

    Raises DurationError for a negative length, a fraction of a second, or one past MAX_DAYS.
    """
    if length < timedelta(0) or length.microseconds or length > timedelta(days=MAX_DAYS):
        raise DurationError(str(length))
    seconds = length.days * 86_400 + length.seconds
    if seconds > 48 * 3_600 and not length.seconds:
        return f"{length.days}d"
    hours, rest = divmod(seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    text = "".join(f"{count}{unit}" for count, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if count)
    return text or "0s"


def parse_calendar_span(text: str) -> CalendarSpan:
    """A length in dates: "1 month", "30d", "2w", "1 month 3d", 1个月, 两周, 半年; weeks are seven days.

    Raises DurationError for anything else, hours and minutes included.
    """
    months = days = 0
    shortest = MAX_DAYS
    for count, half, unit in _parts(text):
        if in_months := _MONTH_UNITS.get(unit, 0):
            if half and in_months != 12:
                raise DurationError(text)
            months += count * in_months + (in_months // 2 if half else 0)
            size = in_months * 28
        else:
            size = _CLOCK_UNITS.get(unit, 0) // 86_400
            if not size or half:
                raise DurationError(text)
            days += count * size
        if size >= shortest:
            raise DurationError(text)
        shortest = size
    if months * 31 + days > MAX_DAYS:
        raise DurationError(text)
    return CalendarSpan(months, days)


def format_calendar_span(span: CalendarSpan) -> str:
    """The canonical text, which `parse_calendar_span` reads back: "1 month", "30d", "1 month 3d"."""
    if span.months < 0 or span.days < 0:
        raise DurationError(f"{span.months} {span.days}")
    parts = []
    if span.months:
        parts.append(f"{span.months} month{'' if span.months == 1 else 's'}")
    if span.days or not parts:
        parts.append(f"{span.days}d")
    return " ".join(parts)


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _parts(text: str) -> list[tuple[int, bool, str]]:
    """(count, and a half, unit) of each part; 半小时 counts as nought and a half. Raises DurationError."""
    if len(text) > _MAX_TEXT:
        raise DurationError(text)
    plain = text
    if not text.isascii():
        import unicodedata  # only where it is needed: a read command sees ASCII settings

        plain = unicodedata.normalize("NFKC", text)
    plain = " ".join(plain.casefold().split())
    part = re.compile(_ASCII_PART if plain.isascii() else _PART)
    parts = []
    position = 0
    while position < len(plain):
        found = part.match(plain, position)
        if found is None:
            raise DurationError(text)
        bare_half = found["count"] == "半"
        count = 0 if bare_half else whole_number(found["count"])
        if count is None or (bare_half and found["half"]):
            raise DurationError(text)
        parts.append((count, bare_half or found["half"] is not None, found["unit"]))
        position = found.end()
    if not parts:
        raise DurationError(text)
    return parts

"""A time of day as people type it: "14:00", "2pm", "10:30 am", 下午2点半, 晚上12点. Part of `when`.

The text is already plain: full-width signs narrowed, lower case, single spaces.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from salestui.domain.durations import whole_number


class TimeOfDayError(ValueError):
    """A time that cannot be ("25:00", 上午14点); or, `ambiguous`, this night or the next: 晚上2点."""

    def __init__(self, text: str, *, ambiguous: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.ambiguous = ambiguous


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """Since midnight on the wall, up to 24:00; `offset` from UTC only where one was written."""

    wall: timedelta
    offset: timedelta | None = None

    def on(self, day: date, zone: tzinfo) -> datetime:
        """The instant (UTC) on `day`: in `zone`, unless an offset was written.

        Where clocks are put back the first of two; in a gap, moved on by its length. OverflowError in 9999.
        """
        local = datetime.combine(day, time()) + self.wall
        if self.offset is not None:
            return local.replace(tzinfo=UTC) - self.offset
        return local.replace(tzinfo=zone).astimezone(UTC)


def _hours(first: int, last: int, *, later: int = 0) -> dict[int, int]:
    return {hour: hour + later for hour in range(first, last + 1)}


_ALL_DAY = _hours(0, 24)
_MORNING = _hours(0, 11)
_NIGHT = {**_hours(17, 24), **_hours(5, 11, later=12), 12: 24}
_PARTS_OF_DAY: dict[str, dict[int, int]] = {  # hour as said: hour of the day; what is not here cannot be
    "am": {**_hours(1, 11), 12: 0},
    "pm": {**_hours(1, 11, later=12), 12: 12},
    "凌晨": {**_hours(0, 6), 12: 0},
    "早上": _MORNING,
    "早晨": _MORNING,
    "清晨": _MORNING,
    "上午": _hours(0, 12),
    "中午": {**_hours(11, 14), **_hours(1, 2, later=12)},
    "下午": {**_hours(12, 23), **_hours(1, 11, later=12)},
    "傍晚": {**_hours(16, 20), **_hours(4, 8, later=12)},
    "晚上": _NIGHT,
    "夜里": _NIGHT,
}
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_PART = rf"(?:(?P<part>{'|'.join(part for part in _PARTS_OF_DAY if not part.isascii())}) ?)?"
_AM_PM = r"(?P<half>[ap])\.?m\.?"
_SECONDS = r"(?::(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,9}))?)?"
_OFFSET = r"(?: ?(?P<offset>z|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_FORMS = (
    rf"{_PART}(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}}){_SECONDS}(?: ?{_AM_PM})?{_OFFSET}",
    rf"{_PART}(?P<h>{_NUMBER}|零|两) ?[点时](?:整|钟| ?(?P<m>半|[一三]刻|[零〇]?{_NUMBER}) ?分?)?",
    rf"(?P<h>[0-9]{{1,2}}) ?{_AM_PM}",
)
_SPOKEN_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}


def parse_time_of_day(text: str) -> TimeOfDay | None:
    """None where `text` is no time of day; raises TimeOfDayError for one that cannot be or is not clear."""
    if text in {"noon", "中午", "正午"}:
        return TimeOfDay(timedelta(hours=12))
    for pattern in _FORMS:
        if found := re.fullmatch(pattern, text):
            break
    else:
        return None
    said = found.groupdict()
    part = said.get("part")
    if half := said.get("half"):
        if part:
            raise TimeOfDayError(text)
        part = f"{half}m"
    hour = whole_number(said["h"]) or 0
    if part and _PARTS_OF_DAY[part] is _NIGHT and hour < 5:  # before midnight by the word, after it by the number
        raise TimeOfDayError(text, ambiguous=True)
    of_day = (_PARTS_OF_DAY[part] if part else _ALL_DAY).get(hour)
    minute = _minutes(said.get("m") or "0")
    second = int(said.get("s") or 0)
    if of_day is None or minute is None or minute > 59 or second > 59:
        raise TimeOfDayError(text)
    fraction = (said.get("f") or "")[:6].ljust(6, "0")
    wall = timedelta(hours=of_day, minutes=minute, seconds=second, microseconds=int(fraction))
    if wall > timedelta(hours=24):
        raise TimeOfDayError(text)
    return TimeOfDay(wall, _offset(said.get("offset"), text))


def _minutes(spoken: str) -> int | None:
    return _SPOKEN_MINUTES.get(spoken) or whole_number(spoken.lstrip("零〇") or "0")


def _offset(offset: str | None, text: str) -> timedelta | None:
    if offset is None or offset == "z":
        return None if offset is None else timedelta(0)
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise TimeOfDayError(text)
    return (-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes)

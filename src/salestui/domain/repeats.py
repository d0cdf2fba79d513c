"""How a task repeats, as people write it ("monthly", "weekly x3", "7月起每月1次") and as RFC 5545 states it (RRULE).

Days only: a task is due on a day of the desk, whatever the clocks do. Pure; which days a rule gives is asked outside.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

MOST = 1_000  # times, or units between


class Every(StrEnum):
    """The unit that a task repeats by."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


class RepeatError(ValueError):
    """`text` says no rule that days can follow."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every `interval` units; `count` times or until `until` (the last day), for ever where both are empty.

    `weekdays` (0 is Monday) for weeks alone; empty: the weekday it starts on.
    """

    every: Every
    interval: int = 1
    count: int | None = None
    until: date | None = None
    weekdays: tuple[int, ...] = ()

    def rule(self, starts_on: date) -> str:
        """The RRULE for a series that starts on `starts_on`.

        A month that has no such day gives its last: the 31st of every month is the last day of each.
        """
        parts = [f"FREQ={self.every}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(_DAYS[day] for day in self.weekdays))
        if self.every in (Every.MONTH, Every.YEAR) and starts_on.day > 28:
            days = ",".join(str(day) for day in range(28, starts_on.day + 1))
            month = f"BYMONTH={starts_on.month};" if self.every is Every.YEAR else ""
            parts.append(f"{month}BYMONTHDAY={days};BYSETPOS=-1")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


_MONTH_ENDS = ("BYMONTH", "BYMONTHDAY", "BYSETPOS")  # what stands for "or the last day of a month without it"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EN_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_ZH_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_UNITS = {
    "day": (Every.DAY, 1),
    "week": (Every.WEEK, 1),
    "month": (Every.MONTH, 1),
    "quarter": (Every.MONTH, 3),
    "year": (Every.YEAR, 1),
    "天": (Every.DAY, 1),
    "日": (Every.DAY, 1),
    "周": (Every.WEEK, 1),
    "星期": (Every.WEEK, 1),
    "月": (Every.MONTH, 1),
    "季": (Every.MONTH, 3),
    "季度": (Every.MONTH, 3),
    "年": (Every.YEAR, 1),
}
_NAMED = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "六": 6, "半": 0}
_COUNT = re.compile(r"(?:[,;]\s*)?(?:[x×]\s*(\d+)|(\d+)\s*times|共\s*(\d+)\s*次)$")
_UNTIL = re.compile(r"\s*(?:until|直到|到|至)\s*(\d{4}-\d{2}-\d{2})$")
_FROM = re.compile(r"^(?:from\s+)?(\d{1,2})月起\s*")
_ENGLISH = re.compile(r"every\s+(?:(\d+)\s+)?(day|week|month|quarter|year)s?")
_WEEKDAYS = re.compile(r"every\s+((?:mon|tue|wed|thu|fri|sat|sun)(?:\s*,\s*(?:mon|tue|wed|thu|fri|sat|sun))*)")
_CHINESE = re.compile(r"每\s*(\d+|[两二三四六])?\s*个?\s*(天|日|星期|周|季度|季|月|年)\s*(?:1次|一次)?")
_CHINESE_DAYS = re.compile(r"每(?:周|星期)((?:[一二三四五六日天])(?:[、,]?[一二三四五六日天])*)")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says: the rule, and from which month on where it says so."""

    repeat: Repeat
    from_month: int | None = None


def parse_repeat(text: str) -> Stated:
    """What `text` says: English, 中文, or the RRULE parts a `Repeat` can hold. Raises RepeatError."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if plain.removeprefix("rrule:").startswith("freq="):
        return Stated(_from_rule(text, plain.removeprefix("rrule:").upper()))
    rest, from_month = plain, None
    if found := _FROM.match(rest):
        from_month, rest = int(found[1]), rest[found.end() :]
        if not 1 <= from_month <= 12:
            raise RepeatError(text)
    rest, until = _cut_until(text, rest)
    rest, count = _cut_count(text, rest)
    if until is not None and count is not None:
        raise RepeatError(text)
    repeat = _unit(text, rest.strip(" ,;"))
    return Stated(replace(repeat, count=count, until=until), from_month)


def repeat_of(rule: str) -> Repeat:
    """The repeat that gave `rule` (as `Repeat.rule` writes it). Raises RepeatError."""
    parts = [part for part in rule.split(";") if part.partition("=")[0] not in _MONTH_ENDS]
    return _from_rule(rule, ";".join(parts))


def _cut_until(text: str, rest: str) -> tuple[str, date | None]:
    found = _UNTIL.search(rest)
    if not found:
        return rest, None
    try:
        return rest[: found.start()], date.fromisoformat(found[1])
    except ValueError:
        raise RepeatError(text) from None


def _cut_count(text: str, rest: str) -> tuple[str, int | None]:
    found = _COUNT.search(rest)
    if not found:
        return rest, None
    count = int(found[1] or found[2] or found[3])
    if not 1 <= count <= MOST:
        raise RepeatError(text)
    return rest[: found.start()], count


def _unit(text: str, rest: str) -> Repeat:
    if rest in _NAMED:
        every, units = _UNITS[_NAMED[rest]]
        return Repeat(every, units)
    if rest in ("every weekday", "每个工作日", "每工作日"):
        return Repeat(Every.WEEK, weekdays=(0, 1, 2, 3, 4))
    if found := _WEEKDAYS.fullmatch(rest):
        return _on_weekdays({_EN_DAYS[day.strip()] for day in found[1].split(",")})
    if found := _CHINESE_DAYS.fullmatch(rest):
        return _on_weekdays({_ZH_DAYS[day] for day in found[1] if day in _ZH_DAYS})
    found = _ENGLISH.fullmatch(rest) or _CHINESE.fullmatch(rest)
    if not found:
        raise RepeatError(text)
    every, units = _UNITS[found[2]]
    number = found[1] or "1"
    interval = units * (_NUMBERS[number] if number in _NUMBERS else int(number))
    if not 1 <= interval <= MOST:
        raise RepeatError(text)
    return Repeat(every, interval)


def _on_weekdays(days: set[int]) -> Repeat:
    return Repeat(Every.WEEK, weekdays=tuple(sorted(days)))


def _from_rule(text: str, rule: str) -> Repeat:
    try:
        parts = dict(part.split("=", 1) for part in rule.split(";") if part)
        every = Every(parts.pop("FREQ"))
        interval, count = int(parts.pop("INTERVAL", "1")), parts.pop("COUNT", None)
        until, days = parts.pop("UNTIL", None), parts.pop("BYDAY", "")
        parsed = Repeat(
            every,
            interval,
            int(count) if count is not None else None,
            date.fromisoformat(until[:8]) if until is not None else None,
            tuple(sorted(_DAYS.index(day) for day in days.split(",") if day)),
        )
    except (ValueError, KeyError) as error:
        raise RepeatError(text) from error
    bounded = 1 <= interval <= MOST and (parsed.count is None or 1 <= parsed.count <= MOST)
    if parts or not bounded or (parsed.count and parsed.until) or (parsed.weekdays and every is not Every.WEEK):
        raise RepeatError(text)
    return parsed

"""Periods of the desk: [start, end) in local days, as people name them: 2026-11, 2026-Q4, 2026-W47, 2026, a range.

Pure; which instants they begin and end at is the time zone's to say.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


_YEARS = range(1900, 3000)  # further off, the periods before and after it would leave the calendar


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


class PeriodError(ValueError):
    """`text` names no period."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of the day `first` until the end of the day before `after`."""

    kind: PeriodKind
    first: date
    after: date

    @property
    def name(self) -> str:
        """As it is typed: "2026-11", "2026-Q4", "2026-W47", "2026", "2026-11-01..2026-11-20"."""
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _weekday = self.first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.first.year:04d}-Q{(self.first.month + 2) // 3}"
            case PeriodKind.YEAR:
                return f"{self.first.year:04d}"
            case PeriodKind.RANGE:
                return f"{self.first}..{self.after - timedelta(days=1)}"

    @property
    def last(self) -> date:
        """The last of its days."""
        return self.after - timedelta(days=1)

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """When it begins and when it is over, aware, in `zone`."""
        return _midnight(self.first, zone), _midnight(self.after, zone)

    def before(self) -> "Period":
        """The one before it, of the same length."""
        match self.kind:
            case PeriodKind.RANGE:
                return Period(self.kind, self.first - (self.after - self.first), self.first)
            case _:
                return around(self.first - timedelta(days=1), self.kind)

    def next(self) -> "Period":
        """The one after it, of the same length."""
        match self.kind:
            case PeriodKind.RANGE:
                return Period(self.kind, self.after, self.after + (self.after - self.first))
            case _:
                return around(self.after, self.kind)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.after - self.first).days

    def same_days_before(self, today: date) -> "Period":
        """The period before; only its first days, as many as have passed of this one, where this one is not over."""
        passed = self.to_date(today)
        return self.before() if passed == self else self.before().first_days(passed.days)

    def first_days(self, count: int) -> "Period":
        """Its first days, `count` of them; itself where it has no more."""
        after = self.first + timedelta(days=count)
        return self if after >= self.after else Period(PeriodKind.RANGE, self.first, after)

    def to_date(self, today: date) -> "Period":
        """What of it has passed by the end of `today`; itself where it is over, or has not begun."""
        if not self.first <= today < self.after:
            return self
        return Period(PeriodKind.RANGE, self.first, today + timedelta(days=1))


def around(day: date, kind: PeriodKind) -> Period:
    """The week (Monday first), month, quarter or year in which `day` lies; for a range the day alone."""
    match kind:
        case PeriodKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(kind, monday, monday + timedelta(days=7))
        case PeriodKind.MONTH:
            return Period(kind, day.replace(day=1), _months_on(day.year, day.month, 1))
        case PeriodKind.QUARTER:
            month = (day.month - 1) // 3 * 3 + 1
            return Period(kind, date(day.year, month, 1), _months_on(day.year, month, 3))
        case PeriodKind.YEAR:
            return Period(kind, date(day.year, 1, 1), date(day.year + 1, 1, 1))
        case PeriodKind.RANGE:
            return Period(kind, day, day + timedelta(days=1))


def parse_period(text: str) -> Period:
    """The period that `text` names. Raises PeriodError."""
    text = text.strip()
    if text[:4].isdecimal() and int(text[:4]) not in _YEARS:
        raise PeriodError(text)
    try:
        if found := _YEAR.fullmatch(text):
            return around(date(int(found[1]), 1, 1), PeriodKind.YEAR)
        if found := _MONTH.fullmatch(text):
            return around(date(int(found[1]), int(found[2]), 1), PeriodKind.MONTH)
        if found := _QUARTER.fullmatch(text):
            return around(date(int(found[1]), int(found[2]) * 3, 1), PeriodKind.QUARTER)
        if found := _WEEK.fullmatch(text):
            return around(date.fromisocalendar(int(found[1]), int(found[2]), 1), PeriodKind.WEEK)
        if found := _RANGE.fullmatch(text):
            first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            if first <= last and first.year in _YEARS and last.year in _YEARS:
                return Period(PeriodKind.RANGE, first, last + timedelta(days=1))
    except (ValueError, OverflowError) as error:
        raise PeriodError(text) from error
    raise PeriodError(text)


def _months_on(year: int, month: int, count: int) -> date:
    months = year * 12 + month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)

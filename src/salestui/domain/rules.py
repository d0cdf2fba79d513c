"""The rules in force on a desk (domain.md, section 3) as one value that can be stored and compared.

They belong to the desk, not to whoever reads it: a shared file is timed by the same rules for everybody.
Named tuples: the settings are read at every start, and a dataclass takes 0.5 ms to make.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from salestui.domain.durations import CalendarSpan
from salestui.domain.words import Care, Grade


class Rules(NamedTuple):
    """The limits of R1–R8 and R13; the defaults are the documents' own."""

    answer_within: Mapping[Grade, timedelta] = MappingProxyType(  # R1
        {Grade.A: timedelta(hours=2), Grade.B: timedelta(hours=24), Grade.C: timedelta(hours=48)}
    )
    urgent: timedelta = timedelta(hours=2)  # R2
    complex_solution: timedelta = timedelta(hours=48)  # R3
    written_within: timedelta = timedelta(hours=24)  # R4
    profile_review: CalendarSpan = CalendarSpan(months=1)  # R5
    contact_every: Mapping[Care, CalendarSpan] = MappingProxyType(  # R7
        {
            Care.STRATEGIC_CARE: CalendarSpan(days=30),
            Care.KEY_EXPANSION: CalendarSpan(days=7),
            Care.ROUTINE: CalendarSpan(days=90),
        }
    )
    off_course_below: float = 0.80  # R8, share of the target
    off_course_weeks: int = 2  # R8, complete ISO weeks in a row
    default_grade: Grade = Grade.B
    renewal_ahead: CalendarSpan = CalendarSpan(days=30)  # R13: a contract that runs out is due soon


class OpenSpan(NamedTuple):
    """Opening hours on one weekday, local wall time in minutes from midnight.

    `end` may pass 1440: `22:00-06:00` is 1320–1800 and belongs to the day it starts on.
    """

    start: int
    end: int


class CalendarRules(NamedTuple):
    """When the clocks of R1–R4 run. `working` False: round the clock, and the rest is not asked."""

    working: bool = False
    time_zone: str = "UTC"  # IANA name; periods and days are the desk's
    hours: tuple[tuple[OpenSpan, ...], ...] = ((),) * 7  # Monday first
    holidays: str = ""  # country, with subdivision ("DE-BY"), of the `holidays` package
    closed: frozenset[date] = frozenset()  # extra days off
    open: frozenset[date] = frozenset()  # make-up working days


class RuleBook(NamedTuple):
    """Everything that decides when something is due: stored in the file, with a fingerprint."""

    rules: Rules = Rules()
    calendar: CalendarRules = CalendarRules()

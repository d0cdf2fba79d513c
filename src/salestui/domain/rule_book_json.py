"""A rule book as canonical JSON, to be stored in the file and compared: equal rule books have equal text."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from salestui.domain.durations import (
    CalendarSpan,
    format_calendar_span,
    format_duration,
    parse_calendar_span,
    parse_duration,
)
from salestui.domain.rules import CalendarRules, OpenSpan, RuleBook, Rules
from salestui.domain.words import Care, Grade

Word = TypeVar("Word", Grade, Care)
Limit = TypeVar("Limit", timedelta, CalendarSpan)


class RuleBookError(ValueError):
    """`text` is not the JSON of a rule book."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def to_json(book: RuleBook) -> str:
    """The canonical text: keys sorted, no spaces, ASCII; lengths of time as the settings write them.

    Raises DurationError for a length that no setting can state (negative, a fraction of a second).
    """
    rules, calendar = book.rules, book.calendar
    return json.dumps(
        {
            "rules": {
                "answer_within": {grade: format_duration(rules.answer_within[grade]) for grade in Grade},
                "urgent": format_duration(rules.urgent),
                "complex_solution": format_duration(rules.complex_solution),
                "written_within": format_duration(rules.written_within),
                "profile_review": format_calendar_span(rules.profile_review),
                "contact_every": {care: format_calendar_span(rules.contact_every[care]) for care in Care},
                "off_course_below": float(rules.off_course_below),
                "off_course_weeks": rules.off_course_weeks,
                "default_grade": rules.default_grade,
                "renewal_ahead": format_calendar_span(rules.renewal_ahead),
            },
            "calendar": {
                "working": calendar.working,
                "time_zone": calendar.time_zone,
                "hours": [[[span.start, span.end] for span in day] for day in calendar.hours],
                "holidays": calendar.holidays,
                "closed": sorted(day.isoformat() for day in calendar.closed),
                "open": sorted(day.isoformat() for day in calendar.open),
            },
        },
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def from_json(text: str) -> RuleBook:
    """The rule book that `to_json` wrote. Raises RuleBookError for anything else."""
    try:
        stored = json.loads(text)
        return RuleBook(_rules(stored["rules"]), _calendar(stored["calendar"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RuleBookError(text) from error


def fingerprint(book: RuleBook) -> str:
    """SHA-256 of the canonical text, in hex: differs exactly where the rule books do."""
    from hashlib import sha256  # 2 ms that a reader who compares the text itself need not pay

    return sha256(to_json(book).encode()).hexdigest()


def _rules(stored: dict[str, Any]) -> Rules:  # Any: what json.loads made of a file, checked by use
    return Rules(
        answer_within=_by(Grade, {key: parse_duration(text) for key, text in stored["answer_within"].items()}),
        urgent=parse_duration(stored["urgent"]),
        complex_solution=parse_duration(stored["complex_solution"]),
        written_within=parse_duration(stored["written_within"]),
        profile_review=parse_calendar_span(stored["profile_review"]),
        contact_every=_by(Care, {key: parse_calendar_span(text) for key, text in stored["contact_every"].items()}),
        off_course_below=float(stored["off_course_below"]),
        off_course_weeks=int(stored["off_course_weeks"]),
        default_grade=Grade(stored["default_grade"]),
        renewal_ahead=parse_calendar_span(stored.get("renewal_ahead", "30d")),  # older books know no contracts
    )


def _calendar(stored: dict[str, Any]) -> CalendarRules:
    days = [tuple(OpenSpan(int(start), int(end)) for start, end in day) for day in stored["hours"]]
    if len(days) != 7:
        raise ValueError(len(days))
    return CalendarRules(
        working=bool(stored["working"]),
        time_zone=str(stored["time_zone"]),
        hours=tuple(days),
        holidays=str(stored["holidays"]),
        closed=frozenset(date.fromisoformat(day) for day in stored["closed"]),
        open=frozenset(date.fromisoformat(day) for day in stored["open"]),
    )


def _by(words: type[Word], limits: dict[str, Limit]) -> Mapping[Word, Limit]:
    """The limit of every word, none missing. Raises KeyError."""
    return MappingProxyType({word: limits[word] for word in words})

"""A rule book survives storage, and its fingerprint tells rule books apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.durations import CalendarSpan, DurationError
from salestui.domain.rule_book_json import RuleBookError, fingerprint, from_json, to_json
from salestui.domain.rules import CalendarRules, OpenSpan, RuleBook, Rules
from salestui.domain.words import Care, Grade

LENGTHS = st.integers(0, 10_000_000).map(lambda seconds: timedelta(seconds=seconds))
SPANS = st.builds(CalendarSpan, months=st.integers(0, 24), days=st.integers(0, 400))
DAYS = st.frozensets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=5)
OPEN_SPANS = st.builds(OpenSpan, start=st.integers(0, 1439), end=st.integers(1, 2879))

RULE_BOOKS = st.builds(
    RuleBook,
    rules=st.builds(
        Rules,
        answer_within=st.fixed_dictionaries(dict.fromkeys(Grade, LENGTHS)),
        urgent=LENGTHS,
        complex_solution=LENGTHS,
        written_within=LENGTHS,
        profile_review=SPANS,
        contact_every=st.fixed_dictionaries(dict.fromkeys(Care, SPANS)),
        off_course_below=st.floats(0, 1),
        off_course_weeks=st.integers(1, 52),
        default_grade=st.sampled_from(Grade),
        renewal_ahead=SPANS,
    ),
    calendar=st.builds(
        CalendarRules,
        working=st.booleans(),
        time_zone=st.sampled_from(["UTC", "Asia/Shanghai"]),
        hours=st.tuples(*[st.lists(OPEN_SPANS, max_size=3).map(tuple)] * 7),
        holidays=st.sampled_from(["", "CN", "DE-BY"]),
        closed=DAYS,
        open=DAYS,
    ),
)


@given(RULE_BOOKS)
def test_a_rule_book_comes_back_from_its_text(book: RuleBook) -> None:
    assert from_json(to_json(book)) == book


@given(RULE_BOOKS, RULE_BOOKS)
def test_the_fingerprint_is_the_same_exactly_for_equal_rule_books(one: RuleBook, other: RuleBook) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_the_text_is_canonical_whatever_the_order_things_were_said_in() -> None:
    reversed_grades = {grade: Rules().answer_within[grade] for grade in reversed(Grade)}
    whole = RuleBook(Rules(answer_within=reversed_grades, off_course_below=1))
    assert to_json(whole) == to_json(RuleBook(Rules(off_course_below=1.0)))


@pytest.mark.parametrize(
    "changed",
    [
        Rules()._replace(urgent=timedelta(hours=3)),
        Rules()._replace(default_grade=Grade.A),
        Rules()._replace(profile_review=CalendarSpan(days=30)),
    ],
)
def test_another_rule_gives_another_fingerprint(changed: Rules) -> None:
    assert fingerprint(RuleBook(changed)) != fingerprint(RuleBook())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"rules":{},"calendar":{}}',
        to_json(RuleBook()).replace('"2h"', '"soon"'),
        "[" * 9_999,
    ],
)
def test_what_is_no_rule_book_is_refused(text: str) -> None:
    with pytest.raises(RuleBookError):
        from_json(text)


def test_a_length_that_no_setting_can_state_is_not_written() -> None:
    with pytest.raises(DurationError):
        to_json(RuleBook(Rules(urgent=timedelta(hours=-1))))

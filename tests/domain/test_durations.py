"""Lengths of time, read and written."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.durations import (
    MAX_DAYS,
    CalendarSpan,
    DurationError,
    format_calendar_span,
    format_duration,
    parse_calendar_span,
    parse_duration,
    whole_number,
)

S, M, H, D = (timedelta(seconds=seconds) for seconds in (1, 60, 3_600, 86_400))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", 90 * S),
        ("45m", 45 * M),
        ("2h", 2 * H),
        ("3d", 3 * D),
        ("2w", 14 * D),
        ("1h30m", 90 * M),
        ("1h 30m", 90 * M),
        (" 2 Hours ", 2 * H),
        ("1 day 2 hours", 26 * H),
        ("0h", 0 * H),
        ("2小时", 2 * H),
        ("2个小时", 2 * H),
        ("两小时", 2 * H),
        ("30分钟", 30 * M),
        ("3天", 3 * D),
        ("2周", 14 * D),
        ("2小时30分", 150 * M),
        ("半小时", 30 * M),
        ("半个小时", 30 * M),
        ("一个半小时", 90 * M),
        ("十二小时", 12 * H),
        ("２ｈ", 2 * H),
    ],
)
def test_a_duration_is_read_in_either_language(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length


NO_DURATIONS = (
    *(
        "",
        " ",
        "h",
        "2",
        "-2h",
        "+2h",
        "1.5h",
        "1h1h",
        "30m1h",
        "2x",
        "1h 30",
        "1 month",
        "3",
        "\x00",
        "2h\ud800",
    ),
    *("半天", "半", "十十小时", "2h" * 40, "9999999999h", "999999999w"),
)


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_is_no_duration_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.value == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0 * S, "0s"),
        (90 * S, "1m30s"),
        (45 * M, "45m"),
        (2 * H, "2h"),
        (24 * H, "24h"),
        (48 * H, "48h"),
        (49 * H, "49h"),
        (3 * D, "3d"),
        (14 * D, "14d"),
        (90 * M, "1h30m"),
    ],
)
def test_a_duration_has_one_canonical_text(length: timedelta, text: str) -> None:
    assert format_duration(length) == text


@given(st.integers(0, MAX_DAYS * 86_400))
def test_a_written_duration_is_read_back(seconds: int) -> None:
    length = timedelta(seconds=seconds)
    assert parse_duration(format_duration(length)) == length


@pytest.mark.parametrize("length", [-S, timedelta(microseconds=1), timedelta(days=MAX_DAYS, seconds=1)])
def test_a_length_that_could_not_be_read_back_is_not_written(length: timedelta) -> None:
    with pytest.raises(DurationError):
        format_duration(length)


@pytest.mark.parametrize(
    ("text", "span", "canonical"),
    [
        ("1 month", CalendarSpan(months=1), "1 month"),
        ("3 months", CalendarSpan(months=3), "3 months"),
        ("30d", CalendarSpan(days=30), "30d"),
        ("2w", CalendarSpan(days=14), "14d"),
        ("1 month 3d", CalendarSpan(1, 3), "1 month 3d"),
        ("1 year", CalendarSpan(months=12), "12 months"),
        ("0d", CalendarSpan(), "0d"),
        ("1 个月", CalendarSpan(months=1), "1 month"),
        ("一个月", CalendarSpan(months=1), "1 month"),
        ("3个月", CalendarSpan(months=3), "3 months"),
        ("30天", CalendarSpan(days=30), "30d"),
        ("2周", CalendarSpan(days=14), "14d"),
        ("两个星期", CalendarSpan(days=14), "14d"),
        ("半年", CalendarSpan(months=6), "6 months"),
    ],
)
def test_a_calendar_span_is_read_and_written(text: str, span: CalendarSpan, canonical: str) -> None:
    assert parse_calendar_span(text) == span
    assert format_calendar_span(span) == canonical
    assert parse_calendar_span(canonical) == span


@pytest.mark.parametrize("text", ["", "2h", "1m", "-1 month", "3月", "半个月", "半", "1d1d", "1d 1 month", "9999999d"])
def test_what_is_no_calendar_span_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_calendar_span(text)
    assert caught.value.value == text


@given(st.text(st.sampled_from("0123456789 smhdwmonthyear小时分钟天周月年半个一两十百+-.")))
def test_no_text_breaks_the_reading(text: str) -> None:
    for parse in (parse_duration, parse_calendar_span):
        with suppress(DurationError):
            parse(text)


@pytest.mark.parametrize(
    ("day", "span", "after"),
    [
        ("2024-01-31", CalendarSpan(months=1), "2024-02-29"),
        ("2023-01-31", CalendarSpan(months=1), "2023-02-28"),
        ("2024-02-29", CalendarSpan(months=12), "2025-02-28"),
        ("1900-01-31", CalendarSpan(months=1), "1900-02-28"),
        ("2024-08-31", CalendarSpan(months=1), "2024-09-30"),
        ("2024-12-15", CalendarSpan(months=1), "2025-01-15"),
        ("2024-11-30", CalendarSpan(months=14), "2026-01-30"),
        ("2024-03-31", CalendarSpan(months=-1), "2024-02-29"),
        ("2024-01-31", CalendarSpan(1, 1), "2024-03-01"),
        ("2024-02-28", CalendarSpan(days=30), "2024-03-29"),
        ("2024-05-10", CalendarSpan(), "2024-05-10"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: str, span: CalendarSpan, after: str) -> None:
    assert span.after(date.fromisoformat(day)) == date.fromisoformat(after)


@pytest.mark.parametrize("span", [CalendarSpan(months=1), CalendarSpan(days=1)])
def test_beyond_the_year_9999_there_is_no_date(span: CalendarSpan) -> None:
    with pytest.raises(OverflowError):
        span.after(date.max)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("零", 0)],
)
def test_chinese_numerals_up_to_99(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "十十", "零十", "百", "-1", "1234567890"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert whole_number(text) is None

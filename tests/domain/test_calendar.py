"""Working time: cases of other systems, a second implementation minute by minute, and the corners by name."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.calendar import (
    MAX_SEARCH_DAYS,
    Calendar,
    CalendarError,
    CalendarReason,
    NoWorkingTimeError,
    RoundTheClock,
    Stretch,
    WorkingTime,
    calendar_of,
    end_of_day,
    format_span,
    parse_span,
)
from salestui.domain.rules import CalendarRules, OpenSpan
from tests.domain import minute_by_minute
from tests.shared_files import shared

BERLIN, NEW_YORK, SHANGHAI = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Shanghai"),
)
Week = tuple[tuple[OpenSpan, ...], ...]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours(**days: str) -> Week:
    return tuple(tuple(parse_span(span) for span in days.get(day, "").split()) for day in WEEKDAYS)


def weekdays(spans: str) -> Week:
    return hours(**dict.fromkeys(WEEKDAYS[:5], spans))


def every_day(spans: str) -> Week:
    return hours(**dict.fromkeys(WEEKDAYS, spans))


def working(week: Week, zone: ZoneInfo = SHANGHAI, closed: str = "", makeup: str = "") -> WorkingTime:
    off = {date.fromisoformat(day) for day in closed.split()}
    return WorkingTime(zone, week, off.__contains__, frozenset(map(date.fromisoformat, makeup.split())))


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- other systems ---


def test_sixty_cases_of_other_systems_come_out_as_there() -> None:
    cases = [json.loads(line) for line in shared("vectors", "working_time.jsonl").read_text("utf-8").splitlines()]
    assert len(cases) == 60
    wrong = []
    for case in cases:
        rules = case["calendar"]
        week = tuple(
            tuple(parse_span(f"{start}-{end}") for start, end in rules["hours"].get(day, [])) for day in WEEKDAYS
        )
        off = {date.fromisoformat(day) for day in rules["holidays"]}
        calendar = WorkingTime(UTC, week, off.__contains__)
        if case["op"] == "due":
            answer: object = calendar.add(utc(case["start"]), timedelta(seconds=case["seconds"]))[0]
            expected: object = utc(case["expected"])
        else:
            assert case["op"] == "elapsed"
            answer = calendar.elapsed(utc(case["start"]), utc(case["end"]))
            expected = timedelta(seconds=case["expected_seconds"])
        if answer != expected:
            wrong.append((case["id"], case["source"], answer, expected, case["note"]))
    assert not wrong


# --- minute by minute ---

# Forward in spring, back in autumn; Lord Howe by half an hour, Havana at midnight and at 1:00.
CHANGES = {
    "Europe/Berlin": ("2024-03-31 01:00", "2024-10-27 01:00"),
    "America/New_York": ("2024-03-10 07:00", "2024-11-03 06:00"),
    "Australia/Lord_Howe": ("2024-04-06 15:00", "2024-10-05 15:30"),
    "America/Havana": ("2024-03-10 05:00", "2024-11-03 05:00"),
    "America/St_Johns": ("2010-03-14 03:31", "2010-11-07 02:31"),  # at one minute past midnight
}
WINDOW_DAYS = 14


def random_week(chance: random.Random) -> list[list[tuple[int, int]]]:
    """Up to three spans a day; `night` is how far the last may reach into the next day."""
    night = chance.choice((0, 0, 45, 100, 150, 360))
    week: list[list[tuple[int, int]]] = []
    for _ in range(7):
        first = chance.choice((night, night, 420))
        around = 240 if chance.random() < 0.4 and first < 200 else 1440  # spans inside the hour that comes twice
        points = sorted(chance.sample(range(first, around), 2 * chance.choice((0, 1, 1, 2, 3))))
        spans = list(zip(points[::2], points[1::2], strict=True))
        if chance.random() < 0.4:
            start = chance.randrange(max(1200, points[-1] if points else 0), 1440)
            spans.append((start, chance.randrange(1440, 1441 + night)))
        week.append(spans)
    if not any(week):
        week[2] = [(540, 1080)]
    return week


def random_calendars(
    window: minute_by_minute.Window, zone: str, chance: random.Random, count: int
) -> Iterator[tuple[Calendar, bytes]]:
    days = sorted({day for day, _ in window.wall})
    for _ in range(count):
        week = random_week(chance)
        closed = set(chance.sample(days, chance.choice((0, 1, 3))))
        makeup = set(chance.sample(days, chance.choice((0, 1, 2))))
        spans = [[OpenSpan(start, end) for start, end in day] for day in week]
        calendar = WorkingTime(ZoneInfo(zone), spans, closed.__contains__, frozenset(makeup))
        yield calendar, minute_by_minute.open_minutes(window, week, closed, makeup)


@pytest.mark.parametrize("zone", CHANGES)
def test_two_thousand_random_cases_agree_with_counting_minute_by_minute(zone: str) -> None:
    chance = random.Random(zone)
    compared = 0
    while compared < 2_000:
        for change in CHANGES[zone]:
            window = minute_by_minute.Window.of(zone, utc(change) - timedelta(days=WINDOW_DAYS / 2), WINDOW_DAYS)
            for calendar, minutes in random_calendars(window, zone, chance, 20):
                for _ in range(60):
                    compared += compare_one(calendar, window, minutes, chance)
    assert compared >= 2_000


def compare_one(calendar: Calendar, window: minute_by_minute.Window, minutes: bytes, chance: random.Random) -> bool:
    """A random start and limit, half of them within a day of the change of clocks. False where none fits."""
    middle = len(minutes) // 2
    start = middle + chance.randrange(-1440, 1440) if chance.random() < 0.5 else chance.randrange(len(minutes))
    limit = chance.choice((chance.randrange(0, 90), chance.randrange(0, 3_000)))
    other = chance.randrange(start, len(minutes) + 1)
    about = f"{window.at(start)} + {limit} min, {calendar.zone}"
    passed = calendar.elapsed(window.at(start), window.at(other))
    assert passed == timedelta(minutes=minute_by_minute.elapsed(minutes, start, other)), about
    due = minute_by_minute.due(minutes, start, limit)
    if due is None:
        return False
    at, stretches = calendar.add(window.at(start), timedelta(minutes=limit))
    assert at == window.at(due), about
    covered = bytearray(due - start)
    for stretch in stretches:
        first, last = ((edge - window.at(start)) // timedelta(minutes=1) for edge in (stretch.start, stretch.end))
        covered[first:last] = b"\1" * (last - first)
    assert bytes(covered) == minutes[start:due], about
    assert all(one.end < following.start for one, following in pairwise(stretches)), about
    return True


# --- by name ---

OFFICE, LUNCH = weekdays("09:00-18:00"), weekdays("09:00-12:00 13:00-18:00")
NIGHT, ALWAYS = weekdays("22:00-06:00"), every_day("00:00-24:00")
REVERSED = weekdays("13:00-18:00 09:00-12:00")


@pytest.mark.parametrize(
    ("week", "start", "limit", "due"),
    [
        # A Saturday request: other systems have been seen to answer 17:00 the same day.
        pytest.param(OFFICE, "2024-05-11 15:00", 2, "2024-05-13 11:00", id="saturday"),
        pytest.param(OFFICE, "2024-05-10 17:00", 2, "2024-05-13 10:00", id="over-the-weekend"),
        pytest.param(OFFICE, "2024-05-10 09:00", 9, "2024-05-10 18:00", id="due-at-closing-not-next-opening"),
        pytest.param(OFFICE, "2024-05-10 18:00", 1, "2024-05-13 10:00", id="received-at-closing"),
        pytest.param(OFFICE, "2024-05-10 08:00", 1, "2024-05-10 10:00", id="before-opening"),
        pytest.param(OFFICE, "2024-05-11 15:00", 0, "2024-05-11 15:00", id="no-limit-is-now"),
        pytest.param(OFFICE, "2024-05-10 09:00", 24, "2024-05-14 15:00", id="24-working-hours"),
        pytest.param(LUNCH, "2024-05-10 11:00", 2, "2024-05-10 14:00", id="lunch"),
        pytest.param(REVERSED, "2024-05-10 11:00", 2, "2024-05-10 14:00", id="in-any-order"),
        pytest.param(NIGHT, "2024-05-10 23:00", 5, "2024-05-11 04:00", id="past-midnight"),
        pytest.param(NIGHT, "2024-05-11 07:00", 3, "2024-05-14 01:00", id="night-shift-over"),
        pytest.param(NIGHT, "2024-05-13 03:00", 1, "2024-05-13 23:00", id="sunday-night"),
        pytest.param(ALWAYS, "2024-05-10 09:00", 48, "2024-05-12 09:00", id="24:00-is-an-end"),
        pytest.param(weekdays("00:00-24:00"), "2024-05-10 23:00", 2, "2024-05-13 01:00", id="friday-24:00"),
    ],
)  # fmt: skip
def test_when_a_limit_is_reached(week: Week, start: str, limit: int, due: str) -> None:
    at, stretches = working(week).add(local(start), timedelta(hours=limit))
    assert at == local(due)
    assert sum((one.end - one.start for one in stretches), timedelta(0)) == timedelta(hours=limit)


def test_the_stretches_that_counted_show_lunch_and_weekend() -> None:
    _, stretches = working(LUNCH).add(local("2024-05-10 11:00"), timedelta(hours=8))
    assert stretches == (
        Stretch(local("2024-05-10 11:00"), local("2024-05-10 12:00")),
        Stretch(local("2024-05-10 13:00"), local("2024-05-10 18:00")),
        Stretch(local("2024-05-13 09:00"), local("2024-05-13 11:00")),
    )


def test_spans_that_touch_make_one_stretch_even_over_midnight() -> None:
    start = local("2024-05-10 09:00")
    _, stretches = working(every_day("00:00-12:00 12:00-24:00")).add(start, timedelta(hours=60))
    assert stretches == (Stretch(start, start + timedelta(hours=60)),)


@pytest.mark.parametrize(
    ("week", "start", "due"),
    [
        pytest.param(OFFICE, "2024-04-30 17:00", "2024-05-06 10:00", id="closed-days-are-skipped"),
        pytest.param(OFFICE, "2024-05-10 17:00", "2024-05-11 10:00", id="a-make-up-saturday-has-monday's-hours"),
        pytest.param(
            hours(tue="10:00-18:00", fri="09:00-18:00"),
            "2024-05-10 17:00",
            "2024-05-11 11:00",
            id="or-those-of-the-first-weekday-that-has-some",
        ),
        pytest.param(
            hours(fri="09:00-18:00", sat="08:00-12:00"),
            "2024-05-10 17:00",
            "2024-05-11 09:00",
            id="or-its-own",
        ),
    ],
)
def test_days_off_and_make_up_days(week: Week, start: str, due: str) -> None:
    china = working(week, closed="2024-05-01 2024-05-02 2024-05-03", makeup="2024-05-11")
    assert china.add(local(start), timedelta(hours=2))[0] == local(due)


def test_closed_wins_over_weekday_hours_and_open_over_closed() -> None:
    calendar = working(OFFICE, closed="2024-05-10 2024-05-13", makeup="2024-05-13")
    assert calendar.elapsed(local("2024-05-10 00:00"), local("2024-05-11 00:00")) == timedelta(0)
    assert calendar.elapsed(local("2024-05-13 00:00"), local("2024-05-14 00:00")) == timedelta(hours=9)


def test_a_night_shift_into_a_closed_day_is_worked_to_its_end() -> None:
    calendar = working(weekdays("22:00-06:00"), closed="2024-05-10")
    assert calendar.elapsed(local("2024-05-10 00:00"), local("2024-05-11 12:00")) == timedelta(hours=6)


def test_borrowed_hours_that_meet_the_night_shift_count_once() -> None:
    calendar = working(hours(mon="05:00-13:00", fri="22:00-06:00"), makeup="2024-05-11")
    assert calendar.elapsed(local("2024-05-10 20:00"), local("2024-05-11 20:00")) == timedelta(hours=15)


@pytest.mark.parametrize(
    ("zone", "spans", "start", "limit", "due"),
    [
        pytest.param(BERLIN, "00:00-06:00", "2024-03-30 23:00+00:00", 3, "2024-03-31 02:00+00:00", id="gap"),
        pytest.param(BERLIN, "02:00-03:00", "2024-03-30 12:00+00:00", 1, "2024-04-01 01:00+00:00", id="span-in-gap"),
        pytest.param(BERLIN, "00:00-06:00", "2024-10-26 22:00+00:00", 7, "2024-10-27 05:00+00:00", id="fold"),
        # 02:15-02:45 comes twice, half an hour apart.
        pytest.param(BERLIN, "02:15-02:45", "2024-10-26 22:00+00:00", 1, "2024-10-27 01:45+00:00", id="span-in-fold"),
        pytest.param(NEW_YORK, "09:00-17:00", "2024-03-08 22:00+00:00", 8, "2024-03-09 22:00+00:00", id="before"),
        pytest.param(NEW_YORK, "09:00-17:00", "2024-03-09 22:00+00:00", 8, "2024-03-10 21:00+00:00", id="after"),
    ],
)
def test_hours_are_wall_clock_hours_and_limits_real_ones(
    zone: ZoneInfo, spans: str, start: str, limit: int, due: str
) -> None:
    at, _ = working(every_day(spans), zone).add(datetime.fromisoformat(start), timedelta(hours=limit))
    assert at == datetime.fromisoformat(due)


def test_in_a_fold_the_spans_take_turns() -> None:
    """The wall reads 2:30–3:00, then 2:00–2:30 again: stretches stay in the order they happen."""
    calendar = working(every_day("02:00-02:30"), BERLIN)
    _, stretches = calendar.add(datetime(2024, 10, 26, 12, tzinfo=UTC), timedelta(hours=1))
    assert [(one.start.time().isoformat(), one.end.time().isoformat()) for one in stretches] == [
        ("00:00:00", "00:30:00"),
        ("01:00:00", "01:30:00"),
    ]


def test_a_day_that_a_zone_left_out_is_not_worked() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011
    calendar = working(every_day("09:00-17:00"), apia)
    assert calendar.elapsed(local("2011-12-29 00:00", apia), local("2012-01-01 00:00", apia)) == timedelta(hours=16)
    assert end_of_day(date(2011, 12, 29), apia) == end_of_day(date(2011, 12, 30), apia) == utc("2011-12-30 10:00")


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("UTC", "2024-05-10", "2024-05-11 00:00"),
        ("Asia/Shanghai", "2024-05-10", "2024-05-10 16:00"),
        ("Pacific/Kiritimati", "2024-05-10", "2024-05-10 10:00"),
        ("Pacific/Pago_Pago", "2024-05-10", "2024-05-11 11:00"),
        ("Europe/Berlin", "2024-03-31", "2024-03-31 22:00"),
        ("Europe/Berlin", "2024-10-27", "2024-10-27 23:00"),
        ("America/Havana", "2024-03-09", "2024-03-10 05:00"),  # midnight is left out
        (
            "America/Havana",
            "2024-11-02",
            "2024-11-03 04:00",
        ),  # midnight comes twice: the first begins the day
        (
            "America/St_Johns",
            "2010-11-06",
            "2010-11-07 03:30",
        ),  # put back from 0:01 to 23:01: the second ends it
    ],
)
def test_a_day_ends_where_the_next_local_day_begins(zone: str, day: str, ends: str) -> None:
    for calendar in (RoundTheClock(ZoneInfo(zone)), working(OFFICE, ZoneInfo(zone))):
        assert calendar.end_of_day(date.fromisoformat(day)) == utc(ends)


@given(
    st.datetimes(datetime(2023, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(0, 400 * 3_600),
    st.sampled_from([BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe")]),
)
def test_what_is_added_has_elapsed_to_the_microsecond(naive: datetime, seconds: int, zone: ZoneInfo) -> None:
    start, limit = naive.replace(tzinfo=UTC), timedelta(seconds=seconds)
    for calendar in (RoundTheClock(zone), working(weekdays("09:00-12:00 13:00-18:00 22:00-03:00"), zone)):
        due, _ = calendar.add(start, limit)
        assert calendar.elapsed(start, due) == limit
        assert calendar.elapsed(due, start) == -limit


def test_round_the_clock_every_hour_counts() -> None:
    calendar = RoundTheClock(SHANGHAI)
    start = local("2024-05-11 15:00")
    end = start + timedelta(hours=2)
    assert calendar.add(start, timedelta(hours=2)) == (end, (Stretch(start, end),))
    assert calendar.add(start, timedelta(0)) == (start, ())
    assert calendar.local(start).isoformat() == "2024-05-11T15:00:00+08:00"


def test_instants_of_any_offset_come_back_in_utc_and_naive_ones_are_refused() -> None:
    naive = datetime(2024, 5, 10, 9)  # noqa: DTZ001 - what is refused
    aware = datetime(2024, 5, 10, 9, tzinfo=timezone(timedelta(hours=8)))
    for calendar in (RoundTheClock(SHANGHAI), working(OFFICE)):
        due, (stretch,) = calendar.add(aware, timedelta(hours=1))
        assert due.tzinfo is UTC
        assert stretch.start.tzinfo is UTC
        calls: list[tuple[Callable[..., object], tuple[object, ...]]] = [
            (calendar.add, (naive, timedelta(hours=1))),
            (calendar.elapsed, (naive, aware)),
            (calendar.elapsed, (aware, naive)),
            (calendar.local, (naive,)),
        ]
        for call, arguments in calls:
            with pytest.raises(ValueError):
                call(*arguments)


def test_a_negative_limit_is_refused() -> None:
    for calendar in (RoundTheClock(SHANGHAI), working(OFFICE)):
        with pytest.raises(ValueError):
            calendar.add(utc("2024-05-10 09:00"), timedelta(seconds=-1))


# --- what cannot be ---

Why = CalendarReason
REST = hours()[1:]


@pytest.mark.parametrize(
    ("week", "reason", "weekday"),
    [
        pytest.param(hours(), Why.EMPTY_WEEK, None, id="nothing-open"),
        pytest.param(hours()[:6], Why.EMPTY_WEEK, None, id="six-days"),
        pytest.param(hours(tue="09:00-12:00 11:00-13:00"), Why.OVERLAP, 1, id="same-day"),
        pytest.param(hours(tue="22:00-06:00", wed="05:00-09:00"), Why.OVERLAP, 1, id="past-midnight"),
        pytest.param(hours(sun="22:00-06:00", mon="05:00-09:00"), Why.OVERLAP, 6, id="sunday-monday"),
        pytest.param(hours(sun="22:00-06:00", mon="07:00-08:00 07:30-09:00"), Why.OVERLAP, 0, id="monday"),
        pytest.param(((OpenSpan(600, 540),), *REST), Why.END_NOT_AFTER_START, 0, id="backwards"),
        pytest.param(((OpenSpan(600, 600),), *REST), Why.END_NOT_AFTER_START, 0, id="nothing"),
        pytest.param(((OpenSpan(-1, 60),), *REST), Why.START_OUTSIDE_DAY, 0, id="before-the-day"),
        pytest.param(((OpenSpan(1440, 1500),), *REST), Why.START_OUTSIDE_DAY, 0, id="after-it"),
        pytest.param(((OpenSpan(0, 1441),), *REST), Why.LONGER_THAN_A_DAY, 0, id="too-long"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(week: Week, reason: Why, weekday: int | None) -> None:
    with pytest.raises(CalendarError) as caught:
        WorkingTime(SHANGHAI, week, lambda _: False)
    assert (caught.value.reason, caught.value.weekday) == (reason, weekday)
    assert (caught.value.span is None) == (weekday is None)


def test_make_up_days_without_any_hours_to_borrow_are_refused() -> None:
    with pytest.raises(CalendarError):
        working(hours(), makeup="2024-05-11")


def test_spans_may_touch_over_midnight() -> None:
    assert working(hours(sun="22:00-06:00", mon="06:00-09:00"))


@pytest.mark.parametrize("start", ["2024-05-10 09:00", "9999-12-20 09:00"])
def test_a_calendar_that_never_opens_ends_the_search(start: str) -> None:
    calendar = WorkingTime(SHANGHAI, OFFICE, lambda _: True)
    with pytest.raises(NoWorkingTimeError) as caught:
        calendar.add(utc(start), timedelta(hours=1))
    assert (caught.value.start, caught.value.limit) == (utc(start), timedelta(hours=1))


def test_the_search_reaches_nine_years_and_not_eleven() -> None:
    def opens_on(day: date) -> WorkingTime:
        return WorkingTime(UTC, OFFICE, lambda _: True, frozenset({day}))

    start = utc("2024-05-10 09:00")
    far = start.date() + timedelta(MAX_SEARCH_DAYS - 1)
    assert opens_on(far).add(start, timedelta(hours=1))[0].date() == far
    with pytest.raises(NoWorkingTimeError):
        opens_on(far + timedelta(1)).add(start, timedelta(hours=1))


def test_without_working_time_the_clock_never_stops() -> None:
    assert calendar_of(CalendarRules(), SHANGHAI, lambda _: True) == RoundTheClock(SHANGHAI)


def test_holidays_and_listed_days_make_one_calendar_and_open_wins_over_a_holiday() -> None:
    rules = CalendarRules(
        working=True, hours=OFFICE, closed=frozenset({date(2024, 5, 9)}), open=frozenset({date(2024, 5, 10)})
    )
    holidays = {date(2024, 5, 8), date(2024, 5, 10)}
    calendar = calendar_of(rules, SHANGHAI, holidays.__contains__)
    worked = [
        calendar.elapsed(calendar.end_of_day(day - timedelta(1)), calendar.end_of_day(day)) > timedelta(0)
        for day in (date(2024, 5, number) for number in range(7, 12))
    ]
    assert worked == [True, False, False, True, False]


def test_a_day_cannot_be_listed_both_as_closed_and_as_open() -> None:
    day = frozenset({date(2024, 5, 11)})
    with pytest.raises(CalendarError) as caught:
        calendar_of(CalendarRules(working=True, hours=OFFICE, closed=day, open=day), SHANGHAI, lambda _: False)
    assert (caught.value.reason, caught.value.day) == (CalendarReason.CLOSED_AND_OPEN, date(2024, 5, 11))


@pytest.mark.parametrize(
    ("text", "span", "canonical"),
    [
        ("09:00-12:00", OpenSpan(540, 720), "09:00-12:00"),
        ("9:00 - 12:30", OpenSpan(540, 750), "09:00-12:30"),
        ("22:00-06:00", OpenSpan(1320, 1800), "22:00-06:00"),
        ("22:00-24:00", OpenSpan(1320, 1440), "22:00-24:00"),
        ("22:00-00:00", OpenSpan(1320, 1440), "22:00-24:00"),
        ("00:00-24:00", OpenSpan(0, 1440), "00:00-24:00"),
    ],
)
def test_a_span_is_read_and_written(text: str, span: OpenSpan, canonical: str) -> None:
    assert parse_span(text) == span
    assert format_span(span) == canonical
    assert parse_span(canonical) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "09:00",
        "9-12",
        "09:60-12:00",
        "09:00-24:01",
        "25:00-26:00",
        "24:00-06:00",
        "09:00-09:00",
        "x" * 99,
    ],
)
def test_what_is_no_span_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(CalendarError) as caught:
        parse_span(text)
    assert caught.value.value == text


# --- speed: wide bounds, for a busy machine; counting minute by minute is past them a hundred times over ---


def test_a_limit_of_24_working_hours_and_a_month_of_elapsed_time_take_no_time() -> None:
    spans = weekdays("09:00-12:00 13:00-18:00")

    def best(run: str) -> float:
        times = []
        for _ in range(20):
            calendar = working(spans)  # nothing kept from the run before
            started = perf_counter()
            if run == "add":
                calendar.add(utc("2024-05-10 09:00"), timedelta(hours=24))
            else:
                calendar.elapsed(utc("2024-05-01 09:00"), utc("2024-06-01 09:00"))
            times.append(perf_counter() - started)
        return min(times)

    assert best("add") < 0.000_3
    assert best("elapsed") < 0.002

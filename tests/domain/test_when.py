"""Dates and times as people type them. Now is Wednesday 15 May 2024, 15:00 in Shanghai, unless given."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.instants import Deadline
from salestui.domain.when import MAX_TEXT, Look, NotUnderstood, WhenReason, parse_when

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 5, 15, 15, 0, tzinfo=SHANGHAI)


def read(text: str, look: Look, now: datetime = NOW) -> str:
    """The answer as text: a day, or an instant on the wall clock of `now`'s own zone."""
    assert now.tzinfo is not None
    when = parse_when(text, now=now, zone=now.tzinfo, look=look)
    if when.instant is None:
        return str(when.day)
    assert when.day is None
    assert when.instant.tzinfo is UTC
    return when.instant.astimezone(now.tzinfo).replace(tzinfo=None).isoformat(" ", "auto").removesuffix(":00")


def refusal(text: str, look: Look = Look.FORWARD) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        parse_when(text, now=NOW, zone=SHANGHAI, look=look)
    assert caught.value.text == text
    return caught.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-05-10", "2024-05-10"),
        ("2024-5-10", "2024-05-10"),
        ("2024/5/10", "2024-05-10"),
        ("2024.5.10", "2024-05-10"),
        ("2024年5月10日", "2024-05-10"),
        ("2024 年 5 月 10 日", "2024-05-10"),
        ("２０２４－０５－１０", "2024-05-10"),
        ("10 May 2024", "2024-05-10"),
        ("May 10th, 2024", "2024-05-10"),
        ("2024-05-10T14:00", "2024-05-10 14:00"),
        ("2024-05-10 14:00", "2024-05-10 14:00"),
        ("2024-05-10 14:00:05", "2024-05-10 14:00:05"),
        ("2024-05-10 24:00", "2024-05-11 00:00"),
        ("2024-05-10T14:00Z", "2024-05-10 22:00"),
        ("2024-05-10T14:00:00.25+02:00", "2024-05-10 20:00:00.250000"),
        ("2024-05-10 14:00 -0330", "2024-05-11 01:30"),
        ("2024年5月10日 下午2点", "2024-05-10 14:00"),
        ("10 May 2024 14:00", "2024-05-10 14:00"),
        ("now", "2024-05-15 15:00"),
        ("现在", "2024-05-15 15:00"),
        ("today", "2024-05-15"),
        ("今天", "2024-05-15"),
        ("Tomorrow", "2024-05-16"),
        ("明天", "2024-05-16"),
        ("明日", "2024-05-16"),
        ("day after tomorrow", "2024-05-17"),
        ("后天", "2024-05-17"),
        ("大后天", "2024-05-18"),
        ("yesterday", "2024-05-14"),
        ("昨天", "2024-05-14"),
        ("前天", "2024-05-13"),
        ("tomorrow 9:00", "2024-05-16 09:00"),
        ("tomorrow at 9:00", "2024-05-16 09:00"),
        ("tomorrow noon", "2024-05-16 12:00"),
        ("明天上午10点", "2024-05-16 10:00"),
        ("前天 16:30", "2024-05-13 16:30"),
        ("今晚8点", "2024-05-15 20:00"),
        ("明早9点半", "2024-05-16 09:30"),
        ("下周三", "2024-05-22"),
        ("下周一", "2024-05-20"),
        ("下周日", "2024-05-26"),
        ("下星期天", "2024-05-26"),
        ("下个礼拜三", "2024-05-22"),
        ("下周", "2024-05-20"),
        ("next week", "2024-05-20"),
        ("下下周一", "2024-05-27"),
        ("上周三", "2024-05-08"),
        ("本周五", "2024-05-17"),
        ("这周五", "2024-05-17"),
        ("本周一", "2024-05-13"),
        ("下周三 14:30", "2024-05-22 14:30"),
        ("end of month", "2024-05-31"),
        ("EOM", "2024-05-31"),
        ("月底", "2024-05-31"),
        ("下个月底", "2024-06-30"),
        ("下个月5号", "2024-06-05"),
        ("月底 17:00", "2024-05-31 17:00"),
        ("-2h", "2024-05-15 13:00"),
        ("−2h", "2024-05-15 13:00"),
        ("+2h", "2024-05-15 17:00"),
        ("+90s", "2024-05-15 15:01:30"),
        ("+45m", "2024-05-15 15:45"),
        ("+1h30m", "2024-05-15 16:30"),
        ("+1h 30m", "2024-05-15 16:30"),
        ("in 2 hours", "2024-05-15 17:00"),
        ("2小时后", "2024-05-15 17:00"),
        ("半小时后", "2024-05-15 15:30"),
        ("2小时前", "2024-05-15 13:00"),
        ("20 minutes ago", "2024-05-15 14:40"),
        ("+3d 10:00", "2024-05-18 10:00"),
        ("-3d 10:00", "2024-05-12 10:00"),
        ("in 3 days 10:00", "2024-05-18 10:00"),
        ("3天后下午2点", "2024-05-18 14:00"),
        ("+1 month 10:00", "2024-06-15 10:00"),
    ],
)
def test_what_says_it_all_means_the_same_in_both_directions(text: str, meant: str) -> None:
    assert read(text, Look.BACK) == meant
    assert read(text, Look.FORWARD) == meant


@pytest.mark.parametrize(
    ("text", "back", "forward"),
    [
        ("11-20", "2023-11-20", "2024-11-20"),
        ("11/20", "2023-11-20", "2024-11-20"),
        ("5月20日", "2023-05-20", "2024-05-20"),
        ("五月二十日", "2023-05-20", "2024-05-20"),
        ("5-10", "2024-05-10", "2025-05-10"),
        ("2月29日", "2024-02-29", "2028-02-29"),
        ("sept 5", "2023-09-05", "2024-09-05"),
        ("20 nov", "2023-11-20", "2024-11-20"),
        ("Nov 20th", "2023-11-20", "2024-11-20"),
        ("20号", "2024-04-20", "2024-05-20"),
        ("31日", "2024-03-31", "2024-05-31"),
        ("5月20日下午2点", "2023-05-20 14:00", "2024-05-20 14:00"),
        ("nov 20 10:00", "2023-11-20 10:00", "2024-11-20 10:00"),
        # today
        ("5月15日", "2024-05-15", "2024-05-15"),
        ("15号", "2024-05-15", "2024-05-15"),
        ("5-15 14:00", "2024-05-15 14:00", "2025-05-15 14:00"),
        ("5-15 16:00", "2023-05-15 16:00", "2024-05-15 16:00"),
        # a weekday that is today: bare, it is today behind us and a week on ahead
        ("wed", "2024-05-15", "2024-05-22"),
        ("周三", "2024-05-15", "2024-05-22"),
        ("wed 10:00", "2024-05-15 10:00", "2024-05-22 10:00"),
        ("周三 16:00", "2024-05-08 16:00", "2024-05-15 16:00"),
        ("wed 15:00", "2024-05-15 15:00", "2024-05-15 15:00"),
        ("fri", "2024-05-10", "2024-05-17"),
        ("Friday", "2024-05-10", "2024-05-17"),
        ("周五", "2024-05-10", "2024-05-17"),
        ("星期五", "2024-05-10", "2024-05-17"),
        ("礼拜五", "2024-05-10", "2024-05-17"),
        ("周日", "2024-05-12", "2024-05-19"),
        ("mon", "2024-05-13", "2024-05-20"),
        ("fri 10:00", "2024-05-10 10:00", "2024-05-17 10:00"),
        ("周五下午3点", "2024-05-10 15:00", "2024-05-17 15:00"),
        # a time of day
        ("14:00", "2024-05-15 14:00", "2024-05-16 14:00"),
        ("15:00", "2024-05-15 15:00", "2024-05-15 15:00"),
        ("9:30", "2024-05-15 09:30", "2024-05-16 09:30"),
        ("９：３０", "2024-05-15 09:30", "2024-05-16 09:30"),
        ("24:00", "2024-05-15 00:00", "2024-05-16 00:00"),
        ("2pm", "2024-05-15 14:00", "2024-05-16 14:00"),
        ("10:30am", "2024-05-15 10:30", "2024-05-16 10:30"),
        ("10:30 p.m.", "2024-05-14 22:30", "2024-05-15 22:30"),
        ("12am", "2024-05-15 00:00", "2024-05-16 00:00"),
        ("12pm", "2024-05-15 12:00", "2024-05-16 12:00"),
        ("下午2点", "2024-05-15 14:00", "2024-05-16 14:00"),
        ("下午2:30", "2024-05-15 14:30", "2024-05-16 14:30"),
        ("上午10点半", "2024-05-15 10:30", "2024-05-16 10:30"),
        ("14点", "2024-05-15 14:00", "2024-05-16 14:00"),
        ("晚上8点", "2024-05-14 20:00", "2024-05-15 20:00"),
        ("晚上12点", "2024-05-15 00:00", "2024-05-16 00:00"),
        ("中午12点", "2024-05-15 12:00", "2024-05-16 12:00"),
        ("中午1点", "2024-05-15 13:00", "2024-05-16 13:00"),
        ("凌晨12点", "2024-05-15 00:00", "2024-05-16 00:00"),
        ("两点一刻", "2024-05-15 02:15", "2024-05-16 02:15"),
        ("九点零五分", "2024-05-15 09:05", "2024-05-16 09:05"),
        # so long from now: unsigned with the direction; days are dates ahead and instants behind
        ("3d", "2024-05-12 15:00", "2024-05-18"),
        ("2h", "2024-05-15 13:00", "2024-05-15 17:00"),
        ("两周", "2024-05-01 15:00", "2024-05-29"),
        ("-2d", "2024-05-13 15:00", "2024-05-13"),
        ("+3d", "2024-05-18 15:00", "2024-05-18"),
        ("in 3d", "2024-05-18 15:00", "2024-05-18"),
        ("+2w", "2024-05-29 15:00", "2024-05-29"),
        ("+1 month", "2024-06-15 15:00", "2024-06-15"),
        ("3天后", "2024-05-18 15:00", "2024-05-18"),
        ("3天前", "2024-05-12 15:00", "2024-05-12"),
        ("两周后", "2024-05-29 15:00", "2024-05-29"),
        ("1个月后", "2024-06-15 15:00", "2024-06-15"),
        # 3日 is a date, 3日后 a length
        ("3日", "2024-05-03", "2024-06-03"),
        ("3日后", "2024-05-18 15:00", "2024-05-18"),
    ],
)
def test_what_is_left_open_is_the_nearest_in_the_direction(text: str, back: str, forward: str) -> None:
    assert read(text, Look.BACK) == back
    assert read(text, Look.FORWARD) == forward


def test_a_month_from_the_31st_is_the_last_of_a_shorter_month() -> None:
    now = datetime(2024, 1, 31, 9, tzinfo=SHANGHAI)
    assert read("+1 month", Look.FORWARD, now) == "2024-02-29"
    assert read("30号", Look.FORWARD, now) == "2024-03-30"


def test_on_a_sunday_the_next_iso_week_begins_tomorrow() -> None:
    now = datetime(2024, 5, 19, 9, tzinfo=SHANGHAI)
    assert read("下周三", Look.FORWARD, now) == "2024-05-22"
    assert read("本周五", Look.FORWARD, now) == "2024-05-17"


def test_today_is_that_of_the_zone_not_of_now() -> None:
    late = datetime(2024, 5, 15, 20, tzinfo=UTC)  # the 16th, 4:00, in Shanghai
    assert parse_when("today", now=late, zone=SHANGHAI, look=Look.FORWARD) == Deadline(day=date(2024, 5, 16))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-31 02:30", "2024-03-31T01:30+00:00"),  # left out: moved on to 03:30
        ("2024-10-27 02:30", "2024-10-27T00:30+00:00"),  # comes twice: the first
        ("2024-10-27 02:30+01:00", "2024-10-27T01:30+00:00"),  # unless the offset says which
    ],
)
def test_local_times_around_a_change_of_clocks(text: str, instant: str) -> None:
    when = parse_when(text, now=NOW, zone=BERLIN, look=Look.FORWARD)
    assert when.instant == datetime.fromisoformat(instant)


def test_hours_are_real_hours_and_days_keep_the_time_of_day() -> None:
    now = datetime(2024, 3, 31, 12, tzinfo=BERLIN)  # eleven hours into the day of the gap
    assert read("-24h", Look.BACK, now) == "2024-03-30 11:00"
    assert read("-1d", Look.BACK, now) == "2024-03-30 12:00"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("next fri", ("2024-05-17", "2024-05-24")),
        ("next friday 10:00", ("2024-05-17", "2024-05-24")),
        ("next wed", ("2024-05-22", "2024-05-29")),
        ("next mon", ("2024-05-20", "2024-05-27")),
        ("last mon", ("2024-05-13", "2024-05-06")),
        ("last wed", ("2024-05-08", "2024-05-01")),
    ],
)
def test_next_and_last_weekday_are_refused_with_both_readings(text: str, readings: tuple[str, str]) -> None:
    error = refusal(text)
    assert error.reason is WhenReason.AMBIGUOUS
    assert tuple(map(str, error.readings)) == readings


REFUSED = {
    WhenReason.EMPTY: ("", "  ", "\u3000"),
    WhenReason.TOO_LONG: ("1" * (MAX_TEXT + 1),),
    WhenReason.IMPOSSIBLE_DATE: (
        *("2024-02-30", "2023-02-29", "2024-13-01", "13-45", "20/11", "0000-01-01"),
        *("2月30日", "2024年2月30日", "40号", "may 32", "2024-02-30 10:00"),
    ),
    WhenReason.IMPOSSIBLE_TIME: (
        *("25:00", "24:01", "9:60", "9:30:60", "13pm", "0am", "上午14点", "中午9点", "下午2:30pm"),
        *("fri 25:00", "2024-05-10T12:00+24:00"),
    ),
    WhenReason.AMBIGUOUS: ("晚上2点",),
    WhenReason.OUT_OF_RANGE: ("0001-01-01", "1899-12-31", "9999-12-31 24:00", "0001-01-01 00:00"),
    WhenReason.UNKNOWN: (
        *(
            "soon",
            "fri soon",
            "fridays",
            "3月",
            "本周",
            "半天后",
            "10",
            "²",
            "24-5-10",
            "5月2014:00",
            "14:00Z",
        ),
        *("+", "+3", "+2h 10:00", "+99999999d", "+999999999999999999999d", "-9999999w"),
    ),
}


@pytest.mark.parametrize(("reason", "texts"), REFUSED.items())
def test_what_cannot_be_or_is_not_known_says_which(reason: WhenReason, texts: tuple[str, ...]) -> None:
    assert {text: refusal(text).reason for text in texts} == dict.fromkeys(texts, reason)


@pytest.mark.parametrize("now", [datetime(9999, 12, 31, 12, tzinfo=UTC), datetime(1, 1, 1, 12, tzinfo=UTC)])
def test_at_the_ends_of_the_calendar_nothing_breaks(now: datetime) -> None:
    for text in ("+1d", "-1d", "fri", "24:00", "月底", "下周三", "5月20日", "20号", "+1 month", "3d 10:00"):
        for look in Look:
            with suppress(NotUnderstood):
                parse_when(text, now=now, zone=UTC, look=look)


def test_now_must_know_its_zone() -> None:
    with pytest.raises(ValueError) as caught:
        parse_when("now", now=datetime(2024, 5, 15), zone=SHANGHAI, look=Look.BACK)  # noqa: DTZ001
    assert not isinstance(caught.value, NotUnderstood)


WORDS = (
    "0 1 2 3 12 29 30 31 99 2024 0000 9999 999999999 - + / : . , T Z h d w m s month year fri next last nov"
    " of in ago at am pm tomorrow now eom +08:00 -99:99 月 日 号 年 点 半 一 二 十 零 两 个 周 下 上 本 星期"
    " 天 今 明 后 前 大 早 晚上 下午 上午 凌晨 月底"
)
PIECES = st.lists(st.sampled_from([*WORDS.split(), " "]), max_size=10).map("".join)


@given(st.text(max_size=MAX_TEXT + 2) | PIECES, st.sampled_from(Look), st.sampled_from([SHANGHAI, BERLIN]))
def test_any_text_is_read_or_refused_and_never_breaks(text: str, look: Look, zone: ZoneInfo) -> None:
    try:
        when = parse_when(text, now=NOW, zone=zone, look=look)
    except NotUnderstood:
        return
    assert (when.instant is None) != (when.day is None)
    assert when.instant is None or when.instant.utcoffset() == timedelta(0)


@given(st.datetimes(datetime(2023, 1, 1), datetime(2026, 1, 1)), st.times(), st.integers(0, 6))  # noqa: DTZ001
def test_a_time_or_weekday_with_time_lies_in_the_direction(moment: datetime, clock: time, weekday: int) -> None:
    now = moment.replace(tzinfo=UTC)
    for text in (f"{clock:%H:%M}", f"周{'一二三四五六日'[weekday]} {clock:%H:%M}"):
        ahead = parse_when(text, now=now, zone=SHANGHAI, look=Look.FORWARD).instant
        behind = parse_when(text, now=now, zone=SHANGHAI, look=Look.BACK).instant
        assert ahead is not None
        assert behind is not None
        assert behind <= now <= ahead
        assert ahead - behind in {timedelta(0), timedelta(days=1 if len(text) == 5 else 7)}

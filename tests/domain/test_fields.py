"""One validator a kind of field: what it takes in both languages, what it refuses, and why."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.fields import FieldError, FieldReason, Reading, Value, read
from salestui.domain.instants import Deadline
from salestui.domain.money import Money
from salestui.domain.records import RECORDS, Field, Kind
from salestui.domain.words import Care, Grade, Method
from salestui.i18n import ids_by_label

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 5, 10, 1, tzinfo=UTC)  # a Friday, 09:00 in Shanghai
READING = Reading(NOW, ZONE, "CNY", ids_by_label)

FIELD: Mapping[Kind, Field] = {
    Kind.LINE: Field("region"),
    Kind.NAME: Field("owner", Kind.NAME),
    Kind.TARGET: Field("target", Kind.TARGET),
    Kind.TEXT: Field("note", Kind.TEXT),
    Kind.NEEDS: Field("core_needs", Kind.NEEDS),
    Kind.WORD: Field("grade", Kind.WORD, "grade"),
    Kind.CHANNEL: Field("source_channel", Kind.CHANNEL, "channel"),
    Kind.COUNT: Field("employees", Kind.COUNT),
    Kind.PERCENT: Field("progress", Kind.PERCENT),
    Kind.MONEY: Field("annual_revenue", Kind.MONEY),
    Kind.DAY: Field("customer_since", Kind.DAY),
    Kind.PLAN: Field("start", Kind.PLAN),
    Kind.INSTANT: Field("contacted_at", Kind.INSTANT),
    Kind.DUE: Field("next_at", Kind.DUE),
    Kind.FLAG: Field("milestone", Kind.FLAG),
    Kind.TAGS: Field("tags", Kind.TAGS),
    Kind.PERIOD: Field("period", Kind.PERIOD),
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


TAKEN: Mapping[Kind, Mapping[str, Value]] = {
    Kind.LINE: {
        "  华东   上海 ": "华东 上海",
        "a\nb\tc": "a b c",
        "[/] \x1b[31m": "[/] \x1b[31m",
        "x" * 500: "x" * 500,
    },
    Kind.NAME: {"Li": "Li", " 王 五 ": "王 五"},
    Kind.TARGET: {" 35 % ": "35 %", "2.4m EUR": "2.4m EUR"},
    Kind.TEXT: {"one\ntwo": "one\ntwo", "x" * 20_000: "x" * 20_000},
    Kind.NEEDS: {
        "降低成本；提升效率": "降低成本\n提升效率",
        "a; b ;; a": "a\nb",
        "a\nb\nc": "a\nb\nc",
    },
    Kind.WORD: {"A": Grade.A, "b": Grade.B, "高优先级": Grade.A, "低优先级": Grade.C},
    Kind.CHANNEL: {
        "trade_fair": "trade_fair",
        "Trade Fair": "trade_fair",
        "线下展会": "trade_fair",
        "Golf club": "Golf club",  # a desk may add its own
    },
    Kind.COUNT: {
        "500": 500,
        "500人": 500,
        "500 人": 500,
        "200名": 200,
        "1,200 employees": 1200,
        "0": 0,
        "５００人": 500,
    },
    Kind.PERCENT: {"0": 0, "40": 40, "40%": 40, "40 ％": 40, "100": 100},
    Kind.MONEY: {
        "5000万": Money(5_000_000_000, "CNY"),
        "1亿": Money(10_000_000_000, "CNY"),
        "¥80,000": Money(8_000_000, "CNY"),
        "1.2m EUR": Money(120_000_000, "EUR"),
    },
    Kind.DAY: {
        "2024-03-01": date(2024, 3, 1),
        "2024年3月1日": date(2024, 3, 1),
        "today": date(2024, 5, 10),
        "昨天": date(2024, 5, 9),
        "11-20": date(2023, 11, 20),  # the nearest behind
    },
    Kind.PLAN: {
        "2024-03-01": date(2024, 3, 1),  # a plan may have begun
        "today": date(2024, 5, 10),
        "明天": date(2024, 5, 11),
        "mon": date(2024, 5, 13),
        "3-1": date(2025, 3, 1),  # the nearest ahead
        "周一 10:00": date(2024, 5, 13),
    },
    Kind.INSTANT: {
        "now": NOW,
        "-2h": local("2024-05-10 07:00"),
        "昨天下午3点": local("2024-05-09 15:00"),
        "14:00": local("2024-05-09 14:00"),  # not yet today
        "yesterday": local("2024-05-09 12:00"),
        "today": NOW,  # noon is still ahead
        "2024-05-10T00:30:00Z": local("2024-05-10 08:30"),
    },
    Kind.DUE: {
        "+3d": Deadline(day=date(2024, 5, 13)),
        "下周三": Deadline(day=date(2024, 5, 15)),
        "fri 10:00": Deadline(instant=local("2024-05-10 10:00")),
        "5月20日下午2点": Deadline(instant=local("2024-05-20 14:00")),
    },
    Kind.FLAG: {"yes": True, "Y": True, "是": True, "对": True, "no": False, "否": False, "0": False},
    Kind.TAGS: {"vip, 重点，vip;b": ("vip", "重点", "b"), "a、b": ("a", "b")},
    Kind.PERIOD: {" 2024-5 ": "2024-05", "2024q1": "2024-Q1", "2024-W09": "2024-W09", "2024": "2024"},
}

REFUSED: Mapping[Kind, Mapping[str, FieldReason]] = {
    Kind.LINE: {"x" * 501: FieldReason.TOO_LONG},
    Kind.NAME: {"x" * 501: FieldReason.TOO_LONG},
    Kind.TARGET: {"x" * 501: FieldReason.TOO_LONG},
    Kind.TEXT: {"x" * 20_001: FieldReason.TOO_LONG},
    Kind.NEEDS: {"a;b;c;d": FieldReason.TOO_MANY, "x" * 20_001: FieldReason.TOO_LONG},
    Kind.WORD: {"D": FieldReason.NOT_A_WORD, "最高": FieldReason.NOT_A_WORD},
    Kind.CHANNEL: {"x" * 501: FieldReason.TOO_LONG},
    Kind.COUNT: {
        **dict.fromkeys(("many", "-5", "1.5", "1,5", "5 0", "500+", "几百人"), FieldReason.NOT_A_NUMBER),
        "1000000001": FieldReason.OUT_OF_RANGE,
    },
    Kind.PERCENT: {
        "101": FieldReason.OUT_OF_RANGE,
        **dict.fromkeys(("-1", "half", "1000", "1.5"), FieldReason.NOT_A_NUMBER),
    },
    Kind.MONEY: dict.fromkeys(("1.234", "abc", "-5", "5 mil", "1,5"), FieldReason.NOT_MONEY),
    Kind.DAY: dict.fromkeys(("soon", "2024-02-30", "13-45", "9999-12-31"), FieldReason.NOT_A_DATE),
    Kind.PLAN: dict.fromkeys(("soon", "2024-02-30", "next wed", "9999-12-31"), FieldReason.NOT_A_DATE),
    Kind.INSTANT: {
        "2024-05-10 09:00:01": FieldReason.IN_THE_FUTURE,
        "tomorrow": FieldReason.IN_THE_FUTURE,
        "+1h": FieldReason.IN_THE_FUTURE,
        "soon": FieldReason.NOT_A_DATE,
    },
    Kind.DUE: dict.fromkeys(("next wed", "30 Feb", "25:00", "asap", "9999-12-31"), FieldReason.NOT_A_DATE),
    Kind.FLAG: dict.fromkeys(("maybe", "2"), FieldReason.NOT_A_FLAG),
    Kind.TAGS: {"x" * 501: FieldReason.TOO_LONG},
    Kind.PERIOD: dict.fromkeys(("May", "2024-13", "2024-W54", "last month"), FieldReason.NOT_A_PERIOD),
}


def test_every_kind_is_shown_here() -> None:
    assert set(FIELD) == set(TAKEN) == set(REFUSED) == set(Kind)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TAKEN.items() for text in texts])
def test_what_a_field_takes(kind: Kind, text: str) -> None:
    assert read(FIELD[kind], text, READING) == TAKEN[kind][text]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts])
def test_what_a_field_refuses_names_the_field_the_value_and_the_reason(kind: Kind, text: str) -> None:
    with pytest.raises(FieldError) as refused:
        read(FIELD[kind], text, READING)
    assert (refused.value.field.id, refused.value.value) == (FIELD[kind].id, text)
    assert refused.value.reason is REFUSED[kind][text]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_nothing_clears_a_field_unless_it_must_be_filled(kind: Kind, blank: str) -> None:
    assert read(FIELD[kind], blank, READING) is None
    with pytest.raises(FieldError) as refused:
        read(Field("name", kind, required=True), blank, READING)
    assert refused.value.reason is FieldReason.MISSING


def test_a_word_that_is_none_is_told_with_the_words_there_are() -> None:
    with pytest.raises(FieldError) as refused:
        read(RECORDS["customer"].field("care"), "sometimes", READING)
    assert refused.value.allowed == tuple(Care)


@pytest.mark.parametrize("spelling", ["phone", "PHONE", "电话沟通", "online meeting", "online_meeting", "线上会议"])
def test_words_are_taken_by_id_english_label_and_chinese_label(spelling: str) -> None:
    assert read(RECORDS["follow_up"].field("method"), spelling, READING) in (Method.PHONE, Method.ONLINE_MEETING)


@given(st.text(), st.sampled_from(sorted(Kind)))
def test_any_text_gives_a_value_or_a_reason(text: str, kind: Kind) -> None:
    with suppress(FieldError):
        read(FIELD[kind], text, READING)

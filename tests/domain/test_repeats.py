"""How a task repeats, as people write it in both languages; months end where they end."""

from datetime import date

import pytest

from salestui.domain.repeats import Every, Repeat, RepeatError, Stated, parse_repeat


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("daily", Stated(Repeat(Every.DAY))),
        ("Weekly", Stated(Repeat(Every.WEEK))),
        ("weekly x3", Stated(Repeat(Every.WEEK, count=3))),
        ("weekly ×3", Stated(Repeat(Every.WEEK, count=3))),
        ("weekly, 3 times", Stated(Repeat(Every.WEEK, count=3))),
        ("monthly", Stated(Repeat(Every.MONTH))),
        ("quarterly", Stated(Repeat(Every.MONTH, 3))),
        ("yearly", Stated(Repeat(Every.YEAR))),
        ("every 2 weeks", Stated(Repeat(Every.WEEK, 2))),
        ("every 2 quarters", Stated(Repeat(Every.MONTH, 6))),
        ("every mon, thu", Stated(Repeat(Every.WEEK, weekdays=(0, 3)))),
        ("every weekday", Stated(Repeat(Every.WEEK, weekdays=(0, 1, 2, 3, 4)))),
        ("monthly until 2026-12-31", Stated(Repeat(Every.MONTH, until=date(2026, 12, 31)))),
        ("7月起每月1次", Stated(Repeat(Every.MONTH), from_month=7)),
        ("每周1次,共3次", Stated(Repeat(Every.WEEK, count=3))),
        ("每周1次，共3次", Stated(Repeat(Every.WEEK, count=3))),  # full-width
        ("每周一、四", Stated(Repeat(Every.WEEK, weekdays=(0, 3)))),
        ("每两周", Stated(Repeat(Every.WEEK, 2))),
        ("每季度", Stated(Repeat(Every.MONTH, 3))),
        ("每3个月", Stated(Repeat(Every.MONTH, 3))),
        ("每年一次", Stated(Repeat(Every.YEAR))),
        ("FREQ=MONTHLY;INTERVAL=3", Stated(Repeat(Every.MONTH, 3))),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH,MO;COUNT=4", Stated(Repeat(Every.WEEK, count=4, weekdays=(0, 3)))),
        ("FREQ=DAILY;UNTIL=20261231", Stated(Repeat(Every.DAY, until=date(2026, 12, 31)))),
    ],
)
def test_what_people_write(text: str, stated: Stated) -> None:
    assert parse_repeat(text) == stated


@pytest.mark.parametrize(
    "text",
    [
        *("", "often", "every", "every 0 days", "every 1001 days", "weekly x0", "13月起每月1次", "每"),
        *("monthly until 2026-02-30", "weekly x3 until 2026-12-31", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=3"),
        *("FREQ=MONTHLY;BYDAY=MO", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2;UNTIL=20261231", "FREQ=DAILY;COUNT=many"),
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RepeatError):
        parse_repeat(text)


@pytest.mark.parametrize(
    ("repeat", "starts_on", "rule"),
    [
        (Repeat(Every.MONTH), date(2026, 11, 20), "FREQ=MONTHLY"),
        (Repeat(Every.MONTH), date(2026, 10, 31), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        (Repeat(Every.MONTH, 3), date(2026, 11, 30), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (Repeat(Every.YEAR), date(2024, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        (Repeat(Every.WEEK, count=3), date(2026, 10, 31), "FREQ=WEEKLY;COUNT=3"),
        (Repeat(Every.DAY, until=date(2026, 12, 1)), date(2026, 10, 31), "FREQ=DAILY;UNTIL=20261201"),
        (Repeat(Every.WEEK, weekdays=(0, 3)), date(2026, 10, 31), "FREQ=WEEKLY;BYDAY=MO,TH"),
    ],
)
def test_a_month_without_such_a_day_gives_its_last(repeat: Repeat, starts_on: date, rule: str) -> None:
    assert repeat.rule(starts_on) == rule

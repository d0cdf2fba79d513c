"""Tasks that repeat: each made once, by whoever looks first; one or all following are changed; days are days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from salestui.domain.repeats import Every, Repeat
from salestui.domain.rules import CalendarRules
from salestui.errors import InvalidValueError, UsageError
from salestui.services import repeating, series_days, tasks, undoing
from salestui.services.desk import Desk
from tests.conftest import Clock, at

TEN_YEARS = timedelta(days=3653)
FREQUENCIES: Final[dict[Every, Literal[0, 1, 2, 3, 4, 5, 6]]] = {
    Every.DAY: DAILY,
    Every.WEEK: WEEKLY,
    Every.MONTH: MONTHLY,
    Every.YEAR: YEARLY,
}


def days_of(desk: Desk) -> list[str]:
    rows = desk.reader.execute("SELECT series_day FROM task WHERE archived_at IS NULL ORDER BY series_day")
    return [row[0] for row in rows]


def key_on(desk: Desk, day: str) -> str:
    row = desk.reader.execute("SELECT id FROM task WHERE series_day = ? AND archived_at IS NULL", (day,)).fetchone()
    return str(row[0])


# ── against dateutil ─────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None)
@given(
    every=st.sampled_from(Every),
    interval=st.integers(1, 5),
    starts_on=st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"]),
)
def test_the_days_of_ten_years_are_those_of_dateutil_in_every_zone(
    every: Every, interval: int, starts_on: date, zone: str
) -> None:
    """Told from wall clock midnights in the zone, where clocks are changed; here by days alone."""
    until = starts_on + TEN_YEARS
    midnight = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=ZoneInfo(zone))
    found = list(series_days.days(Repeat(every, interval).rule(starts_on), starts_on, until))
    if starts_on.day <= 28 or every in (Every.DAY, Every.WEEK):
        expected = rrule(FREQUENCIES[every], dtstart=midnight, interval=interval)
        assert found == [each.date() for each in expected.between(midnight, midnight + TEN_YEARS, inc=True)]
    else:  # dateutil leaves out a month that has no such day; a promise for its end is kept on its last
        assert found[0] == starts_on
        assert all(day.day == starts_on.day or (day + timedelta(days=1)).day == 1 or day.day > 27 for day in found)
        gaps = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(found)}
        months = {Every.MONTH: interval, Every.YEAR: 12 * interval}
        assert every not in months or gaps <= {months[every]}


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        ("2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2028-01-30", ["2028-01-30", "2028-02-29", "2028-03-30", "2028-04-30"]),
        ("2026-01-29", ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29"]),
    ],
)
def test_every_month_has_an_end(starts_on: str, expected: list[str]) -> None:
    first = date.fromisoformat(starts_on)
    found = series_days.days(Repeat(Every.MONTH).rule(first), first, first + timedelta(days=100))
    assert [str(day) for day in found] == expected


# ── on the desk ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_weeks_ahead_are_made_at_once_and_the_rest_when_their_time_comes(desk: Desk, clock: Clock) -> None:
    repeating.add_series(desk, {"action": "系统巡检", "start": "2024-05-13"}, "每周1次")
    assert days_of(desk) == ["2024-05-13", "2024-05-20", "2024-05-27", "2024-06-03", "2024-06-10"]
    assert repeating.make_tasks(desk) == 0
    clock.move(timedelta(days=7))
    assert repeating.make_tasks(desk) == 1
    assert days_of(desk)[-1] == "2024-06-17"


@pytest.mark.parametrize(
    ("repeats", "start", "expected"),
    [
        ("weekly x3", "2024-05-13", ["2024-05-13", "2024-05-20", "2024-05-27"]),
        ("每周1次,共3次", "2024-05-13", ["2024-05-13", "2024-05-20", "2024-05-27"]),
        ("monthly", "2024-05-10", ["2024-05-10", "2024-06-10"]),
        ("6月起每月1次", "2024-05-10", ["2024-06-01"]),
        ("quarterly", "2024-05-31", ["2024-05-31"]),
        ("daily until 2024-05-12", "2024-05-10", ["2024-05-10", "2024-05-11", "2024-05-12"]),
    ],
)
def test_the_documents_rules(desk: Desk, repeats: str, start: str, expected: list[str]) -> None:
    repeating.add_series(desk, {"action": "演示", "start": start}, repeats)
    assert days_of(desk) == expected


def test_each_task_lasts_as_long_as_the_first(desk: Desk) -> None:
    repeating.add_series(desk, {"action": "报告", "start": "2024-05-13", "end": "2024-05-15"}, "weekly x2")
    rows = desk.reader.execute('SELECT start, "end" FROM task ORDER BY start').fetchall()
    assert [tuple(row) for row in rows] == [("2024-05-13", "2024-05-15"), ("2024-05-20", "2024-05-22")]


def test_two_programs_at_midnight_make_one_task(open_at: Callable[..., Desk], clock: Clock) -> None:
    li = open_at()
    repeating.add_series(li, {"action": "巡检", "start": "2024-05-13"}, "weekly")
    wang = open_at(owner="Wang")
    clock.to("2024-05-20 00:00")
    called_for = list(repeating._called_for(wang, date(2024, 5, 20)))  # both have looked …
    assert len(called_for) == 2
    assert (repeating.make_tasks(li), repeating.make_tasks(wang)) == (2, 0)  # … and one was first
    assert len(days_of(li)) == len(set(days_of(li)))


def test_the_day_is_the_desks_own(open_at: Callable[..., Desk], clock: Clock) -> None:
    clock.now = at("2024-05-12 23:30")
    newfoundland = open_at(calendar=CalendarRules(time_zone="America/St_Johns"))  # there it is 13:00
    repeating.add_series(newfoundland, {"action": "巡检"}, "daily x1")
    assert days_of(newfoundland) == ["2024-05-12"]


def test_this_one_is_changed_and_the_others_stay(desk: Desk) -> None:
    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly x3")
    tasks.change_task(desk, key_on(desk, "2024-05-20"), {"action": "巡检与培训", "end": "2024-05-22"})
    actions = [row[0] for row in desk.reader.execute("SELECT action FROM task ORDER BY series_day")]
    assert actions == ["巡检", "巡检与培训", "巡检"]
    assert repeating.make_tasks(desk) == 0


def test_all_following_are_changed_and_undo_puts_everything_back(desk: Desk) -> None:
    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly x4")
    repeating.change_following(desk, key_on(desk, "2024-05-27"), {"action": "巡检与培训"})
    rows = desk.reader.execute("SELECT series_day, action FROM task WHERE archived_at IS NULL ORDER BY series_day")
    assert [tuple(row) for row in rows] == [
        ("2024-05-13", "巡检"),
        ("2024-05-20", "巡检"),
        ("2024-05-27", "巡检与培训"),
        ("2024-06-03", "巡检与培训"),
    ]
    undoing.undo(desk)
    assert {row[0] for row in desk.reader.execute("SELECT action FROM task WHERE archived_at IS NULL")} == {"巡检"}
    assert len(days_of(desk)) == 4


def test_all_following_take_another_rule(desk: Desk) -> None:
    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly")
    repeating.change_following(desk, key_on(desk, "2024-05-20"), {}, "every 2 weeks")
    assert days_of(desk) == ["2024-05-13", "2024-05-20", "2024-06-03"]


def test_what_somebody_has_begun_is_not_put_away(desk: Desk) -> None:
    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly x3")
    begun = key_on(desk, "2024-05-27")
    tasks.change_task(desk, begun, {"progress": "30"})
    series = desk.reader.execute("SELECT id FROM task_series").fetchone()[0]
    repeating.end_series(desk, series, date(2024, 5, 20))
    assert days_of(desk) == ["2024-05-13", "2024-05-27"]
    assert repeating.make_tasks(desk) == 0


def test_a_task_put_away_or_undone_is_not_made_again_by_the_next_look(desk: Desk) -> None:
    from salestui.services import records

    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly x2")
    records.archive(desk, "task", key_on(desk, "2024-05-20"))
    assert repeating.make_tasks(desk) == 0
    assert days_of(desk) == ["2024-05-13"]


@pytest.mark.parametrize("repeats", ["", "often", "weekly x0", "every 0 days"])
def test_no_rule_no_series(desk: Desk, repeats: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        repeating.add_series(desk, {"action": "巡检"}, repeats)
    assert refused.value.field == "repeats"
    assert days_of(desk) == []


def test_a_task_that_does_not_repeat_has_none_following(desk: Desk) -> None:
    ref = tasks.add_task(desk, {"action": "巡检"}).ref
    key = desk.reader.execute("SELECT id FROM task WHERE ref = ?", (ref,)).fetchone()[0]
    with pytest.raises(UsageError, match=ref):
        repeating.change_following(desk, key, {"action": "x"})


# ── who makes them ───────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_looked_and_came_second_leaves_no_trace(
    open_at: Callable[..., Desk], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = open_at()
    repeating.add_series(li, {"action": "巡检", "start": "2024-05-13"}, "weekly")
    wang = open_at(owner="Wang")
    clock.to("2024-05-20 00:00")
    seen = tuple(repeating._called_for(wang, date(2024, 5, 20)))  # Wang has looked …
    assert repeating.make_tasks(li) == 2  # … and Li was quicker
    monkeypatch.setattr(repeating, "_called_for", lambda _desk, _today: iter(seen))
    before = wang.reader.execute("SELECT count(*) FROM command").fetchone()[0]
    assert repeating.make_tasks(wang) == 0
    assert wang.reader.execute("SELECT count(*) FROM command WHERE kind = 'make_tasks'").fetchone()[0] == 1
    assert wang.reader.execute("SELECT count(*) FROM command").fetchone()[0] <= before + 1  # Wang is made known


def test_an_old_session_that_still_lives_in_yesterday_makes_nothing_twice(
    open_at: Callable[..., Desk], clock: Clock
) -> None:
    today = open_at()
    repeating.add_series(today, {"action": "巡检", "start": "2024-05-13"}, "daily")
    clock.to("2024-05-21 00:01")
    yesterday = open_at()
    repeating.make_tasks(today)
    made = days_of(today)
    clock.to("2024-05-20 23:59")
    assert repeating.make_tasks(yesterday) == 0
    assert days_of(yesterday) == made


def test_what_was_made_of_itself_is_not_what_undo_takes_back(desk: Desk, clock: Clock) -> None:
    repeating.add_series(desk, {"action": "巡检", "start": "2024-05-13"}, "weekly")
    tasks.add_task(desk, {"action": "mine"})
    clock.move(timedelta(days=7))
    assert repeating.make_tasks(desk) == 1
    assert undoing.undo(desk).kind == "add_task"
    assert undoing.possible(desk) == {"undo", "redo"}
    seq = desk.reader.execute("SELECT seq FROM command WHERE kind = 'make_tasks'").fetchone()[0]
    with pytest.raises(UsageError, match="end-series"):
        undoing.undo(desk, str(seq))


def test_a_desk_without_series_loads_nothing_and_writes_nothing(open_at: Callable[..., Desk]) -> None:
    from salestui.services.upkeep import make_due_tasks

    nowhere = open_at()
    assert make_due_tasks(nowhere) == 0
    assert not nowhere.paths.database.exists()

"""The task board by keys alone: the documents' plan, acceptance, causes, what repeats, what waits, two at one card."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from salestui.config.settings import USUAL_WIP
from salestui.domain.rows import TaskRow
from salestui.domain.words import TaskStatus
from salestui.services import depending, merging, repeating, tasks, working
from salestui.services.desk import Desk
from salestui.services.entering import values
from salestui.services.naming import record_named
from salestui.tui.choosing import Choose
from salestui.tui.dialogs import Question
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.screens.task_reading import TaskReading
from salestui.tui.screens.tasks import TasksScreen
from salestui.tui.widgets.board import Board
from tests.conftest import Clock
from tests.tui.stage import Stage, desk_at, on_stage

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> Clock:
    return Clock(on("2024-03-01 09:00"))


@asynccontextmanager
async def board(home: Path, clock: Clock, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Stage]:
    async with on_stage(home, size=size, clock=clock) as stage:
        await stage.press("3")
        await stage.until(lambda: isinstance(stage.app.screen, TasksScreen), "the board")
        yield stage


async def fill(stage: Stage, **typed: str) -> None:
    """Type into fields by their ids, then save."""
    for row in stage.app.screen.query(EntryRow):
        if row.entry.id in typed:
            row.input.focus()
            await stage.press("end", "ctrl+u")
            await stage.type(typed[row.entry.id])
    await stage.save()


async def add(stage: Stage, **typed: str) -> None:
    await stage.press("t")
    await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
    await fill(stage, **typed)


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


def put(home: Path, clock: Clock, *, owner: str | None = None, **typed: str) -> str:
    with desk_at(home, clock=clock) as desk:
        return tasks.add_task(desk, {"action": "demo", **typed}).ref


PLAN = [  # domain.md 6: action, module, start, end, output, when it was done, and what is told of that
    ("重点客户电话邀约", "客户开发", "2024-03-01", "2024-03-07", "2024-03-07 17:00", "in time"),
    ("定制化方案PPT制作", "方案设计", "2024-03-08", "2024-03-10", "2024-03-09 17:00", "one day ahead"),
    ("价格异议应对培训", "异议处理", "2024-03-11", "2024-03-11", "2024-03-11 17:00", "in time"),
]


async def test_the_documents_plan_entered_by_keys_alone_is_done_and_one_row_a_day_ahead(
    tmp_path: Path, clock: Clock
) -> None:
    async with board(tmp_path, clock, (140, 30)) as stage:
        for action, module, start, end, _done, _told in PLAN:
            await add(stage, action=action, module=module, start=start, end=end)
        for action, _module, _start, _end, done, _told in PLAN:
            clock.now = on(done)
            await stage.press("x")
            await stage.until(
                partial(stage.sql, "SELECT 1 FROM task WHERE action=:a AND status='done'", a=action), action
            )
            await stage.press("h", "h", "h", "g")  # back to what is to be done
        await stage.press("b")
        for action, module, _start, _end, _done, told in PLAN:
            (row,) = (line for line in stage.rows if action in line)
            assert "100 %" in row
            assert told in row
            assert module in row
    assert stage.sql("SELECT count(*) FROM task WHERE done_at IS NOT NULL AND progress = 100") == [(3,)]


async def test_waiting_asks_for_what_and_late_asks_for_the_cause(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock, end="2024-03-02")
    async with board(tmp_path, clock) as stage:
        await stage.press(">")
        await stage.until(lambda: stage.sql("SELECT status FROM task") == [("doing",)], "doing")
        await go(stage, Form, ">")
        await fill(stage, waiting_for="the prices of head office")
        assert "waits for the prices of head office" in stage.text
        clock.now = on("2024-03-05 10:00")
        await go(stage, Form, "x")
        await fill(stage, delay_cause="the customer was away")
        assert stage.sql("SELECT status, progress, waiting_for, delay_cause FROM task") == [
            ("done", 100, "the prices of head office", "the customer was away")
        ]
        assert "days late" in stage.text


async def test_what_is_done_waits_to_be_accepted_or_goes_back_at_99(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock, acceptor="Wang", end="2024-03-08")
    async with board(tmp_path, clock) as stage:
        await stage.press("A")
        assert "waits for its acceptor" in stage.answer
        await stage.press("x")
        await stage.until(lambda: "waits for Wang to accept it" in stage.answer, "it waits")
        assert stage.sql("SELECT status, progress FROM task") == [("waiting", 100)]
        await stage.press("<")
        await stage.until(lambda: stage.sql("SELECT status, progress FROM task") == [("doing", 99)], "refused")
        await stage.press("x")
        await stage.until(lambda: stage.sql("SELECT status FROM task") == [("waiting",)], "it waits again")
        await stage.press("A")
        await stage.until(lambda: "accepted" in stage.answer, "accepted")
        assert stage.sql("SELECT status, accepted_at IS NOT NULL FROM task") == [("done", 1)]


async def test_a_task_repeats_as_the_form_says_and_is_changed_alone_or_with_all_that_follow(
    tmp_path: Path, clock: Clock
) -> None:
    async with board(tmp_path, clock) as stage:
        await stage.press("t")
        await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
        rows = {row.entry.id: row for row in stage.app.screen.query(EntryRow)}
        rows["repeats"].input.focus()
        await stage.type("weekly x3")
        assert "next: Fri 2024-03-01, Fri 2024-03-08, Fri 2024-03-15" in stage.text
        await fill(stage, action="check")
        assert stage.sql("SELECT count(*) FROM task") == [(3,)]
        await stage.until(lambda: "repeats weekly, 3 times" in stage.text, "on the board")
        await go(stage, Choose, "j", "e")
        await go(stage, Form, "enter")
        await fill(stage, module="only this")
        assert stage.sql("SELECT count(*) FROM task WHERE module = 'only this'") == [(1,)]
        await go(stage, Choose, "e")
        await go(stage, Form, "j", "enter")
        await fill(stage, action="check and train")
        assert stage.sql("SELECT action FROM task WHERE archived_at IS NULL ORDER BY start") == [
            ("check",),
            ("check and train",),
            ("check and train",),
        ]


async def test_the_day_turns_and_what_repeats_is_made(tmp_path: Path, clock: Clock) -> None:
    with desk_at(tmp_path, clock=clock) as desk:
        repeating.add_series(desk, {"action": "check"}, "daily")
    async with board(tmp_path, clock) as stage:
        (before,) = stage.sql("SELECT count(*) FROM task")
        clock.move(timedelta(days=1))
        await stage.until(lambda: stage.sql("SELECT count(*) FROM task") == [(before[0] + 1,)], "made")
        clock.move(timedelta(minutes=1))
        stage.app._watch()
        stage.app.desks.writer.finished().result()
        assert stage.sql("SELECT count(*) FROM command WHERE kind = 'make_tasks'") == [(1,)]


async def test_a_slip_is_offered_and_shifted_only_on_y(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock, action="invite", start="2024-03-01", end="2024-03-04")
    put(tmp_path, clock, action="design", start="2024-03-05", end="2024-03-20")
    async with board(tmp_path, clock) as stage:
        await go(stage, Choose, "j", "w")
        await stage.press("enter")
        await stage.until(lambda: "starts after invite" in stage.answer, "it waits")
        for answer, start in (("escape", "2024-03-05"), ("y", "2024-03-10")):
            await go(stage, Form, "g", "e")
            await fill_end(stage, "2024-03-07" if answer == "escape" else "2024-03-09")
            await stage.until(lambda: isinstance(stage.app.screen, Question), "the offer")
            assert "one task would start later: design" in stage.text
            await go(stage, TasksScreen, answer)
            await stage.until(
                partial(stage.sql, "SELECT 1 FROM task WHERE action = 'design' AND start = :start", start=start), start
            )
        await stage.press("u")
        await stage.until(
            lambda: stage.sql("SELECT start FROM task WHERE action = 'design'") == [("2024-03-05",)], "one undo"
        )


async def fill_end(stage: Stage, day: str) -> None:
    for row in stage.app.screen.query(EntryRow):
        if row.entry.id == "end":
            row.input.focus()
    await stage.press("end", "ctrl+u")
    await stage.type(day)
    form = stage.app.screen
    await stage.press("ctrl+s")
    await stage.until(lambda: stage.app.screen is not form, "saved")


async def test_a_circle_is_refused_on_the_board_by_name(tmp_path: Path, clock: Clock) -> None:
    refs = [put(tmp_path, clock, action=name, end=f"2024-03-0{n}") for n, name in enumerate(("one", "two"), 4)]
    with desk_at(tmp_path, clock=clock) as desk:
        one, two = (record_named(desk, ref)[1] for ref in refs)
        depending.add_dependency(desk, two, one)
    async with board(tmp_path, clock) as stage:
        await go(stage, Choose, "w")
        await stage.press("enter")
        await stage.until(lambda: "itself" in stage.answer, "refused")
        assert refs[0] in stage.answer


async def test_board_and_list_are_two_faces_of_one_cursor(tmp_path: Path, clock: Clock) -> None:
    for number in range(5):
        put(tmp_path, clock, action=f"task {number}", end=f"2024-03-0{number + 2}")
    async with board(tmp_path, clock) as stage:
        await stage.press("j", "j", "b")
        await stage.until(lambda: stage.rows, "the list")
        assert (
            stage.rows[stage.table.cursor].lstrip().startswith("· task 2") or "task 2" in stage.rows[stage.table.cursor]
        )
        await stage.press(">")
        await stage.until(lambda: stage.sql("SELECT action FROM task WHERE status='doing'") == [("task 2",)], "moved")
        await stage.press("b")
        assert stage.app.screen.query_one(Board).column == "doing"


async def test_filters_show_what_they_say(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock, action="late", end="2024-02-20")
    put(tmp_path, clock, action="big", end="2024-03-20", milestone="yes", module="plan")
    put(tmp_path, clock, action="small", end="2024-03-21")
    async with board(tmp_path, clock) as stage:
        for keys, shown in (
            (("j", "enter"), {"late"}),
            (("j", "j", "enter"), {"big"}),
            (("enter",), {"late", "big", "small"}),
        ):
            await go(stage, Choose, "F")
            await go(stage, TasksScreen, *keys)
            await stage.settle()
            body = "\n".join(stage.lines[2:-5])
            assert {name for name in ("late", "big", "small") if name in body} == shown
        await stage.press("m")
        assert "tasks of plan" in stage.answer
        assert "small" not in "\n".join(stage.lines[2:-5])


async def test_enter_reads_the_task_in_full_and_e_goes_on_to_its_form(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock, action="demo", end="2024-03-20", resources="slides", output_standard="three plans")
    async with board(tmp_path, clock) as stage:
        await go(stage, TaskReading, "enter")
        for said in ("slides", "three plans", "todo", "History"):
            assert said.casefold() in stage.text.casefold()
        await go(stage, TasksScreen, "escape")
        await go(stage, TaskReading, "enter")
        await go(stage, Form, "e")


async def test_a_column_that_holds_more_than_it_should_says_so(tmp_path: Path, clock: Clock) -> None:
    limit = USUAL_WIP[TaskStatus.DOING]
    for number in range(limit + 1):
        put(tmp_path, clock, action=f"task {number}", status="doing" if number else "todo")
    async with board(tmp_path, clock, (140, 30)) as stage:
        assert f"{limit} / {limit} " in stage.lines[1]
        await stage.press(">")
        await stage.until(lambda: f"holds {limit + 1}, more than {limit}" in stage.answer, "told")
        assert f"{limit + 1} / {limit} !" in stage.lines[1]


async def test_both_are_told_when_two_move_one_card(tmp_path: Path, clock: Clock) -> None:
    ref = put(tmp_path, clock)
    async with board(tmp_path, clock) as stage:
        seen = stage.app.screen
        with desk_at(tmp_path, clock=clock) as other:
            key = record_named(other, ref)[1]
            tasks.move_task(other, key, "doing")
        await stage.until(lambda: seen.query_one(Board).column == "doing", "followed within the watch")


async def test_a_card_is_dragged_into_another_column(tmp_path: Path, clock: Clock) -> None:
    put(tmp_path, clock)
    async with board(tmp_path, clock) as stage:
        shown = stage.app.screen.query_one(Board).region
        await stage.pilot.mouse_down(offset=(shown.x + 3, shown.y + 1))
        await stage.pilot.hover(offset=(shown.x + shown.width // 3, shown.y + 1))
        await stage.pilot.mouse_up(offset=(shown.x + shown.width // 3, shown.y + 1))
        await stage.until(lambda: stage.sql("SELECT status FROM task") == [("doing",)], "dragged")
        assert "moved to doing" in stage.answer


async def test_who_moves_a_card_that_somebody_has_moved_is_told_by_whom(tmp_path: Path, clock: Clock) -> None:
    ref = put(tmp_path, clock)
    async with board(tmp_path, clock) as stage:
        screen = stage.app.screen
        assert isinstance(screen, TasksScreen)
        key = stage.sql("SELECT id FROM task")[0][0]
        seen = merging.seen_of(stage.app.desks.screen, "task", key)  # as it stood when the key was pressed
        with desk_at(tmp_path, clock=clock) as other:
            tasks.move_task(other, record_named(other, ref)[1], "dropped")
        assert await screen._written(key, TaskStatus.DOING, seen) is None
        assert "has moved it to" in stage.answer
        assert stage.sql("SELECT status FROM task") == [("dropped",)]


@pytest.mark.parametrize("cards", [40, 1_000])
async def test_a_key_reads_one_card_however_many_there_are(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, cards: int
) -> None:
    with desk_at(tmp_path, clock=clock) as desk:
        _ = desk.writer
        with desk.command("add_task") as work:
            found = values(desk, "task", {"action": "demo", "owner": desk.settings.owner, "end": "2024-03-20"})
            for _card in range(cards):
                tasks.put_task(desk, work, found, None)
    async with board(tmp_path, clock, (80, 24)) as stage:
        asked: list[int] = []
        read = working.cards

        def counted(desk: Desk, keys: Sequence[str]) -> dict[str, TaskRow]:
            asked.append(len(keys))
            return read(desk, keys)

        monkeypatch.setattr(working, "cards", counted)
        await stage.press("j", "j", "k")
        assert asked == [1, 1, 1]

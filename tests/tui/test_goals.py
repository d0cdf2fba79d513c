"""The goals by keys: set with what is reached told while one types, split, corrected beside somebody else, archived."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salestui.paths import resolve
from salestui.services import customers, deals, figures, records, setting_goals
from salestui.services.desk import Desk, open_desk
from salestui.services.naming import record_named
from salestui.services.sample import sample_settings
from salestui.tui.dialogs import Question
from salestui.tui.forms.conflict import Conflicts
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.goals import ChangeGoalForm, NewGoalForm, SplitForm
from salestui.tui.screens.goals import GoalsScreen
from tests.tui.stage import NOW, Stage, desk_at, on_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Li's goals on a desk with two deals won this quarter, one of them this month, and no goals."""
    clock = [NOW]
    with desk_at(tmp_path, clock=lambda: clock[0]) as desk:
        records.add(desk, "owner", {"name": "Wang"})
        customers.add_customer(desk, {"name": "Haiming"})
        for day, amount in (("2026-10-08", "300k"), ("2026-11-10", "100k")):
            clock[0] = NOW.replace(month=int(day[5:7]), day=int(day[8:]))
            deals.add_deal(desk, {"customer": "C001", "name": "x", "amount": amount, "stage": "won"})
    async with on_stage(tmp_path) as stage:
        await stage.press("O", "t")
        await stage.until(lambda: isinstance(stage.app.screen, GoalsScreen), "the goals")
        yield stage


@contextmanager
def wang(stage: Stage) -> Iterator[Desk]:
    """Wang's session on the same file."""
    settings = replace(sample_settings("en"), owner="Wang")
    with open_desk(resolve(None, {"SALESTUI_HOME": str(stage.home)}), settings, stage.clock) as desk:
        yield desk


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def put(stage: Stage, **typed: str) -> None:
    """Type into fields of the form."""
    for name, text in typed.items():
        rows = {row.entry.id: row for row in stage.app.screen.query(EntryRow)}
        rows[name].input.focus()
        await stage.settle()
        if name in ("figure", "by"):
            await stage.press(text)
        else:
            await stage.press("end", "ctrl+u")
            await stage.type(text)


async def counted(stage: Stage) -> None:
    await stage.until(lambda: not any(row.endswith("…") for row in stage.rows), "all is counted")


async def set_goal(stage: Stage, **typed: str) -> str:
    """A goal by the form; its ref."""
    await go(stage, NewGoalForm, "n")
    await put(stage, **{"core_goal": "Sell", "figure": "1", "target": "600k", "period": "2026-Q4", **typed})
    await stage.save()
    await counted(stage)
    ((ref,),) = stage.sql("SELECT ref FROM goal ORDER BY id DESC LIMIT 1")
    return str(ref)


def live(stage: Stage) -> str:
    """The live line of the form."""
    return str(stage.app.screen.query_one("#form-live").render())


async def test_an_empty_list_says_what_to_press(stage: Stage) -> None:
    assert "Li has no goals yet – n sets the first" in stage.text
    await stage.press("s")
    assert "no goal in hand – n sets one" in stage.answer


async def test_the_live_line_says_what_is_missing_then_what_is_reached(stage: Stage) -> None:
    await go(stage, NewGoalForm, "n")
    assert "still to be said: what is to be reached, a figure, a target, its days" in live(stage)
    await put(stage, target="5")
    assert "= choose its figure first" in stage.text
    await put(stage, core_goal="Close more", figure="2")
    assert "still to be said: its days" in live(stage)
    await put(stage, period="2026-Q4")
    assert "2026-10-01 Thu – 2026-12-31 Thu · 92 days" in stage.text
    await stage.until(lambda: "2 of 5 so far: 40 %, pace 2.8" in live(stage), "it is counted")
    await put(stage, period="2026-11")
    await stage.until(lambda: "1 of 5 so far: 20 %, pace 3.3" in live(stage), "this month is counted")
    await put(stage, period="2026-Q3")
    await stage.until(lambda: "its days are over" in live(stage), "it is told that they are over")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"target": "plenty"}, "✗ 'plenty' cannot be measured as sales amount"),
        ({"period": "soon"}, "✗ 'soon' is not a period"),
        ({"target": "", "period": "2026-Q4"}, "✗ target is missing"),
    ],
)
async def test_what_is_not_measurable_or_dated_is_refused_under_its_field(
    stage: Stage, typed: dict[str, str], told: str
) -> None:
    await go(stage, NewGoalForm, "n")
    await put(stage, **{"core_goal": "Sell", "figure": "1", "target": "600k", "period": "2026-Q4", **typed})
    await stage.press("ctrl+s")
    await stage.until(lambda: told in stage.text, told)
    assert isinstance(stage.app.screen, NewGoalForm)
    assert stage.sql("SELECT count(*) FROM goal") == [(0,)]


async def test_a_goal_stands_in_the_list_with_its_bar_and_its_pace(stage: Stage) -> None:
    ref = await set_goal(stage)
    (row,) = stage.rows
    assert row.split() == ["Sell", "Li", "2026-Q4", "400,000", "600,000", "66", "%", "####..", "+", "ahead"]
    assert f"sales amount 600,000 CNY · Li · 2026-Q4 · Sell · {ref}" in stage.text
    assert "400,000 CNY of 600,000 CNY so far: 66.7 %, pace 332,609 CNY" in stage.text
    with wang(stage) as desk:
        deals.add_deal(desk, {"customer": "C001", "name": "y", "amount": "200k", "stage": "won", "owner": "Li"})
    screen = stage.app.screen
    assert isinstance(screen, GoalsScreen)
    screen.look_again()
    await stage.until(lambda: "reached" in stage.rows[0], "what somebody else has won is counted")
    assert "600,000    600,000   100 %  ######" in stage.rows[0]


async def test_a_goal_is_split_in_one_command_and_undone(stage: Stage) -> None:
    await set_goal(stage)
    await go(stage, SplitForm, "s")
    assert "2026-10 200,000 CNY · 2026-11 200,000 CNY · 2026-12 200,000 CNY" in live(stage)
    await put(stage, shares="1, 2")
    assert "'1, 2' are not 3 numbers" in stage.text
    await put(stage, shares="1, 1, 2")
    assert "2026-12 300,000 CNY" in live(stage)
    await stage.save()
    assert "split into 3 parts" in stage.answer
    await counted(stage)
    assert [row.split()[0] for row in stage.rows] == ["Sell", "2026-10", "2026-11", "2026-12"]
    assert "not begun" in stage.rows[3]
    await stage.press("s")
    assert "it is split already" in stage.answer
    await stage.press("u")
    await stage.until(lambda: len(stage.rows) == 1, "it is whole again")


async def test_a_goal_of_everybody_is_shared_by_the_owners(stage: Stage) -> None:
    await set_goal(stage, owner="")
    await go(stage, object, "o", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, GoalsScreen) and stage.rows, "everybody's goals")
    assert "everyb" in stage.rows[0]
    await go(stage, SplitForm, "s")
    await put(stage, by="2")
    assert "Li 300,000 CNY · Wang 300,000 CNY" in live(stage)
    await put(stage, shares="Li=2, Wang=1")
    await stage.save()
    await counted(stage)
    assert [row.split()[0] for row in stage.rows] == ["Sell", "Li", "Wang"]


async def test_two_who_change_a_target_are_asked_which_stands(stage: Stage) -> None:
    ref = await set_goal(stage)
    await go(stage, ChangeGoalForm, "enter")
    await put(stage, target="700k")
    await stage.until(lambda: "400,000 CNY of 700,000 CNY so far" in live(stage), "the new target is looked at")
    with wang(stage) as desk:
        setting_goals.change_goal(desk, record_named(desk, ref)[1], {"target": "800k", "note": "agreed"})
    await stage.press("ctrl+s")
    await stage.until(lambda: isinstance(stage.app.screen, Conflicts), "asked")
    assert "800,000 CNY" in stage.text
    await stage.press("1", "ctrl+s")
    await stage.until(lambda: isinstance(stage.app.screen, GoalsScreen), "saved")
    assert stage.sql("SELECT target, note FROM goal") == [(70_000_000, "agreed")]


async def test_a_goal_is_archived_on_yes_and_comes_back(stage: Stage) -> None:
    await set_goal(stage)
    await go(stage, Question, "x")
    await stage.press("y")
    await stage.until(lambda: "no goals yet" in stage.text, "it is out of sight")
    await stage.press("u")
    await stage.until(lambda: stage.table.row_count == 1, "it is back")


async def test_the_list_stands_at_once_and_is_counted_beside_the_screen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_on: set[str] = set()

    def readings(*asked: Any) -> tuple[object, ...]:  # Any: what the service takes
        counted_on.add(threading.current_thread().name)
        return measured(*asked)

    measured = figures.readings
    monkeypatch.setattr(figures, "readings", readings)
    async with on_stage(home) as stage:
        await stage.press("O", "t", "o", "enter")
        screen = stage.app.screen
        assert isinstance(screen, GoalsScreen)
        assert stage.table.row_count == len(screen._trees) > 10
        await counted(stage)
    assert [name.partition("_")[0] for name in counted_on] == ["salestui-background"]

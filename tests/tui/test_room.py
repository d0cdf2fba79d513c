"""A window below 60×16: a message, no key taken, nothing lost; enlarged, everything is as it was."""

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len

from salestui.tui.dialogs import Question
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.room import LEAST
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.help import HelpScreen
from salestui.tui.screens.palette import Palette
from salestui.tui.screens.today import TodayScreen
from salestui.tui.widgets.lines import Lines
from tests.tui.conftest import HomeMaker
from tests.tui.stage import Stage, on_stage
from tests.tui.terminal import salestui

TINY = [(59, 24), (80, 15), (48, 12), (20, 5), (7, 3), (2, 2), (1, 1), (200, 1), (1, 60)]


async def resized(stage: Stage, size: tuple[int, int]) -> None:
    """Resize the window, and let everything that follows from it happen."""
    await stage.pilot.resize_terminal(*size)
    for _each in range(5):
        await asyncio.sleep(0.01)  # Textual gathers resizes for 1/120 s
    await stage.settle()


@pytest.mark.parametrize("size", TINY, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_message_fills_the_window_exactly(home_of: HomeMaker, size: tuple[int, int], language: str) -> None:
    async with on_stage(home_of(language), language) as stage:
        await resized(stage, size)
        assert stage.app.too_small
        lines = stage.app.message()
        assert len(lines) == size[1]
        assert {cell_len(line) for line in lines} == {size[0]}
        if size[0] * size[1] > 200 and size[0] > 20:
            told = " ".join(line.strip() for line in lines if line.strip())
            assert "60×16" in told
            assert f"{size[0]}×{size[1]}" in told
            assert ("nothing is lost" if language == "en" else "数据都在") in told


@pytest.mark.parametrize(
    ("keys", "screen"),
    [((), TodayScreen), (("f",), FollowUpForm), (("colon",), Palette), (("question_mark",), HelpScreen)],
)
async def test_every_screen_and_dialog_is_the_same_afterwards(
    home: Path, keys: tuple[str, ...], screen: type[object]
) -> None:
    async with on_stage(home) as stage:
        await stage.press("j", "j", *keys)
        await stage.until(lambda: isinstance(stage.app.screen, screen), "there")
        await stage.settle()
        before, focused = stage.lines, stage.app.screen.focused
        for size in (*TINY, (80, 24)):
            await resized(stage, size)
        assert not stage.app.too_small
        assert stage.lines == before
        assert stage.app.screen.focused is focused


async def test_what_is_typed_stays_with_its_cursor_and_keys_meanwhile_do_nothing(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("f")
        await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
        await stage.press("tab")
        await stage.type("Quote snt by mail")
        await stage.press(*["left"] * 10)
        await resized(stage, (48, 12))
        await stage.press("x", "y", "escape", "ctrl+s", "tab", "f1")
        await resized(stage, (90, 20))
        await stage.type("e")
        form = stage.app.screen
        assert isinstance(form, FollowUpForm)
        assert form.query_one(Lines).text == "Quote sent by mail"
        assert stage.app.screen.size == (90, 20)


async def test_a_question_that_stands_waits_for_its_answer(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2", "x")
        await stage.until(lambda: isinstance(stage.app.screen, Question), "the question whether to archive")
        await resized(stage, (10, 4))
        await stage.press("y")
        await resized(stage, (80, 24))
        assert isinstance(stage.app.screen, Question)
        assert stage.sql("SELECT count(*) FROM customer WHERE archived_at IS NOT NULL") == [(0,)]
        await stage.press("y")
        await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "answered")


@pytest.mark.parametrize("size", [(48, 12), (1, 1), (60, 15)], ids=str)
async def test_started_in_such_a_window_it_opens_once_there_is_room(home: Path, size: tuple[int, int]) -> None:
    async with on_stage(home, size=size) as stage:
        assert stage.app.too_small
        await stage.press("f")
        await resized(stage, (80, 24))
        assert isinstance(stage.app.screen, TodayScreen)
        assert "WAITING ON YOU" in stage.text
        assert stage.lines[-1].startswith(" ? help")


async def test_exactly_the_least_size_is_enough(home: Path) -> None:
    async with on_stage(home, size=(LEAST.width, LEAST.height)) as stage:
        assert not stage.app.too_small
        assert "WAITING ON YOU" in stage.text


async def test_the_program_can_be_left_meanwhile(home: Path) -> None:
    async with on_stage(home) as stage:
        await resized(stage, (30, 10))
        await stage.press("ctrl+q")
        await stage.pilot.pause()
        assert not stage.app._running


def test_in_a_terminal_the_message_is_painted_and_the_screen_comes_back(home: Path) -> None:
    with salestui(home, columns=48, lines=12) as terminal:
        terminal.shows("nothing is lost")
        assert "60×16 needed, this is 48×12" in terminal.text
        terminal.send("j")
        terminal._screen.resize(24, 80)
        terminal.child.setwinsize(24, 80)
        terminal.shows("R1 grade A")
        assert terminal.lines[0].startswith(" 1 Today")
        for lines, columns in ((2, 5), (1, 1), (12, 48)):
            terminal._screen.resize(lines, columns)
            terminal.child.setwinsize(lines, columns)
            terminal.rest()
        terminal.shows("enlarge the window")
        assert "WAITING" not in terminal.text
        terminal._screen.resize(24, 80)
        terminal.child.setwinsize(24, 80)
        terminal.shows("R1 grade A")
        terminal.shows("? help")
        terminal.send("\x11")
        assert terminal.end() == 0

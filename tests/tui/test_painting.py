"""How often the screen is painted for a key: once, with all that the key changed."""

from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from tests.tui.stage import Stage, on_stage


def watched(stage: Stage) -> list[RenderableType]:
    """From now on, what is sent to the terminal."""
    painted: list[RenderableType] = []
    display = stage.app._display

    def kept(screen: Screen[object], renderable: RenderableType | None) -> None:
        if renderable is not None:
            painted.append(renderable)
        display(screen, renderable)

    stage.app._display = kept  # type: ignore[method-assign]  # what is sent is what is tested
    return painted


@pytest.mark.parametrize("mode", ["1", "2"])
async def test_a_cursor_step_is_one_paint_though_other_lines_change_with_it(home: Path, mode: str) -> None:
    async with on_stage(home) as stage:
        await stage.press(mode)
        await stage.pilot.pause(0.1)
        for key in "jjjkGg":
            painted = watched(stage)
            before = stage.text
            await stage.pilot.press(key)
            await stage.until(lambda before=before: stage.text != before, "painted")  # type: ignore[misc]  # its type is not inferred
            await stage.pilot.pause(0.05)
            assert len(painted) == 1, key


async def test_a_screen_below_another_is_not_painted_for_ever(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2")
        await stage.pilot.press("enter")
        await stage.pilot.pause(0.1)
        painted = watched(stage)
        await stage.pilot.pause(0.1)
        assert painted == []

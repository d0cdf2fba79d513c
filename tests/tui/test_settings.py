"""The settings screen: keys given by pressing them, clashes refused, comments kept, everything in force at once."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from salestui.config import load
from salestui.paths import resolve
from salestui.tui.choosing import Choose
from salestui.tui.dialogs import Problem
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.inquiry import InquiryForm
from salestui.tui.screens.asking import AskKey, AskText
from salestui.tui.screens.help import HelpScreen
from salestui.tui.screens.settings import SettingsScreen
from salestui.tui.screens.today import TodayScreen
from tests.tui.conftest import HomeMaker
from tests.tui.stage import Stage, on_stage

WRITTEN = """# my own, by hand
theme = "dark"  # until the new monitor

[keys]
# an old habit
redo = "ctrl+t"
"""


def written(stage: Stage) -> str:
    """What stands in config.toml."""
    return (stage.home / "config.toml").read_text(encoding="utf-8")


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The settings of the English sample company."""
    async with settings_of(home) as opened:
        yield opened


def settings_of(home: Path, language: str = "en"):  # type: ignore[no-untyped-def] # a context manager of a Stage
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def opened() -> AsyncIterator[Stage]:
        (home / "config.toml").write_text(WRITTEN, encoding="utf-8")
        async with on_stage(home, language, keys={"redo": "ctrl+t"}) as stage:
            await stage.press("comma")
            await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "the settings")
            yield stage

    return opened()


async def on_row(stage: Stage, key: str) -> None:
    """Put the cursor on a row."""
    assert stage.table.move_to(key), key
    await stage.settle()


async def press_for(stage: Stage, command: str, key: str) -> None:
    """Give a command a key, as a person does."""
    await on_row(stage, f"key:{command}")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, AskKey), "the question")
    await stage.press(key)


async def test_every_setting_and_every_command_is_there(stage: Stage) -> None:
    from salestui.tui.commands import COMMANDS

    keys = list(stage.table._keys)
    for name in ("language", "owner", "currency", "theme", "mouse", "default_grade"):
        assert f"setting:{name}" in keys
    assert sorted(key for key in keys if key.startswith("key:")) == sorted(f"key:{each.id}" for each in COMMANDS)
    assert any("redo" in row and "Ctrl+T" in row for row in stage.rows)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_every_place_has_its_heading_once(home_of: HomeMaker, language: str) -> None:
    from salestui.tui.commands import COMMANDS

    async with settings_of(home_of(language), language) as stage:
        found = stage.table._window.source.rows(stage.table._keys)
        headings = [row.heading for row in found.values() if row.heading]
    assert len(headings) == len(set(headings)) == 1 + len({command.scope for command in COMMANDS})
    assert all(each.startswith(("KEYS ", "按键：")) for each in headings[1:])


async def test_a_key_that_is_pressed_becomes_the_commands_key_at_once(stage: Stage) -> None:
    await press_for(stage, "follow_up", "z")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    assert 'follow_up = "z,f3"' in written(stage)
    assert "# until the new monitor" in written(stage)
    assert "# an old habit" in written(stage)
    assert 'redo = "ctrl+t"' in written(stage)
    await stage.press("escape")
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "Today")
    assert " z log " in stage.lines[-1]
    await stage.press("question_mark")
    await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "help")
    assert "z F3" in stage.text
    await stage.press("escape", "f")
    assert isinstance(stage.app.screen, TodayScreen)
    await stage.press("z")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")


async def test_a_key_that_is_taken_is_refused_with_the_other_commands_name(stage: Stage) -> None:
    await press_for(stage, "follow_up", "i")
    assert isinstance(stage.app.screen, AskKey)
    assert "✗ i is taken by inquiry (inquiry) in the same place" in stage.text
    await stage.press("3")
    assert "✗ 3 is for the screens" in stage.text
    await stage.press("tab")
    assert "✗ Tab means the same everywhere" in stage.text
    await stage.press("escape")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "left")
    assert "follow_up" not in written(stage)
    assert stage.app.desks.screen.settings.keys == {"redo": "ctrl+t"}


async def test_two_commands_change_places_by_way_of_a_third_key(stage: Stage) -> None:
    for command, key in (("follow_up", "z"), ("inquiry", "f"), ("follow_up", "i")):
        await press_for(stage, command, key)
        await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    assert 'follow_up = "i,f3"' in written(stage)
    assert 'inquiry = "f,f4"' in written(stage)
    await stage.press("q", "f")
    await stage.until(lambda: isinstance(stage.app.screen, InquiryForm), "the inquiry")
    await stage.press("escape")
    await stage.press("i")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the follow-up")


async def test_backspace_gives_the_default_back_and_takes_the_line_out(stage: Stage) -> None:
    await on_row(stage, "key:redo")
    await stage.press("backspace")
    assert "redo" not in written(stage)
    assert "# my own, by hand" in written(stage)
    assert any("redo" in row and "Ctrl+R F9" in row for row in stage.rows)
    before = written(stage)
    await stage.press("delete")
    assert "it is the default already" in stage.answer
    assert written(stage) == before


async def test_a_default_that_was_given_away_does_not_come_back(stage: Stage) -> None:
    await press_for(stage, "follow_up", "z")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    await press_for(stage, "task", "f")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    await press_for(stage, "follow_up", "backspace")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "asked for the default")
    assert "f is taken by task (task)" in stage.answer
    assert 'follow_up = "z,f3"' in written(stage)


async def test_the_theme_is_chosen_and_holds_at_once(stage: Stage) -> None:
    await on_row(stage, "setting:theme")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, Choose), "the choice")
    await stage.press("j", "enter")
    await stage.until(lambda: stage.app.theme == "salestui-light", "the light theme")
    assert 'theme = "light"  # until the new monitor' in written(stage)


async def test_a_text_is_typed_and_what_cannot_be_is_said(stage: Stage) -> None:
    for text, told in (("renminbi", "three capitals"), ("EUR", "written to config.toml")):
        await on_row(stage, "setting:currency")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, AskText), "the line")
        await stage.press("ctrl+u")
        await stage.type(text)
        await stage.press("enter")
        await stage.until(partial(lambda told: told in stage.text, told), told)
        if told == "three capitals":
            assert isinstance(stage.app.screen, Problem)
            await stage.press("escape")
    assert 'currency = "EUR"' in written(stage)
    assert "from the next start on" in stage.answer
    settings = load(resolve(None, {"SALESTUI_HOME": str(stage.home)}), {})
    assert settings.currency == "EUR"


async def test_the_mouse_can_be_left_to_the_terminal_from_the_next_start_on(stage: Stage) -> None:
    await on_row(stage, "setting:mouse")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, Choose), "the choice")
    await stage.press("j", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    assert "mouse = false" in written(stage)
    assert load(resolve(None, {"SALESTUI_HOME": str(stage.home)}), {}).mouse is False


async def test_what_the_shared_settings_say_is_not_changed_here(stage: Stage) -> None:
    shared = stage.home / "salestui.toml"
    shared.write_text('currency = "USD"\n', encoding="utf-8")
    await on_row(stage, "setting:currency")
    await stage.press("enter")
    assert isinstance(stage.app.screen, SettingsScreen)
    assert "everybody's:" in stage.answer
    await stage.press("backspace")
    assert shared.read_text(encoding="utf-8") == 'currency = "USD"\n'
    await press_for(stage, "follow_up", "z")  # keys are one's own all the same
    await stage.until(lambda: isinstance(stage.app.screen, SettingsScreen), "taken")
    assert 'follow_up = "z,f3"' in written(stage)


async def test_a_settings_file_that_can_only_be_read_is_told_and_nothing_changes(stage: Stage) -> None:
    file = stage.home / "config.toml"
    file.chmod(0o444)
    await press_for(stage, "follow_up", "z")
    await stage.until(lambda: isinstance(stage.app.screen, Problem), "told")
    assert "cannot be written" in stage.text
    assert written(stage) == WRITTEN
    assert "follow_up" not in stage.app.desks.screen.settings.keys


async def test_commands_that_keep_their_key_say_so(stage: Stage) -> None:
    await on_row(stage, "key:leave")
    assert "leave keeps its key" in stage.text
    await stage.press("enter")
    assert isinstance(stage.app.screen, SettingsScreen)
    assert "leave keeps its key" in stage.answer


async def test_in_chinese(home_of: HomeMaker) -> None:
    async with settings_of(home_of("zh_CN"), "zh_CN") as stage:
        assert "外观" in stage.text
        await press_for(stage, "follow_up", "i")
        assert "i 在同一处已用于“咨询”（inquiry）" in stage.text

"""User text is data: whatever stands in a record is shown, runs nothing, and reaches no terminal as a command."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from salestui.domain.visible import ACTING as ACTING_SIGNS
from salestui.domain.visible import visible
from salestui.services import customers
from salestui.services.inquiries import receive_inquiry
from salestui.tui.choosing import Choose
from salestui.tui.forms.form import Form
from salestui.tui.screens.agenda import AgendaScreen
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.funnel import FunnelScreen
from salestui.tui.screens.history import ChangesScreen, HistoryScreen
from salestui.tui.screens.overview import OverviewScreen
from salestui.tui.screens.palette import Palette
from salestui.tui.screens.task_reading import TaskReading
from salestui.tui.screens.tasks import TasksScreen
from salestui.tui.screens.today import TodayScreen
from tests.shared_files import shared
from tests.tui.hostile import ACTING, COMMANDS_OF_ONE, EVERY, MARKUP, NEVER, make_hostile
from tests.tui.stage import Stage, desk_at, on_stage

LONGEST_NAME = 500


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    make_hostile(home)
    return home


@pytest.fixture
def hostile_home(hostile: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(hostile / "salestui.db", home / "salestui.db")
    return home


def assert_tame(stage: Stage) -> None:
    """Nothing on the screen acts, and the program is still itself."""
    acting = re.compile(f"[{ACTING_SIGNS}]")
    found = [line for line in stage.lines if acting.search(line)]
    assert found == [], stage.app.screen
    assert stage.app.title == "salestui"
    assert stage.app.is_running


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def test_every_list_shows_them(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(140, 45)) as stage:
        assert_tame(stage)
        for key in ("G", "g", "G"):
            await stage.press(key)
            assert_tame(stage)
        await go(stage, Choose, "o")
        assert_tame(stage)
        await go(stage, TodayScreen, "g", "j", "enter")
        await stage.until(lambda: " everybody " in stage.lines[0], "everybody's")
        assert_tame(stage)
        for key, kind in (("O", OverviewScreen), ("a", AgendaScreen)):
            await go(stage, kind, key)
            await stage.until(lambda: stage.table.row_count, key)
            assert_tame(stage)
            await stage.press("G", "]")
            assert_tame(stage)
            await go(stage, TodayScreen, "escape")
        await go(stage, FunnelScreen, "4")
        for key in ("G", "g", "j"):
            await stage.press(key)
            assert_tame(stage)
        await go(stage, CustomersScreen, "2")
        assert stage.table.row_count == len(EVERY)
        for row, text in zip(stage.rows, EVERY, strict=False):
            assert visible(text)[:8] in row
        assert_tame(stage)
        for _sort in range(5):
            await stage.press("s")
            assert_tame(stage)
        await go(stage, HistoryScreen, "H")
        await stage.until(lambda: stage.table.row_count, "the history")
        assert_tame(stage)


async def test_the_task_board_its_list_and_a_task_in_full_show_them(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(140, 45)) as stage:
        await go(stage, TasksScreen, "3")
        for key in ("G", "g", "o", "b", "G", "g", "b"):
            await stage.press(key)
            assert_tame(stage)
        for _task in range(len(EVERY)):
            await go(stage, TaskReading, "enter")
            assert_tame(stage)
            await go(stage, TasksScreen, "escape", "j")
        for key in ("F", "w"):
            await go(stage, Choose, key)
            assert_tame(stage)
            await go(stage, TasksScreen, "escape")
        await go(stage, Form, "e")
        assert_tame(stage)


@pytest.mark.parametrize("number", range(len(EVERY)), ids=lambda number: ascii(EVERY[number])[:24])
async def test_card_and_forms_show_it_and_nothing_runs(hostile_home: Path, number: int) -> None:
    text = EVERY[number]
    async with on_stage(hostile_home, size=(100, 45)) as stage:
        await go(stage, CustomersScreen, "2", *["j"] * number)
        await go(stage, CardScreen, "enter")
        assert visible(text)[:40] in stage.text
        assert_tame(stage)
        for key in "e" if text not in ACTING else "fiect":
            await stage.press(key)
            await stage.until(lambda: isinstance(stage.app.screen, Form), f"form by {key}")
            assert_tame(stage)
            if key == "e":
                assert visible(text)[-8:] in stage.text  # a long value shows its end, where the cursor is
            await go(stage, CardScreen, "escape")
        await stage.pilot.click(offset=(8, 1))  # on its name
        await stage.settle()
        assert stage.app.is_running
        await stage.press("r")
        await stage.settle()
        assert_tame(stage)


async def test_a_form_left_alone_changes_nothing_though_what_it_shows_was_cleaned(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(100, 45)) as stage:
        before = stage.sql("SELECT * FROM customer ORDER BY code"), stage.sql("SELECT count(*) FROM change")
        await go(stage, CustomersScreen, "2")
        for _customer in ACTING:
            await go(stage, Form, "e")
            await stage.press("ctrl+s")
            await stage.until(
                lambda: isinstance(stage.app.screen, CustomersScreen) or "✗" in stage.text, "saved, or refused"
            )
            if isinstance(stage.app.screen, Form):
                await go(stage, CustomersScreen, "escape")
            await stage.press("j")
        assert stage.sql("SELECT * FROM customer ORDER BY code") == before[0]


async def test_what_a_command_changed_is_told_in_signs(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(100, 45)) as stage:
        await go(stage, HistoryScreen, "H")
        await stage.until(lambda: stage.table.row_count, "the history")
        for _command in range(COMMANDS_OF_ONE):
            await go(stage, ChangesScreen, "enter")
            assert_tame(stage)
            await go(stage, HistoryScreen, "escape")
            await stage.press("j")


async def test_the_palette_shows_them(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(100, 45)) as stage:
        for typed in ("c0", "[", "osc", "bidi", "w"):
            await go(stage, Palette, "colon")
            await stage.type(typed)
            assert_tame(stage)
            await go(stage, TodayScreen, "escape")


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_typed_into_a_form_is_saved_and_told_as_it_was_typed(hostile_home: Path, text: str) -> None:
    async with on_stage(hostile_home) as stage:
        await go(stage, Form, "n")
        await stage.type(text)
        await stage.save()
        rows = stage.sql("SELECT count(*) FROM customer WHERE name = :name", name=text)
        assert rows == [(2,)]
        assert visible(text)[:30] in stage.answer
        assert_tame(stage)


async def test_a_narrowing_by_hostile_text_says_it_in_signs(hostile_home: Path) -> None:
    async with on_stage(hostile_home) as stage:
        await go(stage, CustomersScreen, "2", "slash")
        for text in ("[/]", "[b", "%_'\"\\"):
            await stage.press("end", "ctrl+u")
            await stage.type(text)
            assert text in stage.text
            assert_tame(stage)


async def test_a_paste_of_escape_sequences_into_a_field_acts_on_nothing(hostile_home: Path) -> None:
    from textual.events import Paste

    async with on_stage(hostile_home) as stage:
        for steps in (0, 1):  # a line, and a field of several lines
            anew = ["n"] * steps  # not with the draft of the first
            await go(stage, Form, "f", *anew, *["tab"] * (6 - 5 * steps))
            stage.app.post_message(Paste("".join(ACTING)))
            await stage.settle()
            assert_tame(stage)
            await stage.press("escape")
            await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "left")


def naughty() -> list[str]:
    """The strings of the big list of naughty strings that can be a name."""
    listed = json.loads(shared("data", "blns", "blns.json").read_text(encoding="utf-8"))
    return [text for text in listed if text.strip() and len(text) <= LONGEST_NAME]


async def test_naughty_strings_are_shown_as_names(tmp_path: Path) -> None:
    texts = naughty()
    with desk_at(tmp_path) as desk:
        for text in texts:
            code = customers.add_customer(desk, {"name": text, "note": text, "owner": "Li"}).ref
            receive_inquiry(desk, code, {"kind": "lead", "text": text})
    async with on_stage(tmp_path, size=(140, 45)) as stage:
        assert stage.table.row_count >= len(texts)  # on Today
        for _page in range(len(texts) // 15 + 1):
            assert_tame(stage)
            await stage.press("pagedown")
        await go(stage, CustomersScreen, "2")
        assert stage.table.row_count == len(texts)
        for _page in range(len(texts) // 40 + 1):
            assert_tame(stage)
            await stage.press("pagedown")
        await stage.press("g")
        for _card in range(0, len(texts), 30):
            await go(stage, CardScreen, "enter")
            assert_tame(stage)
            await go(stage, CustomersScreen, "escape", *["j"] * 30)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
def test_none_of_it_reaches_the_wire(hostile_home: Path) -> None:
    from tests.tui.terminal import salestui

    with salestui(hostile_home, columns=120, lines=40) as terminal:
        terminal.shows("WAITING ON")
        terminal.send("oj\rG")
        terminal.until(lambda: "EVERYBODY" in terminal.text or "task" in terminal.text, "everybody's")
        terminal.send("2")
        terminal.shows(f"of {len(EVERY)}")
        for number in range(len(ACTING)):
            terminal.send("\r")
            terminal.shows("Decision chain")
            for form in "e":
                terminal.send(form)
                terminal.shows("Ctrl+S save")
                terminal.send("\x1b[Z")  # to the last field, so that all are painted
                terminal.rest()
                terminal.send("\x1b")
                terminal.until(lambda: "Ctrl+S save" not in terminal.text, "the form is left")
            terminal.send("q")
            terminal.shows(f"{number + 1} of {len(EVERY)}")
            terminal.send("j")
        terminal.send("H")
        terminal.shows("log follow up")
        terminal.send("\r")
        terminal.until(lambda: "Esc close" in terminal.text, "the changes")
        terminal.send("\x1b")
        terminal.until(lambda: "Esc close" not in terminal.text, "the changes are closed")  # Esc alone takes 0.1 s
        terminal.send("\x11")
        assert terminal.end() == 0
        ours = rb"\x1b\]0;(salestui( (\xe2\x96\xb2|\xe2\x97\x86)\d+)*)?\x1b\\"  # the title counts: ▲22 ◆3
        raw = re.sub(ours, b"", terminal.raw)
        found = [never for never in NEVER if never in raw]
        assert found == []
        assert visible(ACTING[0])[:12].encode() in terminal.raw  # they were shown

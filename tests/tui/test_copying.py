"""`y` and `Y`: what goes to the terminal's clipboard, what does not, and what is said about it."""

import base64
import re
from pathlib import Path

from salestui.tui.copying import MOST_BYTES
from salestui.tui.widgets.record_table import Rows, TableRow
from tests.tui.stage import Stage, on_stage
from tests.tui.terminal import salestui

_OSC_52 = re.compile(rb"\x1b\]52;([^;]*);([^\x07\x1b]*)(?:\x07|\x1b\\)")
HOSTILE = "Acme\x1b]52;c;aGVsbG8=\x07 [VIP]\tLtd\n"


def show(stage: Stage, **cells: str) -> None:
    """Have the list hold one row."""
    stage.table.show(Rows({"key": TableRow(cells)}))


async def test_the_row_is_copied_as_text_between_tabs_and_the_answer_says_what(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2", "y")
        code, name, *rest = stage.app.clipboard.split("\t")
        assert stage.rows[0].split()[0] == code
        assert name.startswith(stage.rows[0].split()[1])
        assert len(rest) == len(stage.table.columns) - 2  # those included that the window has no room for
        assert stage.answer.startswith(f"row copied: {code} · {name}")


async def test_one_cell_is_chosen_and_copied(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2")
        name = stage.table.row.cells["name"] if stage.table.row is not None else ""
        await stage.press("Y", "j", "enter")
        assert stage.app.clipboard == name
        assert stage.answer == f"name copied: {name}"
        await stage.press("j", "Y", "escape")
        assert stage.app.clipboard == name


async def test_what_acts_on_a_terminal_is_copied_as_signs(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2")
        show(stage, code="C999", name=HOSTILE)
        await stage.press("y")
        assert "Acme␛]52;c;aGVsbG8=␇ [VIP]␉Ltd␊" in stage.app.clipboard.split("\t")
        assert stage.app.clipboard.isprintable() or set(re.findall(r"[^ -~␛␇␉␊–]", stage.app.clipboard)) == {"\t"}


async def test_what_is_too_long_is_refused_and_never_cut(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2")
        tabs = len(stage.table.columns) - 1
        more = MOST_BYTES - tabs + 1
        show(stage, name="海" * (more // 3) + "x" * (more % 3))
        await stage.press("y")
        assert stage.app.clipboard == ""
        assert f"not copied: {MOST_BYTES + 1} bytes, at most {MOST_BYTES}" in stage.answer
        show(stage, name="x" * (MOST_BYTES - tabs))
        await stage.press("y")
        assert len(stage.app.clipboard) == MOST_BYTES


async def test_where_there_is_no_row_it_says_so(home: Path) -> None:
    async with on_stage(home) as stage:
        await stage.press("2")
        stage.table.show(Rows({}))
        for key in ("y", "Y"):
            await stage.press(key)
            assert stage.answer == "✗ no row to copy here"
        assert stage.app.clipboard == ""


def test_the_clipboard_of_a_terminal_is_written_on_that_key_and_on_no_other(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("WAITING ON")
        terminal.send("2")
        terminal.shows("C001")
        terminal.send("jjkG")
        terminal.rest()
        assert not _OSC_52.search(terminal.raw)
        terminal.send("gy")
        terminal.shows("row copied: C001")
        (found,) = _OSC_52.findall(terminal.raw)
        assert found[0] == b"c"
        assert base64.b64decode(found[1], validate=True).decode().startswith("C001\t")

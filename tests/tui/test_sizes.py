"""Every screen, form and dialog at every size, in both languages: whole words, straight columns, nothing clipped."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from salestui.i18n import _, use
from salestui.tui.commands import COMMANDS, label
from salestui.tui.forms.entry import Choice, EntryRow
from salestui.tui.frame import Frame
from salestui.tui.text import cells
from salestui.tui.widgets.bars import HintBar, ModeBar
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.record_table import GAP, RecordTable
from tests.tui.conftest import HomeMaker
from tests.tui.places import PLACES, walk
from tests.tui.stage import Stage, cut, on_stage

SIZES = [(60, 16), (80, 24), (100, 30), (140, 45), (200, 60)]
LANGUAGES = ["en", "zh_CN"]


@asynccontextmanager
async def at(home: Path, language: str, size: tuple[int, int], place: str) -> AsyncIterator[Stage]:
    """The program, walked to a place."""
    async with on_stage(home, language, size) as stage:
        await walk(stage, place)
        yield stage


async def resized(stage: Stage, size: tuple[int, int]) -> None:
    """Make the window larger or smaller, and wait for the bars to follow."""
    await stage.pilot.resize_terminal(*size)
    await stage.until(lambda: stage.app.screen.size == size and len(stage.lines) == size[1], f"resized to {size}")


every_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
every_language = pytest.mark.parametrize("language", LANGUAGES)


# ── what must hold everywhere ────────────────────────────────────────────────────────────────────────────────────


def check(stage: Stage, size: tuple[int, int]) -> list[str]:
    """Everything that is wrong with the screen."""
    lines = stage.lines
    return [
        *_wrong_lines(lines, size),
        *_outside(stage),
        *_sideways(stage),
        *_hints(stage, lines),
        *_mode_bar(stage, lines),
        *_columns(stage, lines),
        *_cut_short(stage),
        *_choices(stage, lines),
        *_boards(stage, lines),
        *_keys_of_dialogs(stage),
    ]


def _wrong_lines(lines: list[str], size: tuple[int, int]) -> Iterator[str]:
    if len(lines) != size[1]:
        yield f"{len(lines)} lines"
    for number, line in enumerate(lines):
        if cell_len(line) != size[0]:
            yield f"line {number} takes {cell_len(line)} cells: {line!r}"


def _outside(stage: Stage) -> Iterator[str]:
    """What should be seen at once reaches beyond the window: bars, answers, dialogs."""
    window = stage.app.screen.region
    for widget in stage.app.screen.walk_children(Widget):
        if not widget.display or any(isinstance(above, VerticalScroll) for above in widget.ancestors):
            continue
        if widget.region and not window.contains_region(widget.region):
            yield f"{widget} at {widget.region} is outside {window}"


def _sideways(stage: Stage) -> Iterator[str]:
    for widget in stage.app.screen.walk_children(Widget):
        if widget.show_horizontal_scrollbar and widget.styles.scrollbar_size_horizontal:
            yield f"{widget} scrolls sideways"


def _hints(stage: Stage, lines: list[str]) -> Iterator[str]:
    """Help first, and only whole hints."""
    for bar in stage.app.screen.query(HintBar):
        line = lines[bar.region.y]
        whole = {f"{command.shown_key} {label(command)}" for command in COMMANDS}
        rest = f"{line.strip()}  "
        while rest.strip():
            hint = next((hint for hint in sorted(whole, key=len, reverse=True) if rest.startswith(f"{hint}  ")), None)
            if hint is None:
                yield f"no hint: {rest!r}"
                return
            rest = rest[len(hint) :].lstrip()
        if isinstance(stage.app.screen, Frame) and not line.startswith(f" ? {_('help')}"):
            yield f"help is not first: {line!r}"


def _mode_bar(stage: Stage, lines: list[str]) -> Iterator[str]:
    for bar in stage.app.screen.query(ModeBar):
        words = lines[bar.region.y].split()
        for sign in ("▲", "◆"):
            if sign not in words or not words[words.index(sign) + 1].isdigit():
                yield f"no count after {sign}: {words}"
        if words[-1] != "09:42" or words[-2] != stage.app.desks.screen.settings.owner:
            yield f"no owner and time: {words}"


def _tables(stage: Stage) -> list[RecordTable]:
    """The lists that are shown; a week in columns keeps its list for when the window is narrow again."""
    return [table for table in stage.app.screen.query(RecordTable) if table.is_on_screen and table.size]


def _columns(stage: Stage, lines: list[str]) -> Iterator[str]:
    """All columns begin at the same cell in every row: the cells between them are empty."""
    for table in _tables(stage):
        region = table.region
        gaps, at = [], table._gutter
        for _column, width in table._widths[:-1]:
            at += width
            gaps.append(at)
            at += len(GAP)
        if sum(width for _column, width in table._widths) + len(GAP) * len(gaps) > region.width:
            yield f"columns are wider than the table: {table._widths}"
        for y, place in enumerate([-1, *table._lines], region.y):
            line = cut(lines[y], region.x, region.width)
            if place is not None and any(cut(line, gap, len(GAP)) != GAP for gap in gaps):
                yield f"crooked: {line!r}"


_WHOLE = {"seq", "at", "code", "rule", "grade", "standing", "due", "last", "next", "keys"}  # of no use in part


def _cut_short(stage: Stage) -> Iterator[str]:
    """Times, codes and keys stand whole in their columns."""
    for table in _tables(stage):
        for column, width in table._widths:
            texts = [row.cells.get(column.id, "") for row in table._window.rows.values()] if column.id in _WHOLE else []
            for text in texts:
                if cells(text) > width:
                    yield f"{column.id} of {width} cells cuts {text!r}"


def _choices(stage: Stage, lines: list[str]) -> Iterator[str]:
    """Words to choose from stand whole."""
    for choice in stage.app.screen.query(Choice):
        region = choice.region
        seen = choice.content_region.intersection(stage.app.screen.region)
        shown = region.y in range(stage.app.screen.region.bottom) and _in_view(choice)
        if not shown or not seen:
            continue
        words = {f"{number} {word}" for number, (_value, word) in enumerate(choice._choices, 1)}
        line = cut(lines[region.y], region.x, region.width).strip()
        for word in line.split("  "):
            if word.strip() and word.strip() not in words and word.strip() not in "…‹›<>":
                yield f"half a word to choose: {word!r} in {line!r}"


def _in_view(widget: Widget) -> bool:
    """Whether a field of a form is not scrolled away."""
    scroll = next(above for above in widget.ancestors if isinstance(above, VerticalScroll))
    return scroll.region.contains_region(widget.region)


def _boards(stage: Stage, lines: list[str]) -> Iterator[str]:
    """Columns of cards stand apart, each below its whole title."""
    for board in (each for each in stage.app.screen.query(Board) if each.display):
        view, region = board._view, board.region
        for each, after in zip(view.shown, view.shown[1:], strict=False):
            gap = each.x + each.width
            for y in range(region.y, region.bottom):
                if any(view.cards) and cut(lines[y], region.x + gap, after.x - gap).strip():
                    yield f"columns touch: {lines[y]!r}"
        for each in view.shown:
            title = view.source.columns[each.number].title
            if title not in cut(lines[region.y], region.x + each.x, each.width):
                yield f"half a title: {title!r} in {lines[region.y]!r}"
        if view.shown and view.shown[-1].x + view.shown[-1].width > region.width:
            yield f"columns are wider than the board: {view.shown}"


def _keys_of_dialogs(stage: Stage) -> Iterator[str]:
    """The keys at the foot of a dialog stand in one line, whole, inside the window."""
    screen = stage.app.screen
    for static in screen.query(Static) if isinstance(screen, ModalScreen) else ():
        said = str(static.visual)
        if "Esc" not in said or "\n" in said or any(isinstance(above, VerticalScroll) for above in static.ancestors):
            continue
        if static.region.height != 1 or cells(said) > static.content_size.width:
            yield f"keys of a dialog are cut: {said!r} in {static.region}"


# ── everywhere ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", PLACES)
@every_language
async def test_nothing_is_clipped_crooked_or_half_a_word(home_of: HomeMaker, language: str, place: str) -> None:
    found = []
    async with at(home_of(language), language, SIZES[0], place) as stage:
        for size in SIZES:
            await resized(stage, size)
            found += [f"{size}: {wrong}" for wrong in check(stage, size)]
    assert found == []


@every_size
@every_language
async def test_so_it_is_from_the_start_too(home_of: HomeMaker, language: str, size: tuple[int, int]) -> None:
    found = []
    for place in ("Today", "Customers", "follow-up"):
        async with at(home_of(language), language, size, place) as stage:
            found += [f"{place}: {wrong}" for wrong in check(stage, size)]
    assert found == []


@every_size
@every_language
async def test_an_empty_file_says_what_to_press_first(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    found = []
    for place in ("Today", "Customers", "help on Today", "palette"):
        async with at(tmp_path / "empty", language, size, place) as stage:
            found += [f"{place}: {wrong}" for wrong in check(stage, size)]
            if place in ("Today", "Customers"):
                assert any(line.lstrip().startswith(_("no customers yet – n adds one")[:6]) for line in stage.lines)
                said = next(line for line in stage.lines if _("no customers yet – n adds one")[:6] in line)
                assert "…" not in said
    assert found == []


@pytest.mark.parametrize("place", ["follow-up", "inquiry", "customer", "task", "contact"])
@every_language
async def test_every_field_can_be_reached_and_is_seen_when_it_is(home_of: HomeMaker, language: str, place: str) -> None:
    for size in SIZES[:2]:
        async with at(home_of(language), language, size, place) as stage:
            form = stage.app.screen
            rows = list(form.query(EntryRow))
            for row in rows:
                assert form.focused is row.input, (place, row.entry.id)
                await stage.until(partial(_in_view, row.input), f"{row.entry.id} scrolls into view")
                first = stage.lines[row.input.region.y]
                assert row.entry.label[:4] in first, (place, row.entry.id)
                await stage.press("tab")


@every_language
async def test_labels_of_fields_stand_whole(home_of: HomeMaker, language: str) -> None:
    for place in ("follow-up", "inquiry", "customer", "task", "contact"):
        async with at(home_of(language), language, (80, 45), place) as stage:
            lines = stage.lines
            for row in stage.app.screen.query(EntryRow):
                if _in_view(row.input):
                    assert row.entry.label in lines[row.input.region.y], (place, row.entry.id)


@every_language
async def test_the_window_may_change_its_size_at_any_time(home_of: HomeMaker, language: str) -> None:
    async with on_stage(home_of(language), language) as stage:
        found = []
        for size in (*SIZES, *reversed(SIZES)):
            await resized(stage, size)
            found += [f"{size}: {wrong}" for wrong in check(stage, size)]
            await stage.press("G" if size[0] < 100 else "g")
            found += [f"{size}: {wrong}" for wrong in check(stage, size)]
        assert found == []


def test_these_checks_see_what_is_crooked() -> None:
    use("en")
    assert cut("ab海茗cd", 2, 4) == "海茗"
    assert cut("ab海茗cd", 3, 4) == "茗c"

"""RecordTable with 100,000 rows: what each key does, what it asks of its source, and what a step repaints."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from salestui.tui.widgets.record_table import RecordTable, Rows, RowSource, TableColumn, TableRow

MANY = 100_000
WIDTH, HEIGHT = 80, 21  # a header and twenty rows
WINDOW = HEIGHT - 1
COLUMNS = [
    TableColumn("code", "code", 8),
    TableColumn("name", "name", 10, elastic=1),
    TableColumn("amount", "amount", 9, right=True, least=60),
]


class Counting:
    """A source of rows that are made up when asked for; it keeps what was asked."""

    def __init__(self, keys: Sequence[str], headings: Mapping[str, str] | None = None) -> None:
        self.keys = keys
        self.asked: list[int] = []
        self._headings = headings or {}

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        self.asked.append(len(keys))
        return {
            key: TableRow({"code": key, "name": f"海明 {key}", "amount": "1"}, heading=self._headings.get(key, ""))
            for key in keys
        }


def many(n: int = MANY) -> list[str]:
    return [f"k{number:06}" for number in range(n)]


class Board(App[None]):
    """A table and what it told."""

    def __init__(self, source: RowSource, empty: str = "") -> None:
        super().__init__()
        self.table = RecordTable(COLUMNS, empty=empty)
        self.source = source
        self.highlighted: list[str | None] = []
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.show(self.source)
        self.table.focus()

    @on(RecordTable.Highlighted)
    def keep(self, event: RecordTable.Highlighted) -> None:
        self.highlighted.append(event.key)

    @on(RecordTable.Chosen)
    def take(self, event: RecordTable.Chosen) -> None:
        self.chosen.append(event.key)

    @property
    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    @property
    def seen(self) -> list[str]:
        """The keys on the screen, from top to bottom."""
        return [self.source.keys[place] for place in self.table._lines if place is not None]


@asynccontextmanager
async def board(source: RowSource, **given: Any) -> AsyncIterator[tuple[Board, Pilot[None]]]:  # Any: Board's own
    app = Board(source, **given)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        yield app, pilot


# ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (("j",), 1),
        (("down", "down"), 2),
        (("j", "j", "k"), 1),
        (("up",), 0),
        (("k", "k"), 0),
        (("G",), MANY - 1),
        (("end",), MANY - 1),
        (("G", "j"), MANY - 1),
        (("G", "k"), MANY - 2),
        (("G", "g"), 0),
        (("G", "home"), 0),
        (("pagedown",), WINDOW - 1),
        (("pagedown", "pagedown"), 2 * (WINDOW - 1)),
        (("pagedown", "pageup"), 0),
        (("pageup",), 0),
        (("G", "pagedown"), MANY - 1),
        (("ctrl+f", "ctrl+b"), 0),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
async def test_where_a_key_takes_the_cursor(keys: tuple[str, ...], place: int) -> None:
    async with board(Counting(many())) as (app, pilot):
        await pilot.press(*keys)
        assert app.table.cursor == place
        assert app.table.key == f"k{place:06}"
        assert app.table.key in app.seen
        assert app.highlighted[-1] == app.table.key
        assert len(app.seen) == WINDOW


async def test_at_the_edge_the_window_moves_by_half_its_height() -> None:
    async with board(Counting(many())) as (app, pilot):
        app.table.cursor = WINDOW - 1
        assert app.seen[0] == "k000000"
        await pilot.press("j")
        assert app.seen[0] == f"k{WINDOW // 2:06}"
        assert app.seen.index(app.table.key or "") == WINDOW // 2
        before = app.seen
        await pilot.press(*["j"] * (WINDOW // 2 - 1))
        assert app.seen == before  # the next steps move the cursor alone
        await pilot.press("j")
        assert app.seen != before


async def test_a_step_inside_the_window_repaints_two_lines_and_asks_for_nothing() -> None:
    source = Counting(many())
    async with board(source) as (app, pilot):
        repainted: list[Region] = []
        refresh = app.table.refresh

        def kept(*regions: Region, **how: Any) -> RecordTable:  # Any: Widget.refresh's own
            repainted.extend(regions or [Region(0, 0, WIDTH, HEIGHT)])
            return refresh(*regions, **how)

        app.table.refresh = kept  # type: ignore[method-assign]  # what is asked to be painted is what is tested
        source.asked.clear()
        await pilot.press("j")
        assert source.asked == []
        assert sorted(region.y for region in repainted) == [1, 2]
        assert {region.height for region in repainted} == {1}


async def test_the_source_is_asked_for_windows_only_however_long_the_list_is() -> None:
    source = Counting(many())
    async with board(source) as (app, pilot):
        assert sum(source.asked) == WINDOW
        source.asked.clear()
        await pilot.press("G")
        assert source.asked == [WINDOW]
        source.asked.clear()
        app.table.cursor = MANY // 2
        assert source.asked == [WINDOW]
        source.asked.clear()
        await pilot.press(*["j"] * (WINDOW * 2))
        assert max(source.asked) <= WINDOW // 2 + 1
        assert len(source.asked) <= 5


# ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_line_is_as_wide_as_the_table_and_columns_stand_in_their_cells() -> None:
    async with board(Counting(many())) as (app, _pilot):
        assert {cell_len(line) for line in app.lines} == {WIDTH}
        assert app.lines[0].split() == ["code", "name", "amount"]
        assert all(line.endswith("1") for line in app.lines[1:])


async def test_columns_go_and_come_with_the_width_and_never_overrun_it() -> None:
    async with board(Counting(many())) as (app, pilot):
        for width in (40, 59, 60, 100, 19, 12):
            await pilot.resize_terminal(width, HEIGHT)
            await pilot.pause()
            assert {cell_len(line) for line in app.lines} == {width}
            assert ("amount" in app.lines[0]) == (width >= 60)


async def test_headings_stand_above_their_rows_and_are_no_rows() -> None:
    keys = many(6)
    async with board(Counting(keys, {keys[0]: "FIRST", keys[3]: "SECOND 第二"})) as (app, pilot):
        starts = [line.split("  ")[0].strip() for line in app.lines[1:9]]
        assert starts == ["FIRST", *keys[:3], "SECOND 第二", *keys[3:]]
        await pilot.press("j", "j", "j")
        assert app.table.key == keys[3]


async def test_the_last_row_is_seen_though_headings_take_lines() -> None:
    keys = many(WINDOW + 5)
    async with board(Counting(keys, dict.fromkeys(keys[::4], "HEADING"))) as (app, pilot):
        for key in ("G", "g", "G", *["k"] * len(keys), *["j"] * len(keys)):
            await pilot.press(key) if key in "gG" else app.table.action_move(1 if key == "j" else -1)
            assert app.table.key in app.seen
            (place,) = [y for y, line in enumerate(app.lines) if line.startswith(app.table.key or "-")]
            assert place > 0


async def test_an_empty_table_says_what_to_do_and_keys_do_nothing() -> None:
    async with board(Rows({}), empty="nobody here – n adds one") as (app, pilot):
        assert any(line.startswith("nobody here – n adds one") for line in app.lines)
        await pilot.press("j", "k", "G", "g", "pagedown", "enter")
        assert app.table.key is None
        assert app.chosen == []
        assert app.highlighted == [None]
        assert app.table.cursor == 0


async def test_a_text_too_long_ends_with_an_ellipsis_in_its_cells() -> None:
    rows = {"a": TableRow({"code": "abcdefghijk", "name": "海明科技" * 30}), "b": TableRow({"code": "海明科技股份"})}
    async with board(Rows(rows)) as (app, _pilot):
        assert app.lines[1].startswith("abcdefg…  海明")
        assert app.lines[2].startswith("海明科…   ")
        assert {cell_len(line) for line in app.lines} == {WIDTH}


# ── show() again ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_cursor_stays_with_its_key_when_the_list_is_shown_again() -> None:
    async with board(Counting(many())) as (app, _pilot):
        app.table.cursor = 70_000
        app.table.show(Counting(list(reversed(many()))))
        assert app.table.key == "k070000"
        assert app.table.cursor == MANY - 1 - 70_000
        assert app.table.cursor in app.table._lines


async def test_where_its_key_is_gone_the_cursor_stays_in_its_place() -> None:
    async with board(Counting(many(50))) as (app, _pilot):
        app.table.cursor = 10
        app.table.show(Counting([key for key in many(50) if key != "k000010"]))
        assert (app.table.cursor, app.table.key) == (10, "k000011")
        app.table.show(Counting(many(3)))
        assert (app.table.cursor, app.table.key) == (2, "k000002")
        app.table.show(Rows({}))
        assert app.table.key is None
        app.table.show(Counting(many(3)))
        assert app.table.key is not None


async def test_it_goes_to_a_row_by_its_key() -> None:
    async with board(Counting(many())) as (app, _pilot):
        assert app.table.move_to("k099000")
        assert "k099000" in app.seen
        assert not app.table.move_to("nobody")
        assert app.table.key == "k099000"


# ── mouse ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_click_moves_the_cursor_and_a_click_on_the_cursor_opens() -> None:
    async with board(Counting(many())) as (app, pilot):
        await pilot.click(RecordTable, offset=(5, 4))
        assert (app.table.cursor, app.chosen) == (3, [])
        await pilot.click(RecordTable, offset=(5, 4))
        assert app.chosen == ["k000003"]
        await pilot.click(RecordTable, offset=(5, 0))  # the header
        assert app.table.cursor == 3
        assert app.chosen == ["k000003"]


async def test_a_click_on_a_heading_or_below_the_rows_does_nothing() -> None:
    keys = many(2)
    async with board(Counting(keys, {keys[1]: "HEADING"})) as (app, pilot):
        for y in (2, 10):
            await pilot.click(RecordTable, offset=(5, y))
            assert (app.table.cursor, app.chosen) == (0, [])


async def test_the_wheel_moves_the_cursor_by_three() -> None:
    async with board(Counting(many())) as (app, pilot):
        await pilot._post_mouse_events([events.MouseScrollDown], RecordTable, offset=(5, 5))
        assert app.table.cursor == 3


async def test_enter_opens_the_row_under_the_cursor() -> None:
    async with board(Counting(many())) as (app, pilot):
        await pilot.press("j", "enter")
        assert app.chosen == ["k000001"]

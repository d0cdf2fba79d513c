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
from salestui.tui.widgets.table_layout import lay_out

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

    def __init__(
        self, keys: Sequence[str], headings: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
    ) -> None:
        self.keys = keys
        self.asked: list[int] = []
        self._headings = headings or {}
        self._names = names or {}

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        self.asked.append(len(keys))
        return {
            key: TableRow(
                {"code": key, "name": self._names.get(key, f"海明 {key}"), "amount": "1"},
                heading=self._headings.get(key, ""),
            )
            for key in keys
        }


def many(n: int = MANY) -> list[str]:
    return [f"k{number:06}" for number in range(n)]


class Board(App[None]):
    """A table and what it told."""

    def __init__(self, source: RowSource, empty: str = "", *, multi: bool = False) -> None:
        super().__init__()
        self.table = RecordTable(COLUMNS, empty=empty, multi=multi)
        self.source = source
        self.highlighted: list[str | None] = []
        self.chosen: list[str] = []
        self.marked = 0
        self.titles: list[str] = []
        self.left: list[str] = []

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

    @on(RecordTable.Marked)
    def count(self, event: RecordTable.Marked) -> None:
        self.marked = event.table.mark_count

    @on(RecordTable.HeaderClicked)
    def keep_title(self, event: RecordTable.HeaderClicked) -> None:
        self.titles.append(event.column_id)

    def on_key(self, event: events.Key) -> None:
        self.left.append(event.key)

    def watched(self) -> list[Region]:
        """From now on, what the table asks to be painted."""
        repainted: list[Region] = []
        refresh = self.table.refresh

        def kept(*regions: Region, **how: Any) -> RecordTable:  # Any: Widget.refresh's own
            repainted.extend(regions or [Region(0, 0, WIDTH, HEIGHT)])
            return refresh(*regions, **how)

        self.table.refresh = kept  # type: ignore[method-assign]  # what is asked to be painted is what is tested
        return repainted

    @property
    def line_of_cursor(self) -> int:
        return self.table._lines.index(self.table.cursor)

    @property
    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    @property
    def seen(self) -> list[str]:
        """The keys on the screen, from top to bottom."""
        keys = self.table._keys
        return [keys[place] for place in self.table._lines if place is not None]


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
        repainted = app.watched()
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


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "marked", "cursor"),
    [
        (("space",), [0], 1),
        (("space", "space"), [0, 1], 2),
        (("space", "k", "space"), [], 1),
        (("G", "space"), [9], 9),
        (("asterisk",), list(range(10)), 0),
        (("asterisk", "asterisk"), [], 0),
        (("space", "asterisk"), list(range(10)), 1),
        (("asterisk", "space"), list(range(1, 10)), 1),
        (("J",), [0, 1], 1),
        (("shift+down", "shift+down"), [0, 1, 2], 2),
        (("j", "j", "J", "J", "K"), [2, 3], 3),
        (("j", "j", "K", "K"), [0, 1, 2], 0),
        (("j", "j", "J", "K", "K"), [1, 2], 1),
        (("J", "j", "j", "J"), [0, 1, 3, 4], 4),
        (("G", "J"), [9], 9),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
async def test_what_a_key_marks(keys: tuple[str, ...], marked: list[int], cursor: int) -> None:
    async with board(Counting(many(10)), multi=True) as (app, pilot):
        await pilot.press(*keys)
        assert app.table.marked == {f"k{place:06}" for place in marked}
        assert app.table.mark_count == len(marked)
        assert app.table.cursor == cursor
        assert app.marked == app.table.mark_count


async def test_a_list_that_does_not_allow_marks_leaves_those_keys_to_its_screen() -> None:
    async with board(Counting(many(10))) as (app, pilot):
        await pilot.press("space", "asterisk", "J", "shift+down")
        assert app.table.marked == frozenset()
        assert app.table.cursor == 0
        assert app.left == ["space", "asterisk", "J", "shift+down"]


async def test_a_marked_row_shows_a_sign_and_the_gutter_goes_with_the_last_mark() -> None:
    async with board(Counting(many(10)), multi=True) as (app, pilot):
        assert app.lines[1].startswith("k000000")
        await pilot.press("space")
        assert [line[:9] for line in app.lines[:3]] == ["  code   ", "✓ k000000", "  k000001"]
        assert {cell_len(line) for line in app.lines} == {WIDTH}
        await pilot.press("k", "space")
        assert app.lines[1].startswith("k000000")


async def test_marks_stay_over_another_list_and_go_with_what_is_gone() -> None:
    async with board(Counting(many(10)), multi=True) as (app, pilot):
        await pilot.press("space", "space", "space")
        app.table.show(Counting(many(10)[2:5]))  # narrowed
        assert app.table.mark_count == 3
        await pilot.press("asterisk")
        assert app.table.mark_count == 5
        await pilot.press("asterisk")  # those of the list only: the others are not seen
        assert app.table.marked == {"k000000", "k000001"}
        app.table.keep_marks(["k000001", "k000009"])
        await pilot.pause()
        assert app.table.marked == {"k000001"}
        assert app.marked == 1
        app.table.clear_marks()
        await pilot.pause()
        assert (app.table.mark_count, app.marked) == (0, 0)


async def test_marking_a_hundred_thousand_costs_no_step_afterwards() -> None:
    source = Counting(many())
    async with board(source, multi=True) as (app, pilot):
        await pilot.press("asterisk")
        assert app.table.mark_count == MANY
        assert app.table.marked is app.table.marked  # made once
        source.asked.clear()
        await pilot.press("j", "space")
        assert source.asked == []
        assert app.table.mark_count == MANY - 1


# ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_list_shown_again_unchanged_paints_nothing_and_one_row_its_line() -> None:
    keys = many(100)
    async with board(Counting(keys)) as (app, pilot):
        app.table.cursor = 50
        await pilot.pause()
        seen, repainted = app.seen, app.watched()
        app.table.show(Counting(keys))
        assert repainted == []
        app.table.show(Counting(keys, {}, {seen[3]: "another name"}))
        assert [region.y for region in repainted] == [4]


async def test_rows_that_come_above_leave_the_cursor_on_its_line() -> None:
    keys = many(100)
    async with board(Counting(keys)) as (app, pilot):
        app.table.cursor = 50
        line = app.line_of_cursor
        app.table.show(Counting(["new1", "new2", *keys]))
        assert (app.table.key, app.line_of_cursor) == ("k000050", line)
        app.table.show(Counting([*keys[40:], *keys[:40]]))
        assert app.table.key == "k000050"
        assert app.table.key in app.seen
        await pilot.pause()
        assert app.highlighted[-1] == "k000050"


async def test_a_window_at_the_top_shows_what_is_new_there() -> None:
    keys = many(100)
    async with board(Counting(keys)) as (app, _pilot):
        app.table.show(Counting(["new", *keys]))
        assert app.table.key == "k000000"
        assert app.seen[0] == "new"


async def test_a_row_gone_since_the_keys_were_read_leaves_its_line_empty() -> None:
    class Losing(Counting):
        def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
            return {key: row for key, row in super().rows(keys).items() if key != "k000001"}

    async with board(Losing(many(10))) as (app, pilot):
        await pilot.press("j")
        assert app.lines[2].strip() == ""
        assert app.table.key == "k000001"


@pytest.mark.parametrize("height", [2, 3, 4, 5, 8, 21])
@pytest.mark.parametrize("every", [1, 2, 5])
async def test_the_cursor_is_always_seen_whatever_the_headings_and_the_height(height: int, every: int) -> None:
    keys = many(30)
    async with board(Counting(keys, dict.fromkeys(keys[::every], "HEADING"))) as (app, pilot):
        await pilot.resize_terminal(WIDTH, height)
        await pilot.pause()
        steps = (*[1] * 29, *[-1] * 29, *[7] * 5, -3, 5, -11, *[-7] * 4)
        for step in steps:
            app.table.action_move(step)
            await pilot.pause()
            painted = [strip.text for strip in app.screen._compositor.render_strips()]
            assert painted == app.lines  # nothing stale is left
            assert [line for line in painted if line.startswith(app.table.key or "-")], f"{app.table.cursor}"
            assert len(app.lines) == height


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────

CHOICE = [
    TableColumn("code", "code", 6),
    TableColumn("name", "name", 14, elastic=1),
    TableColumn("stage", "stage", 10),
    TableColumn("care", "care", 14, least=120),
    TableColumn("industry", "industry", 12, least=90),
    TableColumn("region", "region", 8, least=130),
    TableColumn("owner", "owner", 8, least=70),
    TableColumn("last", "last", 14),
]
HIDDEN = [frozenset(), {"owner"}, {"care", "industry"}, {"code", "stage", "last"}, {"stage", "last", "care", "owner"}]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda given: " ".join(sorted(given)) or "none")
def test_columns_fit_and_the_name_keeps_its_width_at_any_size(hidden: frozenset[str]) -> None:
    for width in range(40, 201):
        found = lay_out(CHOICE, width, hidden)
        widths = {column.id: cells for column, cells in found}
        assert sum(widths.values()) + 2 * (len(widths) - 1) == width
        assert widths["name"] >= 14
        assert not hidden & widths.keys()
        assert list(widths) == [column.id for column in CHOICE if column.id in widths]  # in their order


@pytest.mark.parametrize(
    ("width", "hidden", "shown"),
    [
        (80, set(), "code name stage owner last"),
        (89, set(), "code name stage owner last"),
        (90, set(), "code name stage industry owner last"),
        (200, set(), "code name stage care industry region owner last"),
        (80, {"last"}, "code name stage care industry owner"),
        (80, {"stage", "last"}, "code name care industry region owner"),
        (80, {"owner", "industry"}, "code name stage care region last"),
        (40, set(), "code name stage"),
        (40, {"stage"}, "code name last"),
        (60, {"stage", "last"}, "code name industry region owner"),
    ],
)
def test_hidden_columns_make_room_for_others_and_the_least_important_give_way(
    width: int, hidden: set[str], shown: str
) -> None:
    assert [column.id for column, _cells in lay_out(CHOICE, width, hidden)] == shown.split()


async def test_a_hidden_column_is_not_painted() -> None:
    async with board(Counting(many(5))) as (app, _pilot):
        app.table.set_columns(COLUMNS, hidden={"amount"})
        assert app.lines[0].split() == ["code", "name"]
        assert {cell_len(line) for line in app.lines} == {WIDTH}


# ── more of the mouse ────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_click_with_ctrl_or_in_the_gutter_marks() -> None:
    async with board(Counting(many(10)), multi=True) as (app, pilot):
        await pilot.click(RecordTable, offset=(0, 3))  # no gutter yet: the cursor
        assert (app.table.cursor, app.table.mark_count) == (2, 0)
        await pilot.click(RecordTable, offset=(5, 4), control=True)
        assert app.table.marked == {"k000003"}
        await pilot.click(RecordTable, offset=(0, 5))
        assert app.table.marked == {"k000003", "k000004"}
        await pilot.click(RecordTable, offset=(0, 5))
        assert app.table.marked == {"k000003"}
        assert app.chosen == []


async def test_a_click_on_a_title_tells_which() -> None:
    async with board(Counting(many(10))) as (app, pilot):
        for x in (0, 12, 75, 9):  # the last between two columns
            await pilot.click(RecordTable, offset=(x, 0))
        assert app.titles == ["code", "name", "amount"]

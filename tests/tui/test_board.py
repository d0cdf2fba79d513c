"""Board with thousands of cards: what each key does, what it asks of its source, and what a step repaints."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from salestui.tui.widgets.board import Board
from salestui.tui.widgets.board_cards import BoardCard, BoardColumn

LINES = 3  # of a card in a narrow column
WIDTH, HEIGHT = 80, 1 + 10 * LINES  # a header and ten cards a column
STAGES = ("todo", "doing", "waiting", "done")


class Cards:
    """Cards that are made up when asked for; it keeps what was asked."""

    def __init__(self, stages: Mapping[str, Sequence[str]], warning: str = "") -> None:
        self.stages = {stage: list(keys) for stage, keys in stages.items()}
        self.columns = [BoardColumn(stage, stage, warning=stage == warning) for stage in stages]
        self.asked: list[int] = []

    def keys(self, column: str) -> Sequence[str]:
        return self.stages[column]

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        self.asked.append(len(keys))
        return {key: BoardCard(f"▲ {key}", "海明科技 Fri", tone="overdue") for key in keys}


def four(n: int) -> dict[str, list[str]]:
    """`n` cards in each of four columns: a0 a1 … b0 …"""
    return {stage: [f"{letter}{number}" for number in range(n)] for letter, stage in zip("abcd", STAGES, strict=True)}


class Stage(App[None]):
    """A board and what it told."""

    def __init__(self, source: Cards) -> None:
        super().__init__()
        self.board = Board(empty="nothing to do – t adds a task")
        self.source = source
        self.chosen: list[str] = []
        self.moved: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        self.board.show(self.source)
        self.board.focus()

    @on(Board.Chosen)
    def take(self, event: Board.Chosen) -> None:
        self.chosen.append(event.key)

    @on(Board.Moved)
    def carry(self, event: Board.Moved) -> None:
        self.moved.append((event.key, event.column))

    @property
    def lines(self) -> list[str]:
        return [self.board.render_line(y).text for y in range(self.board.size.height)]


@asynccontextmanager
async def opened(source: Cards, size: tuple[int, int] = (WIDTH, HEIGHT)) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    app = Stage(source)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


@pytest.mark.parametrize(
    ("keys", "stands_on"),
    [
        ("", "a0"),
        ("j j", "a2"),
        ("j j k", "a1"),
        ("k", "a0"),
        ("G", "a49"),
        ("G g", "a0"),
        ("l j", "b1"),
        ("j j l j h", "a2"),  # each column keeps its place
        ("l l l l l", "d0"),
        ("h", "a0"),
        ("pagedown", "a9"),
        ("down right", "b0"),
    ],
)
async def test_keys_walk_over_the_cards(keys: str, stands_on: str) -> None:
    async with opened(Cards(four(50))) as (app, pilot):
        await pilot.press(*keys.split())
        assert app.board.key == stands_on
        line = next(line for line in app.lines if stands_on in line.split())
        assert cell_len(line) == WIDTH


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ((">",), [("a0", "doing")]),
        (("l", "<"), [("b0", "todo")]),
        (("l", "shift+right"), [("b0", "waiting")]),
        (("<",), []),  # there is nothing before the first column
        (("l", "l", "l", ">"), []),
    ],
)
async def test_a_card_is_carried_by_asking_and_stays_until_it_is_done(
    keys: Sequence[str], asked: list[tuple[str, str]]
) -> None:
    async with opened(Cards(four(3))) as (app, pilot):
        await pilot.press(*keys)
        assert app.moved == asked
        assert app.source.stages == four(3)


async def test_the_cursor_follows_its_card_into_another_column() -> None:
    async with opened(Cards(four(30))) as (app, pilot):
        await pilot.press("j", "j")
        moved = four(30)
        moved["waiting"].insert(25, moved["todo"].pop(2))
        app.board.show(Cards(moved))
        await pilot.pause()
        assert (app.board.key, app.board.column) == ("a2", "waiting")
        assert any("a2" in line.split() for line in app.lines)


async def test_a_card_that_is_gone_leaves_the_cursor_where_it_was() -> None:
    async with opened(Cards(four(3))) as (app, pilot):
        await pilot.press("j")
        left = four(3)
        left["todo"].remove("a1")
        app.board.show(Cards(left))
        await pilot.pause()
        assert app.board.key == "a2"


async def test_a_step_repaints_two_cards_and_asks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(Cards(four(5_000))) as (app, pilot):
        assert sum(app.source.asked) == 4 * (HEIGHT - 1) // LINES
        app.source.asked.clear()
        repainted: list[Region] = []

        def refresh(*regions: Region, **_options: object) -> Board:
            repainted.extend(regions)
            return app.board

        monkeypatch.setattr(app.board, "refresh", refresh)
        await pilot.press("j")
        assert [region.height for region in repainted] == [LINES, LINES]
        assert app.source.asked == []


async def test_at_the_edge_the_column_moves_by_half_its_height() -> None:
    async with opened(Cards(four(5_000))) as (app, pilot):
        app.source.asked.clear()
        for _step in range(100):
            await pilot.press("j")
        assert app.board.key == "a100"
        assert sum(app.source.asked) < 130  # cards asked for on the way: not much more than were passed
        assert len(app.source.asked) < 25


@pytest.mark.parametrize("width", [20, 38, 58, 60, 80, 100, 140, 200])
async def test_no_line_is_wider_than_the_screen_and_hidden_columns_are_counted(width: int) -> None:
    async with opened(Cards(four(5)), (width, HEIGHT)) as (app, pilot):
        for _column in STAGES:
            assert {cell_len(line) for line in app.lines} == {width}
            shown = sum(stage in app.lines[0] for stage in STAGES)
            if shown < len(STAGES):
                assert "‹" in app.lines[0] or "›" in app.lines[0]
            assert str(app.board.column) in app.lines[0]
            await pilot.press("l")


async def test_an_empty_board_says_what_to_press() -> None:
    async with opened(Cards(dict.fromkeys(STAGES, ()))) as (app, pilot):
        assert "nothing to do – t adds a task" in app.lines[2]
        await pilot.press("j", "l", ">", "enter", "G")
        assert (app.board.key, app.moved, app.chosen) == (None, [], [])


async def test_a_click_takes_a_card_and_a_click_on_it_opens_it() -> None:
    async with opened(Cards(four(5))) as (app, pilot):
        await pilot.click(Board, offset=(25, 4))
        assert (app.board.key, app.chosen) == ("b1", [])
        await pilot.click(Board, offset=(25, 6))
        assert app.chosen == ["b1"]


async def test_a_card_is_dragged_to_another_column() -> None:
    async with opened(Cards(four(5))) as (app, pilot):
        await pilot.mouse_down(Board, offset=(5, 4))
        await pilot.hover(Board, offset=(50, 8))
        assert app.board._target == 2
        await pilot.mouse_up(Board, offset=(50, 8))
        assert app.moved == [("a1", "waiting")]
        assert app.board._target is None
        assert app.chosen == []

"""Tiles: figures side by side with a cursor, on pages; one line a figure where the window is small.

It knows no figure: what stands on a tile is made by whoever shows it. A step of the cursor paints two lines.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.recovering import Recovering
from salestui.tui.text import fit
from salestui.tui.widgets.tile_lines import Line, Tile, list_line, list_widths, tile_lines, whole_trend

_GAP = 2
_NARROWEST = 24  # cells of a tile
_ROOMY = 44  # cells of a tile where a fourth column is no squeeze: figures keep their places in most windows
_LOWEST = 4  # lines of a tile
_MOST_COLUMNS = 4
_HIGHEST = 12  # lines of a tile: further ones would be empty


class Arrangement(NamedTuple):
    """How the tiles of a page stand: in one column of lines, or in several of tiles."""

    columns: int
    pitch: int  # cells from one tile to the next
    width: int  # of a tile
    height: int


def arrange(count: int, size: Size) -> Arrangement:
    """As many columns as are roomy, each tile as high as a page of `count` tiles lets it be."""
    for columns in range(_MOST_COLUMNS, 1, -1):
        width = (size.width - 2 - _GAP * (columns - 1)) // columns
        height = size.height // -(-count // columns)
        if width >= (_ROOMY if columns > 3 else _NARROWEST) and height >= _LOWEST:
            return Arrangement(columns, width + _GAP, whole_trend(width, height), min(_HIGHEST, height))
    return Arrangement(1, size.width, size.width - 2, 1)


class Tiles(Recovering, Widget, can_focus=True):
    """Posts `Highlighted` and `Chosen`; tiles go in through `show`, and the cursor stays on its key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tiles--{name}" for name in ("name", "unit", "value", "good", "bad", "muted", "trend", "past", "cursor")
    }
    DEFAULT_CSS = """
    Tiles { height: 1fr; }
    Tiles > .tiles--name { color: $text-muted; }
    Tiles > .tiles--unit { color: $text-muted; }
    Tiles > .tiles--value { color: $text; text-style: bold; }
    Tiles > .tiles--good { color: $text-success; }
    Tiles > .tiles--bad { color: $text-error; }
    Tiles > .tiles--muted { color: $text-muted; }
    Tiles > .tiles--trend { color: $primary; }
    Tiles > .tiles--past { color: $secondary; }
    Tiles > .tiles--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "row(1)", show=False),
        Binding("k,up", "row(-1)", show=False),
        Binding("l,right", "step(1)", show=False),
        Binding("h,left", "step(-1)", show=False),
        Binding("pagedown,tab,ctrl+f", "page(1)", show=False),
        Binding("pageup,shift+tab,ctrl+b", "page(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Highlighted(Message):
        """The cursor stands on another tile."""

    class Chosen(Message):
        """Enter, or a click on the tile under the cursor."""

    def __init__(self, page: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """`page`: how many tiles stand on a page."""
        super().__init__(id=id)
        self._page = page
        self._tiles: tuple[Tile, ...] = ()
        self._cursor = 0
        self._empty = ""
        self._arranged = Arrangement(1, 0, 0, 1)
        self._drawn: dict[str, tuple[Tile, list[Line]]] = {}
        self._list_widths: tuple[int, ...] = ()

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, tiles: Sequence[Tile], *, empty: str = "") -> None:
        """Show other tiles; only those that changed are painted."""
        before = {tile.key: tile for tile in self._tiles}
        key, self._tiles, self._empty = self.key, tuple(tiles), empty
        keys = [tile.key for tile in self._tiles]
        self._cursor = keys.index(key) if key in keys else 0
        if list(before) != keys or self._arranged.columns == 1:
            self._lay_out()  # a list's columns are as wide as its texts
            return
        for place, tile in enumerate(self._shown):
            if tile != before[tile.key]:
                self.refresh(self._region(place))

    @property
    def key(self) -> str | None:
        """The key under the cursor."""
        return self._tiles[self._cursor].key if self._cursor < len(self._tiles) else None

    @property
    def page(self) -> int:
        """The number of the page shown, from 0."""
        return self._cursor // self._page

    @property
    def _shown(self) -> Sequence[Tile]:
        return self._tiles[self.page * self._page : (self.page + 1) * self._page]

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_row(self, step: int) -> None:
        """One tile down or up; below the last row the next page begins."""
        place = self._cursor + step * self._arranged.columns
        if 0 <= place < len(self._tiles):
            self._stand_at(place)
        elif step > 0 and self.page < (len(self._tiles) - 1) // self._page:
            self._stand_at((self.page + 1) * self._page)

    def action_step(self, step: int) -> None:
        """The next tile, or the one before."""
        self._stand_at(self._cursor + step)

    def action_page(self, step: int) -> None:
        """The next page, from the last one the first again."""
        pages = -(-len(self._tiles) // self._page)
        if pages > 1:
            self._stand_at((self.page + step) % pages * self._page)

    def action_edge(self, place: int) -> None:
        """The first tile, or the last."""
        self._stand_at(0 if place == 0 else len(self._tiles) - 1)

    def action_choose(self) -> None:
        """Open the tile under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen())

    def _stand_at(self, place: int) -> None:
        place = max(0, min(place, len(self._tiles) - 1))
        if place == self._cursor:
            return
        page, before = self.page, self._cursor
        self._cursor = place
        if self.page != page:
            self._lay_out()
        else:
            for each in (before, place):
                x, y, width, _height = self._region(each % self._page)
                self.refresh(Region(x, y, width, 1))
        self.post_message(self.Highlighted())

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_click(self, event: events.Click) -> None:
        """Stand on the tile; on it already, open it."""
        for place in range(len(self._shown)):
            if self._region(place).contains(event.x, event.y):
                found = self.page * self._page + place
                if found == self._cursor:
                    self.action_choose()
                self._stand_at(found)
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_row(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_row(-1)

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Tiles follow the size."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._arranged = arrange(min(self._page, len(self._tiles)) or 1, self.size)
        self._list_widths = list_widths(self._tiles, self._arranged.width) if self._arranged.columns == 1 else ()
        self._drawn.clear()
        self.refresh()

    def _region(self, place: int) -> Region:
        columns, pitch, width, height = self._arranged
        row, column = divmod(place, columns)
        return Region(1 + column * pitch, row * height, width, height)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        columns, pitch, width, height = self._arranged
        if not self._tiles:
            return Strip([Segment(fit(f" {self._empty}" if y == 1 else "", self.size.width), self._style("muted"))])
        row, line = divmod(y, height)
        segments = [Segment(" ", self.rich_style)]
        for place in range(row * columns, min((row + 1) * columns, len(self._shown))):
            tile = self._shown[place]
            at_cursor = line == 0 and self.page * self._page + place == self._cursor
            for text, tone in self._lines(tile)[line]:
                segments.append(Segment(text, self._style("cursor" if at_cursor else tone)))
            segments.append(Segment(" " * (pitch - width), self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, tile: Tile) -> list[Line]:
        drawn = self._drawn.get(tile.key)
        if drawn is None or drawn[0] != tile:
            _columns, _pitch, width, height = self._arranged
            lines = [list_line(tile, self._list_widths)] if height == 1 else tile_lines(tile, width, height)
            drawn = self._drawn[tile.key] = (tile, lines)
        return drawn[1]

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"tiles--{tone}") if tone else self.rich_style

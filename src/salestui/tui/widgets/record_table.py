"""RecordTable: the one widget for every long list. Its cost per key does not grow with the data.

It holds the keys in sort order and asks its source for the rows of one window at a time; lines are made as they are
painted. A cursor step repaints two lines; at the window's edge the window moves by half its height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.recovering import Recovering
from salestui.tui.text import cells, fit

GAP = "  "


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as data. `width` in cells, the least of it; what is left goes by the shares of the `elastic` ones.

    `least` is the width of the table from which on the column is shown.
    """

    id: str
    title: str
    width: int
    elastic: int = 0
    right: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a line shows: a text for each column id, and the state that colours it."""

    cells: Mapping[str, str]
    tone: str = ""  # overdue, soon, muted or none: the colour of the first cell; never the only sign
    heading: str = ""  # a line of its own above this row


class RowSource(Protocol):
    """Where the rows come from."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all rows, in order."""
        ...

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """The rows of `keys`: never more than a window and a half."""
        ...


class Rows:
    """A source that holds all its rows: for lists of hundreds."""

    def __init__(self, rows: Mapping[str, TableRow]) -> None:
        self._rows = rows
        self.keys: Sequence[str] = tuple(rows)

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        return {key: self._rows[key] for key in keys}


class RecordTable(Recovering, Widget, can_focus=True):
    """A list with a cursor. Posts `Highlighted` and `Chosen`; state goes in through `show`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"record-table--{name}" for name in ("header", "cursor", "heading", "overdue", "soon", "muted", "marked")
    }
    DEFAULT_CSS = """
    RecordTable { height: 1fr; }
    RecordTable > .record-table--header { color: $text-muted; text-style: underline; }
    RecordTable > .record-table--heading { color: $primary; text-style: bold; }
    RecordTable > .record-table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    RecordTable > .record-table--overdue { color: $text-error; }
    RecordTable > .record-table--soon { color: $text-warning; }
    RecordTable > .record-table--muted { color: $text-muted; }
    RecordTable > .record-table--marked { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """The cursor stands on another row; `key` is None in an empty table."""

        def __init__(self, table: "RecordTable", key: str | None) -> None:
            super().__init__()
            self.table = table
            self.key = key

    class Chosen(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, table: "RecordTable", key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

    def __init__(self, columns: Sequence[TableColumn], *, id: str | None = None, empty: str = "") -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._empty = empty
        self._source: RowSource = Rows({})
        self._top = 0
        self._window: dict[str, TableRow] = {}
        self._lines: list[int | None] = []  # screen line → row number; None is a heading
        self._widths: list[tuple[TableColumn, int]] = []

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, source: RowSource, *, empty: str | None = None) -> None:
        """Show another list; the cursor stays on its key, or where it was if that is gone."""
        key = self.key
        self._source = source
        self._empty = self._empty if empty is None else empty
        self._window.clear()
        places = source.keys
        if key is not None and key in places:
            self.set_reactive(RecordTable.cursor, places.index(key))
        else:
            self.set_reactive(RecordTable.cursor, max(0, min(self.cursor, len(places) - 1)))
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Other columns, the same rows."""
        self._columns = tuple(columns)
        self._lay_out()
        self.refresh()

    @property
    def key(self) -> str | None:
        """The key under the cursor."""
        keys = self._source.keys
        return keys[self.cursor] if self.cursor < len(keys) else None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._source.keys)

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such row."""
        if key not in self._source.keys:
            return False
        self.cursor = self._source.keys.index(key)
        return True

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def validate_cursor(self, place: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(place, len(self._source.keys) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines that changed, or the window where it moved."""
        if old == new:
            return
        if self._reveal():
            self.refresh()
        else:
            for place in (old, new):
                if place in self._lines:
                    self.refresh(Region(0, self._lines.index(place) + 1, self.size.width, 1))
        self.post_message(self.Highlighted(self, self.key))

    def action_move(self, step: int) -> None:
        """One row on or back."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """A window on or back."""
        self.cursor += step * max(1, self._height - 1)

    def action_edge(self, place: int) -> None:
        """The first row, or the last."""
        self.cursor = 0 if place == 0 else len(self._source.keys) - 1

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor opens the row."""
        place = self._place_at(event.y)
        if place is None:
            return
        if place == self.cursor:
            self.action_choose()
        self.cursor = place

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(-3)

    def _place_at(self, y: int) -> int | None:
        return self._lines[y - 1] if 0 < y <= len(self._lines) else None

    # ── the window ───────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)  # less the header

    def _reveal(self) -> bool:
        """Move the window so that the cursor is inside, by half its height; True where it moved."""
        self._fill()
        if self.cursor in self._lines or not self._source.keys:
            return False
        self._top = max(0, self.cursor - self._height // 2)
        self._fill()
        return True

    def _fill(self) -> None:
        """Fetch the rows of the window and lay its lines out, headings included."""
        keys = self._source.keys
        last = max(0, len(keys) - self._height)
        self._top = min(self._top, last)
        wanted = keys[self._top : self._top + self._height]
        missing = [key for key in wanted if key not in self._window]
        if missing:
            known = {key: self._window[key] for key in wanted if key in self._window}
            self._window = {**known, **self._source.rows(missing)}
        lines: list[int | None] = []
        for place, key in enumerate(wanted, self._top):
            if self._window[key].heading:
                lines.append(None)
            lines.append(place)
        overflow = len(lines) - self._height
        if overflow > 0 and self.cursor in lines[-overflow:]:
            lines = lines[overflow:]  # the headings push rows out: at the far end, not where the cursor stands
        self._lines = lines[: self._height]

    def on_resize(self) -> None:
        """Widths and window follow the size."""
        self._lay_out()
        self._reveal()
        self.refresh()

    def _lay_out(self) -> None:
        """Which columns fit, and how wide each is."""
        width = self.size.width
        shown = [column for column in self._columns if column.least <= width]
        left = width - sum(column.width for column in shown) - len(GAP) * (len(shown) - 1)
        shares = sum(column.elastic for column in shown)
        self._widths = []
        for column in shown:
            extra = left * column.elastic // shares if column.elastic else 0  # less than nothing where it is narrow
            left, shares = left - extra, shares - column.elastic
            self._widths.append((column, max(1, column.width + extra)))

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if y == 0:
            return self._painted([fit(column.title, w, right=column.right) for column, w in self._widths], "header")
        if not self._source.keys:
            text = self._empty if y == 2 else ""
            return Strip([Segment(fit(text, width), self._style("muted"))], width)
        if y > len(self._lines):
            return Strip.blank(width, self.rich_style)
        place = self._lines[y - 1]
        if place is None:
            following = self._lines[y] if y < len(self._lines) else None
            row = self._window[self._source.keys[following]] if following is not None else None
            return Strip([Segment(fit(row.heading if row else "", width), self._style("heading"))], width)
        row = self._window[self._source.keys[place]]
        texts = [fit(row.cells.get(column.id, ""), w, right=column.right) for column, w in self._widths]
        if place == self.cursor:
            return self._painted(texts, "cursor")
        return self._painted(texts, "", first=row.tone)

    def _painted(self, texts: Sequence[str], tone: str, *, first: str = "") -> Strip:
        """A line; `first` is the tone of its first cell, which says how the row stands."""
        style = self._style(tone)
        head, rest = texts[0] if texts else "", GAP.join(["", *texts[1:]])
        segments = [Segment(head, self._style(first) if first else style), Segment(rest, style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"record-table--{tone}") if tone else self.rich_style


def widest(texts: Sequence[str], *, least: int, most: int) -> int:
    """The cells that all of `texts` need, between `least` and `most`."""
    return min(most, max(least, *(cells(text) for text in texts), 0))

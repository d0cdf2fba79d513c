"""RecordTable: the one widget for every long list. Its cost per key does not grow with the data.

It holds the keys in sort order and asks its source for the rows of one window at a time; lines are made as they are
painted, and only those that changed. At the window's edge the window moves by half its height.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, Final

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
from salestui.tui.text import fit
from salestui.tui.widgets.marks import Marks
from salestui.tui.widgets.table_layout import GAP as GAP
from salestui.tui.widgets.table_layout import Widths, lay_out
from salestui.tui.widgets.table_layout import widest as widest  # with the rows, what a screen needs of a table
from salestui.tui.widgets.table_rows import Rows as Rows
from salestui.tui.widgets.table_rows import RowSource as RowSource
from salestui.tui.widgets.table_rows import TableColumn as TableColumn
from salestui.tui.widgets.table_rows import TableRow as TableRow
from salestui.tui.widgets.table_window import Window

_MARK: Final = "✓ "  # in a gutter that is there while anything is marked


class RecordTable(Recovering, Widget, can_focus=True):
    """A list with a cursor. Posts `Highlighted`, `Chosen`, `Marked` and `HeaderClicked`; rows go in through `show`."""

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
        Binding("space", "mark", show=False),
        Binding("asterisk", "mark_all", show=False),
        Binding("J,shift+down", "extend(1)", show=False),
        Binding("K,shift+up", "extend(-1)", show=False),
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

    class Marked(Message):
        """Other rows are marked than before: see `marked`, `mark_count`."""

        def __init__(self, table: "RecordTable") -> None:
            super().__init__()
            self.table = table

    class HeaderClicked(Message):
        """A click on the title of a column."""

        def __init__(self, table: "RecordTable", column_id: str) -> None:
            super().__init__()
            self.table = table
            self.column_id = column_id

    def __init__(
        self,
        columns: Sequence[TableColumn],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        empty: str = "",
        multi: bool = False,
    ) -> None:
        """`empty` is said where there are no rows; with `multi` rows can be marked."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._hidden: Collection[str] = frozenset()
        self._empty = empty
        self._multi = multi
        self._marks = Marks()
        self._anchor: int | None = None  # where marking by Shift began
        self._window = Window(Rows({}))
        self._widths: Widths = []
        self._drawn: dict[int, Strip] = {}  # what the lines of the screen were painted with last

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, source: RowSource, *, empty: str | None = None) -> None:
        """Show another list; the cursor stays on its key, or where it was if that is gone.

        Its line on the screen stays too, but a window at the top stays at the top: what is new there is seen.
        """
        self._empty = self._empty if empty is None else empty
        self.set_reactive(RecordTable.cursor, self._window.take(source, self.cursor))
        self._anchor = None
        self._reveal()
        self._repaint_all()
        self.post_message(self.Highlighted(self, self.key))

    def set_columns(self, columns: Sequence[TableColumn], hidden: Collection[str] = frozenset()) -> None:
        """Other columns, the same rows; `hidden` are the ids of those that are not to be shown, wide as it may be."""
        self._columns = tuple(columns)
        self._hidden = frozenset(hidden)
        self._lay_out()
        self._repaint_all()

    @property
    def columns(self) -> Sequence[TableColumn]:
        """All columns but the hidden ones, those included that the window has no room for."""
        return [column for column in self._columns if column.id not in self._hidden]

    @property
    def key(self) -> str | None:
        """The key under the cursor."""
        keys = self._keys
        return keys[self.cursor] if self.cursor < len(keys) else None

    @property
    def row(self) -> TableRow | None:
        """The row under the cursor, its texts uncut."""
        key = self.key
        return self._window.rows.get(key) if key is not None else None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such row."""
        if key not in self._keys:
            return False
        self.cursor = self._keys.index(key)
        return True

    # ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def marked(self) -> frozenset[str]:
        """The keys that are marked, rows that the list is narrowed past included."""
        return self._marks.keys

    @property
    def mark_count(self) -> int:
        """How many they are; costs nothing."""
        return len(self._marks)

    def clear_marks(self) -> None:
        """Take all marks away."""
        if self._marks.clear():
            self._marks_changed()

    def keep_marks(self, keys: Iterable[str]) -> None:
        """Take the marks of all but `keys` away: a screen tells which of the marked rows still exist."""
        if self._marks.keep(keys):
            self._marks_changed()

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and move on."""
        self._toggle(self.cursor)
        self.cursor += 1

    def action_mark_all(self) -> None:
        """Mark all rows of the list; a second time none of them."""
        self._marks.mark_all(self._keys)
        self._marks_changed()

    def action_extend(self, step: int) -> None:
        """Move on with the marks following; a step back takes the last one away."""
        keys = self._keys
        if not keys:
            return
        anchor = self.cursor if self._anchor is None else self._anchor
        old, new = self.cursor, self.validate_cursor(self.cursor + step)
        self._marks.mark(keys[anchor], on=True)
        if abs(new - anchor) < abs(old - anchor):
            self._marks.mark(keys[old], on=False)
        self._marks.mark(keys[new], on=True)
        self.cursor = new
        self._anchor = anchor
        self._marks_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marking is for lists that allow it."""
        return self._multi if action in ("mark", "mark_all", "extend") else True

    def _toggle(self, place: int) -> None:
        keys = self._keys
        if place < len(keys):
            self._marks.mark(keys[place], on=keys[place] not in self._marks)
            self._marks_changed()

    def _marks_changed(self) -> None:
        self._lay_out()
        self._repaint_all()
        self.post_message(self.Marked(self))

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def validate_cursor(self, place: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(place, len(self._keys) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """The window follows; what changed is painted."""
        if old == new:
            return
        self._anchor = None
        before = self._lines
        self._reveal()
        if before == self._lines:
            self._repaint(1 + before.index(place) for place in (old, new) if place in before)
        else:
            self._repaint_all()
        self.post_message(self.Highlighted(self, self.key))

    def action_move(self, step: int) -> None:
        """One row on or back."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """A window on or back."""
        self.cursor += step * max(1, self._height - 1)

    def action_edge(self, place: int) -> None:
        """The first row, or the last."""
        self.cursor = 0 if place == 0 else len(self._keys) - 1

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_click(self, event: events.Click) -> None:
        """On a title: told. On a row: the cursor; on the cursor: open; with Ctrl or in the gutter: a mark."""
        if event.y == 0:
            column = self._column_at(event.x)
            if column is not None:
                self.post_message(self.HeaderClicked(self, column.id))
            return
        place = self._place_at(event.y)
        if place is None:
            return
        if self._multi and (event.ctrl or event.x < self._gutter):
            self.cursor = place
            self._toggle(place)
        elif place == self.cursor:
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

    def _column_at(self, x: int) -> TableColumn | None:
        start = self._gutter
        for column, width in self._widths:
            if start <= x < start + width:
                return column
            start += width + len(GAP)
        return None

    # ── the window ───────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _keys(self) -> Sequence[str]:
        return self._window.source.keys

    @property
    def _lines(self) -> Sequence[int | None]:
        return self._window.lines

    def _reveal(self) -> None:
        self._window.reveal(self.cursor, self._height)

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)  # less the header

    @property
    def _gutter(self) -> int:
        return len(_MARK) if self._marks else 0

    def on_resize(self) -> None:
        """Widths and window follow the size."""
        self._lay_out()
        self._reveal()
        self._drawn.clear()
        self.refresh()

    def _lay_out(self) -> None:
        self._widths = lay_out(self._columns, self.size.width - self._gutter, self._hidden)

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _repaint_all(self) -> None:
        self._repaint(range(self.size.height))

    def _repaint(self, lines: Iterable[int]) -> None:
        """Have those of `lines` painted that are not what they were: over a slow line each costs."""
        width = self.size.width
        changed = [y for y in lines if y not in self._drawn or self._drawn[y] != self._line(y)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        self._drawn[y] = strip = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            titles = [fit(column.title, w, right=column.right) for column, w in self._widths]
            return self._painted(" " * self._gutter, titles, "header")
        if not self._keys:
            text = self._empty if y == 2 else ""
            return Strip([Segment(fit(text, width), self._style("muted"))], width)
        if y > len(self._lines):
            return Strip.blank(width, self.rich_style)
        place = self._lines[y - 1]
        if place is None:
            following = self._lines[y]
            assert following is not None, "a heading stands above its row"
            heading = self._window.rows[self._keys[following]].heading
            return Strip([Segment(fit(heading, width), self._style("heading"))], width)
        key = self._keys[place]
        row = self._window.rows[key]
        texts = [fit(row.cells.get(column.id, ""), w, right=column.right) for column, w in self._widths]
        mark = _MARK if key in self._marks else " " * self._gutter
        if place == self.cursor:
            return self._painted(mark, texts, "cursor")
        return self._painted(mark, texts, "marked" if key in self._marks else "", first=row.tone)

    def _painted(self, mark: str, texts: Sequence[str], tone: str, *, first: str = "") -> Strip:
        """A line; `first` is the tone of its first cell, which says how the row stands."""
        style = self._style(tone)
        head, rest = texts[0] if texts else "", GAP.join(["", *texts[1:]])
        if first:
            segments = [Segment(mark, style), Segment(head, self._style(first)), Segment(rest, style)]
        else:
            segments = [Segment(mark + head + rest, style)]
        return Strip([part for part in segments if part.text]).adjust_cell_length(self.size.width, style)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"record-table--{tone}") if tone else self.rich_style

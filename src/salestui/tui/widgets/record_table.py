"""RecordTable: the one widget for every long list. Its cost per key does not grow with the data.

It holds the keys in sort order and asks its source for the rows of one window at a time; lines are made as they are
painted, and only those that changed. At the window's edge the window moves by half its height.
"""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from salestui.tui.widgets.table_layout import GAP as GAP
from salestui.tui.widgets.table_layout import widest as widest  # with the rows, what a screen needs of a table
from salestui.tui.widgets.table_mouse import UnderMouse
from salestui.tui.widgets.table_painting import Painting
from salestui.tui.widgets.table_rows import Rows as Rows
from salestui.tui.widgets.table_rows import RowSource as RowSource
from salestui.tui.widgets.table_rows import TableColumn as TableColumn
from salestui.tui.widgets.table_rows import TableRow as TableRow


class RecordTable(UnderMouse, can_focus=True):
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

    def __init__(
        self,
        columns: Sequence[TableColumn],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        empty: str = "",
        multi: bool = False,
    ) -> None:
        """`empty` is said where there are no rows; with `multi` rows can be marked."""
        super().__init__(columns, id=id, empty=empty, multi=multi)

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, source: RowSource, *, empty: str | None = None) -> None:
        """Show another list; the cursor stays on its key, or where it was if that is gone.

        Its line on the screen stays too, but a window at the top stays at the top: what is new there is seen.
        """
        self._empty = self._empty if empty is None else empty
        self.set_reactive(Painting.cursor, self._window.take(source, self.cursor))
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

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

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

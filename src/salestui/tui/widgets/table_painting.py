"""The lines of a RecordTable, made as they are painted; what is painted already and would be the same is left alone.

The base of the table: columns, window, cursor and marks are held here, since a line is made of all four.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.recovering import Recovering
from salestui.tui.text import fit
from salestui.tui.widgets.marks import Marks
from salestui.tui.widgets.table_layout import GAP, Widths, lay_out
from salestui.tui.widgets.table_rows import Rows, TableColumn
from salestui.tui.widgets.table_window import Window

_MARK: Final = "✓ "  # in a gutter that is there while anything is marked


class Painting(Recovering, Widget):
    """What stands on the screen of a table. Its tones are the component classes of RecordTable."""

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, columns: Sequence[TableColumn], *, id: str | None, empty: str) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._hidden: Collection[str] = frozenset()
        self._empty = empty
        self._marks = Marks()
        self._window = Window(Rows({}))
        self._widths: Widths = []
        self._drawn: dict[int, Strip] = {}  # what the lines of the screen were painted with last

    def validate_cursor(self, place: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(place, len(self._keys) - 1))

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

    def _lay_out(self) -> None:
        self._widths = lay_out(self._columns, self.size.width - self._gutter, self._hidden)

    def on_resize(self) -> None:
        """Widths and window follow the size."""
        self._lay_out()
        self._reveal()
        self._drawn.clear()
        self.refresh()

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

"""A RecordTable under the mouse: all it does there, keys do too."""

from typing import Final

from textual import events
from textual.message import Message

from salestui.tui.widgets.table_layout import GAP
from salestui.tui.widgets.table_marking import Marking
from salestui.tui.widgets.table_rows import TableColumn

_WHEEL_ROWS: Final = 3


class UnderMouse(Marking):
    """Posts `HeaderClicked`."""

    class HeaderClicked(Message):
        """A click on the title of a column."""

        def __init__(self, table: "UnderMouse", column_id: str) -> None:
            super().__init__()
            self.table = table
            self.column_id = column_id

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        raise NotImplementedError

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
        self.cursor += _WHEEL_ROWS

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.cursor -= _WHEEL_ROWS

    def _place_at(self, y: int) -> int | None:
        return self._lines[y - 1] if 0 < y <= len(self._lines) else None

    def _column_at(self, x: int) -> TableColumn | None:
        start = self._gutter
        for column, width in self._widths:
            if start <= x < start + width:
                return column
            start += width + len(GAP)
        return None

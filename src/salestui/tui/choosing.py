"""A short list to choose one record from, in a dialog."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_MOST_LINES = 12


class Choose(ModalScreen[str | None]):
    """Enter takes the row under the cursor and gives its key; Esc gives None."""

    DEFAULT_CSS = """
    Choose { align: center middle; }
    Choose > Vertical { width: 70; max-width: 90%; height: auto; background: $panel; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", show=False)]

    def __init__(self, title: str, rows: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self._title_line = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Title and list."""
        table = RecordTable([TableColumn("name", "", 16, elastic=1), TableColumn("about", "", 16, elastic=1)])
        table.styles.height = min(len(self._rows), _MOST_LINES) + 1
        with Vertical():
            yield Static(content(self._title_line, "bold"), markup=False)
            yield table

    def on_mount(self) -> None:
        """The rows."""
        rows = {key: TableRow({"name": name, "about": about}) for key, (name, about) in self._rows.items()}
        self.query_one(RecordTable).show(Rows(rows))

    @on(RecordTable.Chosen)
    def take(self, event: RecordTable.Chosen) -> None:
        """The row is chosen."""
        self.dismiss(event.key)

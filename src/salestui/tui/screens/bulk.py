"""What can be done with many customers: a short list of actions, each with its letter."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.i18n import _
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow


class BulkMenu(ModalScreen[str | None]):
    """`actions`: id → (letter, what it does). Its letter, or Enter on it, gives the id; Esc gives None."""

    DEFAULT_CSS = """
    BulkMenu { align: center middle; }
    BulkMenu > Vertical { width: 56; max-width: 90%; height: auto; background: $panel; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", show=False)]

    def __init__(self, title: str, actions: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self._heading = title
        self._actions = dict(actions)

    def compose(self) -> ComposeResult:
        """Whom it is about, the actions, the keys."""
        table = RecordTable([TableColumn("letter", "", 2), TableColumn("does", _("what to do"), 16, elastic=1)])
        table.styles.height = len(self._actions) + 1
        with Vertical():
            yield Static(content(self._heading, "bold"), markup=False)
            yield table
            yield Static(content(_("Enter or the letter   Esc leave"), "$text-muted"), markup=False)

    def on_mount(self) -> None:
        """The actions."""
        rows = {name: TableRow({"letter": key, "does": does}) for name, (key, does) in self._actions.items()}
        table = self.query_one(RecordTable)
        table.show(Rows(rows))
        table.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter is as good as Enter."""
        for name, (letter, _does) in self._actions.items():
            if event.character == letter:
                event.stop()
                self.dismiss(name)

    @on(RecordTable.Chosen)
    def take(self, event: RecordTable.Chosen) -> None:
        """The action under the cursor."""
        self.dismiss(event.key)

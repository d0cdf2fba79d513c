"""Which columns a list shows: space turns one on or off, `a` leaves it to the window again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.i18n import _
from salestui.tui.text import content
from salestui.tui.widgets.record_table import GAP, RecordTable, Rows, TableColumn, TableRow

_AROUND = 6  # lines of the dialog beside its rows, and a line free above and below


@dataclass(frozen=True, slots=True)
class Columns:
    """The answer: ids of columns; None leaves them to the window."""

    ids: tuple[str, ...] | None


class _Switches(RecordTable):
    """Space is a switch here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "switch", show=False)]

    class Switched(Message):
        """Space on a row."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def action_switch(self) -> None:
        """Tell which."""
        if self.key is not None:
            self.post_message(self.Switched(self.key))


class ChooseColumns(ModalScreen[Columns | None]):
    """`columns` all there are, `shown` ids of those on, `fixed` of those always on."""

    DEFAULT_CSS = """
    ChooseColumns { align: center middle; }
    ChooseColumns > Vertical { width: 56; max-width: 90%; height: auto; background: $panel; border: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", show=False),
        Binding("a", "by_window", show=False),
    ]

    def __init__(self, columns: Sequence[TableColumn], shown: Collection[str], fixed: Collection[str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._on = set(shown) | set(fixed)
        self._fixed = frozenset(fixed)

    def compose(self) -> ComposeResult:
        """The switches, and the keys."""
        table = _Switches([TableColumn("on", "", 4), TableColumn("title", _("columns"), 16, elastic=1)])
        table.styles.height = min(len(self._columns), max(3, self.app.size.height - _AROUND)) + 1
        with Vertical():
            yield table
            yield Static(content(_("space on/off   a by window   Enter take   Esc leave"), "$text-muted"), markup=False)

    def on_mount(self) -> None:
        """As it stands."""
        self._show()
        self.query_one(_Switches).focus()

    def _show(self) -> None:
        rows = {
            column.id: TableRow(
                {
                    "on": "[x]" if column.id in self._on else "[ ]",
                    "title": _("{name} (always)", name=column.title) if column.id in self._fixed else column.title,
                }
            )
            for column in self._columns
        }
        self.query_one(_Switches).show(Rows(rows))

    @on(_Switches.Switched)
    def switch(self, event: _Switches.Switched) -> None:
        """On or off; what is always on stays."""
        if event.key not in self._fixed:
            self._on ^= {event.key}
            self._show()

    @on(RecordTable.Chosen)
    def take(self) -> None:
        """Enter: as they stand."""
        self.dismiss(Columns(tuple(column.id for column in self._columns if column.id in self._on)))

    def action_by_window(self) -> None:
        """As many as there is room for."""
        self.dismiss(Columns(None))


def chosen(columns: Sequence[TableColumn], ids: Collection[str]) -> list[TableColumn]:
    """Those of `columns` that were chosen, each from the width on at which it has room beside those before it.

    Before it come those that a narrow window shows rather, whatever their place in the line.
    """
    wanted = [column for column in columns if column.id in ids]
    needed = -len(GAP)
    least: dict[str, int] = {}
    for column in sorted(wanted, key=lambda each: each.least):
        needed += column.width + len(GAP)
        least[column.id] = needed
    return [column._replace(least=least[column.id]) for column in wanted]

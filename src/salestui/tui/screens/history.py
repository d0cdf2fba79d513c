"""`H`: who did what, when; Enter shows what a command changed, `u` and Ctrl+R put back and do again."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.i18n import _, label, ngettext
from salestui.sentences import moment
from salestui.services.desk import Desk
from salestui.services.telling import changes_told, fields_told, kind_told, record_told
from salestui.services.undoing import Entry, history
from salestui.tui.commands import bindings
from salestui.tui.text import content
from salestui.tui.undoing import Undoing
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_MOST_COMMANDS = 200
_MOST_LINES = 400  # of one command: an import changes thousands of records


def columns() -> list[TableColumn]:
    """The columns of the history, in the user's language."""
    return [
        TableColumn("seq", "#", 5, right=True),
        TableColumn("at", _("when"), 14),
        TableColumn("actor", _("who"), 8, least=76),
        TableColumn("kind", _("what"), 15),
        TableColumn("subject", _("about"), 10, elastic=True, least=64),
        TableColumn("changes", _("changes"), 12, elastic=True),
    ]


class HistoryScreen(Undoing):
    """The newest commands of everybody, undone ones included."""

    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "screen")
    HINTS = ("undo", "redo", "palette", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen")]

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}

    def body(self) -> ComposeResult:
        """One list."""
        yield RecordTable(columns(), id="history")

    def look(self) -> None:
        """Read the log, beside the screen: a command may have touched a hundred thousand records."""
        self._load()

    @work(exclusive=True)
    async def _load(self) -> None:
        found = await asyncio.wrap_future(self.salestui.desks.background.run(_read))
        self._entries = {str(entry.seq): entry for entry, _row in found}
        rows = Rows({str(entry.seq): row for entry, row in found})
        self.query_one(RecordTable).show(rows, empty=_("nothing has been done yet"))

    @on(RecordTable.Chosen)
    def open_changes(self, event: RecordTable.Chosen) -> None:
        """What the command under the cursor changed."""
        self.app.push_screen(ChangesScreen(self.desk, self._entries[event.key]))

    def why_not(self, command: str) -> str | None:
        """As the classes above; and the history is here already."""
        return _("this is the history") if command == "history" else super().why_not(command)

    def action_back(self) -> None:
        """To where one was."""
        self.dismiss(None)


def _read(desk: Desk) -> Sequence[tuple[Entry, TableRow]]:
    now = desk.now()
    return [
        (
            entry,
            TableRow(
                {
                    "seq": str(entry.seq),
                    "at": moment(entry.at, now, desk.zone),
                    "actor": entry.actor,
                    "kind": kind_told(entry),
                    "subject": entry.subject or "",
                    "changes": changes_told(entry, now, desk.zone),
                },
                tone="" if entry.undone_by is None else "muted",
            ),
        )
        for entry in history(desk, limit=_MOST_COMMANDS)
    ]


class ChangesScreen(ModalScreen[None]):
    """What one command changed, field by field: old → new."""

    DEFAULT_CSS = """
    ChangesScreen { align: center middle; }
    ChangesScreen > VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $panel; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "close", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, desk: Desk, entry: Entry) -> None:
        super().__init__()
        self._desk = desk
        self._entry = entry

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()), markup=False)

    def _lines(self) -> Iterator[Content]:
        entry, now, zone = self._entry, self._desk.now(), self._desk.zone
        yield content(f"#{entry.seq}  {kind_told(entry)}  {entry.subject or ''}", "bold")
        yield content(f"{moment(entry.at, now, zone)}  {entry.actor}", "$text-muted")
        told = 0
        for change in entry.changes:
            if told >= _MOST_LINES:
                left = len(entry.changes) - entry.changes.index(change)
                yield content(ngettext("… and one record more", "… and {n} records more", left), "$text-muted")
                break
            yield content(record_told(change), "$primary")
            for name, old, new in fields_told(change, now, zone):
                told += 1
                values = {"insert": new, "delete": old}.get(change.operation, f"{old} → {new}")
                yield Content.assemble(content(f"  {label('field', name)}  ", "$text-muted"), content(values))
        yield content(_("Esc close"), "$text-muted")

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)

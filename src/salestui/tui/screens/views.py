"""The list of views: Enter takes one, `r` renames, `d` deletes. It only asks; the screen below has it done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.i18n import _, listed
from salestui.services import filtering
from salestui.services.views import NamedView
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_AROUND = 8  # lines of the dialog beside its rows, and a line free above and below


@dataclass(frozen=True, slots=True)
class Take:
    """The list is to be shown so."""

    view: NamedView


@dataclass(frozen=True, slots=True)
class Rename:
    """A view is to be called otherwise."""

    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A view is to go."""

    name: str


class ViewList(ModalScreen[Take | Rename | Delete | None]):
    """The built-in views first, then one's own."""

    DEFAULT_CSS = """
    ViewList { align: center middle; }
    ViewList > Vertical { width: 76; max-width: 90%; height: auto; background: $panel; border: round $primary; }
    ViewList Static { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", show=False),
        Binding("r", "rename", show=False),
        Binding("d", "delete", show=False),
    ]

    def __init__(self, views: Sequence[NamedView], standing: str | None) -> None:
        super().__init__()
        self._views = {f"{'' if view.built_in else 'own '}{view.name}": view for view in views}
        self._standing = standing

    def compose(self) -> ComposeResult:
        """The views, a line to answer in, and the keys."""
        table = RecordTable([TableColumn("name", _("view"), 16, elastic=1), TableColumn("about", "", 16, elastic=2)])
        table.styles.height = min(len(self._views), max(3, self.app.size.height - _AROUND)) + 1
        with Vertical():
            yield table
            yield Static(id="views-said", markup=False)
            yield Static(content(_("Enter show   r rename   d delete   Esc leave"), "$text-muted"), markup=False)

    def on_mount(self) -> None:
        """The rows; the cursor on the one in force."""
        table = self.query_one(RecordTable)
        table.show(Rows({key: self._row(view) for key, view in self._views.items()}))
        here = next((key for key, view in self._views.items() if view.name == self._standing), None)
        if here is not None:
            table.move_to(here)
        table.focus()

    def _row(self, view: NamedView) -> TableRow:
        about = filtering.view_told(view.view)
        if view.unknown:
            about = _("{about} (not understood: {names})", about=about, names=listed(view.unknown)).strip()
        return TableRow({"name": view.name, "about": about})

    @on(RecordTable.Chosen)
    def take(self, event: RecordTable.Chosen) -> None:
        """This one."""
        self.dismiss(Take(self._views[event.key]))

    def action_rename(self) -> None:
        """Call it otherwise."""
        own = self._own()
        if own is not None:
            self.dismiss(Rename(own.name))

    def action_delete(self) -> None:
        """Forget it; the screen below asks first."""
        own = self._own()
        if own is not None:
            self.dismiss(Delete(own.name))

    def _own(self) -> NamedView | None:
        """The view in hand, if it is one's own; else says why not."""
        key = self.query_one(RecordTable).key
        if key is None:
            return None
        view = self._views[key]
        if view.built_in is None:
            return view
        said = content(_("everybody has this view: it stays"), "$text-error")
        self.query_one("#views-said", Static).update(said, layout=False)
        return None

"""`:` and Ctrl+P: what can be done here, and every customer, found by typing; Enter does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from salestui.i18n import _
from salestui.services import naming
from salestui.services.desk import Desk
from salestui.tui.commands import Command, help_text, keys_shown, label
from salestui.tui.recovering import Recovering
from salestui.tui.screens.help import commands_on
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_MOST_CUSTOMERS = 8


@dataclass(frozen=True, slots=True)
class CommandChosen:
    """Do this on the screen below."""

    command: Command


@dataclass(frozen=True, slots=True)
class CustomerChosen:
    """Open the card of the customer with this code."""

    code: str


class Palette(Recovering, ModalScreen[CommandChosen | CustomerChosen | None]):
    """A line to type in, and below it what fits. It is dismissed with what was chosen."""

    DEFAULT_CSS = """
    Palette { align: center top; }
    Palette > Vertical {
        width: 76; max-width: 96%; height: 80%; margin-top: 1;
        background: $panel; border: round $primary; padding: 0 1;
    }
    Palette Input { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, desk: Desk, below: Screen[object]) -> None:
        super().__init__()
        self._desk = desk
        self._commands = [command for command in commands_on(below) if command.id not in ("palette", "open")]
        self._chosen: dict[str, CommandChosen | CustomerChosen] = {}

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Vertical():
            yield Line(placeholder=_("a command, or a part of a customer"))
            yield RecordTable(
                [
                    TableColumn("name", _("command"), 14),
                    TableColumn("keys", _("keys"), 10),
                    TableColumn("help", "", 20, elastic=True),
                ],
                empty=_("nothing goes by that name"),
            )

    def on_mount(self) -> None:
        """Everything, to begin with."""
        self.query_one(RecordTable).can_focus = False  # the keys are for the line; it hands on those that move
        self._show("")

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Each key narrows."""
        self._show(event.value)

    def _show(self, text: str) -> None:
        rows: dict[str, TableRow] = {}
        self._chosen = {}
        for command in _fitting(self._commands, text):
            key = f"command:{command.id}"
            self._chosen[key] = CommandChosen(command)
            keys = keys_shown(command, self._desk.settings.keys)
            rows[key] = TableRow({"name": label(command), "keys": keys, "help": help_text(command)})
        for customer in naming.candidates(self._desk, text, _MOST_CUSTOMERS):
            key = f"customer:{customer.code}"
            heading = "" if any(isinstance(each, CustomerChosen) for each in self._chosen.values()) else _("CUSTOMERS")
            self._chosen[key] = CustomerChosen(customer.code)
            rows[key] = TableRow({"name": customer.code, "keys": "", "help": customer.name}, heading=heading)
        table = self.query_one(RecordTable)
        table.show(Rows(rows))
        table.cursor = 0

    def action_move(self, step: int) -> None:
        """One row on or back."""
        self.query_one(RecordTable).action_move(step)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.query_one(RecordTable).action_page(step)

    @on(Input.Submitted)
    @on(RecordTable.Chosen)
    def choose(self) -> None:
        """Do what stands under the cursor."""
        chosen = self._chosen.get(self.query_one(RecordTable).key or "")
        if chosen is not None:
            self.dismiss(chosen)

    def action_close(self) -> None:
        """Nothing was meant."""
        self.dismiss(None)


def _fitting(commands: list[Command], text: str) -> Iterator[Command]:
    """The commands that hold every word of `text`: those whose name begins with it, whose name has it, the others."""
    words = text.casefold().split()
    names = {command.id: f"{label(command)} {command.id.replace('_', ' ')}".casefold() for command in commands}

    def rank(command: Command) -> int:
        name = names[command.id]
        return 0 if name.startswith(tuple(words)) else 1 if all(word in name for word in words) else 2

    found = [
        command
        for command in commands
        if all(word in f"{names[command.id]} {help_text(command).casefold()}" for word in words)
    ]
    yield from sorted(found, key=rank) if words else found

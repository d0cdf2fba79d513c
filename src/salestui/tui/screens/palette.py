"""`:` and Ctrl+P: every command, every customer, and what has a ref, found by typing; Enter does it.

A command that does nothing on the screen below stands there with its reason. The last ones used come first.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from salestui.domain.rows import CustomerName, Found
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.services import finding, naming
from salestui.services.desk import Desk
from salestui.services.desks import Desks
from salestui.tui.commands import COMMANDS, Command, help_text, keys_shown, label
from salestui.tui.recovering import Recovering
from salestui.tui.saying_why import place_told, reason_against
from salestui.tui.screens.help import commands_on
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow, widest

_MOST_CUSTOMERS = 8


@dataclass(frozen=True, slots=True)
class CommandChosen:
    """Do this on the screen below; `why` it does nothing there, where that is so."""

    command: Command
    why: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerChosen:
    """Open the card of the customer with this code."""

    code: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What the file has for the text typed."""

    customers: tuple[CustomerName, ...] = ()
    records: tuple[Found, ...] = ()


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

    def __init__(self, desks: Desks, below: Screen[object], recent: Sequence[str] = ()) -> None:
        """`recent` are the ids of the commands used last, the latest first."""
        super().__init__()
        self._desks = desks
        self._remapped = desks.screen.settings.keys
        self._recent = recent
        self._reasons = dict(_with_reasons(below, self._remapped))
        self._chosen: dict[str, CommandChosen | CustomerChosen] = {}
        self._text = ""
        self._hits = Hits()
        self._all_here = asyncio.Event()  # what was asked for last has been found

    def compose(self) -> ComposeResult:
        """The line and the list."""
        keys = [keys_shown(command, self._remapped) for command in self._reasons]
        with Vertical():
            yield Line(placeholder=_("a command, a part of a customer, or a ref"))
            yield RecordTable(
                [
                    TableColumn("name", _("command"), 14),
                    TableColumn("keys", _("keys"), widest(keys, least=10, most=16)),
                    TableColumn("help", "", 20, elastic=True),
                ],
                empty=_("nothing goes by that name"),
            )

    def on_mount(self) -> None:
        """Everything, to begin with."""
        self.query_one(RecordTable).can_focus = False  # the keys are for the line; it hands on those that move
        self._all_here.set()
        self._show()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Each key narrows: the commands at once, the customers as soon as they are found, beside the screen."""
        self._text = event.value
        self._all_here.clear()
        self._show()
        self._look_up()

    @work(exclusive=True)
    async def _look_up(self) -> None:
        text = self._text

        def search(desk: Desk) -> Hits:
            if text != self._text:
                return Hits()  # typed on meanwhile: nobody waits for it
            customers = naming.candidates(desk, text, _MOST_CUSTOMERS)
            return Hits(tuple(customers), tuple(finding.by_ref(desk, text, _MOST_CUSTOMERS)))

        try:
            self._hits = await asyncio.wrap_future(self._desks.background.run(search))
        except SalestuiError:
            self._hits = Hits()  # the file is busy: the next key asks again
        if text == self._text:
            self._show()
            self._all_here.set()

    def _show(self) -> None:
        rows: dict[str, TableRow] = {}
        self._chosen = {}
        for command in self._fitting(self._text):
            key = f"command:{command.id}"
            keys, why = keys_shown(command, self._remapped), self._reasons[command]
            self._chosen[key] = CommandChosen(command, why)
            cells = {"name": label(command), "keys": keys, "help": help_text(command) if why is None else f"✗ {why}"}
            rows[key] = TableRow(cells, tone="" if why is None else "muted")
        for place, customer in enumerate(self._hits.customers):
            key = f"customer:{customer.code}"
            self._chosen[key] = CustomerChosen(customer.code)
            cells = {"name": customer.code, "keys": "", "help": customer.name}
            rows[key] = TableRow(cells, heading=_("CUSTOMERS") if place == 0 else "")
        for place, found in enumerate(each for each in self._hits.records if each.code is not None):
            key = f"record:{found.ref}"
            self._chosen[key] = CustomerChosen(found.code or "")
            cells = {"name": found.ref, "keys": found.code or "", "help": f"{found.customer or ''} · {found.text}"}
            rows[key] = TableRow(cells, heading=_("RECORDS") if place == 0 else "")
        table = self.query_one(RecordTable)
        table.show(Rows(rows))
        table.cursor = 0

    def _fitting(self, text: str) -> Iterator[Command]:
        """The commands that hold every word of `text`: those whose name begins with it, whose name has it, the others;
        among equals what works here before what does not, and the last used first."""
        words = text.casefold().split()
        names = {command: f"{label(command)} {command.id.replace('_', ' ')}".casefold() for command in self._reasons}

        def rank(command: Command) -> tuple[int, bool, int]:
            name = names[command]
            fit = 0 if name.startswith(tuple(words)) else 1 if all(word in name for word in words) else 2
            used = self._recent.index(command.id) if command.id in self._recent else len(self._recent)
            return fit if words else 0, self._reasons[command] is not None, used

        found = [each for each in names if all(w in f"{names[each]} {help_text(each).casefold()}" for w in words)]
        yield from sorted(found, key=rank)

    def action_move(self, step: int) -> None:
        """One row on or back."""
        self.query_one(RecordTable).action_move(step)

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.query_one(RecordTable).action_page(step)

    @on(Input.Submitted)
    @on(RecordTable.Chosen)
    async def choose(self) -> None:
        """Do what stands under the cursor, once all that was typed has been looked for."""
        await self._all_here.wait()
        chosen = self._chosen.get(self.query_one(RecordTable).key or "")
        if chosen is not None:
            self.dismiss(chosen)

    def action_close(self) -> None:
        """Nothing was meant."""
        self.dismiss(None)


def _with_reasons(below: Screen[object], remapped: Mapping[str, str]) -> Iterator[tuple[Command, str | None]]:
    """Every command but the palette's own, with the reason why it does nothing on the screen below."""
    here = commands_on(below)
    for command in (*here, *(each for each in COMMANDS if each not in here)):
        if command.id in ("palette", "open"):
            continue
        if command in here:
            yield command, reason_against(command.id, below)
        else:
            place = place_told(command, remapped)
            if place is not None:
                yield command, place

"""What every main screen shares: the bars, the answer line, asking the writer, and following the clock."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType

from salestui.domain.words import ClockState
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.sentences import SIGNS
from salestui.services.desk import Desk
from salestui.services.due import counts
from salestui.tui.commands import Command, bindings, commands_of, writes
from salestui.tui.going import Going
from salestui.tui.painting import PaintedOnce
from salestui.tui.recovering import Recovering
from salestui.tui.widgets.bars import HintBar, ModeBar
from salestui.tui.widgets.messages import Answer, say_on

if TYPE_CHECKING:
    from salestui.tui.app import SalestuiApp

Result = TypeVar("Result")

MODES: tuple[tuple[str, str], ...] = (
    *(("1", "today"), ("2", "customers"), ("3", "tasks"), ("4", "funnel"), ("6", "kpi")),
)

_WHOSE_FITS = 80  # cells from which on the bar has room to say whose the counts are


class Frame(Recovering, Going, PaintedOnce[None]):
    """A main screen. Subclasses compose their middle in `body` and reload it in `look`."""

    MODE: ClassVar[str] = ""
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere")]
    HINTS: ClassVar[tuple[str, ...]] = ()  # ids of the footer's commands, the most used first
    AUTO_FOCUS = "RecordTable"

    @property
    def desk(self) -> Desk:
        """The desk this screen reads from."""
        return self.salestui.desks.screen

    @property
    def salestui(self) -> "SalestuiApp":
        """The app, by its own type."""
        from salestui.tui.app import SalestuiApp

        assert isinstance(self.app, SalestuiApp)
        return self.app

    def compose(self) -> ComposeResult:
        """Bars around the body."""
        yield ModeBar()
        yield from self.body()
        yield Answer()
        yield HintBar()

    def body(self) -> ComposeResult:
        """The middle of the screen."""
        raise NotImplementedError

    def look(self) -> None:
        """Read again what the screen shows; the cursor stays where it was."""
        raise NotImplementedError

    def hints(self) -> Sequence[Command]:
        """The commands of the footer, help first."""
        here = {command.id: command for command in commands_of(*self.SCOPES)}
        return [here[name] for name in ("help", *self.HINTS)]

    def why_not(self, command: str) -> str | None:
        """Why the command with this id does nothing just now, in a sentence; None where it works."""
        if self.desk.read_only and writes(command):
            return _("this file can only be read")
        return None

    def off(self) -> frozenset[str]:
        """Those of the footer's commands that do nothing just now."""
        return frozenset(command.id for command in self.hints() if self.why_not(command.id) is not None)

    def show_hints(self) -> None:
        """The keys, greyed where they do nothing just now."""
        if self._stands:
            self.query_one(HintBar).show(self.hints(), self.desk.settings.keys, self.off())

    # ── following the desk ───────────────────────────────────────────────────────────────────────────────────────

    def on_mount(self) -> None:
        """Show the first rows before the first paint."""
        self.look_again()

    def on_screen_resume(self) -> None:
        """Back from a form or another mode: what is shown may be old. A new screen has looked as it was mounted."""
        if not self._is_new:
            self.look_again()

    def on_resize(self) -> None:
        """The bars follow the width."""
        self.call_after_refresh(self.show_bars)

    @property
    def _stands(self) -> bool:
        """Whether there is something to paint on: not before it is composed, nor on its way out."""
        return bool(self.query(HintBar))

    def look_again(self) -> None:
        """Read again and refresh the bars; what cannot be read just now is said, and what is painted stays."""
        if not self._stands:
            return
        try:
            self.look()
            self.show_bars()
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)

    def show_bars(self) -> None:
        """Counts, owner, time and keys."""
        if not self._stands:
            return
        now, zone = self.desk.now(), self.desk.zone
        found = self.found()
        whose = self.whose_word() if self.size.width >= _WHOSE_FITS else ""
        facts = [
            *([(whose, "$text-muted")] if whose else []),
            (f"{SIGNS[ClockState.OVERDUE]} {found['overdue']}", "bold $text-error"),
            (f"{SIGNS[ClockState.DUE_SOON]} {found['due_soon']}", "$text-warning"),
        ]
        words = {"today": _("Today"), "customers": _("Customers"), "tasks": _("Tasks"), "funnel": _("Funnel")}
        words["kpi"] = _("Figures")
        below = self.MODE or self.app.current_mode  # a screen of no mode stands on one
        modes = [(key, words[mode], mode == below) for key, mode in MODES]
        right = f"{self.desk.settings.owner} {now.astimezone(zone):%H:%M}"
        self.query_one(ModeBar).show(modes, facts, right)
        self.show_hints()

    def whose(self) -> tuple[str | None, bool]:
        """Whose counts the bar shows: an owner (None: whoever sits here), or everybody's."""
        return None, False

    def whose_word(self) -> str:
        """Says whose the counts are; empty where they are mine."""
        return ""

    def found(self) -> Mapping[str, int]:
        """How many rows stand in each state, by its id."""
        owner, everybody = self.whose()
        return counts(self.desk, owner=owner, everybody=everybody)

    def run_command(self, command: Command) -> None:
        """Open the screen, or the list of a record, that a command names."""
        if command.opens:
            module, _colon, name = command.opens.partition(":")
            self.app.push_screen(getattr(import_module(module), name)())
            return
        from salestui.tui.screens.record_list import PlainList

        self.app.push_screen(PlainList(command.lists))

    def action_help(self) -> None:
        """Every key that works here."""
        self.salestui.action_help()

    def action_palette(self) -> None:
        """Find a command or a customer."""
        self.salestui.action_palette()

    def action_drafts(self) -> None:
        """What was typed and not saved."""
        self.salestui.list_drafts(self)

    def action_theme(self) -> None:
        """The next look."""
        self.salestui.action_theme()

    async def action_quit(self) -> None:
        """Close the program."""
        await self.app.action_quit()

    # ── asking the writer ────────────────────────────────────────────────────────────────────────────────────────

    async def write(self, work: Callable[[Desk], Result]) -> Result | None:
        """Have a command done; what cannot be is said in the answer line, and gives None."""
        try:
            return await self.salestui.write(work)
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return None

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Answer in the line above the keys."""
        say_on(self, text, wrong=wrong)

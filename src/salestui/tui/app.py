"""The app: settings, modes and the three desks. No feature lives here."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from salestui.errors import SalestuiError
from salestui.services.desk import Desk
from salestui.services.desks import Desks
from salestui.tui.alerting import Alerting
from salestui.tui.commands import FROM_FORMS, Command, bindings_by_id
from salestui.tui.in_order import KeysInOrder
from salestui.tui.keeping_drafts import KeepingDrafts
from salestui.tui.modes import SCREENS
from salestui.tui.recovering import RecoveringApp
from salestui.tui.room import Room
from salestui.tui.saying_why import Explaining, SayingWhy
from salestui.tui.suspending import Suspending
from salestui.tui.theming import Theming
from salestui.tui.turning_days import TurningDays

Result = TypeVar("Result")

_WATCH_S = 1.0  # how often another session's change is looked for: one PRAGMA of 10 µs


class SalestuiApp(
    Room, TurningDays, KeepingDrafts, KeysInOrder, Alerting, Suspending, Theming, RecoveringApp, SayingWhy, App[None]
):
    """Started by `salestui`; give it the desks, it closes them."""

    TITLE = "salestui"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/frame.tcss", "styles/forms.tcss"]
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = dict(SCREENS)
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_by_id(*FROM_FORMS)]
    ENABLE_COMMAND_PALETTE = False  # ours is made from the registry

    def __init__(self, desks: Desks, *, when_painted: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.animation_level = "none"  # a page that glides is painted ten times
        self._disable_tooltips = True  # nothing has one, and Textual (8.2.8) makes a widget for them on every screen
        self.desks = desks
        self._when_painted = when_painted
        self._given_back = False
        self._used: list[str] = []  # commands of the palette, the latest first
        self._seen = desks.screen.data_version()
        self._damage = ""  # as it was told
        self._minute = desks.screen.now().replace(second=0, microsecond=0)
        self.wear(desks.screen.settings.theme)

    def on_mount(self) -> None:
        """Keys as the user has remapped them; from now on follow the file and the clock."""
        if self.remapped():
            from salestui.tui import keymap  # few have keys of their own

            self.set_keymap(keymap.in_force(self.remapped()))
        self.set_interval(_WATCH_S, self._watch)

    def remapped(self) -> Mapping[str, str]:
        """The keys that the settings give to commands."""
        return self.desks.screen.settings.keys

    def on_ready(self) -> None:
        """The first screen stands: now there is time for what it did not need."""
        if self._when_painted is not None:
            self.call_after_refresh(self._when_painted)
        self.call_after_refresh(self.say_at_start)

    async def write(self, work: Callable[[Desk], Result]) -> Result:
        """Have a command done on the writer's thread; raises what it raises. Never cancelled half way."""
        done = asyncio.wrap_future(self.desks.writer.run(work))
        done.add_done_callback(asyncio.Future.exception)  # whoever waited may have left: a refusal is no defect
        return await asyncio.shield(done)

    def _watch(self) -> None:
        """Look again when somebody wrote, or a minute turned; nothing is repainted otherwise. Damage is told once."""
        if self.desks.damage != self._damage:
            self._damage = self.desks.damage
            self.answer(self._damage)
        try:
            version = self.desks.screen.data_version()
        except SalestuiError:
            return  # busy: the next second will do
        self.watch_clocks(version)
        minute = self.desks.screen.now().replace(second=0, microsecond=0)
        if (version, minute) == (self._seen, self._minute):
            return
        self._seen, self._minute = version, minute
        self.turn_the_day()
        look_again = getattr(self.screen, "look_again", None)
        if look_again is not None:
            look_again()

    # ── from every screen ────────────────────────────────────────────────────────────────────────────────────────

    def action_help(self) -> None:
        """Every key that works here."""
        from salestui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen, self.desks.screen.settings.keys))

    @work
    async def action_palette(self) -> None:
        """Find a command or a customer by typing; the command is run on the screen below."""
        from salestui.tui.screens.card import CardScreen
        from salestui.tui.screens.palette import CommandChosen, CustomerChosen, Palette

        below = self.screen
        match await self.push_screen_wait(Palette(self.desks, below, self._used)):
            case CommandChosen(_, str(why)) if isinstance(below, Explaining):
                below.say(why, wrong=True)
            case CommandChosen(command):
                self._used = [command.id, *(each for each in self._used if each != command.id)]
                await self.run_action(command.id, below if _does(below, command) else self)
            case CustomerChosen(code):
                self.push_screen(CardScreen(code))

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────

    def on_unmount(self) -> None:
        """Finish what was asked and give the file back."""
        self.give_back()

    def give_back(self) -> None:
        """Close the desks, once."""
        if not self._given_back:
            self._given_back = True
            self.close_with_drafts(self.desks.close)


def _does(screen: Screen[Any], command: Command) -> bool:
    """Whether a command is done by `screen`; else it is the app's."""
    return command.is_said or hasattr(screen, f"action_{command.id}")

"""A key that does nothing here says why: asked before the action, whether a key, the palette or a click calls it.

The reasons are the screens' own (`why_not`); the footer, `?` and the palette ask for the same ones.
"""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from textual.actions import ActionParseResult
from textual.dom import DOMNode

from salestui.i18n import _
from salestui.tui.commands import COMMANDS, Command, command_of, key_shown, keys_shown, label
from salestui.tui.parts import AppPart
from salestui.tui.text import plain


@runtime_checkable
class Explaining(Protocol):
    """A screen that knows why a command does nothing on it, and has a line to say so."""

    def why_not(self, command: str) -> str | None:
        """Why the command with this id does nothing just now; None where it works."""
        ...

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Answer in the line above the keys."""
        ...


@runtime_checkable
class Commanded(Protocol):
    """A screen that does commands of which the registry says all."""

    def run_command(self, command: Command) -> None:
        """Open the list, or the form, that a command names."""
        ...


class SayingWhy(AppPart):
    """Name it before the app class that runs actions."""

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As Textual's, unless there is a reason not to."""
        target, name, _parameters = self._parse_action(action, default_namespace or self, namespaces)
        command = command_of(name)
        why = reason_against(name, target) if command is not None else None
        if why is not None:
            self.answer(why)
        elif command is not None and command.is_said and isinstance(target, Commanded):
            target.run_command(command)
        else:
            return await super().run_action(action, default_namespace, namespaces)
        return True

    def answer(self, why: str) -> None:
        """Say what is wrong, or does not work, on the screen that is shown."""
        if isinstance(self.screen, Explaining):
            self.screen.say(why, wrong=True)
        else:
            self.notify(plain(why), severity="warning", markup=False)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """As Textual's; a key that nothing here has taken may be one of another place: then it says which."""
        handled = await super()._check_bindings(key, priority)
        if not handled and not priority and isinstance(self.screen, Explaining) and not self.screen.is_modal:
            told = self._elsewhere(key)
            if told is not None:
                self.screen.say(told, wrong=True)
        return handled

    def action_help_quit(self) -> None:
        """Ctrl+C where there is nothing to copy: Textual's sentence, in the user's language."""
        leave = command_of("quit")
        assert leave is not None
        self.answer(_("{keys} closes the program", keys=keys_shown(leave, self.remapped())))

    def why_not(self, command: str) -> str | None:
        """Why a command of the app itself does nothing just now."""
        return None

    def remapped(self) -> Mapping[str, str]:
        """The keys of the user's own, by command."""
        return {}

    def _elsewhere(self, key: str) -> str | None:
        from salestui.tui.keymap import keys_of

        here = getattr(self.screen, "SCOPES", ("form",))
        for command in COMMANDS:
            if key == "escape" or command.scope in here or key not in keys_of(command, self.remapped()):
                continue  # Esc is pressed to be sure that nothing is open
            place = place_told(command, self.remapped())
            if place is not None:
                return _("{key} {command}: {place}", key=key_shown(key), command=label(command), place=place)
        return None


def reason_against(command: str, target: DOMNode) -> str | None:
    """Why the command with this id does nothing on `target`, a screen or the app; None where it works."""
    app = target.app
    why = target.why_not(command) if isinstance(target, Explaining) else None
    return why or (app.why_not(command) if isinstance(app, SayingWhy) else None)


def place_told(command: Command, remapped: Mapping[str, str]) -> str | None:
    """Where a command works that does not work here; None where there is nothing to say."""

    from salestui.tui.keymap import keys_of

    def mode(name: str) -> str:
        found = command_of(name)
        assert found is not None
        return f"{label(found)} ({key_shown(keys_of(found, remapped)[0])})"

    match command.scope:
        case "today" | "customers":
            return _("works in {place}", place=mode(command.scope))
        case "records":
            return _("works where there is a customer: {places}", places=f"{mode('today')}, {mode('customers')}")
        case "form":
            return _("works in a form")
        case "settings":
            return _("works in the settings")
        case _:
            return None

"""The user's own keys: what a key may be, where two commands would meet on one, and what of it is in force.

The settings screen asks `refusal` before it writes; `check` asks it of what somebody wrote into the file by hand.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, key_to_character

from salestui.config import Settings
from salestui.errors import SettingsError
from salestui.i18n import _
from salestui.paths import Paths
from salestui.tui.commands import COMMANDS, FROM_FORMS, PLACES, Command, command_of, key_shown, label

_KNOWN: Final = frozenset(key.value for key in Keys) | {*KEY_NAME_REPLACEMENTS.values(), "space"}
_MODIFIED: Final = re.compile(r"((ctrl|alt|shift|super)\+)+")
_FIXED: Final = ("open", "leave")  # Enter and Esc, in every list and form
_SAME_BYTE: Final = {  # what a terminal sends for them is what it sends for the other key
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
}
_ALWAYS: Final = ("escape", "ctrl+c", "ctrl+q", "ctrl+z")  # the ways out: a command that has one by default keeps it


def keys_of(command: Command, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of a command by Textual's names, the user's where there are any; the one to show first."""
    return tuple(_named(key) for key in remapped.get(command.id, command.keys).split(","))


def in_force(remapped: Mapping[str, str]) -> dict[str, str]:
    """What Textual is given: the user's keys, and beside them the ways out that no command loses."""
    return {
        command.id: ",".join(dict.fromkeys([*keys_of(command, remapped), *_kept(command)]))
        for command in COMMANDS
        if command.id in remapped
    }


def with_key(command: Command, key: str, remapped: Mapping[str, str]) -> str:
    """The keys of `command` once `key` stands in the place of the one that is shown."""
    keys = keys_of(command, remapped)
    kept = [each for each in keys if each in _ALWAYS]
    others = [each for each in keys if each not in _ALWAYS]
    return ",".join(dict.fromkeys([key, *others[1:], *kept]))


def is_fixed(command: Command) -> bool:
    """Whether the command has a key that cannot be changed."""
    return command.id in _FIXED


def refusal(command: Command, key: str, remapped: Mapping[str, str]) -> str | None:
    """Why `command` cannot have `key` (by Textual's name); None where it can."""
    key = _named(key)
    if key in keys_of(command, {}):
        return _taken(command, key, remapped)  # its own by default, unless somebody else has got it since
    shown = key_shown(key)
    if is_fixed(command):
        return _("{command} keeps its key", command=label(command))
    if not _is_key(key):
        return _("{key} is not a key", key=key)
    return _reserved(key, shown) or _in_fields(command, key, shown) or _taken(command, key, remapped)


def check(settings: Settings, paths: Paths) -> None:
    """Raises SettingsError where the file gives a key that cannot be, or one key to two commands of one place."""
    for name, keys in settings.keys.items():
        file = settings.sources.get(f"keys.{name}", paths.config_file)
        command = command_of(name)
        if command is None:
            raise _unknown(file, name, keys)
        for key in keys.split(","):
            why = refusal(command, key.strip(), settings.keys)
            if why is not None:
                from salestui.config.kinds import as_written
                from salestui.config.reading import wrong

                raise wrong(file, f"keys.{name}", as_written(keys), why, _("give it another key, or remove the line"))


def _unknown(file: Path, name: str, keys: str) -> SettingsError:
    from salestui.config.kinds import as_written, did_you_mean
    from salestui.config.reading import wrong

    ids = [command.id for command in COMMANDS]
    return wrong(file, f"keys.{name}", as_written(keys), _("there is no such command"), did_you_mean(name, ids))


def _named(key: str) -> str:
    """Textual's name of a key that may be written as its sign."""
    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key


def _is_key(key: str) -> bool:
    bare = _MODIFIED.sub("", key, count=1)
    sign = key_to_character(bare)  # which finds "banana" too: a sign has that name
    return bare in _KNOWN or len(bare) == 1 or (sign is not None and sign.isascii())


def _kept(command: Command) -> tuple[str, ...]:
    return tuple(key for key in command.keys.split(",") if key in _ALWAYS)


def _reserved(key: str, shown: str) -> str | None:
    """Keys that mean the same wherever one is."""
    if key in _SAME_BYTE:
        return _("{key} arrives from a terminal as {other}", key=shown, other=key_shown(_SAME_BYTE[key]))
    if key in ("enter", "escape", "tab", "shift+tab", "space", "backspace", "delete"):
        return _("{key} means the same everywhere", key=shown)
    if len(key) == 1 and key.isdigit():
        return _("{key} is for the screens: 1 to 9", key=shown)
    if key in _ALWAYS:
        words = {
            "ctrl+c": _("Ctrl+C copies"),
            "ctrl+q": _("Ctrl+Q always closes the program"),
            "ctrl+z": _("Ctrl+Z undoes in a field, and suspends outside"),
        }
        return words[key]
    from salestui.tui.widgets.record_table import RecordTable

    if key in _bound_by(RecordTable):
        return _("{key} moves in lists", key=shown)
    return None


def _in_fields(command: Command, key: str, shown: str) -> str | None:
    """A command of forms must not take a key with which one types or edits."""
    if command.scope != "form":
        return None
    from textual.widgets import Input, TextArea

    if key_to_character(key) is not None:
        return _("{key} is typed in fields", key=shown)
    if key in (_bound_by(Input) | _bound_by(TextArea)) - {"f6", "f7"}:  # those two our fields give up
        return _("{key} edits in fields", key=shown)
    return None


def _bound_by(kind: type) -> frozenset[str]:
    return frozenset(key for binding in kind.__dict__["BINDINGS"] for key in binding.key.split(","))


def _taken(command: Command, key: str, remapped: Mapping[str, str]) -> str | None:
    for other in COMMANDS:
        if other.id != command.id and _meet(command, other) and key in (*keys_of(other, remapped), *_kept(other)):
            return _(
                "{key} is taken by {command} ({id}) in the same place",
                key=key_shown(key),
                command=label(other),
                id=other.id,
            )
    return None


def _meet(one: Command, other: Command) -> bool:
    """Whether there is a place where both are live; a scope that no place knows meets all."""
    return any(_is_in(one, place) and _is_in(other, place) for place in PLACES) or not (_placed(one) and _placed(other))


def _is_in(command: Command, place: frozenset[str]) -> bool:
    return command.scope in place or ("form" in place and command.id in FROM_FORMS)


def _placed(command: Command) -> bool:
    return any(command.scope in place for place in PLACES)

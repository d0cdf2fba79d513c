"""What a key may be: the settings screen refuses what would clash, the start what somebody wrote by hand."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from salestui.errors import SettingsError
from salestui.paths import resolve
from salestui.services.sample import sample_settings
from salestui.tui import keymap
from salestui.tui.commands import COMMANDS, Command, command_of, key_shown, keys_shown


def named(name: str) -> Command:
    found = command_of(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("command", "key", "why"),
    [
        ("follow_up", "z", None),
        ("follow_up", "L", None),
        ("follow_up", "ctrl+l", None),
        ("follow_up", "f6", None),  # which jumps, but in forms only
        ("follow_up", "semicolon", None),
        ("follow_up", ";", None),
        ("follow_up", "f", None),  # its own
        ("follow_up", "i", "i is taken by inquiry (inquiry)"),
        ("follow_up", "s", "s is taken by sort (sort)"),  # on Customers both are live
        ("follow_up", "o", "o is taken by owner (owner)"),
        ("follow_up", "l", "l is taken by next part (next_part)"),  # on the card
        ("follow_up", "[", "[ is taken by earlier (week_before)"),  # in the week
        ("follow_up", "q", "q is taken by back (back)"),
        ("follow_up", "?", "? is taken by help (help)"),
        ("sort", "l", None),  # sort is of Customers, the parts are of the card
        ("sort", "o", None),  # sort is of Customers, owner of Today: they never meet
        ("save", "f5", None),
        ("save", "f6", "F6 is taken by jump (jump)"),
        ("save", "f1", "F1 is taken by help (help)"),  # works in forms too
        ("save", "x", "x is typed in fields"),
        ("save", "ctrl+w", "Ctrl+W edits in fields"),
        ("follow_up", "enter", "Enter means the same everywhere"),
        ("follow_up", "escape", "Esc means the same everywhere"),
        ("follow_up", "tab", "Tab means the same everywhere"),
        ("follow_up", "3", "3 is for the screens"),
        ("follow_up", "j", "j moves in lists"),
        ("follow_up", "pagedown", "PgDn moves in lists"),
        ("follow_up", "ctrl+c", "Ctrl+C copies"),
        ("follow_up", "ctrl+z", "Ctrl+Z undoes in a field"),
        ("follow_up", "ctrl+q", "always closes"),
        ("follow_up", "ctrl+i", "Ctrl+I arrives from a terminal as Tab"),
        ("follow_up", "ctrl+m", "arrives from a terminal as Enter"),
        ("follow_up", "banana", "banana is not a key"),  # though there is a sign of that name
        ("follow_up", "ctrl+", "is not a key"),
        ("open", "x", "open keeps its key"),
        ("leave", "f11", "leave keeps its key"),
    ],
)
def test_a_key_is_refused_with_the_reason(command: str, key: str, why: str | None) -> None:
    refused = keymap.refusal(named(command), key, {})
    if why is None:
        assert refused is None
    else:
        assert refused is not None
        assert why in refused


def test_two_commands_may_change_places() -> None:
    remapped = {"follow_up": "i", "inquiry": "f"}
    assert keymap.refusal(named("follow_up"), "i", remapped) is None
    assert keymap.refusal(named("inquiry"), "f", remapped) is None
    assert keymap.refusal(named("follow_up"), "f", {"inquiry": "f"}) is not None  # its own, but given away


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_no_default_key_is_refused(command: Command) -> None:
    assert {keymap.refusal(command, key, {}) for key in command.keys.split(",")} == {None}


def test_a_new_key_takes_the_place_of_the_one_shown_and_the_ways_out_stay() -> None:
    assert keymap.with_key(named("follow_up"), "l", {}) == "l,f3"
    assert keymap.with_key(named("follow_up"), "x", {"follow_up": "l,f3"}) == "x,f3"
    assert keymap.with_key(named("back"), "b", {}) == "b,escape"
    assert keymap.in_force({"back": "b"}) == {"back": "b,escape"}
    assert keymap.in_force({"suspend": "ctrl+t"}) == {"suspend": "ctrl+t,ctrl+z"}
    assert keymap.in_force({"follow_up": "?"}) == {"follow_up": "question_mark"}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("question_mark", "?"),
        ("comma", ","),
        ("slash", "/"),
        ("f12", "F12"),
        ("ctrl+s", "Ctrl+S"),
        ("shift+f3", "Shift+F3"),
        ("escape", "Esc"),
        ("space", "Space"),
        ("L", "L"),
    ],
)
def test_keys_are_shown_as_people_read_them(key: str, shown: str) -> None:
    assert key_shown(key) == shown


def test_the_keys_shown_are_the_users() -> None:
    assert keys_shown(named("follow_up"), {}) == "f F3"
    assert keys_shown(named("follow_up"), {"follow_up": "l, f3"}) == "l F3"


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"follow_up": "i"}, ("keys.follow_up", '"i"', "inquiry")),
        ({"follow_up": "z", "task": "z"}, ("keys.follow_up", "task")),
        ({"follow_up": "z,f4"}, ("keys.follow_up", "F4", "inquiry")),
        ({"folow_up": "x"}, ("keys.folow_up", "no such command", "follow_up")),
        ({"follow_up": "strg+x"}, ("keys.follow_up", "strg+x is not a key")),
        ({"save": "s"}, ("keys.save", "typed in fields")),
        ({"open": "o"}, ("keys.open", "keeps its key")),
    ],
)
def test_a_file_written_by_hand_is_refused_naming_both(
    tmp_path: Path, keys: dict[str, str], told: tuple[str, ...]
) -> None:
    settings = replace(sample_settings("en"), keys=MappingProxyType(keys))
    with pytest.raises(SettingsError) as refused:
        keymap.check(settings, resolve(None, {"SALESTUI_HOME": str(tmp_path)}))
    assert str(tmp_path / "config.toml") in str(refused.value)
    for part in told:
        assert part in str(refused.value)


def test_what_is_well_written_by_hand_passes(tmp_path: Path) -> None:
    keys = {"follow_up": "i", "inquiry": "f,f4", "help": "?", "theme": "ctrl+t"}
    settings = replace(sample_settings("en"), keys=MappingProxyType(keys))
    keymap.check(settings, resolve(None, {"SALESTUI_HOME": str(tmp_path)}))

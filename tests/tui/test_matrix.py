"""Hostile text in every field of every record, at every place of the program, and in the bytes of a terminal."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from textual.widgets import Input

from salestui.domain.records import RECORDS, Kind
from salestui.services import customers
from salestui.services.drafts import read, to_text
from salestui.services.inquiries import receive_inquiry
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.today import TodayScreen
from tests.tui.hostile import ACTING, EVERY, LEFT_OUT, MARKUP, NEVER, TEXTS, hostile_fields, make_hostile
from tests.tui.places import PLACES, walk
from tests.tui.stage import Stage, desk_at, on_stage
from tests.tui.test_hostile import assert_tame

OURS = rb"\x1b\]0;(salestui( (\xe2\x96\xb2|\xe2\x97\x86)\d+)*)?\x1b\\"  # the title counts: ▲22 ◆3
ALL = ACTING[2]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    make_hostile(home)
    return home


@pytest.fixture
def hostile_home(hostile: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(hostile / "salestui.db", home / "salestui.db")
    return home


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_that_holds_text_is_hostile(record: str) -> None:
    typed = hostile_fields(record, "[/]")
    for field in RECORDS[record].fields:
        if field.settable and field.kind in TEXTS and field.id not in LEFT_OUT.get(record, ()):
            assert "[/]" in typed[field.id]
        elif field.settable and field.kind is not Kind.INSTANT and field.id not in LEFT_OUT.get(record, ()):
            assert typed[field.id]


async def back_to_today(stage: Stage) -> None:
    """Leave whatever is there, as it was at the start: nothing narrowed, nothing marked, no draft."""
    while len(stage.app.screen_stack) > 1:
        stage.app.screen.dismiss(None)
        await stage.settle()
    for kind, mode in ((CustomersScreen, CustomersScreen.MODE), (TodayScreen, TodayScreen.MODE)):
        if not isinstance(stage.app.screen, kind):
            await stage.app.switch_mode(mode)
            await stage.until(lambda kind=kind: isinstance(stage.app.screen, kind), mode)  # type: ignore[misc]
        await stage.press("escape", "escape", "escape", "g")
    stage.app.drafts.flush(20.0)
    for path in (stage.home / "drafts").glob("*.json"):
        path.unlink()


@pytest.mark.parametrize("part", range(4))
async def test_every_place_shows_it_and_nothing_runs(hostile_home: Path, part: int) -> None:
    async with on_stage(hostile_home, size=(100, 30)) as stage:
        for place in list(PLACES)[part::4]:
            await walk(stage, place)
            assert_tame(stage)
            for line in stage.app.screen.query(Input):
                assert "\x1b" not in line.value, place
            await back_to_today(stage)


async def test_toasts_show_signs(hostile_home: Path) -> None:
    from salestui.tui.text import plain

    async with on_stage(hostile_home, size=(100, 30)) as stage:
        for text in EVERY:
            stage.app.notify(plain(text), markup=False)
        await stage.settle()
        assert_tame(stage)


# ── the wire ─────────────────────────────────────────────────────────────────────────────────────────────────────


def assert_clean(raw: bytes) -> None:
    """Nothing of the hostile text was sent as it is."""
    raw = re.sub(OURS, b"", raw)
    found = [never for never in NEVER if never in raw]
    assert found == []


# what is typed from Today on → what then stands on the screen, or after "-" no longer does
TOUR: dict[str, tuple[tuple[str, str], ...]] = {
    "the day": (
        ("o", "Whose?"),
        ("\x1b", "-Whose?"),
        ("O", "is back"),
        ("a", "Ctrl+S save"),
        ("\x1b", "-Ctrl+S save"),
        ("\x1b", "-is back"),
        ("a", "earlier"),
        ("o", "Whose?"),
        ("\x1b", "-Whose?"),
    ),
    "customers": (
        ("2", f"of {len(EVERY)}"),
        ("jjb", "give to another owner"),
        ("t", "Ctrl+S save"),
        ("word\x13", "Esc stay"),
        ("n", "-Esc stay"),
        ("x", "Archive"),
        ("n", "-Archive"),
        ("Y", "Which cell"),
        ("\x1b", "-Which cell"),
        ("w", "r rename"),
        ("Gd", "Esc stay"),
        ("n", "-Esc stay"),
    ),
    "the card": (
        ("2", f"of {len(EVERY)}"),
        ("jj\r", "next part"),
        ("\r", "deal D-"),
        ("\x1b", "-deal D-"),
        ("\tj\r", "follow up F-"),
        ("\x1b", "-follow up F-"),
        ("E", "Ctrl+S save"),
        ("\x1b[Z", "Ctrl+S save"),  # to the last field, so that all are painted
    ),
    "forms": (
        ("f", "Ctrl+S save"),
        ("\x1b", "-Ctrl+S save"),
        ("2", f"of {len(EVERY)}"),
        ("jjt", "Ctrl+S save"),
        ("\x1b", "-Ctrl+S save"),
        ("n", "Ctrl+S save"),
        ("osc52", "osc52"),
    ),
    "boards": (
        ("3", "on"),
        ("o", "everybody's tasks"),
        ("\r", "e correct"),
        ("\x1b", "-e correct"),
        ("e", "Ctrl+S save"),
        ("\x1b", "-Ctrl+S save"),
        ("X", "u takes it back"),
        ("4", "figures"),
        ("\r", "Ctrl+S save"),
        ("\x1b", "-Ctrl+S save"),
        ("F", "weighted value"),
    ),
    "palette": ((":", "command"), ("osc", "C001"), ("\x1b", "-command  ")),
    "history": (("H", "save view"), ("j\r", "Esc close"), ("\x1b", "-Esc close")),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
@pytest.mark.parametrize("part", TOUR)
def test_nothing_of_it_reaches_the_wire(hostile_home: Path, part: str) -> None:
    from tests.tui.terminal import salestui

    with salestui(hostile_home, columns=120, lines=40) as terminal:
        terminal.shows("WAITING ON")
        for keys, text in TOUR[part]:
            terminal.send(keys)
            terminal.rest()
            shown, text = not text.startswith("-"), text.removeprefix("-")
            terminal.until(lambda text=text, shown=shown: (text in terminal.text) is shown, f"{text!r} after {keys!r}")  # type: ignore[misc]
        terminal.send("\x11")
        assert terminal.end() == 0
        assert_clean(terminal.raw)
        assert "␛".encode() in terminal.raw  # it was shown


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
async def test_a_name_in_the_settings_and_a_draft_by_other_hands_are_shown_in_signs(hostile_home: Path) -> None:
    from dataclasses import replace

    from tests.tui.terminal import SETTINGS, salestui

    async with on_stage(hostile_home) as stage:
        await stage.press("f", "tab", "x")
        assert stage.app.drafts.flush(20.0)
    (path,) = (hostile_home / "drafts").glob("*.json")
    held = read(path)
    path.write_text(to_text(replace(held, title=ALL, typed=dict.fromkeys(held.typed, ALL)), ""), encoding="utf-8")
    (hostile_home / "config.toml").write_text(SETTINGS.replace('"Li"', f'"{MARKUP[3]}"'), encoding="utf-8")
    with salestui(hostile_home, columns=120, lines=40) as terminal:
        terminal.shows("Typed and not saved")
        terminal.send("x")
        terminal.shows("Throw this draft away")
        terminal.send("n")
        terminal.shows("Esc later")
        terminal.send("\r")
        terminal.shows("Ctrl+S save")
        terminal.rest()
        terminal.send("\x1b")
        terminal.shows(f"{MARKUP[3]} 09:42")
        terminal.send("\x11")
        assert terminal.end() == 0
        assert_clean(terminal.raw)
        assert "osc52␛" in terminal.raw.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
def test_a_code_is_text_too(tmp_path: Path) -> None:
    from tests.tui.terminal import salestui

    with desk_at(tmp_path) as desk:
        code = customers.add_customer(desk, {"code": ALL, "name": "Haiming Technology", "grade": "A"}).ref
        receive_inquiry(desk, code, {"kind": "lead", "text": "x"})
    with salestui(tmp_path, columns=120, lines=40) as terminal:
        terminal.shows("WAITING ON")
        for keys, text in (
            ("\r", "next part"),
            ("E", "Ctrl+S save"),
            ("\x1b", "-Ctrl+S save"),
            ("q", "a week"),
            ("i\x1b[F\x15Haiming", "Haiming Technology"),
            ("\x14", "OSC52"),
        ):
            terminal.send(keys)
            terminal.rest()
            shown, text = not text.startswith("-"), text.removeprefix("-")
            terminal.until(lambda text=text, shown=shown: (text in terminal.text) is shown, f"{text!r} after {keys!r}")  # type: ignore[misc]
        terminal.send("\x11")
        assert terminal.end() == 0
        assert_clean(terminal.raw)


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
def test_settings_that_are_refused_are_told_in_signs(hostile_home: Path) -> None:
    from tests.tui.terminal import SETTINGS, salestui

    escaped = "".join(f"\\u{ord(sign):04x}" for sign in ALL)
    (hostile_home / "config.toml").write_text(SETTINGS.replace('"Li"', f'"{escaped}"'), encoding="utf-8")
    with salestui(hostile_home) as terminal:
        assert terminal.end() == 1
        assert_clean(terminal.raw)
        assert "osc52␛" in terminal.text

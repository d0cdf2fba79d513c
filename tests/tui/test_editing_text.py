"""A field's text in the user's own editor: found, given, taken back; whatever happens there, nothing is lost."""

import os
import signal
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from salestui.tui.editing_text import EditorError, edited, editor
from tests.tui.conftest import HomeMaker
from tests.tui.stage import on_stage
from tests.tui.terminal import Terminal, salestui, shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty there")

TEXT = "first line\nsecond line"


def program(folder: Path, body: str, name: str = "ed it") -> str:
    """An editor that is a shell script, quoted for $EDITOR: its name has a space. `$f` is the file."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nfor f; do :; done\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return f"'{path}'"


def environ(**variables: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **variables}


# ── which editor ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_visual_goes_before_editor_and_arguments_are_split_as_a_shell_does() -> None:
    assert editor(environ(VISUAL="sh -c 'a b' --wait", EDITOR="cat")) == ["sh", "-c", "a b", "--wait"]
    assert editor(environ(VISUAL=" ", EDITOR="cat")) == ["cat"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"EDITOR": "no-such-editor --wait"}, "$EDITOR: there is no program no-such-editor"),
        ({"VISUAL": "sh -c 'half"}, "$VISUAL cannot be read: sh -c 'half"),
    ],
)
def test_an_editor_that_cannot_be_is_named(variables: dict[str, str], told: str) -> None:
    with pytest.raises(EditorError) as refused:
        editor(environ(**variables))
    assert told in str(refused.value)


def test_without_a_word_one_that_is_usually_there_is_taken_and_with_none_that_is_said(tmp_path: Path) -> None:
    for name in ("vi", "nano"):
        program(tmp_path, "", name)
        assert editor({"PATH": str(tmp_path)}) == [name]
    with pytest.raises(EditorError, match="EDITOR"):
        editor({"PATH": str(tmp_path / "nowhere")})


# ── there and back ───────────────────────────────────────────────────────────────────────────────────────────────


def run(folder: Path, body: str, text: str = TEXT) -> str:
    return edited(editor(environ(EDITOR=program(folder, body))), text, folder / "editing", "text")


@pytest.mark.parametrize(
    ("body", "text", "back"),
    [
        ("true", TEXT, TEXT),
        ("true", "", ""),
        ("true", "ends with two breaks\n\n", "ends with two breaks\n\n"),
        ("printf 'third\\n' >> \"$f\"", TEXT, TEXT + "\nthird"),
        ("printf 'no break at the end' > \"$f\"", TEXT, "no break at the end"),
        ("printf 'from\\r\\nWindows\\r\\n' > \"$f\"", TEXT, "from\nWindows"),
        ("printf '\\357\\273\\277marked\\n' > \"$f\"", TEXT, "marked"),
        ("printf '中文 😀\\n' > \"$f\"", TEXT, "中文 😀"),
        ('mv "$f" "$f.bak"; cp "$f.bak" "$f"; rm "$f.bak"', TEXT, TEXT),  # as vi does
        (': > "$f"', TEXT, ""),
    ],
)
def test_the_text_comes_back_as_it_was_meant_and_the_file_is_gone(
    tmp_path: Path, body: str, text: str, back: str
) -> None:
    assert run(tmp_path, body, text) == back
    assert list((tmp_path / "editing").iterdir()) == []


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        seen = run(tmp_path, 'stat -c "%a" "$f" "$(dirname "$f")" > "$f.modes"; cp "$f.modes" "$f"; rm "$f.modes"')
    finally:
        os.umask(old)
    assert seen == "600\n700"
    assert stat.S_IMODE((tmp_path / "editing").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("body", "told", "kept"),
    [
        ("exit 3", "ended with 3; the field is as it was", None),
        ("printf 'half' > \"$f\"; exit 1", "what was written is in", b"half"),
        ("printf '\\377\\376x' > \"$f\"", "not UTF-8", b"\xff\xfex"),
        ('rm "$f"', "cannot be read", None),
        ("kill -9 $$", "ended with -9", None),
    ],
)
def test_what_cannot_come_back_stays_in_a_file_that_is_named(
    tmp_path: Path, body: str, told: str, kept: bytes | None
) -> None:
    with pytest.raises(EditorError) as refused:
        run(tmp_path, body)
    assert told in str(refused.value)
    files = list((tmp_path / "editing").iterdir())
    assert [file.read_bytes() for file in files] == ([] if kept is None else [kept])
    for file in files:
        assert str(file) in str(refused.value)


def test_in_a_home_that_cannot_be_written_the_file_lies_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "editing").write_text("no folder", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(tmp_path, 'printf x >> "$f"') == TEXT + "\nx"
    assert not list(tmp_path.glob("salestui-*"))


def test_ctrl_c_in_the_editor_is_the_editors_own_affair(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert run(tmp_path, f'kill -INT {os.getpid()}; printf x >> "$f"') == TEXT + "\nx"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_stop_asked_of_us_ends_the_editor_and_what_was_written_comes_back(tmp_path: Path) -> None:
    started = tmp_path / "started"

    def stop() -> None:
        while not started.exists():
            time.sleep(0.005)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=stop)
    thread.start()
    assert run(tmp_path, f"printf 'so far' > \"$f\"; touch '{started}'; exec sleep 60") == "so far"
    thread.join()
    (file,) = (tmp_path / "editing").iterdir()
    assert file.read_bytes() == b"so far"


# ── in the program ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_field_to_choose_from_says_that_the_editor_is_for_text(home_of: HomeMaker) -> None:
    async with on_stage(home_of("en")) as stage:
        await stage.press("f", "f7")
        assert "choose a field with text first" in stage.answer


async def test_where_the_terminal_cannot_be_lent_that_is_said(
    home_of: HomeMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "cat")
    async with on_stage(home_of("en")) as stage:
        await stage.press("f", "tab", "ctrl+g")
        assert "cannot be lent" in stage.answer


def in_content(terminal: Terminal) -> None:
    """A follow-up, the cursor in its text."""
    terminal.shows("R1 grade A")
    terminal.send("f")
    terminal.shows("Follow-up: C072")
    terminal.send("\tBefore")
    terminal.shows("* Before")


F7 = "\x1b[18~"


def test_in_a_terminal_the_text_goes_to_the_editor_and_comes_back(home: Path, tmp_path: Path) -> None:
    body = "printf 'cleaned \\033]52;c;eA==\\007 line\\n' >> \"$f\"; echo editor is here; sleep 0.2"
    with salestui(home, EDITOR=program(tmp_path, body)) as terminal:
        in_content(terminal)
        terminal.send(F7)
        terminal.until(lambda: b"editor is here" in terminal.raw, "the editor")
        terminal.shows("back from ed it")
        terminal.shows("cleaned ␛]52")
        assert b"\x1b]52" not in terminal.raw  # what acts is shown as a sign
        lent, _here, after = terminal.raw.partition(b"editor is here")
        assert lent.rindex(b"\x1b[?1049l") > lent.rindex(b"\x1b[?1049h")  # on the main screen, as editors expect it
        assert b"\x1b[?1049h" in after
        terminal.send(" and on")
        terminal.shows("and on")
        terminal.send("\x1a")  # Ctrl+Z in a field takes back
        terminal.until(lambda: "and on" not in terminal.text, "taken back")
        terminal.send("\x13")
        terminal.until(lambda: terminal.text.count("✗") == 1, "the method is missing: refused, and still there")
        terminal.shows("Before")


@pytest.mark.parametrize("body", ["exit 1", "printf '\\377' > \"$f\"", "kill -9 $$"])
def test_in_a_terminal_a_failing_editor_leaves_the_field_as_it_was(home: Path, tmp_path: Path, body: str) -> None:
    with salestui(home, EDITOR=program(tmp_path, body)) as terminal:
        in_content(terminal)
        terminal.send(F7)
        terminal.until(lambda: "✗" in terminal.lines[-2], "what went wrong")
        terminal.send(" and on")
        terminal.shows("* Before and on")


def test_in_a_single_line_several_become_one(home: Path, tmp_path: Path) -> None:
    with salestui(home, EDITOR=program(tmp_path, "printf 'Zhang\\nWang\\n' > \"$f\"")) as terminal:
        in_content(terminal)
        terminal.send("\x1b[17~")  # F6
        terminal.shows("jump to which field?")
        terminal.send("g")
        terminal.until(lambda: "jump to" not in terminal.text, "there")
        terminal.send(F7)
        terminal.shows("Zhang Wang")


# ── Ctrl+Z ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_same_screen_back(home: Path) -> None:
    with shell(home) as terminal:
        terminal.send("salestui\r")
        terminal.shows("R1 grade A")
        terminal.send("jj")
        terminal.shows("C018 Hedu Leasing ·")
        before = terminal.text
        terminal.send("\x1a")
        terminal.shows("Stopped")
        terminal.send("echo $((6 * 7)) here\r")  # the terminal is in line mode again, and echoes
        terminal.shows("42 here")
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
        assert terminal.raw.rindex(b"\x1b[?1000l") > terminal.raw.rindex(b"\x1b[?1000h")
        terminal.send("fg\r")
        terminal.shows("C018 Hedu Leasing ·")
        terminal.until(lambda: terminal.text == before, "the same screen")
        terminal.send("f")
        terminal.shows("Follow-up: C018")
        terminal.send("\tcallled\x1a")
        terminal.until(lambda: "callled" not in terminal.text, "in a field it takes back")
        assert "Stopped" not in terminal.text
        terminal.send("called")
        terminal.shows("* called")


def test_suspended_in_a_form_what_was_typed_is_still_there(home: Path) -> None:
    with shell(home) as terminal:
        terminal.send("salestui\r")
        terminal.shows("R1 grade A")
        terminal.send("f\tQuote sent\x1b[Z")  # back to the method, which is no text field
        terminal.shows("* Quote sent")
        terminal.send("\x1a")
        terminal.shows("Stopped")
        terminal.send("fg\r")
        terminal.shows("* Quote sent")


def test_without_a_shell_that_could_bring_it_back_it_does_not_stop(home: Path) -> None:
    with salestui(home) as terminal:  # its own session, as a terminal that runs it alone would do it
        terminal.shows("R1 grade A")
        terminal.send("\x1a")
        terminal.shows("no shell here")
        terminal.send("\x11")
        assert terminal.end() == 0


# ── without the mouse ────────────────────────────────────────────────────────────────────────────────────────────

MOUSE = (b"\x1b[?1000h", b"\x1b[?1002h", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[?1015h", b"\x1b[?1016h")


@pytest.mark.parametrize(("argv", "setting"), [(("--no-mouse",), ""), ((), "mouse = false\n")])
def test_without_the_mouse_no_report_is_asked_for(home: Path, argv: tuple[str, ...], setting: str) -> None:
    (home / "config.toml").write_text(setting + 'language = "en"\nowner = "Li"\n', encoding="utf-8")
    with salestui(home, *argv) as terminal:
        terminal.shows("? help")
        terminal.send("f")
        terminal.shows("Follow-up")
        terminal.send("\x11")
        terminal.shows("? help")
        terminal.send("\x11")
        assert terminal.end() == 0
        assert [each for each in MOUSE if each in terminal.raw] == []


def test_otherwise_the_mouse_is_reported(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("? help")
        assert MOUSE[0] in terminal.raw


# ── keys written by hand ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_clash_written_by_hand_stops_the_start_with_both_names(home: Path) -> None:
    (home / "config.toml").write_text('[keys]\nfollow_up = "i"\n', encoding="utf-8")
    with salestui(home) as terminal:
        assert terminal.end() == 1
        told = " ".join(terminal.text.split())
        assert "keys.follow_up" in told
        assert "inquiry" in told
        assert b"\x1b[?1049h" not in terminal.raw

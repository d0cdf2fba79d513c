"""The program killed, hung up on and stopped in a real terminal while somebody types: what comes back afterwards."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="no pty here")
pytest.importorskip("pyte")

from salestui.services import drafts
from tests.tui.terminal import PATIENCE_S, SETTINGS, Terminal, environment, salestui

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty there")

TEXT = "They want sixty days and a written offer by noon tomorrow ok"  # 60 characters
SOON_S = 0.6  # after the last key
PROMISED_S = 0.5  # of typing that may be missing
GONE_S = 5.0

FORMS: dict[str, tuple[str, str, str]] = {  # form → keys that open it from Today, its title, the field for the text
    "follow-up": ("f", "Follow-up:", "content"),
    "inquiry": ("i", "Inquiry:", "text"),
    "new customer": ("n", "New customer", "name"),
    "customer": ("e", "C072 Haiming", "note"),
    "contact": ("c", "New contact", "name"),
    "task": ("t", "New task", "action"),
    "resolution": ("r", "Resolve", "result"),
}
TABS = {"follow-up": 1, "inquiry": 2, "customer": -1, "task": 1}  # from the first field to the one for the text


@contextmanager
def form_in(home: Path, form: str) -> Iterator[Terminal]:
    """A form on the screen, the cursor in its field for text."""
    keys, title, _field = FORMS[form]
    with salestui(home, columns=120, lines=45) as terminal:
        terminal.shows("R1 grade A")
        if form == "resolution":
            terminal.send("j" * 12)
            terminal.shows("C011 Baiyan Precision")  # a complaint
        terminal.send(keys)
        terminal.shows(title)
        steps = TABS.get(form, 0)
        terminal.send("\t" * steps if steps >= 0 else "\x1b[Z" * -steps)
        terminal.rest()
        yield terminal


def kept(home: Path) -> list[str]:
    """The longest text of each draft on the disk."""
    return [max(drafts.read(path).typed.values(), key=len) for path in (home / "drafts").glob("*.json")]


def assert_offered(home: Path, form: str, text: str) -> None:
    """The next session offers the draft, and opens it with all of `text`."""
    _keys, title, field = FORMS[form]
    (path,) = (home / "drafts").glob("*.json")
    assert drafts.read(path).typed[field].endswith(text)
    with salestui(home, columns=100, lines=40) as terminal:
        terminal.shows("Typed and not saved")
        terminal.shows(text[:20])
        terminal.send("\r")
        terminal.shows("goes on with the draft")
        assert title in terminal.lines[0]
        terminal.shows(text[-30:])


def gone(terminal: Terminal) -> float:
    """Wait for the end of the program, without reading what it writes; how long it took."""
    started = time.monotonic()
    while terminal.child.isalive():
        assert time.monotonic() - started < GONE_S, "it goes on"
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.mark.parametrize("form", FORMS)
def test_killed_soon_after_the_last_key_nothing_is_missing(home: Path, form: str) -> None:
    with form_in(home, form) as terminal:
        for sign in TEXT:
            terminal.send(sign)
            terminal.read(0.02)
        terminal.shows(TEXT[-12:])
        shown = time.monotonic()
        while time.monotonic() < shown + SOON_S:
            terminal.read(0.02)
        terminal.child.kill(signal.SIGKILL)
        gone(terminal)
    assert_offered(home, form, TEXT)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
@pytest.mark.parametrize("form", FORMS)
def test_hung_up_on_or_stopped_right_behind_the_last_key_nothing_is_missing(home: Path, form: str, name: str) -> None:
    with form_in(home, form) as terminal:
        terminal.send(TEXT)
        terminal.read(0.02)
        terminal.child.kill(getattr(signal, name))
        terminal.end()
    (text,) = kept(home)
    assert text.endswith(TEXT)


def test_killed_in_the_middle_of_typing_at_most_half_a_second_is_missing(home: Path) -> None:
    with form_in(home, "follow-up") as terminal:
        started, seen_at = time.monotonic(), list[float]()
        while time.monotonic() < started + 3.0:  # never a rest, as a debounced draft would wait for
            before = terminal.text.count("x")
            terminal.send("x")
            terminal.until(lambda before=before: terminal.text.count("x") > before, "the key is shown")  # type: ignore[misc]
            seen_at.append(time.monotonic())
        terminal.child.kill(signal.SIGKILL)
        killed = time.monotonic()
        gone(terminal)
    (text,) = kept(home)
    missing = seen_at[text.count("x") :]
    assert all(killed - at <= PROMISED_S for at in missing), f"{killed - missing[0]:.2f} s of typing missing"
    assert len(seen_at) > 20


# ── the line is lost ─────────────────────────────────────────────────────────────────────────────────────────────


class Line:
    """The program at a line of its own, so that the line can be closed under it."""

    def __init__(self, home: Path, *, leads_a_session: bool) -> None:
        (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
        self.home = home
        self.end, theirs = os.openpty()
        self.resize(24, 80)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "salestui"],
            env=environment(home),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=leads_a_session,  # only whoever does is told of a hang-up by SIGHUP
            preexec_fn=take_terminal if leads_a_session else None,
        )
        os.close(theirs)
        self.shown = b""

    def resize(self, lines: int, columns: int) -> None:
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until(self, holds: Callable[[], object]) -> None:
        """Read on until something holds."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, self.shown
            if select.select([self.end], [], [], 0.05)[0]:
                self.shown += os.read(self.end, 65_536)

    def type_a_call(self) -> None:
        """The follow-up form with a text that is on the disk."""
        self.until(lambda: b"R1 grade A" in self.shown)
        os.write(self.end, b"fp\tcalled them")
        self.until(lambda: kept(self.home) == ["called them"])

    def ended(self) -> float:
        """Wait for the end, which comes in time; the processor time used in all, in seconds."""
        started = time.monotonic()
        while True:
            found, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if found:
                self.process.returncode = os.waitstatus_to_exitcode(status)
                return usage.ru_utime + usage.ru_stime
            assert time.monotonic() - started < GONE_S, "it goes on"
            time.sleep(0.02)


@contextmanager
def at_a_line(home: Path, *, leads_a_session: bool) -> Iterator[Line]:
    line = Line(home, leads_a_session=leads_a_session)
    try:
        yield line
    finally:
        with suppress(OSError):
            os.close(line.end)
        if line.process.returncode is None:
            line.process.kill()
            line.process.wait()


def take_terminal() -> None:
    """In the child: the terminal on its standard input is the one of its session."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
@pytest.mark.parametrize("leads_a_session", [True, False], ids=["SIGHUP comes", "no signal comes"])
def test_a_closed_window_ends_it_in_time_burns_nothing_and_the_draft_is_offered(
    home: Path, leads_a_session: bool
) -> None:
    with at_a_line(home, leads_a_session=leads_a_session) as line:
        line.type_a_call()
        used = processor_s(line.process.pid)
        os.close(line.end)
        assert line.ended() - used < 1.5
    assert_offered(home, "follow-up", "called them")


def processor_s(pid: int) -> float:
    """What a process has used of the processor, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("closed", [False, True], ids=["still there", "closed then"])
def test_a_terminal_that_takes_nothing_more_does_not_hold_it(home: Path, closed: bool) -> None:
    with at_a_line(home, leads_a_session=False) as line:
        line.type_a_call()
        for step in range(120):  # a stuck ssh: nobody reads what is painted, more than the queues hold
            line.resize(24 + step % 2, 100 + step % 3)
            line.process.send_signal(signal.SIGWINCH)
            time.sleep(0.02)
        if closed:
            os.close(line.end)
        line.process.send_signal(signal.SIGHUP)
        line.ended()
    assert kept(home) == ["called them"]


# ── another session, another locale ──────────────────────────────────────────────────────────────────────────────


def test_a_second_session_is_not_offered_the_first_ones_live_draft(home: Path) -> None:
    with form_in(home, "follow-up") as first:
        first.send(TEXT)
        first.shows(TEXT[-12:])
        first.until(lambda: kept(home) == [TEXT], "on the disk")
        with salestui(home) as second:
            second.shows("R1 grade A")
            second.send("d")
            second.shows("all that was typed is saved")
            second.send("\x1b")
            first.child.kill(signal.SIGKILL)
            gone(first)
            # Esc alone takes 0.1 s; a key behind it within that time makes it Alt+D.
            second.until(lambda: "Typed and not saved" not in second.text, "the drafts are closed")
            second.send("d")
            second.shows("They want")


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LANG": "POSIX"}, {"LANG": ""}, {"LC_ALL": "C"}])
def test_in_the_locale_c_it_runs_and_warns_once(home: Path, locale: dict[str, str]) -> None:
    with salestui(home, PYTHONUTF8="", **locale) as terminal:  # type: ignore[arg-type] # names of the environment
        terminal.shows("the locale is C: Chinese may not show")
        terminal.send("j")
        terminal.shows("C044")
        terminal.send("\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    "locale", [{"LANG": "C.UTF-8"}, {"LANG": "zh_CN.UTF-8"}, {"LANG": "C", "LC_ALL": "en_US.UTF-8"}]
)
def test_in_any_other_locale_it_does_not(home: Path, locale: dict[str, str]) -> None:
    with salestui(home, **locale) as terminal:  # type: ignore[arg-type] # names of the environment
        terminal.shows("R1 grade A")
        terminal.rest()
        assert "locale" not in terminal.text
        terminal.send("\x11")
        assert terminal.end() == 0


def test_without_colours_every_state_has_its_sign_or_word(home: Path) -> None:
    with salestui(home, NO_COLOR="1") as terminal:
        terminal.shows("R1 grade A")
        assert "▲ overdue" in terminal.text
        assert "◆ 26 min left" in terminal.text
        assert "· no due time" in terminal.text
        assert "1 Today" in terminal.lines[0]
        terminal.send("fp\tcalled\tsometime")
        terminal.shows("✗")
        terminal.send("\x1b")
        terminal.shows("kept as a draft")
        terminal.send("\x11")
        assert terminal.end() == 0
    colours = [code for code in _colours(terminal.raw) if len(set(code)) > 1]
    assert colours == []  # greys alone


def _colours(raw: bytes) -> list[tuple[bytes, bytes, bytes]]:
    import re

    return re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", raw)

"""`salestui` without a command, in a process of its own: where it is refused, and how it ends when it must."""

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
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Ran, Shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")

PATIENCE_S = 30
LINES, COLUMNS = 24, 80
CUSTOMER = "Haiming Technology, +1 555 0172"
PROGRAM = "from salestui.__main__ import main; raise SystemExit(main())"

# Each breaks one of the places from which Textual, asyncio or a thread carries an exception.
BROKEN = f"""
from textual import work
from salestui.tui.app import SalestuiApp
from salestui.tui.screens.today import TodayScreen

def fail(*_args):
    secret_local = {CUSTOMER!r}
    raise RuntimeError("about " + secret_local)
"""
BREAKS = {
    "before the first paint": "TodayScreen.look = fail",
    "by a key": "TodayScreen.action_owner = fail",
    "in a worker": "TodayScreen.action_owner = work(thread=True)(fail)",
    "in the writer's thread": ("async def ask(self): await self.write(fail)\nTodayScreen.action_owner = work(ask)"),
    "in a timer": "TodayScreen.action_owner = lambda self: self.set_timer(0.01, fail)",
    "while painting": (
        "from salestui.tui.widgets.record_table import RecordTable\n"
        "TodayScreen.action_owner = lambda self: (setattr(RecordTable, 'render_line', fail),"
        " self.query_one(RecordTable).refresh())"
    ),
}


@dataclass
class Terminal:
    """A process at a pseudo-terminal of 80×24."""

    process: "subprocess.Popen[bytes]"
    line: int
    shown: str = field(default="")

    def read_until(self, text: str) -> None:
        """Wait for `text` in what was written to the terminal since it started."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} never came: {self.shown!r}"
            assert self._read() or self.process.poll() is None, f"ended without {text!r}: {self.shown!r}"

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.line, keys.encode())

    def ended(self) -> int:
        """The exit code, once everything it wrote is read."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end: {self.shown!r}"
            self._read()
        while self._read():
            pass
        return self.process.returncode

    def _read(self) -> bool:
        ready, _, _ = select.select([self.line], [], [], 0.1)
        try:
            data = os.read(self.line, 65_536) if ready else b""
        except OSError:  # Linux says EIO once the other side is closed
            data = b""
        self.shown += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def terminal(script: str, environ: dict[str, str], *argv: str) -> Iterator[Terminal]:
    """`script` run by Python with all three streams on a terminal."""
    line, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", script, *argv], env=environ, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        yield Terminal(process, line)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(line)


def environ_of(run: Shell, **extra: str) -> dict[str, str]:
    return {**run.environ(), "PATH": os.environ.get("PATH", ""), "TERM": "xterm-256color", "PYTHONUTF8": "1", **extra}


# ── where it is refused ──────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_terminal_it_is_refused_in_one_line_that_names_what_works(program: Callable[..., Ran]) -> None:
    refused = program(TERM="xterm")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    assert "salestui due" in refused.err
    assert "ssh -t" in refused.err


def test_a_dumb_terminal_is_refused_and_sees_no_escape_sequence(run: Shell) -> None:
    with terminal(PROGRAM, environ_of(run, TERM="dumb")) as dumb:
        assert dumb.ended() == 1
    assert "salestui due" in dumb.shown
    assert "\x1b" not in dumb.shown


def test_settings_that_cannot_be_read_are_told_before_the_screen_is_taken(run: Shell) -> None:
    run.settings('languag = "en"\n')
    with terminal(PROGRAM, environ_of(run)) as refused:
        assert refused.ended() == 1
    assert "languag" in refused.shown
    assert "\x1b" not in refused.shown


# ── how it starts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_only_a_command_needs_is_loaded_after_the_first_paint(run: Shell, tmp_path: Path) -> None:
    run.ok("add", "customer", "Haiming")
    told = tmp_path / "modules"
    heavy = ("sqlmodel", "sqlalchemy", "pydantic", "alembic", "tomlkit", "holidays", "pypinyin")
    script = f"""
import gc, sys
from pathlib import Path
from textual.drivers.linux_driver import LinuxDriver
from salestui.tui import start
load, write, painted = start._load_commands, LinuxDriver.write, []

def loaded():
    return [name for name in {heavy} if name in sys.modules] + ["gc"] * gc.isenabled()

def paint(driver, data):
    write(driver, data)
    if "Today" in data and not painted:
        painted.append(loaded())

def look(desk):
    load(desk)
    Path({str(told)!r}).write_text(f"{{painted}} {{'sqlmodel' in loaded()}} {{'gc' in loaded()}}")

LinuxDriver.write = paint
start._load_commands = look
from salestui.__main__ import main
raise SystemExit(main())
"""
    with terminal(script, environ_of(run)) as screen:
        screen.read_until("Today")
        end = time.monotonic() + PATIENCE_S
        while not told.exists() and time.monotonic() < end:
            screen._read()
        screen.press("\x11")
        assert screen.ended() == 0
    assert told.read_text() == "[[]] True True"  # painted, with nothing loaded; later both


def test_ctrl_q_gives_the_terminal_back(run: Shell) -> None:
    with terminal(PROGRAM, environ_of(run)) as screen:
        screen.read_until("Today")
        screen.press("\x11")
        assert screen.ended() == 0
    assert screen.shown.rindex("\x1b[?1049l") > screen.shown.rindex("\x1b[?1049h")


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_lost_line_ends_it_in_good_order(run: Shell, name: str) -> None:
    with terminal(PROGRAM, environ_of(run)) as screen:
        screen.read_until("Today")
        screen.process.send_signal(getattr(signal, name))
        assert screen.ended() == 0
    assert "\x1b[?1049l" in screen.shown


# ── how it ends when something unforeseen happens ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", BREAKS)
def test_a_defect_prints_its_kind_alone_and_logs_no_value(run: Shell, place: str) -> None:
    run.ok("add", "customer", "Haiming", "--owner", "Li")
    with terminal(f"{BROKEN}\n{BREAKS[place]}\n{PROGRAM}", environ_of(run)) as screen:
        if place != "before the first paint":
            screen.read_until("Today")
            screen.press("o")
        assert screen.ended() == 1
    after = screen.shown[screen.shown.rindex("\x1b[?1049l") :]
    (log,) = (run.home / "logs").iterdir()
    said = [line for line in after.splitlines() if "salestui" in line]
    assert len(said) == 1
    assert "stopped by a defect: RuntimeError" in said[0]
    assert str(log) in said[0]
    for text in (screen.shown, log.read_text("utf-8")):
        assert "555 0172" not in text
        assert "secret_local" not in text
        assert "Traceback" not in text
    assert log.stat().st_mode & 0o777 == 0o600
    assert "builtins.RuntimeError" in log.read_text("utf-8")
    assert ":fail\n" in log.read_text("utf-8")  # where it happened: file, line and function


def test_a_command_that_cannot_be_is_told_and_the_program_goes_on(run: Shell) -> None:
    broken = """
from salestui.errors import StoreError
from salestui.tui.screens.today import TodayScreen

def fail(*_args):
    raise StoreError("the file is busy", "try again")

TodayScreen.action_owner = fail
"""
    with terminal(broken + PROGRAM, environ_of(run)) as screen:
        screen.read_until("Today")
        screen.press("o")
        screen.read_until("the file is busy")
        screen.press("q")
        screen.press("\x11")
        assert screen.ended() == 0
    assert not (run.home / "logs").exists()


def test_a_log_that_cannot_be_written_does_not_hide_the_defect(run: Shell) -> None:
    run.home.mkdir()
    (run.home / "logs").write_text("a file where the folder should be")
    with terminal(f"{BROKEN}\n{BREAKS['by a key']}\n{PROGRAM}", environ_of(run)) as screen:
        screen.read_until("Today")
        screen.press("o")
        assert screen.ended() == 1
    assert "stopped by a defect: RuntimeError" in screen.shown
    assert "555 0172" not in screen.shown

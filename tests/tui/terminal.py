"""The program in a real terminal: a pty whose bytes are kept, and a screen (pyte) that shows what they paint."""

import os
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pyte
from rich.cells import cell_len

from tests.tui.stage import NOW

PATIENCE_S = 20.0
_ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}  # what a terminal says when it is asked


class Terminal:
    """A terminal of `columns` × `lines` cells in which a program runs."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str], columns: int, lines: int) -> None:
        self.raw = b""  # every byte the program sent
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            argv[0], list(argv[1:]), env=dict(environ), dimensions=(lines, columns), echo=True, timeout=PATIENCE_S
        )
        self.child.delaybeforesend = None
        self.attributes: list[Any] = termios.tcgetattr(self.child.child_fd)  # Any: what termios gives

    @property
    def lines(self) -> list[str]:
        """What stands on it."""
        return shown(self._screen)

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    def send(self, keys: str) -> None:
        """Type, all at once."""
        self.child.send(keys.encode())

    def read(self, wait_s: float = 0.05) -> bool:
        """Take in what the program has sent; False at its end."""
        try:
            data = self.child.read_nonblocking(65536, timeout=wait_s)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(_for_pyte(data))
        for question, answer in _ANSWERS.items():
            for _each in range(data.count(question)):
                self.child.send(answer)
        return True

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Read on until something holds; fails, with the screen, where it never does."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"never: {what}\n{self.text}"
            assert self.read() or holds(), f"the program ended before: {what}\n{self.text}"

    def rest(self) -> None:
        """Read on until nothing more comes for a while."""
        size = -1
        while len(self.raw) != size:
            size = len(self.raw)
            self.read(0.06)

    def shows(self, text: str) -> None:
        """Read on until `text` stands on the screen."""
        self.until(lambda: text in self.text, repr(text))

    def end(self) -> int:
        """Read to the end; the exit code."""
        end = time.monotonic() + PATIENCE_S
        while self.read():
            assert time.monotonic() < end, f"it does not end\n{self.text}"
        self.child.wait()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0))


def shown(screen: pyte.Screen) -> list[str]:
    """The lines of a screen. As pyte 0.8's `display`, but a wide character half of which was written over is blank,
    as on terminals; pyte drops the sign behind its first half, and fails at its second."""
    lines = []
    for y in range(screen.lines):
        cells = [screen.buffer[y][x].data for x in range(screen.columns)]
        line, x = "", 0
        while x < len(cells):
            wide = cell_len(cells[x]) == 2
            whole = wide and cells[x + 1 : x + 2] == [""]
            line += cells[x] if cells[x] and wide is whole else " "
            x += 2 if whole else 1
        lines.append(line)
    return lines


def _for_pyte(data: bytes) -> bytes:
    """Without the private sequences that pyte 0.8 takes for text or for other ones (CSI > … u, CSI < u)."""
    import re

    return re.sub(rb"\x1b\[[<>=][0-9;]*[a-z]", b"", data)


def environment(home: Path, **extra: str) -> dict[str, str]:
    """What a rep's shell would have, with the clock of the sample company."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "SALESTUI_HOME": str(home),
        "SALESTUI_NOW": NOW.isoformat(),
        "SALESTUI_LANG": "en",
        **extra,
    }


SETTINGS = 'language = "en"\nowner = "Li"\ncurrency = "CNY"\n\n[clock]\ntime_zone = "Asia/Shanghai"\n'


@contextmanager
def salestui(home: Path, *argv: str, columns: int = 80, lines: int = 24, **extra: str) -> Iterator[Terminal]:
    """Start `salestui` on `home` in a terminal; it is ended if the test does not end it."""
    if not (home / "config.toml").exists():
        home.mkdir(exist_ok=True)
        (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "salestui", *argv]
    terminal = Terminal(command, environment(home, **extra), columns, lines)
    try:
        yield terminal
    finally:
        terminal.child.close(force=True)


@contextmanager
def shell(home: Path, columns: int = 80, lines: int = 24, **extra: str) -> Iterator[Terminal]:
    """A shell with job control in a terminal, its prompt "$ "; `salestui` and its environment are ready to be typed."""
    (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
    environ = {**environment(home, **extra), "PS1": "ready$ ", "PYTHON": sys.executable}
    terminal = Terminal(["/bin/bash", "--norc", "--noprofile", "-i"], environ, columns, lines)
    try:
        terminal.shows("ready$")
        terminal.send('salestui() { "$PYTHON" -m salestui "$@"; }; clear\r')
        terminal.until(lambda: terminal.text.strip() == "ready$", "a clear screen")
        yield terminal
    finally:
        terminal.child.close(force=True)

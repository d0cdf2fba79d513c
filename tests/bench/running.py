"""A program in a pty of 80×24 whose keys are timed: until the first byte that comes of one, and until the last."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

COLUMNS, LINES = 80, 24
_LONGEST_S = 20.0
_SLOWEST_S = 1.0  # in which something must come
_QUIET_S = 0.05  # so long nothing must come for a step to be painted


@dataclass(frozen=True, slots=True)
class Step:
    """What a key gave: seconds until its first and its last byte, and how many there were."""

    first: float
    last: float
    count: int


class Running:
    """A program in a pty, on the files of `home`; its clock stands at `now`."""

    def __init__(self, command: Sequence[str], home: Path, now: datetime) -> None:
        self._terminal, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._began = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, env=_environment(home, now), start_new_session=True
        )
        os.close(child)
        self._tail = b""

    def until(self, text: bytes) -> float:
        """Seconds from the start until `text` has come over the terminal."""
        while text not in self._tail:
            data = self._read(_LONGEST_S)
            if not data:
                raise SystemExit(f"never painted {text!r}: {self._tail[-2000:]!r}")
            self._tail += data
        return perf_counter() - self._began

    def press(self, key: bytes, quiet_s: float = _QUIET_S) -> Step:
        """What a key gives, until nothing has come for `quiet_s`."""
        while self._read(0):  # what came late of the key before
            pass
        began = perf_counter()
        os.write(self._terminal, key)
        data = self._read(_SLOWEST_S)
        first = last = perf_counter()
        count = len(data)
        while data := self._read(quiet_s):
            last = perf_counter()
            count += len(data)
        return Step(first - began, last - began, count)

    def burst(self, keys: bytes, gap_s: float) -> int:
        """Bytes given while keys are held down: one each `gap_s`."""
        count = 0
        for place in range(len(keys)):
            os.write(self._terminal, keys[place : place + 1])
            count += len(self._read(0) if not gap_s else self._read_for(gap_s))
        while data := self._read(_QUIET_S):
            count += len(data)
        return count

    def rest(self) -> None:
        """Until it has nothing more to say, the modules it loads behind the first screen included."""
        while self._read(1.5):
            pass

    @property
    def resident_mb(self) -> float:
        """Resident memory now, in MB of 1,000,000 bytes."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._process.pid)], check=True, capture_output=True, text=True
        )
        return int(shown.stdout) * 1024 / 1e6

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        while self._process.poll() is None:
            self._read(0.01)  # a full pty would hold it
        os.close(self._terminal)

    def _read(self, patience_s: float) -> bytes:
        if not select.select([self._terminal], [], [], patience_s)[0]:
            return b""
        try:
            return os.read(self._terminal, 65536)
        except OSError:  # the other side has gone
            return b""

    def _read_for(self, length_s: float) -> bytes:
        end, data = perf_counter() + length_s, b""
        while (left := end - perf_counter()) > 0:
            data += self._read(left)
        return data


def _environment(home: Path, now: datetime) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "SALESTUI_HOME": str(home),
        "SALESTUI_NOW": now.isoformat(),
        "SALESTUI_LANG": "en",
    }

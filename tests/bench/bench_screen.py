"""The screens beside their floors, in a pty of 80×24: `python -m tests.bench.bench_screen [-n 15] [--home FOLDER]`.

From exec to the first real row on the terminal, beside a bare Textual app that says hello; pairs alternate and ratios
are taken pair by pair. Then a key at a time on the customers: until its last byte, and how many bytes.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from time import sleep

from salestui.i18n import use
from salestui.services.sample import build_sample
from tests.bench.installed import install
from tests.bench.running import Running, Step

NOW = datetime.fromisoformat("2026-11-20T09:42:00+08:00")
BOUND = 1.4
_STEPS = 60

BARE = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("hello")

Hello().run()
"""
FIRST_ROW = b"Haiming"  # of the sample's morning
SETTINGS = 'language = "en"\nowner = "Li"\ncurrency = "CNY"\n\n[clock]\ntime_zone = "Asia/Shanghai"\n'


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians in seconds, and the median of the ratios of the pairs."""

    floor: float
    program: float
    ratio: float


def _first_paint(command: Sequence[str], home: Path, text: bytes) -> float:
    running = Running(command, home, NOW)
    try:
        return running.until(text)
    finally:
        running.end()


def compare(floor: Callable[[], float], program: Callable[[], float], n: int) -> Compared:
    """Run both `n` times in turn; who goes first alternates."""
    for once in (floor, program):
        once()  # for the page cache
    pairs = []
    for turn in range(n):
        if turn % 2:
            bare, ours = floor(), program()
        else:
            ours, bare = program(), floor()
        pairs.append((bare, ours))
    return Compared(median(p[0] for p in pairs), median(p[1] for p in pairs), median(p[1] / p[0] for p in pairs))


def steps(command: Sequence[str], home: Path) -> None:
    """Print what a key costs on the customers, and in the follow-up form."""
    running = Running(command, home, NOW)
    running.until(FIRST_ROW)
    running.rest()
    try:
        running.press(b"2")
        print(f"\n{'a key at 80x24, the sample':<34} {'first':>6} {'last':>6} {'worst':>6} {'bytes':>7} {'most':>6}")
        for name, keys in (
            ("j, j, j … down the customers", [b"j"] * _STEPS),
            ("k inside the window", [b"k"] * 8),
            ("PgDn, PgUp", [b"\x1b[6~", b"\x1b[5~"] * 6),
            ("2, 1: to Customers, to Today", [b"1", b"2"] * 6),
        ):
            _tell(name, [running.press(key) for key in keys])
        running.press(b"g")
        sleep(0.1)
        held = running.burst(b"j" * _STEPS, 1 / 30)
        print(f"{'j held down, 30 a second':<34} {'':>6} {'':>6} {'':>6} {held / _STEPS:>7.0f}")
        running.press(b"1")
        running.press(b"g")
        _tell("f: the form opens", [running.press(b"f", 0.4)])
        running.press(b"p")
        running.press(b"\t")
        _tell("a letter in the form", [running.press(letter.encode()) for letter in "Quote sent by mail to all"])
    finally:
        running.end()


def _tell(name: str, found: Sequence[Step]) -> None:
    first, last = median(step.first for step in found), median(step.last for step in found)
    counts = [step.count for step in found]
    print(
        f"{name:<34} {first * 1000:>6.1f} {last * 1000:>6.1f} {max(step.last for step in found) * 1000:>6.1f}"
        f" {sum(counts) / len(counts):>7.0f} {max(counts):>6}"
    )


def main() -> None:
    """Measure, print, and leave with 1 where the bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=15, help="pairs")
    parser.add_argument("--venv", type=Path, help="environment to install into and to keep; default: a temporary one")
    parser.add_argument("--source", action="store_true", help="measure this interpreter and checkout, not a wheel")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salestui-bench-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        use("en")
        build_sample(home / "salestui.db", NOW, "en")
        (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
        if given.source:
            python, program = sys.executable, [sys.executable, "-m", "salestui"]
        else:
            installed = install(given.venv or Path(folder) / "venv")
            python, program = str(installed.python), [str(installed.salestui)]
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        found = compare(
            lambda: _first_paint((python, str(bare)), home, b"hello"),
            lambda: _first_paint(program, home, FIRST_ROW),
            given.n,
        )
        print(f"{program[0]}, Python {sys.version.split()[0]}, {given.n} pairs, medians")
        print(f"bare app {found.floor * 1000:.0f} ms, first row {found.program * 1000:.0f} ms, ", end="")
        print(f"ratio {found.ratio:.3f} (bound {BOUND})")
        steps(program, home)
    raise SystemExit(found.ratio > BOUND)


if __name__ == "__main__":
    main()

"""The customers at size: `python -m tests.bench.bench_big --big FILE [-n 40]`, FILE from `tests.bench.generate`.

Two programs run side by side in ptys of 80×24, on FILE (a copy: the program may write to it) and on a generated file
of 1,000 customers. Each key is pressed in the one, then in the other; what is printed is each one's time until the
first byte and until the paint is complete, and the ratio of the medians. Leaves with 1 where a bound is passed.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import sleep

from tests.bench.drawn import Size
from tests.bench.generate import NOW, generate
from tests.bench.installed import install
from tests.bench.running import Running, Step
from tests.bench.small import settings_text

_SMALL = Size.of(customers=1_000, follow_ups=10_000)
_HELD = 60  # keys of one long hold
_GROWS = 1.3  # a ratio big/small beyond which time grows with the file
_GRACE_MS = 1.0  # of a difference that is noise however large its ratio
_SEARCHES = {
    "one Chinese character": "工",
    "two Chinese characters": "精工",
    "pinyin": "hmkj",
    "phone digits": "1380013",
    "a miss": "qqxxzz",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that is allowed, in milliseconds or bytes; None where nothing is promised."""

    middle_ms: float | None = None
    p95_ms: float | None = None
    mean_bytes: float | None = None
    grows: bool = False  # with the file, and may


@dataclass(slots=True)
class Measured:
    """The steps of one kind in both programs."""

    name: str
    bound: Bound
    big: list[Step] = field(default_factory=list)
    small: list[Step] = field(default_factory=list)

    def passed(self) -> list[str]:
        """The bounds that do not hold."""
        found = []
        middle, p95 = _middle(self.big), _p95(self.big)
        if self.bound.middle_ms is not None and middle > self.bound.middle_ms:
            found.append(f"median {middle:.1f} > {self.bound.middle_ms:g} ms")
        if self.bound.p95_ms is not None and p95 > self.bound.p95_ms:
            found.append(f"p95 {p95:.1f} > {self.bound.p95_ms:g} ms")
        if self.bound.mean_bytes is not None and _bytes(self.big) > self.bound.mean_bytes:
            found.append(f"{_bytes(self.big):.0f} > {self.bound.mean_bytes:g} bytes")
        if not self.bound.grows and self.ratio > _GROWS and middle - _middle(self.small) > _GRACE_MS:
            found.append(f"ratio {self.ratio:.2f} > {_GROWS:g}")
        return found

    @property
    def ratio(self) -> float:
        """How much longer the big file takes."""
        return _middle(self.big) / _middle(self.small)

    def __str__(self) -> str:
        first = median(step.first for step in self.big) * 1000
        line = (
            f"{self.name:<34} {first:>7.1f} {_middle(self.big):>7.1f} {_p95(self.big):>7.1f} {_bytes(self.big):>7.0f}"
            f"   {_middle(self.small):>7.1f} {self.ratio:>6.2f}"
        )
        return "   ".join([line, *self.passed()])


def _middle(steps: Sequence[Step]) -> float:
    return median(step.last for step in steps) * 1000


def _p95(steps: Sequence[Step]) -> float:
    ordered = sorted(step.last for step in steps)
    return ordered[math.ceil(len(ordered) * 0.95) - 1] * 1000


def _bytes(steps: Sequence[Step]) -> float:
    return sum(step.count for step in steps) / len(steps)


class Pair:
    """The two programs, pressed in turn."""

    def __init__(self, big: Running, small: Running) -> None:
        self.big = big
        self.small = small
        self._turn = 0

    def press(self, *keys: str) -> None:
        """Press keys that are not measured."""
        for key in keys:
            self.big.press(key.encode(), 0.2)
            self.small.press(key.encode(), 0.2)

    def measure(self, kind: Measured, key: str, quiet_s: float = 0.05) -> None:
        """Press `key` in both; who goes first alternates."""
        self._turn += 1
        both = [(self.big, kind.big), (self.small, kind.small)]
        for running, steps in both if self._turn % 2 else reversed(both):
            steps.append(running.press(key.encode(), quiet_s))


def measured(pair: Pair, n: int) -> list[Measured]:
    """All that is measured by single keys, `n` times each."""
    step = Bound(middle_ms=8, p95_ms=16)
    inside = Measured("j, k inside the window", Bound(middle_ms=8, p95_ms=16, mean_bytes=500))
    down = Measured("j down the list", step)
    jumps = Measured("g, G, PgDn, PgUp", step)
    sorts = Measured("s: sorted by the next column", Bound(middle_ms=150, grows=True))
    cards = Measured("Enter: the card opens", Bound(middle_ms=50))
    for turn in range(n):
        pair.measure(inside, "k" if turn // 8 % 2 else "j")
    for _turn in range(n):
        pair.measure(down, "j")
    for turn in range(n):
        pair.measure(jumps, ("\x1b[6~", "G", "\x1b[5~", "g")[turn % 4])
    for _turn in range(n):
        pair.measure(cards, "\r")
        pair.press("\x1b", "j")
    pair.press("g")
    for _turn in range(max(10, n // 4)):
        pair.measure(sorts, "s")
    return [inside, down, jumps, sorts, cards, *_searches(pair, max(3, n // 8))]


def _searches(pair: Pair, n: int) -> list[Measured]:
    found = []
    for name, text in _SEARCHES.items():
        kind = Measured(f"/ {name}: {text}", Bound(p95_ms=50, grows=True))
        for _turn in range(n):
            pair.press("/")
            for sign in text:
                pair.measure(kind, sign, 0.3)  # what is typed shows before what it finds
            pair.press("\x1b")
        found.append(kind)
    return found


def held(running: Running) -> float:
    """Bytes a step while `j` is held down, 30 a second."""
    running.press(b"g", 0.2)
    sleep(0.1)
    return running.burst(b"j" * _HELD, 1 / 30) / _HELD


def run(pair: Pair, n: int) -> bool:
    """Measure and print; whether all bounds hold."""
    for running in (pair.big, pair.small):
        running.until(b"\xe2\x96\xb2")  # ▲: the counts stand
        running.rest()
    pair.press("2")
    pair.press(*["j"] * 100, *["k"] * 100)
    resident = pair.big.resident_mb
    wrong = _one("resident after 200 keys", resident, pair.small.resident_mb, 110, "MB")
    pair.press("g")
    print(f"{'a key at 80x24, ms':<34} {'first':>7} {'median':>7} {'p95':>7} {'bytes':>7}   {'small':>7} {'ratio':>6}")
    kinds = measured(pair, n)
    for kind in kinds:
        print(kind)
    wrong |= _one("a step of j held down", held(pair.big), held(pair.small), 1200, "bytes")
    return not wrong and not any(kind.passed() for kind in kinds)


def _one(name: str, big: float, small: float, most: float, unit: str) -> bool:
    print(f"{name:<34} {big:>7.0f} {unit}, small {small:.0f}{f'   > {most:g}' if big > most else ''}")
    return big > most


def _home(folder: Path) -> Path:
    folder.mkdir()
    (folder / "config.toml").write_text(settings_text(), encoding="utf-8")
    return folder


def main() -> None:
    """Measure, print, and leave with 1 where a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--big", type=Path, required=True, help="a file of 100,000 customers, a copy")
    parser.add_argument("-n", type=int, default=40, help="keys of each kind")
    parser.add_argument("--venv", type=Path, help="environment to install into and to keep; default: a temporary one")
    parser.add_argument("--source", action="store_true", help="measure this interpreter and checkout, not a wheel")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salestui-bench-") as name:
        folder = Path(name)
        home, small_home = _home(folder / "big"), _home(folder / "small")
        generate(small_home / "salestui.db", _SMALL, seed=1)
        if given.source:
            program = [sys.executable, "-m", "salestui"]
        else:
            program = [str(install(given.venv or folder / "venv").salestui)]
        big = Running([*program, "--db", str(given.big.resolve())], home, NOW)
        small = Running(program, small_home, NOW)
        try:
            well = run(Pair(big, small), given.n)
        finally:
            big.end()
            small.end()
    raise SystemExit(not well)


if __name__ == "__main__":
    main()

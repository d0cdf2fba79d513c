"""The figures at size: `python -m tests.bench.bench_figures --big FILE [--keys]`, FILE from `tests.bench.generate`.

Each figure as a tile asks for it (the period, the one before, the trend of twelve), for one owner's month, the whole
company's year and for some customers; beside a floor of the same run, the follow-ups of that period counted from their
index alone. With --keys instead how long a key takes in a pty of 80×24 while the panel's figures come in, beside the
same keys at rest. Leaves with 1 where a bound is passed.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from salestui.domain.figures import FIGURES, FIRST_PAGE, FigureId
from salestui.domain.instants import to_ms
from salestui.domain.periods import Period, PeriodKind, around
from salestui.domain.readings import Scope
from salestui.errors import StoreError
from salestui.paths import resolve
from salestui.services.desk import Desk, open_desk
from salestui.services.figures import measure
from tests.bench.generate import NOW
from tests.bench.installed import install
from tests.bench.running import Running, Step
from tests.bench.small import ME, settings, settings_text

_FLOOR = "SELECT count(*) FROM follow_up WHERE contacted_at >= ? AND contacted_at < ?"
_KEY_P95_MS = 16.0
_KEYS = (b"\x1b[B", b"\x1b[C", b"\x1b[A", b"\x1b[D")  # from tile to tile
_PANEL, _PERIOD_BEFORE, _PERIOD_AFTER = b"6", b"[", b"]"
_PATIENCE_S = 10.0  # for one figure; then it is interrupted
_STEPS = 100_000  # of SQLite's machine between two looks at the time
_AT_ONCE_S = 0.02  # the next key is pressed so soon after the last byte, while figures still come in


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tiles are asked for, and in how many seconds all of them are to stand; None: no bound is promised."""

    period: Period
    scope: Scope
    most_s: float | None = None


def all_asked(today: Period, year: Period) -> Mapping[str, Asked]:
    """What is measured, by its name."""
    return {
        "one owner's month": Asked(today, Scope(owner=ME), 0.3),
        "the company's year": Asked(year, Scope(), 1.0),
        "the company's month": Asked(today, Scope()),
        "one owner's year": Asked(year, Scope(owner=ME)),
        "key accounts' year": Asked(year, Scope(segment="key_account")),
        "a region's year": Asked(year, Scope(region="上海")),
        "an owner's key accounts of a region, month": Asked(
            today, Scope(owner=ME, segment="key_account", region="上海")
        ),
    }


def tiles(desk: Desk, name: str, asked: Asked, n: int) -> bool:
    """Measure each figure `n` times and print them; whether all of them keep the bound."""
    start, end = (to_ms(each) for each in asked.period.instants(desk.zone))
    floors = [_timed(lambda: desk.reader.execute(_FLOOR, (start, end)).fetchone()) for _turn in range(n)]
    floor = median(floors)
    found: dict[FigureId, float] = {}
    first: dict[FigureId, float] = {}
    for figure in FIGURES:
        times = list(_times(desk, partial(measure, desk, figure, asked.period, asked.scope), n))
        found[figure], first[figure] = median(times), times[0]
    total, at_first = sum(found.values()), sum(first.values())
    page = sum(list(found.values())[:FIRST_PAGE])
    wrong = asked.most_s is not None and total > asked.most_s
    print(f"\n{name}, {asked.period.name}: floor {floor * 1000:.2f} ms")
    for figure, seconds in sorted(found.items(), key=lambda each: -each[1]):
        if seconds * 1000 >= 1:
            print(f"  {figure:<24} {seconds * 1000:>8.1f} ms {seconds / floor:>8.1f} floors")
    print(
        f"  {'all tiles':<24} {total * 1000:>8.1f} ms {total / floor:>8.1f} floors, first page {page * 1000:.1f} ms,"
        f" the first time {at_first * 1000:.1f} ms{f'   > {asked.most_s:g} s' if wrong else ''}"
    )
    return not wrong


def _times(desk: Desk, once: Callable[[], object], n: int) -> Iterator[float]:
    """How long it takes, `n` times; once where it takes longer than anybody waits."""
    for _turn in range(n):
        latest = perf_counter() + _PATIENCE_S
        desk.reader.set_progress_handler(partial(_is_past, latest), _STEPS)
        try:
            yield _timed(once)
        except StoreError:  # interrupted
            yield _PATIENCE_S
            return
        finally:
            desk.reader.set_progress_handler(None, 0)


def _is_past(latest: float) -> bool:
    return perf_counter() > latest


def _timed(once: Callable[[], object]) -> float:
    began = perf_counter()
    once()
    return perf_counter() - began


def all_tiles(big: Path, home: Path, n: int) -> bool:
    """Measure all that is asked for; whether it keeps its bounds."""
    with open_desk(resolve(str(big.resolve()), {"SALESTUI_HOME": str(home)}), settings(), lambda: NOW) as desk:
        today = (NOW - timedelta(days=1)).astimezone(desk.zone).date()
        asked = all_asked(around(today, PeriodKind.MONTH), around(today, PeriodKind.YEAR).before())
        well = [tiles(desk, name, what, n) for name, what in asked.items()]
    return all(well)


def keys(program: list[str], home: Path, n: int) -> bool:
    """Press keys on the panel while its figures come in, and at rest; whether they keep their bound."""
    running = Running(program, home, NOW)
    try:
        running.until(b"\xe2\x96\xb2")  # ▲: the counts stand
        running.rest()
        running.press(_PANEL, 0.5)
        running.rest()
        resting = [running.press(key) for _turn in range(n) for key in _KEYS]
        loading = list(_while_loading(running, n))
    finally:
        running.end()
    floor, found = _p95(resting), _p95(loading)
    wrong = found > _KEY_P95_MS
    print(f"\n{'a key on the panel, ms':<28} {'median':>7} {'p95':>7}")
    for name, steps in (("at rest", resting), ("while figures come in", loading)):
        print(f"{name:<28} {median(step.first for step in steps) * 1000:>7.1f} {_p95(steps):>7.1f}")
    print(f"ratio of p95 {found / floor:.2f}{f'   > {_KEY_P95_MS:g} ms' if wrong else ''}")
    return not wrong


def _while_loading(running: Running, n: int) -> Iterator[Step]:
    """Another period is shown; before its figures stand, keys are pressed."""
    for turn in range(n):
        running.press(_PERIOD_AFTER if turn % 2 else _PERIOD_BEFORE, 0)
        for key in _KEYS:
            yield running.press(key, _AT_ONCE_S)
        running.rest()


def _p95(steps: list[Step]) -> float:
    ordered = sorted(step.first for step in steps)
    return ordered[math.ceil(len(ordered) * 0.95) - 1] * 1000


def main() -> None:
    """Measure, print, and leave with 1 where a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--big", type=Path, required=True, help="a file of 100,000 customers, a copy")
    parser.add_argument("-n", type=int, default=5, help="times each figure is asked for")
    parser.add_argument("--keys", action="store_true", help="press keys on the panel instead")
    parser.add_argument("--venv", type=Path, help="environment to install into and to keep; default: a temporary one")
    parser.add_argument("--source", action="store_true", help="measure this interpreter and checkout, not a wheel")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salestui-bench-") as name:
        home = Path(name) / "home"
        home.mkdir()
        (home / "config.toml").write_text(settings_text(), encoding="utf-8")
        if given.keys:
            if given.source:
                program = [sys.executable, "-m", "salestui"]
            else:
                program = [str(install(given.venv or Path(name) / "venv").salestui)]
            well = keys([*program, "--db", str(given.big.resolve())], home, given.n * 4)
        else:
            well = all_tiles(given.big, home, given.n)
    raise SystemExit(not well)


if __name__ == "__main__":
    main()

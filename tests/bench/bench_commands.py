"""Whole processes beside their floors: `python -m tests.bench.bench_commands [--big FILE] [-n 21]`.

Runs of a command and of its floor alternate, and ratios are taken pair by pair, so that a machine that slows down
slows both. The program is the console script of a wheel installed in an environment of its own, compiled.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.installed import Installed, install
from tests.bench.small import make_small, settings_text

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)

FLOOR_READ = "import argparse, sqlite3, dataclasses, json, zoneinfo, tomllib, gettext, pathlib, platformdirs"
FLOOR_WRITE = """
import sys
from sqlmodel import Field, Session, SQLModel, create_engine

class Thing(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str

engine = create_engine("sqlite:///" + sys.argv[1])
SQLModel.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Thing(name="one"))
    session.commit()
"""

# What a rep looks for in the big file: one sign, two signs, pinyin, a telephone number, and nothing at all.
NEEDLES = {
    "one sign": "海",
    "a rare sign": "湿",
    "two signs": "无菌",
    "pinyin": "suzhouhai",
    "phone": "100 0004 2",
    "a miss": "qqvvzz",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A command beside its floor. `bound` is on the ratio, or with `plus` on the seconds more than the floor."""

    name: str
    command: Sequence[str]
    floor: Sequence[str]
    bound: float
    home: Path
    floor_home: Path | None = None  # the same home, unless given
    plus: bool = False
    made_by_floor: Path | None = None  # removed before each run: the floor makes it anew


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "SALESTUI_HOME": str(home),
        "SALESTUI_NOW": NOW.isoformat(),
    }


def _seconds(command: Sequence[str], home: Path) -> float:
    start = perf_counter()
    subprocess.run(command, env=_environment(home), stdout=subprocess.PIPE, check=True)
    return perf_counter() - start


def measure(case: Case, n: int) -> tuple[float, float, float]:
    """Medians of floor and command (s), and of the ratios (with `plus` the differences) of `n` pairs."""
    floor_home = case.floor_home or case.home

    def run_floor() -> float:
        if case.made_by_floor is not None:
            case.made_by_floor.unlink(missing_ok=True)
        return _seconds(case.floor, floor_home)

    runs: tuple[Callable[[], float], ...] = (run_floor, lambda: _seconds(case.command, case.home))
    for run in runs:
        run()  # once for the page cache
    pairs = []
    for turn in range(n):  # who goes first alternates, too
        order = (0, 1) if turn % 2 else (1, 0)
        found = {place: runs[place]() for place in order}
        pairs.append((found[0], found[1]))
    compared = median(command - floor if case.plus else command / floor for floor, command in pairs)
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs), compared


def _cases(program: Installed, home: Path, big: Path | None, scratch: Path) -> list[Case]:
    python, salestui = str(program.python), str(program.salestui)
    read = (python, "-c", FLOOR_READ)
    floor_file = scratch / "floor.db"
    write = (python, "-c", FLOOR_WRITE, str(floor_file))
    log = (salestui, "log", "C007", "phone", "asked for a quotation", "--next", "+3d")
    found = [
        Case("due", (salestui, "due"), read, 1.5, home),
        Case("due --format json", (salestui, "due", "--format", "json"), read, 1.5, home),
        Case("list customers", (salestui, "list", "customers"), read, 1.5, home),
        Case("find 海", (salestui, "find", "海"), read, 1.5, home),
        Case("find quotation", (salestui, "find", "quotation"), read, 1.5, home),
        Case("show C007", (salestui, "show", "C007"), read, 1.5, home),
        Case("log", log, write, 0.9, home, made_by_floor=floor_file),
    ]
    if big is not None:
        found += [
            Case("due, big", (salestui, "due"), read, 2.0, big),
            Case("due --all --limit 60, big", (salestui, "due", "--all", "--limit", "60"), read, 2.0, big),
            Case("list customers, big", (salestui, "list", "customers", "--limit", "200"), read, 2.0, big),
            Case("show C4242, big", (salestui, "show", "C4242"), read, 2.0, big),
        ]
        found += [
            Case(f"find {what}, big", (salestui, "find", text), (salestui, "find", text), 0.1, big, home, plus=True)
            for what, text in NEEDLES.items()
        ]
    return found


def main() -> None:
    """Measure, print a line a case, and leave with 1 where a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--big", type=Path, help="a file made by tests.bench.generate")
    parser.add_argument("-n", type=int, default=21, help="pairs a case")
    parser.add_argument("--venv", type=Path, help="environment to install into and to keep; default: a temporary one")
    parser.add_argument("--only", default="", help="only cases whose name holds this")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salestui-bench-") as folder:
        scratch = Path(folder)
        program = install(given.venv or scratch / "venv")
        make_small(scratch / "small", NOW)
        big = None
        if given.big:
            big = scratch / "big"
            big.mkdir()
            (big / "salestui.db").symlink_to(given.big.absolute())
            (big / "config.toml").write_text(settings_text(), encoding="utf-8")
        print(f"{program.salestui}, Python {sys.version.split()[0]}, {given.n} pairs a case; medians")
        print(f"{'case':<28} {'floor ms':>9} {'case ms':>9} {'ratio':>7} {'bound':>6}")
        passed = True
        for case in _cases(program, scratch / "small", big, scratch):
            if given.only not in case.name:
                continue
            floor, command, compared = measure(case, given.n)
            good = compared <= case.bound
            passed = passed and good
            shown, bound = (
                (f"+{compared:.3f}s", f"{case.bound}s") if case.plus else (f"{compared:.3f}", f"{case.bound}")
            )
            print(
                f"{case.name:<28} {floor * 1e3:>9.1f} {command * 1e3:>9.1f} {shown:>7} {bound:>6}"
                f"{'' if good else '  above'}",
                flush=True,
            )
    raise SystemExit(0 if passed else 1)


if __name__ == "__main__":
    main()

"""The task board at size: `python -m tests.bench.bench_board [-n 40] [--cards 5000]`.

Two programs side by side in ptys of 80×24: on a file with many tasks, and on one with 40. Each key is pressed in the
one, then in the other; what is printed is each one's time until its last byte, and the ratio. Leaves with 1 where a
key takes more than 16 ms in the median, or grows with the cards off screen.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from salestui.paths import resolve
from salestui.services.desk import open_desk
from tests.bench.generate import NOW
from tests.bench.installed import install
from tests.bench.running import Running
from tests.bench.small import settings, settings_text

BOUND_MS = 16.0
_GROWS = 1.3
_GRACE_MS = 1.0  # of a difference that is noise however large its ratio
_FEW = 40
_STATUSES = ("todo", "doing", "waiting")
_KEYS = {  # two in turn, so that there is always somewhere to go
    "j, k inside the window": ("j", "k"),
    "l, h: a column on, and back": ("l", "h"),
    "PgDn, PgUp": ("\x1b[6~", "\x1b[5~"),
    "G, g": ("G", "g"),
}


def make(home: Path, cards: int) -> None:
    """A home with so many open tasks of mine, spread over three columns."""
    home.mkdir()
    (home / "config.toml").write_text(settings_text(), encoding="utf-8")
    with open_desk(resolve(None, {"SALESTUI_HOME": str(home)}), settings(), lambda: NOW) as desk:
        from salestui.services.entering import values
        from salestui.services.tasks import put_task

        _ = desk.writer
        with desk.command("add_task") as work:
            for number in range(cards):
                status = _STATUSES[number % len(_STATUSES)]
                typed = {"action": f"定制化方案 {number}", "owner": settings().owner, "status": status, "end": "+9d"}
                put_task(desk, work, values(desk, "task", typed), None)


def compare(big: Running, small: Running, name: str, keys: tuple[str, str], n: int) -> bool:
    """Press two keys in turn in both; whether they stay within their bounds."""
    found = [(big.press(key.encode()), small.press(key.encode())) for _turn in range(n) for key in keys]
    ours, floor = (median(step.last for step in steps) * 1000 for steps in zip(*found, strict=True))
    count = median(step.count for step, _other in found)
    wrong = ours > BOUND_MS or (ours > floor * _GROWS and ours - floor > _GRACE_MS)
    print(f"{name:<28} {ours:>7.1f} {floor:>7.1f} {ours / floor:>6.2f} {count:>7.0f}{'   !' if wrong else ''}")
    return not wrong


def main() -> None:
    """Measure, print, and leave with 1 where a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=40, help="keys of each kind")
    parser.add_argument("--cards", type=int, default=5_000)
    parser.add_argument("--venv", type=Path, help="environment to install into and to keep; default: a temporary one")
    parser.add_argument("--source", action="store_true", help="measure this interpreter and checkout, not a wheel")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salestui-bench-") as name:
        folder = Path(name)
        make(folder / "big", given.cards)
        make(folder / "small", _FEW)
        if given.source:
            program = [sys.executable, "-m", "salestui"]
        else:
            program = [str(install(given.venv or folder / "venv").salestui)]
        big, small = (Running(program, folder / each, NOW) for each in ("big", "small"))
        try:
            for running in (big, small):
                running.until(b"\xe2\x96\xb2")  # ▲: the counts stand
                running.rest()
                running.press(b"3")
                running.rest()
            print(f"{given.cards} cards beside {_FEW}, ms    {'many':>7} {'few':>7} {'ratio':>6} {'bytes':>7}")
            well = [compare(big, small, name, keys, given.n // 2) for name, keys in _KEYS.items()]
        finally:
            big.end()
            small.end()
    raise SystemExit(not all(well))


if __name__ == "__main__":
    main()

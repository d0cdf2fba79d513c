"""Processes that write, for the tests of promise 1; run as `python writers.py HOW FILE NUMBER COUNT`.

`each` writes COUNT times and leaves. `forms` saves a form COUNT times, choosing mine and theirs in turn; after
the first it says "ready" and waits for a line on standard input. `nursery` imports everything once, then forks writers
on request: a line on standard input starts one, its process id comes back; each writer acknowledges every write after
the command returned.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from salestui.config import Settings
from salestui.domain.rules import RuleBook
from salestui.errors import ConflictError
from salestui.paths import Paths
from salestui.services.customers import change_customer
from salestui.services.desk import Desk, open_desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.merging import seen_of

CUSTOMER = "C001"


def open_as(owner: str, file: Path) -> Desk:
    """A desk on `file`, by the time of the computer."""
    here = file.parent
    paths = Paths(here / "config.toml", here / "salestui.toml", file, here / "drafts", here / "backups", here / "logs")
    settings = Settings("en", owner, "CNY", RuleBook(), {}, None, {})
    return open_desk(paths, settings, lambda: datetime.now(UTC))


def write_each(file: Path, number: str, count: int) -> None:
    """A follow-up and a change of the customer's note in turn; prints each before the next."""
    for first in range(0, count, 10):
        with open_as(f"Rep {number}", file) as desk:  # ten to a session
            for turn in range(first, min(first + 10, count)):
                text = f"write {number}.{turn}"
                if turn % 2:
                    key = desk.reader.execute("SELECT id FROM customer WHERE code = ?", (CUSTOMER,)).fetchone()[0]
                    change_customer(desk, key, {"note": text})
                else:
                    log_follow_up(desk, CUSTOMER, {"method": "phone", "content": text})
                os.write(1, f"{text}\n".encode())


def write_on(file: Path, number: str, acknowledged: Path) -> None:
    """Write without end in one session; a write is acknowledged by a line once its command has returned."""
    log = os.open(acknowledged, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with open_as(f"Rep {number}", file) as desk:
        turn = 0
        while True:
            text = f"write {number}.{turn}"
            log_follow_up(desk, CUSTOMER, {"method": "phone", "content": text, "next_at": "+3d"})
            os.write(log, f"{text}\n".encode())
            turn += 1


def save_forms(file: Path, number: str, count: int) -> None:
    """Change one field of one customer by form; prints each text with what was seen before it, or chosen instead."""
    with open_as(f"Rep {number}", file) as desk:
        key = desk.reader.execute("SELECT id FROM customer WHERE code = ?", (CUSTOMER,)).fetchone()[0]
        for turn in range(count):
            text, seen = f"typed {number}.{turn}", seen_of(desk, "customer", key)
            if turn == 1:  # the first save has loaded all that a save needs; both forms stand open now: one comes late
                os.write(1, b"ready\n")
                sys.stdin.readline()
            while True:
                try:
                    change_customer(desk, key, {"note": text}, seen)
                except ConflictError as refused:
                    (conflict,) = refused.conflicts
                    if turn % 2:
                        os.write(1, f"theirs\t{text}\t{conflict.theirs}\n".encode())
                        break
                    seen = seen.with_values({"note": conflict.theirs})
                else:
                    os.write(1, f"saved\t{text}\t{seen.values.get('note', '')}\n".encode())
                    break


def nursery(file: Path) -> None:
    """Fork a writer for each line "NUMBER ACKNOWLEDGED" that comes in; an empty line waits for a dead one."""

    for line in sys.stdin:
        if not line.strip():
            os.wait()
            continue
        number, _space, acknowledged = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            write_on(file, number, Path(acknowledged))
        print(child, flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["each", file, number, count]:
            write_each(Path(file), number, int(count))
        case ["forms", file, number, count]:
            save_forms(Path(file), number, int(count))
        case ["nursery", file]:
            nursery(Path(file))

"""A process that opens its desk at midnight: `python midnight.py FILE OWNER WHEN`; waits for a line, then looks."""

import os
import sys
from datetime import datetime
from pathlib import Path

from salestui.services.upkeep import make_due_tasks
from tests.store.desks import Clock, desk_on


def main() -> None:
    """Stand ready, look when told to, and say how many tasks were made."""
    file, owner, when = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
    with desk_on(file, owner, now=Clock(when)) as desk:
        _ = desk.writer
        os.write(1, b"ready\n")
        sys.stdin.readline()
        os.write(1, f"{make_due_tasks(desk)}\n".encode())


if __name__ == "__main__":
    main()

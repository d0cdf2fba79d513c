"""A big file, the same for a seed and a now: `python -m tests.bench.generate FILE [--deals 300000] …`.

The schema is the program's own, and so are the derived tables (clocks, search text, full text): they are made by the
functions that every command uses. The change log is empty: these records were never entered, so none can be undone.
"""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from salestui.domain.clocks import Law
from salestui.domain.instants import iso
from salestui.services.calendars import make_calendar
from salestui.store import driver
from salestui.store.derive import refresh_everything
from tests.bench.drawn import YEARS, Generator, Rows, Size
from tests.bench.small import settings

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)

Row = tuple[object, ...]


def _insert(connection: driver.Connection, rows: Rows) -> None:
    """Write and forget `rows`; every row of a table is given every column that any of them has."""
    connection.execute("BEGIN")
    for table, records in rows.tables.items():
        names = list(dict.fromkeys(name for record in records for name in record))
        listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        values: Iterable[Row] = (tuple(record.get(name) for name in names) for record in records)
        connection.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', values)
    connection.execute("COMMIT")
    rows.tables.clear()


def generate(path: Path, size: Size, seed: int, now: datetime = NOW) -> None:
    """Make the new file `path`. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(path)
    driver.create(path)
    connection = driver.connect(path, write=True)
    try:
        # Nobody relies on the file until it is whole; SQLite checks the references once, at the end.
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        start = perf_counter()
        Generator(seed, now, size.promises).write(size, lambda rows: _insert(connection, rows))
        _tell(start, "records")
        start = perf_counter()
        connection.execute("BEGIN")
        book = settings().rule_book
        refresh_everything(connection, (Law(now - timedelta(days=YEARS), book.rules, make_calendar(book.calendar)),))
        connection.execute("COMMIT")
        _tell(start, "clocks and search text")
        start = perf_counter()
        wrong = connection.execute("PRAGMA foreign_key_check").fetchall()
        if wrong:
            raise SystemExit(f"{len(wrong)} references lead nowhere")
        _tell(start, "references checked")
    finally:
        connection.close()


def _tell(start: float, what: str) -> None:
    print(f"{perf_counter() - start:7.1f} s  {what}", flush=True)


def _counts(path: Path) -> str:
    connection = driver.connect(path, write=False)
    try:
        counted = (
            (table, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in (
                "customer",
                "contact",
                "follow_up",
                "inquiry",
                "promise",
                "deal",
                "deal_stage_change",
                "task",
                "satisfaction_score",
                "clock",
                "daily",
                "text_key",
                "change",
            )
        )
        return ", ".join(f"{table} {n:,}" for table, n in counted)
    finally:
        connection.close()


def main() -> None:
    """Generate, and say how big it became and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--follow-ups", type=int, default=1_000_000)
    parser.add_argument("--deals", type=int, default=300_000)
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--promises", type=float, default=0.7, help="share of contacts in which the next is promised")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--now", type=datetime.fromisoformat, default=NOW, help=f"with offset; default {iso(NOW)}")
    given = parser.parse_args()
    start = perf_counter()
    size = Size(given.customers, given.follow_ups, given.deals, given.tasks, given.promises)
    generate(given.file, size, given.seed, given.now.astimezone(UTC))
    print(f"{perf_counter() - start:7.1f} s, {given.file.stat().st_size / 1e6:.0f} MB: {_counts(given.file)}")
    print("the change log is empty: these records were never entered, so nothing in this file can be undone")


if __name__ == "__main__":
    main()

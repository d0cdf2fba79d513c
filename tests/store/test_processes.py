"""Promise 1 across processes: many write at once, some are killed, the disk is full, the file is read-only."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from salestui.errors import StoreError
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.records import add_customer, change_customer
from salestui.store import driver
from tests.store.desks import (
    Clock,
    assert_derived_follow_from_facts,
    assert_log_tells_the_tables,
    assert_sound,
    desk_on,
    last_seq,
    logged_tables,
)

_SCRIPT = str(Path(__file__).with_name("writers.py"))
_WRITERS, _WRITES, _KILLS = 20, 60, 30


@pytest.fixture
def made(database: Path) -> Path:
    """A file with one customer in it, and nobody at it."""
    with desk_on(database) as desk:
        add_customer(desk, {"name": "精工制造", "care": "key_expansion"})
    return database


def _texts(connection: driver.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT content FROM follow_up")}


def _notes(connection: driver.Connection) -> set[str]:
    """Every note the customer ever had, by the log: the last one wins, none is lost."""
    query = "SELECT json_extract(fields, '$.note[1]') FROM change WHERE entity = 'customer' AND operation = 'update'"
    return {row[0] for row in connection.execute(query)}


def test_twenty_processes_write_sixty_times_each_and_none_is_refused_or_lost(made: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, _SCRIPT, "each", made, str(number), str(_WRITES)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(_WRITERS)
    ]
    said = [writer.communicate(timeout=300) for writer in writers]
    assert [error for _out, error in said if error] == []
    acknowledged = {line for out, _error in said for line in out.splitlines()}
    assert len(acknowledged) == _WRITERS * _WRITES
    connection = driver.connect(made, write=True)
    assert acknowledged == _texts(connection) | _notes(connection)
    assert_sound(connection)
    assert_log_tells_the_tables(connection)
    assert_derived_follow_from_facts(connection)
    connection.close()


class _Nursery:
    """Writers that start in a moment, since what they import is there already."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, _SCRIPT, "nursery", file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, number: str, acknowledged: Path) -> int:
        """The process id of a new writer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{number} {acknowledged}\n")
        return int(self._process.stdout.readline())

    def gather(self) -> None:
        """Let the dead go."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")

    def close(self) -> None:
        """No more writers."""
        self._process.communicate(timeout=30)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_what_was_acknowledged_survives_thirty_times_three_killed_writers(made: Path, tmp_path: Path) -> None:
    chance = random.Random(13)
    nursery = _Nursery(made)
    try:
        for turn in range(_KILLS):
            said = [tmp_path / f"said {turn}.{each}" for each in range(3)]
            writers = [nursery.start(f"{turn}-{each}", file) for each, file in enumerate(said)]
            try:
                _wait_for_a_line(said)
                threading.Event().wait(chance.uniform(0.05, 0.4))
            finally:
                for writer in writers:
                    os.kill(writer, signal.SIGKILL)
            nursery.gather()
            _check_after_the_crash(made, said)
    finally:
        nursery.close()


def _wait_for_a_line(files: list[Path]) -> None:
    deadline = time.monotonic() + 30
    while not any(file.exists() and file.stat().st_size for file in files):
        assert time.monotonic() < deadline, "no writer ever acknowledged a write"
        threading.Event().wait(0.01)


def _check_after_the_crash(file: Path, said: list[Path]) -> None:
    acknowledged = {line for each in said if each.exists() for line in each.read_text().splitlines()}
    assert acknowledged
    with desk_on(file, "Li") as desk:  # opens beside the journal a killed writer left
        assert acknowledged <= _texts(desk.reader)
    connection = driver.connect(file, write=True)
    assert_sound(connection)
    assert_log_tells_the_tables(connection)
    connection.close()

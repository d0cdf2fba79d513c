"""Promise 1 across processes: many write at once, some are killed, the disk is full, the file is read-only."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from salestui.errors import StoreError
from salestui.services.customers import add_customer, change_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
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
_WRITERS, _WRITES, _KILLS, _FORMS = 20, 60, 30, 200


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


def test_two_processes_save_one_field_by_form_and_nobody_writes_over_what_he_has_not_seen(made: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, _SCRIPT, "forms", made, str(number), str(_FORMS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    first = [_said_until_ready(writer) for writer in writers]
    for writer in writers:  # at once: on a busy machine one may be done before the other has begun
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    said = [writer.communicate(timeout=200) for writer in writers]
    assert [error for _out, error in said if error] == []
    told = [*first, *(out.splitlines() for out, _error in said)]
    lines = [line.split("\t") for each in told for line in each]
    seen = {text: before for fate, text, before in lines if fate == "saved"}
    instead = {text: theirs for fate, text, theirs in lines if fate == "theirs"}
    assert len(seen) + len(instead) == 2 * _FORMS
    assert instead, "the two never met"
    connection = driver.connect(made, write=True)
    written = _notes_written(connection)
    assert dict(written) == seen
    assert len(written) == len(seen)
    assert set(instead.values()) <= set(seen)
    assert_sound(connection)
    assert_log_tells_the_tables(connection)
    connection.close()


def _said_until_ready(writer: "subprocess.Popen[str]") -> list[str]:
    """The lines of a writer until it waits for the other."""
    assert writer.stdout is not None
    said: list[str] = []
    for line in iter(writer.stdout.readline, ""):  # not the file's own iterator, which reads ahead of `communicate`
        if line == "ready\n":
            break
        said.append(line.rstrip("\n"))
    return said


def _notes_written(connection: driver.Connection) -> list[tuple[str, str]]:
    """(note, the one it replaced), of every change."""
    query = "SELECT fields ->> '$.note[1]', coalesce(fields ->> '$.note[0]', '') FROM change WHERE operation = 'update'"
    return [(row[0], row[1]) for row in connection.execute(query)]


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
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{number} {acknowledged}\n")
        return int(self._process.stdout.readline())

    def gather(self) -> None:
        """Let the three dead go."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n" * 3)

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


def test_a_writer_waits_for_another_one_who_is_busy(made: Path) -> None:
    other = driver.connect(made, write=True, any_thread=True)
    driver.begin(other)
    release = threading.Timer(0.6, other.execute, ("COMMIT",))
    with desk_on(made) as desk:
        release.start()
        began = time.monotonic()
        change_customer(desk, _customer(desk), {"note": "waited"})
        assert time.monotonic() - began > 0.3
        assert desk.reader.execute("SELECT note FROM customer").fetchone()[0] == "waited"
    release.join()
    other.close()


def test_a_reader_waits_while_somebody_commits(made: Path) -> None:
    other = driver.connect(made, write=True, any_thread=True)
    with desk_on(made) as desk:
        other.execute("BEGIN EXCLUSIVE")  # as while a commit is being written
        release = threading.Timer(0.6, other.execute, ("COMMIT",))
        release.start()
        assert desk.reader.execute("SELECT name FROM customer").fetchone()[0] == "精工制造"
    release.join()
    other.close()


def test_a_writer_that_is_never_let_in_says_so_and_nothing_is_saved(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = driver.connect(made, write=True)
    with desk_on(made) as desk:
        key = _customer(desk)
        monkeypatch.setattr(driver, "WRITE_PATIENCE_S", 0.0)
        desk.writer._connection.execute("PRAGMA busy_timeout = 10")
        driver.begin(other)
        with pytest.raises(StoreError, match="somebody else has been writing"):
            change_customer(desk, key, {"note": "lost?"})
        other.execute("ROLLBACK")
        change_customer(desk, key, {"note": "second try"})  # the session is still good
        assert desk.reader.execute("SELECT note FROM customer").fetchone()[0] == "second try"
    other.close()


def _customer(desk: Desk) -> str:
    return str(desk.reader.execute("SELECT id FROM customer").fetchone()[0])


# ── a full disk ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_told_and_nothing_is_half_written(made: Path) -> None:
    with desk_on(made) as desk:
        change_customer(desk, _customer(desk), {"note": "the last that fits"})
        connection = desk.writer._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages:d}")
        before, head = logged_tables(desk.reader), last_seq(desk.reader)
        with pytest.raises(StoreError, match="full"):
            log_follow_up(desk, "C001", {"method": "phone", "content": "x" * 19_000})
        assert (logged_tables(desk.reader), last_seq(desk.reader)) == (before, head)
        connection.execute("PRAGMA max_page_count = 1000000")
        assert log_follow_up(desk, "C001", {"method": "phone", "content": "room again"}).seq == head + 1
    _check(made)


def _check(file: Path) -> None:
    connection = driver.connect(file, write=True)
    assert_sound(connection)
    assert_log_tells_the_tables(connection)
    assert_derived_follow_from_facts(connection)
    connection.close()


# ── a file that cannot be written ────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _immutable(*paths: Path) -> Iterator[None]:
    """Nobody may write `paths`, not even root."""
    done: list[Path] = []
    try:
        for path in paths:
            if os.geteuid():
                path.chmod(path.stat().st_mode & 0o555)
            elif subprocess.run(["chattr", "+i", path], capture_output=True, check=False).returncode:
                pytest.skip("root, and no chattr: nothing can be made read-only here")
            done.append(path)
        yield
    finally:
        for path in done:
            if os.geteuid():
                path.chmod(path.stat().st_mode | 0o700)
            else:
                subprocess.run(["chattr", "-i", path], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such permissions")
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_read_only_file_is_read_and_a_write_refused_in_one_line(made: Path, what: str) -> None:
    paths = {"file": [made], "folder": [made.parent], "both": [made, made.parent]}[what]
    made.with_name(f"{made.name}-journal").unlink(missing_ok=True)  # an empty one that is there could be used again
    clock = Clock()
    with _immutable(*paths):
        with desk_on(made, now=clock) as desk:
            assert desk.reader.execute("SELECT name FROM customer").fetchone()[0] == "精工制造"
            with pytest.raises(StoreError) as refused:
                change_customer(desk, _customer(desk), {"note": "no"})
        assert "\n" not in str(refused.value)
        assert refused.value.hint
    with desk_on(made, now=clock) as desk:
        assert desk.reader.execute("SELECT note FROM customer").fetchone()[0] is None
    _check(made)


# ── midnight ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_processes_that_look_at_midnight_make_each_task_once(made: Path) -> None:
    from datetime import timedelta

    from salestui.services.repeating import add_series

    clock = Clock()
    with desk_on(made, now=clock) as desk:
        add_series(desk, {"action": "系统巡检", "start": "today"}, "daily")
    midnight = clock.time.replace(hour=16, minute=0) + timedelta(days=2)  # 16:00 UTC is midnight in Shanghai
    sessions = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.midnight", made, f"Rep {number}", midnight.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for each in sessions:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    said = [each.communicate("go\n", timeout=60) for each in sessions]
    assert [error for _out, error in said if error] == []
    counts = sorted(int(out) for out, _error in said)
    assert counts[:3] == [0, 0, 0]
    assert counts[3] >= 2
    connection = driver.connect(made, write=True)
    days = [row[0] for row in connection.execute("SELECT series_day FROM task ORDER BY series_day")]
    assert len(days) == len(set(days))
    assert connection.execute("SELECT count(*) FROM command WHERE kind = 'make_tasks'").fetchone()[0] == 1
    assert_sound(connection)
    assert_log_tells_the_tables(connection)
    connection.close()

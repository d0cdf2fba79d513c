"""A file of schema 1 with a history: opened by today's program it loses nothing, and its log still tells its tables."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from salestui.errors import StoreError, UsageError
from salestui.services.customers import add_customer, change_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.records import add
from salestui.services.undoing import redo, undo
from salestui.store import driver
from salestui.store.cursors import Writing
from salestui.store.log import as_stored, changes_of
from salestui.store.migrate import migrate
from salestui.store.models import MODELS
from tests.store.desks import (
    Clock,
    Tables,
    assert_derived_follow_from_facts,
    assert_log_tells_the_tables,
    assert_sound,
    desk_on,
    folded_tables,
    last_seq,
    logged_tables,
)
from tests.store.older import schema_1

NEXT = driver.SCHEMA_VERSION + 1
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path, database: Path, clock: Clock) -> Path:
    """A file of schema 1: two customers, one of them a fallen score and two complaints, all in the log."""
    today = tmp_path / "made" / "today.db"
    with desk_on(today, "Li", now=clock) as desk:
        _live(desk, clock)
    return schema_1(today, database)


def _live(desk: Desk, clock: Clock) -> None:
    add(desk, "owner", {"name": "Wang"})
    for name in ("精工制造", "康和医疗"):
        add_customer(desk, {"name": name, "care": "key_expansion", "satisfaction": "92"})
        clock.forward(hours=1)
    log_follow_up(desk, "C001", {"method": "phone", "content": "报价", "next_at": "+3d"})
    change_customer(desk, _key(desk, "C001"), {"satisfaction": "78"})
    for _n in range(2):
        receive_inquiry(desk, "C002", {"kind": "complaint", "text": "broken"})
    undo(desk)
    redo(desk)
    clock.forward(days=30)


def _key(desk: Desk, code: str) -> str:
    return str(desk.reader.execute("SELECT id FROM customer WHERE code = ?", (code,)).fetchone()[0])


def _tables_of(path: Path) -> Tables:
    """The logged tables that the file has, in whatever schema."""
    with closing(driver.connect(path, write=True)) as connection:
        have = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        tables = {entity: as_stored(connection, entity) for entity in MODELS if entity in have}
    return {entity: table for entity, table in tables.items() if table}


def _assert_whole(path: Path, *, clock: Clock) -> None:
    """The file is of today, holds what it held, and tells the truth."""
    with desk_on(path, "Li", now=clock) as desk:
        assert driver.version(desk.reader) == driver.SCHEMA_VERSION
    with closing(driver.connect(path, write=True)) as connection:
        assert_sound(connection)
        assert_log_tells_the_tables(connection)
        assert_derived_follow_from_facts(connection)


def test_a_file_of_schema_1_opens_with_all_it_held_and_its_warnings_made(old: Path, clock: Clock) -> None:
    before = _tables_of(old)
    assert {"customer", "follow_up", "promise", "inquiry", "satisfaction_score", "owner"} <= set(before)

    with desk_on(old, "Li", now=clock) as desk:
        kinds = {row[0] for row in desk.reader.execute("SELECT kind FROM warning")}
        after = logged_tables(desk.reader)

    assert after == before
    assert kinds == {"satisfaction_down", "no_contact", "second_complaint"}
    assert driver.header(old) == (driver.APPLICATION_ID, driver.SCHEMA_VERSION)
    (backup,) = (old.parent / "backups").iterdir()
    assert driver.header(backup) == (driver.APPLICATION_ID, 1)
    _assert_whole(old, clock=clock)


def test_undo_does_not_cross_a_migration_and_says_so(old: Path, clock: Clock) -> None:
    with desk_on(old, "Li", now=clock) as desk:
        update = last_seq(desk.reader)
        with pytest.raises(UsageError) as refused:
            undo(desk)
        assert f"#{update}" in refused.value.hint
        with pytest.raises(UsageError, match=rf"command {update - 1} was done before the file was updated"):
            undo(desk, str(update - 1))
        with pytest.raises(UsageError, match="nothing to redo"):
            redo(desk)
        before = logged_tables(desk.reader)

        change_customer(desk, _key(desk, "C001"), {"note": "since"})
        after = logged_tables(desk.reader)
        undo(desk)
        assert logged_tables(desk.reader) == before
        redo(desk)
        assert logged_tables(desk.reader) == after
    _assert_whole(old, clock=clock)


def test_what_a_migration_changes_in_records_is_in_the_log(old: Path, clock: Clock, tmp_path: Path) -> None:
    """Every way a schema can change under a record: the fold of the log still ends in the tables."""
    revisions = tmp_path / "revisions"
    shutil.copytree(driver.REVISIONS, revisions)
    statements = (
        "ALTER TABLE customer ADD COLUMN visits INTEGER NOT NULL DEFAULT 3",
        "ALTER TABLE customer ADD COLUMN nickname TEXT",
        "ALTER TABLE follow_up RENAME COLUMN content TO words",
        "ALTER TABLE promise DROP COLUMN place",
        "UPDATE satisfaction_score SET score = score - 1 WHERE score > 80",
        "DELETE FROM stage_change",
        "INSERT INTO tag (id, name) VALUES ('made', 'new')",
    )
    (revisions / f"{NEXT:04}_later.sql").write_text(";\n\n".join(statements))

    migrate(old, tmp_path / "backups", actor="Li", now=NOW, laws=lambda _connection: (), revisions=revisions)

    with closing(driver.connect(old, write=True)) as connection:
        assert folded_tables(connection) == logged_tables(connection)
        changes = changes_of(connection, last_seq(connection))
    touched = {(change.entity, str(change.operation)) for change in changes}
    assert touched == {
        ("customer", "update"),
        ("follow_up", "update"),
        ("satisfaction_score", "update"),
        ("stage_change", "delete"),
        ("tag", "insert"),
    }
    assert len([change for change in changes if change.entity == "satisfaction_score"]) == 2  # of three


def test_a_session_that_was_open_when_the_file_was_updated_writes_nothing_more(
    database: Path, clock: Clock, tmp_path: Path
) -> None:
    with desk_on(database, "Li", now=clock) as desk:
        add_customer(desk, {"name": "精工制造"})
        with closing(driver.connect(database, write=True)) as other:
            other.execute(f"PRAGMA user_version = {NEXT:d}")
            before = logged_tables(other)
            with pytest.raises(StoreError, match=f"schema {NEXT} by now"):
                change_customer(desk, _key(desk, "C001"), {"note": "lost?"})
            assert logged_tables(other) == before
            other.execute(f"PRAGMA user_version = {driver.SCHEMA_VERSION:d}")
        change_customer(desk, _key(desk, "C001"), {"note": "again"})


def test_in_a_wal_the_new_schema_stands_in_the_file_itself(
    old: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that reads the header alone, as every salestui does first, must not take the file for an older one."""
    monkeypatch.setattr(driver, "_journal_mode", lambda: "wal")
    with closing(driver.connect(old, write=True)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("PRAGMA wal_autocheckpoint = 0")
        with closing(driver.connect(old, write=False)) as beside:
            beside.execute("SELECT count(*) FROM customer").fetchone()
            with desk_on(old, "Li", now=clock):
                assert driver.header(old)[1] == driver.SCHEMA_VERSION


def test_a_file_nobody_may_write_says_who_can_bring_it_up_to_date(
    old: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    with pytest.raises(StoreError, match="older schema") as refused:
        desk_on(old, "Li", now=clock)
    assert "once" in refused.value.hint


# ── kill -9 ──────────────────────────────────────────────────────────────────────────────────────────────────────

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class _Killed(Writing):
    """A connection whose process dies just before its statement number `left` is run."""

    left = 0

    def execute(self, *asked: Any) -> Any:  # Any: as sqlite3 takes them
        _Killed.left -= 1
        if _Killed.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(*asked)


def _killed_at(statement: int, act: Callable[[], object]) -> bool:
    """Do `act` in a process that dies before its statement number `statement`; False where there is none such."""
    child = os.fork()
    if child == 0:
        _Killed.left = statement
        driver.Writing = _Killed  # type: ignore[attr-defined]  # in this process alone
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _open(path: Path, clock: Clock) -> None:
    desk_on(path, "Li", now=clock).close()


def test_a_migration_killed_anywhere_leaves_the_old_file_or_the_new(old: Path, clock: Clock, tmp_path: Path) -> None:
    before, statement = _tables_of(old), 0
    while True:
        path = Path(shutil.copyfile(old, tmp_path / f"killed {statement}.db"))
        killed = _killed_at(statement, lambda path=path: _open(path, clock))  # type: ignore[misc]  # bound at once
        _assert_whole(path, clock=clock)
        assert _tables_of(path) == before
        if not killed:
            break
        statement += 3
    assert statement > 100  # it did die inside


def test_making_a_file_killed_anywhere_leaves_nothing_or_a_whole_file(tmp_path: Path, clock: Clock) -> None:
    statement = 0
    while True:
        path = tmp_path / f"killed {statement}.db"
        killed = _killed_at(statement, lambda path=path: driver.create(path))  # type: ignore[misc]  # bound at once
        with desk_on(path, "Li", now=clock) as desk:
            add_customer(desk, {"name": "精工制造"})
        _assert_whole(path, clock=clock)
        if not killed:
            break
        statement += 2
    assert statement > 50


def _killed_in_commit(path: Path, sign: bytes, at: int, act: Callable[[], object]) -> bool:
    """Do `act` in a process that is killed as soon as the bytes `sign` stand at `at` in the file.

    They come with the first page that a commit writes. True where the journal was still there to take it all back.
    """
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    with path.open("rb") as file:  # this process has no connection whose locks that could drop
        while os.pread(file.fileno(), len(sign), at) != sign:
            pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


_TRIES = 200  # on a disk four in five are caught in their commit, in memory one in ten


def test_a_migration_killed_in_its_commit_is_taken_back_and_done_again(old: Path, clock: Clock, tmp_path: Path) -> None:
    before, version = _tables_of(old), driver.SCHEMA_VERSION.to_bytes(4)
    for number in range(_TRIES):
        path = Path(shutil.copyfile(old, tmp_path / f"killed {number}.db"))
        caught = _killed_in_commit(path, version, 60, lambda path=path: _open(path, clock))  # type: ignore[misc]
        _assert_whole(path, clock=clock)
        assert _tables_of(path) == before
        if caught:
            return
    pytest.fail("none was killed in its commit")


def test_making_a_file_killed_in_its_commit_is_done_again(tmp_path: Path, clock: Clock) -> None:
    ours = driver.APPLICATION_ID.to_bytes(4)
    for number in range(_TRIES):
        path = tmp_path / f"killed {number}.db"
        path.touch(mode=0o600)
        caught = _killed_in_commit(path, ours, 68, lambda path=path: driver.create(path))  # type: ignore[misc]
        with desk_on(path, "Li", now=clock) as desk:
            add_customer(desk, {"name": "精工制造"})
        _assert_whole(path, clock=clock)
        if caught:
            return
    pytest.fail("none was killed in its commit")

"""Opening a file changes nothing that is not ours; making one leaves it private, whole, and the same for everybody."""

import hashlib
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from salestui.errors import StoreError
from salestui.services.customers import add_customer
from salestui.services.desk import Desk
from salestui.store import driver
from salestui.store.schema import schema_sql
from tests.store.desks import desk_on, logged_tables

_SCHEMA = Path(driver.__file__).with_name("schema.sql")


def _fingerprints(folder: Path) -> dict[str, str]:
    """Every file of the folder by name, with the hash of its bytes."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.iterdir()
    }


# ── files that are not ours ──────────────────────────────────────────────────────────────────────────────────────


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()


def _foreign_in_wal(path: Path) -> None:
    """Its newest rows are in the -wal beside it, as after a kill."""
    _in_a_process_that_dies(
        path, "PRAGMA journal_mode = WAL", "CREATE TABLE theirs (a)", "INSERT INTO theirs VALUES (1)"
    )
    assert path.with_name(f"{path.name}-wal").stat().st_size


def _foreign_with_a_hot_journal(path: Path) -> None:
    """Killed in the middle of a transaction whose pages had already gone to the file."""
    _foreign(path)
    _in_a_process_that_dies(
        path,
        "PRAGMA cache_size = 1",
        "PRAGMA cache_spill = 1",
        "BEGIN IMMEDIATE",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
        " INSERT INTO theirs SELECT randomblob(500) FROM n",
    )
    assert path.with_name(f"{path.name}-journal").stat().st_size


def _emptied_beside_its_journal(path: Path) -> None:
    """Somebody truncated the file; its hot journal holds pages of it still."""
    _foreign_with_a_hot_journal(path)
    os.truncate(path, 0)


def _in_a_process_that_dies(path: Path, *statements: str) -> None:
    run = "import os, sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    run += "for s in sys.argv[2:]: c.execute(s).fetchall()\nos._exit(0)"
    subprocess.run([sys.executable, "-c", run, path, *statements], check=True)


def _text(path: Path) -> None:
    path.write_text("name,phone\n精工制造,138 0013 8000\n" * 200, encoding="utf-8")


def _short_text(path: Path) -> None:
    path.write_bytes(b"x")


def _newer(path: Path) -> None:
    driver.create(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {driver.SCHEMA_VERSION + 1}")
    connection.close()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_foreign, "is not a salestui database"),
        (_foreign_in_wal, "is not a salestui database"),
        (_foreign_with_a_hot_journal, "is not a salestui database"),
        (_emptied_beside_its_journal, "is not a salestui database"),
        (_text, "cannot be opened"),
        (_short_text, "cannot be opened|is not a salestui database"),
        (_newer, "newer salestui"),
        (_folder, "cannot be opened|is not a salestui database"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_not_ours_is_refused_and_neither_it_nor_its_neighbours_change(
    database: Path, make: Callable[[Path], None], said: str
) -> None:
    make(database)
    before = _fingerprints(database.parent)
    with pytest.raises(StoreError, match=said) as refused, desk_on(database):
        pass
    assert "\n" not in str(refused.value)
    assert _fingerprints(database.parent) == before


def test_something_else_that_came_to_lie_there_meanwhile_is_not_made_ours(database: Path) -> None:
    with desk_on(database) as desk:  # nothing is there yet
        _foreign(database)
        before = _fingerprints(database.parent)
        with pytest.raises(StoreError, match="not a salestui database"):
            add_customer(desk, {"name": "精工制造"})
    assert _fingerprints(database.parent) == before


# ── a new file ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_a_name_never_makes_a_file(database: Path) -> None:
    with desk_on(database) as desk:
        assert logged_tables(desk.reader) == {}
        assert desk.is_empty()
    assert list(database.parent.iterdir()) == []


def test_an_empty_file_becomes_a_new_one_and_keeps_its_permissions(database: Path) -> None:
    database.touch()
    database.chmod(0o660)
    with desk_on(database) as desk:
        add_customer(desk, {"name": "精工制造"})
    assert stat.S_IMODE(database.stat().st_mode) == 0o660
    driver.check_ours(database)


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
def test_a_file_made_is_for_its_owner_alone(database: Path) -> None:
    deeper = database.parent / "new" / "folder" / "desk.db"
    old = os.umask(0)
    try:
        driver.create(deeper)
    finally:
        os.umask(old)
    assert stat.S_IMODE(deeper.stat().st_mode) == 0o600
    assert stat.S_IMODE(deeper.parent.stat().st_mode) == 0o700


def test_the_header_says_whose_it_is_and_of_which_schema(database: Path) -> None:
    driver.create(database)
    header = database.read_bytes()[:100]
    assert header[68:72] == b"STEI"
    assert int.from_bytes(header[60:64]) == driver.SCHEMA_VERSION
    assert driver.header(database) == (driver.APPLICATION_ID, driver.SCHEMA_VERSION)


@pytest.mark.parametrize("name", ["a?mode=memory.db", "50%.db", "%41.db", "#1.db", "it's a desk.db", "客户 ? # %.db"])
def test_a_path_with_signs_that_mean_something_in_a_uri_is_that_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with desk_on(path) as desk:
        add_customer(desk, {"name": "精工制造"})
    assert {each.name.removesuffix("-journal") for each in tmp_path.iterdir()} == {name}
    with desk_on(path) as desk:
        assert not desk.is_empty()


def test_the_shipped_schema_is_the_one_of_the_models() -> None:
    assert _SCHEMA.read_text(encoding="utf-8") == schema_sql()


def test_a_file_made_has_the_shipped_schema_and_nothing_else(database: Path) -> None:
    driver.create(database)
    connection = driver.connect(database, write=False)
    kept = [
        row[0]
        for row in connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'text_search_%' AND name NOT LIKE 'customer_grams_%'"
        )
    ]
    connection.close()
    shipped = [re.sub(r"\A(--.*\n)+\s*", "", statement) for statement in driver.schema_statements()]
    assert sorted(sql for sql in kept if sql) == sorted(statement.rstrip(";").strip() for statement in shipped)


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "truncate"),
        ((3, 53, 0), "wal"),
    ],
)
def test_wal_is_used_only_where_the_library_is_free_of_its_defect(
    database: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], mode: str
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    driver.create(database)
    connection = driver.connect(database, write=True)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == mode
    connection.close()


def test_a_wal_file_met_with_a_defective_library_is_converted_unless_others_have_it_open(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 53, 0))
    driver.create(database)
    reader = driver.connect(database, write=False)
    reader.execute("SELECT count(*) FROM customer").fetchone()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    for mode in ("wal", "truncate"):
        writer = driver.connect(database, write=True)
        assert writer.execute("PRAGMA journal_mode").fetchone()[0] == mode
        writer.close()
        reader.close()


def test_connections_are_set_as_the_design_asks(database: Path) -> None:
    driver.create(database)
    wanted = {"foreign_keys": 1, "trusted_schema": 0}
    for write, more in ((True, {"synchronous": 2, "query_only": 0}), (False, {"query_only": 1})):
        connection = driver.connect(database, write=write)
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in {**wanted, **more}}
        connection.close()
        assert found == wanted | more


def test_the_file_is_recognised_while_another_connection_keeps_it_in_wal(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header must be in the file itself, not only in the WAL, once anybody can meet it."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 53, 0))
    os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    other = driver.connect(database, write=True)
    other.execute("PRAGMA schema_version").fetchone()
    driver.create(database)
    assert driver.check_ours(database) == driver.SCHEMA_VERSION
    other.close()


_MAKE = """
import sys
from pathlib import Path
sys.stdin.readline()
sys.path.insert(0, sys.argv[2])
from tests.store.desks import desk_on
from salestui.services.customers import add_customer
with desk_on(Path(sys.argv[1]), sys.argv[3]) as desk:
    add_customer(desk, {"name": f"by {sys.argv[3]}"})
"""


def test_processes_that_make_the_same_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    for turn in range(2):
        database = tmp_path / f"{turn}.db"
        makers = [
            subprocess.Popen(
                [sys.executable, "-c", _MAKE, database, root, f"Rep {number}"],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(4)
        ]
        said = [maker.communicate("go\n", timeout=60)[1] for maker in makers]
        assert said == [""] * 4
        with desk_on(database) as desk:
            names = {row[0] for row in desk.reader.execute("SELECT name FROM customer")}
        assert names == {f"by Rep {number}" for number in range(4)}


def test_a_desk_is_new_while_somebody_is_just_making_the_file(database: Path) -> None:
    """Neither a missing nor a foreign file: what is there so far is empty, beside a journal."""
    database.touch()
    making = sqlite3.connect(database, isolation_level=None)
    making.execute("BEGIN IMMEDIATE")
    making.execute("CREATE TABLE t (a)")
    assert database.with_name(f"{database.name}-journal").exists()
    assert driver.is_new(database)
    making.execute("ROLLBACK")
    making.close()


def test_the_reader_of_a_desk_cannot_write(li: Desk) -> None:
    with pytest.raises(StoreError, match="readonly"):
        li.reader.execute("DELETE FROM owner")


def test_the_header_is_read_of_a_file_that_a_killed_commit_left_shorter_than_it_says(li: Desk, database: Path) -> None:
    """The journal will take it back; but first the file has to be known as ours."""
    size = database.stat().st_size
    os.truncate(database, size - 4096)
    assert driver.header(database) == (driver.APPLICATION_ID, driver.SCHEMA_VERSION)

"""An older file is brought to today's schema safely, and three descriptions of that schema agree."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salestui.domain.clocks import Law
from salestui.errors import StoreError
from salestui.store import backup as backups
from salestui.store import driver
from salestui.store.backup import verified_backup
from salestui.store.engine import engine_on
from salestui.store.migrate import migrate, upgrade

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
NEXT = driver.SCHEMA_VERSION + 1


def _shape(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {row[0]: " ".join(row[1].split()) for row in rows}


def _no_laws(_connection: driver.Connection) -> tuple[Law, ...]:
    return ()  # nothing in these files can be due


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(driver.connect(path, write=True)) as connection:
        yield connection


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of today's schema with one owner."""
    path = tmp_path / "salestui.db"
    driver.create(path)
    with _opened(path) as connection:
        connection.execute("INSERT INTO owner (id, name, created_at) VALUES ('o', 'Li', 0)")
    return path


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Revisions that know one schema more than the program has."""
    revisions = tmp_path / "revisions"
    shutil.copytree(driver.REVISIONS, revisions)
    (revisions / f"{NEXT:04}_later.sql").write_text("ALTER TABLE owner ADD COLUMN nickname TEXT;\n")
    return revisions


def test_schemas_are_numbered_from_1_without_a_gap() -> None:
    assert list(driver.revisions()) == list(range(1, driver.SCHEMA_VERSION + 1))
    assert len(driver.revisions()) == len([*driver.REVISIONS.glob("*.*")])


def test_the_migrations_make_exactly_the_shipped_schema(tmp_path: Path) -> None:
    shipped, migrated = tmp_path / "shipped.db", tmp_path / "migrated.db"
    driver.create(shipped)
    migrated.touch()
    with closing(driver.connect(migrated, write=True)) as connection:
        engine = engine_on(connection)
        driver.begin(connection)
        assert upgrade(engine, 0) == driver.SCHEMA_VERSION
        connection.execute("COMMIT")
    with _opened(shipped) as one, _opened(migrated) as other:
        assert _shape(one) == _shape(other)


def test_a_migration_backs_up_first_and_leaves_a_checkpoint(file: Path, later: Path, tmp_path: Path) -> None:
    made = migrate(file, tmp_path / "backups", actor="Li", now=NOW, laws=_no_laws, revisions=later)

    assert made is not None
    assert made.stat().st_mode & 0o777 == 0o600
    assert driver.header(made) == (driver.APPLICATION_ID, driver.SCHEMA_VERSION)
    assert driver.header(file) == (driver.APPLICATION_ID, NEXT)
    with _opened(file) as connection:
        assert connection.execute("SELECT name, nickname FROM owner").fetchall()[0][:] == ("Li", None)
        assert [row[0] for row in connection.execute("SELECT kind FROM command")] == ["migrate"]


def test_a_revision_in_python_computes_what_sql_cannot(file: Path, later: Path, tmp_path: Path) -> None:
    (later / f"{NEXT + 1:04}_computed.py").write_text(
        "from alembic import op\n\n\n"
        "def upgrade():\n"
        "    for key, name in op.get_bind().exec_driver_sql('SELECT id, name FROM owner').all():\n"
        "        op.get_bind().exec_driver_sql('UPDATE owner SET nickname = ? WHERE id = ?', (name[::-1], key))\n"
    )
    migrate(file, tmp_path / "backups", actor="Li", now=NOW, laws=_no_laws, revisions=later)

    assert driver.header(file)[1] == NEXT + 1
    with _opened(file) as connection:
        assert connection.execute("SELECT nickname FROM owner").fetchone()[0] == "iL"
        changed = connection.execute("SELECT entity, fields FROM change").fetchone()
    assert tuple(changed) == ("owner", '{"nickname": [null, "iL"]}')


def test_a_second_process_that_comes_late_changes_nothing(file: Path, later: Path, tmp_path: Path) -> None:
    migrate(file, tmp_path / "backups", actor="Li", now=NOW, laws=_no_laws, revisions=later)

    assert migrate(file, tmp_path / "backups", actor="Wang", now=NOW, laws=_no_laws, revisions=later) is None
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_migration_that_fails_half_way_leaves_the_old_schema(file: Path, later: Path, tmp_path: Path) -> None:
    (later / f"{NEXT + 1:04}_wrong.sql").write_text("CREATE TABLE x (y);\n\nALTER TABLE nobody ADD COLUMN x TEXT;\n")
    with _opened(file) as connection:
        before = _shape(connection)

    with pytest.raises(StoreError, match="could not be written"):
        migrate(file, tmp_path / "backups", actor="Li", now=NOW, laws=_no_laws, revisions=later)

    with _opened(file) as connection:
        assert _shape(connection) == before
        assert connection.execute("PRAGMA user_version").fetchone()[0] == driver.SCHEMA_VERSION


def test_a_backup_that_does_not_pass_its_check_stops_the_migration(
    file: Path, later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "integrity", lambda _path: "row 7 missing from index")

    with pytest.raises(StoreError, match="row 7 missing"):
        migrate(file, tmp_path / "backups", actor="Li", now=NOW, laws=_no_laws, revisions=later)

    assert driver.header(file)[1] == driver.SCHEMA_VERSION
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_check_of_a_backup_finds_a_flipped_cell(file: Path, tmp_path: Path) -> None:
    copy = verified_backup(file, tmp_path / "copy.db")
    with _opened(copy) as connection:
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'uq_owner_name'").fetchone()
        root = (
            root
            or connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'owner' AND type = 'index' AND sql IS NULL"
            ).fetchone()
        )
    raw = bytearray(copy.read_bytes())
    page = (root[0] - 1) * page_size
    raw[page + page_size - 2] ^= 0x01
    copy.write_bytes(raw)

    assert driver.integrity(copy) is not None


def test_a_backup_never_overwrites_or_follows_a_link(file: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("keep")
    link = tmp_path / "link.db"
    link.symlink_to(precious)

    for target in (precious, link):
        with pytest.raises(StoreError, match="no backup could be made"):
            verified_backup(file, target)

    assert precious.read_text() == "keep"
    assert backups.backup_path(tmp_path, file, NOW).name == "salestui-20261120T010000Z.db"

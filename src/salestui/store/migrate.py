"""Brings an older file to today's schema: verified backup first, then all revisions in one transaction."""

from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from salestui.domain.instants import to_ms
from salestui.store import driver
from salestui.store.backup import backup_path, verified_backup
from salestui.store.engine import engine_on

REVISIONS = Path(__file__).parent / "migrations"


def migrate(path: Path, backups: Path, *, actor: str, now: datetime, revisions: Path = REVISIONS) -> Path | None:
    """Upgrade the file at `path` to the newest of `revisions`; returns the backup made before.

    One transaction: a crash leaves the old schema. The log gets a checkpoint that undo does not cross.
    None where another process has done it meanwhile. Raises StoreError where the backup or a write fails;
    nothing is changed then.
    """
    connection = driver.connect(path, write=True)
    engine = engine_on(connection)
    try:
        driver.begin(connection)  # before the backup: nobody writes between the two
        old = connection.execute("PRAGMA user_version").fetchone()[0]
        if not _ahead(old, revisions):
            return None
        backup = verified_backup(path, backup_path(backups, path, now))
        version = upgrade(engine, old, revisions)
        connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute(
            "INSERT INTO command (kind, actor, at, subject) VALUES ('migrate', ?, ?, ?)",
            (actor, to_ms(now), f"schema {version}"),
        )
        connection.execute("COMMIT")
    except driver.OperationalError as problem:
        raise driver.writing_failed(problem) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()
    return backup


def _ahead(version: int, revisions: Path) -> list[Script]:
    """The revisions after `version`, oldest first."""
    steps = ScriptDirectory(str(revisions)).walk_revisions()
    return sorted((step for step in steps if int(step.revision) > version), key=lambda step: int(step.revision))


def upgrade(engine: Engine, version: int, revisions: Path = REVISIONS) -> int:
    """Run every revision after `version` in the transaction open on `engine`; returns the newest one's number."""
    ahead = _ahead(version, revisions)
    with engine.connect() as bound, Operations.context(MigrationContext.configure(bound)):
        for step in ahead:
            step.module.upgrade()
    return int(ahead[-1].revision) if ahead else version

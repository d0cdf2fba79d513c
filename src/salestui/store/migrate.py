"""Brings an older file to today's schema: verified backup first, then all revisions in one transaction.

How a revision is written is told in `store.migrations`.
"""

import os
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from salestui.domain.instants import to_ms
from salestui.errors import StoreError
from salestui.i18n import _
from salestui.store import driver
from salestui.store.backup import backup_path, unused, verified_backup
from salestui.store.checkpoint import differences
from salestui.store.command import MakeLaws
from salestui.store.derive import refresh_all_clocks
from salestui.store.engine import engine_on
from salestui.store.lines import refresh_lines
from salestui.store.log import append
from salestui.store.search import index_all_grams

REVISIONS = Path(__file__).parent / "migrations"


def migrate(
    path: Path, backups: Path, *, actor: str, now: datetime, laws: MakeLaws, revisions: Path = REVISIONS
) -> Path | None:
    """Upgrade the file at `path` to the newest of `revisions`; returns the backup made before.

    One transaction: a crash leaves the old schema. What the revisions changed in records is logged as the command
    `migrate`, so that folding the log runs on through it; undo does not cross it, since the log before speaks of the
    columns of its day. Derived tables are made anew by `laws`. None where another process has done it meanwhile.
    Raises StoreError where the backup or a write fails; nothing is changed then.
    """
    if not os.access(path, os.W_OK):
        raise StoreError(
            _("{path} has an older schema and cannot be written", path=path),
            _("let somebody who may write it open it once; it is brought up to date then"),
        )
    connection = driver.connect(path, write=True)
    engine = engine_on(connection)
    backup = None
    try:
        driver.begin(connection)  # before the backup: nobody writes between the two
        old = driver.version(connection)
        if _ahead(old, revisions):
            backup = verified_backup(path, unused(backup_path(backups, path, now)))
            version = upgrade(engine, old, revisions)
            connection.execute(f"PRAGMA user_version = {version:d}")
            seq = connection.execute(
                "INSERT INTO command (kind, actor, at, subject) VALUES ('migrate', ?, ?, ?)",
                (actor, to_ms(now), f"schema {version}"),
            ).lastrowid
            append(connection, seq or 0, differences(connection, backup))
            in_force = laws(connection)
            if in_force:  # a file without rules gets them, and its clocks, when it is opened
                refresh_all_clocks(connection, in_force)
            refresh_lines(connection, [row[0] for row in connection.execute("SELECT id FROM customer")])
            index_all_grams(connection)
        connection.execute("COMMIT")
        # Also where another process migrated, and was killed before it came to this.
        driver.settle(connection)
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

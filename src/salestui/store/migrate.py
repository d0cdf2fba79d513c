"""Brings an older file to today's schema: verified backup first, then all revisions in one transaction.

How a revision is written is told in `store.migrations`.
"""

import os
import runpy
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
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


def migrate(
    path: Path, backups: Path, *, actor: str, now: datetime, laws: MakeLaws, revisions: Path = driver.REVISIONS
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


def _ahead(version: int, revisions: Path) -> dict[int, Path]:
    """The revisions after `version`, oldest first."""
    return {number: file for number, file in driver.revisions(revisions).items() if number > version}


def upgrade(engine: Engine, version: int, revisions: Path = driver.REVISIONS) -> int:
    """Run every revision after `version` in the transaction open on `engine`; returns the newest one's number."""
    ahead = _ahead(version, revisions)
    with engine.connect() as bound, Operations.context(MigrationContext.configure(bound)) as op:
        for file in ahead.values():
            if file.suffix == ".py":
                runpy.run_path(str(file))["upgrade"]()
                continue
            for statement in driver.statements(file):
                op.execute(statement)
    return max(ahead, default=version)

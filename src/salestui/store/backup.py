"""A copy of the file that can be trusted: made in chunks while others work, checked whole, for its owner alone."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from salestui.errors import StoreError
from salestui.i18n import _
from salestui.store import driver

_PAGES = 2_000  # a chunk: other sessions write between two of them


def backup_path(folder: Path, database: Path, now: datetime) -> Path:
    """Where a backup of `database` made at `now` lies: its name and the time in UTC."""
    return folder / f"{database.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{database.suffix}"


def verified_backup(source: Path, target: Path) -> Path:
    """Copy `source` to `target` (a new file, 0600) and check every cell of the copy; returns `target`.

    Raises StoreError, and leaves no file, where the copy cannot be made or does not pass.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite would make it 0644 whatever the source is, and follow a link.
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(target, flags, 0o600))
    except OSError as problem:
        raise _failed(target, problem.strerror or str(problem)) from None
    try:
        driver.copy(source, target, pages=_PAGES)
        fault = driver.integrity(target)
        if fault is not None:
            raise _failed(target, fault)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise
    return target


def _failed(target: Path, reason: str) -> StoreError:
    return StoreError(
        _("no backup could be made at {path}: {reason}", path=target, reason=reason),
        _("nothing was changed; make room or name another folder"),
    )

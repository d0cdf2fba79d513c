"""A copy of the file that can be trusted: made in chunks while others work, checked whole, for its owner alone."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from salestui.errors import StoreError
from salestui.i18n import _
from salestui.store import driver

_PAGES = 2_000  # a chunk: other sessions write between two of them


def backup_path(folder: Path, database: Path, now: datetime) -> Path:
    """Where a backup of `database` made at `now` lies: its name and the time in UTC."""
    return folder / f"{database.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{database.suffix}"


def unused(target: Path) -> Path:
    """`target`, or that name with the first number that is free: two backups may be made in one second."""
    numbered = (target.with_stem(f"{target.stem}-{number}") for number in count(2))
    return next(each for each in chain((target,), numbered) if not os.path.lexists(each))


def verified_backup(source: Path, target: Path) -> Path:
    """Copy `source` to `target` (a new file, 0600) and check every cell of the copy; returns `target`.

    It gets its name when it has passed, so that what a killed process leaves is never taken for a backup.
    Raises StoreError, and leaves no file, where the copy cannot be made or does not pass.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_empty(part)
    except OSError as problem:
        raise _failed(target, problem.strerror or str(problem)) from None
    try:
        driver.copy(source, part, pages=_PAGES)
        fault = driver.integrity(part)
        if fault is not None:
            raise _failed(target, fault)
        _make_empty(target)  # refused where something lies there; a rename alone would replace it
        part.replace(target)
    except OSError as problem:
        raise _failed(target, problem.strerror or str(problem)) from None
    finally:
        with suppress(OSError):
            part.unlink()
    return target


def _make_empty(path: Path) -> None:
    """A new file for its owner alone: SQLite would make it 0644 whatever the source is, and follow a link."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))


def _failed(target: Path, reason: str) -> StoreError:
    return StoreError(
        _("no backup could be made at {path}: {reason}", path=target, reason=reason),
        _("nothing was changed; make room or name another folder"),
    )

"""One lock for each running session, so that its drafts are not offered to another one while it lives.

The kernel gives it back whatever ends the process. Where locks do not reach over (a folder on NFS mounted without
them, a file system that has none), a session on another host counts as ended: its draft may then be offered in both
places. Nothing is lost by that: taking a draft is a rename that only one can do, and whoever types on writes it anew.
"""

import os
import re
from pathlib import Path
from secrets import token_hex
from typing import Final

_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_LOCK: Final = ".lock"


def session_name() -> str:
    """A name that no session had before: host, process, chance."""
    from platform import node

    host = re.sub(r"[^A-Za-z0-9-]", "-", node())[:40] or "host"
    return f"{host}~{os.getpid()}~{token_hex(4)}"


class SessionLock:
    """Held from its making until `release`, or the end of the process."""

    def __init__(self, folder: Path, session: str) -> None:
        """Raises OSError where the folder cannot be written; a file system without locks is no error."""
        self.path = folder / f"{session}{_LOCK}"
        # Under another name until it is locked: nobody may find it free in between.
        making = folder / f".{session}{_LOCK}"
        self._handle: int | None = os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
        _take(self._handle)
        making.rename(self.path)

    def release(self) -> None:
        """Give it back and take its file away."""
        if self._handle is not None:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def is_lock(name: str) -> bool:
    """Whether a file of that name is a session's lock."""
    return name.endswith(_LOCK)


def session_of(name: str) -> str:
    """The session that a file of the folder belongs to, by its name: `SESSION.lock`, `SESSION~3.json`."""
    return name.removeprefix(".").removesuffix(_LOCK) if is_lock(name) else name.removeprefix(".").rpartition("~")[0]


def is_live(folder: Path, session: str) -> bool:
    """Whether the session runs: whether its lock is held."""
    path = folder / f"{session}{_LOCK}"
    for access in (os.O_RDWR, os.O_RDONLY):
        try:
            handle = os.open(path, access | _FLAGS)
        except FileNotFoundError:
            return False
        except OSError:
            continue  # a folder that can only be read still has locks
        try:
            return _is_taken(handle)
        finally:
            os.close(handle)
    return False


def _take(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        _on_windows(handle)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # this file system has none


def _is_taken(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return not _on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who look do not take each other for the owner
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _on_windows(handle: int) -> bool:
    """Lock the first byte; False where somebody has. Not tested."""
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # Windows alone has it
    except OSError:
        return False
    return True

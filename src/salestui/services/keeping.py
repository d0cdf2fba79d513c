"""Keeps the drafts of a session: whoever types hands over what stands there now, a thread of its own writes it.

The first unsaved key starts a pause that later keys do not prolong: at most `PAUSE_S` and two writes lie between a
key and the disk, however long somebody types without a rest. No key waits: fsync may take 50 ms.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from salestui.errors import NotFoundError, SalestuiError
from salestui.i18n import _
from salestui.services import drafts
from salestui.services.drafts import Draft, NotKeptError, UnreadableDraftError
from salestui.services.session_lock import SessionLock, is_live, is_lock, session_name, session_of

PAUSE_S: Final = 0.1  # promised is half a second; a write may take 0.1 s on a slow disk, and follow another
_DRAFT: Final = ".json"
_SET_ASIDE: Final = ".unreadable"


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft that no session is at work on."""

    path: Path
    draft: Draft


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that should be a draft and cannot be read; where it is kept."""

    path: Path
    reason: str


def nothing_told(_problem: NotKeptError) -> None:
    """For a keeper whose problems nobody asks for."""


class Keeper:
    """The drafts of one session on one database. Its methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        database: Path,
        *,
        tell: Callable[[NotKeptError], object] = nothing_told,
        pause_s: float = PAUSE_S,
    ) -> None:
        """`tell` is called on the keeper's thread, once for each reason why nothing can be written."""
        self.folder = folder
        self.database = database.resolve()
        self.session = session_name()
        self._tell = tell
        self._pause_s = pause_s
        self._news = threading.Condition()  # guards all below
        self._waiting: dict[str, Draft | None] = {}  # None: the file goes
        self._since = 0.0  # when the oldest of them came
        self._hurried = False
        self._ended = False
        self._writing = False
        self._last_number = 0
        self._in_hand: set[str] = set()  # in a form just now
        self._dropped: set[str] = set()
        self._kept: dict[str, Draft] = {}  # as on the disk
        self._told: set[str] = set()
        self._disk = threading.RLock()  # one thread at a time makes and moves files
        self._lock: SessionLock | None = None
        self._thread: threading.Thread | None = None

    # ── while somebody types ─────────────────────────────────────────────────────────────────────────────────────

    def new(self) -> str:
        """The key of another draft, now in hand."""
        with self._news:
            self._last_number += 1
            key = f"{self.session}~{self._last_number}"
            self._in_hand.add(key)
            return key

    def keep(self, key: str, draft: Draft | None) -> None:
        """Have the draft of `key` as it stands now; None where nothing stands in it any more. Returns at once."""
        with self._news:
            if key not in self._dropped:
                self._wait_for(key, draft)

    def drop(self, key: str) -> None:
        """What it held is saved: the draft goes, and whatever is still said of it is late."""
        with self._news:
            self._dropped.add(key)
            self._in_hand.discard(key)
            self._wait_for(key, None)
            self._hurry()

    def lay_aside(self, key: str) -> None:
        """No form has it in hand any more; it is among those left."""
        with self._news:
            self._in_hand.discard(key)

    def hurry(self) -> None:
        """Have all that waits written now, without the pause. Returns at once."""
        with self._news:
            self._hurry()

    def flush(self, patience_s: float) -> bool:
        """Wait until all that was asked is on the disk, or cannot be; False where it takes longer."""
        with self._news:
            self._hurry()
            return self._news.wait_for(lambda: not self._waiting and not self._writing, patience_s)

    def is_kept(self, key: str, draft: Draft) -> bool:
        """Whether the draft of `key` is on the disk as it is here."""
        with self._news:
            return self._kept.get(key) == draft

    def close(self, patience_s: float) -> None:
        """Write what waits and end; a disk that does not answer is not waited for longer than `patience_s`."""
        with self._news:
            self._ended = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(patience_s)
            if self._thread.is_alive():
                return  # it ends with the process, and so does the lock
        with self._disk:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _wait_for(self, key: str, draft: Draft | None) -> None:
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting[key] = draft
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="salestui-drafts", daemon=True)
            self._thread.start()
        self._news.notify_all()

    def _hurry(self) -> None:
        self._hurried = bool(self._waiting)
        self._news.notify_all()

    # ── the thread that writes ───────────────────────────────────────────────────────────────────────────────────

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._ended)
                if not self._waiting:
                    return
                pause = self._since + self._pause_s - time.monotonic()
                self._news.wait_for(lambda: self._hurried or self._ended, max(0.0, pause))
                batch, self._waiting = self._waiting, {}
                self._hurried, self._writing = False, True
            for key, draft in batch.items():
                self._carry_out(key, draft)
            with self._news:
                self._writing = False
                self._news.notify_all()

    def _carry_out(self, key: str, draft: Draft | None) -> None:
        problem: OSError | None = None
        try:
            with self._disk:
                if draft is None:
                    self._path(key).unlink(missing_ok=True)
                else:
                    self._make_ready()
                    drafts.write(self._path(key), drafts.to_text(draft, self.session))
        except OSError as error:
            problem = error
        with self._news:
            self._kept.pop(key, None)
            if draft is not None and problem is None:
                self._kept[key] = draft
        if problem is not None and draft is not None:
            self._say(problem)

    def _say(self, problem: OSError) -> None:
        reason = problem.strerror or str(problem)
        if reason not in self._told:
            self._told.add(reason)
            self._tell(NotKeptError(self.folder, problem))

    def _make_ready(self) -> None:
        drafts.make_folder(self.folder)
        if self._lock is None:
            self._lock = SessionLock(self.folder, self.session)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_DRAFT}"

    # ── what was left ────────────────────────────────────────────────────────────────────────────────────────────

    def left(self) -> tuple[list[LeftDraft], list[Unreadable]]:
        """The drafts on this database that nobody is at work on, the newest first; and files that cannot be read.

        A damaged file is set aside under a name that is never looked at again, and told of this once; one that
        cannot be read for another reason stays where it is, and is told of once in a session.
        """
        found: list[LeftDraft] = []
        unreadable: list[Unreadable] = []
        for name in self._of_ended_sessions():
            path = self.folder / name
            try:
                draft = drafts.read(path)
            except FileNotFoundError:
                continue  # saved or taken just now
            except UnreadableDraftError as problem:
                unreadable += self._set_aside(path, problem.reason, stays=problem.newer)
            except OSError as problem:
                unreadable += self._set_aside(path, problem.strerror or str(problem), stays=True)
            else:
                if draft.database == self.database:
                    found.append(LeftDraft(path, draft))
        found.sort(key=lambda each: (each.draft.written_at, each.path.name), reverse=True)
        return found, unreadable

    def _of_ended_sessions(self) -> list[str]:
        """The names of the drafts nobody has in hand; what ended sessions left beside them is cleared away."""
        try:
            names = sorted(entry.name for entry in os.scandir(self.folder))
        except OSError:
            return []
        sessions = {session_of(name) for name in names} - {self.session}
        live = {session for session in sessions if is_live(self.folder, session)}
        with self._news:
            in_hand = set(self._in_hand)
        loose = [name for name in names if name.endswith(_DRAFT) and not name.startswith(".")]
        kept = [name for name in loose if session_of(name) not in live and name.removesuffix(_DRAFT) not in in_hand]
        needed = {session_of(name) for name in loose} | {self.session} | live
        for name in names:
            session = session_of(name)
            of_nobody = is_lock(name) and not name.startswith(".") and session not in needed
            half_written = name.startswith(".") and session not in live | {self.session}
            if of_nobody or (half_written and name.endswith(".tmp")):
                _clear(self.folder / name)
        return kept

    def _set_aside(self, path: Path, reason: str, *, stays: bool) -> list[Unreadable]:
        if not stays:
            aside = path.with_name(path.name + _SET_ASIDE)
            try:
                path.rename(aside)
            except OSError:
                aside = path
            path = aside
        if str(path) in self._told:
            return []
        self._told.add(str(path))
        return [Unreadable(path, reason)]

    def take(self, left: LeftDraft) -> str:
        """Have a draft in hand that was left: its key from now on. Raises NotFoundError where another was quicker.

        Where the folder cannot be written the file stays as it is; that will be told with the first key.
        """
        if session_of(left.path.name) == self.session:
            key = left.path.name.removesuffix(_DRAFT)
            with self._news:
                self._in_hand.add(key)
            return key
        key = self.new()
        try:
            with self._disk:
                self._make_ready()
                left.path.rename(self._path(key))
        except FileNotFoundError:
            raise _gone() from None
        except OSError:
            return key
        return key

    def throw_away(self, left: LeftDraft) -> None:
        """Delete a draft that was left. Raises NotFoundError where somebody was quicker, NotKeptError."""
        try:
            with self._disk:
                left.path.unlink()
        except FileNotFoundError:
            raise _gone() from None
        except OSError as problem:
            raise NotKeptError(self.folder, problem) from None


def _gone() -> SalestuiError:
    return NotFoundError(_("this draft is no longer there"), _("another session has continued it, or thrown it away"))


def _clear(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return  # the next one will

"""The desk: one open database with the rules in force, the time, and who sits at it.

Opening it reads; the first command loads the ORM. Rules are adopted before the first read, so that everybody sees
the same clocks.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from salestui.config import Settings
from salestui.domain.rule_book_json import to_json
from salestui.domain.rules import RuleBook
from salestui.errors import NotFoundError, SettingsError, StoreError
from salestui.i18n import _, ids_by_label
from salestui.paths import Paths
from salestui.store import driver
from salestui.store.laws import StoredBook, stored_books
from salestui.store.reads import names
from salestui.store.reads.values import damage_hint

if TYPE_CHECKING:  # what only writing needs is imported where it is used
    from salestui.domain.clocks import Law
    from salestui.domain.fields import Reading
    from salestui.store.command import Work, Writer
    from salestui.store.keys import Keys


class _OpenFile:
    """The database as a desk has it open, with what is read of it once; without a file an empty one in memory."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self.stored = not driver.is_new(path)
        self.reader = driver.connect(path, write=False, patience_s=patience_s) if self.stored else driver.empty()
        # A journal is made beside the file: both must be writable.
        self.writable = self.stored and all(os.access(each, os.W_OK) for each in (path, path.parent))
        self.take(stored_books(self.reader))

    def take(self, books: tuple[StoredBook, ...]) -> None:
        """Keep the rule books of the file, as they stand by now."""
        self.books = books
        self.laws: tuple[Law, ...] | None = None  # made of them when first asked for


class Desk:
    """Open it with `open_desk`, close it when done (it is a context manager)."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        now: Callable[[], datetime],
        *,
        keys: "Keys | None" = None,
        patience_s: float = driver.DESK_PATIENCE_S,
    ) -> None:
        self._patience_s = patience_s
        self.paths = paths
        self.settings = settings
        self.now = now
        self.passed_over: set[int] = set()  # commands of mine that undo has told cannot be put back
        self._keys = keys
        self._writer: Writer | None = None
        self._opened = [_OpenFile(paths.database, patience_s)]  # the last is in use, one before may be read to its end

    # ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _file(self) -> _OpenFile:
        """The file. A desk opened before there was one looks again with each use, whoever may have made it (5 µs)."""
        if not self._opened[-1].stored:
            made = self._made_meanwhile()
            if made is not None:
                self._opened.append(made)
        return self._opened[-1]

    def _made_meanwhile(self) -> _OpenFile | None:
        """The file opened, once it is whole: with its schema, and with the rules that time it.

        What else lies there is no file yet; the first command waits for it, or says why it cannot be written.
        """
        path = self.paths.database
        try:
            if driver.is_new(path) or driver.check_ours(path) < driver.SCHEMA_VERSION:
                return None
            made = _OpenFile(path, self._patience_s)
        except StoreError:
            return None
        if made.books:
            return made
        made.reader.close()
        return None

    @property
    def reader(self) -> driver.Connection:
        """The connection that reads; not to be kept beyond what is read at once."""
        return self._file.reader

    @property
    def stored(self) -> bool:
        """Whether there is a file; else the desk reads an empty one, which the first command makes."""
        return self._file.stored

    @property
    def writable(self) -> bool:
        """Whether the file is there and can be written."""
        return self._file.writable

    @property
    def read_only(self) -> bool:
        """Whether the file is there and cannot be written; one not yet made is made by the first command."""
        return self.stored and not self.writable

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        for opened in self._opened:
            opened.reader.close()
        if self._writer is not None:
            self._writer.close()

    # ── the rules in force ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def book(self) -> RuleBook:
        """The rule book in force: the file's own; in a file not yet made, what the settings say."""
        books = self._file.books
        return books[-1].book if books else self.settings.rule_book

    @property
    def laws(self) -> "tuple[Law, ...]":
        """All rule books that were ever in force, ready for use."""
        file = self._file
        if file.laws is None:
            file.laws = _in_force(file.books or (StoredBook(self.now(), "", self.settings.rule_book),))
        return file.laws

    def laws_on(self, connection: driver.Connection) -> "tuple[Law, ...]":
        """As `laws`, once more from the file: another session may have changed the rules since this one looked."""
        if connection.execute("SELECT count(*) FROM rules_in_force").fetchone()[0] != len(self._file.books):
            self._file.take(stored_books(connection))  # rule books are only ever added
        return self.laws

    @property
    def law(self) -> "Law":
        """The rules in force now."""
        return self.laws[-1]

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone: days and periods are counted in it."""
        return ZoneInfo(self.book.calendar.time_zone)

    def book_differs(self) -> bool:
        """Whether the settings ask for other rules than the file is timed by, and may do so."""
        file = self._file
        if not file.stored or (file.books and to_json(self.settings.rule_book) == file.books[-1].text):
            return False
        return not file.books or self._settings_rule()

    def _settings_rule(self) -> bool:
        """Settings beside a shared file rule it; personal settings rule a file only its owner can write."""
        if self.settings.rules_from == self.paths.shared_settings:
            return True
        if not hasattr(os, "geteuid"):
            return True  # Windows: no such bits; not tested
        status = self.paths.database.stat()
        return status.st_uid == os.geteuid() and not status.st_mode & 0o022

    def adopt_rules(self) -> int:
        """Time the file by the rules of the settings from now on; returns how many clocks were made anew."""
        from salestui.domain.rule_book_json import fingerprint
        from salestui.store.derive import refresh_all_clocks
        from salestui.store.models import RulesInForce

        book, now, writer, file = self.settings.rule_book, self.now(), self.writer, self._file
        with writer.command("rules", actor=self.settings.owner, at=now, laws=self.laws_on) as work:
            since = max([now, *(stored.since for stored in file.books)])
            stored = StoredBook(since, to_json(book), book)
            ahead = _in_force((*file.books, stored))
            _check_reached(ahead[-1], now)
            work.add(RulesInForce, since=since, fingerprint=fingerprint(book), book=stored.text)
            clocks = work.derive(lambda connection: refresh_all_clocks(connection, ahead))
        file.take((*file.books, stored))
        return clocks

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def writer(self) -> "Writer":
        """The connection that writes; it makes the file where there is none, and loads the ORM."""
        from salestui.store.command import Writer

        if self._writer is None:
            if not self.stored:
                driver.create(self.paths.database)
                self._opened.append(_OpenFile(self.paths.database, self._patience_s))
            self._writer = Writer(self.paths.database, self._keys)
            if not self._file.books:
                self.adopt_rules()
        return self._writer

    @contextmanager
    def command(self, kind: str) -> "Iterator[Work]":
        """One action of the person at the desk; see `Writer.command`."""
        me, writer, now = self.settings.owner, self.writer, self.now()
        if me not in names.owners(self.reader):  # asked each time: adding an owner can be undone
            from salestui.store.people import ensure_owner

            # A command of its own: undoing my first action must not take me away.
            with writer.command("owner", actor=me, at=now, laws=self.laws_on) as work:
                ensure_owner(work, me)
        with writer.command(kind, actor=me, at=now, laws=self.laws_on) as work:
            yield work

    def is_empty(self) -> bool:
        """Whether there is no customer yet."""
        return self.reader.execute("SELECT 1 FROM customer LIMIT 1").fetchone() is None

    def data_version(self) -> int:
        """A number that changes when another connection has written (10 µs), or has made the file."""
        return int(self.reader.execute("PRAGMA data_version").fetchone()[0]) if self.stored else -1

    @property
    def damage(self) -> str:
        """What is to be said where a damaged record was left out of what was read; else empty. From any thread."""
        if not any(opened.reader.left_out for opened in self._opened):
            return ""
        return str(StoreError(_("damaged records are left out"), damage_hint()))

    def interrupt(self) -> None:
        """Have the query that is running raise in its own thread; may be called from another one."""
        self._opened[-1].reader.interrupt()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def reading(self, now: datetime | None = None) -> "Reading":
        """What the validators of fields have to know."""
        from salestui.domain.fields import Reading

        return Reading(now or self.now(), self.zone, self.settings.currency, ids_by_label)


def _check_reached(law: "Law", now: datetime) -> None:
    """Every limit is reached within the years that a calendar is searched. Raises SettingsError."""
    from salestui.domain.calendar import NoWorkingTimeError

    rules = law.rules
    for limit in (*rules.answer_within.values(), rules.urgent, rules.complex_solution, rules.written_within):
        try:
            law.calendar.add(now, limit)
        except NoWorkingTimeError:
            from salestui.domain.durations import format_duration

            raise SettingsError(
                _("a limit of {limit} is not reached in ten years of working time", limit=format_duration(limit)),
                _("shorten it in [rules], or open more in [clock]"),
            ) from None


def _in_force(books: Sequence[StoredBook]) -> "tuple[Law, ...]":
    from salestui.services.calendars import make_calendar
    from salestui.store.laws import laws

    return laws(books, make_calendar)


def open_desk(
    paths: Paths,
    settings: Settings,
    now: Callable[[], datetime],
    *,
    must_exist: bool = False,
    keys: "Keys | None" = None,
    patience_s: float = driver.DESK_PATIENCE_S,
) -> Desk:
    """Open the database of `paths`; a file not yet there is read as an empty one and made by the first command.

    `patience_s`: how long a read waits for somebody who writes. `must_exist`: the file was named, and a reader of a
    mistyped name would take it for an empty desk.
    Raises StoreError for a foreign or newer file, NotFoundError for one that is not there but must be.
    """
    if must_exist and not paths.database.exists():
        raise NotFoundError(
            _("there is no file {path}", path=paths.database),
            _("check the name; the first thing written, such as 'salestui add customer NAME', makes a new file"),
        )
    if not driver.is_new(paths.database) and driver.check_ours(paths.database) < driver.SCHEMA_VERSION:
        _bring_up_to_date(paths, settings, now())
    desk = Desk(paths, settings, now, keys=keys, patience_s=patience_s)
    if driver.version(desk.reader) < driver.SCHEMA_VERSION:
        # Somebody was killed in the midst of a migration: the header told of what the journal has since taken back.
        desk.close()
        _bring_up_to_date(paths, settings, now())
        desk = Desk(paths, settings, now, keys=keys, patience_s=patience_s)
    try:
        if desk.book_differs():
            desk.adopt_rules()
    except StoreError:
        if desk.writable:  # else it is read, and timed by the rules it holds
            desk.close()
            raise
    except BaseException:  # whatever it is passes on; nobody else could close what was just opened
        desk.close()
        raise
    return desk


def _bring_up_to_date(paths: Paths, settings: Settings, now: datetime) -> None:
    from salestui.store.migrate import migrate

    migrate(
        paths.database,
        paths.backups,
        actor=settings.owner,
        now=now,
        laws=lambda connection: _in_force(stored_books(connection)),
    )


def owners_of(desk: Desk) -> Sequence[str]:
    """Everybody who can own something: those in the file, and whoever sits at the desk."""
    return sorted({*names.owners(desk.reader), desk.settings.owner})

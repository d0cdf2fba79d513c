"""The desk: one open database with the rules in force, the time, and who sits at it.

Opening it reads; the first command loads the ORM. Rules are adopted before the first read, so that everybody sees
the same clocks.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
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

if TYPE_CHECKING:  # what only writing needs is imported where it is used
    from salestui.domain.clocks import Law
    from salestui.domain.fields import Reading
    from salestui.store.command import Work, Writer
    from salestui.store.keys import Keys


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
        self.reader = self._open_reader()
        self.stored = bool(self.reader.execute("PRAGMA database_list").fetchone()["file"])  # "": held in memory
        self.passed_over: set[int] = set()  # commands of mine that undo has told cannot be put back
        self._keys = keys
        self._writer: Writer | None = None
        self._books: tuple[StoredBook, ...] = stored_books(self.reader)
        self.writable = self._can_write()

    def _can_write(self) -> bool:
        """A journal is made beside the file: both must be writable."""
        files = (self.paths.database, self.paths.database.parent)
        return self.stored and all(os.access(path, os.W_OK) for path in files)

    @property
    def read_only(self) -> bool:
        """Whether the file is there and cannot be written; one not yet made is made by the first command."""
        return self.stored and not self.writable

    def _open_reader(self) -> driver.Connection:
        if driver.is_new(self.paths.database):
            return driver.empty()
        return driver.connect(self.paths.database, write=False, patience_s=self._patience_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.reader.close()
        if self._writer is not None:
            self._writer.close()

    # ── the rules in force ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def book(self) -> RuleBook:
        """The rule book in force: the file's own; in a file not yet made, what the settings say."""
        return self._books[-1].book if self._books else self.settings.rule_book

    @cached_property
    def laws(self) -> "tuple[Law, ...]":
        """All rule books that were ever in force, ready for use."""
        return _in_force(self._books or (StoredBook(self.now(), "", self.settings.rule_book),))

    def laws_on(self, connection: driver.Connection) -> "tuple[Law, ...]":
        """As `laws`, once more from the file: another session may have changed the rules since this one looked."""
        if connection.execute("SELECT count(*) FROM rules_in_force").fetchone()[0] != len(self._books):
            self._books = stored_books(connection)  # rule books are only ever added
            self._forget_laws()
        return self.laws

    def _forget_laws(self) -> None:
        for cached in ("laws", "zone"):
            self.__dict__.pop(cached, None)

    @property
    def law(self) -> "Law":
        """The rules in force now."""
        return self.laws[-1]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone: days and periods are counted in it."""
        return ZoneInfo(self.book.calendar.time_zone)

    def book_differs(self) -> bool:
        """Whether the settings ask for other rules than the file is timed by, and may do so."""
        if not self.stored or (self._books and to_json(self.settings.rule_book) == self._books[-1].text):
            return False
        return not self._books or self._settings_rule()

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

        book = self.settings.rule_book
        now = self.now()
        with self.writer.command("rules", actor=self.settings.owner, at=now, laws=self.laws_on) as work:
            since = max([now, *(stored.since for stored in self._books)])
            stored = StoredBook(since, to_json(book), book)
            ahead = _in_force((*self._books, stored))
            _check_reached(ahead[-1], now)
            work.add(RulesInForce, since=since, fingerprint=fingerprint(book), book=stored.text)
            clocks = work.derive(lambda connection: refresh_all_clocks(connection, ahead))
        self._books = (*self._books, stored)
        self._forget_laws()
        return clocks

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def writer(self) -> "Writer":
        """The connection that writes; it makes the file where there is none, and loads the ORM."""
        from salestui.store.command import Writer

        if self._writer is None:
            if not self.stored:
                driver.create(self.paths.database)
                self.stored = self.writable = True
                self.reader.close()
                self.reader = self._open_reader()
                self._books = stored_books(self.reader)
            self._writer = Writer(self.paths.database, self._keys)
            if not self._books:
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
        if not self.stored and not self._look_again():
            return -1
        return int(self.reader.execute("PRAGMA data_version").fetchone()[0])

    def _look_again(self) -> bool:
        """Open the file if somebody has made it since this desk was opened on nothing; True where that was so."""
        if self.stored or driver.is_new(self.paths.database):
            return False
        self.reader.close()
        self.reader = self._open_reader()
        self._books = stored_books(self.reader)
        self.stored = True
        self.writable = self._can_write()
        self._forget_laws()
        return True

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

"""SQLite's connections and cursors, made so that none of SQLite's errors goes any further.

Each is told as a StoreError, in a sentence that quotes neither a statement nor a cell, whether it was raised by a
statement or while rows are fetched.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Self

from salestui.errors import StoreError
from salestui.i18n import _

WRITE_PATIENCE_S = 30.0  # how long a writer waits for others before it is refused


class FileError(StoreError):
    """What SQLite raised; `reason` in its words, `busy` where another connection has the lock."""

    def __init__(self, problem: sqlite3.Error, *, write: bool) -> None:
        code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        # The general error quotes what it is about: what was looked for, the statement, a text that is no UTF-8.
        general = code == sqlite3.SQLITE_ERROR
        self.reason = getattr(problem, "sqlite_errorname", type(problem).__name__) if general else str(problem)
        self.busy = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        super().__init__(*(self._of_write() if write else self._of_read()))

    def _of_read(self) -> tuple[str, str]:
        message = _("the database could not be read: {reason}", reason=self.reason)
        return message, _("try again in a moment; nothing was changed")

    def _of_write(self) -> tuple[str, str]:
        if self.busy:
            seconds = round(WRITE_PATIENCE_S)
            message = _("somebody else has been writing to the database for {seconds} s", seconds=seconds)
            return message, _("nothing was saved; try again")
        message = _("the database could not be written: {reason}", reason=self.reason)
        return message, _("nothing was saved; check free space and write permission of the file and its folder")


class ConstraintError(FileError):
    """A row that a key or a constraint refuses."""

    def _of_write(self) -> tuple[str, str]:
        message = _("the values do not agree with each other: {reason}", reason=self.reason)
        return message, _("nothing was saved")


def _legible(text: bytes) -> str:
    return text.decode("utf-8", "replace")


class _Cursor(sqlite3.Cursor):
    """The one way to rows, whose errors are told, at whichever step. A text that is no UTF-8 shows U+FFFD in it."""

    connection: "Connection"

    def execute(self, sql: str, parameters: Any = (), /) -> Self:  # Any: as sqlite3 takes them
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error as problem:
            raise self._told(problem) from None

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        try:
            return super().executemany(sql, parameters)
        except sqlite3.Error as problem:
            raise self._told(problem) from None

    # A generator that calls C is as quick as C; through `__next__` a row costs a fifth more.
    def __iter__(self) -> Iterator[Any]:  # type: ignore[override] # sqlite3's gives the cursor itself
        fetch = super().__next__
        while True:
            try:
                row = fetch()
            except StopIteration:
                return
            except sqlite3.Error as problem:
                row = self._once_more(problem)
            yield row

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as problem:
            return self._once_more(problem)

    def fetchone(self) -> Any:
        return next(self, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(islice(self, self.arraysize if size is None else size))

    def fetchall(self) -> list[Any]:
        return list(self)

    def _once_more(self, problem: sqlite3.Error) -> Any:
        """The row that could not be fetched. Decoding is Python's, after the step: the cursor stands on the row still.

        A text factory of our own for all rows would make a page half as slow again.
        """
        if hasattr(problem, "sqlite_errorcode"):
            raise self._told(problem) from None
        self.connection.text_factory = _legible
        try:
            return super().__next__()
        except sqlite3.Error as again:
            raise self._told(again) from None
        finally:
            self.connection.text_factory = str

    def _told(self, problem: sqlite3.Error) -> FileError:
        kind = ConstraintError if isinstance(problem, sqlite3.IntegrityError) else FileError
        return kind(problem, write=self.connection.writes)


class Connection(sqlite3.Connection):
    """A connection whose statements all go through cursors of ours."""

    writes = False
    left_out = False  # whether a record was left out that no value could be made of

    def cursor(self, factory: Any = _Cursor) -> Any:  # Any: as sqlite3 has it
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        return super().cursor(_Cursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> _Cursor:
        return super().cursor(_Cursor).executemany(sql, parameters)


class Writing(Connection):
    """A connection that writes: what goes wrong is told of the command, of which nothing is kept."""

    writes = True

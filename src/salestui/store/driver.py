"""The only door to sqlite3: opening, making and checking the file, and how its connections are set.

Nothing is written before the file has proved to be ours; a foreign file or a newer schema is refused untouched.
"""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from salestui.errors import StoreError
from salestui.i18n import _
from salestui.store.cursors import WRITE_PATIENCE_S, FileError, Writing
from salestui.store.cursors import Connection as Connection  # what everybody else is given

Row = sqlite3.Row

APPLICATION_ID = 0x53544549  # "STEI", in the header's bytes 68–71

READ_PATIENCE_S = 0.25  # a page read gives up soon: the screen keeps painting what it has
DESK_PATIENCE_S = 10.0  # what a person has asked for waits until the others have committed

REVISIONS = Path(__file__).parent / "migrations" / "versions"

_JOURNAL_SIGN = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # sqlite.org/fileformat2.html, "The Rollback Journal"


def revisions(folder: Path = REVISIONS) -> dict[int, Path]:
    """The migrations in `folder`, oldest first, by the schema that each makes: NNNN_name.sql, or .py."""
    files = (file for file in folder.iterdir() if file.suffix in (".sql", ".py"))
    return dict(sorted((int(file.name[:4]), file) for file in files))


SCHEMA_VERSION = max(revisions())  # user_version, bytes 60–63; looking into the folder takes 40 µs


def _journal_mode() -> str:
    """WAL only where the library is free of the WAL-reset defect (sqlite.org: fixed in 3.44.6, 3.50.7, 3.51.3)."""
    version = sqlite3.sqlite_version_info
    safe = (
        (version[:2] == (3, 44) and version >= (3, 44, 6))
        or (version[:2] == (3, 50) and version >= (3, 50, 7))
        or (version >= (3, 51, 3) and version != (3, 52, 0))
    )
    return "wal" if safe else "truncate"


def _uri(path: Path, query: str) -> str:
    return f"{path.absolute().as_uri()}?{query}"  # as_uri quotes ?, # and %


def header(path: Path) -> tuple[int, int]:
    """(application_id, user_version) of the file as it lies there; never writes, also beside a hot journal.

    `immutable=1` reads page 1 without locks and without rolling a journal back. Raises StoreError where the
    file is no SQLite database or cannot be read.
    """
    try:
        connection = sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True)
        try:
            # A process killed in the midst of a commit leaves a header that counts more pages than the file has yet:
            # the journal takes that back. Without this it is "malformed", and nobody would get so far as to open it.
            connection.execute("PRAGMA writable_schema = ON")
            return (
                connection.execute("PRAGMA application_id").fetchone()[0],
                connection.execute("PRAGMA user_version").fetchone()[0],
            )
        finally:
            connection.close()
    except sqlite3.DatabaseError as problem:
        raise _unreadable(path, str(problem)) from None


def _unreadable(path: Path, reason: str) -> StoreError:
    return StoreError(
        _("{path} cannot be opened: {reason}", path=path, reason=reason),
        _("name a salestui database with --db, or a new file in a folder you can write"),
    )


def check_ours(path: Path) -> int:
    """The schema version of the file at `path`; refuses a foreign file and a newer schema without touching them."""
    application_id, version = header(path)
    if application_id != APPLICATION_ID:
        raise StoreError(
            _("{path} is not a salestui database", path=path),
            _("name another file with --db; this one was not touched"),
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            _(
                "{path} was written by a newer salestui (schema {found}, this one knows {known})",
                path=path,
                found=version,
                known=SCHEMA_VERSION,
            ),
            _("update salestui; the file was not touched"),
        )
    return version


def version(connection: Connection) -> int:
    """The schema version as SQLite sees it: a journal rolled back, a WAL read, which `header` knows nothing of."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: Connection) -> None:
    """Refuse to write in today's form to a file that a newer program has changed since it was opened.

    Inside the transaction that is going to write; rolls it back where it refuses.
    """
    found = version(connection)
    if found == SCHEMA_VERSION:
        return
    connection.execute("ROLLBACK")
    raise _other_schema(found)


def _other_schema(found: int) -> StoreError:
    return StoreError(
        _("the file has schema {found} by now, this salestui writes {known}", found=found, known=SCHEMA_VERSION),
        _("nothing was saved; close salestui, update it and open the file again"),
    )


def settle(connection: Connection) -> None:
    """Write what a WAL holds into the file: other programs read its schema from the header alone.

    Waits for readers as long as a writer does; one that stays longer leaves it to whoever opens the file next.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # in other modes it does nothing


def attach(connection: Connection, path: Path, name: str) -> None:
    """Let `connection` read a file that nobody writes, under `name`; until it is closed."""
    connection.execute(f"ATTACH ? AS {name}", (_uri(path, "mode=ro&immutable=1"),))


def is_new(path: Path) -> bool:
    """Nothing there yet; or an empty file, made ready for sharing (0660 in a setgid folder); or one just being made.

    A file whose making was cut short has pages and a journal that takes all of them back: it is as good as empty.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return True
    except OSError as problem:
        raise _unreadable(path, problem.strerror or "") from None
    pages = _pages_before(Path(f"{path}-journal"))
    return not pages if size == 0 else pages == 0


def _pages_before(journal: Path) -> int | None:
    """How many pages the database had before the transaction that `journal` takes back; None without one.

    A database that had pages may get back what an emptied file has lost.
    """
    try:
        with journal.open("rb") as file:  # only the database itself must not be opened beside SQLite
            start = file.read(20)
    except FileNotFoundError:
        return None
    return int.from_bytes(start[16:20]) if start.startswith(_JOURNAL_SIGN) else None


def create(path: Path) -> None:
    """Make the file with the whole schema in one transaction; a second process that does the same is waited for.

    Raises StoreError where something else has come to lie there meanwhile, or a file of an older schema.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as problem:
        raise _unreadable(path, problem.strerror or "") from None
    connection = connect(path, write=True)
    try:
        begin(connection)
        if connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema)").fetchone()[0]:
            connection.execute("ROLLBACK")
            found = check_ours(path)
            if found != SCHEMA_VERSION:
                raise _other_schema(found)
            return
        for statement in schema_statements():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
        connection.execute("COMMIT")
        # Only now: a header that lay in the WAL would not be seen by whoever opens the file next.
        _set_journal_mode(connection)
    finally:
        connection.close()


def empty() -> Connection:
    """A reader of a desk that has nothing yet, held in memory: reading a name never makes a file."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    connection.row_factory = sqlite3.Row
    for statement in schema_statements():
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
    return connection


def schema_statements() -> list[str]:
    """The statements of the shipped schema.sql, which is generated from the models."""
    return statements(Path(__file__).with_name("schema.sql"))


def statements(file: Path) -> list[str]:
    """The statements of an SQL file of ours, where each ends with `;` and an empty line."""
    text = file.read_text(encoding="utf-8")
    return [statement for part in text.split(";\n\n") if (statement := part.strip())]


def _set_journal_mode(connection: Connection) -> None:
    """Once, when the file is made. The first switch races between processes, so it is tried again."""
    deadline = time.monotonic() + WRITE_PATIENCE_S
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {_journal_mode()}")
        except FileError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _keep_out_of_wal(connection: Connection) -> None:
    """Where WAL is not safe: TRUNCATE for this connection (no file remembers it), and a WAL file is converted.

    A WAL file that somebody else has open stays one.
    """
    if _journal_mode() == "wal":
        return
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    with suppress(FileError):  # others have it open
        connection.execute(f"PRAGMA journal_mode = {_journal_mode()}")
    connection.execute(f"PRAGMA busy_timeout = {patience:d}")


def connect(path: Path, *, write: bool, any_thread: bool = False, patience_s: float = READ_PATIENCE_S) -> Connection:
    """A connection set as the design asks; `write` False sets query_only. A reader waits for others `patience_s`.

    Readers open read-write too, since only such a connection can roll back the journal of a killed writer;
    where the file cannot be written, they open read-only.
    """
    mode = "rw" if write or os.access(path, os.W_OK) else "ro"
    try:
        connection = sqlite3.connect(
            _uri(path, f"mode={mode}"),
            uri=True,
            isolation_level=None,
            check_same_thread=not any_thread,
            timeout=10.0 if write else patience_s,
            factory=Writing if write else Connection,
        )
    except sqlite3.Error as problem:
        raise _unreadable(path, str(problem)) from None
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if write:
            connection.execute("PRAGMA synchronous = FULL")
            _keep_out_of_wal(connection)
            # A large command stays in memory until it commits: spilling takes the lock that readers wait for.
            connection.execute("PRAGMA cache_spill = OFF")
        else:
            connection.execute("PRAGMA query_only = ON")
    except FileError as problem:
        connection.close()
        raise _unreadable(path, problem.reason) from None
    connection.row_factory = sqlite3.Row
    return connection


def copy(source: Path, target: Path, *, pages: int) -> None:
    """Copy a database into an empty file, `pages` at a time; what others write meanwhile starts it over."""
    reader, writer = connect(source, write=False), sqlite3.connect(_uri(target, "mode=rw"), uri=True)
    try:
        reader.backup(writer, pages=pages)
    except sqlite3.Error as problem:
        raise _unreadable(target, str(problem)) from None
    finally:
        reader.close()
        writer.close()


def integrity(path: Path) -> str | None:
    """What is wrong with the file, cell by cell; None where nothing is. An empty file is no database."""
    if header(path)[0] != APPLICATION_ID:
        return _("{path} is not a salestui database", path=path)
    connection = connect(path, write=False)
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        return None if found == "ok" else str(found)
    finally:
        connection.close()


def begin(connection: Connection) -> None:
    """BEGIN IMMEDIATE: take the write lock first, so that no read inside can be stale and no upgrade is refused."""
    deadline = time.monotonic() + WRITE_PATIENCE_S
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except FileError as problem:
            if not problem.busy or time.monotonic() > deadline:
                raise
        else:
            return

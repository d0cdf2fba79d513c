"""Desks on real files for the tests of the store: paths, settings, a clock that is moved by hand, and the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from salestui.config import Settings
from salestui.domain.rules import RuleBook
from salestui.paths import Paths
from salestui.services.calendars import make_calendar
from salestui.services.desk import Desk, open_desk
from salestui.store import driver
from salestui.store.derive import refresh_everything
from salestui.store.laws import laws, stored_books
from salestui.store.log import Stored, as_stored, folded
from salestui.store.models import MODELS

Tables = dict[str, dict[str, dict[str, Stored]]]

START = datetime(2024, 5, 13, 1, 0, tzinfo=UTC)  # a Monday

_CLOCK = """
    SELECT kind, subject_id, step, ref, rule, customer_id, owner, grade, time_limit, started_at, soon_at, due_at,
           due_before_regrade, stopped_at, outcome
    FROM clock ORDER BY kind, subject_id, step"""
_WARNING = """
    SELECT customer_id, kind, owner, grade, begins_at, score_before, score, counted_from, rhythm, complaints, ref
    FROM warning ORDER BY customer_id, kind"""
_LINE = """
    SELECT customer_id, code, name, grade, segment, care, stage, owner, region, industry, created_at, archived_at,
           last_contact, next_due, tagged
    FROM customer_line ORDER BY customer_id"""
_GRAMS = """
    SELECT term, customer_id FROM temp.gram LEFT JOIN customer_line ON n = doc ORDER BY term, customer_id"""
_TEXTS = """
    SELECT entity, record_id, body FROM text_key LEFT JOIN text_search ON text_search.rowid = n
    ORDER BY entity, record_id"""


class Clock:
    """The time as the test says; stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.time = now

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: float) -> None:
        """Move on, by what `timedelta` takes."""
        self.time += timedelta(**by)


def paths_in(folder: Path, database: str = "desk.db") -> Paths:
    """All files of a desk inside `folder`."""
    return Paths(
        config_file=folder / "config.toml",
        shared_settings=folder / "salestui.toml",
        database=folder / database,
        drafts=folder / "drafts",
        backups=folder / "backups",
        logs=folder / "logs",
    )


def settings_of(owner: str, book: RuleBook | None = None) -> Settings:
    """What the settings of `owner` say; the rules are the default ones."""
    return Settings(
        language="en",
        owner=owner,
        currency="CNY",
        rule_book=book or RuleBook(),
        keys={},
        rules_from=None,
        sources={},
    )


def desk_on(database: Path, owner: str = "Li", *, now: Clock | None = None, book: RuleBook | None = None) -> Desk:
    """`owner` sits down at `database`, as a process of their own would."""
    return open_desk(paths_in(database.parent, database.name), settings_of(owner, book), now or Clock())


def logged_tables(connection: driver.Connection) -> Tables:
    """Every logged table as it stands; empty ones are left out, as the fold of the log leaves them out."""
    tables = {entity: as_stored(connection, entity) for entity in MODELS}
    return {entity: table for entity, table in tables.items() if table}


def folded_tables(connection: driver.Connection) -> Tables:
    """The logged tables as the change log alone tells them."""
    return {entity: table for entity, table in folded(connection).items() if table}


def derived_tables(connection: driver.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Clocks, warnings, the daily roll-up, search texts and the full-text index, by their keys."""
    queries = {
        "clock": _CLOCK,
        "warning": _WARNING,
        "customer_order": "SELECT * FROM customer_order ORDER BY customer_id, place",
        "customer_score": "SELECT * FROM customer_score ORDER BY customer_id, place",
        "deal_open": "SELECT * FROM deal_open ORDER BY deal_id, opened_at",
        "daily": "SELECT figure, day, owner, part, n FROM daily ORDER BY figure, day, owner, part",
        "customer_search": "SELECT customer_id, text FROM customer_search ORDER BY customer_id",
        "customer_line": _LINE,
        "customer_grams": _GRAMS,
        "text_search": _TEXTS,
        "text_search rows": "SELECT count(*) FROM text_search",
    }
    with pieces_of_texts(connection):
        return {name: [tuple(row) for row in connection.execute(query)] for name, query in queries.items()}


@contextmanager
def pieces_of_texts(connection: driver.Connection) -> Iterator[None]:
    """Lets the index of the search texts be read, as `temp.gram` (term, doc), a reader's too."""
    read_only = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("CREATE VIRTUAL TABLE temp.gram USING fts5vocab ('main', 'customer_grams', 'instance')")
    yield
    connection.execute("DROP TABLE temp.gram")
    connection.execute(f"PRAGMA query_only = {read_only:d}")


def assert_log_tells_the_tables(connection: driver.Connection) -> None:
    """The fold of the change log equals the tables."""
    assert folded_tables(connection) == logged_tables(connection)


def assert_derived_follow_from_facts(connection: driver.Connection) -> None:
    """What every command kept up to date equals what is made from nothing. Needs a writing connection."""
    kept = derived_tables(connection)
    driver.begin(connection)
    try:
        refresh_everything(connection, laws(stored_books(connection), make_calendar))
        made = derived_tables(connection)
    finally:
        connection.execute("ROLLBACK")
    assert kept == made


def assert_sound(connection: driver.Connection) -> None:
    """SQLite finds nothing wrong with the file, its references and its full-text index."""
    assert [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT count(*) FROM command").fetchone()[0] == last_seq(connection)  # no gaps


def last_seq(connection: driver.Connection) -> int:
    """The place of the newest command in the log."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM command").fetchone()[0])

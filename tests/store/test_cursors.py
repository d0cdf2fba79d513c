"""Whatever SQLite raises, and at whichever step, is told in one line that quotes nothing; a bad byte hides no row."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from salestui.errors import StoreError
from salestui.store import driver
from salestui.store.cursors import ConstraintError, FileError
from salestui.store.engine import engine_on

CUSTOMER = "精工制造 138 0013 8000"
_ROWS = "SELECT value FROM held ORDER BY n"

Fetch = Callable[[sqlite3.Cursor], list[object]]

FETCHES: dict[str, Fetch] = {
    "for": lambda cursor: [row[0] for row in cursor],
    "next": lambda cursor: [next(cursor)[0] for _row in range(3)],
    "fetchone": lambda cursor: [row[0] for row in iter(cursor.fetchone, None)],
    "fetchmany": lambda cursor: [row[0] for rows in iter(lambda: cursor.fetchmany(2), []) for row in rows],
    "fetchall": lambda cursor: [row[0] for row in cursor.fetchall()],
}


@pytest.fixture(params=[False, True], ids=["reader", "writer"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[driver.Connection]:
    """A connection on a file of three texts, of which the second is no UTF-8."""
    path = tmp_path / "held.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("CREATE TABLE held (n INTEGER PRIMARY KEY, value TEXT NOT NULL)")
        plain.execute("INSERT INTO held VALUES (1, 'before'), (2, CAST(x'e6b5b7ff' AS TEXT)), (3, 'after')")
    with closing(driver.connect(path, write=request.param)) as opened:
        yield opened


@pytest.mark.parametrize("fetch", FETCHES.values(), ids=FETCHES)
def test_a_text_that_is_no_utf_8_shows_so_among_the_others(connection: driver.Connection, fetch: Fetch) -> None:
    assert fetch(connection.execute(_ROWS)) == ["before", "海\ufffd", "after"]
    assert connection.text_factory is str  # the next row is read as quickly as ever


def test_the_orm_sees_the_rows_too(connection: driver.Connection) -> None:
    with engine_on(connection).connect() as bound:
        assert [row[0] for row in bound.exec_driver_sql(_ROWS)] == ["before", "海\ufffd", "after"]


FAULTS: dict[str, Callable[[driver.Connection], object]] = {
    "a statement": lambda connection: connection.execute(f"SELECT * FROM held WHERE '{CUSTOMER}"),
    "many": lambda connection: connection.executemany("INSERT INTO nowhere VALUES (?)", [(CUSTOMER,)]),
    "a row, later": lambda connection: [
        *connection.execute("SELECT json(value) FROM (SELECT '1' AS value UNION ALL VALUES (:it))", {"it": CUSTOMER})
    ],
    "a row, one": lambda connection: connection.execute("SELECT json(:it)", {"it": CUSTOMER}).fetchone(),
    "all rows": lambda connection: connection.execute(
        "SELECT json(value) FROM (SELECT '1' AS value UNION ALL VALUES (:it))", {"it": CUSTOMER}
    ).fetchall(),
    "a parameter": lambda connection: connection.execute("SELECT :it", {"it": [CUSTOMER]}),
    "a cursor": lambda connection: connection.cursor().execute(f"SELECT {CUSTOMER}"),
    "a cursor closed": lambda connection: _closed(connection).fetchall(),
    "the orm": lambda connection: engine_on(connection).connect().exec_driver_sql("SELECT json(?)", (CUSTOMER,)).all(),
}


def _closed(connection: driver.Connection) -> sqlite3.Cursor:
    cursor = connection.execute(_ROWS)
    cursor.close()
    return cursor


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_error_is_told_in_one_line_that_quotes_nothing(
    connection: driver.Connection, fault: Callable[[driver.Connection], object]
) -> None:
    with pytest.raises(StoreError) as told:
        fault(connection)
    assert "\n" not in str(told.value)
    for text in (str(told.value), repr(told.value), repr(told.value.__cause__)):
        assert "精工" not in text
        assert "8000" not in text
    assert told.value.__suppress_context__


def test_what_a_constraint_refuses_is_told_with_its_name(connection: driver.Connection) -> None:
    connection.execute("PRAGMA query_only = OFF")
    with pytest.raises(ConstraintError, match=r"held\.value"):
        connection.execute("INSERT INTO held VALUES (4, NULL)")


def test_a_file_in_use_is_told_as_busy(connection: driver.Connection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "held.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(FileError) as told:
            connection.execute(_ROWS)
    assert told.value.busy

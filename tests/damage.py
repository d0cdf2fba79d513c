"""Damages cells of a file past the program: values that SQLite keeps and no field can hold."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

BAD_TEXT = b"Secret\xff"  # no UTF-8; never to be told where something goes wrong


class Column(NamedTuple):
    """A column of a table."""

    table: str
    name: str
    type: str


def columns(database: Path) -> list[Column]:
    """Every column of the file, but those of the tables that full text search keeps for itself."""
    with closing(sqlite3.connect(database)) as connection:
        return [
            Column(*row)
            for row in connection.execute(
                "SELECT found.name, held.name, held.type FROM pragma_table_list AS found"
                " JOIN pragma_table_info(found.name) AS held"
                " WHERE found.type = 'table' AND found.name NOT LIKE 'sqlite_%' ORDER BY found.name, held.cid"
            )
        ]


def spoil(database: Path, column: Column, value: object, *, row: int = 0) -> bool:
    """Put `value` into a cell of the row at place `row`, counted round; False where it cannot lie there.

    BAD_TEXT becomes a text. The table may be empty, the column a key that is unique, or a whole number for good.
    """
    table, name, _type = column
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if value is None:
            _let_be_null(connection, table)
        info = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk", (table,)).fetchall()
        keys = ", ".join(f'"{key}"' for (key,) in info) or "rowid"
        (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        try:
            done = connection.execute(
                f'UPDATE "{table}" SET "{name}" = {"CAST(:value AS TEXT)" if value is BAD_TEXT else ":value"}'
                f' WHERE ({keys}) = (SELECT {keys} FROM "{table}" ORDER BY {keys} LIMIT 1 OFFSET :row)',
                {"value": value, "row": row % max(count, 1)},
            )
        except sqlite3.IntegrityError:
            return False
        return done.rowcount == 1


def _let_be_null(connection: sqlite3.Connection, table: str) -> None:
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    sql = re.sub(r"(TEXT|INTEGER|FLOAT|BOOLEAN) NOT NULL", r"\1", sql)
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
    connection.execute("PRAGMA writable_schema = RESET")

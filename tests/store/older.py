"""Files as an older salestui left them: the facts, the log and the derived tables of a desk, in the schema of then."""

from contextlib import closing
from pathlib import Path

from salestui.store import driver

_SHADOWS = "text_search_"  # what FTS5 keeps beside its table


def schema_1(today: Path, path: Path) -> Path:
    """Make `path` a file of schema 1 with what the file `today` holds, as far as that schema has a place for it."""
    path.touch(mode=0o600)
    with closing(driver.connect(path, write=True)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ATTACH ? AS today", (str(today),))
        driver.begin(connection)
        for statement in driver.statements(driver.revisions()[1]):
            connection.execute(statement)
        for table in _tables(connection):
            columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))]
            listed = ", ".join(f'"{name}"' for name in (("rowid", *columns) if table == "text_search" else columns))
            connection.execute(f'INSERT INTO main."{table}" ({listed}) SELECT {listed} FROM today."{table}"')
        connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID:d}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("COMMIT")
    return path


def _tables(connection: driver.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
    return [row[0] for row in rows if not row[0].startswith(_SHADOWS)]

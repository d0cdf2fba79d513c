"""What a migration changed in records, found by comparing the file with the backup made just before.

Logged like any other command, it lets the change log be folded from its first line in whatever schema the file has,
without a copy of everything in the log. A migration that only adds tables or empty columns changes no record.
"""

from collections.abc import Iterator
from pathlib import Path

from salestui.store import driver
from salestui.store.driver import Connection, Row
from salestui.store.log import Change, Fields, Operation
from salestui.store.models import MODELS, metadata


def differences(connection: Connection, before: Path) -> Iterator[Change]:
    """Every record that differs from the file `before`, parents first; asked inside the migration's transaction."""
    driver.attach(connection, before, "before")
    for entity in _entities(connection):
        columns, old_columns = _columns(connection, "main", entity), _columns(connection, "before", entity)
        if not old_columns:
            yield from (_made(entity, row) for row in connection.execute(f'SELECT * FROM main."{entity}"'))
        elif not columns:
            yield from (_gone(entity, row) for row in connection.execute(f'SELECT * FROM before."{entity}"'))
        else:
            yield from _table(connection, entity, columns, old_columns)


def _entities(connection: Connection) -> list[str]:
    """The logged tables of today, parents first, then those that only the log still knows."""
    today = [table.name for table in metadata.sorted_tables if table.name in MODELS]
    logged = [row[0] for row in connection.execute("SELECT DISTINCT entity FROM main.change ORDER BY entity")]
    return [*today, *(entity for entity in logged if entity not in MODELS)]


def _columns(connection: Connection, schema: str, entity: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, ?)", (entity, schema))]


def _table(connection: Connection, entity: str, columns: list[str], old_columns: list[str]) -> Iterator[Change]:
    names = list(dict.fromkeys((*columns, *old_columns)))
    old = [f'old."{name}"' if name in old_columns else "NULL" for name in names]
    new = [f'new."{name}"' if name in columns else "NULL" for name in names]
    differs = " OR ".join(f"{one} IS NOT {other}" for one, other in zip(old, new, strict=True))
    both = f'FROM main."{entity}" AS new JOIN before."{entity}" AS old ON old.id = new.id WHERE {differs}'
    for row in connection.execute(f"SELECT new.id, {', '.join((*old, *new))} {both}"):
        pairs = zip(names, row[1 : len(names) + 1], row[len(names) + 1 :], strict=True)
        yield Change(entity, row[0], Operation.UPDATE, {name: (was, is_) for name, was, is_ in pairs if was != is_})
    alone = 'SELECT * FROM {one}."{entity}" WHERE id NOT IN (SELECT id FROM {other}."{entity}")'
    for row in connection.execute(alone.format(one="before", other="main", entity=entity)):
        yield _gone(entity, row)
    for row in connection.execute(alone.format(one="main", other="before", entity=entity)):
        yield _made(entity, row)


def _made(entity: str, row: Row) -> Change:
    fields: Fields = {name: (None, row[name]) for name in row.keys() if row[name] is not None}
    return Change(entity, row["id"], Operation.INSERT, fields)


def _gone(entity: str, row: Row) -> Change:
    fields: Fields = {name: (row[name], None) for name in row.keys() if row[name] is not None}
    return Change(entity, row["id"], Operation.DELETE, fields)

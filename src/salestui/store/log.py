"""The change log: one row a record touched, `{column: [old, new]}` in stored form; read as history, folded as proof.

Order is by sequence, never by time. Nothing here needs the ORM: `history` and undo's choice are reads.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from salestui.domain.instants import from_ms
from salestui.domain.records import parts_of
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import readable, understood

Stored = str | int | float | None  # what SQLite gives back
Fields = dict[str, tuple[Stored, Stored]]


class Operation(StrEnum):
    """What happened to a record."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Change(NamedTuple):
    """One record touched by one command."""

    entity: str
    record_id: str
    operation: Operation
    fields: Fields


def merged(first: Change, then: Change) -> Change | None:
    """Two changes of one record in one command, as one; None where nothing is left of them."""
    before = {name: pair[0] for name, pair in then.fields.items()}
    before.update({name: pair[0] for name, pair in first.fields.items()})
    after = {name: pair[1] for name, pair in first.fields.items()}
    after.update({name: pair[1] for name, pair in then.fields.items()})
    fields = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    born, gone = first.operation is Operation.INSERT, then.operation is Operation.DELETE
    if (born and gone) or not fields:
        return None
    operation = Operation.INSERT if born else Operation.DELETE if gone else Operation.UPDATE
    return Change(first.entity, first.record_id, operation, fields)


def append(connection: Connection, seq: int, changes: Iterable[Change]) -> None:
    """Write down what the command at `seq` did."""
    connection.executemany(
        "INSERT INTO change (command_seq, entity, record_id, operation, fields) VALUES (?, ?, ?, ?, ?)",
        (
            (seq, change.entity, change.record_id, change.operation, json.dumps(change.fields, ensure_ascii=False))
            for change in changes
        ),
    )


UNDO, REDO = "undo", "redo"
# Settings and schema are put back where they are made; tasks that a series calls for would be made again at once.
NOT_UNDOABLE = ("rules", "owner", "migrate", "make_tasks")


def changes_of(connection: Connection, seq: int) -> list[Change]:
    """What the command at `seq` did, parents before their children."""
    rows = connection.execute(
        "SELECT entity, record_id, operation, fields FROM change WHERE command_seq = ? ORDER BY seq", (seq,)
    )
    return readable(connection, rows, _change)


def _change(row: Row) -> Change:
    fields: Fields = {name: (old, new) for name, (old, new) in dict(json.loads(row["fields"])).items()}
    return Change(row["entity"], row["record_id"], Operation(row["operation"]), fields)


def undoables(connection: Connection, actor: str) -> Iterator[int]:
    """The commands of `actor` that are in effect and can be undone, the last first."""
    rows = connection.execute(
        "SELECT seq FROM command WHERE actor = ? AND undone_by IS NULL AND undoes IS NULL"
        " AND EXISTS (SELECT 1 FROM change WHERE command_seq = command.seq)"  # else undo would stay stuck there
        " AND kind NOT IN ('rules', 'owner', 'migrate', 'make_tasks')"
        " AND seq > (SELECT coalesce(max(seq), 0) FROM command WHERE kind = 'migrate') ORDER BY seq DESC",
        (actor,),
    )
    return (int(row["seq"]) for row in rows)


def redoable(connection: Connection, actor: str) -> int | None:
    """The last undo of `actor` still in effect, unless something new has been done since."""
    row = connection.execute(
        "SELECT max(seq) FROM command WHERE actor = :actor AND kind = 'undo' AND undone_by IS NULL"
        " AND seq > (SELECT coalesce(max(seq), 0) FROM command"
        " WHERE (actor = :actor AND undoes IS NULL AND kind NOT IN ('rules', 'owner', 'make_tasks')"
        " AND EXISTS (SELECT 1 FROM change WHERE command_seq = command.seq)) OR kind = 'migrate')",
        {"actor": actor},
    ).fetchone()
    return None if row[0] is None else int(row[0])


def folded(connection: Connection) -> dict[str, dict[str, dict[str, Stored]]]:
    """The logged tables as the change log alone tells them: entity → id → columns that are not null.

    A migration is a command as well, and logs what it changed in records: the fold runs on through it, and ends in the
    columns of today.
    """
    tables: dict[str, dict[str, dict[str, Stored]]] = {}
    for row in connection.execute("SELECT entity, record_id, operation, fields FROM change ORDER BY seq"):
        change = _change(row)
        table = tables.setdefault(change.entity, {})
        if change.operation is Operation.DELETE:
            del table[change.record_id]
            continue
        record = table.setdefault(change.record_id, {})
        for name, (_old, new) in change.fields.items():
            if new is None:
                record.pop(name, None)
            else:
                record[name] = new
    return tables


def as_stored(connection: Connection, entity: str) -> dict[str, dict[str, Stored]]:
    """A table as it stands, in the form of `folded`."""
    rows = connection.execute(f'SELECT * FROM "{entity}"')
    return {row["id"]: {name: row[name] for name in row.keys() if row[name] is not None} for row in rows}


def newest_key(connection: Connection) -> str | None:
    """The highest key among the records made last; None in a file without any."""
    row = connection.execute(
        "SELECT max(record_id) FROM change WHERE operation = 'insert' AND command_seq ="
        " (SELECT command_seq FROM change WHERE operation = 'insert' ORDER BY seq DESC LIMIT 1)"
    ).fetchone()
    return None if row[0] is None else str(row[0])


class Entry(NamedTuple):
    """A line of the history: what somebody did, when. `changes` are its records."""

    seq: int
    kind: str
    actor: str
    at: datetime
    subject: str | None
    undoes: int | None
    undone_by: int | None
    changes: tuple[Change, ...]


def entries(connection: Connection, *, records: Sequence[str] | None, limit: int) -> list[Entry]:
    """The newest `limit` commands first; with `records` (ids) only those that touched one of them."""
    if records is None:
        found = connection.execute("SELECT * FROM command ORDER BY seq DESC LIMIT ?", (limit,)).fetchall()
    else:
        found = connection.execute(
            "SELECT * FROM command WHERE seq IN (SELECT command_seq FROM change"
            " WHERE record_id IN (SELECT value FROM json_each(?))) ORDER BY seq DESC LIMIT ?",
            (json.dumps(records), limit),
        ).fetchall()
    return readable(connection, found, lambda row: _entry(connection, row))


def entry(connection: Connection, seq: int) -> Entry | None:
    """The command at `seq`."""
    row = connection.execute("SELECT * FROM command WHERE seq = ?", (seq,)).fetchone()
    with understood():
        return None if row is None else _entry(connection, row)


def _entry(connection: Connection, row: Row) -> Entry:
    return Entry(
        seq=row["seq"],
        kind=row["kind"],
        actor=row["actor"],
        at=from_ms(row["at"]),
        subject=row["subject"],
        undoes=row["undoes"],
        undone_by=row["undone_by"],
        changes=tuple(changes_of(connection, row["seq"])),
    )


def checkpoint(connection: Connection) -> int:
    """The last migration's place in the log: undo does not cross it."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM command WHERE kind = 'migrate'").fetchone()[0])


def belonging(connection: Connection, entity: str, key: str) -> list[str]:
    """The key of a record, and those of everything that is a part of it, through whatever stands between."""
    parts = list(_parts(entity, ":key"))
    if not parts:
        return [key]
    return [key, *(row[0] for row in connection.execute(" UNION ALL ".join(parts), {"key": key}))]


def _parts(entity: str, keys: str) -> Iterator[str]:
    """Queries for the keys of the parts of the records of `entity` whose keys the query `keys` gives."""
    for part in parts_of(entity):
        found = f"SELECT id FROM {part.id} WHERE {part.part_column} IN ({keys})"
        yield found
        if part.id != entity:
            yield from _parts(part.id, found)

"""Who changed which field of a record since a place in the change log. A few rows by index, however long the log is."""

import json
from datetime import datetime

from salestui.domain.instants import from_ms
from salestui.domain.records import RECORDS, Kind, parts_of
from salestui.errors import GoneError
from salestui.i18n import _
from salestui.store.driver import Connection
from salestui.store.reads.records import columns_of
from salestui.store.reads.values import understood

# A promise that is withdrawn is no longer the next date.
_WITHDRAWN = {"promise": {"withdrawn_at": "next_at"}}
_CHANGES = """
    SELECT change.entity, change.record_id = :key AS own, change.fields, command.actor, command.at
    FROM change JOIN command ON command.seq = change.command_seq
    WHERE change.command_seq > :since AND (change.record_id = :key{beside})
    ORDER BY change.seq"""
_BESIDE = """
    OR change.entity = '{table}'
       AND (:{owner} IN (json_extract(fields, '$.{column}[0]'), json_extract(fields, '$.{column}[1]'))
            OR change.record_id IN (SELECT id FROM {table} WHERE {column} = :{owner}))"""


def _kept_beside(entity: str) -> dict[str, dict[str, str]]:
    """Table → its column → the field that is kept there: of a customer and what belongs to one, or of `entity` itself.

    The customer's tags, score and next date may be shown with any record of it.
    """
    found: dict[str, dict[str, str]] = {}
    for record in (RECORDS[entity], *(RECORDS[each] for each in ("customer", "follow_up"))):
        for field in record.fields:
            table, _dot, column = field.kept_in.partition(".")
            if field.settable and table and RECORDS[table].part_of in ("customer", entity):
                found.setdefault(table, dict(_WITHDRAWN.get(table, {})))[column] = field.id
    return found


def newest(connection: Connection) -> int:
    """The place of the newest command in the log; 0 before the first."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM command").fetchone()[0])


def last_changes(connection: Connection, entity: str, key: str, since: int) -> dict[str, tuple[str, datetime]]:
    """Field id → (who, when) of the last command after `since` that changed it; `archived_at` among them."""
    customer = key if entity == "customer" else columns_of(connection, entity, key).get("customer_id")
    record, beside = RECORDS[entity], _kept_beside(entity)
    with_currency = (field.id for field in record.fields if field.kind in (Kind.MONEY, Kind.TARGET))
    own = record.column_names() | {"currency": next(with_currency, "")}
    also = "".join(
        _BESIDE.format(
            table=table,
            column=RECORDS[table].part_column,
            owner="customer" if RECORDS[table].part_of == "customer" else "key",
        )
        for table in beside
    )
    found: dict[str, tuple[str, datetime]] = {}
    for row in connection.execute(_CHANGES.format(beside=also), {"key": key, "customer": customer, "since": since}):
        for column in json.loads(row["fields"]):
            field = own.get(column, column) if row["own"] else beside[row["entity"]].get(column)
            if field is not None:
                found[field] = row["actor"], from_ms(row["at"])
    return found


def taken_away(connection: Connection, key: str) -> tuple[str, str, datetime] | None:
    """(what people called it, by whom, when) of a record whose making was undone; None where it never was."""
    row = connection.execute(
        "SELECT change.fields, command.actor, command.at FROM change JOIN command ON command.seq = command_seq"
        " WHERE record_id = ? AND operation = 'delete' ORDER BY change.seq DESC LIMIT 1",
        (key,),
    ).fetchone()
    if row is None:
        return None
    with understood():
        held = json.loads(row["fields"])
        name = next((str(held[column][0]) for column in ("code", "ref", "name") if held.get(column)), key)
        return name, row["actor"], from_ms(row["at"])


def gone(connection: Connection, key: str) -> GoneError:
    """To be raised for a record that is not there."""
    taken = taken_away(connection, key)
    if taken is None:
        return GoneError(_("there is no such record"), _("look again, and choose another"))
    name, who, _at = taken
    return GoneError(
        _("{name} is gone: {who} has undone what made it", name=name, who=who),
        _("add it again, or have it redone by {who}", who=who),
    )


def made_since(connection: Connection, entity: str, key: str, since: int) -> list[tuple[str, str]]:
    """(entity, by whom) of what people have written down as a part of a record after the command `since`."""
    parts = [part for part in parts_of(entity) if any(field.settable for field in part.fields)]
    if not parts:
        return []
    of_it = " OR ".join(
        f"change.entity = '{part.id}' AND json_extract(fields, '$.{part.part_column}[1]') = :key" for part in parts
    )
    rows = connection.execute(
        "SELECT change.entity, command.actor FROM change JOIN command ON command.seq = change.command_seq"
        f" WHERE change.command_seq > :since AND operation = 'insert' AND ({of_it}) ORDER BY change.seq",
        {"key": key, "since": since},
    )
    return [(row["entity"], row["actor"]) for row in rows]

"""Who changed which field of a record since a place in the change log. A few rows by index, however long the log is."""

import json
from datetime import datetime

from salestui.domain.instants import from_ms
from salestui.errors import GoneError
from salestui.i18n import _
from salestui.store.driver import Connection
from salestui.store.reads.records import columns_of

_FIELDS = {
    "with_people": "with",
    "lost_to_id": "lost_to",
    "renews_id": "renews",
    "parent_id": "parent",
    "contact_id": "contact",
    "customer_id": "customer",
}
_MONEY = {
    "customer": "annual_revenue",
    "deal": "amount",
    "goal": "target",
}  # the field whose currency stands in a column beside it
_BESIDE = {  # fields of a customer, or of what belongs to one, that are kept in tables of their own
    "customer_tag": {"tag_id": "tags"},
    "satisfaction_score": {"score": "satisfaction"},
    "promise": {"due": "next_at", "withdrawn_at": "next_at", "method": "next_method", "place": "next_place"},
    "improvement": {"text": "improvements"},  # of a review
}
_CHANGES = """
    SELECT change.entity, change.record_id = :key AS own, change.fields, command.actor, command.at
    FROM change JOIN command ON command.seq = change.command_seq
    WHERE change.command_seq > :since
      AND (change.record_id = :key
           OR change.entity IN ('customer_tag', 'satisfaction_score', 'promise')
              AND (:customer IN (json_extract(fields, '$.customer_id[0]'), json_extract(fields, '$.customer_id[1]'))
                   OR change.record_id IN (SELECT id FROM promise WHERE customer_id = :customer)
                   OR change.record_id IN (SELECT id FROM satisfaction_score WHERE customer_id = :customer))
           OR change.entity = 'improvement'
              AND (:key IN (json_extract(fields, '$.review_id[0]'), json_extract(fields, '$.review_id[1]'))
                   OR change.record_id IN (SELECT id FROM improvement WHERE review_id = :key)))
    ORDER BY change.seq"""


def newest(connection: Connection) -> int:
    """The place of the newest command in the log; 0 before the first."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM command").fetchone()[0])


def last_changes(connection: Connection, entity: str, key: str, since: int) -> dict[str, tuple[str, datetime]]:
    """Field id → (who, when) of the last command after `since` that changed it; `archived_at` among them."""
    customer = key if entity == "customer" else columns_of(connection, entity, key).get("customer_id")
    found: dict[str, tuple[str, datetime]] = {}
    for row in connection.execute(_CHANGES, {"key": key, "customer": customer, "since": since}):
        names = {**_FIELDS, "currency": _MONEY.get(entity, "")} if row["own"] else _BESIDE[row["entity"]]
        for column in json.loads(row["fields"]):
            field = names.get(column, column if row["own"] else None)
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
    held = json.loads(row["fields"])
    name = next((str(held[column][0]) for column in ("code", "ref", "name") if held.get(column)), key)
    return name, row["actor"], from_ms(row["at"])


def gone(connection: Connection, key: str) -> GoneError:
    """To be raised for a record that is not there."""
    taken = taken_away(connection, key)
    if taken is None:
        return GoneError(_("there is no record {key}", key=key), _("look again, and choose another"))
    name, who, _at = taken
    return GoneError(
        _("{name} is gone: {who} has undone what made it", name=name, who=who),
        _("add it again, or have it redone by {who}", who=who),
    )


def made_since(connection: Connection, customer: str, since: int) -> list[tuple[str, str]]:
    """(entity, by whom) of what was written for a customer (key) after the command `since`."""
    rows = connection.execute(
        "SELECT change.entity, command.actor FROM change JOIN command ON command.seq = change.command_seq"
        " WHERE change.command_seq > ? AND operation = 'insert' AND json_extract(fields, '$.customer_id[1]') = ?"
        " AND change.entity IN ('contact', 'inquiry', 'follow_up', 'task') ORDER BY change.seq",
        (since, customer),
    )
    return [(row["entity"], row["actor"]) for row in rows]

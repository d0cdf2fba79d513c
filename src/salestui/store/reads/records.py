"""Inquiries, follow-ups and objections as lists, and what forms read of any record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salestui.domain.instants import from_ms
from salestui.domain.rows import FollowUpRow, InquiryRow, ObjectionRow
from salestui.domain.words import Method
from salestui.store.driver import Connection, Row
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import CLOCK_COLUMNS, instant, readable, understood, whole


def filtered(filters: Mapping[str, str | None], columns: Mapping[str, str]) -> str:
    """The WHERE conditions for the filters that are set."""
    chosen = [f" AND {columns[name]} = :{name}" for name, value in filters.items() if value is not None]
    return "".join(chosen)


def in_sight(table: str, filters: Mapping[str, str | None]) -> str:
    """The condition that leaves out what is archived, or belongs to an archived customer; what is named is given."""
    if filters.get("id"):
        return "1"
    whose = "" if filters.get("customer") else " AND customer.archived_at IS NULL"
    return f"{table}.archived_at IS NULL{whose}"


OF_CUSTOMER = {"owner": "customer.owner", "grade": "customer.grade", "customer": "customer.id"}


_ANSWER = """
    (SELECT {column} FROM answer JOIN follow_up ON follow_up.id = answer.follow_up_id
     WHERE answer.inquiry_id = inquiry.id AND follow_up.archived_at IS NULL
       AND follow_up.contacted_at >= inquiry.received_at ORDER BY follow_up.contacted_at, follow_up.id LIMIT 1)"""


def inquiries(connection: Connection, *, limit: int, **filters: str | None) -> list[InquiryRow]:
    """Inquiries with their clocks, newest first. Filters: owner, grade, customer, id."""
    rows = connection.execute(
        f"SELECT inquiry.*, customer.code, customer.name AS customer, contact.name AS contact, {CLOCK_COLUMNS},"
        f" {_ANSWER.format(column='follow_up.contacted_at')} AS contact_at,"
        f" {_ANSWER.format(column='follow_up.ref')} AS contact_ref FROM inquiry"
        " JOIN customer ON customer.id = inquiry.customer_id LEFT JOIN contact ON contact.id = inquiry.contact_id"
        " LEFT JOIN clock ON clock.kind = 'inquiry' AND clock.subject_id = inquiry.id AND clock.step = ''"
        f" WHERE {in_sight('inquiry', filters)}{filtered(filters, {**OF_CUSTOMER, 'id': 'inquiry.id'})}"
        " ORDER BY inquiry.received_at DESC, inquiry.id LIMIT :limit",
        {**filters, "limit": limit},
    )
    return readable(connection, rows, _inquiry)


def _by_contact(row: Row) -> bool:
    """Whether a contact answered the inquiry before whatever a file told of it."""
    told, contact = row["answered_at"], row["contact_at"]
    return contact is not None and (told is None or contact <= told)


_inquiry = row_of(
    InquiryRow,
    answered_at=lambda row: instant(row["contact_at"] if _by_contact(row) else row["answered_at"]),
    answered_by=lambda row: row["contact_ref"] if _by_contact(row) else None,
)


def follow_ups(connection: Connection, *, limit: int, **filters: str | None) -> list[FollowUpRow]:
    """Follow-ups, the newest contact first. Filters: owner (of the follow-up), grade, customer, id."""
    columns = {**OF_CUSTOMER, "owner": "follow_up.owner", "id": "follow_up.id"}
    rows = connection.execute(
        "SELECT follow_up.*, customer.code, customer.name AS customer, contact.name AS contact,"
        " promise.due AS next_at, promise.method AS next_method, promise.place AS next_place,"
        " (SELECT group_concat(inquiry.ref, ' ') FROM answer JOIN inquiry ON inquiry.id = answer.inquiry_id"
        "  WHERE answer.follow_up_id = follow_up.id) AS answers,"
        " (SELECT group_concat(ref, ' ') FROM objection WHERE follow_up_id = follow_up.id) AS objections,"
        " (SELECT group_concat(ref, ' ') FROM task"
        "  WHERE follow_up_id = follow_up.id AND archived_at IS NULL) AS todos"
        " FROM follow_up JOIN customer ON customer.id = follow_up.customer_id"
        " LEFT JOIN contact ON contact.id = follow_up.contact_id"
        " LEFT JOIN promise ON promise.follow_up_id = follow_up.id"
        f" WHERE {in_sight('follow_up', filters)}{filtered(filters, columns)}"
        " ORDER BY follow_up.contacted_at DESC, follow_up.id DESC LIMIT :limit",
        {**filters, "limit": limit},
    )
    return readable(connection, rows, _follow_up)


_follow_up = row_of(FollowUpRow)
_objection = row_of(ObjectionRow)


def objections(connection: Connection, follow_up: str) -> list[ObjectionRow]:
    """The objections of a follow-up (key), in the order they were written."""
    rows = connection.execute(
        "SELECT objection.*, follow_up.ref AS follow_up, inquiry.ref AS inquiry FROM objection"
        " JOIN follow_up ON follow_up.id = objection.follow_up_id"
        " LEFT JOIN inquiry ON inquiry.id = objection.inquiry_id"
        " WHERE objection.follow_up_id = ? ORDER BY objection.id",
        (follow_up,),
    )
    return readable(connection, rows, _objection)


def columns_of(connection: Connection, entity: str, key: str) -> dict[str, Any]:  # Any: SQLite's own values
    """A whole record in stored form; empty where there is none."""
    row = connection.execute(f'SELECT * FROM "{entity}" WHERE id = ?', (key,)).fetchone()
    return {} if row is None else dict(row)


def tags_of(connection: Connection, customer: str) -> tuple[str, ...]:
    """The tags of a customer (key), by name."""
    rows = connection.execute(
        "SELECT name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = ? ORDER BY name",
        (customer,),
    )
    return tuple(row[0] for row in rows)


def all_tags(connection: Connection) -> tuple[str, ...]:
    """Every tag, by name."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM tag ORDER BY name"))


def last_score(connection: Connection, customer: str) -> int | None:
    """The latest satisfaction score of a customer (key)."""
    row = connection.execute(
        "SELECT score FROM satisfaction_score WHERE customer_id = ? ORDER BY scored_at DESC, id DESC LIMIT 1",
        (customer,),
    ).fetchone()
    with understood():
        return None if row is None else whole(row[0])


def touch_history(connection: Connection, customer: str) -> list[tuple[Method, int]]:
    """How often a customer (key) was contacted, by method, the most frequent first."""
    rows = connection.execute(
        "SELECT method, count(*) FROM follow_up WHERE customer_id = ? AND archived_at IS NULL"
        " GROUP BY method ORDER BY 2 DESC, 1",
        (customer,),
    )
    return readable(connection, rows, lambda row: (Method(row[0]), row[1]))


def promise_of(connection: Connection, follow_up: str) -> dict[str, Any]:  # Any: SQLite's own values
    """The promise made in a follow-up (key), in stored form; empty where none was."""
    row = connection.execute("SELECT * FROM promise WHERE follow_up_id = ?", (follow_up,)).fetchone()
    return {} if row is None else dict(row)


def running_promise(connection: Connection, customer: str) -> str | None:
    """When a customer (key) is to be contacted next, in stored form."""
    row = connection.execute(
        "SELECT promise.due FROM clock JOIN promise ON promise.id = clock.subject_id"
        " WHERE clock.kind = 'follow_up' AND clock.customer_id = ? AND clock.stopped_at IS NULL"
        " ORDER BY clock.due_at LIMIT 1",
        (customer,),
    ).fetchone()
    return None if row is None else str(row[0])


def last_contacted_at(connection: Connection, customer: str) -> datetime | None:
    """When a customer (key) was last contacted (UTC)."""
    row = connection.execute(
        "SELECT contacted_at FROM follow_up WHERE customer_id = ? AND archived_at IS NULL"
        " ORDER BY contacted_at DESC LIMIT 1",
        (customer,),
    ).fetchone()
    with understood():
        return None if row is None else from_ms(row[0])


def saved_views(connection: Connection, owner: str, screen: str) -> list[tuple[str, str]]:
    """(name, stored query) of the views of `owner` for a screen, by name."""
    rows = connection.execute(
        "SELECT name, query FROM saved_view WHERE owner = :owner AND screen = :screen ORDER BY name, id",
        {"owner": owner, "screen": screen},
    )
    return [(row["name"], row["query"]) for row in rows]

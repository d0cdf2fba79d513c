"""The customer list at any size: one vector of keys in sort order, and a page of rows by key."""

import json
from collections.abc import Sequence
from enum import StrEnum

from salestui.domain.rows import CustomerRow
from salestui.domain.words import Care, Grade, Segment, Stage
from salestui.store.driver import Connection, Row
from salestui.store.reads.names import CONTAINS, needles
from salestui.store.reads.records import OF_CUSTOMER, filtered
from salestui.store.reads.values import deadline, instant, word


class Sort(StrEnum):
    """What the list is sorted by."""

    CODE = "code"
    NAME = "name"
    GRADE = "grade"
    STAGE = "stage"
    OWNER = "owner"


_ORDERS = {
    Sort.CODE: "customer.code",
    Sort.NAME: "+customer.name, customer.code",  # by its index the rows come from all over the file: twice as long
    Sort.GRADE: "customer.grade IS NULL, customer.grade, customer.code",
    Sort.STAGE: "customer.stage, customer.code",
    Sort.OWNER: "customer.owner IS NULL, +customer.owner, customer.code",
}


def keys(connection: Connection, *, sort: Sort = Sort.CODE, text: str = "", owner: str | None = None) -> list[str]:
    """The keys of all customers that are not archived and contain `text`, sorted."""
    narrowed = (
        # a subquery walks over the search texts once; a join would look them up one by one, three times as long
        f" AND customer.id IN (SELECT customer_id FROM customer_search WHERE {CONTAINS})" if text.strip() else ""
    )
    rows = connection.execute(
        f"SELECT customer.id FROM customer WHERE customer.archived_at IS NULL{narrowed}"
        f" AND (:owner IS NULL OR customer.owner = :owner) ORDER BY {_ORDERS[sort]}",
        {**needles(text), "owner": owner},
    )
    return [row[0] for row in rows]


_ROWS = """
    SELECT customer.*,
      (SELECT max(contacted_at) FROM follow_up WHERE customer_id = customer.id AND archived_at IS NULL) AS last,
      (SELECT min(promise.due) FROM clock JOIN promise ON promise.id = clock.subject_id
       WHERE clock.customer_id = customer.id AND clock.kind = 'follow_up' AND clock.stopped_at IS NULL) AS next
    FROM customer WHERE """


def page(connection: Connection, wanted: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of `wanted` (keys)."""
    rows = connection.execute(_ROWS + "id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    return {row["id"]: _customer(row) for row in rows}


def listed(connection: Connection, *, limit: int, **filters: str | None) -> list[CustomerRow]:
    """Customers by code, with the last contact and the promise still open. Filters: owner, grade, customer."""
    conditions = f"archived_at IS NULL{filtered(filters, OF_CUSTOMER)} ORDER BY code LIMIT :limit"
    return [_customer(row) for row in connection.execute(_ROWS + conditions, {**filters, "limit": limit})]


def _customer(row: Row) -> CustomerRow:
    return CustomerRow(
        code=row["code"],
        name=row["name"],
        industry=row["industry"],
        region=row["region"],
        grade=word(Grade, row["grade"]),
        segment=word(Segment, row["segment"]),
        care=word(Care, row["care"]),
        stage=Stage(row["stage"]),
        owner=row["owner"],
        last_contacted_at=instant(row["last"]),
        next_at=deadline(row["next"]),
    )

"""Lists of records without rules of their own, whatever their kind: what the row type of the record asks for."""

from collections.abc import Callable
from functools import cache
from typing import Any

from salestui.domain.records import RECORDS
from salestui.domain.rows import ROWS
from salestui.store.driver import Connection, Row
from salestui.store.reads.records import OF_CUSTOMER, filtered, in_sight
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable

Listed = list[Any]  # Any: each record has its own row


def listed(connection: Connection, record: str, *, limit: int, **filters: str | None) -> Listed:
    """The records of a kind by customer and name. Filters: id; owner, grade and customer of what belongs to one."""
    kind, of_customer = RECORDS[record], RECORDS[record].part_of == "customer"
    columns, tables = [f"{record}.*"], record
    if of_customer:
        columns += ["customer.code", "customer.name AS customer"]
        # CROSS JOIN keeps the order given: by customer, whose codes are sorted already, unless a record is named.
        order = (record, "customer") if filters.get("id") else ("customer", record)
        tables = f"{' CROSS JOIN '.join(order)} ON customer.id = {record}.customer_id"
    for field in kind.fields:
        if field.refers not in ("", "owner", kind.part_of):
            other = RECORDS[field.refers]
            columns.append(f"{field.id}_of.{other.called_by} AS {field.id}")
            tables += f" LEFT JOIN {other.id} AS {field.id}_of ON {field.id}_of.id = {record}.{field.stored_as}"
    seen = in_sight(record, filters) if of_customer else "1" if filters.get("id") else f"{record}.archived_at IS NULL"
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM {tables}"
        f" WHERE {seen}{filtered(filters, {**(OF_CUSTOMER if of_customer else {}), 'id': f'{record}.id'})}"
        f" ORDER BY {'customer.code, ' if of_customer else ''}{record}.{kind.named_by}, {record}.id LIMIT :limit",
        {**filters, "limit": limit},
    )
    make = _row(record)
    return readable(connection, rows, make)


@cache
def _row(record: str) -> Callable[[Row], Any]:  # Any: as above
    return row_of(ROWS[record])

"""The customer list at any size: one vector of keys in sort order, and a page of rows by key."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from salestui.domain.instants import to_ms
from salestui.domain.rows import CustomerRow
from salestui.domain.views import NOT_SET, Filter, Sort, View, Waits
from salestui.domain.words import Care, Stage
from salestui.store.driver import Connection, Row
from salestui.store.reads.names import CONTAINS, needles
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable

Parameters = dict[str, object]
Whole = tuple[CustomerRow, dict[str, Any]]  # Any: SQLite's own values
_PAGE = 500


def _in_order(column: str, words: type[StrEnum]) -> str:
    """Sorts by the order of a vocabulary, as people read it, not by the alphabet."""
    cases = " ".join(f"WHEN '{each.value}' THEN {place}" for place, each in enumerate(words))
    return f"CASE {column} {cases} END"


_ORDERS = {
    Sort.CODE: "line.code",
    Sort.NAME: "line.name",
    Sort.GRADE: "line.grade",
    Sort.LAST_CONTACT: "line.last_contact",
    Sort.NEXT_DATE: "line.next_due",
    Sort.STAGE: _in_order("line.stage", Stage),
    Sort.OWNER: "line.owner",
    Sort.REGION: "line.region",
    Sort.INDUSTRY: "line.industry",
    Sort.CARE: _in_order("line.care", Care),
    Sort.CREATED: "line.created_at",
}


def _order(view: View) -> str:
    way = "DESC" if view.descending else "ASC"
    return f"ORDER BY {_ORDERS[view.sort]} {way} NULLS LAST, line.code"


# A customer has clocks of all these kinds; the index is named for the reason given in `waiting`. By numbers: a set of
# them is made and asked in a third of the time that keys take.
_WITH_CLOCK = (
    "line.n IN (SELECT whose.n FROM clock INDEXED BY ix_clock_open CROSS JOIN customer_line AS whose"
    " ON whose.customer_id = clock.customer_id WHERE stopped_at IS NULL"
    " AND kind IN ('inquiry', 'follow_up', 'task', 'profile_review', 'contact_rhythm', 'write_down')"
    " AND soon_at <= :now AND due_at {when} :now)"
)
_WAITING = {
    Waits.OVERDUE: _WITH_CLOCK.format(when="<"),
    Waits.DUE_SOON: _WITH_CLOCK.format(when=">="),
    Waits.NO_NEXT_DATE: "line.next_due IS NULL",
}
_QUIET = "(line.last_contact IS NULL OR line.last_contact <= :quiet_since)"
_TAGGED = (
    "line.n IN (SELECT whose.n FROM tag CROSS JOIN customer_tag ON tag_id = tag.id"
    " CROSS JOIN customer_line AS whose ON whose.customer_id = customer_tag.customer_id"
    " WHERE tag.name IN (SELECT value FROM json_each(:tags)))"
)
_UNTAGGED = "NOT line.tagged"


def condition(filter: Filter, now: datetime) -> tuple[str, Parameters]:  # noqa: A002 - what it is
    """What a filter asks of a customer's `line`; values go by parameter."""
    found = [f"line.archived_at IS {'NOT ' if filter.archived else ''}NULL"]
    parameters: Parameters = {"now": to_ms(now)}
    for name, values in filter.parts():
        parameters[name] = json.dumps(values)
        if name == "tags":
            found.append(f"({_TAGGED} OR {_UNTAGGED})" if NOT_SET in values else _TAGGED)
        else:
            column = f"coalesce(line.{name}, '')" if NOT_SET in values else f"line.{name}"
            found.append(f"{column} IN (SELECT value FROM json_each(:{name}))")
    if filter.waiting is not None:
        found.append(_WAITING[filter.waiting])
    if filter.quiet_days is not None:
        found.append(_QUIET)
        parameters["quiet_since"] = to_ms(now - timedelta(days=filter.quiet_days))
    return " AND ".join(found), parameters


def keys(
    connection: Connection, view: View, now: datetime, *, text: str = "", limit: int = -1, customer: str | None = None
) -> list[str]:
    """The keys of the customers of `view` that contain `text`, in its order, `limit` of them (-1: all).

    With `customer` (a key) only that one. A screen asks `customer_vectors`, which takes a third of the time.
    """
    where, parameters = condition(view.filter, now)
    if text.strip():
        where += f" AND line.customer_id IN (SELECT customer_id FROM customer_search WHERE {CONTAINS})"
        parameters |= needles(text)
    if customer is not None:
        where += " AND line.customer_id = :customer"
        parameters["customer"] = customer
    rows = connection.execute(
        f"SELECT line.customer_id FROM customer_line AS line WHERE {where} {_order(view)} LIMIT :limit",
        {**parameters, "limit": limit},
    )
    return [row[0] for row in rows]


def count(connection: Connection, filter: Filter, now: datetime) -> int:  # noqa: A002
    """How many customers a filter leaves."""
    if filter == Filter():  # by index
        query = "SELECT count(*) FROM customer WHERE archived_at IS NULL"
        return int(connection.execute(query).fetchone()[0])
    where, parameters = condition(filter, now)
    found = connection.execute(f"SELECT count(*) FROM customer_line AS line WHERE {where}", parameters)
    return int(found.fetchone()[0])


def values_of(connection: Connection, column: str) -> list[str]:
    """Every value that stands in a text column of customers (`region`, `industry`), sorted."""
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM customer WHERE "{column}" IS NOT NULL ORDER BY 1')
    return [row[0] for row in rows]


_ROW = """
    SELECT customer.*,
      (SELECT max(contacted_at) FROM follow_up
       WHERE customer_id = customer.id AND archived_at IS NULL) AS last_contacted_at,
      (SELECT min(promise.due) FROM clock JOIN promise ON promise.id = clock.subject_id
       WHERE clock.customer_id = customer.id AND clock.kind = 'follow_up' AND clock.stopped_at IS NULL) AS next_at
    """


def page(connection: Connection, wanted: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of `wanted` (keys)."""
    rows = connection.execute(
        f"{_ROW} FROM customer WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    return dict(readable(connection, rows, lambda row: (row["id"], _customer(row))))


def listed(
    connection: Connection, view: View, now: datetime, *, limit: int, customer: str | None = None
) -> list[CustomerRow]:
    """The rows of a view in its order, `limit` of them (-1: all); with `customer` (a key) only that one."""
    wanted = keys(connection, view, now, limit=limit, customer=customer)
    rows = page(connection, wanted)
    return [rows[key] for key in wanted if key in rows]


_customer = row_of(CustomerRow)
_WHOLE = _ROW.replace(
    "customer.*,",
    """customer.*,
      (SELECT json_group_array(name) FROM (
         SELECT tag.name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = customer.id
         ORDER BY tag.name)) AS tags,
      (SELECT score FROM satisfaction_score WHERE customer_id = customer.id
       ORDER BY scored_at DESC, id DESC LIMIT 1) AS satisfaction,""",
)


def _whole(row: Row) -> Whole:
    return _customer(row), {**dict(row), "tags": tuple(json.loads(row["tags"]))}


def wholes(connection: Connection, view: View, now: datetime, *, limit: int, customer: str | None) -> Iterator[Whole]:
    """As `listed`, with the whole profile of each: its columns in stored form, its tags and its latest score."""
    wanted = keys(connection, view, now, limit=limit, customer=customer)
    for start in range(0, len(wanted), _PAGE):
        rows = connection.execute(
            f"{_WHOLE} FROM json_each(?) AS wanted CROSS JOIN customer ON customer.id = wanted.value"
            " ORDER BY wanted.key",
            (json.dumps(wanted[start : start + _PAGE]),),
        )
        yield from readable(connection, rows, _whole)

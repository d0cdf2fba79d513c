"""The customer list at any size: one vector of keys in sort order, and a page of rows by key."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from salestui.domain.instants import to_ms
from salestui.domain.rows import CustomerRow
from salestui.domain.views import NOT_SET, Filter, Sort, View, Waits
from salestui.domain.words import Care, Grade, Segment, Stage
from salestui.store.driver import Connection, Row
from salestui.store.reads.names import CONTAINS, needles
from salestui.store.reads.values import deadline, instant, word

Parameters = dict[str, object]


def _in_order(column: str, words: type[StrEnum]) -> str:
    """Sorts by the order of a vocabulary, as people read it, not by the alphabet."""
    cases = " ".join(f"WHEN '{each.value}' THEN {place}" for place, each in enumerate(words))
    return f"CASE {column} {cases} END"


# +name: by its index a sort reads the rows in the index's order, from all over the file (162 ms for 100,000 customers
# instead of 75). last_contact reads nothing but ix_follow_up_customer, which holds all it asks for.
_ORDERS = {
    Sort.CODE: "customer.code",
    Sort.NAME: "+customer.name",
    Sort.GRADE: "customer.grade",
    Sort.LAST_CONTACT: "(SELECT max(contacted_at) FROM follow_up"
    " WHERE customer_id = customer.id AND archived_at IS NULL)",
    Sort.NEXT_DATE: "promised.due_at",
    Sort.STAGE: _in_order("customer.stage", Stage),
    Sort.OWNER: "+customer.owner",
    Sort.REGION: "customer.region",
    Sort.INDUSTRY: "customer.industry",
    Sort.CARE: _in_order("customer.care", Care),
    Sort.CREATED: "customer.created_at",
}
_PROMISED = (
    " LEFT JOIN (SELECT clock.customer_id, min(clock.due_at) AS due_at FROM clock INDEXED BY ix_clock_open"
    " WHERE clock.kind = 'follow_up' AND clock.stopped_at IS NULL GROUP BY clock.customer_id) AS promised"
    " ON promised.customer_id = customer.id"
)


def _from(view: View) -> str:
    return "FROM customer" + (_PROMISED if view.sort is Sort.NEXT_DATE else "")


def _order(view: View) -> str:
    way = "DESC" if view.descending else "ASC"
    by_code = "" if view.sort is Sort.CODE else ", customer.code"
    # without NULLS LAST for a column that is never empty: the index gives the order
    return f"ORDER BY {_ORDERS[view.sort]} {way}{' NULLS LAST' if by_code else ''}{by_code}"


# A customer has clocks of all these kinds; the index is named for the reason given in `waiting`.
_WITH_CLOCK = (
    "customer.id IN (SELECT customer_id FROM clock INDEXED BY ix_clock_open WHERE stopped_at IS NULL"
    " AND kind IN ('inquiry', 'follow_up', 'task', 'profile_review', 'contact_rhythm', 'write_down')"
    " AND soon_at <= :now AND due_at {when} :now)"
)
_WAITING = {
    Waits.OVERDUE: _WITH_CLOCK.format(when="<"),
    Waits.DUE_SOON: _WITH_CLOCK.format(when=">="),
    Waits.NO_NEXT_DATE: "customer.id NOT IN (SELECT customer_id FROM clock INDEXED BY ix_clock_open"
    " WHERE stopped_at IS NULL AND kind = 'follow_up')",
}
_QUIET = (
    "NOT EXISTS (SELECT 1 FROM follow_up WHERE customer_id = customer.id AND contacted_at > :quiet_since"
    " AND archived_at IS NULL)"
)
_TAGGED = (
    "customer.id IN (SELECT customer_id FROM customer_tag JOIN tag ON tag.id = tag_id"
    " WHERE tag.name IN (SELECT value FROM json_each(:tags)))"
)
_UNTAGGED = "customer.id NOT IN (SELECT customer_id FROM customer_tag)"


def _where(filter: Filter, now: datetime, text: str = "") -> tuple[str, Parameters]:  # noqa: A002 - what it is
    """The conditions of a filter, and of a text that must be contained; values go by parameter."""
    found = [f"customer.archived_at IS {'NOT ' if filter.archived else ''}NULL"]
    parameters: Parameters = {"now": to_ms(now)}
    for name, values in filter.parts():
        parameters[name] = json.dumps(values)
        if name == "tags":
            found.append(f"({_TAGGED} OR {_UNTAGGED})" if NOT_SET in values else _TAGGED)
        else:
            column = f"coalesce(customer.{name}, '')" if NOT_SET in values else f"customer.{name}"
            found.append(f"{column} IN (SELECT value FROM json_each(:{name}))")
    if filter.waiting is not None:
        found.append(_WAITING[filter.waiting])
    if filter.quiet_days is not None:
        found.append(_QUIET)
        parameters["quiet_since"] = to_ms(now - timedelta(days=filter.quiet_days))
    if text.strip():
        # a subquery walks over the search texts once; a join would look them up one by one, three times as long
        found.append(f"customer.id IN (SELECT customer_id FROM customer_search WHERE {CONTAINS})")
        parameters |= needles(text)
    return "WHERE " + " AND ".join(found), parameters


def keys(connection: Connection, view: View, now: datetime, *, text: str = "") -> list[str]:
    """The keys of the customers of `view` that contain `text`, in its order."""
    where, parameters = _where(view.filter, now, text)
    rows = connection.execute(f"SELECT customer.id {_from(view)} {where} {_order(view)}", parameters)
    return [row[0] for row in rows]


def count(connection: Connection, filter: Filter, now: datetime) -> int:  # noqa: A002
    """How many customers a filter leaves."""
    where, parameters = _where(filter, now)
    return int(connection.execute(f"SELECT count(*) FROM customer {where}", parameters).fetchone()[0])


def values_of(connection: Connection, column: str) -> list[str]:
    """Every value that stands in a text column of customers (`region`, `industry`), sorted."""
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM customer WHERE "{column}" IS NOT NULL ORDER BY 1')
    return [row[0] for row in rows]


_ROW = """
    SELECT customer.*,
      (SELECT max(contacted_at) FROM follow_up WHERE customer_id = customer.id AND archived_at IS NULL) AS last,
      (SELECT min(promise.due) FROM clock JOIN promise ON promise.id = clock.subject_id
       WHERE clock.customer_id = customer.id AND clock.kind = 'follow_up' AND clock.stopped_at IS NULL) AS next
    """


def page(connection: Connection, wanted: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of `wanted` (keys)."""
    rows = connection.execute(
        f"{_ROW} FROM customer WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    return {row["id"]: _customer(row) for row in rows}


def listed(
    connection: Connection, view: View, now: datetime, *, limit: int, customer: str | None = None
) -> list[CustomerRow]:
    """The rows of a view in its order, `limit` of them (-1: all); with `customer` (a key) only that one."""
    where, parameters = _where(view.filter, now)
    if customer is not None:
        where += " AND customer.id = :customer"
        parameters["customer"] = customer
    rows = connection.execute(
        f"{_ROW} {_from(view)} {where} {_order(view)} LIMIT :limit", {**parameters, "limit": limit}
    )
    return [_customer(row) for row in rows]


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

"""What customers have bought: all of them in one grouped pass, a page of them in full, one beside all others."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salestui.domain.scoring import Profile, Sale, needs_of
from salestui.domain.words import DealStage, Grade, Level, Segment, Stage
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import instant, money, number, readable, word

# Orders are won deals in sight; what was won counts in the desk's currency alone.
_BOUGHT = """
    SELECT customer_id, count(*) AS orders, max(closed_at) AS last_at,
           sum(CASE WHEN deal.currency = :currency THEN amount END) AS won
    FROM deal INDEXED BY ix_deal_stage WHERE stage = 'won' AND archived_at IS NULL GROUP BY customer_id"""
_STANDING = f"""
    SELECT customer.id, customer.owner, bought.orders, bought.last_at, bought.won
    FROM customer LEFT JOIN ({_BOUGHT}) AS bought ON bought.customer_id = customer.id
    WHERE customer.archived_at IS NULL
    ORDER BY bought.won DESC NULLS LAST, bought.last_at DESC NULLS LAST, customer.code"""
_AMONG = f"""
    WITH bought AS MATERIALIZED ({_BOUGHT})
    SELECT count(*) AS customers, count(won) AS paying, mine.*,
           sum(other.last_at < mine.my_last) AS earlier, sum(other.last_at = mine.my_last) AS as_late,
           sum(other.orders < mine.my_orders) AS fewer, sum(other.orders = mine.my_orders) AS as_many,
           sum(other.won < mine.my_won) AS less, sum(other.won = mine.my_won) AS as_much
    FROM (SELECT last_at AS my_last, orders AS my_orders, won AS my_won FROM bought
          WHERE customer_id = (SELECT id FROM customer WHERE id = :customer AND archived_at IS NULL)) AS mine
    CROSS JOIN bought AS other JOIN customer ON customer.id = other.customer_id AND customer.archived_at IS NULL"""
_PAGE = """
    SELECT id, code, name, owner, grade, segment, stage, annual_revenue, currency, employees, industry, need_urgency,
           core_needs, pain_points
    FROM customer WHERE id IN (SELECT value FROM json_each(:ids))"""
_SALES = """
    SELECT customer_id, stage, amount, currency, closed_at FROM deal
    WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND archived_at IS NULL"""


class Bought(NamedTuple):
    """A customer (key) with its orders so far, all None where there are none. `last_at` in ms, `won` in minor units."""

    id: str
    owner: str | None
    orders: int | None
    last_at: int | None
    won: int | None


class Whose(NamedTuple):
    """What a page needs of a customer."""

    code: str
    name: str
    owner: str | None
    grade: Grade | None
    segment: Segment | None
    profile: Profile


def standing(connection: Connection, currency: str) -> list[Bought]:
    """Every customer that is not archived: who bought most in `currency` first, then who bought last, then by code."""
    return [Bought(*row) for row in connection.execute(_STANDING, {"currency": currency})]


class Among(NamedTuple):
    """Where one customer stands among all that have bought: how many are below, how many equal."""

    customers: int
    paying: int  # of them, in the desk's currency
    earlier: int
    as_late: int
    fewer: int
    as_many: int
    less: int | None  # None for one who has not paid in the desk's currency
    as_much: int | None


def among(connection: Connection, customer: str, currency: str) -> Among | None:
    """One customer (key) beside all others; None for one who has bought nothing, or is archived.

    Counted by SQLite in one pass, and one row comes back: nothing of it is kept from a thread that paints.
    """
    row = connection.execute(_AMONG, {"customer": customer, "currency": currency}).fetchone()
    return Among(*(row[name] for name in Among._fields)) if row["customers"] else None


def page(connection: Connection, keys: Sequence[str]) -> dict[str, Whose]:
    """Some customers by key, each with what its score and its orders are made of."""
    ids = {"ids": json.dumps(list(keys))}
    sales: defaultdict[str, list[Sale]] = defaultdict(list)
    for customer, sale in readable(connection, connection.execute(_SALES, ids), _sale):
        sales[customer].append(sale)
    return dict(readable(connection, connection.execute(_PAGE, ids), lambda row: (row["id"], _whose(row, sales))))


def _sale(row: Row) -> tuple[str, Sale]:
    amount = money(row["amount"], row["currency"])
    return row["customer_id"], Sale(DealStage(row["stage"]), amount, instant(row["closed_at"]))


def _whose(row: Row, sales: Mapping[str, Sequence[Sale]]) -> Whose:
    return Whose(
        code=row["code"],
        name=row["name"],
        owner=row["owner"],
        grade=word(Grade, row["grade"]),
        segment=word(Segment, row["segment"]),
        profile=Profile(
            stage=Stage(row["stage"]),
            annual_revenue=money(row["annual_revenue"], row["currency"]),
            employees=number(row["employees"]),
            industry=row["industry"],
            need_urgency=word(Level, row["need_urgency"]),
            needs=needs_of(row["core_needs"], row["pain_points"]),
            sales=tuple(sales.get(row["id"], ())),
        ),
    )

"""The records a figure was counted from, newest first: what a number on the panel opens into."""

from collections.abc import Mapping, Sequence
from typing import Final

from salestui.domain.clocks import Law
from salestui.domain.figures import FigureId
from salestui.domain.readings import FigureRow, Scope
from salestui.store.driver import Connection
from salestui.store.reads.figures.bases import basis_of
from salestui.store.reads.figures.spans import SPANS, Spans
from salestui.store.reads.figures.sums import filled, given
from salestui.store.reads.values import instant, readable

# How a record of each kind is told: its ref, its customer, a line about it, its owner.
_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "customer": ("customer.code AS ref, customer.name AS text, customer.owner", "JOIN customer ON customer.id = key"),
    "deal": (
        "deal.ref, deal.name AS text, deal.owner",
        "JOIN deal ON deal.id = key LEFT JOIN customer ON customer.id = deal.customer_id",
    ),
    "follow_up": (
        "follow_up.ref, follow_up.content AS text, follow_up.owner",
        "JOIN follow_up ON follow_up.id = key LEFT JOIN customer ON customer.id = follow_up.customer_id",
    ),
    "inquiry": (
        "inquiry.ref, inquiry.text, customer.owner",
        "JOIN inquiry ON inquiry.id = key LEFT JOIN customer ON customer.id = inquiry.customer_id",
    ),
    "promise": (
        "promise.ref, coalesce(follow_up.next_action, follow_up.content, '') AS text, customer.owner",
        """JOIN promise ON promise.id = key LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id
           LEFT JOIN customer ON customer.id = promise.customer_id""",
    ),
    "task": (
        "task.ref, task.action AS text, task.owner",
        "JOIN task ON task.id = key LEFT JOIN customer ON customer.id = task.customer_id",
    ),
}
_ROWS = """
    WITH {spans}, behind AS MATERIALIZED (
      SELECT key, at, part, currency, num, den FROM ({basis}) ORDER BY at DESC, key LIMIT :limit)
    SELECT behind.*, customer.code, customer.name AS customer, {told} FROM behind {joined}
    ORDER BY behind.at DESC, behind.key"""


def rows(
    connection: Connection,
    figure: FigureId,
    spans: Spans,
    scope: Scope,
    laws: Sequence[Law],
    *,
    limit: int,
    first_orders: bool = False,
) -> list[FigureRow]:
    """The records of the first of `spans`, at most `limit` (-1: all)."""
    basis = basis_of(figure, first_orders=first_orders)
    told, joined = _TOLD[basis.entity]
    statement = _ROWS.format(spans=SPANS, basis=filled(basis.sql, basis, scope), told=told, joined=joined)
    found = connection.execute(statement, {**given(connection, spans, scope, laws), "limit": limit})
    return readable(
        connection,
        found,
        lambda row: FigureRow(
            entity=basis.entity,
            key=row["key"],
            ref=row["ref"],
            code=row["code"],
            customer=row["customer"],
            text=row["text"],
            owner=row["owner"],
            at=instant(row["at"]),
            numerator=row["num"],
            denominator=row["den"],
            part=row["part"] or "",
            currency=row["currency"],
        ),
    )

"""The sums of a figure over many periods in one statement, by part; and its owners side by side."""

from collections.abc import Sequence

from salestui.domain.clocks import Law, written_on_time
from salestui.domain.figures import Scope
from salestui.domain.instants import from_ms
from salestui.domain.readings import Sum
from salestui.domain.words import FigureId
from salestui.store.driver import Connection
from salestui.store.reads.figures.bases import BASES, FIRST_ORDERS, Basis
from salestui.store.reads.figures.spans import SPANS, Spans, customers_in, owned_in, parameters

# From the roll-up: days that are over stand in it whole, and what is due today is asked of the clocks.
_ROLLED = {
    FigureId.ACTIVITIES: """
        SELECT span.k, daily.part, '' AS rule, NULL AS currency, daily.n AS num, NULL AS den
        FROM span CROSS JOIN daily
        WHERE daily.figure = 'contact' AND daily.day >= span.first AND daily.day < span.after AND {owner}""",
    FigureId.WRITTEN_ON_TIME: """
        SELECT span.k, '' AS part, '' AS rule, NULL AS currency,
          CASE daily.figure WHEN 'written_on_time' THEN daily.n ELSE 0 END AS num,
          CASE daily.figure WHEN 'written' THEN daily.n ELSE 0 END AS den
        FROM span CROSS JOIN daily
        WHERE daily.figure IN ('written', 'written_on_time') AND daily.day >= span.first AND daily.day < span.after
          AND {owner}""",
    FigureId.FOLLOW_UP_ON_TIME: f"""
        SELECT span.k, '' AS part, '' AS rule, NULL AS currency,
          CASE daily.figure WHEN 'promise_kept' THEN daily.n ELSE 0 END AS num,
          CASE daily.figure WHEN 'promise' THEN daily.n ELSE 0 END AS den
        FROM span CROSS JOIN daily
        WHERE daily.figure IN ('promise', 'promise_kept') AND daily.day >= span.first
          AND daily.day < min(span.after, span.day) AND {{owner}}
        UNION ALL
        SELECT k, part, rule, currency, num, den
        FROM ({BASES[FigureId.FOLLOW_UP_ON_TIME].sql} AND clock.due_day >= span.day)""",
}
_SUMS = """
    WITH {spans}
    SELECT k, part, rule, currency, sum(num) AS num, sum(den) AS den FROM ({basis}) GROUP BY k, part, rule, currency
    ORDER BY k, part, rule, currency"""
_BY_OWNER = """
    WITH {spans}
    SELECT owner, part, rule, currency, sum(num) AS num, sum(den) AS den FROM ({basis})
    GROUP BY owner, part, rule, currency"""
_MEDIAN = """
    WITH {spans}
    SELECT k, '' AS part, '' AS rule, NULL AS currency, sum(num) AS num, sum(den) AS den
    FROM (SELECT k, num, den, row_number() OVER (PARTITION BY k ORDER BY num) AS place, count(*) OVER (PARTITION BY k)
            AS total FROM ({basis}))
    WHERE place IN ((total + 1) / 2, (total + 2) / 2) GROUP BY k"""


def sums(
    connection: Connection,
    figure: FigureId,
    spans: Spans,
    scope: Scope,
    laws: Sequence[Law],
    *,
    first_orders: bool = False,
) -> list[list[Sum]]:
    """What a figure comes to in each of `spans`; a part without records is in none.

    `first_orders`: a new customer is one that has ordered for the first time. The sales cycle gives the middle of
    its records, one or two of them. The sales velocity gives the deals open at the end.
    """
    template = _MEDIAN if figure is FigureId.SALES_CYCLE else _SUMS
    basis = FIRST_ORDERS if first_orders and figure is FigureId.NEW_CUSTOMERS else BASES[figure]
    rolled = _ROLLED.get(figure) if not scope.of_customers else None
    sql = rolled.replace("{owner}", owned_in(scope, "daily.owner"), 1) if rolled else basis.sums or basis.sql
    statement = template.format(spans=SPANS, basis=filled(sql, basis, scope))
    found: list[list[Sum]] = [[] for _period in spans.periods]
    for span, *row in connection.execute(statement, given(connection, spans, scope, laws)):
        found[span].append(Sum(*row))
    return found


def by_owner(
    connection: Connection, figure: FigureId, spans: Spans, scope: Scope, laws: Sequence[Law]
) -> dict[str | None, list[Sum]]:
    """The sums of one span for each owner who has any; only of figures whose records have owners of their own."""
    basis = BASES[figure]
    statement = _BY_OWNER.format(spans=SPANS, basis=filled(basis.sql, basis, scope))
    found: dict[str | None, list[Sum]] = {}
    for owner, *row in connection.execute(statement, given(connection, spans, scope, laws)):
        found.setdefault(owner, []).append(Sum(*row))
    return found


def filled(sql: str, basis: Basis, scope: Scope) -> str:
    """A basis with the conditions of `scope` in their places."""
    owner = "1" if basis.owner is None else owned_in(scope, basis.owner)
    customers = customers_in(scope, basis.customer, counted=basis.of_customers)
    return sql.replace("{customers}", customers).replace("{owner}", owner)


def given(connection: Connection, spans: Spans, scope: Scope, laws: Sequence[Law]) -> dict[str, object]:
    """The parameters of any statement made of a basis; gives `connection` the one function some of them ask."""

    def written_in_time(contacted_at: int, written_at: int) -> bool:
        return written_on_time(from_ms(contacted_at), from_ms(written_at), laws)

    connection.create_function("written_in_time", 2, written_in_time, deterministic=True)
    sure = min(law.rules.written_within for law in laws)
    return {**parameters(spans, scope), "sure": round(sure.total_seconds() * 1000)}

"""The sums of a figure over many periods in one statement, by part; and its owners side by side."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from salestui.domain.clocks import Law, written_on_time
from salestui.domain.figures import FIGURES, FigureId, Made
from salestui.domain.instants import from_ms
from salestui.domain.readings import Scope, Sum
from salestui.store.driver import Connection
from salestui.store.reads.figures.bases import basis_of
from salestui.store.reads.figures.basis import Basis
from salestui.store.reads.figures.spans import SPANS, Spans, counted_in, customers_in, owned_in, parameters
from salestui.store.reads.values import number, understood, whole

# A span at a time: grouping by what does not differ would sort every record, which is most of the work.
_SUMS = "WITH {spans} SELECT {columns}, sum(num), sum(den) FROM ({basis}){grouped}"
# Where only some customers are asked for, all spans at once: finding those customers is most of the work.
_MIDDLES = """
    WITH {spans}
    SELECT k, '', '', NULL, sum(num), sum(den) FROM (
      SELECT k, num, den, row_number() OVER (PARTITION BY k ORDER BY num) AS place, count(*) OVER (PARTITION BY k)
        AS total FROM ({basis}))
    WHERE place IN ((total + 1) / 2, (total + 2) / 2) GROUP BY k"""
_OWNED = """
    SELECT {entity}.owner, part, rule, each.currency, num, den
    FROM ({basis}) AS each JOIN {entity} ON {entity}.id = each.key"""
_COUNT = "WITH {spans} SELECT count(*) FROM ({basis})"
_MIDDLE = "WITH {spans} SELECT num, den FROM ({basis}) ORDER BY num LIMIT :few OFFSET :place"


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

    `first_orders`: a new customer is one that has ordered for the first time. Where a figure is the middle of its
    records, that of one or two of them.
    """
    basis = basis_of(figure, first_orders=first_orders)
    sql = filled(_rolled(basis, scope) or basis.sums or basis.sql, basis, scope)
    is_middle = FIGURES[figure].made is Made.MIDDLE
    if basis.at_once or scope.of_customers:
        found: list[list[Sum]] = [[] for _period in spans.periods]
        grouped = _grouped(sql, "k", split=basis.split)
        statement = _MIDDLES.format(spans=SPANS, basis=sql) if is_middle else grouped
        for span, *row in connection.execute(statement, given(connection, spans, scope, laws)):
            found[span].append(_sum(row))
        return found
    each = [given(connection, one, scope, laws) for one in spans.one_by_one()]
    if is_middle:
        return [_middle(connection, sql, one) for one in each]
    statement = _grouped(sql, split=basis.split)
    rows = [connection.execute(statement, one).fetchall() for one in each]
    return [[_sum(row) for row in some if row[3] is not None] for some in rows]


def _grouped(basis: str, *keys: str, split: Sequence[str]) -> str:
    """Sums by `keys`, and by what of a basis differs from record to record."""
    columns = (name if name in split else f"{constant} AS {name}" for name, constant in _CONSTANT.items())
    by = ", ".join((*keys, *split))
    return _SUMS.format(
        spans=SPANS, columns=", ".join((*keys, *columns)), basis=basis, grouped=f" GROUP BY {by}" if by else ""
    )


_CONSTANT: Final = {"part": "''", "rule": "''", "currency": "NULL"}


def _sum(row: Sequence[Any]) -> Sum:  # Any: SQLite's own values
    part, rule, currency, numerator, denominator = row
    with understood():
        return Sum(part, rule, currency, whole(numerator), number(denominator))


def _middle(connection: Connection, basis: str, given: Mapping[str, object]) -> list[Sum]:
    """The middle one of the records in order, or the middle two."""
    total = connection.execute(_COUNT.format(spans=SPANS, basis=basis), given).fetchone()[0]
    few, place = (1, total // 2) if total % 2 else (2, max(total // 2 - 1, 0))
    rows = connection.execute(
        _MIDDLE.format(spans=SPANS, basis=basis), {**given, "few": few, "place": place}
    ).fetchall()
    return [Sum("", "", None, sum(row[0] for row in rows), sum(row[1] for row in rows))] if rows else []


def by_owner(
    connection: Connection,
    figure: FigureId,
    spans: Spans,
    scope: Scope,
    laws: Sequence[Law],
    *,
    first_orders: bool = False,
) -> dict[str | None, list[Sum]]:
    """The sums of one span for each owner who has any; of figures that are made of sums."""
    basis = basis_of(figure, first_orders=first_orders)
    sql = filled(_rolled(basis, scope) or basis.sql, basis, scope)
    if basis.owner_apart:
        sql = _OWNED.format(basis=sql, entity=basis.entity)
    statement = _grouped(sql, "owner", split=basis.split)
    found: dict[str | None, list[Sum]] = {}
    for owner, *row in connection.execute(statement, given(connection, spans, scope, laws)):
        found.setdefault(owner, []).append(_sum(row))
    return found


def _rolled(basis: Basis, scope: Scope) -> str | None:
    """The roll-up of a basis, where it has one and all customers are asked for."""
    return None if basis.rolled is None or scope.of_customers else basis.rolled.sql


def filled(sql: str, basis: Basis, scope: Scope) -> str:
    """A basis with the conditions of `scope` in their places."""
    if basis.customers_owner is not None:
        customers = f"{owned_in(scope, basis.customers_owner)} AND {customers_in(scope, basis.customer)}"
    else:
        customers = (counted_in if basis.of_customers else customers_in)(scope, basis.customer)
    owner = "1" if basis.owner is None else owned_in(scope, basis.owner)
    deals = customers_in(scope, "deal.customer_id"), owned_in(scope, "deal.owner")
    places = {
        "{customers}": customers,
        "{owner}": owner,
        "{daily_owner}": owned_in(scope, "daily.owner"),
        "{deals}": _deals(*deals),
    }
    for place, condition in places.items():
        sql = sql.replace(place, condition)
    return sql


def _deals(*conditions: str) -> str:
    """The condition that a stage change is of a deal in scope: without looking at each deal where all are."""
    chosen = [each for each in conditions if each != "1"]
    if not chosen:
        return "change.deal_id NOT IN (SELECT id FROM deal WHERE archived_at IS NOT NULL)"
    owned = "FROM deal INDEXED BY ix_deal_owned WHERE archived_at IS NULL"
    return f"change.deal_id IN (SELECT id {owned} AND {' AND '.join(chosen)})"


def given(connection: Connection, spans: Spans, scope: Scope, laws: Sequence[Law]) -> dict[str, object]:
    """The parameters of any statement made of a basis; gives `connection` the one function some of them ask."""

    def written_in_time(contacted_at: int, written_at: int) -> bool:
        return written_on_time(from_ms(contacted_at), from_ms(written_at), laws)

    connection.create_function("written_in_time", 2, written_in_time, deterministic=True)
    sure = min(law.rules.written_within for law in laws)
    return {**parameters(spans, scope), "sure": round(sure.total_seconds() * 1000)}

"""The order history 订单金额变化 of a customer, and what deals are worth together: won deals are orders. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salestui.domain.money import Money
from salestui.domain.rows import DealRow
from salestui.domain.words import DealStage


@dataclass(frozen=True, slots=True)
class Orders:
    """The order history of a customer 订单: how many won deals, what they were worth by currency, and the last."""

    count: int
    amounts: tuple[Money, ...]
    last_at: datetime


def orders(rows: Sequence[DealRow]) -> Orders | None:
    """The order history among the deals of one customer; None where nothing was won."""
    won = [row for row in rows if row.stage is DealStage.WON and row.closed_at is not None]
    if not won:
        return None
    return Orders(len(won), total(won), max(row.closed_at for row in won if row.closed_at is not None))


def total(rows: Iterable[DealRow]) -> tuple[Money, ...]:
    """What deals are worth together, by currency; those without an amount count nothing."""
    sums: dict[str, int] = {}
    for row in rows:
        if row.amount is not None:
            sums[row.amount.currency] = sums.get(row.amount.currency, 0) + row.amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))

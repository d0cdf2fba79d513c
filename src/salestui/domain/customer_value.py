"""What a customer is worth (domain.md, section 4: customer_value, lifetime_value): orders to date, RFM, lifetime. Pure.

Won deals are orders. Sums of money never mix currencies: what is compared is in the desk's own, others stand beside.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final, NamedTuple

from salestui.domain.money import Money
from salestui.domain.scoring import Sale
from salestui.domain.words import DealStage

FEWEST: Final = 5  # customers with orders; of fewer there are no fifths
DAYS_A_YEAR: Final = 365


class Purchases(NamedTuple):
    """The orders of a customer to date. Instants are UTC."""

    orders: int  # with an amount or without
    first_at: datetime
    last_at: datetime
    amounts: tuple[Money, ...]  # by currency
    counted: int  # orders with an amount in the desk's currency
    counted_from: datetime | None  # the first of them
    currency: str  # the desk's

    @property
    def won(self) -> int | None:
        """What was won in the desk's currency (minor units); None where no order has an amount in it."""
        return next((each.minor for each in self.amounts if each.currency == self.currency), None)


def purchases(sales: Iterable[Sale], currency: str) -> Purchases | None:
    """The orders among the deals of one customer; None where nothing was won."""
    won = [(sale.closed_at, sale.amount) for sale in sales if sale.stage is DealStage.WON and sale.closed_at]
    if not won:
        return None
    sums: dict[str, int] = {}
    for _at, amount in won:
        if amount is not None:
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    own = [at for at, amount in won if amount is not None and amount.currency == currency]
    return Purchases(
        orders=len(won),
        first_at=min(at for at, _amount in won),
        last_at=max(at for at, _amount in won),
        amounts=tuple(Money(minor, name) for name, minor in sorted(sums.items())),
        counted=len(own),
        counted_from=min(own, default=None),
        currency=currency,
    )


# ── RFM ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Place(NamedTuple):
    """Where a value stands among all customers': how many are below it, how many equal, itself too, of how many."""

    below: int
    equal: int
    of: int


class Rfm(NamedTuple):
    """Quintiles 1–5, 5 the best, by recency, frequency and money; None where there is nothing to compare."""

    recency: int | None
    frequency: int | None
    monetary: int | None


def quintile(place: Place) -> int | None:
    """The fifth of all customers with orders in which a value lies: 1 the lowest, 5 the highest.

    Equal values lie together, where the middle of them lies: where all are equal, all are 3. Fewer than five
    customers have no fifths: None.
    """
    if place.of < FEWEST:
        return None
    return 5 * (2 * place.below + place.equal) // (2 * place.of) + 1


class Buyers:
    """All customers with orders, to compare one with: the last order's instant (any unit), the number, the money."""

    def __init__(self, last: Iterable[int], orders: Iterable[int], won: Iterable[int]) -> None:
        self._last = sorted(last)
        self._orders = sorted(orders)
        self._won = sorted(won)

    def rfm(self, last: int, orders: int, won: int | None) -> Rfm:
        """The quintiles of one of them."""
        return Rfm(
            quintile(_place(self._last, last)),
            quintile(_place(self._orders, orders)),
            None if won is None else quintile(_place(self._won, won)),
        )


def _place(rising: Sequence[int], value: int) -> Place:
    below = bisect_left(rising, value)
    return Place(below, bisect_right(rising, value) - below, len(rising))


# ── lifetime value ───────────────────────────────────────────────────────────────────────────────────────────────


class LifetimeValue(NamedTuple):
    """Average deal × deals a year × years × gross margin, with all that it assumes. Exact.

    A year ahead is taken to bring as many orders as a year so far, counted from the first order to now; less than a
    year counts as one, or a first order of last week would make fifty a year.
    """

    won: Money  # in the desk's currency
    deals: int
    days: int  # from the first of them to now, at least a year
    years: int
    gross_margin: Fraction

    @property
    def average_deal(self) -> Fraction:
        """Minor units."""
        return Fraction(self.won.minor, self.deals)

    @property
    def deals_a_year(self) -> Fraction:
        """As it was so far."""
        return Fraction(self.deals * DAYS_A_YEAR, self.days)

    @property
    def value(self) -> Fraction:
        """Minor units."""
        return self.average_deal * self.deals_a_year * self.years * self.gross_margin

    @property
    def money(self) -> Money:
        """The value to the nearest minor unit, a half upwards."""
        return nearest(self.value, self.won.currency)


def nearest(value: Fraction, currency: str) -> Money:
    """An amount of minor units to the nearest whole one, a half upwards."""
    return Money(int((2 * value + 1) // 2), currency)


def lifetime_value(
    found: Purchases | None, now: datetime, *, years: int, gross_margin: Fraction | None
) -> LifetimeValue | None:
    """What a customer's orders of the next `years` bring; None where no order has an amount, or no margin is stated."""
    if found is None or found.won is None or found.counted_from is None or gross_margin is None:
        return None
    days = max(DAYS_A_YEAR, (now - found.counted_from).days)
    return LifetimeValue(Money(found.won, found.currency), found.counted, days, years, gross_margin)

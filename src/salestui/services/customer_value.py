"""What customers are worth, and which grade and segment their score suggests. Reads only: the rep decides."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from salestui.domain.customer_value import (
    Buyers,
    LifetimeValue,
    Place,
    Purchases,
    Rfm,
    lifetime_value,
    purchases,
    quintile,
)
from salestui.domain.instants import to_ms
from salestui.domain.scoring import Score, score
from salestui.domain.words import Grade, Segment
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.services.suggesting import sales_of
from salestui.store.reads import customer_value as reads

if TYPE_CHECKING:
    from salestui.services.finding import Face

NO_RFM = Rfm(None, None, None)
_PAGE = 500


class Values(NamedTuple):
    """Every customer in sight by key, who bought most first; and all that have bought, to compare one with."""

    keys: Sequence[str]
    buyers: Buyers


class Worth(NamedTuple):
    """What one customer has bought, where it stands among all others, and what its lifetime brings; as of `now`."""

    now: datetime
    purchases: Purchases | None
    rfm: Rfm
    lifetime: LifetimeValue | None


class ValueRow(NamedTuple):
    """A customer in the list: what is set, what it is worth, and what its score suggests."""

    code: str
    name: str
    owner: str | None
    grade: Grade | None
    segment: Segment | None
    worth: Worth
    score: Score

    @property
    def differs(self) -> bool:
        """Whether another grade or segment is suggested than is set."""
        return self.score.differs(self.grade, self.segment)


def values(desk: Desk, *, owner: str | None = None) -> Values:
    """The customers of `owner`, or all; each is compared with everybody's. Raises NotFoundError for no owner.

    One pass over all deals: to be read beside a screen.
    """
    whose = None if owner is None else known_owner(desk, owner)
    found = reads.standing(desk.reader, desk.settings.currency)
    bought = [row for row in found if row.orders is not None]
    buyers = Buyers(
        (row.last_at for row in bought if row.last_at is not None),
        (row.orders for row in bought if row.orders is not None),
        (row.won for row in bought if row.won is not None),
    )
    return Values([row.id for row in found if whose is None or row.owner == whose], buyers)


def page(desk: Desk, keys: Sequence[str], buyers: Buyers) -> dict[str, ValueRow]:
    """The rows of some keys: as many as stand on the screen."""
    now, found = desk.now(), reads.page(desk.reader, keys)
    return {key: _row(desk, found[key], buyers, now) for key in keys if key in found}


def listed(desk: Desk, *, owner: str | None, limit: int) -> list[ValueRow]:
    """The customers of `values`, at most `limit` of them; -1 for all."""
    found = values(desk, owner=owner)
    keys = found.keys if limit < 0 else found.keys[:limit]
    return [
        row
        for start in range(0, len(keys), _PAGE)
        for row in page(desk, keys[start : start + _PAGE], found.buyers).values()
    ]


def _row(desk: Desk, whose: reads.Whose, buyers: Buyers, now: datetime) -> ValueRow:
    found = purchases(whose.profile.sales, desk.settings.currency)
    rfm = NO_RFM if found is None else buyers.rfm(to_ms(found.last_at), found.orders, found.won)
    return ValueRow(
        whose.code,
        whose.name,
        whose.owner,
        whose.grade,
        whose.segment,
        Worth(now, found, rfm, _lifetime(desk, found, now)),
        score(whose.profile, desk.settings.score, desk.settings.currency),
    )


def worth(desk: Desk, face: "Face", rfm: Rfm) -> Worth:
    """What one customer is worth; its quintiles are those of `rfm_of`."""
    found = purchases(sales_of(face.deals), desk.settings.currency)
    return Worth(face.now, found, rfm, _lifetime(desk, found, face.now))


def rfm_of(desk: Desk, key: str) -> Rfm:
    """The quintiles of one customer (key), counted by the file itself.

    0.2 s where 100,000 customers have 300,000 deals: to be asked beside a screen.
    """
    among = reads.among(desk.reader, key, desk.settings.currency)
    if among is None:
        return NO_RFM
    paid = among.less is not None and among.as_much is not None
    return Rfm(
        quintile(Place(among.earlier, among.as_late, among.customers)),
        quintile(Place(among.fewer, among.as_many, among.customers)),
        quintile(Place(among.less or 0, among.as_much or 0, among.paying)) if paid else None,
    )


def _lifetime(desk: Desk, found: Purchases | None, now: datetime) -> LifetimeValue | None:
    rules = desk.settings.value
    margin = None if rules.gross_margin is None else Fraction(repr(rules.gross_margin))  # as written: 0.3 is 3/10
    return lifetime_value(found, now, years=rules.years, gross_margin=margin)

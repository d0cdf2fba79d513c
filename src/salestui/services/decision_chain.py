"""The contacts of a customer in the order in which they decide, and whom of them to call. Reads only.

Apart from the other reads of a card: Today tells whom to call, and its first screen waits for nothing else of them.
"""

from collections.abc import Sequence

from salestui.domain.rows import ContactRow, CustomerName
from salestui.domain.words import DecisionRole, Level
from salestui.services.desk import Desk
from salestui.store.reads import plain


def contacts_of(desk: Desk, customer: CustomerName) -> list[ContactRow]:
    """The decision chain of a customer, whoever decides first; among equals the deeper involved."""
    return sorted(plain.listed(desk.reader, "contact", limit=-1, customer=customer.id), key=_weight)


_ROLES = (
    DecisionRole.DECISION_MAKER,
    DecisionRole.MANAGEMENT,
    DecisionRole.PURCHASING,
    DecisionRole.TECHNICAL,
    DecisionRole.INFLUENCER,
    DecisionRole.USER,
    None,
)
_INVOLVEMENT = (Level.HIGH, Level.MEDIUM, Level.LOW, None)


def _weight(row: ContactRow) -> tuple[int, int, str]:
    return _ROLES.index(row.decision_role), _INVOLVEMENT.index(row.involvement), row.name


def to_call(contacts: Sequence[ContactRow]) -> ContactRow | None:
    """Whom to call: the first of the decision chain who has a number, else the first."""
    return next((row for row in contacts if row.mobile or row.phone), contacts[0] if contacts else None)

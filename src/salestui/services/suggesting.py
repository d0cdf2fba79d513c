"""The grade and segment that a customer's score suggests, from what a card or a form holds already: nothing is read."""

from collections.abc import Iterable, Mapping
from typing import cast

from salestui.domain.fields import FieldError, Value, read
from salestui.domain.money import Money
from salestui.domain.records import RECORDS
from salestui.domain.rows import DealRow
from salestui.domain.scoring import Profile, Sale, Score, needs_of, score
from salestui.domain.words import Level, Stage
from salestui.services.desk import Desk
from salestui.store.reads.values import understood

_LOOKED_AT = ("stage", "annual_revenue", "employees", "industry", "need_urgency", "core_needs", "pain_points")


def sales_of(deals: Iterable[DealRow]) -> tuple[Sale, ...]:
    """What of a customer's deals counts."""
    return tuple(Sale(row.stage, row.amount, row.closed_at) for row in deals)


def suggested(desk: Desk, profile: Mapping[str, object], sales: tuple[Sale, ...]) -> Score:
    """The score of a customer by its fields (id → value) and its deals."""
    stage, revenue, employees, industry, urgency, *needs = (profile.get(name) for name in _LOOKED_AT)
    with understood():
        looked_at = Profile(
            stage=Stage(str(stage or Stage.PROSPECT)),
            annual_revenue=revenue if isinstance(revenue, Money) else None,
            employees=employees if isinstance(employees, int) else None,
            industry=cast("str | None", industry),
            need_urgency=Level(str(urgency)) if urgency else None,
            needs=needs_of(*cast("list[str | None]", needs)),
            sales=sales,
        )
    return score(looked_at, desk.settings.score, desk.settings.currency)


def suggested_for_typed(desk: Desk, typed: Mapping[str, str], sales: tuple[Sale, ...]) -> Score:
    """As `suggested`, of fields as they are typed; what cannot be read yet is not known."""
    reading = desk.reading()
    found: dict[str, Value] = {}
    for name in _LOOKED_AT:
        try:
            found[name] = read(RECORDS["customer"].field(name), typed.get(name, ""), reading)
        except FieldError:
            continue
    return suggested(desk, found, sales)

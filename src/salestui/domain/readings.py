"""From sums of records to the readings of a figure: the whole by currency, and the parts. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from salestui.domain.figures import FIGURES, Part, Reading, Unit
from salestui.domain.words import FigureId

UNKNOWN: Final = "unknown"  # the channel of what is credited to none: a channel like any other
_MONEY: Final = frozenset({Unit.MONEY, Unit.MONEY_PER_DAY})


class Sum(NamedTuple):
    """What the records of one part and currency come to. `rule` is a second way of splitting the same records."""

    part: str
    rule: str
    currency: str | None
    numerator: int
    denominator: int | None


def readings(figure: FigureId, sums: Sequence[Sum], currency: str) -> tuple[Reading, ...]:
    """The whole by currency, that of the desk (`currency`) first and always there; then the parts.

    Channels are shares of the whole, which is what is known of it; all other parts stand for themselves.
    """
    parts = FIGURES[figure].parts
    whole = [each for each in sums if not each.part] if parts is Part.ELAPSED else sums
    found = _by_currency(figure, whole)
    split = [each for each in sums if each.part]
    if FIGURES[figure].unit in _MONEY or parts is Part.CHANNEL:
        found = {currency: found.get(currency, _nothing(figure, currency)), **found}
    else:
        found = {None: found.get(None, _nothing(figure, None))}
    if parts is Part.CHANNEL:
        return _shares(found.values(), _by_part(figure, split, "part"))
    return (*found.values(), *_by_part(figure, split, "part"), *_by_part(figure, split, "rule"))


def _shares(wholes: Collection[Reading], parts: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of each whole what is known of it, then each part, over the whole: the parts add up to it."""
    total = {each.currency: each.numerator for each in wholes}
    unknown = {each.currency: each.numerator for each in parts if each.part == UNKNOWN}
    known = [replace(each, numerator=each.numerator - unknown.get(each.currency, 0)) for each in wholes]
    return tuple(replace(each, denominator=total[each.currency]) for each in (*known, *parts))


def growth(now: Iterable[Reading], before: Iterable[Reading]) -> tuple[Reading, ...]:
    """(This − the period before) ÷ the period before, by currency, of two readings of the sales amount."""
    old = {each.currency: each.numerator for each in before}
    new = {each.currency: each.numerator for each in now}
    return tuple(
        Reading(
            FigureId.REVENUE_GROWTH,
            new.get(currency, 0) - old.get(currency, 0),
            old.get(currency, 0),
            currency=currency,
        )
        for currency in dict.fromkeys((*new, *old))
    )


def velocity(open_deals: int, win_rate: Reading, average: Iterable[Reading], cycle: Reading) -> tuple[Reading, ...]:
    """Open deals × win rate × average deal ÷ cycle, by currency: minor units a day."""
    assert win_rate.denominator is not None and cycle.denominator is not None  # noqa: PT018 - both are shares
    return tuple(
        Reading(
            FigureId.SALES_VELOCITY,
            open_deals * win_rate.numerator * each.numerator * cycle.denominator,
            win_rate.denominator * (each.denominator or 0) * cycle.numerator,
            currency=each.currency,
        )
        for each in average
    )


def _nothing(figure: FigureId, currency: str | None) -> Reading:
    unit = FIGURES[figure].unit
    sums = unit is Unit.COUNT or (unit is Unit.MONEY and figure is not FigureId.AVERAGE_DEAL)
    return Reading(figure, 0, None if sums else 0, currency=currency)


def _by_currency(figure: FigureId, sums: Iterable[Sum]) -> dict[str | None, Reading]:
    found: dict[str | None, Reading] = {}
    for each in sums:
        found[each.currency] = _added(found.get(each.currency), figure, each, "")
    return found


def _by_part(figure: FigureId, sums: Iterable[Sum], by: str) -> list[Reading]:
    found: dict[tuple[str, str | None], Reading] = {}
    for each in sums:
        part = each.part if by == "part" else each.rule
        if part:
            found[part, each.currency] = _added(found.get((part, each.currency)), figure, each, part)
    return [found[place] for place in sorted(found, key=lambda place: (place[0], place[1] or ""))]


def _added(reading: Reading | None, figure: FigureId, more: Sum, part: str) -> Reading:
    numerator = more.numerator + (0 if reading is None else reading.numerator)
    denominator = more.denominator
    if denominator is not None and reading is not None:
        denominator += reading.denominator or 0
    return Reading(figure, numerator, denominator, part, more.currency)

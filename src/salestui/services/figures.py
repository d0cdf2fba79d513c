"""The figures of a period for a screen, a report and a review: each with its period before, its trend, its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from salestui.domain import readings as made
from salestui.domain.figures import FigureId
from salestui.domain.periods import Period
from salestui.domain.readings import NOBODY, FigureRow, Measured, Reading, Scope, whole
from salestui.services.desk import Desk, owners_of
from salestui.services.goals import target_for
from salestui.services.naming import known_owner
from salestui.store.reads.figures import rows as row_reads
from salestui.store.reads.figures import sums as sum_reads
from salestui.store.reads.figures.bases import BASES
from salestui.store.reads.figures.spans import Spans

TREND: Final = 12  # periods, this one the last

# Of these the readings of several owners are not made of the same records, counted once.
_NO_SUMS: Final = frozenset({FigureId.REVENUE_GROWTH, FigureId.SALES_CYCLE, FigureId.SALES_VELOCITY})

Readings = tuple[Reading, ...]


def measure(desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Measured:
    """A figure in `period`, before it, and in the eleven periods before. Raises NotFoundError for an unknown owner."""
    scope = _known(desk, scope)
    periods = [period]
    for _step in range(TREND):
        periods.append(periods[-1].before())
    passed = period.to_date(_today(desk))
    before = periods[1:3]
    if passed != period:  # it is not over: compared with as many days
        before = [each.first_days(passed.days) for each in before]
    if figure is FigureId.REVENUE_GROWTH:
        *trend, compared, earlier = _readings(desk, FigureId.SALES_AMOUNT, (*periods, *before), scope)
        found = [made.growth(now, then) for now, then in pairwise(trend)]
        found[0] = made.growth(trend[0], compared)
        found.append(made.growth(compared, earlier))
    else:
        found = _readings(desk, figure, (*periods[:TREND], before[0]), scope)
    wholes = [whole(each, desk.settings.currency) for each in reversed(found[:TREND])]
    return Measured(
        figure,
        readings=found[0],
        before=found[-1],
        trend=tuple(None if each is None else each.value for each in wholes),
        target=target_for(desk, figure, period, scope),
    )


def readings(desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Readings:
    """A figure in `period` alone. Raises NotFoundError for an owner nobody knows."""
    scope = _known(desk, scope)
    if figure is FigureId.REVENUE_GROWTH:
        periods = (period, period.same_days_before(_today(desk)))
        return made.growth(*_readings(desk, FigureId.SALES_AMOUNT, periods, scope))
    return _readings(desk, figure, (period,), scope)[0]


def behind(desk: Desk, figure: FigureId, period: Period, scope: Scope, *, limit: int) -> list[FigureRow]:
    """The rows a figure was counted from, newest first, at most `limit` (-1: all).

    Of the sales velocity the open deals, of the growth the sales of this period.
    """
    if figure is FigureId.REVENUE_GROWTH:
        figure = FigureId.SALES_AMOUNT
    spans = Spans((period,), desk.now(), desk.zone)
    return row_reads.rows(
        desk.reader, figure, spans, _known(desk, scope), desk.laws, limit=limit, first_orders=_first_orders(desk)
    )


def counted_from(figure: FigureId) -> str:
    """The kind of records a figure is counted from: "deal", "follow_up" …"""
    return BASES[FigureId.SALES_AMOUNT if figure is FigureId.REVENUE_GROWTH else figure].entity


def by_owner(desk: Desk, figures: Sequence[FigureId], period: Period, scope: Scope) -> Mapping[str | None, Readings]:
    """The readings of `figures` for each owner there is, side by side; None owns what nobody owns.

    For somebody a figure has counted nothing for, it reads nothing of nothing.
    """
    scope = _known(desk, scope)
    owners = [*owners_of(desk), None] if scope.owner is None else [scope.owner]
    found: dict[str | None, Readings] = dict.fromkeys(owners, ())
    spans = Spans((period,), desk.now(), desk.zone)
    for figure in figures:
        if figure not in _NO_SUMS:
            counted = sum_reads.by_owner(desk.reader, figure, spans, scope, desk.laws, first_orders=_first_orders(desk))
            each = {owner: made.readings(figure, counted.get(owner, []), desk.settings.currency) for owner in owners}
        else:
            each = {owner: readings(desk, figure, period, replace(scope, owner=owner or NOBODY)) for owner in owners}
        for owner in owners:
            found[owner] += each.get(owner, ())
    return found


def _readings(desk: Desk, figure: FigureId, periods: Sequence[Period], scope: Scope) -> list[Readings]:
    """A figure in each of `periods`, all at once."""
    spans = Spans(periods, desk.now(), desk.zone)
    counted = sum_reads.sums(desk.reader, figure, spans, scope, desk.laws, first_orders=_first_orders(desk))
    if figure is not FigureId.SALES_VELOCITY:
        return [made.readings(figure, each, desk.settings.currency) for each in counted]
    rates, averages, cycles = (
        _readings(desk, each, periods, scope)
        for each in (FigureId.WIN_RATE, FigureId.AVERAGE_DEAL, FigureId.SALES_CYCLE)
    )
    return [
        made.velocity(sum(each.numerator for each in open_deals), rate[0], average, cycle[0])
        for open_deals, rate, average, cycle in zip(counted, rates, averages, cycles, strict=True)
    ]


def _today(desk: Desk) -> date:
    return desk.now().astimezone(desk.zone).date()


def _first_orders(desk: Desk) -> bool:
    """Whether a customer is new by its first order, not by being written down."""
    return desk.settings.new_customers == "first_order"


def _known(desk: Desk, scope: Scope) -> Scope:
    return scope if not scope.owner else replace(scope, owner=known_owner(desk, scope.owner))

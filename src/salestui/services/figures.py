"""The figures of a period for a screen, a report and a review: each with its period before, its trend, its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise
from typing import Final

from salestui.domain import readings as made
from salestui.domain.figures import FIGURES, FigureId, Made
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

Readings = tuple[Reading, ...]


def measure(desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Measured:
    """A figure in `period`, before it, and in the eleven periods before. Raises NotFoundError for an unknown owner."""
    scope = _known(desk, scope)
    periods = [period]
    for _step in range(TREND):
        periods.append(periods[-1].before())
    passed = period.to_date(_today(desk))
    before, earlier = periods[1:3]
    if passed != period:  # it is not over: compared with as many days
        before, earlier = before.first_days(passed.days), earlier.first_days(passed.days)
    found = _readings(desk, figure, [(period, before), *pairwise(periods[1:]), (before, earlier)], scope)
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
    return _readings(desk, figure, [(period, period.same_days_before(_today(desk)))], _known(desk, scope))[0]


def behind(desk: Desk, figure: FigureId, period: Period, scope: Scope, *, limit: int) -> list[FigureRow]:
    """The rows a figure was counted from, newest first, at most `limit` (-1: all).

    Of the sales velocity the open deals, of the growth the sales of this period.
    """
    spans = Spans((period,), desk.now(), desk.zone)
    return row_reads.rows(
        desk.reader, figure, spans, _known(desk, scope), desk.laws, limit=limit, first_orders=_first_orders(desk)
    )


def counted_from(figure: FigureId) -> str:
    """The kind of records a figure is counted from: "deal", "follow_up" …"""
    return BASES[figure].entity


def by_owner(desk: Desk, figures: Sequence[FigureId], period: Period, scope: Scope) -> Mapping[str | None, Readings]:
    """The readings of `figures` for each owner there is, side by side; None owns what nobody owns.

    For somebody a figure has counted nothing for, it reads nothing of nothing.
    """
    scope = _known(desk, scope)
    owners = [*owners_of(desk), None] if scope.owner is None else [scope.owner]
    found: dict[str | None, Readings] = dict.fromkeys(owners, ())
    spans = Spans((period,), desk.now(), desk.zone)
    for figure in figures:
        if FIGURES[figure].made is Made.SUMS:
            counted = sum_reads.by_owner(desk.reader, figure, spans, scope, desk.laws, first_orders=_first_orders(desk))
            each = {owner: made.readings(figure, counted.get(owner, []), desk.settings.currency) for owner in owners}
        else:
            each = {owner: readings(desk, figure, period, replace(scope, owner=owner or NOBODY)) for owner in owners}
        for owner in owners:
            found[owner] += each.get(owner, ())
    return found


def _readings(desk: Desk, figure: FigureId, compared: Sequence[tuple[Period, Period]], scope: Scope) -> list[Readings]:
    """A figure in the first period of each pair, all at once; a growth is over the second."""
    periods = [period for period, _before in compared]
    match FIGURES[figure].made:
        case Made.SUMS | Made.MIDDLE:
            return _sums(desk, figure, periods, scope)
        case Made.GROWTH:
            asked = list(dict.fromkeys(chain.from_iterable(compared)))
            sums = dict(zip(asked, _sums(desk, figure, asked, scope), strict=True))
            return [made.growth(figure, sums[period], sums[before]) for period, before in compared]
        case Made.VELOCITY:
            made_of = (figure, FigureId.WIN_RATE, FigureId.SALES_CYCLE, FigureId.AVERAGE_DEAL)
            found = zip(*(_sums(desk, each, periods, scope) for each in made_of), strict=True)
            return [
                made.velocity(figure, deals[0], rate[0], cycle[0], averages) for deals, rate, cycle, averages in found
            ]


def _sums(desk: Desk, figure: FigureId, periods: Sequence[Period], scope: Scope) -> list[Readings]:
    """What the records of a figure's basis come to in each of `periods`."""
    spans = Spans(periods, desk.now(), desk.zone)
    counted = sum_reads.sums(desk.reader, figure, spans, scope, desk.laws, first_orders=_first_orders(desk))
    return [made.readings(figure, each, desk.settings.currency) for each in counted]


def _today(desk: Desk) -> date:
    return desk.now().astimezone(desk.zone).date()


def _first_orders(desk: Desk) -> bool:
    """Whether a customer is new by its first order, not by being written down."""
    return desk.settings.new_customers == "first_order"


def _known(desk: Desk, scope: Scope) -> Scope:
    return scope if not scope.owner else replace(scope, owner=known_owner(desk, scope.owner))

"""The program's figures beside the recount of the change log: every reading, as whole numbers, must be the same."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.instants import to_ms
from salestui.domain.periods import Period
from salestui.domain.readings import Reading, Scope
from salestui.services.desk import Desk
from salestui.services.figures import behind, by_owner, measure
from tests.figures import recount
from tests.figures.facts import Company, Limit, fold, round_the_clock

Exact = tuple[str, str | None, object]
_MANY = 1_000_000
_IN_SUM = frozenset(  # counted row by row: numerators and denominators of the rows behind add up to the reading
    set(FIGURES) - recount.BY_VALUE - {FigureId.REVENUE_GROWTH, FigureId.CHANNEL_CONTRIBUTION}
)


def company_of(desk: Desk, limit: Limit = round_the_clock) -> Company:
    """What the change log of the desk tells."""
    return Company(fold(desk.reader), desk.zone, desk.settings.currency, limit)


def disagreements(
    desk: Desk, company: Company, asked: Iterable[tuple[FigureId, Period, Scope]], *, trends: bool = True
) -> Iterator[str]:
    """Where the two tell different things of a figure in a period, of the one before, or of the twelve."""
    now = to_ms(desk.now())
    for figure, period, scope in asked:
        told = measure(desk, figure, period, scope)
        place = f"{figure} {period.name} {_of(scope)}"
        yield from _differing(place, told.readings, recount.recount(company, figure, period, scope, now=now))
        before = recount.recount_before(company, figure, period, scope, now=now)
        yield from _differing(f"{place}, the period before", told.before, before)
        if trends:
            yield from _other_trend(place, told.trend, company, figure, period, scope, now)


def owners_disagreeing(
    desk: Desk, company: Company, figures: Sequence[FigureId], period: Period, scope: Scope, owners: Sequence[str]
) -> Iterator[str]:
    """The same of the figures side by side, and of what nobody owns."""
    now = to_ms(desk.now())
    told = by_owner(desk, figures, period, scope)
    for owner in (*owners, None):
        of_one = Scope(owner, scope.segment, scope.grade, scope.region)
        for figure in figures:
            counted = recount.recount(company, figure, period, of_one, now=now, nobody=owner is None)
            readings = [each for each in told.get(owner, ()) if each.figure is figure]
            yield from _differing(f"{figure} {period.name} by owner: {owner}", readings, counted, empty_may_lack=True)


def rows_disagreeing(desk: Desk, company: Company, asked: Iterable[tuple[FigureId, Period, Scope]]) -> Iterator[str]:
    """Where the rows behind a figure do not add up to it."""
    now = to_ms(desk.now())
    for figure, period, scope in asked:
        if figure not in _IN_SUM:
            continue
        rows = behind(desk, figure, period, scope, limit=_MANY)
        for whole in (each for each in recount.recount(company, figure, period, scope, now=now) if not each.part):
            counted = [row for row in rows if whole.currency in (None, row.currency)]
            sums = sum(row.numerator for row in counted), sum(row.denominator or 0 for row in counted)
            if sums != (whole.numerator, whole.denominator or 0):
                yield f"{figure} {period.name} {_of(scope)}: rows behind give {sums}, counted {whole}"


def _other_trend(
    place: str,
    told: Sequence[Fraction | None],
    company: Company,
    figure: FigureId,
    period: Period,
    scope: Scope,
    now: int,
) -> Iterator[str]:
    periods = [period]
    while len(periods) < 12:
        periods.insert(0, periods[0].before())
    counted = [_value(recount.recount(company, figure, each, scope, now=now), company.currency) for each in periods]
    if list(told) != counted:
        yield f"{place}, the trend: told {_fractions(told)}, counted {_fractions(counted)}"


def _value(readings: Sequence[Reading], currency: str) -> Fraction | None:
    return next((each.value for each in readings if not each.part and each.currency in (None, currency)), None)


def _differing(
    place: str, told: Sequence[Reading], counted: Sequence[Reading], *, empty_may_lack: bool = False
) -> Iterator[str]:
    ours, theirs = exact(told), exact(counted)
    if empty_may_lack:
        ours, theirs = ({each for each in of if each[2] not in _NOTHING} for of in (ours, theirs))
    if ours != theirs:
        yield f"{place}: told {_shown(ours - theirs)}, counted {_shown(theirs - ours)}"


_NOTHING = ((0, None), (0, 0), None, Fraction(0))


def exact(readings: Sequence[Reading]) -> set[Exact]:
    """Readings to compare. A currency, or a part, of which there is nothing may be told or left out."""
    exact: set[Exact] = set()
    for each in readings:
        value = each.value if each.figure in recount.BY_VALUE else (each.numerator, each.denominator)
        if (each.part or each.currency) and value in _NOTHING:
            continue
        exact.add((each.part, each.currency, value))
    return exact


def _shown(readings: set[Exact]) -> str:
    shown = (" ".join((part or "whole", currency or "", str(value))) for part, currency, value in readings)
    return ", ".join(sorted(shown)) or "nothing"


def _fractions(values: Sequence[Fraction | None]) -> str:
    return " ".join("–" if each is None else str(each) for each in values)


def _of(scope: Scope) -> str:
    given = (scope.owner, scope.segment, scope.grade, scope.region)
    return "of " + (", ".join(each for each in given if each) or "all")

"""What is asked of a played company: periods of every kind and every way to say whose."""

from collections.abc import Iterator
from datetime import date, timedelta

from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.periods import Period, PeriodKind, around, parse_period
from salestui.domain.readings import Scope
from salestui.services.desk import Desk
from tests.figures.events import REGIONS
from tests.figures.plans import OWNERS, Plan

ALL = Scope()
SCOPES = (
    *(Scope(owner=owner) for owner in OWNERS),
    Scope(segment="key_account"),
    Scope(grade="A"),
    Scope(region=REGIONS[0]),
    Scope(owner="Li", grade="B"),
    Scope(owner="Wang", segment="potential", region=REGIONS[1]),
)
_KINDS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
_NAMED = ("2024-02", "2024-W09", "2024-Q1", "2026-W53", "2026-12", "2027-03", "2026-11")
_RANGE = timedelta(days=18)


def periods(desk: Desk, plan: Plan) -> list[Period]:
    """Those that are not over, by every kind; leap and long ones, those of changing clocks, years; ranges."""
    today = desk.now().astimezone(desk.zone).date()
    last = plan.first + timedelta(days=plan.days)
    found = [around(today, kind) for kind in _KINDS]
    found += [period for period in map(parse_period, _NAMED) if plan.first <= period.first < last]
    found += [around(date(year, 7, 1), PeriodKind.YEAR) for year in range(plan.first.year, today.year)]
    middle = plan.first + timedelta(days=plan.days // 2)
    found += [
        Period(PeriodKind.RANGE, middle, middle + _RANGE),
        Period(PeriodKind.RANGE, today - _RANGE, today + _RANGE),
    ]
    return list(dict.fromkeys(found))


def a_few(desk: Desk, plan: Plan) -> Iterator[tuple[FigureId, Period, Scope]]:
    """Every figure of everybody in every period; whose figures are narrowed goes round the periods."""
    of_all = periods(desk, plan)
    for place, figure in enumerate(FIGURES):
        for period in of_all:
            yield figure, period, ALL
        for step, scope in enumerate(SCOPES):
            yield figure, of_all[(place + step) % len(of_all)], scope


def all_of_it(desk: Desk, plan: Plan) -> Iterator[tuple[FigureId, Period, Scope]]:
    """Every figure in every period, also in each week and month of the plan, for everybody and every scope."""
    last = plan.first + timedelta(days=plan.days)
    days = (plan.first + timedelta(days=n) for n in range((last - plan.first).days))
    spans = {around(day, kind): None for day in days for kind in (PeriodKind.WEEK, PeriodKind.MONTH)}
    for period in dict.fromkeys((*periods(desk, plan), *spans)):
        for figure in FIGURES:
            for scope in (ALL, *SCOPES):
                yield figure, period, scope

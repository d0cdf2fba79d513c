"""Goals 推广目标, what a figure is measured against, and what may be typed as one. Reads; `setting_goals` writes them.

`target_for` is asked for every tile: one query by index, no ORM.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.goals import GoalRow, pieces_of
from salestui.domain.periods import Period, PeriodError, PeriodKind, parse_period
from salestui.domain.readings import Scope
from salestui.domain.targets import Target, TargetError, parse_target
from salestui.errors import InvalidValueError
from salestui.figure_sentences import figure_name
from salestui.goal_sentences import target_problem
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.naming import repr_text
from salestui.store.reads import goals as reads


def target_for(desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Target | None:
    """What `figure` should come to in exactly `period`: by the goal of that owner, without an owner of the whole desk.

    Where no goal has those days, of a sum what the goals of all its quarters, or months, come to. Part of a longer
    goal is no target: nobody has said how it falls. Money in the desk's currency alone, in which tiles are shown.
    """
    if scope.of_customers or FIGURES[figure].no_goal:
        return None
    currency = desk.settings.currency
    known = reads.targets_within(desk.reader, figure, scope.owner, period.first, period.last, currency)
    amount = known.get((period.first, period.last))
    if amount is None and FIGURES[figure].adds_up:
        amount = _added_up(known, period)
    unit = FIGURES[figure].unit
    return None if amount is None else Target(amount, unit, currency if unit.of_money else None)


def _added_up(known: Mapping[tuple[date, date], int], period: Period) -> int | None:
    for kind in (PeriodKind.QUARTER, PeriodKind.MONTH):
        pieces = [(each.first, each.last) for each in pieces_of(period, kind)]
        if pieces and all(days in known for days in pieces):
            return sum(known[days] for days in pieces)
    return None


def goal(desk: Desk, key: str) -> GoalRow | None:
    """One goal by its key, archived or not; None where its making has been undone."""
    return next(iter(reads.goals(desk.reader, limit=1, id=key)), None)


def parts_of(desk: Desk, key: str) -> Sequence[GoalRow]:
    """The parts of a goal (key) that are not archived."""
    return reads.parts_of(desk.reader, key)


def over(desk: Desk, last: date) -> bool:
    """Whether a goal until `last` can only be looked back on."""
    return last < desk.now().astimezone(desk.zone).date()


# ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────────


def read_target(desk: Desk, figure: FigureId, text: str) -> Target:
    """The target that `text` means. Raises InvalidValueError for what cannot be measured, with what could be."""
    check_possible(figure)
    try:
        return parse_target(text, figure, desk.settings.currency)
    except TargetError as problem:
        raise InvalidValueError(*target_problem(problem, figure), field="target") from None


def check_possible(figure: FigureId) -> None:
    """Raises InvalidValueError for a figure no goal is kept of."""
    if FIGURES[figure].no_goal:
        raise InvalidValueError(
            _("{figure} cannot be a goal: as a whole it says nothing of what was done", figure=figure_name(figure)),
            _("take what it is made of: sales amount, or task completion"),
            field="figure",
        )


def read_days(text: str) -> Period:
    """The days of a goal by the name of a period. Raises InvalidValueError."""
    try:
        return parse_period(text)
    except PeriodError:
        raise InvalidValueError(
            _("{value} is not a period", value=repr_text(text)),
            _("give 2026-Q4, 2026-11, 2026, 2026-W47 or 2026-11-01..2026-11-20"),
            field="period",
        ) from None

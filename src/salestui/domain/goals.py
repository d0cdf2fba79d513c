"""Goals: which figures can be one, their days as a period, how they are split into parts, and their pace. Pure.

A goal is specific (a figure of the list, in words of one's own), measurable (a target that can be read) and has its
days; whether it can be reached, and is worth it, is the person's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from salestui.domain.figures import FIGURES, Better, FigureId
from salestui.domain.money import minor_digits
from salestui.domain.periods import Period, PeriodKind, around
from salestui.domain.targets import Target, reached

POSSIBLE: Final = tuple(each.id for each in FIGURES.values() if not each.no_goal)


class GoalRow(NamedTuple):
    """A goal as it was set. `owner` None: the whole desk's; `parent` is the ref of the goal it is a part of."""

    id: str
    ref: str
    phase: str | None
    core_goal: str | None
    figure: FigureId
    target: Target
    owner: str | None
    from_day: date
    to_day: date
    parent: str | None
    note: str | None
    created_at: datetime

    @property
    def period(self) -> Period:
        """Its days."""
        return period_of(self.from_day, self.to_day)


def period_of(first: date, last: date) -> Period:
    """The days of a goal as the period they make: a year, quarter, month or week by its name, else the range."""
    after = last + timedelta(days=1)
    for kind in (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.WEEK):
        whole = around(first, kind)
        if (whole.first, whole.after) == (first, after):
            return whole
    return Period(PeriodKind.RANGE, first, after)


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def pieces_of(period: Period, kind: PeriodKind) -> tuple[Period, ...]:
    """The months or quarters that a period is made of; none where it is but one, or does not begin and end with one."""
    pieces = []
    piece = around(period.first, kind)
    while piece.first < period.after:
        pieces.append(piece)
        piece = piece.next()
    whole = pieces[0].first == period.first and pieces[-1].after == period.after
    return tuple(pieces) if whole and len(pieces) > 1 else ()


def shared(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` by `weights`, in whole parts that add up to it exactly.

    What is left over goes to the largest remainders, among equal ones to the earlier part.

    Raises ValueError where the weights come to nothing.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % total))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def split(figure: FigureId, target: Target, weights: Sequence[int]) -> tuple[Target, ...]:
    """The targets of the parts of a goal: a sum is shared by `weights`; what is no sum is the same for every part.

    An amount in whole units of its currency falls into whole units: nobody is held to a cent.
    """
    if not FIGURES[figure].adds_up:
        return tuple(target for _weight in weights)
    unit = 1 if target.currency is None else 10 ** minor_digits(target.currency)
    if target.amount % unit:
        unit = 1
    return tuple(Target(part * unit, target.unit, target.currency) for part in shared(target.amount // unit, weights))


# ── pace ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class PaceState(StrEnum):
    """How a goal stands beside the line to it."""

    NOT_BEGUN = "not_begun"
    NOTHING = "nothing"  # nothing to divide so far
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    REACHED = "reached"
    MISSED = "missed"  # it is over, and was not reached


@dataclass(frozen=True, slots=True)
class Pace:
    """How a goal stands, and what the figure should come to by the end of today (`line`)."""

    state: PaceState
    line: Fraction


def pace(figure: FigureId, target: Target, value: Fraction | None, period: Period, today: date) -> Pace:
    """How `value`, of `period` so far, stands beside the straight line to `target`; today counts as a day passed.

    A sum grows evenly over all days of the calendar: hours of work are the clocks', not the goals'. What is no sum is
    due in full every day, and is reached once the period is over; so is a sum that should stay low.
    """
    passed = min(max((today - period.first).days + 1, 0), period.days)
    line = target.value * passed / period.days if FIGURES[figure].adds_up else target.value
    return Pace(_state(figure, target, value, line, over=today >= period.after, begun=passed > 0), line)


def _state(
    figure: FigureId, target: Target, value: Fraction | None, line: Fraction, *, over: bool, begun: bool
) -> PaceState:
    if not begun:
        return PaceState.NOT_BEGUN
    if value is None:
        return PaceState.NOTHING
    better = FIGURES[figure].better
    settled = over or (FIGURES[figure].adds_up and better is not Better.LESS)  # a sum only grows
    if settled and reached(value, target, better):
        return PaceState.REACHED
    if over:
        return PaceState.MISSED
    if value == line:
        return PaceState.ON_PACE
    return PaceState.AHEAD if (value > line) is (better is not Better.LESS) else PaceState.BEHIND

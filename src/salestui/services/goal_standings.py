"""Goals beside what is reached so far: always computed, never typed. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.goals import GoalRow, Pace, pace
from salestui.domain.periods import Period
from salestui.domain.readings import Measured, Reading, Scope
from salestui.domain.targets import Target, attainment
from salestui.errors import NotFoundError
from salestui.services import figures
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.store.reads import goals as reads


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal beside what is reached: `reading` is the figure over its days so far, None before they begin.

    `parts` counts its parts; where they add up, `parts_sum` is what they come to. `depth`: how many goals it is a
    part of, among those asked for.
    """

    goal: GoalRow
    reading: Reading | None
    attainment: Fraction | None
    pace: Pace
    depth: int = 0
    parts: int = 0
    parts_sum: Target | None = None

    @property
    def value(self) -> Fraction | None:
        """What is reached."""
        return None if self.reading is None else self.reading.value

    @property
    def line(self) -> Fraction:
        """The pace as a share of the target."""
        return self.pace.line / self.goal.target.value

    @property
    def differs(self) -> bool:
        """Whether its parts come to something else than its target."""
        return self.parts_sum is not None and self.parts_sum != self.goal.target


class Tree(NamedTuple):
    """A goal, how many of those asked for it is a part of, and its own parts among them."""

    goal: GoalRow
    depth: int
    parts: Sequence[GoalRow]


def trees(desk: Desk, *, owner: str | None = None, period: Period | None = None) -> list[Tree]:
    """As `standings`, with nothing counted."""
    whose = None if owner is None else known_owner(desk, owner)
    first, last = (None, None) if period is None else (period.first, period.last)
    return _as_trees(reads.goals(desk.reader, limit=-1, owner=whose, first=first, last=last), _today(desk))


def standings(desk: Desk, *, owner: str | None = None, period: Period | None = None) -> list[Standing]:
    """The goals of `owner` (None: everybody's) with a day in `period` (None: all), each followed by its parts.

    What runs comes first, then what is to come, then what is over. Raises NotFoundError for an owner nobody knows.
    """
    today = _today(desk)
    measured: dict[tuple[object, ...], Reading | None] = {}
    return [
        _standing(desk, tree.goal, tree.depth, tree.parts, today, measured)
        for tree in trees(desk, owner=owner, period=period)
    ]


def standing(desk: Desk, row: GoalRow) -> Standing:
    """How one goal stands."""
    return _standing(desk, row, 0, reads.parts_of(desk.reader, row.id), _today(desk), {})


def _standing(
    desk: Desk,
    row: GoalRow,
    depth: int,
    parts: Sequence[GoalRow],
    today: date,
    measured: dict[tuple[object, ...], Reading | None],
) -> Standing:
    place = (row.figure, row.owner, row.from_day, row.to_day, row.target.currency)
    if place not in measured:
        measured[place] = _actual(desk, row, today)
    reading = measured[place]
    value = None if reading is None else reading.value
    stands = pace(row.figure, row.target, value, row.period, today)
    share = attainment(value, row.target)
    return Standing(row, reading, share, stands, depth, len(parts), _sum_of(row, parts))


def _actual(desk: Desk, row: GoalRow, today: date) -> Reading | None:
    """What is reached over the days of a goal; None where they have not begun."""
    if today < row.from_day:
        return None
    return reached_in(desk, row.figure, row.period, row.owner, row.target.currency)


def reached_in(desk: Desk, figure: FigureId, period: Period, owner: str | None, currency: str | None) -> Reading | None:
    """What a goal for these days and this owner would be measured by; None where nothing is counted in `currency`.

    None as well where nobody goes by the owner's name: it is damaged.
    """
    try:
        found = figures.readings(desk, figure, period, Scope(owner=owner))
    except NotFoundError:
        return None
    return Measured(figure, found, (), ()).whole(currency or desk.settings.currency)


def _sum_of(row: GoalRow, parts: Iterable[GoalRow]) -> Target | None:
    targets = [part.target for part in parts]
    if not FIGURES[row.figure].adds_up or not targets or any(each.currency != row.target.currency for each in targets):
        return None
    return Target(sum(each.amount for each in targets), row.target.unit, row.target.currency)


def _as_trees(rows: Sequence[GoalRow], today: date) -> list[Tree]:
    """Parts behind their goal."""
    known = {row.ref for row in rows}
    parts: dict[str, list[GoalRow]] = {}
    for row in rows:
        if row.parent in known:
            parts.setdefault(row.parent or "", []).append(row)
    found: list[Tree] = []

    def walk(row: GoalRow, depth: int) -> None:
        below = sorted(parts.get(row.ref, ()), key=lambda part: (part.from_day, part.owner or ""))
        found.append(Tree(row, depth, below))
        for part in below:
            walk(part, depth + 1)

    for row in sorted((row for row in rows if row.parent not in known), key=lambda row: _order(row, today)):
        walk(row, 0)
    return found


def _order(row: GoalRow, today: date) -> tuple[object, ...]:
    when = 2 if row.to_day < today else 1 if row.from_day > today else 0
    days = -row.to_day.toordinal() if when == 2 else row.to_day.toordinal()
    return when, days, list(FigureId).index(row.figure), row.owner or ""


def _today(desk: Desk) -> date:
    return desk.now().astimezone(desk.zone).date()

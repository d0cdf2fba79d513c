"""Reviews to be read: a period's figures as they were frozen, beside what they come to by now. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from salestui.domain.figures import FIGURES, Measured, Scope
from salestui.domain.frozen_figures import Frozen, FrozenFiguresError, differs, from_text
from salestui.domain.periods import Period, PeriodError, PeriodKind, parse_period
from salestui.domain.rows import ReviewRow
from salestui.errors import StoreError
from salestui.i18n import _
from salestui.services import figures
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.store.reads import reviews as reads


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure as it was frozen, and as it comes out now; `now` is None for one this program does not know."""

    frozen: Frozen
    now: Measured | None

    @property
    def differs(self) -> bool:
        """Whether something of the period has been written, changed or undone since."""
        return isinstance(self.frozen, Measured) and self.now is not None and differs(self.frozen, self.now)


def reviews(desk: Desk, *, owner: str | None = None, limit: int = -1) -> list[ReviewRow]:
    """All reviews, or those of `owner`, the latest period first. Raises NotFoundError for an owner nobody knows."""
    return reads.reviews(desk.reader, limit=limit, owner=None if owner is None else known_owner(desk, owner))


def review(desk: Desk, key: str) -> ReviewRow | None:
    """One review by its key; None where its making has been undone."""
    return next(iter(reads.reviews(desk.reader, limit=1, id=key)), None)


def of_period(desk: Desk, period: Period, owner: str | None) -> list[ReviewRow]:
    """The reviews of exactly `period` and `owner` (None: of everybody's), the newest first."""
    return [row for row in reads.reviews(desk.reader, limit=-1, period=period.name) if row.owner == owner]


def period_of(row: ReviewRow) -> Period:
    """The period that a review looks back on."""
    try:
        return parse_period(row.period)
    except PeriodError:  # a name that a later program knows
        return Period(PeriodKind.RANGE, row.from_day, row.to_day + timedelta(days=1))


def is_to_date(desk: Desk, period: Period, at: datetime) -> bool:
    """Whether `period` was not over at an instant: its figures then are those "to date"."""
    return at < period.instants(desk.zone)[1]


def frozen_figures(row: ReviewRow) -> tuple[Frozen, ...]:
    """The figures of a review. Raises StoreError where the file holds something else."""
    try:
        return from_text(row.figures)
    except FrozenFiguresError:
        raise StoreError(
            _("the figures of {ref} cannot be read", ref=row.ref), _("freeze them again, or restore a backup")
        ) from None


def measured(desk: Desk, period: Period, owner: str | None) -> tuple[Measured, ...]:
    """Every figure of a period as it comes out now, of `owner` or of everybody."""
    scope = Scope(owner=owner)
    return tuple(figures.measure(desk, figure, period, scope) for figure in FIGURES)


def beside_now(desk: Desk, row: ReviewRow) -> tuple[Beside, ...]:
    """The figures of a review beside what they come to by now."""
    return beside(frozen_figures(row), measured(desk, period_of(row), row.owner))


def beside(frozen: Iterable[Frozen], now: Iterable[Measured]) -> tuple[Beside, ...]:
    """Each figure that was frozen beside what it comes to now."""
    known = {each.figure: each for each in now}
    return tuple(Beside(each, known.get(each.figure) if isinstance(each, Measured) else None) for each in frozen)

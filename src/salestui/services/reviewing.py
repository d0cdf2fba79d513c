"""Reviews to be read: a period's figures as they were frozen, beside what they come to by now. Reads only."""

from datetime import datetime, timedelta

from salestui.domain.figures import FIGURES
from salestui.domain.frozen_figures import Frozen, FrozenFiguresError, from_text
from salestui.domain.look_back import Beside, LookBack, beside
from salestui.domain.periods import Period, PeriodError, PeriodKind, parse_period
from salestui.domain.readings import Measured, Scope
from salestui.domain.rows import ReviewRow
from salestui.errors import StoreError
from salestui.i18n import _
from salestui.services import figures
from salestui.services.desk import Desk
from salestui.services.naming import known_owner, record_named
from salestui.store.reads import reviews as reads
from salestui.store.reads.values import there


def reviews(desk: Desk, *, owner: str | None = None, limit: int = -1) -> list[ReviewRow]:
    """All reviews, or those of `owner`, the latest period first. Raises NotFoundError for an owner nobody knows."""
    return reads.reviews(desk.reader, limit=limit, owner=None if owner is None else known_owner(desk, owner))


def review(desk: Desk, key: str) -> ReviewRow | None:
    """One review by its key; None where its making has been undone."""
    return next(iter(reads.reviews(desk.reader, limit=1, id=key)), None)


def named(desk: Desk, text: str) -> ReviewRow:
    """The review that `text` names by its ref. Raises NotFoundError."""
    _entity, key = record_named(desk, text, only=("review",))
    return there(review(desk, key))


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


def kept(desk: Desk, row: ReviewRow) -> LookBack:
    """A review, as it was frozen. Raises StoreError where its figures cannot be read."""
    period = period_of(row)
    return LookBack(
        period, row.owner, frozen_figures(row), row.figures_at, is_to_date(desk, period, row.figures_at), row
    )


def live(desk: Desk, period: Period, owner: str | None) -> LookBack:
    """A period as it comes out now; nothing is kept. Raises NotFoundError for an owner nobody knows."""
    now = desk.now()
    return LookBack(period, owner, measured(desk, period, owner), now, is_to_date(desk, period, now))

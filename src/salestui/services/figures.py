"""The figures of a period for a screen, a report and a review: each with its period before, its trend, its rows."""

from collections.abc import Mapping, Sequence

from salestui.domain.figures import FigureRow, Measured, Reading, Scope
from salestui.domain.periods import Period
from salestui.domain.words import FigureId
from salestui.services.desk import Desk


def measure(desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Measured:
    """A figure in `period`. Raises NotFoundError for an owner nobody knows."""
    raise NotImplementedError


def behind(desk: Desk, figure: FigureId, period: Period, scope: Scope, *, limit: int) -> list[FigureRow]:
    """The rows a figure was counted from, newest first."""
    raise NotImplementedError


def by_owner(
    desk: Desk, figures: Sequence[FigureId], period: Period, scope: Scope
) -> Mapping[str | None, tuple[Reading, ...]]:
    """The wholes of `figures` for each owner who has any, side by side; None owns what nobody owns."""
    raise NotImplementedError

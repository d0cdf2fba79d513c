"""A period looked back on: its figures as they were frozen, or as they come out now. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salestui.domain.frozen_figures import Frozen, differs
from salestui.domain.periods import Period
from salestui.domain.readings import Measured
from salestui.domain.rows import ReviewRow


@dataclass(frozen=True, slots=True)
class LookBack:
    """A review that is kept; or where there is none (`row` None) its period as it comes out now.

    `at` (UTC) is when the figures were measured; `to_date` says that the period was not over then.
    """

    period: Period
    owner: str | None  # None: everybody's
    figures: tuple[Frozen, ...]
    at: datetime
    to_date: bool
    row: ReviewRow | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure as it was frozen, and as it comes out now; `now` is None for one this program does not know."""

    frozen: Frozen
    now: Measured | None

    @property
    def differs(self) -> bool:
        """Whether something of the period has been written, changed or undone since."""
        return isinstance(self.frozen, Measured) and self.now is not None and differs(self.frozen, self.now)


def beside(frozen: Iterable[Frozen], now: Iterable[Measured]) -> tuple[Beside, ...]:
    """Each figure that was frozen beside what it comes to now."""
    known = {each.figure: each for each in now}
    return tuple(Beside(each, known.get(each.figure) if isinstance(each, Measured) else None) for each in frozen)

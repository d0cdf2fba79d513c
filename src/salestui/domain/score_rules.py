"""What a customer's score is made of, and what its lifetime value assumes: the desk's settings as values. Pure.

Named tuples: the settings are read at every start, and a dataclass takes 0.6 ms to make.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from salestui.domain.words import ScorePart

USUAL_WEIGHTS: Final[Mapping[ScorePart, int]] = MappingProxyType(
    {
        ScorePart.BUDGET: 30,
        ScorePart.POTENTIAL: 25,
        ScorePart.INDUSTRY_FIT: 15,
        ScorePart.SIZE: 10,
        ScorePart.NEED_MATCH: 20,
    }
)


class ScoreRules(NamedTuple):
    """How much each part counts, from which score on something is suggested, and what the parts compare with.

    Bands rise: a value that reaches k of n scores k ÷ n of 100. Those of money are in whole units of the desk's
    currency. `industries` are those we aim at, `offers` the words for what we offer; none: that part is unknown.
    """

    weights: Mapping[ScorePart, int] = USUAL_WEIGHTS  # none below 0, together above
    grade_a: int = 70
    grade_b: int = 40
    key_account: int = 75
    potential: int = 50
    industries: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    revenue_bands: tuple[int, ...] = (5_000_000, 20_000_000, 100_000_000, 500_000_000)
    deal_bands: tuple[int, ...] = (50_000, 200_000, 500_000, 1_000_000)  # of all open and won deals together
    size_bands: tuple[int, ...] = (20, 100, 300, 1_000)  # employees


class ValueRules(NamedTuple):
    """What the lifetime value assumes. `gross_margin` as written, such as 0.3; None: nobody has said, so no value."""

    years: int = 3
    gross_margin: float | None = None

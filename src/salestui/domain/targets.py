"""Targets of figures in whole numbers: whether they are reached, and how they are read from what people type.

600k, 50万, 35 %, 15, 12.5 days: never through a float. Pure; sentences about what cannot be read are made outside.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from salestui.domain.figures import FIGURES, Better, Figure, FigureId, Unit
from salestui.domain.money import MoneyError, parse_money

MOST_COUNTED: Final = 10**9
LONGEST: Final = 3_650  # days
# Patterns are compiled, and kept, by `re` when first needed.
_NUMBER = r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
_PATTERNS: Final[Mapping[Unit, str]] = MappingProxyType(
    {
        Unit.COUNT: rf"{_NUMBER}(?P<times>k|m|千|百|万)?\s*[家个名单笔次条]?",
        Unit.SHARE: rf"{_NUMBER}(?P<sign>%)?",
        Unit.SCORE: rf"{_NUMBER}(?:%|分)?",
        Unit.DAYS: rf"{_NUMBER}(?P<times>d|days?|天|日|w|weeks?|周)?",
    }
)
_TIMES: Final = {"k": 10**3, "m": 10**6, "百": 100, "千": 10**3, "万": 10**4, "w": 7, "week": 7, "weeks": 7, "周": 7}
_A_DAY = r"(?:\s*(?:/|a |per )\s*(?:d|day|天|日)|每天)$"
_PARTS: Final = {Unit.COUNT: 1, Unit.SHARE: 100, Unit.SCORE: 100, Unit.DAYS: 100}
_MOST: Final = {Unit.COUNT: MOST_COUNTED, Unit.SHARE: 10**6, Unit.SCORE: 100 * 100, Unit.DAYS: LONGEST * 100}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should come to, in whole numbers.

    Minor units of `currency`, a count, basis points of a share (35 % is 3,500), hundredths of a score or of a day.
    """

    amount: int
    unit: Unit
    currency: str | None = None

    @property
    def value(self) -> Fraction:
        """As a reading's value: 35 % is 7/20."""
        return Fraction(self.amount, _TARGET_PARTS[self.unit])


_TARGET_PARTS: Final = {
    Unit.MONEY: 1,
    Unit.MONEY_PER_DAY: 1,
    Unit.COUNT: 1,
    Unit.SHARE: 10_000,
    Unit.SCORE: 100,
    Unit.DAYS: 100,
}


def attainment(value: Fraction | None, target: Target) -> Fraction | None:
    """Actual ÷ target (domain.md, `goal_attainment`), whichever way is good. None where nothing divides."""
    return None if value is None or not target.amount else value / target.value


def reached(value: Fraction, target: Target, better: Better) -> bool:
    """Whether the target is met; exactly at it is."""
    return value <= target.value if better is Better.LESS else value >= target.value


# ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────────


class TargetReason(StrEnum):
    """Why a text is no target."""

    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"  # of what is counted
    TOO_FINE = "too_fine"  # more than two decimals
    AMBIGUOUS = "ambiguous"  # 0.35 is 35 % or 0.35 %
    NOTHING = "nothing"  # not above 0
    TOO_MUCH = "too_much"


class TargetError(ValueError):
    """`text` is no target of a figure measured in `unit`; `most` is the highest there is, where that is the reason."""

    def __init__(self, text: str, unit: Unit, reason: TargetReason, most: int = 0) -> None:
        super().__init__(text, unit, reason)
        self.text = text
        self.unit = unit
        self.reason = reason
        self.most = most


def parse_target(text: str, figure: FigureId, currency: str) -> Target:
    """What `text` sets `figure` as its target; money in `currency` where it names none. Raises TargetError."""
    known = FIGURES[figure]
    text = unicodedata.normalize("NFKC", text).strip()
    found = _money(text, known.unit, currency) if known.unit.of_money else _plain(text, known)
    if found.amount <= 0:
        raise TargetError(text, known.unit, TargetReason.NOTHING)
    return found


def _money(text: str, unit: Unit, currency: str) -> Target:
    amount = re.sub(_A_DAY, "", text, flags=re.I) if unit is Unit.MONEY_PER_DAY else text
    try:
        money = parse_money(amount, currency)
    except MoneyError:
        raise TargetError(text, unit, TargetReason.NOT_A_NUMBER) from None
    return Target(money.minor, unit, money.currency)


def _plain(text: str, figure: Figure) -> Target:
    unit = figure.unit
    found = re.fullmatch(_PATTERNS[unit], text, re.I)
    if found is None:
        raise TargetError(text, unit, TargetReason.NOT_A_NUMBER)
    number = Decimal(found["number"].replace(",", ""))
    if unit is Unit.SHARE and 0 < number < 1 and not found["sign"]:
        raise TargetError(text, unit, TargetReason.AMBIGUOUS)
    number *= _TIMES.get((found.groupdict().get("times") or "").lower(), 1)
    parts = number * _PARTS[unit]
    if parts != parts.to_integral_value():
        raise TargetError(text, unit, TargetReason.NOT_WHOLE if unit is Unit.COUNT else TargetReason.TOO_FINE)
    most = 100 * 100 if unit is Unit.SHARE and not figure.exceeds_all else _MOST[unit]
    if parts > most:
        raise TargetError(text, unit, TargetReason.TOO_MUCH, most // _PARTS[unit])
    return Target(int(parts), unit)


def digits(target: Target) -> str:
    """The whole of a target that is no money, as it can be typed back: "35 %", "12.5 d", "1500", "87.5"."""
    number = Decimal(target.amount) / _PARTS[target.unit]
    text = f"{number.normalize():f}"
    return text + {Unit.SHARE: " %", Unit.DAYS: " d"}.get(target.unit, "")

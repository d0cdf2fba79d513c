"""How a goal falls into parts, by months, quarters or owners: what would be made of it, before it is. Reads only."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from salestui.domain.goals import GoalRow, pieces_of, split
from salestui.domain.periods import PeriodKind, around
from salestui.domain.targets import Target
from salestui.errors import UsageError
from salestui.goal_sentences import goal_text
from salestui.i18n import _, listed, ngettext
from salestui.services.desk import Desk, owners_of
from salestui.services.goals import parts_of
from salestui.services.naming import known_owner, repr_text

_SEPARATORS: Final = r"[,，、;；\n]"
_NUMBER: Final = r"(\d{1,9}(?:\.\d{1,3})?)\s*%?"  # a share may be typed in percent: only how they compare matters
_FINEST: Final = 1000  # parts of 1 in a share


class By(StrEnum):
    """What a goal is split by."""

    MONTHS = "months"
    QUARTERS = "quarters"
    OWNERS = "owners"


_KINDS: Final = {By.MONTHS: PeriodKind.MONTH, By.QUARTERS: PeriodKind.QUARTER}


class Part(NamedTuple):
    """A part of a goal that is to be: whose, its days, its target."""

    owner: str | None
    from_day: date
    to_day: date
    target: Target

    @property
    def name(self) -> str:
        """What tells it from the others by months: 2026-11."""
        kind = PeriodKind.MONTH if around(self.from_day, PeriodKind.MONTH).after > self.to_day else PeriodKind.QUARTER
        return around(self.from_day, kind).name


def way_of(text: str) -> By:
    """What a goal is to be split by. Raises UsageError."""
    if text not in tuple(By):
        raise UsageError(
            _("a goal is not split by {value}", value=repr_text(text)), _("one of: {words}", words=listed(By))
        )
    return By(text)


def ways_of(desk: Desk, row: GoalRow) -> tuple[By, ...]:
    """What a goal can be split by."""
    ways = [by for by, kind in _KINDS.items() if pieces_of(row.period, kind)]
    if row.owner is None and len(owners_of(desk)) > 1:
        ways.append(By.OWNERS)
    return tuple(ways)


def check_whole(desk: Desk, row: GoalRow) -> None:
    """Raises UsageError for a goal that has parts already."""
    parts = parts_of(desk, row.id)
    if parts:
        raise UsageError(
            _("{ref} is split already: {parts}", ref=row.ref, parts=listed(part.ref for part in parts)),
            _("change its parts, or archive them first"),
        )


def parts_wanted(desk: Desk, row: GoalRow, by: By, shares: str = "") -> tuple[Part, ...]:
    """The parts a goal falls into: equal ones, or by `shares` as typed – "1, 1, 2", or "Li=2, Wang=1" for owners.

    A part that would come to nothing is left out. Raises UsageError where it does not fall so, NotFoundError for an
    owner nobody knows.
    """
    if by is By.OWNERS:
        weights = _by_owner(desk, row, shares)
        targets = split(row.figure, row.target, [weight for _owner, weight in weights])
        wanted = [
            Part(owner, row.from_day, row.to_day, each) for (owner, _n), each in zip(weights, targets, strict=True)
        ]
    else:
        pieces = pieces_of(row.period, _KINDS[by])
        if not pieces:
            raise UsageError(
                _("{goal} is not made of whole {pieces}", goal=goal_text(row), pieces=way_told(by)),
                _otherwise(desk, row),
            )
        numbers = _numbers(shares, len(pieces))
        targets = split(row.figure, row.target, numbers)
        wanted = [
            Part(row.owner, piece.first, piece.last, each)
            for piece, each, number in zip(pieces, targets, numbers, strict=True)
            if number
        ]
    return tuple(part for part in wanted if part.target.amount)


def way_told(by: By) -> str:
    """What a goal is split by, in the user's language."""
    match by:
        case By.MONTHS:
            return _("months")
        case By.QUARTERS:
            return _("quarters")
        case By.OWNERS:
            return _("owners")


def _otherwise(desk: Desk, row: GoalRow) -> str:
    ways = ways_of(desk, row)
    if not ways:
        return _("it is too short to be split")
    return _("split it by {ways}", ways=listed(map(way_told, ways)))


def _by_owner(desk: Desk, row: GoalRow, shares: str) -> list[tuple[str, int]]:
    if row.owner is not None:
        raise UsageError(
            _("{ref} is {owner}'s own: owners share a goal of everybody", ref=row.ref, owner=row.owner),
            _otherwise(desk, row),
        )
    found: dict[str, int] = {}
    for text in _items(shares) or list(owners_of(desk)):
        name, sign, number = text, "", ""
        if typed := re.fullmatch(rf"(.+?)\s*([=:：])\s*{_NUMBER}", text):
            name, sign, number = typed.groups()
        if name in found:
            raise UsageError(_("{owner} is named twice", owner=repr_text(name)), _("give each owner one share"))
        found[known_owner(desk, name)] = _weight(number) if sign else _FINEST
    _check_some(list(found.values()), shares)
    return [(name, weight) for name, weight in found.items() if weight]


def _numbers(shares: str, count: int) -> list[int]:
    items = _items(shares)
    if not items:
        return [_FINEST] * count
    numbers = [_weight(found[1]) for each in items if (found := re.fullmatch(_NUMBER, each))]
    if len(numbers) != len(items) or len(numbers) != count:
        raise UsageError(
            ngettext("{value} is not one number", "{value} are not {n} numbers", count, value=repr_text(shares)),
            _("give one for each part, such as {example}", example=", ".join(["1"] * (count - 1) + ["2"])),
        )
    _check_some(numbers, shares)
    return numbers


def _check_some(numbers: Sequence[int], shares: str) -> None:
    if not any(numbers):
        raise UsageError(_("the shares {value} come to nothing", value=repr_text(shares)), _("give one above 0"))


def _weight(number: str) -> int:
    return int(Decimal(number) * _FINEST)


def _items(text: str) -> list[str]:
    return [each for each in (" ".join(part.split()) for part in re.split(_SEPARATORS, text)) if each]

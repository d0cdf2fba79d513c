"""Bars of braille dots: two by four a cell, one cell wide in every terminal, which ▁▂▃ and █ are not. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

_NO_DOTS: Final = 0x2800
BLANK: Final = " "  # not the sign without dots, which some fonts draw as eight rings
LINE: Final = "\u2812"  # a bar that is thinner than the others
_LEFT: Final = (0x00, 0x40, 0x44, 0x46, 0x47)  # so many dots from the bottom of a cell's left column
_RIGHT: Final = (0x00, 0x80, 0xA0, 0xB0, 0xB8)
_DOTS: Final = 4  # of a cell's height
_ACROSS: Final = (  # so many dots of a cell from the left, over its whole height
    BLANK,
    chr(_NO_DOTS + _LEFT[_DOTS]),
    chr(_NO_DOTS + _LEFT[_DOTS] + _RIGHT[_DOTS]),
)

Values = Sequence[Fraction | None]


def bars(values: Values, width: int, height: int, low: Fraction, high: Fraction) -> list[str]:
    """One bar for each value, in `height` lines of `width` cells, on a scale from `low` to `high`.

    There is no bar where there is no value; the lowest is one dot high: it is there.
    """
    heights = [0 if value is None else _height(value, height * _DOTS, low, high) for value in values]
    each = max(1, width * 2 // len(values)) if values else 1  # dots across for one value, its gap included
    gap = each >= 3
    lines = []
    for line in range(height):
        floor = (height - 1 - line) * _DOTS
        columns: list[int] = []
        for dots in heights:
            part = max(0, min(_DOTS, dots - floor))
            columns += [part] * (each - gap) + [0] * gap
        columns = (columns + [0] * (width * 2))[: width * 2]
        lines.append("".join(_cell(*columns[place : place + 2]) for place in range(0, width * 2, 2)))
    return lines


def across(share: Fraction, width: int) -> str:
    """A bar of `width` cells, filled from the left by `share` of it; what is more than nothing shows a dot."""
    dots = int(max(Fraction(0), min(Fraction(1), share)) * width * 2)
    if share > 0:
        dots = max(1, dots)
    full, rest = divmod(dots, 2)
    return (_ACROSS[2] * full + (_ACROSS[rest] if rest else "")).ljust(width, _ACROSS[0])


def upright(share: Fraction, width: int, height: int) -> list[str]:
    """A bar of `width` cells in `height` lines, filled from the bottom by `share` of it: at least a dot."""
    dots = max(1, int(max(Fraction(0), min(Fraction(1), share)) * height * _DOTS))
    lines = []
    for line in range(height):
        part = max(0, min(_DOTS, dots - (height - 1 - line) * _DOTS))
        lines.append(_cell(part, part) * width)
    return lines


def _height(value: Fraction, most: int, low: Fraction, high: Fraction) -> int:
    if high <= low:
        return 1
    return 1 + max(0, min(most - 1, int((value - low) / (high - low) * (most - 1))))


def _cell(left: int, right: int) -> str:
    return chr(_NO_DOTS + _LEFT[left] + _RIGHT[right]) if left or right else BLANK

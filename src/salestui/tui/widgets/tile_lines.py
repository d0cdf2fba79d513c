"""What a tile says, and its lines at a size: a name, a value, how it changed, a target, twelve periods. Pure.

Where there is no room for tiles each figure is one line of a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from salestui.tui.text import cells, fit
from salestui.tui.widgets import braille

GOOD, BAD = "✓", "!"  # where there is no room for the word
_SMALL: Final = 6  # lines of a tile up to which the trend stands beside the value
_TREND: Final = 6  # cells of twelve periods, one dot each
_WIDE_TREND: Final = 12
_WIDE: Final = 28  # cells of a tile from which on a period has a cell of the trend
_MOST_LINES: Final = 4  # of a trend

Part = tuple[str, str]  # text and tone
Line = list[Part]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure as its tile shows it; every text is ready to be read, the empty ones are left out."""

    key: str
    name: str
    value: str
    unit: str = ""  # beside the name: a currency
    change: str = ""  # "▴ +12 %"
    word: str = ""  # "better"
    good: bool | None = None
    target: str = ""  # "87 % of 1,200,000"
    attained: str = ""  # "87 %"
    reached: bool = False
    share: Fraction | None = None  # of the target
    parts: str = ""  # "A 92 %  B 80 %  C –"
    trend: Sequence[Fraction | None] = ()
    scale: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))  # of the trend

    @property
    def tone(self) -> str:
        """The colour of its change; never the only sign."""
        return "muted" if self.good is None else "good" if self.good else "bad"

    @property
    def sign(self) -> str:
        """Says what the colour says, in a cell."""
        return "" if self.good is None else GOOD if self.good else BAD


def whole_trend(width: int, height: int) -> int:
    """As much of `width` as a tile takes so high: high ones as wide as whole cells for each of twelve periods."""
    return width if height <= _SMALL or width < _WIDE_TREND else width - width % _WIDE_TREND


def tile_lines(tile: Tile, width: int, height: int) -> list[Line]:
    """Exactly `height` lines of `width` cells."""
    lines = _small(tile, width) if height <= _SMALL else _tall(tile, width, height)
    return [*lines, *([[(" " * width, "")]] * height)][:height]


def list_line(tile: Tile, widths: Sequence[int]) -> Line:
    """One line: name, value, change, attainment, trend; `widths` by `list_widths`."""
    name, value, change, attained, trend = widths
    said = " ".join(part for part in (tile.change, tile.sign) if part)
    reached = f"{GOOD} " if tile.reached else ""
    line = [(fit(tile.name, name), "name"), (" ", ""), (fit(tile.value, value, right=True), "value"), (" ", "")]
    line += [(fit(said, change, right=True), tile.tone), (" ", "")]
    line += [(fit(reached + tile.attained, attained, right=True), "good" if tile.reached else "muted"), (" ", "")]
    return [*line, *_trend(tile, trend, 1)[0]]


def list_widths(tiles: Sequence[Tile], width: int) -> tuple[int, ...]:
    """The widths of a list's five columns: each as wide as its texts, the name gets what is left."""
    change = max((cells(f"{tile.change} {tile.sign}") for tile in tiles), default=0)
    attained = max((cells(tile.attained) + 2 * tile.reached for tile in tiles), default=0)
    value = max((cells(tile.value) for tile in tiles), default=0)
    trend = _WIDE_TREND if width >= 72 else _TREND
    name = width - value - change - attained - trend - 4
    longest = max((cells(tile.name) for tile in tiles), default=0)
    spare = max(0, name - longest)
    return (name - spare // 2, value + spare // 2, change, attained, trend)


def _small(tile: Tile, width: int) -> list[Line]:
    across = _WIDE_TREND if width >= _WIDE else _TREND
    room = width - across - 1
    above, below = _trend(tile, across, 2)
    return [
        _heading(tile, width),
        [(fit(tile.value, room), "value"), (" ", ""), *above],
        [(fit(_changed(tile, room), room), tile.tone), (" ", ""), *below],
        *_under(tile, width),
    ]


def _tall(tile: Tile, width: int, height: int) -> list[Line]:
    room = width - cells(tile.value) - 2
    changed = _changed(tile, room)
    fits = cells(changed) <= room
    lines = [
        _heading(tile, width),
        [(tile.value, "value"), (fit(changed if fits else "", width - cells(tile.value), right=True), tile.tone)],
    ]
    if not fits:
        lines.append([(fit(_changed(tile, width), width), tile.tone)])
    lines += _under(tile, width)
    left = height - len(lines) - 1
    if left > _MOST_LINES:
        lines.append([(" " * width, "")])
    return [*lines, *_trend(tile, width, min(_MOST_LINES, left))]


def _heading(tile: Tile, width: int) -> Line:
    room = width - cells(tile.unit) - 1
    if not tile.unit or cells(tile.name) > room:
        return [(fit(tile.name, width), "name")]
    return [(fit(tile.name, room + 1), "name"), (tile.unit, "unit")]


def _changed(tile: Tile, room: int) -> str:
    full = f"{tile.change} {tile.word}".rstrip()
    return full if cells(full) <= room else f"{tile.change} {tile.sign}".rstrip()


def _under(tile: Tile, width: int) -> list[Line]:
    """Two lines: the target and the parts, whichever there are."""
    reached = f"{GOOD} " if tile.reached else ""
    said = [(reached + tile.target, "good" if tile.reached else "muted")] if tile.target else []
    said += [(tile.parts, "muted")] if tile.parts else []
    return [[(fit(text, width), tone)] for text, tone in (*said, ("", ""), ("", ""))][:2]


def _trend(tile: Tile, width: int, height: int) -> list[Line]:
    """The bars; the last one, which is this period's, stands out where no cell holds two."""
    if not tile.trend:
        return [[(" " * width, "")]] * height
    lines = [line.ljust(width) for line in braille.bars(tile.trend, width, height, *tile.scale)]
    last = width // len(tile.trend)
    if width % len(tile.trend):
        return [[(line, "trend")] for line in lines]
    return [[(line[: width - last], "past"), (line[width - last :], "trend")] for line in lines]

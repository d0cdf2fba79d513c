"""A chart in lines of so many cells: bars of braille dots, each with its name and its number. Pure.

A bar is told by its length and its number, never by a colour: sixteen, or none, show as much.
"""

from fractions import Fraction
from typing import Final

from salestui.figure_charts import Bar, Chart
from salestui.figure_sentences import NOTHING
from salestui.tui.text import cells, fit
from salestui.tui.widgets import braille

_LOWEST: Final = 8  # lines of upright bars, with their names and numbers
_NARROWEST: Final = 5  # cells of an upright bar: a week, or a month, goes under it
_HIGHEST: Final = 26  # lines of upright bars: what is higher is no clearer
_NAME_MOST: Final = 24

Line = list[tuple[str, str]]  # texts and tones: "", bar, now, strong, muted


def chart_lines(chart: Chart, width: int, height: int) -> list[Line]:
    """At most `height` lines of at most `width` cells."""
    if not chart.bars:
        return []
    across = width // len(chart.bars)
    if chart.upright and across >= _NARROWEST and height >= _LOWEST:
        return _upright(chart, across, min(height, _HIGHEST))
    return _lying(chart, width, height)


def _upright(chart: Chart, across: int, height: int) -> list[Line]:
    """Time from left to right: numbers on top where they fit, bars, the periods' names in one line or two."""
    texts = _that_fit(chart, across)
    names = _axis([bar.name for bar in chart.bars], across)
    high = height - len(names) - 1
    lines: list[Line] = []
    lines.append([(fit(text, across - 1) + " ", _tone(bar, "")) for bar, text in zip(chart.bars, texts, strict=True)])
    drawn = [_column(bar, chart.full, across - 1, high) for bar in chart.bars]
    beside = list(zip(chart.bars, drawn, strict=True))
    lines.extend(
        [(column[line] + " ", "now" if bar.strong else "bar") for bar, column in beside] for line in range(high)
    )
    for axis in names:
        told = zip(chart.bars, axis, strict=True)
        lines.append([(fit(name, across - 1) + " ", _tone(bar, "muted")) for bar, name in told])
    return lines


def _that_fit(chart: Chart, across: int) -> list[str]:
    """The numbers above the bars: in full, else in short, else none but the highest."""
    for texts in ([bar.text for bar in chart.bars], [bar.compact for bar in chart.bars]):
        if all(cells(text) < across for text in texts):
            return texts
    highest = max((bar.value for bar in chart.bars if bar.value is not None), default=None)
    return [bar.compact if bar.value == highest else "" for bar in chart.bars]


def _column(bar: Bar, full: Fraction, width: int, height: int) -> list[str]:
    if bar.value is None:
        return [*[" " * width] * (height - 1), fit(NOTHING, width)]
    return braille.upright(bar.value / full if full else Fraction(0), width, height)


def _axis(names: list[str], across: int) -> list[list[str]]:
    """The names under the bars; the year of "2026-11" in a line of its own, where it changes."""
    if all(cells(name) < across for name in names):
        return [names]
    years = [name.partition("-")[0] for name in names]
    rest = [name.partition("-")[2] or name for name in names]
    changed = [year if place == 0 or years[place - 1] != year else "" for place, year in enumerate(years)]
    return [rest, changed]


def _lying(chart: Chart, width: int, height: int) -> list[Line]:
    """A line for each bar: name, bar, number. Where there are too many the last line tells how many more."""
    shown = chart.bars if len(chart.bars) <= height else chart.bars[: max(0, height - 1)]
    name = min(_NAME_MOST, max(cells(bar.name) for bar in shown)) if shown else 0
    number = max((cells(bar.text) for bar in shown), default=0)
    percent = max((cells(bar.share) + 2 for bar in shown if bar.share), default=0)
    room = max(1, width - name - percent - number - 4)
    lines: list[Line] = []
    apart = 2 * len(chart.bars) <= height  # a blank line between them
    for bar in shown:
        if lines and apart:
            lines.append([("", "")])
        drawn = _lain(bar, chart.full, room)
        tone = "now" if bar.strong else "bar"
        lines.append([(fit(bar.name, name), _tone(bar, "")), ("  ", ""), (drawn, tone), ("  ", "")])
        if percent:
            lines[-1].append((fit(bar.share, percent - 2, right=True) + "  ", ""))
        lines[-1].append((fit(bar.text, number, right=True), _tone(bar, "")))
    if len(shown) < len(chart.bars):
        lines.append([(fit(f"… +{len(chart.bars) - len(shown)}", width), "muted")])
    return lines


def _lain(bar: Bar, full: Fraction, room: int) -> str:
    """As long as its value is large; thin where that is below zero."""
    share = abs(bar.value) / full if bar.value and full else Fraction(0)
    drawn = braille.across(share, room)
    if bar.value is None or bar.value >= 0:
        return drawn
    return "".join(sign if sign == braille.BLANK else braille.LINE for sign in drawn)


def _tone(bar: Bar, tone: str) -> str:
    return "strong" if bar.strong else tone

"""A chart as an SVG file: no font, script or picture from elsewhere; names are data, escaped and cleaned."""

from collections.abc import Iterator
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Final

from salestui.domain.visible import visible
from salestui.errors import UsageError
from salestui.figure_charts import Bar, Chart
from salestui.i18n import _
from salestui.services.naming import repr_text

_WIDTH: Final = 960
_MARGIN: Final = 32
_TOP: Final = 96  # below the title and the line under it
_HIGH: Final = 300  # of upright bars
_LINE: Final = 34  # from one lying bar to the next
_SIGN: Final = 8.4  # the width of a Latin letter in the font's size; an ideograph takes two
_MOST_NAME: Final = 260
_FONT: Final = "font-family=\"'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','DejaVu Sans',sans-serif\""
_INK, _GREY, _BAR, _STRONG = "#262626", "#6c6c6c", "#87b5cf", "#005f87"
_NOT_XML: Final = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")  # signs that XML has no place for


def write_chart(path: Path, chart: Chart, under: str) -> None:
    """Write `chart` to a new file; `under` is the line below its title: the period, the owner.

    Raises UsageError where the file exists or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(svg(chart, under))
    except FileExistsError:
        raise UsageError(_("{file} is there already", file=repr_text(str(path))), _("name a new file")) from None
    except OSError as problem:
        reason = _("{file} cannot be written: {reason}", file=repr_text(str(path)), reason=problem.strerror)
        raise UsageError(reason, _("name another place")) from None


def svg(chart: Chart, under: str) -> str:
    """The chart as an SVG document; bars say their numbers, and stand out by shape and not by colour alone."""
    body = list(_upright(chart) if chart.upright else _lying(chart))
    height = _TOP + (_HIGH + 64 if chart.upright else _LINE * len(chart.bars)) + _MARGIN
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" {_FONT} font-size="15">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(_MARGIN, 40, chart.title, size=22, weight="bold"),
        _text(_MARGIN, 66, " · ".join(part for part in (under, chart.note) if part), fill=_GREY),
    ]
    return "\n".join([*head, *body, "</svg>", ""])


def _upright(chart: Chart) -> Iterator[str]:
    each = (_WIDTH - 2 * _MARGIN) / max(1, len(chart.bars))
    base = _TOP + _HIGH + 20
    for place, bar in enumerate(chart.bars):
        left = _MARGIN + place * each
        high = _length(bar, chart.full, _HIGH)
        yield _rectangle(left + each * 0.15, base - high, each * 0.7, high, bar)
        middle = left + each / 2
        weight = "bold" if bar.strong else "normal"
        yield _text(middle, base - high - 6, bar.text, anchor="middle", size=12, weight=weight)
        yield _text(middle, base + 20, bar.name, anchor="middle", size=12, fill=_GREY, weight=weight)
    yield f'<path d="M{_MARGIN} {base + 0.5:g}H{_WIDTH - _MARGIN}" stroke="{_GREY}"/>'


def _lying(chart: Chart) -> Iterator[str]:
    names = min(_MOST_NAME, max((_wide(bar.name) for bar in chart.bars), default=0))
    numbers = max((_wide(_number(bar)) for bar in chart.bars), default=0)
    room = max(40.0, _WIDTH - 2 * _MARGIN - names - numbers - 32)
    left = _MARGIN + names + 16
    for place, bar in enumerate(chart.bars):
        top = _TOP + place * _LINE
        yield _text(_MARGIN + names, top + 17, _cut(bar.name, names), anchor="end")
        long = _length(bar, chart.full, room)
        yield _rectangle(left, top, long, _LINE - 12, bar)
        yield _text(left + long + 8, top + 17, _number(bar))


def _number(bar: Bar) -> str:
    return " · ".join(part for part in (bar.share, bar.text) if part)


def _length(bar: Bar, full: Fraction, most: float) -> float:
    return 0.0 if not bar.value or not full else max(1.0, float(abs(bar.value) / full) * most)


def _rectangle(x: float, y: float, width: float, height: float, bar: Bar) -> str:
    """Filled; below zero an outline alone."""
    if bar.value is not None and bar.value < 0:
        look = f'fill="none" stroke="{_STRONG}" stroke-dasharray="4 3"'
    else:
        look = f'fill="{_STRONG if bar.strong else _BAR}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {look}/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 15, fill: str = _INK, weight: str = "normal"
) -> str:
    cleaned = escape(visible(text).translate(_NOT_XML))
    style = f'text-anchor="{anchor}" font-size="{size}" fill="{fill}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{cleaned}</text>'


def _wide(text: str) -> int:
    return round(sum(_SIGN if sign.isascii() else 2 * _SIGN for sign in visible(text)))


def _cut(text: str, width: float) -> str:
    line = visible(text)
    while line and _wide(line) > width:
        line = line[:-2] + "…"
    return line

"""The page of a review, line by line: what went wrong, improvements with their tasks, figures beside those of now."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from salestui.domain.frozen_figures import Frozen
from salestui.domain.look_back import Beside
from salestui.domain.readings import Measured
from salestui.domain.rows import ReviewRow
from salestui.errors import StoreError
from salestui.i18n import _, label
from salestui.review_sentences import FigureLine, figure_lines, heading, sections, standing_told
from salestui.services import reviewing
from salestui.services.desk import Desk
from salestui.tui.text import cells, content, fit
from salestui.tui.wrapping import wrapped

_NOW: Final = 18  # cells at least for what a figure comes to now
_WIDE: Final = 96  # from here on with what was counted, the period before, the target


def page(desk: Desk, row: ReviewRow, now: Sequence[Beside] | None, width: int) -> list[Content]:
    """All of it in lines of `width` cells; `now` is None while that is being counted."""
    try:
        look = reviewing.kept(desk, row)
    except StoreError as problem:
        return [content(line, "$text-error") for line in wrapped(str(problem), width)]
    lines = [content(fit(heading(look), width), "bold")]
    lines += [content(line, "$text-muted") for line in wrapped(standing_told(look, desk.now(), desk.zone), width)]
    for title, texts in sections(look, desk.now(), desk.zone):
        mark = "– " if title == label("field", "review.improvements") else ""
        lines += [content(""), content(title, "bold $primary")]
        lines += [content(line) for text in texts for line in wrapped(mark + text, width, indent=2)]
    lines += [content(""), content(_("figures"), "bold $primary")]
    lines += _figures(look.figures, now, desk.settings.currency, width)
    return lines


def _figures(frozen: Sequence[Frozen], now: Sequence[Beside] | None, currency: str, width: int) -> Iterator[Content]:
    """Each figure as it was; where it comes to something else by now, that beside it."""
    shown = {each.frozen.figure: _by_name(each.now, currency) for each in now or () if each.differs}
    lines = [(each, line) for each in frozen for line in figure_lines([each], currency)]
    value_width = min(max((cells(line.value) for _each, line in lines), default=0), width // 3)
    name_width = min(max((cells(line.name) for _each, line in lines), default=0), width - value_width - 4 - _NOW)
    for each, line in lines:
        fresh = shown.get(each.figure, {}).get(line.name)
        differs = fresh is not None and (fresh.value, fresh.counted, fresh.of) != (line.value, line.counted, line.of)
        parts = [
            content(fit(line.name, name_width)),
            content("  " + fit(line.value, value_width, right=True), "bold"),
            content("  " + _now_told(fresh, line), "$text-warning") if differs and fresh is not None else content(""),
        ]
        if width >= _WIDE and not differs:
            parts.append(content("  " + _beside(line), "$text-muted"))
        yield Content.assemble(*parts)


def _by_name(now: Measured | None, currency: str) -> dict[str, FigureLine]:
    return {} if now is None else {line.name: line for line in figure_lines([now], currency)}


def _now_told(fresh: FigureLine, frozen: FigureLine) -> str:
    """What it comes to now; where that reads the same, the numbers it is made of."""
    if fresh.value != frozen.value or not fresh.of:
        return _("now {value}", value=fresh.value)
    return _("now {value}", value=f"{fresh.counted} ÷ {fresh.of}")


def _beside(line: FigureLine) -> str:
    """What it was counted from, the period before, the target."""
    counted = f"{line.counted} ÷ {line.of}" if line.of else ""
    before = _("before {value}", value=line.before) if line.before else ""
    target = _("target {value}, {share}", value=line.target, share=line.attained) if line.target else ""
    return " · ".join(part for part in (counted, before, target) if part)

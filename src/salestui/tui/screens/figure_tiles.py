"""A figure as its tile says it: value, change, target, parts, trend, in the user's language."""

from typing import Final

from salestui.domain.figures import FIGURES, FigureId, Part, Unit
from salestui.domain.readings import Measured
from salestui.domain.targets import attainment, reached
from salestui.domain.words import Grade
from salestui.figure_charts import scale_of
from salestui.figure_sentences import attainment_text, change_of, figure_name, part_text, short_text, target_text
from salestui.i18n import _
from salestui.tui.widgets.tile_lines import Tile

COMING: Final = "…"
_UNREAD: Final = "?"
_MOST_METHODS: Final = 2


def tile_of(figure: FigureId, measured: Measured | None, read: bool, currency: str) -> Tile:
    """The tile of a figure; not yet `read` it has its name alone. `currency` is the desk's."""
    unit = FIGURES[figure].unit
    in_currency = {Unit.MONEY: currency, Unit.MONEY_PER_DAY: _("{currency} a day", currency=currency)}.get(unit, "")
    name = figure_name(figure)
    if measured is None:
        return Tile(figure, name, _UNREAD if read else COMING, in_currency)
    if FIGURES[figure].parts is Part.CHANNEL:
        return _channels(measured, name, currency)
    whole = measured.whole(currency)
    value = None if whole is None else whole.value
    change = change_of(measured, currency)
    target = measured.target
    attained = "" if target is None else attainment_text(value, target)
    return Tile(
        figure,
        name,
        short_text(value, unit, currency),
        in_currency,
        change=f"{change.sign} {change.amount}" if change is not None else "",
        word=change.word if change is not None else "",
        good=change.good if change is not None else None,
        target=_target_told(measured, attained),
        attained=attained,
        reached=target is not None and value is not None and reached(value, target, FIGURES[figure].better),
        share=None if target is None else attainment(value, target),
        parts=_parts_told(measured, currency),
        trend=measured.trend,
        scale=scale_of(figure, measured.trend),
    )


def _channels(measured: Measured, name: str, currency: str) -> Tile:
    """All channels together are the whole; what a tile can tell is the largest."""
    found = [each for each in measured.readings if each.part and each.currency == currency and each.numerator]
    found.sort(key=lambda each: -each.numerator)
    told = [
        f"{part_text(each.figure, each.part)} {short_text(each.value, Unit.SHARE, currency)}" for each in found[1:3]
    ]
    value = found[0].value if found else None
    largest = part_text(measured.figure, found[0].part) if found else ""
    return Tile(
        measured.figure,
        name,
        f"{short_text(value, Unit.SHARE, currency)} {largest}".rstrip(),
        parts=" · ".join(told),
    )


def _target_told(measured: Measured, attained: str) -> str:
    if measured.target is None:
        return ""
    return _("{percent} of {target}", percent=attained, target=target_text(measured.target, short=True))


def _parts_told(measured: Measured, currency: str) -> str:
    """The grades of what is split by them, whichever there are; the most used methods; the planned time elapsed."""
    found = {reading.part: reading for reading in measured.readings if reading.part}
    match FIGURES[measured.figure].parts:
        case Part.GRADE_AND_RULE:
            values = {grade: found[grade].value if grade in found else None for grade in Grade}
            return "  ".join(f"{grade} {short_text(value, Unit.SHARE, currency)}" for grade, value in values.items())
        case Part.METHOD:
            most = sorted(found.values(), key=lambda each: -each.numerator)[:_MOST_METHODS]
            return " · ".join(f"{part_text(each.figure, each.part)} {each.numerator:,}" for each in most)
        case Part.ELAPSED:
            return " · ".join(
                f"{part_text(each.figure, each.part)} {short_text(each.value, Unit.SHARE, currency)}"
                for each in found.values()
            )
        case _:
            return ""

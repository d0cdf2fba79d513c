"""Reviews in words, for the screen and the command line alike: their figures, their Markdown, the documents' own form.

The form is 《销售效果跟踪表》; its headings are Chinese in every language, as those of all exported tables.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from fractions import Fraction
from typing import Final, NamedTuple

from salestui import markdown
from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.frozen_figures import Frozen, LaterFigure
from salestui.domain.look_back import LookBack
from salestui.domain.money import minor_digits
from salestui.domain.periods import Period, PeriodKind
from salestui.domain.readings import Measured, Reading
from salestui.domain.rows import ImprovementRow
from salestui.figure_sentences import (
    NOTHING,
    attainment_text,
    count_texts,
    figure_name,
    part_text,
    target_text,
    value_text,
)
from salestui.i18n import _, label, listed
from salestui.sentences import moment, promised

FORM: Final = "销售效果跟踪表"
FORM_COLUMNS: Final = (
    *("统计周期", "新增客户数", "意向客户转化率", "客单价(万元)", "客户复购率"),
    *("渠道贡献度", "投入产出比", "主要问题", "改进措施"),
)


class FigureLine(NamedTuple):
    """A figure, one of its currencies or parts, as a line of a table."""

    name: str
    value: str
    counted: str  # numerator
    of: str  # denominator
    before: str
    target: str
    attained: str


def figure_columns() -> tuple[str, ...]:
    """The headings of those lines, in the user's language."""
    return _("figure"), _("value"), _("counted"), _("of"), _("before"), _("target"), _("attained")


def figure_lines(figures: Sequence[Frozen], currency: str) -> list[FigureLine]:
    """Every figure by its name, then its parts; one of a later program by its id. `currency` is the desk's."""
    return [line for figure in figures for line in _lines(figure, currency)]


def _lines(frozen: Frozen, currency: str) -> Iterator[FigureLine]:
    if isinstance(frozen, LaterFigure):
        for each in frozen.readings:
            name = " · ".join(part for part in (frozen.figure, each.part, each.currency) if part)
            below = "" if each.denominator is None else str(each.denominator)
            yield FigureLine(name, NOTHING, str(each.numerator), below, "", "", "")
        return
    unit = FIGURES[frozen.figure].unit
    before = {(each.part, each.currency): each for each in frozen.before}
    for reading in frozen.readings:
        own = reading.currency or currency
        target = frozen.target if not reading.part and own == currency else None
        then = before.get((reading.part, reading.currency))
        yield FigureLine(
            _line_name(frozen, reading),
            value_text(reading.value, unit, own),
            *count_texts(reading, currency),
            "" if then is None else value_text(then.value, unit, own),
            "" if target is None else target_text(target),
            "" if target is None else attainment_text(reading.value, target),
        )


class ChangedLine(NamedTuple):
    """A figure that came out otherwise when it was frozen again."""

    name: str
    before: str
    now: str


def changed_lines(before: Sequence[Frozen], now: Sequence[Frozen], currency: str) -> list[ChangedLine]:
    """The figures, and parts of them, that are not what they were; where the value is the same, what it is made of."""
    old = {line.name: line for line in figure_lines(before, currency)}
    found = []
    for line in figure_lines(now, currency):
        was = old.get(line.name)
        if was is None or (was.value, was.counted, was.of) == (line.value, line.counted, line.of):
            continue
        same = was.value == line.value
        found.append(ChangedLine(line.name, *(_made_of(each) if same else each.value for each in (was, line))))
    return found


def _made_of(line: FigureLine) -> str:
    return f"{line.counted} ÷ {line.of}" if line.of else line.counted


def _line_name(frozen: Measured, reading: Reading) -> str:
    name = figure_name(frozen.figure)
    return f"{name}: {part_text(reading.figure, reading.part)}" if reading.part else name


# ── a review as a whole ──────────────────────────────────────────────────────────────────────────────────────────


def heading(look: LookBack) -> str:
    """ "Review 2026-10 · Li · to date"."""
    whose = look.owner or _("everybody")
    about = [_("Review {period}", period=look.period.name), whose, _("to date") if look.to_date else ""]
    return " · ".join(part for part in about if part)


def standing_told(look: LookBack, now: datetime, zone: tzinfo) -> str:
    """Since when the figures are what they are, or that nothing is kept of them."""
    if look.row is None:
        return _("not frozen: as the figures come out now")
    at = moment(look.at, now, zone)
    if look.to_date:
        return _("{ref}: figures frozen at {at}, before the period was over", ref=look.row.ref, at=at)
    return _("{ref}: figures frozen at {at}", ref=look.row.ref, at=at)


def improvement_text(row: ImprovementRow, now: datetime, zone: tzinfo) -> str:
    """A measure with the task it has become: what it is called, how it stands, who does it, until when."""
    if row.task is None or row.status is None:
        return row.text
    until = "" if row.end is None else promised(row.end, now, zone)
    facts = [row.task, label("task_status", row.status), row.owner or "", until]
    return f"{row.text} ({' · '.join(fact for fact in facts if fact)})"


def sections(look: LookBack, now: datetime, zone: tzinfo) -> list[tuple[str, list[str]]]:
    """What stands beside the figures: (heading, paragraphs), problems first; what is empty is left out."""
    row = look.row
    if row is None:
        return []
    found = [
        (label("field", "review.problems"), [row.problems or ""]),
        (label("field", "review.causes"), [row.causes or ""]),
        (label("field", "review.improvements"), [improvement_text(each, now, zone) for each in row.improvements]),
        (label("field", "review.cases"), [row.cases or ""]),
        (label("field", "review.note"), [row.note or ""]),
    ]
    return [(title, texts) for title, texts in found if any(texts)]


def as_markdown(look: LookBack, currency: str, now: datetime, zone: tzinfo) -> str:
    """The whole review as a document."""
    lines = figure_lines(look.figures, currency)
    columns = figure_columns()
    parts = [
        markdown.heading(heading(look)),
        markdown.paragraph(standing_told(look, now, zone)),
        markdown.table(columns, lines, [place > 0 for place in range(len(columns))]),
    ]
    for title, texts in sections(look, now, zone):
        several = title == label("field", "review.improvements")
        parts += [
            markdown.heading(title, 2),
            markdown.bullets(texts) if several else markdown.paragraph("\n".join(texts)),
        ]
    return "".join(parts).rstrip("\n") + "\n"


# ── the documents' own form ──────────────────────────────────────────────────────────────────────────────────────


def form_cells(look: LookBack, currency: str) -> tuple[str, ...]:
    """The one line of 《销售效果跟踪表》 for a review; cost is not recorded, so that ROI is undefined."""
    known = {each.figure: each for each in look.figures if isinstance(each, Measured)}

    def value(figure: FigureId) -> str:
        whole = known[figure].whole(currency) if figure in known else None
        return NOTHING if whole is None else value_text(whole.value, FIGURES[figure].unit, currency)

    return (
        period_in_chinese(look.period) + ("(至今)" if look.to_date else ""),
        value(FigureId.NEW_CUSTOMERS),
        value(FigureId.INTEREST_CONVERSION),
        _average_in_ten_thousands(known.get(FigureId.AVERAGE_DEAL), currency),
        value(FigureId.REPURCHASE_RATE),
        _contributions(known.get(FigureId.CHANNEL_CONTRIBUTION), currency),
        NOTHING,
        "" if look.row is None else look.row.problems or "",
        "" if look.row is None else "\n".join(each.text for each in look.row.improvements),
    )


def period_in_chinese(period: Period) -> str:
    """A period as the documents write it: 2024年3月."""
    first = period.first
    match period.kind:
        case PeriodKind.YEAR:
            return f"{first.year}年"
        case PeriodKind.QUARTER:
            return f"{first.year}年第{(first.month + 2) // 3}季度"
        case PeriodKind.MONTH:
            return f"{first.year}年{first.month}月"
        case PeriodKind.WEEK:
            year, week, _weekday = first.isocalendar()
            return f"{year}年第{week}周"
        case PeriodKind.RANGE:
            return f"{first}至{period.last}"


def _average_in_ten_thousands(average: Measured | None, currency: str) -> str:
    """Won amounts in 万 of their currency, the desk's own without its name: the heading says which."""
    found = []
    for reading in () if average is None else average.readings:
        if reading.part or reading.value is None:
            continue
        own = reading.currency or currency
        found.append(_in_ten_thousands(reading.value, own) + ("" if own == currency else f" {own}"))
    return listed(found) or NOTHING


def _in_ten_thousands(minor: Fraction, currency: str) -> str:
    """Rounded once, to hundredths of a 万, halves up."""
    hundredths = minor / 10 ** minor_digits(currency) / 100
    whole, rest = divmod(int(hundredths + Fraction(1, 2)), 100)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")


def _contributions(contribution: Measured | None, currency: str) -> str:
    """Each channel with its share of the desk's currency, the largest first."""
    if contribution is None:
        return NOTHING
    unit = FIGURES[FigureId.CHANNEL_CONTRIBUTION].unit
    parts = [each for each in contribution.readings if each.part and each.currency == currency and each.numerator]
    shown = [
        f"{part_text(each.figure, each.part)} {value_text(each.value, unit, currency)}"
        for each in sorted(parts, key=lambda each: -each.numerator)
    ]
    return listed(shown) or NOTHING

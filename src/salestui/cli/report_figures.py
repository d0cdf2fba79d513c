"""`report figures`: every figure of a period with its period before, target, formula; `--behind` lists its records."""

from collections.abc import Iterator
from fractions import Fraction
from types import SimpleNamespace

from salestui.cli.output import Column, emit, remark, title
from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.money import minor_digits
from salestui.domain.periods import Period
from salestui.domain.readings import Measured, Reading, Scope
from salestui.figure_sentences import (
    attainment_text,
    change_text,
    count_texts,
    english_formula,
    figure_name,
    formula,
    part_text,
    target_text,
    value_text,
)
from salestui.i18n import _
from salestui.services import figures
from salestui.services.desk import Desk


def run(given: SimpleNamespace, desk: Desk, period: Period) -> None:
    """Print the figures, or the records behind one."""
    scope = Scope(given.owner, given.segment, given.grade, given.region)
    if given.behind:
        _print_behind(given.format, desk, FigureId(given.behind), period, scope)
        return
    wanted = [FigureId(each) for each in given.figure] or list(FigureId)
    found = [figures.measure(desk, each, period, scope) for each in wanted]
    currency = desk.settings.currency
    if given.format in ("json", "tsv"):
        found_records = [record for each in found for record in records(each, currency, desk.settings.new_customers)]
        emit(given.format, [Column(name) for name in found_records[0]], found_records)
        return
    title(given.format, about(_("Figures {period}", period=period.name), desk, period, scope))
    emit(given.format, _columns(), (line for each in found for line in _lines(each, currency)))


def about(heading: str, desk: Desk, period: Period, scope: Scope) -> str:
    """What stands above a report: its name, whose figures they are, whether the period is over."""
    today = desk.now().astimezone(desk.zone).date()
    running = _("to date") if period.first <= today < period.after else ""
    narrowed = (scope.owner or _("everybody"), scope.segment, scope.grade, scope.region)
    return " · ".join(part for part in (heading, *narrowed, running) if part)


# ── for programs ─────────────────────────────────────────────────────────────────────────────────────────────────


def records(measured: Measured, currency: str, new_customers: str = "created") -> Iterator[dict[str, object]]:
    """A record a reading: numbers as JSON has them, money in whole units beside its minor ones."""
    figure = FIGURES[measured.figure]
    before = {(each.part, each.currency): each for each in measured.before}
    for reading in measured.readings:
        target = measured.target if not reading.part and reading.currency in (None, currency) else None
        yield {
            "id": figure.id,
            "part": reading.part or None,
            "value": number(reading.value, figure.unit, reading.currency),
            "numerator": reading.numerator,
            "denominator": reading.denominator,
            "unit": figure.unit,
            "currency": reading.currency,
            "target": None if target is None else number(target.value, figure.unit, target.currency),
            "previous": _previous(before.get((reading.part, reading.currency)), figure.unit),
            "formula": english_formula(figure.id, new_customers),
            "basis": figures.counted_from(figure.id),
        }


def _previous(reading: Reading | None, unit: Unit) -> float | int | None:
    return None if reading is None else number(reading.value, unit, reading.currency)


def number(value: Fraction | None, unit: Unit, currency: str | None) -> float | int | None:
    """A value as a JSON number, money in whole units of its currency."""
    if value is None:
        return None
    if unit.of_money and currency is not None:
        value /= 10 ** minor_digits(currency)
    return int(value) if value.denominator == 1 else float(value)


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────


def _columns() -> list[Column]:
    return [
        Column("figure", _("figure"), elastic=True),
        Column("value", _("value"), right=True),
        Column("change", _("change")),
        Column("target", _("target"), right=True),
        Column("attained", _("attained"), right=True),
        Column("numerator", _("counted"), right=True),
        Column("denominator", _("of"), right=True),
    ]


def _lines(measured: Measured, currency: str) -> Iterator[tuple[str, ...]]:
    unit, target = FIGURES[measured.figure].unit, measured.target
    for reading in measured.readings:
        own = reading.currency or currency
        whole = not reading.part
        name = figure_name(measured.figure) if whole else f"  {part_text(measured.figure, reading.part)}"
        main = whole and own == currency
        yield (
            name if main or not whole else f"  {own}",
            value_text(reading.value, unit, own),
            change_text(measured, currency) if main else "",
            target_text(target) if main and target is not None else "",
            attainment_text(reading.value, target) if main and target is not None else "",
            *count_texts(reading, currency),
        )


def _print_behind(form: str, desk: Desk, figure: FigureId, period: Period, scope: Scope) -> None:
    rows = figures.behind(desk, figure, period, scope, limit=-1)
    if form not in ("json", "tsv"):
        title(form, about(f"{figure_name(figure)} {period.name}", desk, period, scope))
        remark(form, formula(figure, desk.settings.new_customers))
    columns = [
        *(Column("at"), Column("entity", in_table=False), Column("ref"), Column("code"), Column("customer")),
        *(Column("text", elastic=True), Column("owner"), Column("part"), Column("currency")),
        *(Column("numerator", right=True), Column("denominator", right=True)),
    ]
    emit(form, columns, [{column.id: getattr(row, column.id) for column in columns} for row in rows])

"""Behind a figure: its formula in words with its numbers, its parts, and the records it was counted from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.readings import FigureRow, Measured, Reading
from salestui.figure_sentences import (
    attainment_text,
    change_text,
    count_texts,
    counted_text,
    figure_name,
    part_text,
    ratio_text,
    reading_text,
    target_text,
    terms,
    value_text,
)
from salestui.i18n import _, label, ngettext
from salestui.sentences import moment
from salestui.services import figures as service
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.narrowing_figures import ReadingFigures, Wanted
from salestui.tui.text import cells, content, fit
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow, widest
from salestui.tui.wrapping import wrapped

MOST_ROWS: Final = 1000  # the newest; nobody reads on, and they are read at once
_LOW: Final = 20  # lines of the window below which the parts have one line


class Behind(NamedTuple):
    """A figure and the records behind it."""

    measured: Measured
    rows: Sequence[FigureRow]


def columns(rows: Sequence[FigureRow] = (), counted: Sequence[str] = ()) -> list[TableColumn]:
    """The columns of the rows, in the user's language; `counted` is what stands in the first."""
    title = _("counted")
    what = [label("record", row.entity) for row in rows[:1] if row.entity != "customer"]
    return [
        TableColumn("counted", title, widest([title, *counted], least=7, most=16), right=True),
        TableColumn("at", _("when"), 14),
        TableColumn("customer", label("record", "customer"), 12, elastic=1),
        *(TableColumn("text", each, 12, elastic=2) for each in what),
        TableColumn("part", "", 8, least=100),
        TableColumn("owner", label("field", "customer.owner"), 8, least=70),
    ]


class RowSource:
    """The rows behind a figure, made as they are painted."""

    def __init__(self, desk: Desk, figure: FigureId, rows: Sequence[FigureRow]) -> None:
        self._desk = desk
        self._figure = figure
        self._rows = {f"{row.entity}:{row.key}:{row.part}:{number}": row for number, row in enumerate(rows)}
        self.keys: Sequence[str] = tuple(self._rows)

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See record_table.RowSource."""
        return {key: self._told(self._rows[key]) for key in keys}

    def row(self, key: str) -> FigureRow:
        """The record of a key."""
        return self._rows[key]

    def _told(self, row: FigureRow) -> TableRow:
        now, zone, currency = self._desk.now(), self._desk.zone, self._desk.settings.currency
        customer = " ".join(part for part in (row.code, row.customer) if part)
        told = "" if row.entity == "customer" else " ".join((row.ref, row.text or ""))
        return TableRow(
            {
                "counted": counted_text(self._figure, row, currency),
                "at": moment(row.at, now, zone) if row.at is not None else "–",
                "customer": customer or "–",
                "text": told,
                "part": part_text(self._figure, row.part) if row.part else "",
                "owner": row.owner or "–",
            },
            tone="" if row.numerator else "muted",
        )


class FigureRowsScreen(ReadingFigures[Behind]):
    """One figure of the panel, opened."""

    MODE = "kpi"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "narrowed", "behind", "screen")
    HINTS = ("open_behind", "period_before", "period_length", "figures_owner", "chart", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("behind", "screen")]

    def __init__(self, figure: FigureId, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._figure = figure
        self._found: Behind | None = None
        self._source: RowSource | None = None

    def body(self) -> ComposeResult:
        """Title, formula, rows."""
        yield Static(id="period", markup=False)
        yield Static(id="formula", markup=False)
        yield RecordTable(columns(), id="rows")

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _stands(self) -> bool:
        return super()._stands and bool(self.query("#formula"))

    def question(self) -> Callable[[Desk], Behind]:
        """The figure and its rows."""
        figure, (period, scope) = self._figure, self.asked
        return lambda desk: Behind(
            service.measure(desk, figure, period, scope),
            service.behind(desk, figure, period, scope, limit=MOST_ROWS),
        )

    def forget(self) -> None:
        """Another period's are not there yet."""
        self._found = self._source = None
        self.query_one(RecordTable).show(RowSource(self.desk, self._figure, ()), empty="…")
        self._show_formula()

    def take(self, answer: Behind) -> None:
        """Numbers and rows."""
        self._found = answer
        self._source = RowSource(self.desk, self._figure, answer.rows)
        currency = self.desk.settings.currency
        counted = [counted_text(self._figure, row, currency) for row in answer.rows]
        self.query_one(RecordTable).set_columns(columns(answer.rows, counted))
        self.query_one(RecordTable).show(self._source, empty=_("nothing was counted in this period"))
        self._show_formula()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _show_formula(self) -> None:
        width = max(20, self.app.size.width - 2)
        title = " · ".join([self.title_of(figure_name(self._figure)), *self._counted()])
        self.query_one("#period", Static).update(content(f" {fit(title, width)}", "bold"), layout=False)
        lines = list(self._lines(width))
        formula = self.query_one("#formula", Static)
        formula.styles.height = len(lines) + 1
        formula.update(Content("\n").join(lines), layout=False)

    def _counted(self) -> list[str]:
        if self._found is None or not self._found.rows:
            return []
        count = len(self._found.rows)
        if count == MOST_ROWS:
            return [_("the newest {n} rows", n=count)]
        return [ngettext("one row", "{n} rows", count)]

    def _lines(self, width: int) -> Iterator[Content]:
        measured, currency = self._found.measured if self._found is not None else None, self.desk.settings.currency
        whole = measured.whole(currency) if measured is not None else None
        yield from _sum(self._figure, whole, currency, width, self.desk.settings.new_customers)
        if measured is None:
            yield content(" = …", "bold")
            return
        value = None if whole is None else whole.value
        said = [change_text(measured, currency)]
        if measured.target is not None:
            reached = attainment_text(value, measured.target)
            said.append(_("{percent} of the target {target}", percent=reached, target=target_text(measured.target)))
        told = " · ".join(part for part in said if part)
        shown = value_text(value, FIGURES[self._figure].unit, currency)
        yield Content.assemble(content(f" = {shown}", "bold"), content(f"   {told}" if told else ""))
        others = [each for each in measured.readings if not each.part and each.currency not in (None, currency)]
        for each in others:
            yield content(f" {fit(f'{each.currency}: {reading_text(each, currency)}', width)}")
        parts = " · ".join(_part_told(each, currency) for each in measured.readings if each.part)
        most = 1 if self.app.size.height < _LOW else 2
        lines = wrapped(parts, width, most=most + 1) if parts else []
        if len(lines) > most:
            lines = [*lines[: most - 1], fit(f"{lines[most - 1]} …", width)]
        for line in lines:
            yield content(f" {line}", "$foreground-muted")

    def on_resize(self) -> None:
        """The formula follows the width."""
        super().on_resize()
        if self._stands:
            self._show_formula()

    # ── going on ─────────────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def action_open_behind(self) -> None:
        """The customer's card, at the record of the row."""
        from salestui.tui.screens.card import CardScreen

        key = self.query_one(RecordTable).key
        if self._source is None or key is None:
            return
        row = self._source.row(key)
        if row.code is None:
            self.say(_("{ref} belongs to no customer", ref=row.ref), wrong=True)
        else:
            self.app.push_screen(CardScreen(row.code, (row.entity, row.key)))

    def action_chart(self) -> None:
        """The figure as a chart."""
        from salestui.tui.screens.charts import ChartScreen

        self.app.push_screen(ChartScreen(self._figure, self.wanted))

    def action_back(self) -> None:
        """To the panel."""
        self.dismiss(None)


def _sum(figure: FigureId, whole: Reading | None, currency: str, width: int, new_customers: str) -> Iterator[Content]:
    """The formula: what is divided, with its number, by what, with its number."""
    unit = FIGURES[figure].unit
    above, below = terms(figure, new_customers)
    numbers = ("", "")
    if whole is not None and unit not in (Unit.DAYS, Unit.MONEY_PER_DAY):
        numbers = count_texts(whole, currency)
    room = max(cells(number) for number in numbers)
    signs = (" ", "÷") if below else (" ",)
    for sign, number, words in zip(signs, numbers, (above, below), strict=False):
        head = f" {sign} {fit(number, room, right=True)}" + ("  " if room else "")
        yield Content.assemble(content(head), content(fit(words, max(1, width - cells(head))), "$foreground-muted"))


def _part_told(reading: Reading, currency: str) -> str:
    """A part with its value: "grade A 75 %  3/4"."""
    amount = ratio_text(reading, currency)
    return f"{part_text(reading.figure, reading.part)} {amount}"

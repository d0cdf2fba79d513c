"""The figures of the funnel for a period: stock, entered, left, conversion by cohort, median stay, worth."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.deals import OPEN
from salestui.domain.funnel import Funnel, StageFigures
from salestui.domain.periods import PeriodKind
from salestui.i18n import _, label, ngettext
from salestui.presenting import weighted_text
from salestui.sentences import span
from salestui.services import selling
from salestui.tui.choosing_periods import ChoosingPeriods, PeriodChoice
from salestui.tui.commands import bindings
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_LENGTHS = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR, PeriodKind.WEEK)


def columns() -> list[TableColumn]:
    """The columns of the figures, in the user's language."""
    return [
        TableColumn("stage", label("field", "deal.stage"), 12, elastic=1),
        TableColumn("stock", _("stock"), 6, right=True),
        TableColumn("entered", _("entered"), 8, right=True),
        TableColumn("left", _("left"), 6, right=True),
        TableColumn("conversion", _("went on"), 16, right=True),
        TableColumn("stay", _("median stay"), 12, right=True, least=70),
        TableColumn("note", "", 12, least=76),
    ]


class FunnelFiguresScreen(ChoosingPeriods):
    """A line a stage; the period is changed by key."""

    MODE = "funnel"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "screen")
    HINTS = ("period_before", "period_after", "period_length", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("period", "screen")]

    def __init__(self, owner: str | None) -> None:
        super().__init__(PeriodChoice(_LENGTHS))
        self._owner = owner

    def body(self) -> ComposeResult:
        """Title, table, worth."""
        yield Static(id="period", markup=False)
        yield RecordTable(columns(), id="figures")
        yield Static(id="detail", markup=False)

    def look(self) -> None:
        """Count."""
        found = selling.report(self.desk, self.period, owner=self._owner)
        name, *to_date = self.period_told()
        title = " · ".join((_("Funnel {period}", period=name), self._owner or _("everybody"), *to_date))
        self.query_one("#period", Static).update(content(f" {title}", "bold"), layout=False)
        self.query_one(RecordTable).show(Rows(self._rows(found)))
        self.query_one("#detail", Static).update(Content("\n").join(_worth(found)), layout=False)

    def _rows(self, found: Funnel) -> Mapping[str, TableRow]:
        return {each.stage: TableRow(_cells(each, found), tone=_tone(each, found)) for each in found.stages}

    def action_back(self) -> None:
        """To the board."""
        self.dismiss(None)


def _tone(each: StageFigures, found: Funnel) -> str:
    return "soon" if each.stage is found.bottleneck else ""


def _cells(each: StageFigures, found: Funnel) -> dict[str, str]:
    share = f"{each.went_on} / {each.reached}"
    percent = f"{100 * each.went_on / each.reached:.0f} %" if each.reached else "–"
    return {
        "stage": label("deal_stage", each.stage),
        "stock": str(each.stock),
        "entered": str(each.entered),
        "left": str(each.left),
        "conversion": f"{share}  {percent:>5}" if each.stage in OPEN else "",
        "stay": span(each.median_stay) if each.median_stay is not None else "–",
        "note": _("bottleneck") if each.stage is found.bottleneck else "",
    }


def _worth(found: Funnel) -> list[Content]:
    lines = [
        content(_("weighted value of the open deals: {sums}", sums=weighted_text(found.weighted.sums) or "–"), "$text")
    ]
    n = found.weighted.unweighted
    if n:
        without = ngettext("one deal has no amount or no probability", "{n} deals have no amount or no probability", n)
        lines.append(content(without))
    return lines

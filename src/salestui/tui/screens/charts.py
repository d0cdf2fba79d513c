"""A figure as a chart: over time, by owner, by what adds up to it; written to an SVG file by key.

Drawn by ourselves: plotext, which textual-plotext wraps, pads by letters where it should by cells, so that a frame
breaks at the first Chinese name (5.3.2), tells bars apart by colour, and costs 60 ms to import.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.figures import FigureId
from salestui.errors import SalestuiError
from salestui.figure_charts import (
    Chart,
    ChartKind,
    kind_text,
    kinds_of,
    owner_shares_chart,
    owners_chart,
    part_shares_chart,
    parts_from,
    trend_chart,
)
from salestui.figure_sentences import figure_name
from salestui.i18n import _
from salestui.services import figures as service
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.narrowing_figures import ReadingFigures, Wanted
from salestui.tui.text import content, fit
from salestui.tui.widgets.chart_lines import chart_lines

_TONES: Final = {"bar": "$secondary", "now": "$primary", "strong": "bold", "muted": "$foreground-muted"}
_ABOVE: Final = 4  # lines of the window that are not the chart's: bars, title, answer


class ChartScreen(ReadingFigures[Chart]):
    """One chart, its kinds changed by key."""

    MODE = "kpi"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "narrowed", "chart", "screen")
    HINTS = ("next_chart", "period_before", "period_length", "figures_owner", "save_chart", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("chart", "screen")]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ChartScreen #drawn { height: 1fr; text-wrap: nowrap; }
    """

    def __init__(self, figure: FigureId, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._figure = figure
        self._kinds = kinds_of(figure)
        self._kind = self._kinds[0]
        self._chart: Chart | None = None

    def body(self) -> ComposeResult:
        """Title and chart."""
        yield Static(id="period", markup=False)
        yield Static(id="drawn", markup=False)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _stands(self) -> bool:
        return super()._stands and bool(self.query("#drawn"))

    def question(self) -> Callable[[Desk], Chart]:
        """The figure as the chart needs it."""
        figure, kind, (period, scope) = self._figure, self._kind, self.asked
        to_date = len(self.period_told()) > 1

        def read(desk: Desk) -> Chart:
            home = desk.settings.currency
            if kind is ChartKind.TREND:
                measured = service.measure(desk, figure, period, scope)
                return trend_chart(measured, period, home, to_date=to_date)
            if kind is ChartKind.SHARES_OF_PARTS:
                return part_shares_chart(figure, service.measure(desk, parts_from(figure), period, scope), home)
            owners = service.by_owner(desk, (figure,), period, scope)
            made = owners_chart if kind is ChartKind.OWNERS else owner_shares_chart
            return made(figure, owners, home)

        return read

    def forget(self) -> None:
        """Another chart is not there yet."""
        self._chart = None
        self._draw()

    def take(self, answer: Chart) -> None:
        """Draw it."""
        self._chart = answer
        self._draw()
        self.show_hints()  # now it can be written

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _title(self) -> str:
        name = self._chart.title if self._chart is not None else figure_name(self._figure)
        return self.title_of(f"{name} {kind_text(self._kind, self._figure)}")

    def _draw(self) -> None:
        width, height = self.app.size
        place = f"{self._kinds.index(self._kind) + 1}/{len(self._kinds)}"
        title = fit(self._title(), max(1, width - len(place) - 3))
        self.query_one("#period", Static).update(content(f" {title} {place}", "bold"), layout=False)
        self.query_one("#drawn", Static).update(Content("\n").join(self._lines(width - 2, height - _ABOVE)))

    def _lines(self, width: int, height: int) -> list[Content]:
        if self._chart is None:
            return [content(" …")]
        if not self._chart.bars:
            return [Content(""), content(" " + _("nothing was counted in this period"), "$foreground-muted")]
        lines = [Content("")]
        for line in chart_lines(self._chart, width, max(1, height - 3)):
            parts = [content(text, _TONES.get(tone, "")) for text, tone in line]
            lines.append(Content.assemble(" ", *parts))
        if self._chart.note:
            lines.append(Content(""))
            lines.append(content(f" {fit(self._chart.note, width)}", "$foreground-muted"))
        return lines

    def on_resize(self) -> None:
        """The chart follows the window."""
        super().on_resize()
        if self._stands:
            self._draw()

    # ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_next_chart(self) -> None:
        """The next kind of chart."""
        self._turn(1)

    def action_chart_before(self) -> None:
        """The kind before."""
        self._turn(-1)

    def action_chart(self) -> None:
        """The key that opened it goes on to the next kind."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self._kind = self._kinds[(self._kinds.index(self._kind) + step) % len(self._kinds)]
        self.ask_again()

    def action_back(self) -> None:
        """To where it was opened."""
        self.dismiss(None)

    # ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────

    def why_not(self, command: str) -> str | None:
        """As the classes above; and a chart must stand to be written."""
        if command == "save_chart" and (self._chart is None or not self._chart.bars):
            return _("there is no chart to write yet")
        return super().why_not(command)

    @work
    async def action_save_chart(self) -> None:
        """Write it to a new SVG file; where it was written is said."""
        from salestui.exchange.chart_svg import write_chart
        from salestui.tui.screens.asking import AskText

        chart, under = self._chart, self.title_of(kind_text(self._kind, self._figure))
        if chart is None:
            return
        folder = self.desk.paths.database.parent
        name = f"{self._figure}-{self._kind}-{self.period.name}".replace("_", "-")
        typed = await self.app.push_screen_wait(
            AskText(_("Write the chart to which file?"), str(_free(folder, name)), lambda text: _refusal(folder, text))
        )
        if typed is None:
            return
        path = _path(folder, typed)
        try:
            await asyncio.to_thread(write_chart, path, chart, under)
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
        else:
            self.say(_("{file} written, in {folder}", file=path.name, folder=path.parent))


def _path(folder: Path, text: str) -> Path:
    """The file that was typed; one without a folder lies beside the database."""
    return folder / Path(text.strip()).expanduser()


def _free(folder: Path, name: str) -> Path:
    """A name that no file has."""
    number = 1
    path = folder / f"{name}.svg"
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.svg"
    return path


def _refusal(folder: Path, text: str) -> str | None:
    if not text.strip():
        return _("a file needs a name")
    path = _path(folder, text)
    if path.exists():
        return _("{file} is there already – name a new file", file=path.name)
    if not path.parent.is_dir():
        return _("there is no folder {folder} – name another place", folder=path.parent)
    return None

"""Mode 6: the figures of a period as tiles. The panel stands at once; each figure is read beside it and filled in."""

from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Static

from salestui.domain.figures import FIGURES, FIRST_PAGE, FigureId
from salestui.domain.readings import Measured
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.services import figures as service
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.narrowing_figures import Asked, NarrowingFigures, Stamp, Wanted
from salestui.tui.reading_beside import Beside
from salestui.tui.screens.figure_tiles import tile_of
from salestui.tui.text import cells, content, fit
from salestui.tui.to_goals import ToGoals
from salestui.tui.widgets.tile_lines import Tile
from salestui.tui.widgets.tiles import Tiles

_TOGETHER_S: Final = 0.03  # figures that come so soon one after another are painted at once: keys come in between
_ALL: Final = tuple(FIGURES)
_PAGES: Final = tuple(_ALL[first : first + FIRST_PAGE] for first in range(0, len(_ALL), FIRST_PAGE))


class Known(NamedTuple):
    """What is known of a figure; `measured` None: it could not be read."""

    stamp: Stamp
    measured: Measured | None


class FiguresScreen(ToGoals, NarrowingFigures):
    """The KPI panel: twelve figures, the others on the next page."""

    MODE = "kpi"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "narrowed", "figures", "targets")
    HINTS = ("behind", "period_before", "period_length", "figures_owner", "chart", "owners_compared")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("figures")]
    AUTO_FOCUS = "Tiles"

    def __init__(self) -> None:
        super().__init__(Wanted())
        self._known: dict[FigureId, Known] = {}
        self._tiles: dict[FigureId, Tile] = {}
        self._asked: Asked | None = None
        self._filling: Timer | None = None
        self._title = ""

    def body(self) -> ComposeResult:
        """The period and the tiles."""
        yield Static(id="period", markup=False)
        yield Tiles(FIRST_PAGE, id="tiles")

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Show what is known, and have read what is not, or may have changed; what is shown stays until then."""
        if self._asked != self.asked:
            self._asked = self.asked
            self._known.clear()
            self._tiles = {figure: tile_of(figure, None, False, self.desk.settings.currency) for figure in _ALL}
            self._reading = False  # what runs is of another period: it is given up as the next reading begins
        self._show()
        if not self._reading and self._next() is not None:
            self._reading = True
            self._read()

    def _next(self) -> tuple[FigureId, Stamp] | None:
        """A figure of the page shown that is to be read: the first that is unknown, else one that is old."""
        stamp, page = self.stamp(), _PAGES[self.query_one(Tiles).page]
        if self.desk.is_empty():
            return None
        unknown = [figure for figure in page if figure not in self._known]
        old = [figure for figure in page if figure in self._known and self._known[figure].stamp != stamp]
        return next(((figure, stamp) for figure in (*unknown, *old)), None)

    @work(exclusive=True, group="figures")
    async def _read(self) -> None:
        asked = self.asked
        while self._stands and (following := self._next()) is not None:
            figure, stamp = following
            measured: Measured | None = None
            try:
                measured = await Beside(self.salestui.desks.background, _measuring(figure, stamp.asked)).read()
            except SalestuiError as problem:
                self.say(str(problem), wrong=True)
            if self._asked != asked or not self._stands:
                return  # another period or owner is wanted by now
            self._known[figure] = Known(stamp, measured)
            self._tiles[figure] = tile_of(figure, measured, True, self.desk.settings.currency)
            if self._filling is None:
                self._filling = self.set_timer(_TOGETHER_S, self._fill_in)
        self._fill_in()
        self._reading = False

    def _fill_in(self) -> None:
        if self._filling is not None:
            self._filling.stop()
            self._filling = None
        if self._stands:
            self._show()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _stands(self) -> bool:
        return super()._stands and bool(self.query(Tiles))

    def _show(self) -> None:
        nothing = _("nothing to count yet – 2, then n adds a customer")
        tiles = [] if self.desk.is_empty() else list(self._tiles.values())
        self.query_one(Tiles).show(tiles, empty=nothing)
        self._show_title()

    def _show_title(self) -> None:
        page = f"{self.query_one(Tiles).page + 1}/{len(_PAGES)}"
        room = max(1, self.size.width - cells(page) - 3)
        title = f" {fit(self.title_of(_('Figures')), room)} {page} "
        if title != self._title:
            self._title = title
            self.query_one("#period", Static).update(content(title, "bold"), layout=False)

    def on_resize(self) -> None:
        """The title follows the width."""
        super().on_resize()
        if self._stands:
            self._show_title()

    @on(Tiles.Highlighted)
    def turn(self) -> None:
        """Another page may have come up, whose figures are not known yet."""
        if self._stands:
            self.look()

    # ── going on ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def figure_in_hand(self) -> FigureId | None:
        """The figure under the cursor."""
        key = self.query_one(Tiles).key
        return FigureId(key) if key is not None else None

    def why_not(self, command: str) -> str | None:
        """As the classes above; and there must be a figure to open."""
        if command in ("behind", "chart") and self._stands and self.figure_in_hand is None:
            return _("nothing to count yet")
        return super().why_not(command)

    @on(Tiles.Chosen)
    def action_behind(self) -> None:
        """The formula of the figure in hand, and the rows behind it."""
        from salestui.tui.screens.figure_rows import FigureRowsScreen

        if self.figure_in_hand is not None:
            self.app.push_screen(FigureRowsScreen(self.figure_in_hand, self.wanted))

    def action_chart(self) -> None:
        """The figure in hand as a chart."""
        from salestui.tui.screens.charts import ChartScreen

        if self.figure_in_hand is not None:
            self.app.push_screen(ChartScreen(self.figure_in_hand, self.wanted))

    def action_owners_compared(self) -> None:
        """Owners side by side."""
        from salestui.tui.screens.owners import OwnersScreen

        self.app.push_screen(OwnersScreen(self.wanted))

    @property
    def goals_owner(self) -> str | None:
        """The goals of whose figures are shown."""
        return self.scope.owner

    def action_reviews(self) -> None:
        """The periods looked back on."""
        from salestui.tui.screens.reviews import ReviewsScreen

        self.app.push_screen(ReviewsScreen(self.scope.owner, self.period))

    def action_feedback(self) -> None:
        """What customers held against us."""
        from salestui.tui.screens.feedback import FeedbackScreen

        self.app.push_screen(FeedbackScreen(self.wanted.periods, self.scope))


def _measuring(figure: FigureId, asked: Asked) -> Callable[[Desk], Measured]:
    period, scope = asked
    return lambda desk: service.measure(desk, figure, period, scope)

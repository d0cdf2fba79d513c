"""Today: one list of everything that waits, worst first; the lines below say whom to call and why it is due."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from salestui.domain.rows import Waiting
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.services import day, due
from salestui.services.day import NOBODY, Day
from salestui.tui.acting import Acting, find_customers
from salestui.tui.commands import bindings
from salestui.tui.narrowing import Narrowing
from salestui.tui.screens.today_rows import Clocks, columns, draft_section, warning_section
from salestui.tui.sections import Section, Sections, Told
from salestui.tui.widgets.detail import Detail
from salestui.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from salestui.services.keeping import LeftDraft

_TURNS_WITHIN_S = 60.0  # what turns later is seen when the minute turns
_SOONEST_S = 1.0  # a clock that stands still (SALESTUI_NOW) must not keep the screen busy
_FEW_OWNERS = 3  # among whom the switch goes round; more are chosen from a list


class TodayScreen(Narrowing, Acting):
    """Who is waiting, since when, until when."""

    MODE = "today"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "today")
    HINTS = ("follow_up", "inquiry", "open", "find", "undo", "agenda")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("today")]

    def __init__(self) -> None:
        super().__init__()
        self._sections = Sections()
        self._day: Day | None = None
        self._owner: str | None = None
        self._everybody = False
        self._another = False  # another list was asked for: it begins with its worst
        self._turn: Timer | None = None

    def body(self) -> ComposeResult:
        """The list, and what there is to know about the row in hand."""
        yield RecordTable(columns(), id="today")
        yield Detail()

    def may_be_typed(self) -> str:
        """See Narrowing."""
        return _("part of a customer, or of what it is about")

    # ── whose ────────────────────────────────────────────────────────────────────────────────────────────────────

    def whose(self) -> tuple[str | None, bool]:
        """As last chosen."""
        return self._owner, self._everybody

    def whose_word(self) -> str:
        """The bar says so where the counts are not mine."""
        if self._owner is not None:
            return self._owner or _("nobody")
        return _("everybody") if self._day is not None and self._day.everybody else ""

    def found(self) -> Mapping[str, int]:
        """The counts are those of the list, and were read with it."""
        return self._day.counts if self._day is not None else super().found()

    def see(self, owner: str | None, *, everybody: bool = False) -> None:
        """Show what waits on `owner` (None: on me; NOBODY: on no one), or on everybody."""
        self._owner, self._everybody = owner, everybody
        self._another = True
        self.look_again()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Read what waits: at once where it is somebody's, some hundred rows; everybody's beside the screen.

        Another list is read at once too: keys typed behind the one that asked for it are meant for that list.
        """
        read = partial(day.day, owner=self._owner, everybody=self._everybody, text=self.narrowed_by)
        everybodys = self._day is not None and self._day.everybody
        if everybodys and not self._another:
            self._look_beside(read)
        else:
            self.workers.cancel_group(self, "look")
            self._take(read(self.desk))

    @work(exclusive=True, group="look")
    async def _look_beside(self, read: "partial[Day]") -> None:
        """Forty milliseconds at a hundred thousand customers: keys go on meanwhile, and a newer look drops this."""
        try:
            found = await asyncio.wrap_future(self.salestui.desks.background.run(read))
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        self._take(found)
        self.show_bars()

    def _take(self, found: Day) -> None:
        """Show what has been read; the cursor stays on its row."""
        if not self._stands:
            return
        self._sections = Sections(self._made(found))
        table = self.query_one(RecordTable)
        if self._day is None or self._day.everybody is not found.everybody:
            table.set_columns(columns(everybody=found.everybody))
        self._day = found
        table.show(self._sections, empty=self._empty())
        if self._another:
            self._another, table.cursor = False, 0
        self._await_turn(found)

    def _made(self, found: Day) -> list[Section]:
        """The sections from top to bottom."""
        return [
            Clocks(self._title(found), self.desk, found, found.waiting),
            Clocks(_("WRITE DOWN"), self.desk, found, found.to_write),
            *self._drafts(),
            warning_section(self.desk, found),
        ]

    def _drafts(self) -> list[Section]:
        """Mine alone: drafts are files of whoever typed them."""
        mine = self._owner is None and not self._everybody and not self.narrowed_by
        left = self.salestui.drafts_left() if mine and self.salestui.offered else []
        return [draft_section(self.desk, left, self._go_on)] if left else []

    @work
    async def _go_on(self, left: "LeftDraft") -> None:
        from salestui.tui.drafting import go_on

        await go_on(self, left)

    def _title(self, found: Day) -> str:
        if self._owner is not None:
            return _("WAITING ON {owner}", owner=self._owner) if self._owner else _("WAITING ON NOBODY")
        if found.everybody:
            return _("WAITING ON EVERYBODY")
        if found.stands_in_for:
            return _("WAITING ON YOU, WHO STAND IN FOR {names}", names=", ".join(found.stands_in_for))
        return _("WAITING ON YOU")

    def _empty(self) -> str:
        if self.narrowed_by:
            return _("no row has {text} – Enter looks for it among all customers", text=self.narrowed_by)
        if self.desk.is_empty():
            return _("no customers yet – n adds one, salestui demo shows a sample")
        return _("nobody waits – 2 shows the customers")

    def _await_turn(self, found: Day) -> None:
        """A row that becomes due soon or overdue within the minute turns at its second."""
        if self._turn is not None:
            self._turn.stop()
            self._turn = None
        if found.turns_at is None:
            return
        left_s = (found.turns_at - self.desk.now()).total_seconds()
        if left_s <= _TURNS_WITHIN_S:
            self._turn = self.set_timer(max(left_s, _SOONEST_S), self.look_again)

    # ── the row in hand ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _told(self) -> Told | None:
        return self._sections.told(self.query_one(RecordTable).key)

    @property
    def row_in_hand(self) -> Waiting | None:
        """The clock under the cursor."""
        told = self._told
        return told.row if told is not None else None

    @property
    def customer_in_hand(self) -> str | None:
        """The code of its customer."""
        told = self._told
        return told.code if told is not None else None

    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """Whom to call, the number, and why it is due."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        self.query_one(Detail).tell(self.desk, self._told)

    @on(RecordTable.Chosen)
    def open_card(self) -> None:
        """The customer of the row, or what else the row opens."""
        from salestui.tui.screens.card import CardScreen  # the first screen does without

        told = self._told
        if told is not None and told.opens is not None:
            told.opens()
        elif told is not None and told.code is not None:
            self.app.push_screen(CardScreen(told.code))

    # ── other lists ──────────────────────────────────────────────────────────────────────────────────────────────

    def found_nothing(self) -> None:
        """Nobody who waits goes by that: somebody else may."""
        text = self.narrowed_by
        self.key_escape()
        self.app.call_later(find_customers, self.app, text)

    def key_escape(self) -> None:
        """The whole list again; then mine again."""
        if self.narrowed_by or self.narrow_line is not None:
            super().key_escape()
        elif self._owner is not None or self._everybody:
            self.see(None)

    @work
    async def action_owner(self) -> None:
        """Mine, everybody's, or somebody's: the next of them, or from a list where there are many."""
        names = [name for name in due.owners(self.desk) if name != self.desk.settings.owner]
        if len(names) < _FEW_OWNERS:
            ways: list[tuple[str | None, bool]] = [(None, False), (None, True), *((name, False) for name in names)]
            owner, everybody = ways[(ways.index(self.whose()) + 1) % len(ways)] if self.whose() in ways else ways[0]
            self.see(owner, everybody=everybody)
            return
        from salestui.tui.screens.overview import choose_owner

        chosen = await choose_owner(self)
        if chosen is not None:
            self.see(*chosen[:1], everybody=chosen[1])

    def action_overview(self) -> None:
        """Every owner, and how much lies on each."""
        from salestui.tui.screens.overview import OverviewScreen

        self.app.push_screen(OverviewScreen(self.see))

    def action_agenda(self) -> None:
        """The week, day by day."""
        from salestui.tui.screens.agenda import AgendaScreen

        self.app.push_screen(AgendaScreen(self._owner if self._owner != NOBODY else None, everybody=self._everybody))

"""`a`: a week, day by day: appointments first, then promises, tasks, reviews. Seven columns where there is room."""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.rows import AgendaDay, AgendaRow, Waiting
from salestui.domain.words import AgendaKind, ClockState
from salestui.errors import SalestuiError
from salestui.i18n import _, label
from salestui.sentences import SIGNS, weekday, why
from salestui.services import agenda, due
from salestui.services.day import NOBODY
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.sections import Listed, Sections, Told
from salestui.tui.text import content
from salestui.tui.widgets.detail import Detail
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow
from salestui.tui.widgets.week_grid import GridDay, GridEntry, WeekGrid

_SIDE_BY_SIDE = 140  # cells from which on seven columns are wide enough to be read
_TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon"}
_NONE = "none:"  # how the key of the line of an empty day begins
_AFTER_TIMES = (  # what has no time of day
    AgendaKind.APPOINTMENT,
    AgendaKind.FOLLOW_UP,
    AgendaKind.INQUIRY,
    AgendaKind.TASK_START,
    AgendaKind.TASK_END,
    AgendaKind.CONTACT_RHYTHM,
    AgendaKind.PROFILE_REVIEW,
)


def columns() -> list[TableColumn]:
    """The columns of the list form, in the user's language."""
    return [
        TableColumn("at", _("time"), 7),
        TableColumn("what", _("kind"), 14),
        TableColumn("code", label("field", "customer.code"), 6, least=90),
        TableColumn("customer", label("field", "inquiry.customer"), 12, elastic=2),
        TableColumn("text", _("about"), 10, elastic=3),
        TableColumn("place", _("place"), 12, elastic=1, least=100),
        TableColumn("owner", label("field", "customer.owner"), 8, least=110),
        TableColumn("rule", _("rule"), 4, least=70),
    ]


class AgendaScreen(Acting):
    """A week of whoever sits at the desk, of `owner`, or of everybody."""

    MODE = "today"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "agenda", "screen")
    HINTS = ("open", "week_before", "week_after", "this_week", "whose", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("agenda", "screen")]

    def __init__(self, owner: str | None = None, *, everybody: bool = False) -> None:
        super().__init__()
        self._owner = owner
        self._everybody = everybody
        self._first: date | None = None  # the Monday shown
        self._rows: dict[str, AgendaRow] = {}
        self._shown_first: date | None = None  # of the week that stands on the screen

    def body(self) -> ComposeResult:
        """Which week, the list or the columns, and what there is to know of the line in hand."""
        yield Static(id="week", markup=False)
        yield RecordTable(columns(), id="agenda")
        yield WeekGrid(id="grid")
        yield Detail()

    def on_mount(self) -> None:
        """As the window is wide."""
        self._fit()

    def on_resize(self) -> None:
        """Columns or a list; the cursor stays on its line."""
        self._fit()

    def _fit(self) -> None:
        table, grid = self.query_one(RecordTable), self.query_one(WeekGrid)
        wide = self.app.size.width >= _SIDE_BY_SIDE
        if grid.display is wide and table.display is not wide:
            return
        key = self._key
        grid.display, table.display = wide, not wide
        shown: RecordTable | WeekGrid = grid if wide else table
        if key is not None:
            shown.move_to(key)
        shown.focus()

    @property
    def _key(self) -> str | None:
        grid = self.query_one(WeekGrid)
        return grid.key if grid.has_focus else self.query_one(RecordTable).key

    def whose(self) -> tuple[str | None, bool]:
        """As last chosen."""
        return self._owner, self._everybody

    def whose_word(self) -> str:
        """The bar says so where the counts are not mine."""
        return _("everybody") if self._everybody else self._owner or ""

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Read the week; everybody's beside the screen: at a hundred thousand customers it has thousands of reviews."""
        first = self._first if self._first is not None else agenda.this_week(self.desk)
        read = partial(agenda.week, first_day=first, owner=self._owner, everybody=self._everybody)
        if self._everybody:
            self._load(read)
        else:
            self.workers.cancel_group(self, "look")
            self._show(read(self.desk))

    @work(exclusive=True, group="look")  # not the group of the actions: what waits for a dialog must not be dropped
    async def _load(self, read: "partial[tuple[AgendaDay, ...]]") -> None:
        try:
            week = await asyncio.wrap_future(self.salestui.desks.background.run(read))
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._stands:
            self._show(week)

    def _show(self, week: Sequence[AgendaDay]) -> None:
        days = [(day, {_key_of(row): row for row in sorted(day.rows, key=_place)}) for day in week]
        self._rows = {key: row for _day, rows in days for key, row in rows.items()}
        today = agenda.today(self.desk)
        self.query_one("#week", Static).update(_heading(week, today), layout=False)
        table, grid = self.query_one(RecordTable), self.query_one(WeekGrid)
        table.show(Sections([self._section(day, list(rows), today) for day, rows in days]))
        grid.show(
            [GridDay(_title(day.day, today), list(rows), _away(day), day.day == today) for day, rows in days],
            self._entry,
        )
        if self._shown_first != week[0].day:
            self._shown_first = week[0].day
            start = next((keys for day, keys in days if day.day == today), {})
            table.cursor = 0
            table.move_to(next(iter(start), f"{_NONE}{today}"))
        self.show_detail()

    def _section(self, day: AgendaDay, keys: list[str], today: date) -> Listed[str]:
        title = "   ".join(part for part in (_title(day.day, today), _away(day)) if part)
        return Listed(title, keys or [f"{_NONE}{day.day}"], key=str, shown=self._shown, told=self._told_of)

    def _shown(self, key: str) -> TableRow:
        row = self._rows.get(key)
        if row is None:
            return TableRow({"at": "–"}, tone="muted")
        return TableRow(
            {
                "at": f"{SIGNS[row.state]} {self._time(row)}",
                "what": what(row),
                "code": row.code or "",
                "customer": row.customer or "",
                "text": row.text or "",
                "place": row.place or "",
                "owner": row.owner or "–",
                "rule": row.clock.rule,
            },
            tone=_TONES.get(row.state, ""),
        )

    def _entry(self, key: str) -> GridEntry:
        row = self._rows[key]
        said = [part for part in (row.customer, row.place, row.text) if part]
        return GridEntry(
            (
                " ".join(part for part in (SIGNS[row.state], self._time(row), what(row)) if part),
                said[0] if said else "",
                " · ".join(said[1:]),
            ),
            tone=_TONES.get(row.state, ""),
        )

    def _time(self, row: AgendaRow) -> str:
        return f"{row.at.astimezone(self.desk.zone):%H:%M}" if row.at is not None else ""

    # ── the line in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def customer_in_hand(self) -> str | None:
        """The code of its customer."""
        row = self._rows.get(self._key or "")
        return row.code if row is not None else None

    @property
    def row_in_hand(self) -> Waiting | None:
        """Its clock."""
        row = self._rows.get(self._key or "")
        return self._waiting(row) if row is not None else None

    def _waiting(self, row: AgendaRow) -> Waiting | None:
        named = due.clocks_of(self.desk, row.ref)
        return next((each for each in named if each.clock.kind is row.clock.kind), None)

    def _told_of(self, key: str) -> Told | None:
        row = self._rows.get(key)
        waiting = self._waiting(row) if row is not None else None
        if row is None or waiting is None:
            return None
        reason = why(waiting, self.desk.now(), self.desk.zone, working=self.desk.book.calendar.working)
        told = " · ".join(part for part in (reason, row.place, row.text if row.code else None) if part)
        return Told(row.code, row.customer, row.ref, told, row.text or "", waiting)

    @on(RecordTable.Highlighted)
    @on(WeekGrid.Highlighted)
    def show_detail(self) -> None:
        """Whom to call, the number, and why it is due."""
        if self._stands:
            self.query_one(Detail).tell(self.desk, self._told_of(self._key or ""))

    @on(RecordTable.Chosen)
    @on(WeekGrid.Chosen)
    def open_card(self) -> None:
        """The customer of the line."""
        from salestui.tui.screens.card import CardScreen

        if self.customer_in_hand is not None:
            self.app.push_screen(CardScreen(self.customer_in_hand))

    # ── other weeks ──────────────────────────────────────────────────────────────────────────────────────────────

    def action_week_before(self) -> None:
        """A week back."""
        self._go(-1)

    def action_week_after(self) -> None:
        """A week on."""
        self._go(1)

    def action_this_week(self) -> None:
        """The week of today."""
        self._first = None
        self.look_again()

    def _go(self, weeks: int) -> None:
        shown = self._first if self._first is not None else agenda.this_week(self.desk)
        self._first = agenda.weeks_from(shown, weeks)
        self.look_again()

    @work
    async def action_whose(self) -> None:
        """Mine, everybody's, or somebody's."""
        from salestui.tui.screens.overview import choose_owner

        chosen = await choose_owner(self)
        if chosen is not None and chosen[0] != NOBODY:
            self._owner, self._everybody = chosen
            self.look_again()

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)


def _key_of(row: AgendaRow) -> str:
    return f"{row.day}:{row.kind}:{row.clock.subject_id}:{row.clock.step}"


def _place(row: AgendaRow) -> tuple[int, ...]:
    """What has a time of day comes first, as it came; the rest by what it is."""
    return (0,) if row.at is not None else (1, _AFTER_TIMES.index(row.kind))


def what(row: AgendaRow) -> str:
    """How an appointment takes place, what a customer asks; else what it is."""
    if row.method is not None:
        return label("method", row.method)
    return label("inquiry_kind", row.inquiry_kind) if row.inquiry_kind else label("agenda_kind", row.kind)


def _title(day: date, today: date) -> str:
    title = _("{weekday} {day}", weekday=weekday(day), day=day.day)
    return _("{day} · today", day=title) if day == today else title


def _away(day: AgendaDay) -> str:
    return ", ".join(_("{owner} away", owner=row.owner) for row in day.away)


def _heading(week: Sequence[AgendaDay], today: date) -> Content:
    """The week by number, from and to; and whether it is this one."""
    first, last = week[0].day, week[-1].day
    year, number, _weekday = first.isocalendar()
    title = _("Week {week} of {year}", week=number, year=year)
    span = f"{first:%m-%d} – {last:%m-%d}"
    now = _("this week") if first <= today <= last else ""
    return Content("  ").join(
        [content(f" {title}", "bold $primary"), content(span), *([content(now, "$foreground-muted")] if now else [])]
    )

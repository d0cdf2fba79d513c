"""Today: one list of everything that waits, worst first; the lines below say whom to call and why it is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.clock import state
from salestui.domain.rows import Waiting
from salestui.domain.words import ClockState, DueKind
from salestui.i18n import _, label
from salestui.sentences import SIGNS, about, standing, until, why
from salestui.services import due, finding, naming
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow, widest

_MOST_ROWS = 2_000  # nobody works through more; the counts above tell them all
_TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon"}


def columns(standing_width: int = 18) -> list[TableColumn]:
    """The columns of Today, in the user's language; the first is as wide as what it shows."""
    return [
        TableColumn("standing", _("state"), standing_width),
        TableColumn("grade", _("gr."), 3),
        TableColumn("code", label("field", "customer.code"), 6, least=70),
        TableColumn("customer", label("field", "inquiry.customer"), 10, elastic=2),
        TableColumn("about", _("about"), 14, elastic=3),
        TableColumn("owner", label("field", "customer.owner"), 10, least=110),
        TableColumn("due", _("due"), 16, least=100),
        TableColumn("rule", _("rule"), 4),
    ]


def key_of(row: Waiting) -> str:
    """The key of a row: a clock is one of its kind, subject and step."""
    return f"{row.clock.kind}:{row.clock.subject_id}:{row.clock.step}"


class TodayScreen(Acting):
    """Who is waiting, since when, until when."""

    MODE = "today"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "today")
    HINTS = ("follow_up", "inquiry", "open", "find", "undo", "owner")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("today")]

    def __init__(self) -> None:
        super().__init__()
        self._rows: Mapping[str, Waiting] = {}
        self._owner: str | None = None
        self._everybody = False
        self._now: datetime | None = None

    def body(self) -> ComposeResult:
        """The list, and what there is to know about the row in hand."""
        yield RecordTable(columns(), id="today")
        yield Static(id="detail", markup=False)

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the list."""
        return self._owner, self._everybody

    def look(self) -> None:
        """Read what waits."""
        today = due.today(self.desk, owner=self._owner, everybody=self._everybody, limit=_MOST_ROWS)
        self._now = today.now
        waiting = [row for row in today.rows if row.clock.kind is not DueKind.WRITE_DOWN]
        to_write = [row for row in today.rows if row.clock.kind is DueKind.WRITE_DOWN]
        self._rows = {key_of(row): row for row in (*waiting, *to_write)}
        shown: dict[str, TableRow] = {}
        for title, rows in ((self._title(today), waiting), (_("WRITE DOWN"), to_write)):
            for place, row in enumerate(rows):
                shown[key_of(row)] = self._shown(row, title if place == 0 else "")
        table = self.query_one(RecordTable)
        table.set_columns(columns(widest([row.cells["standing"] for row in shown.values()], least=12, most=24)))
        empty = _("no customers yet – n adds one, salestui demo shows a sample") if self.desk.is_empty() else ""
        table.show(Rows(shown), empty=empty or _("nobody waits – 2 shows the customers"))

    def _title(self, today: due.Today) -> str:
        if self._owner is not None:
            return _("WAITING ON {owner}", owner=self._owner)
        return _("WAITING ON EVERYBODY") if today.everybody else _("WAITING ON YOU")

    def _shown(self, row: Waiting, heading: str) -> TableRow:
        assert self._now is not None
        found = state(row.clock, self._now)
        return TableRow(
            {
                "standing": f"{SIGNS[found]} {standing(row.clock, self._now)}",
                "grade": row.clock.grade or "–",
                "code": row.code or "",
                "customer": row.customer or "",
                "about": about(row),
                "owner": row.clock.owner or "–",
                "due": until(row.clock.due_at, self._now, self.desk.zone),
                "rule": row.clock.rule,
            },
            tone=_TONES.get(found, ""),
            heading=heading,
        )

    # ── the row in hand ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def row_in_hand(self) -> Waiting | None:
        """The row under the cursor."""
        return self._rows.get(self.query_one(RecordTable).key or "")

    @property
    def customer_in_hand(self) -> str | None:
        """The code of its customer."""
        return self.row_in_hand.code if self.row_in_hand is not None else None

    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """Whom to call, the number, and why it is due."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        row = self.row_in_hand
        detail = self.query_one("#detail", Static)
        if row is None or self._now is None:
            detail.update("", layout=False)
            return
        reason = why(row, self._now, self.desk.zone, working=self.desk.book.calendar.working)
        detail.update(Content("\n").join([content(self._whom_to_call(row), "$text"), content(reason)]), layout=False)

    def _whom_to_call(self, row: Waiting) -> str:
        if row.code is None:
            return row.text or ""
        customer = naming.customer_named(self.desk, row.code)
        people = finding.contacts_of(self.desk, customer)
        first = (people[0].name, people[0].title, people[0].mobile or people[0].phone) if people else ()
        who = " ".join(part for part in first if part)
        return " · ".join(part for part in (f"{row.code} {row.customer}", who, row.clock.ref) if part)

    @on(RecordTable.Chosen)
    def open_card(self) -> None:
        """The customer of the row."""
        from salestui.tui.screens.card import CardScreen  # the first screen does without

        if self.customer_in_hand is not None:
            self.app.push_screen(CardScreen(self.customer_in_hand))

    def action_owner(self) -> None:
        """Mine, everybody's, then each owner's."""
        owners = [None, "*", *(name for name in due.owners(self.desk) if name != self.desk.settings.owner)]
        current = "*" if self._everybody else self._owner
        chosen = owners[(owners.index(current) + 1) % len(owners)]
        self._everybody, self._owner = chosen == "*", None if chosen in (None, "*") else chosen
        self.look_again()

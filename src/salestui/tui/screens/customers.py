"""Customers: the list, narrowed by `/`, sorted by `s`; Enter opens the card."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from salestui.domain.views import Sort, View
from salestui.i18n import _, label
from salestui.sentences import moment, promised
from salestui.services.browsing import customer_keys, customer_page
from salestui.services.desk import Desk
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.screens.card import CardScreen
from salestui.tui.text import content
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow


def columns() -> list[TableColumn]:
    """The columns of the list, in the user's language."""
    return [
        TableColumn("code", _("code"), 6),
        TableColumn("name", label("field", "customer.name"), 11, elastic=1),
        TableColumn("grade", _("gr."), 3),
        TableColumn("stage", label("field", "customer.stage"), 10),
        TableColumn("care", label("field", "customer.care"), 14, least=120),
        TableColumn("industry", label("field", "customer.industry"), 12, least=90),
        TableColumn("region", label("field", "customer.region"), 8, least=130),
        TableColumn("owner", label("field", "customer.owner"), 8, least=70),
        TableColumn("last", _("last contact"), 14),
        TableColumn("next", _("next"), 14, least=78),
    ]


class CustomerSource:
    """The keys once, the rows a window at a time."""

    def __init__(self, desk: Desk, keys: Sequence[str]) -> None:
        self.keys = keys
        self._desk = desk

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        now, zone = self._desk.now(), self._desk.zone
        return {
            key: TableRow(
                {
                    "code": row.code,
                    "name": row.name,
                    "grade": row.grade or "–",
                    "stage": label("stage", row.stage),
                    "care": label("care", row.care) if row.care else "–",
                    "industry": row.industry or "",
                    "region": row.region or "",
                    "owner": row.owner or "–",
                    "last": moment(row.last_contacted_at, now, zone) if row.last_contacted_at else "–",
                    "next": promised(row.next_at, now, zone) if row.next_at else "–",
                }
            )
            for key, row in customer_page(self._desk, keys).items()
        }


class CustomersScreen(Acting):
    """Every customer that is not archived."""

    MODE = "customers"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "customers")
    HINTS = ("follow_up", "inquiry", "open", "find", "new_customer", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("customers")]

    def __init__(self) -> None:
        super().__init__()
        self._sort = Sort.CODE
        self._text = ""

    def body(self) -> ComposeResult:
        """The list, and the line that narrows it."""
        yield RecordTable(columns(), id="customers")
        yield Line(id="narrow", placeholder=_("part of a name, code, contact, tag, pinyin or number"))
        yield Static(id="count", markup=False)

    def on_mount(self) -> None:
        """The narrowing line shows once it is asked for."""
        self.query_one("#narrow").display = False
        super().on_mount()

    def look(self) -> None:
        """Read the keys again."""
        keys = customer_keys(self.desk, View(sort=self._sort), text=self._text)
        empty = _("nobody goes by {text}", text=self._text) if self._text else _("no customers yet – n adds one")
        self.query_one(RecordTable).show(CustomerSource(self.desk, keys), empty=empty)
        self.show_count()

    @on(RecordTable.Highlighted)
    def show_count(self) -> None:
        """n of N, and what the list is narrowed to and sorted by."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        table = self.query_one(RecordTable)
        place = table.cursor + 1 if table.row_count else 0
        parts = [
            _("{n} of {all}", n=place, all=table.row_count),
            _("by {column}", column=label("customer_sort", self._sort)),
        ]
        if self._text:
            parts.append(f"/{self._text}")
        self.query_one("#count", Static).update(content("  ".join(["", *parts]), "$foreground-muted"), layout=False)

    @property
    def customer_in_hand(self) -> str | None:
        """The code under the cursor."""
        table = self.query_one(RecordTable)
        if table.key is None:
            return None
        row = customer_page(self.desk, [table.key]).get(table.key)
        return row.code if row is not None else None

    def action_sort(self) -> None:
        """By the next column."""
        sorts = list(Sort)
        self._sort = sorts[(sorts.index(self._sort) + 1) % len(sorts)]
        self.look()

    # ── narrowing ────────────────────────────────────────────────────────────────────────────────────────────────

    def action_find(self) -> None:
        """Type to narrow the list."""
        narrow = self.query_one("#narrow", Input)
        narrow.display = True
        narrow.focus()

    @on(Input.Changed, "#narrow")
    def narrow(self, event: Input.Changed) -> None:
        """Each key narrows."""
        self._text = event.value.strip()
        self.look()

    @on(Input.Submitted, "#narrow")
    def narrowed(self) -> None:
        """Back to the list, as narrow as it is."""
        self.query_one(RecordTable).focus()
        self.query_one("#narrow").display = bool(self._text)

    def key_escape(self) -> None:
        """Esc takes the narrowing away."""
        narrow = self.query_one("#narrow", Input)
        narrow.value = ""
        narrow.display = False
        self.query_one(RecordTable).focus()

    @on(RecordTable.Chosen)
    def open_card(self) -> None:
        """The customer under the cursor."""
        code = self.customer_in_hand
        if code is not None:
            self.app.push_screen(CardScreen(code))

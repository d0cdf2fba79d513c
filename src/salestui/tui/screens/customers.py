"""Customers: the list as its view has it, narrowed by `/`; Enter opens the card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from salestui.domain.views import Filter, Sort, View
from salestui.i18n import _, label, ngettext
from salestui.sentences import moment, promised
from salestui.services import filtering
from salestui.services.browsing import customer_count, customer_keys, customer_page
from salestui.services.desk import Desk
from salestui.tui.bulk_acting import BulkActing
from salestui.tui.commands import bindings
from salestui.tui.screens.card import CardScreen
from salestui.tui.text import cells, content, fit
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

if TYPE_CHECKING:
    from salestui.tui.screens.columns import Columns

_ALWAYS = ("code", "name")  # a row without them names nobody
_SORTS = {Sort.LAST_CONTACT: "last", Sort.NEXT_DATE: "next"}  # the others are called as their columns
# Not ▲▼ nor ↑↓, whose width differs from terminal to terminal: these are one cell wide everywhere.
_RISING, _FALLING = "▴", "▾"


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


def columns_of(view: View) -> list[TableColumn]:
    """The columns as `view` has them; a sign behind the title tells which it is sorted by, and which way."""
    from salestui.tui.screens.columns import chosen

    sorted_by = _SORTS.get(view.sort, view.sort.value)
    sign = _FALLING if view.descending else _RISING
    signed = [
        each._replace(title=f"{each.title}{sign}", width=max(each.width, cells(each.title) + 1))
        if each.id == sorted_by
        else each
        for each in columns()
    ]
    return signed if view.columns is None else chosen(signed, {*_ALWAYS, *view.columns})


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


class CustomersScreen(BulkActing):
    """The customers of a view: at first every one that is not archived, by code."""

    MODE = "customers"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "customers")
    HINTS = ("follow_up", "open", "find", "filter", "bulk", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("customers")]

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._keys: Sequence[str] = ()
        self._everybody = 0  # how many there would be without filter and narrowing

    def body(self) -> ComposeResult:
        """The list, and the line that narrows it."""
        yield RecordTable(columns(), multi=True, id="customers")
        yield Line(id="narrow", placeholder=_("part of a name, code, contact, tag, pinyin or number"))
        yield Static(id="count", markup=False)

    def on_mount(self) -> None:
        """The narrowing line shows once it is asked for."""
        self.query_one("#narrow").display = False
        super().on_mount()

    def look(self) -> None:
        """Read everything again."""
        self._everybody = customer_count(self.desk, Filter(archived=self.view.filter.archived))
        self._list()

    def _list(self) -> None:
        """Read the keys again; marks stay on the rows that are still listed."""
        keys = self._keys = customer_keys(self.desk, self.view, text=self._text)
        table = self.query_one(RecordTable)
        table.set_columns(columns_of(self.view))
        table.show(CustomerSource(self.desk, keys), empty=self._empty())
        if table.mark_count:
            table.keep_marks(keys)
        self.show_count()

    @property
    def keys_listed(self) -> Sequence[str]:
        """As last read."""
        return self._keys

    @property
    def _narrowed(self) -> bool:
        return bool(self._text) or self.view.filter != Filter(archived=self.view.filter.archived)

    def _empty(self) -> str:
        if self._text:
            return _("nobody goes by {text}", text=self._text)
        if self.view.filter != Filter():
            return _("no customer is so – Esc takes the filter away")
        return _("no customers yet – n adds one")

    @on(RecordTable.Highlighted)
    @on(RecordTable.Marked)
    def show_count(self) -> None:
        """What the list is filtered by, n of N, the order, what it is narrowed to, how many are marked."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        table = self.query_one(RecordTable)
        place = table.cursor + 1 if table.row_count else 0
        number = (table.row_count, self._everybody) if self._narrowed else (place, table.row_count)
        parts = [_("{n} of {all}", n=number[0], all=number[1])]
        if table.mark_count:
            parts.append(ngettext("one marked", "{n} marked", table.mark_count))
        parts.append(filtering.sort_told(self.view))
        if self._text:
            parts.append(f"/{self._text}")
        rest = "  ".join(parts)
        words = ": ".join(part for part in (self.view_name or "", filtering.told(self.view.filter)) if part)
        room = max(0, self.size.width - cells(rest) - 5)
        if words and room:
            rest = f"{words if cells(words) <= room else fit(words, room)} · {rest}"
        self.query_one("#count", Static).update(content(f"  {rest}", "$foreground-muted"), layout=False)

    @on(RecordTable.HeaderClicked)
    def sort_by_header(self, event: RecordTable.HeaderClicked) -> None:
        """A click on a title sorts by that column; once more, the other way round."""
        by_column = {column: sort for sort, column in _SORTS.items()}
        self.sort_by(by_column.get(event.column_id) or Sort(event.column_id))

    async def ask_columns(self) -> "Columns | None":
        """Opened with what the window shows now."""
        from salestui.tui.screens.columns import ChooseColumns

        shown = [each.id for each in columns_of(self.view) if each.least <= self.size.width]
        wanted: Columns | None = await self.app.push_screen_wait(ChooseColumns(columns(), shown, _ALWAYS))
        return wanted

    @property
    def customer_in_hand(self) -> str | None:
        """The code under the cursor."""
        table = self.query_one(RecordTable)
        if table.key is None:
            return None
        row = customer_page(self.desk, [table.key]).get(table.key)
        return row.code if row is not None else None

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
        self._list()

    @on(Input.Submitted, "#narrow")
    def narrowed(self) -> None:
        """Back to the list, as narrow as it is."""
        self.query_one(RecordTable).focus()
        self.query_one("#narrow").display = bool(self._text)

    def key_escape(self) -> None:
        """Esc takes the narrowing away, then the marks, then the filter."""
        narrow = self.query_one("#narrow", Input)
        table = self.query_one(RecordTable)
        if narrow.display:
            narrow.value = ""
            narrow.display = False
            table.focus()
        elif table.mark_count:
            table.clear_marks()
        else:
            self.unfilter()

    @on(RecordTable.Chosen)
    def open_card(self) -> None:
        """The customer under the cursor."""
        code = self.customer_in_hand
        if code is not None:
            self.app.push_screen(CardScreen(code))

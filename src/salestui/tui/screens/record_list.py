"""A list of records: the rows, and under them what is known of the one in hand. And the list of any plain record."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.records import RECORDS
from salestui.i18n import _, label, several
from salestui.record_sentences import fields_told, value_told
from salestui.services import finding, merging
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.dialogs import Question
from salestui.tui.text import content
from salestui.tui.undoing import Undoing
from salestui.tui.widgets.record_table import RecordTable, Rows, RowSource, TableColumn, TableRow

_MOST_LINES = 8  # of the row in hand: the list has the rest

Told = Iterable[tuple[str, str]]  # lines with their style


class RecordList(Undoing):
    """A screen of one list. Subclasses say what it is called, its columns, and what is told of a row."""

    TABLE: ClassVar[str]  # the id of the list
    ABOVE: ClassVar[tuple[str, ...]] = ()  # ids of lines above it
    OF_A_ROW: ClassVar[frozenset[str]] = frozenset()  # commands that need a row in hand

    def columns(self) -> list[TableColumn]:
        """The columns, in the user's language."""
        raise NotImplementedError

    def told_of(self, key: str) -> Told:
        """What is known of a row, two lines of it."""
        raise NotImplementedError

    def no_row(self) -> str:
        """Why a command that needs a row does nothing, where there is none."""
        return _("nothing in hand")

    def body(self) -> ComposeResult:
        """The lines above, the list, and the row in hand in full."""
        for line in self.ABOVE:
            yield Static(id=line, markup=False)
        yield RecordTable(self.columns(), id=self.TABLE)
        yield Static(id="detail", markup=False)

    @property
    def key(self) -> str | None:
        """The key of the row in hand; None where the list is empty, or on its way out."""
        return self.query_one(RecordTable).key if self.query(RecordTable) else None

    def show(self, rows: Mapping[str, TableRow] | RowSource, *, empty: str = "") -> None:
        """List `rows`; `empty` is said where there are none."""
        if self.query(RecordTable):
            self.query_one(RecordTable).show(Rows(rows) if isinstance(rows, Mapping) else rows, empty=empty)
            self.show_detail()

    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """What is known of the row in hand."""
        if not self.query("#detail"):
            return  # the table spoke as it was taken away
        key = self.key
        lines = [content(line, style) for line, style in ([] if key is None else self.told_of(key))]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)
        if self.OF_A_ROW:
            self.show_hints()  # what works with one row may not with the next

    def why_not(self, command: str) -> str | None:
        """As the classes above; and what acts on a row must have one in hand."""
        if command in self.OF_A_ROW and self._stands and self.key is None:
            return self.no_row()
        return super().why_not(command)

    async def archive(self, record: str, key: str, ref: str, question: str) -> None:
        """Ask, and put a record out of sight as it is seen now: what others have added since is told."""
        seen = merging.seen_of(self.desk, record, key)
        if not await self.app.push_screen_wait(Question(question, yes=_("archive"))):
            return

        def archive(desk: Desk) -> object:
            from salestui.services import records

            return records.archive(desk, record, key, seen=seen)

        if await self.write(archive) is not None:
            self.told(_("{ref} archived · {key} undoes it", ref=ref, key=self.key_of("undo")))

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss(None)


class PlainList(RecordList):
    """The list of a record by its own fields: Enter corrects the one in hand, `n` adds one, `x` archives it."""

    TABLE = "plain"
    ABOVE = ("title",)
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "list", "screen")
    HINTS = ("open_record", "new_record", "archive_record", "undo", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "screen")]
    OF_A_ROW = frozenset({"open_record", "archive_record"})

    def __init__(self, record: str) -> None:
        super().__init__()
        self.record = record
        self._rows: dict[str, Any] = {}  # Any: the rows of the record

    def columns(self) -> list[TableColumn]:
        """Whose it is, what it is called, and as many of its fields as there is room for."""
        kind = RECORDS[self.record]
        names = [field.id for field in kind.fields if field.settable and field.stored_as != kind.named_by]
        if kind.part_of == "customer":
            names.remove("customer")
        found = [TableColumn(kind.named_by, label("field", f"{self.record}.{kind.named_by}"), 20, elastic=2)]
        found += [TableColumn("customer", label("field", "customer"), 14)] if kind.part_of == "customer" else []
        for place, name in enumerate(names):
            title = label("field", f"{self.record}.{name}")
            found.append(TableColumn(name, title, 14, elastic=1, least=60 + 20 * place))
        return found

    def on_mount(self) -> None:
        """What is known of the row has room for each field, said or not, so that nothing jumps."""
        lines = sum(field.settable for field in RECORDS[self.record].fields)
        detail = self.query_one("#detail").styles
        detail.height = min(lines, _MOST_LINES) + 4  # the rule above, its ref, and two for a long text
        detail.text_wrap = "wrap"

    def look(self) -> None:
        """Read them all: such records are written by hand."""
        self._rows = {row.id: row for row in finding.listed(self.desk, self.record, limit=-1)}
        title = several(self.record)
        self.query_one("#title", Static).update(content(f" {title[:1].upper()}{title[1:]}", "bold"), layout=False)
        empty = _("nothing here yet – {key} adds the first", key=self.key_of("new_record"))
        self.show({key: TableRow(self._cells(row)) for key, row in self._rows.items()}, empty=empty)

    def _cells(self, row: Any) -> dict[str, str]:  # Any: as above
        now, zone = self.desk.now(), self.desk.zone
        told = {}
        for column in self.columns():
            value = getattr(row, column.id)
            field = next(each for each in RECORDS[self.record].fields if each.id == column.id)
            told[column.id] = "–" if value is None else " ".join(value_told(field, value, now, zone).split())
        return told

    def told_of(self, key: str) -> Told:
        """What it is, and a line for each field that says something."""
        row = self._rows[key]
        yield row.ref, "$text"
        for name, text in fields_told(self.record, row, self.desk.now(), self.desk.zone):
            yield f"{name}: {' '.join(text.split())}", ""

    @on(RecordTable.Chosen)
    def open_chosen(self) -> None:
        """The row under the cursor."""
        self.action_open_record()

    @work
    async def action_open_record(self) -> None:
        """Its form."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.opening import change_form

        if self.key is not None:
            await fill_or_go_on(self, change_form(self.desk, self.record, self.key))

    @work
    async def action_new_record(self) -> None:
        """The form of a new one."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.opening import new_form

        known = set(self._rows)
        await fill_or_go_on(self, new_form(self.desk, self.record))
        added = next((key for key in self._rows if key not in known), None)
        if added is not None:
            self.query_one(RecordTable).move_to(added)

    @work
    async def action_archive_record(self) -> None:
        """Out of sight, after asking."""
        row = self._rows.get(self.key or "")
        if row is not None:
            name = getattr(row, RECORDS[self.record].named_by)
            await self.archive(self.record, row.id, row.ref, _("Archive {name}?", name=f"{row.ref} {name}"))

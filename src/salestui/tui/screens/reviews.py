"""The reviews there are: which period, whose, when its figures were frozen, and how many improvements are done."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.periods import Period
from salestui.domain.rows import ReviewRow
from salestui.i18n import _, label, listed
from salestui.sentences import moment
from salestui.services import reviewing
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.dialogs import Question
from salestui.tui.text import content
from salestui.tui.undoing import Undoing
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow


def columns() -> list[TableColumn]:
    """The columns of the list, in the user's language."""
    return [
        TableColumn("period", label("field", "review.period"), 12),
        TableColumn("owner", label("field", "review.owner"), 10),
        TableColumn("frozen", _("frozen at"), 12),
        TableColumn("done", _("done"), 6, right=True),
        TableColumn("problems", label("field", "review.problems"), 12, elastic=1),
    ]


class ReviewsScreen(Undoing):
    """The latest period first; those of one owner, or all."""

    MODE = "kpi"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "reviews", "screen")
    HINTS = ("new_review", "archive_review", "undo", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reviews", "screen")]

    def __init__(self, owner: str | None = None, period: Period | None = None) -> None:
        """`owner` narrows the list; a new review is of that owner and of `period`."""
        super().__init__()
        self._owner = owner
        self._period = period
        self._known: dict[str, ReviewRow] = {}

    def body(self) -> ComposeResult:
        """One list, and what the review in hand says."""
        yield RecordTable(columns(), id="reviews")
        yield Static(id="detail", markup=False)

    def look(self) -> None:
        """Read them all: there is one a month."""
        self._known = {row.id: row for row in reviewing.reviews(self.desk, owner=self._owner)}
        rows = {key: TableRow(self._cells(row)) for key, row in self._known.items()}
        empty = _("no period has been looked back on yet – {key} does", key=self.key_of("new_review"))
        self.query_one(RecordTable).show(Rows(rows), empty=empty)
        self.show_detail()

    def _cells(self, row: ReviewRow) -> dict[str, str]:
        done = sum(each.done for each in row.improvements)
        return {
            "period": row.period,
            "owner": row.owner or _("everybody"),
            "frozen": moment(row.figures_at, self.desk.now(), self.desk.zone),
            "done": f"{done}/{len(row.improvements)}",
            "problems": row.problems or "–",
        }

    @property
    def _row(self) -> ReviewRow | None:
        return self._known.get(self.query_one(RecordTable).key or "")

    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """The problems and the improvements of the review in hand."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        row = self._row
        lines = [content(""), content("")]
        if row is not None:
            lines = [content(row.problems or "–", "$text"), content(listed(each.text for each in row.improvements))]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)
        self.show_hints()

    def why_not(self, command: str) -> str | None:
        """As the classes above; and there must be a review to be archived."""
        if command == "archive_review" and self._stands and self._row is None:
            return _("no review in hand – {key} makes one", key=self.key_of("new_review"))
        return super().why_not(command)

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the owner whose reviews are shown."""
        return self._owner, False

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def open_review(self, event: RecordTable.Chosen) -> None:
        """The review under the cursor."""
        from salestui.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(event.key))

    @work
    async def action_new_review(self) -> None:
        """Freeze the figures of a period, and write what is to be said of them."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.reviews import ReviewForm

        await fill_or_go_on(self, ReviewForm(self.desk, self._period, self._owner))

    @work
    async def action_archive_review(self) -> None:
        """Out of sight, after asking."""
        row = self._row
        if row is None:
            return
        question = Question(_("Archive the review {ref} {period}?", ref=row.ref, period=row.period), yes=_("archive"))
        if not await self.app.push_screen_wait(question):
            return

        def archive(desk: Desk) -> object:
            from salestui.services import records

            return records.archive(desk, "review", row.id)

        if await self.write(archive) is not None:
            self.told(_("{ref} archived · {key} undoes it", ref=row.ref, key=self.key_of("undo")))

    def action_back(self) -> None:
        """To the figures."""
        self.dismiss(None)

"""The reviews there are: which period, whose, when its figures were frozen, and how many improvements are done."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from salestui.domain.periods import Period
from salestui.domain.rows import ReviewRow
from salestui.i18n import _, label, listed
from salestui.sentences import moment
from salestui.services import reviewing
from salestui.tui.commands import bindings
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow


class ReviewsScreen(RecordList):
    """The latest period first; those of one owner, or all."""

    MODE = "kpi"
    TABLE = "reviews"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "reviews", "screen")
    HINTS = ("new_review", "archive_review", "undo", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reviews", "screen")]
    OF_A_ROW = frozenset({"archive_review"})

    def __init__(self, owner: str | None = None, period: Period | None = None) -> None:
        """`owner` narrows the list; a new review is of that owner and of `period`."""
        super().__init__()
        self._owner = owner
        self._period = period
        self._known: dict[str, ReviewRow] = {}

    def columns(self) -> list[TableColumn]:
        """Which period, whose, when its figures were frozen, what was done and what went wrong."""
        return [
            TableColumn("period", label("field", "review.period"), 12),
            TableColumn("owner", label("field", "review.owner"), 10),
            TableColumn("frozen", _("frozen at"), 12),
            TableColumn("done", _("done"), 6, right=True),
            TableColumn("problems", label("field", "review.problems"), 12, elastic=1),
        ]

    def look(self) -> None:
        """Read them all: there is one a month."""
        self._known = {row.id: row for row in reviewing.reviews(self.desk, owner=self._owner)}
        empty = _("no period has been looked back on yet – {key} does", key=self.key_of("new_review"))
        self.show({key: TableRow(self._cells(row)) for key, row in self._known.items()}, empty=empty)

    def _cells(self, row: ReviewRow) -> dict[str, str]:
        done = sum(each.done for each in row.improvements)
        return {
            "period": row.period,
            "owner": row.owner or _("everybody"),
            "frozen": moment(row.figures_at, self.desk.now(), self.desk.zone),
            "done": f"{done}/{len(row.improvements)}",
            "problems": row.problems or "–",
        }

    def told_of(self, key: str) -> Told:
        """The problems and the improvements of a review."""
        yield self._known[key].problems or "–", "$text"
        yield listed(each.text for each in self._known[key].improvements), ""

    def no_row(self) -> str:
        """There is none yet."""
        return _("no review in hand – {key} makes one", key=self.key_of("new_review"))

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the owner whose reviews are shown."""
        return self._owner, False

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
        row = self._known.get(self.key or "")
        if row is not None:
            question = _("Archive the review {ref} {period}?", ref=row.ref, period=row.period)
            await self.archive("review", row.id, row.ref, question)

"""The drafts that were left: a list to go on from, the offer where a form is opened again, and the bare text."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.errors import SalestuiError
from salestui.i18n import _, label, ngettext
from salestui.sentences import moment
from salestui.services.desk import Desk
from salestui.services.drafts import Draft
from salestui.tui.dialogs import Question
from salestui.tui.recovering import Recovering
from salestui.tui.text import content, paragraphs
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

if TYPE_CHECKING:
    from salestui.services.keeping import LeftDraft, Unreadable
    from salestui.tui.keeping_drafts import KeepingDrafts

_MOST_LINES = 10


def told_unreadable(files: Sequence["Unreadable"]) -> SalestuiError:
    """What is said of files that should be drafts: why they cannot be read, and where they are."""
    where = [_("kept as {path}: {reason}", path=each.path, reason=each.reason) for each in files]
    return SalestuiError(ngettext("a draft cannot be read", "{n} drafts cannot be read", len(files)), "\n".join(where))


class DraftsScreen(Recovering, ModalScreen["LeftDraft | None"]):
    """Enter gives the draft under the cursor, to go on with; `x` throws it away, if `y` says so; Esc gives None."""

    DEFAULT_CSS = """
    DraftsScreen { align: center middle; }
    DraftsScreen > Vertical {
        width: 90; max-width: 96%; height: auto; background: $panel; border: round $primary; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "close", show=False),
        Binding("x,delete", "throw_away", show=False),
    ]

    def __init__(self, desk: Desk, keeping: "KeepingDrafts") -> None:
        super().__init__()
        self._desk = desk
        self._keeping = keeping
        self._left: dict[str, LeftDraft] = {}

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        with Vertical():
            yield Static(content(_("Typed and not saved"), "bold"), markup=False)
            yield RecordTable(
                [
                    TableColumn("at", _("when"), 12),
                    TableColumn("title", _("form"), 20, elastic=1),
                    TableColumn("words", _("text"), 16, elastic=1),
                ]
            )
            yield Static(content(_("Enter go on   x throw away   Esc later"), "$text-muted"), markup=False)

    def on_mount(self) -> None:
        """The drafts as they are now."""
        self._show()

    def _show(self) -> None:
        now, zone = self._desk.now(), self._desk.zone
        self._left = {each.path.name: each for each in self._keeping.drafts_left()}
        rows = {
            name: TableRow(
                {
                    "at": moment(each.draft.written_at, now, zone),
                    "title": each.draft.title,
                    "words": each.draft.first_words,
                }
            )
            for name, each in self._left.items()
        }
        table = self.query_one(RecordTable)
        table.styles.height = min(max(len(rows), 2), _MOST_LINES) + 1  # the empty one speaks in its third line
        table.show(Rows(rows), empty=_("all that was typed is saved"))

    @on(RecordTable.Chosen)
    def go_on(self, event: RecordTable.Chosen) -> None:
        """The draft is chosen."""
        self.dismiss(self._left.get(event.key))

    @work
    async def action_throw_away(self) -> None:
        """Ask, and delete the draft under the cursor."""
        left = self._left.get(self.query_one(RecordTable).key or "")
        if left is None:
            return
        question = Question(
            _("Throw this draft away?\n{title}\n{words}", title=left.draft.title, words=left.draft.first_words),
            yes=_("throw away"),
        )
        if await self.app.push_screen_wait(question):
            self._keeping.drafts.throw_away(left)
            self._show()

    def action_close(self) -> None:
        """Later: they stay."""
        self.dismiss(None)


class Offered(Enum):
    """What to do with a draft that was left of the form asked for."""

    GO_ON = "go on"
    ANEW = "anew"
    STAY = "stay"


class Offer(ModalScreen[Offered]):
    """Go on with the draft, or start anew; it is kept in either case."""

    DEFAULT_CSS = """
    Offer { align: center middle; }
    Offer > Vertical {
        width: 60; max-width: 90%; height: auto; background: $panel; border: round $primary; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer('GO_ON')", show=False),
        Binding("n", "answer('ANEW')", show=False),
        Binding("escape,q", "answer('STAY')", show=False),
    ]

    def __init__(self, desk: Desk, draft: Draft) -> None:
        super().__init__()
        self._desk = desk
        self._draft = draft

    def compose(self) -> ComposeResult:
        """What was left, and the keys."""
        at = moment(self._draft.written_at, self._desk.now(), self._desk.zone)
        with Vertical():
            yield Static(content(_("A draft of {at} was left here", at=at), "bold"), markup=False)
            yield Static(content(self._draft.title), markup=False)
            yield Static(content(self._draft.first_words, "$text-muted"), markup=False)
            yield Static(content(_("Enter go on   n start anew, keep it   Esc stay"), "$text-muted"), markup=False)

    def action_answer(self, answer: str) -> None:
        """Give the answer."""
        self.dismiss(Offered[answer])


class TypedText(ModalScreen[None]):
    """What was typed, where no form can be opened for it any more."""

    DEFAULT_CSS = """
    TypedText { align: center middle; }
    TypedText > VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $panel; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "close", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, desk: Desk, draft: Draft, why: str) -> None:
        super().__init__()
        self._desk = desk
        self._draft = draft
        self._why = why

    def compose(self) -> ComposeResult:
        """Why, then every field in full."""
        with VerticalScroll():
            yield Static(content(self._draft.title, "bold"), markup=False)
            yield Static(content(self._why, "$text-error"), markup=False)
            for name, text in self._draft.typed.items():
                said = Content.assemble(content(label("field", name), "$primary"), "\n", paragraphs(text))
                yield Static(said, markup=False)
            yield Static(content(_("Esc close; the draft stays"), "$text-muted"), markup=False)

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)

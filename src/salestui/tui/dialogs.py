"""Small dialogs: a question whose answer is another key than the one that asked, and a problem told in full."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.tui.text import content, paragraphs

_CSS = """
.dialog { width: 60; max-width: 90%; height: auto; background: $panel; border: round $primary; padding: 0 1; }
"""


class Question(ModalScreen[bool]):
    """A question with No as its default: only `y` says yes."""

    DEFAULT_CSS = "Question { align: center middle; }" + _CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,escape,enter", "answer(False)", show=False),
    ]

    def __init__(self, text: str, *, yes: str) -> None:
        super().__init__()
        self._text = text
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(paragraphs(self._text), markup=False)
            yield Static(content(_("y {yes}   Esc stay", yes=self._yes), "$text-muted"), markup=False)

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)


class Problem(ModalScreen[None]):
    """What went wrong, with which value, and what to do."""

    DEFAULT_CSS = "Problem { align: center middle; }" + _CSS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", show=False)]

    def __init__(self, problem: SalestuiError) -> None:
        super().__init__()
        self._problem = problem

    def compose(self) -> ComposeResult:
        """Message, then remedy."""
        with Vertical(classes="dialog"):
            yield Static(content(self._problem.message, "bold $text-error"), markup=False)
            yield Static(paragraphs(self._problem.hint), markup=False)
            yield Static(content(_("Esc close"), "$text-muted"), markup=False)

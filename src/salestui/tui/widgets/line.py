"""A line to type in that holds no acting character: stored text and pasted text are shown as signs, ESC as ␛.

Textual's own Input sends what it holds to the terminal as it is: an OSC 52 in a customer's name would write the
clipboard as soon as a form with it is opened (8.2.8). `lines` is its twin of several lines, loaded with the forms.
"""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from salestui.tui.text import plain


class Line(Input):
    """One line. Ctrl+Z takes back the last word or change, as in the fields of several lines; Ctrl+Y does it again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z,super+z", "undo_typing", show=False),
        Binding("ctrl+y,super+y", "redo_typing", show=False),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        self._back: list[str] = []
        self._ahead: list[str] = []
        self._going = False
        self._typing = False  # whether the next sign goes on with the word before it
        super().__init__(plain(value), placeholder=plain(placeholder), suggester=suggester, compact=True, id=id)

    def on_mount(self) -> None:
        """What it opens with is no change: Textual tells of it as of one."""
        self._back.clear()

    def replace(self, text: str, start: int, end: int) -> None:
        """As Textual's, through which every insertion and every paste goes."""
        super().replace(plain(text), start, end)

    def watch_value(self, old: str, new: str) -> None:
        """Remember what stood here, once for a word that is typed."""
        if old == new or self._going:
            return
        one_sign = len(new) == len(old) + 1 and new.startswith(old)
        if not (one_sign and self._typing):
            self._back.append(old)
        self._typing = one_sign and not new[-1].isspace()
        self._ahead.clear()

    def action_undo_typing(self) -> None:
        """As it was before."""
        self._go(self._back, self._ahead)

    def action_redo_typing(self) -> None:
        """As it was after."""
        self._go(self._ahead, self._back)

    def _go(self, source: list[str], target: list[str]) -> None:
        if not source:
            return
        target.append(self.value)
        self._going = True
        try:
            self.value = source.pop()
        finally:
            self._going = self._typing = False
        self.cursor_position = len(self.value)

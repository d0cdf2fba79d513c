"""Fields to type in that hold no acting character: stored text and pasted text are shown as signs, ESC as ␛.

Textual's own send what they hold to the terminal as it is: an OSC 52 in a customer's name would write the clipboard
as soon as the form is opened (8.2.8).
"""

from collections.abc import Sequence

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input, TextArea

from salestui.tui.text import plain, plain_lines


class Line(Input):
    """One line."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(plain(value), placeholder=plain(placeholder), suggester=suggester, compact=True, id=id)

    def replace(self, text: str, start: int, end: int) -> None:
        """As Textual's, through which every insertion and every paste goes."""
        super().replace(plain(text), start, end)


class Lines(TextArea):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, value: str = "") -> None:
        super().__init__(plain_lines(value), compact=True, tab_behavior="focus", show_line_numbers=False)

    def edit(self, edit: Edit) -> EditResult:
        """As Textual's, through which every insertion and every paste goes."""
        edit.text = plain_lines(edit.text)
        return super().edit(edit)


def suggesting(words: Sequence[str]) -> Suggester:
    """Completes what is typed from `words`."""
    return SuggestFromList([plain(word) for word in words], case_sensitive=False)

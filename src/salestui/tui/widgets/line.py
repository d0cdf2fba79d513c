"""A line to type in that holds no acting character: stored text and pasted text are shown as signs, ESC as ␛.

Textual's own Input sends what it holds to the terminal as it is: an OSC 52 in a customer's name would write the
clipboard as soon as a form with it is opened (8.2.8). `lines` is its twin of several lines, loaded with the forms.
"""

from textual.suggester import Suggester
from textual.widgets import Input

from salestui.tui.text import plain


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

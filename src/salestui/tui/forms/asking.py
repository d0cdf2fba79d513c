"""Forms that ask and write nothing themselves: Ctrl+S gives what was typed, read and checked, to whoever asked."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual import on, work
from textual.widgets import Input

from salestui.errors import SalestuiError
from salestui.services.desk import Desk
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form

Given = TypeVar("Given")


class Asking(Form[Given]):
    """Subclasses give `read`; in a form of one line Enter answers too. Nothing is lost by leaving: it does not ask."""

    def read(self, typed: Mapping[str, str]) -> Given:
        """The answer; raises SalestuiError for what cannot be."""
        raise NotImplementedError

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], Given]:
        """As a form's; the answer needs no desk."""
        given = self.read(typed)
        return lambda _desk: given

    @work
    async def action_save(self) -> None:
        """Answer; what cannot be is said under its field."""
        try:
            given = self.read(self.typed())
        except SalestuiError as problem:
            self._refuse(problem)
            return
        self.dismiss(given)

    @work
    async def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        if len(self.query(EntryRow)) == 1:
            event.prevent_default()
            self.action_save()

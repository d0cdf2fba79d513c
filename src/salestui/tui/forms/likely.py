"""Whom a customer being typed looks like: looked for beside the screen, said under the name, never in the way.

For forms that may make a customer; they name the field the name is typed in, and say what Ctrl+T does.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.dom import DOMNode
from textual.widgets import Input, TextArea

from salestui.domain.likeness import contacts_in
from salestui.presenting import looks_like
from salestui.tui.commands import COMMANDS, keys_shown
from salestui.tui.forms.entry import EntryRow

if TYPE_CHECKING:
    from salestui.services.desk import Desk
    from salestui.services.duplicates import Likely
    from salestui.tui.app import SalestuiApp

_PAUSE_S = 0.12  # of the hands, before anybody is looked for: each look costs 10–40 ms at 100,000 customers
_LEAST = 2  # characters of a name that tell anything


class Looking(DOMNode):
    """For a form: name it before Form."""

    NAMED_IN: ClassVar[str] = ""  # the field a customer is named in
    likely: "Sequence[Likely]" = ()
    _asked: tuple[str, str] = ("", "")
    desk: "Desk"

    def hint(self, text: str) -> str:
        """The likeliest customer for the name `text`; empty where there is none."""
        if not self.likely or text.strip() != self._asked[0]:
            return ""
        return looks_like(self.likely[0].customer, self.likely[0].likeness)

    def likely_key(self) -> str:
        """The key that goes to the likeliest, as the user's settings have it."""
        (command,) = (each for each in COMMANDS if each.id == "likely")
        return keys_shown(command, self.desk.settings.keys)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def look_for(self) -> None:
        """Look once the hands rest; what was typed elsewhere may hold a number or an address."""
        rows = {row.entry.id: row for row in self.query(EntryRow)}
        name = rows[self.NAMED_IN].text.strip()
        other = rows["text"].text if "text" in rows else ""
        if (name, other) != self._asked:
            self._asked, self.likely = (name, other), ()
            self._look(name, other)

    @work(exclusive=True, group="likely")
    async def _look(self, name: str, other: str) -> None:
        await asyncio.sleep(_PAUSE_S)
        if len(name) < _LEAST:
            return
        find: Callable[[Desk], Sequence[Likely]] = partial(_find, name, other)
        found = await asyncio.wrap_future(self._desks_app.desks.background.run(find))
        if (name, other) == self._asked:
            self.likely = found
            for row in self.query(EntryRow):
                if row.entry.id == self.NAMED_IN:
                    row.check()

    @property
    def _desks_app(self) -> "SalestuiApp":
        from salestui.tui.app import SalestuiApp

        assert isinstance(self.app, SalestuiApp)
        return self.app


def _find(name: str, other: str, desk: "Desk") -> "Sequence[Likely]":
    from salestui.services import duplicates

    phones, emails = contacts_in(other)
    return duplicates.likely(desk, name, phones=phones, emails=emails)

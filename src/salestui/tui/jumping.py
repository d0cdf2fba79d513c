"""F6 in a form: a letter beside each field; pressing it puts the cursor there. Esc stays where one was."""

from collections.abc import Sequence
from itertools import product
from string import ascii_lowercase, digits
from typing import ClassVar, Final

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget

from salestui.i18n import _
from salestui.tui.forms.entry import EntryRow
from salestui.tui.widgets.messages import Answer

_SIGNS: Final = ascii_lowercase + digits[1:]


def codes(count: int) -> Sequence[str]:
    """What to press for each of `count` fields: one sign while they suffice, else two for every field."""
    if count <= len(_SIGNS):
        return _SIGNS[:count]
    return ["".join(pair) for pair in product(_SIGNS, repeat=2)][:count]


class Jumping(Widget):
    """For forms: name it before Textual's class."""

    @work
    async def action_jump(self) -> None:
        """Show the letters, and go to the field whose letter is pressed."""
        rows = list(self.query(EntryRow))
        answer = self.query_one(Answer)
        by_code = dict(zip(codes(len(rows)), rows, strict=True))
        for code, row in by_code.items():
            row.show_code(code)
        answer.say(_("jump to which field? Its letter, PgDn PgUp for more, Esc stays"))
        try:
            chosen = await self.app.push_screen_wait(Jump(tuple(by_code), self.query_one(VerticalScroll)))
        finally:
            for row in rows:
                row.show_code("")
            answer.say("")
        if chosen is not None:
            by_code[chosen].input.focus()


class Jump(ModalScreen[str | None]):
    """Takes the next keys, and shows nothing of its own: the letters stand in the form below."""

    DEFAULT_CSS = "Jump { background: transparent; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6,ctrl+o,enter", "dismiss(None)", show=False),
        Binding("pagedown,down", "scroll(1)", show=False),
        Binding("pageup,up", "scroll(-1)", show=False),
    ]

    def __init__(self, codes: Sequence[str], page: VerticalScroll) -> None:
        super().__init__()
        self._codes = codes
        self._page = page
        self._typed = ""

    def on_key(self, event: events.Key) -> None:
        """A sign of a code; one that begins none is passed over."""
        sign = (event.character or "").casefold()
        if len(sign) != 1 or not sign.isalnum():
            return
        event.stop()
        typed = self._typed + sign
        if typed in self._codes:
            self.dismiss(typed)
        elif any(code.startswith(typed) for code in self._codes):
            self._typed = typed

    def action_scroll(self, way: int) -> None:
        """Show the fields further down, or further up."""
        if way > 0:
            self._page.scroll_page_down(animate=False)
        else:
            self._page.scroll_page_up(animate=False)

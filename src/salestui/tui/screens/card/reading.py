"""A record read whole, in a dialog that scrolls: every word of it, wrapped to the window, whatever its length."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.i18n import _
from salestui.tui.text import content, fit
from salestui.tui.wrapping import wrapped

_LABEL = 18
_NARROW = 50  # cells below which labels stand above their texts
_FRAME = 5  # cells taken by border, padding and scrollbar


class Reader(ModalScreen[None]):
    """Pairs of a label and a text under a title."""

    DEFAULT_CSS = """
    Reader { align: center middle; }
    Reader > VerticalScroll {
        width: 90%; max-width: 100; height: auto; max-height: 94%;
        background: $panel; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", show=False),
        Binding("j", "scroll('scroll_down')", show=False),
        Binding("k", "scroll('scroll_up')", show=False),
        Binding("g", "scroll('scroll_home')", show=False),
        Binding("G", "scroll('scroll_end')", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, title: str, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title_line = title
        self._pairs = tuple(pairs)

    def compose(self) -> ComposeResult:
        """One page."""
        with VerticalScroll():
            yield Static(id="read", markup=False)

    def on_resize(self) -> None:
        """Lines follow the width."""
        width = min(100, self.app.size.width * 9 // 10) - _FRAME
        self.query_one("#read", Static).update(Content("\n").join(self._lines(width)))

    def _lines(self, width: int) -> Iterator[Content]:
        yield content(self._title_line, "bold")
        for name, text in self._pairs:
            if width < _NARROW:
                yield content(name, "$text-muted")
                yield from (content(f"  {each}") for each in wrapped(text, width - 2))
                continue
            for number, each in enumerate(wrapped(text, width - _LABEL)):
                shown = fit(name if number == 0 else "", _LABEL)
                yield Content.assemble(content(shown, "$text-muted"), content(each))
        yield content(_("Esc close"), "$text-muted")

    def action_close(self) -> None:
        """Back to the card."""
        self.dismiss(None)

    def action_scroll(self, way: str) -> None:
        """As a list: j k g G."""
        page = self.query_one(VerticalScroll)
        {
            "scroll_down": page.scroll_down,
            "scroll_up": page.scroll_up,
            "scroll_home": page.scroll_home,
            "scroll_end": page.scroll_end,
        }[way](animate=False)

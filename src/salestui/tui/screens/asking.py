"""Two small dialogs: the next key pressed, and one line of text."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from salestui.i18n import _
from salestui.tui.text import content
from salestui.tui.widgets.line import Line

_CSS = """
{name} {{ align: center middle; }}
{name} > Vertical {{
    width: 60; max-width: 90%; height: auto; background: $panel; border: round $primary; padding: 0 1;
}}
"""


class AskKey(ModalScreen[str | None]):
    """Takes the next key that `refusal` has nothing against, and gives its name; "" asks for the default."""

    DEFAULT_CSS = _CSS.format(name="AskKey")

    def __init__(self, title: str, refusal: Callable[[str], str | None]) -> None:
        super().__init__()
        self._title_line = title
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """What is asked, what was wrong with the last key, and the two ways out."""
        with Vertical():
            yield Static(content(self._title_line, "bold"), markup=False)
            yield Static(content(_("press it"), "$text-muted"), id="wrong", markup=False)
            yield Static(content(_("Backspace the default   Esc leave it"), "$text-muted"), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Any key at all."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("backspace", "delete"):
            self.dismiss("")
        else:
            why = self._refusal(event.key)
            if why is None:
                self.dismiss(event.key)
            else:
                self.query_one("#wrong", Static).update(content(f"✗ {why}", "$text-error"))


class AskText(ModalScreen[str | None]):
    """One line; Enter gives it, unless `refusal` has something against it: that is said, and the line stays."""

    DEFAULT_CSS = _CSS.format(name="AskText") + "AskText Input { background: $surface; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, value: str, refusal: Callable[[str], str | None] | None = None) -> None:
        super().__init__()
        self._title_line = title
        self._value = value
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """Title and line."""
        with Vertical():
            yield Static(content(self._title_line, "bold"), markup=False)
            yield Line(self._value)
            yield Static(id="wrong", markup=False)
            yield Static(content(_("Enter take it   Esc leave it"), "$text-muted"), markup=False)

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        self.query_one("#wrong").display = False

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """The line as it is."""
        why = self._refusal(event.value) if self._refusal is not None else None
        if why is None:
            self.dismiss(event.value)
            return
        wrong = self.query_one("#wrong", Static)
        wrong.display = True
        wrong.update(content(f"✗ {why}", "$text-error"))

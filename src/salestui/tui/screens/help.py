"""`?`: every key that works on the screen below, made from the registry."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from salestui.i18n import _, marked
from salestui.tui.commands import (
    FIELD_KEYS,
    FROM_FORMS,
    TABLE_KEYS,
    Command,
    commands_of,
    help_text,
    keys_shown,
)
from salestui.tui.forms.form import Form
from salestui.tui.saying_why import Commanded, reason_against
from salestui.tui.text import cells, content, fit
from salestui.tui.widgets.record_table import RecordTable


def commands_on(screen: Screen[object]) -> list[Command]:
    """The commands that do something on `screen`, its own before those of everywhere."""
    scopes: Sequence[str] = getattr(screen, "SCOPES", ("form", "everywhere"))
    own = [command for command in commands_of(*scopes) if command.scope != "everywhere"]
    return [command for command in (*own, *commands_of("everywhere")) if _works(command, screen)]


def _works(command: Command, screen: Screen[object]) -> bool:
    if command.id == "open":  # the list's own Enter
        return bool(screen.query(RecordTable))
    if command.scope not in getattr(screen, "SCOPES", ("form",)) and command.id not in FROM_FORMS:
        return False
    if command.is_said:
        return isinstance(screen, Commanded)
    return any(callable(getattr(owner, f"action_{command.id}", None)) for owner in (screen, screen.app))


class HelpScreen(ModalScreen[None]):
    """Keys and what they do, in one column each; it scrolls where the window is low."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $panel; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", show=False),
        Binding("j", "scroll('scroll_down')", show=False),
        Binding("k", "scroll('scroll_up')", show=False),
        Binding("g", "scroll('scroll_home')", show=False),
        Binding("G", "scroll('scroll_end')", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, below: Screen[object], remapped: Mapping[str, str]) -> None:
        super().__init__()
        self._below = below
        self._remapped = remapped

    def compose(self) -> ComposeResult:
        """All of it at once: there are some thirty lines."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()), markup=False)

    def _lines(self) -> Iterator[Content]:
        sections = list(self._sections())
        width = max(cells(keys) for _title, rows in sections for keys, _does, _why in rows) + 2
        for place, (title, rows) in enumerate(sections):
            if place:
                yield Content("")
            yield content(title, "bold $primary")
            for keys, does, why in rows:
                if why is None:
                    yield Content.assemble(content(fit(keys, width), "bold"), content(does))
                else:
                    yield content(f"{fit(keys, width)}{does}", "$text-disabled")
                    yield content(f"{fit('', width)}✗ {why}", "$text-disabled")
        yield Content("")
        yield content(_("Esc close"), "$text-muted")

    def _sections(self) -> Iterator[tuple[str, list[tuple[str, str, str | None]]]]:
        commands = commands_on(self._below)
        here = [command for command in commands if command.scope != "everywhere"]
        if here:
            yield _("Here"), [self._row(command) for command in here]
        if isinstance(self._below, Form):
            yield _("In the fields"), [(keys, marked(does), None) for keys, does in FIELD_KEYS]
        if self._below.query(RecordTable):
            yield _("In the list"), [(keys, marked(does), None) for keys, does in TABLE_KEYS]
        everywhere = [command for command in commands if command.scope == "everywhere"]
        yield _("Everywhere"), [self._row(command) for command in everywhere]

    def _row(self, command: Command) -> tuple[str, str, str | None]:
        return keys_shown(command, self._remapped), help_text(command), reason_against(command.id, self._below)

    def action_close(self) -> None:
        """Back to where one was."""
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

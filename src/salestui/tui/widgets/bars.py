"""The line on top (where am I, what burns, who am I, what time is it) and the line at the bottom (what can I press)."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from salestui.tui.commands import Command, keys_shown, label
from salestui.tui.text import content, plain

WIDE = 100  # cells from which on every mode shows its word
_MOST_HINTS = 7


class ModeBar(Static):
    """Modes by number, the current one by name; counts of what is overdue and due soon; owner and time."""

    DEFAULT_CSS = """
    ModeBar { height: 1; background: $panel; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: tuple[object, ...] = ()

    def show(self, modes: Sequence[tuple[str, str, bool]], facts: Sequence[tuple[str, str]], right: str) -> None:
        """`modes` are (key, word, current), `facts` (text, style) such as "▲ 3", `right` owner and time."""
        shown = (tuple(modes), tuple(facts), right, self.size.width)
        if shown == self._shown:
            return
        self._shown = shown
        left = Content.assemble(*(self._mode(*mode) for mode in modes))
        facts_text = Content("  ").join(content(text, style) for text, style in facts)
        tail = Content.assemble(facts_text, "  " if facts else "", content(plain(right)), " ")
        space = self.size.width - left.cell_length - tail.cell_length
        self.update(Content.assemble(left, " " * max(1, space), tail), layout=False)

    def _mode(self, key: str, word: str, current: bool) -> Content:
        if not current and self.size.width < WIDE:
            return Content(f" {key} ")
        return content(f" {key} {word} ", "bold reverse" if current else "")


class HintBar(Static):
    """At most seven keys with their labels, as many as fit whole, help first."""

    DEFAULT_CSS = """
    HintBar { height: 1; background: $panel; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._commands: tuple[Command, ...] = ()
        self._keys: Mapping[str, str] = {}
        self._off: frozenset[str] = frozenset()

    def show(self, commands: Sequence[Command], keys: Mapping[str, str], off: frozenset[str] = frozenset()) -> None:
        """The commands to offer, with `keys` as the user has remapped them; those in `off` (ids) do nothing just now
        and are dimmed."""
        shown = (tuple(commands), dict(keys), off)
        if shown == (self._commands, self._keys, self._off):
            return  # asked at every step of the cursor
        self._commands, self._keys, self._off = shown
        self._paint()

    def on_resize(self) -> None:
        """As many as fit."""
        self._paint()

    def _paint(self) -> None:
        parts: list[Content] = []
        left = self.size.width
        for command in self._commands[:_MOST_HINTS]:
            key = keys_shown(command, self._keys).partition(" ")[0]
            text = f" {key} {label(command)} "
            if cell_len(text) > left:
                break
            left -= cell_len(text)
            style = "dim" if command.id in self._off else "bold $text"
            parts.append(
                Content.assemble(" ", content(key, style), content(f" {label(command)} ", "dim"))
                if command.id in self._off
                else Content.assemble(" ", content(key, style), content(f" {label(command)} "))
            )
        self.update(Content.assemble(*parts), layout=False)

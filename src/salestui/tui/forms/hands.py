"""What hands do in a form beside typing: jump, the editor, and keys that say why they do nothing."""

from typing import ClassVar

from textual import on
from textual.events import DescendantFocus

from salestui.i18n import _
from salestui.tui.commands import commands_of, writes
from salestui.tui.editing_text import EditingText
from salestui.tui.jumping import Jumping
from salestui.tui.widgets.bars import HintBar
from salestui.tui.widgets.messages import say_on


class Hands(Jumping, EditingText):
    """For forms: name it before Textual's class."""

    SCOPES: ClassVar[tuple[str, ...]] = ("form",)

    def why_not(self, command: str) -> str | None:
        """Why the command with this id does nothing just now; None where it works."""
        if self.desk.read_only and writes(command):
            return _("this file can only be read")
        return self.no_editor() if command == "editor" else None

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Answer in the line above the keys."""
        say_on(self, text, wrong=wrong)

    @on(DescendantFocus)
    def show_hints(self) -> None:
        """The keys, greyed where they do nothing in the field that has the cursor."""
        if not self.query(HintBar):
            return
        commands = tuple(commands_of("form"))
        off = frozenset(command.id for command in commands if self.why_not(command.id) is not None)
        self.query_one(HintBar).show(commands, self.desk.settings.keys, off)

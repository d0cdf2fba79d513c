"""`/` on a list: a line to type in that narrows it with each key; Enter keeps it narrow, Esc takes it away.

The text is in `narrowed_by`; the screen's own `look` reads what contains it.
"""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from salestui.tui.frame import Frame
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.record_table import RecordTable


class Narrowing(Frame):
    """Name it before the frame's other classes, and yield `narrow_line` below the list."""

    def __init__(self) -> None:
        super().__init__()
        self.narrowed_by = ""

    def narrow_line(self, placeholder: str) -> ComposeResult:
        """The line, not shown before it is asked for."""
        line = Line(id="narrow", placeholder=placeholder)
        line.display = False
        yield line

    def action_find(self) -> None:
        """Type to narrow the list."""
        line = self.query_one("#narrow", Input)
        line.display = True
        line.focus()

    def found_nothing(self) -> None:
        """Enter, where the list holds nothing of the kind: stays in the line unless a screen knows better."""

    @on(Input.Changed, "#narrow")
    def _narrow(self, event: Input.Changed) -> None:
        if event.value.strip() != self.narrowed_by:
            self.narrowed_by = event.value.strip()
            self.look_again()

    @on(Input.Submitted, "#narrow")
    def _keep(self) -> None:
        """Back to the list, as narrow as it is."""
        table = self.query_one(RecordTable)
        if self.narrowed_by and not table.row_count:
            self.found_nothing()
            return
        table.focus()
        self.query_one("#narrow").display = bool(self.narrowed_by)

    def key_down(self) -> None:
        """From the line into the list."""
        if self.query_one("#narrow").has_focus:
            self.query_one(RecordTable).focus()

    def key_escape(self) -> None:
        """The whole list again."""
        line = self.query_one("#narrow", Input)
        line.value = ""
        line.display = False
        self.query_one(RecordTable).focus()

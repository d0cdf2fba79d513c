"""`/` on a list: a line to type in that narrows it with each key; Enter keeps it narrow, Esc takes it away.

The text is in `narrowed_by`; the screen's own `look` reads what contains it. The line is made by the first `/`: its
style sheet is the longest of the screen, and the first screen does without.
"""

from textual import on
from textual.widgets import Input

from salestui.tui.frame import Frame
from salestui.tui.widgets.record_table import RecordTable


class Narrowing(Frame):
    """Name it before the frame's other classes; the line comes below the list."""

    def __init__(self) -> None:
        super().__init__()
        self.narrowed_by = ""

    def may_be_typed(self) -> str:
        """What the line says while it is empty."""
        return ""

    @property
    def narrow_line(self) -> Input | None:
        """The line; None where it has not been asked for, or has been taken away again."""
        return next((line for line in self.query("#narrow").results(Input) if line.display), None)

    def action_find(self) -> None:
        """Type to narrow the list."""
        from salestui.tui.widgets.line import Line

        lines = list(self.query("#narrow").results(Input))
        if not lines:
            lines = [Line(id="narrow", placeholder=self.may_be_typed())]
            self.mount(*lines, after=self.query_one(RecordTable))
        for line in lines:
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
    def _keep(self, event: Input.Submitted) -> None:
        """Back to the list, as narrow as it is."""
        table = self.query_one(RecordTable)
        if self.narrowed_by and not table.row_count:
            self.found_nothing()
            return
        table.focus()
        event.input.display = bool(self.narrowed_by)

    def key_down(self) -> None:
        """From the line into the list."""
        if self.narrow_line is not None and self.narrow_line.has_focus:
            self.query_one(RecordTable).focus()

    def key_escape(self) -> None:
        """The whole list again."""
        if self.narrow_line is not None:
            self.narrow_line.value = ""
            self.narrow_line.display = False
        self.query_one(RecordTable).focus()

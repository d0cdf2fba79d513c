"""The line above the keys where the program answers: what was saved, what was undone, what went wrong."""

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from salestui.tui.text import content


class Answer(Static):
    """One line; empty until something is said."""

    DEFAULT_CSS = """
    Answer { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(Content(""), markup=False)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Answer with `text`; what went wrong is marked with a sign and not by colour alone."""
        said = content(f" ✗ {text}", "$text-error") if wrong else content(f" {text}", "$text-success")
        self.update(said, layout=False)


def say_on(screen: Widget, text: str, *, wrong: bool = False) -> None:
    """Answer on a screen; nowhere while it is taken away, as when work that it began comes to its end after it."""
    for line in screen.query(Answer):
        line.say(text, wrong=wrong)

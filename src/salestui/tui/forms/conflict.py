"""The dialog for fields that two people have changed: both values in full, and which one is to stand.

Nothing is chosen beforehand, and Esc chooses nothing: the form below still holds all that was typed.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from salestui.errors import Conflict
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.merging import since_told
from salestui.tui.text import cells, content, plain_lines

_SIGNS: Final = {True: "●", False: "○"}
_HANG: Final = 2  # cells that the lines of a value stand in from its choice


class Answer(StrEnum):
    """Which value is to stand."""

    MINE = "mine"
    THEIRS = "theirs"
    EDIT = "edit"  # mine, once I have gone over it in the form


class OneField(Widget, can_focus=True):
    """A field in conflict: its two values, and what is chosen. 1, 2, 3 choose."""

    DEFAULT_CSS = """
    OneField { height: auto; padding: 0 1; }
    OneField:focus { background: $boost; }
    """

    class Chosen(Message):
        """Something has been chosen here."""

    def __init__(self, desk: Desk, entity: str, conflict: Conflict) -> None:
        super().__init__()
        self.conflict = conflict
        self.answer: Answer | None = None
        self._heading = label("field", f"{entity}.{conflict.field}")
        self._when = "" if conflict.at is None else since_told(desk, conflict.at)

    def on_key(self, event: events.Key) -> None:
        """A number chooses."""
        if event.character not in ("1", "2", "3"):
            return
        event.stop()
        self.answer = tuple(Answer)[int(event.character) - 1]
        self.refresh(layout=True)
        self.post_message(self.Chosen())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as both values take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Heading, mine, theirs, edit."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        who = ", ".join(part for part in (self.conflict.by or "?", self._when) if part)
        return [
            content(self._heading, "bold"),
            self._choice(Answer.MINE, _("1 mine")),
            *_hanging(self.conflict.mine, width),
            self._choice(Answer.THEIRS, _("2 theirs: {who}", who=who)),
            *_hanging(self.conflict.theirs, width),
            self._choice(Answer.EDIT, _("3 keep editing mine")),
        ]

    def _choice(self, answer: Answer, words: str) -> Content:
        chosen = self.answer is answer
        return content(f"{_SIGNS[chosen]} {words}", "bold" if chosen else "$foreground-muted")


def _hanging(text: str, width: int) -> list[Content]:
    """A value in as many lines as it takes, each standing in; an empty one is a dash."""
    room = max(width - _HANG - 2, 8)
    lines: list[str] = []
    for line in plain_lines(text).split("\n") if text.strip() else [_("(empty)")]:
        lines += _wrapped(line, room)
    return [content(" " * (_HANG + 2) + line) for line in lines]


def _wrapped(line: str, room: int) -> list[str]:
    """`line` broken at spaces where it has some, else anywhere, in at most `room` cells."""
    lines = [""]
    for word in line.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for sign in word:
            if cells(lines[-1] + sign) > room:
                lines.append("")
            lines[-1] += sign
    return lines


class Conflicts(ModalScreen[Mapping[str, Answer] | None]):
    """Gives the answer for each field, or None where nobody wants to choose now."""

    DEFAULT_CSS = """
    Conflicts { align: center middle; }
    Conflicts > Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; background: $panel;
                           border: round $primary; }
    Conflicts VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    Conflicts .line { height: auto; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("enter,ctrl+s,f2", "go_on", show=False),
        Binding("escape", "dismiss", show=False),
    ]
    AUTO_FOCUS = "OneField"

    def __init__(self, desk: Desk, entity: str, problem: str, conflicts: Sequence[Conflict]) -> None:
        super().__init__()
        self._desk = desk
        self._entity = entity
        self._problem = problem
        self._conflicts = conflicts

    def compose(self) -> ComposeResult:
        """What happened, the fields, the keys."""
        with Vertical():
            yield Static(content(self._problem, "bold $text-warning"), classes="line", markup=False)
            with VerticalScroll(can_focus=False):
                for each in self._conflicts:
                    yield OneField(self._desk, self._entity, each)
            yield Static(
                content(_("1 2 3 choose   ↑ ↓ field   Enter save   Esc to the form"), "$text-muted"),
                classes="line",
                markup=False,
            )

    def on_mount(self) -> None:
        """Leave room for the other lines, whatever the window."""
        self._fit()

    def on_resize(self) -> None:
        """Another window, other room."""
        self._fit()

    def _fit(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height - 6, 4)
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @on(OneField.Chosen)
    def next_open(self) -> None:
        """On to the next field that has no answer yet."""
        self._to_open()

    def _to_open(self) -> bool:
        for field in self.query(OneField):
            if field.answer is None:
                field.focus()
                return True
        return False

    def action_turn(self, pages: int) -> None:
        """A value may be longer than the window."""
        fields = self.query_one(VerticalScroll)
        fields.scroll_relative(y=pages * max(fields.size.height - 1, 1), animate=False)

    def action_go_on(self) -> None:
        """Every field has its answer: give them."""
        if not self._to_open():
            answers = {field.conflict.field: field.answer for field in self.query(OneField)}
            self.dismiss({name: answer for name, answer in answers.items() if answer is not None})

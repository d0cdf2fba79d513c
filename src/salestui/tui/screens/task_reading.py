"""A task in full, to be read: every field, what it came from, what it waits for, what was done to it."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from salestui.domain.records import RECORDS
from salestui.domain.rows import TaskRow
from salestui.i18n import _, label
from salestui.sentences import moment, standing
from salestui.services import undoing
from salestui.services.desk import Desk
from salestui.services.telling import kind_told
from salestui.services.working import Plan
from salestui.task_sentences import ahead_of_plan, repeats_text
from salestui.tui.text import content, paragraphs

_MOST_HISTORY = 8  # commands told of; `H` shows all


class TaskReading(ModalScreen[bool]):
    """One page that scrolls; dismissed with True where its fields are to be changed."""

    DEFAULT_CSS = """
    TaskReading { align: center middle; }
    TaskReading > VerticalScroll {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $panel; border: round $primary; padding: 0 1; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave(False)", show=False),
        Binding("e", "leave(True)", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, desk: Desk, plan: Plan) -> None:
        super().__init__()
        self._desk = desk
        self._plan = plan

    def compose(self) -> ComposeResult:
        """Everything known of it."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()), markup=False)

    def _lines(self) -> Iterator[Content]:
        row, now, zone = self._plan.row, self._desk.now(), self._desk.zone
        yield content(row.action, "bold")
        stands = (
            *(label("task_status", row.status), f"{row.progress} %", ahead_of_plan(row, zone)),
            *(standing(row.clock, now), repeats_text(row.repeats) if row.repeats else "", row.ref),
        )
        yield content(" · ".join(part for part in stands if part), "$text-muted")
        if row.code:
            yield _pair(label("field", "task.customer"), f"{row.code} {row.customer}")
        for field in RECORDS["task"].fields:
            text = self._plan.fields.get(field.id, "")
            if text and field.id not in ("action", "customer", "status", "progress"):
                shown = label(field.vocabulary, text) if field.vocabulary else text
                yield _pair(label("field", f"task.{field.id}"), shown)
        if row.done_at is not None:
            yield _pair(label("field", "task.done_at"), moment(row.done_at, now, zone))
        for kind, ref in self._plan.came_from:
            yield _pair(label("record", kind), ref)
        yield from (_pair(label("field", "task.depends_on"), _named(each)) for each in self._plan.after)
        yield from (_pair(_("waited for by"), _named(each)) for each in self._plan.before)
        yield from self._history()
        yield content(_("e correct   Esc close"), "$text-muted")

    def _history(self) -> Iterator[Content]:
        now, zone = self._desk.now(), self._desk.zone
        yield content(_("History"), "$primary")
        for entry in undoing.history(self._desk, self._plan.row.ref, limit=_MOST_HISTORY):
            yield content(f"  {moment(entry.at, now, zone)}  {entry.actor}  {kind_told(entry)}")

    def action_leave(self, edit: bool) -> None:
        """Back to the board, or on to its form."""
        self.dismiss(edit)

    def action_scroll_down(self) -> None:
        """A line on."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """A line back."""
        self.query_one(VerticalScroll).scroll_up(animate=False)


def _named(row: TaskRow) -> str:
    return f"{row.ref} {row.action} ({label('task_status', row.status)})"


def _pair(name: str, value: str) -> Content:
    return Content.assemble(content(f"{name}  ", "$primary"), paragraphs(value))

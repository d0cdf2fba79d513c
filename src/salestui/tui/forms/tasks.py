"""Forms of the task board: a task's fields, and what a move asks for: what it waits for, why it was late."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.clock import state
from salestui.domain.rows import TaskRow
from salestui.domain.words import ClockState, TaskStatus
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.merging import Seen
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.records import Saved


def change_task(desk: Desk, key: str, task: TaskRow) -> ChangeForm:
    """The fields of a task."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import tasks

        return tasks.change_task(desk, key, typed, seen)

    reopening = Reopening(FormKind.RECORD, record=task.ref)
    return ChangeForm(desk, reopening, "task", key, f"{task.ref} {task.action}", change, leaving_out=("customer",))


def asked(task: TaskRow, status: TaskStatus, now: datetime) -> str | None:
    """The field that a move to `status` asks for; None where it asks for nothing."""
    if status is TaskStatus.WAITING and not (task.acceptor and task.progress == 100):
        return "waiting_for"
    if status is TaskStatus.DONE and state(task.clock, now) is ClockState.OVERDUE and not task.delay_cause:
        return "delay_cause"
    return None


class MoveForm(Form["Saved"]):
    """One question before a task is moved; it may be left empty."""

    def __init__(self, desk: Desk, key: str, task: TaskRow, status: TaskStatus, seen: Seen) -> None:
        super().__init__(desk)
        self._task_key, self._row, self._status, self._seen = key, task, status, seen
        self._asked = asked(task, status, desk.now()) or "note"

    def title_line(self) -> str:
        """Which task goes where."""
        status = label("task_status", self._status)
        return _("{ref} {action} → {status}", ref=self._row.ref, action=self._row.action, status=status)

    def entries(self) -> Sequence[Entry]:
        """What it waits for, or why it is late."""
        return [entry(self.desk, "task", self._asked)]

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """Move it, with the answer."""
        key, seen = self._task_key, self._seen
        changes = {"status": str(self._status), **{name: typed[name] for name in (self._asked,) if name in typed}}

        def move(desk: Desk) -> "Saved":
            from salestui.services import tasks

            return tasks.change_task(desk, key, changes, seen, kind="move_task")

        return move

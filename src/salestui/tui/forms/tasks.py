"""Forms of the task board: a task's fields, and what a move asks for: what it waits for, why it was late."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from salestui.domain.clock import state
from salestui.domain.fields import FieldError, read
from salestui.domain.instants import Deadline
from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName, TaskRow
from salestui.domain.words import ClockState, TaskStatus
from salestui.errors import InvalidValueError
from salestui.i18n import _, label, listed
from salestui.sentences import weekday
from salestui.services import naming, series_days
from salestui.services.desk import Desk
from salestui.services.merging import Seen
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.records import Saved


_OF_ONE = ("deal", "progress", "delay_cause", "status", "waiting_for")  # not of a series


class NewTaskForm(RecordForm):
    """A task that is not there yet; with a rule under `repeats` a series of them."""

    def __init__(self, desk: Desk, customer: CustomerName | None = None, deal: str = "") -> None:
        """Of a customer or of none, for one of its deals (ref); mine unless I give it away."""
        values = {"deal": deal, "owner": desk.settings.owner}
        super().__init__(desk, "task", customer, values=values, leaving_out=("status", "waiting_for", "delay_cause"))

    def title_line(self) -> str:
        """For whom."""
        whose = self.customer
        return _("New task") if whose is None else _("New task for {code} {name}", code=whose.code, name=whose.name)

    def store(self, desk: Desk, typed: dict[str, str]) -> "Saved":
        """Add the task, or the series of them."""
        repeats = typed.pop("repeats", "")
        if not repeats.strip():
            return super().store(desk, typed)
        from salestui.services import repeating

        return repeating.add_series(desk, {"owner": desk.settings.owner, **typed}, repeats)

    def entries(self) -> Sequence[Entry]:
        """As of any record; behind its end, how it repeats."""
        found = list(super().entries())
        place = next(place for place, each in enumerate(found, 1) if each.id == "end")
        found.insert(place, Entry("repeats", label("field", "task.repeats"), understood=self._repeats))
        return found

    def _repeats(self, text: str) -> str:
        try:
            series_days.rule_of(text, self._starts_on({}))
        except InvalidValueError as problem:
            raise ValueError(str(problem)) from None
        return ""

    def live(self, typed: Mapping[str, str]) -> str:
        """The next days on which it is to be done."""
        if not typed.get("repeats", "").strip():
            return ""
        try:
            found = series_days.next_days(typed["repeats"], self._starts_on(typed))
        except InvalidValueError:
            return ""
        return _("next: {days}", days=listed(f"{weekday(day)} {day}" for day in found))

    def _starts_on(self, typed: Mapping[str, str]) -> date:
        """As the command will take it: its start, else its end, else today."""
        reading = self.desk.reading()
        for name in ("start", "end"):
            try:
                value = read(RECORDS["task"].field(name), typed.get(name, ""), reading)
            except FieldError:
                continue
            if isinstance(value, Deadline):
                return value.last_day(self.desk.zone)
            if isinstance(value, date):
                return value
        return self.desk.now().astimezone(self.desk.zone).date()


class FollowingForm(ChangeForm):
    """The fields of a task (key) and of all that come after it in its series; keeps no draft.

    One would open again as a change of this task alone.
    """

    def __init__(self, desk: Desk, key: str, task: TaskRow) -> None:
        title = _("{ref} {action}, and all following", ref=task.ref, action=task.action)
        super().__init__(desk, "task", key, title=title, leaving_out=_OF_ONE)
        self.reopening = None

    def store(self, desk: Desk, typed: Mapping[str, str], seen: Seen) -> "Saved":
        """Change the series from this one on."""
        from salestui.services import repeating

        return repeating.change_following(desk, self.key, typed)


def change_task(desk: Desk, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """The fields of a task (key)."""
    task = naming.name_of(desk, "task", key)
    return ChangeForm(desk, "task", key, title=f"{task.ref} {task.name}", focus_on=focus_on)


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

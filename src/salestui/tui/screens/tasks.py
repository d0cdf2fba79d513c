"""Mode 3: tasks as cards by status, moved by key or drag, or as a list; the lines below tell the one in hand."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.rows import TaskRow
from salestui.i18n import _, label
from salestui.sentences import standing
from salestui.services import due, working
from salestui.task_sentences import ahead_of_plan, repeats_text
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.screens.task_moving import TaskMoving, waits_for_acceptance
from salestui.tui.screens.task_rows import TaskList, TaskSource, list_columns
from salestui.tui.text import content
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.record_table import RecordTable

_ON_TASK = frozenset({"open", "edit", "move_on", "move_back", "done", "drop", "accept", "depends"})
_EVERY, _OVERDUE, _MILESTONES, _OF = "every", "overdue", "milestones", "customer:"  # keys of the filter's list


class TasksScreen(TaskMoving):
    """The board of tasks: open ones, and those done of late."""

    MODE = "tasks"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "board", "tasks")
    HINTS = ("task", "open", "move_on", "move_back", "done", "board_owner", "narrow", "as_list")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tasks", "board")]
    AUTO_FOCUS = "Board"

    def __init__(self) -> None:
        super().__init__()
        self._narrowed: working.Filter | None = None
        self._listed = False
        self._row: TaskRow | None = None  # the one in hand, as it was read last

    def body(self) -> ComposeResult:
        """The board, the list in its place, and what there is to know about the task in hand."""
        yield Board(id="tasks")
        table = RecordTable(list_columns(), id="task-list")
        table.display = False
        yield table
        yield Static(id="detail", markup=False)

    @property
    def chosen(self) -> working.Filter:
        """Mine at first; everybody's where I have none."""
        if self._narrowed is None:
            self._narrowed = working.first_filter(self.desk)
        return self._narrowed

    def look(self) -> None:
        """Read the columns."""
        found = working.columns(self.desk, self.chosen)
        empty = _("no tasks – t adds one, o shows everybody's")
        if self._listed:
            self.query_one("#task-list", RecordTable).show(TaskList(self.desk, found), empty=empty)
        else:
            everybody = self.chosen.owner is None
            self.query_one(Board).show(TaskSource(self.desk, found, everybody=everybody), empty=empty)

    # ── the task in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def key_in_hand(self) -> str | None:
        return self.query_one("#task-list", RecordTable).key if self._listed else self.query_one(Board).key

    @property
    def customer_in_hand(self) -> str | None:
        """The code of the task's customer."""
        return self._row.code if self._row is not None else None

    def why_not(self, command: str) -> str | None:
        """As the classes above; what acts on a task must have one, and a task needs no customer."""
        if command in _ON_TASK and self._row is None:
            return _("no task in hand – t adds one")
        if command == "accept" and self._row is not None and not waits_for_acceptance(self._row):
            return _("only a task at 100 % that waits for its acceptor is accepted")
        if command in ("task", "edit"):
            return super(Acting, self).why_not(command)
        return super().why_not(command)

    @on(Board.Highlighted)
    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """What it is, who does it, how it stands."""
        if not self.query(Board):
            return  # the board spoke as it was taken away
        before, task = self._row, self.in_hand
        self._row = task
        lines = [] if task is None else [content(self._what(task), "$text"), content(self._how(task))]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)
        if (before is None) != (task is None):
            self.show_hints()

    def _what(self, task: TaskRow) -> str:
        whose = f"{task.code} {task.customer}" if task.code else ""
        again = repeats_text(task.repeats) if task.repeats else ""
        again = _("repeats {rule}", rule=again) if again else ""
        return " · ".join(part for part in (task.action, task.module, whose, again, task.ref) if part)

    def _how(self, task: TaskRow) -> str:
        people = [
            f"{label('field', f'task.{name}')} {value}"
            for name, value in (("owner", task.owner), ("acceptor", task.acceptor), ("supervisor", task.supervisor))
            if value
        ]
        waits = _("waits for {what}", what=task.waiting_for) if task.waiting_for else ""
        if waits_for_acceptance(task):
            waits = _("waits for {acceptor} to accept it", acceptor=task.acceptor)
        ahead = ahead_of_plan(task, self.desk.zone)
        late = task.delay_cause or ""
        parts = (standing(task.clock, self.desk.now()), ahead, f"{task.progress} %", *people, waits, late)
        return " · ".join(part for part in parts if part)

    # ── which tasks ──────────────────────────────────────────────────────────────────────────────────────────────

    def action_as_list(self) -> None:
        """Board or list; the cursor stays on its task."""
        key = self.key_in_hand
        self._listed = not self._listed
        board, table = self.query_one(Board), self.query_one("#task-list", RecordTable)
        board.display, table.display = not self._listed, self._listed
        (table if self._listed else board).focus()
        self.look_again()
        if key is not None:
            (table if self._listed else board).move_to(key)

    def action_board_owner(self) -> None:
        """Mine, everybody's, then each owner's."""
        me = self.desk.settings.owner
        owners = [me, None, *(name for name in due.owners(self.desk) if name != me)]
        owner = owners[(owners.index(self.chosen.owner) + 1) % len(owners)]
        self._narrow(replace(self.chosen, owner=owner))
        self.say(_("tasks of {owner}", owner=owner) if owner else _("everybody's tasks"))

    def action_module(self) -> None:
        """Of every module, then of each."""
        modules = [None, *working.modules(self.desk)]
        at = modules.index(self.chosen.module) if self.chosen.module in modules else 0
        module = modules[(at + 1) % len(modules)]
        self._narrow(replace(self.chosen, module=module))
        self.say(_("tasks of {module}", module=module) if module else _("tasks of every module"))

    @work
    async def action_narrow(self) -> None:
        """What is overdue, milestones, one customer's; the owner and the module stay as they are."""
        from salestui.tui.choosing import Choose

        customers = working.customers(self.desk)
        rows = {
            _EVERY: (_("every task"), ""),
            _OVERDUE: (_("what is overdue"), ""),
            _MILESTONES: (_("milestones"), "◇"),
            **{_OF + key: (name, code) for key, (code, name) in customers.items()},
        }
        chosen = await self.app.push_screen_wait(Choose(_("Which tasks?"), rows))
        if chosen is None:
            return
        customer = chosen.removeprefix(_OF) if chosen.startswith(_OF) else None
        plain = replace(self.chosen, customer=customer)
        self._narrow(replace(plain, overdue=chosen == _OVERDUE, milestones=chosen == _MILESTONES))
        self.say(_("shown: {what}", what=rows[chosen][0]))

    def _narrow(self, chosen: working.Filter) -> None:
        self._narrowed = chosen
        self.look_again()

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the board's owner."""
        owner = self.chosen.owner
        return (None if owner == self.desk.settings.owner else owner), owner is None

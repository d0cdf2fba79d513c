"""Mode 3: tasks as cards by status, moved by key or drag, or as a list; the lines below tell the one in hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.rows import TaskRow
from salestui.domain.words import TaskStatus
from salestui.errors import ConflictError
from salestui.i18n import _, label
from salestui.sentences import standing
from salestui.services import depending, due, merging, working
from salestui.services.desk import Desk
from salestui.task_sentences import ahead_of_plan, later_told, repeats_text
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.screens.task_rows import TaskList, TaskSource, list_columns
from salestui.tui.text import content
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from salestui.services.records import Saved

_ON_TASK = frozenset({"open", "edit", "move_on", "move_back", "done", "drop", "accept", "depends"})
_EVERY, _OVERDUE, _MILESTONES, _OF = "every", "overdue", "milestones", "customer:"  # keys of the filter's list


class TasksScreen(Acting):
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
    def _chosen(self) -> working.Filter:
        """Mine at first; everybody's where I have none."""
        if self._narrowed is None:
            self._narrowed = working.first_filter(self.desk)
        return self._narrowed

    def look(self) -> None:
        """Read the columns."""
        found = working.columns(self.desk, self._chosen)
        empty = _("no tasks – t adds one, o shows everybody's")
        if self._listed:
            self.query_one("#task-list", RecordTable).show(TaskList(self.desk, found), empty=empty)
        else:
            everybody = self._chosen.owner is None
            self.query_one(Board).show(TaskSource(self.desk, found, everybody=everybody), empty=empty)

    # ── the task in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _key_in_hand(self) -> str | None:
        return self.query_one("#task-list", RecordTable).key if self._listed else self.query_one(Board).key

    @property
    def _in_hand(self) -> TaskRow | None:
        key = self._key_in_hand
        return working.cards(self.desk, [key]).get(key) if key is not None else None

    @property
    def customer_in_hand(self) -> str | None:
        """The code of the task's customer."""
        return self._row.code if self._row is not None else None

    def why_not(self, command: str) -> str | None:
        """As the classes above; what acts on a task must have one, and a task needs no customer."""
        if command in _ON_TASK and self._row is None:
            return _("no task in hand – t adds one")
        if command == "accept" and self._row is not None and not _waits_for_acceptance(self._row):
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
        before, task = self._row, self._in_hand
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
        if _waits_for_acceptance(task):
            waits = _("waits for {acceptor} to accept it", acceptor=task.acceptor)
        ahead = ahead_of_plan(task, self.desk.zone)
        late = task.delay_cause or ""
        parts = (standing(task.clock, self.desk.now()), ahead, f"{task.progress} %", *people, waits, late)
        return " · ".join(part for part in parts if part)

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Moved)
    def moved(self, event: Board.Moved) -> None:
        """A card is to go to another status."""
        self._move(event.key, TaskStatus(event.column))

    def action_move_on(self) -> None:
        """In the list: to the next status."""
        self._step(1)

    def action_move_back(self) -> None:
        """In the list: to the status before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        key, task = self._key_in_hand, self._in_hand
        ways = [status for status in TaskStatus if status is not TaskStatus.DROPPED]
        if key is not None and task is not None and task.status in ways:
            place = ways.index(task.status) + step
            if 0 <= place < len(ways):
                self._move(key, ways[place])

    def action_done(self) -> None:
        """It is done."""
        if self._key_in_hand is not None:
            self._move(self._key_in_hand, TaskStatus.DONE)

    def action_drop(self) -> None:
        """It will not be done."""
        if self._key_in_hand is not None:
            self._move(self._key_in_hand, TaskStatus.DROPPED)

    @work
    async def action_accept(self) -> None:
        """Whoever accepts it has signed it off."""
        key, task = self._key_in_hand, self._in_hand
        if key is None or task is None:
            return

        def accept(desk: Desk) -> "Saved":
            from salestui.services import tasks

            return tasks.finish_task(desk, key, accepted=True)

        if await self.write(accept) is not None:
            self.told(_("{ref} accepted, and done · u takes it back", ref=task.ref))

    @work
    async def _move(self, key: str, status: TaskStatus) -> None:
        from salestui.tui.forms.tasks import MoveForm, asked

        task = working.cards(self.desk, [key]).get(key)
        if task is None:
            self.look_again()
            return
        seen = merging.seen_of(self.desk, "task", key)
        before = depending.later_starts(self.desk, key)
        if asked(task, status, self.desk.now()) is not None:
            saved = await self.app.push_screen_wait(MoveForm(self.desk, key, task, status, seen))
        else:
            saved = await self._written(key, status, seen)
        if saved is not None:
            self.told(self._moved_told(key, task, status))
            await self._offer_later(key, before)

    def _moved_told(self, key: str, task: TaskRow, status: TaskStatus) -> str:
        stands = working.cards(self.desk, [key])[key].status
        if stands is not status:
            waits = {"ref": task.ref, "acceptor": task.acceptor}
            return _("{ref} waits for {acceptor} to accept it · u takes it back", **waits)
        told = _("{ref} moved to {status} · u takes it back", ref=task.ref, status=label("task_status", stands))
        limit = self.desk.settings.wip.get(stands, 0)
        count = len(working.columns(self.desk, self._chosen).keys.get(stands, ()))
        if limit and count > limit:
            told += " · " + _("{status} holds {count}, more than {limit}", **_held(stands, count, limit))
        return told

    async def _written(self, key: str, status: TaskStatus, seen: merging.Seen) -> "Saved | None":
        def move(desk: Desk) -> "Saved":
            from salestui.services import tasks

            return tasks.move_task(desk, key, status, seen)

        try:
            return await self.salestui.write(move)
        except ConflictError as problem:
            (conflict,) = problem.conflicts
            self.look_again()
            there = label("task_status", conflict.theirs)
            self.say(_("{who} has moved it to {stage} meanwhile", who=conflict.by or "?", stage=there), wrong=True)
            return None

    async def _offer_later(self, key: str, before: tuple[depending.Offer, ...]) -> None:
        """What would have to start later because of this change is offered, never done silently."""
        from salestui.tui.dialogs import Question

        offers = depending.later_starts(self.desk, key)
        if not offers or offers == before:
            return
        if not await self.app.push_screen_wait(Question(later_told(offers), yes=_("shift them"))):
            return

        def shift(desk: Desk) -> int:
            return depending.reschedule(desk, offers)

        if await self.write(shift) is not None:
            self.told(_("shifted: {refs} · u takes it back", refs=", ".join(offer.ref for offer in offers)))

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Chosen)
    @on(RecordTable.Chosen)
    @work
    async def open_card(self) -> None:
        """The task in full, to be read; `e` there goes on to its form."""
        from salestui.tui.screens.task_reading import TaskReading

        key = self._key_in_hand
        plan = working.plan(self.desk, key) if key is not None else None
        if plan is not None and await self.app.push_screen_wait(TaskReading(self.desk, plan)):
            await self._edit()

    @work
    async def action_edit(self) -> None:
        """Change the task's fields."""
        await self._edit()

    async def _edit(self) -> None:
        """Of a task that repeats: this one, or all that follow it too."""
        from salestui.tui.choosing import Choose
        from salestui.tui.forms.tasks import change_task

        key, task = self._key_in_hand, self._in_hand
        if key is None or task is None:
            return
        following = False
        if task.repeats:
            ways = {
                "this": (_("only this one"), ""),
                "following": (_("this one and all that follow it"), repeats_text(task.repeats)),
            }
            title = _("{ref} {action} repeats: change", ref=task.ref, action=task.action)
            way = await self.app.push_screen_wait(Choose(title, ways))
            if way is None:
                return
            following = way == "following"
        before = depending.later_starts(self.desk, key)
        await self._fill(change_task(self.desk, key, task, following=following))
        await self._offer_later(key, before)

    @work
    async def action_task(self) -> None:
        """Add a task, for the customer in hand if there is one."""
        from salestui.tui.forms.tasks import new_task

        await self._fill(new_task(self.desk, self._customer()))

    @work
    async def action_depends(self) -> None:
        """Let the task wait for another; one it waits for already is let go."""
        from salestui.tui.choosing import Choose

        key, task = self._key_in_hand, self._in_hand
        if key is None or task is None:
            return
        known = depending.predecessors(self.desk, key)
        keys = working.columns(self.desk, replace(self._chosen, owner=None, overdue=False, milestones=False)).keys
        others = [*known, *(each for column in keys.values() for each in column if each != key and each not in known)]
        rows = {
            each: (("✓ " if each in known else "") + row.action, f"{row.ref} {row.owner}")
            for each, row in working.cards(self.desk, others).items()
        }
        if not rows:
            self.say(_("there is no other task to wait for"), wrong=True)
            return
        title = _("What does {ref} {action} wait for?", ref=task.ref, action=task.action)
        in_order = {each: rows[each] for each in others if each in rows}
        other = await self.app.push_screen_wait(Choose(title, in_order))
        if other is None:
            return
        change = depending.remove_dependency if other in known else depending.add_dependency
        if await self.write(_connecting(change, key, other)) is not None:
            await self._told_dependency(key, task, other, gone=other in known)

    async def _told_dependency(self, key: str, task: TaskRow, other: str, *, gone: bool) -> None:
        named = {"ref": task.ref, "other": working.cards(self.desk, [other])[other].action}
        if gone:
            self.told(_("{ref} no longer waits for {other}", **named))
            return
        self.told(_("{ref} starts after {other} · u takes it back", **named))
        await self._offer_later(other, ())

    # ── which tasks ──────────────────────────────────────────────────────────────────────────────────────────────

    def action_as_list(self) -> None:
        """Board or list; the cursor stays on its task."""
        key = self._key_in_hand
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
        owner = owners[(owners.index(self._chosen.owner) + 1) % len(owners)]
        self._narrow(replace(self._chosen, owner=owner))
        self.say(_("tasks of {owner}", owner=owner) if owner else _("everybody's tasks"))

    def action_module(self) -> None:
        """Of every module, then of each."""
        modules = [None, *working.modules(self.desk)]
        at = modules.index(self._chosen.module) if self._chosen.module in modules else 0
        module = modules[(at + 1) % len(modules)]
        self._narrow(replace(self._chosen, module=module))
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
        plain = replace(self._chosen, customer=customer)
        self._narrow(replace(plain, overdue=chosen == _OVERDUE, milestones=chosen == _MILESTONES))
        self.say(_("shown: {what}", what=rows[chosen][0]))

    def _narrow(self, chosen: working.Filter) -> None:
        self._narrowed = chosen
        self.look_again()

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the board's owner."""
        owner = self._chosen.owner
        return (None if owner == self.desk.settings.owner else owner), owner is None


def _waits_for_acceptance(task: TaskRow) -> bool:
    return bool(task.acceptor) and task.progress == 100 and task.status is TaskStatus.WAITING


def _held(status: TaskStatus, count: int, limit: int) -> dict[str, object]:
    return {"status": label("task_status", status), "count": count, "limit": limit}


def _connecting(change: Callable[[Desk, str, str], str], key: str, other: str) -> Callable[[Desk], str]:
    return lambda desk: change(desk, key, other)

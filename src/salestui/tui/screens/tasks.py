"""Mode 3: tasks as cards by status, moved by key or drag; the lines below tell the one in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.clock import state
from salestui.domain.rows import TaskRow
from salestui.domain.words import ClockState, TaskStatus
from salestui.errors import ConflictError
from salestui.i18n import _, label
from salestui.sentences import SIGNS, promised, standing
from salestui.services import due, merging, working
from salestui.services.desk import Desk
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings, bindings_by_id
from salestui.tui.text import content
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.board_cards import BoardCard, BoardColumn

if TYPE_CHECKING:
    from salestui.services.records import Saved

TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon", ClockState.MET: "muted"}


class TaskSource:
    """The statuses with their keys; the cards a screenful at a time."""

    def __init__(self, desk: Desk, found: working.Columns, *, everybody: bool) -> None:
        self._desk = desk
        self._found = found
        self._everybody = everybody
        limits = desk.settings.wip
        self.columns: Sequence[BoardColumn] = [
            BoardColumn(status, label("task_status", status), *_against(len(keys), limits.get(status, 0)))
            for status, keys in found.keys.items()
        ]

    def keys(self, column: str) -> Sequence[str]:
        """See BoardSource."""
        return self._found.keys[TaskStatus(column)]

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """See BoardSource."""
        return {key: self._card(row) for key, row in working.cards(self._desk, keys).items()}

    def _card(self, row: TaskRow) -> BoardCard:
        found = state(row.clock, self._found.now)
        milestone = "◇ " if row.milestone else ""
        end = promised(row.end, self._found.now, self._desk.zone) if row.end is not None else ""
        done = f"{row.progress} %" if 0 < row.progress < 100 else ""
        owner = row.owner if self._everybody else ""
        under = " ".join(part for part in (end, done, owner, row.customer or row.module) if part)
        return BoardCard(f"{SIGNS[found]} {milestone}{row.action}", under, TONES.get(found, ""))


def _against(count: int, limit: int) -> tuple[str, bool]:
    """A column's note and whether it holds more than it should: said by a sign, not by colour alone."""
    return (f"/ {limit}{' !' if count > limit else ''}", count > limit) if limit else ("", False)


class TasksScreen(Acting):
    """The board of tasks: open ones, and those done of late."""

    MODE = "tasks"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "board", "tasks")
    HINTS = ("task", "open", "move_on", "move_back", "done", "board_owner")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_by_id("board_owner"), *bindings("tasks")]
    AUTO_FOCUS = "Board"

    def __init__(self) -> None:
        super().__init__()
        self._narrowed: working.Filter | None = None

    def body(self) -> ComposeResult:
        """The board, and what there is to know about the task in hand."""
        yield Board(id="tasks")
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
        self.query_one(Board).show(
            TaskSource(self.desk, found, everybody=self._chosen.owner is None),
            empty=_("no tasks – t adds one, o shows everybody's"),
        )

    # ── the task in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _key_in_hand(self) -> str | None:
        return self.query_one(Board).key

    @property
    def _in_hand(self) -> TaskRow | None:
        return (
            working.cards(self.desk, [self._key_in_hand]).get(self._key_in_hand)
            if self._key_in_hand is not None
            else None
        )

    @property
    def customer_in_hand(self) -> str | None:
        """The code of the task's customer."""
        task = self._in_hand
        return task.code if task is not None else None

    @on(Board.Highlighted)
    def show_detail(self) -> None:
        """What it is, who does it, how it stands."""
        if not self.query(Board):
            return  # the board spoke as it was taken away
        task = self._in_hand
        lines = [] if task is None else [content(self._what(task), "$text"), content(self._how(task))]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)

    def _what(self, task: TaskRow) -> str:
        whose = f"{task.code} {task.customer}" if task.code else ""
        return " · ".join(part for part in (task.action, task.module, whose, task.ref) if part)

    def _how(self, task: TaskRow) -> str:
        people = [
            f"{label('field', f'task.{name}')} {value}"
            for name, value in (("owner", task.owner), ("acceptor", task.acceptor), ("supervisor", task.supervisor))
            if value
        ]
        waits = _("waits for {what}", what=task.waiting_for) if task.waiting_for else ""
        late = task.delay_cause or ""
        parts = (standing(task.clock, self.desk.now()), f"{task.progress} %", *people, waits, late)
        return " · ".join(part for part in parts if part)

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Moved)
    def moved(self, event: Board.Moved) -> None:
        """A card is to go to another status."""
        self._move(event.key, TaskStatus(event.column))

    def action_done(self) -> None:
        """It is done."""
        if self._key_in_hand is not None:
            self._move(self._key_in_hand, TaskStatus.DONE)

    def action_drop(self) -> None:
        """It will not be done."""
        if self._key_in_hand is not None:
            self._move(self._key_in_hand, TaskStatus.DROPPED)

    @work
    async def _move(self, key: str, status: TaskStatus) -> None:
        from salestui.tui.forms.tasks import MoveForm, asked

        task = working.cards(self.desk, [key]).get(key)
        if task is None:
            self.look_again()
            return
        seen = merging.seen_of(self.desk, "task", key)
        if asked(task, status, self.desk.now()) is not None:
            saved = await self.app.push_screen_wait(MoveForm(self.desk, key, task, status, seen))
        else:
            saved = await self._written(key, status, seen)
        if saved is not None:
            stands = working.cards(self.desk, [key])[key].status
            told = _("{ref} moved to {status} · u takes it back", ref=task.ref, status=label("task_status", stands))
            if stands is not status:
                waits = {"ref": task.ref, "acceptor": task.acceptor}
                told = _("{ref} waits for {acceptor} to accept it · u takes it back", **waits)
            self.told(told)

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

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Chosen)
    @work
    async def open_task(self) -> None:
        """The task's own fields."""
        from salestui.tui.forms.tasks import change_task

        if self._key_in_hand is not None and self._in_hand is not None:
            await self._fill(change_task(self.desk, self._key_in_hand, self._in_hand))

    def action_board_owner(self) -> None:
        """Mine, everybody's, then each owner's."""
        me = self.desk.settings.owner
        owners = [me, None, *(name for name in due.owners(self.desk) if name != me)]
        owner = owners[(owners.index(self._chosen.owner) + 1) % len(owners)]
        self._narrowed = replace(self._chosen, owner=owner)
        self.look_again()
        self.say(_("tasks of {owner}", owner=owner) if owner else _("everybody's tasks"))

    def action_module(self) -> None:
        """Of every module, then of each."""
        modules = [None, *working.modules(self.desk)]
        module = modules[(modules.index(self._chosen.module) + 1) % len(modules)]
        self._narrowed = replace(self._chosen, module=module)
        self.look_again()
        self.say(_("tasks of {module}", module=module) if module else _("tasks of every module"))

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the board's owner."""
        owner = self._chosen.owner
        return (None if owner == self.desk.settings.owner else owner), owner is None

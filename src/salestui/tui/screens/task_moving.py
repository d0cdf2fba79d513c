"""What is done with the task in hand, on the board and in the list: moved, accepted, changed, let wait for another."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work

from salestui.domain.rows import TaskRow
from salestui.domain.words import TaskStatus
from salestui.errors import ConflictError
from salestui.i18n import _, label
from salestui.services import depending, merging, working
from salestui.services.desk import Desk
from salestui.task_sentences import later_told, repeats_text
from salestui.tui.acting import Acting
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from salestui.services.records import Saved


class TaskMoving(Acting):
    """A screen with a task in hand."""

    @property
    def key_in_hand(self) -> str | None:
        """The key of the task that the keys act on."""
        raise NotImplementedError

    @property
    def chosen(self) -> working.Filter:
        """Which tasks are shown."""
        raise NotImplementedError

    @property
    def in_hand(self) -> TaskRow | None:
        """That task, as it stands now."""
        key = self.key_in_hand
        return working.cards(self.desk, [key]).get(key) if key is not None else None

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
        key, task = self.key_in_hand, self.in_hand
        ways = [status for status in TaskStatus if status is not TaskStatus.DROPPED]
        if key is not None and task is not None and task.status in ways:
            place = ways.index(task.status) + step
            if 0 <= place < len(ways):
                self._move(key, ways[place])

    def action_done(self) -> None:
        """It is done."""
        if self.key_in_hand is not None:
            self._move(self.key_in_hand, TaskStatus.DONE)

    def action_drop(self) -> None:
        """It will not be done."""
        if self.key_in_hand is not None:
            self._move(self.key_in_hand, TaskStatus.DROPPED)

    @work
    async def action_accept(self) -> None:
        """Whoever accepts it has signed it off."""
        key, task = self.key_in_hand, self.in_hand
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
        count = len(working.columns(self.desk, self.chosen).keys.get(stands, ()))
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

        key = self.key_in_hand
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
        from salestui.tui.forms.tasks import FollowingForm, change_task

        key, task = self.key_in_hand, self.in_hand
        if key is None or task is None:
            return
        following = False
        if task.repeats:
            ways = {
                "this": (_("only this one"), ""),
                "following": (_("this one and all that follow it"), repeats_text(task.repeats)),
            }
            title = _("{ref} repeats: change", ref=task.ref)
            way = await self.app.push_screen_wait(Choose(title, ways))
            if way is None:
                return
            following = way == "following"
        before = depending.later_starts(self.desk, key)
        form = FollowingForm(self.desk, key, task) if following else change_task(self.desk, key)
        await self._fill(form)
        await self._offer_later(key, before)

    @work
    async def action_task(self) -> None:
        """Add a task, for the customer in hand if there is one."""
        from salestui.tui.forms.tasks import NewTaskForm

        await self._fill(NewTaskForm(self.desk, self._customer()))

    @work
    async def action_depends(self) -> None:
        """Let the task wait for another; one it waits for already is let go."""
        from salestui.tui.choosing import Choose

        key, task = self.key_in_hand, self.in_hand
        if key is None or task is None:
            return
        known = depending.predecessors(self.desk, key)
        keys = working.columns(self.desk, replace(self.chosen, owner=None, overdue=False, milestones=False)).keys
        others = [*known, *(each for column in keys.values() for each in column if each != key and each not in known)]
        rows = {
            each: (("✓ " if each in known else "") + row.action, f"{row.ref} {row.owner}")
            for each, row in working.cards(self.desk, others).items()
        }
        if not rows:
            self.say(_("there is no other task to wait for"), wrong=True)
            return
        title = _("What does {ref} wait for?", ref=task.ref)
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


def waits_for_acceptance(task: TaskRow) -> bool:
    """Whether all is done and its acceptor has yet to say so (R9)."""
    return bool(task.acceptor) and task.progress == 100 and task.status is TaskStatus.WAITING


def _held(status: TaskStatus, count: int, limit: int) -> dict[str, object]:
    return {"status": label("task_status", status), "count": count, "limit": limit}


def _connecting(change: Callable[[Desk, str, str], str], key: str, other: str) -> Callable[[Desk], str]:
    return lambda desk: change(desk, key, other)

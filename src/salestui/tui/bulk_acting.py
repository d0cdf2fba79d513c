"""One action on many customers: those marked, or the one in hand. It says before what it will do, asks, says after."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from salestui.errors import UsageError
from salestui.i18n import _, ngettext
from salestui.sentences import quoted
from salestui.services.browsing import customer_page
from salestui.services.bulk import checked_number, left_alone
from salestui.services.desk import Desk
from salestui.tui.dialogs import Question
from salestui.tui.viewing import Viewing
from salestui.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from salestui.services.bulk import BulkDone

_PUT_IN = ("regrade", "reassign", "add_tag", "remove_tag", "set_next")  # ask for a value


class BulkActing(Viewing):
    """A list of customers whose rows can be marked."""

    @property
    def keys_in_hand(self) -> tuple[str, ...]:
        """The customers that `b` acts on."""
        table = self.query_one(RecordTable)
        if table.marked:
            return tuple(table.marked)
        return (table.key,) if table.key is not None else ()

    @property
    def keys_listed(self) -> Sequence[str]:
        """All customers that the list shows now."""
        raise NotImplementedError

    @work
    async def action_bulk(self) -> None:
        """Choose what to do with them."""
        keys = self.keys_in_hand
        if not keys:
            self.say(_("no customer in hand – n adds one"), wrong=True)
            return
        try:
            checked_number(len(keys))
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        from salestui.tui.screens.bulk import BulkMenu

        whom = self._whom(keys)
        action = await self.app.push_screen_wait(BulkMenu(whom, _actions(archived=self.view.filter.archived)))
        if action in _PUT_IN:
            await self._put_in(action, keys, whom)
        elif action is not None:
            await self._archive(keys, whom)

    @work
    async def action_archive(self) -> None:
        """The customer in hand, marked or not."""
        key = self.query_one(RecordTable).key
        if key is None:
            self.say(_("no customer in hand – n adds one"), wrong=True)
            return
        await self._archive((key,), self._whom((key,)))

    def _whom(self, keys: Sequence[str]) -> str:
        """How many, or who."""
        if len(keys) > 1:
            return ngettext("one customer", "{n} customers", len(keys))
        row = customer_page(self.desk, keys).get(keys[0])
        return f"{row.code} {row.name}" if row is not None else ngettext("one customer", "{n} customers", 1)

    async def _put_in(self, action: str, keys: Sequence[str], whom: str) -> None:
        from salestui.tui.forms.bulk import BulkForm

        saying = partial(_told_before, action, whom)
        value = await self.app.push_screen_wait(BulkForm(self.desk, action, _title(action, whom), saying))
        if value is None:
            return
        if await self.app.push_screen_wait(Question(_("{what}?", what=saying(value)), yes=_("yes"))):
            await self._do(action, keys, value)

    async def _archive(self, keys: Sequence[str], whom: str) -> None:
        back = self.view.filter.archived
        if back:
            question = Question(_("Bring back {whom}?", whom=whom), yes=_("bring back"))
        else:
            text = _("Archive {whom}? What they owe stops; it can be undone, and they can be brought back.", whom=whom)
            question = Question(text, yes=_("archive"))
        if await self.app.push_screen_wait(question):
            await self._do("bring_back" if back else "archive", keys, "")

    async def _do(self, action: str, keys: Sequence[str], value: str) -> None:
        """Have it done on the writer's thread; meanwhile the list goes on."""
        self.say(ngettext("changing one customer …", "changing {n} customers …", len(keys)))
        done = await self.write(_command(action, tuple(keys), value))
        if done is None:
            self.look_again()  # what was refused may be so because others were quicker
            return
        self.query_one(RecordTable).clear_marks()
        parts = [_told_after(action, done.changed), left_alone(done, archived=action == "bring_back")]
        said = "; ".join(part for part in parts if part)
        self.told(_("{what} · {key} undoes it", what=said, key=self.key_of("undo")))
        out_of_sight = len(set(keys).difference(self.keys_listed)) if action in _PUT_IN else 0
        if out_of_sight:
            gone = ngettext("one is no longer in this list", "{n} are no longer in this list", out_of_sight)
            self.say(_("{what} · {key} undoes it", what=f"{said}; {gone}", key=self.key_of("undo")))


def _actions(*, archived: bool) -> dict[str, tuple[str, str]]:
    """id → (letter, what it does); the archive knows only the way back."""
    if archived:
        return {"bring_back": ("x", _("bring back"))}
    return {
        "regrade": ("r", _("regrade")),
        "reassign": ("o", _("give to another owner")),
        "add_tag": ("t", _("add a tag")),
        "remove_tag": ("T", _("take a tag away")),
        "set_next": ("n", _("set the next date")),
        "archive": ("x", _("archive")),
    }


def _title(action: str, whom: str) -> str:
    match action:
        case "regrade":
            return _("Regrade {whom}", whom=whom)
        case "reassign":
            return _("Give {whom} to another owner", whom=whom)
        case "add_tag":
            return _("Add tags to {whom}", whom=whom)
        case "remove_tag":
            return _("Take tags away from {whom}", whom=whom)
        case _:
            return _("Set the next date of {whom}", whom=whom)


def _told_before(action: str, whom: str, value: str) -> str:
    """What will be done."""
    match action, value:
        case "regrade", "":
            return _("Take the grade away from {whom}", whom=whom)
        case "regrade", _value:
            return _("Regrade {whom} to {value}", whom=whom, value=value)
        case "reassign", "":
            return _("Take the owner away from {whom}", whom=whom)
        case "reassign", _value:
            return _("Give {whom} to {value}", whom=whom, value=quoted(value))
        case "add_tag", _value:
            return _("Add the tag {value} to {whom}", whom=whom, value=quoted(value))
        case "remove_tag", _value:
            return _("Take the tag {value} away from {whom}", whom=whom, value=quoted(value))
        case "set_next", "":
            return _("Withdraw the next date of {whom}", whom=whom)
        case _:
            return _("Set the next date of {whom} to {value}", whom=whom, value=quoted(value))


def _told_after(action: str, n: int) -> str:
    """What was done."""
    match action:
        case "regrade":
            return ngettext("one customer regraded", "{n} customers regraded", n)
        case "reassign":
            return ngettext("one customer given away", "{n} customers given away", n)
        case "add_tag" | "remove_tag":
            return ngettext("one customer's tags changed", "tags of {n} customers changed", n)
        case "set_next":
            return ngettext("one next date set", "{n} next dates set", n)
        case "bring_back":
            return ngettext("one customer brought back", "{n} customers brought back", n)
        case _:
            return ngettext("one customer archived", "{n} customers archived", n)


def _command(action: str, keys: Sequence[str], value: str) -> "Callable[[Desk], BulkDone]":
    """The command, for the writer's thread."""

    def do(desk: Desk) -> "BulkDone":
        from salestui.services import bulk

        match action:
            case "regrade":
                return bulk.change_customers(desk, keys, {"grade": value})
            case "reassign":
                return bulk.change_customers(desk, keys, {"owner": value}, kind="reassign")
            case "set_next":
                return bulk.change_customers(desk, keys, {"next_at": value}, kind="set_next")
            case "add_tag" | "remove_tag":
                return bulk.tag_customers(desk, keys, value, away=action == "remove_tag")
            case _:
                return bulk.archive_customers(desk, keys, back=action == "bring_back")

    return do

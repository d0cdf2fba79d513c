"""Undo and redo, from every main screen: what was put back is said in the answer line."""

from typing import TYPE_CHECKING

from textual import work

from salestui.i18n import _, label, ngettext
from salestui.services.desk import Desk
from salestui.tui.commands import command_of, keys_shown
from salestui.tui.frame import Frame

if TYPE_CHECKING:
    from salestui.services.undoing import PutBack


class Undoing(Frame):
    """A frame on which commands are done, and undone."""

    _undo_known: "tuple[int, frozenset[str]] | None" = None  # the file's version, and what could be done then

    def why_not(self, command: str) -> str | None:
        """As Frame's; and there must be something to undo, or to redo."""
        if command in ("undo", "redo") and command not in self._undo_and_redo():
            return _("nothing of yours to undo") if command == "undo" else _("nothing of yours to redo")
        return super().why_not(command)

    def _undo_and_redo(self) -> frozenset[str]:
        """Which of the two do something; asked of the file once after each write."""
        from salestui.services import undoing

        version = self.desk.data_version()
        if self._undo_known is None or self._undo_known[0] != version:
            self._undo_known = (version, undoing.possible(self.desk))
        return self._undo_known[1]

    @work
    async def action_undo(self) -> None:
        """Put back the last command."""

        def undo(desk: Desk) -> "PutBack":
            from salestui.services import undoing

            return undoing.undo(desk)

        back = await self.write(undo)
        if back is not None:
            self.told(self._put_back(_("undone"), back))

    @work
    async def action_redo(self) -> None:
        """Do it again."""

        def redo(desk: Desk) -> "PutBack":
            from salestui.services import undoing

            return undoing.redo(desk)

        back = await self.write(redo)
        if back is not None:
            self.told(self._put_back(_("done again"), back))

    def _put_back(self, done: str, back: "PutBack") -> str:
        said = f"{done}: {label('command', back.kind)} {back.subject or ''}".rstrip()
        if back.kept:
            from salestui.services.telling import kept_told

            said += _("; kept: {what}", what=kept_told(back.kept[0]))
            if len(back.kept) > 1:
                said += " " + ngettext("(and one more)", "(and {n} more)", len(back.kept) - 1)
        return said

    def key_of(self, id: str) -> str:  # noqa: A002 - a command's id
        """The first key of a command as people read it, as the user's settings have it."""
        command = command_of(id)
        assert command is not None  # one of ours
        return keys_shown(command, self.desk.settings.keys).partition(" ")[0]

    def told(self, text: str) -> None:
        """Something was written: look again, and say what it was."""
        self.look_again()
        self.say(text)

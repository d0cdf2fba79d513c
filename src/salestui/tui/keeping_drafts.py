"""The app's part in drafts: they are offered at the start, and nothing typed is lost however the program ends.

Loaded with the first screen, so it loads the rest where it is used: most starts find no draft.
"""

import asyncio
import os
import time
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from textual import work

from salestui.i18n import ngettext
from salestui.services.desks import Desks
from salestui.tui.commands import key_of
from salestui.tui.frame import Frame
from salestui.tui.in_order import KeysInOrder
from salestui.tui.recovering import RecoveringApp
from salestui.tui.text import plain

if TYPE_CHECKING:
    from salestui.services.drafts import NotKeptError
    from salestui.services.keeping import Keeper, LeftDraft

_LAST_KEYS_S: Final = 2.5  # for keys that were typed before the line was lost
_QUIET_S: Final = 0.03
_LAST_WRITE_S: Final = 1.5  # for the draft; both fit into the 5 s within which the program is gone
_TOLD_S: Final = 10.0


class KeepingDrafts(KeysInOrder, RecoveringApp):
    """Name it before Textual's App."""

    desks: Desks

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[str] = []  # to be said once the first screen stands
        self.offered = False  # whether what was left has been told of: from then on Today lists it
        self._leaving: asyncio.Task[None] | None = None

    @cached_property
    def drafts(self) -> "Keeper":
        """The drafts of this session, made by the first that is needed."""
        from salestui.services.keeping import Keeper

        paths, loop = self.desks.screen.paths, asyncio.get_running_loop()

        def tell(problem: "NotKeptError") -> None:  # on the keeper's thread
            loop.call_soon_threadsafe(partial(self.call_later, self._tell_not_kept, problem))

        return Keeper(paths.drafts, paths.database, tell=tell)

    def _tell_not_kept(self, problem: "NotKeptError") -> None:
        """Not in a dialog: somebody is typing."""
        self.notify(plain(str(problem)), markup=False, severity="error", timeout=_TOLD_S)

    def drafts_left(self) -> "list[LeftDraft]":
        """The drafts on this database that nobody is at work on, the newest first. A few µs where there is none."""
        if "drafts" not in self.__dict__:
            try:
                with os.scandir(self.desks.screen.paths.drafts) as entries:
                    if next(entries, None) is None:
                        return []
            except OSError:
                return []
        left, unreadable = self.drafts.left()
        if unreadable:
            from salestui.tui.screens.drafts import told_unreadable

            self.tell(told_unreadable(unreadable))
        return left

    # ── offering them ────────────────────────────────────────────────────────────────────────────────────────────

    def say_at_start(self) -> None:
        """Offer what was left; of what was laid aside knowingly a line is enough."""
        self.offered = True
        frame, left = self.screen, self.drafts_left()
        if not isinstance(frame, Frame):
            return  # something has to be told first: `d` has them all the time
        if left:
            frame.look_again()
        if not all(each.draft.laid_aside for each in left):
            self.list_drafts(frame)
        elif left:
            key = key_of("drafts", frame.desk.settings.keys)
            kept = ngettext(
                "a draft is kept – {key} opens it", "{n} drafts are kept – {key} opens them", len(left), key=key
            )
            self.notices.insert(0, kept)
        if self.notices:
            frame.say(" · ".join(self.notices))

    @work
    async def list_drafts(self, frame: Frame) -> None:
        """Show the drafts over `frame`; the one that is chosen is gone on with."""
        from salestui.tui.drafting import go_on
        from salestui.tui.screens.drafts import DraftsScreen

        chosen = await self.push_screen_wait(DraftsScreen(frame.desk, self))
        if chosen is not None:
            await go_on(frame, chosen)

    # ── ending ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def action_quit(self) -> None:
        """Close the program at once: what was typed is kept. Asks only where that cannot be."""
        if any(hasattr(screen, "may_go") for screen in self.screen_stack):
            self._quit()
        else:
            self.exit()

    @work
    async def _quit(self) -> None:
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "may_go") and not await screen.may_go():
                return
        self.exit()

    @property
    def is_leaving(self) -> bool:
        """Whether the end has come that nobody asked for: what is typed is kept, and nothing else is done any more."""
        return self._leaving is not None

    def leave(self) -> None:
        """The line was lost, or the machine goes down: finish the keys that had come, and be gone within 5 s."""
        if self._leaving is None:
            self._leaving = asyncio.get_running_loop().create_task(self._leave())

    async def _leave(self) -> None:
        end, quiet = time.monotonic() + _LAST_KEYS_S, 0
        with self.batch_update():  # nobody looks any more: without painting a key takes a fifth
            while quiet < 2 and time.monotonic() < end:
                await asyncio.sleep(_QUIET_S)
                quiet = 0 if self.keys_wait else quiet + 1
            self.exit()

    def close_with_drafts(self, close: Callable[[], None]) -> None:
        """Have the drafts written while `close` finishes the commands; these may still make one needless."""
        drafts = self.__dict__.get("drafts")  # none, where nobody typed
        if drafts is not None:
            drafts.hurry()
        try:
            close()
        finally:
            if drafts is not None:
                drafts.close(_LAST_WRITE_S)

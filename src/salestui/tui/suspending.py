"""Ctrl+Z outside the fields: the program stops, the shell has the terminal, and `fg` brings the same screen back."""

import asyncio
import os
import signal
from concurrent.futures import Future
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.driver import Driver

from salestui.i18n import _

if TYPE_CHECKING:
    from salestui.services.desks import Desks


class Suspending(App[None]):
    """Name it before the app class; `desks` are waited for, since a stopped process keeps its lock on the file."""

    desks: "Desks"

    def why_not(self, command: str) -> str | None:
        """Suspending needs a shell that can bring the program back."""
        if command == "suspend" and not _has_shell():
            return _("no shell here that could bring the program back")
        return None

    @work
    async def action_suspend(self) -> None:
        """Stop until the shell says go on."""
        if self._driver is None or not self._driver.can_suspend:
            return  # without a terminal, as in tests
        for asked in self._under_way():
            await asyncio.wrap_future(asked)
        self.app_suspend_signal.publish(self)
        # The whole group, as a shell does it for Ctrl+Z: a wrapper that waits for us would keep the terminal.
        os.kill(0, signal.SIGTSTP)

    @on(Driver.SignalResume)
    def _repaint(self) -> None:
        """Continued; Textual (8.2.8) repaints only where the window has another size by now."""
        self.refresh(layout=True)

    def _under_way(self) -> "list[Future[None]]":
        return [self.desks.writer.finished(), self.desks.background.finished()]


def _has_shell() -> bool:
    """Whether somebody in our session can continue us: POSIX ignores Ctrl+Z where nobody can, SIGSTOP does not."""
    if os.name == "nt":
        return False  # no such signals there; not tested
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getsid(0) != os.getpid()
    except ProcessLookupError:
        return False

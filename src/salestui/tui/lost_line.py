"""A terminal that goes away (a lost ssh, a closed window): noticed at once; nothing hangs or burns the processor.

Textual's driver (8.2.8) reads the end of a hung-up line for ever without a pause; its thread that writes dies of EIO,
and whoever then writes more than 30 times waits for it for ever. SIGHUP does not always come: not to a process that
does not lead its session.
"""

import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_LOOK_MS = 1_000  # a hang-up ends the wait at once; this is for systems whose poll does not tell of it


class Outlet:
    """A file to write to that swallows everything from the first refusal on, and tells of that one."""

    def __init__(self, file: IO[str], lost: Callable[[], object]) -> None:
        self._file = file
        self._lost = lost
        self._refused = False

    def write(self, text: str) -> int:
        """As the file's."""
        try:
            return len(text) if self._refused else self._file.write(text)
        except OSError:
            self._refuse()
            return len(text)

    def flush(self) -> None:
        """As the file's."""
        try:
            if not self._refused:
                self._file.flush()
        except OSError:
            self._refuse()

    def fileno(self) -> int:
        """The file's."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """The file's answer."""
        return self._file.isatty()

    def _refuse(self) -> None:
        self._refused = True
        self._lost()


class LineDriver(LinuxDriver):
    """Textual's driver, at a line that may be lost."""

    def __init__(self, app: App[Any], **given: Any) -> None:  # Any: Textual's own
        super().__init__(app, **given)
        self._file: Any = Outlet(self._file, self._lost)  # Any: Textual asks for a whole text file, and uses this much
        self._watching: threading.Thread | None = None

    def start_application_mode(self) -> None:
        """As Textual's; from the first time on the line is watched."""
        super().start_application_mode()  # type: ignore[no-untyped-call] # Textual gives it no types
        if self._watching is None:
            self._watching = threading.Thread(target=self._watch, name="salestui-line", daemon=True)
            self._watching.start()

    def _watch(self) -> None:
        """Wait, without reading, until the other end is gone."""
        waiting = select.poll()
        waiting.register(self.fileno, 0)  # hang-up and error are told of unasked
        while True:
            for _handle, event in waiting.poll(_LOOK_MS):
                if event & (select.POLLHUP | select.POLLERR):
                    self._lost()
                return  # or a system that cannot watch terminals: SIGHUP is left

    def _lost(self) -> None:
        """On a thread of its own: stop reading, and have the program leave."""
        self.exit_event.set()
        app: Any = self._app  # Any: it knows how to leave; Textual's App does not
        with suppress(RuntimeError):  # the loop is closed: it has left
            self._loop.call_soon_threadsafe(app.leave)

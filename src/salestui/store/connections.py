"""The three connections of a program that must not wait: each owned by a thread of its own.

The interactive reader serves the screen, the background reader long queries that can be given up, the writer all
commands, one after another. A short command line needs none of this: it reads on its own thread.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from salestui.store import driver

if TYPE_CHECKING:
    from salestui.store.command import Writer

Held = TypeVar("Held")
Result = TypeVar("Result")


class Owned(Generic[Held]):
    """Something that only its own thread touches: made there, used there, closed there."""

    def __init__(self, name: str, make: Callable[[], Held], close: Callable[[Held], None]) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=f"salestui-{name}")
        self._make = make
        self._close = close
        self._held: Held | None = None

    def run(self, work: Callable[[Held], Result]) -> "Future[Result]":
        """Have `work` done with it, after all that was asked before."""
        return self._executor.submit(self._with_held, work)

    def close(self) -> None:
        """Finish what was asked, then give the connection back."""
        self._executor.submit(self._let_go).result()
        self._executor.shutdown()

    def _with_held(self, work: Callable[[Held], Result]) -> Result:
        if self._held is None:
            self._held = self._make()
        return work(self._held)

    def _let_go(self) -> None:
        if self._held is not None:
            self._close(self._held)
            self._held = None


class Reader(Owned[driver.Connection]):
    """A reading connection on its own thread."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, self._open, lambda connection: connection.close())
        self._path = path
        self._connection: driver.Connection | None = None

    def _open(self) -> driver.Connection:
        self._connection = driver.connect(self._path, write=False, any_thread=True)
        return self._connection

    def interrupt(self) -> None:
        """Give up the query that is running (from any thread); it raises OperationalError in its own."""
        if self._connection is not None:
            self._connection.interrupt()

    def data_version(self) -> "Future[int]":
        """A number that changes when another connection has written (10 µs)."""
        return self.run(lambda connection: int(connection.execute("PRAGMA data_version").fetchone()[0]))


class Connections:
    """The three of them on one file; nothing is opened before it is asked."""

    def __init__(self, path: Path) -> None:
        self.interactive = Reader("read", path)
        self.background = Reader("background", path)
        self.writer: Owned[Writer] = Owned("write", lambda: _make_writer(path), lambda writer: writer.close())

    def close(self) -> None:
        """Finish what was asked and close all three; a background query is given up."""
        self.background.interrupt()
        for each in (self.interactive, self.background, self.writer):
            each.close()


def _make_writer(path: Path) -> "Writer":
    from salestui.store.command import Writer  # loads the ORM, on the writer's own thread

    return Writer(path)

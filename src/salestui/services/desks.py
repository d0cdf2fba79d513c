"""The three connections of a program that must not wait, each a desk that only its own thread touches.

The screen's desk reads what is painted, the background's runs long queries that can be given up, the writer's does
all commands, one after another. A short command line needs none of this: it has one desk on its own thread.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from salestui.config import Settings
from salestui.paths import Paths
from salestui.services.desk import Desk, open_desk
from salestui.store import driver

if TYPE_CHECKING:  # threads come with the first thing asked of them, after the first screen
    from concurrent.futures import Future, ThreadPoolExecutor

Result = TypeVar("Result")


class Owned:
    """A desk made, used and closed on one thread of its own."""

    def __init__(self, name: str, make: Callable[[], Desk]) -> None:
        self._name = name
        self._make = make
        self._desk: Desk | None = None

    @cached_property
    def _executor(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, thread_name_prefix=f"salestui-{self._name}")

    def run(self, work: Callable[[Desk], Result]) -> "Future[Result]":
        """Have `work` done at the desk, after all that was asked before; its errors come with the future."""
        return self._executor.submit(self._at_desk, work)

    def finished(self) -> "Future[None]":
        """Done when all that has been asked so far is."""
        return self._executor.submit(lambda: None)

    def give_up(self) -> None:
        """Interrupt the query that is running; it raises in its own thread. A command is never interrupted."""
        if self._desk is not None:
            self._desk.interrupt()

    @property
    def damage(self) -> str:
        """See `Desk.damage`."""
        return "" if self._desk is None else self._desk.damage

    def close(self) -> None:
        """Finish what was asked, then give the file back."""
        if "_executor" not in self.__dict__:
            return  # nothing ever was
        self._executor.submit(self._leave).result()
        self._executor.shutdown()

    def _at_desk(self, work: Callable[[Desk], Result]) -> Result:
        if self._desk is None:
            self._desk = self._make()
        return work(self._desk)

    def _leave(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None


class Desks:
    """The screen's desk, open at once, and the two others, opened with the first thing asked of them."""

    def __init__(
        self, paths: Paths, settings: Settings, now: Callable[[], datetime], *, must_exist: bool = False
    ) -> None:
        """Raises what `open_desk` raises; the screen's desk gives a read up soon and paints what it has."""

        def make() -> Desk:
            return open_desk(paths, settings, now)

        self.screen = open_desk(paths, settings, now, must_exist=must_exist, patience_s=driver.READ_PATIENCE_S)
        self.background = Owned("background", make)
        self.writer = Owned("write", make)

    @property
    def damage(self) -> str:
        """See `Desk.damage`: of what is shown on screens."""
        return self.screen.damage or self.background.damage

    def close(self) -> None:
        """Finish the commands asked for and close all three; a background query is given up."""
        self.background.give_up()
        self.background.close()
        self.writer.close()
        self.screen.close()

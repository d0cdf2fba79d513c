"""Reading beside the screen, one query after another, each of which can be given up: keys never wait for a figure."""

import asyncio
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from salestui.services.desk import Desk
from salestui.services.desks import Owned

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """One read at the background's desk. Given up, it is not begun, or its query is interrupted, and nobody else's."""

    def __init__(self, desk: Owned, work: Callable[[Desk], Result]) -> None:
        self._desk = desk
        self._work = work
        self._lock = Lock()
        self._running = False
        self._dropped = False

    async def read(self) -> Result | None:
        """What `work` gives; None where it was given up before it began. Raises what it raises."""
        try:
            return await asyncio.wrap_future(self._desk.run(self._at_desk))
        except asyncio.CancelledError:
            self._give_up()
            raise

    def _at_desk(self, desk: Desk) -> Result | None:
        with self._lock:
            if self._dropped:
                return None
            self._running = True
        try:
            return self._work(desk)
        finally:
            with self._lock:
                self._running = False

    def _give_up(self) -> None:
        """On the screen's thread; the lock keeps the query of whoever reads next from being interrupted instead."""
        with self._lock:
            self._dropped = True
            if self._running:
                self._desk.give_up()

"""When the desk's day turns while the program is open, what series call for is made, on the writer's thread."""

from concurrent.futures import Future
from datetime import date

from salestui.services.desk import Desk
from salestui.services.desks import Desks
from salestui.tui.parts import AppPart


class TurningDays(AppPart):
    """Asked once a minute; a desk that is busy is asked the next minute again."""

    desks: Desks
    _day: date | None = None

    def on_mount(self) -> None:
        """The day it is opened on is seen to once the first screen stands."""
        self._day = self._today()

    def turn_the_day(self) -> None:
        """Where another day has begun, make the tasks that repeat."""
        day = self._today()
        if day == self._day:
            return

        def make(desk: Desk) -> None:
            from salestui.services.upkeep import make_due_tasks

            make_due_tasks(desk)
            self._day = day

        self.desks.writer.run(make).add_done_callback(Future.exception)  # refused: the next minute will do

    def _today(self) -> date:
        return self.desks.screen.now().astimezone(self.desks.screen.zone).date()

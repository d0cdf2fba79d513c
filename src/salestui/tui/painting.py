"""A key is painted once, and at once: when every widget has done what it does about the key, not a frame later.

Textual (8.2.8) paints by a timer of 60 a second. It fires with the first widget that reports a change; what the next
one reports waits for one frame or two: a cursor step was complete after 30 ms, though nothing took longer than 4.
"""

from asyncio import get_running_loop
from typing import Final

from textual import events
from textual.screen import Screen, ScreenResultType

_QUIET_TURNS: Final = 2  # of the event loop: a message takes one from widget to widget
_MOST_TURNS: Final = 200  # a step takes 20 to 40; a flood of keys is painted as it goes on


class PaintedOnce(Screen[ScreenResultType]):
    """For screens with few widgets: the queues of all are looked at until they are empty."""

    _paint_asked = False
    _is_new = True  # until the resume that follows on its mounting

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Textual's, which is called next, styles every widget anew: those of a new screen have just been styled."""
        event.refresh_styles = event.refresh_styles and not self._is_new
        self._is_new = False

    def _compositor_refresh(self) -> None:
        """As Textual's, which renders all that is dirty during a batch too, and then sends nothing of it: a screen
        that starts was rendered twice. What is dirty stays so until the batch is over.
        """
        if not self.app._batch_count:
            super()._compositor_refresh()

    async def _on_idle(self, event: events.Idle) -> None:
        """Instead of Textual's, which starts the timer."""
        changed = self._dirty_widgets or self._layout_required or self._repaint_required or self._scroll_required
        if not changed or self._recompose_required or self.app._batch_count or self.app.screen is not self:
            return  # Textual's, which is called next; a screen below another one asks for paint again as it paints
        event.prevent_default()
        if not self._paint_asked:
            self._paint_asked = True
            get_running_loop().call_soon(self._paint_when_quiet, 0, _MOST_TURNS)

    def _paint_when_quiet(self, quiet: int, turns: int) -> None:
        quiet = 0 if self._busy else quiet + 1
        if quiet < _QUIET_TURNS and turns:
            get_running_loop().call_soon(self._paint_when_quiet, quiet, turns - 1)
            return
        self._paint_asked = False
        if not self._running or not self.app._running:
            return
        try:
            self._on_timer_update()
        except Exception as problem:  # noqa: BLE001 - as Textual's timer: it ends the program, with a log
            self.app._handle_exception(problem)

    @property
    def _busy(self) -> bool:
        pumps = (self.app, *self.walk_children(with_self=True))
        return any(pump._running and not pump._message_queue.empty() for pump in pumps)

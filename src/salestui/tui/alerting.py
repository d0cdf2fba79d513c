"""How the terminal itself tells that a clock has turned: counts in the window's title, or the bell.

Only signs and numbers of our own go out, never a customer's data: whoever passes by reads a title.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

from salestui.domain.words import ClockState
from salestui.errors import SalestuiError
from salestui.sentences import SIGNS
from salestui.services import day, due
from salestui.services.desks import Desks
from salestui.tui.parts import AppPart
from salestui.tui.text import plain

_REST_S: Final = 60.0  # the bell is silent so long after it rang
_KEEP_TITLE: Final = "\x1b[22;0t"  # xterm's stack of titles; a terminal without one ignores it
_GIVE_TITLE_BACK: Final = "\x1b]0;\x1b\\\x1b[23;0t"  # emptied first: without a stack the shell's prompt sets it anew


class Alerting(AppPart):
    """Name it before the other classes of the app, which calls `watch_clocks` each second."""

    desks: Desks

    def __init__(self) -> None:
        super().__init__()
        self._turn: datetime | None = None  # when the next of my clocks becomes due soon or overdue
        self._looked_at: datetime | None = None
        self._version_seen: int | None = None
        self._rang_at: datetime | None = None
        self._to_ring = False
        self._title = ""

    def on_ready(self) -> None:
        """The first screen stands: from now on what turns is told."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        with suppress(SalestuiError):  # busy: the next second will do
            self.watch_clocks(self.desks.screen.data_version())

    def watch_clocks(self, version: int) -> None:
        """Tell it if a clock of mine has turned since the last look; `version` is the file's, see Desk.data_version.

        While nobody writes this is one comparison, whatever the data: the next turn is known beforehand.
        """
        desk, how = self.desks.screen, self.desks.screen.settings.alert
        if how == "off":
            return
        now = desk.now()
        try:
            if version != self._version_seen:
                self._turn = day.next_turn(desk, self._looked_at or now)
            turned = self._turn is not None and self._turn <= now
            if how == "title" and (turned or version != self._version_seen):
                self._show_title()
            if turned:
                self._turn = day.next_turn(desk, now)
        except SalestuiError:
            return  # busy: the next second will do
        self._version_seen, self._looked_at = version, now
        if how == "bell":
            self._to_ring = self._to_ring or turned
            self._ring(now)

    def _ring(self, now: datetime) -> None:
        """Once for all that has turned; what turns in the minute after waits for its end."""
        rested = self._rang_at is None or (now - self._rang_at).total_seconds() >= _REST_S
        if self._to_ring and rested:
            self._to_ring, self._rang_at = False, now
            self.bell()

    # ── the title ────────────────────────────────────────────────────────────────────────────────────────────────

    def _show_title(self) -> None:
        title = _counted(due.counts(self.desks.screen))
        if title == self._title:
            return
        if not self._title:
            self._send(_KEEP_TITLE)
        self._title = title
        self._send(f"\x1b]0;{plain(title)}\x1b\\")

    def on_unmount(self) -> None:
        """The title is given back as it was."""
        if self._title:
            self._send(_GIVE_TITLE_BACK)

    def _send(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)


def _counted(counts: Mapping[str, int]) -> str:
    """The program's name, and how much burns: "salestui ▲3 ◆1"."""
    burning = (f"{SIGNS[state]}{counts[state]}" for state in (ClockState.OVERDUE, ClockState.DUE_SOON) if counts[state])
    return " ".join(["salestui", *burning])

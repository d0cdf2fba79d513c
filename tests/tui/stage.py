"""The program on a stage: opened on a file without a terminal, keys pressed, and what stands on the screen read."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from salestui.i18n import use
from salestui.paths import resolve
from salestui.services.desk import Desk, open_desk
from salestui.services.desks import Desks
from salestui.services.sample import sample_settings
from salestui.tui.app import SalestuiApp
from salestui.tui.widgets.record_table import RecordTable

NOW = datetime.fromisoformat("2026-11-20T09:42:00+08:00")  # a Friday; the sample company's morning
SIZE = (80, 24)
_QUIET_TURNS = 8  # of the event loop; a message takes one from widget to widget
PATIENCE_S = 10.0  # the first command loads the ORM


def screen_text(app: SalestuiApp) -> list[str]:
    """What stands on the screen, line by line, as a terminal of that size would hold it."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


@dataclass
class Stage:
    """An open program, the file it works on, and the hands at its keys."""

    app: SalestuiApp
    pilot: Pilot[None]
    home: Path
    language: str
    clock: Callable[[], datetime]

    # ── hands ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names, each once what the one before did is done.

        As Pilot.press, which waits 40 ms a key until the processor is idle; here until every message is handled.
        """
        for key in keys:
            named = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            event = events.Key(named, " " if key == "space" else key if len(key) == 1 else None)
            event.set_sender(self.app)
            driver = self.app._driver
            assert driver is not None
            driver.send_message(event)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*({" ": "space", "\n": "enter"}.get(sign, sign) for sign in text))

    async def settle(self) -> None:
        """Let every message that waits be handled, and those that came of it; then have the screen laid out."""
        quiet = 0
        while quiet < _QUIET_TURNS:
            await asyncio.sleep(0)
            if self.app.defect is not None:
                raise self.app.defect  # else its messages would wait for ever, and we for them
            quiet = 0 if self._busy() else quiet + 1
        self.app.screen._on_timer_update()
        await asyncio.sleep(0)

    def _busy(self) -> bool:
        pumps = (self.app, *self.app.screen.walk_children(with_self=True))
        return any(not pump._message_queue.empty() or pump._next_callbacks for pump in pumps)

    async def save(self) -> None:
        """Ctrl+S, and wait for the form to be gone."""
        form = self.app.screen
        await self.press("ctrl+s")
        await self.until(lambda: self.app.screen is not form, "the form is saved")

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Let the program run until something holds; fails, with the screen, where it never does."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"never: {what}\n" + "\n".join(self.lines)
            await self.pilot.pause(0.005)
        await self.settle()

    # ── eyes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def lines(self) -> list[str]:
        """The screen."""
        return screen_text(self.app)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def table(self) -> RecordTable:
        """The list on the screen."""
        return self.app.screen.query_one(RecordTable)

    @property
    def rows(self) -> list[str]:
        """What the list shows, headings and header left out."""
        region = self.table.region
        shown = [cut(line, region.x, region.width) for line in self.lines[region.y : region.bottom]]
        lines = [line for line, place in zip(shown[1:], self.table._lines, strict=False) if place is not None]
        return [line.rstrip() for line in lines]

    @property
    def answer(self) -> str:
        """The line above the keys."""
        return self.lines[-2].strip()

    # ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────

    def desk(self) -> Desk:
        """Another desk on the same file, as another session would open it; close it."""
        return desk_at(self.home, self.language, self.clock)

    def sql(self, query: str, **values: object) -> list[tuple[Any, ...]]:  # Any: SQLite's own values
        """What stands in the file now, read past the program."""
        import sqlite3
        from contextlib import closing

        path = self.home / "salestui.db"
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()


def cut(line: str, start: int, width: int) -> str:
    """`width` cells of `line` from cell `start`."""
    found, at = "", 0
    for sign in line:
        if start <= at < start + width:
            found += sign
        at += cell_len(sign)
    return found


def desk_at(home: Path, language: str = "en", clock: Callable[[], datetime] = lambda: NOW) -> Desk:
    """A desk of the sample rep on the file of `home`."""
    return open_desk(resolve(None, {"SALESTUI_HOME": str(home)}), sample_settings(language), clock)


@asynccontextmanager
async def on_stage(
    home: Path,
    language: str = "en",
    size: tuple[int, int] = SIZE,
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    keys: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Stage]:
    """Open the program on the file of `home`, at `size` cells."""
    use(language)
    settings = replace(sample_settings(language), keys=MappingProxyType(dict(keys)))
    app = SalestuiApp(Desks(resolve(None, {"SALESTUI_HOME": str(home)}), settings, clock))
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, home, language, clock)
        await stage.until(lambda: app.screen.query(RecordTable), "the first screen")
        yield stage

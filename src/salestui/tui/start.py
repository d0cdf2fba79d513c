"""What `salestui` runs: the desks are opened, the screens shown, and whatever happens the terminal is given back.

Modules load in the order in which they are needed: the terminal is looked at before Textual is loaded, and what only
a command needs (the ORM, by far the most) comes on the writer's thread, once the first screen is painted.
"""

import gc
import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from salestui.config import Settings
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.paths import Paths
from salestui.services.desk import Desk

if TYPE_CHECKING:
    from salestui.tui.app import SalestuiApp

_GONE_S = 4.5  # after a stop or a lost line; 5 are promised
_NO_TERMINALS = ("dumb", "unknown")  # they would show our escape sequences as text


class Given(Protocol):
    """What the program is started with; `salestui.cli.context.Context` is one."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment."""
        ...

    @property
    def paths(self) -> Paths:
        """Where the files are."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    @property
    def database_named(self) -> bool:
        """Whether the database was named on the command line: then it must be there."""
        ...

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock: aware UTC."""
        ...


def has_terminal(environ: Mapping[str, str]) -> bool:
    """Whether there is a terminal that can show screens. Textual paints on standard error."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return environ.get("TERM") not in _NO_TERMINALS and all(stream and stream.isatty() for stream in streams)


def locale_problems(environ: Mapping[str, str]) -> list[str]:
    """What to say of a locale that has no Chinese characters; empty where it has."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    found = next((environ[name] for name in names if environ.get(name)), "")
    # Python itself puts LC_CTYPE=C.UTF-8 where it finds the locale C (PEP 538): LANG tells what was there.
    without = ("", "C", "POSIX")
    put_by_python = found.startswith("C.") and not environ.get("LC_ALL") and environ.get("LANG", "") in without
    if found in without or put_by_python:
        return [_("the locale is C: Chinese may not show – set LANG=C.UTF-8")]
    return []


def run(given: Given, *, mouse: bool = True) -> int:
    """Show the screens until they are closed, with the mouse unless this or the settings say no; the exit code.

    Raises SalestuiError where there is no terminal, where the file cannot be used, and for a defect: its kind is
    named, what is known of it is in a log file, and nothing of it, not a value, reaches the terminal.
    """
    settings = given.settings  # first of all: it says which language is spoken
    if not has_terminal(given.environ):
        raise SalestuiError(
            _("the screens need a terminal that can move its cursor"),
            _("'salestui due' prints what waits; over ssh, 'ssh -t' makes a terminal"),
        )
    if settings.keys:
        from salestui.tui import keymap

        keymap.check(settings, given.paths)
    from salestui.services.desks import Desks
    from salestui.tui.app import SalestuiApp

    desks = Desks(given.paths, settings, given.now, must_exist=given.database_named)
    try:
        app = SalestuiApp(desks, when_painted=lambda: desks.writer.run(_load_commands))
        app.notices += locale_problems(given.environ)
        if os.name != "nt":  # Windows has no such lines; not tested
            from salestui.tui.lost_line import LineDriver

            app.driver_class = LineDriver
    except BaseException:  # whatever it is passes on; the app that would close them was never made
        desks.close()
        raise
    defect = _shown(app, given.paths, mouse=mouse and settings.mouse)
    if defect is not None:
        from salestui.tui.defects import told

        raise told(defect, given.paths)
    return app.return_code or 0


def _shown(app: "SalestuiApp", paths: Paths, *, mouse: bool) -> BaseException | None:
    """Show the app until it is closed; what ended it before its time, if something did."""
    import asyncio

    try:
        asyncio.run(_life(app, paths, mouse=mouse))
    except SalestuiError:
        raise
    except Exception as defect:  # noqa: BLE001 - the last stop: nothing unforeseen may print a customer's data
        return defect
    finally:
        app.give_back()
    return app.defect


async def _life(app: "SalestuiApp", paths: Paths, *, mouse: bool) -> None:
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: _note(context.get("exception"), paths))

    def leave(*_signal: object) -> None:
        """Not by loop.add_signal_handler, which waits for the loop: it may hang in a write to a dead line."""
        # The kernel ends what does not end; drafts are written by a thread of their own.
        signal.setitimer(signal.ITIMER_REAL, _GONE_S)
        loop.call_soon_threadsafe(app.leave)

    if os.name != "nt":  # Windows has none of these
        for name in (signal.SIGHUP, signal.SIGTERM):  # the line was lost, the machine goes down: finish, and leave
            signal.signal(name, leave)
    await app.run_async(mouse=mouse)


def _note(error: object, paths: Paths) -> None:
    """A task failed where nobody waited for it: asyncio would print the exception with its values."""
    from contextlib import suppress

    from salestui.tui.defects import write_log

    if isinstance(error, Exception):
        with suppress(OSError):  # told nowhere else: the screens go on
            write_log(paths.logs, error)


def _load_commands(desk: Desk) -> None:
    """Load what the first save will need, so that it is as quick as the next; then let the collector work again."""
    try:
        import salestui.services.follow_ups
        import salestui.services.inquiries
        import salestui.services.records
        import salestui.services.tasks  # noqa: F401 - loading is the point
        from salestui.services.upkeep import make_due_tasks

        if desk.stored and desk.writable:
            _ = desk.writer
            make_due_tasks(desk)
    finally:
        gc.freeze()
        gc.enable()

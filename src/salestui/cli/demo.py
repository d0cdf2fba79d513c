"""`demo`: the program on a sample company, in a home of its own; the user's data is never opened."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salestui.cli.output import say
from salestui.cli.parser import Parser
from salestui.errors import StoreError, UsageError
from salestui.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.config import Settings

_DATABASE = "salestui.db"  # where `paths` looks for it in a home


def demo_parser() -> Parser:
    """`demo [--to FILE] [--language en|zh_CN] [--no-mouse]`."""
    parser = Parser(
        "demo", _("Show the program on a sample company, in a temporary home; your own data is not touched")
    )
    parser.option("to", "FILE", _("only write the sample company into a new database file"))
    parser.option(
        "language", "|".join(LANGUAGES), _("the language of names and texts; yours if left out"), choices=LANGUAGES
    )
    parser.flag("no_mouse", _("leave the mouse to the terminal, which then selects text"))
    return parser


PARSERS = {"demo": demo_parser}


def run_demo(argv: Sequence[str], context: "Context") -> int:
    """Make the sample company; show its rep's Today, unless it is only to be written into a file."""
    given = demo_parser().parse(argv)
    from salestui.services.sample import TIME_ZONE

    time_zone = context.settings.rule_book.calendar.time_zone
    spoken = given.language or language()
    if given.to is not None:
        if not given.to:
            raise UsageError(_("{option} needs a value", option="--to"), "--to FILE")
        target = Path(given.to).expanduser().absolute()
        _write(target, context, spoken, time_zone)
        say(
            _("the sample company is written to {file}", file=target),
            _("open it with: {command}", command=f"salestui --db {shlex.quote(str(target))} due"),
        )
        return 0
    # UTC is where servers are, not where somebody has a morning.
    home = _make_home(context, spoken, TIME_ZONE if time_zone == "UTC" else time_zone)
    _show(home, context, own_language=given.language is not None, mouse=not given.no_mouse)
    return 0


def _write(target: Path, context: "Context", spoken: str, time_zone: str) -> None:
    """The whole file or none: made in a folder beside it, then moved to its name."""
    from shutil import rmtree
    from tempfile import mkdtemp

    from salestui.services.sample import build_sample

    if os.path.lexists(target):
        raise _exists(target)
    try:
        workshop = Path(mkdtemp(prefix=".salestui-demo-", dir=target.parent))
    except OSError as problem:
        raise _unwritable(target, problem) from None
    try:
        made = workshop / _DATABASE
        build_sample(made, context.now(), spoken, time_zone)  # 0600
        _settle(made)
        _move(made, target)
    finally:
        rmtree(workshop, ignore_errors=True)


def _settle(made: Path) -> None:
    """Have the disk hold all of it before it gets its name; no connection is open any more."""
    with made.open("rb+") as file:
        os.fsync(file.fileno())


def _move(made: Path, target: Path) -> None:
    """Give the file its name, and nobody else's file away: a link is refused where the name is taken."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:  # a file system without hard links: the name was free a moment ago
        try:
            made.rename(target)
        except OSError as problem:
            raise _unwritable(target, problem) from None


def _exists(target: Path) -> StoreError:
    return StoreError(
        _("{file} is there already and was not touched", file=target), _("name a new file, or remove that one first")
    )


def _unwritable(target: Path, problem: OSError) -> StoreError:
    return StoreError(
        _("{file}: cannot be written ({reason})", file=target, reason=problem.strerror or problem),
        _("name a file in a folder that you can write"),
    )


def _make_home(context: "Context", spoken: str, time_zone: str) -> Path:
    """A folder with the sample company and the settings that make whoever works in it the sample rep."""
    from tempfile import mkdtemp

    from salestui.services.sample import build_sample, sample_settings

    try:
        home = Path(mkdtemp(prefix="salestui-demo-"))  # 0700
    except OSError as problem:
        raise StoreError(
            _("no temporary folder can be made ({reason})", reason=problem.strerror or problem),
            _("set TMPDIR to a folder that you can write, or use --to FILE"),
        ) from None
    build_sample(home / _DATABASE, context.now(), spoken, time_zone)
    (home / "config.toml").write_text(_config(sample_settings(spoken, time_zone)), encoding="utf-8")
    return home


def _config(settings: "Settings") -> str:
    """What the sample company has set."""
    from salestui.config import schema

    company = ("currency", "clock.time_zone", "value.gross_margin", "score.industries", "score.offers")
    keys = (schema.KEYS[name] for name in ("language", "owner", *company))
    return "".join(f"{key.name} = {key.show(settings)}\n" for key in keys)  # a dotted key stands in its section


def _show(home: Path, context: "Context", *, own_language: bool, mouse: bool) -> None:
    """The screens in that home, or what `due` prints where there is no terminal; then how to go on there."""
    from salestui.cli.context import Context
    from salestui.tui.start import has_terminal

    apart = {"SALESTUI_DB"} | ({"SALESTUI_LANG"} if own_language else set())
    environ = {name: value for name, value in context.environ.items() if name not in apart}
    there = Context(None, environ | {"SALESTUI_HOME": str(home)})
    if has_terminal(there.environ):
        from salestui.tui.start import run as show_screens

        show_screens(there, mouse=mouse)
        command = f"SALESTUI_HOME={shlex.quote(str(home))} salestui"
    else:
        from salestui.cli.waiting import run_due

        run_due([], there)
        say("")
        command = f"SALESTUI_HOME={shlex.quote(str(home))} salestui due"
    say(
        _(
            "This is the morning of {owner}, sample rep of a sample company in {folder}",
            owner=there.settings.owner,
            folder=home,
        ),
        _("go on with: {command}", command=command),
        _("nothing there is yours; remove the folder when you are done"),
    )

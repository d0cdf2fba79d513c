"""Finds the command and imports only its module; tells every error in one line, never a traceback."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from salestui import __version__
from salestui.cli.output import complain, prepare_streams, write
from salestui.cli.parser import command_line, two_columns
from salestui.cli.text import clean
from salestui.errors import AmbiguousError, ImportRefusedError, SalestuiError, UsageError
from salestui.i18n import _, detect, use

_NO_MOUSE = "--no-mouse"  # of the screens
_INTERRUPTED = 130  # 128 + SIGINT, as the shell would say it

# command → module; each module has PARSERS and a function run_COMMAND(argv, context) -> exit code
COMMANDS: Mapping[str, str] = {
    "due": "salestui.cli.waiting",
    "agenda": "salestui.cli.ahead",
    "away": "salestui.cli.ahead",
    "log": "salestui.cli.contacting",
    "inquiry": "salestui.cli.contacting",
    "resolve": "salestui.cli.contacting",
    "add": "salestui.cli.editing",
    "set": "salestui.cli.editing",
    "archive": "salestui.cli.editing",
    "list": "salestui.cli.listing",
    "show": "salestui.cli.showing",
    "find": "salestui.cli.listing",
    "task": "salestui.cli.tasks",
    "deal": "salestui.cli.deals",
    "goal": "salestui.cli.goals",
    "report": "salestui.cli.reports",
    "value": "salestui.cli.customer_value",
    "score": "salestui.cli.customer_value",
    "import": "salestui.cli.importing",
    "undo": "salestui.cli.history",
    "redo": "salestui.cli.history",
    "history": "salestui.cli.history",
    "demo": "salestui.cli.demo",
    "config": "salestui.cli.settings",
    "paths": "salestui.cli.settings",
    "completion": "salestui.cli.settings",
}


def run(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command line; returns its exit code. `argv` without the program's name."""
    environ = os.environ if environ is None else environ
    prepare_streams()
    use(detect(None, environ))
    try:
        return _run(sys.argv[1:] if argv is None else argv, environ)
    except SalestuiError as problem:
        _complain(problem)
        return problem.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    for word in argv:
        if not word.isascii() and any("\ud800" <= sign <= "\udfff" for sign in word):
            raise UsageError(_("{value} is not UTF-8 text", value=f"'{word}'"), _("set the terminal to UTF-8"))
    line = command_line(argv)
    if line.command is None:
        if "--version" in line.argv:
            write(f"salestui {__version__}\n")
            return 0
        if line.argv and not {"-h", "--help"}.isdisjoint(line.argv):
            write(_help())
            return 0
        unknown = [option for option in line.argv if option != _NO_MOUSE]
        if unknown:
            raise UsageError(_("Unknown option {option}", option=unknown[0]), _("'salestui --help' shows the commands"))
    elif line.command not in COMMANDS:
        raise _unknown(line.command)
    from salestui.cli.context import Context

    context = Context(line.db, environ)
    if line.command is None:
        from salestui.tui.start import run as show_screens  # Textual itself only where there is a terminal

        return show_screens(context, mouse=_NO_MOUSE not in line.argv)
    try:
        module = import_module(COMMANDS[line.command])
        code = getattr(module, f"run_{line.command}")(line.argv, context)
    except SalestuiError:
        raise
    except Exception as defect:  # noqa: BLE001 - the last stop: nothing unforeseen may print a customer's data
        from salestui.tui.defects import told

        raise told(defect, context.paths) from None
    if context.damage:
        complain(f"salestui: {context.damage}")
    return int(code)


def _complain(problem: SalestuiError) -> None:
    complain(f"salestui: {problem}")
    match problem:
        case AmbiguousError():
            for candidate in problem.candidates:
                complain(f"  {candidate}")
        case ImportRefusedError():
            for line in problem.problems:
                complain(f"  {line}")


def _unknown(command: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(command, COMMANDS, n=1)
    hint = _("did you mean {nearest}?", nearest=near[0]) if near else _("'salestui --help' shows the commands")
    return UsageError(_("there is no command {command}", command=f"'{command}'"), hint)


def _help() -> str:
    rows = []
    for command, module in COMMANDS.items():
        rows.append((command, import_module(module).PARSERS[command]().summary))
    lines = [
        _("usage: {command}", command="salestui [--db FILE] [--no-mouse]"),
        _("usage: {command}", command="salestui [--db FILE] COMMAND …"),
        "",
        _("A sales rep's desk: who is waiting, until when, and one line to write down what happened"),
        "",
        *two_columns(rows),
        "",
        _("'salestui COMMAND --help' tells more"),
    ]
    return clean("\n".join(lines), lines=True) + "\n"

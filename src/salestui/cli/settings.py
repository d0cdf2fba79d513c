"""Commands about the program itself: `config`, `paths`, `completion`."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, say, write
from salestui.cli.parser import Parser
from salestui.cli.text import clean
from salestui.errors import UsageError
from salestui.i18n import _

if TYPE_CHECKING:
    from salestui.cli.context import Context

_SHELLS = ("bash", "zsh", "fish")


def config_parser() -> Parser:
    """`config [get KEY | set KEY VALUE]`."""
    parser = Parser("config", _("Print the settings in force, and where each comes from; get or set one of them"))
    parser.word("action", _("what to do; left out, all settings are printed"), choices=("get", "set"), optional=True)
    parser.word("key", _("a setting by its dotted name, such as rules.urgent"), optional=True)
    parser.word("value", _("its new value; a list is separated by commas"), optional=True)
    parser.formats()
    return parser


def paths_parser() -> Parser:
    """`paths`."""
    parser = Parser("paths", _("Print where the files of this program are"))
    parser.formats()
    return parser


def completion_parser() -> Parser:
    """`completion SHELL`."""
    parser = Parser("completion", _("Print a script that completes commands and options in a shell"))
    parser.word("shell", _("the shell that reads it"), metavar="|".join(_SHELLS), choices=_SHELLS)
    return parser


PARSERS: Mapping[str, Callable[[], Parser]] = {
    "config": config_parser,
    "paths": paths_parser,
    "completion": completion_parser,
}


def run_config(argv: Sequence[str], context: "Context") -> int:
    """Print all settings, print one, or change one."""
    parser = config_parser()
    given = parser.parse(argv)
    if given.action == "set":
        _set(parser, given.key, given.value, context)
        return 0
    if given.value is not None or (given.action == "get" and given.key is None):
        raise UsageError(_("config get takes one key"), parser.usage())
    from salestui.config import showing

    if given.action == "get":
        write(clean(showing.get(context.settings, given.key), lines=True) + "\n")
    elif given.format == "table":
        write(clean(showing.render(context.settings), lines=True) + "\n")
    else:
        columns = [Column("key"), Column("value"), Column("source")]
        rows = [
            (each.key, each.value or None, str(each.source) if each.source else "default")
            for each in showing.in_force(context.settings)
        ]
        emit(given.format, columns, rows)
    return 0


def _set(parser: Parser, key: str | None, value: str | None, context: "Context") -> None:
    if key is None or value is None:
        raise UsageError(_("config set takes a key and a value"), parser.usage())
    from salestui.config import showing, writing

    file, settings = writing.set_value(context.paths, context.environ, key, value)
    shown = next(each.value for each in showing.in_force(settings) if each.key == key)
    say(_("{key} = {value} written to {file}", key=key, value=shown, file=file))


def run_paths(argv: Sequence[str], context: "Context") -> int:
    """Print the files, by name."""
    given = paths_parser().parse(argv)
    paths = context.paths
    rows = [
        ("config_file", paths.config_file),
        ("shared_settings", paths.shared_settings),
        ("database", paths.database),
        ("drafts", paths.drafts),
        ("backups", paths.backups),
        ("logs", paths.logs),
    ]
    columns = [
        Column("name", title=_("name"), show=lambda name: str(name).replace("_", " ")),
        Column("path", title=_("path")),
        Column("exists", title=_("exists"), show=lambda there: _("yes") if there else _("no")),
    ]
    emit(given.format, columns, [(name, str(path), path.exists()) for name, path in rows])
    return 0


def run_completion(argv: Sequence[str], context: "Context") -> int:
    """Print the script for one shell."""
    given = completion_parser().parse(argv)
    from salestui.cli import completion

    write(completion.script(given.shell, completion.known_commands()))
    return 0

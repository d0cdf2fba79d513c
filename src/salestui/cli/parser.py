"""Reads the words of one command: text and options in any order, one-line errors in the user's language.

Not argparse: it takes `--at -2h` for an option, refuses text on both sides of an option, treats `--`
differently from one Python version to the next and says its errors in its own words: all it does
would be undone here.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from types import SimpleNamespace
from typing import NamedTuple, NoReturn

from salestui.cli.output import FORMATS, cell_len, pad, write
from salestui.cli.text import clean
from salestui.errors import UsageError
from salestui.i18n import _, listed

_DIGITS = "0123456789."  # "-5 %" and "-2h" are text; no option begins with one of these
_WIDTH = 80
_NAMES = 26  # cells for the left column of the help
_HELP = ("-h", "--help")
_MOST_ROWS = 10**9


class Word(NamedTuple):
    """Text at a place of its own. `many` takes all that is left over, as a list."""

    name: str
    metavar: str
    help: str
    read: Callable[[str], object]
    choices: tuple[str, ...]
    optional: bool
    many: bool


class Option(NamedTuple):
    """`--name METAVAR`, or without a metavar a flag."""

    name: str  # an id: the option has "-" for "_"
    metavar: str
    help: str
    read: Callable[[str], object]
    choices: tuple[str, ...]
    short: str
    repeated: bool
    required: bool
    default: object

    @property
    def flag(self) -> str:
        """As it is typed."""
        return "--" + self.name.replace("_", "-")


class Parser:
    """What one command takes: declare, then `parse`; `usage` and `help` come from the declaration."""

    def __init__(self, command: str, summary: str) -> None:
        """`command` as typed after the program's name; `summary` one sentence, in the user's language."""
        self.command = command
        self.summary = summary
        self.words: list[Word] = []
        self.options: list[Option] = []

    def word(
        self,
        name: str,
        help: str,  # noqa: A002 - the word users know
        *,
        metavar: str = "",
        read: Callable[[str], object] = str,
        choices: Sequence[str] = (),
        optional: bool = False,
        many: bool = False,
    ) -> None:
        """Take text at the next place; with `many` (the last) all the rest, a list, empty if `optional`.

        `read` makes a value of it; its ValueError becomes "is not understood", a UsageError stands.
        """
        self.words.append(Word(name, metavar or name.upper(), help, read, tuple(choices), optional, many))

    def option(
        self,
        name: str,
        metavar: str,
        help: str,  # noqa: A002
        *,
        short: str = "",
        read: Callable[[str], object] = str,
        choices: Sequence[str] = (),
        repeated: bool = False,
        required: bool = False,
        default: object = None,
    ) -> None:
        """Take `--name METAVAR`; with `repeated` as often as it is given: a list. `read` as for `word`."""
        self.options.append(Option(name, metavar, help, read, tuple(choices), short, repeated, required, default))

    def flag(self, name: str, help: str, *, short: str = "") -> None:  # noqa: A002
        """Take `--name` alone: True where it is given, else False."""
        self.options.append(Option(name, "", help, str, (), short, repeated=False, required=False, default=False))

    def formats(self, formats: Sequence[str] = FORMATS) -> None:
        """Take `--format table|json|tsv`, or one of other `formats`, of which the first is the default."""
        self.option("format", "|".join(formats), _("how to print it"), choices=formats, default=formats[0])

    def parse(self, argv: Sequence[str]) -> SimpleNamespace:
        """The values by name. Raises UsageError; `--help` prints the help and raises SystemExit(0)."""
        given: dict[str, list[object]] = {}
        texts: list[str] = []
        for option, text in self._sorted_out(argv):
            if option is None:
                texts.append(text)
                continue
            if option.name in given and not option.repeated:
                raise UsageError(_("{option} is given twice", option=option.flag), _("give it once"))
            given.setdefault(option.name, []).append(_value(option, option.flag, text) if option.metavar else True)
        values = SimpleNamespace(**self._placed(texts))
        for option in self.options:
            if option.required and option.name not in given:
                raise UsageError(_("{option} is missing", option=option.flag), self.usage())
            found = given.get(option.name)
            value = found if option.repeated else found[0] if found else option.default
            setattr(values, option.name, value or [] if option.repeated else value)
        return values

    def usage(self) -> str:
        """One line: how the command is typed."""
        parts = [f"salestui {self.command}", *(_placeholder(word) for word in self.words)]
        parts += [f"{option.flag} {option.metavar}" for option in self.options if option.required]
        if not all(option.required for option in self.options):
            parts.append(_("[options]"))
        return _("usage: {command}", command=" ".join(parts))

    def help(self) -> str:
        """The whole help, columns aligned by cells."""
        everywhere = [("--db FILE", _("another database file")), ("-h, --help", _("print this help"))]
        named = [
            (
                f"{option.short + ', ' if option.short else ''}{option.flag} {option.metavar}".rstrip(),
                option.help,
            )
            for option in self.options
        ]
        blocks = [
            [self.usage()],
            list(wrapped(self.summary, _WIDTH)),
            list(two_columns([(_placeholder(word), word.help) for word in self.words])),
            [_("Options:"), *two_columns([*named, *everywhere])],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

    def _sorted_out(self, argv: Sequence[str]) -> Iterator[tuple[Option | None, str]]:
        """Each option with its text, and each word (with None), in the order typed."""
        by_name = {name: option for option in self.options for name in (option.flag, option.short) if name}
        rest = list(reversed(argv))
        while rest:
            typed = rest.pop()
            if typed == "--":
                yield from ((None, text) for text in reversed(rest))
                return
            if typed in _HELP:
                write(clean(self.help(), lines=True))
                raise SystemExit(0)
            name, equals, text = typed.partition("=")
            option = by_name.get(name)
            if option is None:
                if typed.startswith("-") and typed != "-" and typed[1] not in _DIGITS:
                    self._unknown(name, list(by_name))
                yield None, typed
                continue
            if not option.metavar:
                if equals:
                    raise UsageError(_("{option} takes no value", option=name))
            elif not equals:
                following = rest[-1].partition("=")[0] if rest else "--"
                if following in (*by_name, *_HELP, "--"):
                    raise UsageError(_("{option} needs a value", option=name), f"{name} {option.metavar}")
                text = rest.pop()
            yield option, text

    def _unknown(self, name: str, known: list[str]) -> NoReturn:
        import difflib  # only where something is wrong

        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = (
            _("did you mean {nearest}?", nearest=near[0]) if near else _("put -- before text that begins with a hyphen")
        )
        raise UsageError(_("Unknown option {option}", option=clean(name)), hint)

    def _placed(self, texts: list[str]) -> dict[str, object]:
        """The words' values by name, each text in its place."""
        values: dict[str, object] = {}
        left = list(texts)
        for word in self.words:
            if not left and not word.optional:
                raise UsageError(_("{word} is missing", word=word.metavar), self.usage())
            if word.many:
                values[word.name] = [_value(word, word.metavar, text) for text in left]
                left = []
            else:
                values[word.name] = _value(word, word.metavar, left.pop(0)) if left else None
        if left:
            raise UsageError(_("{word} is one word too many", word=clean(left[0])), self.usage())
        return values


class CommandLine(NamedTuple):
    """What was typed after the program's name: the command (None: none), its words, and the database."""

    command: str | None
    argv: tuple[str, ...]
    db: str | None


def command_line(argv: Sequence[str]) -> CommandLine:
    """Find the command and take out `--db FILE`, wherever it stands before a `--`.

    A `--format` before the command is handed to the command. Other options before it (`--help`, `--version`)
    stay in `argv`, with no command. Raises UsageError where a value is missing, or `--db` is given twice.
    """
    command: str | None = None
    db: str | None = None
    early: list[str] = []
    words: list[str] = []
    rest = list(reversed(argv))
    while rest:
        typed = rest.pop()
        name, equals, value = typed.partition("=")
        if typed == "--":
            words += [typed, *reversed(rest)]
            break
        if name == "--db" or (name == "--format" and command is None and not words):
            if not equals:
                value = rest.pop() if rest else ""
            if not value:
                raise UsageError(_("{option} needs a value", option=name))
            if name == "--format":
                early += [name, value]
            elif db is not None:
                raise UsageError(_("{option} is given twice", option=name), _("give it once"))
            else:
                db = value
        elif command is None and not words and not typed.startswith("-"):
            command = typed
        else:
            words.append(typed)
    return CommandLine(command, (*early, *words), db)


def at_most(text: str) -> int:
    """For `--limit N`: how many rows; 0 is all, which SQLite calls -1."""
    limit = int(text)
    if not 0 <= limit <= _MOST_ROWS:
        raise UsageError(_("{option} cannot be {value}", option="--limit", value=clean(text)), _("0 shows all"))
    return limit or -1


def two_columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Lines of help: names on the left, what they mean on the right, wrapped."""
    for names, meaning in rows:
        lines = list(wrapped(meaning, _WIDTH - _NAMES - 4))
        if cell_len(names) > _NAMES:
            yield f"  {names}"
        else:
            yield f"  {pad(names, _NAMES)}  {lines.pop(0) if lines else ''}".rstrip()
        for line in lines:
            yield " " * (_NAMES + 4) + line


def wrapped(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` cells, broken at spaces, or beside a wide character."""
    line = ""
    for piece in re.findall(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*", text):
        if line and cell_len(line) + cell_len(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


def parse_action(
    parser_of: Callable[[str], Parser], actions: Collection[str], argv: Sequence[str]
) -> tuple[str, SimpleNamespace]:
    """The action of a command that has several, and its values; `parser_of` takes the action, "" for none."""
    action = next((word for word in argv if not word.startswith("-")), "")
    if action not in actions:
        action = str(parser_of("").parse(argv).action)  # asks for help, or is refused
    words = list(argv)
    words.remove(action)
    return action, parser_of(action).parse(words)


def _value(taker: Word | Option, name: str, text: str) -> object:
    if taker.choices and text not in taker.choices:
        raise UsageError(
            _(
                "{name}: {value} is not one of {words}",
                name=name,
                value=clean(text),
                words=listed(taker.choices),
            )
        )
    try:
        return taker.read(text)
    except ValueError:
        hint = f"{name} {taker.metavar}" if isinstance(taker, Option) else ""
        raise UsageError(_("{name}: {value} is not understood", name=name, value=clean(text)), hint) from None


def _placeholder(word: Word) -> str:
    shown = f"{word.metavar}…" if word.many else word.metavar
    return f"[{shown}]" if word.optional else shown

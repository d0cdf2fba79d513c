"""Words and options in any order, and errors that name the word."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from salestui import i18n
from salestui.cli.output import cell_len
from salestui.cli.parser import CommandLine, Parser, command_line
from salestui.domain.durations import parse_duration
from salestui.errors import UsageError


def _log() -> Parser:
    parser = Parser("log", "Write down a contact")
    parser.word("customer", "code, name or a part of one")
    parser.word("method", "how", choices=("visit", "phone"))
    parser.word("text", "what was said", many=True, optional=True)
    parser.option("at", "WHEN", "when it was")
    parser.option("next_action", "TEXT", "what comes next")
    parser.option("todo", "TEXT", "a task", repeated=True)
    parser.option("within", "LENGTH", "how long", read=parse_duration)
    parser.option("output", "FILE", "where to", short="-o")
    parser.flag("all", "everybody")
    parser.formats()
    return parser


@pytest.mark.parametrize(
    ("argv", "given"),
    [
        ("C1 phone", {"customer": "C1", "method": "phone", "text": [], "at": None, "todo": [], "all": False}),
        ("C1 phone --at -2h asked for price", {"at": "-2h", "text": ["asked", "for", "price"]}),
        (
            "--at=-2h C1 phone a --all b --next-action call c",
            {"text": ["a", "b", "c"], "next_action": "call"},
        ),
        ("C1 --all phone", {"method": "phone", "all": True}),
        ("C1 phone --todo a --todo b", {"todo": ["a", "b"]}),
        ("C1 phone --at=", {"at": ""}),
        ("C1 phone --at=a=b", {"at": "a=b"}),
        ("C1 phone -o x.csv", {"output": "x.csv"}),
        ("C1 phone -o -", {"output": "-"}),
        ("C1 phone -- --at -o -- x", {"text": ["--at", "-o", "--", "x"], "at": None}),
        ("C1 phone costs -5% - less", {"text": ["costs", "-5%", "-", "less"]}),
        ("C1 phone name=value", {"text": ["name=value"]}),
        ("C1 phone --at -x", {"at": "-x"}),
        ("C1 phone --within 2h", {"within": timedelta(hours=2)}),
        ("C1 phone", {"format": "table"}),
        ("C1 phone --format json", {"format": "json"}),
    ],
)
def test_words_and_options_stand_in_any_order(argv: str, given: dict[str, object]) -> None:
    found = vars(_log().parse(argv.split()))
    assert {name: found[name] for name in given} == given


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ("", "CUSTOMER is missing – usage: salestui log CUSTOMER METHOD [TEXT…] [options]"),
        ("C1", "METHOD is missing"),
        ("C1 fax", "METHOD: fax is not one of visit, phone"),
        ("C1 phone --att -2h", "Unknown option --att – did you mean --at?"),
        ("C1 phone --next_action x", "Unknown option --next_action – did you mean --next-action?"),
        ("C1 phone --al", "Unknown option --al – did you mean --all?"),
        ("C1 phone --zzzzzz", "Unknown option --zzzzzz – put -- before text"),
        ("C1 phone -x", "Unknown option -x"),
        ("C1 phone --at", "--at needs a value – --at WHEN"),
        ("C1 phone --at --all", "--at needs a value"),
        ("C1 phone --at -- x", "--at needs a value"),
        ("C1 phone --all=yes", "--all takes no value"),
        ("C1 phone --at 1 --at 2", "--at is given twice"),
        ("C1 phone --all --all", "--all is given twice"),
        ("C1 phone --format xml", "--format: xml is not one of table, json, tsv"),
        ("C1 phone --within soon", "--within: soon is not understood"),
        ("C1 phone --\x1b[31m", "Unknown option --␛[31m"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_that_names_it(argv: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        _log().parse(argv.split())
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_word_too_many_is_refused() -> None:
    parser = Parser("show", "Show a record")
    parser.word("ref", "which")
    with pytest.raises(UsageError, match="C2 is one word too many"):
        parser.parse(["C1", "C2"])


def test_a_required_option_is_asked_for() -> None:
    parser = Parser("task", "Add a task")
    parser.option("owner", "X", "who", required=True)
    with pytest.raises(UsageError, match=r"--owner is missing.*salestui task --owner X"):
        parser.parse([])
    assert parser.parse(["--owner", "Li"]) == SimpleNamespace(owner="Li")


def test_a_reader_of_values_may_tell_its_own_error() -> None:
    def refuse(text: str) -> str:
        raise UsageError(f"nobody is called {text}")

    parser = Parser("due", "What waits")
    parser.option("owner", "X", "who", read=refuse)
    with pytest.raises(UsageError, match=r"^nobody is called Li$"):
        parser.parse(["--owner", "Li"])


@pytest.mark.parametrize("argv", ["--help", "-h", "C1 --help", "C1 fax --help"])
def test_help_is_printed_and_ends_the_command_well(argv: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        _log().parse(argv.split())
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert printed.startswith("usage: salestui log CUSTOMER METHOD [TEXT…] [options]\n\nWrite down a contact\n")
    assert "  -o, --output FILE" in printed


def test_after_two_hyphens_help_is_text() -> None:
    assert _log().parse(["C1", "phone", "--", "--help"]).text == ["--help"]


def test_help_stands_in_columns_of_cells_no_wider_than_a_terminal() -> None:
    parser = Parser("log", "写下一次联系" * 12)
    parser.option("at", "时间", "联系的时间" * 20)
    parser.option("next", "WHEN", "word " * 40)
    lines = parser.help().splitlines()
    assert max(map(cell_len, lines)) <= 80
    starts = {
        cell_len(line[: line.index(word)]) for line in lines for word in ("联系的", "word") if f"  {word}" in line
    }
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("argv", "command", "words", "db"),
    [
        ("", None, "", None),
        ("due --all", "due", "--all", None),
        ("--db x.db due --all", "due", "--all", "x.db"),
        ("due --db x.db --all", "due", "--all", "x.db"),
        ("due --all --db=x.db", "due", "--all", "x.db"),
        ("--format json due --all", "due", "--format json --all", None),
        ("due --format json", "due", "--format json", None),
        ("--db x.db", None, "", "x.db"),
        ("--help", None, "--help", None),
        ("--version due", None, "--version due", None),
        ("log C1 phone -- --db x", "log", "C1 phone -- --db x", None),
    ],
)
def test_the_command_and_the_database_are_found_wherever_they_stand(
    argv: str, command: str | None, words: str, db: str | None
) -> None:
    assert command_line(argv.split()) == CommandLine(command, tuple(words.split()), db)


@pytest.mark.parametrize(
    ("argv", "told"),
    [("due --db", "needs a value"), ("--db= due", "needs a value"), ("--db a due --db b", "twice")],
)
def test_the_database_is_named_once_and_with_a_value(argv: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        command_line(argv.split())


def test_errors_speak_the_users_language(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"{option} needs a value": "{option} 需要一个值"}
    monkeypatch.setattr(i18n, "_spoken", lambda message: said.get(message, message))
    with pytest.raises(UsageError, match="--at 需要一个值"):
        _log().parse(["C1", "phone", "--at"])

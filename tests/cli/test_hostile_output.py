"""Whatever stands in the records: every command prints it in signs, JSON parses, TSV has its columns."""

import json
import shutil
from pathlib import Path

import pytest

from salestui.cli.listing import _LISTS
from salestui.cli.main import COMMANDS
from salestui.cli.output import FORMATS, REPORT_FORMATS
from salestui.services import customers
from salestui.services.entering import values
from tests.conftest import Ran, Shell
from tests.domain.test_visible import FORBIDDEN
from tests.shared_files import shared
from tests.tui.hostile import ACTING, make_hostile
from tests.tui.stage import NOW, desk_at

# command → what is typed after it; {ref:TABLE} is the ref of the first record there. Those that write come last.
READING: dict[str, list[tuple[str, ...]]] = {
    "due": [("--all", "--limit", "0"), ("--all", "--warnings"), ("--overview",), ("--explain", "{ref:inquiry}")],
    "agenda": [("--all",), ("--owner", "{owner}")],
    "away": [("list",)],
    "list": [(what, *(("--limit", "0") if what != "views" else ())) for what in _LISTS],
    "show": [
        *((f"C{number:03d}",) for number in range(1, len(ACTING) + 1)),
        *((f"{{ref:{table}}}",) for table in ("contact", "inquiry", "follow_up", "task", "goal", "review")),
    ],
    "find": [("clipboard",), ("osc52",), ("[",), ("w" * 400,)],
    "task": [("list",)],
    "report": [
        ("funnel",),
        ("goals",),
        ("figures",),
        ("figures", "--behind", "follow_up_on_time", "--period", "2026"),
        ("review", "--period", "2026-10"),
        ("review", "--review", "{ref:review}"),
        ("review", "--form"),
        ("feedback",),
    ],
    "value": [(), ("--owner", "{owner}", "--limit", "0")],
    "history": [("--limit", "0"), ("C001",)],
    "config": [()],
    "paths": [()],
    "demo": [],  # its company is the program's own
    "completion": [],  # prints no record
}
_TYPED = "".join(ACTING)
WRITING: dict[str, list[tuple[str, ...]]] = {
    "log": [("C002", "phone", _TYPED, "--next", "+1d", "--next-action", _TYPED, "--objection", f"price:{_TYPED}")],
    "inquiry": [("C002", "complaint", _TYPED)],
    "resolve": [("{ref:complaint}", "--result", _TYPED)],
    "add": [("customer", _TYPED), ("contact", "C001", _TYPED), ("owner", _TYPED)],
    "set": [("C001", f"region={_TYPED}")],
    "score": [("C002", "78", "--at", "yesterday")],
    "deal": [("move", "{ref:deal}", "lost", "--reason", "competitor", "--lost-to", _TYPED)],
    "goal": [("split", "{ref:goal}", "--by", "months")],
    "archive": [("C001",)],
    "undo": [()],
    "redo": [()],
    "import": [("{file}", "--dry-run"), ("{file}",)],
}
REFUSED = (  # what is wrong is told with what was typed
    *(("show", _TYPED), ("log", _TYPED, "phone", "x"), ("set", "C001", f"{_TYPED}=x"), ("list", _TYPED)),
    *(("add", "customer", "x", "--grade", _TYPED), (_TYPED,), ("due", "--owner", _TYPED)),
    *(("history", _TYPED), ("config", "get", _TYPED), ("import", _TYPED), ("agenda", "--week", _TYPED)),
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    make_hostile(home)
    return home


@pytest.fixture
def hostile(company: Path, tmp_path: Path) -> Shell:
    """Li's shell on a copy of the hostile company, on its morning."""
    run = Shell(tmp_path / "home", now=NOW)
    run.home.mkdir()
    shutil.copy(company / "salestui.db", run.database)
    return run


def filled(run: Shell, argv: tuple[str, ...]) -> list[str]:
    """The words with what they name put in."""
    words = []
    for word in argv:
        kind, _colon, table = word.strip("{}").partition(":")
        if not word.startswith("{"):
            words.append(word)
        elif kind == "owner":
            words.append(run.sql("SELECT name FROM owner ORDER BY rowid LIMIT 1")[0][0])
        elif kind == "file":
            path = run.home / "in.csv"
            cell = _TYPED.replace('"', "'").replace("\x00", "")
            path.write_text(f'name,region,note\n"1 {cell}","{cell}","{cell}"\n', encoding="utf-8")
            words.append(str(path))
        elif table == "complaint":
            words.append(run.sql("SELECT ref FROM inquiry WHERE kind = 'complaint' LIMIT 1")[0][0])
        else:
            words.append(run.sql(f"SELECT ref FROM {table} LIMIT 1")[0][0])
    return words


def assert_tame(ran: Ran, allowed: str = "\n") -> None:
    for printed in (ran.out, ran.err):
        assert not (FORBIDDEN - set(map(ord, allowed))).intersection(map(ord, printed)), ascii(printed[:400])


def assert_well_formed(ran: Ran, form: str) -> None:
    """JSON parses; every line of TSV has as many columns as its first."""
    assert_tame(ran, "\n\t" if form == "tsv" else "\n")
    if form == "json":
        json.loads(ran.out)
    elif form == "tsv" and not ran.out.startswith(("{", "[")):  # a record whole is JSON in either
        assert len({line.count("\t") for line in ran.out.splitlines()}) <= 1, ran.out[:400]


def test_no_command_is_forgotten() -> None:
    assert {*READING, *WRITING} == set(COMMANDS)


@pytest.mark.parametrize("command", [name for name, lines in READING.items() if lines])
def test_what_is_printed_acts_on_nothing_and_is_well_formed(hostile: Shell, command: str) -> None:
    for argv in READING[command]:
        for form in REPORT_FORMATS if command == "report" else FORMATS:
            ran = hostile.ok(command, *filled(hostile, argv), "--format", form)
            assert ran.out
            assert_well_formed(ran, form)


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_written_is_told_in_signs(hostile: Shell, form: str) -> None:
    for command, lines in WRITING.items():
        for argv in lines:
            ran = hostile.ok(command, *filled(hostile, argv), "--format", form)
            assert_well_formed(ran, form)


@pytest.mark.parametrize("argv", REFUSED, ids=lambda argv: argv[0] if len(argv) > 1 else "command")
def test_a_refusal_names_it_in_signs(hostile: Shell, argv: tuple[str, ...]) -> None:
    ran = hostile(*(word.replace("\x00", "") for word in argv))  # no shell passes a NUL
    assert ran.code
    assert ran.err
    assert_tame(ran)


def test_every_naughty_string_is_printed_as_a_name(tmp_path: Path) -> None:
    listed = json.loads(shared("data", "blns", "blns.json").read_text(encoding="utf-8"))
    texts = [text for text in listed if text.strip()]
    run = Shell(tmp_path, now=NOW)
    with desk_at(tmp_path) as desk:
        found = [values(desk, "customer", {"name": text[:500], "note": text}) for text in texts]
        with desk.command("add_customer") as work:
            for each in found:
                customers.put_customer(desk, work, each)
    for form in FORMATS:
        ran = run.ok("list", "customers", "--limit", "0", "--format", form)
        assert_well_formed(ran, form)
        assert len(ran.json if form == "json" else ran.out.splitlines()) == len(texts) + (form != "json")

"""A file with damaged cells: a command ends well, or in one line that quotes no cell, and the other rows are there."""

import random
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from salestui.store import driver
from tests.cli.test_hostile_output import READING, filled
from tests.conftest import Ran, Shell
from tests.damage import BAD_TEXT, Column, columns, spoil
from tests.tui.hostile import make_hostile
from tests.tui.stage import NOW

CUSTOMERS = ("Acme", "Borealis", "Cygnus", "Draco")
COMMANDS = [
    *((name, *argv) for name, lines in READING.items() if name not in ("config", "paths") for argv in lines),
    ("undo",),
]
_WRONG = (None, BAD_TEXT, b"Secret", "Secret", "", -1, 10**18, -(10**18), 2**63 - 1, 0.5, "2024-13-45", "{", "[1]")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with something in every table."""
    home = tmp_path_factory.mktemp("whole")
    make_hostile(home, CUSTOMERS)
    run = Shell(home, now=NOW + timedelta(hours=1))
    tasks = [
        run.ok("task", "add", f"Call {n}", "--customer", "C001", *more, "--format", "json").json["ref"]
        for n, more in enumerate((("--start", "today"), ("--end", "+3d"), ("--start", "today", "--repeats", "weekly")))
    ]
    run.ok("task", "depend", *tasks[:2])
    run.ok("set", "C002", "grade=B")
    run.ok("log", "C003", "phone", "Called back", "--answers", "all")
    run.ok("deal", "move", run.sql("SELECT ref FROM deal WHERE stage = 'lead'")[0][0], "won")
    return home


@pytest.fixture
def shell(company: Path, tmp_path: Path) -> Shell:
    """Li's shell on a copy of it."""
    run = Shell(tmp_path / "home", now=NOW + timedelta(hours=1))
    run.home.mkdir()
    shutil.copy(company / "salestui.db", run.database)
    return run


def ends_well(ran: Ran) -> bool:
    """Whether it is done, or says in one line why not; no cell is quoted where something went wrong."""
    return len(ran.errors) <= 1 and "Traceback" not in ran.err and "Secret" not in ran.err and ran.code in (0, 1, 2)


def test_every_table_holds_something(shell: Shell) -> None:
    tables = {column.table for column in columns(shell.database)}
    assert [table for table in tables if not shell.sql(f'SELECT 1 FROM "{table}"')] == []


# ── a byte that is no UTF-8 ──────────────────────────────────────────────────────────────────────────────────────────


def _texts() -> dict[str, list[Column]]:
    """The text columns by table, as a new file has them."""
    found: dict[str, list[Column]] = {}
    with tempfile.TemporaryDirectory() as folder:
        driver.create(Path(folder) / "new.db")
        for column in columns(Path(folder) / "new.db"):
            if column.type != "INTEGER":
                found.setdefault(column.table, []).append(column)
    return found


TEXTS = _texts()


@pytest.mark.parametrize("table", TEXTS)
def test_a_bad_byte_in_any_text_is_no_end_of_any_command(shell: Shell, table: str) -> None:
    lines = [filled(shell, argv) for argv in COMMANDS]
    for row, column in enumerate(TEXTS[table]):  # each in a row of its own, as far as there are rows
        assert spoil(shell.database, column, BAD_TEXT, row=row), column
    for argv in lines:
        ran = shell(*argv)
        assert ends_well(ran), (argv, ran)
        assert "defect" not in ran.err, (argv, ran)


def test_a_text_with_a_bad_byte_is_shown_among_the_others(shell: Shell) -> None:
    spoil(shell.database, Column("customer", "name", "TEXT"), BAD_TEXT, row=1)

    ran = shell.ok("list", "customers", "--format", "json")

    assert sorted(row["name"] for row in ran.json) == ["Acme", "Cygnus", "Draco", "Secret\ufffd"]
    assert ran.err == ""


# ── a value that no field can hold ───────────────────────────────────────────────────────────────────────────────────

LISTS = {
    ("list", "customers"): ("customer.stage", "customer.grade"),
    ("list", "contacts"): ("contact.decision_role",),
    ("list", "inquiries"): ("inquiry.kind", "inquiry.received_at"),
    ("list", "follow-ups"): ("follow_up.method", "follow_up.contacted_at"),
    ("list", "tasks"): ("task.status", "task.progress", "clock.rule"),
    ("list", "deals"): ("deal.kind", "deal.amount", "deal.expected_close"),
    ("due", "--all"): ("clock.rule", "clock.started_at"),
    ("agenda", "--all"): ("clock.rule",),
    ("away", "list"): ("absence.from_day",),
    ("value",): ("customer.stage",),
    ("report", "goals"): ("goal.figure", "goal.target"),
    ("report", "feedback"): ("objection.outcome",),
    ("history",): ("change.fields", "command.at"),
}


@pytest.mark.parametrize(
    ("argv", "place"),
    [(argv, place) for argv, places in LISTS.items() for place in places],
)
def test_a_damaged_row_is_left_out_with_a_word_and_the_others_are_there(
    shell: Shell, argv: tuple[str, ...], place: str
) -> None:
    table, _dot, name = place.partition(".")
    before = len(shell.ok(*argv, "--format", "json").json)
    row, ran = 0, Ran(0, "", "")
    while not ran.err:
        assert row < 100, "no row of those that are shown"
        shutil.copy(shell.database, shell.home / "whole.db")
        assert spoil(shell.database, Column(table, name, ""), "Secret", row=row)
        ran = shell.ok(*argv, "--format", "json")
        (shell.home / "whole.db").replace(shell.database)
        row += 1
    assert ran.err == "salestui: damaged records are left out – copy the file and go back to a backup\n"
    assert 0 < len(ran.json) <= before
    assert "Secret" not in ran.out


def test_rules_that_cannot_be_read_are_told_in_one_line(shell: Shell) -> None:
    spoil(shell.database, Column("rules_in_force", "book", "TEXT"), "{")
    ran = shell("due")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "salestui: a record of the file is damaged – copy the file and go back to a backup\n"


def test_a_command_on_a_damaged_record_writes_nothing(shell: Shell) -> None:
    spoil(shell.database, Column("customer", "stage", "TEXT"), "Secret")
    before = shell.commands()
    ran = shell("set", "C001", "region=North")
    assert ran.code == 1
    assert ran.err.startswith("salestui: a record of the file is damaged")
    assert shell.commands() == before


@pytest.mark.parametrize("seed", range(100))
def test_whatever_stands_in_a_cell_commands_end_well(shell: Shell, seed: int) -> None:
    chosen = random.Random(seed)
    lines = [filled(shell, argv) for argv in chosen.sample(COMMANDS, 8)]
    every = columns(shell.database)
    while not spoil(shell.database, chosen.choice(every), chosen.choice(_WRONG), row=chosen.randrange(20)):
        pass
    for argv in lines:
        ran = shell(*argv)
        assert ends_well(ran), (argv, ran)

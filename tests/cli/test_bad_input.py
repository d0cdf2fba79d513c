"""What is wrong is told in one line that names the value and a remedy, with its exit code; and nothing is written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from salestui.cli import waiting
from salestui.store.driver import SCHEMA_VERSION
from tests.conftest import Ran, Shell

USAGE, FAILED, SEVERAL = 2, 1, 3


def refused(ran: Ran, code: int, *named: str) -> None:
    """`ran` ended with `code` and one line on stderr that names each of `named`, and a remedy after a dash."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert len(ran.errors) == 1, ran
    (line,) = ran.errors
    assert line.startswith("salestui: ")
    assert "Traceback" not in ran.err
    for value in named:
        assert value in line
    _problem, _dash, remedy = line.partition(" – ")
    assert remedy.strip() or " not one of " in line, f"no remedy: {line}"


@pytest.fixture
def desk(run: Shell) -> Shell:
    """Two customers, an open lead, a solved complaint and a task, written on Friday at nine."""
    run.ok("add", "customer", "海明科技", "--grade", "A")
    run.ok("add", "customer", "海康医疗")
    return run


def ref_of(run: Shell, *argv: str) -> str:
    return str(run.ok(*argv, "--format", "json").json["ref"])


CASES = [
    # command line, exit code, what the line names
    (("log", "Nobody Ltd", "phone", "x"), FAILED, ["Nobody Ltd"]),
    (("inquiry", "Nobody Ltd", "lead", "x"), FAILED, ["Nobody Ltd"]),
    (("show", "Nobody Ltd"), FAILED, ["Nobody Ltd"]),
    (("set", "Nobody Ltd", "grade=A"), FAILED, ["Nobody Ltd"]),
    (("log", "海", "phone", "x"), SEVERAL, ["海"]),
    (("log", "", "phone", "x"), USAGE, ["customer"]),
    (("show", " "), FAILED, ["' '"]),
    (("log", "C001", "phone", "x", "--at", "tomorrow"), USAGE, ["tomorrow"]),
    (("log", "C001", "phone", "x", "--at", "2024-05-10 09:01"), USAGE, ["2024-05-10 09:01"]),
    (("inquiry", "C001", "lead", "x", "--at", "+1h"), USAGE, ["+1h"]),
    (("add", "customer", "X", "--grade", "D"), USAGE, ["'D'", "A"]),
    (("set", "C001", "grade=D"), USAGE, ["'D'"]),
    (("list", "customers", "--grade", "D"), USAGE, ["D"]),
    (("log", "C001", "phone", "x", "--at", "2024-02-30"), USAGE, ["2024-02-30"]),
    (("due", "--warnings", "--count"), USAGE, ["--warnings", "--count"]),
    (("due", "--overview", "--owner", "Li"), USAGE, ["--overview", "--owner"]),
    (("due", "--explain", "C001:R5", "--overview"), USAGE, ["--explain", "--overview"]),
    (("agenda", "--week", "2024-W60"), USAGE, ["2024-W60"]),
    (("agenda", "--week", "soon"), USAGE, ["soon"]),
    (("agenda", "--owner", "Nobody"), FAILED, ["Nobody"]),
    (("agenda", "--owner", "Li", "--all"), USAGE, ["--all"]),
    (("away", "off"), USAGE, ["off", "add"]),
    (("away", "add", "Nobody", "today", "--stand-in", "Li"), FAILED, ["Nobody"]),
    (("away", "add", "Li", "today", "--stand-in", "Nobody"), FAILED, ["Nobody"]),
    (("away", "add", "Li", "today"), USAGE, ["--stand-in"]),
    (("away", "add", "Li", "today", "--stand-in", "Li"), USAGE, ["Li"]),
    (("away", "add", "Li", "2024-02-30", "--stand-in", "Li"), USAGE, ["2024-02-30"]),
    (("away", "add", "Li", "2024-05-01", "2024-05-02", "--stand-in", "Li"), USAGE, ["Li"]),
    (("away", "back", "A-000000"), FAILED, ["A-000000"]),
    (("away", "back", "C001"), USAGE, ["C001", "A-"]),
    (("log", "C001", "phone", "x", "--next", "2024-02-30"), USAGE, ["2024-02-30"]),
    (("log", "C001", "phone", "x", "--next", "next wed"), USAGE, ["next wed", "2024-05-15", "2024-05-22"]),
    (("log", "C001", "phone", "x", "--next", "25:00"), USAGE, ["25:00"]),
    (("log", "C001", "phone", "x", "--next", "9999-12-31"), USAGE, ["9999-12-31"]),
    (("set", "C001", "stage=active", "profile_reviewed_at=9999-12-31"), USAGE, ["9999-12-31"]),
    (("task", "add", "x", "--end", "9999-12-31T00:00Z"), USAGE, ["9999-12-31"]),
    (("log", "C001", "phone", "x", "--next", "yesterday"), USAGE, ["2024-05-09"]),
    (("set", "C001", "next_at=2024-05-01"), USAGE, ["2024-05-01"]),
    (("log", "C001", "phone", "x", "--owner", "Wang"), FAILED, ["Wang"]),
    (("add", "customer", "X", "--owner", "Wang"), FAILED, ["Wang"]),
    (("due", "--owner", "Wang"), FAILED, ["Wang"]),
    (("list", "customers", "--owner", "Wang"), FAILED, ["Wang"]),
    (("task", "add", "x", "--owner", "Wang"), FAILED, ["Wang"]),
    (("log", "C001", "fax", "x"), USAGE, ["fax", "phone"]),
    (("log", "C001", "phone", "x", "--next", "+3d", "--next-method", "fax"), USAGE, ["fax"]),
    (("inquiry", "C001", "wish", "x"), USAGE, ["wish", "lead"]),
    (("log", "C001", "phone", "  "), USAGE, ["content"]),
    (("log", "C001", "phone", "x", "--contact", "Nobody"), FAILED, ["Nobody"]),
    (("log", "C001", "phone", "x", "--objection", "too expensive"), USAGE, ["too expensive"]),
    (("log", "C001", "phone", "x", "--objection", "taste:bad"), USAGE, ["taste"]),
    (("log", "C001", "phone", "x", "--answer", "y"), USAGE, ["--answer"]),
    (("log", "C001", "phone", "x", "--answers", "I-000000"), FAILED, ["I-000000"]),
    (("log", "C001", "phone", "x", "--answers", "some"), USAGE, ["some"]),
    (("log", "C001", "phone"), USAGE, ["TEXT"]),
    (("inquiry", "C001", "lead", "x", "--grade", "A"), USAGE, ["--grade"]),
    (("inquiry", "海明科技", "lead", "x", "--new"), USAGE, ["海明科技"]),
    (("inquiry", "X", "lead", "x", "--new", "--contact", "Y"), USAGE, ["--contact"]),
    (("add", "customer", "  "), USAGE, ["name"]),
    (("add", "customer", "X", "--code", "C001"), USAGE, ["C001", "海明科技"]),
    (("add", "customer", "X", "--employees", "many"), USAGE, ["many"]),
    (("add", "customer", "X", "--annual-revenue", "1.234"), USAGE, ["1.234"]),
    (("add", "customer", "X", "--annual-revenue", "-5"), USAGE, ["-5"]),
    (("add", "customer", "X", "--satisfaction", "101"), USAGE, ["101"]),
    (("add", "customer", "X", "--core-needs", "a;b;c;d"), USAGE, ["a;b;c;d"]),
    (("add", "customer", "x" * 501), USAGE, ["name", "501", "500"]),
    (("add", "owner", "Li"), USAGE, ["Li"]),
    (("add", "planet", "X"), USAGE, ["planet", "customer"]),
    (("set", "C001", "grade"), USAGE, ["grade"]),
    (("set", "C001", "=A"), USAGE, ["=A"]),
    (("set", "C001", "color=red"), USAGE, ["color"]),
    (("set", "C001", "grade=A", "grade=B"), USAGE, ["grade"]),
    (("set", "C001", "name="), USAGE, ["name"]),
    (("set", "C001", "stage="), USAGE, ["stage"]),
    (("set", "C001", "code="), USAGE, ["code"]),
    (("set", "C001", "code=C002"), USAGE, ["C002"]),
    (("set", "T-000000", "status=done"), FAILED, ["T-000000"]),
    (("archive", "C001", "--back"), USAGE, ["C001"]),
    (("task", "add", "x", "--start", "2024-05-12", "--end", "2024-05-11"), USAGE, ["2024-05-12", "2024-05-11"]),
    (("task", "add", "x", "--progress", "101"), USAGE, ["101"]),
    (("task", "add", "x", "--priority", "highest"), USAGE, ["highest"]),
    (("task", "move", "C001", "done"), USAGE, ["C001"]),
    (("task", "jump", "x"), USAGE, ["jump"]),
    (("add", "deal", "C001"), USAGE, ["NAME"]),
    (("add", "deal", "nobody", "x"), FAILED, ["nobody"]),
    (("add", "deal", "C001", "x", "--amount", "lots"), USAGE, ["lots"]),
    (("add", "deal", "C001", "x", "--probability", "101"), USAGE, ["101"]),
    (("add", "deal", "C001", "x", "--stage", "lost"), USAGE, ["reason", "price"]),
    (("add", "deal", "C001", "x", "--renews", "D-000000"), FAILED, ["D-000000"]),
    (
        ("add", "deal", "C001", "x", "--contract-from", "2024-06-01", "--contract-to", "2024-05-31"),
        USAGE,
        ["2024-06-01", "2024-05-31"],
    ),
    (("add", "competitor", " "), USAGE, ["name"]),
    (("deal", "move", "D-000000", "won"), FAILED, ["D-000000"]),
    (("deal", "move", "C001", "won"), USAGE, ["C001", "D-"]),
    (("deal", "push", "x"), USAGE, ["push", "move"]),
    (("list", "deals", "--stage", "sold"), USAGE, ["sold", "won"]),
    (("list", "deals", "--owner", "Lee"), FAILED, ["Lee"]),
    (("list", "tasks", "--all"), USAGE, ["--all", "deals"]),
    (("list", "competitors", "--stage", "won"), USAGE, ["--stage"]),
    (("report", "funnel", "--period", "2024-13"), USAGE, ["2024-13", "2026-Q4"]),
    (("report", "funnel", "--owner", "Lee"), FAILED, ["Lee"]),
    (("report", "weather"), USAGE, ["weather", "funnel"]),
    (("resolve", "I-000000", "--result", "x"), FAILED, ["I-000000"]),
    (("resolve", "C001", "--result", "x"), USAGE, ["C001"]),
    (("undo", "99"), FAILED, ["99"]),
    (("undo", "abc"), FAILED, ["abc"]),
    (("undo", "1"), USAGE, ["1"]),  # the rules: settings change them back
    (("redo",), USAGE, ["redo"]),
    (("due", "--limit", "-1"), USAGE, ["-1"]),
    (("list", "customers", "--limit", "-1"), USAGE, ["-1"]),
    (("find", "x", "--limit", "-1"), USAGE, ["-1"]),
    (("history", "--limit", "-1"), USAGE, ["-1"]),
    (("task", "list", "--limit", "-1"), USAGE, ["-1"]),
    (("due", "--limit", "few"), USAGE, ["few"]),
    (("due", "--limit", "9" * 30), USAGE, ["999"]),
    (("due", "--explain", "I-000000"), FAILED, ["I-000000"]),
    (("due", "--all", "--owner", "Li"), USAGE, ["--all", "--owner"]),
    (("due", "--format", "xml"), USAGE, ["xml"]),
    (("find", " "), USAGE, ["find"]),
    (("deu",), USAGE, ["deu", "due"]),
    (("due", "--ownr", "Li"), USAGE, ["--ownr", "--owner"]),
    (("--ownr", "Li"), USAGE, ["--ownr"]),
    (("due", "extra"), USAGE, ["extra"]),
    (("list", "everything"), USAGE, ["everything"]),
    (("import", "/nowhere/file.csv"), FAILED, ["/nowhere/file.csv"]),
    (("find", "a\udcffb"), USAGE, ["a"]),  # bytes that are no UTF-8, as a shell hands them over
    (("add", "customer", "a\udcffb"), USAGE, ["a"]),
]


@pytest.mark.parametrize(
    ("argv", "code", "named"), CASES, ids=[" ".join(case[0])[:60].encode("ascii", "replace").decode() for case in CASES]
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_written(
    desk: Shell, argv: tuple[str, ...], code: int, named: list[str]
) -> None:
    before = desk.commands()
    ran = desk(*argv)
    refused(ran, code, *named)
    assert desk.commands() == before


def test_two_alike_are_told_with_candidates(desk: Shell) -> None:
    ran = desk("log", "海", "phone", "x")
    assert ran.err.splitlines()[1:] == ["  C001  海明科技", "  C002  海康医疗"]
    run_contact = ("add", "contact", "C001")
    desk.ok(*run_contact, "张总")
    desk.ok(*run_contact, "张经理")
    ran = desk("log", "C001", "phone", "x", "--contact", "张")
    assert ran.code == SEVERAL
    assert [line[2:4] for line in ran.err.splitlines()[1:]] == ["N-", "N-"]


def test_what_belongs_to_an_inquiry_and_cannot_be(desk: Shell) -> None:
    lead = ref_of(desk, "inquiry", "C001", "lead", "x")
    theirs = ref_of(desk, "inquiry", "C002", "lead", "x")
    complaint = ref_of(desk, "inquiry", "C002", "complaint", "x")
    desk.ok("resolve", complaint, "--result", "done", "--told")
    contact = ref_of(desk, "log", "C001", "phone", "x")
    task = ref_of(desk, "task", "add", "x")
    before = desk.commands()
    for argv, code, named in [
        (("log", "C001", "phone", "x", "--answers", theirs), USAGE, theirs),
        (("log", "C001", "phone", "x", "--answers", task), USAGE, task),
        (("log", "C001", "phone", "x", "--answers", lead, "--at", "-2h"), USAGE, lead),
        (("resolve", lead, "--result", "x"), USAGE, lead),
        (("resolve", complaint, "--result", "x"), USAGE, complaint),
        (("resolve", theirs), USAGE, theirs),
        (("set", lead, "received_at="), USAGE, "received at"),
        (("set", lead, "text="), USAGE, "text"),
        (("set", lead, "customer=C002"), USAGE, "customer"),
        (("set", contact, "answers=" + lead), USAGE, lead),
        (("set", contact, "contacted_at="), USAGE, "contact"),
        (("set", contact, "contacted_at=tomorrow"), USAGE, "tomorrow"),
        (("set", contact, "method="), USAGE, "method"),
        (("set", contact, "next_place=here"), USAGE, "promised"),
        (("set", contact, "customer=C002"), USAGE, "customer"),
        (("set", contact, "written_at=now"), USAGE, "written"),
        (("set", lead, "solved_at=now"), USAGE, "solved"),
        (("task", "done", task, "--accepted"), USAGE, task),
        (("task", "move", task, "gone"), USAGE, "gone"),
        (("task", "done", lead), USAGE, lead),
    ]:
        ran = desk(*argv)
        refused(ran, code, named)
    assert desk.commands() == before


# ── undo ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_to_undo_is_told(run: Shell) -> None:
    refused(run("undo"), USAGE, "undo")
    refused(run("redo"), USAGE, "redo")
    assert run.commands() in ([], ["rules"], ["rules", "owner"])


def test_what_was_undone_is_not_undone_again(desk: Shell) -> None:
    last = len(desk.commands())
    desk.ok("undo", str(last))
    before = desk.commands()
    refused(desk("undo", str(last)), USAGE, str(last))
    refused(desk("undo", str(last + 1)), USAGE, str(last + 1))
    assert desk.commands() == before
    desk.ok("undo")  # the command before it
    refused(desk("undo"), USAGE, "undo")
    desk.ok("redo")
    desk.ok("redo")
    refused(desk("redo"), USAGE, "redo")
    assert len(desk.ok("list", "customers", "--format", "json").json) == 2


def test_somebody_elses_commands_are_not_mine_to_undo_unnamed(desk: Shell) -> None:
    refused(desk("undo", LOGNAME="Wang"), USAGE, "undo")


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('ownr = "Li"', ["ownr", "owner"]),
        ("owner = 5", ["owner", "5"]),
        ('[rules]\nurgent = "soon"', ["rules.urgent", "soon"]),
        ('[rules]\nurgent = "0h"', ["rules.urgent", "0h"]),
        ('[rules]\nurgnt = "2h"', ["rules.urgnt", "rules.urgent"]),
        ("owner = ", ["config.toml"]),
        ('[clock]\nmode = "working"', ["clock.mode", "clock.hours"]),
        ('[clock]\ntime_zone = "Mars"', ["clock.time_zone", "Mars"]),
        ('default_grade = "D"', ["default_grade", "D"]),
        ('currency = "yuan"', ["currency", "yuan"]),
    ],
)
def test_a_setting_that_cannot_be_stops_every_command(desk: Shell, text: str, named: list[str]) -> None:
    before = desk.commands()
    desk.settings(text)
    for argv in (("due",), ("log", "C001", "phone", "x")):
        refused(desk(*argv), FAILED, str(desk.home / "config.toml"), *named)
    assert desk.commands() == before


def test_a_country_without_holidays_is_told(run: Shell) -> None:
    run.settings('[clock]\nmode = "working"\nholidays = "XX"\n[clock.hours]\nmon = ["09:00-18:00"]\n')
    refused(run("add", "customer", "X"), FAILED, "XX")
    assert run.commands() == []


def test_a_limit_that_working_time_never_reaches_is_told(desk: Shell) -> None:
    desk.ok("inquiry", "C001", "urgent", "x")
    before = desk.commands()
    desk.settings('[rules]\nurgent = "3000d"\n[clock]\nmode = "working"\n[clock.hours]\nmon = ["09:00-10:00"]\n')
    refused(desk("due"), FAILED, "3000d")
    assert desk.commands() == before


@pytest.mark.parametrize("now", ["soon", "2024-05-10T09:00:00"])
def test_a_clock_that_cannot_be_is_told(desk: Shell, now: str) -> None:
    refused(desk("due", SALESTUI_NOW=now), FAILED, "SALESTUI_NOW", now)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────

READ_AND_WRITE = [("due",), ("add", "customer", "X"), ("undo",)]


@pytest.mark.parametrize("argv", READ_AND_WRITE)
def test_a_file_of_another_kind_is_refused_untouched(run: Shell, tmp_path: Path, argv: tuple[str, ...]) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("dear diary\n" * 200, encoding="utf-8")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customer (id)")
        connection.execute("PRAGMA application_id = 12345")
        connection.commit()
    for file in (text, other):
        before = file.read_bytes()
        refused(run(*argv, "--db", str(file)), FAILED, str(file))
        assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "other.db"]


@pytest.mark.parametrize("argv", READ_AND_WRITE)
def test_a_newer_schema_is_refused_untouched(desk: Shell, argv: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = desk.database.read_bytes()
    refused(desk(*argv), FAILED, str(desk.database), str(SCHEMA_VERSION + 1))
    assert desk.database.read_bytes() == before


@pytest.mark.parametrize("argv", READ_AND_WRITE)
def test_a_folder_is_no_database(run: Shell, tmp_path: Path, argv: tuple[str, ...]) -> None:
    refused(run(*argv, "--db", str(tmp_path)), FAILED, str(tmp_path))


def test_a_named_file_that_is_not_there_is_told_to_a_reader(run: Shell, tmp_path: Path) -> None:
    refused(run("due", "--db", str(tmp_path / "none.db")), FAILED, "none.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("argv", READ_AND_WRITE[:2])
def test_a_path_below_a_file_is_told(run: Shell, tmp_path: Path, argv: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused(run(*argv, "--db", str(tmp_path / "file" / "desk.db")), FAILED, "desk.db")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such bits on Windows")
def test_a_folder_without_write_permission_is_told(run: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    file = folder / "desk.db"
    run.ok("add", "customer", "X", "--db", str(file))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        for path, named in ((file, "written"), (folder / "new.db", str(folder / "new.db"))):
            refused(_unprivileged(run, "add", "customer", "Y", "--db", str(path)), FAILED, named)
        read = _unprivileged(run, "due", "--db", str(file))
        assert (read.code, read.err) == (0, ""), read
    finally:
        folder.chmod(0o755)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def _unprivileged(run: Shell, *argv: str) -> Ran:
    """The program in a new process that permissions hold for: as root they do not, so that gives root up first."""
    program = [sys.executable, "-m", "salestui", *argv]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root is held by no permission, and there is no setpriv to give it up")
        drop = ["--bounding-set=-all", "--inh-caps=-all"]
        program = [setpriv, *drop, "--", *program]
    done = subprocess.run(
        program, env={**os.environ, **run.environ()}, capture_output=True, text=True, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


# ── a defect of the program ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_defect_is_told_by_its_kind_alone_and_logged_without_values(
    desk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> int:
        raise KeyError("about 海明科技")

    monkeypatch.setattr(waiting, "run_due", broken)
    ran = desk("due")
    refused(ran, FAILED, "stopped by a defect: KeyError")
    (log,) = (desk.home / "logs").iterdir()
    assert str(log) in ran.err
    assert "broken" in log.read_text("utf-8")
    assert "海明" not in ran.err + log.read_text("utf-8")

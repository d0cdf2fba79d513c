"""What the commands print and set off, each run against a file of its own."""

import os
import stat

import pytest

from tests.conftest import Ran, Shell

OFFICE = """
[clock]
mode = "working"
time_zone = "Asia/Shanghai"
[clock.hours]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]
"""


def new(run: Shell, *argv: str, now: str | None = None) -> str:
    """An urgent issue of a new customer X: its ref."""
    return str(
        run.ok("inquiry", "X", "urgent", "line stopped", "--new", *argv, "--format", "json", now=now).json["ref"]
    )


def due(run: Shell, now: str | None = None) -> dict[str, object]:
    (row,) = run.ok("due", "--format", "json", now=now).json
    return dict(row)


# ── due ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_desk_says_what_to_do_first_and_makes_no_file(run: Shell) -> None:
    ran = run.ok("due")
    assert "salestui add customer NAME" in ran.out
    assert run.ok("due", "--format", "json").json == []
    assert not run.home.exists()


def test_working_time_is_said_in_the_reason(run: Shell) -> None:
    run.settings(OFFICE)
    run.ok("add", "customer", "X", "--grade", "B", now="2024-05-11 15:00")
    run.ok("inquiry", "X", "urgent", "stopped", now="2024-05-11 15:00")
    row = due(run, now="2024-05-11 15:00")
    assert row["due_at"] == "2024-05-13T03:00:00Z"  # Saturday 15:00 → Monday 11:00
    assert row["why"] == "R2: 2 h of working time from 15:00 = Mon 13 11:00"
    lead = run.ok("inquiry", "X", "lead", "asks", "--format", "json", now="2024-05-11 15:00").json
    assert lead["why"] == "R1 grade B: 24 h of working time from 15:00 = Wed 15 15:00"
    (explained,) = run.ok("due", "--explain", lead["ref"], "--format", "json", now="2024-05-11 15:00").json
    assert explained["steps"] == [
        ["2024-05-13T01:00:00Z", "2024-05-13T10:00:00Z"],
        ["2024-05-14T01:00:00Z", "2024-05-14T10:00:00Z"],
        ["2024-05-15T01:00:00Z", "2024-05-15T07:00:00Z"],
    ]


def test_counts_and_the_worst_first(run: Shell) -> None:
    for grade, minute in (("B", "00"), ("A", "10"), ("C", "20")):
        run.ok("inquiry", f"X{grade}", "urgent", "x", "--new", "--grade", grade, now=f"2024-05-10 09:{minute}")
    run.ok("inquiry", "XC", "lead", "x", now="2024-05-10 09:30")
    rows = run.ok("due", "--format", "json", now="2024-05-10 11:05").json
    assert [(row["grade"], row["state"]) for row in rows] == [
        ("B", "overdue"),
        ("A", "due_soon"),
        ("C", "due_soon"),
        ("C", "on_time"),
    ]
    counts = {
        row["state"]: row["count"] for row in run.ok("due", "--count", "--format", "json", now="2024-05-10 11:05").json
    }
    assert counts == {"overdue": 1, "due_soon": 2, "on_time": 1}


def test_somebody_elses_rows_are_shown_when_asked_for(run: Shell) -> None:
    run.ok("add", "owner", "Wang")
    run.ok("add", "customer", "Theirs", "--owner", "Wang")
    run.ok("add", "customer", "Mine")
    for name in ("Theirs", "Mine"):
        run.ok("inquiry", name, "lead", "x")
    shown = {
        argv: [row["customer"] for row in run.ok("due", *argv, "--format", "json").json]
        for argv in ((), ("--owner", "Wang"), ("--all",))
    }
    assert shown[()] == ["Mine"]
    assert shown["--owner", "Wang"] == ["Theirs"]
    assert sorted(shown[("--all",)]) == ["Mine", "Theirs"]


def test_whoever_owns_nothing_sees_everything_and_is_told(run: Shell) -> None:
    run.ok("add", "owner", "Wang")
    run.ok("inquiry", "X", "lead", "x", "--new")
    ran = run.ok("due", LOGNAME="Wang")
    assert "X" in ran.out
    assert "Wang" in ran.err


# ── naming ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_exits_1_and_several_exit_3_with_candidates(run: Shell) -> None:
    run.ok("add", "customer", "海明科技")
    run.ok("add", "customer", "海康医疗")
    nobody = run("show", "海明科机")
    assert (nobody.code, len(nobody.errors)) == (1, 1)
    assert "海明科技" in nobody.err
    several = run("show", "hai")
    assert several.code == 3
    assert several.err.splitlines()[1:] == ["  C001  海明科技", "  C002  海康医疗"]
    assert run.ok("show", "haiming", "--format", "json").json["code"] == "C001"


def test_words_and_options_mix_and_relative_times_are_no_options(run: Shell) -> None:
    new(run, now="2024-05-10 07:00")
    argv = ("log", "X", "--at", "-1h", "phone", "spoke", "of", "-5%", "--next", "+3d", "off")
    logged = run.ok(*argv, "--format", "json", now="2024-05-10 09:00").json
    assert logged["contacted_at"] == "2024-05-10T00:00:00Z"
    assert run.ok("show", logged["ref"], "--format", "json").json["content"] == "spoke of -5% off"


def test_log_says_what_it_did(run: Shell) -> None:
    ref = new(run)
    ran = run.ok(
        "log", "X", "phone", "called", "--next", "fri 10:00", "--todo", "send it @tomorrow", now="2024-05-10 12:00"
    )
    assert f"answers {ref}: 1 h late" in ran.out
    assert "next follow-up: " in ran.out
    (task,) = run.ok("task", "list", "--format", "json").json
    assert (task["action"], task["end"]) == ("send it", "2024-05-11")
    assert f"to do: {task['ref']}" in ran.out


def test_an_objection_without_an_answer_opens_an_inquiry(run: Shell) -> None:
    run.ok("add", "customer", "X")
    opened = run.ok("log", "X", "phone", "x", "--objection", "price:too expensive", "--format", "json").json["opened"]
    assert len(opened) == 1
    assert due(run)["rule"] == "R3"
    answered = ("--objection", "功能：no export", "--answer", "shown in the demo")
    assert run.ok("log", "X", "phone", "x", *answered, "--format", "json").json["opened"] == []


def test_a_complaint_is_resolved_and_then_told(run: Shell) -> None:
    run.ok("add", "customer", "X")
    ref = run.ok("inquiry", "X", "complaint", "broken", "--complex", "--format", "json").json["ref"]
    run.ok("log", "X", "phone", "we look into it", now="2024-05-10 10:00")
    assert due(run, now="2024-05-10 10:00")["due_at"] == "2024-05-12T01:00:00Z"
    assert "--told" in run.ok("resolve", ref, "--result", "part replaced", now="2024-05-10 11:00").out
    row = due(run, now="2024-07-10 11:00")
    assert (row["ref"], row["due_at"], row["seconds_left"], row["state"]) == (ref, None, None, "on_time")
    run.ok("resolve", ref, "--told", now="2024-05-10 12:00")
    assert run.ok("due", "--format", "json").json == []


def test_setting_a_field_to_what_it_is_already_does_not_stand_in_the_way_of_undo(run: Shell) -> None:
    run.ok("add", "customer", "X")
    run.ok("set", "X", "region=华东")
    run.ok("set", "X", "region=华东")
    run.ok("undo")
    assert run.ok("show", "X", "--format", "json").json["region"] is None


def test_a_limit_of_0_shows_all(run: Shell) -> None:
    for n in range(3):
        run.ok("task", "add", f"task {n}")
    for argv in (("task", "list"), ("history",), ("list", "tasks")):
        assert len(run.ok(*argv, "--limit", "0", "--format", "json").json) >= 3
        assert len(run.ok(*argv, "--limit", "2", "--format", "json").json) == 2


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────


def bytes_of(run: Shell) -> tuple[bytes, int]:
    return run.database.read_bytes(), run.database.stat().st_mtime_ns


def test_new_limits_in_the_settings_re_time_the_desk_once(run: Shell) -> None:
    new(run)
    run.settings('[rules]\nurgent = "1h"\n')
    assert due(run)["due_at"] == "2024-05-10T02:00:00Z"
    assert run.commands()[-1] == "rules"
    assert run.ok("history", "--format", "json").json[0]["kind"] == "rules"
    before = bytes_of(run)
    assert due(run)["due_at"] == "2024-05-10T02:00:00Z"
    assert bytes_of(run) == before


def test_reading_writes_nothing(run: Shell) -> None:
    new(run)
    before = bytes_of(run)
    for argv in (("due",), ("list", "customers"), ("show", "X"), ("find", "X"), ("history",), ("task", "list")):
        run.ok(*argv)
    assert bytes_of(run) == before


def test_settings_beside_a_shared_file_win_over_ones_own(run: Shell) -> None:
    run.settings('owner = "Li"\n[rules]\nurgent = "1h"\n')
    (run.home / "salestui.toml").write_text('[rules]\nurgent = "30m"\n', encoding="utf-8")
    new(run)
    assert due(run)["due_at"] == "2024-05-10T01:30:00Z"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such bits on Windows")
def test_a_file_others_write_is_not_re_ruled_by_ones_own_settings(run: Shell) -> None:
    new(run)
    run.database.chmod(run.database.stat().st_mode | stat.S_IWGRP)
    run.settings('[rules]\nurgent = "1h"\n')
    before = bytes_of(run)
    assert due(run)["due_at"] == "2024-05-10T03:00:00Z"
    assert bytes_of(run) == before


# ── hostile text ─────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "Acme [/] [@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGVsbG8=\x07",
    "evil\u202egnp.exe",
    "C1 \x9b31m",
    "{0} {name} %s %(x)s",
    "a'b\"c; DROP TABLE customer; --",
]


def acting(text: str) -> list[str]:
    return [sign for sign in text if not sign.isprintable() and sign != "\n"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_stored_as_it_is_and_shown_without_acting(run: Shell, name: str) -> None:
    run.ok("add", "customer", name, "--note", name, "--tags", name)
    assert run.sql("SELECT name, note FROM customer") == [(name, name)]
    run.ok("inquiry", "C001", "lead", name)
    run.ok("log", "C001", "phone", name, "--objection", f"price:{name}", "--todo", name, "--next-action", name)
    shown: list[Ran] = []
    for argv in (
        *(("due",), ("list", "customers"), ("list", "inquiries"), ("list", "tasks"), ("show", "C001"), ("history",)),
        *(("find", name), ("show", name), ("set", name, f"region={name}"), ("undo",), ("show", name + "x")),
    ):
        shown.append(run(*argv))
        if argv[0] in ("due", "list", "show", "history", "find"):
            shown.append(run(*argv, "--format", "tsv"))
            shown.append(run(*argv, "--format", "json"))
    for ran in shown:
        assert ran.code in (0, 1, 3), ran
        assert acting(ran.out.replace("\t", " ")) == [], ran
        assert acting(ran.err) == [], ran
    assert run.ok("list", "customers", "--format", "json").json[0]["name"] == name

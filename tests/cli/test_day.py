"""A day at the desk from an empty home: every step in a new process, as a shell would run them."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Ran, Shell

NINE = "2024-05-10 09:00"


def steps_of(run: Shell, now: str, *argv: str) -> Ran:
    ran = run.program(*argv, now=now)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """500 customers as a spreadsheet gives them away."""
    path = tmp_path / "customers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["客户ID", "客户名称", "所属行业", "客户分级", "员工数", "年营收", "负责人"])
        for n in range(1, 501):
            writer.writerow([f"C{n:03d}", f"海明科技{n}号", "制造业", "ABC"[n % 3], f"{n}人", f"{n}万", "Li"])
    return path


def test_the_day_from_an_empty_home(run: Shell, customers: Path) -> None:
    assert "500" in steps_of(run, NINE, "import", str(customers)).out
    assert len(steps_of(run, NINE, "list", "customers", "--limit", "0", "--format", "json").json) == 500

    # a lead comes in: grade A, two hours
    received = steps_of(run, NINE, "inquiry", "C003", "lead", "asks", "for", "a", "quote", "--format", "json").json
    assert (received["rule"], received["due_at"]) == ("R1", "2024-05-10T03:00:00Z")
    (row,) = steps_of(run, "2024-05-10 10:40", "due", "--format", "json").json
    assert row == {
        "ref": received["ref"],
        "kind": "inquiry",
        "rule": "R1",
        "customer": "海明科技3号",
        "code": "C003",
        "grade": "A",
        "owner": "Li",
        "due_at": "2024-05-10T03:00:00Z",
        "state": "due_soon",
        "seconds_left": 1200,
        "why": "R1 grade A: 2 h from 09:00 = 11:00",
    }

    # it is answered with a call, and the next date is set
    argv = ("log", "haimingkeji3hao", "phone", "quote", "sent", "--next", "下周三", "--format", "json")
    logged = steps_of(run, "2024-05-10 10:45", *argv).json
    assert (logged["answered"], logged["next_at"]) == ([received["ref"]], "2024-05-15")
    (row,) = steps_of(run, "2024-05-10 10:46", "due", "--format", "json").json
    assert (row["kind"], row["rule"], row["code"], row["due_at"]) == ("follow_up", "R6", "C003", "2024-05-15T16:00:00Z")
    (shown,) = [
        row
        for row in steps_of(run, NINE, "list", "inquiries", "--format", "json").json
        if row["ref"] == received["ref"]
    ]
    assert (shown["answered_at"], shown["answered_by"], shown["state"]) == (
        "2024-05-10T02:45:00Z",
        logged["ref"],
        "met",
    )

    # history says who, when, what
    newest = steps_of(run, "2024-05-10 10:50", "history", "C003", "--format", "json").json[0]
    assert (newest["actor"], newest["at"], newest["kind"], newest["subject"]) == (
        "Li",
        "2024-05-10T02:45:00Z",
        "log_follow_up",
        logged["ref"],
    )
    assert {change["entity"] for change in newest["changes"]} == {"follow_up", "answer", "promise"}
    assert logged["ref"] in steps_of(run, "2024-05-10 10:50", "history").out

    # undo brings the state back, redo forward, over restarts
    steps_of(run, "2024-05-10 10:51", "undo")
    (row,) = steps_of(run, "2024-05-10 10:52", "due", "--format", "json").json
    assert (row["ref"], row["seconds_left"]) == (received["ref"], 480)
    steps_of(run, "2024-05-10 10:53", "redo")
    (row,) = steps_of(run, "2024-05-10 10:54", "due", "--format", "json").json
    assert row["rule"] == "R6"
    assert "海明科技3号" in steps_of(run, "2024-05-10 10:54", "due").out


def test_somebody_unknown_comes_and_goes_with_one_undo(run: Shell) -> None:
    argv = ("inquiry", "新客户", "urgent", "line stopped", "--new", "--format", "json")
    assert steps_of(run, NINE, *argv).json["new_customer"] is True
    steps_of(run, NINE, "undo")
    assert steps_of(run, NINE, "list", "customers", "--format", "json").json == []
    assert steps_of(run, NINE, "list", "inquiries", "--format", "json").json == []
    assert steps_of(run, NINE, "due", "--format", "json").json == []
    steps_of(run, NINE, "redo")
    assert [row["rule"] for row in steps_of(run, NINE, "due", "--format", "json").json] == ["R2"]


def test_the_day_in_chinese(run: Shell) -> None:
    run.extra["SALESTUI_LANG"] = "zh_CN"
    received = steps_of(run, NINE, "inquiry", "海明科技", "留资", "要报价", "--new", "--grade", "A")
    assert "海明科技" in received.out
    assert "高优先级" in received.out or "A" in received.out
    waiting = steps_of(run, "2024-05-10 11:30", "due").out
    assert "逾期" in waiting
    for english in ("overdue", "lead", "grade", "from", "left", "state", "why", "code"):
        assert english not in waiting.casefold()
    logged = steps_of(run, "2024-05-10 11:30", "log", "C001", "电话沟通", "已报价", "--next", "下周三").out
    for english in ("written", "answers", "late", "next", "follow"):
        assert english not in logged
    refused = run.program("log", "C001", "传真", "x", now=NINE)
    assert refused.code == 2
    assert "传真" in refused.err
    assert "电话沟通" in refused.err
    nobody = run.program("show", "没有的客户", now=NINE)
    assert nobody.code == 1
    assert "没有的客户" in nobody.err
    assert "called" not in nobody.err
    # JSON stays as it is, whatever the language
    row = json.loads(steps_of(run, NINE, "due", "--format", "json").out)[0]
    assert (row["kind"], row["state"]) == ("follow_up", "on_time")

"""`due --warnings`, `due --overview`, `agenda` and `away`: what they print, for people and for programs."""

import pytest

from tests.conftest import Shell

LATER = "2024-05-28 09:00"


@pytest.fixture
def team(run: Shell) -> Shell:
    """Li, Wang and Zhao; Li's customer X has a weekly rhythm and a fallen score. Friday 10 May, nine o'clock."""
    for name in ("Wang", "Zhao"):
        run.ok("add", "owner", name)
    run.ok("add", "customer", "X", "--grade", "A", "--care", "key_expansion", "--satisfaction", "92")
    run.ok("set", "X", "satisfaction=78", now="2024-05-11 10:00")
    run.ok("add", "customer", "Y", "--owner", "Wang")
    run.ok("inquiry", "Y", "lead", "asks", now="2024-05-27 10:00")
    return run


def test_warnings_for_programs(team: Shell) -> None:
    no_contact, fallen = team.ok("due", "--warnings", "--format", "json", now=LATER).json
    assert fallen == {
        "kind": "satisfaction_down",
        "rule": "R12",
        "customer": "X",
        "code": "C001",
        "grade": "A",
        "owner": "Li",
        "since": "2024-05-11T02:00:00Z",
        "score_before": 92,
        "score": 78,
        "counted_from": None,
        "rhythm": None,
        "complaints": None,
        "ref": None,
        "why": "satisfaction 92 → 78 (05-11)",
    }
    assert (no_contact["counted_from"], no_contact["rhythm"]) == ("2024-05-10T01:00:00Z", "7d")
    tsv = team.ok("due", "--warnings", "--format", "tsv", now=LATER).out.splitlines()
    assert tsv[0].split("\t") == list(fallen)
    assert len(tsv) == 3


def test_warnings_for_people(team: Shell) -> None:
    out = team.ok("due", "--warnings", now=LATER).out
    assert "no contact for 18 days, the rhythm is 7 days" in out
    assert "owner" not in out  # all are Li's
    assert "2 early warnings (salestui due --warnings)" in team.ok("due", now=LATER).out
    assert team.ok("due", "--count", now=LATER).out.endswith(", 2 early warnings\n")
    assert "nothing warns" in team.ok("due", "--warnings", "--owner", "Wang", now=LATER).out
    assert "warning" not in team.ok("due", "--owner", "Wang", now=LATER).out


def test_the_overview(team: Shell) -> None:
    team.ok("away", "add", "Wang", "mon", "fri", "--stand-in", "Zhao", now="2024-05-26 09:00")
    rows = team.ok("due", "--overview", "--format", "json", now="2024-05-28 11:00").json
    assert [row["owner"] for row in rows] == ["Li", "Wang", "Zhao", None]
    assert rows[0]["warnings"] == 2
    assert rows[1] == {
        "owner": "Wang",
        "overdue": 1,
        "due_soon": 0,
        "on_time": 0,
        "oldest_overdue_at": "2024-05-28T02:00:00Z",
        "warnings": 0,
        "away_until": "2024-05-31",
        "stand_in": "Zhao",
    }
    out = team.ok("due", "--overview", now="2024-05-28 11:00").out
    assert "until 2024-05-31: Zhao stands in" in out
    assert "1 h" in out
    assert "(nobody)" in out


def test_the_stand_in_sees_whose_row_it_is(team: Shell) -> None:
    team.ok("away", "add", "Wang", "today", "--stand-in", "Li", now=LATER)
    ran = team.ok("due", now=LATER)
    assert ran.err == "you stand in for Wang today\n"
    assert "Wang" in ran.out
    assert [row["owner"] for row in team.ok("due", "--format", "json", now=LATER).json] == ["Li", "Wang"]


def test_away_from_first_day_to_back(team: Shell) -> None:
    said = team.ok("away", "add", "Wang", "2024-05-13", "2024-05-17", "--stand-in", "Li").out
    ref = said.partition(":")[0]
    assert said == f"{ref}: Wang is away from 2024-05-13 to 2024-05-17, Li stands in\n"
    also = team.ok("away", "add", "Zhao", "2024-05-16", "--stand-in", "Wang", "--format", "json").json
    assert (also["from_day"], also["to_day"]) == ("2024-05-16", "2024-05-16")
    assert [row["ref"] for row in also["stand_in_away"]] == [ref]
    assert len(team.ok("away", "list", "--format", "json").json) == 2
    again = team("away", "add", "Wang", "2024-05-17", "2024-05-20", "--stand-in", "Li")
    assert again.code == 2
    assert ref in again.err
    assert "is back" in team.ok("away", "back", ref).out
    assert len(team.ok("away", "list", "--format", "json").json) == 1
    assert len(team.ok("away", "list", "--all", "--format", "tsv").out.splitlines()) == 3
    assert "end absence" in team.ok("history", ref).out
    team.ok("undo")
    assert ref in team.ok("away", "list").out


def test_the_agenda(team: Shell) -> None:
    team.ok(
        "log", "X", "phone", "called", "--next", "2024-05-15 14:00", "--next-method", "visit", "--next-place", "there"
    )
    team.ok("task", "add", "slides", "--end", "2024-05-15")
    team.ok("away", "add", "Wang", "2024-05-14", "2024-05-15", "--stand-in", "Zhao")
    rows = team.ok("agenda", "--week", "2024-W20", "--format", "json").json
    assert [(row["day"], row["at"], row["kind"]) for row in rows] == [
        ("2024-05-14", None, "absence"),
        ("2024-05-15", None, "absence"),
        ("2024-05-15", "2024-05-15T06:00:00Z", "appointment"),
        ("2024-05-15", None, "task_end"),
        ("2024-05-17", None, "contact_rhythm"),
    ]
    visit = rows[2]
    assert (visit["method"], visit["place"], visit["state"], visit["owner"]) == ("visit", "there", "on_time", "Li")
    out = team.ok("agenda", "--week", "2024-05-16").out
    assert "14:00" in out
    assert "visit: there" in out
    assert "Wang is away, Zhao stands in" in out
    assert "nothing on the agenda from 2024-06-10" in team.ok("agenda", "--week", "2024-W24", "--owner", "Zhao").out


def test_in_chinese(team: Shell) -> None:
    team.ok("away", "add", "Wang", "today", "--stand-in", "Li", now=LATER)
    ran = team.ok("due", now=LATER, SALESTUI_LANG="zh_CN")
    assert "您今天代班：Wang" in ran.err
    assert "2 项客户预警" in ran.out
    assert "18 天未联系，应每 7 天联系一次" in team.ok("due", "--warnings", now=LATER, SALESTUI_LANG="zh_CN").out

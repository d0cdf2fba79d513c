"""Goals on the command line: set, refused, split, reported in four formats, in both languages."""

import pytest

from tests.conftest import Shell
from tests.tui.hostile import EVERY


@pytest.fixture
def desk(run: Shell) -> Shell:
    """Two deals of Li's won this quarter, a goal for four, and a goal of everybody for the amount."""
    run.ok("add", "customer", "海明科技")
    for amount in ("80k", "70k"):
        run.ok("add", "deal", "C001", "x", "--amount", amount, "--stage", "won")
    run.ok("add", "goal", "Close more", "--figure", "won_deals", "--target", "4", "--period", "2024-Q2")
    argv = ("--figure", "销售额", "--target", "60万", "--phase", "新品上市", "--period", "2024-Q2", "--owner=")
    run.ok("add", "goal", "新品上市", "--note", "3个月内", *argv)
    return run


def ref(run: Shell, figure: str) -> str:
    rows = run.ok("report", "goals", "--format", "json").json
    return next(str(row["ref"]) for row in rows if row["figure"] == figure and row["parent"] is None)


def test_a_goal_is_told_back_as_it_was_understood(run: Shell) -> None:
    added = run.ok("add", "goal", "Sell", "more", "--figure", "sales_amount", "--target", "1.2m", "--period", "2024-05")
    assert added.out.splitlines()[1] == "  sales amount 1,200,000 CNY · Li · 2024-05"
    days = ("--from-day", "2024-03-01", "--to-day", "2024-03-20")
    past = run.ok("add", "goal", "x", "--figure", "win_rate", "--target", "35%", *days)
    assert "win rate 35 % · Li · 2024-03-01..2024-03-20" in past.out
    assert past.err == "its days are over: it can only be looked back on\n"


def test_what_cannot_be_measured_is_refused_in_one_line(run: Shell) -> None:
    ran = run("add", "goal", "be better", "--figure", "win_rate", "--target", "better", "--period", "2024-05")
    assert ran.code == 2
    assert ran.err == "salestui: 'better' cannot be measured as win rate – write a share such as 35%\n"
    ran = run("add", "goal", "be better", "--figure", "win_rate", "--target", "35%")
    assert ran.code == 2
    assert "a goal has its days" in ran.err
    assert run.sql("SELECT count(*) FROM goal") in ([], [(0,)])


def test_the_report_in_numbers(desk: Shell) -> None:
    amount, deals = desk.ok("report", "goals", "--format", "json").json
    if amount["figure"] != "sales_amount":
        amount, deals = deals, amount
    assert (amount["value"], amount["target"], amount["attainment"]) == (150_000, 600_000, 0.25)
    assert (amount["numerator"], amount["denominator"], amount["currency"]) == (15_000_000, None, "CNY")
    assert (deals["value"], deals["target"], deals["attainment"], deals["unit"]) == (2, 4, 0.5, "count")
    assert deals["pace"] == pytest.approx(4 * 40 / 91)
    assert (deals["state"], deals["owner"], amount["owner"]) == ("ahead", "Li", None)
    assert (deals["period"], deals["from"], deals["to"]) == ("2024-Q2", "2024-04-01", "2024-06-30")
    chinese = desk.ok("report", "goals", "--format", "json", SALESTUI_LANG="zh_CN").json
    assert sorted(chinese, key=str) == sorted([amount, deals], key=str)
    assert [row["figure"] for row in desk.ok("report", "goals", "--owner", "Li", "--format", "json").json] == [
        "won_deals"
    ]
    assert desk.ok("report", "goals", "--period", "2024-Q3").out.endswith("no goal has a day in 2024-Q3\n")


def test_the_report_for_people(desk: Shell) -> None:
    table = desk.ok("report", "goals").out
    assert table.startswith("Goals 2024-Q2 · everybody · to date\n")
    assert "50 %  #####.....          1.8  + ahead" in table
    assert "25 %  ##..|.....  263,736 CNY  − behind" in table
    document = desk.ok("report", "goals", "--format", "markdown", SALESTUI_LANG="zh_CN").out
    assert document.startswith("# 目标 2024-Q2 · 所有人 · 截至今日\n\n| ")
    assert "| 15万 CNY | 60万 CNY | 25 % |" in document
    heading, *rows = desk.ok("report", "goals", "--format", "tsv").out.splitlines()
    assert {len(row.split("\t")) for row in rows} == {len(heading.split("\t"))}


def test_a_goal_is_split_shown_changed_found_and_undone(desk: Shell) -> None:
    goal = ref(desk, "sales_amount")
    said = desk.ok("goal", "split", goal, "--by", "months", "--shares", "1, 1, 2")
    assert said.out.splitlines()[0] == f"{goal} 新品上市 – split into 3 parts"
    assert said.out.splitlines()[3].endswith("sales amount 300,000 CNY · everybody · 2024-06")
    shown = desk.ok("show", goal).out
    assert "reached: 150,000 CNY · 25 %" in shown
    assert "note: 3个月内" in shown
    assert "2024-06" in shown
    desk.ok("set", goal, "target=70万")
    assert f"{goal} its parts come to 600,000 CNY, not to 700,000 CNY" in desk.ok("report", "goals").out
    assert desk.ok("show", goal, "--format", "json").json["parts_sum"] == 600_000
    assert goal in desk.ok("find", "新品").out
    assert [row["kind"] for row in desk.ok("history", goal, "--format", "json").json] == [
        "change_goal",
        "split_goal",
        "add_goal",
    ]
    desk.ok("undo")
    desk.ok("undo")
    assert len(desk.ok("report", "goals", "--format", "json").json) == 2
    desk.ok("archive", goal)
    assert len(desk.ok("report", "goals", "--format", "json").json) == 1


def test_a_goal_is_not_split_into_what_it_is_not_made_of(desk: Shell) -> None:
    ran = desk("goal", "split", ref(desk, "won_deals"), "--by", "owners")
    assert ran.code == 2
    assert "is Li's own: owners share a goal of everybody – split it by months" in ran.err


def test_figures_are_held_to_the_goals(desk: Shell) -> None:
    argv = ("report", "figures", "--period", "2024-Q2", "--figure", "won_deals", "--format", "json")
    assert desk.ok(*argv, "--owner", "Li").json[0]["target"] == 4
    assert desk.ok(*argv).json[0]["target"] is None


@pytest.mark.parametrize("text", EVERY, ids=lambda text: ascii(text)[:24])
def test_hostile_text_is_kept_and_never_acts(run: Shell, text: str) -> None:
    text = text.replace("\x00", "")[:500]  # no shell can pass a NUL; a line ends at 500
    argv = ("--figure", "won_deals", "--target", "4", "--period", "2024-Q2")
    run.ok("add", "goal", *argv, "--phase", text, "--note", text, "--", text)
    (row,) = run.ok("report", "goals", "--format", "json").json
    assert row["core_goal"] == " ".join(text.split())
    for form in ("table", "markdown", "tsv"):
        assert "\x1b" not in run.ok("report", "goals", "--format", form).out
    assert "\x1b" not in run.ok("show", row["ref"]).out

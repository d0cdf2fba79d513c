"""A deal's life on the command line, in both languages: made, moved, lost to somebody, won after all, renewed."""

import pytest

from tests.conftest import Ran, Shell
from tests.tui.hostile import EVERY, NEVER

NINE = "2024-05-10 09:00"


@pytest.fixture
def desk(run: Shell) -> Shell:
    """A desk with a customer, an order's competitor and a deal."""
    run.ok("add", "customer", "海明科技", "--grade", "A")
    run.ok("add", "competitor", "竞品A", "--our-answer", "0.8 s against 2.1 s")
    run.ok("add", "deal", "海明", "智能", "仓储", "--amount", "80万", "--probability", "60", "--product", "WMS")
    return run


def ref(run: Shell, *argv: str) -> str:
    (row,) = run.ok("list", "deals", "--all", *argv, "--format", "json").json
    return str(row["ref"])


@pytest.mark.parametrize(
    ("language", "lost", "won", "renewal"),
    [
        ("en", "lost to 竞品A: competitor", "Hand over to after-sales: 智能 仓储", "renewal: 智能 仓储"),
        ("zh_CN", "丢给 竞品A：竞品", "交接售后：智能 仓储", "续约：智能 仓储"),
    ],
)
def test_a_deals_life(desk: Shell, language: str, lost: str, won: str, renewal: str) -> None:
    deal = ref(desk)

    def ok(*argv: str, now: str = NINE) -> Ran:
        return desk.ok(*argv, now=now, SALESTUI_LANG=language)

    assert deal in ok("deal", "move", deal, "qualified", now="2024-05-11 09:00").out
    said = ok("deal", "move", deal, "lost", "--reason", "competitor", "--lost-to", "竞品a", now="2024-05-13 09:00").out
    assert lost in said
    assert "智能 仓储" not in ok("list", "deals", now="2024-05-13 09:00").out
    (card,) = ok("list", "competitors", "--format", "json").json
    assert (card["name"], card["lost"], card["our_answer"]) == ("竞品A", 1, "0.8 s against 2.1 s")
    assert "0.8 s against 2.1 s" in ok("show", card["ref"]).out
    said = ok("deal", "move", deal, "won", now="2024-05-14 09:00").out
    assert won in said
    assert "next_at=" in said  # R13: nothing is promised to the customer
    ok("set", deal, "contract_from=2024-05-14", "contract_to=2024-06-01", now="2024-05-14 09:01")
    assert renewal in ok("due", now="2024-05-14 09:02").out
    shown = ok("show", deal, "--format", "json", now="2024-05-14 09:02").json
    assert [each["stage"] for each in shown["stages"]] == ["lead", "qualified", "lost", "won"]
    assert (shown["rule"], shown["due_at"]) == ("R13", "2024-06-01T16:00:00Z")
    assert ok("show", "C001", "--format", "json").json["orders"]["amounts"] == ["800000.00 CNY"]
    ok("add", "deal", "C001", "next year", "--kind", "renewal", "--renews", deal, now="2024-05-15 09:00")
    assert renewal not in ok("due", now="2024-05-15 09:01").out


def test_the_handover_is_offered_as_a_command_that_can_be_pasted(run: Shell) -> None:
    import shlex

    run.ok("add", "customer", "X")
    run.ok("add", "deal", "X", "o'Hara; rm -rf ~", "--stage", "opportunity")
    said = run.ok("deal", "move", ref(run), "won").out
    (line,) = [line for line in said.splitlines() if "salestui task add" in line]
    words = shlex.split(line.partition("salestui ")[2])
    run.ok(*words)
    (task,) = run.ok("list", "tasks", "--format", "json").json
    assert task["action"] == "Hand over to after-sales: o'Hara; rm -rf ~"
    assert task["code"] == "C001"


def test_writing_a_deal_as_json_gives_its_ref_and_where_it_stands(desk: Shell) -> None:
    added = desk.ok("add", "deal", "C001", "more", "--format", "json").json
    assert added["ref"].startswith("D-")
    moved = desk.ok("deal", "move", added["ref"], "lost", "--reason", "price", "--format", "json").json
    assert (moved["stage_before"], moved["stage"], moved["lost_reason"]) == ("lead", "lost", "price")
    assert moved["closed_at"] == "2024-05-10T01:00:00Z"


def test_a_lost_deal_needs_a_reason_and_nothing_is_written_without(desk: Shell) -> None:
    before = desk.commands()
    ran = desk("deal", "move", ref(desk), "lost")
    assert ran.code == 2
    assert ran.err == (
        "salestui: a lost deal needs a reason – price, function, timing, competitor, budget, no_decision, other\n"
    )
    assert desk.commands() == before


def test_lists_are_narrowed(desk: Shell) -> None:
    desk.ok("add", "owner", "Wang")
    desk.ok("add", "deal", "C001", "wang's", "--owner", "Wang", "--stage", "qualified")

    def names(*argv: str) -> list[str]:
        return [row["name"] for row in desk.ok("list", "deals", *argv, "--format", "json").json]

    assert sorted(names()) == ["wang's", "智能 仓储"]
    assert names("--owner", "Wang") == ["wang's"]
    assert names("--stage", "线索验证") == ["wang's"]
    assert names("--customer", "海明", "--limit", "1") != []
    desk.ok("archive", ref(desk, "--owner", "Wang"))
    assert names("--all") == ["智能 仓储"]


@pytest.mark.parametrize("text", ["智能", "wms", "竞品A", "2.1"])
def test_find_knows_deals_and_competitors(desk: Shell, text: str) -> None:
    kinds = {row["kind"] for row in desk.ok("find", text, "--format", "json").json}
    assert kinds == {"deal" if text in ("智能", "wms") else "competitor"}


def test_the_funnel_of_a_period_in_figures_and_formulas(desk: Shell) -> None:
    deal = ref(desk)
    desk.ok("add", "deal", "C001", "no amount")
    desk.ok("deal", "move", deal, "qualified", now="2024-05-12 09:00")
    found = desk.ok("report", "funnel", "--format", "json", now="2024-05-12 10:00").json
    assert (found["period"], found["from"], found["to"]) == ("2024-Q2", "2024-04-01", "2024-06-30")
    stages = {row["stage"]: row for row in found["stages"]}
    lead = stages["lead"]
    assert (lead["stock"], lead["entered"], lead["left"], lead["reached"], lead["went_on"]) == (1, 2, 1, 2, 1)
    assert (lead["conversion"], lead["median_days"]) == (0.5, 2.0)
    assert stages["nurtured"]["conversion"] == 1.0  # skipped is passed
    assert stages["opportunity"]["conversion"] is None
    assert (found["weighted"], found["unweighted"]) == ({"CNY": "480000.00"}, 1)
    assert set(found["formulas"]) >= {"stock", "conversion", "weighted", "bottleneck"}
    assert found == desk.ok("report", "funnel", "--format", "json", now="2024-05-12 10:00", SALESTUI_LANG="zh_CN").json
    assert "销售阶段" in desk.ok("report", "funnel", SALESTUI_LANG="zh_CN").out
    rows = desk.ok("report", "funnel", "--period", "2024-W19", "--format", "tsv", now="2024-05-12 10:00").out
    assert rows.splitlines()[0].split("\t")[:3] == ["stage", "stock", "entered"]
    document = desk.ok("report", "funnel", "--format", "markdown", now="2024-05-12 10:00").out.splitlines()
    assert document[0] == "# Funnel 2024-Q2 · everybody · to date"
    assert document[4] == "| lead | 1 | 2 | 1 | 1 / 2 | 50 % | 2 d |  |"
    assert document[-2] == "one deal has no amount or no probability"


def test_the_second_to_move_a_deal_is_told_where_it_stands(desk: Shell) -> None:
    deal = ref(desk)
    desk.ok("deal", "move", deal, "won")
    ran = desk("deal", "move", deal, "won")
    assert ran.code == 2
    assert ran.err == f"salestui: {deal} is won already – name another stage\n"


@pytest.mark.parametrize("text", EVERY, ids=lambda text: ascii(text)[:24])
def test_hostile_text_is_kept_and_never_acts(run: Shell, text: str) -> None:
    text = text.replace("\x00", "")[:500]  # no shell can pass a NUL; names end at 500
    run.ok("add", "customer", "X")
    run.ok("add", "competitor", "--our-answer", text, "--", text)
    run.ok("add", "deal", "X", "--product", text, "--", text)
    deal = ref(run)
    outs = [
        run.ok("deal", "move", deal, "lost", "--reason", "competitor", "--lost-to", text).out,
        run.ok("show", deal).out,
        run.ok("list", "deals", "--all").out,
        run.ok("list", "competitors").out,
        run.ok("show", "C001").out,
    ]
    for out in outs:
        assert [bad for bad in NEVER if bad in out.encode()] == []
    (card,) = run.ok("list", "competitors", "--format", "json").json
    assert card["lost"] == 1  # the same name meant the same competitor

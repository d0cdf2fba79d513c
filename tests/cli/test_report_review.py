"""Reviews and customer feedback on the command line: kept or computed, in four formats, and in the documents' form."""

import json

import pytest

from tests.conftest import Shell
from tests.tui.hostile import EVERY, NEVER

SLOW = "部分客户反馈方案响应速度慢"
FAST = '增加"方案快速评审通道",压缩制作周期至3天'
APRIL = "2024-04-10 10:00"


@pytest.fixture
def desk(run: Shell) -> Shell:
    """March and April of a company whose one order of April came by a trade fair: 12.5万."""
    run.ok("add", "customer", "精工制造", "--stage", "interested", "--source-channel", "trade_fair", now=APRIL)
    run.ok(
        *("add", "deal", "C001", "套餐", "--amount", "12.5万", "--stage", "won", "--channel", "trade_fair"),
        *("--closed-at", APRIL),
        now=APRIL,
    )
    return run


def review(run: Shell, *argv: str, period: str = "2024-04") -> str:
    """A review that is kept; its ref."""
    return str(run.ok("add", "review", period, *argv, "--format", "json").json["ref"])


def test_a_period_without_a_review_is_computed_and_says_so(desk: Shell) -> None:
    found = desk.ok("report", "review", "--period", "2024-04", "--format", "json").json
    assert (found["ref"], found["frozen_at"], found["period"]) == (None, None, "2024-04")
    (won,) = (each for each in found["figures"] if each["id"] == "won_deals")
    assert (won["value"], won["previous"]) == (1, 0)
    assert "not frozen" in desk.ok("report", "review", "--period", "2024-04").out
    assert "not frozen" in desk.ok("report", "review", "--period", "2024-04", "--format", "markdown").out
    assert desk.ok("report", "review", "--format", "json").json["to_date"] is True  # this month


def test_a_review_prints_its_frozen_figures_problems_causes_and_improvements(desk: Shell) -> None:
    ref = review(
        desk, "--problems", SLOW, "--causes", "评审排队", "--improvements", f"{FAST}\n话术培训", "--cases", "YY"
    )
    desk.ok("add", "deal", "C001", "later", "--amount", "1万", "--stage", "won", "--closed-at", "2024-04-20 10:00")
    found = desk.ok("report", "review", "--period", "2024-04", "--format", "json").json
    assert (found["ref"], found["frozen_at"], found["to_date"]) == (ref, "2024-05-10T01:00:00Z", False)
    amount = next(each for each in found["figures"] if each["id"] == "sales_amount")
    assert (amount["value"], amount["numerator"], amount["currency"]) == (125000, 12500000, "CNY")
    assert (found["problems"], found["causes"], found["cases"]) == (SLOW, "评审排队", "YY")
    assert [(each["text"], each["task"]) for each in found["improvements"]] == [(FAST, None), ("话术培训", None)]
    assert found == desk.ok("show", ref, "--format", "json").json
    assert found == desk.ok("report", "review", "--review", ref, "--format", "json").json
    table = desk.ok("report", "review", "--period", "2024-04").out
    assert "125,000 CNY" in table
    assert desk.ok("show", ref).out == table
    document = desk.ok("report", "review", "--period", "2024-04", "--format", "markdown").out
    assert document.startswith("# Review 2024-04 · everybody\n")
    assert "| sales amount | 125,000 CNY |" in document
    assert f"## problems\n\n{SLOW}\n" in document
    assert "## improvements\n\n" in document
    assert "- 话术培训\n" in document
    assert "# 复盘 2024-04" in desk.ok("report", "review", "--period", "2024-04", "--format", "markdown", SALESTUI_LANG="zh_CN").out  # fmt: skip  # noqa: E501
    rows = desk.ok("report", "review", "--period", "2024-04", "--format", "tsv").out.splitlines()
    assert rows[0].split("\t")[:3] == ["id", "part", "value"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_documents_own_form_has_their_headings_in_every_language(desk: Shell, language: str) -> None:
    review(desk, "--problems", SLOW, "--improvements", FAST)
    argv = ("report", "review", "--period", "2024-04", "--form")
    title, _empty, headings, _rule, cells, *_rest = desk.ok(*argv, SALESTUI_LANG=language).out.splitlines()
    assert title == "# 销售效果跟踪表"
    assert headings == (
        "| 统计周期 | 新增客户数 | 意向客户转化率 | 客单价(万元) | 客户复购率 | 渠道贡献度 | 投入产出比 | 主要问题 | 改进措施 |"  # noqa: E501
    )
    fair = {"en": "trade fair", "zh_CN": "线下展会"}[language]
    assert cells == f"| 2024年4月 | 1 | 100 % | 12.5 | 0 % | {fair} 100 % | – | {SLOW} | {FAST} |"
    (row,) = desk.ok(*argv, "--format", "json", SALESTUI_LANG=language).json
    assert (row["统计周期"], row["客单价(万元)"], row["改进措施"]) == ("2024年4月", "12.5", FAST)
    tsv = desk.ok(*argv, "--format", "tsv", SALESTUI_LANG=language).out.splitlines()
    assert tsv[0].split("\t")[0] == "统计周期"


@pytest.mark.parametrize(
    ("period", "named"),
    [
        ("2023", "2023年"),
        ("2024-Q1", "2024年第1季度"),
        ("2024-W19", "2024年第19周(至今)"),
        ("2024-05", "2024年5月(至今)"),
    ],
)
def test_the_form_names_its_period_as_the_documents_do(desk: Shell, period: str, named: str) -> None:
    (row,) = desk.ok("report", "review", "--form", "--period", period, "--format", "json").json
    assert row["统计周期"] == named
    assert (row["客单价(万元)"], row["投入产出比"]) == ("–", "–")  # nothing divides


def test_a_second_review_and_one_to_date_are_told_of(desk: Shell) -> None:
    first = review(desk)
    again = desk.ok("add", "review", "2024-04")
    assert again.err == f"there is a review of this period already: {first}\n"
    assert "not over" in desk.ok("add", "review", "2024-W19").err
    newest = desk.ok("report", "review", "--period", "2024-04")
    assert f"other reviews of this period: {first}" in newest.out
    listed = desk.ok("list", "reviews", "--format", "json").json
    assert [row["period"] for row in listed] == ["2024-W19", "2024-04", "2024-04"]


def test_a_review_is_changed_archived_and_its_history_told(desk: Shell) -> None:
    ref = review(desk, "--improvements", "a\nb")
    desk.ok("set", ref, f"problems={SLOW}", "improvements=a\nc")
    found = desk.ok("show", ref, "--format", "json").json
    assert (found["problems"], [each["text"] for each in found["improvements"]]) == (SLOW, ["a", "c"])
    refused = desk("set", ref, "period=2024-03")
    assert (refused.code, refused.err) == (
        2,
        "salestui: period cannot be changed – its figures are frozen: write another review, and archive this one\n",
    )
    desk.ok("archive", ref)
    assert desk.ok("list", "reviews", "--format", "json").json == []
    desk.ok("undo")
    assert len(desk.ok("list", "reviews", "--format", "json").json) == 1
    told = desk.ok("history", ref).out
    assert "add review" in told
    assert '"numerator"' not in told  # frozen figures are counted, not printed


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("add", "review", "April"), "April"),
        (("add", "review", "2024-06"), "2024-06 has not begun"),
        (("report", "review", "--review", "R-000000"), "R-000000"),
        (("report", "review", "--review", "C001"), "C001"),
        (("report", "review", "--owner", "Zhao"), "Zhao"),
        (("report", "feedback", "--by", "weather"), "weather"),
        (("report", "feedback", "--form"), "--form"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(desk: Shell, argv: tuple[str, ...], said: str) -> None:
    ran = desk(*argv)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert len(ran.errors) == 1


def test_period_and_owner_of_a_named_review_are_its_own(desk: Shell) -> None:
    ran = desk("report", "review", "--review", review(desk), "--period", "2024-04")
    assert (ran.code, ran.err) == (
        2,
        "salestui: --review names the period and the owner already – leave the others out\n",
    )


# ── feedback ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_feedback_is_grouped_by_kind_product_and_channel(desk: Shell) -> None:
    desk.ok("log", "C001", "phone", "报价", "--objection", "price:价格偏高", "--feedback", "比竞品贵两成")
    desk.ok("inquiry", "C001", "complaint", "热线占线")
    desk.ok("add", "deal", "C001", "next", "--product", "WMS")
    kinds = desk.ok("report", "feedback", "--format", "json").json
    assert [(row["kind"], row["count"], row["open"]) for row in kinds] == [("price", 1, 1), ("complaint", 1, 1)]
    assert [each["words"] for each in kinds[0]["words"]] == ["比竞品贵两成"]
    (product,) = desk.ok("report", "feedback", "--by", "product", "--format", "json").json
    assert (product["product"], product["channels"]) == ("WMS", {"trade_fair": 2})
    (channel,) = desk.ok("report", "feedback", "--by", "channel", "--format", "json").json
    assert (channel["channel"], channel["products"]) == ("trade_fair", {"WMS": 2})
    chinese = desk.ok("report", "feedback", "--format", "markdown", SALESTUI_LANG="zh_CN").out
    assert chinese.startswith("# 客户反馈汇总表 2024-05")
    assert "| 价格 | 1 |" in chinese
    assert "no objections" in desk.ok("report", "feedback", "--period", "2024-03").out
    heading, *rows = desk.ok("report", "feedback", "--format", "tsv").out.splitlines()
    assert heading.split("\t")[:2] == ["kind", "count"]
    assert len(rows) == 2


@pytest.mark.parametrize("text", EVERY[:6], ids=lambda text: ascii(text)[:24])
def test_hostile_text_in_a_review_never_acts(desk: Shell, text: str) -> None:
    text = text.replace("\x00", "")
    ref = review(desk, "--problems", text, "--improvements", text)
    for argv in (("show", ref), ("report", "review", "--review", ref, "--form"), ("list", "reviews")):
        assert [bad for bad in NEVER if bad in desk.ok(*argv).out.encode()] == []
    json.loads(desk.ok("report", "review", "--review", ref, "--format", "json").out)

"""`value`, `score` and what `show` tells of worth and suggestion."""

import json

import pytest

from tests.conftest import Shell

SETTINGS = """
[value]
gross_margin = 0.25
[score]
industries = ["Retail"]
offers = ["system"]
"""


@pytest.fixture
def company(run: Shell) -> Shell:
    """Haiming has bought twice, once abroad; Kanghe nothing."""
    run.settings(SETTINGS)
    known = ("--employees", "200", "--annual-revenue", "1亿", "--industry", "retail", "--need-urgency", "high")
    run.ok("add", "customer", "Haiming", *known, "--stage", "active", "--core-needs", "a new system; price")
    won = ("--stage", "won")
    run.ok("add", "deal", "C001", "one", *won, "--amount", "600000", "--closed-at", "2024-03-01 10:00")
    run.ok("add", "deal", "C001", "two", *won, "--amount", "9000 USD", "--closed-at", "2024-04-01 10:00")
    run.ok("add", "customer", "Kanghe", "--grade", "C")
    return run


def test_value_lists_who_bought_most_first_with_the_suggestion_beside_what_is_set(company: Shell) -> None:
    out = company.ok("value").out.splitlines()
    assert " ".join(out[0].split()) == "code customer won to date orders last order RFM score grade segment"
    assert out[1].split("  ")[0] == "C001"
    assert "600,000 CNY, 9,000 USD" in out[1]
    assert "R– F– M–" in out[1]  # one customer has no fifths
    # budget (75 + 75) ÷ 2, potential 90, industry 100, size 50, needs 50: 7,500 ÷ 100
    assert "75  ≠  – → A" in out[1]
    assert "– → key account" in out[1]
    assert out[2].split() == ["C002", "Kanghe", "–", "–", "–", "–", "–", "C", "–"]
    assert "salestui show CODE" in out[3]


def test_value_is_read_by_programs(company: Shell) -> None:
    first, second = company.ok("value", "--format", "json").json
    assert {name: first[name] for name in ("won", "orders", "recency", "monetary", "lifetime_value", "score")} == {
        "won": ["600000.00 CNY", "9000.00 USD"],
        "orders": 2,
        "recency": None,
        "monetary": None,
        "lifetime_value": "450000.00 CNY",  # 600,000 a deal × 1 a year × 3 years × 0.25
        "score": 75,
    }
    assert first["last_order_at"] == "2024-04-01T02:00:00Z"
    assert first["lifetime_assumed"]["deals_a_year"] == 1
    assert (first["suggested_grade"], first["grade"], first["differs"]) == ("A", None, True)
    assert (second["score"], second["known_weight"], second["suggested_grade"]) == (None, 25, None)
    assert second["parts"][0] == {"part": "budget", "weight": 30, "points": None, "missing": ["annual_revenue"]}
    assert len(company.ok("value", "--limit", "1", "--format", "tsv").out.splitlines()) == 2
    assert company.ok("value", "--owner", "Li", "--format", "json").json == [first, second]


def test_value_of_an_owner_nobody_knows_is_an_error(company: Shell) -> None:
    ran = company("value", "--owner", "Lu")
    assert ran.code == 1
    assert "no owner is called 'Lu'" in ran.err


def test_value_of_an_empty_desk_says_so(run: Shell) -> None:
    assert run.ok("value").out == "no customers\n"
    assert run.ok("value", "--format", "json").json == []


def test_show_tells_worth_and_suggestion_with_the_parts(company: Shell) -> None:
    out = company.ok("show", "C001").out
    assert "Value ≠" in out
    assert "suggested       A, key account – 75 of 100" in out
    assert "need match      50 × 20" in out
    assert "450,000 CNY" in out
    assert "600,000 CNY a deal × 1 deals a year × 3 years × 25 % gross margin" in out
    shown = company.ok("show", "C001", "--format", "json").json
    assert shown["value"]["won"] == ["600000.00 CNY", "9000.00 USD"]
    assert shown["score"]["suggested_segment"] == "key_account"
    out = company.ok("show", "C002").out
    assert "nothing suggested: only 25 % of the weight is known" in out
    assert "size          not known: employees" in out


def test_without_a_margin_show_names_the_setting(company: Shell) -> None:
    company.settings("")
    assert "– (setting value.gross_margin is not stated)" in company.ok("show", "C001").out
    assert company.ok("show", "C001", "--format", "json").json["value"]["lifetime_value"] is None


# ── score ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_score_is_written_down_with_its_date_and_told_against_the_one_before(company: Shell) -> None:
    assert company.ok("score", "haiming", "92", "--at", "2024-05-01 10:00").out == (
        "C001 Haiming: satisfaction 92, 05-01 10:00\n"
    )
    assert company.ok("score", "C001", "80").out == "C001 Haiming: satisfaction 80, 09:00 · ▾ down by 12 (R12)\n"
    assert "satisfaction 92 → 80" in company.ok("due", "--all", "--warnings").out
    written = json.loads(company.ok("score", "C001", "85%", "--at", "2024-05-05 12:00", "--format", "json").out)
    assert written | {"command": 0} == {
        "ref": "C001:2024-05-05",
        "code": "C001",
        "customer": "Haiming",
        "score": 85,
        "scored_at": "2024-05-05T04:00:00Z",
        "before": 92,
        "change": -7,
        "warns": False,
        "command": 0,
    }
    assert "undone" in company.ok("undo").out
    assert company.sql("SELECT score FROM satisfaction_score ORDER BY scored_at") == [(92,), (80,)]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("C001", "101"), 2, "at most 100"),
        (("C001", "good"), 2, "score cannot be 'good'"),
        (("C001",), 2, "POINTS is missing"),
        (("C009", "80"), 1, "no customer is called 'C009'"),
        (("C001", "80", "--at", "tomorrow"), 2, "in the future"),
    ],
)
def test_a_score_that_cannot_be_is_refused(company: Shell, argv: tuple[str, ...], code: int, said: str) -> None:
    ran = company("score", *argv)
    assert (ran.code, len(ran.errors)) == (code, 1)
    assert said in ran.err
    assert company.sql("SELECT 1 FROM satisfaction_score") == []

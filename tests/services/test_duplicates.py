"""A customer that is there already is found by name, number, address or sound; a stranger is left in peace."""

from pathlib import Path
from time import perf_counter

import pytest

from salestui.domain.likeness import Likeness, alike, contacts_in, cores, mail_domain, near, pieces, tolerance
from salestui.services import customers, records
from salestui.services.desk import Desk
from salestui.services.duplicates import likely, pairs
from salestui.services.naming import record_named
from tests.conftest import Shell


@pytest.fixture(autouse=True)
def _some_customers(desk: Desk) -> None:
    for name in (
        "海明科技",
        "Haiming Technology Ltd",
        "Acme Inc",
        "Robotics Werk GmbH",
        "上海精工制造股份有限公司",
        "100% Wool_Co",
    ):
        customers.add_customer(desk, {"name": name})
    records.add(
        desk, "contact", {"customer": "C001", "name": "张总", "mobile": "138 0013 8000", "email": "zhang@haiming.cn"}
    )
    records.add(
        desk, "contact", {"customer": "C003", "name": "Ann", "phone": "+1 555 0100 123", "email": "ann@gmail.com"}
    )


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("海明科技股份有限公司", ("海明科技", "海明")),
        ("海明（上海）有限责任公司", ("海明",)),
        ("海明集团", ("海明",)),
        ("公司", ("公司",)),
        ("Acme Co., Ltd.", ("acme",)),
        ("ACME  Holding GmbH", ("acme",)),
        ("Ａｃｍｅ Inc", ("acme",)),
        ("S.A.", ("sa",)),
        ("Group", ("group",)),
    ],
)
def test_a_name_without_its_legal_form(name: str, left: tuple[str, ...]) -> None:
    assert cores(name) == left


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("海明科技有限公司", "海明集团", Likeness.NAME),
        ("海明科技", "海明贸易", None),
        ("精工制造", "上海精工制造有限公司", Likeness.TYPO),
        ("工厂", "上海工厂", None),  # too little to tell by
        ("Haiming Tecnology", "Haiming Technology Ltd", Likeness.TYPO),
        ("Haimng Tecnolgy", "Haiming Technology", None),  # three letters
        ("Acme", "Acne", None),  # a short name
        ("Acme Corp", "ACME, Inc.", Likeness.NAME),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, likeness: Likeness | None) -> None:
    assert alike(one, other) is likeness
    assert alike(other, one) is likeness


@pytest.mark.parametrize("typo", ["robotixwerk", "robticswerk", "roboticswwerk", "oboticswer", "robotcsweerk"])
def test_one_piece_of_a_name_stands_in_every_name_a_typo_away(typo: str) -> None:
    core = "roboticswerk"
    assert near(core, typo, tolerance(core))
    assert any(piece in core for piece in pieces(typo))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("海明科技有限公司", [("C001", Likeness.NAME)]),
        ("HAIMING TECHNOLOGY", [("C002", Likeness.NAME)]),
        ("Haiming Tecnology", [("C002", Likeness.TYPO)]),
        ("Robotics-Werk", [("C004", Likeness.NAME)]),
        ("精工制造", [("C005", Likeness.TYPO)]),
        ("海铭科技", [("C001", Likeness.READING)]),
        ("haimingkeji", [("C001", Likeness.READING)]),
        ("100% Wool", []),  # Wool_Co is one word; no sign of a pattern acts
        ("%", []),
        ("_", []),
        ("", []),
        ("  ", []),
        ("Omega Bearings", []),
        ("有限公司", []),
    ],
)
def test_a_typed_name_finds_who_is_there_already(desk: Desk, typed: str, found: list[tuple[str, Likeness]]) -> None:
    assert [(each.customer.code, each.likeness) for each in likely(desk, typed)] == found


def test_an_archived_customer_is_not_hinted(desk: Desk) -> None:
    records.archive(desk, "customer", record_named(desk, "C003")[1])
    assert likely(desk, "Acme") == []


# ── numbers and addresses ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("phone", "found"),
    [
        ("+86 138-0013-8000", ["C001"]),
        ("00138000", ["C001"]),
        ("0013 8001", []),
        ("8000", []),
        ("1555 0100123", ["C003"]),
    ],
)
def test_the_same_last_eight_digits_are_the_same_number(desk: Desk, phone: str, found: list[str]) -> None:
    rows = likely(desk, "", phones=[phone])
    assert [row.customer.code for row in rows] == found
    assert all(row.likeness is Likeness.PHONE for row in rows)


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("ZHANG@haiming.cn", [("C001", Likeness.EMAIL)]),
        ("li@haiming.cn", [("C001", Likeness.DOMAIN)]),
        ("bob@gmail.com", []),  # everybody has an address there
        ("ann@gmail.com", [("C003", Likeness.EMAIL)]),
        ("haiming.cn", []),
    ],
)
def test_an_address_or_a_companys_domain(desk: Desk, email: str, found: list[tuple[str, Likeness]]) -> None:
    assert [(row.customer.code, row.likeness) for row in likely(desk, "", emails=[email])] == found


def test_numbers_and_addresses_are_found_in_a_text() -> None:
    text = "张总 138 0013 8000 asks, mail zhang@haiming.cn; 120 users by 2026-11-20"
    numbers, emails = contacts_in(text)
    assert "138 0013 8000" in numbers
    assert emails == ("zhang@haiming.cn",)
    assert mail_domain(emails[0]) == "haiming.cn"


def test_the_surest_comes_first_and_each_customer_once(desk: Desk) -> None:
    rows = likely(desk, "Haiming Tecnology", phones=["13800138000"], emails=["zhang@haiming.cn"])
    assert [(row.customer.code, row.likeness) for row in rows] == [("C001", Likeness.PHONE), ("C002", Likeness.TYPO)]


# ── the whole file ───────────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_of_the_file(desk: Desk) -> None:
    assert pairs(desk) == []
    customers.add_customer(desk, {"name": "ACME GmbH"})
    customers.add_customer(desk, {"name": "Other"})
    records.add(desk, "contact", {"customer": "C008", "name": "Zhang", "phone": "0086 13800138000"})
    found = [(pair.first.code, pair.second.code, pair.likeness) for pair in pairs(desk)]
    assert found == [("C001", "C008", Likeness.PHONE), ("C003", "C007", Likeness.NAME)]
    assert len(pairs(desk, 1)) == 1


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path: Path) -> Shell:
    """Li's shell on a home with nobody in it."""
    return Shell(tmp_path / "another-home")


def test_add_customer_notes_on_standard_error_whom_it_looks_like_and_adds_it(run: Shell) -> None:
    assert run.ok("add", "customer", "海明科技").err == ""
    ran = run.ok("add", "customer", "海明科技有限公司")
    assert ran.err.splitlines() == ["note: looks like C001 海明科技 (Li): the same name"]
    assert "C002" in ran.out
    assert run.ok("list", "duplicates", "--format", "json").json == [
        {
            "code": "C001",
            "name": "海明科技",
            "owner": "Li",
            "other_code": "C002",
            "other_name": "海明科技有限公司",
            "other_owner": "Li",
            "likeness": "name",
        }
    ]
    assert "the same name" in run.ok("list", "duplicates").out


def test_an_inquiry_from_somebody_new_notes_it_too(run: Shell) -> None:
    run.ok("add", "customer", "Acme Inc")
    run.ok("add", "contact", "Acme", "Ann", "--phone", "+1 555 0100 123")
    ran = run.ok("inquiry", "--new", "Blue Sea", "lead", "call back: 1 555 0100 123")
    assert ran.err.splitlines() == ["note: looks like C001 Acme Inc (Li): the same number"]


@pytest.mark.parametrize("text", ["公司" * 5_000 + "x", "a" * 20_000, "1" * 20_000, "(" * 10_000])
def test_a_long_text_takes_no_time_to_be_looked_through(desk: Desk, text: str) -> None:
    began = perf_counter()
    contacts_in(text)
    likely(desk, text)
    assert perf_counter() - began < 1.0  # some ms; without a bound on the length, minutes

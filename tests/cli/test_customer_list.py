"""`list customers` by filter and view, `list views`, and one change of several customers."""

from pathlib import Path

import pytest

from salestui.domain.views import Filter, Sort, View, Waits
from salestui.paths import resolve
from salestui.services.desk import open_desk
from salestui.services.views import save_view
from tests.conftest import FRIDAY, Shell, settings_of


@pytest.fixture
def company(run: Shell) -> Shell:
    """Li's three customers and Wang's one, and Li's view of the east by name."""
    run.ok("add", "owner", "Wang")
    run.ok("add", "customer", "精工制造", "--grade", "A", "--stage", "active", "--region", "East", "--tags", "vip")
    run.ok("add", "customer", "海明科技", "--grade", "B", "--region", "East", "--segment", "key_account")
    run.ok("add", "customer", "Acme", "--region", "West", "--industry", "Steel", "--care", "routine")
    run.ok("add", "customer", "康和医疗", "--grade", "A", "--owner", "Wang")
    run.ok("set", "C003", "next_at=+5d")
    keep(run.home, "east", View(Filter(region=("East",)), Sort.NAME, backwards=True))
    return run


def keep(home: Path, name: str, view: View) -> None:
    with open_desk(resolve(None, {"SALESTUI_HOME": str(home)}), settings_of(), lambda: FRIDAY) as desk:
        save_view(desk, name, view)


def codes(shell: Shell, *options: str) -> list[str]:
    return [row["code"] for row in shell.ok("list", "customers", "--format", "json", *options).json]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "1234"),
        (("--grade", "A,B"), "124"),
        (("--grade", "none"), "3"),
        (("--owner", "Wang"), "4"),
        (("--owner", "me", "--grade", "a"), "1"),
        (("--segment", "key-account"), "2"),
        (("--stage", "active"), "1"),
        (("--care", "常规跟进型"), "3"),
        (("--tag", "vip"), "1"),
        (("--region", "East,West"), "123"),
        (("--industry", "steel"), "3"),
        (("--waiting", "no-next-date"), "124"),
        (("--waiting", "overdue"), ""),
        (("--no-contact", "30"), "1234"),
        (("--archived",), ""),
        (("--view", "mine"), "123"),
        (("--view", "A 级客户"), "14"),
        (("--view", "east"), "12"),  # by name, backwards
        (("--view", "east", "--grade", "B"), "2"),
        (("--view", "east", "--region", "West"), "3"),
        (("--view", "all", "--limit", "2"), "12"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_customers_are_listed_by_filter_and_view(company: Shell, options: tuple[str, ...], expected: str) -> None:
    assert sorted(code[-1] for code in codes(company, *options)) == list(expected)


def test_a_view_gives_the_order_too(company: Shell) -> None:
    assert codes(company, "--view", "east") == ["C001", "C002"]  # 精 before 海 backwards


def test_archived_customers_are_asked_for(company: Shell) -> None:
    company.ok("archive", "C002")
    assert codes(company, "--archived") == ["C002"]
    assert "C002" not in codes(company)


@pytest.mark.parametrize(
    ("argv", "code", "named"),
    [
        (("list", "customers", "--grade", "A,D"), 2, ["D", "A, B, C"]),
        (("list", "customers", "--stage", "asleep"), 2, ["asleep", "prospect"]),
        (("list", "customers", "--waiting", "late"), 2, ["late", "overdue"]),
        (("list", "customers", "--no-contact", "-3"), 2, ["-3"]),
        (("list", "customers", "--region", "Eest"), 2, ["Eest", "East"]),
        (("list", "customers", "--tag", "\x1b]52;c;x\x07"), 2, ["52"]),
        (("list", "customers", "--owner", "Nobody"), 1, ["Nobody"]),
        (("list", "customers", "--view", "eest"), 1, ["eest", "east"]),
        (("list", "contacts", "--region", "East"), 2, ["--region"]),
        (("list", "tasks", "--view", "east"), 2, ["--view"]),
        (("list", "contacts", "--grade", "A,B"), 2, ["A,B"]),
        (("set", "C001", "C002", "name=X"), 2, ["name"]),
        (("set", "C001", "nobody", "grade=A"), 1, ["nobody"]),
        (("set", "C001", "C002", "grade=D"), 2, ["D"]),
        (("set", "C001", "C002"), 2, ["C002"]),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_told_in_one_line(company: Shell, argv: tuple[str, ...], code: int, named: list[str]) -> None:
    seq = company.commands()
    ran = company(*argv)
    assert (ran.code, ran.out, len(ran.errors)) == (code, "", 1), ran
    assert all(name in ran.err for name in named), ran.err
    assert "\x1b" not in ran.err
    assert company.commands() == seq


def test_views_are_listed_for_people_and_for_programs(company: Shell) -> None:
    lines = company.ok("list", "views").out.splitlines()
    assert lines[1].split() == ["all"]
    assert lines[-1].split() == ["east", "region", "East", "·", "by", "name,", "reversed"]
    found = company.ok("list", "views", "--format", "json").json
    assert [view["name"] for view in found if view["built_in"]][:3] == ["all", "mine", "grade_A"]
    assert found[-1] == {
        "name": "east",
        "built_in": False,
        "query": {"filter": {"region": ["East"]}, "sort": "name", "backwards": True},
    }
    assert "region" in company.ok("list", "views", "--format", "tsv").out


def test_what_a_view_holds_and_this_version_does_not_know_is_told_and_the_rest_is_shown(company: Shell) -> None:
    keep(company.home, "odd", View(Filter(waiting=Waits.NO_NEXT_DATE)))
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(company.database)) as connection:
        query = '{"filter": {"region": ["East"], "mood": ["good"]}, "sort": "mood"}'
        connection.execute("UPDATE saved_view SET query = ? WHERE name = 'odd'", (query,))
        connection.commit()
    ran = company.ok("list", "customers", "--view", "odd", "--format", "json")
    assert [row["code"] for row in ran.json] == ["C001", "C002"]
    assert "mood" in ran.err
    assert "odd" in ran.err


def test_several_customers_are_changed_by_one_command(company: Shell) -> None:
    before = len(company.commands())
    assert "2 customers changed; one was so already" in company.ok("set", "C001", "海明", "C003", "grade=B").out
    assert company.commands()[before:] == ["regrade"]
    assert codes(company, "--grade", "B") == ["C001", "C002", "C003"]
    company.ok("undo")
    assert codes(company, "--grade", "B") == ["C002"]
    done = company.ok("set", "C001", "C002", "owner=Wang", "--format", "json").json
    assert (done["changed"], done["same"]) == (2, 0)

"""Filters of the customer list: what is typed, whom it leaves, how it is told; and the orders of the list."""

from datetime import timedelta

import pytest

from salestui import i18n
from salestui.domain.views import Filter, Sort, View, Waits
from salestui.errors import InvalidValueError, NotFoundError
from salestui.services import bulk, customers, records
from salestui.services.browsing import customer_count, customer_keys, customer_page, listed_customers
from salestui.services.desk import Desk
from salestui.services.filtering import FilterReader, sort_told, told, typed, value_told
from salestui.services.follow_ups import log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.naming import record_named
from tests.conftest import Clock

COMPANIES = (
    {"name": "精工制造", "grade": "A", "stage": "active", "region": "华东", "industry": "Steel", "tags": "vip, 老客户"},
    {"name": "Acme [VIP] Ltd", "grade": "B", "stage": "prospect", "region": "华东, 沪", "care": "routine"},
    {"name": "海明科技", "grade": "A", "owner": "Wang", "segment": "key_account", "industry": "steel works"},
    {"name": "o'Hara; --", "stage": "lost", "tags": "vip"},
    {"name": "无名", "grade": "C", "owner": ""},
)


@pytest.fixture
def company(desk: Desk, clock: Clock) -> Desk:
    """Five customers: C001 contacted today and promised, C002 40 days ago, C003 waits since long, C005 nobody's."""
    records.add(desk, "owner", {"name": "Wang"})
    clock.to("2024-03-20 09:00")
    for fields in COMPANIES:
        customers.add_customer(desk, fields)
        clock.move(timedelta(minutes=1))
    clock.to("2024-03-31 09:00")
    log_follow_up(desk, "C002", {"method": "phone", "content": "called"})
    clock.to("2024-05-10 08:00")
    receive_inquiry(desk, "C003", {"kind": "lead", "text": "asks", "received_at": "-3h"})
    log_follow_up(desk, "C001", {"method": "visit", "content": "met", "next_at": "+20d"})
    customers.change_customer(desk, record_named(desk, "C001")[1], {"profile_reviewed_at": "today"})
    clock.to("2024-05-10 09:00")
    return desk


def left(desk: Desk, chosen: Filter, text: str = "") -> list[str]:
    """The codes that a filter leaves."""
    keys = customer_keys(desk, View(chosen), text=text)
    assert customer_count(desk, chosen) == len(customer_keys(desk, View(chosen)))
    rows = customer_page(desk, keys)
    return [rows[key].code for key in keys]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, ["C001", "C002", "C003", "C004", "C005"]),
        ({"grade": "A"}, ["C001", "C003"]),
        ({"grade": "a, 低优先级"}, ["C001", "C003", "C005"]),
        ({"grade": "none"}, ["C004"]),
        ({"grade": "B,无"}, ["C002", "C004"]),
        ({"owner": "wang"}, ["C003"]),
        ({"owner": "me"}, ["C001", "C002", "C004"]),
        ({"owner": "-"}, ["C005"]),
        ({"segment": "重点攻坚客户"}, ["C003"]),
        ({"care": "routine"}, ["C002"]),
        ({"stage": "active；lost"}, ["C001", "C004"]),
        ({"tags": "VIP"}, ["C001", "C004"]),
        ({"tags": "老客户"}, ["C001"]),
        ({"tags": "none"}, ["C002", "C003", "C005"]),
        ({"tags": "老客户, none"}, ["C001", "C002", "C003", "C005"]),
        ({"region": "华东"}, ["C001"]),
        ({"region": "华东, 沪"}, ["C002"]),  # known as a whole, though there is a comma in it
        ({"industry": "STEEL"}, ["C001"]),
        ({"waiting": "overdue"}, ["C003"]),
        ({"waiting": "无下次跟进时间"}, ["C002", "C003", "C004", "C005"]),
        ({"quiet_days": "30"}, ["C002", "C003", "C004", "C005"]),
        ({"quiet_days": "60d"}, ["C003", "C004", "C005"]),
        ({"grade": "A", "owner": "Li", "stage": "active"}, ["C001"]),
        ({"grade": "A", "stage": "lost"}, []),
        ({"archived": "yes"}, []),
    ],
    ids=str,
)
def test_every_part_must_hold_and_of_its_values_one(company: Desk, given: dict[str, str], codes: list[str]) -> None:
    chosen = FilterReader(company).filter(given)
    assert left(company, chosen) == codes
    assert FilterReader(company).filter(typed(chosen)) == chosen  # the form opens with what it read


def test_what_is_due_soon_is_not_overdue(company: Desk, clock: Clock) -> None:
    soon = Filter(waiting=Waits.DUE_SOON)
    clock.to("2024-05-10 06:40")  # 2 h from 05:00: the last half hour
    assert left(company, soon) == ["C003"]
    assert left(company, Filter(waiting=Waits.OVERDUE)) == []
    clock.to("2024-05-10 07:01")
    assert left(company, soon) == []


def test_an_archived_contact_is_none(company: Desk) -> None:
    quiet = Filter(quiet_days=30)
    assert "C001" not in left(company, quiet)
    for row in company.reader.execute("SELECT ref FROM follow_up").fetchall():
        records.archive(company, *record_named(company, row["ref"]))
    assert "C001" in left(company, quiet)
    assert customer_page(company, customer_keys(company, View()))[record_named(company, "C001")[1]][9] is None


def test_a_filter_and_a_text_narrow_together(company: Desk) -> None:
    assert left(company, Filter(grade=("A",)), "hmkj") == ["C003"]
    assert left(company, Filter(grade=("B",)), "hmkj") == []


def test_archived_customers_are_a_list_of_their_own(company: Desk) -> None:
    bulk.archive_customers(company, [record_named(company, "C001")[1]])
    assert left(company, Filter(archived=True)) == ["C001"]
    assert "C001" not in left(company, Filter())
    assert left(company, Filter(archived=True, grade=("B",))) == []


@pytest.mark.parametrize(
    ("given", "field", "named"),
    [
        ({"grade": "A, D"}, "grade", "'D'"),
        ({"stage": "' DROP TABLE customer --"}, "stage", "DROP"),
        ({"waiting": "late"}, "waiting", "late"),
        ({"region": "华西"}, "region", "华西"),
        ({"tags": "vipp"}, "tags", "vip"),
        ({"quiet_days": "0"}, "quiet_days", "'0'"),
        ({"quiet_days": "-3"}, "quiet_days", "'-3'"),
        ({"quiet_days": "9" * 5000}, "quiet_days", "999"),
        ({"quiet_days": "٣"}, "quiet_days", "٣"),
        ({"industry": "\x1b]52;c;x\x07"}, "industry", "52"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_not_understood_is_refused_under_its_field(
    company: Desk, given: dict[str, str], field: str, named: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        FilterReader(company).filter(given)
    assert refused.value.field == field
    assert named in str(refused.value)


def test_an_owner_nobody_knows_is_told_with_the_nearest(company: Desk) -> None:
    with pytest.raises(NotFoundError, match="Wang"):
        FilterReader(company).filter({"owner": "Wangg"})


def test_a_filter_is_told_in_words_of_both_languages() -> None:
    chosen = Filter(grade=("A",), owner=("Li", ""), stage=("active",), waiting=Waits.OVERDUE, quiet_days=30)
    assert told(chosen) == "grade A, owner Li/none, stage active, overdue, no contact for 30 d"
    assert told(Filter()) == ""
    assert told(Filter(archived=True)) == "archived"
    i18n.use("zh_CN")
    assert told(chosen) == "客户分级 A、负责人 Li/无、合作阶段 合作中、逾期、30 天未联系"
    assert value_told("tags", "") == "无"
    assert sort_told(View(sort=Sort.LAST_CONTACT, backwards=True)) == "按上次联系排序，倒序"


# ── orders ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sort", "codes", "backwards"),
    [
        (Sort.CODE, "12345", "54321"),
        (Sort.GRADE, "13254", "52134"),  # no grade stands last either way; equals by code
        (Sort.LAST_CONTACT, "21345", "12345"),  # who was not contacted for longest, never contacted last
        (Sort.NEXT_DATE, "12345", "12345"),  # one promise only
        (Sort.STAGE, "23514", "41235"),  # as the cooperation goes, not by the alphabet
        (Sort.OWNER, "12435", "31245"),
        (Sort.CARE, "21345", "21345"),
        (Sort.INDUSTRY, "13245", "31245"),
        (Sort.CREATED, "54321", "12345"),
    ],
)
def test_each_order_and_its_reverse(company: Desk, sort: Sort, codes: str, backwards: str) -> None:
    for way, expected in ((False, codes), (True, backwards)):
        rows = listed_customers(company, View(sort=sort, backwards=way), limit=-1)
        assert "".join(row.code[-1] for row in rows) == expected, way


@pytest.mark.parametrize("sort", Sort)
def test_a_screen_and_a_program_are_given_the_same_order(company: Desk, sort: Sort) -> None:
    keys = customer_keys(company, View(sort=sort))
    rows = customer_page(company, keys)
    listed = listed_customers(company, View(sort=sort), limit=-1)
    assert [rows[key].code for key in keys] == [row.code for row in listed]


def test_the_last_contacts_are_read_from_the_index_alone(company: Desk) -> None:
    plan = company.reader.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM customer ORDER BY (SELECT max(contacted_at) FROM follow_up"
        " WHERE customer_id = customer.id AND archived_at IS NULL)"
    ).fetchall()
    assert any("COVERING INDEX ix_follow_up_customer" in row["detail"] for row in plan)

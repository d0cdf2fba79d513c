"""Naming a customer as people do: by code, name, part, pinyin, initials, digits; nobody, or several."""

import pytest

from salestui.errors import AmbiguousError, NotFoundError, UsageError
from salestui.services import customers, finding, records
from salestui.services.desk import Desk
from salestui.services.naming import customer_named, record_named


@pytest.fixture(autouse=True)
def _customers(desk: Desk) -> None:
    for name in ("海明科技", "海康医疗", "Acme [VIP] Ltd", "T-Mobile", "Straße AG", "T-SYSTEM"):
        customers.add_customer(desk, {"name": name})
    records.add(
        desk, "contact", {"customer": "C001", "name": "张总", "mobile": "138 0013-8000", "email": "zhang@haiming.cn"}
    )
    customers.change_customer(desk, record_named(desk, "C002")[1], {"tags": "重点, hospital"})


KNOWN_AS = {
    "C001": ("C001", "c001", "Ｃ００１", "海明科技", "明科", "haiming", "haimingkeji", "hmkj", "HMKJ"),
    "C002": ("haikang", "hospital", "海康医疗"),
    "C003": ("[vip]", "acme"),
    "C004": ("T-Mobile",),
    "C005": ("STRASSE",),
    "C006": ("T-SYSTEM",),  # it reads like the ref of a task
}
REACHED_BY = ("138 0013", "13800138000", "0013-8000", "张总", "zhangzong", "ZHANG@haiming")


def test_a_customer_is_named_by_anything_it_is_known_by(desk: Desk) -> None:
    wanted = {typed: code for code, several in KNOWN_AS.items() for typed in several}
    wanted |= dict.fromkeys(REACHED_BY, "C001")
    assert {typed: customer_named(desk, typed).code for typed in wanted} == wanted
    for typed, code in wanted.items():
        assert record_named(desk, typed) == ("customer", customer_named(desk, code).id)


def test_several_are_told_with_candidates(desk: Desk) -> None:
    with pytest.raises(AmbiguousError, match="海") as several:
        customer_named(desk, "海")
    assert several.value.candidates == ("C001  海明科技", "C002  海康医疗")
    assert several.value.exit_code == 3


def test_an_exact_name_goes_before_parts_of_others(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "海明"})
    assert customer_named(desk, "海明").code == "C007"
    customers.add_customer(desk, {"name": "海明"})
    with pytest.raises(AmbiguousError) as several:
        customer_named(desk, "海明")
    assert several.value.candidates == ("C007  海明", "C008  海明")


def test_nobody_is_told_with_the_nearest_names(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match=r"海明科机.*海明科技") as nobody:
        customer_named(desk, "海明科机")
    assert nobody.value.exit_code == 1


def test_nothing_names_nobody(desk: Desk) -> None:
    for blank in ("", " ", "\u3000"):
        with pytest.raises(NotFoundError):
            customer_named(desk, blank)
        with pytest.raises(NotFoundError):
            record_named(desk, blank)


def test_an_archived_customer_is_found_by_its_code_alone_and_not_written_to(desk: Desk) -> None:
    records.archive(desk, "customer", record_named(desk, "C001")[1])
    assert customer_named(desk, "C001").archived
    with pytest.raises(NotFoundError):
        customer_named(desk, "haiming")
    with pytest.raises(UsageError, match="C001"):
        records.add(desk, "contact", {"customer": "C001", "name": "x"})


def test_a_ref_of_nothing_is_told_as_such(desk: Desk) -> None:
    for ref in ("T-000000", "t-zzzzzz", "I-7KQ2MD"):
        with pytest.raises(NotFoundError, match=ref):
            record_named(desk, ref)


def test_what_is_found_says_where(desk: Desk) -> None:
    assert [row.code for row in finding.find(desk, "hm", 9)] == ["C001"]
    assert [row.kind for row in finding.find(desk, "nothing of that kind", 9)] == []

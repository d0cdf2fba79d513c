"""Customers, contacts, owners: codes, tags, histories, archiving, and what each undoes to."""

from datetime import timedelta

import pytest

from salestui.domain.instants import to_ms
from salestui.domain.money import Money
from salestui.errors import InvalidValueError, NotFoundError, UsageError
from salestui.services import customers, finding, inquiries, records, tasks, undoing
from salestui.services.desk import Desk
from salestui.services.finding import Card, Shown
from salestui.services.follow_ups import log_follow_up
from salestui.services.naming import customer_named, record_named
from tests.conftest import Clock


def key(desk: Desk, name: str) -> str:
    return record_named(desk, name)[1]


def card(desk: Desk, name: str) -> Card:
    return finding.card(desk, customer_named(desk, name))


def test_codes_go_on_from_the_highest_and_one_can_be_chosen(desk: Desk) -> None:
    assert customers.add_customer(desk, {"name": "A"}).ref == "C001"
    assert customers.add_customer(desk, {"name": "B", "code": "c041"}).ref == "C041"
    assert customers.add_customer(desk, {"name": "C"}).ref == "C042"
    assert customers.add_customer(desk, {"name": "D", "code": "vip-7"}).ref == "VIP-7"
    assert customers.add_customer(desk, {"name": "E"}).ref == "C043"
    assert customer_named(desk, "vip-7").name == "D"
    with pytest.raises(InvalidValueError, match="C041"):
        customers.add_customer(desk, {"name": "F", "code": "Ｃ０４１"})


def test_every_field_of_a_customer_is_kept(desk: Desk) -> None:
    typed = {
        "name": "精工制造",
        "industry": "制造业",
        "employees": "500人",
        "annual_revenue": "1亿",
        "region": "华东",
        "grade": "高优先级",
        "segment": "重点攻坚客户",
        "care": "战略维护型",
        "stage": "合作中",
        "source_channel": "线下展会",
        "core_needs": "降低采购成本；稳定交付",
        "satisfaction": "90",
        "customer_since": "2023-01-01",
        "tags": "制造, vip",
    }
    customers.add_customer(desk, typed)
    profile = card(desk, "C001").profile
    assert {name: profile[name] for name in typed} == {
        "name": "精工制造",
        "industry": "制造业",
        "employees": 500,
        "annual_revenue": Money(10_000_000_000, "CNY"),
        "region": "华东",
        "grade": "A",
        "segment": "key_account",
        "care": "strategic_care",
        "stage": "active",
        "source_channel": "trade_fair",
        "core_needs": "降低采购成本\n稳定交付",
        "satisfaction": 90,
        "customer_since": "2023-01-01",
        "tags": ("vip", "制造"),
    }
    cleared = dict.fromkeys(set(typed) - {"name", "stage", "satisfaction"}, "")
    customers.change_customer(desk, key(desk, "C001"), cleared)
    profile = card(desk, "C001").profile
    assert not any(profile[name] for name in cleared)
    undoing.undo(desk)
    assert card(desk, "C001").profile["annual_revenue"] == Money(10_000_000_000, "CNY")
    assert card(desk, "C001").profile["tags"] == ("vip", "制造")


def test_stages_and_scores_are_kept_with_their_dates(desk: Desk, clock: Clock) -> None:
    customers.add_customer(desk, {"name": "X"})
    begun = clock.now
    clock.move(timedelta(days=1))
    customers.change_customer(desk, key(desk, "X"), {"stage": "interested", "satisfaction": "70"})
    customers.change_customer(desk, key(desk, "X"), {"satisfaction": "60"})
    stages = [tuple(row) for row in desk.reader.execute("SELECT stage, since FROM stage_change ORDER BY id")]
    assert stages == [("prospect", to_ms(begun)), ("interested", to_ms(clock.now))]
    assert card(desk, "X").profile["satisfaction"] == 60
    undoing.undo(desk)
    assert card(desk, "X").profile["satisfaction"] == 70


def test_a_new_owner_must_be_known_and_takes_what_waits_along(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "X", "care": "routine"})
    with pytest.raises(NotFoundError, match="Wang"):
        customers.change_customer(desk, key(desk, "X"), {"owner": "Wang"})
    records.add(desk, "owner", {"name": "Wang"})
    customers.change_customer(desk, key(desk, "X"), {"owner": "Wang"})
    assert desk.reader.execute("SELECT DISTINCT owner FROM clock").fetchall()[0][0] == "Wang"


def test_a_contact_stays_with_its_customer_and_is_found_by_it(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "X"})
    typed = {"customer": "X", "name": "张总", "mobile": "13800138000", "decision_role": "决策人"}
    ref = records.add(desk, "contact", typed).ref
    assert customer_named(desk, "0138000").name == "X"
    records.change(desk, "contact", key(desk, ref), {"mobile": "13911112222"})
    assert customer_named(desk, "1391111").name == "X"
    with pytest.raises(NotFoundError):
        customer_named(desk, "0138000")
    with pytest.raises(UsageError, match="customer"):
        records.change(desk, "contact", key(desk, ref), {"customer": "X"})


def test_an_archived_record_is_out_of_sight_and_comes_back(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "X", "care": "routine"})
    whose = key(desk, "X")
    records.archive(desk, "customer", whose)
    assert finding.listed(desk, "customer", limit=-1) == []
    assert desk.reader.execute("SELECT count(*) FROM clock").fetchone()[0] == 0
    with pytest.raises(UsageError, match="C001"):
        records.archive(desk, "customer", whose)
    records.archive(desk, "customer", whose, back=True)
    assert desk.reader.execute("SELECT count(*) FROM clock").fetchone()[0] == 1
    undoing.undo(desk)
    assert finding.listed(desk, "customer", limit=-1) == []


def test_an_archived_record_is_shown_when_it_is_named(desk: Desk) -> None:
    customers.add_customer(desk, {"name": "X"})
    refs = [
        records.add(desk, "contact", {"customer": "X", "name": "张总"}).ref,
        inquiries.receive_inquiry(desk, "X", {"kind": "lead", "text": "asks"}).ref,
        log_follow_up(desk, "X", {"method": "phone", "content": "called"}).ref,
        tasks.add_task(desk, {"action": "send it"}).ref,
    ]
    for ref in refs:
        entity, archived = record_named(desk, ref)
        records.archive(desk, entity, archived)
        shown = finding.show(desk, ref)
        assert isinstance(shown, Shown)
        assert shown.record.ref == ref
        assert ref not in [row.ref for row in finding.listed(desk, entity, limit=-1)]

"""Deals on the desk: every stage keeps its date, lost needs a reason, two people moving one card are both told."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from salestui.domain.clock import state
from salestui.domain.periods import parse_period
from salestui.domain.rows import DealRow
from salestui.domain.words import ClockState, DealStage, DueKind, LostReason, Rule
from salestui.errors import ConflictError, InvalidValueError, NotFoundError
from salestui.services import customers, deals, due, records, selling, undoing
from salestui.services.desk import Desk
from salestui.services.merging import seen_of
from salestui.services.naming import record_named
from salestui.store.reads import deals as reads
from tests.conftest import Clock, at


@pytest.fixture
def customer(desk: Desk) -> str:
    """The code of a customer."""
    return customers.add_customer(desk, {"name": "海明科技", "grade": "A"}).ref


def add(desk: Desk, customer: str, **typed: str) -> str:
    return key(desk, deals.add_deal(desk, {"customer": customer, "name": "智能仓储", **typed}).ref)


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def row(desk: Desk, deal: str) -> DealRow:
    return reads.deals(desk.reader, limit=1, id=deal)[0]


def stages(desk: Desk, deal: str) -> list[str]:
    rows = desk.reader.execute("SELECT stage FROM deal_stage_change WHERE deal_id = ? ORDER BY entered_at, id", (deal,))
    return [each[0] for each in rows]


def test_a_deal_begins_as_a_lead_of_whoever_writes_it(desk: Desk, customer: str) -> None:
    found = row(desk, add(desk, customer, amount="80万", probability="60%", expected_close="2024-06-30"))
    assert (found.stage, found.owner, found.probability) == (DealStage.LEAD, "Li", 60)
    assert (str(found.amount), found.expected_close) == ("800000.00 CNY", date(2024, 6, 30))


def test_every_stage_keeps_its_date_and_undo_takes_it_back(desk: Desk, customer: str, clock: Clock) -> None:
    deal = add(desk, customer)
    clock.move(timedelta(days=1))
    deals.move_deal(desk, deal, "qualified")
    clock.move(timedelta(days=2))
    assert deals.move_deal(desk, deal, "won").is_order
    assert stages(desk, deal) == ["lead", "qualified", "won"]
    assert row(desk, deal).closed_at == clock()
    undoing.undo(desk)
    assert (stages(desk, deal), row(desk, deal).stage) == (["lead", "qualified"], DealStage.QUALIFIED)
    assert row(desk, deal).closed_at is None


def test_a_lost_deal_needs_a_reason_and_names_the_competitor(desk: Desk, customer: str) -> None:
    deal = add(desk, customer)
    with pytest.raises(InvalidValueError, match="needs a reason") as refused:
        deals.move_deal(desk, deal, "lost")
    assert (refused.value.field, row(desk, deal).stage) == ("lost_reason", DealStage.LEAD)
    deals.move_deal(desk, deal, "lost", reason="competitor", lost_to="竞品A")
    assert (row(desk, deal).lost_reason, row(desk, deal).lost_to) == (LostReason.COMPETITOR, "竞品A")
    other = add(desk, customer)
    deals.move_deal(desk, other, "lost", reason="价格", lost_to="竞品a")  # 中文 labels are words, and case is not
    assert [(each.name, each.lost) for each in reads.competitors(desk.reader, limit=9)] == [("竞品A", 2)]


def test_a_lost_deal_that_is_taken_up_again_forgets_its_reason(desk: Desk, customer: str) -> None:
    deal = add(desk, customer)
    deals.move_deal(desk, deal, "lost", reason="budget")
    deals.move_deal(desk, deal, "nurtured")
    found = row(desk, deal)
    assert (found.stage, found.closed_at, found.lost_reason) == (DealStage.NURTURED, None, None)


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ({"stage": "won", "lost_reason": "price"}, "only a lost deal"),
        ({"stage": "lost"}, "needs a reason"),
        ({"contract_from": "2024-06-01", "contract_to": "2024-05-31"}, "begins 2024-06-01 after its end"),
        ({"amount": "much"}, "much"),
        ({"probability": "120"}, "120"),
        ({"renews": "D-000000"}, "D-000000"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, customer: str, typed: dict[str, str], match: str
) -> None:
    with pytest.raises((InvalidValueError, NotFoundError), match=match):
        add(desk, customer, **typed)
    assert reads.deals(desk.reader, limit=9, everything=True) == []


def test_a_deal_closed_before_it_is_written_down_says_when(desk: Desk, customer: str) -> None:
    deal = add(desk, customer, stage="won", closed_at="2024-05-08 10:00")
    assert row(desk, deal).closed_at == at("2024-05-08 10:00")
    assert stages(desk, deal) == ["won"]


def test_two_people_moving_one_card_are_both_told(desk: Desk, open_at: Callable[..., Desk], customer: str) -> None:
    other_desk = open_at(owner="Wang")
    deal = add(desk, customer)
    seen = seen_of(desk, "deal", deal)
    deals.move_deal(other_desk, deal, "qualified", seen=seen_of(other_desk, "deal", deal))
    with pytest.raises(ConflictError) as refused:
        deals.move_deal(desk, deal, "opportunity", seen=seen)
    (conflict,) = refused.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs, conflict.by) == (
        "stage",
        "opportunity",
        "qualified",
        "Wang",
    )
    assert stages(desk, deal) == ["lead", "qualified"]


def test_a_contract_is_to_be_renewed_and_the_renewal_stops_its_clock(desk: Desk, customer: str, clock: Clock) -> None:
    order = add(desk, customer, stage="won", contract_to="2024-06-20")
    assert [each for each in due.today(desk).rows if each.clock.kind is DueKind.RENEWAL] == []  # a month and more ahead
    clock.move(timedelta(days=25))
    (waiting,) = (each for each in due.today(desk).rows if each.clock.kind is DueKind.RENEWAL)
    assert (waiting.clock.rule, waiting.text, state(waiting.clock, clock())) == (
        Rule.R13,
        "智能仓储",
        ClockState.DUE_SOON,
    )
    renewal = add(desk, customer, kind="renewal", renews=row(desk, order).ref)
    assert [each for each in due.today(desk).rows if each.clock.kind is DueKind.RENEWAL] == []
    records.archive(desk, "deal", renewal)  # it was a mistake: the contract runs out all the same
    assert [each.text for each in due.today(desk).rows if each.clock.kind is DueKind.RENEWAL] == ["智能仓储"]


def test_only_an_order_of_the_same_customer_is_renewed(desk: Desk, customer: str) -> None:
    lead = row(desk, add(desk, customer)).ref
    elsewhere = customers.add_customer(desk, {"name": "YY贸易集团"}).ref
    order = row(desk, add(desk, elsewhere, stage="won")).ref
    for ref in (lead, order):
        with pytest.raises(InvalidValueError, match=ref):
            add(desk, customer, renews=ref)


def test_a_battle_card_is_changed_and_its_name_stays_one(desk: Desk) -> None:
    competitor = key(desk, records.add(desk, "competitor", {"name": "竞品A", "strengths": "响应快"}).ref)
    records.change(desk, "competitor", competitor, {"our_answer": "7天免费试用"})
    (card,) = reads.competitors(desk.reader, limit=9)
    assert (card.strengths, card.our_answer) == ("响应快", "7天免费试用")
    with pytest.raises(InvalidValueError, match="竞品a"):
        records.add(desk, "competitor", {"name": "竞品a"})


def test_the_report_of_a_period_counts_what_the_deals_say(desk: Desk, customer: str, clock: Clock) -> None:
    add(desk, customer, amount="100", probability="99")
    add(desk, customer, amount="200", probability="0")
    won = add(desk, customer, amount="50")
    clock.move(timedelta(days=2))
    deals.move_deal(desk, won, "won")
    found = selling.report(desk, parse_period("2024-Q2"))
    assert {each.stage: each.stock for each in found.stages if each.stock} == {DealStage.LEAD: 2, DealStage.WON: 1}
    assert found.weighted.sums == {"CNY": 99_00 * 100}
    with pytest.raises(NotFoundError, match="Zhao"):
        selling.report(desk, parse_period("2024-Q2"), owner="Zhao")

"""What customers held against us, as it is written down: which records count, when, whose, and only once."""

from collections.abc import Callable

import pytest

from salestui.domain.feedback import Feedback
from salestui.domain.periods import parse_period
from salestui.domain.readings import Scope
from salestui.domain.words import ObjectionKind, ObjectionOutcome
from salestui.errors import NotFoundError
from salestui.services import customers, deals, feedback, records
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, log_follow_up
from salestui.services.inquiries import receive_inquiry, resolve_inquiry
from salestui.services.naming import record_named


@pytest.fixture
def customer(desk: Desk) -> str:
    """The code of a customer that came by a trade fair."""
    found = {"name": "精工制造", "source_channel": "trade_fair", "grade": "A", "region": "华东"}
    return customers.add_customer(desk, found).ref


def object_to(desk: Desk, code: str, at: str, answer: str | None = "三年总成本", words: str = "") -> str:
    fields = {"method": "phone", "content": "报价沟通", "contacted_at": at, "feedback": words}
    entry = ObjectionEntry(
        ObjectionKind.PRICE, "价格偏高", answer, ObjectionOutcome.SATISFIED if answer else ObjectionOutcome.OPEN
    )
    logged = log_follow_up(desk, code, fields, objections=[entry])
    return logged.ref


def complain(desk: Desk, code: str, at: str, kind: str = "complaint") -> str:
    return receive_inquiry(desk, code, {"kind": kind, "text": "热线占线40分钟", "received_at": at}).ref


def of(desk: Desk, period: str = "2024-05", scope: Scope | None = None) -> tuple[Feedback, ...]:
    return feedback.feedback(desk, parse_period(period), scope or Scope())


def test_an_objection_counts_where_it_was_said_with_the_customers_own_words(desk: Desk, customer: str) -> None:
    ref = object_to(desk, customer, "2024-05-08 10:00", words="比竞品贵两成")
    deals.add_deal(desk, {"customer": customer, "name": "智能仓储", "product": "WMS"})
    (found,) = of(desk)
    assert (found.entity, found.ref, found.kind, found.text, found.words) == (
        "follow_up", ref, "price", "价格偏高", "比竞品贵两成",
    )  # fmt: skip
    assert (found.code, found.product, found.channel, found.owner) == (customer, "WMS", "trade_fair", "Li")
    assert (found.answered, found.outcome, found.is_inquiry) == (True, ObjectionOutcome.SATISFIED, False)
    assert of(desk, "2024-04") == ()


def test_an_objection_without_an_answer_and_the_inquiry_it_opened_are_one(desk: Desk, customer: str) -> None:
    object_to(desk, customer, "2024-05-08 10:00", answer=None)
    (found,) = of(desk)
    assert (found.entity, found.kind, found.answered, found.is_inquiry, found.open) == (
        "follow_up", "price", False, True, True,
    )  # fmt: skip
    ((inquiry,),) = desk.reader.execute("SELECT id FROM inquiry").fetchall()
    resolve_inquiry(desk, inquiry, "分期付款", told=True)
    (found,) = of(desk)
    assert (found.answered, found.solved, found.told) == (True, True, True)


def test_a_complaint_is_open_until_solved_and_an_objection_received_as_such_is_of_another_kind(
    desk: Desk, customer: str
) -> None:
    complaint = complain(desk, customer, "2024-05-08 10:00")
    complain(desk, customer, "2024-05-07 10:00", kind="objection")
    complain(desk, customer, "2024-05-06 10:00", kind="urgent")
    found = of(desk)
    assert [(each.kind, each.open) for each in found] == [("complaint", True), ("other", True)]  # the latest first
    resolve_inquiry(desk, record_named(desk, complaint)[1], "增加坐席", told=False)
    assert next((each.open, each.solved, each.told) for each in of(desk)) == (False, True, False)


def test_what_is_archived_is_left_out_and_an_archived_customers_words_are_not(desk: Desk, customer: str) -> None:
    follow_up = object_to(desk, customer, "2024-05-08 10:00", answer=None)
    complaint = complain(desk, customer, "2024-05-08 11:00")
    records.archive(desk, "customer", record_named(desk, customer)[1])
    assert len(of(desk)) == 2
    records.archive(desk, "inquiry", record_named(desk, complaint)[1])
    assert [each.kind for each in of(desk)] == ["price"]
    records.archive(desk, "follow_up", record_named(desk, follow_up)[1])
    assert [each.kind for each in of(desk)] == ["other"]  # the inquiry it opened still waits, and stands for itself


def test_a_period_begins_at_midnight_of_the_desk_and_ends_before_the_next(desk: Desk, customer: str) -> None:
    object_to(desk, customer, "2024-04-30 23:59")
    object_to(desk, customer, "2024-05-01 00:00")
    assert (len(of(desk, "2024-04")), len(of(desk, "2024-05"))) == (1, 1)


@pytest.mark.parametrize(
    ("scope", "counted"),
    [
        (Scope(), 2),
        (Scope(owner="Li"), 1),
        (Scope(owner="Wang"), 1),
        (Scope(grade="A"), 2),
        (Scope(grade="B"), 0),
        (Scope(region="华东", owner="Wang"), 1),
        (Scope(segment="potential"), 0),
    ],
    ids=str,
)
def test_whose_it_is(desk: Desk, open_at: Callable[..., Desk], customer: str, scope: Scope, counted: int) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    object_to(open_at(owner="Wang"), customer, "2024-05-08 10:00")  # who wrote it down
    complain(desk, customer, "2024-05-08 11:00")  # whose customer it is
    assert len(of(desk, scope=scope)) == counted


def test_nobody_knows_that_owner(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="Zhao"):
        of(desk, scope=Scope(owner="Zhao"))

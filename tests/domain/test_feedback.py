"""The feedback summary: counted by kind, product and channel; words quoted once; the product only where it is clear."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from salestui.domain.feedback import UNCLEAR, Feedback, FeedbackBy, Offer, grouped, product_of
from salestui.domain.words import ObjectionOutcome

MAY = datetime(2024, 5, 10, tzinfo=UTC)
PRICE = Feedback(
    entity="follow_up",
    key="1",
    ref="F-1",
    at=MAY,
    kind="price",
    text="价格偏高",
    words="比竞品贵两成",
    code="C001",
    customer="精工制造",
    owner="Li",
    product="WMS",
    channel="trade_fair",
    answered=True,
    outcome=ObjectionOutcome.SATISFIED,
    is_inquiry=False,
    solved=False,
    told=False,
)
COMPLAINT = replace(
    PRICE,
    entity="inquiry",
    ref="I-1",
    kind="complaint",
    words="热线占线",
    outcome=None,
    is_inquiry=True,
    answered=False,
)


def test_a_group_counts_what_was_answered_what_worked_and_what_is_open() -> None:
    found = [
        PRICE,
        replace(PRICE, ref="F-2", outcome=ObjectionOutcome.UNMOVED, product="ERP"),
        replace(PRICE, ref="F-3", outcome=ObjectionOutcome.OPEN, answered=False, is_inquiry=True, solved=True),
        COMPLAINT,
        replace(COMPLAINT, ref="I-2", solved=True, answered=True, told=True),
    ]
    price, complaint = grouped(found, FeedbackBy.KIND, words=3)
    assert (price.key, price.count, price.answered, price.satisfied, price.unmoved, price.open) == (
        "price", 3, 2, 1, 1, 1,
    )  # fmt: skip
    assert (price.inquiries, price.solved, price.told) == (1, 1, 0)
    assert price.products == (("WMS", 2), ("ERP", 1))
    assert (complaint.count, complaint.satisfied, complaint.open) == (2, 0, 1)
    assert (complaint.inquiries, complaint.solved, complaint.told) == (2, 1, 1)


def test_groups_come_by_size_then_as_the_kinds_are_listed() -> None:
    found = [replace(PRICE, kind=kind) for kind in ("complaint", "function", "price", "other", "other")]
    assert [group.key for group in grouped(found, FeedbackBy.KIND, words=1)] == [
        "other",
        "price",
        "function",
        "complaint",
    ]
    found = [PRICE, replace(PRICE, channel=UNCLEAR), replace(PRICE, channel=UNCLEAR)]
    assert [(group.key, group.count) for group in grouped(found, FeedbackBy.CHANNEL, words=1)] == [
        (UNCLEAR, 2),
        ("trade_fair", 1),
    ]


def test_the_latest_words_are_quoted_and_none_twice() -> None:
    def said(days: int, words: str) -> Feedback:
        return replace(PRICE, ref=f"F-{days}", at=MAY + timedelta(days=days), words=words)

    (group,) = grouped([said(1, "贵"), said(3, "贵"), said(2, "慢"), said(0, "远")], FeedbackBy.KIND, words=2)
    assert group.words == (("F-3", "贵"), ("F-2", "慢"))


def offer(product: str | None, day: int, *, is_open: bool = True) -> Offer:
    return Offer(product, is_open, MAY + timedelta(days=day))


@pytest.mark.parametrize(
    ("offers", "product"),
    [
        ([], UNCLEAR),
        ([offer("WMS", 1)], "WMS"),
        ([offer("WMS", 1), offer("WMS", 2), offer(None, 3)], "WMS"),
        ([offer("WMS", 1), offer("ERP", 2)], UNCLEAR),  # both are talked of
        ([offer("WMS", 1), offer("ERP", 2, is_open=False)], "WMS"),
        ([offer(None, 1), offer("ERP", 2, is_open=False)], UNCLEAR),
        ([offer("WMS", 1, is_open=False), offer("ERP", 2, is_open=False)], "ERP"),
        ([offer("WMS", 1, is_open=False), offer(None, 2, is_open=False)], UNCLEAR),
    ],
)
def test_the_product_is_that_of_the_open_deals_else_of_the_latest_where_it_is_clear(
    offers: list[Offer], product: str
) -> None:
    assert product_of(offers) == product

"""Objections and complaints of a stretch of time, with what became of them and what their customers buy."""

import json
from collections.abc import Iterable

from salestui.domain.deals import OPEN
from salestui.domain.feedback import UNCLEAR, Feedback, Offer, product_of
from salestui.domain.instants import from_ms
from salestui.domain.readings import Scope
from salestui.domain.words import DealStage, ObjectionKind, ObjectionOutcome
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import readable

_CUSTOMER = """customer.id AS customer_id, customer.code, customer.name AS customer, customer.source_channel"""
_SCOPE = """
    AND (:owner IS NULL OR {owner} = :owner) AND (:segment IS NULL OR customer.segment = :segment)
    AND (:grade IS NULL OR customer.grade = :grade) AND (:region IS NULL OR customer.region = :region)"""
_OBJECTIONS = f"""
    SELECT 'follow_up' AS entity, follow_up.id, follow_up.ref, follow_up.contacted_at AS at, objection.kind,
           objection.text, coalesce(follow_up.feedback, objection.text) AS words, {_CUSTOMER}, follow_up.owner,
           objection.answer IS NOT NULL OR inquiry.solved_at IS NOT NULL AS answered, objection.outcome,
           inquiry.id IS NOT NULL AS is_inquiry, inquiry.solved_at IS NOT NULL AS solved,
           inquiry.customer_told_at IS NOT NULL AS told
    FROM follow_up CROSS JOIN objection ON objection.follow_up_id = follow_up.id
    JOIN customer ON customer.id = follow_up.customer_id
    LEFT JOIN inquiry ON inquiry.id = objection.inquiry_id AND inquiry.archived_at IS NULL
    WHERE follow_up.contacted_at >= :start AND follow_up.contacted_at < :end AND follow_up.archived_at IS NULL
    {_SCOPE.format(owner="follow_up.owner")}
    ORDER BY follow_up.contacted_at DESC, objection.id DESC"""
# An inquiry that an objection opened is counted there, with the kind of that objection.
_INQUIRIES = f"""
    SELECT 'inquiry' AS entity, inquiry.id, inquiry.ref, inquiry.received_at AS at, inquiry.kind, inquiry.text,
           inquiry.text AS words, {_CUSTOMER}, customer.owner, inquiry.solved_at IS NOT NULL AS answered,
           NULL AS outcome, 1 AS is_inquiry, inquiry.solved_at IS NOT NULL AS solved,
           inquiry.customer_told_at IS NOT NULL AS told
    FROM inquiry JOIN customer ON customer.id = inquiry.customer_id
    WHERE inquiry.kind IN ('complaint', 'objection') AND inquiry.archived_at IS NULL
      AND inquiry.received_at >= :start AND inquiry.received_at < :end
      AND NOT EXISTS (SELECT 1 FROM objection JOIN follow_up ON follow_up.id = objection.follow_up_id
                      WHERE objection.inquiry_id = inquiry.id AND follow_up.archived_at IS NULL)
    {_SCOPE.format(owner="customer.owner")}
    ORDER BY inquiry.received_at DESC, inquiry.id DESC"""


def feedback(connection: Connection, *, start: int, end: int, scope: Scope) -> list[Feedback]:
    """What was said from `start` until before `end` (ms), the latest first. What is archived is left out.

    An archived customer's words were said all the same. Owner is that of the follow-up, else of the customer.
    """
    wanted = {
        **{name: getattr(scope, name) for name in ("owner", "segment", "grade", "region")},
        "start": start,
        "end": end,
    }
    rows = [*connection.execute(_OBJECTIONS, wanted), *connection.execute(_INQUIRIES, wanted)]
    products = _products(connection, {row["customer_id"] for row in rows})
    rows.sort(key=lambda row: row["at"], reverse=True)
    return readable(connection, rows, lambda row: _feedback(row, products.get(row["customer_id"], UNCLEAR)))


def _products(connection: Connection, customers: Iterable[str]) -> dict[str, str]:
    rows = connection.execute(
        "SELECT customer_id, product, stage, created_at FROM deal"
        " WHERE customer_id IN (SELECT value FROM json_each(?)) AND archived_at IS NULL ORDER BY created_at, id",
        (json.dumps(sorted(customers)),),
    )
    offers: dict[str, list[Offer]] = {}
    for customer, offer in readable(connection, rows, lambda row: (row["customer_id"], _offer(row))):
        offers.setdefault(customer, []).append(offer)
    return {customer: product_of(each) for customer, each in offers.items()}


def _offer(row: Row) -> Offer:
    return Offer(row["product"], DealStage(row["stage"]) in OPEN, from_ms(row["created_at"]))


def _feedback(row: Row, product: str) -> Feedback:
    kind = row["kind"]
    return Feedback(
        entity=row["entity"],
        key=row["id"],
        ref=row["ref"],
        at=from_ms(row["at"]),
        kind=ObjectionKind.OTHER.value if kind == "objection" else kind,
        text=row["text"],
        words=row["words"],
        code=row["code"],
        customer=row["customer"],
        owner=row["owner"],
        product=product,
        channel=row["source_channel"] or UNCLEAR,
        answered=bool(row["answered"]),
        outcome=None if row["outcome"] is None else ObjectionOutcome(row["outcome"]),
        is_inquiry=bool(row["is_inquiry"]),
        solved=bool(row["solved"]),
        told=bool(row["told"]),
    )

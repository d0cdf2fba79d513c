"""From rows to the facts that decide clocks: what `domain.clocks` is given. Raw SQL, a page of customers at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from salestui.domain.clocks import CustomerFacts, InquiryFacts, PromiseFacts, Regrade, Score, TaskFacts
from salestui.domain.deals import stretches
from salestui.domain.instants import Deadline, from_ms
from salestui.domain.renewals import ContractFacts
from salestui.domain.words import Care, DealStage, Grade, InquiryKind, Stage
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import instant, readable, understood, whole

_PAGE = 500

# Each is asked once a page of customers; :ids is a JSON array of keys.
_CUSTOMERS = """
    SELECT id, code, owner, grade, stage, care, created_at, profile_reviewed_at, archived_at
    FROM customer WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"""
_CONTACTED = """
    SELECT customer_id, contacted_at FROM follow_up
    WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND archived_at IS NULL
    ORDER BY customer_id, contacted_at"""
_REGRADES = """
    SELECT customer_id, grade_before, grade, changed_at FROM grade_change
    WHERE customer_id IN (SELECT value FROM json_each(:ids)) ORDER BY changed_at, id"""
_INQUIRIES = """
    SELECT id, ref, customer_id, kind, complex, received_at, grade_at_receipt, answered_at, solved_at,
           customer_told_at, archived_at
    FROM inquiry WHERE customer_id IN (SELECT value FROM json_each(:ids)) ORDER BY received_at, id"""
_ANSWERS = """
    SELECT answer.inquiry_id, follow_up.contacted_at
    FROM inquiry JOIN answer ON answer.inquiry_id = inquiry.id JOIN follow_up ON follow_up.id = answer.follow_up_id
    WHERE inquiry.customer_id IN (SELECT value FROM json_each(:ids)) AND follow_up.archived_at IS NULL
    ORDER BY follow_up.contacted_at"""
_PROMISES = """
    SELECT promise.id, promise.ref, promise.customer_id, promise.due, promise.withdrawn_at,
           coalesce(follow_up.contacted_at, promise.made_at) AS made_at
    FROM promise LEFT JOIN follow_up ON follow_up.id = promise.follow_up_id
    WHERE promise.customer_id IN (SELECT value FROM json_each(:ids)) AND follow_up.archived_at IS NULL
    ORDER BY promise.id"""
_SCORES = """
    SELECT customer_id, score, scored_at FROM satisfaction_score
    WHERE customer_id IN (SELECT value FROM json_each(:ids)) ORDER BY scored_at, id"""
# +stage: by its index all deals that were ever won are read, 100–180 ms of a command where there are 300,000 deals.
_CONTRACTS = """
    SELECT deal.id, deal.ref, deal.customer_id, deal.closed_at, deal.contract_to, deal.archived_at,
           (SELECT min(renewal.created_at) FROM deal AS renewal
            WHERE renewal.renews_id = deal.id AND renewal.archived_at IS NULL) AS renewed_at
    FROM deal WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND +stage = 'won'
    ORDER BY closed_at, id"""
_MOVES = """
    SELECT deal.id, deal.owner, deal.customer_id, change.stage, change.entered_at
    FROM deal JOIN deal_stage_change AS change ON change.deal_id = deal.id
    WHERE deal.customer_id IN (SELECT value FROM json_each(:ids)) AND deal.archived_at IS NULL
    ORDER BY deal.id, change.entered_at, change.id"""
_TASKS = """
    SELECT id, ref, owner, created_at, start, "end", done_at, coalesce(dropped_at, archived_at) AS withdrawn_at,
           customer_id
    FROM task WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id"""


def customer_facts(connection: Connection, customers: Iterable[str]) -> Iterator[CustomerFacts]:
    """The facts of `customers` (ids), by id; one that is gone is left out."""
    listed = sorted(set(customers))
    for start in range(0, len(listed), _PAGE):
        yield from _page(connection, listed[start : start + _PAGE])


def _page(connection: Connection, customers: Sequence[str]) -> Iterator[CustomerFacts]:
    ids = {"ids": json.dumps(customers)}
    answers = _grouped(connection.execute(_ANSWERS, ids), "inquiry_id")
    contacted = _grouped(connection.execute(_CONTACTED, ids), "customer_id")
    regrades = _grouped(connection.execute(_REGRADES, ids), "customer_id")
    inquiries = _grouped(connection.execute(_INQUIRIES, ids), "customer_id")
    promises = _grouped(connection.execute(_PROMISES, ids), "customer_id")
    scores = _grouped(connection.execute(_SCORES, ids), "customer_id")
    won = _grouped(connection.execute(_CONTRACTS, ids), "customer_id")
    yield from readable(
        connection,
        connection.execute(_CUSTOMERS, ids),
        lambda row: CustomerFacts(
            id=row["id"],
            code=row["code"],
            owner=row["owner"],
            grade=_grade(row["grade"]),
            stage=Stage(row["stage"]),
            care=Care(row["care"]) if row["care"] else None,
            created_at=from_ms(row["created_at"]),
            profile_reviewed_at=_date(row["profile_reviewed_at"]),
            archived=row["archived_at"] is not None,
            contacted=tuple(from_ms(contact["contacted_at"]) for contact in contacted[row["id"]]),
            regrades=tuple(
                Regrade(from_ms(change["changed_at"]), _grade(change["grade_before"]), _grade(change["grade"]))
                for change in regrades[row["id"]]
            ),
            inquiries=tuple(_inquiry(inquiry, answers[inquiry["id"]]) for inquiry in inquiries[row["id"]]),
            promises=tuple(
                PromiseFacts(
                    id=promise["id"],
                    ref=promise["ref"],
                    made_at=from_ms(promise["made_at"]),
                    due=Deadline.parse(promise["due"]),
                    withdrawn_at=instant(promise["withdrawn_at"]),
                )
                for promise in promises[row["id"]]
            ),
            scores=tuple(Score(from_ms(score["scored_at"]), score["score"]) for score in scores[row["id"]]),
            contracts=tuple(_contract(deal) for deal in won[row["id"]] if deal["contract_to"]),
            orders=tuple(from_ms(deal["closed_at"]) for deal in won[row["id"]] if deal["archived_at"] is None),
        ),
    )


def _contract(row: Row) -> ContractFacts:
    return ContractFacts(
        id=row["id"],
        ref=row["ref"],
        won_at=from_ms(row["closed_at"]),
        last_day=date.fromisoformat(row["contract_to"]),
        renewed_at=instant(row["renewed_at"]),
        withdrawn_at=instant(row["archived_at"]),
    )


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _grade(value: str | None) -> Grade | None:
    return Grade(value) if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _inquiry(row: Row, answers: Sequence[Row]) -> InquiryFacts:
    return InquiryFacts(
        id=row["id"],
        ref=row["ref"],
        kind=InquiryKind(row["kind"]),
        complex=bool(row["complex"]),
        received_at=from_ms(row["received_at"]),
        grade_at_receipt=Grade(row["grade_at_receipt"]),
        answered_at=instant(row["answered_at"]),
        contacts=tuple(from_ms(answer["contacted_at"]) for answer in answers),
        solved_at=instant(row["solved_at"]),
        told_at=instant(row["customer_told_at"]),
        archived_at=instant(row["archived_at"]),
    )


def task_facts(connection: Connection, tasks: Iterable[str]) -> Iterator[TaskFacts]:
    """The facts of `tasks` (ids), by id; one that is gone is left out."""
    yield from readable(connection, connection.execute(_TASKS, {"ids": json.dumps(sorted(set(tasks)))}), _task)


def _task(row: Row) -> TaskFacts:
    return TaskFacts(
        id=row["id"],
        ref=row["ref"],
        owner=row["owner"],
        created_at=from_ms(row["created_at"]),
        start=_date(row["start"]),
        end=Deadline.parse(row["end"]) if row["end"] else None,
        done_at=instant(row["done_at"]),
        withdrawn_at=instant(row["withdrawn_at"]),
        customer_id=row["customer_id"],
    )


def open_deals(connection: Connection, customers: Sequence[str]) -> Iterator[tuple[str, int, int | None, str, str]]:
    """The stretches (ms) in which the deals of `customers` were open: since when, until when, whose."""
    rows = connection.execute(_MOVES, {"ids": json.dumps(customers)})
    for deal, moves in groupby(rows, key=lambda row: (row["id"], row["owner"], row["customer_id"])):
        with understood():
            opened = stretches([(DealStage(move["stage"]), whole(move["entered_at"])) for move in moves])
        for opened_at, ended_at in opened:
            yield deal[0], opened_at, ended_at, deal[1], deal[2]

"""Scores with their dates: written down, back-dated, corrected, taken away, each undone; complaints told or not."""

from datetime import timedelta

import pytest

from salestui.domain.rows import CustomerName, ScoreRow
from salestui.domain.words import WarningKind
from salestui.errors import ArchivedError, ConflictError, GoneError, InvalidValueError
from salestui.services import customers, due, inquiries, records, satisfaction, undoing
from salestui.services.desk import Desk
from salestui.services.merging import seen_of
from salestui.services.naming import customer_named, record_named
from tests.conftest import Clock, at


@pytest.fixture
def customer(desk: Desk) -> CustomerName:
    return customer_named(desk, customers.add_customer(desk, {"name": "海明科技"}).ref)


def score(desk: Desk, points: str, when: str = "") -> ScoreRow:
    return satisfaction.add_score(desk, "C001", {"score": points, "scored_at": when}).row


def points(desk: Desk, customer: CustomerName) -> list[tuple[int, int | None]]:
    return [(row.score, row.change) for row in satisfaction.scores(desk, customer)]


def fell(desk: Desk, customer: CustomerName) -> bool:
    return WarningKind.SATISFACTION_DOWN in [row.kind for row in due.warnings_of(desk, customer)]


def test_scores_stand_by_date_oldest_first_each_beside_the_one_before(desk: Desk, customer: CustomerName) -> None:
    score(desk, "80")
    found = satisfaction.add_score(desk, "C001", {"score": "92", "scored_at": "2024-03-01"})
    assert (found.saved.ref, found.row.before) == ("C001:2024-03-01", None)
    score(desk, "85", "2024-04-01 10:00")
    assert points(desk, customer) == [(92, None), (85, -7), (80, -5)]


def test_a_fall_of_ten_warns_and_a_back_dated_score_between_takes_the_warning_away(
    desk: Desk, customer: CustomerName
) -> None:
    score(desk, "90", "2024-03-01")
    score(desk, "80", "2024-05-01")
    assert fell(desk, customer)
    score(desk, "85", "2024-04-01")
    assert not fell(desk, customer)
    undoing.undo(desk)
    assert fell(desk, customer)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"score": "101"}, "at most 100"),
        ({"score": "-1"}, "score"),
        ({"score": "much"}, "a whole number"),
        ({"score": ""}, "score is missing"),
        ({}, "score is missing"),
        ({"score": "80", "scored_at": "2024-05-11"}, "in the future"),
    ],
)
def test_a_score_that_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, customer: CustomerName, typed: dict[str, str], problem: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        satisfaction.add_score(desk, "C001", typed)
    assert problem in str(refused.value)
    assert points(desk, customer) == []


def test_an_archived_customer_is_not_scored(desk: Desk, customer: CustomerName) -> None:
    records.archive(desk, "customer", customer.id)
    with pytest.raises(ArchivedError):
        score(desk, "80")


def test_the_profile_and_the_score_form_share_one_way_in(desk: Desk, customer: CustomerName, clock: Clock) -> None:
    customers.change_customer(desk, customer.id, {"satisfaction": "70"})
    (row,) = satisfaction.scores(desk, customer)
    assert (row.score, row.at) == (70, clock())


def test_a_wrong_score_is_corrected_and_its_date_too(desk: Desk, customer: CustomerName) -> None:
    score(desk, "90", "2024-03-01")
    wrong = score(desk, "8", "2024-05-01").id
    assert fell(desk, customer)
    saved = satisfaction.change_score(desk, wrong, {"score": "88", "scored_at": "2024-04-01 12:00"})
    assert saved.ref == "C001:2024-04-01"
    assert [row.at for row in satisfaction.scores(desk, customer)][1] == at("2024-04-01 12:00")
    assert points(desk, customer) == [(90, None), (88, -2)]
    assert not fell(desk, customer)
    undoing.undo(desk)
    assert points(desk, customer) == [(90, None), (8, -82)]
    assert fell(desk, customer)


@pytest.mark.parametrize("typed", [{"score": ""}, {"scored_at": ""}, {"score": "101"}, {"scored_at": "2025-01-01"}])
def test_a_correction_that_cannot_be_leaves_the_score(
    desk: Desk, customer: CustomerName, typed: dict[str, str]
) -> None:
    key = score(desk, "90").id
    with pytest.raises(InvalidValueError):
        satisfaction.change_score(desk, key, typed)
    assert points(desk, customer) == [(90, None)]


def test_of_two_who_correct_one_score_the_second_is_asked(desk: Desk, customer: CustomerName) -> None:
    key = score(desk, "90").id
    seen = seen_of(desk, "satisfaction_score", key)
    satisfaction.change_score(desk, key, {"score": "91"})
    with pytest.raises(ConflictError) as refused:
        satisfaction.change_score(desk, key, {"score": "92"}, seen)
    (conflict,) = refused.value.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs, conflict.by) == ("90", "92", "91", "Li")
    assert points(desk, customer) == [(91, None)]


def test_a_profile_form_is_told_who_corrected_the_score_it_shows(desk: Desk, customer: CustomerName) -> None:
    key = score(desk, "90").id
    seen = seen_of(desk, "customer", customer.id)
    satisfaction.change_score(desk, key, {"score": "60"})
    with pytest.raises(ConflictError) as refused:
        customers.change_customer(desk, customer.id, {"satisfaction": "95"}, seen)
    assert refused.value.conflicts[0].by == "Li"


def test_a_score_is_taken_away_and_brought_back(desk: Desk, customer: CustomerName) -> None:
    score(desk, "90", "2024-03-01")
    key = score(desk, "70", "2024-05-01").id
    assert satisfaction.remove_score(desk, key).ref == "C001:2024-05-01"
    assert points(desk, customer) == [(90, None)]
    assert not fell(desk, customer)
    with pytest.raises(GoneError):
        satisfaction.remove_score(desk, key)
    undoing.undo(desk)
    assert points(desk, customer) == [(90, None), (70, -20)]
    assert fell(desk, customer)


def test_complaints_tell_their_solution_and_whether_the_customer_knows(
    desk: Desk, customer: CustomerName, clock: Clock
) -> None:
    inquiries.receive_inquiry(desk, "C001", {"kind": "lead", "text": "a quote"})
    ref = inquiries.receive_inquiry(desk, "C001", {"kind": "complaint", "text": "late", "complex": "yes"}).ref
    key = record_named(desk, ref)[1]
    (row,) = satisfaction.complaints(desk, customer)
    assert (row.ref, row.text, row.result, row.customer_told_at) == (ref, "late", None, None)
    clock.move(timedelta(hours=1))
    inquiries.resolve_inquiry(desk, key, "a new carrier", told=False)
    (row,) = satisfaction.complaints(desk, customer)
    assert (row.result, row.solved_at, row.customer_told_at) == ("a new carrier", clock(), None)
    inquiries.resolve_inquiry(desk, key, None, told=True)
    (row,) = satisfaction.complaints(desk, customer)
    assert row.customer_told_at == clock()

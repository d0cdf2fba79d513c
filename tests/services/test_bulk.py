"""One change of many customers: one command and one undo, the same histories as one by one, nobody changed unasked."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from salestui.domain.instants import to_ms
from salestui.domain.vocabularies import COMMANDS
from salestui.errors import InvalidValueError, NotFoundError, UsageError
from salestui.services import bulk, customers, finding, records, undoing
from salestui.services.desk import Desk
from salestui.services.inquiries import receive_inquiry
from salestui.services.naming import customer_named, record_named
from tests.conftest import Clock

Shown = list[tuple[object, ...]]


@pytest.fixture
def company(desk: Desk) -> Desk:
    """Twelve customers, C001 … C012: grades A B C in turn, every second tagged."""
    records.add(desk, "owner", {"name": "Wang"})
    for number in range(12):
        customers.add_customer(desk, {"name": f"No {number}", "grade": "ABC"[number % 3], "tags": "vip" * (number % 2)})
    return desk


def keys(desk: Desk, *codes: str) -> list[str]:
    return [record_named(desk, code)[1] for code in codes or [f"C{number:03}" for number in range(1, 13)]]


def tags(desk: Desk, code: str) -> object:
    return finding.card(desk, customer_named(desk, code)).profile["tags"]


def table(desk: Desk, query: str) -> Shown:
    return [tuple(row) for row in desk.reader.execute(query).fetchall()]


def test_twelve_are_regraded_by_one_command_and_one_undo_puts_all_back(company: Desk, clock: Clock) -> None:
    before = table(company, "SELECT * FROM customer ORDER BY code")
    receive_inquiry(company, "C002", {"kind": "lead", "text": "asks"})
    clock.move(timedelta(minutes=1))
    due = table(company, "SELECT due_at - started_at FROM clock WHERE rule = 'R1'")
    commands = undoing.history(company, limit=1)[0].seq
    done = bulk.change_customers(company, keys(company), {"grade": "A"})
    assert (done.changed, done.same, done.archived, done.gone) == (8, 4, 0, 0)
    (entry,) = (entry for entry in undoing.history(company, limit=50) if entry.seq > commands)
    assert (entry.kind, entry.subject, entry.seq) == ("regrade", "C002 +7", done.seq)
    assert table(company, "SELECT DISTINCT grade FROM customer") == [("A",)]
    assert table(company, "SELECT due_at - started_at FROM clock WHERE rule = 'R1'") == [(2 * 3_600_000,)] != due
    undoing.undo(company)
    assert table(company, "SELECT * FROM customer ORDER BY code") == before
    assert table(company, "SELECT count(*) FROM grade_change") == [(0,)]
    assert table(company, "SELECT due_at - started_at FROM clock WHERE rule = 'R1'") == due


@pytest.mark.parametrize(
    "typed",
    [{"grade": "C"}, {"stage": "active"}, {"owner": "Wang"}, {"tags": "a, b"}, {"next_at": "+3d"}],
    ids=str,
)
def test_many_become_what_each_would_become_alone(company: Desk, clock: Clock, typed: dict[str, str]) -> None:
    queries = (
        "SELECT code, grade, stage, owner FROM customer ORDER BY code",
        "SELECT customer_id, grade_before, grade, changed_at FROM grade_change ORDER BY 1",
        "SELECT customer_id, stage, since FROM stage_change ORDER BY 1, 2",
        "SELECT customer_id, name FROM customer_tag JOIN tag ON tag.id = tag_id ORDER BY 1, 2",
        "SELECT customer_id, due, made_at FROM promise ORDER BY 1",
        "SELECT customer_id, rule, started_at, due_at, stopped_at FROM clock ORDER BY 1, 2, 3",
        "SELECT * FROM customer_search ORDER BY 1",
    )
    two = keys(company, "C001", "C002")
    for key in two:
        customers.change_customer(company, key, typed)
    alone = [table(company, query) for query in queries]
    for _key in two:
        undoing.undo(company)
    assert bulk.change_customers(company, two, typed).changed == 2
    assert [table(company, query) for query in queries] == alone
    assert to_ms(clock.now) in {row[2] for row in alone[2]}


def test_tags_are_added_and_taken_away_beside_the_others(company: Desk) -> None:
    done = bulk.tag_customers(company, keys(company), "fair, vip")
    assert (done.changed, done.same) == (12, 0)
    assert tags(company, "C001") == tags(company, "C002") == ("fair", "vip")
    done = bulk.tag_customers(company, keys(company, "C001", "C002"), "fair, new")
    assert done.changed == 2
    assert tags(company, "C001") == ("fair", "new", "vip")


def test_nothing_to_change_is_told_and_writes_nothing(company: Desk) -> None:
    seq = undoing.history(company, limit=1)[0].seq
    with pytest.raises(UsageError, match="6 were so already"):
        bulk.tag_customers(company, keys(company)[1::2], "vip")
    with pytest.raises(UsageError, match="nothing was changed"):
        bulk.change_customers(company, keys(company, "C001"), {"grade": "A"})
    assert undoing.history(company, limit=1)[0].seq == seq


def test_a_tag_is_taken_away_where_it_was(company: Desk) -> None:
    done = bulk.tag_customers(company, keys(company), "vip, nobody's", away=True)
    assert (done.changed, done.same) == (6, 6)
    assert table(company, "SELECT count(*) FROM customer_tag") == [(0,)]
    undoing.undo(company)
    assert tags(company, "C002") == ("vip",)


def test_a_next_date_is_set_for_all_and_withdrawn_from_all(company: Desk) -> None:
    bulk.change_customers(company, keys(company), {"next_at": "+3d"}, kind="set_next")
    open_promises = "SELECT count(*) FROM clock WHERE kind = 'follow_up' AND stopped_at IS NULL"
    assert table(company, open_promises) == [(12,)]
    bulk.change_customers(company, keys(company), {"next_at": ""}, kind="set_next")
    assert table(company, open_promises) == [(0,)]
    undoing.undo(company)
    assert table(company, open_promises) == [(12,)]


def test_archived_ones_come_back_together(company: Desk) -> None:
    bulk.archive_customers(company, keys(company))
    assert finding.listed(company, "customer", limit=-1) == []
    done = bulk.archive_customers(company, keys(company)[:5], back=True)
    assert done.changed == 5
    assert len(finding.listed(company, "customer", limit=-1)) == 5


def test_who_was_archived_or_is_gone_meanwhile_is_left_alone_and_told(
    company: Desk, open_at: Callable[..., Desk]
) -> None:
    last = customers.add_customer(company, {"name": "a mistake"})
    chosen = [*keys(company), *keys(company, last.ref)]
    undoing.undo(company)
    wang = open_at(owner="Wang")
    bulk.archive_customers(wang, keys(wang, "C003", "C006"))
    done = bulk.change_customers(company, chosen, {"owner": "Wang"}, kind="reassign")
    assert (done.changed, done.archived, done.gone) == (10, 2, 1)
    assert bulk.left_alone(done) == "2 of 13 were archived meanwhile, left alone; one of 13 is no longer there"
    assert table(company, "SELECT DISTINCT owner FROM customer WHERE code IN ('C003', 'C006')") == [("Li",)]


def test_undo_keeps_what_another_session_changed_since(company: Desk, open_at: Callable[..., Desk]) -> None:
    bulk.change_customers(company, keys(company), {"owner": "Wang"}, kind="reassign")
    wang = open_at(owner="Wang")
    customers.change_customer(wang, keys(wang, "C004")[0], {"owner": "Li", "grade": "C"})
    back = undoing.undo(company)
    assert [(kept.name, kept.column, kept.by) for kept in back.kept] == [("C004", "owner", "Wang")]
    assert table(company, "SELECT DISTINCT owner FROM customer") == [("Li",)]
    assert table(company, "SELECT grade FROM customer WHERE code = 'C004'") == [("C",)]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"grade": "D"}, InvalidValueError),
        ({"owner": "Nobody"}, NotFoundError),
        ({"stage": ""}, InvalidValueError),
        ({"next_at": "yesterday"}, InvalidValueError),
        ({"next_at": "never"}, InvalidValueError),
        ({"mood": "good"}, UsageError),
        ({"name": "the same for all"}, UsageError),
        ({"code": "C100"}, UsageError),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_for_all_and_nothing_is_half_done(
    company: Desk, typed: dict[str, str], error: type[Exception]
) -> None:
    before = table(company, "SELECT * FROM customer"), undoing.history(company, limit=1)[0].seq
    with pytest.raises(error):
        bulk.change_customers(company, keys(company), {**typed, "industry": "changed"})
    assert (table(company, "SELECT * FROM customer"), undoing.history(company, limit=1)[0].seq) == before


@pytest.mark.parametrize("text", ["", " , ;", "x" * 501])
def test_tags_must_be_given(company: Desk, text: str) -> None:
    with pytest.raises(InvalidValueError, match="tag"):
        bulk.tag_customers(company, keys(company), text)


def test_too_many_for_one_command_are_refused_before_anything_is_read(company: Desk) -> None:
    many: Sequence[str] = [f"k{number}" for number in range(bulk.MOST + 1)]
    with pytest.raises(UsageError, match=str(bulk.MOST)):
        bulk.archive_customers(company, many)


def test_every_kind_of_command_is_labelled(company: Desk) -> None:
    bulk.change_customers(company, keys(company), {"grade": "A"})
    bulk.change_customers(company, keys(company), {"industry": "Steel"})
    bulk.change_customers(company, keys(company), {"owner": "Wang"}, kind="reassign")
    bulk.change_customers(company, keys(company), {"next_at": "+3d"}, kind="set_next")
    bulk.tag_customers(company, keys(company), "fair")
    bulk.tag_customers(company, keys(company), "fair", away=True)
    bulk.archive_customers(company, keys(company))
    bulk.archive_customers(company, keys(company), back=True)
    kinds = [entry.kind for entry in undoing.history(company, limit=8)]
    assert len(set(kinds)) == 8
    assert set(kinds) <= set(COMMANDS)

"""Early warnings (R12) as Today and a card show them: they come with time, and go away with their cause."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from salestui.domain.rows import EarlyWarning
from salestui.domain.words import WarningKind
from salestui.sentences import warning_text
from salestui.services import customers, due, inquiries, records
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.naming import customer_named
from salestui.services.undoing import undo
from tests.conftest import Clock, at

DAY = timedelta(days=1)


@pytest.fixture
def active(desk: Desk) -> Desk:
    """One customer with a weekly rhythm, created on Friday 10 May at nine."""
    customers.add_customer(desk, {"name": "X", "stage": "active", "care": "key_expansion", "grade": "A"})
    return desk


def set_(desk: Desk, **fields: str) -> None:
    customers.change_customer(desk, customer_named(desk, "X").id, fields)


def kinds(desk: Desk, **asked: object) -> list[WarningKind]:
    return [row.kind for row in due.warnings(desk, **asked)]  # type: ignore[arg-type]  # owner, everybody


def test_no_contact_warns_from_the_midnight_on_and_until_a_contact(active: Desk, clock: Clock) -> None:
    clock.to("2024-05-24 23:59:59")
    assert kinds(active) == []
    clock.to("2024-05-25 00:00")
    (row,) = due.warnings(active)
    assert row.since == clock.now
    assert warning_text(row, clock.now, active.zone) == "no contact for 15 days, the rhythm is 7 days"
    log_follow_up(active, "X", {"method": "phone", "content": "called"})
    assert kinds(active) == []
    undo(active)
    assert kinds(active) == [WarningKind.NO_CONTACT]


def test_a_fallen_score_warns_until_a_better_one(active: Desk, clock: Clock) -> None:
    set_(active, satisfaction="92")
    clock.move(DAY)
    set_(active, satisfaction="78")
    (row,) = due.warnings(active)
    assert warning_text(row, clock.now, active.zone) == "satisfaction 92 → 78 (today)"
    clock.move(DAY)
    assert warning_text(row, clock.now, active.zone) == "satisfaction 92 → 78 (Sat 11)"
    set_(active, satisfaction="80")
    assert kinds(active) == []


def test_a_second_complaint_warns_until_one_is_solved(active: Desk, clock: Clock) -> None:
    made = []
    for n in range(2):
        clock.move(DAY)
        made.append(inquiries.receive_inquiry(active, "X", {"kind": "complaint", "text": f"{n}", "complex": "yes"}))
    (row,) = due.warnings_of(active, customer_named(active, "X"))
    assert (row.kind, row.ref, row.since) == (WarningKind.SECOND_COMPLAINT, made[1].ref, clock.now)
    assert warning_text(row, clock.now + DAY, active.zone) == "2 complaints open, the second since Sun 12"
    key = active.reader.execute("SELECT id FROM inquiry WHERE ref = ?", (made[0].ref,)).fetchone()[0]
    inquiries.resolve_inquiry(active, key, "replaced", told=False)
    assert kinds(active) == []


def test_other_rules_move_the_warning(active: Desk, open_at: Callable[..., Desk], clock: Clock) -> None:
    from salestui.domain.durations import CalendarSpan
    from salestui.domain.rules import Rules
    from salestui.domain.words import Care

    clock.to("2024-05-26 09:00")
    assert kinds(active) == [WarningKind.NO_CONTACT]
    slower = open_at(rules=Rules(contact_every=dict.fromkeys(Care, CalendarSpan(months=1))))
    assert kinds(slower) == []
    clock.to("2024-07-11 00:00")
    assert kinds(slower) == [WarningKind.NO_CONTACT]


def test_whose_warnings_are_shown(active: Desk, clock: Clock) -> None:
    records.add(active, "owner", {"name": "Wang"})
    for owner in ("Wang", ""):
        name = owner or "nobody's"
        customers.add_customer(active, {"name": name, "care": "key_expansion", "owner": owner})
    clock.move(20 * DAY)

    def names(rows: tuple[EarlyWarning, ...]) -> set[str]:
        return {row.customer for row in rows}

    assert names(due.warnings(active)) == {"X", "nobody's"}
    assert names(due.warnings(active, owner="Wang")) == {"Wang"}
    assert names(due.warnings(active, everybody=True)) == {"X", "Wang", "nobody's"}
    assert due.today(active).warnings == 2
    assert due.today(active, everybody=True).warnings == 3
    records.archive(active, "customer", customer_named(active, "X").id)
    assert names(due.warnings(active, everybody=True)) == {"Wang", "nobody's"}


def test_by_grade_and_the_newest_first(desk: Desk, clock: Clock) -> None:
    for name, grade in (("old B", "B"), ("new B", "B"), ("A", "A")):
        customers.add_customer(desk, {"name": name, "grade": grade, "care": "key_expansion"})
        clock.move(DAY)
    clock.move(30 * DAY)
    assert [row.customer for row in due.warnings(desk)] == ["A", "new B", "old B"]
    assert [row.customer for row in due.warnings(desk, everybody=True, limit=2)] == ["A", "new B"]


def test_the_creation_counts_where_nobody_was_ever_contacted(active: Desk, clock: Clock) -> None:
    clock.move(15 * DAY)
    (row,) = due.warnings(active)
    assert row.counted_from == at("2024-05-10 09:00")

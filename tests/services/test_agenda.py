"""A week day by day: what has a time first, each thing on its own local day, and who is away."""

from datetime import date

import pytest

from salestui.domain.words import AgendaKind, ClockState
from salestui.errors import InvalidValueError, NotFoundError
from salestui.services import agenda, customers, inquiries, records, tasks
from salestui.services.absences import add_absence
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.naming import customer_named
from tests.conftest import Clock, at

MONDAY = date(2024, 5, 13)


@pytest.fixture
def busy(desk: Desk, clock: Clock) -> Desk:
    """Everything an agenda can hold, written on Friday 10 May at nine for the week after."""
    records.add(desk, "owner", {"name": "Wang"})
    customers.add_customer(desk, {"name": "X", "grade": "A", "stage": "active", "care": "key_expansion"})
    spoken = {"method": "phone", "content": "called", "next_method": "visit", "next_place": "their plant"}
    log_follow_up(desk, "X", {**spoken, "next_at": "2024-05-15 14:00", "next_action": "show it"})
    customers.add_customer(desk, {"name": "Y"})
    log_follow_up(desk, "Y", {"method": "phone", "content": "called", "next_at": "2024-05-13"})
    customers.add_customer(desk, {"name": "Z"})
    log_follow_up(desk, "Z", {"method": "phone", "content": "called", "next_at": "2024-05-13", "next_method": "phone"})
    clock.to("2024-05-13 00:30")
    inquiries.receive_inquiry(desk, "Y", {"kind": "lead", "text": "asks"})
    tasks.add_task(desk, {"action": "plan", "start": "2024-05-13", "end": "2024-05-19"})
    tasks.add_task(desk, {"action": "one day", "start": "2024-05-14", "end": "2024-05-14"})
    tasks.add_task(desk, {"action": "at ten", "end": "2024-05-14 10:00"})
    tasks.add_task(desk, {"action": "next week", "start": "2024-05-20", "end": "2024-05-21"})
    tasks.add_task(desk, {"action": "no end"})
    tasks.add_task(desk, {"action": "Wang's", "end": "2024-05-14", "owner": "Wang"})
    return desk


def told(desk: Desk, first: date = MONDAY, **asked: object) -> dict[str, list[tuple[str, str | None]]]:
    """Weekday and kind → what about, in order."""
    days = agenda.week(desk, first, **asked)  # type: ignore[arg-type]  # owner, everybody
    return {f"{day.day:%a}": [(row.kind.value, row.text or row.customer) for row in day.rows] for day in days}


def test_each_thing_on_its_day_with_a_time_first(busy: Desk) -> None:
    assert told(busy) == {
        "Mon": [("appointment", "Z"), ("follow_up", "Y"), ("task_start", "plan")],
        "Tue": [("inquiry", "asks"), ("task_end", "at ten"), ("task_end", "one day")],
        "Wed": [("appointment", "show it")],
        "Thu": [],
        "Fri": [("contact_rhythm", "X")],
        "Sat": [],
        "Sun": [("task_end", "plan")],
    }


def test_equals_stand_as_they_were_noted(busy: Desk) -> None:
    noted = [f"step {number}" for number in range(8)]
    for action in noted:
        tasks.add_task(busy, {"action": action, "end": "2024-05-16"})
    assert told(busy)["Thu"] == [("task_end", action) for action in noted]


def test_an_appointment_has_its_time_method_and_place(busy: Desk) -> None:
    wednesday = agenda.week(busy, MONDAY)[2]
    (row,) = wednesday.rows
    assert (row.at, row.method, row.place, row.code) == (at("2024-05-15 14:00"), "visit", "their plant", "C001")
    assert row.state is ClockState.ON_TIME
    assert agenda.week(busy, MONDAY)[0].rows[0].at is None  # for a day: no time of day


def test_what_is_done_leaves_the_agenda_and_what_is_late_stays(busy: Desk, clock: Clock) -> None:
    clock.to("2024-05-15 15:00")
    (row,) = agenda.week(busy, MONDAY)[2].rows
    assert row.state is ClockState.OVERDUE
    log_follow_up(busy, "X", {"method": "visit", "content": "shown"})
    assert agenda.week(busy, MONDAY)[2].rows == ()


def test_a_days_end_is_that_day_and_the_next_weeks_things_are_not_here(busy: Desk) -> None:
    ends = [row for day in agenda.week(busy, date(2024, 5, 20)) for row in day.rows if row.kind is AgendaKind.TASK_END]
    assert [row.text for row in ends] == ["next week"]
    seen = [row.text for day in agenda.week(busy, MONDAY) for row in day.rows]
    assert "next week" not in seen
    assert "no end" not in seen


def test_in_working_time_an_inquiry_due_after_a_long_holiday_is_found(busy: Desk, clock: Clock) -> None:
    """ "Due soon" may begin a week before the end then: the agenda does not look for it by that."""
    busy.reader.execute("PRAGMA query_only = OFF")
    busy.reader.execute("UPDATE clock SET soon_at = soon_at - 864000000 WHERE kind = 'inquiry'")
    assert ("inquiry", "asks") in told(busy)["Tue"]


def test_whose_agenda(busy: Desk) -> None:
    assert told(busy, owner="Wang")["Tue"] == [("task_end", "Wang's")]
    assert ("task_end", "Wang's") in told(busy, everybody=True)["Tue"]
    assert ("task_end", "Wang's") not in told(busy)["Tue"]
    add_absence(busy, "Wang", "2024-05-13", "2024-05-14", "Li")
    assert ("task_end", "Wang's") in told(busy)["Tue"]  # Li stands in today
    assert [[row.owner for row in day.away] for day in agenda.week(busy, MONDAY)][:3] == [["Wang"], ["Wang"], []]
    with pytest.raises(NotFoundError, match="Zhao"):
        agenda.week(busy, MONDAY, owner="Zhao")


def test_an_archived_customer_has_nothing_on_it(busy: Desk) -> None:
    records.archive(busy, "customer", customer_named(busy, "Z").id)
    assert ("appointment", "Z") not in told(busy)["Mon"]


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("", "2024-05-06"),
        ("2024-W20", "2024-05-13"),
        ("2024w20", "2024-05-13"),
        ("2024-05-19", "2024-05-13"),
        ("tomorrow 10:00", "2024-05-06"),
        ("下周", "2024-05-13"),
        ("2026-W53", "2026-12-28"),
    ],
)
def test_a_week_is_named_by_its_number_or_a_day_in_it(desk: Desk, text: str, monday: str) -> None:
    assert agenda.week_of(desk, text) == date.fromisoformat(monday)


@pytest.mark.parametrize("text", ["2024-W54", "2025-W53", "2024-W00", "32 May", "week"])
def test_a_week_that_is_none_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(InvalidValueError):
        agenda.week_of(desk, text)

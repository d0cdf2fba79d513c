"""Who is away, whose rows the stand-in sees meanwhile, and how much lies on whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from salestui.errors import InvalidValueError, NotFoundError, SalestuiError, UsageError
from salestui.services import absences, customers, due, inquiries, records, tasks
from salestui.services.absences import add_absence, end_absence, stands_in_for
from salestui.services.desk import Desk
from salestui.services.undoing import undo
from tests.conftest import Clock, at

TEAM = ("Li", "Wang", "Zhang", "Zhao")


@pytest.fixture
def team(desk: Desk) -> Desk:
    """Four people, a customer with a lead for each; Friday 10 May, nine o'clock."""
    for name in TEAM[1:]:
        records.add(desk, "owner", {"name": name})
    for name in TEAM:
        customers.add_customer(desk, {"name": f"{name}'s", "owner": name})
        inquiries.receive_inquiry(desk, f"{name}'s", {"kind": "lead", "text": "asks"})
    return desk


def seen(desk: Desk) -> set[str | None]:
    return {row.clock.owner for row in due.today(desk).rows}


def test_the_stand_in_sees_the_rows_of_both_from_the_first_day_to_the_end_of_the_last(team: Desk, clock: Clock) -> None:
    add_absence(team, "Wang", "2024-05-11", "2024-05-12", "Li")
    assert seen(team) == {"Li"}
    for now, expected in (
        ("2024-05-10 23:59", {"Li"}),
        ("2024-05-11 00:00", {"Li", "Wang"}),
        ("2024-05-12 23:59", {"Li", "Wang"}),
        ("2024-05-13 00:00", {"Li"}),
    ):
        clock.to(now)
        assert seen(team) == expected, now
    clock.to("2024-05-11 12:00")
    today = due.today(team)
    assert today.stands_in_for == ("Wang",)
    assert sum(today.counts.values()) == 2
    assert {row.clock.owner for row in due.today(team, owner="Li").rows} == {"Li"}  # asked for by name: that one alone


@pytest.mark.parametrize(
    ("away", "of_li"),
    [
        ({"Wang": "Li"}, ("Wang",)),
        ({"Wang": "Zhang"}, ()),
        ({"Wang": "Li", "Zhang": "Wang"}, ("Wang", "Zhang")),
        ({"Zhang": "Wang"}, ()),  # Wang is here
        ({"Wang": "Li", "Zhang": "Wang", "Zhao": "Zhang"}, ("Wang", "Zhang", "Zhao")),
        ({"Wang": "Li", "Li": "Wang"}, ("Wang",)),  # a circle: each has the other's
        ({"Wang": "Zhang", "Zhang": "Wang"}, ()),
        ({"Wang": "Li", "Zhang": "Li", "Li": "Zhao"}, ("Wang", "Zhang")),
    ],
    ids=str,
)
def test_chains_go_on_as_long_as_each_is_away_and_circles_end(
    team: Desk, clock: Clock, away: dict[str, str], of_li: tuple[str, ...]
) -> None:
    for owner, stand_in in away.items():
        add_absence(team, owner, "today", "+2d", stand_in)
    assert stands_in_for(team, "Li", clock.now) == of_li


def test_somebody_who_owns_nothing_sees_those_they_stand_in_for_and_not_everybody(
    team: Desk, open_at: Callable[..., Desk]
) -> None:
    records.add(team, "owner", {"name": "Qian"})
    qian = open_at(owner="Qian")
    assert due.today(qian).owns_nothing
    add_absence(team, "Wang", "today", "today", "Qian")
    assert not due.today(qian).owns_nothing
    assert seen(qian) == {"Wang"}


def test_back_early_ends_it_at_once_and_undo_brings_it_back(team: Desk) -> None:
    saved = add_absence(team, "Wang", "today", "+9d", "Li")
    assert seen(team) == {"Li", "Wang"}
    ended = end_absence(team, saved.absence.id)
    assert ended.absence.ended_at is not None
    assert seen(team) == {"Li"}
    assert absences.absences(team) == ()
    assert [row.ref for row in absences.absences(team, everything=True)] == [saved.absence.ref]
    undo(team)
    assert seen(team) == {"Li", "Wang"}
    undo(team)
    assert absences.absences(team, everything=True) == ()


def test_the_same_days_are_free_again_once_an_absence_is_called_off(team: Desk) -> None:
    saved = add_absence(team, "Wang", "2024-05-20", "2024-05-24", "Li")
    end_absence(team, saved.absence.id)
    add_absence(team, "Wang", "2024-05-22", "2024-05-26", "Zhang")
    assert [(row.from_day, row.stand_in) for row in absences.absences(team)] == [(date(2024, 5, 22), "Zhang")]


@pytest.mark.parametrize(
    ("typed", "error", "named"),
    [
        (("Wang", "2024-05-24", "2024-05-26", "Li"), InvalidValueError, "2024-05-20 to 2024-05-24"),
        (("Wang", "2024-05-01", "2024-05-20", "Li"), InvalidValueError, "Zhang stands in"),
        (("Wang", "2024-05-01", "2024-06-20", "Li"), InvalidValueError, "A-"),
        (("Wang", "2024-05-13", "2024-05-11", "Li"), InvalidValueError, "2024-05-11 lies before"),
        (("Wang", "2024-05-01", "2024-05-09", "Li"), InvalidValueError, "over on 2024-05-09"),
        (("Wang", "2024-05-13", "2024-05-14", "Wang"), InvalidValueError, "cannot stand in"),
        (("Weng", "2024-05-13", "2024-05-14", "Li"), NotFoundError, "Weng"),
        (("Wang", "2024-05-13", "2024-05-14", "Nobody"), NotFoundError, "Nobody"),
        (("Wang", "32 May", "2024-05-14", "Li"), InvalidValueError, "32 May"),
        (("Wang", "", "2024-05-14", "Li"), InvalidValueError, "from day"),
        (("", "2024-05-13", "2024-05-14", "Li"), InvalidValueError, "owner"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    team: Desk, typed: tuple[str, str, str, str], error: type[SalestuiError], named: str
) -> None:
    add_absence(team, "Wang", "2024-05-20", "2024-05-24", "Zhang")
    with pytest.raises(error, match=named):
        add_absence(team, *typed)
    assert len(absences.absences(team, everything=True)) == 1


def test_an_absence_that_is_over_cannot_be_ended(team: Desk, clock: Clock) -> None:
    key = add_absence(team, "Wang", "today", "today", "Li").absence.id
    clock.to("2024-05-11 00:00")
    with pytest.raises(UsageError, match="over already"):
        end_absence(team, key)


def test_it_says_when_the_stand_in_is_away_as_well(team: Desk) -> None:
    add_absence(team, "Li", "2024-05-14", "2024-05-15", "Zhang")
    assert [row.owner for row in add_absence(team, "Wang", "2024-05-13", "2024-05-17", "Li").stand_in_away] == ["Li"]
    assert add_absence(team, "Zhao", "2024-05-16", "2024-05-17", "Li").stand_in_away == ()


def test_the_overview_counts_what_today_shows_for_each_owner_and_for_nobody(team: Desk, clock: Clock) -> None:
    customers.add_customer(team, {"name": "nobody's", "owner": "", "care": "key_expansion", "stage": "active"})
    customers.add_customer(team, {"name": "cared for", "care": "key_expansion", "stage": "active"})
    for n in range(3):
        tasks.add_task(team, {"action": f"task {n}", "end": f"2024-05-2{n}", "owner": "Wang"})
    add_absence(team, "Zhang", "2024-05-20", "2024-05-24", "Zhao")
    for days in (0, 1, 7, 10, 30):
        clock.now = at("2024-05-10 09:30") + timedelta(days=days)
        rows = due.overview(team)
        assert [row.owner for row in rows][-1] is None
        assert {row.owner for row in rows} == {*TEAM, None}
        for row in rows[:-1]:
            counts = due.counts(team, owner=row.owner)
            assert {"overdue": row.overdue, "due_soon": row.due_soon, "on_time": row.on_time} == counts
            assert row.warnings == len(due.warnings(team, owner=row.owner))
        total = due.counts(team, everybody=True)
        assert sum(row.overdue for row in rows) == total["overdue"]
        assert sum(row.on_time for row in rows) == total["on_time"]


def test_the_overview_says_who_is_away_and_what_is_overdue_longest(team: Desk, clock: Clock) -> None:
    tasks.add_task(team, {"action": "late", "end": "2024-05-11", "owner": "Wang"})
    add_absence(team, "Wang", "2024-05-20", "2024-05-24", "Zhao")
    clock.to("2024-05-20 09:00")
    wang = next(row for row in due.overview(team) if row.owner == "Wang")
    assert (wang.away_until, wang.stand_in) == (date(2024, 5, 24), "Zhao")
    assert wang.oldest_overdue_at == at("2024-05-11 09:00")  # the lead; the task ends with its day
    assert due.overview(team)[0].overdue == max(row.overdue for row in due.overview(team))

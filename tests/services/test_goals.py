"""Goals on the desk: what is refused as one, how they fall into parts, what is reached, and what a tile is held to."""

from datetime import date
from fractions import Fraction

import pytest

from salestui.domain.figures import FigureId, Unit
from salestui.domain.goals import GoalRow, PaceState
from salestui.domain.periods import parse_period
from salestui.domain.readings import Scope
from salestui.domain.targets import Target
from salestui.errors import ConflictError, InvalidValueError, NotFoundError, SalestuiError, UsageError
from salestui.services import customers, deals, figures, goal_standings, goals, records, undoing
from salestui.services.desk import Desk
from salestui.services.merging import seen_of
from salestui.services.naming import record_named
from salestui.services.setting_goals import add_goal, change_goal, split_goal
from salestui.services.splitting import By, parts_wanted, ways_of
from tests.conftest import Clock

MAY, Q2 = parse_period("2024-05"), parse_period("2024-Q2")  # the desk's day is Friday 2024-05-10


def typed(**changes: str) -> dict[str, str]:
    held = {"core_goal": "Sell the new line", "figure": "sales_amount", "target": "600k", "period": "2024-Q2"}
    return {name: text for name, text in {**held, **changes}.items() if text != "-"}


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def add(desk: Desk, **changes: str) -> GoalRow:
    found = goals.goal(desk, key(desk, add_goal(desk, typed(**changes)).ref))
    assert found is not None
    return found


def amounts(desk: Desk, goal: GoalRow) -> list[tuple[str, str | None, int]]:
    return [(part.period.name, part.owner, part.target.amount) for part in goals.parts_of(desk, goal.id)]


def win(desk: Desk, clock: Clock, day: str, amount: str, owner: str = "Li") -> None:
    """A deal won on a day."""
    if not desk.reader.execute("SELECT 1 FROM customer").fetchone():
        customers.add_customer(desk, {"name": "海明科技"})
    now = clock()
    clock.to(f"{day} 10:00")
    held = {"customer": "C001", "name": "x", "amount": amount, "stage": "won", "owner": owner}
    deals.add_deal(desk, held)
    clock.now = now


# ── what is a goal ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_goal_is_mine_unless_it_is_said_whose(desk: Desk) -> None:
    mine = add(desk, note="with Wang's help", phase="新品上市")
    assert (mine.owner, mine.from_day, mine.to_day) == ("Li", date(2024, 4, 1), date(2024, 6, 30))
    assert (mine.target, mine.phase) == (Target(60_000_000, Unit.MONEY, "CNY"), "新品上市")
    assert add(desk, owner="").owner is None


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"core_goal": " "}, "core_goal", "core goal is missing"),
        ({"figure": "-"}, "figure", "figure is missing"),
        ({"figure": "happiness"}, "figure", "figure cannot be 'happiness'"),
        ({"figure": "plan_progress", "target": "80"}, "figure", "plan progress cannot be a goal"),
        ({"figure": "channel_contribution", "target": "8"}, "figure", "channel contribution cannot be a goal"),
        ({"target": "-"}, "target", "target is missing"),
        ({"target": "much more"}, "target", "'much more' cannot be measured as sales amount – write an amount such as"),
        ({"target": "0"}, "target", "a target of '0' cannot be missed"),
        ({"figure": "win_rate", "target": "140%"}, "target", "win rate cannot come to '140%' – at most 100 %"),
        ({"figure": "win_rate", "target": "0.4"}, "target", "'0.4' can mean 40 % or 0.4 %"),
        ({"period": "-"}, "period", "a goal has its days"),
        ({"period": "soon"}, "period", "'soon' is not a period – give 2026-Q4"),
        ({"to_day": "2024-06-30"}, "period", "the days are given twice"),
        ({"period": "-", "from_day": "2024-06-01"}, "to_day", "to day is missing"),
        (
            {"period": "-", "from_day": "2024-06-02", "to_day": "2024-06-01"},
            "to_day",
            "cannot end before, on 2024-06-01",
        ),
    ],
)
def test_what_is_not_specific_measurable_and_dated_is_refused(
    desk: Desk, changes: dict[str, str], field: str, told: str
) -> None:
    with pytest.raises(InvalidValueError, match=told) as refused:
        add_goal(desk, typed(**changes))
    assert refused.value.field == field
    assert goal_standings.standings(desk) == []


def test_a_goal_whose_days_are_over_is_taken_and_can_only_be_looked_back_on(desk: Desk) -> None:
    found = add(desk, period="2024-Q1")
    assert goals.over(desk, found.to_day)
    assert not goals.over(desk, date(2024, 5, 10))


def test_two_targets_for_the_same_would_contradict_each_other(desk: Desk) -> None:
    first = add(desk)
    with pytest.raises(InvalidValueError, match=first.ref):
        add(desk, target="700k")
    add(desk, target="100k EUR")
    add(desk, owner="")
    add(desk, figure="upsell_amount")
    other = add(desk, period="2024-05")
    with pytest.raises(InvalidValueError, match=first.ref):
        change_goal(desk, other.id, {"period": "2024-Q2"})
    records.archive(desk, "goal", first.id)
    change_goal(desk, other.id, {"period": "2024-Q2"})


def test_a_goal_is_archived_undone_and_named_by_its_ref(desk: Desk) -> None:
    goal = add(desk)
    records.archive(desk, "goal", goal.id)
    assert goal_standings.standings(desk) == []
    undoing.undo(desk)
    assert [each.goal.ref for each in goal_standings.standings(desk)] == [goal.ref]
    undoing.undo(desk)
    with pytest.raises(NotFoundError):
        record_named(desk, goal.ref)


# ── changed ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_figure_needs_a_target_in_its_unit(desk: Desk) -> None:
    goal = add(desk)
    with pytest.raises(InvalidValueError, match="won deals needs a target of its own – write a number"):
        change_goal(desk, goal.id, {"figure": "won_deals"})
    change_goal(desk, goal.id, {"figure": "won_deals", "target": "5"})
    found = goals.goal(desk, goal.id)
    assert found is not None
    assert found.target == Target(5, Unit.COUNT)
    change_goal(desk, goal.id, {"figure": "new_customers"})
    growth = add(desk, figure="revenue_growth", target="150%")
    with pytest.raises(InvalidValueError, match="win rate cannot come to '150 %'"):
        change_goal(desk, growth.id, {"figure": "win_rate"})


def test_a_field_that_two_change_is_a_conflict_unless_they_mean_the_same(desk: Desk) -> None:
    goal = add(desk)
    seen = seen_of(desk, "goal", goal.id)
    assert (seen.values["target"], seen.values["from_day"]) == ("600,000 CNY", "2024-04-01")
    change_goal(desk, goal.id, {"target": "70万"})
    with pytest.raises(ConflictError) as conflict:
        change_goal(desk, goal.id, {"target": "800k"}, seen)
    assert conflict.value.conflicts[0].theirs == "700,000 CNY"
    saved = change_goal(desk, goal.id, {"target": "0.7m", "note": "agreed"}, seen)
    assert saved.meanwhile == ()
    saved = change_goal(desk, goal.id, {"note": "agreed again"}, seen_of(desk, "goal", goal.id))
    assert goals.goal(desk, goal.id) == goals.goal(desk, goal.id)._replace(note="agreed again")  # type: ignore[union-attr] # it is there


# ── split ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_amount_is_shared_by_the_months_of_its_quarter_in_one_command(desk: Desk) -> None:
    goal = add(desk, target="100 JPY")
    split_goal(desk, goal.id, "months")
    assert amounts(desk, goal) == [("2024-04", "Li", 34), ("2024-05", "Li", 33), ("2024-06", "Li", 33)]
    assert {part.core_goal for part in goals.parts_of(desk, goal.id)} == {"Sell the new line"}
    undoing.undo(desk)
    assert amounts(desk, goal) == []
    undoing.redo(desk)
    assert len(amounts(desk, goal)) == 3


def test_a_rate_is_the_same_in_every_month(desk: Desk) -> None:
    goal = add(desk, figure="win_rate", target="35%")
    split_goal(desk, goal.id, "months", "1, 1, 2")
    assert [amount for _period, _owner, amount in amounts(desk, goal)] == [3_500] * 3


def test_a_goal_of_everybody_is_shared_by_the_owners(desk: Desk) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    goal = add(desk, owner="", figure="won_deals", target="7")
    assert ways_of(desk, goal) == (By.MONTHS, By.OWNERS)
    split_goal(desk, goal.id, "owners", "Li=2、Wang：1")
    assert amounts(desk, goal) == [("2024-Q2", "Li", 5), ("2024-Q2", "Wang", 2)]
    undoing.undo(desk)
    split_goal(desk, goal.id, "owners")
    assert amounts(desk, goal) == [("2024-Q2", "Li", 4), ("2024-Q2", "Wang", 3)]
    part = goals.parts_of(desk, goal.id)[0]
    split_goal(desk, part.id, "months")
    assert [(each.goal.owner, each.depth) for each in goal_standings.standings(desk)] == [
        (None, 0),
        ("Li", 1),
        *[("Li", 2)] * 3,
        ("Wang", 1),
    ]


def test_a_part_that_would_come_to_nothing_is_left_out(desk: Desk) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    goal = add(desk, owner="", figure="won_deals", target="2")
    assert [part.owner for part in parts_wanted(desk, goal, By.OWNERS, "Li=1, Wang=0")] == ["Li"]
    split_goal(desk, goal.id, "months")
    assert [amount for _period, _owner, amount in amounts(desk, goal)] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "by", "shares", "told"),
    [
        ({}, "weeks", "", "a goal is not split by 'weeks' – one of: months, quarters, owners"),
        ({"period": "2024-05"}, "months", "", "is not made of whole months – it is too short to be split"),
        ({}, "quarters", "", "is not made of whole quarters – split it by months"),
        ({}, "owners", "", "is Li's own: owners share a goal of everybody – split it by months"),
        ({}, "months", "1, 2", "'1, 2' are not 3 numbers – give one for each part, such as 1, 1, 2"),
        ({}, "months", "a, b, c", "'a, b, c' are not 3 numbers"),
        ({}, "months", "0, 0, 0", "the shares '0, 0, 0' come to nothing"),
        ({"owner": ""}, "owners", "Li=1, Li=2", "'Li' is named twice"),
        ({"owner": ""}, "owners", "Nobody=1", "no owner is called 'Nobody'"),
    ],
)
def test_what_does_not_fall_so_is_refused(desk: Desk, changes: dict[str, str], by: str, shares: str, told: str) -> None:
    goal = add(desk, **changes)
    with pytest.raises(SalestuiError) as refused:
        split_goal(desk, goal.id, by, shares)
    assert told in str(refused.value)
    assert amounts(desk, goal) == []


def test_a_goal_is_split_once_and_its_parts_stay_within_it(desk: Desk) -> None:
    goal = add(desk)
    split_goal(desk, goal.id, "months")
    with pytest.raises(UsageError, match="is split already"):
        split_goal(desk, goal.id, "months")
    april = goals.parts_of(desk, goal.id)[0]
    with pytest.raises(InvalidValueError, match="the days of a part lie within those of its goal"):
        change_goal(desk, april.id, {"period": "2024-03"})
    with pytest.raises(InvalidValueError, match="is about sales amount, and so are its parts"):
        change_goal(desk, april.id, {"figure": "upsell_amount"})
    with pytest.raises(UsageError, match="it has parts that would no longer fit"):
        change_goal(desk, goal.id, {"from_day": "2024-04-02"})
    with pytest.raises(InvalidValueError, match="is a part of this goal itself"):
        change_goal(desk, goal.id, {"parent": goal.ref})
    change_goal(desk, april.id, {"parent": ""})
    assert len(goals.parts_of(desk, goal.id)) == 2


def test_parts_that_come_to_something_else_are_told(desk: Desk) -> None:
    goal = add(desk)
    split_goal(desk, goal.id, "months")
    assert not goal_standings.standing(desk, goal).differs
    change_goal(desk, goals.parts_of(desk, goal.id)[0].id, {"target": "100k"})
    found = goal_standings.standing(desk, goal)
    assert found.differs
    assert found.parts_sum == Target(50_000_000, Unit.MONEY, "CNY")
    rate = add(desk, figure="win_rate", target="35%")
    split_goal(desk, rate.id, "months")
    assert goal_standings.standing(desk, rate).parts_sum is None  # rates add up to nothing


# ── what is reached ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_reached_is_computed_over_the_days_of_the_goal_and_of_its_owner(desk: Desk, clock: Clock) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    mine, all_of_us = add(desk), add(desk, owner="")
    for day, amount, owner in (
        ("2024-03-31", "1m", "Li"),
        ("2024-04-01", "100k", "Li"),
        ("2024-05-09", "50k", "Li"),
        ("2024-05-09", "70k", "Wang"),
    ):
        win(desk, clock, day, amount, owner)
    found = goal_standings.standing(desk, mine)
    assert (found.value, found.attainment) == (Fraction(15_000_000), Fraction(1, 4))
    assert found.pace.line == Fraction(60_000_000 * 40, 91)  # today is the 40th of 91 days
    assert found.pace.state is PaceState.BEHIND
    assert goal_standings.standing(desk, all_of_us).value == 22_000_000
    change_goal(desk, mine.id, {"target": "150k"})
    changed = goals.goal(desk, mine.id)
    assert changed is not None
    assert goal_standings.standing(desk, changed).pace.state is PaceState.REACHED


def test_an_amount_is_held_to_its_own_currency_alone(desk: Desk, clock: Clock) -> None:
    goal = add(desk, target="100k EUR")
    win(desk, clock, "2024-05-09", "500k")
    assert goal_standings.standing(desk, goal).attainment in (None, 0)
    win(desk, clock, "2024-05-09", "50k EUR")
    assert goal_standings.standing(desk, goal).attainment == Fraction(1, 2)


def test_a_goal_that_has_not_begun_has_reached_nothing(desk: Desk, clock: Clock) -> None:
    goal = add(desk, period="2024-Q3")
    found = goal_standings.standing(desk, goal)
    assert (found.reading, found.attainment, found.pace.state) == (None, None, PaceState.NOT_BEGUN)


def test_goals_that_run_come_first_then_those_to_come_then_what_is_over(desk: Desk) -> None:
    names = ("2024-Q3", "2024-Q2", "2024-Q1", "2024-05", "2023-Q4")
    for name in names:
        add(desk, period=name)
    found = [each.goal.period.name for each in goal_standings.standings(desk)]
    assert found == ["2024-05", "2024-Q2", "2024-Q3", "2024-Q1", "2023-Q4"]
    within = goal_standings.standings(desk, period=parse_period("2024-Q2"))
    assert [each.goal.period.name for each in within] == ["2024-05", "2024-Q2"]
    with pytest.raises(NotFoundError):
        goal_standings.standings(desk, owner="Nobody")


# ── what a tile is held to ───────────────────────────────────────────────────────────────────────────────────────


def target(desk: Desk, period: str, scope: Scope | None = None, figure: FigureId = FigureId.SALES_AMOUNT) -> int | None:
    found = goals.target_for(desk, figure, parse_period(period), scope or Scope("Li"))
    return None if found is None else found.amount


def test_a_figure_is_held_to_the_goal_of_exactly_its_owner_and_days(desk: Desk) -> None:
    add(desk)
    assert target(desk, "2024-Q2") == 60_000_000
    assert target(desk, "2024-04-01..2024-06-30") == 60_000_000
    for period in ("2024-05", "2024", "2024-Q1", "2024-04-01..2024-06-29"):
        assert target(desk, period) is None
    assert target(desk, "2024-Q2", Scope()) is None  # of everybody
    assert target(desk, "2024-Q2", Scope("Li", grade="A")) is None  # nobody has set one for some customers
    assert target(desk, "2024-Q2", figure=FigureId.WON_DEALS) is None
    assert figures.measure(desk, FigureId.SALES_AMOUNT, Q2, Scope("Li")).target == Target(60_000_000, Unit.MONEY, "CNY")
    assert figures.measure(desk, FigureId.SALES_AMOUNT, MAY, Scope("Li")).target is None


def test_months_that_tile_a_period_are_its_target_where_they_add_up(desk: Desk) -> None:
    for month, amount in (("2024-04", "100k"), ("2024-05", "200k"), ("2024-06", "300k")):
        add(desk, period=month, target=amount)
        add(desk, period=month, figure="win_rate", target="35%")
    assert target(desk, "2024-Q2") == 60_000_000
    assert target(desk, "2024-04-01..2024-05-31") == 30_000_000
    assert target(desk, "2024") is None
    assert target(desk, "2024-Q2", figure=FigureId.WIN_RATE) is None  # rates do not add up
    for quarter in ("2024-Q1", "2024-Q3", "2024-Q4"):
        add(desk, period=quarter, target="1m")
    assert target(desk, "2024") is None
    add(desk, target="700k")
    assert target(desk, "2024-Q2") == 70_000_000  # what is said of the quarter itself
    assert target(desk, "2024") == 370_000_000


def test_goals_in_another_currency_and_archived_ones_are_no_target(desk: Desk) -> None:
    add(desk, target="100k EUR")
    assert target(desk, "2024-Q2") is None
    goal = add(desk)
    records.archive(desk, "goal", goal.id)
    assert target(desk, "2024-Q2") is None


def test_a_target_is_found_by_index(desk: Desk) -> None:
    plan = desk.reader.execute(
        "EXPLAIN QUERY PLAN SELECT target FROM goal WHERE owner IS ? AND figure = ?", (None, "win_rate")
    ).fetchall()
    assert "ix_goal_owner" in plan[0]["detail"]

"""The funnel's figures as they come from the file equal a hand count, whatever deals went through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salestui.domain.deals import FUNNEL, OPEN
from salestui.domain.periods import parse_period
from salestui.domain.words import DealStage
from salestui.services import customers, deals, records, selling, undoing
from salestui.services.desk import Desk
from salestui.services.naming import record_named
from tests.conftest import Clock

_STAGES = tuple(DealStage)


@dataclass
class _Told:
    """A deal as the test remembers it: (when, stage) of every move that was not undone."""

    key: str
    moves: list[tuple[datetime, DealStage]]
    probability: int | None
    amount: int | None  # whole CNY
    archived: bool = False


_STEP = st.tuples(st.sampled_from(_STAGES), st.integers(1, 20), st.sampled_from(("move", "undo", "undone", "archive")))
_Steps = list[tuple[DealStage, int, str]]
_DEAL = st.tuples(
    st.none() | st.integers(1, 1000), st.none() | st.integers(0, 100), st.lists(_STEP, max_size=5), st.integers(0, 9)
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(told=st.lists(_DEAL, min_size=1, max_size=8))
def test_figures_from_the_file_are_those_of_a_hand_count(
    open_at: Callable[..., Desk], clock: Clock, told: list[tuple[int | None, int | None, _Steps, int]]
) -> None:
    desk = open_at()
    owner = f"P{desk.reader.execute('SELECT count(*) FROM owner').fetchone()[0]}"
    records.add(desk, "owner", {"name": owner})  # each example counts its own: the file is shared, for speed
    code = customers.add_customer(desk, {"name": owner}).ref
    remembered = [_played(desk, clock, code, owner, *each) for each in told]
    seen = [deal for deal in remembered if not deal.archived]
    period = parse_period(f"{clock.now - timedelta(days=30):%Y-%m-%d}..{clock.now:%Y-%m-%d}")
    start, _end = period.instants(desk.zone)
    found = selling.report(desk, period, owner=owner)
    for each in found.stages:
        assert each.stock == sum(deal.moves[-1][1] is each.stage for deal in seen), each.stage
        entered = [d for d in seen if [at for at, stage in d.moves if stage is each.stage and at >= start]]
        assert each.entered == len(entered), each.stage
        left = [d for d in seen if _left(d, each.stage, start)]
        assert each.left == len(left), each.stage
        cohort = [d for d in seen if (at := _reached(d, each.stage)) is not None and at >= start]
        assert each.reached == len(cohort), each.stage
        if each.stage in OPEN:
            following = FUNNEL[FUNNEL.index(each.stage) + 1]
            assert each.went_on == sum(_reached(d, following) is not None for d in cohort), each.stage
    in_funnel = [deal for deal in seen if deal.moves[-1][1] in OPEN]
    worth = sum(d.amount * 100 * d.probability for d in in_funnel if d.amount is not None and d.probability is not None)
    assert sum(found.weighted.sums.values()) == worth
    assert found.weighted.unweighted == sum(d.amount is None or d.probability is None for d in in_funnel)


def _played(
    desk: Desk,
    clock: Clock,
    code: str,
    owner: str,
    amount: int | None,
    probability: int | None,
    steps: _Steps,
    pause: int,
) -> _Told:
    clock.move(timedelta(days=pause, minutes=1))
    typed = {"customer": code, "name": "x", "owner": owner}
    typed |= {} if amount is None else {"amount": str(amount)}
    typed |= {} if probability is None else {"probability": str(probability)}
    key = record_named(desk, deals.add_deal(desk, typed).ref)[1]
    deal = _Told(key, [(clock.now, DealStage.LEAD)], probability, amount)
    for stage, days, what in steps:
        clock.move(timedelta(days=days))
        if what == "archive" and not deal.archived:
            records.archive(desk, "deal", key)
            deal.archived = True
        elif stage is not deal.moves[-1][1]:
            deals.move_deal(desk, key, stage, reason="price" if stage is DealStage.LOST else None)
            if what == "move":
                deal.moves.append((clock.now, stage))
            else:
                undoing.undo(desk)
    return deal


def _left(deal: _Told, stage: DealStage, start: datetime) -> bool:
    return any(
        before is stage and at >= start for (_at, before), (at, _stage) in zip(deal.moves, deal.moves[1:], strict=False)
    )


def _reached(deal: _Told, stage: DealStage) -> datetime | None:
    later = (stage,) if stage is DealStage.LOST else FUNNEL[FUNNEL.index(stage) :]
    return next((at for at, each in deal.moves if each in later), None)


def test_what_happened_before_the_period_is_in_no_figure_but_the_stock(desk: Desk, clock: Clock) -> None:
    code = customers.add_customer(desk, {"name": "X"}).ref
    deals.add_deal(desk, {"customer": code, "name": "x"})
    clock.move(timedelta(days=40))
    found = selling.report(desk, parse_period("2024-06"))
    lead = found.stages[0]
    assert (lead.stock, lead.entered, lead.reached) == (1, 0, 0)

"""Reviews on the desk: figures that stay as they were frozen, improvements that become tasks, all of it undone."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from salestui.domain.figures import FigureId
from salestui.domain.frozen_figures import LaterFigure, from_text
from salestui.domain.periods import parse_period
from salestui.domain.readings import Measured, Reading
from salestui.domain.rows import ReviewRow
from salestui.domain.words import TaskStatus
from salestui.errors import ConflictError, InvalidValueError, NotFoundError, StoreError, UsageError
from salestui.services import customers, deals, finding, records, reviewing, reviews, tasks, undoing
from salestui.services.desk import Desk
from salestui.services.merging import seen_of
from salestui.services.naming import record_named
from salestui.services.prefilling import typed_record
from salestui.store.reads import tasks as tasks_read
from tests.conftest import Clock

SLOW = "部分客户反馈方案响应速度慢"
FAST = '增加"方案快速评审通道",压缩制作周期至3天'


def key(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


def write(desk: Desk, period: str = "2024-04", **typed: str) -> str:
    """A review; its key."""
    return key(desk, reviews.add_review(desk, {"period": period, **typed}).saved.ref)


def row(desk: Desk, review: str) -> ReviewRow:
    found = reviewing.review(desk, review)
    assert found is not None
    return found


def won(desk: Desk, review: str) -> Reading:
    """What the review has kept of the deals won."""
    (found,) = (each for each in reviewing.frozen_figures(row(desk, review)) if each.figure == FigureId.WON_DEALS)
    assert isinstance(found, Measured)
    return found.readings[0]


def win(desk: Desk, closed_at: str, owner: str = "Li") -> None:
    """An order, perhaps written down long after it was won."""
    code = "C001" if desk.reader.execute("SELECT 1 FROM customer").fetchone() else ""
    code = code or customers.add_customer(desk, {"name": "精工制造"}).ref
    deals.add_deal(
        desk,
        {"customer": code, "name": "套餐", "stage": "won", "closed_at": closed_at, "amount": "1000", "owner": owner},
    )


def test_every_figure_is_kept_as_it_was_and_a_back_dated_change_is_told_beside_it(desk: Desk) -> None:
    win(desk, "2024-04-10 10:00")
    april = write(desk, problems=SLOW, causes="评审排队")
    kept = row(desk, april)
    assert [each.figure for each in reviewing.frozen_figures(kept)] == list(FigureId)
    assert (kept.period, str(kept.from_day), str(kept.to_day)) == ("2024-04", "2024-04-01", "2024-04-30")
    assert not any(each.differs for each in reviewing.beside_now(desk, kept))
    win(desk, "2024-04-29 10:00")
    assert won(desk, april).numerator == 1
    (sold,) = (each for each in reviewing.beside_now(desk, row(desk, april)) if each.frozen.figure == "won_deals")
    assert sold.differs
    assert sold.now is not None
    assert sold.now.readings[0].numerator == 2


def test_only_freezing_again_changes_the_numbers_and_undo_brings_the_old_ones_back(desk: Desk, clock: Clock) -> None:
    win(desk, "2024-04-10 10:00")
    april = write(desk)
    frozen_at = row(desk, april).figures_at
    with pytest.raises(UsageError, match="come to the same now"):
        reviews.refreeze(desk, april)
    clock.move(timedelta(days=1))
    win(desk, "2024-04-29 10:00")
    reviews.change_review(desk, april, {"problems": SLOW})
    assert won(desk, april).numerator == 1  # a correction of the texts leaves them alone
    refrozen = reviews.refreeze(desk, april, frozen_at)
    assert FigureId.WON_DEALS in {each.frozen.figure for each in refrozen.changed}
    assert (won(desk, april).numerator, row(desk, april).figures_at) == (2, clock())
    with pytest.raises(UsageError, match="frozen again meanwhile"):
        reviews.refreeze(desk, april, frozen_at)
    undoing.undo(desk)
    assert (won(desk, april).numerator, row(desk, april).figures_at) == (1, frozen_at)


def test_a_period_that_is_not_over_is_frozen_to_date_and_says_so(desk: Desk) -> None:
    assert reviews.add_review(desk, {"period": "2024-05"}).to_date
    assert not reviews.add_review(desk, {"period": "2024-W18"}).to_date
    with pytest.raises(InvalidValueError, match="2024-06 has not begun") as refused:
        reviews.add_review(desk, {"period": "2024-06"})
    assert refused.value.field == "period"


def test_another_review_of_the_same_period_is_made_and_told_of(desk: Desk) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    first = reviews.add_review(desk, {"period": "2024-04", "owner": "Li"})
    assert first.others == ()
    assert reviews.add_review(desk, {"period": "2024-04", "owner": "Wang"}).others == ()
    assert reviews.add_review(desk, {"period": " 2024-4 ", "owner": "Li"}).others == (first.saved.ref,)
    assert len(reviewing.reviews(desk, owner="Li")) == 2


def test_a_review_is_of_its_owner_alone_or_of_everybody(desk: Desk) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    win(desk, "2024-04-10 10:00", owner="Wang")
    assert won(desk, write(desk, owner="Li")).numerator == 0
    assert won(desk, write(desk, owner="Wang")).numerator == 1
    everybodys = write(desk)
    assert won(desk, everybodys).numerator == 1
    assert row(desk, everybodys).owner is None
    with pytest.raises(NotFoundError, match="Zhao"):
        reviews.add_review(desk, {"period": "2024-04", "owner": "Zhao"})


@pytest.mark.parametrize("typed", [{"period": "2024-05"}, {"owner": "Li"}])
def test_period_and_owner_stay_since_the_figures_are_theirs(desk: Desk, typed: dict[str, str]) -> None:
    april = write(desk)
    with pytest.raises(UsageError, match="cannot be changed"):
        reviews.change_review(desk, april, typed)


@pytest.mark.parametrize("period", ["", "April", "2024-13"])
def test_what_is_no_period_is_refused(desk: Desk, period: str) -> None:
    with pytest.raises(InvalidValueError):
        reviews.add_review(desk, {"period": period})
    assert reviewing.reviews(desk) == []


# ── improvements ─────────────────────────────────────────────────────────────────────────────────────────────────


def improvements(desk: Desk, review: str) -> list[tuple[str, TaskStatus | None]]:
    return [(each.text, each.status) for each in row(desk, review).improvements]


def test_an_improvement_becomes_a_task_that_says_where_it_came_from(desk: Desk) -> None:
    april = write(desk, improvements=f"- {FAST}\n\n话术培训\n")
    assert improvements(desk, april) == [(FAST, None), ("话术培训", None)]
    measure = row(desk, april).improvements[0]
    with pytest.raises(InvalidValueError, match="is missing") as refused:
        reviews.make_task(desk, measure.id, {"action": measure.text})
    assert refused.value.field == "end"
    saved = reviews.make_task(desk, measure.id, {"action": measure.text, "end": "2024-05-17"})
    task = key(desk, saved.ref)
    assert tasks_read.came_from(desk.reader, task) == (("review", row(desk, april).ref),)
    assert [each.text for each in row(desk, april).improvements if each.task == saved.ref] == [FAST]
    with pytest.raises(UsageError, match=saved.ref):
        reviews.make_task(desk, measure.id, {"action": "once more", "end": "+3d"})
    tasks.finish_task(desk, task)
    assert [each.done for each in row(desk, april).improvements] == [True, False]
    undoing.undo(desk)
    undoing.undo(desk)  # the task goes, and with it the link
    assert tasks_read.page(desk.reader, [task]) == {}
    assert improvements(desk, april) == [(FAST, None), ("话术培训", None)]
    undoing.redo(desk)
    assert improvements(desk, april) == [(FAST, TaskStatus.TODO), ("话术培训", None)]


def test_a_reworded_improvement_keeps_its_task_and_one_taken_away_leaves_it(desk: Desk) -> None:
    april = write(desk, improvements="评审通道\n话术培训\n案例库")
    channel, training, _cases = row(desk, april).improvements
    ref = reviews.make_task(desk, training.id, {"action": training.text, "end": "+3d"}).ref
    reviews.change_review(desk, april, {"improvements": "评审通道\n价格话术培训\n案例库\n试用7天"})
    assert [(each.text, each.task) for each in row(desk, april).improvements] == [
        ("评审通道", None),
        ("价格话术培训", ref),
        ("案例库", None),
        ("试用7天", None),
    ]
    assert row(desk, april).improvements[0].id == channel.id
    assert typed_record(desk, "review", april)["improvements"] == "评审通道\n价格话术培训\n案例库\n试用7天"
    reviews.change_review(desk, april, {"improvements": "评审通道\n案例库"})
    assert [each.text for each in row(desk, april).improvements] == ["评审通道", "案例库"]
    assert key(desk, ref) in tasks_read.page(desk.reader, [key(desk, ref)])
    undoing.undo(desk)
    assert [each.task for each in row(desk, april).improvements] == [None, ref, None, None]


# ── with others ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_people_at_one_review_merge_or_are_both_told(desk: Desk, open_at: Callable[..., Desk]) -> None:
    april = write(desk, improvements="评审通道")
    other = open_at(owner="Wang")
    seen = seen_of(desk, "review", april)
    reviews.change_review(other, april, {"improvements": "评审通道\n话术培训"}, seen_of(other, "review", april))
    saved = reviews.change_review(desk, april, {"problems": SLOW}, seen)
    assert [(each.field, each.by) for each in saved.meanwhile] == [("improvements", "Wang")]
    with pytest.raises(ConflictError) as refused:
        reviews.change_review(desk, april, {"improvements": "案例库"}, seen)
    (conflict,) = refused.value.conflicts
    assert (conflict.field, conflict.theirs, conflict.by) == ("improvements", "评审通道\n话术培训", "Wang")


def test_a_review_is_archived_brought_back_and_found(desk: Desk) -> None:
    april = write(desk, problems=SLOW, improvements=FAST)
    ref = row(desk, april).ref
    found = {(each.kind, each.ref) for each in finding.find(desk, "快速评审", 9)}
    assert found == {("improvement", ref)}
    assert {(each.kind, each.ref) for each in finding.find(desk, "响应速度慢", 9)} == {("review", ref)}
    records.archive(desk, "review", april)
    assert reviewing.reviews(desk) == []
    assert finding.find(desk, "响应速度慢", 9) == []
    assert row(desk, april).archived
    records.archive(desk, "review", april, back=True)
    assert [each.ref for each in reviewing.reviews(desk)] == [ref]


def test_undo_takes_a_review_back_with_its_improvements_but_not_from_under_a_task(desk: Desk) -> None:
    april = write(desk, improvements="评审通道\n话术培训")
    undoing.undo(desk)
    assert reviewing.review(desk, april) is None
    undoing.redo(desk)
    measure = row(desk, april).improvements[1]
    reviews.make_task(desk, measure.id, {"action": measure.text, "end": "+3d"})
    undoing.undo(desk)
    undoing.undo(desk)
    assert reviewing.review(desk, april) is None


# ── what somebody else wrote into the file ───────────────────────────────────────────────────────────────────────


def overwrite(desk: Desk, review: str, figures: str) -> None:
    """As another program would leave it."""
    from salestui.store.models import Review

    with desk.command("change_review") as work:
        work.get(Review, review).figures = figures


def test_a_figure_of_a_later_program_stays_through_another_freezing(desk: Desk) -> None:
    april = write(desk)
    held = json.loads(row(desk, april).figures)
    roi = {"id": "roi", "readings": [{"numerator": 42, "denominator": 10, "part": "", "currency": None}]}
    overwrite(desk, april, json.dumps({**held, "figures": [*held["figures"][:1], roi]}))
    win(desk, "2024-04-10 10:00")
    beside = reviewing.beside_now(desk, row(desk, april))
    assert [(each.frozen.figure, each.now is None) for each in beside] == [("sales_amount", False), ("roi", True)]
    reviews.refreeze(desk, april)
    kept = from_text(row(desk, april).figures)
    assert [each.figure for each in kept] == [*FigureId, "roi"]
    assert isinstance(kept[-1], LaterFigure)


def test_figures_that_cannot_be_read_are_told_of_and_can_be_frozen_again(desk: Desk) -> None:
    april = write(desk)
    overwrite(desk, april, "rubbish")
    with pytest.raises(StoreError, match="cannot be read"):
        reviewing.frozen_figures(row(desk, april))
    reviews.refreeze(desk, april)
    assert won(desk, april).numerator == 0


def test_the_period_of_a_review_is_the_one_that_was_typed(desk: Desk) -> None:
    for name in ("2024-Q1", "2024-W18", "2023", "2024-04-01..2024-04-15"):
        assert reviewing.period_of(row(desk, write(desk, name))) == parse_period(name)

"""Reviews by keys: frozen figures beside those of now, improvements to tasks, a Markdown file; feedback, its rows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salestui.services import deals, reviews, tasks
from salestui.services.naming import record_named
from salestui.tui.choosing import Choose
from salestui.tui.dialogs import Question
from salestui.tui.forms.records import ChangeForm
from salestui.tui.forms.reviews import ImprovementForm, ReviewForm
from salestui.tui.screens.feedback import FeedbackRowsScreen
from salestui.tui.screens.review import ReviewScreen
from salestui.tui.screens.reviews import ReviewsScreen
from tests.tui.places import walk
from tests.tui.stage import Stage, on_stage


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep's morning at 80×24; a review of last month alone, with two improvements."""
    async with on_stage(home) as stage:
        with stage.desk() as desk:
            made = reviews.add_review(
                desk, {"period": "2026-09", "problems": "Proposals take long", "improvements": "Quick channel\nTrain"}
            )
            stage.ref = made.saved.ref  # type: ignore[attr-defined]
        yield stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def open_review(stage: Stage) -> ReviewScreen:
    """The review of September, with the figures of now."""
    await walk(stage, "reviews")
    await stage.press("G")
    await go(stage, ReviewScreen, "enter")
    screen = stage.app.screen
    assert isinstance(screen, ReviewScreen)
    await stage.until(lambda: screen._now is not None, "the figures of now")
    return screen


def win_in_september(stage: Stage) -> None:
    """An order that was forgotten."""
    with stage.desk() as desk:
        order = {"name": "forgotten", "stage": "won", "closed_at": "2026-09-15 10:00", "amount": "1m"}
        deals.add_deal(desk, {"customer": "C001", **order})


async def test_a_new_review_says_its_days_and_whether_there_is_one_and_freezes(stage: Stage) -> None:
    await walk(stage, "reviews")
    await go(stage, ReviewForm, "n")
    assert "2026-10-01 – 2026-10-31 · everybody" in stage.lines[-3]
    await stage.press("home", *["delete"] * 7)
    await stage.type("2026-09")
    assert "there is one already: " + stage.ref in stage.lines[-3]  # type: ignore[attr-defined]
    await stage.press("home", *["delete"] * 7)
    await stage.type("2027-01")
    assert "2027-01 has not begun" in stage.lines[-3]
    await stage.press("home", *["delete"] * 7)
    await stage.type("2026-11")
    assert "not over: frozen to date" in stage.lines[-3]
    before = stage.sql("SELECT count(*) FROM review")[0][0]
    await stage.save()
    assert stage.sql("SELECT count(*) FROM review")[0][0] == before + 1
    assert "figures to date" in stage.answer
    assert stage.rows[0].startswith("2026-11")


async def test_what_figures_come_to_by_now_stands_beside_what_was_frozen(stage: Stage) -> None:
    win_in_september(stage)
    screen = await open_review(stage)
    (line,) = (each for each in stage.lines if each.strip().startswith("won deals"))
    assert "now" in line
    await go(stage, Question, "F")
    await stage.press("y")
    await stage.until(lambda: "frozen again" in stage.answer, "frozen again")
    assert "sales amount" in stage.answer
    assert "→" in stage.answer
    await stage.until(lambda: not any(each.differs for each in screen._now or ()), "nothing differs")
    (line,) = (each for each in stage.lines if each.strip().startswith("won deals"))
    assert "now" not in line
    await stage.press("u")
    await stage.until(lambda: any(each.differs for each in screen._now or ()), "the old figures are back")


async def test_an_improvement_becomes_a_task_by_one_key_and_its_state_is_shown(stage: Stage) -> None:
    await open_review(stage)
    await go(stage, Choose, "t")
    await go(stage, ImprovementForm, "enter")
    await stage.press("ctrl+s")
    await stage.until(lambda: "is missing" in stage.text, "an end is asked for")
    await stage.type("fri")
    await stage.save()
    ((ref, key),) = stage.sql(
        "SELECT task.ref, task.id FROM task JOIN improvement ON task_id = task.id WHERE text = 'Quick channel'"
    )
    (line,) = (each for each in stage.lines if "– Quick channel" in each)
    assert f"({ref} · todo · Li" in line
    with stage.desk() as desk:
        tasks.finish_task(desk, key)
        assert record_named(desk, ref)[1] == key
    stage.app.screen.look_again()  # type: ignore[attr-defined]
    await stage.until(lambda: f"({ref} · done" in stage.text, "the task is done")
    await go(stage, ImprovementForm, "t")  # the only one left needs no choice
    assert "Train" in stage.text
    await stage.press("escape")
    await go(stage, ReviewsScreen, "escape")
    assert "1/2" in stage.rows[-1]


async def test_markdown_goes_into_a_new_file_and_never_over_another(stage: Stage) -> None:
    await open_review(stage)
    for number in range(2):
        await stage.press("w")
        await stage.until(lambda number=number: len(list(stage.home.glob("review-*.md"))) == number + 1, "a file")  # type: ignore[misc]
    first, second = sorted(stage.home.glob("review-*.md"), key=lambda path: len(path.name))
    assert first.name == f"review-2026-09-{stage.ref}.md"  # type: ignore[attr-defined]
    assert second.name == f"review-2026-09-{stage.ref}-2.md"  # type: ignore[attr-defined]
    assert first.read_text(encoding="utf-8").startswith("# Review 2026-09 · everybody\n")
    await stage.until(lambda: "written to" in stage.answer, "where it was written")


async def test_a_review_that_is_archived_comes_back_by_undo(stage: Stage) -> None:
    await walk(stage, "reviews")
    before = len(stage.rows)
    await go(stage, Question, "x")
    await stage.press("y")
    await stage.until(lambda: len(stage.rows) == before - 1, "it is out of sight")
    await stage.press("u")
    await stage.until(lambda: len(stage.rows) == before, "it is back")


async def test_feedback_opens_to_its_rows_and_these_to_their_records(stage: Stage) -> None:
    await walk(stage, "feedback")
    name, count = stage.rows[0].split()[:2]
    await stage.press("b")
    assert stage.rows[0].split()[0] != name
    await stage.press("b", "b")
    await go(stage, FeedbackRowsScreen, "enter")
    assert stage.table.row_count == int(count)
    await go(stage, ChangeForm, "enter")
    assert "Correct F-" in stage.lines[0]


async def test_a_period_without_feedback_says_so(stage: Stage) -> None:
    await walk(stage, "feedback")
    await stage.press("left_square_bracket")
    await stage.until(lambda: "no objections and no complaints" in stage.text, "2025 has none")

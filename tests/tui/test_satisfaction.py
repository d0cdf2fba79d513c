"""Satisfaction by keys: scores read, written, back-dated, corrected, removed; complaints resolved from there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salestui.services import inquiries, satisfaction
from salestui.tui.dialogs import Question
from salestui.tui.forms.form import Form
from salestui.tui.forms.inquiry import ResolutionForm
from salestui.tui.forms.records import ChangeForm
from salestui.tui.forms.satisfaction import ScoreForm
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.card.reading import Reader
from salestui.tui.screens.satisfaction import SatisfactionScreen
from tests.tui.stage import Stage, on_stage

CODE = "C001"  # nobody has asked it yet


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The scores of C001 at 80×24, over its card."""
    async with on_stage(home) as stage:
        await go(stage, CardScreen, "2", "g", "enter")
        await go(stage, SatisfactionScreen, "P")
        yield stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def scored(stage: Stage, *scores: tuple[str, str]) -> None:
    """Another session writes scores down."""
    with stage.desk() as desk:
        for points, when in scores:
            satisfaction.add_score(desk, CODE, {"score": points, "scored_at": when})
    screen = stage.app.screen
    assert isinstance(screen, SatisfactionScreen)
    screen.look_again()
    await stage.settle()


def scores(stage: Stage) -> list[int]:
    rows = stage.sql(
        "SELECT score FROM satisfaction_score JOIN customer ON customer.id = customer_id WHERE code = :code"
        " ORDER BY scored_at",
        code=CODE,
    )
    return [row[0] for row in rows]


async def test_an_empty_list_says_which_key_writes_the_first(stage: Stage) -> None:
    assert "no score and no complaint yet – a writes a score down" in stage.text
    await go(stage, CardScreen, "escape")


async def test_a_score_is_written_down_back_dated_and_undone(stage: Stage) -> None:
    await go(stage, ScoreForm, "a")
    assert "the first score" in stage.text
    await stage.type("90")
    await stage.press("tab")
    await stage.type("2026-11-02")
    await stage.save()
    assert "C001:2026-11-02 90 saved" in stage.answer
    await go(stage, ScoreForm, "a")
    await stage.type("78")
    assert "before: 90 (11-02" in stage.text
    assert "down by 12 (R12)" in stage.text
    await stage.save()
    first, second = stage.rows
    assert first.split()[-2:] == ["90", "–"]
    assert "78     ▾ −12  R12: down 10 or more" in second
    await stage.press("u")
    await stage.until(lambda: "undone: add score" in stage.answer, "undone")
    assert scores(stage) == [90]


async def test_a_score_ahead_of_now_is_refused_under_its_field(stage: Stage) -> None:
    await go(stage, ScoreForm, "a")
    await stage.type("90")
    await stage.press("tab")
    await stage.type("2026-12-24")
    assert "in the future" in stage.text
    await stage.press("ctrl+s")
    await stage.until(lambda: "✗" in stage.text, "refused")
    assert scores(stage) == []


async def test_a_wrong_score_is_corrected_with_enter(stage: Stage) -> None:
    await scored(stage, ("9", "2026-11-02"))
    await go(stage, ChangeForm, "enter")
    await stage.press("end")
    await stage.type("1")
    await stage.save()
    assert scores(stage) == [91]
    assert "C001:2026-11-02 91 saved" in stage.answer


async def test_a_wrong_score_is_removed_by_another_key_than_the_one_that_asks(stage: Stage) -> None:
    await scored(stage, ("90", "2026-11-02"), ("9", "2026-11-03"))
    await stage.press("G")
    await go(stage, Question, "x")
    await go(stage, SatisfactionScreen, "escape")
    assert scores(stage) == [90, 9]
    await go(stage, Question, "x")
    await stage.press("y")
    await stage.until(lambda: "removed" in stage.answer, "removed")
    assert scores(stage) == [90]
    await stage.press("u")
    await stage.until(lambda: len(stage.rows) == 2, "brought back")
    assert scores(stage) == [90, 9]


async def test_complaints_stand_below_with_their_outcome_and_are_resolved_from_here(stage: Stage) -> None:
    await scored(stage, ("90", "2026-11-02"))
    with stage.desk() as desk:
        inquiries.receive_inquiry(desk, CODE, {"kind": "complaint", "text": "late again", "complex": "yes"})
    await scored(stage)
    await stage.press("G", "x")
    assert "only a score is removed" in stage.answer
    assert "COMPLAINTS" in stage.text
    assert "late again" in stage.rows[-1]
    await go(stage, ResolutionForm, "r")
    await stage.type("a new carrier")
    await stage.save()
    assert "◆ solved, not told" in stage.rows[-1]
    assert "solution: a new carrier" in stage.text
    await go(stage, Reader, "enter")
    assert "a new carrier" in stage.text


async def test_on_the_card_a_score_of_the_story_opens_itself_not_the_profile(home: Path) -> None:
    async with on_stage(home) as stage:
        with stage.desk() as desk:
            satisfaction.add_score(desk, CODE, {"score": "64"})
        await go(stage, CardScreen, "2", "g", "enter")
        assert "64" in stage.rows[0]
        await go(stage, ChangeForm, "e")
        assert "Correct a score of C001" in stage.lines[0]
        form = stage.app.screen
        assert isinstance(form, Form)
        assert form.typed()["score"] == "64"

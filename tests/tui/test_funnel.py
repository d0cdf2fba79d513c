"""The funnel by keys: a deal written down, carried on, lost with a reason, won and handed over; its figures."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salestui.domain.words import DealStage
from salestui.services import deals
from salestui.services.merging import seen_of
from salestui.tui.forms.deals import LostForm
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.screens.funnel import FunnelScreen
from salestui.tui.screens.funnel_figures import FunnelFiguresScreen
from salestui.tui.widgets.board import Board
from tests.tui.stage import Stage, on_stage

NAME = "annual purchase package"


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep's funnel at 80×24, with a deal of C001 as its only lead in hand."""
    async with on_stage(home) as stage:
        with stage.desk() as desk:
            deals.add_deal(desk, {"customer": "C001", "name": NAME, "amount": "600k", "probability": "70%"})
        await go(stage, FunnelScreen, "4")
        board = stage.app.screen.query_one(Board)
        assert board.move_to(key(stage))
        await stage.settle()
        yield stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


def key(stage: Stage) -> str:
    return str(stage.sql("SELECT id FROM deal WHERE name = :name", name=NAME)[0][0])


def stages(stage: Stage) -> list[str]:
    rows = stage.sql(
        "SELECT stage FROM deal_stage_change WHERE deal_id = :deal ORDER BY entered_at, id", deal=key(stage)
    )
    return [row[0] for row in rows]


async def until_said(stage: Stage, text: str) -> None:
    await stage.until(lambda: text in stage.answer, text)


async def test_a_card_is_carried_on_and_the_cursor_goes_with_it(stage: Stage) -> None:
    await stage.press(">")
    await until_said(stage, "moved to nurtured")
    await stage.press(">")
    await until_said(stage, "moved to qualified")
    assert stages(stage) == ["lead", "nurtured", "qualified"]
    board = stage.app.screen.query_one(Board)
    assert (board.column, board.key) == ("qualified", key(stage))
    await stage.press("u")
    await until_said(stage, "undone")
    assert stages(stage) == ["lead", "nurtured"]


async def test_a_lost_deal_asks_for_a_reason_and_a_competitor(stage: Stage) -> None:
    for name in ("nurtured", "qualified", "opportunity"):
        await stage.press(">")
        await until_said(stage, name)
    with stage.desk() as desk:  # beside won lies lost
        deals.move_deal(desk, key(stage), "won")
    stage.app.screen.look_again()  # type: ignore[attr-defined] # a FunnelScreen
    await stage.settle()
    await go(stage, LostForm, ">")
    await stage.press("ctrl+s")
    await stage.until(lambda: "a lost deal needs a reason" in stage.text, "the reason is asked for")
    await stage.press("p", "tab", *"Rival Ltd")
    await stage.press("ctrl+s")
    await until_said(stage, "moved to lost")
    rows = stage.sql(
        "SELECT lost_reason, competitor.name FROM deal"
        " JOIN competitor ON competitor.id = lost_to_id WHERE deal.id = :deal",
        deal=key(stage),
    )
    assert rows == [("price", "Rival Ltd")]


async def test_a_won_deal_offers_the_handover_and_the_next_contact(stage: Stage) -> None:
    with stage.desk() as desk:
        deals.move_deal(desk, key(stage), "opportunity")
    stage.app.screen.look_again()  # type: ignore[attr-defined] # a FunnelScreen
    await stage.settle()
    await go(stage, RecordForm, ">")
    assert "hand over to after-sales?" in stage.text
    await go(stage, FollowUpForm, "ctrl+s")
    await go(stage, FunnelScreen, "escape")
    assert stage.sql("SELECT action FROM task WHERE module = 'handover'") == [(f"Hand over to after-sales: {NAME}",)]
    assert stages(stage)[-1] == "won"


async def test_neither_is_done_silently(stage: Stage) -> None:
    with stage.desk() as desk:
        deals.move_deal(desk, key(stage), "opportunity")
    before = stage.sql("SELECT count(*) FROM task")
    stage.app.screen.look_again()  # type: ignore[attr-defined] # a FunnelScreen
    await stage.settle()
    await go(stage, RecordForm, ">")
    await go(stage, FollowUpForm, "escape")
    await go(stage, FunnelScreen, "escape")
    assert stage.sql("SELECT count(*) FROM task") == before


async def test_a_card_that_somebody_moves_meanwhile_is_told_to_both(stage: Stage) -> None:
    desk = stage.app.desks.screen
    seen = seen_of(desk, "deal", key(stage))
    with stage.desk() as other:
        deals.move_deal(other, key(stage), "qualified")
    screen = stage.app.screen
    assert isinstance(screen, FunnelScreen)
    assert await screen._written(key(stage), DealStage.OPPORTUNITY, seen) is None
    assert "Li has moved it to qualified meanwhile" in stage.answer
    assert stages(stage) == ["lead", "qualified"]


async def test_a_deal_is_written_down_for_the_customer_in_hand_and_opened(stage: Stage) -> None:
    await go(stage, RecordForm, "D")
    await stage.type("spare parts")
    await stage.save()
    await until_said(stage, "spare parts saved")
    assert stage.sql("SELECT stage, owner FROM deal WHERE name = 'spare parts'") == [("lead", "Li")]
    await go(stage, ChangeForm, "enter")
    assert NAME in stage.text


async def test_the_figures_of_a_period_open_and_the_period_changes(stage: Stage) -> None:
    await go(stage, FunnelFiguresScreen, "F")
    assert "Funnel 2026-Q4 · everybody · to date" in stage.text
    assert "weighted value of the open deals" in stage.text
    await stage.press("p")
    assert "Funnel 2026-11" in stage.text
    await stage.press("[")
    assert "Funnel 2026-10" in stage.text
    await go(stage, FunnelScreen, "escape")


async def test_the_owner_of_the_board_changes(stage: Stage) -> None:
    await stage.press("o")
    assert "deals of" in stage.answer


async def test_a_card_is_dragged_to_the_next_stage(stage: Stage) -> None:
    board = stage.app.screen.query_one(Board)
    region = board._view.region(board._view.place(board._view.column))
    other = board._view.shown[1].x + 2
    await stage.pilot.mouse_down(Board, offset=(region.x + 2, region.y))
    await stage.pilot.hover(Board, offset=(other, region.y))
    await stage.pilot.mouse_up(Board, offset=(other, region.y))
    await until_said(stage, "moved to nurtured")
    assert stages(stage) == ["lead", "nurtured"]

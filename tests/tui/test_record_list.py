"""The list of a record that has no screen of its own, by the competitors."""

from pathlib import Path

from salestui.domain.records import RECORDS
from salestui.services import finding
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.screens.funnel import FunnelScreen
from salestui.tui.screens.record_list import PlainList
from tests.tui.stage import Stage, on_stage


async def competitors(stage: Stage) -> None:
    await stage.press("4", "V")
    await stage.until(lambda: isinstance(stage.app.screen, PlainList), "the list")
    await stage.until(lambda: stage.table.row_count, "its rows")


async def test_it_is_named_and_every_field_of_the_row_in_hand_is_told(home: Path) -> None:
    async with on_stage(home) as stage:
        await competitors(stage)
        assert stage.lines[1].strip() == "Competitors"
        assert "4 Funnel" in stage.lines[0]
        with stage.desk() as desk:
            row = next(each for each in finding.listed(desk, "competitor", limit=-1) if each.id == stage.table.key)
        for field in RECORDS["competitor"].fields:
            value = getattr(row, field.id)
            if field.settable and value:
                assert f"{field.id.replace('_', ' ')}: {str(value)[:40]}" in stage.text


async def test_what_is_added_is_in_hand(home: Path) -> None:
    async with on_stage(home) as stage:
        await competitors(stage)
        await stage.press("n")
        await stage.until(lambda: isinstance(stage.app.screen, RecordForm), "the form")
        await stage.press(*"Zzz", "ctrl+s")
        await stage.until(lambda: isinstance(stage.app.screen, PlainList), "the list again")
        await stage.until(lambda: "name: Zzz" in stage.text, "it is in hand")


async def test_enter_corrects_the_row_in_hand_and_escape_leads_back(home: Path) -> None:
    async with on_stage(home) as stage:
        await competitors(stage)
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, ChangeForm), "the form")
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, PlainList), "the list again")
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, FunnelScreen), "the funnel")

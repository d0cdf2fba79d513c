"""The program on a file with damaged cells: it starts, shows the other rows, and says once that some are left out."""

from pathlib import Path

import pytest

from salestui.tui.app import SalestuiApp
from tests.damage import BAD_TEXT, Column, spoil
from tests.tui.stage import Stage, on_stage

LEFT_OUT = "damaged records are left out – copy the file and go back to a backup"


async def walk(stage: Stage) -> str:
    """Go to every mode, the history, the overview, the agenda and the cards of the first rows; all that was shown."""
    seen = [stage.text]
    for key in ("enter", "q", "H", "q", "O", "q", "a", "q", "2", "enter", "q", "j", "enter", "q", "3", "4", "6"):
        await stage.press(key)
        await stage.until(stage.app.desks.background.finished().done, "what was asked is read")
        seen.append(stage.text)
    return "\n".join(seen)


@pytest.mark.parametrize(
    "place",
    ["customer.name", "contact.mobile", "inquiry.text", "task.action", "command.subject"],
)
async def test_it_starts_and_goes_on_whatever_text_holds_a_bad_byte(home: Path, place: str) -> None:
    table, _dot, name = place.partition(".")
    for row in range(100):  # the last ones; one alone where each must be unique
        spoil(home / "salestui.db", Column(table, name, "TEXT"), BAD_TEXT, row=-row)
    async with on_stage(home) as stage:
        seen = await walk(stage)
    assert "Jinggong" in seen or place == "customer.name"
    assert "Secret\ufffd" in seen


@pytest.mark.parametrize(
    ("place", "row"),
    [("customer.stage", 1), ("clock.rule", 0), ("task.progress", 0), ("deal.amount", 0), ("change.fields", -1)],
)
async def test_a_row_that_no_value_can_be_made_of_is_left_out_and_told_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: str, row: int
) -> None:
    table, _dot, name = place.partition(".")
    for each in range(row, row + 40):
        spoil(home / "salestui.db", Column(table, name, ""), "Secret", row=each)
    told: list[str] = []
    monkeypatch.setattr(SalestuiApp, "answer", lambda _app, why: told.append(why))
    async with on_stage(home) as stage:
        seen = await walk(stage)
        stage.app._watch()
        stage.app._watch()
    assert told == [LEFT_OUT]
    assert "Yunfan" in seen
    assert "Secret" not in seen

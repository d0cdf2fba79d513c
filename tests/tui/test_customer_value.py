"""The list of worth, and what card and profile form say of grade and segment beside what is set."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salestui.services import customer_value
from salestui.tui.choosing import Choose
from salestui.tui.forms.customers import NewCustomerForm, ProfileForm
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.card.reading import Reader
from salestui.tui.screens.customer_value import CustomerValueScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.widgets.sheet import Sheet
from tests.tui.stage import Stage, on_stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The list of worth at 80×24."""
    async with on_stage(home) as stage:
        await go(stage, CustomerValueScreen, "2", "V")
        await stage.until(lambda: stage.table.row_count, "the list")
        yield stage


async def test_who_bought_most_comes_first_with_quintiles_and_a_sign_where_another_is_suggested(stage: Stage) -> None:
    with stage.desk() as desk:
        expected = customer_value.listed(desk, owner=None, limit=-1)
    assert stage.table.row_count == len(expected)
    for row, shown in zip(expected, stage.rows, strict=False):
        assert row.code in shown
        assert ("≠" in shown) is row.differs
        assert str(row.score.points or "–") in shown
    rfm = expected[0].worth.rfm
    assert f"R{rfm.recency} F{rfm.frequency} M{rfm.monetary}" in stage.rows[0]
    assert "suggested:" in stage.text
    assert "set:" in stage.text


async def test_enter_opens_the_card_and_escape_leads_back(stage: Stage) -> None:
    code = stage.rows[0].split()[0]
    await go(stage, CardScreen, "enter")
    assert code in stage.lines[1]
    await go(stage, CustomerValueScreen, "escape")
    await go(stage, CustomersScreen, "escape")


async def test_mine_are_compared_with_everybodys(stage: Stage) -> None:
    everybody = stage.table.row_count
    first = stage.rows[0]
    await go(stage, Choose, "o")
    await go(stage, CustomerValueScreen, "enter")
    await stage.until(lambda: 0 < stage.table.row_count < everybody, "mine")
    assert first in stage.rows  # with the same quintiles


async def test_a_grade_set_from_the_list_takes_the_sign_away(stage: Stage) -> None:
    with stage.desk() as desk:
        row = next(row for row in customer_value.listed(desk, owner=None, limit=-1) if row.differs)
        key = next(iter(desk.reader.execute("SELECT id FROM customer WHERE code = ?", (row.code,))))[0]
    assert stage.table.move_to(key)
    await stage.settle()
    await go(stage, ProfileForm, "e")
    form = stage.app.screen
    assert isinstance(form, ProfileForm)
    for field in form.rows:
        if field.entry.id in ("grade", "segment"):
            assert field.put(str(row.score.grade if field.entry.id == "grade" else row.score.segment))
    await stage.save()
    await stage.until(lambda: isinstance(stage.app.screen, CustomerValueScreen), "the list again")
    screen = stage.app.screen
    assert isinstance(screen, CustomerValueScreen)
    await stage.until(lambda: screen._row is not None and not screen._row.differs, "nothing else is suggested")


# ── card and form ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_card_says_what_is_suggested_beside_what_is_set_and_enter_tells_every_part(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, CardScreen, "2", "slash", *"c012", "enter", "enter")
        await stage.press("tab")
        sheet = stage.app.screen.query_one("#sheet", Sheet)
        assert sheet.move_to("score:")
        await stage.settle()
        assert "≠ B, potential – 65 of 100" in stage.text
        assert "set: A, key account – E changes it" in stage.text
        await stage.until(lambda: "R4 F2 M5" in stage.text, "where it stands among all")
        await go(stage, Reader, "enter")
        assert "lifetime value    1,260,000 CNY" in stage.text  # 1.2 m × 1 a year × 3 years × 35 %
        assert "budget            75 × 30" in stage.text
        await go(stage, CardScreen, "escape")
        await go(stage, ProfileForm, "e")
        form = stage.app.screen
        assert isinstance(form, ProfileForm)
        assert form.focused is next(row.input for row in form.rows if row.entry.id == "grade")


async def test_the_profile_form_follows_what_is_typed(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, CardScreen, "2", "slash", *"c012", "enter", "enter")
        await go(stage, ProfileForm, "E")
        assert "suggested B: 65 of 100" in stage.text
        form = stage.app.screen
        assert isinstance(form, ProfileForm)
        employees = next(row for row in form.rows if row.entry.id == "employees")
        employees.input.focus()
        assert employees.put("2000")
        await stage.settle()
        assert "suggested B: 68 of 100" in stage.text  # size 100 instead of 75, at a weight of 10
        assert employees.put("")
        await stage.settle()
        assert "suggested B: 64 of 100" in stage.text  # of 90
        assert "not known: size (employees)" in " ".join(stage.text.split())


async def test_a_new_customer_is_suggested_nothing_until_enough_is_known(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, NewCustomerForm, "n")
        assert "suggested" not in stage.text
        form = stage.app.screen
        assert isinstance(form, NewCustomerForm)
        for row in form.rows:
            if row.entry.id in ("annual_revenue", "employees"):
                assert row.put({"annual_revenue": "6亿", "employees": "2000"}[row.entry.id])
        await stage.settle()
        assert "suggested A: 77 of 100" in stage.text  # 100 × 30, 40 × 25, 100 × 10 of 65

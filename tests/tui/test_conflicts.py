"""Forms while others write the same record: what is told, what is refreshed, and the dialog that asks for one value."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from salestui.paths import resolve
from salestui.services import customers, naming, records
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk, open_desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.inquiries import resolve_inquiry
from salestui.services.sample import sample_settings
from salestui.services.undoing import undo
from salestui.tui.dialogs import Question
from salestui.tui.forms.changing import ChangingForm
from salestui.tui.forms.conflict import Conflicts
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.help import HelpScreen
from tests.tui.conftest import HomeMaker
from tests.tui.stage import Stage, on_stage
from tests.tui.test_day import cursor_to, open_form

CODE = "C008"
LONG = "a value that " + "goes on and " * 38 + "ends here"
HOSTILE = "[@click=app.quit]x[/] [/] \x1b]52;c;AAAA\x07 \u202e evil"


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep at the customers, C008 in hand."""
    async with on_stage(home) as stage:
        await stage.press("2")
        await cursor_to(stage, CODE)
        yield stage


@contextmanager
def wang(stage: Stage) -> Iterator[Desk]:
    """Wang's session on the same file."""
    settings = replace(sample_settings("en"), owner="Wang")
    with open_desk(resolve(None, {"SALESTUI_HOME": str(stage.home)}), settings, stage.clock) as desk:
        yield desk


def key(stage: Stage) -> str:
    """The key of C008."""
    return str(stage.sql("SELECT id FROM customer WHERE code = :code", code=CODE)[0][0])


def wang_writes(stage: Stage, **typed: str) -> None:
    """Wang changes C008."""
    with wang(stage) as desk:
        customers.change_customer(desk, key(stage), typed)


def stands(stage: Stage, column: str) -> object:
    """What the file holds."""
    return stage.sql(f"SELECT {column} FROM customer WHERE code = :code", code=CODE)[0][0]


def text(stage: Stage, field: str) -> str:
    """What stands in a field of the form."""
    rows = {row.entry.id: row for row in the_form(stage).query(EntryRow)}
    return rows[field].text


def the_form(stage: Stage) -> Form[object]:
    """The form, below whatever dialog."""
    return next(screen for screen in reversed(stage.app.screen_stack) if isinstance(screen, Form))


def focused_field(stage: Stage) -> str | None:
    """The field that has the keys."""
    focused = stage.app.focused
    rows = () if focused is None else focused.ancestors
    return next((row.entry.id for row in rows if isinstance(row, EntryRow)), None)


async def go_to(stage: Stage, field: str) -> None:
    """The keys to a field."""
    next(row for row in the_form(stage).query(EntryRow) if row.entry.id == field).input.focus()
    await stage.settle()


async def retype(stage: Stage, field: str, typed: str) -> None:
    """Put something else into a line."""
    await go_to(stage, field)
    await stage.press("end", "ctrl+u")
    await stage.type(typed)


async def saved_into_conflict(stage: Stage) -> None:
    """Ctrl+S, and the dialog."""
    await stage.press("ctrl+s")
    await stage.until(lambda: isinstance(stage.app.screen, Conflicts) and stage.app.focused, "asked")


async def conflict(stage: Stage, **typed: str) -> None:
    """Li has typed a region, Wang something else; Li saves. Other fields are Wang's alone."""
    await open_form(stage, "e")
    await retype(stage, "region", "Ningbo")
    wang_writes(stage, **{"region": "Suzhou", **typed})
    await saved_into_conflict(stage)


# ── the dialog ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_both_values_are_shown_with_who_and_when_and_nothing_is_chosen(stage: Stage) -> None:
    await conflict(stage)
    assert "Wang has changed region meanwhile" in stage.text
    assert "○ 1 mine" in stage.text
    assert "○ 2 theirs: Wang, just now" in stage.text
    assert "Ningbo" in stage.text
    assert "Suzhou" in stage.text
    assert "●" not in stage.text
    await stage.press("enter")  # nothing is chosen: it stays
    assert isinstance(stage.app.screen, Conflicts)
    assert stands(stage, "region") == "Suzhou"


@pytest.mark.parametrize(("answer", "value"), [("1", "Ningbo"), ("2", "Suzhou")])
async def test_the_value_chosen_stands_and_the_other_fields_are_saved_with_it(
    stage: Stage, answer: str, value: str
) -> None:
    await open_form(stage, "e")
    await retype(stage, "industry", "Rail")
    await retype(stage, "region", "Ningbo")
    wang_writes(stage, region="Suzhou", employees="77")
    await saved_into_conflict(stage)
    await stage.press(answer, "enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved")
    assert [stands(stage, name) for name in ("region", "industry", "employees")] == [value, "Rail", 77]
    assert "meanwhile Wang changed" in stage.answer
    assert "employees" in stage.answer


async def test_theirs_throughout_leaves_nothing_to_write_and_no_command(stage: Stage) -> None:
    await conflict(stage)
    before = stage.sql("SELECT count(*) FROM command")
    await stage.press("2", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "closed")
    assert stands(stage, "region") == "Suzhou"
    assert stage.sql("SELECT count(*) FROM command") == before


async def test_keep_editing_goes_back_to_the_field_and_the_next_save_writes_what_has_seen_both(stage: Stage) -> None:
    await conflict(stage)
    await stage.press("3", "enter")
    form = the_form(stage)
    await stage.until(lambda: stage.app.screen is form and "Wang wrote: 'Suzhou'" in stage.text, "back in the form")
    await stage.until(lambda: focused_field(stage) == "region", "in the field")
    assert text(stage, "region") == "Ningbo"
    assert stands(stage, "region") == "Suzhou"
    wang_writes(stage, employees="77")
    assert isinstance(form, ChangingForm)
    form.look_again()  # whoever else writes, and whenever: what the field is gone over against stays in sight
    await stage.settle()
    assert "Wang wrote: 'Suzhou'" in stage.text
    await stage.press("end")
    await stage.type(" and Suzhou")
    await stage.save()
    assert stands(stage, "region") == "Ningbo and Suzhou"


async def test_escape_chooses_nothing_and_all_that_was_typed_stays(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "industry", "Rail")
    await go_to(stage, "note")
    await stage.type("three words more")
    wang_writes(stage, industry="Steel", note="Wang's")
    await saved_into_conflict(stage)
    await stage.press("1", "escape")
    await stage.until(lambda: isinstance(stage.app.screen, Form), "back in the form")
    assert text(stage, "industry") == "Rail"
    assert "three words more" in text(stage, "note")
    assert (stands(stage, "industry"), stands(stage, "note")) == ("Steel", "Wang's")
    assert "✗" in stage.answer
    await saved_into_conflict(stage)  # it asks again, and again nothing is chosen
    assert "●" not in stage.text


async def test_a_value_that_changes_while_the_dialog_stands_is_asked_about_again(stage: Stage) -> None:
    await conflict(stage)
    wang_writes(stage, region="Wuxi")
    dialog = stage.app.screen
    await stage.press("1", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, Conflicts) and stage.app.screen is not dialog, "again")
    assert "Wuxi" in stage.text
    assert stands(stage, "region") == "Wuxi"
    await stage.press("1", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved")
    assert stands(stage, "region") == "Ningbo"


async def test_several_fields_are_answered_one_after_the_other_each_on_its_own(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "industry", "Rail")
    await retype(stage, "region", "Ningbo")
    wang_writes(stage, industry="Steel", region="Suzhou")
    await saved_into_conflict(stage)
    await stage.press("enter", "2", "1")  # the first answer leads to the second field
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved")
    assert (stands(stage, "industry"), stands(stage, "region")) == ("Steel", "Ningbo")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (140, 45)])
async def test_it_fits_every_window_and_long_values_hang(
    home_of: HomeMaker, language: str, size: tuple[int, int]
) -> None:
    async with on_stage(home_of(language), language, size) as stage:
        await stage.press("2")
        await cursor_to(stage, CODE)
        await open_form(stage, "e")
        await retype(stage, "region", "Ningbo")
        wang_writes(stage, region=LONG)
        await saved_into_conflict(stage)
        assert all(len(line.rstrip()) <= size[0] for line in stage.lines)
        assert "Esc" in stage.text  # the keys, and the frame below them
        assert "╰" in stage.text
        inside = [line.split("│")[1] for line in stage.lines if line.count("│") > 1]
        shown = [line for line in inside if "goes on and goes on" in line]
        assert len(shown) >= 2
        assert {len(line) - len(line.lstrip()) for line in shown} == {5}
        for _page in range(8):
            await stage.press("pagedown")
        assert "○ 3" in stage.text


async def test_hostile_text_is_shown_as_signs_and_does_nothing(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "region", "[/] mine [red]")
    with wang(stage) as desk:
        customers.change_customer(desk, key(stage), {"region": HOSTILE})
    await stage.until(lambda: "Wang changed region" in stage.text, "noticed")
    await saved_into_conflict(stage)
    assert "[/] mine [red]" in stage.text
    assert "[@click=app.quit]x[/] [/]" in stage.text
    assert "\x1b" not in stage.text
    assert "\u202e" not in stage.text
    held = stands(stage, "region")
    await stage.press("2", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "closed")
    assert stands(stage, "region") == held


# ── while the form is open ───────────────────────────────────────────────────────────────────────────────────────


async def test_another_sessions_change_is_told_in_the_live_line_and_untouched_fields_show_it(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "region", "Ningbo")
    wang_writes(stage, industry="Steel", grade="A")
    await stage.until(lambda: "Wang changed industry, grade just now" in stage.text, "the live line")
    assert (text(stage, "industry"), text(stage, "grade"), text(stage, "region")) == ("Steel", "A", "Ningbo")
    await stage.save()
    assert [stands(stage, name) for name in ("industry", "grade", "region")] == ["Steel", "A", "Ningbo"]
    assert "meanwhile Wang changed industry, grade" in stage.answer


async def test_a_field_that_was_typed_in_keeps_the_text_and_is_marked(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "region", "Ningbo")
    wang_writes(stage, region="Suzhou")
    await stage.until(lambda: "Wang wrote: 'Suzhou'" in stage.text, "marked")
    assert text(stage, "region") == "Ningbo"
    await stage.type("!")  # the mark stays while one types on
    assert "Wang wrote: 'Suzhou'" in stage.text
    with wang(stage) as desk:
        undo(desk)
    await stage.until(lambda: "Wang wrote" not in stage.text, "the mark goes with its reason")
    await stage.save()
    assert stands(stage, "region") == "Ningbo!"


async def test_what_somebody_writes_elsewhere_is_not_told(stage: Stage) -> None:
    await open_form(stage, "e")
    before = stage.text
    with wang(stage) as desk:
        log_follow_up(desk, "C001", {"method": "phone", "content": "hello", "next_at": "+3d"})
    the_form(stage).look_again()  # type: ignore[attr-defined]
    await stage.settle()
    assert stage.text == before


async def test_a_change_made_while_something_stood_over_the_form_is_told_afterwards(stage: Stage) -> None:
    await open_form(stage, "e")
    await retype(stage, "region", "Ningbo")
    await stage.press("f1")
    await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "every key that works in a form")
    wang_writes(stage, industry="Steel")
    await stage.press("escape")
    await stage.until(lambda: "Wang changed industry just now" in stage.text, "told")


# ── out of sight, gone ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_of_a_customer_archived_meanwhile_only_one_thing_is_asked(stage: Stage, answer: str) -> None:
    await open_form(stage, "e")
    await retype(stage, "region", "Ningbo")
    with wang(stage) as desk:
        records.archive(desk, "customer", key(stage))
    await stage.until(lambda: "Wang archived this record just now" in stage.text, "told")
    await stage.press("ctrl+s")
    await stage.until(lambda: isinstance(stage.app.screen, Question), "asked")
    assert f"{CODE} was archived meanwhile by Wang" in stage.text
    await stage.press(answer)
    if answer == "y":
        await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved")
        assert (stands(stage, "region"), stands(stage, "archived_at")) == ("Ningbo", None)
    else:
        await stage.until(lambda: isinstance(stage.app.screen, Form), "back in the form")
        assert text(stage, "region") == "Ningbo"
        assert stands(stage, "region") != "Ningbo"
        assert stands(stage, "archived_at") is not None


async def test_a_follow_up_for_a_customer_archived_meanwhile_brings_it_back_if_asked(stage: Stage) -> None:
    await open_form(stage, "f")
    await stage.press("p", "tab", *"rang")
    with wang(stage) as desk:
        records.archive(desk, "customer", key(stage))
    await stage.press("ctrl+s")
    await stage.until(lambda: isinstance(stage.app.screen, Question), "asked")
    await stage.press("y")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved")
    assert stage.sql("SELECT count(*) FROM follow_up WHERE content = 'rang'") == [(1,)]
    assert stands(stage, "archived_at") is None


async def test_a_contact_whose_making_was_undone_is_told_and_the_text_stays(stage: Stage) -> None:
    with wang(stage) as desk:
        for row in contacts_of(desk, naming.customer_named(desk, CODE)):
            records.archive(desk, "contact", naming.record_named(desk, row.ref)[1])
        records.add(desk, "contact", {"customer": CODE, "name": "Ada"})
        await open_form(stage, "C")
        await retype(stage, "mobile", "139 0000 0000")
        undo(desk)
    await stage.until(lambda: "Wang has undone what made this record" in stage.text, "told")
    await stage.press("ctrl+s")
    await stage.until(lambda: "✗" in stage.answer, "refused")
    assert "is gone" in stage.answer
    assert text(stage, "mobile") == "139 0000 0000"


# ── solving and answering ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_complaint_somebody_has_solved_meanwhile_asks_which_solution_stands(home: Path) -> None:
    async with on_stage(home) as stage:
        await cursor_to(stage, "C011")
        await open_form(stage, "r")
        await stage.type("Credit note sent")
        (ident,) = stage.sql(
            "SELECT i.id FROM inquiry i JOIN customer c ON c.id = i.customer_id"
            " WHERE c.code = 'C011' AND i.kind = 'complaint' AND solved_at IS NULL"
        )[0]
        with wang(stage) as desk:
            resolve_inquiry(desk, ident, "Part sent", told=False)
        await saved_into_conflict(stage)
        assert "Part sent" in stage.text
        assert "Credit note sent" in stage.text
        await stage.press("1", "enter")
        await stage.until(lambda: "solved" in stage.answer, "saved")
        assert stage.sql("SELECT result FROM inquiry WHERE id = :ident", ident=ident) == [("Credit note sent",)]


async def test_a_lead_somebody_has_answered_meanwhile_is_told_and_the_contact_saved(home: Path) -> None:
    async with on_stage(home) as stage:
        await cursor_to(stage, "C072")
        await open_form(stage, "f")
        assert "answers the lead of 06:30" in stage.text
        await stage.press("p", "tab", *"rang")
        with wang(stage) as desk:
            log_follow_up(desk, "C072", {"method": "phone", "content": "quoted", "contacted_at": "09:30"})
        await stage.save()
        assert stage.sql("SELECT count(*) FROM follow_up WHERE content IN ('rang', 'quoted')") == [(2,)]
        assert "Wang had answered I-" in stage.answer
        assert "at 09:30" in stage.answer


async def test_undo_that_cannot_says_what_is_in_the_way_and_pressed_again_takes_the_one_before(stage: Stage) -> None:
    for field, typed in (("industry", "Rail"), ("region", "Ningbo")):
        await open_form(stage, "e")
        await retype(stage, field, typed)
        await stage.save()
    wang_writes(stage, region="Suzhou")
    await stage.press("u")
    await stage.until(lambda: "✗" in stage.answer, "told")
    assert "region of C008 – changed since by Wang" in stage.answer
    await stage.press("u")
    await stage.until(lambda: stage.answer.startswith("undone"), "undone")
    assert (stands(stage, "region"), stands(stage, "industry") == "Rail") == ("Suzhou", False)

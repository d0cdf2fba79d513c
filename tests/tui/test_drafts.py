"""Drafts by keys: kept while one types, offered afterwards, gone once saved; and the keys around a save."""

import asyncio
import errno
import os
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from salestui.services import customers, drafts, records
from salestui.services.drafts import Draft
from salestui.tui.dialogs import Problem, Question
from salestui.tui.forms.conflict import Conflicts
from salestui.tui.forms.entry import Choice
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.drafts import DraftsScreen, Offer, TypedText
from salestui.tui.screens.today import TodayScreen
from tests.tui.places import walk
from tests.tui.stage import Stage, on_stage

KEPT = "kept as a draft – d opens it"


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep's morning at 80×24, Today on the screen, C072 in hand."""
    async with on_stage(home) as stage:
        yield stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def type_a_call(stage: Stage, text: str) -> None:
    """The follow-up form, with a method and a text."""
    await go(stage, FollowUpForm, "f", "p", "tab")
    await stage.type(text)


def on_disk(home: Path) -> list[Draft]:
    return [drafts.read(path) for path in (home / "drafts").glob("*.json")]


async def written(stage: Stage) -> list[Draft]:
    """What stands on the disk once all that was typed is there."""
    assert stage.app.drafts.flush(20.0)
    return on_disk(stage.home)


def values(stage: Stage) -> dict[str, str]:
    form = stage.app.screen
    assert isinstance(form, Form)
    return form.typed()


def notices(stage: Stage) -> list[str]:
    """What was told beside the form; a stage shows no toasts."""
    return [str(each.message) for each in stage.app._notifications]


async def leave_a_call(home: Path, text: str) -> None:
    """Yesterday's session: a call typed, the program closed over it."""
    async with on_stage(home) as stage:
        await type_a_call(stage, text)


# ── while one types ──────────────────────────────────────────────────────────────────────────────────────────────

FORMS: dict[str, tuple[tuple[str, ...], str]] = {  # form → keys that open it from Today, and the field for the text
    "follow-up": (("f", "p", "tab"), "content"),
    "inquiry": (("i", "tab", "tab"), "text"),
    "new customer": (("n",), "name"),
    "customer": (("e", "tab"), "name"),
    "contact": (("c",), "name"),
    "contact corrected": (("j", "j", "j", "C"), "name"),
    "task": (("t", "tab"), "action"),
    "deal": (("D",), "name"),
    "competitor": (("4", "V", "n"), "name"),
    "goal": (("O", "t", "n"), "core_goal"),
    "resolution": (("r",), "result"),
    "score": (("P", "a", "tab"), "scored_at"),
    "score corrected": (("2", "slash", *"yunfan", "enter", "P", "enter", "tab", "end", "space"), "scored_at"),
    "review": (("n", "tab", "tab"), "problems"),
    "task of an improvement": (("enter", "t", "enter"), "end"),
    "inquiry corrected": (("enter", "e", "tab", "tab", "tab", "tab", "end", "space"), "text"),
}


async def open_by(stage: Stage, form: str) -> str:
    """Open a form and go to its field for text; its id."""
    keys, field = FORMS[form]
    if form == "resolution":
        await to_a_complaint(stage)
    if "review" in form or "improvement" in form:
        await walk(stage, "reviews")
    await go(stage, Form, *keys)
    return field


async def to_a_complaint(stage: Stage) -> None:
    screen = stage.app.screen
    assert isinstance(screen, TodayScreen)
    for _step in range(stage.table.row_count):
        row = screen.row_in_hand
        if row is not None and row.inquiry_kind in ("complaint", "objection") and row.clock.due_at is not None:
            return
        await stage.press("j")
    raise AssertionError(stage.text)


@pytest.mark.parametrize("form", FORMS)
async def test_what_is_typed_is_on_the_disk_and_the_next_session_goes_on_with_it(home: Path, form: str) -> None:
    async with on_stage(home) as stage:
        field = await open_by(stage, form)
        await stage.type("half a sentence")
        (draft,) = await written(stage)
        typed = draft.typed[field]
        assert typed.endswith("half a sentence")
        assert draft.at_field == field
        title = stage.lines[0].strip()
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "the draft is offered")
        assert title[:15] in stage.text
        assert any(typed[:6] in row for row in stage.rows)
        await go(stage, Form, "enter")
        assert stage.lines[0].strip() == title
        assert values(stage)[field] == typed
        assert "goes on with the draft" in stage.answer
        await stage.type("!")  # where it stopped
        assert values(stage)[field] == typed + "!"
        (draft,) = await written(stage)
        assert draft.typed[field] == typed + "!"


async def test_a_form_nobody_touched_leaves_no_draft(stage: Stage) -> None:
    await go(stage, Form, "f")
    await go(stage, TodayScreen, "escape")
    assert await written(stage) == []
    assert KEPT not in stage.text


async def test_a_saved_form_leaves_no_draft(stage: Stage) -> None:
    await type_a_call(stage, "Quote sent")
    assert len(await written(stage)) == 1
    await stage.save()
    assert await written(stage) == []
    assert "written down for C072" in stage.answer


async def test_a_refused_form_keeps_its_draft(stage: Stage) -> None:
    await type_a_call(stage, "Quote sent")
    await stage.press("tab")
    await stage.type("sometime")
    await stage.press("ctrl+s")
    await stage.until(lambda: "✗" in stage.text, "refused")
    (draft,) = await written(stage)
    assert draft.typed["next_at"] == "sometime"


async def test_a_stop_in_the_middle_of_a_save_leaves_the_record_or_the_draft_never_both(home: Path) -> None:
    async with on_stage(home) as stage:
        await type_a_call(stage, "Quote sent")
        await stage.press("ctrl+s")
        stage.app.exit()
    async with on_stage(home) as stage:
        saved = stage.sql("SELECT 1 FROM follow_up WHERE content = 'Quote sent'")
        assert len(saved) + len(on_disk(home)) == 1


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_escape_in_a_changed_form_keeps_a_draft_and_says_so(stage: Stage) -> None:
    before = stage.sql("SELECT count(*) FROM command")
    await type_a_call(stage, "half a sentence")
    await go(stage, TodayScreen, "escape")
    assert stage.answer == KEPT
    assert [draft.laid_aside for draft in on_disk(stage.home)] == [True]
    assert stage.sql("SELECT count(*) FROM command") == before


async def test_a_draft_laid_aside_is_gone_on_with_in_the_same_session(stage: Stage) -> None:
    await type_a_call(stage, "half a sentence")
    await go(stage, TodayScreen, "escape")
    await go(stage, DraftsScreen, "d")
    await go(stage, FollowUpForm, "enter")
    assert values(stage) == {"method": "phone", "content": "half a sentence"}
    await stage.save()
    assert stage.sql("SELECT content FROM follow_up WHERE content LIKE 'half%'") == [("half a sentence",)]
    await go(stage, DraftsScreen, "d")
    assert "all that was typed is saved" in stage.text


async def test_a_change_that_comes_in_while_the_form_is_left_is_kept_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await type_a_call(stage, "half a sentence")
    form, loop, real = stage.app.screen, asyncio.get_running_loop(), stage.app.drafts.flush
    assert isinstance(form, Form)
    changed = threading.Event()

    def change() -> None:
        form.rows[1].put("half a sentence and more")
        form.keep_draft()
        changed.set()

    def flush(patience_s: float) -> bool:
        if not changed.is_set():
            loop.call_soon_threadsafe(change)
            assert changed.wait(20.0)
        return real(patience_s)

    monkeypatch.setattr(stage.app.drafts, "flush", flush)
    await go(stage, TodayScreen, "escape")
    assert stage.answer == KEPT
    assert [draft.typed["content"] for draft in on_disk(stage.home)] == ["half a sentence and more"]


async def test_keys_behind_escape_go_to_the_screen_below(stage: Stage) -> None:
    await type_a_call(stage, "half a sentence")
    await go(stage, DraftsScreen, "escape", "d")


async def test_of_a_draft_laid_aside_the_next_start_says_a_line(home: Path) -> None:
    async with on_stage(home) as stage:
        await type_a_call(stage, "half a sentence")
        await go(stage, TodayScreen, "escape")
    async with on_stage(home) as stage:
        await stage.until(lambda: "a draft is kept – d opens it" in stage.answer, "it is said")
        assert isinstance(stage.app.screen, TodayScreen)


async def test_quitting_over_a_changed_form_closes_the_program_at_once_and_keeps_the_draft(home: Path) -> None:
    async with on_stage(home) as stage:
        await type_a_call(stage, "half a sentence")
        await stage.press("ctrl+q")
        await stage.until(lambda: stage.app._exit, "closed")
    assert [draft.typed["content"] for draft in on_disk(home)] == ["half a sentence"]


async def test_quitting_over_a_card_over_a_form_keeps_the_draft_of_the_form(home: Path) -> None:
    async with on_stage(home) as stage:
        await type_a_call(stage, "half a sentence")
        await go(stage, CardScreen, "ctrl+p", *"haiming", "enter")
        await stage.press("ctrl+q")
        await stage.until(lambda: stage.app._exit, "closed")
    assert [draft.typed["content"] for draft in on_disk(home)] == ["half a sentence"]


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_where_drafts_cannot_be_kept_it_is_told_once_the_form_works_and_leaving_asks(
    home: Path, key: str
) -> None:
    (home / "drafts").write_text("a file is in the way")
    async with on_stage(home, size=(140, 45)) as stage:
        await type_a_call(stage, "half a sentence")
        await stage.until(lambda: notices(stage), "told")
        form = stage.app.screen
        for stay in ("escape", "n", "enter"):
            await go(stage, Question, key)
            await stage.press(stay)
            await stage.until(lambda: stage.app.screen is form, "still in the form")
        assert notices(stage) == [f"drafts cannot be kept in {home / 'drafts'}: File exists"]
        assert values(stage)["content"] == "half a sentence"
        await go(stage, Question, key)
        await stage.press("y")
        await stage.until(lambda: stage.app._exit or isinstance(stage.app.screen, TodayScreen), "left")
        assert stage.app._exit is (key == "ctrl+q")
        assert KEPT not in stage.text


async def test_on_a_full_disk_the_form_still_saves(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(drafts, "_sync", full)
    await type_a_call(stage, "Quote sent")
    await stage.until(lambda: notices(stage), "told")
    await stage.save()
    assert stage.sql("SELECT count(*) FROM follow_up WHERE content = 'Quote sent'") == [(1,)]


# ── offering ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_later_leaves_the_draft_for_the_next_start(home: Path) -> None:
    await leave_a_call(home, "half a sentence")
    for _start in range(2):
        async with on_stage(home) as stage:
            await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
            await go(stage, TodayScreen, "escape")
    assert len(on_disk(home)) == 1


async def test_a_draft_is_thrown_away_by_another_key_than_the_one_that_asks(home: Path) -> None:
    await leave_a_call(home, "half a sentence")
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        for stay in ("escape", "n", "enter"):
            await go(stage, Question, "x")
            assert "half a sentence" in stage.text
            await go(stage, DraftsScreen, stay)
        await go(stage, Question, "x")
        await stage.press("x")
        assert isinstance(stage.app.screen, Question)
        await go(stage, DraftsScreen, "y")
        await stage.until(lambda: "all that was typed is saved" in stage.text, "gone")
        assert on_disk(home) == []
        await stage.press("x")
        assert isinstance(stage.app.screen, DraftsScreen)


@pytest.mark.parametrize(("key", "texts"), [("enter", ["one"]), ("y", ["one"]), ("n", ["one", "two"])])
async def test_the_same_form_of_the_same_customer_offers_the_draft_and_keeps_it_if_begun_anew(
    stage: Stage, key: str, texts: list[str]
) -> None:
    await type_a_call(stage, "one")
    await go(stage, TodayScreen, "escape")
    await go(stage, Offer, "f")
    assert "A draft of 09:42 was left here" in stage.text
    await go(stage, FollowUpForm, key)
    if key == "n":
        assert values(stage) == {}
        await stage.press("p", "tab")
        await stage.type("two")
    assert sorted(draft.typed["content"] for draft in await written(stage)) == texts


async def test_from_the_offer_one_can_stay(stage: Stage) -> None:
    await type_a_call(stage, "one")
    await go(stage, TodayScreen, "escape")
    await go(stage, Offer, "f")
    await go(stage, TodayScreen, "escape")
    assert len(on_disk(stage.home)) == 1


async def test_another_customers_form_offers_nothing(stage: Stage) -> None:
    await type_a_call(stage, "one")
    await go(stage, TodayScreen, "escape")
    await go(stage, FollowUpForm, "j", "f")
    assert values(stage) == {}


async def test_another_session_is_not_offered_what_is_being_typed(home: Path) -> None:
    async with on_stage(home) as stage:
        await type_a_call(stage, "one")
        await written(stage)
        async with on_stage(home) as other:
            await go(other, DraftsScreen, "d")
            assert "all that was typed is saved" in other.text


async def test_a_file_that_is_no_draft_is_told_of_with_its_place(home: Path) -> None:
    (home / "drafts").mkdir()
    (home / "drafts" / "mine~1~ab~1.json").write_text('{"salestui_draft": 1, ')
    async with on_stage(home, size=(140, 45)) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, Problem), "told")
        assert "a draft cannot be read" in stage.text
        problem = stage.app.screen
        assert isinstance(problem, Problem)
        aside = home / "drafts" / "mine~1~ab~1.json.unreadable"
        assert problem._problem.hint == f"kept as {aside}: it is damaged"
        assert aside.exists()
    async with on_stage(home) as stage:
        assert isinstance(stage.app.screen, TodayScreen)


async def test_without_drafts_a_start_looks_at_the_folder_and_loads_nothing(stage: Stage) -> None:
    assert stage.app.drafts_left() == []
    assert "drafts" not in stage.app.__dict__


async def test_hostile_text_in_a_draft_is_shown_in_signs(home: Path) -> None:
    await leave_a_call(home, "x")
    (path,) = (home / "drafts").glob("*.json")
    hostile = "\x1b]52;c;aGk=\x07[/][@click=app.quit]x[/]\u202e"
    held = drafts.read(path)
    path.write_text(drafts.to_text(replace(held, title=hostile, typed={"content": hostile, "next_at": hostile}), ""))
    async with on_stage(home, size=(140, 45)) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        for kind, key in ((Question, "x"), (DraftsScreen, "n"), (FollowUpForm, "enter")):
            await go(stage, kind, key)
            assert "␛]52;c;aGk=␇[/]" in stage.text
            assert not {"\x1b", "\x07", "\u202e"} & set(stage.text)


# ── what became of the record ────────────────────────────────────────────────────────────────────────────────────


async def test_an_edit_gone_on_with_says_which_fields_somebody_changed_since(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, ChangeForm, "e", "tab", "end")
        await stage.type(" Ltd")
    with stage.desk() as desk:
        customers.change_customer(
            desk,
            stage.sql("SELECT id FROM customer WHERE code = 'C072'")[0][0],
            {"name": "Haiming Group", "region": "North"},
        )
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        await go(stage, ChangeForm, "enter")
        assert "changed by somebody since: name" in stage.answer
        assert values(stage)["name"] == "Haiming Technology Ltd"  # mine
        assert values(stage)["region"] == "North"  # theirs
        await go(stage, Conflicts, "ctrl+s")  # nothing is written over what was not seen
        assert "Haiming Group" in stage.text


async def test_of_a_record_that_is_archived_it_says_so_and_shows_the_form(home: Path) -> None:
    await leave_a_call(home, "half a sentence")
    async with on_stage(home) as stage:
        with stage.desk() as desk:
            records.archive(desk, "customer", stage.sql("SELECT id FROM customer WHERE code = 'C072'")[0][0])
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        await go(stage, FollowUpForm, "enter")
        assert "C072 is archived since" in stage.answer
        assert values(stage)["content"] == "half a sentence"


async def test_of_a_record_that_is_gone_it_says_so_and_shows_the_text(home: Path) -> None:
    await leave_a_call(home, "half a sentence")
    (path,) = (home / "drafts").glob("*.json")
    held = drafts.read(path)
    path.write_text(drafts.to_text(replace(held, of=replace(held.of, customer="nobody")), ""))
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        await go(stage, TypedText, "enter")
        assert "the customer of this draft is no longer there" in stage.text
        assert "half a sentence" in stage.text
        await go(stage, TodayScreen, "escape")
    assert len(on_disk(home)) == 1


async def test_a_word_that_cannot_be_chosen_any_more_is_said_and_stays_in_the_draft(home: Path) -> None:
    await leave_a_call(home, "half a sentence")
    (path,) = (home / "drafts").glob("*.json")
    held = drafts.read(path)
    path.write_text(drafts.to_text(replace(held, typed={**held.typed, "answers": "I-GONE22"}), ""))
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "offered")
        await go(stage, FollowUpForm, "enter")
        assert "no longer there: I-GONE22" in stage.answer
        await stage.type(".")
        (draft,) = await written(stage)
        assert draft.typed["answers"] == "I-GONE22"


# ── keys while a save runs ───────────────────────────────────────────────────────────────────────────────────────


async def test_keys_behind_a_save_go_to_the_screen_below(stage: Stage) -> None:
    busy = threading.Event()
    await type_a_call(stage, "Quote sent")
    stage.app.desks.writer.run(lambda _desk: busy.wait(20.0))
    await stage.press("ctrl+s", "2", "j")
    assert isinstance(stage.app.screen, FollowUpForm)  # the save is under way, the keys wait
    assert values(stage)["content"] == "Quote sent"
    await stage.until(lambda: "saving" in stage.answer, "it says what it waits for")
    busy.set()
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "saved, and 2 pressed")
    await stage.until(lambda: stage.table.key is not None and "2 of" in stage.text, "and j")
    assert stage.sql("SELECT count(*) FROM follow_up WHERE content = 'Quote sent'") == [(1,)]


async def test_keys_behind_a_save_that_is_refused_go_to_the_form(stage: Stage) -> None:
    busy = threading.Event()
    await type_a_call(stage, "Quote sent")
    await stage.press("tab")
    await stage.type("+3x")
    stage.app.desks.writer.run(lambda _desk: busy.wait(20.0))
    await stage.press("ctrl+s", "backspace", "d")
    assert values(stage)["next_at"] == "+3x"
    busy.set()
    await stage.until(lambda: values(stage)["next_at"] == "+3d", "both keys arrive")


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_putting_a_word_into_a_choice_takes_only_its_words() -> None:
    choice = Choice((("a", "one"), ("b", "two")), "a", optional=False)
    assert choice.put("b")
    assert not choice.put("c")
    assert not choice.put("")
    assert choice.value == "b"


async def test_a_draft_left_open_is_to_be_written_down_today_and_enter_goes_on_with_it(home: Path) -> None:
    await leave_a_call(home, "asked for a quote")
    async with on_stage(home) as stage:
        await stage.until(lambda: isinstance(stage.app.screen, DraftsScreen), "what was left is offered")
        await stage.press("escape")
        assert stage.table.move_to(next(key for key in stage.table._keys if key.startswith("draft:")))
        await stage.settle()
        assert any("asked for a quote" in row and "R4" in row for row in stage.rows)
        await go(stage, FollowUpForm, "enter")
        assert values(stage)["content"] == "asked for a quote"

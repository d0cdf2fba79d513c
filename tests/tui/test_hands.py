"""Keys under the hands: those that do nothing say why, jump, full-width signs, undo while typing, the palette."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from salestui.services import follow_ups, inquiries, undoing
from salestui.tui.choosing import Choose
from salestui.tui.forms.entry import Choice, EntryRow
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.in_order import narrow
from salestui.tui.jumping import Jump, codes
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.help import HelpScreen
from salestui.tui.screens.history import HistoryScreen
from salestui.tui.screens.palette import Palette
from salestui.tui.screens.today import TodayScreen
from salestui.tui.widgets.bars import HintBar
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.lines import Lines
from tests.tui.conftest import HomeMaker
from tests.tui.stage import Stage, desk_at, on_stage


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The English sample company, open on Today."""
    async with on_stage(home) as opened:
        yield opened


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Stage]:
    """A desk on which nobody has written anything."""
    async with on_stage(tmp_path) as opened:
        yield opened


def greyed(stage: Stage) -> set[str]:
    """The ids that are dim in the footer."""
    return set(stage.app.screen.query_one(HintBar)._off)


# ── a key that does nothing says why ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("f", "no customer in hand – n adds one"),
        ("t", "no customer in hand – n adds one"),
        ("e", "no customer in hand"),
        ("C", "no customer in hand"),
        ("v", "no customer in hand"),
        ("r", "only an objection or a complaint is resolved"),
        ("u", "nothing of yours to undo"),
        ("f9", "nothing of yours to redo"),
        ("s", "s sort: works in Customers (2)"),
        ("ctrl+s", "Ctrl+S save: works in a form"),
        ("f6", "F6 jump: works in a form"),
    ],
)
async def test_on_an_empty_desk_a_key_says_why_it_does_nothing(empty: Stage, key: str, why: str) -> None:
    await empty.press(key)
    assert why in empty.answer
    assert empty.answer.startswith("✗")  # not by colour alone
    assert isinstance(empty.app.screen, TodayScreen)


async def test_what_does_nothing_is_greyed_in_the_footer_and_works_again_when_it_does(empty: Stage) -> None:
    assert greyed(empty) == {"follow_up", "undo"}
    await empty.press("n")
    await empty.type("Acme")
    await empty.save()
    await empty.until(lambda: greyed(empty) == {"follow_up"}, "undo works")  # Today has no row yet
    await empty.press("2")
    await empty.until(lambda: greyed(empty) == set(), "a customer is in hand")


async def test_help_and_palette_tell_the_reason_too(empty: Stage) -> None:
    await empty.press("question_mark")
    await empty.until(lambda: isinstance(empty.app.screen, HelpScreen), "help")
    assert "✗ no customer in hand" in empty.lines[4]
    await empty.press("escape", "colon")
    await empty.type("undo")
    await empty.until(lambda: "✗ nothing of yours to undo" in empty.text, "the reason")
    await empty.press("enter")
    await empty.until(lambda: "nothing of yours to undo" in empty.answer, "the reason")


async def test_a_command_of_another_screen_is_in_the_palette_and_says_where_it_works(stage: Stage) -> None:
    await stage.press("colon")
    await stage.type("sort by")
    assert "✗ works in Customers (2)" in stage.text
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "Today")
    assert "works in Customers (2)" in stage.answer


async def test_keys_that_only_lead_away_are_silent_where_there_is_nothing_to_leave(stage: Stage) -> None:
    await stage.press("escape", "q", "z", "f20")
    assert stage.answer == ""


async def test_a_file_that_can_only_be_read_says_so_before_a_form_is_filled_in(stage: Stage) -> None:
    stage.app.desks.screen._file.writable = False
    stage.app.screen.look_again()  # type: ignore[attr-defined] # a Frame
    await stage.settle()
    assert {"follow_up", "inquiry", "undo"} <= greyed(stage)
    for key in ("f", "i", "n", "u"):
        await stage.press(key)
        assert "this file can only be read" in stage.answer
        assert isinstance(stage.app.screen, TodayScreen)
    await stage.press("j", "j", "enter")
    assert isinstance(stage.app.screen, CardScreen)  # reading goes on


async def test_undo_is_greyed_once_another_session_has_undone_the_last_command(empty: Stage) -> None:
    desk = empty.desk()
    with desk:
        inquiries.receive_inquiry(desk, "Acme", {"kind": "lead", "text": "wants a quote"}, new_customer={})
        empty.app._watch()
        await empty.until(lambda: "undo" not in greyed(empty), "something to undo")
        undoing.undo(desk)
        empty.app._watch()
        await empty.until(lambda: "undo" in greyed(empty), "nothing to undo")


async def test_a_file_that_another_session_makes_is_seen_by_every_screen_that_was_open_before(empty: Stage) -> None:
    for keys in (("H", "q"), ("6", "1"), ("O", "q")):  # each has read beside the screen
        for key in keys:
            await empty.press(key)
            await empty.until(empty.app.desks.background.finished().done, "what was asked is read")
    with empty.desk() as desk:
        inquiries.receive_inquiry(desk, "Acme", {"kind": "lead", "text": "wants a quote"}, new_customer={})
    empty.app._watch()
    await empty.until(lambda: "wants a quote" in empty.text, "Today has the row")
    await empty.press("H")
    await empty.until(lambda: "receive inquiry" in empty.text, "the history")
    await empty.press("q", "6")
    await empty.until(lambda: "+1 better" in empty.text, "a new customer is counted")


async def test_the_history_says_that_it_is_here_already(stage: Stage) -> None:
    await stage.press("H")
    await stage.until(lambda: isinstance(stage.app.screen, HistoryScreen), "history")
    await stage.press("H")
    assert "this is the history" in stage.answer
    await stage.press("f")
    assert "f log: works where there is a customer: Today (1), Customers (2)" in stage.answer


async def test_ctrl_c_says_how_the_program_is_closed(stage: Stage) -> None:
    await stage.press("ctrl+c")
    assert "Ctrl+Q closes the program" in stage.answer


# ── jump to a field ──────────────────────────────────────────────────────────────────────────────────────────────


def test_fields_are_told_apart_by_one_sign_or_all_by_two() -> None:
    assert codes(3) == "abc"
    assert len(set(codes(35))) == 35
    many = codes(60)
    assert len(set(many)) == 60
    assert {len(code) for code in many} == {2}


def field_in_hand(stage: Stage) -> str:
    """The id of the field that has the cursor."""
    focused = stage.app.screen.focused
    return next(row.entry.id for row in stage.app.screen.query(EntryRow) if row.input is focused)


@pytest.mark.parametrize("key", ["f6", "ctrl+o"])
async def test_a_letter_jumps_to_its_field(stage: Stage, key: str) -> None:
    await stage.press("f")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
    before = stage.text
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, Jump), "the letters")
    assert any(line.lstrip().startswith("c  next at") for line in stage.lines)
    await stage.press("c")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form again")
    assert field_in_hand(stage) == "next_at"
    await stage.type("+3d")
    assert "c  next at" not in stage.text
    assert [line.split()[:2] for line in stage.lines[1:3]] == [line.split()[:2] for line in before.splitlines()[1:3]]


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_every_field_of_the_longest_form_is_reached_wherever_it_is_scrolled(
    home_of: HomeMaker, size: tuple[int, int]
) -> None:
    async with on_stage(home_of("en"), size=size) as stage:
        await stage.press("2", "e")
        await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
        rows = list(stage.app.screen.query(EntryRow))
        assert len(rows) > 20
        form = stage.app.screen
        for code, row in [*zip(codes(len(rows)), rows, strict=True)][::-1]:
            await stage.press("f6")
            await stage.until(lambda: isinstance(stage.app.screen, Jump), "the letters")
            await stage.press(*code)
            await stage.until(lambda: stage.app.screen is form, "the form again")
            assert field_in_hand(stage) == row.entry.id
            page = form.query_one("#form-fields")
            await stage.until(partial(lambda page, row: page.region.contains_region(row.input.region), page, row), code)


async def test_esc_leaves_the_letters_and_the_cursor_where_it_was(stage: Stage) -> None:
    await stage.press("f")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
    await stage.press("tab")
    await stage.type("half a sent")
    await stage.press("f6", "pagedown", "!", "escape")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form again")
    await stage.type("ence")
    assert field_in_hand(stage) == "content"
    assert "half a sentence" in stage.text


# ── keys of an input method, and undo while typing ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sign", "meant"),
    [*zip("：？／、，ｆＨ１。", ":?//,fH1.", strict=True)],
)
def test_a_full_width_sign_is_its_narrow_twin(sign: str, meant: str) -> None:
    assert narrow(sign) == meant


@pytest.mark.parametrize("sign", ["中", "é", "ß", "ﬁ", "½", "€"])
def test_other_signs_are_none(sign: str) -> None:
    assert narrow(sign) is None


@pytest.mark.parametrize(
    ("sign", "there"),
    [("：", Palette), ("？", HelpScreen), ("ｆ", FollowUpForm), ("２", CustomersScreen)],
)
async def test_outside_the_fields_a_full_width_sign_is_the_key_that_was_meant(
    stage: Stage, sign: str, there: type[object]
) -> None:
    await stage.press(sign)
    await stage.until(lambda: isinstance(stage.app.screen, there), there.__name__)


async def test_a_full_width_slash_narrows_the_list_in_hand(stage: Stage) -> None:
    await stage.press("／")
    line = stage.app.screen.query_one("#narrow", Line)
    assert line.has_focus
    assert line.value == ""


async def test_in_a_field_it_is_typed_as_it_is(stage: Stage) -> None:
    await stage.press("f")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
    await stage.press("２", "tab", "：", "ｆ", "？")  # the choice takes 2, the text the rest
    form = stage.app.screen
    assert form.query_one(Choice).value == "phone"
    assert form.query_one(Lines).text == "：ｆ？"


async def test_ctrl_z_takes_back_a_word_in_a_line_and_ctrl_y_brings_it_again(stage: Stage) -> None:
    await stage.press("f", "f6")
    await stage.until(lambda: isinstance(stage.app.screen, Jump), "the letters")
    await stage.press("g")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
    await stage.type("send the quote")
    line = stage.app.screen.focused
    assert isinstance(line, Line)
    seen = []
    for _each in range(5):
        await stage.press("ctrl+z")
        seen.append(line.value)
    assert seen == ["send the ", "send ", "", "", ""]
    await stage.press("ctrl+y", "ctrl+y", "ctrl+y", "ctrl+y")
    assert line.value == "send the quote"
    await stage.press("ctrl+u", "ctrl+z")
    assert line.value == "send the quote"
    assert isinstance(stage.app.screen, FollowUpForm)


async def test_ctrl_z_never_takes_back_what_the_form_opened_with(stage: Stage) -> None:
    await stage.press("2", "e")
    await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
    line = stage.app.screen.query(Line).first()
    value = line.value
    assert value
    line.focus()
    await stage.press("ctrl+z", "ctrl+z")
    assert line.value == value
    assert not any(row.changed for row in stage.app.screen.query(EntryRow))


# ── the palette ──────────────────────────────────────────────────────────────────────────────────────────────────


async def palette_with(stage: Stage, text: str) -> None:
    await stage.press("colon")
    await stage.until(lambda: isinstance(stage.app.screen, Palette), "the palette")
    await stage.type(text)


async def test_the_commands_used_last_come_first(stage: Stage) -> None:
    for name, there in (("theme", TodayScreen), ("owner", Choose)):
        await palette_with(stage, name)
        await stage.press("enter")
        await stage.until(partial(lambda there: isinstance(stage.app.screen, there), there), "done")
    await stage.press("escape")
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "Today")
    await palette_with(stage, "")
    assert [row.split()[0] for row in stage.rows[:2]] == ["owner", "theme"]


@pytest.mark.parametrize("text", ["haiming", "c072", "HAIMING tech"])
async def test_a_customer_is_opened_from_the_palette_as_fast_as_one_types(stage: Stage, text: str) -> None:
    await palette_with(stage, text)
    await stage.press("enter")  # whether or not the search has come back
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    assert "Haiming Technology" in stage.text


@pytest.mark.parametrize("text", ["hmkj", "haimingkeji", "海茗"])
async def test_a_chinese_customer_is_found_by_pinyin_and_initials(home_of: HomeMaker, text: str) -> None:
    async with on_stage(home_of("zh_CN"), "zh_CN") as stage:
        await palette_with(stage, text)
        await stage.until(lambda: any("海茗科技" in row for row in stage.rows), "found")
        assert stage.table.row is not None
        assert stage.table.row.heading == "客户"


async def test_an_inquiry_is_found_by_its_ref(stage: Stage) -> None:
    (ref, name), *_rest = stage.sql(
        "SELECT inquiry.ref, name FROM inquiry JOIN customer ON customer.id = customer_id ORDER BY inquiry.ref"
    )
    await palette_with(stage, ref.lower())
    await stage.until(lambda: ref in stage.text, "found")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    assert name in stage.text


async def test_a_remapped_command_runs_from_the_palette(home_of: HomeMaker) -> None:
    async with on_stage(home_of("en"), keys={"follow_up": "z,f3"}) as stage:
        await palette_with(stage, "write down a follow")
        assert "z F3" in stage.text
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")


async def test_from_a_form_a_customer_can_be_looked_up_and_the_form_is_still_there(stage: Stage) -> None:
    await stage.press("f", "2", "tab")
    await stage.type("as agreed with")
    await stage.press("ctrl+p")
    await stage.until(lambda: isinstance(stage.app.screen, Palette), "the palette")
    await stage.type("c001")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    await stage.press("slash")
    assert "a form is open below" in stage.answer
    await stage.press("escape")
    await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")
    assert "as agreed with" in stage.text


def test_a_follow_up_is_found_by_the_beginning_of_its_ref_and_an_archived_one_is_not(home: Path) -> None:
    from salestui.services import finding

    with desk_at(home) as desk:
        logged = follow_ups.log_follow_up(desk, "C001", {"method": "phone", "content": "called"})
        assert [row.ref for row in finding.by_ref(desk, logged.ref[:6], 8)] == [logged.ref]
        assert finding.by_ref(desk, "C001", 8) == []
        assert finding.by_ref(desk, "X-1", 8) == []
        undoing.undo(desk)
        assert finding.by_ref(desk, logged.ref, 8) == []

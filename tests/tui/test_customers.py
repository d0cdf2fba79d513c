"""The customer list by keys: filter, order, views, columns, and one change of many; on the screen and in the file."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.screen import Screen

from salestui.i18n import _, label, use
from salestui.services import bulk, records
from salestui.services.naming import record_named
from salestui.services.views import LONGEST_NAME
from salestui.tui.dialogs import Question
from salestui.tui.forms.bulk import BulkForm
from salestui.tui.forms.filter import FilterForm
from salestui.tui.forms.naming import NameForm
from salestui.tui.screens.bulk import BulkMenu
from salestui.tui.screens.columns import ChooseColumns
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.views import ViewList
from salestui.tui.widgets.record_table import RecordTable
from tests.tui.conftest import HomeMaker
from tests.tui.hostile import ACTING, MARKUP, NEVER
from tests.tui.stage import Stage, on_stage
from tests.tui.test_sizes import check, resized

ALL = 72  # of the sample company
AnyScreen = type[Screen[Any]]  # Any: whatever a screen gives


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The customers of the sample company at 100×30."""
    async with on_stage(home, size=(100, 30)) as stage:
        await stage.press("2")
        await at(stage, CustomersScreen)
        yield stage


async def at(stage: Stage, kind: AnyScreen) -> None:
    await stage.until(lambda: isinstance(stage.app.screen, kind), kind.__name__)


async def go(stage: Stage, kind: AnyScreen, *keys: str) -> None:
    await stage.press(*keys)
    await at(stage, kind)


async def answered(stage: Stage, text: str) -> None:
    await stage.until(lambda: text in stage.answer, f"the answer {text!r}")


def counted(stage: Stage) -> str:
    """The line below the list."""
    return stage.lines[-3].strip()


async def filtered(stage: Stage, *keys: str) -> None:
    """Fill in the filter from its first field, and take it."""
    await go(stage, FilterForm, "F")
    await stage.press(*keys)
    await go(stage, CustomersScreen, "ctrl+s")


def codes(stage: Stage, where: str) -> list[str]:
    return [row[0] for row in stage.sql(f"SELECT code FROM customer WHERE {where} ORDER BY code")]


def shown(stage: Stage) -> list[str]:
    """The codes of all rows of the list, seen or not."""
    known = dict(stage.sql("SELECT id, code FROM customer"))
    return [known[key] for key in stage.table._keys]


# ── filter ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_filter_by_grade_owner_and_waiting_stands_in_words_below_the_list(stage: Stage) -> None:
    await filtered(stage, *"a", "tab", *"li", "tab", "1")
    overdue = stage.sql(
        "SELECT DISTINCT c.code FROM customer c JOIN clock k ON k.customer_id = c.id WHERE c.grade = 'A'"
        " AND c.owner = 'Li' AND k.stopped_at IS NULL AND k.due_at < :now ORDER BY 1",
        now=int(stage.clock().timestamp() * 1000),
    )
    assert shown(stage) == [row[0] for row in overdue] != []
    assert counted(stage).startswith(f"grade A, owner Li, overdue · {len(overdue)} of {ALL}")


async def test_in_chinese_words_of_either_language_are_taken(home_of: HomeMaker) -> None:
    async with on_stage(home_of("zh_CN"), "zh_CN", (100, 30)) as stage:
        await stage.press("2")
        await at(stage, CustomersScreen)
        await filtered(stage, *"高优先级,b", *["tab"] * 4, *"合作中")
        expected = codes(stage, "grade IN ('A', 'B') AND stage = 'active'")
        assert shown(stage) == expected != []
        assert counted(stage).startswith("客户分级 A/B、合作阶段 合作中 · ")
        assert f"{len(expected)}" in counted(stage)


async def test_the_live_line_counts_before_it_is_taken_and_esc_changes_nothing(stage: Stage) -> None:
    await go(stage, FilterForm, "F")
    assert f"leaves {ALL} of {ALL} customers" in stage.text
    await stage.press("a")
    n = len(codes(stage, "grade = 'A'"))
    assert f"leaves {n} of {ALL} customers" in stage.text
    await go(stage, CustomersScreen, "escape")
    assert len(shown(stage)) == ALL


async def test_a_filter_opens_as_it_stands_and_can_be_changed(stage: Stage) -> None:
    await filtered(stage, *"a")
    await filtered(stage, "end", *",b")
    assert shown(stage) == codes(stage, "grade IN ('A', 'B')")


async def test_esc_takes_the_narrowing_then_the_marks_then_the_filter(stage: Stage) -> None:
    await filtered(stage, *"a")
    by_grade = shown(stage)
    await stage.press("/", *"te", "enter")
    assert 0 < len(shown(stage)) < len(by_grade)
    await stage.press("space")
    assert "/te" in counted(stage)
    assert "one marked" in counted(stage)
    await stage.press("escape")
    assert shown(stage) == by_grade
    assert len(stage.table.marked) == 1
    await stage.press("escape")
    assert not stage.table.marked
    assert shown(stage) == by_grade
    await stage.press("escape")
    assert len(shown(stage)) == ALL
    assert counted(stage).endswith(f"of {ALL}  by code")


@pytest.mark.parametrize("text", [*MARKUP, *ACTING, "家族👨‍👩‍👧‍👦", "w" * 300], ids=lambda text: ascii(text)[:24])
async def test_whatever_is_typed_into_a_filter_is_text(stage: Stage, text: str) -> None:
    await go(stage, FilterForm, "F")
    for _field in range(2):
        await stage.type(text.replace("\n", " "))
        await stage.press("tab")
    await stage.press("ctrl+s")
    assert isinstance(stage.app.screen, FilterForm)  # refused under its field
    assert "✗" in stage.text
    assert not any(part.decode(errors="replace") in stage.text for part in NEVER if part.startswith(b"\x1b"))
    assert len(codes(stage, "1")) == ALL


async def test_a_filter_that_leaves_nobody_says_how_to_leave_it(stage: Stage) -> None:
    await filtered(stage, *["tab"] * 3, *"36000")
    assert shown(stage) == codes(stage, "id NOT IN (SELECT customer_id FROM follow_up)")
    await filtered(stage, *["tab"] * 4, *"strategic")
    assert shown(stage) == []
    assert "Esc takes the filter away" in stage.text


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_s_sorts_by_the_next_column_and_shift_s_the_other_way_round(stage: Stage) -> None:
    assert stage.lines[1].startswith("code▴")
    await stage.press("s")
    assert "name▴" in stage.lines[1]
    assert counted(stage).endswith("by name")
    by_name = shown(stage)
    await stage.press("S")
    assert "name▾" in stage.lines[1]
    assert counted(stage).endswith("by name, reversed")
    assert sorted(shown(stage)) == sorted(by_name) != shown(stage)
    await stage.press("s")
    assert counted(stage).endswith("by grade")


async def test_a_click_on_a_title_sorts_and_once_more_turns_it_round(stage: Stage) -> None:
    for column, told in (("last", "by last contact"), ("last", "by last contact, reversed"), ("owner", "by owner")):
        stage.table.post_message(RecordTable.HeaderClicked(stage.table, column))
        await stage.settle()
        assert counted(stage).endswith(told)
        assert "▴" in stage.lines[1] or "▾" in stage.lines[1]


async def test_the_customer_in_hand_stays_in_hand_in_another_order(stage: Stage) -> None:
    await stage.press("j", "j", "j")
    key = stage.table.key
    for _sort in range(11):
        await stage.press("s")
        assert stage.table.key == key


def test_the_signs_of_the_order_are_one_cell_wide_in_every_terminal() -> None:
    import unicodedata

    from salestui.tui.screens.customers import _FALLING, _RISING

    for sign in (_RISING, _FALLING):
        assert cell_len(sign) == 1
        assert unicodedata.east_asian_width(sign) == "N"


# ── views ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def saved(stage: Stage, name: str) -> None:
    await go(stage, NameForm, "W")
    await stage.type(name)
    await go(stage, CustomersScreen, "enter")
    await answered(stage, "saved")


async def test_a_view_is_saved_chosen_and_renamed(stage: Stage) -> None:
    await filtered(stage, *"a")
    await stage.press("s", "S")
    wanted = shown(stage)
    await saved(stage, "my A")
    assert counted(stage).startswith("my A: grade A · ")
    await stage.press("escape")
    await stage.press("s")
    assert len(shown(stage)) == ALL

    await go(stage, ViewList, "w")
    assert "not contacted for 30 days" in stage.text
    await go(stage, CustomersScreen, "G", "enter")
    assert shown(stage) == wanted

    await go(stage, ViewList, "w")
    await go(stage, NameForm, "r")
    await stage.press("end")
    await stage.type(" lot")
    await go(stage, CustomersScreen, "enter")
    await answered(stage, "'my A lot'")
    assert counted(stage).startswith("my A lot: ")
    assert stage.sql("SELECT name FROM saved_view") == [("my A lot",)]


async def test_deleting_a_view_asks_with_another_key_and_undo_brings_it_back(stage: Stage) -> None:
    await saved(stage, "everything")
    for answer, left in (("d", 1), ("enter", 1), ("y", 0)):
        await go(stage, ViewList, "w")
        await go(stage, Question, "G", "d")
        await stage.press(answer)
        if isinstance(stage.app.screen, Question):
            await stage.press("escape")
        await at(stage, CustomersScreen)
        if not left:
            await answered(stage, "u undoes it")
        assert stage.sql("SELECT count(*) FROM saved_view") == [(left,)]
    await stage.press("u")
    await answered(stage, "undone")
    assert stage.sql("SELECT name FROM saved_view") == [("everything",)]


async def test_the_same_name_is_replaced_after_asking(stage: Stage) -> None:
    await saved(stage, "mine own")
    await filtered(stage, *"b")
    await go(stage, NameForm, "W")
    await stage.type("mine own")
    await go(stage, Question, "enter")
    await go(stage, CustomersScreen, "enter")  # the default is no
    assert json.loads(stage.sql("SELECT query FROM saved_view")[0][0])["filter"] == {}
    await go(stage, NameForm, "W")
    await stage.type("mine own")
    await go(stage, Question, "enter")
    await go(stage, CustomersScreen, "y")
    await stage.until(
        lambda: json.loads(stage.sql("SELECT query FROM saved_view")[0][0])["filter"] == {"grade": ["B"]}, "replaced"
    )


async def test_the_views_of_everybody_stay(stage: Stage) -> None:
    await go(stage, ViewList, "w")
    for key in ("r", "d"):
        await stage.press(key)
        assert isinstance(stage.app.screen, ViewList)
        assert "everybody has this view" in stage.text


@pytest.mark.parametrize("name", ["mine", "我的客户", "Grade A"])
async def test_their_names_are_taken(stage: Stage, name: str) -> None:
    await go(stage, NameForm, "W")
    await stage.type(name)
    await stage.press("enter")
    assert isinstance(stage.app.screen, NameForm)
    assert "✗" in stage.text
    assert stage.sql("SELECT count(*) FROM saved_view") == [(0,)]


async def test_a_stored_view_of_another_version_is_shown_as_far_as_it_is_understood_and_told(stage: Stage) -> None:
    await saved(stage, "odd")
    import sqlite3
    from contextlib import closing

    for query, told in (('{"filter": {"grade": ["A"], "mood": ["[/]"]}}', "mood"), ("not JSON", "JSON")):
        with closing(sqlite3.connect(stage.home / "salestui.db")) as connection:
            connection.execute("UPDATE saved_view SET query = ?", (query,))
            connection.commit()
        await go(stage, ViewList, "w")
        assert "not understood" in stage.text
        await go(stage, CustomersScreen, "G", "enter")
        await answered(stage, told)
        assert len(shown(stage)) == (len(codes(stage, "grade = 'A'")) if told == "mood" else ALL)


SHORT = [text for text in (*MARKUP, *ACTING) if len(text) <= LONGEST_NAME]  # all but the one that joins the others


@pytest.mark.parametrize("name", SHORT, ids=lambda text: ascii(text)[:24])
async def test_a_hostile_name_is_a_name(stage: Stage, name: str) -> None:
    with stage.desk() as other:
        from salestui.domain.views import View
        from salestui.services.views import save_view

        save_view(other, name, View())
    await go(stage, ViewList, "w")
    assert not any(sign in stage.text for sign in "\x1b\x07\x9b\u202e\u200b")
    await go(stage, CustomersScreen, "G", "enter")
    await go(stage, ViewList, "w")
    await go(stage, Question, "G", "d")
    await go(stage, CustomersScreen, "y")
    await answered(stage, "deleted")
    assert not any(sign in stage.text for sign in "\x1b\x07\x9b\u202e\u200b")
    assert stage.app.is_running


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────


def titles(stage: Stage) -> list[str]:
    return [column.id for column, _width in stage.table._widths]


async def test_columns_are_switched_with_space_and_kept_with_the_view(stage: Stage) -> None:
    before = titles(stage)
    assert "region" not in before
    await go(stage, ChooseColumns, "|")
    await stage.press("space")  # the code is always there
    await stage.press("j", "j", "space", *["j"] * 4, "space")
    await go(stage, CustomersScreen, "enter")
    assert titles(stage) == [*(name for name in before[:-3] if name != "grade"), "region", *before[-3:]]
    await saved(stage, "narrow")
    assert "region" in json.loads(stage.sql("SELECT query FROM saved_view")[0][0])["columns"]
    await go(stage, ChooseColumns, "|")
    await go(stage, CustomersScreen, "a")
    assert titles(stage) == before
    await go(stage, ViewList, "w")
    await go(stage, CustomersScreen, "G", "enter")
    assert "region" in titles(stage)


async def test_esc_leaves_the_columns_as_they_were(stage: Stage) -> None:
    before = titles(stage)
    await go(stage, ChooseColumns, "|")
    await stage.press("j", "j", "space")
    await go(stage, CustomersScreen, "escape")
    assert titles(stage) == before


async def test_all_columns_in_a_small_window_are_those_there_is_room_for(stage: Stage) -> None:
    await go(stage, ChooseColumns, "|")
    for _column in range(10):
        if "[ ]" in stage.rows[stage.table.cursor]:
            await stage.press("space")
        await stage.press("j")
    await go(stage, CustomersScreen, "enter")
    for size in ((60, 16), (80, 24), (140, 45), (200, 60)):
        await resized(stage, size)
        assert check(stage, size) == []
        assert {"code", "name", "last"} <= set(titles(stage))
    assert len(titles(stage)) == 10


# ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────


async def regrade(stage: Stage, grade: str) -> None:
    """Up to the question."""
    await go(stage, BulkMenu, "b")
    await go(stage, BulkForm, "r")
    await stage.press(grade)
    await go(stage, Question, "ctrl+s")


async def test_marked_customers_are_regraded_by_one_command_that_u_undoes(stage: Stage) -> None:
    before = codes(stage, "grade = 'A'")
    await stage.press("space", "space", "space")
    three = codes(stage, "1")[:3]
    commands = stage.sql("SELECT count(*) FROM command")[0][0]
    await regrade(stage, "c")
    assert "Regrade 3 customers to C?" in stage.text
    await go(stage, CustomersScreen, "y")
    await answered(stage, "regraded · u undoes it")
    assert set(three) <= set(codes(stage, "grade = 'C'"))
    assert stage.sql("SELECT count(*) FROM command") == [(commands + 1,)]
    assert not stage.table.marked
    await stage.press("u")
    await answered(stage, "undone: regrade C001")
    assert codes(stage, "grade = 'A'") == before


async def test_without_marks_it_is_the_customer_in_hand(stage: Stage) -> None:
    await stage.press("j")
    await regrade(stage, "4")
    assert "Take the grade away from C002 " in stage.text
    await go(stage, CustomersScreen, "y")
    await answered(stage, "one customer regraded")
    assert codes(stage, "code = 'C002' AND grade IS NULL") == ["C002"]


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("n",)])
async def test_the_default_is_no(stage: Stage, keys: tuple[str, ...]) -> None:
    changes = stage.sql("SELECT count(*) FROM change")
    await stage.press("space", "space")
    await regrade(stage, "c")
    await go(stage, CustomersScreen, *keys)
    assert stage.sql("SELECT count(*) FROM change") == changes
    assert len(stage.table.marked) == 2


async def test_owner_tags_and_next_date_of_many(stage: Stage) -> None:
    for letter, value, where in (
        ("o", "Wang Fang", "owner = 'Wang Fang'"),
        (
            "t",
            "fair, [/]",
            "id IN (SELECT customer_id FROM customer_tag JOIN tag ON tag.id = tag_id WHERE name = '[/]')",
        ),
        ("n", "+3d", "id IN (SELECT customer_id FROM promise WHERE due = '2026-11-23')"),
    ):
        if letter == "o":
            with stage.desk() as other:
                records.add(other, "owner", {"name": value})
        await stage.press("g", "space", "space")
        await go(stage, BulkMenu, "b")
        await go(stage, BulkForm, letter)
        await stage.type(value)
        await go(stage, Question, "enter")
        await go(stage, CustomersScreen, "y")
        await answered(stage, "u undoes it")
        assert set(codes(stage, "code IN ('C001', 'C002')")) <= set(codes(stage, where)), letter
    await stage.press("g", "space", "space")
    await go(stage, BulkMenu, "b")
    await go(stage, BulkForm, "T")
    await stage.type("[/]")
    await go(stage, Question, "ctrl+s")
    await go(stage, CustomersScreen, "y")
    await answered(stage, "tags of 2 customers changed")


@pytest.mark.parametrize(("letter", "text"), [("o", "Nobody at all"), ("n", "never"), ("t", ","), ("n", "")])
async def test_a_value_that_cannot_be_is_refused_under_its_field(stage: Stage, letter: str, text: str) -> None:
    await go(stage, BulkMenu, "b")
    await go(stage, BulkForm, letter)
    await stage.type(text)
    await stage.press("ctrl+s")
    assert isinstance(stage.app.screen, BulkForm)
    assert "✗" in stage.text


async def test_who_was_archived_meanwhile_by_another_session_is_left_alone_and_told(stage: Stage) -> None:
    await stage.press(*["space"] * 4)
    await regrade(stage, "c")
    with stage.desk() as other:
        bulk.archive_customers(other, [record_named(other, code)[1] for code in ("C002", "C003")])
    await go(stage, CustomersScreen, "y")
    await answered(stage, "2 of 4 were archived meanwhile, left alone")
    assert codes(stage, "code IN ('C002', 'C003') AND grade = 'C'") == []
    assert "C002" not in shown(stage)


async def test_rows_that_leave_the_list_by_their_change_are_told(stage: Stage) -> None:
    await filtered(stage, *"a")
    await stage.press("space", "space")
    await regrade(stage, "b")
    await go(stage, CustomersScreen, "y")
    await answered(stage, "2 customers regraded; 2 are no longer in this list · u undoes it")


async def test_too_many_are_refused_before_anything_is_asked(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 50)
    await stage.press("*")
    assert counted(stage).startswith(f"1 of {ALL}  {ALL} marked")
    await stage.press("b")
    await answered(stage, "at most 50")
    assert isinstance(stage.app.screen, CustomersScreen)


async def test_marks_that_are_no_longer_listed_are_gone(stage: Stage) -> None:
    await stage.press("*")
    await filtered(stage, *"a")
    assert len(stage.table.marked) == len(codes(stage, "grade = 'A'"))


# ── the archive ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_x_archives_the_customer_in_hand_and_in_the_archive_brings_it_back(stage: Stage) -> None:
    await stage.press("j")
    await go(stage, Question, "x")
    assert "Archive C002 " in stage.text
    await go(stage, CustomersScreen, "escape")
    assert codes(stage, "archived_at IS NOT NULL") == []
    await go(stage, Question, "x")
    await stage.press("x")  # the key that asked does not answer
    assert isinstance(stage.app.screen, Question)
    await go(stage, CustomersScreen, "y")
    await answered(stage, "one customer archived · u undoes it")
    assert codes(stage, "archived_at IS NOT NULL") == ["C002"]
    assert "C002" not in shown(stage)

    await filtered(stage, *["tab"] * 10, "2")
    assert shown(stage) == ["C002"]
    assert counted(stage).startswith("archived · ")
    await go(stage, Question, "x")
    await go(stage, CustomersScreen, "y")
    await answered(stage, "one customer brought back")
    assert codes(stage, "archived_at IS NOT NULL") == []


async def test_many_are_archived_from_the_menu_and_come_back_with_u(stage: Stage) -> None:
    await stage.press("space", "space")
    await go(stage, BulkMenu, "b")
    await go(stage, Question, "x")
    await go(stage, CustomersScreen, "y")
    await answered(stage, "2 customers archived")
    assert len(shown(stage)) == ALL - 2
    await stage.press("u")
    await answered(stage, "undone: archive C001 +1")
    assert len(shown(stage)) == ALL


# ── everywhere ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_line_below_the_list_keeps_its_number_however_long_the_filter(
    home_of: HomeMaker, language: str
) -> None:
    use(language)
    async with on_stage(home_of(language), language, (60, 16)) as stage:
        await stage.press("2")
        await at(stage, CustomersScreen)
        await filtered(stage, *"a,b,c", "tab", *"me", "tab", "3", "tab", *"30", "tab", *"active,lost")
        await stage.press("s")
        assert check(stage, (60, 16)) == []
        by = _("by {column}", column=label("customer_sort", "name"))
        assert counted(stage).endswith(f"{_('{n} of {all}', n=len(shown(stage)), all=ALL)}  {by}")
        assert "…" in counted(stage)

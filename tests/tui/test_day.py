"""A rep's day by keys: what is pressed, what stands on the screen then, and what the file holds."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salestui.services import customers
from salestui.services.follow_ups import log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.today import TodayScreen
from tests.tui.conftest import HomeMaker
from tests.tui.stage import NOW, Stage, on_stage

OVERDUE = "C072 Haiming Technology"  # the lead of 06:30, grade A: due at 08:30
OVERDUE_REF = "SELECT i.ref FROM inquiry i JOIN customer c ON c.id = i.customer_id WHERE c.code = 'C072'"
MOST_KEYS = 12  # for a call outside its text


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep's morning at 80×24, Today on the screen."""
    async with on_stage(home) as stage:
        yield stage


def count(stage: Stage, table: str) -> int:
    return int(stage.sql(f"SELECT count(*) FROM {table}")[0][0])


async def open_form(stage: Stage, *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, Form) and stage.app.focused, "a form opens")


async def cursor_to(stage: Stage, code: str) -> None:
    """Step down the list until the customer is in hand."""
    await stage.press("g")
    for _step in range(stage.table.row_count):
        screen = stage.app.screen
        assert isinstance(screen, TodayScreen | CustomersScreen)
        if screen.customer_in_hand == code:
            return
        await stage.press("j")
    raise AssertionError(f"{code} is not in the list\n{stage.text}")


async def fill(stage: Stage, field: str, text: str) -> None:
    """Go to a field by Tab, as hands would, and type."""
    form = stage.app.screen
    assert isinstance(form, Form)
    for _step in range(40):
        focused = form.focused
        assert focused is not None
        row = next(row for row in focused.ancestors if isinstance(row, EntryRow))
        if row.entry.id == field:
            await stage.type(text)
            return
        await stage.press("tab")
    raise AssertionError(f"no field {field}\n{stage.text}")


# ── Today ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_first_row_is_the_lead_that_is_overdue_and_the_lines_below_say_why(stage: Stage) -> None:
    first = stage.rows[0]
    assert first.startswith("▲ overdue 1 h 12 min")
    assert "C072" in first
    assert "lead: Asks" in first
    assert first.endswith("R1")
    assert OVERDUE in stage.text
    assert "R1 grade A: 2 h from 06:30 = 08:30" in stage.text


async def test_rows_stand_worst_first(stage: Stage) -> None:
    order = "▲◆·"
    signs = [order.index(row[0]) for row in stage.rows]
    assert len(signs) > 10
    assert signs == sorted(signs)


async def test_a_call_is_logged_with_at_most_twelve_keys_outside_the_text(stage: Stage) -> None:
    await cursor_to(stage, "C072")
    (ref,) = stage.sql(OVERDUE_REF)[0]
    keys = ["f", "p", "tab"], ["tab", *"+3d", "ctrl+s"]
    assert sum(map(len, keys)) <= MOST_KEYS
    await open_form(stage, keys[0][0])
    await stage.press(*keys[0][1:])
    await stage.type("Quote over 120 users sent, they decide on Monday")
    await stage.press(*keys[1])
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "saved")

    assert [row for row in stage.rows if "C072" in row and "lead" in row] == []
    assert f"answers {ref}" in stage.answer
    (written,) = stage.sql(
        "SELECT f.content, f.method, f.contacted_at, p.due, f.owner FROM follow_up f JOIN customer c"
        " ON c.id = f.customer_id LEFT JOIN promise p ON p.follow_up_id = f.id WHERE c.code = 'C072'"
    )
    content, method, contacted_at, promised, owner = written
    assert content == "Quote over 120 users sent, they decide on Monday"
    assert method == "phone"
    assert contacted_at == NOW.timestamp() * 1000
    assert promised == "2026-11-23"
    assert owner == "Li"
    clocks = stage.sql("SELECT outcome, stopped_at FROM clock WHERE kind = 'inquiry' AND ref = :ref", ref=ref)
    assert clocks == [("met", int(NOW.timestamp() * 1000))]


async def test_undo_brings_the_row_back_and_redo_takes_it_again_in_the_file_too(stage: Stage) -> None:
    await cursor_to(stage, "C072")
    before = stage.rows, count(stage, "follow_up"), count(stage, "promise")
    await open_form(stage, "f")
    await stage.press("p", "tab", *"rang", "tab", *"+3d")
    await stage.save()
    after = stage.rows, count(stage, "follow_up"), count(stage, "promise")
    assert after[1:] == (before[1] + 1, before[2] + 1)
    assert after[0] != before[0]

    await stage.press("u")
    await stage.until(lambda: stage.answer.startswith("undone"), "undone is said")
    assert (stage.rows, count(stage, "follow_up"), count(stage, "promise")) == before

    await stage.press("ctrl+r")
    await stage.until(lambda: stage.answer.startswith("done again"), "done again is said")
    assert (stage.rows, count(stage, "follow_up"), count(stage, "promise")) == after


async def test_the_form_says_what_saving_will_do_before_it_is_saved(stage: Stage) -> None:
    await cursor_to(stage, "C072")
    await open_form(stage, "f")
    assert "answers the lead of 06:30, 1 h 12 min late" in stage.text
    await fill(stage, "next_at", "mon 10:00")
    assert "next due Mon 23 10:00" in stage.text
    assert "2026-11-23" in stage.text


async def test_a_profile_gone_through_today_leaves_the_list(stage: Stage) -> None:
    await cursor_to(stage, "C025")
    assert any("C025" in row and "profile review" in row for row in stage.rows)
    await stage.press("v")
    await stage.until(lambda: "C025" in stage.answer, "the answer")
    assert not any("C025" in row and "profile review" in row for row in stage.rows)
    assert stage.sql("SELECT profile_reviewed_at FROM customer WHERE code = 'C025'") == [("2026-11-20",)]


async def test_a_complaint_is_resolved_and_then_waits_to_be_told(stage: Stage) -> None:
    await cursor_to(stage, "C011")
    await open_form(stage, "r")
    await stage.type("Both accounts set right, checked twice")
    await stage.save()
    assert not any("C011" in row and "complaint" in row for row in stage.rows)
    assert any("C011" in row and "tell the result" in row for row in stage.rows)
    (row,) = stage.sql("SELECT result, solved_at, customer_told_at FROM inquiry WHERE result LIKE 'Both accounts%'")
    assert row == ("Both accounts set right, checked twice", int(NOW.timestamp() * 1000), None)


async def test_what_is_no_objection_or_complaint_is_not_resolved_and_that_is_said(stage: Stage) -> None:
    await cursor_to(stage, "C072")
    await stage.press("r")
    await stage.until(lambda: stage.answer, "an answer")
    assert isinstance(stage.app.screen, TodayScreen)
    assert "✗" in stage.answer
    assert "only an objection or a complaint" in stage.answer


async def test_the_counts_on_top_are_those_of_the_list(stage: Stage) -> None:
    def said() -> tuple[int, int]:
        words = stage.lines[0].split()
        return int(words[words.index("▲") + 1]), int(words[words.index("◆") + 1])

    keys = [row[0] for row in stage.rows]
    assert said() == (keys.count("▲"), keys.count("◆"))
    assert said() > (0, 0)


# ── customers, contacts, tasks, inquiries ────────────────────────────────────────────────────────────────────────


async def test_a_customer_is_completed_as_the_name_is_typed(stage: Stage) -> None:
    await stage.press("i", "ctrl+u")
    await stage.type("Kangh")
    await stage.until(lambda: "Kanghe Medical" in stage.text, "the rest of the name")
    await stage.press("right")

    form = stage.app.screen
    assert isinstance(form, Form)
    assert form.typed()["customer"] == "Kanghe Medical"
    assert "= C002 Kanghe Medical" in stage.text


async def test_an_inquiry_of_somebody_unknown_makes_the_customer_and_one_undo_takes_both(stage: Stage) -> None:
    before = count(stage, "customer"), count(stage, "inquiry")
    await open_form(stage, "i")
    await stage.press("end", "ctrl+u")
    await stage.type("Zeta Pumps")
    assert "new customer" in stage.text
    await fill(stage, "kind", "u")
    await fill(stage, "text", "Pump station 2 stands still")
    assert "R2: 2 h, due 11:42" in stage.text
    await stage.save()
    assert (count(stage, "customer"), count(stage, "inquiry")) == (before[0] + 1, before[1] + 1)
    assert any("Zeta" in row and "urgent" in row for row in stage.rows)
    await stage.press("u")
    await stage.until(lambda: stage.answer.startswith("undone"), "undone")
    assert (count(stage, "customer"), count(stage, "inquiry")) == before
    assert not any("Zeta" in row for row in stage.rows)


async def test_a_field_of_a_customer_is_edited_in_place_and_nothing_else_changes(stage: Stage) -> None:
    await stage.press("2")
    await cursor_to(stage, "C008")
    before = stage.sql("SELECT * FROM customer WHERE code = 'C008'")
    await open_form(stage, "e")
    await fill(stage, "region", "")
    await stage.press("end", "ctrl+u")
    await stage.type("Ningbo")
    await stage.save()
    changed = stage.sql("SELECT * FROM customer WHERE code = 'C008'")
    assert [new for old, new in zip(before[0], changed[0], strict=True) if old != new] == ["Ningbo"]
    (log,) = stage.sql("SELECT fields FROM change ORDER BY seq DESC LIMIT 1")
    assert list(json.loads(log[0])) == ["region"]


async def test_a_wrong_number_is_corrected_from_the_card_and_one_undo_puts_it_back(stage: Stage) -> None:
    number = "SELECT mobile FROM contact JOIN customer c ON c.id = customer_id WHERE c.code = 'C001'"
    before = stage.sql(number)
    await stage.press("2", "enter")
    await open_form(stage, "C")
    await fill(stage, "mobile", "+1 555 0177")
    await stage.save()
    assert "+1 555 0177" in stage.text
    assert stage.sql(number) == [("+1 555 0177",)]
    await stage.press("u")
    await stage.until(lambda: stage.answer.startswith("undone"), "undone")
    assert stage.sql(number) == before


async def test_a_customer_a_contact_and_a_task_are_added_and_stand_on_the_card(stage: Stage) -> None:
    await stage.press("2")
    await open_form(stage, "n")
    await fill(stage, "name", "Omega Bearings")
    await stage.save()
    assert "Omega Bearings" in stage.answer
    await stage.press("slash", *"omega", "enter", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    await open_form(stage, "c")
    await fill(stage, "name", "Ada")
    await fill(stage, "mobile", "+1 555 0199")
    await stage.save()
    await open_form(stage, "t")
    await fill(stage, "action", "Send the manual")
    await fill(stage, "end", "+2d")
    await stage.save()
    card = stage.text
    assert "Omega Bearings" in card
    assert "Ada" in card
    assert "+1 555 0199" in card
    assert "task: Send the manual" in card
    await stage.press("escape")
    assert isinstance(stage.app.screen, CustomersScreen)


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "haiming", ["C072"]),
        ("en", "HAIMING tech", ["C072"]),
        ("en", "c014", ["C014"]),
        ("en", "0106 0006", ["C007"]),  # a telephone number of a contact
        ("en", "01060006", ["C007"]),  # without its punctuation
        ("en", "zhao mingyuan", ["C007"]),
        ("zh_CN", "海茗", ["C072"]),
        ("zh_CN", "haiming", ["C072"]),
        ("zh_CN", "hmkj", ["C072"]),
        ("zh_CN", "茗", ["C046", "C072"]),
        ("en", "nobody at all", []),
    ],
)
async def test_find_narrows_by_any_part_and_escape_takes_it_away(
    home_of: HomeMaker, language: str, typed: str, found: list[str]
) -> None:
    async with on_stage(home_of(language), language) as stage:
        await stage.press("2")
        everybody = stage.table.row_count
        await stage.press("slash")
        await stage.type(typed)
        assert [row.split()[0] for row in stage.rows] == found if found else stage.table.row_count == 0
        assert typed in stage.text
        await stage.press("enter")  # back to the list, as narrow as it is
        assert stage.table.has_focus
        assert stage.table.row_count == len(found)
        await stage.press("escape")
        assert stage.table.row_count == everybody
        assert stage.table.has_focus


@pytest.mark.parametrize("way", [("enter",), ("2", "enter")], ids=["a card", "a customer's card"])
async def test_find_leads_from_a_card_to_the_customers(stage: Stage, way: tuple[str, ...]) -> None:
    await stage.press(*way, "slash", *"omega", "escape", "slash", *"haiming")
    assert isinstance(stage.app.screen, CustomersScreen)
    assert [row.split()[0] for row in stage.rows] == ["C072"]


async def test_escape_while_typing_takes_the_narrowing_away(stage: Stage) -> None:
    await stage.press("2", "slash", *"hai", "escape")
    assert stage.table.row_count == count(stage, "customer WHERE archived_at IS NULL")
    assert stage.table.has_focus
    place = stage.table.cursor
    await stage.press("j")  # letters act again
    assert stage.table.cursor == place + 1


async def test_the_cursor_stays_with_its_customer_when_the_list_is_sorted(stage: Stage) -> None:
    await stage.press("2", *"jjjj")
    key = stage.table.key
    places = set()
    for _each in range(4):
        await stage.press("s")
        assert stage.table.key == key
        places.add(stage.table.cursor)
    assert len(places) > 1


# ── others at work ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_another_session_writes_appears_and_the_cursor_keeps_its_row(stage: Stage) -> None:
    await stage.press(*"jjj")
    key = stage.table.key
    with stage.desk() as other:
        receive_inquiry(other, "C044", {"kind": "urgent", "text": "Wrong drawing on the press", "received_at": "06:00"})
    await stage.until(lambda: any("urgent: Wrong" in row for row in stage.rows), "the other's row")
    assert stage.table.key == key
    assert stage.table.cursor == 4  # one more above


async def test_the_row_another_session_answers_leaves_and_the_cursor_stays_in_place(stage: Stage) -> None:
    with stage.desk() as other:
        log_follow_up(other, "C072", {"method": "phone", "content": "rang"})
    await stage.until(lambda: not any("C072" in row for row in stage.rows), "the row goes")
    assert stage.table.cursor == 0
    assert any("C044 Chengbu Machinery ·" in line for line in stage.lines)  # told of in the lines below


async def test_a_turn_of_the_minute_is_shown(home: Path) -> None:
    times = [NOW.astimezone(UTC)]
    async with on_stage(home, clock=lambda: times[-1]) as stage:
        assert stage.lines[0].rstrip().endswith("Li 09:42")
        times.append(datetime.fromisoformat("2026-11-20T10:09:00+08:00"))
        await stage.until(lambda: "10:09" in stage.lines[0], "the time")
        assert stage.rows[0].startswith("▲ overdue 1 h 39 min")
        assert any(row.startswith("▲ overdue 1 min") and "C031" in row for row in stage.rows)


async def test_both_edit_the_same_customer_and_only_what_was_typed_is_written(stage: Stage) -> None:
    await stage.press("2")
    await cursor_to(stage, "C008")
    await open_form(stage, "e")
    with stage.desk() as other:
        (key,) = stage.sql("SELECT id FROM customer WHERE code = 'C008'")[0]
        customers.change_customer(other, key, {"industry": "Rail"})
    await fill(stage, "region", "")
    await stage.press("end", "ctrl+u")
    await stage.type("Ningbo")
    await stage.save()
    assert stage.sql("SELECT region, industry FROM customer WHERE code = 'C008'") == [("Ningbo", "Rail")]


# ── leaving, errors ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_escape_in_a_form_nobody_touched_leaves_at_once(stage: Stage) -> None:
    await open_form(stage, "f")
    await stage.press("escape")
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "left")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("next_at", "sometime", "sometime"),
        ("next_at", "next wed", "next wed"),
        ("contacted_at", "+2h", "future"),
        ("contacted_at", "2026-13-45", "2026-13-45"),
        ("contact", "Nobody", "Nobody"),
    ],
)
async def test_what_cannot_be_is_said_in_the_form_and_what_was_typed_stays(
    stage: Stage, field: str, typed: str, said: str
) -> None:
    before = count(stage, "command")
    await cursor_to(stage, "C072")
    await open_form(stage, "f")
    form = stage.app.screen
    assert isinstance(form, FollowUpForm)
    await stage.press("p")
    await fill(stage, "content", "sent the quote")
    await fill(stage, field, typed)
    await stage.press("ctrl+s")
    await stage.until(lambda: "✗" in stage.answer or any("✗" in line for line in stage.lines), "the problem")
    await stage.until(lambda: any("✗" in line and said in line for line in stage.lines), f"it says {said}")
    assert form.is_current
    assert form.typed() == {"method": "phone", "content": "sent the quote", field: typed}
    assert count(stage, "command") == before


@pytest.mark.parametrize(("typed", "missing"), [({}, "method"), ({"method": "p"}, "content")])
async def test_a_required_field_left_empty_is_named(stage: Stage, typed: dict[str, str], missing: str) -> None:
    await cursor_to(stage, "C072")
    await open_form(stage, "f")
    form = stage.app.screen
    for field, text in typed.items():
        await fill(stage, field, text)
    await stage.press("ctrl+s")
    await stage.until(lambda: any("✗" in line and missing in line for line in stage.lines), f"{missing} is named")
    assert stage.app.screen is form


async def test_a_call_from_the_card_answers_what_burns_most_there(stage: Stage) -> None:
    await cursor_to(stage, "C072")
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    await open_form(stage, "f")
    await stage.press("p", "tab", *"rang")
    await stage.save()
    assert isinstance(stage.app.screen, CardScreen)
    assert "rang" in stage.text
    await stage.press("escape")
    assert not any("C072" in row for row in stage.rows)


@pytest.mark.parametrize("key", ["f", "e", "t", "c", "v", "r", "u"])
async def test_on_an_empty_file_every_key_answers_and_nothing_breaks(tmp_path: Path, key: str) -> None:
    async with on_stage(tmp_path / "empty") as stage:
        assert "n adds one" in stage.text
        await stage.press(key)
        await stage.until(lambda: stage.answer, "an answer")
        assert stage.answer.startswith("✗")
        assert isinstance(stage.app.screen, TodayScreen)


async def test_the_first_customer_of_an_empty_file_is_made_as_today_says(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "empty") as stage:
        assert "n adds one" in stage.text
        await open_form(stage, "n")
        await fill(stage, "name", "First Customer")
        await stage.save()
        assert stage.sql("SELECT name FROM customer") == [("First Customer",)]

"""The customer's card: what a call needs without a key, the story by kinds, correcting from where one is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from salestui.domain.rows import CustomerName
from salestui.domain.story import Chapter
from salestui.domain.words import ObjectionKind
from salestui.services import customers, naming, records, story, tasks
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, log_follow_up
from salestui.services.inquiries import receive_inquiry, resolve_inquiry
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.card.reading import Reader
from salestui.tui.widgets.sheet import Sheet
from salestui.tui.wrapping import wrapped
from tests.conftest import Clock
from tests.tui.conftest import HomeMaker
from tests.tui.stage import NOW, Stage, desk_at, on_stage

SIZES = [(60, 16), (80, 24), (100, 30), (119, 40), (120, 24), (140, 45), (200, 60)]


@asynccontextmanager
async def card_of(
    home: Path, code: str, size: tuple[int, int] = (80, 24), language: str = "en"
) -> AsyncIterator[Stage]:
    """The card of a customer of the sample company."""
    async with on_stage(home, language, size) as stage:
        await stage.press("2", "slash", *code.lower(), "enter", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
        await stage.settle()
        yield stage


def desk_on(home: Path, clock: Clock | None = None) -> Desk:
    return desk_at(home, clock=clock or (lambda: NOW))


def focused(stage: Stage) -> str | None:
    return stage.app.screen.focused.id if stage.app.screen.focused is not None else None


def sheet(stage: Stage) -> Sheet:
    return stage.app.screen.query_one(Sheet)


async def form(stage: Stage, key: str) -> str:
    """Press a key that opens a form; the field that has the keys."""
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, Form), f"form by {key}")
    row = next(row for row in stage.app.screen.query(EntryRow) if row.input.has_focus)
    return row.entry.id


# ── for a call ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_whom_to_call_and_what_burns_stand_there_without_a_key(
    home_of: HomeMaker, language: str, size: tuple[int, int]
) -> None:
    async with card_of(home_of(language), "C001", size, language) as stage:
        assert {"en": "Jinggong", "zh_CN": "精工制造"}[language] in stage.lines[1]
        assert {"en": "Zhang", "zh_CN": "张总"}[language] in stage.text
        assert {"en": "+1 555 0100", "zh_CN": "100 0000 0001"}[language] in stage.text
        assert "11-11 14:30" in stage.text  # the last contact
        assert {"en": "Present the training", "zh_CN": "讲解售后培训计划"}[language] in stage.text
        assert {"en": "▸ Zhang", "zh_CN": "▸ 张总"}[language] in stage.text  # whoever decides
        assert all(cell_len(line) == size[0] for line in stage.lines)


async def test_whoever_decides_and_has_a_number_is_to_be_called(home: Path) -> None:
    with desk_on(home) as desk:
        customers.add_customer(desk, {"name": "Chain Ltd", "code": "CH1"})
        for typed in (
            {"name": "Abe", "decision_role": "user", "mobile": "111 1111"},
            {"name": "Bea", "decision_role": "decision_maker"},
            {"name": "Cid", "decision_role": "management", "involvement": "low", "mobile": "333 3333"},
            {"name": "Dot", "decision_role": "management", "involvement": "high", "mobile": "444 4444"},
        ):
            records.add(desk, "contact", {"customer": "CH1", **typed})
    async with card_of(home, "CH1") as stage:
        assert "Dot · 444 4444" in stage.text
        await stage.press("h", "h")
        shown = [
            name for line in stage.lines for name in ("Abe", "Bea", "Cid", "Dot") if line.strip(" ▸·").startswith(name)
        ]
        assert shown[-4:] == ["Bea", "Dot", "Cid", "Abe"]


async def test_a_customer_without_contacts_says_what_to_press(home: Path) -> None:
    async with card_of(home, "C072") as stage:
        assert "nobody to call yet – c adds a contact" in stage.text


@pytest.mark.parametrize("size", SIZES)
async def test_early_warnings_stand_under_the_name(home: Path, size: tuple[int, int]) -> None:
    clock = Clock(NOW - timedelta(days=3))
    with desk_on(home, clock) as desk:
        key = naming.customer_named(desk, "C001").id
        customers.change_customer(desk, key, {"satisfaction": "90"})
        clock.move(timedelta(days=1))
        customers.change_customer(desk, key, {"satisfaction": "70"})
    async with card_of(home, "C001", size) as stage:
        assert any(line.startswith(" ! satisfaction 90 → 70") for line in stage.lines)
        assert "+1 555 0100" in stage.text


# ── tabs and columns ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_tabs_go_round_both_ways(home: Path) -> None:
    async with card_of(home, "C003") as stage:
        seen = []
        for key in ("tab", "l", "tab", "tab", "shift+tab", "h"):
            await stage.press(key)
            seen.append(stage.app.screen._part.value)  # type: ignore[attr-defined]  # the card's
        assert seen == ["profile", "people", "waiting", "story", "waiting", "people"]
        assert "Fang" in stage.text or "concern" in stage.text or "cares about" in stage.text


async def test_side_by_side_from_120_columns_and_tab_goes_across(home: Path) -> None:
    async with card_of(home, "C003", (120, 40)) as stage:
        assert all(title in stage.text for title in ("Waiting", "Decision chain", "Profile", "[all "))
        assert focused(stage) == "story"
        await stage.press("tab")
        assert focused(stage) == "sheet"
        await stage.press("l")
        assert focused(stage) == "story"


async def test_a_resize_between_the_forms_keeps_the_place(home: Path) -> None:
    async with card_of(home, "C003", (80, 24)) as stage:
        await stage.press("j", "j")
        in_story = stage.table.key
        await stage.press("tab", "j", "j")
        in_profile = sheet(stage).key
        assert in_profile == "field:industry"  # after its deal and its order history
        await stage.pilot.resize_terminal(140, 45)
        await stage.until(lambda: stage.app.screen.has_class("-wide"), "side by side")
        assert (focused(stage), sheet(stage).key, stage.table.key) == ("sheet", in_profile, in_story)
        await stage.press("tab")
        await stage.pilot.resize_terminal(80, 24)
        await stage.until(lambda: not stage.app.screen.has_class("-wide"), "in tabs")
        assert (focused(stage), stage.table.key) == ("story", in_story)
        assert stage.table.display
        await stage.press("tab")
        assert sheet(stage).key == in_profile


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_window_may_take_any_size(home_of: HomeMaker, language: str) -> None:
    async with card_of(home_of(language), "C003", SIZES[0], language) as stage:
        for size in (*SIZES, *reversed(SIZES)):
            await stage.pilot.resize_terminal(*size)
            await stage.until(lambda size=size: len(stage.lines) == size[1], f"{size}")  # type: ignore[misc]
            for _part in range(4):
                await stage.press("tab")
                assert all(cell_len(line) == size[0] for line in stage.lines), size
                assert stage.lines[-1].startswith(" ? ")


# ── the story ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def told(home: Path) -> Path:
    """A customer with something of every kind, over ten days."""
    clock = Clock(NOW - timedelta(days=10))
    with desk_on(home, clock) as desk:
        customers.add_customer(desk, {"name": "Story Works", "code": "ST1", "grade": "B"})
        clock.move(timedelta(hours=1))
        records.add(desk, "contact", {"customer": "ST1", "name": "Ida", "title": "buyer"})
        clock.move(timedelta(hours=1))
        lead = receive_inquiry(desk, "ST1", {"kind": "lead", "text": "wants a quote"}).ref
        clock.move(timedelta(hours=1))
        log_follow_up(
            desk,
            "ST1",
            {
                "method": "phone",
                "content": "Quote explained\nline by line",
                "contact": "Ida",
                "feedback": "good",
                "next_at": "+3d",
            },
            objections=[ObjectionEntry(ObjectionKind.PRICE, "too dear", "three years of service")],
            answers=lead,
        )
        clock.move(timedelta(days=1))
        complaint = receive_inquiry(desk, "ST1", {"kind": "complaint", "text": "box torn"}).ref
        clock.move(timedelta(hours=1))
        resolve_inquiry(desk, naming.record_named(desk, complaint)[1], "new box sent", told=True)
        clock.move(timedelta(hours=1))
        key = naming.customer_named(desk, "ST1").id
        customers.change_customer(desk, key, {"grade": "A", "stage": "interested", "satisfaction": "80"})
        clock.move(timedelta(hours=1))
        customers.change_customer(desk, key, {"satisfaction": "70"})
        customers.change_customer(desk, key, {"next_at": "+9d"})
        clock.move(timedelta(hours=1))
        task = tasks.add_task(desk, {"action": "Send samples", "customer": "ST1"}).ref
        clock.move(timedelta(hours=1))
        tasks.change_task(desk, naming.record_named(desk, task)[1], {"status": "done"})
    return home


async def test_everything_that_happened_stands_in_one_list_newest_first(told: Path) -> None:
    async with card_of(told, "ST1", (140, 60)) as stage:
        rows = [" ".join(row.split()) for row in stage.rows]
        wanted = [
            "task done ✓ Send samples",
            "task Send samples (Li)",
            "next date",
            "satisfaction 80 → 70",
            "satisfaction 80",
            "grade B → A",
            "stage prospect → interested",
            "customer told new box sent",
            "solved ✓ new box sent",
            "complaint box torn",
            "answered ✓ wants a quote",
            "objection price: too dear",
            "phone Quote explained line by line",
            "lead wants a quote",
            "contact Ida · buyer",
            "customer added as prospect",
        ]
        places = [next((place for place, row in enumerate(rows) if want in row), -1) for want in wanted]
        assert len(rows) == len(wanted)
        assert -1 not in places
        assert places[:1] == [0]
        assert sorted(places) == places or {places[3], places[4], places[5], places[6]} == {3, 4, 5, 6}


async def test_the_story_is_narrowed_by_kind_and_each_says_how_much_it_holds(told: Path) -> None:
    async with card_of(told, "ST1", (80, 24)) as stage:
        assert "[all 16]  follow-ups 2   inquiries 6   tasks 2   deals 0   changes 6" in stage.text
        counts = {}
        for chapter in ("follow-ups", "inquiries", "tasks", "changes", "all"):
            await stage.press("T")
            assert f"[{chapter}" in stage.text
            counts[chapter] = stage.table.row_count
        assert counts == {"follow-ups": 2, "inquiries": 6, "tasks": 2, "changes": 6, "all": 16}


async def test_the_event_under_the_cursor_is_told_below_and_enter_reads_it_whole(told: Path) -> None:
    async with card_of(told, "ST1", (80, 24)) as stage:
        await stage.press("T", "G")
        assert any(line.startswith(" Quote explained") for line in stage.lines)
        assert "feedback: good" in stage.text
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, Reader), "the reader")
        assert "line by line" in stage.text
        assert "price: too dear – three years of service" in stage.text
        await stage.press("escape")
        assert isinstance(stage.app.screen, CardScreen)


async def test_a_long_text_is_read_to_its_end_with_the_lines_hanging(home: Path) -> None:
    text = "word " * 400 + "x" * 300 + " 中文" * 200 + " the very end"
    with desk_on(home) as desk:
        log_follow_up(desk, "C072", {"method": "phone", "content": text})
    async with card_of(home, "C072", (60, 16)) as stage:
        await stage.press("T", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, Reader), "the reader")
        await stage.press("G")
        await stage.pilot.pause()
        await stage.until(lambda: "the very end" in stage.text, "the end")
        await stage.press("j", "k", "g", "q")
        assert isinstance(stage.app.screen, CardScreen)


async def test_another_sessions_contact_appears_and_the_cursor_stays(told: Path) -> None:
    async with card_of(told, "ST1") as stage:
        await stage.press("j", "j")
        key = stage.table.key
        with stage.desk() as desk:
            log_follow_up(desk, "ST1", {"method": "visit", "content": "from elsewhere"})
        await stage.until(lambda: "from elsewhere" in stage.text, "the other session's contact")
        assert stage.table.key == key


# ── correcting ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_follow_up_is_corrected_from_the_story_and_undone(told: Path) -> None:
    async with card_of(told, "ST1") as stage:
        await stage.press("T", "G")
        await form(stage, "e")
        content = next(row for row in stage.app.screen.query(EntryRow) if row.entry.id == "content")
        content.input.focus()
        await stage.type("Twice: ")
        await stage.save()
        assert stage.sql("SELECT content FROM follow_up WHERE content LIKE '%Quote explained%'") == [
            ("Twice: Quote explained\nline by line",)
        ]
        (fields,) = stage.sql("SELECT fields FROM change ORDER BY seq DESC LIMIT 1")[0]
        assert fields.startswith('{"content"')  # nothing else was touched
        await stage.press("u")
        await stage.until(lambda: stage.answer.startswith("undone"), "undone")
        assert "Twice" not in stage.text


@pytest.mark.parametrize(
    ("chapter", "down", "title"),
    [(2, 0, "Correct I-"), (3, 0, "Correct T-"), (4, 0, "ST1 Story Works"), (4, 4, "Ida")],
    ids=["an inquiry", "a task", "a score", "a contact"],
)
async def test_e_opens_the_form_of_what_the_event_is_about(told: Path, chapter: int, down: int, title: str) -> None:
    async with card_of(told, "ST1") as stage:
        await stage.press(*["T"] * chapter, *["j"] * down)
        await form(stage, "e")
        assert title in stage.lines[0]
        await stage.press("escape")


async def test_a_date_set_by_hand_is_not_corrected_but_set_anew(told: Path) -> None:
    async with card_of(told, "ST1") as stage:
        await stage.press("T")
        await stage.press("e")
        await stage.until(lambda: stage.answer.startswith("✗"), "an answer")
        assert "E changes the profile" in stage.answer


async def test_e_on_a_field_of_the_profile_opens_its_form_there_and_shift_e_does_from_anywhere(home: Path) -> None:
    async with card_of(home, "C003") as stage:
        assert await form(stage, "E") == "code"
        await stage.press("escape", "tab", *"jjjjj")
        assert sheet(stage).key == "field:region"
        assert await form(stage, "e") == "region"
        await stage.press("escape")
        await stage.press("G")  # what is not known yet
        missing = sheet(stage).key
        assert missing is not None
        assert await form(stage, "e") == missing.removeprefix("field:")


async def test_e_on_a_person_and_on_what_waits(home: Path) -> None:
    async with card_of(home, "C003") as stage:
        await stage.press("tab", "tab", "j")
        await form(stage, "e")
        assert "Fang" in stage.text or "Zhou" in stage.text
        await stage.press("escape", "tab")
        await form(stage, "e")
        assert stage.lines[0].startswith(" Correct ")


async def test_a_refused_correction_is_said_under_its_field_and_nothing_is_lost(told: Path) -> None:
    async with card_of(told, "ST1") as stage:
        await stage.press("T", "G")
        assert await form(stage, "e") == "contacted_at"
        await stage.press("home", "ctrl+k")
        await stage.type("2026-11-19 10:00")  # past the date promised in it
        await stage.press("ctrl+s")
        await stage.until(lambda: "✗" in stage.text, "the refusal")
        assert isinstance(stage.app.screen, Form)
        assert "promised in it" in stage.text


# ── services ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_undone_or_archived_is_no_longer_told(home: Path) -> None:
    with desk_on(home) as desk:
        customers.add_customer(desk, {"name": "Brief", "code": "BR1"})
        whose: CustomerName = naming.customer_named(desk, "BR1")
        logged = log_follow_up(desk, "BR1", {"method": "phone", "content": "rang"})
        assert story.story(desk, whose).counts[Chapter.FOLLOW_UPS] == 1
        records.archive(desk, "follow_up", naming.record_named(desk, logged.ref)[1])
        found = story.story(desk, whose)
        assert found.counts[Chapter.FOLLOW_UPS] == 0
        assert len(found.of(None)) == 1
        assert story.page(desk, ["follow_up:gone"]) == {}


# ── wrapping ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "  three"]),
        ("方案方向认可，需补充", 12, ["方案方向认", "  可，需补充"]),  # a stop is not torn off
        ("价格（含税）高", 6, ["价格", "  （含", "  税）", "  高"]),
        ("abcdefghij", 6, ["abcdef", "  ghij"]),
        ("a\nb", 9, ["a", "  b"]),
        ("", 9, [""]),
        ("\x1b[31mred", 9, ["␛[31mred"]),
    ],
)
def test_text_is_broken_where_a_reader_would(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, indent=2) == lines


def test_no_more_lines_are_made_than_asked_for() -> None:
    assert len(wrapped("word " * 10_000, 20, most=3)) == 3


# ── a customer that is there already ─────────────────────────────────────────────────────────────────────────────


async def test_a_new_customer_that_is_there_already_is_hinted_and_opened_instead(home: Path) -> None:
    async with on_stage(home) as stage:
        await form(stage, "n")
        await stage.type("Haiming Tecnology")
        await stage.until(lambda: "looks like C072" in stage.text, "the hint")
        await stage.press("ctrl+t")
        await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
        assert "C072" in stage.lines[1]
        assert stage.sql("SELECT count(*) FROM customer WHERE name LIKE 'Haiming Tec%'") == [(1,)]


async def test_the_hint_never_stands_in_the_way(home: Path) -> None:
    async with on_stage(home) as stage:
        await form(stage, "n")
        await stage.type("Haiming Technology")
        await stage.until(lambda: "looks like C072" in stage.text, "the hint")
        await stage.save()
        assert stage.sql("SELECT count(*) FROM customer WHERE name = 'Haiming Technology'") == [(2,)]


async def test_what_was_typed_beside_the_name_is_kept_as_a_draft(home: Path) -> None:
    async with on_stage(home) as stage:
        await form(stage, "n")
        await stage.type("Haiming Tecnology")
        await stage.until(lambda: "looks like C072" in stage.text, "the hint")
        await stage.press("tab", *"Toys", "ctrl+t")
        await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card of the customer it looks like")
        (left,) = stage.app.drafts_left()
        assert left.draft.typed == {"name": "Haiming Tecnology", "industry": "Toys"}


async def test_what_is_found_once_the_form_is_left_is_said_to_nobody(home: Path) -> None:
    async with on_stage(home) as stage:
        await form(stage, "n")
        left = stage.app.screen
        (name,) = (row for row in left.query(EntryRow) if row.entry.id == "name")
        await stage.press("escape")
        await stage.until(lambda: not left.is_attached and not name.children, "the form is taken down")
        name.say("looks like C072")  # as the search beside the screen does, which began before


async def test_an_inquiry_goes_to_the_customer_it_looks_like(home: Path) -> None:
    async with on_stage(home) as stage:
        await form(stage, "i")
        name = next(row for row in stage.app.screen.query(EntryRow) if row.entry.id == "customer")
        await stage.press("end", "ctrl+u")
        await stage.type("Haiming Tecnology")
        await stage.until(lambda: "looks like C072" in stage.text, "the hint")
        await stage.press("ctrl+t")
        assert name.text == "C072"

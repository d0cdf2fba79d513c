"""Today by keys: its sections, the week, all owners at a glance, `/`, and how a clock that turns is told."""

import re
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salestui.services import absences, customers, inquiries, records
from salestui.tui.choosing import Choose
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.screens.agenda import AgendaScreen
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.overview import OverviewScreen
from salestui.tui.screens.today import TodayScreen
from salestui.tui.widgets.week_grid import WeekGrid
from tests.tui.conftest import HomeMaker
from tests.tui.stage import NOW, Stage, cut, desk_at, on_stage
from tests.tui.test_sizes import SIZES, check, resized


@pytest.fixture
async def stage(home: Path) -> AsyncIterator[Stage]:
    """The sample rep's morning at 80×24, Today on the screen."""
    async with on_stage(home) as stage:
        yield stage


def today(stage: Stage) -> TodayScreen:
    """Today, where it is on the screen."""
    screen = stage.app.screen
    assert isinstance(screen, TodayScreen)
    return screen


def headings(stage: Stage) -> list[str]:
    """The headings of the list that are seen, from top to bottom."""
    top = stage.table.region.y + 1
    return [stage.lines[top + n].rstrip() for n, place in enumerate(stage.table._lines) if place is None]


def counts(stage: Stage) -> tuple[int, int]:
    """What the bar says is overdue and due soon."""
    words = stage.lines[0].split()
    return int(words[words.index("▲") + 1]), int(words[words.index("◆") + 1])


async def choose(stage: Stage, whose: str) -> None:
    """`o`, and down the list to a name."""
    below = stage.app.screen
    await stage.press("o")
    await stage.until(lambda: isinstance(stage.app.screen, Choose), "the list of owners")
    for _step in range(stage.table.row_count):
        if stage.rows[stage.table.cursor].startswith(whose):
            break
        await stage.press("j")
    await stage.press("enter")
    await stage.until(lambda: stage.app.screen is below, "back")


# ── sections ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_owed_comes_first_then_what_is_to_be_written_down_then_what_warns_early(home: Path) -> None:
    async with on_stage(home, size=(100, 45)) as stage:
        assert headings(stage) == ["WAITING ON YOU", "WRITE DOWN", "EARLY WARNINGS"]
        written, *warnings = stage.rows[-3:]
        assert "phone 08:52: Ring abou…" in written
        assert written.endswith("R4")
        for warning in warnings:
            assert warning.startswith("! satisfaction down")
            assert warning.endswith("R12")


async def test_a_warning_says_below_whom_to_call_what_fell_and_from_what_to_what(stage: Stage) -> None:
    await stage.press("G")
    assert "C025 Shuowan Castings · Pan Jingshu System engineer +1 555 0148 0048" in stage.text
    assert "R12: satisfaction 88 → 76 (10-11)" in stage.text
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")
    assert "C025" in stage.text


async def test_a_follow_up_is_logged_from_a_row_that_is_to_be_written_down(stage: Stage) -> None:
    await stage.press("G", "k", "k")
    assert today(stage).customer_in_hand == "C044"
    await stage.press("f")
    await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
    assert "Follow-up: C044" in stage.text


async def test_a_customer_without_a_contact_says_how_to_add_one(stage: Stage) -> None:
    assert "C072 Haiming Technology · no contact known: c adds one" in stage.text


async def test_headings_do_not_hide_the_last_rows_when_one_goes_to_the_end(home: Path) -> None:
    async with on_stage(home, size=(80, 30)) as stage:
        await stage.press("G")
        assert stage.rows[-1].startswith("! satisfaction down")
        assert headings(stage)[-2:] == ["WRITE DOWN", "EARLY WARNINGS"]


# ── whose ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_owner_is_chosen_from_a_list_that_says_how_much_burns(stage: Stage) -> None:
    mine, mine_counted = stage.rows, counts(stage)
    await stage.press("o")
    await stage.until(lambda: isinstance(stage.app.screen, Choose), "the list of owners")
    assert [" ".join(row.split()) for row in stage.rows[:3]] == ["mine ▲ 5 ◆ 5", "everybody ▲ 12 ◆ 10", "Chen ▲ 6 ◆ 1"]
    await stage.press("escape")
    assert stage.rows == mine

    await choose(stage, "everybody")
    await stage.until(lambda: "WAITING ON EVERYBODY" in stage.text, "everybody's")
    assert counts(stage) == (12, 10)
    assert "everybody" in stage.lines[0]
    owner = stage.lines[1].index("owner")
    assert {cut(row, owner, 8).strip() for row in stage.rows} >= {"Chen", "Zhou", "Li"}  # at 80 cells too

    await choose(stage, "Chen")
    await stage.until(lambda: "WAITING ON Chen" in stage.text, "Chen's")
    assert counts(stage) == (6, 1)
    assert "Chen" in stage.lines[0]

    await stage.press("escape")
    assert stage.rows == mine
    assert counts(stage) == mine_counted


async def test_among_few_owners_the_switch_goes_round(tmp_path: Path) -> None:
    home = tmp_path / "few"
    with desk_at(home) as desk:
        customers.add_customer(desk, {"name": "Mine"})
        records.add(desk, "owner", {"name": "Wang"})
    async with on_stage(home) as stage:
        seen = []
        for _each in range(4):
            before = today(stage).whose()
            await stage.press("o")
            await stage.until(lambda before=before: today(stage).whose() != before, "another's")  # type: ignore[misc]
            seen.append(today(stage).whose())
        assert seen == [(None, True), ("Wang", False), (None, False), (None, True)]


async def test_what_waits_on_whom_i_stand_in_for_is_among_mine_and_says_for_whom(home: Path) -> None:
    async with on_stage(home, size=(100, 60)) as stage:
        before = counts(stage)
        with stage.desk() as desk:
            absences.add_absence(desk, "Chen", "today", "+7d", "Li")
        stage.app._watch()  # each second
        await stage.settle()
        assert headings(stage)[0] == "WAITING ON YOU, WHO STAND IN FOR Chen, Lin"  # Chen stands in for Lin already
        theirs = [row for row in stage.rows if "for Chen · " in row]
        assert len([row for row in theirs if row.startswith("▲")]) == 6
        assert counts(stage) == (before[0] + 6, before[1] + 1)


# ── all owners ───────────────────────────────────────────────────────────────────────────────────────────────────


async def overview(stage: Stage) -> None:
    await stage.press("O")
    await stage.until(lambda: isinstance(stage.app.screen, OverviewScreen) and stage.table.row_count, "the overview")


async def test_every_owner_stands_in_a_row_whoever_has_most_overdue_first(stage: Stage) -> None:
    await overview(stage)
    rows = [row.split("  ") for row in stage.rows]
    assert [row[0] for row in rows] == ["Chen", "Li", "Zhou", "Lin", "nobody"]
    assert [[each.strip() for each in row if each.strip()][1:4] for row in rows[:2]] == [
        ["6", "1", "8"],
        ["5", "5", "12"],
    ]
    assert counts(stage) == (12, 10)
    await stage.press("enter")
    await stage.until(lambda: "WAITING ON Chen" in stage.text, "Chen's Today")


async def test_what_is_nobodys_is_shown_from_its_row(stage: Stage) -> None:
    await overview(stage)
    await stage.press("G", "enter")
    await stage.until(lambda: "WAITING ON NOBODY" in stage.text, "nobody's Today")
    assert ["C071" in row for row in stage.rows] == [True]


async def test_an_absence_is_written_down_from_the_overview_and_ended_there(stage: Stage) -> None:
    await overview(stage)
    await stage.press("a")
    await stage.until(lambda: isinstance(stage.app.screen, Form), "the form")
    form = stage.app.screen
    assert isinstance(form, Form)
    assert form.typed() == {"owner": "Chen"}
    await stage.press("tab", *"today", "tab", *"+3d", "tab", *"Zhou")
    assert "what waits on Chen is on the Today of Zhou too" in stage.text
    await stage.save()
    await stage.until(lambda: "Chen is away from" in stage.answer, "told")
    assert "Zhou stands in" in stage.answer
    await stage.until(lambda: "Mon 23" in stage.rows[0], "away until")
    assert stage.rows[0].endswith("Zhou")
    assert stage.sql("SELECT owner, from_day, to_day, stand_in, ended_at FROM absence ORDER BY id")[-1:] == [
        ("Chen", "2026-11-20", "2026-11-23", "Zhou", None)
    ]

    await stage.press("b")
    await stage.until(lambda: "Chen is back" in stage.answer, "back")
    await stage.until(lambda: "Mon 23" not in stage.rows[0], "no longer away")
    assert stage.sql("SELECT ended_at IS NULL FROM absence WHERE owner = 'Chen'") == [(0,)]
    await stage.press("b")
    await stage.until(lambda: "Chen is not away" in stage.answer, "told")

    await stage.press("u")
    await stage.until(lambda: "undone" in stage.answer, "undone")
    await stage.until(lambda: "Mon 23" in stage.rows[0], "away again")


async def test_an_absence_that_cannot_be_is_refused_under_its_field(stage: Stage) -> None:
    await overview(stage)
    await stage.press("a", "tab", *"today", "tab", *"+3d", "tab", *"Chen", "ctrl+s")
    await stage.until(lambda: "cannot stand in" in stage.text, "refused")
    focused = stage.app.focused
    assert focused is not None
    assert next(row for row in focused.ancestors if isinstance(row, EntryRow)).entry.id == "stand_in"
    assert stage.sql("SELECT count(*) FROM absence WHERE owner = 'Chen'") == [(0,)]


# ── the week ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def agenda(stage: Stage) -> AgendaScreen:
    await stage.press("a")
    await stage.until(lambda: isinstance(stage.app.screen, AgendaScreen) and stage.app.screen._rows, "the week")
    screen = stage.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Week 47 of 2026  11-16 – 11-22  this week"), ("zh_CN", "2026年第47周  11-16 – 11-22  本周")],
)
async def test_the_week_says_its_number_and_days(home_of: HomeMaker, language: str, title: str) -> None:
    async with on_stage(home_of(language), language) as stage:
        await agenda(stage)
        assert stage.lines[1].strip() == title


async def test_a_day_has_its_appointments_first_then_promises_tasks_and_reviews(home: Path) -> None:
    async with on_stage(home, size=(120, 45)) as stage:
        await agenda(stage)
        assert [title for title in headings(stage) if "today" in title] == ["Fri 20 · today   Lin away"]
        assert [title.partition(" ")[0] for title in headings(stage)] == [
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
        ]
        start = next(n for n, row in enumerate(stage.rows) if "08:30" in row)
        day = stage.rows[start : start + 6]
        assert [row[2:7] for row in day] == ["08:30", "08:52", "10:08", "12:30", "     ", "     "]
        assert [row[9:23].strip() for row in day[3:]] == ["visit", "task end", "contact rhythm"]
        assert "their plant" in day[3]


async def test_the_cursor_begins_at_today_and_enter_opens_the_card(stage: Stage) -> None:
    screen = await agenda(stage)
    assert screen.customer_in_hand == "C072"
    assert "R1 grade A: 2 h from 06:30 = 08:30" in stage.text
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")


async def test_the_weeks_before_and_after_are_a_key_away_and_an_empty_day_says_so(stage: Stage) -> None:
    await agenda(stage)
    await stage.press("]")
    await stage.until(lambda: "Week 48 of 2026  11-23 – 11-29" in stage.text, "the week after")
    assert "this week" not in stage.lines[1]
    assert stage.rows[0].startswith("·")
    await stage.press("[", "[", "[")
    await stage.until(lambda: "Week 45 of 2026" in stage.text, "two weeks before")
    assert [row.strip() for row in stage.rows] == ["–"] * 7
    await stage.press("enter")
    assert isinstance(stage.app.screen, AgendaScreen)
    await stage.press("T")
    await stage.until(lambda: "Week 47 of 2026" in stage.text, "this week")


async def test_the_week_of_somebody_else_is_shown(stage: Stage) -> None:
    screen = await agenda(stage)
    mine = set(screen._rows)
    await choose(stage, "Zhou")
    await stage.until(lambda: set(screen._rows) != mine, "another's week")
    assert {row.owner for row in screen._rows.values()} == {"Zhou"}
    assert "Zhou" in stage.lines[0]


async def test_where_there_is_room_the_days_stand_side_by_side(home: Path) -> None:
    async with on_stage(home, size=(140, 45)) as stage:
        screen = await agenda(stage)
        grid = screen.query_one(WeekGrid)
        assert grid.has_focus
        heads = stage.lines[2].split("  ")
        assert [head.strip() for head in heads if head.strip()] == [
            *("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20 · today", "Sat 21", "Sun 22")
        ]
        column = grid._widths()
        friday = sum(column[:4]) + 4 * 2
        seen = [cut(line, friday, column[4]).strip() for line in stage.lines]
        assert seen.index("▲ 08:30 lead") < seen.index("Haiming Technology") < seen.index("◆ 12:30 visit")
        await stage.press("j", "j", "j")
        assert screen.customer_in_hand == "C001"
        assert "their plant in Suzhou" in stage.text
        await stage.press("l")  # to the fourth of Saturday
        assert screen._key is not None
        assert screen._key.startswith("2026-11-21:task_end")
        await stage.press("h", "h", "h")
        assert screen.customer_in_hand == "C018"  # the only one of Wednesday
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, CardScreen), "the card")


async def test_the_line_in_hand_stays_in_hand_when_the_window_becomes_wide_or_narrow(stage: Stage) -> None:
    screen = await agenda(stage)
    await stage.press("j", "j")
    key = screen._key
    for size in ((160, 45), (80, 24), (140, 30)):
        await stage.pilot.resize_terminal(*size)
        await stage.until(lambda size=size: stage.app.screen.size == size, "resized")  # type: ignore[misc]  # bound now
        assert screen._key == key


# ── narrowing ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_find_narrows_the_list_by_each_key_and_esc_brings_it_back(stage: Stage) -> None:
    mine = stage.rows
    await stage.press("slash", *"yunfan")
    assert stage.table.row_count == 4
    assert all("Yunfan" in row for row in stage.rows)
    assert counts(stage) == (5, 5)  # of all
    await stage.press("enter", "j")
    assert stage.table.has_focus
    assert today(stage).customer_in_hand == "C003"
    await stage.press("escape")
    assert stage.rows == mine


async def test_find_looks_into_what_a_row_is_about(stage: Stage) -> None:
    await stage.press("slash", *"line 3", "down")
    assert ["C031" in row for row in stage.rows] == [True]
    assert stage.table.has_focus


async def test_who_does_not_wait_is_looked_for_among_all_customers(stage: Stage) -> None:
    await stage.press("slash", *"omega")
    assert "no row has omega – Enter looks for it among all customers" in stage.text
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, CustomersScreen), "the customers")
    assert "/omega" in stage.text


# ── a clock turns ────────────────────────────────────────────────────────────────────────────────────────────────


class Moving:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moving:
    """The sample's morning; the urgent issue of C031 is over at 10:08."""
    return Moving(NOW)


async def test_a_row_turns_at_its_second_and_nothing_ticks_before_its_minute(home: Path, clock: Moving) -> None:
    async with on_stage(home, clock=clock) as stage:
        assert today(stage)._turn is None
        clock.now = NOW.replace(hour=10, minute=7, second=20)
        stage.app._watch()
        await stage.settle()
        assert any(row.startswith("◆ under 1 min left") and "C031" in row for row in stage.rows)
        timer = today(stage)._turn
        assert timer is not None
        assert timer._interval == pytest.approx(40, abs=1)

        clock.now = NOW.replace(hour=10, minute=8, second=1)
        today(stage).look_again()  # what the timer does
        await stage.settle()
        assert any(row.startswith("▲ just overdue") and "C031" in row for row in stage.rows)
        assert counts(stage)[0] == 6
        assert today(stage)._turn is None


async def test_the_cursor_stays_on_its_row_while_others_move_past_it(home: Path, clock: Moving) -> None:
    async with on_stage(home, clock=clock) as stage:
        await stage.press("j", "j", "j", "j")
        in_hand = today(stage).query_one("RecordTable").key, stage.table.cursor  # type: ignore[attr-defined]
        clock.now = NOW.replace(hour=10, minute=9)
        stage.app._watch()
        await stage.settle()
        assert stage.table.key == in_hand[0]
        assert stage.table.cursor == in_hand[1] + 1


class Told:
    """What the terminal is told beside the screen."""

    def __init__(self, stage: Stage, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.titles: list[str] = []
        self.bells = 0
        self._stage = stage
        desk = stage.app.desks.screen
        desk.settings = replace(desk.settings, alert=how)
        stage.app._title, stage.app._version_seen = "", None  # as it was before the first look
        driver = stage.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", self.titles.append)
        monkeypatch.setattr(stage.app, "bell", self._ring)

    def _ring(self) -> None:
        self.bells += 1

    def second(self, clock: Moving, now: datetime) -> None:
        """Let the program's watch come round at `now`."""
        clock.now = now
        self._stage.app._watch()


async def test_the_bell_rings_once_for_all_that_turns_and_not_again_within_a_minute(
    home: Path, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(home, clock=clock) as stage:
        told = Told(stage, "bell", monkeypatch)
        told.second(clock, NOW)
        told.second(clock, NOW + timedelta(seconds=1))
        assert told.bells == 0  # what was late already has not turned
        over = NOW.replace(hour=10, minute=8, second=1)
        told.second(clock, over)
        told.second(clock, over + timedelta(seconds=1))
        assert told.bells == 1
        with stage.desk() as desk:  # two more, over within the minute
            for name in ("C001", "C002"):
                inquiries.receive_inquiry(desk, name, {"kind": "urgent", "text": "stopped", "received_at": "08:08:20"})
        told.second(clock, over + timedelta(seconds=10))
        told.second(clock, over + timedelta(seconds=30))
        assert told.bells == 1
        told.second(clock, over + timedelta(seconds=61))
        told.second(clock, over + timedelta(seconds=62))
        assert told.bells == 2
        assert told.titles == []


async def test_the_title_counts_and_names_nobody_and_is_given_back(
    home: Path, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(home, clock=clock) as stage:
        told = Told(stage, "title", monkeypatch)
        told.second(clock, NOW)
        assert told.titles == ["\x1b[22;0t", "\x1b]0;salestui ▲5 ◆5\x1b\\"]
        told.second(clock, NOW + timedelta(minutes=3))
        assert len(told.titles) == 2  # nothing turned
        told.second(clock, NOW.replace(hour=10, minute=8, second=1))
        assert told.titles[2:] == ["\x1b]0;salestui ▲6 ◆4\x1b\\"]
        assert told.bells == 0
    assert told.titles[-1] == "\x1b]0;\x1b\\\x1b[23;0t"


async def test_off_says_nothing(home: Path, clock: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_stage(home, clock=clock) as stage:
        told = Told(stage, "off", monkeypatch)
        for minutes in (0, 26, 27, 600):
            told.second(clock, NOW + timedelta(minutes=minutes))
        assert (told.titles, told.bells) == ([], 0)


# ── every size ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keys", [(), ("G",), ("O",), ("a",), ("a", "]"), ("o",), ("slash", "c")], ids=str)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_nothing_is_clipped_or_crooked_at_any_size(
    home_of: HomeMaker, language: str, keys: Sequence[str]
) -> None:
    found = []
    async with on_stage(home_of(language), language, SIZES[0]) as stage:
        for key in keys:
            await stage.press(key)
            if key in "oOa":
                await stage.until(lambda: not isinstance(stage.app.screen, TodayScreen), key)
        await stage.until(lambda: stage.table.row_count, "the list")
        for size in (*SIZES, (200, 60)):
            await resized(stage, size)
            found += [f"{size}: {wrong}" for wrong in check(stage, size)]
    assert found == []


# ── in a real terminal ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
@pytest.mark.parametrize(
    ("environ", "setting", "titled"),
    [
        ({}, "", True),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "", False),
        ({"SSH_TTY": "/dev/pts/1"}, 'alert = "title"\n', True),
        ({}, 'alert = "bell"\n', False),
    ],
    ids=str,
)
def test_the_title_of_the_window_is_set_and_given_back(
    home: Path, environ: dict[str, str], setting: str, titled: bool
) -> None:
    pytest.importorskip("pexpect", reason="no pty here")
    from tests.tui.terminal import SETTINGS, salestui

    (home / "config.toml").write_text(setting + SETTINGS, encoding="utf-8")
    with salestui(home, **environ) as terminal:  # type: ignore[arg-type]  # columns and lines are not among them
        terminal.shows("R1 grade A")
        if titled:
            terminal.until(lambda: b"\x1b]0;salestui" in terminal.raw, "the title")
        terminal.send("2")
        terminal.shows("1 of 72")
        terminal.send("\x11")
        assert terminal.end() == 0
        told = re.findall(rb"\x1b\[2[23];0t|\x1b\][012];[^\x1b\x07]*(?:\x1b\\|\x07)", terminal.raw)
        expected = ["\x1b[22;0t", "\x1b]0;salestui ▲5 ◆5\x1b\\", "\x1b]0;\x1b\\", "\x1b[23;0t"]
        assert [each.decode() for each in told] == (expected if titled else [])

"""The installed program in a real terminal of 80×24: started, worked with by keys, read by its bytes, ended."""

import os
import re
import signal
import sqlite3
import sys
import termios
import unicodedata
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="no pty here")
pytest.importorskip("pyte")

import pyte

from tests.tui.conftest import HomeMaker
from tests.tui.terminal import Terminal, salestui, shown

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty there")

QUIT = "\x11"
SAVE = "\x13"
REDO = "\x12"


def follow_ups(home: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"{(home / 'salestui.db').as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(
            "SELECT f.method, f.content FROM follow_up f JOIN customer c ON c.id = f.customer_id WHERE c.code = 'C072'"
        ).fetchall()


def assert_given_back(terminal: Terminal) -> None:
    """The terminal is as it was: main screen, cursor shown, mouse, paste and focus reports off, line mode on."""
    raw = terminal.raw
    for on, off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?2004h", b"\x1b[?2004l"),
        (b"\x1b[?1004h", b"\x1b[?1004l"),
    ):
        if on in raw:
            assert raw.rfind(off) > raw.rfind(on), off
    flags = termios.tcgetattr(terminal.child.child_fd)[3]
    assert flags & termios.ICANON
    assert flags & termios.ECHO
    assert flags & termios.ISIG


def test_a_morning_by_keys(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("Haiming")
        terminal.shows("R1 grade A: 2 h from 06:30 = 08:30")
        assert terminal.lines[0].startswith(" 1 Today")
        assert terminal.lines[0].rstrip().endswith("Li 09:42")
        assert terminal.lines[-1].startswith(" ? help")

        terminal.send("f")
        terminal.shows("Follow-up: C072 Haiming Technology")
        terminal.send("p\t")
        terminal.send("Quote sent")
        terminal.shows("Quote sent")
        terminal.send("\t+3d")
        terminal.shows("2026-11-23")
        terminal.send(SAVE)
        terminal.shows("written down for C072")
        assert follow_ups(home) == [("phone", "Quote sent")]

        terminal.send("u")
        terminal.shows("undone")
        assert follow_ups(home) == []
        terminal.send(REDO)
        terminal.shows("done again")
        assert follow_ups(home) == [("phone", "Quote sent")]

        terminal.send("2")
        terminal.shows("1 of 72")
        terminal.send("/haiming\r\r")
        terminal.shows("Quote sent")
        terminal.send("q")
        terminal.shows("1 of 72  by code  /haiming")
        terminal.send(QUIT)
        assert terminal.end() == 0
        assert_given_back(terminal)


def test_keys_typed_ahead_of_the_screen_go_where_they_were_meant(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        terminal.send(f"fp\tQuote sent by mail\t+3d{SAVE}")  # as a slow line delivers them: at once
        terminal.shows("written down for C072")
        assert follow_ups(home) == [("phone", "Quote sent by mail")]
        terminal.send(QUIT)
        assert terminal.end() == 0


def test_keys_typed_behind_the_last_one_are_no_defect(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        terminal.send(f"jjjjj{QUIT}jjjfx2/abc")
        assert terminal.end() == 0
        assert_given_back(terminal)
        assert not list(home.rglob("defect-*"))


def test_arrows_function_keys_and_home_and_end_arrive(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        terminal.send("\x1b[B\x1b[B")
        terminal.shows("C018 Hedu Leasing ·")
        terminal.send("\x1b[F")  # End
        terminal.until(lambda: "C018 Hedu Leasing ·" not in terminal.text, "the last row")
        terminal.send("\x1bOP")  # F1
        terminal.shows("Write down a follow-up")
        terminal.send("q")
        terminal.send("\x1bOR")  # F3
        terminal.shows("Follow-up:")
        terminal.send(QUIT)
        assert terminal.end() == 0
        assert_given_back(terminal)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_lost_line_or_a_stop_ends_it_at_once_and_what_was_saved_stays(home: Path, name: str) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        terminal.send("fp\tcalled")
        terminal.shows("content              * called")
        terminal.child.kill(getattr(signal, name))
        assert terminal.end() == 0
        assert_given_back(terminal)
    with closing(sqlite3.connect(home / "salestui.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def fills(terminal: Terminal, columns: int, lines: int) -> bool:
    """Whether the bars stand at the edges of a window of that size."""
    top = terminal.lines[0].rstrip()
    return terminal.lines[lines - 1].startswith(" ? help") and top.endswith("Li 09:42") and len(top) >= columns - 2


def test_the_window_is_made_smaller_and_larger_and_the_screen_follows(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        for lines, columns in ((16, 60), (40, 120)):
            terminal._screen.resize(lines, columns)
            terminal.child.setwinsize(lines, columns)
            terminal.until(partial(fills, terminal, columns, lines), f"{columns}×{lines}")
        terminal.send(QUIT)
        assert terminal.end() == 0


def test_nothing_is_painted_while_nothing_happens(home: Path) -> None:
    with salestui(home) as terminal:
        terminal.shows("R1 grade A")
        for _each in range(10):
            terminal.read(0.1)
        settled = len(terminal.raw)
        for _each in range(15):  # the file and the clock are looked at each second
            terminal.read(0.1)
        assert len(terminal.raw) == settled
        terminal.send(QUIT)
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("海茗科技", "海茗科技  "),
        ("海茗科技\x1b[1;1Hx", "x 茗科技  "),  # over a first half
        ("海茗科技\x1b[1;4Hx", "海 x科技  "),  # over a second half
        ("海茗科技\x1b[1;2H世", " 世 科技  "),
        ("e\u0301海", "é海       "),
    ],
)
def test_half_a_wide_character_is_blank_on_our_terminal(sent: str, seen: str) -> None:
    screen = pyte.Screen(10, 1)
    pyte.Stream(screen).feed(sent)
    (line,) = shown(screen)
    assert unicodedata.normalize("NFC", line) == seen


def test_chinese_is_shown_and_typed(home_of: HomeMaker) -> None:
    home = home_of("zh_CN")
    settings = 'language = "zh_CN"\nowner = "李"\ncurrency = "CNY"\n\n[clock]\ntime_zone = "Asia/Shanghai"\n'
    (home / "config.toml").write_text(settings, encoding="utf-8")
    with salestui(home, SALESTUI_LANG="zh_CN") as terminal:
        terminal.shows("待我处理")
        terminal.shows("海茗科技")
        terminal.send("f")
        terminal.shows("跟进")
        terminal.send("p\t已发报价")
        terminal.shows("已发报价")
        terminal.send(SAVE)
        terminal.until(lambda: "C072" in terminal.lines[-2], "saved")
        terminal.send(QUIT)
        assert terminal.end() == 0
    assert follow_ups(home) == [("phone", "已发报价")]


def test_demo_opens_the_sample_company_and_says_afterwards_where_it_is(tmp_path: Path) -> None:
    with salestui(tmp_path / "mine", "demo", TMPDIR=str(tmp_path)) as terminal:
        terminal.shows("WAITING ON YOU")
        terminal.send(QUIT)
        assert terminal.end() == 0
        assert_given_back(terminal)
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "sample rep" in after
    (home,) = re.findall(rf"{re.escape(str(tmp_path))}/salestui-demo-\w+", after)[:1]
    assert os.listdir(home)  # noqa: PTH208
    assert not (tmp_path / "mine" / "salestui.db").exists()


def test_without_a_terminal_that_moves_its_cursor_it_says_so_in_a_line(home: Path) -> None:
    with salestui(home, TERM="dumb") as terminal:
        code = terminal.end()
        assert code == 1
        assert b"\x1b" not in terminal.raw
        assert b"terminal" in terminal.raw

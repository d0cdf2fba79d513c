"""The first hour of a new user in a real terminal of 80×24: no file, then the first record of each kind, no restart."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="no pty here")
pytest.importorskip("pyte")

from tests.tui.terminal import SETTINGS, Terminal, salestui

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pty there")

ESCAPE, SAVE, QUIT = "\x1b", "\x13", "\x11"

# What each place says: by the keys that lead there from Today, and back.
PLACES: Mapping[str, tuple[str, str]] = {
    "customers": ("2", "1"),
    "tasks": ("3", "1"),
    "funnel": ("4", "1"),
    "figures": ("6", "1"),
    "history": ("H", "q"),
    "overview": ("O", "q"),
    "card": ("\r", "q"),
    "palette": (":acme", ESCAPE),
    "today": ("", ""),
}
NOTHING: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "today": ["no customers yet"],
        "customers": ["no customers yet"],
        "tasks": ["no tasks"],
        "funnel": ["no deals yet"],
        "figures": ["nothing to count yet"],
        "history": ["nothing has been done yet"],
    },
    "zh_CN": {
        "today": ["还没有客户"],
        "customers": ["还没有客户"],
        "tasks": ["没有任务"],
        "funnel": ["还没有商机"],
        "figures": ["还没有可统计的内容"],
        "history": ["还没有任何操作"],
    },
}
# The keys that make a record, what is answered, and where it is seen.
HOUR: Mapping[str, Sequence[tuple[str, str, Mapping[str, Sequence[str]]]]] = {
    "en": [
        (
            f"iAcme\tl\twants a quote{SAVE}",
            "received: C001 Acme",
            {
                "today": ["WAITING ON YOU", "lead: wants a quote", "R1 grade B: 24 h from 09:42"],
                "customers": ["C001    Acme", "1 of 1"],
                "figures": ["▴ +1 better"],  # new customers
                "history": ["receive inquiry"],
                "overview": ["Li"],
                "card": ["inquiries 1", "wants a quote"],
                "palette": ["C001      "],
            },
        ),
        (
            f"fp\tcalled back\t+3d{SAVE}",
            "written down for C001 Acme, answers I-",
            {
                "today": ["3 d 14 h left", "R6: promised for Mon 23"],
                "customers": ["09:42           Mon 23"],
                "figures": ["B 100 %"],  # of the leads, answered in time
                "history": ["log follow up"],
                "card": ["follow-ups 1", "called back"],
            },
        ),
        (
            f"t\tSend the manual{SAVE}",
            "Send the manual",
            {"tasks": ["todo 1", "Send the manual"], "history": ["add task"], "card": ["tasks 1"]},
        ),
        (
            f"DLine 2\t5000{SAVE}",
            "Line 2 saved",
            {"funnel": ["lead 1", "Acme Line 2", "5,000 CNY"], "history": ["add deal"], "card": ["deals 1"]},
        ),
        ("u", "undone: add deal", {"funnel": ["no deals yet"], "history": ["undo"], "card": ["deals 0"]}),
    ],
    "zh_CN": [
        (
            f"iAcme\tl\t要报价{SAVE}",
            "：C001 Acme",
            {
                "today": ["待我处理", "留资：要报价", "R1 B 级：自 09:42 起 24 小时"],
                "customers": ["C001     Acme", "1/1"],
                "figures": ["▴ +1 好转"],
                "history": ["登记咨询"],
                "overview": ["Li"],
                "card": ["咨询 1", "要报价"],
                "palette": ["C001      "],
            },
        ),
        (
            f"fp\t已回电\t+3d{SAVE}",
            "：C001 Acme，回复了 I-",
            {
                "today": ["还剩 3 天 14 小时", "R6：约定于 23日周一"],
                "customers": ["09:42           23日周一"],
                "figures": ["B 100 %"],
                "history": ["记录跟进"],
                "card": ["跟进 1", "已回电"],
            },
        ),
        (
            f"t\t寄手册{SAVE}",
            "寄手册",
            {"tasks": ["待办 1", "寄手册"], "history": ["添加任务"], "card": ["任务 1"]},
        ),
        (
            f"D二号线\t5000{SAVE}",
            "二号线 已保存",
            {"funnel": ["线索获取 1", "Acme 二号线", "5,000 CNY"], "history": ["新增商机"], "card": ["商机 1"]},
        ),
        ("u", "新增商机", {"funnel": ["还没有商机"], "history": ["撤销"], "card": ["商机 0"]}),
    ],
}


def at_today(terminal: Terminal) -> bool:
    """Whether Today is shown, and nothing above it."""
    return terminal.lines[0].startswith((" 1 Today", " 1 今日")) and "╭" not in terminal.text


def look(terminal: Terminal, seen: Mapping[str, Sequence[str]]) -> None:
    """Go round the places and see in each what it should say."""
    for place, texts in seen.items():
        there, back = PLACES[place]
        terminal.send(there)
        for text in texts:
            terminal.shows(text)
        terminal.send(back)
        terminal.until(lambda: at_today(terminal), "Today again")
        terminal.rest()


@pytest.mark.parametrize("language", HOUR)
def test_every_screen_shows_the_first_records_without_a_restart(tmp_path: Path, language: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(SETTINGS.replace('"en"', f'"{language}"'), encoding="utf-8")
    with salestui(home, SALESTUI_LANG=language) as terminal:
        look(terminal, NOTHING[language])
        for keys, said, seen in HOUR[language]:
            terminal.send(keys)
            terminal.shows(said)
            terminal.rest()
            look(terminal, seen)
        terminal.send(QUIT)
        assert terminal.end() == 0
    assert not list(home.rglob("defect-*"))

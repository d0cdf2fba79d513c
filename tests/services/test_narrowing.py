"""A list narrowed letter by letter: the same rows as a search from the start, and nothing read twice."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from salestui.domain.views import Sort, View
from salestui.i18n import use
from salestui.paths import resolve
from salestui.services.browsing import customer_keys
from salestui.services.desk import Desk, open_desk
from salestui.services.narrowing import Narrowing
from salestui.services.records import add_customer
from salestui.services.sample import build_sample, sample_settings
from salestui.store.reads import customer_list
from salestui.store.reads.containing import narrows

NOW = datetime.fromisoformat("2026-11-20T09:42:00+08:00")
TYPED = [
    "hmkj",
    "haiming",
    "海明科技",
    "1380013",
    "138 0013 8",
    "C00",
    "c001",
    "+86",
    "a%b",
    "_",
    "%",
    "ＡＢ",
    "zzz",
    "o O",
    "(",
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("narrowing")
    use("zh_CN")
    build_sample(home / "salestui.db", NOW, "zh_CN")
    return home


def desk_at(home: Path) -> Desk:
    return open_desk(resolve(None, {"SALESTUI_HOME": str(home)}), sample_settings("zh_CN"), lambda: NOW)


@pytest.fixture
def desk(sample: Path) -> Iterator[Desk]:
    with desk_at(sample) as opened:
        yield opened


@pytest.mark.parametrize("text", TYPED)
def test_typed_letter_by_letter_it_finds_what_a_search_from_the_start_finds(desk: Desk, text: str) -> None:
    for sort in (Sort.CODE, Sort.NAME):
        steps = [text[:end] for end in range(1, len(text) + 1)]
        for step in (*steps, *reversed(steps)):
            whole = customer_list.keys(desk.reader, View(sort=sort), NOW, text=step)
            assert list(customer_keys(desk, View(sort=sort), text=step)) == whole, step


def test_what_has_not_changed_is_read_once_and_what_somebody_wrote_is_seen(sample: Path) -> None:
    with desk_at(sample) as desk, desk_at(sample) as other:
        asked: list[str] = []

        def read() -> list[str]:
            asked.append("read")
            return customer_list.keys(desk.reader, View(), NOW)

        kept = Narrowing()
        before = kept.keys(desk, "by code", read, "")
        kept.keys(desk, "by code", read, "新")
        assert kept.keys(desk, "by code", read, "") is before
        assert len(asked) == 1
        kept.keys(desk, "by name", read, "")
        assert len(asked) == 2
        made = add_customer(other, {"name": "新来的客户"})
        found = kept.keys(desk, "by name", read, "新来的")
        assert len(asked) == 3
        assert [row.code for row in customer_list.page(desk.reader, found).values()] == [made.ref]


@pytest.mark.parametrize(
    ("text", "longer", "holds"),
    [
        ("h", "hm", True),
        ("H", "hmk", True),
        ("hm", "h", False),
        ("13", "138", True),
        ("138", "138 0013", True),
        ("138 ", "138 0", True),
        ("(1", "(138)", False),  # the digits alone are looked for too, and hold no bracket
        ("海", "海明", True),
    ],
)
def test_when_the_longer_text_can_be_looked_for_among_what_was_found(text: str, longer: str, holds: bool) -> None:
    assert narrows(text, longer) is holds

"""A list narrowed letter by letter: the same rows as a search from the start, and nothing read twice."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from salestui.domain.views import NOT_SET, Filter, Sort, View, Waits
from salestui.i18n import use
from salestui.paths import resolve
from salestui.services.browsing import customer_keys
from salestui.services.customers import add_customer
from salestui.services.desk import Desk, open_desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.sample import build_sample, sample_settings
from salestui.services.undoing import undo
from salestui.store.reads import customer_list

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


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("sort", Sort)
def test_the_order_is_that_of_a_query(desk: Desk, sort: Sort, backwards: bool) -> None:
    view = View(sort=sort, backwards=backwards)
    assert list(customer_keys(desk, view)) == customer_list.keys(desk.reader, view, NOW)


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(grade=("A", NOT_SET)),
        Filter(tags=(NOT_SET,)),
        Filter(waiting=Waits.OVERDUE),
        Filter(waiting=Waits.DUE_SOON),
        Filter(waiting=Waits.NO_NEXT_DATE),
        Filter(quiet_days=30),
        Filter(archived=True),
    ],
)
def test_a_filter_leaves_whom_a_query_finds_and_a_text_is_sought_among_them(desk: Desk, chosen: Filter) -> None:
    view = View(chosen, Sort.LAST_CONTACT)
    for text in ("", "h", "有限公司"):
        assert list(customer_keys(desk, view, text=text)) == customer_list.keys(desk.reader, view, NOW, text=text)
    assert len(customer_keys(desk, view)) == customer_list.count(desk.reader, chosen, NOW)


def test_what_was_read_stays_good_until_somebody_writes_and_what_they_wrote_is_seen(sample: Path) -> None:
    with desk_at(sample) as desk, desk_at(sample) as other:
        asked: list[str] = []
        desk.reader.set_trace_callback(asked.append)
        by_code = customer_keys(desk, View())
        customer_keys(desk, View(sort=Sort.NAME), text="新")
        asked.clear()
        assert list(customer_keys(desk, View())) == list(by_code)
        assert not [query for query in asked if "customer_line ORDER BY" in query]

        made = add_customer(other, {"name": "新来的客户"})
        found = customer_keys(desk, View(sort=Sort.NAME), text="新来的")
        assert [row.code for row in customer_list.page(desk.reader, found).values()] == [made.ref]
        assert len(customer_keys(desk, View())) == len(by_code) + 1
        undo(other)
        assert list(customer_keys(desk, View())) == list(by_code)


def test_somebody_elses_follow_up_moves_the_customer_without_reading_everybody_again(sample: Path) -> None:
    view = View(sort=Sort.LAST_CONTACT, backwards=True)
    with desk_at(sample) as desk, desk_at(sample) as other:
        asked: list[str] = []
        last = customer_keys(desk, view)[-1]
        row = customer_list.page(desk.reader, [last])[last]
        log_follow_up(other, row.code, {"method": "phone", "content": "电话沟通"})
        desk.reader.set_trace_callback(asked.append)
        assert customer_keys(desk, view)[0] == last
        assert not [query for query in asked if "group_concat(customer_id)" in query]


def test_somebody_who_comes_while_the_list_is_read_is_seen_the_next_time(sample: Path) -> None:
    with desk_at(sample) as desk, desk_at(sample) as other:
        before = list(customer_keys(desk, View()))
        in_transaction: list[bool] = []
        desk.reader.set_trace_callback(lambda _query: in_transaction.append(desk.reader.in_transaction))
        customer_keys(desk, View(sort=Sort.NAME), text="海")
        assert all(in_transaction[2:])  # after the first look at the version, and BEGIN itself
        desk.reader.set_trace_callback(None)
        assert not desk.reader.in_transaction
        add_customer(other, {"name": "海明的邻居"})
        assert len(customer_keys(desk, View())) == len(before) + 1
        undo(other)

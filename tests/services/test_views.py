"""Saved views: kept per owner, replaced, renamed, deleted, undone; whatever a file holds is read without a crash."""

import json
from collections.abc import Callable

import pytest

from salestui import i18n
from salestui.domain.views import BuiltInView, Filter, Sort, View, Waits
from salestui.errors import InvalidValueError, NotFoundError
from salestui.services import undoing
from salestui.services.desk import Desk
from salestui.services.views import (
    delete_view,
    from_json,
    rename_view,
    save_view,
    to_json,
    view_named,
    views_of,
)

FULL = View(
    Filter(
        owner=("Li", ""),
        grade=("A",),
        segment=("key_account",),
        care=("routine",),
        stage=("active", "lost"),
        tags=("vip", "[/]"),
        region=("华东",),
        industry=("o'Hara; --",),
        waiting=Waits.DUE_SOON,
        quiet_days=30,
        archived=True,
    ),
    Sort.LAST_CONTACT,
    backwards=True,
    columns=("code", "name", "last"),
)
HOSTILE = (
    "[@click=app.quit]x[/]",
    "osc\x1b]52;c;x\x07",
    "'; DROP TABLE saved_view; --",
    "\u202egnp",
    "%s {0}",
    "…" * 60,
)


def own(desk: Desk) -> dict[str, View]:
    return {view.name: view.view for view in views_of(desk) if view.built_in is None}


def test_the_built_in_views_come_first_and_mine_is_mine(desk: Desk) -> None:
    save_view(desk, "a first", View())
    names = [view.name for view in views_of(desk)]
    assert names == ["all", "mine", "grade A", "overdue", "no next date", "not contacted for 30 days", "a first"]
    assert view_named(desk, "mine").view.filter.owner == ("Li",)


@pytest.mark.parametrize("name", ["mine", "Mine", "我的客户", "grade-a", "not_contacted_for_30_days", "30 天未联系"])
def test_a_built_in_view_goes_by_its_id_and_by_its_name_in_both_languages(desk: Desk, name: str) -> None:
    assert view_named(desk, name).built_in is not None
    with pytest.raises(InvalidValueError, match=name):
        save_view(desk, name, View())


def test_what_is_saved_comes_back_whole(desk: Desk) -> None:
    save_view(desk, "all of it", FULL)
    assert view_named(desk, "all of it").view == FULL
    assert view_named(desk, "ALL of it").view == FULL


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_name_is_data(desk: Desk, name: str) -> None:
    save_view(desk, name, FULL)
    assert own(desk) == {" ".join(name.split()): FULL}


def test_the_same_name_replaces_and_undo_brings_the_old_one_back(desk: Desk) -> None:
    save_view(desk, "east", View(Filter(region=("East",))))
    save_view(desk, " east ", FULL)
    assert own(desk) == {"east": FULL}
    undoing.undo(desk)
    assert own(desk) == {"east": View(Filter(region=("East",)))}
    undoing.undo(desk)
    assert own(desk) == {}


def test_rename_and_delete_can_be_undone(desk: Desk) -> None:
    save_view(desk, "east", FULL)
    assert rename_view(desk, "east", "  far   east ") == "far east"
    delete_view(desk, "far east")
    assert own(desk) == {}
    undoing.undo(desk)
    undoing.undo(desk)
    assert own(desk) == {"east": FULL}
    assert [entry.kind for entry in undoing.history(desk, limit=5)][2:] == ["delete_view", "rename_view", "save_view"]


def test_a_name_that_is_taken_or_gone_is_refused_and_nothing_is_written(desk: Desk) -> None:
    save_view(desk, "east", FULL)
    save_view(desk, "west", View())
    with pytest.raises(InvalidValueError, match="west"):
        rename_view(desk, "east", "west")
    for gone in (lambda: delete_view(desk, "north"), lambda: rename_view(desk, "north", "south")):
        with pytest.raises(NotFoundError, match="north"):
            gone()
    assert set(own(desk)) == {"east", "west"}
    assert [entry.kind for entry in undoing.history(desk, limit=9) if "view" in entry.kind] == ["save_view"] * 2


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 61])
def test_a_name_must_be_one(desk: Desk, name: str) -> None:
    with pytest.raises(InvalidValueError, match="name"):
        save_view(desk, name, View())


def test_views_are_their_owners_own(open_at: Callable[..., Desk]) -> None:
    li = open_at()
    save_view(li, "east", FULL)
    wang = open_at(owner="Wang")
    assert own(wang) == {}
    save_view(wang, "east", View())
    assert own(li) == {"east": FULL}
    with pytest.raises(NotFoundError, match="east"):
        view_named(open_at(owner="Zhao"), "east")


@pytest.mark.parametrize("view", [View(), FULL, View(columns=())], ids=["default", "full", "no columns"])
def test_the_stored_form_is_json_and_reads_back(view: View) -> None:
    unknown: list[str] = []
    assert from_json(to_json(view), unknown) == view
    assert unknown == []
    json.loads(to_json(view))


@pytest.mark.parametrize(
    ("query", "view", "unknown"),
    [
        ("", View(), ["JSON"]),
        ("[1]", View(), ["JSON"]),
        ("[" * 100_000, View(), ["JSON"]),
        ('{"filter": {"grade": ["A", "Z"], "mood": "good"}}', View(Filter(grade=("A",))), ["grade Z", "mood"]),
        ('{"filter": {"waiting": "for ever", "quiet_days": true}}', View(), ["waiting", "quiet_days"]),
        ('{"filter": {"quiet_days": 99999999999, "archived": 1}}', View(), ["quiet_days", "archived"]),
        ('{"filter": {"owner": "Li"}}', View(), ["owner"]),
        ('{"filter": [], "sort": "mood", "columns": [1], "v": 9}', View(), ["filter", "sort", "columns", "v"]),
        ('{"sort": "name", "columns": ["code", "mood"]}', View(sort=Sort.NAME, columns=("code", "mood")), []),
    ],
)
def test_what_is_not_understood_is_left_out_and_named(query: str, view: View, unknown: list[str]) -> None:
    found: list[str] = []
    assert from_json(query, found) == view
    assert found == unknown


def test_every_built_in_view_has_a_name_in_both_languages() -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert len({i18n.label("customer_view", each) for each in BuiltInView}) == len(BuiltInView)

"""Lists under headings: what is asked of each section, and which rows carry a heading."""

from collections.abc import Sequence

import pytest

from salestui.tui.sections import Listed, Sections, Told
from salestui.tui.widgets.record_table import TableRow


def section(title: str, items: Sequence[str]) -> Listed[str]:
    """A section of letters."""
    return Listed(
        title, items, key=str, shown=lambda item: TableRow({"name": item}), told=lambda item: Told(None, None, item, "")
    )


def shown(sections: Sections) -> list[tuple[str, str]]:
    """Each row with its heading."""
    rows = sections.rows(sections.keys)
    return [(key, rows[key].heading) for key in sections.keys]


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        ([("ONE", "ab"), ("TWO", "c")], [("a", "ONE"), ("b", ""), ("c", "TWO")]),
        ([("ONE", "a"), ("ONE", "b"), ("TWO", "c")], [("a", "ONE"), ("b", ""), ("c", "TWO")]),  # one heading for both
        ([("ONE", ""), ("TWO", "c")], [("c", "TWO")]),  # nothing, no heading
        ([("ONE", "a"), ("TWO", ""), ("ONE", "b")], [("a", "ONE"), ("b", "")]),
        ([], []),
    ],
)
def test_a_heading_stands_above_the_first_row_of_its_sections(
    given: list[tuple[str, str]], rows: list[tuple[str, str]]
) -> None:
    assert shown(Sections([section(title, items) for title, items in given])) == rows


def test_a_window_asks_each_section_for_its_own_rows_only() -> None:
    sections = Sections([section("ONE", "abc"), section("TWO", "de")])
    found = sections.rows(["c", "d"])
    assert {key: row.heading for key, row in found.items()} == {"c": "", "d": "TWO"}


def test_what_there_is_to_know_comes_from_the_section_of_the_row() -> None:
    sections = Sections([section("ONE", "a"), section("TWO", "b")])
    told = sections.told("b")
    assert told is not None
    assert told.ref == "b"
    assert sections.told("z") is None
    assert sections.told(None) is None

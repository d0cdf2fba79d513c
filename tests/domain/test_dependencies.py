"""Dependencies between tasks: circles are found before they are made, later starts are offered all the way down."""

from collections.abc import Mapping
from datetime import date

import pytest

from salestui.domain.dependencies import LaterStart, Span, circle, later_starts


def november(day: int) -> date:
    return date(2026, 11, day)


def span(start: int, end: int, *, over: bool = False) -> Span:
    return Span(november(start), november(end), over)


@pytest.mark.parametrize(
    ("depends_on", "task", "predecessor", "found"),
    [
        ({}, "a", "b", ()),
        ({}, "a", "a", ("a", "a")),
        ({"b": ["a"]}, "a", "b", ("a", "b", "a")),
        ({"c": ["b"], "b": ["a"]}, "a", "c", ("a", "c", "b", "a")),
        ({"c": ["b"], "b": ["a"]}, "c", "a", ()),  # shorter, but no circle
        ({"b": ["c"], "c": ["b"]}, "a", "b", ()),  # a circle of others is looked at once
    ],
)
def test_a_task_never_comes_to_wait_for_itself(
    depends_on: Mapping[str, list[str]], task: str, predecessor: str, found: tuple[str, ...]
) -> None:
    assert circle(depends_on, task, predecessor) == found


def test_a_slipping_predecessor_offers_a_later_start_and_the_same_length() -> None:
    spans = {"plan": span(1, 12), "show": span(8, 10)}
    assert later_starts(spans, {"show": ["plan"]}, ["plan"]) == (
        LaterStart("show", november(13), november(15), because_of="plan"),
    )


def test_it_goes_on_from_one_task_to_the_next() -> None:
    spans = {"a": span(1, 5), "b": span(4, 6), "c": span(7, 7), "d": span(20, 21)}
    found = later_starts(spans, {"b": ["a"], "c": ["b"], "d": ["c"]}, ["a"])
    assert [(each.task, each.start, each.end) for each in found] == [
        ("b", november(6), november(8)),
        ("c", november(9), november(9)),
    ]  # d has room enough


def test_of_two_predecessors_the_later_one_counts() -> None:
    spans = {"a": span(1, 5), "b": span(1, 9), "c": span(3, 4)}
    found = later_starts(spans, {"c": ["a", "b"]}, ["a", "b"])
    assert found == (LaterStart("c", november(10), november(11), because_of="b"),)


@pytest.mark.parametrize("following", [span(3, 4, over=True), Span(None, november(4)), span(6, 7)])
def test_what_is_over_not_begun_to_be_planned_or_late_enough_is_left_alone(following: Span) -> None:
    assert later_starts({"a": span(1, 5), "b": following}, {"b": ["a"]}, ["a"]) == ()


def test_a_task_without_an_end_is_offered_a_start() -> None:
    found = later_starts({"a": span(1, 5), "b": Span(november(2), None)}, {"b": ["a"]}, ["a"])
    assert found == (LaterStart("b", november(6), None, "a"),)


def test_a_circle_that_undo_brought_back_ends_too() -> None:
    spans = {"a": span(1, 5), "b": span(1, 2), "c": span(1, 2)}
    found = later_starts(spans, {"b": ["a", "c"], "c": ["b"]}, ["a"])
    assert [(each.task, each.start) for each in found] == [("b", november(6)), ("c", november(8))]

"""Whole percents that add up to a hundred, whatever they are of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.shares import whole_percents


@pytest.mark.parametrize(
    ("amounts", "percents"),
    [
        ((1, 1, 1), (34, 33, 33)),  # the first of equals
        ((1, 2), (33, 67)),
        ((5,), (100,)),
        ((), ()),
        ((0, 0), (0, 0)),
        ((0, 7), (0, 100)),
        ((999_999, 1), (100, 0)),
        ((2, 2, 3), (29, 28, 43)),
    ],
)
def test_the_largest_remainders_get_what_is_left(amounts: tuple[int, ...], percents: tuple[int, ...]) -> None:
    assert whole_percents(amounts) == percents


@given(st.lists(st.integers(0, 10**17), min_size=1, max_size=40))
def test_they_add_up_to_a_hundred_and_none_is_off_by_one(amounts: list[int]) -> None:
    found = whole_percents(amounts)
    total = sum(amounts)
    assert sum(found) == (100 if total else 0)
    assert all(
        abs(percent * total - 100 * amount) < total for percent, amount in zip(found, amounts, strict=True) if total
    )

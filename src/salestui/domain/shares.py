"""Shares of a whole as whole percents that add up to 100. Pure."""

from collections.abc import Sequence


def whole_percents(amounts: Sequence[int]) -> tuple[int, ...]:
    """The percents of `amounts` (none negative) of their sum: rounded down, the rest to the largest remainders.

    By the method of the largest remainder (Hare–Niemeyer); among equal remainders the first gets it. All zero: zeros.
    """
    total = sum(amounts)
    if not total:
        return (0,) * len(amounts)
    whole = [100 * amount // total for amount in amounts]
    remainders = [100 * amount % total for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: -remainders[place])
    for place in by_remainder[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)

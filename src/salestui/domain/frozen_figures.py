"""Figures as they were on one day, for a review: kept as JSON of whole numbers, and read back exactly. Pure.

The text is canonical: the same figures give the same text. A trend is not kept; it is no figure of the period.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from salestui.domain.figures import FigureId, Unit
from salestui.domain.readings import Measured, Reading
from salestui.domain.targets import Target

VERSION: Final = 1  # of the text; a later one may hold more, and what is known of it is read all the same


class FrozenFiguresError(ValueError):
    """`text` holds no figures."""


@dataclass(frozen=True, slots=True)
class LaterReading:
    """A reading of a figure that this program does not know; fields as those of Reading."""

    numerator: int
    denominator: int | None
    part: str
    currency: str | None


@dataclass(frozen=True, slots=True)
class LaterFigure:
    """A figure that a later program froze: shown by its id, and kept as it stands (`text`, JSON)."""

    figure: str
    readings: tuple[LaterReading, ...]
    text: str


Frozen = Measured | LaterFigure

_Json = Mapping[str, object]


def to_text(figures: Iterable[Frozen]) -> str:
    """The figures as canonical JSON."""
    held = [json.loads(each.text) if isinstance(each, LaterFigure) else _held(each) for each in figures]
    return _canonical({"version": VERSION, "figures": held})


def from_text(text: str) -> tuple[Frozen, ...]:
    """The figures of such a text, in its order, without trends. Raises FrozenFiguresError."""
    try:
        held = json.loads(text)
        figures = held["figures"]
        if not isinstance(held["version"], int) or not isinstance(figures, list):
            raise TypeError
        return tuple(_figure(each) for each in figures)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise FrozenFiguresError(text) from problem


def differs(frozen: Measured, now: Measured) -> bool:
    """Whether what a figure comes to now is not what was frozen. A part that nothing counts in is no difference."""
    return _counted(frozen.readings) != _counted(now.readings)


def _counted(readings: Iterable[Reading]) -> set[Reading]:
    return {each for each in readings if each.numerator or each.denominator}


# ── in stored form ───────────────────────────────────────────────────────────────────────────────────────────────


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _held(measured: Measured) -> _Json:
    target = measured.target
    return {
        "id": measured.figure.value,
        "readings": [_reading_held(each) for each in measured.readings],
        "before": [_reading_held(each) for each in measured.before],
        "target": None
        if target is None
        else {"amount": target.amount, "unit": target.unit.value, "currency": target.currency},
    }


def _reading_held(reading: Reading) -> _Json:
    return {
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "part": reading.part,
        "currency": reading.currency,
    }


def _figure(held: _Json) -> Frozen:
    name, readings = held["id"], held["readings"]
    if not isinstance(name, str) or not isinstance(readings, list):
        raise TypeError
    found = tuple(_reading(each) for each in readings)
    if name not in tuple(FigureId):
        return LaterFigure(name, found, _canonical(held))
    figure = FigureId(name)
    before = held["before"]
    if not isinstance(before, list):
        raise TypeError
    return Measured(
        figure,
        _known(figure, found),
        _known(figure, [_reading(each) for each in before]),
        (),
        _target(held["target"]),
    )


def _known(figure: FigureId, readings: Sequence[LaterReading]) -> tuple[Reading, ...]:
    return tuple(Reading(figure, each.numerator, each.denominator, each.part, each.currency) for each in readings)


def _reading(held: object) -> LaterReading:
    if not isinstance(held, dict):
        raise TypeError
    denominator, currency = held["denominator"], held["currency"]
    return LaterReading(
        _whole(held["numerator"]),
        None if denominator is None else _whole(denominator),
        _text(held["part"]),
        None if currency is None else _text(currency),
    )


def _target(held: object) -> Target | None:
    if held is None:
        return None
    if not isinstance(held, dict):
        raise TypeError
    currency = held["currency"]
    return Target(_whole(held["amount"]), Unit(held["unit"]), None if currency is None else _text(currency))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

"""Frozen figures: read back exactly as they were, whatever program wrote them."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.frozen_figures import FrozenFiguresError, LaterFigure, differs, from_text, to_text
from salestui.domain.readings import Measured, Reading
from salestui.domain.targets import Target

_WHOLE = st.integers(min_value=-(10**20), max_value=10**20)  # sums of minor units leave the range of floats


@st.composite
def measured(draw: st.DrawFn) -> Measured:
    figure = draw(st.sampled_from(list(FigureId)))
    reading = st.builds(
        Reading,
        st.just(figure),
        _WHOLE,
        st.none() | _WHOLE,
        st.text(max_size=8),
        st.sampled_from([None, "CNY", "USD"]),
    )
    target = st.builds(Target, _WHOLE, st.just(FIGURES[figure].unit), st.sampled_from([None, "CNY"]))
    readings, before = (tuple(draw(st.lists(reading, max_size=4))) for _each in range(2))
    return Measured(figure, readings, before, (), draw(st.none() | target))


@settings(deadline=None)
@given(st.lists(measured(), max_size=5))
def test_what_is_frozen_is_read_back_exactly_and_gives_the_same_text(figures: list[Measured]) -> None:
    text = to_text(figures)
    assert from_text(text) == tuple(figures)
    assert to_text(from_text(text)) == text


def test_the_text_names_its_version_and_holds_whole_numbers_only() -> None:
    won = Reading(FigureId.AVERAGE_DEAL, 37_500_000, 3, currency="CNY")
    target = Target(12_500_000, Unit.MONEY, "CNY")
    held = json.loads(to_text([Measured(FigureId.AVERAGE_DEAL, (won,), (), (Fraction(1, 3),), target)]))
    assert held == {
        "version": 1,
        "figures": [
            {
                "id": "average_deal",
                "readings": [{"numerator": 37_500_000, "denominator": 3, "part": "", "currency": "CNY"}],
                "before": [],
                "target": {"amount": 12_500_000, "unit": "money", "currency": "CNY"},
            }
        ],
    }


def test_a_figure_of_a_later_program_is_kept_and_shown_by_its_id() -> None:
    reading = {"numerator": 9, "denominator": 4, "part": "", "currency": None}
    later = {"id": "roi", "readings": [reading], "before": [], "target": None, "assumption": {"margin": 30}}
    known = {"id": "won_deals", "readings": [{**reading, "denominator": None}], "before": [], "target": None}
    text = json.dumps({"version": 2, "figures": [later, known], "weather": "rain"})
    roi, won = from_text(text)
    assert isinstance(roi, LaterFigure)
    assert (roi.figure, roi.readings[0].numerator, roi.readings[0].denominator) == ("roi", 9, 4)
    assert isinstance(won, Measured)
    assert won.readings[0].value == 9
    assert json.loads(to_text([roi, won]))["figures"] == [later, known]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"figures": []}',
        '{"version": 1, "figures": 3}',
        '{"version": 1, "figures": [{"id": "won_deals"}]}',
        '{"version": 1, "figures": [{"id": "won_deals", "readings": [1], "before": [], "target": null}]}',
        '{"version": 1, "figures": [{"id": "roi", "readings": [{"numerator": 0.5, "denominator": null}]}]}',
    ],
)
def test_what_holds_no_figures_is_refused(text: str) -> None:
    with pytest.raises(FrozenFiguresError):
        from_text(text)


def test_a_figure_differs_where_numerator_or_denominator_do_and_not_by_its_trend_or_an_empty_part() -> None:
    def share(numerator: int, denominator: int, *parts: Reading) -> Measured:
        whole = Reading(FigureId.WIN_RATE, numerator, denominator)
        return Measured(FigureId.WIN_RATE, (whole, *parts), (), (Fraction(numerator),))

    assert not differs(share(1, 2), share(1, 2))
    assert differs(share(1, 2), share(2, 4))  # the same ratio of other deals
    assert differs(share(0, 2), share(0, 3))
    assert not differs(share(1, 2, Reading(FigureId.WIN_RATE, 0, 0, "A")), share(1, 2))

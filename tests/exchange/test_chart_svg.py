"""A chart in a file: a well-formed picture that names what it was given and runs nothing of it."""

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from salestui.errors import UsageError
from salestui.exchange.chart_svg import svg, write_chart
from salestui.figure_charts import Bar, Chart, ChartKind

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>&"\x1b]0;x\x07\ufffe\u202e海明'


def chart(kind: ChartKind, *values: int | None) -> Chart:
    bars = tuple(Bar(HOSTILE, None if each is None else Fraction(each), str(each)) for each in values)
    return Chart(kind, HOSTILE, bars, full=Fraction(4))


def parsed(made: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(made, HOSTILE))  # noqa: S314 - our own


@pytest.mark.parametrize("kind", list(ChartKind))
def test_names_are_data_in_a_well_formed_picture(kind: ChartKind) -> None:
    root = parsed(chart(kind, 4, 1))
    assert {element.tag for element in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "rect", "text", "path")}
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert any("<script>alert(1)</script>" in text for text in texts)
    assert not any(sign in text for text in texts for sign in "\x1b\x07\u202e\ufffe")


def test_bars_are_as_long_as_their_values_and_nothing_is_no_bar() -> None:
    lying = list(parsed(chart(ChartKind.OWNERS, 4, 2, None)).iter(f"{SVG}rect"))[1:]
    lengths = [float(element.get("width", "")) for element in lying]
    assert lengths == [lengths[0], pytest.approx(lengths[0] / 2, abs=0.2), 0]
    upright = list(parsed(chart(ChartKind.TREND, 4, 2, None)).iter(f"{SVG}rect"))[1:]
    assert [float(element.get("height", "")) for element in upright] == [300, 150, 0]


def test_what_is_below_zero_is_an_outline() -> None:
    rectangles = list(parsed(chart(ChartKind.TREND, 4, -2)).iter(f"{SVG}rect"))[1:]
    assert [element.get("fill") == "none" for element in rectangles] == [False, True]


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    write_chart(path, chart(ChartKind.OWNERS, 1), "2026")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_chart(path, chart(ChartKind.OWNERS, 2), "2026")
    assert path.read_text(encoding="utf-8") == before
    with pytest.raises(UsageError, match="cannot be written"):
        write_chart(tmp_path / "none" / "chart.svg", chart(ChartKind.OWNERS, 1), "2026")

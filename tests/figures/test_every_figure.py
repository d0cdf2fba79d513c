"""Each figure has all that the program needs of it; what was forgotten is said with its place."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout

import pytest

from salestui.cli import main
from salestui.domain.figures import FIGURES, Figure, FigureId, Unit
from salestui.domain.periods import parse_period
from salestui.domain.readings import Scope
from salestui.domain.targets import parse_target
from salestui.figure_charts import (
    Chart,
    ChartKind,
    kinds_of,
    owner_shares_chart,
    owners_chart,
    part_shares_chart,
    parts_from,
    trend_chart,
)
from salestui.services.desk import Desk
from salestui.services.figures import behind, by_owner, measure
from salestui.store.reads.figures import rows
from salestui.store.reads.figures.bases import BASES
from tests import catalogue
from tests.figures import recount, small_company
from tests.figures.test_hand_counted import SPRING

_YEAR, _APRIL = parse_period("2024"), parse_period("2024-04")
_TARGETS: Mapping[Unit, str] = {
    Unit.MONEY: "600k",
    Unit.MONEY_PER_DAY: "5k/d",
    Unit.COUNT: "15",
    Unit.SHARE: "35%",
    Unit.SCORE: "90",
    Unit.DAYS: "12.5 d",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The spring of 2024 in Shanghai."""
    with small_company.spring(tmp_path_factory.mktemp("spring")) as desk:
        yield desk


@pytest.fixture(scope="module")
def translated() -> frozenset[catalogue.Entry]:
    """What the catalogue says in 中文."""
    return frozenset(catalogue.entries())


@pytest.mark.parametrize("figure", FigureId)
def test_a_figure_lacks_nothing(figure: FigureId, desk: Desk, translated: frozenset[catalogue.Entry]) -> None:
    lacking = list(_lacking(figure, desk, translated))
    assert not lacking, "\n".join(lacking)


def _lacking(figure: FigureId, desk: Desk, translated: frozenset[catalogue.Entry]) -> Iterator[str]:
    if figure not in FIGURES:
        yield "domain/figures.py: no entry in FIGURES"
        return
    yield from _wrong_in(FIGURES[figure])
    yield from _untranslated(FIGURES[figure], translated)
    if figure not in BASES:
        yield "store/reads/figures/bases.py: no basis, so that nothing is counted"
        return
    if BASES[figure].entity not in rows._TOLD:
        yield f"store/reads/figures/rows.py: a {BASES[figure].entity} is not told in _TOLD"
        return
    if _printed(figure, desk).get("basis") != BASES[figure].entity:
        yield "cli/report_figures.py: not in the report, or without what it is counted from"
    if not any(behind(desk, figure, period, Scope(), limit=1) for period in (_YEAR, _APRIL)):
        yield "tests/figures/small_company.py: nothing happens that it counts"
    for kind in kinds_of(figure):
        if not _chart(desk, figure, kind).bars:
            yield f"figure_charts.py: its chart {kind} stays empty"
    if not recount.is_counted(figure):
        yield "tests/figures/recount.py: not counted a second time"
    if f"\n{figure} " not in SPRING:
        yield "tests/figures/test_hand_counted.py: not counted by hand in SPRING"


def _wrong_in(entry: Figure) -> Iterator[str]:
    place = f"domain/figures.py, {entry.id}:"
    if not entry.counted:
        yield f"{place} its terms are missing"
    if entry.unit is Unit.SHARE and not entry.divided_by:
        yield f"{place} a share of what? divided_by is missing"
    if entry.adds_up and entry.unit not in (Unit.COUNT, Unit.MONEY):
        yield f"{place} sums are counts or money; say what divides it, or how it is made"
    if entry.share_of is not None and not (FIGURES[entry.share_of].adds_up and FIGURES[entry.share_of].of_amounts):
        yield f"{place} share_of names no sum of amounts"
    if (entry.exceeds_all or entry.weighted) and entry.unit is not Unit.SHARE:
        yield f"{place} exceeds_all and weighted are said of shares"
    if not entry.no_goal and parse_target(_TARGETS[entry.unit], entry.id, "CNY").unit is not entry.unit:
        yield "domain/targets.py: no target of it can be typed; or say in the entry why it is no_goal"


def _untranslated(entry: Figure, translated: frozenset[catalogue.Entry]) -> Iterator[str]:
    said: list[catalogue.Entry] = [("figure", entry.id.value)]
    said += [(None, term) for term in (entry.counted, entry.divided_by, entry.by_first_order) if term]
    for context, text in said:
        if (context, text) not in translated:
            yield f"locale/zh_CN/LC_MESSAGES/salestui.po: no 中文 for {text!r}; see python -m tests.catalogue"


def _printed(figure: FigureId, desk: Desk) -> Mapping[str, object]:
    """What `report figures` says of the whole."""
    home = desk.paths.database.parent
    environ = {"SALESTUI_HOME": str(home), "SALESTUI_NOW": desk.now().isoformat(), "SALESTUI_LANG": "en"}
    with redirect_stdout(io.StringIO()) as out:
        assert main.run(["report", "figures", "--figure", figure, "--period", "2024", "--format", "json"], environ) == 0
    whole: Mapping[str, object] = json.loads(out.getvalue())[0]
    return whole if whole["id"] == figure else {}


def _chart(desk: Desk, figure: FigureId, kind: ChartKind) -> Chart:
    match kind:
        case ChartKind.TREND:
            return trend_chart(measure(desk, figure, _YEAR, Scope()), _YEAR, "CNY", to_date=True)
        case ChartKind.OWNERS:
            return owners_chart(figure, by_owner(desk, [figure], _YEAR, Scope()), "CNY")
        case ChartKind.SHARES_OF_OWNERS:
            return owner_shares_chart(figure, by_owner(desk, [figure], _YEAR, Scope()), "CNY")
        case ChartKind.SHARES_OF_PARTS:
            return part_shares_chart(figure, measure(desk, parts_from(figure), _YEAR, Scope()), "CNY")


def test_the_entries_stand_in_the_order_of_the_ids() -> None:
    assert list(FIGURES) == list(FigureId)

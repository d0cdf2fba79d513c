"""What a screen shows of a period, and what the change log says when it is counted again by hand: exactly the same."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import timedelta

import pytest

from salestui.cli import main
from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.instants import to_ms
from salestui.domain.periods import Period
from salestui.domain.readings import Reading, Scope
from salestui.store import driver
from tests.figures import asking
from tests.figures.asking import ALL
from tests.figures.comparing import Exact, company_of, disagreements, exact, owners_disagreeing, rows_disagreeing
from tests.figures.events import Play, open_play
from tests.figures.facts import Company
from tests.figures.plans import OWNERS, PLANS
from tests.figures.recount import recount
from tests.figures.working_time import limit_of
from tests.store.desks import assert_derived_follow_from_facts, assert_log_tells_the_tables

_EVENTS = 400


@pytest.fixture(scope="module", params=PLANS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A company to which 400 things have happened."""
    play = open_play(tmp_path_factory.mktemp("figures") / "home", PLANS[request.param], seed=1)
    play.run(_EVENTS)
    yield play
    play.desk.close()


@pytest.fixture(scope="module")
def company(played: Play) -> Company:
    """What its change log tells."""
    return company_of(played.desk, limit_of(played.plan))


def test_most_events_do_happen_and_of_every_kind(played: Play) -> None:
    assert played.refused.total() < _EVENTS // 4, played.told
    assert len(played.happened) >= 24


def test_every_figure_has_something_to_count(played: Play, company: Company) -> None:
    now, periods = to_ms(played.desk.now()), asking.periods(played.desk, played.plan)
    counted = {
        figure: max(each.numerator for period in periods for each in recount(company, figure, period, ALL, now=now))
        for figure in FIGURES
    }
    assert [figure for figure, most in counted.items() if most <= 0] == []


def test_every_figure_equals_its_recount_from_the_change_log(played: Play, company: Company) -> None:
    assert list(disagreements(played.desk, company, asking.a_few(played.desk, played.plan))) == []


@pytest.mark.parametrize("later", [timedelta(hours=7), timedelta(days=9)])
def test_time_alone_changes_figures_as_it_does_the_recount(played: Play, company: Company, later: timedelta) -> None:
    """What has fallen due meanwhile, days that have passed: nobody has written anything."""
    told = played.now[0]
    played.now[0] += later
    asked = ((figure, period, ALL) for figure in FIGURES for period in asking.periods(played.desk, played.plan)[:4])
    try:
        assert list(disagreements(played.desk, company, asked, trends=False)) == []
    finally:
        played.now[0] = told


@pytest.mark.parametrize("scope", [ALL, Scope(owner="Li", segment="key_account")])
def test_a_report_prints_the_same_whole_numbers(played: Play, company: Company, scope: Scope) -> None:
    period = asking.periods(played.desk, played.plan)[-3]
    now = to_ms(played.desk.now())
    counted = {figure: exact(recount(company, figure, period, scope, now=now)) for figure in FIGURES}
    assert _printed(played, period, scope) == counted


def _printed(play: Play, period: Period, scope: Scope) -> dict[FigureId, set[Exact]]:
    argv = ["report", "figures", "--period", period.name, "--format", "json"]
    argv += ["--owner", scope.owner] if scope.owner else []
    argv += ["--segment", scope.segment] if scope.segment else []
    environ = {"SALESTUI_HOME": str(play.home), "SALESTUI_NOW": play.desk.now().isoformat(), "SALESTUI_LANG": "en"}
    with redirect_stdout(io.StringIO()) as out:
        assert main.run(argv, environ) == 0
    found: dict[FigureId, list[Reading]] = {}
    for record in json.loads(out.getvalue()):
        figure = FigureId(record["id"])
        reading = Reading(figure, record["numerator"], record["denominator"], record["part"] or "", record["currency"])
        found.setdefault(figure, []).append(reading)
    return {figure: exact(readings) for figure, readings in found.items()}


def test_figures_side_by_side_are_those_of_each_owner(played: Play, company: Company) -> None:
    for period in asking.periods(played.desk, played.plan)[:4]:
        assert list(owners_disagreeing(played.desk, company, list(FIGURES), period, ALL, OWNERS)) == []


def test_the_rows_behind_a_figure_add_up_to_it(played: Play, company: Company) -> None:
    asked = [
        each
        for each in asking.a_few(played.desk, played.plan)
        if each[1] is asking.periods(played.desk, played.plan)[3]
    ]
    assert list(rows_disagreeing(played.desk, company, asked)) == []


def test_the_roll_up_and_all_that_is_derived_equal_what_is_made_from_nothing(played: Play) -> None:
    connection = driver.connect(played.desk.paths.database, write=True)
    try:
        assert_log_tells_the_tables(connection)
        assert_derived_follow_from_facts(connection)
    finally:
        connection.close()

"""What a screen shows of a period, and what the change log says when it is counted again by hand: exactly the same."""

from collections.abc import Iterator

import pytest

from salestui.domain.figures import FIGURES
from salestui.store import driver
from tests.figures import asking
from tests.figures.comparing import company_of, disagreements, owners_disagreeing, rows_disagreeing
from tests.figures.events import OWNERS, PLANS, Play, open_play
from tests.figures.facts import Company
from tests.figures.working_time import limit_of
from tests.store.desks import assert_derived_follow_from_facts, assert_log_tells_the_tables

_EVENTS = 500


@pytest.fixture(scope="module", params=PLANS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A company to which 500 things have happened."""
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


def test_every_figure_equals_its_recount_from_the_change_log(played: Play, company: Company) -> None:
    assert list(disagreements(played.desk, company, asking.a_few(played.desk, played.plan))) == []


def test_figures_side_by_side_are_those_of_each_owner(played: Play, company: Company) -> None:
    for period in asking.periods(played.desk, played.plan)[:4]:
        assert list(owners_disagreeing(played.desk, company, list(FIGURES), period, asking.ALL, OWNERS)) == []


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

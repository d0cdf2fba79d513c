"""Figures between two commands: what makes a customer new, and a change written down late that counts at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salestui.domain.figures import FigureId
from salestui.domain.periods import parse_period
from salestui.domain.readings import NOBODY, Scope
from salestui.paths import resolve
from salestui.services import figures
from salestui.services.customers import add_customer
from salestui.services.deals import add_deal
from salestui.services.desk import Desk, open_desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.undoing import undo
from tests.conftest import Clock, settings_of

SPRING = parse_period("2026-Q1")
APRIL = parse_period("2026-04")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Li's desk on 10 April 2026, with a customer of January and one of nobody's."""
    clock = Clock(datetime(2026, 1, 20, 9, tzinfo=UTC))
    with open_desk(resolve(None, {"SALESTUI_HOME": str(tmp_path)}), settings_of(), clock) as desk:
        add_customer(desk, {"name": "Alpha", "owner": "Li"})
        clock.now = datetime(2026, 4, 10, 9, tzinfo=UTC)
        yield desk


def number(desk: Desk, figure: FigureId, period: str, scope: Scope | None = None) -> int:
    """The numerator of a figure's whole."""
    return figures.readings(desk, figure, parse_period(period), scope or Scope())[0].numerator


def test_a_customer_is_new_when_it_is_written_down_or_by_the_setting_when_it_first_orders(desk: Desk) -> None:
    for name in ("first", "second"):
        add_deal(desk, {"customer": "C001", "name": name, "stage": "won", "closed_at": "2026-04-02"})
    by_order = replace(desk.settings, new_customers="first_order")
    assert [number(desk, FigureId.NEW_CUSTOMERS, each) for each in ("2026-01", "2026-04")] == [1, 0]
    desk.settings = by_order
    assert [number(desk, FigureId.NEW_CUSTOMERS, each) for each in ("2026-01", "2026-04")] == [0, 1]
    assert [row.ref for row in figures.behind(desk, FigureId.NEW_CUSTOMERS, APRIL, Scope(), limit=-1)] == ["C001"]
    assert figures.by_owner(desk, [FigureId.NEW_CUSTOMERS], APRIL, Scope())["Li"][0].numerator == 1


def test_a_change_written_down_late_counts_at_once_in_the_period_it_belongs_to(desk: Desk) -> None:
    assert number(desk, FigureId.ACTIVITIES, "2026-02") == 0
    log_follow_up(desk, "C001", {"method": "visit", "content": "the line", "contacted_at": "2026-02-11 10:00"})
    add_deal(
        desk,
        {"customer": "C001", "name": "old", "stage": "won", "amount": "10k", "closed_at": "2026-02-12"},
    )
    trend = figures.measure(desk, FigureId.SALES_AMOUNT, APRIL, Scope()).trend
    assert [each for each in trend if each] == [1_000_000]
    assert number(desk, FigureId.ACTIVITIES, "2026-02") == 1
    undo(desk)
    assert number(desk, FigureId.SALES_AMOUNT, "2026-Q1") == 0


def test_what_nobody_owns_is_somebodys_too(desk: Desk) -> None:
    add_customer(desk, {"name": "Beta", "owner": "Li"})
    assert number(desk, FigureId.NEW_CUSTOMERS, "2026-04", Scope(owner=NOBODY)) == 0
    assert set(figures.by_owner(desk, [FigureId.NEW_CUSTOMERS], SPRING, Scope())) == {None, *_owners(desk)}


def _owners(desk: Desk) -> set[str]:
    return {row["name"] for row in desk.reader.execute("SELECT name FROM owner")}

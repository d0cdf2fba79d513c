"""Rules belong to the desk: whose settings rule which file, and what a change of rules does to its clocks."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from salestui.domain.clock import Clock as Owed
from salestui.domain.clock import state
from salestui.domain.rules import Rules
from salestui.domain.words import ClockState
from salestui.services import customers, due, inquiries, undoing
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from tests.conftest import Clock

HOUR = timedelta(hours=1)
STRICT = Rules(urgent=HOUR)
Open = Callable[..., Desk]


def receive(desk: Desk) -> str:
    return inquiries.receive_inquiry(desk, "X", {"kind": "urgent", "text": "line stopped"}).ref


def owed(desk: Desk, ref: str) -> Owed:
    return due.clocks_of(desk, ref)[0].clock


def kinds(desk: Desk) -> list[str]:
    return [entry.kind for entry in reversed(undoing.history(desk, limit=1000))]


@pytest.fixture
def ref(open_at: Open) -> str:
    """An urgent issue on a desk with the documents' own rules."""
    desk = open_at()
    customers.add_customer(desk, {"name": "X"})
    ref = receive(desk)
    desk.close()
    return ref


def test_new_limits_re_time_the_clocks_once_and_history_says_so(open_at: Open, ref: str, clock: Clock) -> None:
    start = clock.now
    clock.move(HOUR / 2)
    first = open_at(rules=STRICT)
    assert owed(first, ref).due_at == start + HOUR
    assert kinds(first)[-1] == "rules"
    before = kinds(first)
    first.close()
    assert kinds(open_at(rules=STRICT)) == before


def test_what_was_answered_keeps_the_verdict_of_its_day(open_at: Open, ref: str, clock: Clock) -> None:
    desk = open_at()
    clock.move(1.5 * HOUR)
    log_follow_up(desk, "X", {"method": "phone", "content": "called"})
    before = owed(desk, ref)
    assert state(before, clock.now) is ClockState.MET
    desk.close()
    clock.move(HOUR)
    desk = open_at(rules=STRICT)
    assert owed(desk, ref) == before
    running = receive(desk)
    assert owed(desk, running).due_at == clock.now + HOUR


def test_going_back_to_the_rules_before_is_a_change_too(open_at: Open, ref: str, clock: Clock) -> None:
    start = clock.now
    for rules in (STRICT, Rules(), STRICT):
        clock.move(timedelta(minutes=1))
        desk = open_at(rules=rules)
        assert owed(desk, ref).due_at == start + rules.urgent
        desk.close()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such bits on Windows")
def test_a_file_that_others_can_write_is_not_re_ruled_by_personal_settings(
    open_at: Open, ref: str, clock: Clock, tmp_path: Path
) -> None:
    start = clock.now
    database = tmp_path / "home" / "salestui.db"
    database.chmod(0o660)
    desk = open_at(rules=STRICT)
    assert owed(desk, ref).due_at == start + 2 * HOUR
    assert "rules" not in kinds(desk)[1:]
    desk.close()
    desk = open_at(rules=STRICT, rules_from=database.with_name("salestui.toml"))  # the settings beside it rule it
    assert owed(desk, ref).due_at == start + HOUR


def test_a_change_of_rules_is_not_undone(open_at: Open, ref: str, clock: Clock) -> None:
    clock.move(timedelta(minutes=1))
    desk = open_at(rules=STRICT)
    undone = undoing.undo(desk)
    assert undone.kind == "receive_inquiry"
    assert undone.subject == ref

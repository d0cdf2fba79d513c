"""Every change can be undone: by whom, in which order, and what is kept where somebody has gone on since."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from salestui.domain.words import ObjectionKind
from salestui.errors import NotFoundError, UsageError
from salestui.services.customers import add_customer, change_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, ToDo, log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.records import add, change
from salestui.services.tasks import move_task
from salestui.services.undoing import history, redo, undo
from salestui.store import driver
from tests.store.desks import Clock, derived_tables, desk_on, last_seq, logged_tables


@pytest.fixture
def key(li: Desk) -> str:
    """The key of C001, which Li has added."""
    add_customer(li, {"name": "精工制造", "grade": "B"})
    return str(li.reader.execute("SELECT id FROM customer").fetchone()[0])


def _customer(desk: Desk, column: str) -> object:
    return desk.reader.execute(f"SELECT {column} FROM customer WHERE code = 'C001'").fetchone()[0]


def test_undo_puts_everything_of_a_command_back_and_redo_does_it_again(li: Desk, key: str) -> None:
    receive_inquiry(li, "C001", {"kind": "lead", "text": "asks for a quote"})
    before = logged_tables(li.reader), derived_tables(li.reader)
    log_follow_up(
        li,
        "C001",
        {"method": "visit", "content": "报价", "next_at": "+3d"},
        objections=[ObjectionEntry(ObjectionKind.PRICE, "too dear")],
    )
    after = logged_tables(li.reader), derived_tables(li.reader)
    back = undo(li)
    assert (back.kind, back.kept) == ("log_follow_up", ())
    assert (logged_tables(li.reader), derived_tables(li.reader)) == before
    redo(li)
    assert (logged_tables(li.reader), derived_tables(li.reader)) == after


def test_several_commands_are_undone_the_last_first_and_redone_the_other_way(li: Desk, key: str) -> None:
    seen = [logged_tables(li.reader)]
    for note in ("one", "two", "three"):
        change_customer(li, key, {"note": note})
        seen.append(logged_tables(li.reader))
    for expected in reversed(seen[:-1]):
        undo(li)
        assert logged_tables(li.reader) == expected
    for expected in seen[1:]:
        redo(li)
        assert logged_tables(li.reader) == expected
    with pytest.raises(UsageError, match="nothing to redo"):
        redo(li)


def test_order_is_by_sequence_even_where_the_clock_stands_still_or_is_set_back(
    li: Desk, key: str, clock: Clock
) -> None:
    change_customer(li, key, {"note": "first"})
    clock.forward(hours=-5)
    change_customer(li, key, {"note": "second"})
    assert undo(li).subject == "C001"
    assert _customer(li, "note") == "first"
    assert [entry.kind for entry in history(li, limit=3)] == ["undo", "change_customer", "change_customer"]


def test_a_value_written_over_by_somebody_else_is_kept_and_said_by_whom(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"note": "mine", "industry": "mine"})
    change_customer(wang, key, {"note": "Wang's"})
    back = undo(li)
    assert [(kept.entity, kept.name, kept.column, kept.by) for kept in back.kept] == [
        ("customer", "C001", "note", "Wang")
    ]
    assert (_customer(li, "note"), _customer(li, "industry")) == ("Wang's", None)


def test_a_record_somebody_has_changed_since_stays_and_says_what_and_who(li: Desk, wang: Desk, key: str) -> None:
    contact = add(li, "contact", {"customer": "C001", "name": "张总"})

    ident = str(li.reader.execute("SELECT id FROM contact").fetchone()[0])
    change(wang, "contact", ident, {"mobile": "138 0013 8000"})
    head = last_seq(li.reader)
    with pytest.raises(UsageError, match="nothing could be put back"):
        undo(li)
    assert last_seq(li.reader) == head
    assert li.reader.execute("SELECT ref, mobile FROM contact").fetchone()[:] == (contact.ref, "138 0013 8000")


def test_a_record_somebody_has_built_upon_stays_whole_and_the_refusal_says_what_stands_on_it_and_whose(
    li: Desk, wang: Desk, clock: Clock
) -> None:
    add_customer(li, {"name": "康和医疗", "tags": "vip"})
    ref = log_follow_up(wang, "康和医疗", {"method": "phone", "content": "said hello"}).ref
    before, head = logged_tables(li.reader), last_seq(li.reader)
    with pytest.raises(UsageError, match="nothing could be put back") as refused:
        undo(li)
    assert refused.value.message.endswith(f"customer C001 – on it stands follow up {ref} (Wang)")
    assert (logged_tables(li.reader), last_seq(li.reader)) == (before, head)  # its tag and its first stage too


def test_of_many_records_that_stand_on_one_a_few_are_named(li: Desk, wang: Desk) -> None:
    add_customer(li, {"name": "康和医疗"})
    for n in range(5):
        log_follow_up(wang, "康和医疗", {"method": "phone", "content": f"call {n}"})
    with pytest.raises(UsageError) as refused:
        undo(li)
    assert refused.value.message.count("(Wang)") == 3
    assert refused.value.message.endswith("and more")


def test_a_follow_up_whose_to_do_somebody_has_moved_stays_with_its_promise_and_what_it_answers(
    li: Desk, wang: Desk, key: str
) -> None:
    receive_inquiry(li, "C001", {"kind": "lead", "text": "asks for a quote"})
    logged = log_follow_up(
        li, "C001", {"method": "phone", "content": "hello", "next_at": "+3d"}, to_dos=[ToDo("send the manual")]
    )
    move_task(wang, str(li.reader.execute("SELECT id FROM task").fetchone()[0]), "doing")
    before = logged_tables(li.reader), derived_tables(li.reader)
    with pytest.raises(UsageError, match=rf"status of {logged.to_dos[0]} – changed since by Wang"):
        undo(li)
    assert (logged_tables(li.reader), derived_tables(li.reader)) == before  # the inquiry is not open again


def test_what_was_made_along_goes_where_nothing_stands_on_it(li: Desk, wang: Desk) -> None:
    received = receive_inquiry(li, "YY贸易集团", {"kind": "lead", "text": "asks"}, new_customer={})
    log_follow_up(wang, "YY贸易集团", {"method": "phone", "content": "hello"}, answers="none")
    back = undo(li)
    assert li.reader.execute("SELECT count(*) FROM inquiry").fetchone()[0] == 0
    assert li.reader.execute("SELECT count(*) FROM stage_change").fetchone()[0] == 1
    assert [(kept.name, kept.by) for kept in back.kept] == [(received.code, "Wang")]


def test_a_grade_written_over_keeps_its_place_in_the_history(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"grade": "A"})
    change_customer(wang, key, {"grade": "C"})
    with pytest.raises(UsageError, match="grade of C001 – changed since by Wang"):
        undo(li)
    steps = li.reader.execute("SELECT grade_before, grade FROM grade_change ORDER BY id").fetchall()
    assert [tuple(step) for step in steps] == [("B", "A"), ("A", "C")]


def test_where_nothing_can_be_put_back_it_is_refused_and_no_command_recorded(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"note": "mine"})
    change_customer(wang, key, {"note": "Wang's"})
    before, head = logged_tables(li.reader), last_seq(li.reader)
    with pytest.raises(UsageError, match="nothing could be put back: note of C001 – changed since by Wang"):
        undo(li)
    assert (logged_tables(li.reader), last_seq(li.reader)) == (before, head)


def test_undo_tells_once_what_cannot_be_put_back_and_then_goes_on_to_the_one_before(
    li: Desk, wang: Desk, key: str
) -> None:
    older = change_customer(li, key, {"region": "east"})
    change_customer(li, key, {"note": "mine"})
    change_customer(wang, key, {"note": "Wang's"})
    with pytest.raises(UsageError, match="note of C001") as refused:
        undo(li)
    assert f"salestui undo {older.seq}" in refused.value.hint
    assert undo(li).first == older.seq
    assert (_customer(li, "region"), _customer(li, "note")) == (None, "Wang's")
    undo(wang)
    assert undo(li).subject == "C001"  # what was in the way is gone: the last one again
    assert _customer(li, "note") is None


def test_another_session_is_told_too_before_undo_goes_on(li: Desk, wang: Desk, key: str, database: Path) -> None:
    change_customer(li, key, {"note": "mine"})
    change_customer(wang, key, {"note": "Wang's"})
    for _session in range(2):
        with desk_on(database, "Li") as again, pytest.raises(UsageError, match="note of C001"):
            undo(again)


def test_a_command_that_changed_nothing_does_not_stand_in_the_way_of_undo_and_redo(li: Desk, key: str) -> None:
    change_customer(li, key, {"note": "kept in mind"})
    change_customer(li, key, {"note": "kept in mind"})
    undo(li)
    assert _customer(li, "note") is None
    change_customer(li, key, {"grade": "B"})  # as it was: nothing new has been done
    redo(li)
    assert _customer(li, "note") == "kept in mind"


def test_undo_takes_only_my_own_last_command(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"note": "Li's"})
    change_customer(wang, key, {"industry": "Wang's"})
    undo(li)
    assert (_customer(li, "note"), _customer(li, "industry")) == (None, "Wang's")


def test_one_who_has_done_nothing_has_nothing_to_undo(wang: Desk) -> None:
    with pytest.raises(UsageError, match="nothing of yours"):
        undo(wang)
    with pytest.raises(UsageError, match="nothing to redo"):
        redo(wang)


# ── by number ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["{}", "#{}"])
def test_undo_by_number_reaches_an_older_command_of_anybody(li: Desk, wang: Desk, key: str, form: str) -> None:
    older = change_customer(wang, key, {"industry": "machines"})
    change_customer(li, key, {"note": "newer"})
    undo(li, form.format(older.seq))
    assert (_customer(li, "industry"), _customer(li, "note")) == (None, "newer")


@pytest.mark.parametrize("number", ["999", "x", "", "-1", "1.5", "١", "9" * 30])
def test_a_number_that_is_none_is_refused(li: Desk, key: str, number: str) -> None:
    with pytest.raises(NotFoundError, match="no command"):
        undo(li, number)


def test_a_command_is_not_undone_twice_and_an_undo_not_undone_by_number(li: Desk, key: str) -> None:
    done = change_customer(li, key, {"note": "once"})
    back = undo(li, str(done.seq))
    with pytest.raises(UsageError, match="undone already"):
        undo(li, str(done.seq))
    with pytest.raises(UsageError, match="is an undo itself"):
        undo(li, str(back.seq))


def test_rules_and_owners_at_the_desk_are_not_undone_here(li: Desk) -> None:
    kinds = {entry.kind: entry.seq for entry in history(li)}
    for kind in ("rules", "owner"):
        with pytest.raises(UsageError, match="cannot be undone"):
            undo(li, str(kinds[kind]))


# ── redo ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_command_of_mine_ends_redo_and_one_of_somebody_else_does_not(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"note": "mine"})
    undo(li)
    change_customer(wang, key, {"industry": "Wang's"})
    redo(li)
    assert _customer(li, "note") == "mine"
    undo(li)
    change_customer(li, key, {"region": "new"})
    with pytest.raises(UsageError, match="nothing to redo"):
        redo(li)


def test_redo_keeps_what_somebody_else_has_written_meanwhile(li: Desk, wang: Desk, key: str) -> None:
    change_customer(li, key, {"note": "mine", "region": "mine"})
    undo(li)
    change_customer(wang, key, {"note": "Wang's"})
    back = redo(li)
    assert [(kept.column, kept.by) for kept in back.kept] == [("note", "Wang")]
    assert (_customer(li, "note"), _customer(li, "region")) == ("Wang's", "mine")


def test_undo_redo_undo_redo_comes_out_where_it_began(li: Desk, key: str) -> None:
    change_customer(li, key, {"note": "there and back", "grade": "A"})
    after = logged_tables(li.reader)
    for _ in range(3):
        undo(li)
        redo(li)
    assert logged_tables(li.reader) == after


def test_an_owner_whose_adding_was_undone_can_still_work(li: Desk, database: Path, clock: Clock) -> None:
    add(li, "owner", {"name": "Zhao"})
    with desk_on(database, "Zhao", now=clock) as zhao:
        undo(li)
        assert add_customer(zhao, {"name": "YY贸易集团"}).ref == "C001"


def test_two_sessions_that_undo_the_same_command_at_once_undo_it_once(
    li: Desk, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = change_customer(li, key, {"note": "once"})
    undo(li)
    change_customer(li, key, {"note": "once"})
    monkeypatch.setattr(
        "salestui.store.log.undoables", lambda *_: iter([done.seq])
    )  # what the other session saw before
    with pytest.raises(UsageError, match="nothing could be put back"):
        undo(li)
    assert _customer(li, "note") == "once"


# ── across processes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_undo_and_redo_work_from_processes_of_their_own(tmp_path: Path) -> None:
    environ = {"SALESTUI_HOME": str(tmp_path), "SALESTUI_NOW": "2024-05-10T09:00:00+08:00", "SALESTUI_LANG": "en"}

    def salestui(*words: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-m", "salestui", *words, "--format", "json"],
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def tables() -> object:
        connection = driver.connect(tmp_path / "salestui.db", write=False)
        try:
            return logged_tables(connection)
        finally:
            connection.close()

    salestui("add", "customer", "精工制造")
    before = tables()
    salestui("set", "C001", "grade=A", "tags=vip")
    after = tables()
    assert salestui("undo")["subject"] == "C001"
    assert tables() == before
    salestui("redo")
    assert tables() == after

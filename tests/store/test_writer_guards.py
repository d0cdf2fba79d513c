"""What the log does not hold cannot be undone: every way past it raises, and a command is kept whole or not at all."""

import pkgutil
from collections.abc import Callable
from importlib import import_module

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from salestui.errors import InvalidValueError, StoreError
from salestui.services.customers import add_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, log_follow_up
from salestui.store import driver, models
from salestui.store.changes import UnloggedWriteError
from salestui.store.command import Work
from salestui.store.engine import engine_on
from salestui.store.models import MODELS, Contact, Customer, Table, Tag
from tests.store.desks import derived_tables, last_seq, logged_tables


class _MishapError(Exception):
    """Something goes wrong in the middle of a command."""


@pytest.fixture
def key(li: Desk) -> str:
    """The key of the one customer."""
    add_customer(li, {"name": "精工制造", "tags": "vip"})
    return str(li.reader.execute("SELECT id FROM customer").fetchone()[0])


@pytest.mark.parametrize("module", [each.name for each in pkgutil.iter_modules(models.__path__)])
def test_every_table_is_logged(module: str) -> None:
    defined = vars(import_module(f"{models.__name__}.{module}")).values()
    tables = {each for each in defined if isinstance(each, type) and issubclass(each, Table) and each is not Table}
    assert tables
    missing = [each.__name__ for each in tables if each not in MODELS.values()]
    assert missing == [], f"store/models/__init__.py does not import {module}"


# ── past the command ─────────────────────────────────────────────────────────────────────────────────────────────


def _adds(session: Session) -> None:
    session.add(Tag(id="0", name="unlogged"))


def _changes(session: Session) -> None:
    session.query(Customer).one().name = "unlogged"


def _deletes(session: Session) -> None:
    session.delete(session.query(Customer).one())


@pytest.mark.parametrize("do", [_adds, _changes, _deletes])
def test_a_foreign_session_cannot_flush_our_records(
    li: Desk, key: str, raw: driver.Connection, do: Callable[[Session], None]
) -> None:
    before = logged_tables(raw)
    with Session(engine_on(raw)) as session:
        do(session)
        with pytest.raises(UnloggedWriteError):
            session.flush()
    assert logged_tables(raw) == before


@pytest.mark.parametrize(
    "statement",
    [
        update(Customer).values(name="unlogged"),
        delete(Customer),
        insert(Tag).values(id="0", name="unlogged"),
        update(Customer.__table__).values(name="unlogged"),  # type: ignore[attr-defined]  # SQLModel hides it
    ],
    ids=["update", "delete", "insert", "update of the table"],
)
def test_a_bulk_statement_on_a_logged_table_raises(key: str, raw: driver.Connection, statement: object) -> None:
    before = logged_tables(raw)
    with Session(engine_on(raw)) as session, pytest.raises(UnloggedWriteError):
        session.execute(statement)  # type: ignore[call-overload]  # any of the kinds above
    assert logged_tables(raw) == before


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM customer",
        "UPDATE customer SET name = 'unlogged'",
        "  insert into tag VALUES ('0', 'unlogged')",
        "PRAGMA user_version = 9",
        "WITH gone AS (SELECT 1) DELETE FROM customer_tag",
        "WITH new AS (SELECT 1) UPDATE customer SET name = 'unlogged' RETURNING id",
    ],
)
def test_what_reads_inside_a_command_cannot_write(li: Desk, key: str, sql: str) -> None:
    before, head = logged_tables(li.reader), last_seq(li.reader)
    with pytest.raises(UnloggedWriteError), li.command("test") as work:
        work.rows(sql)
    assert (logged_tables(li.reader), last_seq(li.reader)) == (before, head)


def _set_blindly(work: Work, key: str) -> None:
    customer = work.get(Customer, key)
    work._session.expire(customer, ["note"])
    customer.note = "blind"


def test_a_column_set_without_being_loaded_raises_since_its_old_value_is_not_known(li: Desk, key: str) -> None:
    with pytest.raises(UnloggedWriteError, match=r"customer\.note"), li.command("test") as work:
        _set_blindly(work, key)
    assert li.reader.execute("SELECT note FROM customer").fetchone()[0] is None


# ── whole or not at all ──────────────────────────────────────────────────────────────────────────────────────────


def _add(work: Work, key: str) -> None:
    work.add(Contact, customer_id=key, name="张总", created_at=work.at)
    work.flush()


def _change(work: Work, key: str) -> None:
    work.get(Customer, key).name = "half"
    work.flush()


def _not_flushed(work: Work, key: str) -> None:
    work.get(Customer, key).name = "half"


def _mishap(work: Work, key: str, do: Callable[[Work, str], None]) -> None:
    do(work, key)
    raise _MishapError


def _fail_after(desk: Desk, key: str, do: Callable[[Work, str], None]) -> None:
    with pytest.raises(_MishapError), desk.command("test") as work:
        _mishap(work, key, do)


@pytest.mark.parametrize("do", [_add, _change, _not_flushed])
def test_a_command_that_fails_leaves_nothing_behind(li: Desk, key: str, do: Callable[[Work, str], None]) -> None:
    before = logged_tables(li.reader), derived_tables(li.reader), last_seq(li.reader)
    _fail_after(li, key, do)
    assert (logged_tables(li.reader), derived_tables(li.reader), last_seq(li.reader)) == before


def test_a_follow_up_whose_last_part_is_wrong_leaves_no_first_part(li: Desk, key: str) -> None:
    before = logged_tables(li.reader), derived_tables(li.reader), last_seq(li.reader)
    with pytest.raises(InvalidValueError, match="lies before the contact"):
        log_follow_up(
            li,
            "C001",
            {"method": "visit", "content": "hello", "next_at": "2024-05-01"},
            objections=[ObjectionEntry(kind="price", text="too dear")],  # type: ignore[arg-type]  # as typed
        )
    assert (logged_tables(li.reader), derived_tables(li.reader), last_seq(li.reader)) == before


def test_a_value_that_the_database_refuses_is_told_in_a_sentence_and_nothing_is_kept(li: Desk, key: str) -> None:
    before, head = logged_tables(li.reader), last_seq(li.reader)
    with pytest.raises(StoreError, match="do not agree"), li.command("test") as work:
        work.get(Customer, key).employees = -1
    assert (logged_tables(li.reader), last_seq(li.reader)) == (before, head)


def test_after_a_failed_command_the_next_one_starts_clean(li: Desk, key: str) -> None:
    _fail_after(li, key, _not_flushed)
    with li.command("test") as work:
        work.get(Customer, key).note = "whole"
    changed = li.reader.execute("SELECT name, note FROM customer").fetchone()
    assert tuple(changed) == ("精工制造", "whole")


def test_one_command_that_changes_a_record_twice_logs_it_once_from_first_to_last(li: Desk, key: str) -> None:
    with li.command("test") as work:
        for note in ("one", "two"):
            work.get(Customer, key).note = note
            work.flush()
    rows = li.reader.execute("SELECT fields FROM change WHERE command_seq = ?", (work.seq,)).fetchall()
    assert [row[0] for row in rows] == ['{"note": [null, "two"]}']


def test_a_record_made_and_taken_away_in_one_command_is_not_logged(li: Desk, key: str) -> None:
    with li.command("test") as work:
        tag = work.add(Tag, name="fleeting")
        work.flush()
        work.delete(tag)
    assert work.changes() == []

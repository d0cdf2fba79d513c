"""Each of the three desks lives on a thread of its own, and a long query can be given up."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salestui.config import Settings, load
from salestui.domain.rules import CalendarRules
from salestui.errors import StoreError
from salestui.paths import Paths, resolve
from salestui.services import customers
from salestui.services.desk import Desk, open_desk
from salestui.services.desks import Desks
from salestui.store import driver
from tests.conftest import settings_of

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Three desks on a file with one customer."""
    environ = {"SALESTUI_HOME": str(tmp_path)}
    paths = resolve(None, environ)
    opened = Desks(paths, load(paths, environ), lambda: datetime(2026, 11, 20, 1, tzinfo=UTC))
    opened.writer.run(lambda desk: customers.add_customer(desk, {"name": "海明科技"})).result()
    yield opened
    opened.close()


def test_work_is_done_on_the_thread_that_owns_the_desk(desks: Desks) -> None:
    names = [
        each.run(lambda _desk: threading.current_thread().name).result() for each in (desks.writer, desks.background)
    ]

    assert [name.split("_")[0] for name in names] == ["salestui-write", "salestui-background"]


def test_a_background_query_is_given_up_when_asked(desks: Desks) -> None:
    desks.background.run(Desk.is_empty).result()
    running = desks.background.run(lambda desk: desk.reader.execute(_ENDLESS).fetchone())
    while not running.done():  # an interrupt before the query has begun is forgotten
        desks.background.give_up()

    with pytest.raises(Exception, match="interrupted"):
        running.result()
    assert desks.background.run(Desk.is_empty).result() is False


def test_the_screen_notices_what_the_writer_wrote(desks: Desks) -> None:
    before = desks.screen.data_version()

    desks.writer.run(lambda desk: customers.add_customer(desk, {"name": "康和医疗"})).result()

    assert desks.screen.data_version() != before


# ── opened before there was a file ───────────────────────────────────────────────────────────────────────────────────

ASKED: Mapping[str, Callable[[Desk], object]] = {  # all that a desk tells of its file
    "zone": lambda desk: str(desk.zone),
    "law": lambda desk: str(desk.law.calendar.zone),
    "book": lambda desk: desk.book.calendar.time_zone,
    "stored": lambda desk: desk.stored,
    "writable": lambda desk: desk.writable,
    "read_only": lambda desk: desk.read_only,
    "empty": Desk.is_empty,
    "changed": lambda desk: desk.data_version() != -1,
}


def _seen(desk: Desk) -> dict[str, object]:
    return {name: ask(desk) for name, ask in ASKED.items()}


LOOKS: Mapping[str, Callable[[Desks], dict[str, object]]] = {
    "screen": lambda desks: _seen(desks.screen),
    "background": lambda desks: desks.background.run(_seen).result(),
    "writer": lambda desks: desks.writer.run(_seen).result(),
}
NOTHING = {"stored": False, "writable": False, "read_only": False, "empty": True, "changed": False}
SOMETHING = {"stored": True, "writable": True, "read_only": False, "empty": False, "changed": True}


def _in(zone: str) -> dict[str, object]:
    return dict.fromkeys(("zone", "law", "book"), zone)


def _at(home: Path, zone: str) -> tuple[Paths, Settings, Callable[[], datetime]]:
    rules = settings_of(calendar=CalendarRules(time_zone=zone))
    return resolve(None, {"SALESTUI_HOME": str(home)}), rules, lambda: datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Desks]:
    """Three desks of somebody in Shanghai, all of which have looked before there is a file."""
    opened = Desks(*_at(tmp_path, "Asia/Shanghai"))
    for look in LOOKS.values():
        assert look(opened) == NOTHING | _in("Asia/Shanghai")
    yield opened
    opened.close()


@pytest.mark.parametrize("who", LOOKS)
def test_every_desk_sees_the_file_once_the_programs_own_writer_has_made_it(early: Desks, who: str) -> None:
    early.writer.run(lambda desk: customers.add_customer(desk, {"name": "海明科技"})).result()

    assert LOOKS[who](early) == SOMETHING | _in("Asia/Shanghai")


@pytest.mark.parametrize("who", LOOKS)
def test_a_file_that_a_colleague_has_made_is_seen_with_the_colleagues_rules(
    early: Desks, tmp_path: Path, who: str
) -> None:
    with open_desk(*_at(tmp_path, "Europe/Berlin")) as colleague:
        customers.add_customer(colleague, {"name": "海明科技"})

    assert LOOKS[who](early) == SOMETHING | _in("Europe/Berlin")


@pytest.mark.parametrize("asked", ASKED)
def test_whatever_is_asked_first_the_file_is_seen(early: Desks, tmp_path: Path, asked: str) -> None:
    with open_desk(*_at(tmp_path, "Europe/Berlin")) as colleague:
        customers.add_customer(colleague, {"name": "海明科技"})

    assert ASKED[asked](early.screen) == (SOMETHING | _in("Europe/Berlin"))[asked]


def _being_made(path: Path) -> Iterator[None]:
    """Another process writes the schema; its pages have gone to the file and are not committed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as maker:
        maker.execute("PRAGMA cache_size = 1")
        maker.execute("PRAGMA cache_spill = 1")
        maker.execute("BEGIN IMMEDIATE")
        for statement in driver.schema_statements():
            maker.execute(statement)
        assert path.stat().st_size
        yield


def _without_rules(path: Path) -> Iterator[None]:
    """Another process has made the file, and is about to write the rules that time it."""
    driver.create(path)
    yield


def _empty(path: Path) -> Iterator[None]:
    path.touch()
    yield


def _older(path: Path) -> Iterator[None]:
    driver.create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {driver.SCHEMA_VERSION - 1}")
    yield


def _foreign(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    yield


@pytest.mark.parametrize("make", [_being_made, _without_rules, _empty, _older, _foreign])
def test_what_is_no_whole_file_yet_is_read_as_nothing(
    early: Desks, tmp_path: Path, make: Callable[[Path], Iterator[None]]
) -> None:
    with contextmanager(make)(tmp_path / "salestui.db"):
        for look in LOOKS.values():
            assert look(early).items() >= NOTHING.items()


@pytest.mark.parametrize(
    ("make", "why"),
    [(_older, f"has schema {driver.SCHEMA_VERSION - 1:d} by now"), (_foreign, "is not a salestui database")],
)
def test_what_cannot_be_written_is_refused_by_the_first_command(
    early: Desks, tmp_path: Path, make: Callable[[Path], Iterator[None]], why: str
) -> None:
    with contextmanager(make)(tmp_path / "salestui.db"):
        saved = early.writer.run(lambda desk: customers.add_customer(desk, {"name": "海明科技"}))
        with pytest.raises(StoreError, match=why):
            saved.result()
        assert LOOKS["screen"](early).items() >= NOTHING.items()


def test_a_read_that_has_begun_on_nothing_comes_to_its_end(early: Desks) -> None:
    begun = early.screen.reader.execute("VALUES (1), (2)")
    early.writer.run(lambda desk: customers.add_customer(desk, {"name": "海明科技"})).result()
    assert early.screen.stored

    assert [row[0] for row in begun] == [1, 2]

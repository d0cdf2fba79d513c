"""Each of the three desks lives on a thread of its own, and a long query can be given up."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salestui.config import load
from salestui.paths import resolve
from salestui.services import customers
from salestui.services.desk import Desk
from salestui.services.desks import Desks

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
    assert desks.screen.is_empty()  # opened before there was a file
    before = desks.screen.data_version()
    assert not desks.screen.is_empty()

    desks.writer.run(lambda desk: customers.add_customer(desk, {"name": "康和医疗"})).result()

    assert desks.screen.data_version() != before

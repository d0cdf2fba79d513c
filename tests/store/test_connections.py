"""Each of the three connections lives on a thread of its own, and a long query can be given up."""

import threading
from pathlib import Path

import pytest

from salestui.store import driver
from salestui.store.connections import Connections

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_a_query_runs_on_the_thread_that_owns_the_connection(tmp_path: Path) -> None:
    driver.create(tmp_path / "salestui.db")
    connections = Connections(tmp_path / "salestui.db")
    try:
        names = {
            each: each.run(lambda _connection: threading.current_thread().name).result()
            for each in (connections.interactive, connections.background)
        }
    finally:
        connections.close()

    assert len(set(names.values())) == 2
    assert all(name.startswith("salestui-") for name in names.values())


def test_a_background_query_is_given_up_when_asked(tmp_path: Path) -> None:
    driver.create(tmp_path / "salestui.db")
    connections = Connections(tmp_path / "salestui.db")
    try:
        connections.background.data_version().result()
        running = connections.background.run(lambda connection: connection.execute(_ENDLESS).fetchone())
        while not running.done():  # an interrupt before the query has begun is forgotten
            connections.background.interrupt()
        with pytest.raises(driver.OperationalError, match="interrupted"):
            running.result()
        assert connections.interactive.run(lambda c: c.execute("SELECT 1").fetchone()[0]).result() == 1
    finally:
        connections.close()


def test_another_connections_write_is_noticed(tmp_path: Path) -> None:
    driver.create(tmp_path / "salestui.db")
    connections = Connections(tmp_path / "salestui.db")
    try:
        before = connections.interactive.data_version().result()
        other = driver.connect(tmp_path / "salestui.db", write=True)
        other.execute("INSERT INTO owner (id, name, created_at) VALUES ('o', 'Li', 0)")
        other.close()
        assert connections.interactive.data_version().result() != before
    finally:
        connections.close()

"""What the tests of the store share: English sentences, a file of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from salestui import i18n
from salestui.services.desk import Desk
from salestui.store import driver
from tests.store.desks import Clock, desk_on


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.use("en")


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until the test moves it."""
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the test's file will be; nothing is there yet."""
    return tmp_path / "desk.db"


@pytest.fixture
def li(database: Path, clock: Clock) -> Iterator[Desk]:
    """Li's desk; the file has been made and Li is known in it."""
    from salestui.services.records import add

    with desk_on(database, "Li", now=clock) as desk:
        add(desk, "owner", {"name": "Wang"})
        yield desk


@pytest.fixture
def wang(li: Desk, database: Path, clock: Clock) -> Iterator[Desk]:
    """Wang's desk on the same file."""
    with desk_on(database, "Wang", now=clock) as desk:
        yield desk


@pytest.fixture
def raw(li: Desk, database: Path) -> Iterator[driver.Connection]:
    """A connection beside those of the desks, to look at the file."""
    connection = driver.connect(database, write=True)
    yield connection
    connection.close()

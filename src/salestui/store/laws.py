"""The rule books of a file, from the first to the one in force."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from salestui.domain.instants import from_ms
from salestui.domain.rule_book_json import from_json
from salestui.domain.rules import CalendarRules, RuleBook
from salestui.store.driver import Connection
from salestui.store.reads.values import understood

if TYPE_CHECKING:  # a read asks for books alone
    from salestui.domain.calendar import Calendar
    from salestui.domain.clocks import Law

MakeCalendar = Callable[[CalendarRules], "Calendar"]


class StoredBook(NamedTuple):
    """A rule book as it lies in the file."""

    since: datetime
    text: str  # canonical JSON: equal books have equal texts
    book: RuleBook


def stored_books(connection: Connection) -> tuple[StoredBook, ...]:
    """All rule books, rising by the instant they came into force; empty in a new file.

    Raises StoreError where one of them cannot be read: nothing is timed rightly without it.
    """
    rows = connection.execute("SELECT since, book FROM rules_in_force ORDER BY since, id")
    with understood():
        return tuple(StoredBook(from_ms(row["since"]), row["book"], from_json(row["book"])) for row in rows)


def laws(books: Sequence[StoredBook], make_calendar: MakeCalendar) -> "tuple[Law, ...]":
    """The books ready for use; `make_calendar` asks for holidays, which the domain may not."""
    from salestui.domain.clocks import Law

    return tuple(Law(stored.since, stored.book.rules, make_calendar(stored.book.calendar)) for stored in books)

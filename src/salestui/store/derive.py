"""What follows from the facts, made anew in the transaction that changed them: clocks, warnings, roll-up, search text.

The same functions serve a command, an undo and a change of rules, so that none of them can drift apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from salestui.domain.calendar import Calendar
from salestui.domain.clock import Clock
from salestui.domain.clocks import CustomerFacts, Law, customer_clocks, task_clock
from salestui.domain.instants import to_ms
from salestui.domain.records import RECORDS
from salestui.domain.warnings import WarningSign, warning_signs
from salestui.store import daily
from salestui.store.driver import Connection
from salestui.store.facts import customer_facts, open_deals, task_facts
from salestui.store.lines import refresh_lines
from salestui.store.log import Change
from salestui.store.search import clear_grams, index_customers, index_texts

_COLUMNS = (
    "kind, subject_id, step, ref, rule, customer_id, owner, grade, time_limit,"
    " started_at, soon_at, due_at, due_before_regrade, stopped_at, outcome, due_day"
)
_INSERT = f"INSERT INTO clock ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"
_WARN = (
    "INSERT INTO warning (customer_id, kind, owner, grade, begins_at, score_before, score, counted_from, rhythm,"
    f" complaints, ref) VALUES ({', '.join('?' * 11)})"
)
_STRETCH = "INSERT INTO deal_open (deal_id, opened_at, ended_at, owner, customer_id) VALUES (?, ?, ?, ?, ?)"
_SCORE = (
    "INSERT INTO customer_score (customer_id, place, at, following, score, change, owner) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ORDER = "INSERT INTO customer_order (customer_id, place, at, following, owner) VALUES (?, ?, ?, ?, ?)"
_CUSTOMER_KINDS = "('inquiry', 'follow_up', 'write_down', 'profile_review', 'contact_rhythm', 'renewal')"
_PROMISES = "SELECT owner, due_day, due_at, stopped_at, outcome FROM clock WHERE customer_id = ? AND kind = 'follow_up'"
_SCORES = "SELECT owner, at, change, place FROM customer_score WHERE customer_id = ?"
_STRETCHES = "SELECT owner, opened_at, ended_at FROM deal_open WHERE customer_id = ?"
_DERIVED = (
    *("clock", "warning", "customer_order", "customer_score", "deal_open", "daily"),
    *("customer_search", "customer_line", "text_key", "text_search"),
)
_CHUNK = 2_000


@dataclass(slots=True)
class Touched:
    """Which records' consequences have to be made anew."""

    customers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)  # customers whose search text may have changed
    tasks: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)  # (entity, id)

    def add(self, entity: str, record_id: str, customer_id: str | None) -> None:
        """A record of `entity` changed; `customer_id` is the customer it belongs to, or belonged to."""
        self.texts.add((entity, record_id))
        if entity == "task":
            self.tasks.add(record_id)
        elif customer_id is not None:
            self.customers.add(customer_id)
            if entity in ("customer", "contact", "customer_tag"):
                self.names.add(customer_id)


def refresh(connection: Connection, touched: Touched, changes: Iterable[Change], laws: Sequence[Law]) -> None:
    """Make the derived rows of `touched` anew, by `laws` (rising by `since`); `changes` are what the command did."""
    customers = sorted(touched.customers)
    counts = daily.of_records(connection, changes, laws)
    counts.subtract(_derived_counts(connection, customers, laws[-1].calendar))
    _refresh_customers(connection, customers, laws)
    counts.update(_derived_counts(connection, customers, laws[-1].calendar))
    daily.add(connection, counts)
    _refresh_tasks(connection, sorted(touched.tasks), laws)
    index_customers(connection, sorted(touched.names))
    index_texts(connection, sorted(touched.texts))


def refresh_all_clocks(connection: Connection, laws: Sequence[Law]) -> int:
    """Make every clock, warning and day anew: after a change of rules or schema. Returns how many clocks there are."""
    _refresh_customers(connection, [row[0] for row in connection.execute("SELECT id FROM customer")], laws)
    _refresh_tasks(connection, [row[0] for row in connection.execute("SELECT id FROM task")], laws)
    daily.rebuild(connection, laws)
    return int(connection.execute("SELECT count(*) FROM clock").fetchone()[0])


def refresh_everything(connection: Connection, laws: Sequence[Law]) -> None:
    """Make all derived tables anew: a big file made without commands, and the proof that commands kept them right."""
    for table in _DERIVED:
        connection.execute(f"DELETE FROM {table}")
    clear_grams(connection)
    refresh_all_clocks(connection, laws)
    index_customers(connection, [row[0] for row in connection.execute("SELECT id FROM customer").fetchall()])
    for entity in (record.id for record in RECORDS.values() if record.searched):
        ids = connection.execute(f"SELECT id FROM {entity}").fetchall()
        index_texts(connection, ((entity, row[0]) for row in ids))


def _refresh_customers(connection: Connection, customers: Sequence[str], laws: Sequence[Law]) -> None:
    for chunk in _chunks(customers):
        connection.executemany(
            f"DELETE FROM clock WHERE customer_id = ? AND kind IN {_CUSTOMER_KINDS}",
            [(customer,) for customer in chunk],
        )
        connection.executemany("DELETE FROM warning WHERE customer_id = ?", [(customer,) for customer in chunk])
        connection.executemany("DELETE FROM deal_open WHERE customer_id = ?", [(each,) for each in chunk])
        connection.executemany(_STRETCH, open_deals(connection, chunk))
        connection.executemany("DELETE FROM customer_score WHERE customer_id = ?", [(each,) for each in chunk])
        connection.executemany("DELETE FROM customer_order WHERE customer_id = ?", [(each,) for each in chunk])
        for facts in customer_facts(connection, chunk):
            connection.executemany(_ORDER, _orders(facts))
            connection.executemany(_SCORE, _scores(facts))
            connection.executemany(_INSERT, (_row(clock) for clock in customer_clocks(facts, laws)))
            connection.executemany(_WARN, (_warning(sign) for sign in warning_signs(facts, laws)))
        refresh_lines(connection, chunk)


def _derived_counts(connection: Connection, customers: Sequence[str], calendar: Calendar) -> daily.Counts:
    """What the derived rows of `customers` add to the roll-up."""
    counts: daily.Counts = Counter()
    for customer in customers:
        counts.update(daily.of_promises(connection.execute(_PROMISES, (customer,))))
        counts.update(daily.of_open_deals(connection.execute(_STRETCHES, (customer,)), calendar))
        counts.update(daily.of_scores(connection.execute(_SCORES, (customer,)), calendar))
    return counts


def _refresh_tasks(connection: Connection, tasks: Sequence[str], laws: Sequence[Law]) -> None:
    for chunk in _chunks(tasks):
        connection.executemany("DELETE FROM clock WHERE kind = 'task' AND subject_id = ?", [(task,) for task in chunk])
        connection.executemany(_INSERT, (_row(task_clock(facts, laws)) for facts in task_facts(connection, chunk)))


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def _row(clock: Clock) -> tuple[object, ...]:
    instants = (clock.soon_at, clock.due_at, clock.due_before_regrade, clock.stopped_at)
    return (
        clock.kind,
        clock.subject_id,
        clock.step,
        clock.ref,
        clock.rule,
        clock.customer_id,
        clock.owner,
        clock.grade,
        clock.time_limit,
        to_ms(clock.started_at),
        *(None if instant is None else to_ms(instant) for instant in instants),
        clock.outcome,
        None if clock.due_day is None else clock.due_day.isoformat(),
    )


def _orders(facts: CustomerFacts) -> Iterator[tuple[object, ...]]:
    """The customer's orders, each with when the next followed; an archived customer is in no figure of customers."""
    orders = () if facts.archived else tuple(map(to_ms, facts.orders))
    for place, (at, following) in enumerate(zip_longest(orders, orders[1:]), start=1):
        yield facts.id, place, at, following, facts.owner


def _scores(facts: CustomerFacts) -> Iterator[tuple[object, ...]]:
    """The customer's scores, each with when the next followed and what it differs from the one before."""
    scores = () if facts.archived else facts.scores
    before = 0
    for place, (score, following) in enumerate(zip_longest(scores, scores[1:]), start=1):
        until = None if following is None else to_ms(following.at)
        yield facts.id, place, to_ms(score.at), until, score.points, score.points - before, facts.owner
        before = score.points


def _warning(sign: WarningSign) -> tuple[object, ...]:
    return (
        sign.customer_id,
        sign.kind,
        sign.owner,
        sign.grade,
        to_ms(sign.since),
        sign.score_before,
        sign.score,
        None if sign.counted_from is None else to_ms(sign.counted_from),
        sign.rhythm,
        sign.complaints,
        sign.ref,
    )

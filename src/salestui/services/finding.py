"""Lists, cards and search. Reads only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from salestui.domain.funnel import Entry
from salestui.domain.records import RECORDS, record_of_ref, that_can
from salestui.domain.rows import (
    ContactRow,
    CustomerName,
    DealRow,
    Found,
    ObjectionRow,
    TaskRow,
    Waiting,
)
from salestui.domain.views import Filter, View
from salestui.domain.words import Method
from salestui.services.browsing import listed_customers
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.desk import owners_of as owners_of  # the face of the owners to forms
from salestui.services.naming import customer_named, known_owner, record_named
from salestui.store.driver import Connection
from salestui.store.reads import deals as deals_read
from salestui.store.reads import find as search
from salestui.store.reads import names, plain, records
from salestui.store.reads import reviews as reviews_read
from salestui.store.reads import tasks as tasks_read
from salestui.store.reads import waiting as waiting_reads
from salestui.store.reads.meanwhile import gone
from salestui.store.reads.values import day, there, understood

if TYPE_CHECKING:
    from salestui.domain.goals import GoalRow

_CARD_FOLLOW_UPS = 20


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of a customer now: profile by field id, decision chain, what waits. The story is `story`'s."""

    customer: CustomerName
    now: datetime
    profile: dict[str, object]
    customer_since: date | None
    touches: tuple[tuple[Method, int], ...]
    last_contacted_at: datetime | None
    contacts: tuple[ContactRow, ...]  # whoever decides first
    waiting: tuple[Waiting, ...]
    deals: tuple[DealRow, ...]  # open ones by expected close, and those that were won or lost


@dataclass(frozen=True, slots=True)
class Card(Face):
    """A customer on one page: the face, and by kind of record what belongs to it.

    Of inquiries and follow-ups the newest.
    """

    parts: Mapping[str, tuple[Any, ...]]  # Any: each record has its own row


def face(desk: Desk, customer: CustomerName) -> Face:
    """What is known of a customer now."""
    from salestui.services.prefilling import profile_of  # with all that is read of forms: lists need not pay for it

    reader, key, now = desk.reader, customer.id, desk.now()
    columns = records.columns_of(reader, "customer", key)
    with understood():
        since, profile = day(columns["customer_since"]), profile_of(desk, columns)
    return Face(
        customer=customer,
        now=now,
        profile=profile,
        customer_since=since,
        touches=tuple(records.touch_history(reader, key)),
        last_contacted_at=records.last_contacted_at(reader, key),
        contacts=tuple(contacts_of(desk, customer)),
        waiting=tuple(waiting_reads.of_customer(reader, now, key)),
        deals=tuple(deals_read.deals(reader, limit=-1, everything=True, customer=key)),
    )


def card(desk: Desk, customer: CustomerName) -> Card:
    """Everything about one customer."""
    known = face(desk, customer)
    parts: dict[str, tuple[Any, ...]] = {"contact": known.contacts, "deal": known.deals}
    for record in that_can("show"):
        if RECORDS[record].part_of == "customer" and record not in parts:
            limit = _CARD_FOLLOW_UPS if record in ("inquiry", "follow_up") else -1
            parts[record] = tuple(_reading(record)(desk.reader, limit=limit, customer=customer.id))
    return Card(**{field.name: getattr(known, field.name) for field in fields(Face)}, parts=parts)


@dataclass(frozen=True, slots=True)
class Shown:
    """One record other than a customer."""

    entity: str
    now: datetime
    record: Any  # its row, each of its own type
    objections: tuple[ObjectionRow, ...]
    waiting: tuple[Waiting, ...]
    stages: tuple[Entry, ...] = ()  # of a deal: when it came to each, rising


def show(desk: Desk, text: str) -> Card | Shown:
    """The customer or record that `text` names. Raises NotFoundError, AmbiguousError."""
    entity, key = record_named(desk, text, only=that_can("show"))
    if entity == "customer":
        return card(desk, there(names.by_key(desk.reader, key)))
    return shown(desk, entity, key)


def shown(desk: Desk, entity: str, key: str) -> Shown:
    """A record other than a customer, by its key. Raises GoneError."""
    record = one(desk, entity, key)
    now = desk.now()
    return Shown(
        entity=entity,
        now=now,
        record=record,
        objections=tuple(records.objections(desk.reader, key)) if entity == "follow_up" else (),
        waiting=tuple(waiting_reads.by_ref(desk.reader, now, record.ref)),
        stages=deals_read.stages(desk.reader, key) if entity == "deal" else (),
    )


def one(desk: Desk, entity: str, key: str) -> Any:  # Any: each record has its own row
    """The row of a record by its key. Raises GoneError."""
    for row in _reading(entity)(desk.reader, limit=1, id=key):
        return row
    raise gone(desk.reader, key)


def _goals(connection: Connection, *, limit: int, id: str) -> list["GoalRow"]:  # noqa: A002 - the column
    from salestui.store.reads import goals  # with the figures and their units: other records need not pay for them

    return goals.goals(connection, limit=limit, id=id)


_READS: dict[str, Callable[..., list[Any]]] = {  # records that are more than their fields; Any: as above
    "inquiry": records.inquiries,
    "follow_up": records.follow_ups,
    "task": tasks_read.tasks,
    "deal": deals_read.deals,
    "competitor": deals_read.competitors,
    "review": reviews_read.reviews,
    "goal": _goals,
}


def _reading(record: str) -> Callable[..., list[Any]]:  # Any: as above
    return _READS.get(record) or partial(plain.listed, record=record)


def find(desk: Desk, text: str, limit: int) -> list[Found]:
    """Customers by part of anything they are known by, then what was said, newest first."""
    return search.find(desk.reader, text, limit)


def by_ref(desk: Desk, text: str, limit: int) -> list[Found]:
    """Inquiries, tasks, follow-ups or deals whose ref begins with `text` ("I-7"); none where it reads otherwise."""
    entity = record_of_ref(text.strip())
    known = entity in ("inquiry", "task", "follow_up", "deal")
    return search.by_ref(desk.reader, entity, text.strip(), limit) if entity is not None and known else []


def listed(
    desk: Desk,
    record: str,
    *,
    limit: int,
    owner: str | None = None,
    grade: str | None = None,
    customer: str | None = None,
    **more: Any,  # Any: filters of the record's own
) -> list[Any]:  # Any: the rows of the record asked for
    """Records of a kind, in the order of their list; `customer` as typed. Raises NotFoundError."""
    if record == "customer":
        chosen = Filter(owner=(owner,) if owner else (), grade=(grade,) if grade else ())
        return list(listed_customers(desk, View(chosen), limit=limit, customer=customer))
    whose = {
        "owner": None if owner is None else known_owner(desk, owner),
        "grade": grade,
        "customer": None if customer is None else customer_named(desk, customer).id,
    }
    given = {name: value for name, value in whose.items() if value is not None}
    return list(_reading(record)(desk.reader, limit=limit, **given, **more))


def tasks(desk: Desk, *, owner: str | None, everything: bool, limit: int) -> list[TaskRow]:
    """Tasks by their end; done and dropped ones only with `everything`."""
    whose = None if owner is None else known_owner(desk, owner)
    return tasks_read.tasks(desk.reader, limit=limit, everything=everything, owner=whose)


def task(desk: Desk, key: str) -> TaskRow:
    """One task by its key."""
    return there(next(iter(tasks_read.tasks(desk.reader, limit=1, id=key)), None))

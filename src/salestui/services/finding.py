"""Lists, cards and search. Reads only."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from salestui.domain.funnel import Entry
from salestui.domain.instants import from_ms
from salestui.domain.rows import (
    CompetitorRow,
    ContactRow,
    CustomerName,
    DealRow,
    FollowUpRow,
    Found,
    InquiryRow,
    ObjectionRow,
    ReviewRow,
    TaskRow,
    Waiting,
)
from salestui.domain.views import Filter, View
from salestui.domain.words import Method
from salestui.services.browsing import listed_customers
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.desk import owners_of as owners_of  # the face of the owners to forms
from salestui.services.naming import customer_named, entity_of_ref, known_owner, record_named
from salestui.store.driver import Connection
from salestui.store.reads import deals as deals_read
from salestui.store.reads import find as search
from salestui.store.reads import records
from salestui.store.reads import reviews as reviews_read
from salestui.store.reads import tasks as tasks_read
from salestui.store.reads import waiting as waiting_reads

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
    """A customer on one page: the face, and the newest of the story."""

    inquiries: tuple[InquiryRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    tasks: tuple[TaskRow, ...]


def face(desk: Desk, customer: CustomerName) -> Face:
    """What is known of a customer now."""
    reader, key, now = desk.reader, customer.id, desk.now()
    columns = records.columns_of(reader, "customer", key)
    since = columns["customer_since"]
    return Face(
        customer=customer,
        now=now,
        profile=profile_of(desk, key, columns),
        customer_since=date.fromisoformat(since) if since else None,
        touches=tuple(records.touch_history(reader, key)),
        last_contacted_at=records.last_contacted_at(reader, key),
        contacts=tuple(contacts_of(desk, customer)),
        waiting=tuple(waiting_reads.of_customer(reader, now, key)),
        deals=tuple(deals_read.deals(reader, limit=-1, everything=True, customer=key)),
    )


def card(desk: Desk, customer: CustomerName) -> Card:
    """Everything about one customer."""
    reader, key, known = desk.reader, customer.id, face(desk, customer)
    return Card(
        **{field.name: getattr(known, field.name) for field in fields(Face)},
        inquiries=tuple(records.inquiries(reader, limit=_CARD_FOLLOW_UPS, customer=key)),
        follow_ups=tuple(records.follow_ups(reader, limit=_CARD_FOLLOW_UPS, customer=key)),
        tasks=tuple(tasks_read.tasks(reader, limit=-1, customer=key)),
    )


def profile_of(desk: Desk, key: str, columns: dict[str, Any]) -> dict[str, object]:  # Any: SQLite's own values
    """A customer's fields by id, from its `columns` in stored form and the tables beside them."""
    from salestui.domain.money import Money
    from salestui.domain.records import RECORDS

    profile: dict[str, object] = {}
    for field in RECORDS["customer"].fields:
        match field.id:
            case "tags":
                profile["tags"] = records.tags_of(desk.reader, key)
            case "satisfaction":
                profile["satisfaction"] = records.last_score(desk.reader, key)
            case "annual_revenue":
                minor = columns["annual_revenue"]
                profile["annual_revenue"] = None if minor is None else Money(minor, columns["currency"])
            case name:
                profile[name] = columns[name]
    profile["created_at"] = from_ms(columns["created_at"])
    return profile


@dataclass(frozen=True, slots=True)
class Shown:
    """One record other than a customer."""

    entity: str
    now: datetime
    record: "ContactRow | InquiryRow | FollowUpRow | TaskRow | DealRow | CompetitorRow | GoalRow | ReviewRow"
    objections: tuple[ObjectionRow, ...]
    waiting: tuple[Waiting, ...]
    stages: tuple[Entry, ...] = ()  # of a deal: when it came to each, rising


def show(desk: Desk, text: str) -> Card | Shown:
    """The customer or record that `text` names. Raises NotFoundError, AmbiguousError."""
    entity, key = record_named(desk, text, only=("customer", *_LISTS))
    if entity == "customer":
        columns = records.columns_of(desk.reader, "customer", key)
        whose = CustomerName(
            key, columns["code"], columns["name"], columns["owner"], columns["archived_at"] is not None
        )
        return card(desk, whose)
    return shown(desk, entity, key)


def shown(desk: Desk, entity: str, key: str) -> Shown:
    """A record other than a customer, by its key."""
    record = _LISTS[entity](desk.reader, limit=1, id=key)[0]
    now = desk.now()
    return Shown(
        entity=entity,
        now=now,
        record=record,
        objections=tuple(records.objections(desk.reader, key)) if entity == "follow_up" else (),
        waiting=tuple(waiting_reads.by_ref(desk.reader, now, record.ref)),
        stages=deals_read.stages(desk.reader, key) if entity == "deal" else (),
    )


def _goals(connection: Connection, *, limit: int, id: str) -> list["GoalRow"]:  # noqa: A002 - the column
    from salestui.store.reads import goals  # with the figures and their units: other records need not pay for them

    return goals.goals(connection, limit=limit, id=id)


_LISTS: dict[str, Any] = {  # Any: each list has its own row
    "contact": records.contacts,
    "inquiry": records.inquiries,
    "follow_up": records.follow_ups,
    "task": tasks_read.tasks,
    "deal": deals_read.deals,
    "competitor": deals_read.competitors,
    "review": reviews_read.reviews,
    "goal": _goals,
}


def find(desk: Desk, text: str, limit: int) -> list[Found]:
    """Customers by part of anything they are known by, then what was said, newest first."""
    return search.find(desk.reader, text, limit)


def by_ref(desk: Desk, text: str, limit: int) -> list[Found]:
    """Inquiries, tasks, follow-ups or deals whose ref begins with `text` ("I-7"); none where it reads otherwise."""
    entity = entity_of_ref(text.strip())
    known = entity in ("inquiry", "task", "follow_up", "deal")
    return search.by_ref(desk.reader, entity, text.strip(), limit) if entity is not None and known else []


def listed(
    desk: Desk,
    what: str,
    *,
    limit: int,
    owner: str | None = None,
    grade: str | None = None,
    customer: str | None = None,
) -> list[Any]:  # Any: the rows of the list asked for
    """A list of records: customers, contacts, inquiries, follow_ups, tasks or owners; or duplicates, in pairs.

    Raises NotFoundError.
    """
    if what == "owners":
        return list(owners_of(desk))
    if what == "duplicates":
        from salestui.services.duplicates import pairs  # patterns that other lists need not pay

        return pairs(desk, limit)
    if what == "customers":
        chosen = Filter(owner=(owner,) if owner else (), grade=(grade,) if grade else ())
        return list(listed_customers(desk, View(chosen), limit=limit, customer=customer))
    filters = {
        "owner": None if owner is None else known_owner(desk, owner),
        "grade": grade,
        "customer": None if customer is None else customer_named(desk, customer).id,
    }
    reads: dict[str, Any] = {  # Any: each list has its own row
        "contacts": records.contacts,
        "inquiries": records.inquiries,
        "follow_ups": records.follow_ups,
        "tasks": tasks_read.tasks,
    }
    return list(reads[what](desk.reader, limit=limit, **filters))


def tasks(desk: Desk, *, owner: str | None, everything: bool, limit: int) -> list[TaskRow]:
    """Tasks by their end; done and dropped ones only with `everything`."""
    whose = None if owner is None else known_owner(desk, owner)
    return tasks_read.tasks(desk.reader, limit=limit, everything=everything, owner=whose)


def task(desk: Desk, key: str) -> TaskRow:
    """One task by its key."""
    return tasks_read.tasks(desk.reader, limit=1, id=key)[0]

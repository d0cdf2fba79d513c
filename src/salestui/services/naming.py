"""From what a person types to the record meant: one, none with the nearest names, or several to choose from."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from salestui.domain.records import RECORDS, record_of_ref
from salestui.domain.rows import CustomerName
from salestui.errors import AmbiguousError, ArchivedError, NotFoundError, UsageError
from salestui.i18n import _, label, listed
from salestui.services.desk import Desk, owners_of
from salestui.store.reads import names
from salestui.store.reads.meanwhile import gone
from salestui.store.reads.records import columns_of

_MOST_CANDIDATES = 10
_NEAREST_AMONG = 20_000  # names compared when nothing was found; more would take seconds


def customer_named(desk: Desk, text: str) -> CustomerName:
    """The customer called `text`: by code, by exact name, or by a part of what it is known by (pinyin too).

    Raises NotFoundError with the nearest names, AmbiguousError with the candidates.
    """
    found = names.by_code(desk.reader, text)
    if found is not None:
        return found
    exact = names.by_name(desk.reader, text)
    if len(exact) == 1:
        return exact[0]
    # Nothing is a part of every name: it means nobody.
    several = exact or (names.containing(desk.reader, text, _MOST_CANDIDATES + 1) if text.strip() else [])
    if len(several) == 1:
        return several[0]
    if several:
        raise AmbiguousError(
            _("{text} fits several customers", text=repr_text(text)),
            [f"{row.code}  {row.name}" for row in several[:_MOST_CANDIDATES]],
            _("name one by its code"),
        )
    raise NotFoundError(
        _("no customer is called {text}", text=repr_text(text)),
        nearest(text, names.all_names(desk.reader, _NEAREST_AMONG)) or _("'salestui list customers' shows them all"),
    )


def active_customer(desk: Desk, text: str) -> CustomerName:
    """As `customer_named`, and not archived: something is about to be written about it."""
    found = customer_named(desk, text)
    if found.archived:
        raise ArchivedError(
            _("{code} {name} is archived", code=found.code, name=found.name),
            _("bring it back with: salestui archive {code} --back", code=found.code),
            entity="customer",
            key=found.id,
        )
    return found


def candidates(desk: Desk, text: str, limit: int = 4) -> list[CustomerName]:
    """Customers that `text` could mean, the best first; none for an empty text."""
    return names.containing(desk.reader, text, limit) if text.strip() else []


def is_known(desk: Desk, text: str) -> bool:
    """Whether `text` names at least one customer, be it by a part of a name."""
    return bool(names.by_code(desk.reader, text) or names.by_name(desk.reader, text) or candidates(desk, text, 1))


def contact_named(desk: Desk, customer: CustomerName, text: str) -> str:
    """The key of a contact of `customer` by ref, name, or part of a name."""
    rows = names.contacts_named(desk.reader, customer.id, text)
    if len(rows) == 1:
        return str(rows[0]["id"])
    if rows:
        raise AmbiguousError(
            _("{text} fits several contacts of {code}", text=repr_text(text), code=customer.code),
            [f"{row['ref']}  {row['name']}" for row in rows],
            _("name one by its ref"),
        )
    raise NotFoundError(
        _("{code} has no contact called {text}", code=customer.code, text=repr_text(text)),
        _("add one with: salestui add contact {code} NAME", code=customer.code),
    )


def known_owner(desk: Desk, name: str) -> str:
    """`name`, if somebody of that name can own something. Raises NotFoundError with the nearest."""
    known = owners_of(desk)
    if name in known:
        return name
    raise NotFoundError(
        _("no owner is called {name}", name=repr_text(name)),
        nearest(name, known) or _("add one with: salestui add owner NAME"),
    )


def record_named(desk: Desk, text: str, *, only: Iterable[str] = ()) -> tuple[str, str]:
    """(entity, key) of what `text` names: a ref, else a customer. Raises NotFoundError, AmbiguousError, UsageError.

    A customer's name or code may read like a ref (T-Mobile): it is meant where nothing goes by that ref.
    """
    entity = record_of_ref(text)
    allowed = tuple(only)
    if entity is None:
        if allowed and "customer" not in allowed:
            raise UsageError(
                _("{text} is not the ref of a record", text=repr_text(text)),
                _("refs look like {example}", example=f"{RECORDS[allowed[0]].letter}-7KQ2MD"),
            )
        return "customer", customer_named(desk, text).id
    key = names.id_of_ref(desk.reader, entity, text)
    if key is None:
        customers_too = not allowed or "customer" in allowed
        if customers_too and (names.by_code(desk.reader, text) or names.by_name(desk.reader, text)):
            return "customer", customer_named(desk, text).id
        raise NotFoundError(
            _("there is no {record} {ref}", record=label("record", entity), ref=repr_text(text)),
            _("'salestui due' and 'salestui list' show the refs"),
        )
    if allowed and entity not in allowed:
        raise UsageError(
            _("{ref} is a {record}", ref=text, record=label("record", entity)),
            _("this works on: {records}", records=listed(label("record", each) for each in allowed)),
        )
    return entity, key


class RecordName(NamedTuple):
    """What people call a record, and the customer it belongs to."""

    record: str
    key: str
    ref: str  # the code of a customer; empty where it has none
    name: str
    customer: CustomerName | None


def name_of(desk: Desk, record: str, key: str) -> RecordName:
    """What the record `key` is called. Raises GoneError where it is not there."""
    held, kind = columns_of(desk.reader, record, key), RECORDS[record]
    if not held:
        raise gone(desk.reader, key)
    whose = key if record == "customer" else held.get("customer_id")
    customer = None if whose is None else names.by_key(desk.reader, whose)
    return RecordName(record, key, str(held.get(kind.ref_column, "")), str(held[kind.named_by] or ""), customer)


def nearest(text: str, known: Sequence[str]) -> str:
    """A hint with the names most like `text`; empty where none is."""
    from difflib import get_close_matches  # only where something went wrong

    found = get_close_matches(text, known, n=3, cutoff=0.5)
    return _("did you mean {names}?", names=listed(found)) if found else ""


def repr_text(text: str) -> str:
    """A value quoted inside a message."""
    return f"'{text}'"

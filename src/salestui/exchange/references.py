"""What a file's cells refer to: customers, contacts, inquiries of the desk. Exactly, never by a part of a name."""

from dataclasses import dataclass
from datetime import datetime

from salestui.domain.folding import fold
from salestui.domain.instants import from_ms
from salestui.domain.rows import CustomerName
from salestui.i18n import _, listed
from salestui.services.desk import Desk
from salestui.services.naming import nearest
from salestui.store.reads import names
from salestui.store.reads.records import columns_of

_NEAREST_AMONG = 5_000  # names; a file of strangers asks again with every row


class UnresolvedError(ValueError):
    """A cell names nothing, or several things; the message is for the user."""


@dataclass(frozen=True, slots=True)
class OpenInquiry:
    """An inquiry that a row says it answers."""

    id: str
    ref: str
    received_at: datetime


class References:
    """Looks up what cells name, each text once."""

    def __init__(self, desk: Desk) -> None:
        self._reader = desk.reader
        self._customers: dict[str, CustomerName | UnresolvedError] = {}
        self._all_names: list[str] | None = None

    def customer(self, text: str) -> CustomerName:
        """The customer with this code or exactly this name. Raises UnresolvedError."""
        found = self._customers.get(text)
        if found is None:
            found = self._customers[text] = self._looked_up(text)
        if isinstance(found, UnresolvedError):
            raise found
        return found

    def _looked_up(self, text: str) -> CustomerName | UnresolvedError:
        coded = names.by_code(self._reader, text)
        if coded is not None:
            if coded.archived:
                return UnresolvedError(_("{code} {name} is archived", code=coded.code, name=coded.name))
            return coded
        named = names.by_name(self._reader, text)
        if len(named) == 1:
            return named[0]
        if named:
            codes = listed(each.code for each in named)
            return UnresolvedError(_("several customers have this name: {codes} – use the code", codes=codes))
        if self._all_names is None:
            self._all_names = names.all_names(self._reader, _NEAREST_AMONG)
        near = nearest(text, self._all_names)
        why = _("no customer has this code or name")
        return UnresolvedError(f"{why} – {near}" if near else why)

    def customers_named(self, name: str) -> bool:
        """Whether a customer has exactly this name."""
        return bool(names.by_name(self._reader, name))

    def owner_of_code(self, code: str) -> CustomerName | None:
        """The customer, archived or not, that has this code."""
        return names.by_code(self._reader, code)

    def contact(self, customer: CustomerName, text: str) -> str:
        """The key of the contact of `customer` with this ref or exactly this name. Raises UnresolvedError."""
        found = self._contacts(customer, text)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnresolvedError(_("{code} has several contacts of this name – use the ref", code=customer.code))
        raise UnresolvedError(_("{code} has no contact of this name – import contacts first", code=customer.code))

    def has_contact(self, customer: CustomerName, name: str) -> bool:
        """Whether `customer` has a contact of exactly this name."""
        return bool(self._contacts(customer, name))

    def _contacts(self, customer: CustomerName, text: str) -> list[str]:
        rows = names.contacts_named(self._reader, customer.id, text)
        return [str(row["id"]) for row in rows if row["name"] == text or row["ref"] == text.upper()]

    def inquiry(self, customer: CustomerName, ref: str) -> OpenInquiry:
        """The inquiry `ref` of `customer`. Raises UnresolvedError."""
        ref = fold(ref).upper()
        key = names.id_of_ref(self._reader, "inquiry", ref)
        held = {} if key is None else columns_of(self._reader, "inquiry", key)
        if key is None or held["archived_at"] is not None:
            raise UnresolvedError(_("there is no inquiry {ref}", ref=ref))
        if held["customer_id"] != customer.id:
            raise UnresolvedError(_("{ref} is another customer's inquiry", ref=ref))
        return OpenInquiry(key, ref, from_ms(held["received_at"]))

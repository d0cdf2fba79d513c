"""The other forms: inquiry (with a new customer in one go), customer, contact, task, resolution."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.durations import format_duration
from salestui.domain.fields import FIELDS, FieldError, field_of, read
from salestui.domain.rows import ContactRow, CustomerName, Waiting
from salestui.domain.words import InquiryKind
from salestui.errors import SalestuiError
from salestui.i18n import _, label, listed
from salestui.sentences import about, limit_text, moment
from salestui.services import finding, naming, outlook, prefilling
from salestui.services.desk import Desk
from salestui.services.merging import Seen
from salestui.tui.forms.changing import ChangingForm
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.inquiries import Received, Resolved
    from salestui.services.records import Saved


class InquiryForm(Form["Received"]):
    """Receive an inquiry; a name nobody has makes the customer too."""

    def __init__(self, desk: Desk, customer: CustomerName | None) -> None:
        super().__init__(desk)
        self.customer = customer

    def title_line(self) -> str:
        """What it is."""
        return _("Inquiry: something a customer waits on")

    def entries(self) -> Sequence[Entry]:
        """Who, what kind, what, when."""
        whose = self.customer.code if self.customer is not None else ""
        return [
            Entry(
                "customer",
                label("field", "inquiry.customer"),
                value=whose,
                required=True,
                complete=self._complete,
                understood=self._whose,
            ),
            entry(self.desk, "inquiry", "kind", value=InquiryKind.LEAD, required=True),
            entry(self.desk, "inquiry", "text", required=True),
            entry(self.desk, "inquiry", "received_at", title=_("when (now)")),
            entry(self.desk, "inquiry", "channel"),
            Entry(
                "complex", label("field", "inquiry.complex"), choices=(("no", _("no")), ("yes", _("yes"))), value="no"
            ),
            Entry("contact", label("field", "inquiry.contact"), suggest=self._contacts()),
        ]

    def _contacts(self) -> tuple[str, ...]:
        if self.customer is None:
            return ()
        return tuple(row.name for row in finding.contacts_of(self.desk, self.customer))

    def _complete(self, text: str) -> str | None:
        """The first customer whose name goes on as typed."""
        names = (row.name for row in naming.candidates(self.desk, text))
        return next((name for name in names if len(text) > 1 and name.startswith(text)), None)

    def _whose(self, text: str) -> str:
        found = self._found(text)
        if found is not None:
            return f"{found.code} {found.name}"
        near = naming.candidates(self.desk, text)
        if near:
            return _("new customer, or one of: {names}", names=listed(f"{row.code} {row.name}" for row in near))
        return _("new customer")

    def _found(self, text: str) -> CustomerName | None:
        try:
            return naming.customer_named(self.desk, text)
        except SalestuiError:
            return None

    def live(self, typed: Mapping[str, str]) -> str:
        """Until when it must be answered."""
        try:
            received = read(field_of("inquiry", "received_at"), typed.get("received_at", ""), self.desk.reading())
        except FieldError:
            return ""
        received_at = received if isinstance(received, datetime) else self.desk.now()
        kind = InquiryKind(typed.get("kind", InquiryKind.LEAD))
        found = outlook.inquiry_outlook(self.desk, kind, received_at, self._found(typed.get("customer", "")))
        due = moment(found.due_at, self.desk.now(), self.desk.zone)
        return _("{rule}: {limit}, due {due}", rule=found.rule, limit=limit_text(format_duration(found.limit)), due=due)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Received"]:
        """Start its clock."""
        fields = {name: text for name, text in typed.items() if name != "customer"}

        def receive(desk: Desk) -> "Received":
            from salestui.services import inquiries

            name = typed.get("customer", "").strip()
            known = naming.is_known(desk, name)
            return inquiries.receive_inquiry(desk, name, fields, new_customer=None if known else {})

        return receive


class RecordForm(Form["Saved"]):
    """Fields of a new record by its own definition: customer, contact or task."""

    def __init__(
        self,
        desk: Desk,
        record: str,
        title: str,
        store: Callable[[Desk, dict[str, str]], "Saved"],
        *,
        values: Mapping[str, str] | None = None,
        leaving_out: Sequence[str] = (),
    ) -> None:
        super().__init__(desk)
        self._record = record
        self._heading = title
        self._store = store
        self._values = dict(values or {})
        self._leaving_out = frozenset(leaving_out)

    def title_line(self) -> str:
        """What it is."""
        return self._heading

    def entries(self) -> Sequence[Entry]:
        """Every field a person sets."""
        return record_entries(self.desk, self._record, self._values, self._leaving_out)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """What was typed; a field that was filled in beforehand may have been emptied."""
        filled = {name: typed.get(name, "") for name in {*typed, *self._values}}
        return lambda desk: self._store(desk, filled)


class ChangeForm(ChangingForm["Saved"]):
    """The fields of a record that is there, filled in; only what is changed here is written."""

    def __init__(
        self,
        desk: Desk,
        record: str,
        key: str,
        title: str,
        change: Callable[[Desk, str, Mapping[str, str], Seen], "Saved"],
        *,
        leaving_out: Sequence[str] = (),
    ) -> None:
        super().__init__(desk, record, key)
        self._heading = title
        self._change = change
        self._leaving_out = frozenset(leaving_out)

    def title_line(self) -> str:
        """Which one."""
        return self._heading

    def entries(self) -> Sequence[Entry]:
        """Every field a person sets."""
        return record_entries(self.desk, self.entity, self.seen.values, self._leaving_out)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """Only what differs from what was shown, beside what was shown of it."""
        changed = self.changed(typed, [row.entry.id for row in self.query(EntryRow)])
        key, seen = self.key, self.seen
        return lambda desk: self._change(desk, key, changed, seen)


def record_entries(
    desk: Desk, record: str, values: Mapping[str, str], leaving_out: Collection[str] = ()
) -> Sequence[Entry]:
    """The fields of a record that a person sets, with `values` in them."""
    known = {"owner": tuple(finding.owners_of(desk)), "tags": prefilling.tags_in_use(desk)}
    return [
        entry(desk, record, field.id, value=values.get(field.id, ""), suggest=known.get(field.id, ()))
        for field in FIELDS[record]
        if field.settable and field.id not in leaving_out
    ]


def new_customer(desk: Desk) -> RecordForm:
    """A customer that is not there yet; its code is given by the program."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import records

        return records.add_customer(desk, typed)

    return RecordForm(desk, "customer", _("New customer"), store, leaving_out=("code",))


def change_customer(desk: Desk, customer: CustomerName) -> ChangeForm:
    """The profile of a customer."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import records

        return records.change_customer(desk, key, typed, seen)

    return ChangeForm(desk, "customer", customer.id, f"{customer.code} {customer.name}", change)


def new_contact(desk: Desk, customer: CustomerName) -> RecordForm:
    """Somebody on the customer's side."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import records

        return records.add_contact(desk, customer.code, typed)

    title = _("New contact of {code} {name}", code=customer.code, name=customer.name)
    return RecordForm(desk, "contact", title, store, leaving_out=("customer",))


def change_contact(desk: Desk, contact: ContactRow) -> ChangeForm:
    """What is known of a contact."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import records

        return records.change_contact(desk, key, typed, seen)

    key = naming.record_named(desk, contact.ref)[1]
    return ChangeForm(desk, "contact", key, contact.name, change, leaving_out=("customer",))


def new_task(desk: Desk, customer: CustomerName) -> RecordForm:
    """Something to be done for a customer; mine unless I give it to somebody."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import tasks

        return tasks.add_task(desk, {"owner": desk.settings.owner, **typed, "customer": customer.code})

    title = _("New task for {code} {name}", code=customer.code, name=customer.name)
    values = {"owner": desk.settings.owner}
    return RecordForm(desk, "task", title, store, values=values, leaving_out=("customer", "status"))


class ResolutionForm(ChangingForm["Resolved"]):
    """The solution of an objection or complaint, and whether the customer knows it."""

    def __init__(self, desk: Desk, row: Waiting) -> None:
        super().__init__(desk, "inquiry", row.clock.subject_id)
        self._row = row

    def title_line(self) -> str:
        """Which one."""
        return _("Resolve {ref}: {about}", ref=self._row.clock.ref, about=about(self._row))

    def entries(self) -> Sequence[Entry]:
        """The result, which may be there already, and telling."""
        return [
            entry(self.desk, "inquiry", "result", value=self.seen.values.get("result", "")),
            Entry("told", _("customer told"), choices=(("no", _("no")), ("yes", _("yes"))), value="no"),
        ]

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Resolved"]:
        """Stop its clock."""
        key, seen, told = self.key, self.seen, typed.get("told") == "yes"
        result = self.changed(typed, ["result"]).get("result")

        def resolve(desk: Desk) -> "Resolved":
            from salestui.services import inquiries

            return inquiries.resolve_inquiry(desk, key, result, told=told, seen=seen)

        return resolve

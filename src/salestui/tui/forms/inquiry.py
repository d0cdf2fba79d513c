"""Forms about inquiries: one received, with a new customer in one go, and an objection or a complaint resolved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from salestui.domain.durations import format_duration
from salestui.domain.fields import FieldError, read
from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName, Waiting
from salestui.domain.words import InquiryKind
from salestui.errors import SalestuiError
from salestui.i18n import _, label, listed
from salestui.sentences import about, limit_text, moment
from salestui.services import naming, outlook
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.tui.commands import bindings
from salestui.tui.forms.changing import ChangingForm, beside
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.likely import Looking
from salestui.tui.forms.understanding import entry
from salestui.tui.text import plain
from salestui.tui.widgets.line import Line

if TYPE_CHECKING:
    from salestui.services.inquiries import Received, Resolved


class InquiryForm(Looking, Form["Received"]):
    """Receive an inquiry; a name nobody has makes the customer too."""

    SCOPES: ClassVar[tuple[str, ...]] = ("form", "likely")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("likely")]
    NAMED_IN = "customer"

    def __init__(self, desk: Desk, customer: CustomerName | None) -> None:
        super().__init__(desk)
        self.customer = customer
        self.reopening = Reopening(FormKind.INQUIRY, None if customer is None else customer.id)

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
        return tuple(row.name for row in contacts_of(self.desk, self.customer))

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
        hint = self.hint(text)
        if hint:
            return _("new customer; {hint} – {key} takes it", hint=hint, key=self.likely_key())
        return _("new customer")

    def action_likely(self) -> None:
        """Receive it from the customer that the name looks like."""
        name = self.query_one("#form-fields").query(EntryRow).first()
        if self.likely and self._found(name.text) is None and isinstance(name.input, Line):
            name.input.value = plain(self.likely[0].customer.code)  # a code is typed by somebody, too

    def _found(self, text: str) -> CustomerName | None:
        try:
            return naming.customer_named(self.desk, text)
        except SalestuiError:
            return None

    def live(self, typed: Mapping[str, str]) -> str:
        """Until when it must be answered."""
        try:
            received = read(RECORDS["inquiry"].field("received_at"), typed.get("received_at", ""), self.desk.reading())
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

    def told(self, saved: "Received") -> str:
        """Its ref and its customer."""
        return _("{ref} received: {code} {name}", ref=saved.ref, code=saved.code, name=saved.customer)


class ResolutionForm(ChangingForm["Resolved"]):
    """The solution of an objection or complaint, and whether the customer knows it."""

    def __init__(self, desk: Desk, row: Waiting) -> None:
        super().__init__(desk, "inquiry", row.clock.subject_id)
        self.reopening = Reopening(FormKind.RESOLUTION, record=row.clock.ref)
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

    def told(self, saved: "Resolved") -> str:
        """Which one, and what others have changed beside it."""
        return _("{ref} solved", ref=saved.ref) + beside("inquiry", saved.meanwhile)

"""Forms of records by their own fields: a new customer, contact or task, and what is there, to be corrected."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from salestui.domain.records import RECORDS
from salestui.domain.rows import (
    CompetitorRow,
    ContactRow,
    CustomerName,
    DealRow,
    FollowUpRow,
    InquiryRow,
    ReviewRow,
    TaskRow,
)
from salestui.i18n import _
from salestui.services import finding, naming, prefilling, selling
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.merging import Seen
from salestui.services.suggesting import sales_of
from salestui.tui.commands import bindings
from salestui.tui.forms.changing import ChangingForm, beside
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.likely import Looking
from salestui.tui.forms.suggested import Suggesting
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.records import Saved


class RecordForm(Form["Saved"]):
    """Fields of a new record by its own definition: customer, contact or task."""

    def __init__(
        self,
        desk: Desk,
        reopening: Reopening,
        record: str,
        title: str,
        store: Callable[[Desk, dict[str, str]], "Saved"],
        *,
        values: Mapping[str, str] | None = None,
        leaving_out: Sequence[str] = (),
    ) -> None:
        super().__init__(desk)
        self.reopening = reopening
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

    def told(self, saved: "Saved") -> str:
        """Its ref and its name."""
        return _saved(saved)


class ChangeForm(ChangingForm["Saved"]):
    """The fields of a record that is there, filled in; only what is changed here is written."""

    def __init__(
        self,
        desk: Desk,
        reopening: Reopening,
        record: str,
        key: str,
        title: str,
        change: Callable[[Desk, str, Mapping[str, str], Seen], "Saved"],
        *,
        leaving_out: Sequence[str] = (),
        suggest: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        focus_on: str | None = None,
    ) -> None:
        """`suggest` completes fields by their ids; `focus_on` is the field that gets the keys first."""
        super().__init__(desk, record, key)
        self.reopening = reopening
        self._heading = title
        self._change = change
        self._leaving_out = frozenset(leaving_out)
        self._suggest = suggest
        self._focus_on = focus_on

    def title_line(self) -> str:
        """Which one."""
        return self._heading

    def entries(self) -> Sequence[Entry]:
        """Every field a person sets."""
        return record_entries(self.desk, self.entity, self.seen.values, self._leaving_out, self._suggest)

    def on_mount(self) -> None:
        """The field asked for gets the keys."""
        for row in self.query(EntryRow):
            if row.entry.id == self._focus_on:
                row.input.focus()

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """Only what differs from what was shown, beside what was shown of it."""
        changed = self.changed(typed, [row.entry.id for row in self.query(EntryRow)])
        key, seen = self.key, self.seen
        return lambda desk: self._change(desk, key, changed, seen)

    def told(self, saved: "Saved") -> str:
        """Its ref and its name, and what others have changed beside it."""
        return _saved(saved) + beside(saved.entity, saved.meanwhile)


def _saved(saved: "Saved") -> str:
    return _("{ref} {name} saved", ref=saved.ref, name=saved.name if saved.name != saved.ref else "")


def record_entries(
    desk: Desk,
    record: str,
    values: Mapping[str, str],
    leaving_out: Collection[str] = (),
    suggest: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Sequence[Entry]:
    """The fields of a record that a person sets, with `values` in them; `suggest` completes some by their ids."""
    known = {"owner": tuple(finding.owners_of(desk)), "tags": prefilling.tags_in_use(desk), **suggest}
    return [
        entry(desk, record, field.id, value=values.get(field.id, ""), suggest=known.get(field.id, ()))
        for field in RECORDS[record].fields
        if field.settable and field.id not in leaving_out
    ]


class ProfileForm(Suggesting["Saved"], ChangeForm):
    """The profile of a customer; beside grade and segment stands what its score suggests."""


class NewCustomerForm(Looking, Suggesting["Saved"], RecordForm):
    """A customer that is not there yet; its code is given by the program. Whom it looks like is said, never refused."""

    SCOPES: ClassVar[tuple[str, ...]] = ("form", "likely")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("likely")]
    NAMED_IN = "name"
    SAYS_WHY_NOT = False  # most of it is still to come

    def __init__(self, desk: Desk) -> None:
        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            from salestui.services import records

            return records.add_customer(desk, typed)

        reopening = Reopening(FormKind.NEW_CUSTOMER)
        super().__init__(desk, reopening, "customer", _("New customer"), store, leaving_out=("code",))

    def entries(self) -> Sequence[Entry]:
        """As of any record; under the name, whom it looks like."""
        return [
            replace(each, understood=partial(self._looks_like, each.understood)) if each.id == self.NAMED_IN else each
            for each in super().entries()
        ]

    def _looks_like(self, understood: Callable[[str], str] | None, text: str) -> str:
        said, hint = understood(text) if understood is not None else "", self.hint(text)
        return said or (_("{hint} – {key} opens it", hint=hint, key=self.likely_key()) if hint else "")

    @work
    async def action_likely(self) -> None:
        """Leave the form for the card of the customer that the name looks like; what was typed is kept as a draft."""
        from salestui.tui.screens.card import CardScreen

        if not self.likely or not await self.laid_aside():
            return
        app, code = self.app, self.likely[0].customer.code
        self.dismiss(None)
        app.call_later(app.push_screen, CardScreen(code))


def new_customer(desk: Desk) -> RecordForm:
    """A customer that is not there yet."""
    return NewCustomerForm(desk)


def change_customer(desk: Desk, customer: CustomerName, *, focus_on: str | None = None) -> ChangeForm:
    """The profile of a customer; `focus_on` is the field that gets the keys first."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import records

        return records.change_customer(desk, key, typed, seen)

    form = ProfileForm(
        desk,
        Reopening(FormKind.CUSTOMER, customer.id),
        "customer",
        customer.id,
        f"{customer.code} {customer.name}",
        change,
        focus_on=focus_on,
    )
    form.sales = sales_of(selling.deals(desk, customer=customer.id, everything=True))
    return form


def new_contact(desk: Desk, customer: CustomerName) -> RecordForm:
    """Somebody on the customer's side."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import records

        return records.add_contact(desk, customer.code, typed)

    title = _("New contact of {code} {name}", code=customer.code, name=customer.name)
    reopening = Reopening(FormKind.NEW_CONTACT, customer.id)
    return RecordForm(desk, reopening, "contact", title, store, leaving_out=("customer",))


def change_contact(desk: Desk, contact: ContactRow) -> ChangeForm:
    """What is known of a contact."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import records

        return records.change_contact(desk, key, typed, seen)

    key = naming.record_named(desk, contact.ref)[1]
    reopening = Reopening(FormKind.CONTACT, record=contact.ref)
    return ChangeForm(desk, reopening, "contact", key, contact.name, change, leaving_out=("customer",))


def change_record(desk: Desk, entity: str, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """A follow-up, inquiry, task, contact, deal, competitor, review or goal (by its key), to be corrected."""
    form = _form_of_its_own(desk, entity, key)
    if form is not None:
        return form
    record = finding.shown(desk, entity, key).record
    assert isinstance(record, FollowUpRow | InquiryRow | TaskRow)

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import follow_ups, inquiries, tasks

        changes: dict[str, Callable[[Desk, str, Mapping[str, str], Seen], Saved]] = {
            "follow_up": follow_ups.change_follow_up,
            "inquiry": inquiries.change_inquiry,
            "task": tasks.change_task,
        }
        return changes[entity](desk, key, typed, seen)

    ref, code = record.ref, record.code
    people = () if code is None else contacts_of(desk, naming.customer_named(desk, code))
    return ChangeForm(
        desk,
        Reopening(FormKind.RECORD, record=ref),
        entity,
        key,
        _("Correct {ref}: {customer}", ref=ref, customer=f"{code or ''} {record.customer or ''}".strip()),
        change,
        leaving_out=("customer",),
        suggest={"contact": tuple(row.name for row in people)},
        focus_on=focus_on,
    )


def _form_of_its_own(desk: Desk, entity: str, key: str) -> ChangeForm | None:
    """The form of a record that has more to say than its fields; None for the others."""
    if entity == "goal":
        from salestui.services.goals import goal
        from salestui.tui.forms.goals import change_goal

        found = goal(desk, key)
        assert found is not None  # it was found by its ref
        return change_goal(desk, found)
    match finding.shown(desk, entity, key).record:
        case ContactRow() as contact:
            return change_contact(desk, contact)
        case DealRow() as deal:
            from salestui.tui.forms.deals import change_deal

            return change_deal(desk, deal)
        case CompetitorRow() as competitor:
            from salestui.tui.forms.deals import change_competitor

            return change_competitor(desk, competitor)
        case ReviewRow() as review:
            from salestui.tui.forms.reviews import change_review

            return change_review(desk, review)
        case _:
            return None

"""Forms of records by their own fields: one that is not there yet, and one that is, to be corrected."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName
from salestui.i18n import _, label
from salestui.services import finding, naming, prefilling
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.merging import Seen
from salestui.tui.forms.changing import ChangingForm, beside
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.records import Saved


class RecordForm(Form["Saved"]):
    """The fields of a record that is not there yet; `customer` is the one it is to belong to."""

    def __init__(
        self,
        desk: Desk,
        record: str,
        customer: CustomerName | None = None,
        *,
        values: Mapping[str, str] = MappingProxyType({}),
        leaving_out: Collection[str] = (),
    ) -> None:
        """`values` are filled in beforehand."""
        super().__init__(desk)
        self.record = record
        self.customer = customer
        self.reopening = Reopening(FormKind.NEW, None if customer is None else customer.id, entity=record)
        self._values = values
        self._leaving_out = frozenset({*leaving_out, *(() if customer is None else ("customer",))})

    def title_line(self) -> str:
        """What it is, and of whom."""
        record, customer = label("record", self.record), self.customer
        if customer is None:
            return _("New {record}", record=record)
        return _("New {record} of {code} {name}", record=record, code=customer.code, name=customer.name)

    def entries(self) -> Sequence[Entry]:
        """Every field a person sets."""
        return record_entries(self.desk, self.record, self._values, self._leaving_out)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """What was typed; a field that was filled in beforehand may have been emptied."""
        filled = {name: typed.get(name, "") for name in {*typed, *self._values}}
        if self.customer is not None:
            filled["customer"] = self.customer.code
        return lambda desk: self.store(desk, filled)

    def store(self, desk: Desk, typed: dict[str, str]) -> "Saved":
        """Add the record at the writer's desk."""
        from salestui.services import records

        return records.add(desk, self.record, typed)

    def told(self, saved: "Saved") -> str:
        """Its ref and its name."""
        return _saved(saved)


class ChangeForm(ChangingForm["Saved"]):
    """The fields of a record that is there, filled in; only what is changed here is written."""

    def __init__(
        self,
        desk: Desk,
        record: str,
        key: str,
        *,
        title: str = "",
        leaving_out: Collection[str] = (),
        focus_on: str | None = None,
    ) -> None:
        """`focus_on` is the field that gets the keys first."""
        super().__init__(desk, record, key)
        self._named = naming.name_of(desk, record, key)
        self.reopening = Reopening(FormKind.RECORD, record=self._named.ref or key, entity=record)
        self._title = title
        self._leaving_out = frozenset({*leaving_out, "customer"})  # a record stays with its customer
        self._focus_on = focus_on

    def title_line(self) -> str:
        """Which one."""
        named = self._named
        if self._title or RECORDS[self.entity].called_by == "name":
            return self._title or named.name
        whose = "" if named.customer is None else f"{named.customer.code} {named.customer.name}"
        return _("Correct {ref}: {customer}", ref=named.ref, customer=whose)

    def entries(self) -> Sequence[Entry]:
        """Every field a person sets."""
        whose = self._named.customer
        people = () if whose is None else tuple(row.name for row in contacts_of(self.desk, whose))
        suggest = {"contact": people}
        return record_entries(self.desk, self.entity, self.seen.values, self._leaving_out, suggest)

    def on_mount(self) -> None:
        """The field asked for gets the keys."""
        for row in self.query(EntryRow):
            if row.entry.id == self._focus_on:
                row.input.focus()

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Saved"]:
        """Only what differs from what was shown, beside what was shown of it."""
        changed = self.changed(typed, [row.entry.id for row in self.query(EntryRow)])
        seen = self.seen
        return lambda desk: self.store(desk, changed, seen)

    def store(self, desk: Desk, typed: Mapping[str, str], seen: Seen) -> "Saved":
        """Change the record at the writer's desk."""
        from salestui.services import records

        return records.change(desk, self.entity, self.key, typed, seen)

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

"""What a form opens with: a record's fields as a person would type them, and words to complete from. Reads only."""

from salestui.domain.fields import FIELDS, Field, Kind
from salestui.domain.money import Money
from salestui.domain.rows import ContactRow, CustomerName
from salestui.i18n import label
from salestui.presenting import money_text
from salestui.services.desk import Desk
from salestui.services.finding import card
from salestui.store.reads import records


def tags_in_use(desk: Desk) -> tuple[str, ...]:
    """Every tag, by name."""
    return records.all_tags(desk.reader)


def typed_contact(row: ContactRow) -> dict[str, str]:
    """A contact's fields as a person would type them: what a form opens with."""
    held = {field.id: getattr(row, field.id) for field in FIELDS["contact"] if field.id != "customer"}
    return {name: str(value) for name, value in held.items() if value is not None}


def typed_profile(desk: Desk, customer: CustomerName) -> dict[str, str]:
    """A customer's fields as a person would type them: what a form opens with."""
    profile = card(desk, customer).profile
    return {
        field.id: _typed(field, profile[field.id])
        for field in FIELDS["customer"]
        if profile[field.id] not in (None, ())
    }


def _typed(field: Field, value: object) -> str:
    match value:
        case tuple():
            return ", ".join(str(each) for each in value)
        case Money():
            return money_text(value)
        case _ if field.kind is Kind.CHANNEL and field.vocabulary is not None:
            return label(field.vocabulary, str(value))
        case _:
            return str(value)

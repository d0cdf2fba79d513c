"""From where the cursor stands on a card to what it opens: the form that corrects it, or all there is to read of it."""

from typing import TYPE_CHECKING

from salestui.domain.rows import CustomerName, Waiting
from salestui.domain.words import DueKind
from salestui.i18n import label
from salestui.services import finding, prefilling, story
from salestui.services.desk import Desk
from salestui.services.finding import Face, Shown
from salestui.services.story import Subject
from salestui.tui.screens.card import parts

if TYPE_CHECKING:  # the forms are loaded with the first key that asks for one
    from salestui.domain.customer_value import Rfm
    from salestui.tui.forms.records import ChangeForm

_RECORDS = {DueKind.INQUIRY: "inquiry", DueKind.TASK: "task", DueKind.RENEWAL: "deal"}


def form_of_event(desk: Desk, customer: CustomerName, key: str | None) -> "ChangeForm | None":
    """The form that corrects an event of the story; with nothing in the story, the profile's."""
    if key is None:
        return _form(desk, customer, Subject("customer", ""))
    subject = story.subject(desk, key)
    return None if subject is None else _form(desk, customer, subject)


def form_of_item(desk: Desk, face: Face, key: str | None) -> "ChangeForm | None":
    """The form that corrects an item of the sheet."""
    row = parts.waiting_of(face, key)
    if row is not None:
        return _form(desk, face.customer, _subject(desk, row))
    contact = parts.contact_of(face, key)
    if contact is not None:
        return _form(desk, face.customer, Subject("contact", contact.id))
    deal = parts.deal_of(face, key)
    if deal is not None:
        return _form(desk, face.customer, Subject("deal", deal.id))
    field = "grade" if key == parts.SCORE else parts.field_of(key)
    return _form(desk, face.customer, Subject("customer", "", field))


def _subject(desk: Desk, row: Waiting) -> Subject:
    """What is behind something that waits: its record; of a review or a rhythm, the profile."""
    clock = row.clock
    if clock.kind in _RECORDS:
        return Subject(_RECORDS[clock.kind], clock.subject_id)
    if clock.kind in (DueKind.FOLLOW_UP, DueKind.WRITE_DOWN):
        return story.promise_subject(desk, clock.subject_id) or Subject("customer", "")
    if clock.kind is DueKind.PROFILE_REVIEW:
        return Subject("customer", "", "profile_reviewed_at")
    return Subject("customer", "", "care")


def _form(desk: Desk, customer: CustomerName, subject: Subject) -> "ChangeForm":
    from salestui.tui.forms.opening import change_form

    key = customer.id if subject.entity == "customer" else subject.record_id
    return change_form(desk, subject.entity, key, focus_on=subject.field)


def read_item(desk: Desk, face: Face, key: str, rfm: "Rfm | None") -> tuple[str, list[tuple[str, str]]] | None:
    """Title, and pairs of a label and a text, of an item of the sheet. `rfm`: once it is known."""
    row = parts.waiting_of(face, key)
    if row is not None:
        subject = _subject(desk, row)
        if subject.entity == "customer":
            return face.customer.name, parts.told_waiting(row, face, desk)
        shown = finding.shown(desk, subject.entity, subject.record_id)
        return parts.record_title(shown), list(parts.told(shown, desk))
    contact = parts.contact_of(face, key)
    if contact is not None:
        person = finding.show(desk, contact.ref)
        return contact.name, list(parts.told(person, desk)) if isinstance(person, Shown) else []
    deal = parts.deal_of(face, key)
    if deal is not None:
        whole = finding.show(desk, deal.ref)
        return deal.name, list(parts.told(whole, desk)) if isinstance(whole, Shown) else []
    if key == parts.SCORE:
        return face.customer.name, told_value(desk, face, rfm)
    field = parts.field_of(key)
    if field is None:
        return None
    text = prefilling.typed_record(desk, "customer", face.customer.id).get(field, "–")
    return face.customer.name, [(label("field", f"customer.{field}"), text)]


def told_value(desk: Desk, face: Face, rfm: "Rfm | None") -> list[tuple[str, str]]:
    """What the score suggests with all its parts, and what the customer is worth."""
    from salestui.services.customer_value import NO_RFM, worth
    from salestui.services.suggesting import sales_of, suggested
    from salestui.value_sentences import score_told, worth_told

    score = suggested(desk, face.profile, sales_of(face.deals))
    told = score_told(score, face.profile["grade"], face.profile["segment"])
    return [*told, *worth_told(worth(desk, face, rfm or NO_RFM))]

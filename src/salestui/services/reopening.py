"""What a draft is about, looked up again: the record may have been archived, solved or undone since. Reads only."""

from dataclasses import dataclass

from salestui.domain.rows import ContactRow, CustomerName, ImprovementRow, ReviewRow, Waiting
from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.naming import entity_of_ref
from salestui.store.reads import names, records, reviews, waiting


@dataclass(frozen=True, slots=True)
class Subject:
    """The records a form is opened with; `since` says what became of them, empty where nothing did."""

    customer: CustomerName | None = None
    contact: ContactRow | None = None
    inquiry: Waiting | None = None
    record: tuple[str, str] | None = None  # (entity, key)
    improvement: tuple[ReviewRow, ImprovementRow] | None = None
    since: str = ""


def subject_of(desk: Desk, of: Reopening) -> Subject:
    """What `of` names. Raises NotFoundError where it is no longer there."""
    customer = None if of.customer is None else names.by_key(desk.reader, of.customer)
    if of.customer is not None and customer is None:
        raise NotFoundError(_("the customer of this draft is no longer there"))
    since = ""
    if customer is not None and customer.archived:
        since = _("{code} is archived since", code=customer.code)
    if of.record is None:
        return Subject(customer, since=since)
    if of.form is FormKind.IMPROVEMENT:
        return Subject(improvement=_improvement(desk, of.record))
    if of.form is FormKind.RECORD:
        return Subject(customer, record=_record(desk, of.record), since=since)
    if of.form is FormKind.SCORE:
        if not records.columns_of(desk.reader, "satisfaction_score", of.record):
            raise NotFoundError(_("the score of this draft is no longer there"))
        return Subject(customer, record=("satisfaction_score", of.record), since=since)
    contact = _contact(desk, of.record)
    if contact is not None:
        return Subject(customer, contact=contact, since=since)
    clocks = waiting.by_ref(desk.reader, desk.now(), of.record)
    if not clocks:
        raise NotFoundError(_("{ref}, which this draft is about, is no longer there", ref=of.record))
    inquiry = min(clocks, key=lambda row: row.clock.stopped_at is not None)  # solved, it may wait to be told
    if inquiry.clock.stopped_at is not None:
        since = _("{ref} is solved already", ref=of.record)
    return Subject(customer, inquiry=inquiry, since=since)


def _record(desk: Desk, ref: str) -> tuple[str, str]:
    entity = entity_of_ref(ref)
    key = None if entity is None else names.id_of_ref(desk.reader, entity, ref)
    if entity is None or key is None:
        raise NotFoundError(_("{ref}, which this draft is about, is no longer there", ref=ref))
    return entity, key


def _improvement(desk: Desk, key: str) -> tuple[ReviewRow, ImprovementRow]:
    review = records.columns_of(desk.reader, "improvement", key).get("review_id")
    for row in [] if review is None else reviews.reviews(desk.reader, limit=1, id=review):
        for measure in row.improvements:
            if measure.id == key:
                return row, measure
    raise NotFoundError(_("the improvement of this draft is no longer there"))


def _contact(desk: Desk, ref: str) -> ContactRow | None:
    key = names.id_of_ref(desk.reader, "contact", ref)
    return None if key is None else next(iter(records.contacts(desk.reader, limit=1, id=key)), None)

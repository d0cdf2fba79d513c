"""What a draft is about, looked up again: the record may have been archived, solved or undone since. Reads only."""

from dataclasses import dataclass

from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName, ImprovementRow, ReviewRow, Waiting
from salestui.errors import NotFoundError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.store.reads import names, records, reviews, waiting


@dataclass(frozen=True, slots=True)
class Subject:
    """The records a form is opened with; `since` says what became of them, empty where nothing did."""

    customer: CustomerName | None = None
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
    if of.form is FormKind.IMPROVEMENT and of.record is not None:
        return Subject(improvement=_improvement(desk, of.record))
    if of.form is FormKind.RECORD:
        return Subject(customer, record=_record(desk, of), since=since)
    if of.form is FormKind.RESOLUTION and of.record is not None:
        return _inquiry(desk, customer, of.record)
    return Subject(customer, since=since)


def _inquiry(desk: Desk, customer: CustomerName | None, ref: str) -> Subject:
    clocks = waiting.by_ref(desk.reader, desk.now(), ref)
    if not clocks:
        raise NotFoundError(_("{ref}, which this draft is about, is no longer there", ref=ref))
    inquiry = min(clocks, key=lambda row: row.clock.stopped_at is not None)  # solved, it may wait to be told
    solved = inquiry.clock.stopped_at is not None
    return Subject(customer, inquiry=inquiry, since=_("{ref} is solved already", ref=ref) if solved else "")


def _record(desk: Desk, of: Reopening) -> tuple[str, str]:
    entity, named = of.entity, of.record or of.customer or ""
    key = None
    if entity is not None:
        key = names.id_of_ref(desk.reader, entity, named) if RECORDS[entity].letter else named
    if entity is None or key is None or not records.columns_of(desk.reader, entity, key):
        if entity is not None and not RECORDS[entity].letter:
            told = _("the {record} of this draft is no longer there", record=label("record", entity))
            raise NotFoundError(told)
        raise NotFoundError(_("{ref}, which this draft is about, is no longer there", ref=named))
    return entity, key


def _improvement(desk: Desk, key: str) -> tuple[ReviewRow, ImprovementRow]:
    review = records.columns_of(desk.reader, "improvement", key).get("review_id")
    for row in [] if review is None else reviews.reviews(desk.reader, limit=1, id=review):
        for measure in row.improvements:
            if measure.id == key:
                return row, measure
    raise NotFoundError(_("the improvement of this draft is no longer there"))

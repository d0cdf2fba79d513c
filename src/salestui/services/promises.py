"""The next follow-up promised (R6): made in a contact, or set by hand."""

from datetime import datetime
from typing import Any

from salestui.domain.fields import FieldError, read
from salestui.domain.instants import Deadline
from salestui.domain.records import RECORDS
from salestui.domain.words import Method
from salestui.errors import InvalidValueError
from salestui.i18n import _
from salestui.refusals import field_problem
from salestui.sentences import quoted
from salestui.services.desk import Desk
from salestui.store.command import Work
from salestui.store.models import Promise

_NEXT_AT = RECORDS["follow_up"].field("next_at")


def read_next(desk: Desk, text: str) -> Deadline | None:
    """The time `text` promises; None for an empty text. Raises InvalidValueError."""
    try:
        found = read(_NEXT_AT, text, desk.reading())
    except FieldError as problem:
        raise InvalidValueError(field_problem(problem), field=_NEXT_AT.id) from None
    return found if isinstance(found, Deadline) else None


def deadline_end(desk: Desk, due: Deadline) -> datetime:
    """When a promised time is over (UTC): a date without a time ends with that day (R6)."""
    if due.instant is not None:
        return due.instant
    assert due.day is not None  # a deadline has one of the two
    return desk.law.calendar.end_of_day(due.day)


def make_promise(
    work: Work,
    desk: Desk,
    customer: str,
    due: Deadline,
    made_at: datetime,
    *,
    follow_up: str | None = None,
    method: Method | None = None,
    place: str | None = None,
) -> Promise:
    """Write a promise down; it must lie after the contact in which it was made."""
    if deadline_end(desk, due) <= made_at:
        raise InvalidValueError(
            _("the next follow-up {due} lies before the contact", due=quoted(str(due))),
            _("give a later date, such as +3d"),
            field=_NEXT_AT.id,
        )
    values: dict[str, Any] = {
        "method": method,
        "place": place,
        "follow_up_id": follow_up,
    }  # Any: column values
    return work.add(Promise, customer_id=customer, made_at=made_at, due=due, **values)


def set_next(desk: Desk, work: Work, customer: str, text: str) -> None:
    """Set a customer's next date by hand: it replaces the promise still open; an empty text withdraws that."""
    due = read_next(desk, text)
    if due is not None:
        make_promise(work, desk, customer, due, work.at)
        return
    running = work.rows(
        "SELECT subject_id FROM clock WHERE kind = 'follow_up' AND customer_id = :customer AND stopped_at IS NULL",
        customer=customer,
    )
    for row in running:
        work.get(Promise, row["subject_id"]).withdrawn_at = work.at

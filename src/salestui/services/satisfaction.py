"""How satisfied a customer is: dated scores, written down, corrected, removed; complaints and what became of them.

A score has no ref: people call it by customer and day, "C001:2026-11-20".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.rows import CustomerName, InquiryRow, ScoreRow
from salestui.domain.words import InquiryKind
from salestui.errors import InvalidValueError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.naming import active_customer
from salestui.store.reads import records
from salestui.store.reads import satisfaction as reads

if TYPE_CHECKING:  # what only writing needs is imported where it is used
    from salestui.services.merging import Seen
    from salestui.services.records import Saved


def scores(desk: Desk, customer: CustomerName) -> list[ScoreRow]:
    """The scores of a customer, oldest first."""
    return reads.scores(desk.reader, customer.id)


def complaints(desk: Desk, customer: CustomerName) -> list[InquiryRow]:
    """The complaints of a customer, newest first: text, solution, and whether the result was told."""
    found = records.inquiries(desk.reader, limit=-1, customer=customer.id)
    return [row for row in found if row.kind is InquiryKind.COMPLAINT]


@dataclass(frozen=True, slots=True)
class Scored:
    """A score that was written down, as it stands among the others."""

    saved: "Saved"
    code: str
    customer: str
    row: ScoreRow


def add_score(desk: Desk, customer: str, typed: Mapping[str, str]) -> Scored:
    """Write down a score (`score`, 0–100) of a customer (as typed) at `scored_at`, now if left out, never ahead.

    Raises InvalidValueError, NotFoundError, AmbiguousError, ArchivedError; nothing is written then.
    """
    from salestui.services.customers import put_score
    from salestui.services.entering import values
    from salestui.services.records import Saved

    found = values(desk, "satisfaction_score", {"customer": customer, **typed})
    points, at = found["score"], found.get("scored_at")
    assert isinstance(points, int)  # required, and read as one
    whose = active_customer(desk, customer)
    with desk.command("add_score") as work:
        record = put_score(work, whose.id, points, at if isinstance(at, datetime) else work.at)
        work.subject = named(desk, whose.code, record.scored_at)
    row = next(each for each in reads.scores(desk.reader, whose.id) if each.id == record.id)
    saved = Saved(work.seq, "satisfaction_score", named(desk, whose.code, row.at), str(points))
    return Scored(saved, whose.code, whose.name, row)


def change_score(desk: Desk, key: str, typed: Mapping[str, str], seen: "Seen | None" = None) -> "Saved":
    """Correct a score or its date; early warnings follow. `seen` as for a customer."""
    from salestui.services.entering import columns, values
    from salestui.services.merging import merge
    from salestui.services.records import Saved
    from salestui.store.models import Customer, SatisfactionScore

    found = values(desk, "satisfaction_score", typed, partial=True)
    if "scored_at" in found and found["scored_at"] is None:
        field = label("field", "satisfaction_score.scored_at")
        raise InvalidValueError(_("{field} is missing – it must be filled in", field=field), field="scored_at")
    with desk.command("change_score") as work:
        record = work.get(SatisfactionScore, key)
        merged = merge(desk, "satisfaction_score", key, typed, seen)
        for name, value in columns(desk, "satisfaction_score", merged.kept(found)).items():
            setattr(record, name, value)
        work.subject = named(desk, work.get(Customer, record.customer_id).code, record.scored_at)
    return Saved(work.seq, "satisfaction_score", work.subject, str(record.score), merged.meanwhile)


def remove_score(desk: Desk, key: str) -> "Saved":
    """Take away a score that should never have been written; undo brings it back. Raises GoneError."""
    from salestui.services.records import Saved
    from salestui.store.models import Customer, SatisfactionScore

    with desk.command("remove_score") as work:
        record = work.get(SatisfactionScore, key)
        work.subject = named(desk, work.get(Customer, record.customer_id).code, record.scored_at)
        work.delete(record)
    return Saved(work.seq, "satisfaction_score", work.subject, str(record.score))


def named(desk: Desk, code: str, at: datetime) -> str:
    """What a score is called: the customer's code, and the day on the desk's wall calendar."""
    return f"{code}:{at.astimezone(desk.zone).date()}"

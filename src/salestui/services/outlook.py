"""What the rules will do with something not yet saved: for the live line of a form. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from salestui.domain.clock import Step
from salestui.domain.clocks import inquiry_limit, write_by
from salestui.domain.rows import CustomerName, Waiting
from salestui.domain.words import DueKind, Grade, InquiryKind, Rule
from salestui.services.desk import Desk
from salestui.store.reads import records
from salestui.store.reads import waiting as reads
from salestui.store.reads.values import understood, word


@dataclass(frozen=True, slots=True)
class FollowUpOutlook:
    """What a contact at a given time will answer: nothing, the one open inquiry, or one of several to be chosen."""

    candidates: tuple[Waiting, ...]
    written_late_by: timedelta | None


def follow_up_outlook(desk: Desk, customer: CustomerName, contacted_at: datetime) -> FollowUpOutlook:
    """What a contact at `contacted_at` (UTC) could answer; a contact before the receipt cannot."""
    now = desk.now()
    rows = reads.of_customer(desk.reader, now, customer.id)
    late = now - write_by(contacted_at, desk.law)
    return FollowUpOutlook(
        candidates=tuple(
            row
            for row in rows
            if row.clock.kind is DueKind.INQUIRY
            and row.clock.step is Step.MAIN
            and row.clock.started_at <= contacted_at
        ),
        written_late_by=late if late > timedelta() else None,
    )


@dataclass(frozen=True, slots=True)
class InquiryOutlook:
    """When an inquiry would be due, and by which rule."""

    rule: Rule
    limit: timedelta
    grade: Grade
    due_at: datetime


def inquiry_outlook(
    desk: Desk, kind: InquiryKind, received_at: datetime, customer: CustomerName | None
) -> InquiryOutlook:
    """When an inquiry of `kind` received at `received_at` (UTC) would be due; a new customer has no grade yet."""
    held = records.columns_of(desk.reader, "customer", customer.id)["grade"] if customer is not None else None
    with understood():
        grade = word(Grade, held) or desk.law.rules.default_grade
    rule, limit = inquiry_limit(kind, grade, desk.law.rules)
    return InquiryOutlook(rule, limit, grade, desk.law.calendar.add(received_at, limit)[0])

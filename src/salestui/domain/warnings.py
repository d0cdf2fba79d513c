"""What warns early that a customer may be lost (R12): from the facts, as values. Pure; no clock of its own, no prose.

A warning may lie ahead: the time without a contact is up at a known instant, so nothing has to be made anew when it
comes. It stands from `since` on, until its cause is gone: a contact, a solution, a better score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from salestui.domain.clocks import CustomerFacts, Law, last_contact, settled_at
from salestui.domain.durations import CalendarSpan, format_calendar_span
from salestui.domain.renewals import next_order_by
from salestui.domain.words import Grade, InquiryKind, Stage, WarningKind

FALL = 10  # points between the last two scores
RHYTHMS = 2  # how often the rhythm of R7 may pass
COMPLAINTS = 2  # open at once


@dataclass(frozen=True, slots=True)
class WarningSign:
    """One warning with the numbers behind it; those of other kinds are None. Instants are UTC."""

    kind: WarningKind
    customer_id: str
    owner: str | None
    grade: Grade
    since: datetime  # when it began, or will begin
    score_before: int | None = None
    score: int | None = None
    counted_from: datetime | None = None  # the last contact (the creation where there was none), or the last order
    rhythm: str | None = None  # as R7 states it, or as the orders show it: "30d"
    complaints: int | None = None  # how many are open
    ref: str | None = None  # of the complaint that made it two


def warning_signs(customer: CustomerFacts, laws: Sequence[Law]) -> Iterator[WarningSign]:
    """All warnings of `customer`, at most one of a kind. `laws` rise by `since`; the newest counts.

    An archived customer and one already lost warn of nothing.
    """
    if customer.archived or customer.stage is Stage.LOST:
        return
    law = laws[-1]
    grade = customer.grade or law.rules.default_grade
    yield from _satisfaction_down(customer, grade)
    yield from _no_contact(customer, grade, law)
    yield from _second_complaint(customer, grade)
    yield from _order_overdue(customer, grade)


def _satisfaction_down(customer: CustomerFacts, grade: Grade) -> Iterator[WarningSign]:
    """The latest score against the one before: down by ten or more."""
    if len(customer.scores) < 2:
        return
    before, latest = customer.scores[-2:]
    if before.points - latest.points >= FALL:
        yield WarningSign(
            WarningKind.SATISFACTION_DOWN,
            customer.id,
            customer.owner,
            grade,
            latest.at,
            score_before=before.points,
            score=latest.points,
        )


def _no_contact(customer: CustomerFacts, grade: Grade, law: Law) -> Iterator[WarningSign]:
    """No contact for twice the rhythm of R7; like that one it counts in days and ends with the day."""
    if customer.care is None:
        return
    rhythm = law.rules.contact_every[customer.care]
    last = last_contact(customer)
    twice = CalendarSpan(RHYTHMS * rhythm.months, RHYTHMS * rhythm.days)
    yield WarningSign(
        WarningKind.NO_CONTACT,
        customer.id,
        customer.owner,
        grade,
        law.calendar.end_of_day(twice.after(law.calendar.local(last).date())),
        counted_from=last,
        rhythm=format_calendar_span(rhythm),
    )


def _second_complaint(customer: CustomerFacts, grade: Grade) -> Iterator[WarningSign]:
    """Two complaints or more are open; it began when the second of those still open came in."""
    running = sorted(
        (
            inquiry
            for inquiry in customer.inquiries
            if inquiry.kind is InquiryKind.COMPLAINT and inquiry.archived_at is None and settled_at(inquiry) is None
        ),
        key=lambda inquiry: (inquiry.received_at, inquiry.id),
    )
    if len(running) >= COMPLAINTS:
        second = running[COMPLAINTS - 1]
        yield WarningSign(
            WarningKind.SECOND_COMPLAINT,
            customer.id,
            customer.owner,
            grade,
            second.received_at,
            complaints=len(running),
            ref=second.ref,
        )


def _order_overdue(customer: CustomerFacts, grade: Grade) -> Iterator[WarningSign]:
    """The next order is late by the customer's own rhythm; it needs three orders to have one."""
    found = next_order_by(customer.orders)
    if found is not None:
        since, usual = found
        yield WarningSign(
            WarningKind.ORDER_OVERDUE,
            customer.id,
            customer.owner,
            grade,
            since,
            counted_from=customer.orders[-1],
            rhythm=f"{max(1, round(usual / timedelta(days=1)))}d",
        )

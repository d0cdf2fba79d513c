"""When a contract runs out, and when the next order is late by the customer's own rhythm. Pure.

An order is a won deal. A renewal is called for ahead of the contract's last day (R13: after a deal is won, the next
contact); the order that is late is one of the early warnings (R12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from salestui.domain.calendar import Calendar
from salestui.domain.clock import Clock, Outcome
from salestui.domain.durations import CalendarSpan, format_calendar_span
from salestui.domain.words import DueKind, Rule

LEAST_ORDERS = 3  # two intervals: one says nothing about a rhythm
LATE = 1.5  # of the usual interval, so that half of all orders are not late


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A won deal with a contract until `last_day`; `renewed_at` is when a deal that follows it was made."""

    id: str
    ref: str
    won_at: datetime
    last_day: date
    renewed_at: datetime | None = None
    withdrawn_at: datetime | None = None  # archived


def renewal_clock(contract: ContractFacts, ahead: CalendarSpan, calendar: Calendar) -> Clock:
    """Until when a contract is to be renewed: its last day; due soon from `ahead` before it."""
    due_at = calendar.end_of_day(contract.last_day)
    stops = [at for at in (contract.renewed_at, contract.withdrawn_at) if at is not None]
    stopped_at = min(stops, default=None)
    return Clock(
        kind=DueKind.RENEWAL,
        rule=Rule.R13,
        subject_id=contract.id,
        ref=contract.ref,
        started_at=contract.won_at,
        due_at=due_at,
        soon_at=calendar.end_of_day(_before(contract.last_day, ahead)),
        time_limit=format_calendar_span(ahead),
        stopped_at=stopped_at,
        outcome=None if stopped_at is None else Outcome.MET if stopped_at == contract.renewed_at else Outcome.WITHDRAWN,
    )


def _before(day: date, span: CalendarSpan) -> date:
    """The day `span` before `day`; a month that is too short for it gives its last day."""
    months = day.year * 12 + day.month - 1 - span.months
    first = date(months // 12, months % 12 + 1, 1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=min(day.day, (following - timedelta(days=1)).day)) - timedelta(days=span.days)


def next_order_by(orders: Sequence[datetime]) -> tuple[datetime, timedelta] | None:
    """From when on the next order is late, and the usual interval; None where there is no rhythm yet.

    `orders` are the times of the won deals, rising. The usual interval is the median of those between them.
    """
    if len(orders) < LEAST_ORDERS:
        return None
    between = [later - earlier for earlier, later in pairwise(orders)]
    usual = timedelta(seconds=median(length.total_seconds() for length in between))
    return orders[-1] + usual * LATE, usual

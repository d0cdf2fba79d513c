"""The funnel for a screen and a report: the board's columns, its cards a page at a time, the figures. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from salestui.domain.deals import OPEN, idle_for
from salestui.domain.funnel import Funnel, funnel
from salestui.domain.instants import to_ms
from salestui.domain.periods import Period
from salestui.domain.rows import CompetitorRow, DealRow
from salestui.domain.words import DealStage
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.store.reads import deals as reads
from salestui.store.reads.values import there

CLOSED_SHOWN = timedelta(days=90)  # how long a closed deal stays on the board


@dataclass(frozen=True, slots=True)
class Columns:
    """The keys of each stage's cards at `now`, in order."""

    now: datetime
    keys: Mapping[DealStage, Sequence[str]]


def columns(desk: Desk, *, owner: str | None = None, customer: str | None = None) -> Columns:
    """The board of `owner` (None: everybody), of one `customer` (key) if given. Raises NotFoundError."""
    now = desk.now()
    whose = None if owner is None else known_owner(desk, owner)
    since = to_ms(now - CLOSED_SHOWN)
    return Columns(now, reads.keys_by_stage(desk.reader, owner=whose, customer=customer, closed_since=since))


def cards(desk: Desk, keys: Sequence[str]) -> dict[str, DealRow]:
    """The deals of some keys: as many as stand on the screen."""
    return reads.page(desk.reader, keys)


def deals(
    desk: Desk,
    *,
    owner: str | None = None,
    customer: str | None = None,
    grade: str | None = None,
    stage: str | None = None,
    everything: bool = False,
    limit: int = -1,
) -> list[DealRow]:
    """Deals by what they are expected to close; closed ones only with `everything`, or where their stage is asked."""
    whose = None if owner is None else known_owner(desk, owner)
    filters = {"owner": whose, "customer": customer, "grade": grade, "stage": stage}
    return reads.deals(desk.reader, limit=limit, everything=everything, **filters)


def deal(desk: Desk, key: str) -> DealRow | None:
    """One deal by its key; None where its making has been undone."""
    return next(iter(reads.deals(desk.reader, limit=1, id=key)), None)


def competitors(desk: Desk, *, limit: int = -1) -> list[CompetitorRow]:
    """The battle cards, by name."""
    return reads.competitors(desk.reader, limit=limit)


def competitor(desk: Desk, key: str) -> CompetitorRow:
    """One battle card by its key, which must be there."""
    return there(next(iter(reads.competitors(desk.reader, limit=1, id=key)), None))


def idle(row: DealRow, now: datetime) -> timedelta:
    """How long an open deal has waited for us, since the last contact with its customer; in whole days from one on."""
    waited = idle_for(now, created_at=row.created_at, contacted_at=row.contacted_at)
    return timedelta(days=waited.days) or waited


def is_open(row: DealRow) -> bool:
    """Whether a deal is neither won nor lost."""
    return row.stage in OPEN


def report(desk: Desk, period: Period, *, owner: str | None = None) -> Funnel:
    """The funnel of a period, of `owner` or of everybody. Raises NotFoundError for an owner nobody knows."""
    whose = None if owner is None else known_owner(desk, owner)
    start, end = period.instants(desk.zone)
    return funnel(reads.funnel_facts(desk.reader, owner=whose), start, end, desk.now())

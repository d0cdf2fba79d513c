"""Who is waiting, until when, and why: what Today and `due` show. Reads only."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.clock import Clock
from salestui.domain.durations import parse_duration
from salestui.domain.rows import Waiting
from salestui.domain.words import Rule
from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.services.desk import Desk, owners_of
from salestui.services.naming import known_owner, repr_text
from salestui.store.reads import waiting as reads

if TYPE_CHECKING:
    from salestui.domain.calendar import Stretch

_IN_WORKING_TIME = (Rule.R1, Rule.R2, Rule.R3, Rule.R4)


@dataclass(frozen=True, slots=True)
class Today:
    """What waits at `now`, worst first. `everybody` tells that all owners' rows are shown."""

    now: datetime
    rows: tuple[Waiting, ...]
    counts: dict[str, int]  # clock state → how many, whatever the limit
    everybody: bool
    owns_nothing: bool  # everybody's rows are shown because whoever sits at the desk owns nothing


def today(desk: Desk, *, owner: str | None = None, everybody: bool = False, limit: int = -1) -> Today:
    """What waits on `owner`, or on whoever sits at the desk and on nobody; on `everybody` if that one owns nothing.

    Raises NotFoundError for an owner nobody knows.
    """
    now = desk.now()
    owns_nothing = False
    owners: str | None = None
    if owner is not None:
        owners = json.dumps([known_owner(desk, owner)])
    elif not everybody:
        owns_nothing = not reads.owns_anything(desk.reader, desk.settings.owner)
        owners = None if owns_nothing else json.dumps([desk.settings.owner])
    or_nobody = owner is None and owners is not None
    return Today(
        now=now,
        rows=tuple(reads.waiting(desk.reader, now, owners=owners, or_nobody=or_nobody, limit=limit)),
        counts=reads.count(desk.reader, now, owners=owners, or_nobody=or_nobody),
        everybody=owners is None,
        owns_nothing=owns_nothing,
    )


def counts(desk: Desk, *, owner: str | None = None, everybody: bool = False) -> dict[str, int]:
    """How many rows of `today` stand in each state."""
    return today(desk, owner=owner, everybody=everybody, limit=0).counts


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a row is due: the stretches of time that counted towards its limit."""

    now: datetime
    row: Waiting
    steps: "tuple[Stretch, ...]"


def explain(desk: Desk, ref: str) -> tuple[Explanation, ...]:
    """The clocks named `ref`, each with its arithmetic. Raises NotFoundError."""
    now = desk.now()
    rows = reads.by_ref(desk.reader, now, ref) or reads.by_ref(desk.reader, now, ref.upper())
    if not rows:
        raise NotFoundError(
            _("no clock runs or ran for {ref}", ref=repr_text(ref)), _("'salestui due --all' shows the refs")
        )
    return tuple(Explanation(now, row, _steps(desk, row.clock)) for row in rows)


def clocks_of(desk: Desk, ref: str) -> list[Waiting]:
    """The clocks named `ref`, running or stopped; none where nothing goes by that name."""
    return reads.by_ref(desk.reader, desk.now(), ref)


def _steps(desk: Desk, clock: Clock) -> "tuple[Stretch, ...]":
    if clock.rule not in _IN_WORKING_TIME or clock.time_limit is None:
        return ()
    law = desk.law
    if clock.stopped_at is not None:
        law = next((law for law in reversed(desk.laws) if law.since <= clock.stopped_at), desk.laws[0])
    return law.calendar.add(clock.started_at, parse_duration(clock.time_limit))[1]


def owners(desk: Desk) -> list[str]:
    """Everybody on whom something can wait."""
    return list(owners_of(desk))

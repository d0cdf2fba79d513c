"""Who is waiting, until when, and why; what warns early; how much lies on whom: Today and `due`. Reads only."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from salestui.domain.clock import Clock
from salestui.domain.durations import parse_duration
from salestui.domain.rows import CustomerName, EarlyWarning, OwnerLoad, Waiting
from salestui.domain.words import Rule
from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.services.absences import away_on, local_day, stands_in_for
from salestui.services.desk import Desk, owners_of
from salestui.services.naming import known_owner, repr_text
from salestui.store.reads import waiting as reads
from salestui.store.reads import warnings as warning_reads

if TYPE_CHECKING:
    from salestui.domain.calendar import Stretch

_IN_WORKING_TIME = (Rule.R1, Rule.R2, Rule.R3, Rule.R4)


class Today(NamedTuple):
    """What waits at `now`, worst first. `everybody` tells that all owners' rows are shown."""

    now: datetime
    rows: tuple[Waiting, ...]
    counts: dict[str, int]  # clock state → how many, whatever the limit
    everybody: bool
    owns_nothing: bool  # everybody's rows are shown because whoever sits at the desk owns nothing
    stands_in_for: tuple[str, ...] = ()  # who is away, and whose rows are among these
    warnings: int = 0  # how many early warnings are in force for the same owners


class Whose(NamedTuple):
    """Whose rows are asked for: `owners` is a JSON array of names, None everybody's."""

    owners: str | None
    or_nobody: bool = False
    owns_nothing: bool = False
    stands_in_for: tuple[str, ...] = ()


def whose(desk: Desk, now: datetime, *, owner: str | None = None, everybody: bool = False) -> Whose:
    """`owner`'s alone; or those of whoever sits at the desk, of all that one stands in for today, and nobody's.

    Everybody's for one who owns nothing and stands in for nobody. Raises NotFoundError for an owner nobody knows.
    """
    if owner is not None:
        return Whose(json.dumps([known_owner(desk, owner)]))
    if everybody:
        return Whose(None)
    me = desk.settings.owner
    others = stands_in_for(desk, me, now)
    if not others and not reads.owns_anything(desk.reader, me):
        return Whose(None, owns_nothing=True)
    return Whose(json.dumps([me, *others]), or_nobody=True, stands_in_for=others)


def today(desk: Desk, *, owner: str | None = None, everybody: bool = False, limit: int = -1) -> Today:
    """What waits on `owner` alone; else on whoever sits at the desk, on those they stand in for today, and on nobody.

    On `everybody` if whoever sits there owns nothing. Raises NotFoundError for an owner nobody knows.
    """
    now = desk.now()
    chosen = whose(desk, now, owner=owner, everybody=everybody)
    owners, or_nobody = chosen.owners, chosen.or_nobody
    return Today(
        now=now,
        rows=tuple(reads.waiting(desk.reader, now, owners=owners, or_nobody=or_nobody, limit=limit)),
        counts=reads.count(desk.reader, now, owners=owners, or_nobody=or_nobody),
        everybody=chosen.owners is None,
        owns_nothing=chosen.owns_nothing,
        stands_in_for=chosen.stands_in_for,
        warnings=warning_reads.count(desk.reader, now, owners=owners, or_nobody=or_nobody),
    )


def warnings(
    desk: Desk, *, owner: str | None = None, everybody: bool = False, limit: int = -1
) -> tuple[EarlyWarning, ...]:
    """The early warnings in force (R12) for the owners of `today`: by grade, what began last first."""
    now = desk.now()
    chosen = whose(desk, now, owner=owner, everybody=everybody)
    rows = warning_reads.warnings(desk.reader, now, owners=chosen.owners, or_nobody=chosen.or_nobody, limit=limit)
    return tuple(rows)


def warnings_of(desk: Desk, customer: CustomerName) -> tuple[EarlyWarning, ...]:
    """What warns early of one customer, what began last first; for its card."""
    return tuple(warning_reads.of_customer(desk.reader, desk.now(), customer.id))


def overview(desk: Desk) -> tuple[OwnerLoad, ...]:
    """How much lies on whom, for a lead: every owner, whoever has most overdue first; what is nobody's comes last."""
    from salestui.store.reads import loads  # a lead asks for it now and then; Today is asked for all day

    now = desk.now()
    away = away_on(desk, local_day(desk, now))
    counted = {load.owner: load for load in loads.by_owner(desk.reader, now)}
    rows = []
    for owner in (*owners_of(desk), None):
        load = counted.get(owner) or OwnerLoad(owner, 0, 0, 0, None, 0, None, None)
        absence = None if owner is None else away.get(owner)
        if absence is not None:
            load = load._replace(away_until=absence.to_day, stand_in=absence.stand_in)
        rows.append(load)
    return tuple(sorted(rows, key=lambda load: (load.owner is None, -load.overdue, -load.due_soon, load.owner or "")))


def counts(desk: Desk, *, owner: str | None = None, everybody: bool = False) -> dict[str, int]:
    """How many rows of `today` stand in each state."""
    return today(desk, owner=owner, everybody=everybody, limit=0).counts


class Explanation(NamedTuple):
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

"""Who is away from when to when, and who stands in: written down, ended early, listed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from salestui.domain.rows import AbsenceRow
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.naming import known_owner, repr_text
from salestui.store.reads import absences as reads

if TYPE_CHECKING:  # what only writing needs is imported where it is used
    from salestui.store.command import Work


class AbsenceSaved(NamedTuple):
    """What was written. `stand_in_away`: when the one who stands in is away as well; then it falls to the next."""

    seq: int
    absence: AbsenceRow
    stand_in_away: tuple[AbsenceRow, ...]


def local_day(desk: Desk, instant: datetime) -> date:
    """The day on the desk's wall calendar at `instant`."""
    return instant.astimezone(desk.zone).date()


def away_on(desk: Desk, day: date) -> dict[str, AbsenceRow]:
    """Everybody who is away on `day`, by name."""
    return {row.owner: row for row in reads.between(desk.reader, day, day)}


def stands_in_for(desk: Desk, owner: str, now: datetime) -> tuple[str, ...]:
    """Everybody whose work falls to `owner` at `now`, by name.

    Li stands in for Wang, and for Zhang as well where Wang, himself away, would stand in for Zhang: a chain goes on as
    long as each in it is away that day. Two who stand in for each other keep their own work, and get the other's.
    """
    away = away_on(desk, local_day(desk, now))
    reached = {owner}
    found = [owner]
    for stand_in in found:
        for name, absence in away.items():
            if absence.stand_in == stand_in and name not in reached:
                reached.add(name)
                found.append(name)
    return tuple(sorted(found[1:]))


def absences(desk: Desk, *, everything: bool = False) -> tuple[AbsenceRow, ...]:
    """Who is or will be away, by first day; with `everything` also what is over or called off."""
    return tuple(reads.listed(desk.reader, local_day(desk, desk.now()), everything=everything))


def add_absence(desk: Desk, owner: str, from_day: str, to_day: str, stand_in: str) -> AbsenceSaved:
    """`owner` is away from `from_day` to `to_day` (as typed; both included), and `stand_in` takes over.

    Raises InvalidValueError where the days run backwards, lie all in the past, overlap another absence of `owner`, or
    nobody else stands in; NotFoundError for an owner nobody knows. Nothing is written then.
    """
    from salestui.services.entering import values
    from salestui.store.models import Absence

    typed = {"owner": owner, "from_day": from_day, "to_day": to_day, "stand_in": stand_in}
    found = values(desk, "absence", typed)
    first, last = found["from_day"], found["to_day"]
    assert isinstance(first, date) and isinstance(last, date)  # noqa: PT018 - read as days
    who, other = known_owner(desk, str(found["owner"])), known_owner(desk, str(found["stand_in"]))
    _check(desk, who, other, first, last)
    with desk.command("add_absence") as work:
        _refuse_overlap(work, who, first, last)
        absence = work.add(Absence, owner=who, from_day=first, to_day=last, stand_in=other)
        work.subject = absence.ref
    away_too = tuple(row for row in reads.between(desk.reader, first, last) if row.owner == other)
    return AbsenceSaved(work.seq, reads.by_id(desk.reader, absence.id), away_too)


def _check(desk: Desk, owner: str, stand_in: str, first: date, last: date) -> None:
    if owner == stand_in:
        raise InvalidValueError(
            _("{owner} cannot stand in for themselves", owner=owner), _("name somebody else"), field="stand_in"
        )
    if first > last:
        raise InvalidValueError(
            _("the last day {last} lies before the first {first}", last=last, first=first),
            _("give the first day, then the last"),
            field="to_day",
        )
    if last < local_day(desk, desk.now()):
        raise InvalidValueError(
            _("the absence was over on {last} already", last=last),
            _("give a last day that is today or later"),
            field="to_day",
        )


def _refuse_overlap(work: "Work", owner: str, first: date, last: date) -> None:
    """Asked inside the transaction: two sessions may write the same holiday down."""
    rows = work.rows(
        "SELECT ref, from_day, to_day, stand_in FROM absence WHERE owner = :owner AND ended_at IS NULL"
        " AND to_day >= :first AND from_day <= :last ORDER BY from_day",
        owner=owner,
        first=str(first),
        last=str(last),
    )
    for row in rows:
        raise InvalidValueError(
            _(
                "{owner} is away from {first} to {last} already ({ref}, {stand_in} stands in)",
                owner=owner,
                first=row["from_day"],
                last=row["to_day"],
                ref=row["ref"],
                stand_in=row["stand_in"],
            ),
            _("end that one first with: salestui away back {ref}", ref=row["ref"]),
        )


def end_absence(desk: Desk, key: str) -> AbsenceSaved:
    """Back early, or the absence is called off: nobody stands in from now on. Raises UsageError where it is over."""
    from salestui.store.models import Absence

    today = local_day(desk, desk.now())
    with desk.command("end_absence") as work:
        absence = work.get(Absence, key)
        if absence.ended_at is not None or absence.to_day < today:
            raise UsageError(
                _("{ref} is over already: {owner} is back", ref=absence.ref, owner=repr_text(absence.owner)),
                _("'salestui away list' shows who is away"),
            )
        absence.ended_at = work.at
        work.subject = absence.ref
    return AbsenceSaved(work.seq, reads.by_id(desk.reader, key), ())

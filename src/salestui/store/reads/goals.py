"""Goals as lists, and the targets in force for a figure: a few rows by index, however many goals there are."""

from collections.abc import Mapping
from datetime import date

from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.goals import GoalRow
from salestui.domain.targets import Target
from salestui.store.driver import Connection, Row
from salestui.store.reads.records import filtered
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable, whole

_FILTERS = {"owner": "goal.owner", "id": "goal.id"}


def goals(
    connection: Connection,
    *,
    limit: int,
    id: str | None = None,  # noqa: A002 - the column
    owner: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[GoalRow]:
    """Goals by their days; those with a day from `first` to `last`, and of `owner`, where these are given.

    By its key (`id`) one that is archived is given too.
    """
    filters = {"id": id, "owner": owner}
    rows = connection.execute(
        "SELECT goal.*, whole.ref AS parent FROM goal"
        " LEFT JOIN goal AS whole ON whole.id = goal.parent_id AND whole.archived_at IS NULL"
        f" WHERE {'goal.archived_at IS NULL' if id is None else '1'}{filtered(filters, _FILTERS)}"
        " AND (:last IS NULL OR goal.from_day <= :last) AND (:first IS NULL OR goal.to_day >= :first)"
        " ORDER BY goal.from_day, goal.to_day DESC, goal.id LIMIT :limit",
        {**filters, "first": _iso(first), "last": _iso(last), "limit": limit},
    )
    return readable(connection, rows, _goal)


def targets_within(
    connection: Connection, figure: FigureId, owner: str | None, first: date, last: date, currency: str
) -> Mapping[tuple[date, date], int]:
    """(from, to) → the target of exactly this owner's goals for `figure` whose days lie from `first` to `last`.

    None owns the goals of the whole desk. Of money those in `currency` alone; the newest of several for the same days.
    """
    rows = connection.execute(
        "SELECT from_day, to_day, target FROM goal WHERE owner IS :owner AND figure = :figure AND archived_at IS NULL"
        " AND from_day >= :first AND to_day <= :last AND (currency IS NULL OR currency = :currency) ORDER BY id",
        {"owner": owner, "figure": figure, "first": _iso(first), "last": _iso(last), "currency": currency},
    )
    return dict(readable(connection, rows, _days_and_target))


def parts_of(connection: Connection, goal: str) -> list[GoalRow]:
    """The parts of a goal (key) that are not archived, by their days and owners."""
    rows = connection.execute(
        "SELECT goal.*, whole.ref AS parent FROM goal JOIN goal AS whole ON whole.id = goal.parent_id"
        " WHERE goal.parent_id = ? AND goal.archived_at IS NULL ORDER BY goal.from_day, goal.owner, goal.id",
        (goal,),
    )
    return readable(connection, rows, _goal)


def _days_and_target(row: Row) -> tuple[tuple[date, date], int]:
    return (date.fromisoformat(row[0]), date.fromisoformat(row[1])), whole(row[2])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _target(row: Row) -> Target:
    return Target(whole(row["target"]), FIGURES[FigureId(row["figure"])].unit, row["currency"])


_goal = row_of(GoalRow, target=_target)

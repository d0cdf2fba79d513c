"""Reviews with their improvements, and the tasks these have become."""

import json
from collections.abc import Iterable

from salestui.domain.rows import ImprovementRow, ReviewRow
from salestui.store.driver import Connection
from salestui.store.reads.records import filtered
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import readable

_FILTERS = {"owner": "review.owner", "period": "review.period", "id": "review.id"}


def reviews(connection: Connection, *, limit: int, **filters: str | None) -> list[ReviewRow]:
    """Reviews, the latest period first. Filters: owner, period (its name), id; an archived one only by its id."""
    shown = "1" if filters.get("id") else "archived_at IS NULL"
    rows = connection.execute(
        f"SELECT * FROM review WHERE {shown}{filtered(filters, _FILTERS)}"
        " ORDER BY to_day DESC, from_day DESC, id DESC LIMIT :limit",
        {**filters, "limit": limit},
    ).fetchall()
    measures = _improvements(connection, (row["id"] for row in rows))
    return [row._replace(improvements=tuple(measures.get(row.id, ()))) for row in readable(connection, rows, _review)]


def _improvements(connection: Connection, reviews: Iterable[str]) -> dict[str, list[ImprovementRow]]:
    rows = connection.execute(
        "SELECT improvement.id, improvement.review_id, improvement.text, task.id AS task_key, task.ref AS task,"
        ' task.status, task.owner, task."end" FROM improvement LEFT JOIN task ON task.id = improvement.task_id'
        " WHERE improvement.review_id IN (SELECT value FROM json_each(?)) ORDER BY improvement.id",
        (json.dumps(list(reviews)),),
    )
    found: dict[str, list[ImprovementRow]] = {}
    for review, improvement in readable(connection, rows, lambda row: (row["review_id"], _improvement(row))):
        found.setdefault(review, []).append(improvement)
    return found


def texts_of_improvements(connection: Connection, review: str) -> list[str]:
    """The improvements of a review (key), in order."""
    rows = connection.execute("SELECT text FROM improvement WHERE review_id = ? ORDER BY id", (review,))
    return [row[0] for row in rows]


_improvement = row_of(ImprovementRow)
_review = row_of(ReviewRow, improvements=lambda _row: (), archived=lambda row: row["archived_at"] is not None)

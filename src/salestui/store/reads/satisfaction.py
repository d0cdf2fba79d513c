"""The dated satisfaction scores of a customer, oldest first, each beside the one before."""

from salestui.domain.instants import from_ms
from salestui.domain.rows import ScoreRow
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import readable, whole


def scores(connection: Connection, customer: str) -> list[ScoreRow]:
    """All scores of a customer (key)."""
    rows = connection.execute(
        "SELECT id, score, scored_at FROM satisfaction_score WHERE customer_id = ? ORDER BY scored_at, id", (customer,)
    )
    found: list[ScoreRow] = []
    for row in readable(connection, rows, _score):
        found.append(row._replace(before=found[-1].score if found else None))
    return found


def _score(row: Row) -> ScoreRow:
    return ScoreRow(row["id"], from_ms(row["scored_at"]), whole(row["score"]), before=None)

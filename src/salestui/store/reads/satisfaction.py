"""The dated satisfaction scores of a customer, oldest first, each beside the one before."""

from salestui.domain.instants import from_ms
from salestui.domain.rows import ScoreRow
from salestui.store.driver import Connection


def scores(connection: Connection, customer: str) -> list[ScoreRow]:
    """All scores of a customer (key)."""
    found: list[ScoreRow] = []
    for row in connection.execute(
        "SELECT id, score, scored_at FROM satisfaction_score WHERE customer_id = ? ORDER BY scored_at, id", (customer,)
    ):
        before = found[-1].score if found else None
        found.append(ScoreRow(row["id"], from_ms(row["scored_at"]), row["score"], before))
    return found

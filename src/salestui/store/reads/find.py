"""Search: customers by part of anything they are known by, and what was said by full text."""

from salestui.domain.folding import fold, phrase_query
from salestui.domain.instants import from_ms
from salestui.domain.rows import Found
from salestui.store.driver import Connection, Row
from salestui.store.reads import names

_TEXTS = """
    SELECT text_key.entity, text_key.record_id FROM text_search JOIN text_key ON text_key.n = text_search.rowid
    WHERE text_search MATCH :query ORDER BY text_search.rowid DESC LIMIT :limit"""

_RECORDS = {
    "follow_up": "SELECT follow_up.ref, code, name, content AS text, contacted_at AS at FROM follow_up"
    " JOIN customer ON customer.id = customer_id WHERE follow_up.id = ?",
    "inquiry": "SELECT inquiry.ref, code, name, text, received_at AS at FROM inquiry"
    " JOIN customer ON customer.id = customer_id WHERE inquiry.id = ?",
    "task": "SELECT task.ref, code, name, action AS text, task.created_at AS at FROM task"
    " LEFT JOIN customer ON customer.id = customer_id WHERE task.id = ?",
    "objection": "SELECT follow_up.ref, code, name, objection.text, contacted_at AS at FROM objection"
    " JOIN follow_up ON follow_up.id = follow_up_id JOIN customer ON customer.id = customer_id"
    " WHERE objection.id = ?",
    "deal": "SELECT deal.ref, code, customer.name, deal.name || coalesce(' · ' || product, '') AS text,"
    " deal.created_at AS at FROM deal JOIN customer ON customer.id = customer_id WHERE deal.id = ?",
    "competitor": "SELECT ref, NULL AS code, NULL AS name, name || coalesce(': ' || our_answer, '') AS text,"
    " created_at AS at FROM competitor WHERE id = ?",
    "review": "SELECT ref, NULL AS code, period || coalesce(' · ' || owner, '') AS name,"
    " ltrim(coalesce('; ' || problems, '') || coalesce('; ' || causes, '') || coalesce('; ' || cases, '')"
    " || coalesce('; ' || note, ''), '; ') AS text, created_at AS at FROM review WHERE id = ?",
    "improvement": "SELECT ref, NULL AS code, period || coalesce(' · ' || owner, '') AS name, text, created_at AS at"
    " FROM improvement JOIN review ON review.id = review_id WHERE improvement.id = ?",
    "goal": "SELECT ref, NULL AS code, NULL AS name, core_goal || coalesce(' · ' || phase, '') AS text,"
    " created_at AS at FROM goal WHERE id = ?",
}


def by_ref(connection: Connection, entity: str, ref: str, limit: int) -> list[Found]:
    """The records of `entity` (a key of the table above) whose ref begins with `ref`, by ref."""
    begin = ref.upper()
    rows = connection.execute(
        f"SELECT id FROM {entity} WHERE ref >= ? AND ref < ? AND archived_at IS NULL ORDER BY ref LIMIT ?",
        (begin, begin + "~", limit),  # "~" comes after every sign of a ref
    ).fetchall()
    found = []
    for (key,) in rows:
        row = connection.execute(_RECORDS[entity], (key,)).fetchone()
        found.append(Found(entity, row["ref"], row["code"], row["name"], row["text"], from_ms(row["at"])))
    return found


def find(connection: Connection, text: str, limit: int) -> list[Found]:
    """Customers first, then what was said, newest first, then goals; at most `limit` of each."""
    found = [
        Found("customer", row.code, row.code, row.name, row.name) for row in names.containing(connection, text, limit)
    ]
    query = phrase_query(text)
    if query is None:
        return found
    hits = connection.execute(_TEXTS, {"query": query, "limit": limit}).fetchall()
    for hit in hits:
        row: Row | None = connection.execute(_RECORDS[hit["entity"]], (hit["record_id"],)).fetchone()
        if row is not None:
            found.append(Found(hit["entity"], row["ref"], row["code"], row["name"], row["text"], from_ms(row["at"])))
    return found + _goals(connection, text, limit)


def _goals(connection: Connection, text: str, limit: int) -> list[Found]:
    """Goals that hold `text`: there are dozens of them, too few for an index."""
    wanted = fold(text)
    ids = [
        row["id"]
        for row in connection.execute(
            "SELECT id, core_goal, phase, note FROM goal WHERE archived_at IS NULL ORDER BY id DESC"
        )
        if any(wanted in fold(row[name] or "") for name in ("core_goal", "phase", "note"))
    ]
    rows = (connection.execute(_RECORDS["goal"], (key,)).fetchone() for key in ids[:limit])
    return [Found("goal", row["ref"], None, None, row["text"], from_ms(row["at"])) for row in rows]

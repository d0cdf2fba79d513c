"""Search: customers by part of anything they are known by, and what was said by full text."""

from functools import partial

from salestui.domain.folding import fold, phrase_query
from salestui.domain.instants import from_ms
from salestui.domain.records import RECORDS
from salestui.domain.rows import Found
from salestui.store.driver import Connection, Row
from salestui.store.reads import names
from salestui.store.reads.values import readable

_TEXTS = """
    SELECT text_key.entity, text_key.record_id FROM text_search JOIN text_key ON text_key.n = text_search.rowid
    WHERE text_search MATCH :query ORDER BY text_search.rowid DESC LIMIT :limit"""

# Records that are found by more than their own name, or are told as another.
_MORE_THAN_NAMED = {
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


def _found(connection: Connection, entity: str, key: str) -> Found | None:
    rows = connection.execute(_MORE_THAN_NAMED.get(entity) or _named(entity), (key,))
    return next(iter(readable(connection, rows, partial(_told, entity))), None)


def _told(entity: str, row: Row) -> Found:
    return Found(entity, row["ref"], row["code"], row["name"], row["text"], from_ms(row["at"]))


def _named(entity: str) -> str:
    kind = RECORDS[entity]
    of_customer = kind.part_of == "customer"
    customer = "LEFT JOIN customer ON customer.id = found.customer_id" if of_customer else ""
    return (
        f"SELECT found.ref, {'code, customer.name' if of_customer else 'NULL AS code, NULL AS name'},"
        f" found.{kind.named_by} AS text, found.{kind.at} AS at FROM {entity} AS found {customer} WHERE found.id = ?"
    )


def by_ref(connection: Connection, entity: str, ref: str, limit: int) -> list[Found]:
    """The records of `entity` whose ref begins with `ref`, by ref."""
    begin = ref.upper()
    rows = connection.execute(
        f"SELECT id FROM {entity} WHERE ref >= ? AND ref < ? AND archived_at IS NULL ORDER BY ref LIMIT ?",
        (begin, begin + "~", limit),  # "~" comes after every sign of a ref
    ).fetchall()
    return [found for (key,) in rows if (found := _found(connection, entity, key)) is not None]


def find(connection: Connection, text: str, limit: int) -> list[Found]:
    """Customers first, then what was said, newest first, then goals; at most `limit` of each."""
    found = [
        Found("customer", row.code, row.code, row.name, row.name) for row in names.containing(connection, text, limit)
    ]
    query = phrase_query(text)
    if query is None:
        return found
    hits = connection.execute(_TEXTS, {"query": query, "limit": limit}).fetchall()
    found += [each for hit in hits if (each := _found(connection, hit["entity"], hit["record_id"])) is not None]
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
    return [found for key in ids[:limit] if (found := _found(connection, "goal", key)) is not None]

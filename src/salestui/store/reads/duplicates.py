"""Customers that may be the one being typed: found by parts of their names, and by what stands in their search texts.

The walk over the index of names takes 7–14 ms for 100,000 customers; the one over the search texts, thirteen times
the bytes, 27 ms. Nothing here is decided in Python for every row: candidates only, a few at a time.
"""

from collections.abc import Iterable, Sequence

from salestui.domain.rows import CustomerName
from salestui.store.driver import Connection, Row

_NAME = "customer.id, customer.code, customer.name, customer.owner, customer.archived_at"
_END = "\x1f"  # what separates the fields of a search text


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def named_like(
    connection: Connection, parts: Sequence[str], words: Sequence[str], name: str, limit: int
) -> list[CustomerName]:
    """Customers whose name holds one of `parts`: first those that hold the most of them and of `words`, then those as
    long as `name`.
    """
    held = [f"(name LIKE :part{number} ESCAPE '\\')" for number in range(len(parts) + len(words))]
    rows = connection.execute(
        # The index of names alone is walked; rows are looked up for the few that are looked at.
        f"SELECT {_NAME} FROM customer WHERE rowid IN (SELECT rowid FROM customer INDEXED BY ix_customer_name"
        f" WHERE name >= '' AND ({' OR '.join(held[: len(parts)])}) ORDER BY {' + '.join(held)} DESC,"
        " abs(length(name) - :length) LIMIT :limit) AND archived_at IS NULL",
        {"length": len(name), "limit": limit} | {f"part{n}": _pattern(part) for n, part in enumerate((*parts, *words))},
    )
    return [_name(row) for row in rows]


def known_by(connection: Connection, needles: Sequence[str], limit: int) -> list[tuple[CustomerName, str]]:
    """Customers whose search text holds one of `needles`, with that text."""
    held = " OR ".join(f"text LIKE :needle{number} ESCAPE '\\'" for number in range(len(needles)))
    rows = connection.execute(
        f"WITH found AS MATERIALIZED (SELECT customer_id, text FROM customer_search WHERE {held} LIMIT :limit)"
        f" SELECT {_NAME}, text FROM found CROSS JOIN customer ON customer.id = customer_id"
        " WHERE archived_at IS NULL ORDER BY customer.code",
        {"limit": limit} | {f"needle{n}": _pattern(needle) for n, needle in enumerate(needles)},
    )
    return [(_name(row), row["text"]) for row in rows]


def fields_of(text: str) -> list[str]:
    """The fields of a search text: name, code, readings, contacts, addresses, numbers, tags."""
    return text.split(_END)


def everybody(connection: Connection) -> Iterable[CustomerName]:
    """Every customer that is not archived, by code."""
    return map(_name, connection.execute(f"SELECT {_NAME} FROM customer WHERE archived_at IS NULL ORDER BY code"))


def ways_to_reach(connection: Connection) -> Iterable[tuple[str, str | None, str | None, str | None]]:
    """(customer, phone, mobile, email) of every contact that is not archived."""
    rows = connection.execute("SELECT customer_id, phone, mobile, email FROM contact WHERE archived_at IS NULL")
    return ((row[0], row[1], row[2], row[3]) for row in rows)


def _name(row: Row) -> CustomerName:
    return CustomerName(row["id"], row["code"], row["name"], row["owner"], row["archived_at"] is not None)

"""Which customers contain a text: by the index of the pieces of their search texts, in 0.1–10 ms for 100,000."""

import json
from itertools import islice
from typing import Final

from salestui.store.driver import Connection
from salestui.store.reads.customer_vectors import Everybody, Flags, integers
from salestui.store.reads.names import needles
from salestui.store.search import LONGEST_GRAM

_WILD: Final = frozenset("%_")  # of LIKE
_LONGEST_LIKE: Final = 40
_MOST_PIECES: Final = 12  # of a long text: more find hardly fewer
_FEW: Final = 10_000  # candidates whose texts are looked up one by one sooner than all are walked over


def containing(connection: Connection, known: Everybody, text: str) -> Flags:
    """The customers that contain `text`: its signs folded, or the digits where it reads like a telephone number."""
    wanted = needles(text)
    folded, digits = wanted["text"] or "", wanted["digits"]
    found = _with(connection, known, folded)
    if digits is not None:
        found += _with(connection, known, digits.strip("%"))
    return known.flags(found)


def _with(connection: Connection, known: Everybody, needle: str) -> list[int]:
    """The numbers of the customers whose search text contains `needle`."""
    if not needle:
        return list(known.numbers)
    length = min(len(needle), LONGEST_GRAM)
    pieces = dict.fromkeys(needle[start : start + length] for start in range(len(needle) - length + 1))
    query = " AND ".join(f'"{piece.encode().hex()}"' for piece in islice(pieces, _MOST_PIECES))
    row = connection.execute(
        "SELECT group_concat(rowid) FROM customer_grams WHERE customer_grams MATCH ?", (query,)
    ).fetchone()
    found = integers(row[0])
    if len(needle) <= LONGEST_GRAM or not found:
        return found  # the piece is the whole
    like = needle.isascii() and len(needle) <= _LONGEST_LIKE and not _WILD & set(needle)
    condition = "text LIKE '%' || :needle || '%'" if like else "instr(text, :needle)"  # in two thirds of the time
    if len(found) <= _FEW:
        row = connection.execute(
            "SELECT group_concat(n) FROM customer_line JOIN customer_search USING (customer_id)"
            f" WHERE n IN (SELECT value FROM json_each(:numbers)) AND {condition}",
            {"needle": needle, "numbers": json.dumps(found)},
        ).fetchone()
        return integers(row[0])
    # one long text instead of a row for each: a third of the time where nearly everybody is found
    row = connection.execute(
        f"SELECT group_concat(customer_id) FROM customer_search WHERE {condition}", {"needle": needle}
    ).fetchone()
    return [known.number_of[key] for key in row[0].split(",")] if row[0] else []

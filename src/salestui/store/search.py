"""The search text of a customer with its index, and the full-text index of what was said. Derived: made again with
every command.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, product

from salestui.domain.folding import digits, fold, has_ideograph, spaced
from salestui.domain.records import RECORDS
from salestui.store.driver import Connection, Row

_SEPARATOR = "\x1f"  # never typed, so no match runs from one field into the next
LONGEST_GRAM = 3  # signs of a piece in the index of the search texts
_MOST_READINGS = 16  # of a name with several polyphones
# In the names of companies these are read in one way. Left to their characters, they would use up the readings of
# every 有限公司 and double what a search has to walk over.
_READ_ONE_WAY = {
    "有限": "you xian",
    "公司": "gong si",
    "股份": "gu fen",
    "集团": "ji tuan",
    "科技": "ke ji",
    "技术": "ji shu",
}


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    """Every pinyin reading of a character, without tones; pypinyin is imported with the first one asked for."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # 13 MB instead of 58
    from pypinyin import Style, pinyin

    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


def spellings(name: str) -> Iterator[str]:
    """How a name can be typed in Latin letters: full pinyin and initials, with every reading of each character."""
    if not has_ideograph(name):
        return
    plain = fold(name).replace(" ", "")
    signs = [_readings(sign) if has_ideograph(sign) else (sign,) for sign in plain]
    for word, readings in _READ_ONE_WAY.items():
        place = plain.find(word)
        while place >= 0:
            signs[place : place + len(word)] = [(reading,) for reading in readings.split()]
            place = plain.find(word, place + len(word))
    initials = [tuple(dict.fromkeys(reading[:1] for reading in sign)) for sign in signs]
    yield from sorted({*_read(signs), *_read(initials)})


def usual_reading(name: str) -> str:
    """How a name sounds in the commonest reading of each of its characters: its pinyin in full."""
    return "".join(_readings(sign)[0] if has_ideograph(sign) else sign for sign in fold(name).replace(" ", ""))


def _read(signs: Sequence[Sequence[str]]) -> Iterable[str]:
    """Ways to read `signs`, at most _MOST_READINGS.

    First those with one unusual reading, so that each reading of each character is among them; then combinations.
    """
    usual = [sign[0] for sign in signs]
    single = (
        "".join((*usual[:place], other, *usual[place + 1 :])) for place, sign in enumerate(signs) for other in sign[1:]
    )
    combined = islice(map("".join, product(*signs)), 2 * _MOST_READINGS)
    return islice(dict.fromkeys(chain(("".join(usual),), single, combined)), _MOST_READINGS)


def _search_text(row: Row, contacts: Sequence[Row], tags: Sequence[str]) -> str:
    parts: list[str] = [fold(row["name"]), fold(row["code"]), *spellings(row["name"])]
    for contact in contacts:
        parts += [fold(contact["name"]), *spellings(contact["name"])]
        parts += [fold(contact[field]) for field in ("email", "messaging") if contact[field]]
        parts += [digits(contact[field]) for field in ("phone", "mobile") if contact[field]]
    parts += [fold(tag) for tag in tags]
    return _SEPARATOR.join(dict.fromkeys(part for part in parts if part))


def grams(text: str) -> set[str]:
    """Every piece of one, two and three signs of a search text, none across two fields, as the index holds it.

    In hexadecimal, so that every sign there is makes part of a word and none is taken for another.
    """
    return {
        field[start : start + length].encode().hex()
        for field in text.split(_SEPARATOR)
        for length in range(1, LONGEST_GRAM + 1)
        for start in range(len(field) - length + 1)
    }


def index_customers(connection: Connection, customers: Iterable[str]) -> None:
    """Make the search text of `customers` (ids) anew, and what it is found by; one that is gone loses it.

    Needs the lines of the customers. A text that stays as it is, as it does with nearly every command, is left alone.
    """
    for customer in customers:
        before = connection.execute("SELECT text FROM customer_search WHERE customer_id = ?", (customer,)).fetchone()
        text = _text_of(connection, customer)
        if before is not None and before["text"] != text:
            # a contentless index must be told what it held
            _change_grams(connection, "'delete'", customer, before["text"])
        if text is None:
            connection.execute("DELETE FROM customer_search WHERE customer_id = ?", (customer,))
            connection.execute("DELETE FROM customer_line WHERE customer_id = ?", (customer,))
        elif before is None or before["text"] != text:
            connection.execute(
                "INSERT INTO customer_search (customer_id, text) VALUES (?, ?)"
                " ON CONFLICT (customer_id) DO UPDATE SET text = excluded.text",
                (customer, text),
            )
            _change_grams(connection, "NULL", customer, text)


def _text_of(connection: Connection, customer: str) -> str | None:
    row = connection.execute("SELECT code, name FROM customer WHERE id = ?", (customer,)).fetchone()
    if row is None:
        return None
    contacts = connection.execute(
        "SELECT name, email, messaging, phone, mobile FROM contact"
        " WHERE customer_id = ? AND archived_at IS NULL ORDER BY id",
        (customer,),
    ).fetchall()
    tags = connection.execute(
        "SELECT tag.name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = ? ORDER BY tag.name",
        (customer,),
    ).fetchall()
    return _search_text(row, contacts, [tag["name"] for tag in tags])


def _change_grams(connection: Connection, how: str, customer: str, text: str) -> None:
    """Put the pieces of `text` into the index, or with the command 'delete' take them out."""
    connection.execute(
        f"INSERT INTO customer_grams (customer_grams, rowid, grams)"
        f" SELECT {how}, n, ? FROM customer_line WHERE customer_id = ?",
        (" ".join(sorted(grams(text))), customer),
    )


def clear_grams(connection: Connection) -> None:
    """Take everything out of the index of the search texts."""
    connection.execute("INSERT INTO customer_grams (customer_grams) VALUES ('delete-all')")


def index_all_grams(connection: Connection) -> None:
    """Make the index of the search texts anew from the texts as they stand, for customers that have a line."""
    clear_grams(connection)
    rows = connection.execute("SELECT n, text FROM customer_line JOIN customer_search USING (customer_id) ORDER BY n")
    connection.executemany(
        "INSERT INTO customer_grams (rowid, grams) VALUES (?, ?)",
        ((row["n"], " ".join(sorted(grams(row["text"])))) for row in rows),
    )


def body_of(connection: Connection, entity: str, record_id: str) -> str | None:
    """What the full-text index holds of a record; None where it is gone or archived."""
    record = RECORDS[entity]
    # What is not archived by itself goes out of sight only with what it is a part of.
    in_sight = " AND archived_at IS NULL" if "archive" in record.can else ""
    query = f"SELECT {', '.join(record.searched)} FROM {entity} WHERE id = ?{in_sight}"
    row = connection.execute(query, (record_id,)).fetchone()
    return None if row is None else " \n ".join(spaced(text) for text in row if text)


def index_texts(connection: Connection, records: Iterable[tuple[str, str]]) -> None:
    """Make the full-text rows of `records` (entity, id) anew; other entities are passed over."""
    for entity, record_id in records:
        if not RECORDS[entity].searched:
            continue
        found = connection.execute("SELECT n FROM text_key WHERE record_id = ?", (record_id,)).fetchone()
        if found is not None:
            connection.execute("DELETE FROM text_search WHERE rowid = ?", (found["n"],))
        body = body_of(connection, entity, record_id)
        if body is None:
            connection.execute("DELETE FROM text_key WHERE record_id = ?", (record_id,))
            continue
        number = found["n"] if found is not None else None
        cursor = connection.execute(
            "INSERT INTO text_key (n, entity, record_id) VALUES (?, ?, ?) ON CONFLICT (record_id) DO NOTHING",
            (number, entity, record_id),
        )
        rowid = number if number is not None else cursor.lastrowid
        connection.execute("INSERT INTO text_search (rowid, body) VALUES (?, ?)", (rowid, body))

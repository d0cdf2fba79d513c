"""The search text of a customer, and the full-text index of what was said. Derived: made again with every command."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, product

from salestui.domain.folding import digits, fold, has_ideograph, spaced
from salestui.store.driver import Connection, Row

_SEPARATOR = "\x1f"  # never typed, so no match runs from one field into the next
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

TEXTS = {  # entity → the columns that are searched
    "follow_up": "content, need, feedback, decision_progress, progress, next_action, with_people",
    "inquiry": "text, result",
    "task": "action, module, note",
    "objection": "text, answer",
    "deal": "name, product, note",
    "competitor": "name, strengths, weaknesses, price, our_answer",
    "review": "problems, causes, cases, note",
    "improvement": "text",
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


def index_customers(connection: Connection, customers: Iterable[str]) -> None:
    """Make the search text of `customers` (ids) anew; one that is gone loses it."""
    for customer in customers:
        row = connection.execute("SELECT code, name FROM customer WHERE id = ?", (customer,)).fetchone()
        if row is None:
            connection.execute("DELETE FROM customer_search WHERE customer_id = ?", (customer,))
            continue
        contacts = connection.execute(
            "SELECT name, email, messaging, phone, mobile FROM contact"
            " WHERE customer_id = ? AND archived_at IS NULL ORDER BY id",
            (customer,),
        ).fetchall()
        tags = connection.execute(
            "SELECT tag.name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = ? ORDER BY tag.name",
            (customer,),
        ).fetchall()
        connection.execute(
            "INSERT INTO customer_search (customer_id, text) VALUES (?, ?)"
            " ON CONFLICT (customer_id) DO UPDATE SET text = excluded.text",
            (customer, _search_text(row, contacts, [tag["name"] for tag in tags])),
        )


def body_of(connection: Connection, entity: str, record_id: str) -> str | None:
    """What the full-text index holds of a record; None where it is gone or archived."""
    if entity in ("objection", "improvement"):  # out of sight only with what they belong to
        query = f"SELECT {TEXTS[entity]} FROM {entity} WHERE id = ?"
    else:
        query = f"SELECT {TEXTS[entity]} FROM {entity} WHERE id = ? AND archived_at IS NULL"
    row = connection.execute(query, (record_id,)).fetchone()
    return None if row is None else " \n ".join(spaced(text) for text in row if text)


def index_texts(connection: Connection, records: Iterable[tuple[str, str]]) -> None:
    """Make the full-text rows of `records` (entity, id) anew; other entities are passed over."""
    for entity, record_id in records:
        if entity not in TEXTS:
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

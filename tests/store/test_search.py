"""What a text finds among customers: by the index exactly what is part of a search text, whatever is asked for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from salestui.store import driver
from salestui.store.lines import refresh_lines
from salestui.store.reads import containing as found_by
from salestui.store.reads.containing import containing
from salestui.store.reads.customer_vectors import everybody
from salestui.store.reads.names import CONTAINS, needles
from salestui.store.search import clear_grams, index_all_grams, index_customers
from tests.store.desks import pieces_of_texts

# Several readings, wide and narrow, what LIKE and the index's own language read as signs of theirs, no letter at all.
SIGNS = "重庆长乐海明ab1ＡßÉ %_\"'*-+().\x01\u0301😀·"
NAMES = st.lists(st.text(SIGNS, min_size=1, max_size=8), min_size=1, max_size=4)


@contextmanager
def customers(names: list[str]) -> Iterator[driver.Connection]:
    with closing(driver.empty()) as connection:
        for number, name in enumerate(names):
            call_it(connection, str(number), name)
        yield connection


def call_it(connection: driver.Connection, key: str, name: str) -> None:
    connection.execute(
        "INSERT INTO customer (id, code, name, stage, created_at) VALUES (?, 'C' || ?, ?, 'prospect', 0)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        (key, key, name),
    )
    refresh_lines(connection, [key])
    index_customers(connection, [key])


def found(connection: driver.Connection, text: str) -> set[str]:
    known = everybody(connection)
    return {key for key, flag in zip(known.keys, containing(connection, known, text), strict=True) if flag}


def walked(connection: driver.Connection, text: str) -> set[str]:
    rows = connection.execute(f"SELECT customer_id FROM customer_search WHERE {CONTAINS}", needles(text))
    return {row[0] for row in rows}


def pieces(connection: driver.Connection) -> list[tuple[str, str]]:
    with pieces_of_texts(connection):
        rows = connection.execute("SELECT term, customer_id FROM temp.gram JOIN customer_line ON n = doc ORDER BY 1, 2")
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("few", [0, 10_000])
@settings(max_examples=150, deadline=None)
@given(NAMES, st.text(SIGNS, max_size=7), st.integers(0, 60), st.integers(1, 7))
@example(["重庆"], "zhongqing", 0, 1)
@example(["海明 海", "海明"], "海明 海", 0, 1)
def test_the_index_finds_what_is_part_of_a_search_text(
    few: int, names: list[str], typed: str, start: int, length: int
) -> None:
    with customers(names) as connection, pytest.MonkeyPatch.context() as patched:
        patched.setattr(found_by, "_FEW", few)  # both ways to check the candidates
        texts = [row[0] for row in connection.execute("SELECT text FROM customer_search")]
        part = texts[-1].replace("\x1f", "")[start : start + length]  # of one field, or of the end of one and the next
        for text in (typed, part):
            assert found(connection, text) == walked(connection, text), text


@settings(max_examples=50, deadline=None)
@given(NAMES, NAMES)
def test_the_index_follows_a_name_that_is_changed_and_a_customer_that_goes(before: list[str], after: list[str]) -> None:
    with customers(before) as connection:
        for number, name in enumerate(after):
            call_it(connection, str(number), name)
        connection.execute("DELETE FROM customer WHERE id = '0'")
        index_customers(connection, ["0"])
        kept = pieces(connection)
        connection.execute("INSERT INTO customer_grams (customer_grams) VALUES ('integrity-check')")
        clear_grams(connection)
        assert pieces(connection) == []
        index_all_grams(connection)
        assert pieces(connection) == kept
        assert "0" not in everybody(connection).keys


def test_a_text_that_nearly_everybody_has_pieces_of_is_found_where_it_stands_in_one() -> None:
    with customers(["abcd", "abc bcd", "bcda", "xabcdx"]) as connection:
        assert found(connection, "abcd") == {"0", "3"}


def test_the_pieces_are_left_alone_where_the_text_stays_as_it_is() -> None:
    with customers(["海明科技"]) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        index_customers(connection, ["0"])
        assert not [query for query in asked if "INSERT" in query or "DELETE" in query]

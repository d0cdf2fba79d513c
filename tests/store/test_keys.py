"""Keys rise and refs are unique: what people type names one record for ever."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from salestui.domain.records import RECORDS
from salestui.services.customers import add_customer
from salestui.services.desk import Desk
from salestui.store.keys import Keys, ref_of
from salestui.store.models import Contact, Customer
from tests.store.desks import START


def test_keys_rise_strictly_under_a_fixed_clock() -> None:
    keys = Keys()
    made = [keys.new(START) for _ in range(10_000)]  # more than one millisecond's counter holds
    assert all(first < then for first, then in pairwise(made))


def test_keys_rise_even_when_the_clock_is_set_back() -> None:
    keys = Keys()
    before = keys.new(START)
    assert keys.new(START - timedelta(days=1)) > before


@pytest.mark.parametrize("now", [START, datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_key_is_a_uuid_of_version_7_that_tells_its_millisecond(now: datetime) -> None:
    text = Keys().new(now)
    key = UUID(text)
    assert (str(key), key.version, key.variant) == (text, 7, RFC_4122)
    assert key.int >> 80 == int(now.timestamp() * 1000)


def test_a_key_rises_above_one_that_another_process_made() -> None:
    mine, theirs = Keys(), Keys()
    newest = [theirs.new(START) for _ in range(100)][-1]
    mine.after(newest)
    assert mine.new(START) > newest


def test_random_bits_differ_from_key_to_key() -> None:
    keys = Keys()
    assert len({keys.new(START)[-12:] for _ in range(1000)}) == 1000


_LETTERS = {record.id: record.letter for record in RECORDS.values() if record.letter}


@pytest.mark.parametrize(("entity", "letter"), _LETTERS.items())
def test_a_ref_is_a_letter_and_six_signs_without_those_one_misreads(entity: str, letter: str) -> None:
    keys = Keys()
    for _ in range(200):
        assert re.fullmatch(rf"{letter}-[0-9A-HJKMNP-TV-Z]{{6}}", ref_of(entity, keys.new(START)))


def test_a_ref_says_nothing_about_the_time() -> None:
    ref = ref_of("task", Keys(lambda _bits: 0).new(START))
    assert ref == ref_of("task", Keys(lambda _bits: 0).new(START + timedelta(days=365))) == "T-000000"


def test_each_kind_of_record_has_a_letter_of_its_own() -> None:
    assert len(set(_LETTERS.values())) == len(_LETTERS)


class _Repeats:
    """A source of chance that says everything `times` times."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.asked = -1

    def __call__(self, _bits: int) -> int:
        self.asked += 1
        return self.asked // self.times


def test_a_ref_that_is_taken_is_drawn_again(li: Desk) -> None:
    """Also within one command, where the first of the two may not have reached the database yet."""
    add_customer(li, {"name": "精工制造"})
    li.writer._keys = Keys(_Repeats(3))
    for _ in range(2):
        with li.command("test") as work:
            customer = work.rows("SELECT id FROM customer")[0]["id"]
            assert work.get(Customer, customer)
            for name in ("张", "李", "王", "赵"):
                work.add(Contact, customer_id=customer, name=name, created_at=work.at)
    refs = [row[0] for row in li.reader.execute("SELECT ref FROM contact")]
    assert len(refs) == len(set(refs)) == 8

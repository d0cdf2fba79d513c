"""The keys of records (UUIDv7) and the refs people type (a letter and six base32 signs)."""

import os
from collections.abc import Callable
from datetime import datetime

from salestui.domain.instants import to_ms
from salestui.domain.records import RECORDS

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
_REF_BITS = 30


def _random_bits(bits: int) -> int:
    return int.from_bytes(os.urandom((bits + 7) // 8)) >> (-bits % 8)


class Keys:
    """Makes UUIDv7 texts that rise strictly, even under a fixed clock.

    `random_bits(n)` gives n random bits; the sample company passes a seeded source.
    """

    def __init__(self, random_bits: Callable[[int], int] = _random_bits) -> None:
        self._random_bits = random_bits
        self._last = -1  # the leading 60 bits: milliseconds and a counter within them

    def after(self, key: str) -> None:
        """Rise above `key`, made by another process: two of them may share a millisecond, or a fixed clock."""
        bits = int(key.replace("-", ""), 16)
        self._last = max(self._last, (bits >> 80) << 12 | (bits >> 64 & 0xFFF))

    def new(self, now: datetime) -> str:
        """The next key at `now` (aware)."""
        self._last = max(self._last + 1, to_ms(now) << 12)
        bits = (self._last >> 12) << 80 | 0x7 << 76 | (self._last & 0xFFF) << 64 | 0b10 << 62 | self._random_bits(62)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def ref_of(entity: str, key: str) -> str:
    """The ref of the record `key`: drawn from its random part, so it says nothing about the record."""
    number = int(key.replace("-", "")[-8:], 16) & ((1 << _REF_BITS) - 1)
    return f"{RECORDS[entity].letter}-" + "".join(_SIGNS[number >> shift & 31] for shift in range(25, -1, -5))

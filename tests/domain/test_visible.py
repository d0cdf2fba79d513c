"""No text acts on a terminal once it has been made visible."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.visible import visible
from tests.shared_files import shared

FORBIDDEN = frozenset(
    code
    for codes in (
        (range(0x20), range(0x7F, 0xA0), range(0x2028, 0x202F), range(0x2066, 0x206A)),
        (range(0xD800, 0xE000), range(0xE0000, 0xE0080)),
        ((0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF),),
    )
    for some in codes
    for code in some
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme [VIP] Ltd", "Acme [VIP] Ltd"),
        ("海明科技 · 张总", "海明科技 · 张总"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\nb\tc\r", "a␊b␉c␍"),
        ("\x7f\x9b31m", "␡<U+009B>31m"),
        ("abc\u202ecba", "abc<U+202E>cba"),
        ("\u2066x\u2069\u200e\u061c", "<U+2066>x<U+2069><U+200E><U+061C>"),
        ("zero\u200bwidth\ufeff\u2060", "zero<U+200B>width<U+FEFF><U+2060>"),
        ("\u2028\u2029", "<U+2028><U+2029>"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("", ""),
    ],
)
def test_acting_characters_become_signs_and_the_rest_stays(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\tb", "a    b"), ("a\rb\x1b\n", "a␍b␛\n")]
)
def test_lines_stay_lines_where_they_are_wanted(text: str, shown: str) -> None:
    assert visible(text, lines=True) == shown


@given(st.text(alphabet=st.characters()) | st.text(alphabet=[chr(code) for code in sorted(FORBIDDEN)] + ["a", "海"]))
def test_nothing_forbidden_is_left_and_once_is_enough(text: str) -> None:
    shown = visible(text)
    assert not FORBIDDEN.intersection(map(ord, shown))
    assert visible(shown) == shown


def test_hostile_strings_of_others_come_out_harmless() -> None:
    for text in json.loads(shared("data", "blns", "blns.json").read_text(encoding="utf-8")):
        assert not FORBIDDEN.intersection(map(ord, visible(text)))

"""Text made comparable: width, case, spaces, telephone punctuation, and phrases for the full-text index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.domain.folding import digits, fold, has_ideograph, phone_needle, phrase_query, spaced


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ACME  Ltd", "acme ltd"),
        ("ＡＣＭＥ　Ｌｔｄ", "acme ltd"),
        ("Straße", "strasse"),
        ("  海明 科技\n", "海明 科技"),
        ("①", "1"),
    ],
)
def test_width_case_and_spaces_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folded_text_holds_single_spaces_and_nothing_at_its_ends(text: str) -> None:
    assert " ".join(fold(text).split()) == fold(text)
    assert fold(text.upper()) == fold(text) or not text.isascii()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86 (138) 0013-8000", "8613800138000"),
        ("１３９", "139"),
        ("021-5555", "0215555"),
        ("12", None),  # too short to be meant as a number
        ("C017", None),
        ("3 days", None),
        ("", None),
    ],
)
def test_a_query_of_digits_and_punctuation_is_a_telephone_number(text: str, found: str | None) -> None:
    assert phone_needle(text) == found


def test_only_the_digits_of_a_number_are_kept() -> None:
    assert digits("tel. 138-0013 8000 ext ٣") == "138001380003"


def test_every_chinese_character_is_a_word_of_its_own() -> None:
    assert spaced("仓储ABC效率").split() == ["仓", "储", "abc", "效", "率"]
    assert has_ideograph("A公司")
    assert not has_ideograph("Acme")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("仓储效率", '"仓 储 效 率"'),
        ("Compe", '"compe"*'),
        ("竞品A的 resp", '"竞 品 a 的 resp"*'),
        ('say "hi" OR x*', '"say hi or x"*'),  # no operator of the index gets through
        ("%&", None),
        ("", None),
    ],
)
def test_a_search_is_a_phrase_whatever_signs_it_holds(text: str, query: str | None) -> None:
    assert phrase_query(text) == query

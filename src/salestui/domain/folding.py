"""Text made comparable, so that a search finds it however it was typed. Readings of characters come from outside."""

import re
import unicodedata

_IDEOGRAPHS = "㐀-䶿一-鿿豈-﫿぀-ヿ가-힯𠀀-𯨟"
_IDEOGRAPH = re.compile(f"([{_IDEOGRAPHS}])")
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+")
_NOT_DIGIT = re.compile(r"\D+")
_PHONE_LIKE = re.compile(r"[\d\s()+\-–./]+")
LEAST_DIGITS = 3  # fewer digits are a text, not a telephone number


def fold(text: str) -> str:
    """`text` without differences of width and case (NFKC, casefold), spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def digits(text: str) -> str:
    """Only the decimal digits, as 0–9: a telephone number without its punctuation."""
    return "".join(str(unicodedata.digit(sign)) for sign in _NOT_DIGIT.sub("", text))


def phone_needle(text: str) -> str | None:
    """The digits of a query that reads like a telephone number, else None."""
    if not _PHONE_LIKE.fullmatch(unicodedata.normalize("NFKC", text)):
        return None
    found = digits(text)
    return found if len(found) >= LEAST_DIGITS else None


def has_ideograph(text: str) -> bool:
    """Whether `text` holds a character that has a reading (pinyin)."""
    return _IDEOGRAPH.search(text) is not None


def spaced(text: str) -> str:
    """`text` folded, every ideograph a word of its own: what the full-text index is given."""
    return _IDEOGRAPH.sub(r" \1 ", fold(text))


def phrase_query(text: str) -> str | None:
    """A full-text query for `text` as a phrase, its last word by prefix unless an ideograph; None without words."""
    words = _WORD.findall(fold(text))
    if not words:
        return None
    phrase = '"' + " ".join(words) + '"'
    return phrase if has_ideograph(words[-1]) else phrase + "*"

"""Text made comparable, so that a search finds it however it was typed. Readings of characters come from outside."""

import unicodedata

_IN_PHONE_NUMBERS = frozenset("()+-–./")
LEAST_DIGITS = 3  # fewer digits are a text, not a telephone number


def fold(text: str) -> str:
    """`text` without differences of width and case (NFKC, casefold), spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def digits(text: str) -> str:
    """Only the decimal digits, as 0–9: a telephone number without its punctuation."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdecimal())


def phone_needle(text: str) -> str | None:
    """The digits of a query that reads like a telephone number, else None."""
    plain = unicodedata.normalize("NFKC", text)
    if not all(sign.isdecimal() or sign.isspace() or sign in _IN_PHONE_NUMBERS for sign in plain):
        return None
    found = digits(text)
    return found if len(found) >= LEAST_DIGITS else None


def has_ideograph(text: str) -> bool:
    """Whether `text` holds a character that has a reading (pinyin)."""
    return not text.isascii() and any(map(_is_ideograph, text))


def _is_ideograph(sign: str) -> bool:
    """A character that is a word of its own.

    Comparisons, since a regular expression with these ranges takes 3 ms to compile and every command would pay it.
    """
    return sign >= "぀" and (
        sign <= "ヿ"
        or "㐀" <= sign <= "䶿"
        or "一" <= sign <= "鿿"
        or "가" <= sign <= "힯"
        or "豈" <= sign <= "\ufaff"
        or "𠀀" <= sign <= "𯨟"
    )


def _in_words(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or _is_ideograph(sign)


def spaced(text: str) -> str:
    """`text` folded, every ideograph a word of its own: what the full-text index is given."""
    return "".join(f" {sign} " if _is_ideograph(sign) else sign for sign in fold(text))


def phrase_query(text: str) -> str | None:
    """A full-text query for `text` as a phrase, its last word by prefix unless an ideograph; None without words."""
    words = "".join(sign if _in_words(sign) else " " for sign in spaced(text)).split()
    if not words:
        return None
    phrase = '"' + " ".join(words) + '"'
    return phrase if has_ideograph(words[-1]) else phrase + "*"

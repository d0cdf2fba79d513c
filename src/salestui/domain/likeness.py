"""When two names, numbers or addresses may be the same customer's: names without their legal forms, a typo away.

Pure; readings of characters (pinyin) come from outside.
"""

import re
from enum import StrEnum
from itertools import pairwise

from salestui.domain.folding import digits, fold, has_ideograph

LEAST_PHONE = 8  # digits at the end that tell a number; fewer are an extension, or a short code


class Likeness(StrEnum):
    """What two customers have in common, the surest first."""

    NAME = "name"  # the same but for the legal form
    PHONE = "phone"
    EMAIL = "email"
    READING = "reading"  # sounds the same: pinyin
    TYPO = "typo"  # a letter or two apart, or a place name before the same name
    DOMAIN = "domain"  # the company's own mail domain


# Patterns are compiled, and kept, by `re` when first needed.
# Taken off the end, again and again: 海明科技股份有限公司 leaves 海明科技.
_LEGAL_CHINESE = r"(有限责任公司|有限公司|股份|集团|集團|公司|控股|\([^()]*\)|\s)+$"
_TRADE_CHINESE = r"(科技|技术|技術)$"  # "海明" and "海明科技" are told apart by nobody
_MOST_TEXT = 2_000  # signs; the patterns take a time that grows with the square
_MOST_NAME = 120
_LEGAL_LATIN = frozenset(
    (
        *("ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding"),
        *("holdings", "inc", "incorporated", "kg", "kgaa", "limited", "llc", "llp", "ltd", "nv", "oy"),
        *("plc", "pte", "pty", "sa", "sarl", "sas", "spa", "srl", "ug"),
    )
)
_FREE_MAIL = frozenset(
    (
        *("126.com", "139.com", "163.com", "189.cn", "aliyun.com", "foxmail.com", "gmail.com", "gmx.de"),
        *("gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru"),
        *("me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "qq.com", "sina.cn"),
        *("sina.com", "sohu.com", "web.de", "yahoo.com", "yandex.ru", "yeah.net"),
    )
)
_MAIL = r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)"
_NUMBER = r"\+?\d[\d ()./–-]{6,}\d"


def cores(name: str) -> tuple[str, ...]:
    """What is left of a name without its legal form, the fullest first: 海明科技, 海明. Never empty for a name."""
    folded = fold(name[:_MOST_NAME])
    if has_ideograph(folded):
        full = re.sub(_LEGAL_CHINESE, "", folded).replace(" ", "") or folded
        short = re.sub(_TRADE_CHINESE, "", full)
        return (full, short) if len(short) > 1 and short != full else (full,)
    words = re.findall(r"\w+", folded.replace(".", ""))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LEGAL_LATIN:
        kept.pop()
    return ("".join(kept) or folded,)


def tolerance(core: str) -> int:
    """How many letters may differ in a Latin core: none in a short one, two in a long one."""
    if has_ideograph(core) or len(core) < 5:
        return 0
    return 1 if len(core) < 9 else 2


def pieces(core: str) -> tuple[str, ...]:
    """Parts of a Latin core of which at least one stands unchanged in every name within its tolerance."""
    parts = tolerance(core) + 1
    cuts = [len(core) * number // parts for number in range(parts + 1)]
    return tuple(core[start:end] for start, end in pairwise(cuts))


def near(one: str, other: str, most: int) -> bool:
    """Whether at most `most` insertions, deletions or changes lie between two texts."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, theirs in enumerate(other, 1):
            cost = before if sign == theirs else 1 + min(before, row[at], row[at - 1])
            before, row[at] = row[at], cost
        if min(row) > most:
            return False
    return row[-1] <= most


def alike(one: str, other: str) -> Likeness | None:
    """What two names have in common by their letters."""
    ours, theirs = cores(one), cores(other)
    if set(ours) & set(theirs):
        return Likeness.NAME
    ends = sorted((ours[0], theirs[0]), key=len)
    if has_ideograph(ends[0]) and len(ends[0]) > 2 and len(ends[1]) - len(ends[0]) < 4 and ends[1].endswith(ends[0]):
        return Likeness.TYPO
    allowed = min(tolerance(ours[0]), tolerance(theirs[0]))
    return Likeness.TYPO if allowed and near(ours[0], theirs[0], allowed) else None


def phone_end(text: str) -> str | None:
    """The last digits of a telephone number, by which two ways to write it are the same; None for a short one."""
    found = digits(text)
    return found[-LEAST_PHONE:] if len(found) >= LEAST_PHONE else None


def mail_domain(email: str) -> str | None:
    """A company's own domain; None for none, and for one where everybody has an address."""
    found = re.fullmatch(_MAIL, fold(email))
    return None if found is None or found[1] in _FREE_MAIL else found[1]


def contacts_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Telephone numbers and addresses that stand somewhere in a text."""
    text = text[:_MOST_TEXT]
    emails = tuple(found[0] for found in re.finditer(_MAIL, text))
    numbers = tuple(found for found in re.findall(_NUMBER, text) if phone_end(found))
    return numbers, emails

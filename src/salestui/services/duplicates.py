"""Customers that may be there already: hinted while one is typed, listed in pairs for the whole file. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from salestui.domain.folding import fold, has_ideograph
from salestui.domain.likeness import LEAST_PHONE, Likeness, alike, cores, mail_domain, phone_end, pieces
from salestui.domain.rows import CustomerName
from salestui.services.desk import Desk
from salestui.store.reads import duplicates as reads
from salestui.store.search import spellings, usual_reading

_MOST_CANDIDATES = 100  # looked at more closely; beyond, what was typed is too little to tell anybody by
_MOST_WORDS = 3  # of a name that tell which candidate is the likeliest
_LEAST_READING = 5  # letters of a typed name that may be somebody's pinyin
_MOST_ALIKE = 6  # customers with one thing in common: more share a switchboard or a group's domain


class Likely(NamedTuple):
    """A customer that may be the one meant, and what makes it so."""

    customer: CustomerName
    likeness: Likeness


class Pair(NamedTuple):
    """Two customers that may be one."""

    first: CustomerName
    second: CustomerName
    likeness: Likeness


def likely(
    desk: Desk, name: str, *, phones: Sequence[str] = (), emails: Sequence[str] = (), limit: int = 3
) -> list[Likely]:
    """Customers that `name`, one of `phones` or one of `emails` may belong to, the surest first.

    The same name without its legal form, the same last eight digits, the same address or company's domain, the same
    pinyin, or one or two letters apart in a longer Latin name. None for an empty text.
    """
    found: dict[str, Likely] = {}
    for each in (*_by_name(desk, name), *_by_reach(desk, phones, emails)):
        known = found.get(each.customer.id)
        if known is None or _rank(each) < _rank(known):
            found[each.customer.id] = each
    if not found:  # a walk over all search texts: only where the names tell nothing
        found = {each.customer.id: each for each in _by_reading(desk, name)}
    return sorted(found.values(), key=lambda each: (_rank(each), each.customer.code))[:limit]


def _rank(each: Likely) -> int:
    return list(Likeness).index(each.likeness)


def _by_name(desk: Desk, name: str) -> Iterator[Likely]:
    if not name.strip():
        return
    core = cores(name)[-1]
    if len(core) < 2:
        return
    for customer in reads.named_like(desk.reader, *_parts(name, core), name, _MOST_CANDIDATES):
        likeness = alike(name, customer.name)
        if likeness is not None:
            yield Likely(customer, likeness)


def _parts(name: str, core: str) -> tuple[Sequence[str], Sequence[str]]:
    """What a name must hold one of to be looked at, and what else makes it be looked at sooner."""
    full = cores(name)[0]
    if has_ideograph(core):
        without_place = (full[2:],) if len(full) > 4 else ()
        return tuple(dict.fromkeys((core, *without_place))), (full,)
    words = [word for word in fold(name).split() if len(word) > 3]  # a piece may run over a space
    return pieces(core), words[:_MOST_WORDS]


def _by_reach(desk: Desk, phones: Sequence[str], emails: Sequence[str]) -> Iterator[Likely]:
    ends = {end for end in map(phone_end, phones) if end}
    addresses = {fold(email) for email in emails if "@" in email}
    domains = {domain for domain in map(mail_domain, emails) if domain}
    needles = [*ends, *addresses, *(f"@{domain}" for domain in domains)]
    if not needles:
        return
    for customer, text in reads.known_by(desk.reader, needles, _MOST_CANDIDATES):
        fields = reads.fields_of(text)
        if any(field.isdecimal() and field[-LEAST_PHONE:] in ends for field in fields):
            yield Likely(customer, Likeness.PHONE)
        elif addresses.intersection(fields):
            yield Likely(customer, Likeness.EMAIL)
        elif any(mail_domain(field) in domains for field in fields if "@" in field):
            yield Likely(customer, Likeness.DOMAIN)


def _by_reading(desk: Desk, name: str) -> Iterator[Likely]:
    """Sounds the same: 海铭 and 海明, or "haiming" typed for either."""
    core = cores(name)[0] if name.strip() else ""
    reading = usual_reading(core) if has_ideograph(core) else core
    if len(reading) < _LEAST_READING or " " in fold(name):
        return
    for customer, _text in reads.known_by(desk.reader, [reading], _MOST_CANDIDATES):
        if any(reading in (part, *spellings(part)) for part in cores(customer.name)):
            yield Likely(customer, Likeness.READING)


# ── the whole file ───────────────────────────────────────────────────────────────────────────────────────────────


def pairs(desk: Desk, limit: int = -1) -> list[Pair]:
    """Pairs of the file that may be one customer: the same name, number or address. A second for 100,000 customers.

    Names that only sound alike or differ by a letter are left to the hint: every name would be held against every.
    """
    customers = {row.id: row for row in reads.everybody(desk.reader)}
    found: dict[tuple[str, str], Likeness] = {}
    for likeness, groups in _groups(desk, customers.values()).items():
        for ids in groups:
            for first, second in combinations(sorted(set(ids), key=lambda each: customers[each].code), 2):
                found.setdefault((first, second), likeness)
    listed = [Pair(customers[first], customers[second], likeness) for (first, second), likeness in found.items()]
    listed.sort(key=lambda pair: (pair.first.code, pair.second.code))
    return listed if limit < 0 else listed[:limit]


def _groups(desk: Desk, customers: Iterable[CustomerName]) -> dict[Likeness, list[list[str]]]:
    """Customers with one thing in common, by what it is, the surest first."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for row in customers:
        by_name[cores(row.name)[0]].append(row.id)
    known = {customer for ids in by_name.values() for customer in ids}
    by_phone: defaultdict[str, list[str]] = defaultdict(list)
    by_email: defaultdict[str, list[str]] = defaultdict(list)
    for customer, phone, mobile, email in reads.ways_to_reach(desk.reader):
        if customer not in known:
            continue
        for number in (phone, mobile):
            end = phone_end(number) if number else None
            if end is not None:
                by_phone[end].append(customer)
        if email:
            by_email[fold(email)].append(customer)
    groups = {Likeness.NAME: by_name, Likeness.PHONE: by_phone, Likeness.EMAIL: by_email}
    return {
        likeness: [ids for ids in held.values() if 1 < len(set(ids)) <= _MOST_ALIKE]
        for likeness, held in groups.items()
    }

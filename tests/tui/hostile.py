"""A company whose every text is hostile: markup, escape sequences, invisible and endless signs, in every record."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from salestui.domain.fields import LONGEST_LINE, LONGEST_TEXT
from salestui.domain.records import RECORDS, Kind
from salestui.domain.views import Filter, View
from salestui.domain.vocabularies import VOCABULARIES
from salestui.domain.words import ObjectionKind
from salestui.services import absences, customers, deals, records, reviews, views
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.setting_goals import add_goal
from salestui.services.tasks import add_task
from tests.tui.stage import NOW, desk_at

# Shown as they are: these only act where text is taken for markup.
MARKUP = (
    "Acme [VIP] Ltd",
    "[/]",
    "[/b]",
    "[@click=app.quit]x[/]",
    "[foo='bar']",
    "[foo='bar",
    "[link=https://example.org]y[/link]",
    "\\[b]bold[/b]",
    "$primary {name} %s {0} {",
)
PAYLOAD = "SEVMTE8="  # what an OSC 52 would put on the clipboard
# Acting signs: they come out as signs that can be read.
_EACH = (
    f"osc52\x1b]52;c;{PAYLOAD}\x07",
    "osc0\x1b]0;taken over\x07",
    "osc8\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "csi\x1b[2J\x1b[Hcleared",
    "c1\x9b31mred\x9d52;c;eA==\x9c",
    "nul\x00bel\x07bs\x08\x08del\x7f",
    "bidi\u202egnp.exe\u202c\u2066x\u2069",
    "zero\u200bwidth\u2060\ufeffjoined",
)
ACTING = (*_EACH[:2], "".join(_EACH), *_EACH[2:])  # the third customer, to whom the places lead, has them all
# Of no use to an attacker, and hard to measure.
WIDE = (
    "w" * 10_000,
    "家族👨‍👩‍👧‍👦👩🏽‍🚒🏳️‍🌈",
    "שלום عليكم",
    "\u0301\u0302 lone marks a\u0300\u0301\u0302\u0303\u0304",
    "quotes '\"` %_\\ -- ; DROP",
)
EVERY = (*ACTING, *MARKUP, *WIDE)

NEVER = (  # what must never be on the wire
    b"\x1b]52",
    PAYLOAD.encode() + b"\x07",
    b"\x1b]0;",
    b"\x1b]2;",
    b"\x1b]8;;https://example.org",
    b"\x1b[2J\x1b[Hcleared",
    b"\xc2\x9b",
    b"\xc2\x9d",
    b"\x9b31m",
    b"\x08",
    "\u202e".encode(),
    "\u2066".encode(),
    "\u200b".encode(),
    "\ufeff".encode(),
)


_SAMPLES: Mapping[Kind, str] = {  # what holds no text of its own
    Kind.COUNT: "12",
    Kind.PERCENT: "50",
    Kind.MONEY: "600k",
    Kind.DAY: "yesterday",
    Kind.PLAN: "+9d",
    Kind.DUE: "+1d",
    Kind.FLAG: "yes",
    Kind.PERIOD: "2026-10",
    Kind.TARGET: "600k",
}
TEXTS = frozenset({Kind.LINE, Kind.TEXT, Kind.NEEDS, Kind.TAGS, Kind.NAME, Kind.CHANNEL})
# Given by whoever makes the record, or only with others: a code by the program, a deal's end with its stage.
LEFT_OUT: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"code"}),
    "follow_up": frozenset({"contacted_at"}),
    "inquiry": frozenset({"received_at", "kind"}),
    "task": frozenset({"status", "progress", "start", "deal"}),
    "satisfaction_score": frozenset({"scored_at"}),
    "deal": frozenset({"stage", "closed_at", "lost_reason", "lost_to", "renews", "contract_from"}),
}


def whole(text: str) -> str:
    """`text` as a line that a field can hold."""
    return " ".join(text.split())[:LONGEST_LINE].strip()


def owner_of(text: str) -> str:
    """The owner that customer is given to."""
    return whole(text)[:80].strip()


def hostile_fields(record: str, text: str, **given: str) -> dict[str, str]:
    """Every field of `record` that can be set, with `text` wherever text can stand: a new field is among them."""
    typed: dict[str, str] = {}
    for field in RECORDS[record].fields:
        if not field.settable or field.id in LEFT_OUT.get(record, ()):
            continue
        match field.kind:
            case Kind.LINE | Kind.CHANNEL:
                typed[field.id] = whole(text)
            case Kind.TEXT:
                typed[field.id] = f"{text}\n{text}"[:LONGEST_TEXT]
            case Kind.NEEDS | Kind.TAGS:
                typed[field.id] = whole(re.sub("[,，;；、]", " ", text))
            case Kind.WORD:
                typed[field.id] = next(iter(VOCABULARIES[field.vocabulary])).value
            case Kind.NAME:
                typed[field.id] = owner_of(text)
            case kind:
                typed[field.id] = _SAMPLES[kind]
    return {**typed, **given}


def make_hostile(home: Path, texts: Sequence[str] = EVERY) -> None:
    """Write the company into a new file in `home`; customer n is called by texts[n - 1]."""
    times = [NOW - timedelta(hours=5)]

    def now() -> datetime:
        return times[0]

    with desk_at(home, clock=now) as desk:
        for text in texts:
            _customer(desk, text)
            times[0] += timedelta(minutes=2)


COMMANDS_OF_ONE = 16  # that _customer sends


def _customer(desk: Desk, text: str) -> None:
    me, owner = desk.settings.owner, owner_of(text)
    records.add(desk, "owner", {"name": owner})
    code = customers.add_customer(desk, hostile_fields("customer", text, owner=me)).ref
    contact = records.add(desk, "contact", {"customer": code, **_of(code, "contact", text)}).ref
    with_them = {"contact": contact}
    log_follow_up(
        desk,
        code,
        _of(code, "follow_up", text, **with_them, owner=me),
        objections=[ObjectionEntry(ObjectionKind.PRICE, text[:LONGEST_TEXT], text[:LONGEST_TEXT])],
    )
    receive_inquiry(desk, code, _of(code, "inquiry", text, kind="lead", **with_them))
    receive_inquiry(desk, code, _of(code, "inquiry", text, kind="complaint", **with_them))
    add_task(desk, hostile_fields("task", text, customer=code, end="today"))
    add_task(desk, hostile_fields("task", text, customer=code, end="today", owner=me))
    add_task(desk, hostile_fields("task", text, customer=code, end="today", owner=me, status="waiting"))
    deals.add_deal(desk, hostile_fields("deal", text, customer=code, owner=me))
    records.add(desk, "competitor", hostile_fields("competitor", text))
    improvements = f"{whole(text)}\n{whole(text)} twice"  # two, so that one is to be chosen
    reviews.add_review(desk, hostile_fields("review", text, period="2026-10", owner=owner, improvements=improvements))
    lost = {"stage": "lost", "lost_reason": "price", "lost_to": whole(text)}
    deals.add_deal(desk, hostile_fields("deal", text, customer=code, **lost))
    goal = hostile_fields("goal", text, figure="won_deals", target="4", owner=owner, parent="")
    add_goal(desk, {**goal, "from_day": "2026-10-01", "to_day": "2026-12-31"})
    absences.add_absence(desk, owner, "today", "+9d", me)
    view = View(Filter(owner=(owner,)))
    views.save_view(desk, text[: views.LONGEST_NAME].strip(), view)
    views.save_view(desk, f"2 {text}"[: views.LONGEST_NAME].strip(), view)


def _of(code: str, record: str, text: str, **given: str) -> dict[str, str]:
    """The fields of a record of a customer, who is named beside them."""
    return {name: typed for name, typed in hostile_fields(record, text, **given).items() if name != "customer"}

"""A company whose every text is hostile: markup, escape sequences, invisible and endless signs, in every record."""

from datetime import datetime, timedelta
from pathlib import Path

from salestui.services import records
from salestui.services.competitors import add_competitor
from salestui.services.deals import add_deal
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, log_follow_up
from salestui.services.inquiries import receive_inquiry
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
ACTING = (
    f"osc52\x1b]52;c;{PAYLOAD}\x07",
    "osc0\x1b]0;taken over\x07",
    "osc8\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "csi\x1b[2J\x1b[Hcleared",
    "c1\x9b31mred\x9d52;c;eA==\x9c",
    "nul\x00bel\x07bs\x08\x08del\x7f",
    "bidi\u202egnp.exe\u202c\u2066x\u2069",
    "zero\u200bwidth\u2060\ufeffjoined",
)
# Of no use to an attacker, and hard to measure.
WIDE = (
    "w" * 500,
    "家族👨‍👩‍👧‍👦👩🏽‍🚒🏳️‍🌈",
    "שלום عليكم",
    "\u0301\u0302 lone marks a\u0300\u0301\u0302\u0303\u0304",
    "quotes '\"` %_\\ -- ; DROP",
)
EVERY = (*MARKUP, *ACTING, *WIDE)

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


def make_hostile(home: Path) -> None:
    """Write the company into a new file in `home`; customer n is called by EVERY[n - 1]."""
    times = [NOW - timedelta(hours=3)]

    def now() -> datetime:
        return times[0]

    with desk_at(home, clock=now) as desk:
        for text in EVERY:
            _customer(desk, text)
            times[0] += timedelta(minutes=2)


def _customer(desk: Desk, text: str) -> None:
    records.add_owner(desk, text[:80])
    code = records.add_customer(
        desk,
        {
            "name": text,
            "industry": text,
            "region": text,
            "note": f"{text}\n{text}",
            "pain_points": text * 3,
            "tags": text.replace(",", " "),
            "owner": desk.settings.owner,
            "grade": "A",
        },
    ).ref
    records.add_contact(desk, code, {"name": text, "title": text, "mobile": text[:40], "concern": text})
    log_follow_up(
        desk,
        code,
        {"method": "phone", "content": text, "feedback": text, "next_action": text, "next_at": "+1d", "with": text},
        objections=[ObjectionEntry("price", text, text)],  # type: ignore[arg-type]  # a word's value is the word
    )
    receive_inquiry(desk, code, {"kind": "lead", "text": text, "channel": "website"})
    receive_inquiry(desk, code, {"kind": "complaint", "text": text, "complex": "yes"})
    add_deal(desk, {"customer": code, "name": text, "product": text, "note": text, "amount": "80万"})
    add_competitor(desk, {"name": text, "our_answer": text})
    add_task(desk, {"action": text, "owner": text[:80].strip(), "end": "today", "customer": code, "note": text})
    add_task(desk, {"action": text, "owner": desk.settings.owner, "end": "today", "customer": code})

"""A small company, written through the services as a rep would: the file that short commands are measured on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType

from salestui.config import Settings
from salestui.domain.rules import CalendarRules, RuleBook
from salestui.paths import resolve
from salestui.services.customers import add_customer
from salestui.services.desk import open_desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.records import add
from salestui.services.tasks import add_task
from tests.bench.words import OWNERS, Words

TIME_ZONE = "Asia/Shanghai"
ME = OWNERS[0]


def settings_text() -> str:
    """The config.toml that goes with a measured file: a personal file as a rep would have it."""
    return f'owner = "{ME}"\n\n[clock]\ntime_zone = "{TIME_ZONE}"\n'


def settings() -> Settings:
    """The same as a value."""
    return Settings(
        language="en",
        owner=ME,
        currency="CNY",
        rule_book=RuleBook(calendar=CalendarRules(time_zone=TIME_ZONE)),
        keys=MappingProxyType({}),
        rules_from=None,
        sources=MappingProxyType({}),
    )


def make_small(home: Path, now: datetime, customers: int = 60) -> None:
    """Write `customers` with their contacts, inquiries, follow-ups and tasks into a new file in the folder `home`."""
    words = Words(Random(1))
    instant = [now - timedelta(days=40)]
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(settings_text(), encoding="utf-8")
    paths = resolve(None, {"SALESTUI_HOME": str(home)})
    with open_desk(paths, settings(), lambda: instant[0].astimezone(UTC)) as desk:
        for owner in OWNERS[1:4]:
            add(desk, "owner", {"name": owner})
        codes = []
        for number in range(customers):
            instant[0] += timedelta(minutes=10)
            profile = words.profile() | {"owner": OWNERS[number % 4 if number % 3 else 0]}
            codes.append(add_customer(desk, {"name": words.company(), **profile}).ref)
            add(desk, "contact", {"customer": codes[-1], **words.contact()})
        for number, code in enumerate(codes * 2):
            instant[0] = now - timedelta(days=30) + timedelta(hours=6 * number)
            if instant[0] >= now:
                instant[0] = now - timedelta(minutes=5)
            if number % 3 == 0:
                kind = ("lead", "urgent", "complaint", "objection")[number // 3 % 4]
                receive_inquiry(desk, code, {"kind": kind, "text": words.sentence(20, 40)})
            if number % 9:
                promise = {"next_at": "+9d"} if number % 4 == 0 else {}
                log_follow_up(desk, code, {"method": words.method(), "content": words.sentence(30, 120), **promise})
            if number % 10 == 0:
                add_task(desk, {"action": words.action(), "end": "+20d", "customer": code})

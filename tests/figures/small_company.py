"""A company small enough to count by hand, written through the services day by day, with every edge of a formula.

The numbers that follow from it stand in `test_hand_counted`, which says after each line here what it gives.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from salestui.domain.rules import CalendarRules
from salestui.paths import resolve
from salestui.services.customers import add_customer, change_customer
from salestui.services.deals import add_deal, change_deal, move_deal
from salestui.services.desk import Desk, open_desk
from salestui.services.entering import values
from salestui.services.follow_ups import log_follow_up, put_follow_up
from salestui.services.inquiries import receive_inquiry, resolve_inquiry
from salestui.services.naming import record_named
from salestui.services.records import add, archive
from salestui.services.tasks import add_task, change_task, finish_task, move_task
from salestui.services.undoing import undo
from salestui.store.models import Task
from tests.conftest import Clock, settings_of

ZONE = "Asia/Shanghai"
NOW = "2024-05-10 12:00"


class Story:
    """A desk and its clock; `at` says on the wall clock when the next line happens."""

    def __init__(self, folder: Path, zone: str = ZONE) -> None:
        self.zone = ZoneInfo(zone)
        self.clock = Clock(datetime(2024, 1, 1, tzinfo=UTC))
        settings = settings_of(calendar=CalendarRules(time_zone=zone))
        self.desk: Desk = open_desk(resolve(None, {"SALESTUI_HOME": str(folder)}), settings, self.clock)
        self.desk.writer.hurry()
        add(self.desk, "owner", {"name": "Wang"})
        self.keys: dict[str, str] = {}
        self._lines: list[tuple[datetime, int, Callable[[], object]]] = []

    def at(self, wall: str, line: Callable[[], object]) -> None:
        """What happens at `wall` ("2024-02-29 23:59") of the desk's zone, or at a UTC instant ("…Z")."""
        instant = datetime.fromisoformat(wall)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=self.zone)
        self._lines.append((instant.astimezone(UTC), len(self._lines), line))

    def tell(self, now: str) -> None:
        """Let everything happen in the order of time, and stand at `now`."""
        for instant, _place, line in sorted(self._lines, key=lambda each: each[:2]):
            self.clock.now = instant
            line()
        self._lines.clear()
        self.clock.now = datetime.fromisoformat(now).replace(tzinfo=self.zone).astimezone(UTC)

    def key(self, name: str) -> str:
        """The key of a record by the name the story gives it."""
        return record_named(self.desk, self.keys[name])[1]

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────

    def customer(self, wall: str, name: str, **profile: str) -> None:
        """A customer is added."""
        self.at(wall, lambda: self._keep(name, add_customer(self.desk, {"name": name, **profile}).ref))

    def changed(self, wall: str, name: str, **typed: str) -> None:
        """A customer's profile is changed."""
        self.at(wall, lambda: change_customer(self.desk, self.key(name), typed))

    def inquiry(self, wall: str, name: str, customer: str, kind: str = "lead", **typed: str) -> None:
        """Something comes in."""
        typed = {"kind": kind, "text": "asks", **typed}
        self.at(wall, lambda: self._keep(name, receive_inquiry(self.desk, self.keys[customer], typed).ref))

    def follow_up(self, wall: str, name: str, customer: str, method: str, **typed: str) -> None:
        """A contact is written down at `wall`; `contacted_at` where it took place before."""
        typed = {"method": method, "content": "谈报价", **typed}
        self.at(wall, lambda: self._keep(name, log_follow_up(self.desk, self.keys[customer], typed).ref))

    def imported(self, wall: str, customer: str, typed: Mapping[str, str]) -> None:
        """A contact comes from a file that does not say when it was written down."""

        def put() -> None:
            found = values(self.desk, "follow_up", {"customer": customer, **typed})
            with self.desk.command("import_follow_up") as work:
                put_follow_up(self.desk, work, self.key(customer), found, written_at=None)

        self.at(wall, put)

    def deal(self, wall: str, name: str, customer: str, amount: str, **typed: str) -> None:
        """A deal is added, a lead."""
        typed = {"name": name, "amount": amount, **typed}
        self.at(wall, lambda: self._keep(name, add_deal(self.desk, {"customer": self.keys[customer], **typed}).ref))

    def moved(self, wall: str, name: str, stage: str, at: str | None = None) -> None:
        """A deal is moved; `at` where that was before."""
        reason = "price" if stage == "lost" else None
        self.at(wall, lambda: move_deal(self.desk, self.key(name), stage, reason=reason, at=at))

    def task(self, wall: str, name: str, deal: str | None = None, **typed: str) -> None:
        """A task is added; of a deal, linked to it."""

        def put() -> None:
            self._keep(name, add_task(self.desk, {"action": name, **typed}).ref)
            if deal is not None:
                with self.desk.command("change_task") as work:
                    work.get(Task, self.key(name)).deal_id = self.key(deal)

        self.at(wall, put)

    def finished(self, wall: str, name: str, *, accepted: bool = False) -> None:
        """A task is done."""
        self.at(wall, lambda: finish_task(self.desk, self.key(name), accepted=accepted))

    def archived(self, wall: str, name: str) -> None:
        """A record is put out of sight."""
        self.at(wall, lambda: archive(self.desk, record_named(self.desk, self.keys[name])[0], self.key(name)))

    def undone(self, wall: str) -> None:
        """The last command is put back."""
        self.at(wall, lambda: undo(self.desk))

    def _keep(self, name: str, ref: str) -> None:
        self.keys[name] = ref


def spring(folder: Path) -> Desk:
    """The spring of 2024 in Shanghai, told on Friday 2024-05-10 at noon."""
    story = Story(folder)
    _customers(story)
    _deals(story)
    _contacts(story)
    _tasks(story)
    story.tell(NOW)
    return story.desk


def _customers(story: Story) -> None:
    story.customer("2024-01-31 23:59", "Alpha", grade="A", segment="key_account", region="华东")
    story.customer("2024-02-01 00:00", "Beta", grade="B", segment="potential", region="华北")
    story.customer("2024-02-10 09:00", "Epsilon", grade="A", segment="key_account", region="华东")
    story.customer("2024-02-29 23:59", "Gamma", grade="C", owner="Wang", region="华东")
    story.customer("2024-03-01 00:00", "Delta", owner="Wang")
    story.customer("2024-02-20 08:00", "Never", grade="A")
    story.undone("2024-02-20 08:01")
    story.archived("2024-04-01 09:00", "Epsilon")

    story.changed("2024-02-05 09:00", "Alpha", stage="interested")
    story.changed("2024-02-10 10:00", "Beta", stage="interested")
    story.changed("2024-02-15 09:00", "Beta", stage="prospect")
    story.changed("2024-02-25 09:00", "Beta", stage="interested")
    story.changed("2024-02-12 09:00", "Epsilon", stage="interested")
    story.changed("2024-03-01 00:00", "Gamma", stage="interested")
    story.changed("2024-03-02 09:00", "Delta", stage="interested")
    story.undone("2024-03-02 09:01")
    story.changed("2024-03-31 23:59", "Gamma", stage="lost")
    story.changed("2024-04-30 23:00", "Gamma", stage="active")
    story.changed("2024-05-05 09:00", "Beta", stage="lost")

    story.changed("2024-02-10 11:00", "Alpha", satisfaction="80")
    story.changed("2024-02-20 11:00", "Beta", satisfaction="70")
    story.changed("2024-02-21 11:00", "Epsilon", satisfaction="10")
    story.changed("2024-03-01 00:00", "Alpha", satisfaction="90")
    story.changed("2024-05-01 09:00", "Beta", satisfaction="50")
    story.undone("2024-05-01 09:01")


def _deals(story: Story) -> None:
    story.deal("2024-02-06 12:00", "D1", "Alpha", "10000", channel="trade_fair")
    story.moved("2024-02-12 12:00", "D1", "opportunity")
    story.moved("2024-02-20 12:00", "D1", "won")
    story.deal("2024-03-01 00:05", "D2", "Gamma", "20000", kind="upsell", owner="Wang")
    story.moved("2024-03-05 00:05", "D2", "won")
    story.deal("2024-02-25 00:00", "D3", "Alpha", "USD 500", kind="repeat", channel="referral")
    story.moved("2024-03-01 00:00", "D3", "won")
    story.deal("2024-02-15 00:00", "D4", "Beta", "30000")
    story.moved("2024-02-20 00:00", "D4", "opportunity")
    story.moved("2024-02-22 00:00", "D4", "qualified")
    story.moved("2024-02-25 00:00", "D4", "opportunity")
    story.moved("2024-02-27 00:00", "D4", "lost")
    story.moved("2024-03-05 00:00", "D4", "qualified")
    story.moved("2024-03-10 00:00", "D4", "lost")
    story.moved("2024-03-20 00:00", "D4", "won")
    story.deal("2024-02-10 12:00", "D5", "Epsilon", "5000", channel="trade_fair")
    story.moved("2024-02-29 23:00", "D5", "won", at="2024-02-28 12:00")
    story.deal("2024-02-10 12:30", "D6", "Alpha", "7000")
    story.moved("2024-02-15 12:00", "D6", "won")
    story.archived("2024-02-16 09:00", "D6")
    story.deal("2024-02-16 10:00", "D7", "Beta", "1000")
    story.moved("2024-02-16 11:00", "D7", "won")
    story.undone("2024-02-16 11:01")
    story.deal("2024-03-02 09:30", "D8", "Gamma", "9000", owner="Wang")
    story.moved("2024-03-15 09:00", "D8", "lost")
    story.deal("2024-04-10 00:00", "D9", "Alpha", "")
    story.moved("2024-04-12 00:00", "D9", "won")
    story.deal("2024-04-08 09:00", "D10", "Beta", "4000", kind="cross_sell")
    story.moved("2024-04-10 23:59", "D10", "won")
    story.deal("2024-04-08 10:00", "D11", "Beta", "6000")
    story.moved("2024-04-11 00:00", "D11", "won")
    story.deal("2024-04-20 09:00", "D13", "Delta", "", stage="won", closed_at="2024-04-18 10:00")
    story.deal("2024-05-01 08:00", "D12", "Gamma", "5000", owner="Wang")
    story.moved("2024-05-02 08:00", "D12", "won")
    story.at("2024-05-03 09:00", lambda: change_deal(story.desk, story.key("D12"), {"owner": "Li"}))


def _contacts(story: Story) -> None:
    story.inquiry("2024-02-06 10:00", "I1", "Alpha")
    story.follow_up("2024-02-06 12:00", "F1", "Alpha", "phone", next_at="2024-02-12")
    story.inquiry("2024-02-12 09:00", "I5", "Alpha", "complaint", complex="yes")
    story.follow_up("2024-02-12 10:00", "F2", "Alpha", "messaging", next_at="2024-02-15")
    story.at("2024-02-15 09:00", lambda: resolve_inquiry(story.desk, story.key("I5"), "换货", told=True))
    story.imported("2024-03-20 09:00", "Alpha", {"method": "demo", "content": "x", "contacted_at": "2024-02-20 09:00"})
    story.follow_up("2024-02-11 09:00", "F10", "Epsilon", "phone")
    story.follow_up("2024-02-11 10:00", "F9", "Epsilon", "visit")
    story.archived("2024-02-11 11:00", "F9")

    story.changed("2024-02-10 12:00", "Beta", next_at="2024-02-20")
    story.changed("2024-02-18 12:00", "Beta", next_at="2024-02-26")
    story.inquiry("2024-02-10 10:00", "I4", "Beta", "urgent")
    story.archived("2024-02-10 10:30", "I4")
    story.inquiry("2024-02-26 10:00", "I9", "Beta")
    story.archived("2024-03-02 10:00", "I9")
    story.follow_up("2024-02-28 10:00", "F6", "Beta", "visit", contacted_at="2024-02-27 10:00", next_at="2024-02-29")
    story.inquiry("2024-02-28 23:00", "I2", "Beta")
    story.follow_up(
        "2024-02-29 09:01", "F7", "Beta", "email", contacted_at="2024-02-28 09:00", next_at="2024-02-29 24:00"
    )
    story.follow_up("2024-03-01 00:30", "F4", "Beta", "phone", next_at="2024-03-08")
    story.changed("2024-03-05 10:00", "Beta", next_at="")

    story.inquiry("2024-03-01 09:00", "I3", "Gamma", received_at="2024-02-28 12:00")
    story.follow_up(
        "2024-03-01 09:30",
        "F3",
        "Gamma",
        "phone",
        owner="Wang",
        contacted_at="2024-02-29 09:00",
        next_at="2024-03-31",
    )
    story.inquiry("2024-03-10 10:00", "I6", "Gamma")
    story.changed("2024-03-10 13:00", "Gamma", grade="A")
    story.follow_up("2024-03-10 14:00", "F5", "Gamma", "visit", owner="Wang", next_at="2024-05-10")
    story.changed("2024-03-11 09:00", "Gamma", grade="C")
    story.changed("2024-05-06 10:00", "Delta", next_at="2024-05-10 11:00")
    story.changed("2024-05-06 10:00", "Alpha", next_at="2024-05-10 18:00")
    story.inquiry("2024-05-09 15:00", "I7", "Delta")
    story.inquiry("2024-05-10 09:00", "I8", "Alpha", "urgent")


def _tasks(story: Story) -> None:
    story.task("2024-02-19 09:00", "T1", start="2024-02-20", end="2024-02-29")
    story.finished("2024-02-29 23:00", "T1")
    story.task("2024-02-19 09:00", "T2", end="2024-02-29")
    story.finished("2024-03-01 00:01", "T2")
    story.task("2024-02-19 09:00", "T3", owner="Wang", end="2024-02-29 24:00")
    story.finished("2024-02-29 12:00", "T3")
    story.task("2024-02-10 09:00", "T4", end="2024-02-15")
    story.at("2024-02-14 09:00", lambda: move_task(story.desk, story.key("T4"), "dropped"))
    story.task("2024-02-10 09:00", "T5", end="2024-02-16")
    story.archived("2024-02-20 09:00", "T5")
    story.task("2024-02-10 09:00", "T11", start="2024-02-19", end="2024-02-20")
    story.finished("2024-02-19 10:00", "T11")
    story.archived("2024-02-21 09:00", "T11")
    story.task("2024-03-01 09:00", "T6", end="2024-03-15", acceptor="Wang", customer="Beta")
    story.finished("2024-03-14 09:00", "T6")
    story.finished("2024-03-16 09:00", "T6", accepted=True)
    story.task("2024-05-06 09:00", "T7", end="2024-05-10")
    story.task("2024-05-06 09:00", "T8", end="2024-05-10 11:00")
    story.task("2024-04-30 09:00", "T9", start="2024-05-01", end="2024-05-20", progress="30")
    story.task("2024-04-30 09:00", "T10", owner="Wang", start="2024-05-08", end="2024-05-12", progress="80")

    story.task("2024-02-13 09:00", "Send the Proposal", deal="D1")
    story.finished("2024-02-14 09:00", "Send the Proposal")
    story.task("2024-02-20 09:00", "call back", deal="D4", module="报价")
    story.task("2024-02-20 09:00", "demo", deal="D4")
    story.finished("2024-02-21 09:00", "demo")
    story.at("2024-03-01 10:00", lambda: change_task(story.desk, story.key("call back"), {"progress": "50"}))


def new_year(folder: Path, zone: str) -> Desk:
    """The same instants of the winter of 2026/27, at a desk in `zone`; told at noon of 2027-01-27 there."""
    story = Story(folder, zone)
    for place, (won, amount) in enumerate(
        (
            ("2026-11-01T03:30Z", "1"),  # New York: Oct 31 23:30, Shanghai: Nov 1 11:30
            ("2026-11-01T04:00Z", "2"),  # New York: Nov 1 00:00, before its clocks are put back
            ("2026-11-02T04:59Z", "4"),  # New York: Nov 1 23:59, after they were
            ("2026-11-02T05:00Z", "8"),  # New York: Nov 2 00:00
            ("2026-12-27T16:00Z", "16"),  # New York: Sunday Dec 27, Shanghai: Monday Dec 28 00:00
            ("2026-12-31T15:59Z", "32"),  # Shanghai: Dec 31 23:59
            ("2026-12-31T16:00Z", "64"),  # Shanghai: Jan 1 00:00
            ("2027-01-01T04:59Z", "128"),  # New York: Dec 31 23:59
            ("2027-01-01T05:00Z", "256"),  # New York: Jan 1 00:00
            ("2027-01-03T15:59Z", "512"),  # Shanghai: Sunday Jan 3 23:59
            ("2027-01-04T04:59Z", "1024"),  # New York: Sunday Jan 3 23:59
        )
    ):
        name = f"D{place}"
        if not place:
            story.customer("2026-10-01T00:00Z", "Alpha")
        story.deal("2026-10-02T00:00Z", name, "Alpha", f"{amount}.00")
        story.moved(won, name, "won")
    story.tell("2027-01-27 12:00")
    return story.desk

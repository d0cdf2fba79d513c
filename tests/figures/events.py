"""A company in which anything happens, the same for a seed: every event goes through the services as a rep's would.

The clock is given and moves on from event to event; what is told of the past falls on the borders of days and periods
more often than chance would have it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Final

from salestui.config import Settings
from salestui.domain.words import DealStage, ObjectionKind, ObjectionOutcome
from salestui.errors import SalestuiError, StoreError
from salestui.paths import resolve
from salestui.services.customers import add_customer, change_customer
from salestui.services.deals import add_deal, change_deal, move_deal
from salestui.services.desk import Desk, open_desk
from salestui.services.entering import values
from salestui.services.follow_ups import ObjectionEntry, ToDo, change_follow_up, log_follow_up, put_follow_up
from salestui.services.inquiries import change_inquiry, receive_inquiry, resolve_inquiry
from salestui.services.records import archive
from salestui.services.tasks import add_task, change_task, finish_task, move_task
from salestui.services.undoing import redo, undo
from salestui.store.keys import Keys
from salestui.store.models import Task
from salestui.store.people import ensure_owner
from tests.figures.plans import OWNERS, Plan

REGIONS: Final = ("华东", "华北", "EMEA")
_GRADES: Final = ("A", "B", "C", "")
_SEGMENTS: Final = ("key_account", "potential", "long_term", "")
_STAGES: Final = ("prospect", "interested", "active", "strategic", "lost")
_METHODS: Final = ("visit", "phone", "online_meeting", "demo", "messaging", "email", "event")
_KINDS: Final = ("new", "renewal", "repeat", "upsell", "cross_sell")
_CHANNELS: Final = ("trade_fair", "livestream", "referral", "老乡会", "")
_AMOUNTS: Final = ("80万", "12,500.50", "0", "USD 5,000", "USD 125.99", "")
_ACTIONS: Final = ("送方案", "Send the Quote", "demo", "call back", "报价单", "Proposal v2")


@dataclass
class Play:
    """Plays `plan` on a desk; `happened` counts what was done, `refused` what the services would not."""

    home: Path
    desk: Desk
    plan: Plan
    random: Random
    now: list[datetime]
    happened: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)  # the last refusals, to read
    last: str | None = None

    def run(self, events: int) -> None:
        """So many events, spread over the days that are left of the plan."""
        end = datetime(self.plan.first.year, self.plan.first.month, self.plan.first.day, tzinfo=UTC)
        end += timedelta(days=self.plan.days)
        for left in range(events, 0, -1):
            mean = (end - self.now[0]) / timedelta(minutes=1) / left
            # In bursts: what belongs together happens within hours, and then for days nothing does.
            mean = mean * 3.3 if self.random.random() < 0.3 else min(mean, 40)
            self.now[0] += timedelta(minutes=max(1, round(self.random.expovariate(1 / max(mean, 1)))))
            self.happen()

    def happen(self) -> None:
        """One event; of one in which nothing can be found to work on, another."""
        while True:
            name = self.random.choices(list(_EVENTS), [weight for weight, _do in _EVENTS.values()])[0]
            try:
                if not _EVENTS[name][1](self):
                    continue
            except StoreError:
                raise  # a service tells what is wrong before a constraint has to
            except SalestuiError as refusal:
                self.refused[name] += 1
                self.told = [*self.told[-20:], f"{name}: {refusal}"]
                return
            self.happened[name] += 1
            return

    # ── what to do it with ───────────────────────────────────────────────────────────────────────────────────────

    def pick(self, table: str, column: str = "id", where: str = "1") -> str | None:
        """Some record of a table; the newer ones more often."""
        query = f'FROM "{table}" WHERE {where}'
        count = self.desk.reader.execute(f"SELECT count(*) {query}").fetchone()[0]
        if not count:
            return None
        place = int(count * max(self.random.random(), self.random.random()))
        sql = f"SELECT {column} {query} ORDER BY id LIMIT 1 OFFSET {place}"
        return str(self.desk.reader.execute(sql).fetchone()[0])

    def customer(self) -> str | None:
        """The code of a customer in use; half of the time the one of the last contact or inquiry."""
        if self.last is None or self.random.random() < 0.5:
            self.last = self.pick("customer", "code", "archived_at IS NULL")
        return self.last

    def some(self, **choices: Sequence[str]) -> dict[str, str]:
        """Any of the fields, each half of the time."""
        return {name: self.random.choice(of) for name, of in choices.items() if self.random.random() < 0.5}

    def back(self, days: float) -> dict[str, str]:
        """An instant up to so long ago to be told of; empty for now."""
        if self.random.random() < 0.5:
            return {}
        return {"at": self._typed(self.now[0] - timedelta(minutes=round(self.random.random() * days * 1440)))}

    def _typed(self, instant: datetime) -> str:
        """As it is typed; one in four is moved back to the midnight before it, or the first of its month or week."""
        local = instant.astimezone(self.desk.zone)
        border = self.random.random()
        if border < 0.25:
            local = local.replace(hour=0, minute=0)
        if border < 0.08:
            local = local.replace(day=1)
        elif border < 0.12:
            local -= timedelta(days=local.weekday())
        return f"{local.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    def ahead(self) -> str:
        """When something is due: a day, or a time of day, which may be midnight."""
        day = self.now[0].astimezone(self.desk.zone) + timedelta(days=self.random.choice((0, 1, 2, 5, 12, 25)))
        if self.random.random() < 0.6:
            return f"{day:%Y-%m-%d}"
        return f"{day:%Y-%m-%d} {self.random.choice(('00:00', '09:00', '17:30', '23:59', '24:00'))}"


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────

_PROFILE: Final[Mapping[str, Sequence[str]]] = {
    "grade": _GRADES,
    "segment": _SEGMENTS,
    "region": REGIONS,
    "owner": (*OWNERS, ""),
    "stage": _STAGES,
    "satisfaction": ("0", "70", "85", "100"),
}


def _customer_added(play: Play) -> bool:
    add_customer(play.desk, {"name": f"客户{play.happened.total()}", **play.some(**_PROFILE)})
    return True


def _changed(*fields: str) -> Callable[[Play], bool]:
    def change(play: Play) -> bool:
        key = play.pick("customer")
        if key is None:
            return False
        typed = {name: play.random.choice(_PROFILE[name]) for name in fields}
        change_customer(play.desk, key, typed)
        return True

    return change


def _next_date_set(play: Play) -> bool:
    key = play.pick("customer", where="archived_at IS NULL")
    if key is None:
        return False
    change_customer(play.desk, key, {"next_at": "" if play.random.random() < 0.4 else play.ahead()})
    return True


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _inquiry_received(play: Play) -> bool:
    code = play.customer()
    if code is None:
        return False
    kind = play.random.choice(("lead", "lead", "lead", "urgent", "objection", "complaint"))
    typed = {"kind": kind, "text": "asks for a quote", **play.some(complex=("yes", "no"))}
    if back := play.back(4):
        typed["received_at"] = back["at"]
    receive_inquiry(play.desk, code, typed)
    return True


def _inquiry_changed(play: Play) -> bool:
    key = play.pick("inquiry", where="solved_at IS NULL")
    if key is None:
        return False
    change_inquiry(play.desk, key, play.some(complex=("yes", "no"), text=("asks again",)))
    return True


def _inquiry_resolved(play: Play) -> bool:
    key = play.pick("inquiry", where="kind IN ('objection', 'complaint') AND solved_at IS NULL")
    if key is None:
        return False
    now = play.now[0]
    at = now - timedelta(minutes=play.random.randrange(3000)) if play.random.random() < 0.5 else None
    resolve_inquiry(play.desk, key, "换货", told=play.random.random() < 0.5, at=at)
    return True


def _follow_up_fields(play: Play) -> dict[str, str]:
    typed = {"method": play.random.choice(_METHODS), "content": "谈报价"} | play.some(owner=(*OWNERS, ""))
    if back := play.back(3):
        typed["contacted_at"] = back["at"]
    if play.random.random() < 0.6:
        typed["next_at"] = play.ahead()
    return typed


def _follow_up_logged(play: Play) -> bool:
    code = play.customer()
    if code is None:
        return False
    objections = []
    if play.random.random() < 0.15:
        answer = play.random.choice((None, "value and return"))
        objections = [ObjectionEntry(ObjectionKind.PRICE, "太贵", answer, ObjectionOutcome.OPEN)]
    to_dos = [ToDo("send the manual")] if play.random.random() < 0.1 else []
    answers = play.random.choice((None, None, "all", "none"))
    log_follow_up(play.desk, code, _follow_up_fields(play), objections=objections, to_dos=to_dos, answers=answers)
    return True


def _follow_up_corrected(play: Play) -> bool:
    key = play.pick("follow_up")
    if key is None:
        return False
    typed = play.some(method=_METHODS, owner=(*OWNERS, ""))
    if back := play.back(20):
        typed["contacted_at"] = back["at"]
    change_follow_up(play.desk, key, typed)
    return True


def _follow_ups_imported(play: Play) -> bool:
    """As an import writes them: in one command, and a file does not say when they were written."""
    key = play.pick("customer", where="archived_at IS NULL")
    if key is None:
        return False
    rows = []
    for _n in range(play.random.randrange(1, 4)):
        fields = {**_follow_up_fields(play), **({"contacted_at": back["at"]} if (back := play.back(90)) else {})}
        fields.pop("next_at", None)
        rows.append(values(play.desk, "follow_up", fields, partial=True))
    with play.desk.command("import_follow_up") as work:
        for found in rows:
            put_follow_up(play.desk, work, key, found, written_at=None)
    return True


# ── deals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _deal_added(play: Play) -> bool:
    code = play.customer()
    if code is None:
        return False
    stage = play.random.choice(("lead", "lead", "nurtured", "qualified", "opportunity", "won", "won", "lost"))
    typed = {"customer": code, "name": "WMS", "stage": stage, "amount": play.random.choice(_AMOUNTS)}
    typed |= play.some(kind=_KINDS, channel=_CHANNELS, owner=(*OWNERS, ""))
    if stage == "lost":
        typed["lost_reason"] = "price"
    if back := play.back(40):
        typed["closed_at"] = back["at"]
    add_deal(play.desk, typed)
    return True


def _deal_moved(play: Play) -> bool:
    """On, past a stage, back, lost, won, and seldom open again."""
    key = play.pick("deal", where="closed_at IS NULL" if play.random.random() < 0.9 else "1")
    if key is None:
        return False
    stage = play.random.choice((*DealStage, "won", "won", "won", "lost", "opportunity"))
    back = play.back(10)
    move_deal(play.desk, key, str(stage), reason="price" if stage == "lost" else None, at=back.get("at"))
    return True


def _deal_changed(play: Play) -> bool:
    key = play.pick("deal")
    if key is None:
        return False
    change_deal(
        play.desk, key, play.some(amount=_AMOUNTS, kind=_KINDS, channel=_CHANNELS, owner=(*OWNERS, ""), note=("x",))
    )
    return True


# ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _task_added(play: Play) -> bool:
    typed = {"action": play.random.choice(_ACTIONS), "end": play.ahead(), **play.some(owner=OWNERS)}
    if (code := play.customer()) and play.random.random() < 0.6:
        typed["customer"] = code
    typed |= play.some(acceptor=("Wang",), module=("方案设计", "客户开发"), progress=("0", "30", "60", "100"))
    if play.random.random() < 0.6:
        day = play.now[0].astimezone(play.desk.zone) - timedelta(days=play.random.choice((0, 3, 30)))
        typed["start"] = f"{day:%Y-%m-%d}"
    if play.random.random() < 0.1:
        typed["end"] = ""
    add_task(play.desk, typed)
    return True


def _task_changed(play: Play) -> bool:
    key = play.pick("task")
    if key is None:
        return False
    typed = play.some(progress=("10", "50", "100"), owner=OWNERS, note=("x",))
    if play.random.random() < 0.3:
        typed["end"] = play.ahead()
    change_task(play.desk, key, typed)
    return True


def _task_moved(play: Play) -> bool:
    key = play.pick("task")
    if key is None:
        return False
    move_task(play.desk, key, play.random.choice(("todo", "doing", "waiting", "done", "done", "done", "dropped")))
    return True


def _task_finished(play: Play) -> bool:
    accepted = play.random.random() < 0.4
    key = play.pick("task", where="status <> 'done'" + (" AND acceptor IS NOT NULL" if accepted else ""))
    if key is None:
        return False
    finish_task(play.desk, key, accepted=accepted)
    return True


def _task_of_a_deal(play: Play) -> bool:
    """No form links the two yet; the record can."""
    worded = "status = 'done' AND (action LIKE '%方案%' OR action LIKE '%quote%')"
    task = play.pick("task", where=worded if play.random.random() < 0.5 else "1")
    reached = "EXISTS (SELECT 1 FROM deal_stage_change WHERE deal_id = deal.id AND stage = 'opportunity')"
    deal = play.pick("deal", where=reached)
    if task is None or deal is None:
        return False
    with play.desk.command("change_task") as work:
        work.get(Task, task).deal_id = deal
    return True


# ── out of sight, and back ───────────────────────────────────────────────────────────────────────────────────────


def _archived(play: Play) -> bool:
    entity = play.random.choice(("customer", "inquiry", "follow_up", "task", "deal"))
    key = play.pick(entity, where="archived_at IS NULL")
    if key is None:
        return False
    archive(play.desk, entity, key)
    return True


def _brought_back(play: Play) -> bool:
    entity = play.random.choice(("customer", "inquiry", "follow_up", "task", "deal"))
    key = play.pick(entity, where="archived_at IS NOT NULL")
    if key is None:
        return False
    archive(play.desk, entity, key, back=True)
    return True


def _undone(play: Play) -> bool:
    for _n in range(play.random.randrange(1, 4)):
        undo(play.desk)
    return True


def _redone(play: Play) -> bool:
    redo(play.desk)
    return True


_EVENTS: Final[Mapping[str, tuple[int, Callable[[Play], bool]]]] = {
    "customer added": (5, _customer_added),
    "regraded": (5, _changed("grade")),
    "owner changed": (2, _changed("owner")),
    "segment, region changed": (2, _changed("segment", "region")),
    "stage changed": (6, _changed("stage")),
    "scored": (4, _changed("satisfaction")),
    "next date set": (3, _next_date_set),
    "inquiry received": (10, _inquiry_received),
    "inquiry changed": (1, _inquiry_changed),
    "inquiry resolved": (3, _inquiry_resolved),
    "follow-up logged": (18, _follow_up_logged),
    "follow-up corrected": (2, _follow_up_corrected),
    "follow-ups imported": (1, _follow_ups_imported),
    "deal added": (9, _deal_added),
    "deal moved": (12, _deal_moved),
    "deal changed": (2, _deal_changed),
    "task added": (6, _task_added),
    "task changed": (2, _task_changed),
    "task moved": (2, _task_moved),
    "task finished": (4, _task_finished),
    "task linked": (4, _task_of_a_deal),
    "archived": (3, _archived),
    "brought back": (2, _brought_back),
    "undone": (4, _undone),
    "redone": (3, _redone),
}


def open_play(folder: Path, plan: Plan, seed: int) -> Play:
    """A new desk in `folder` on which `plan` begins, at eight in the morning UTC. Whoever asked closes its desk."""
    now = [datetime(plan.first.year, plan.first.month, plan.first.day, 8, tzinfo=UTC)]
    settings = Settings(
        language="en",
        owner=OWNERS[0],
        currency="CNY",
        rule_book=plan.book,
        keys=MappingProxyType({}),
        rules_from=None,
        sources=MappingProxyType({}),
    )
    random = Random(seed)
    folder.mkdir()
    (folder / "config.toml").write_text(plan.settings_text(), "utf-8")
    paths = resolve(None, {"SALESTUI_HOME": str(folder)})
    desk = open_desk(paths, settings, lambda: now[0], keys=Keys(random.getrandbits))
    desk.writer.hurry()
    for owner in OWNERS:  # each by themselves: nothing they undo takes them away
        with desk.writer.command("owner", actor=owner, at=now[0], laws=desk.laws_on) as work:
            ensure_owner(work, owner)
    return Play(folder, desk, plan, random, now)

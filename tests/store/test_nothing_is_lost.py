"""Promise 1 by force: two people do, undo and redo whatever a desk can do, and the file must always tell the truth.

After every step the tables equal the fold of the change log, and what is derived equals what is made from nothing.
SALESTUI_LONG_RUN=N multiplies the number of examples and draws them at random.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from salestui import i18n
from salestui.domain.instants import Deadline
from salestui.domain.rules import CalendarRules, OpenSpan, RuleBook, Rules
from salestui.domain.words import Grade, ObjectionKind, ObjectionOutcome
from salestui.errors import SalestuiError, StoreError
from salestui.services.absences import add_absence, end_absence
from salestui.services.customers import add_customer, change_customer
from salestui.services.deals import add_deal, change_deal, move_deal
from salestui.services.depending import add_dependency, later_starts, remove_dependency, reschedule
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, ToDo, change_follow_up, log_follow_up
from salestui.services.inquiries import change_inquiry, receive_inquiry, resolve_inquiry
from salestui.services.naming import customer_named, record_named
from salestui.services.records import add, archive, change
from salestui.services.repeating import add_series, change_following, end_series
from salestui.services.reviews import add_review, change_review
from salestui.services.satisfaction import add_score, change_score, remove_score
from salestui.services.setting_goals import add_goal, change_goal, split_goal
from salestui.services.tasks import add_task, change_task, finish_task, move_task
from salestui.services.undoing import redo, undo
from salestui.services.upkeep import make_due_tasks
from salestui.store import driver
from tests.store.desks import (
    Clock,
    Tables,
    assert_derived_follow_from_facts,
    assert_log_tells_the_tables,
    assert_sound,
    desk_on,
    last_seq,
    logged_tables,
)

_LONG = int(os.environ.get("SALESTUI_LONG_RUN", "0"))
_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a real file all the same, without the disk

_OFFICE_HOURS = ((OpenSpan(540, 720), OpenSpan(780, 1080)),) * 5 + ((), ())
_BOOKS = (
    RuleBook(),
    RuleBook(Rules(urgent=timedelta(minutes=30), default_grade=Grade.C)),
    RuleBook(
        Rules(answer_within=MappingProxyType(dict.fromkeys(Grade, timedelta(hours=1)))),
        CalendarRules(working=True, time_zone="Asia/Shanghai", hours=_OFFICE_HOURS),
    ),
)

_WHO = st.sampled_from(("Li", "Wang"))
_OWNER = st.sampled_from(("Li", "Wang", "Zhao"))
_DAY = st.sampled_from(("today", "+1d", "+3d", "+20d", "2024-05-10", ""))
_PLACE = st.integers(0, 3)  # which of the records there are, counted round
_NAMES = st.sampled_from(("海明科技", "重庆重工", "Acme [VIP] Ltd", "o'Hara; --", "YY贸易集团", "Müller & Söhne"))
_TEXTS = st.sampled_from(
    ("asks for a quote", "需补充竞品A的响应速度对比数据", "[/] \x00 \u202e \U0001f600", "a\nb", "%_")
)
_PAST = st.sampled_from(("-1m", "-2h", "-3d", "-20d", "now", "yesterday"))
_AHEAD = st.sampled_from(("+1h", "+3d", "fri 10:00", "+10d", ""))


def _some(**fields: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Any of the fields, typed."""
    return st.fixed_dictionaries({}, optional=dict(fields))


_PROFILE = {
    "grade": st.sampled_from(("A", "B", "C", "")),
    "segment": st.sampled_from(("key_account", "")),
    "care": st.sampled_from(("strategic_care", "key_expansion", "routine", "")),
    "stage": st.sampled_from(("prospect", "interested", "active", "lost")),
    "owner": st.sampled_from(("Li", "Wang", "Zhao", "")),
    "annual_revenue": st.sampled_from(("120万", "USD 5,000.50", "")),
    "employees": st.sampled_from(("120", "")),
    "core_needs": st.sampled_from(("price; service", "")),
    "satisfaction": st.sampled_from(("0", "80", "81", "100")),
    "tags": st.sampled_from(("vip", "vip, 老客户", "老客户", "")),
    "profile_reviewed_at": st.sampled_from(("-3d", "")),
    "code": st.sampled_from(("C001", "C002", "K7")),
    "note": _TEXTS,
}
_ROLE = st.sampled_from(("decision_maker", "technical", ""))
_CONTACT = {"title": _TEXTS, "decision_role": _ROLE, "mobile": st.sampled_from(("138 0013 8000", "+86 10 5555", ""))}
_STATUS = st.sampled_from(("todo", "doing", "waiting", "done", "dropped"))
_TASK = {
    "owner": st.sampled_from(("Li", "Wang", "Zhao")),
    "start": st.sampled_from(("2024-05-14", "2024-05-20", "")),
    "end": st.sampled_from(("2024-05-17", "2024-05-20 10:00", "+2d", "")),
    "progress": st.sampled_from(("0", "40", "100")),
    "status": _STATUS,
    "acceptor": st.sampled_from(("Wang", "")),
    "milestone": st.sampled_from(("yes", "no", "")),
    "waiting_for": st.sampled_from(("the prices of head office", "")),
    "delay_cause": st.sampled_from(("客户出差", "")),
    "note": _TEXTS,
}
_DEAL_STAGE = st.sampled_from(("lead", "nurtured", "qualified", "opportunity", "won", "lost"))
_REASON = st.sampled_from(("price", "competitor", "no_decision"))
_RIVALS = st.sampled_from(("竞品A", "Rival [B]", "rival [b]", "o'Hara; --"))
_DEAL = {
    "amount": st.sampled_from(("80万", "USD 5,000.50", "0", "")),
    "probability": st.sampled_from(("0", "60", "99", "")),
    "kind": st.sampled_from(("new", "repeat", "renewal")),
    "expected_close": st.sampled_from(("+20d", "2024-05-01", "")),
    "contract_from": st.sampled_from(("2024-01-01", "2024-05-20", "")),
    "contract_to": st.sampled_from(("2024-05-18", "2024-06-01", "2025-12-31", "")),
    "product": _TEXTS,
    "owner": st.sampled_from(("Li", "Wang", "Zhao", "")),
}
_SCORE = st.sampled_from(("0", "40", "80", "95"))
_TARGET = st.sampled_from(("1m", "20", "35%", "85", "0", "USD 5,000"))
_GOAL = st.fixed_dictionaries(
    {
        "figure": st.sampled_from(("sales_amount", "won_deals", "win_rate", "satisfaction")),
        "target": _TARGET,
        "period": st.sampled_from(("2024-Q2", "2024-05", "2024", "2024-01")),
    }
)
_REPEATS = st.sampled_from(("weekly", "weekly x3", "monthly", "every 2 weeks", "6月起每月1次", "often"))
_OF_SERIES = {name: _TASK[name] for name in ("owner", "start", "end", "acceptor", "milestone", "note")}
_OBJECTIONS = st.lists(
    st.builds(
        ObjectionEntry,
        kind=st.sampled_from(ObjectionKind),
        text=_TEXTS,
        answer=st.none() | _TEXTS,
        outcome=st.sampled_from(ObjectionOutcome),
    ),
    max_size=2,
)
_TO_DOS = st.lists(st.builds(ToDo, _TEXTS, st.just(None) | st.just(Deadline.parse("2024-05-24"))), max_size=2)


@dataclass(frozen=True, slots=True)
class _Done:
    """A command that nobody has disturbed since: whose, and the tables before and after it."""

    who: str
    before: Tables
    after: Tables


def _deal(desk: Desk, ref: str) -> str:
    return record_named(desk, ref)[1]


@cache
def _stock() -> Path:
    """A file with a little of everything, made once: every step then finds something to work on."""
    file = Path(tempfile.mkdtemp(dir=_IN_MEMORY)) / "stock.db"
    atexit.register(shutil.rmtree, file.parent)
    clock = Clock()
    with desk_on(file, "Li", now=clock) as li, desk_on(file, "Wang", now=clock) as wang:
        for desk, name in ((li, "精工制造"), (wang, "重庆重工")):
            code = add_customer(desk, {"name": name, "grade": "B", "care": "routine", "tags": "vip"}).ref
            add(desk, "contact", {"customer": code, "name": "张总", "mobile": "138 0013 8000"})
            receive_inquiry(desk, code, {"kind": "lead", "text": "asks for a quote", "received_at": "-4d"})
            receive_inquiry(desk, code, {"kind": "complaint", "text": "broken", "complex": "yes", "received_at": "-1d"})
            change_customer(desk, customer_named(desk, code).id, {"satisfaction": "90"})
            objection = ObjectionEntry(ObjectionKind.PRICE, "too dear")
            spoken = {"method": "phone", "content": "报价", "contacted_at": "-2h", "next_at": "+3d"}
            log_follow_up(desk, code, spoken, objections=[objection], to_dos=[ToDo("send the manual")])
            contract = {"stage": "won", "closed_at": "-20d", "contract_to": "2024-06-01", "amount": "36万"}
            add_deal(desk, {"customer": code, "name": "维保", **contract})
            move_deal(
                desk,
                _deal(desk, add_deal(desk, {"customer": code, "name": "WMS"}).ref),
                "lost",
                reason="competitor",
                lost_to=f"Rival {name}",
            )
            add_task(desk, {"action": "demo", "customer": code, "end": "+2d", "acceptor": "Wang"})
        add_absence(li, "Wang", "today", "+3d", "Li")
    return file


class TwoAtOneDesk(RuleBasedStateMachine):
    """Li and Wang work on one file, each from a session of their own."""

    def __init__(self) -> None:
        super().__init__()
        i18n.use("en")
        self.folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY))
        self.file = self.folder / "desk.db"
        shutil.copyfile(_stock(), self.file)
        self.file.chmod(0o600)
        self.clock = Clock()
        self.desks = {who: desk_on(self.file, who, now=self.clock) for who in ("Li", "Wang")}
        self.look = driver.connect(self.file, write=True)
        self.past: list[_Done] = []  # undisturbed, the newest last
        self.ahead: list[_Done] = []  # undone, the next to be redone last

    def teardown(self) -> None:
        """The last word is SQLite's; then everything is given back."""
        try:
            assert_sound(self.look)
            self.look.execute("INSERT INTO text_search (text_search) VALUES ('integrity-check')")
        finally:
            self.look.close()
            for desk in self.desks.values():
                desk.close()
            shutil.rmtree(self.folder)

    # ── what must be true whatever happened ──────────────────────────────────────────────────────────────────────

    @invariant()
    def the_log_tells_the_tables(self) -> None:
        """(a)"""
        assert_log_tells_the_tables(self.look)

    @invariant()
    def derived_rows_follow_from_the_facts(self) -> None:
        """(b)"""
        assert_derived_follow_from_facts(self.look)

    # ── how a step is taken ──────────────────────────────────────────────────────────────────────────────────────

    def _do(self, who: str, command: Callable[[Desk], object]) -> None:
        """Have `who` do something: it is one command in the log, or refused in a sentence and leaves nothing."""
        before, head = logged_tables(self.look), last_seq(self.look)
        try:
            command(self.desks[who])
        except StoreError:
            raise  # a service tells what is wrong before a constraint has to
        except SalestuiError:
            assert logged_tables(self.look) == before
            assert last_seq(self.look) == head
            return
        assert last_seq(self.look) == head + 1
        after = logged_tables(self.look)
        if after != before:
            self.past.append(_Done(who, before, after))
            self.ahead.clear()

    def _key(self, entity: str, place: int) -> str | None:
        return self._pick(f'SELECT id FROM "{entity}" ORDER BY id', place)

    def _ref(self, entity: str, place: int) -> str | None:
        return self._pick(f'SELECT ref FROM "{entity}" ORDER BY id', place)

    def _code(self, place: int) -> str | None:
        return self._pick("SELECT code FROM customer ORDER BY id", place)

    def _pick(self, query: str, place: int) -> str | None:
        rows = self.look.execute(query).fetchall()
        return str(rows[place % len(rows)][0]) if rows else None

    # ── time, sessions, rules ────────────────────────────────────────────────────────────────────────────────────

    @rule(minutes=st.sampled_from((0, 1, 45, 600, 3000, 20_000)))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    @rule(who=_WHO, book=st.none() | st.integers(0, len(_BOOKS) - 1))
    def a_new_session_with_other_rules(self, who: str, book: int | None) -> None:
        """The other session stays open; it must time what it writes by the rules now in force."""
        head = last_seq(self.look)
        in_force = self.desks[who].settings.rule_book if book is None else _BOOKS[book]
        self.desks[who].close()
        self.desks[who] = desk_on(self.file, who, now=self.clock, book=in_force)
        if last_seq(self.look) != head:
            self.past.clear()  # adopting rules is in the log, and cannot be undone
            self.ahead.clear()

    # ── customers, contacts ──────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, name=_NAMES, typed=_some(**_PROFILE))
    def a_customer_is_added(self, who: str, name: str, typed: dict[str, str]) -> None:
        self._do(who, lambda desk: add_customer(desk, {**typed, "name": name}))

    @rule(who=_WHO, place=_PLACE, typed=_some(**_PROFILE, name=_NAMES, next_at=_AHEAD))
    def a_customer_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("customer", place)
        if key:
            self._do(who, lambda desk: change_customer(desk, key, typed))

    @rule(who=_WHO, place=_PLACE, field=st.sampled_from(("grade", "tags", "satisfaction", "stage")), data=st.data())
    def one_field_of_a_customer_is_changed(self, who: str, place: int, field: str, data: st.DataObject) -> None:
        self.a_customer_is_changed(who, place, {field: data.draw(_PROFILE[field])})

    @rule(who=_WHO, place=_PLACE, name=_NAMES, typed=_some(**_CONTACT))
    def a_contact_is_added(self, who: str, place: int, name: str, typed: dict[str, str]) -> None:
        code = self._code(place)
        if code:
            self._do(who, lambda desk: add(desk, "contact", {"customer": code, **typed, "name": name}))

    @rule(who=_WHO, place=_PLACE, typed=_some(**_CONTACT, name=_NAMES))
    def a_contact_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("contact", place)
        if key:
            self._do(who, lambda desk: change(desk, "contact", key, typed))

    @rule(
        who=_WHO,
        entity=st.sampled_from(
            ("customer", "contact", "inquiry", "follow_up", "task", "deal", "competitor", "goal", "review")
        ),
        place=_PLACE,
        back=st.booleans(),
    )
    def a_record_is_archived_or_brought_back(self, who: str, entity: str, place: int, back: bool) -> None:
        key = self._key(entity, place)
        if key:
            self._do(who, lambda desk: archive(desk, entity, key, back=back))

    @rule(who=_WHO, name=st.sampled_from(("Li", "Zhao", "Qian")))
    def an_owner_is_added(self, who: str, name: str) -> None:
        self._do(who, lambda desk: add(desk, "owner", {"name": name}))

    # ── inquiries ────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(
        who=_WHO,
        place=_PLACE,
        kind=st.sampled_from(("lead", "urgent", "objection", "complaint")),
        text=_TEXTS,
        typed=_some(received_at=_PAST, complex=st.sampled_from(("yes", "no"))),
        new=st.none() | _NAMES,
    )
    def an_inquiry_comes_in(
        self, who: str, place: int, kind: str, text: str, typed: dict[str, str], new: str | None
    ) -> None:
        named = new or self._code(place)
        if named:
            fields = {**typed, "kind": kind, "text": text}
            made = None if new is None else {"grade": "A"}
            self._do(who, lambda desk: receive_inquiry(desk, named, fields, new_customer=made))

    @rule(who=_WHO, place=_PLACE, result=st.none() | _TEXTS, told=st.booleans())
    def an_inquiry_is_resolved(self, who: str, place: int, result: str | None, told: bool) -> None:
        key = self._key("inquiry", place)
        if key:
            self._do(who, lambda desk: resolve_inquiry(desk, key, result, told=told))

    @rule(
        who=_WHO,
        place=_PLACE,
        typed=_some(
            received_at=_PAST,
            kind=st.sampled_from(("lead", "urgent", "complaint")),
            complex=st.sampled_from(("yes", "no", "")),
            text=_TEXTS,
            result=_TEXTS | st.just(""),
        ),
    )
    def an_inquiry_is_corrected(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("inquiry", place)
        if key:
            self._do(who, lambda desk: change_inquiry(desk, key, typed))

    # ── follow-ups ───────────────────────────────────────────────────────────────────────────────────────────────

    @rule(
        who=_WHO,
        place=_PLACE,
        content=_TEXTS,
        typed=_some(contacted_at=_PAST, next_at=_AHEAD, next_method=st.just("visit"), feedback=_TEXTS),
        objections=_OBJECTIONS,
        to_dos=_TO_DOS,
        answers=st.sampled_from((None, "all", "none", 0, 1, 2)),
    )
    def a_follow_up_is_logged(
        self,
        who: str,
        place: int,
        content: str,
        typed: dict[str, str],
        objections: list[ObjectionEntry],
        to_dos: list[ToDo],
        answers: str | int | None,
    ) -> None:
        code = self._code(place)
        chosen = self._ref("inquiry", answers) if isinstance(answers, int) else answers
        if code:
            fields = {**typed, "method": "phone", "content": content}
            self._do(
                who,
                lambda desk: log_follow_up(desk, code, fields, objections=objections, to_dos=to_dos, answers=chosen),
            )

    @rule(
        who=_WHO,
        place=_PLACE,
        typed=_some(contacted_at=_PAST, content=_TEXTS, next_at=_AHEAD, next_method=st.just("phone"), need=_TEXTS),
        answers=st.none() | _PLACE,
    )
    def a_follow_up_is_corrected(self, who: str, place: int, typed: dict[str, str], answers: int | None) -> None:
        key, ref = self._key("follow_up", place), None if answers is None else self._ref("inquiry", answers)
        if key:
            self._do(who, lambda desk: change_follow_up(desk, key, typed if ref is None else {**typed, "answers": ref}))

    # ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, action=_TEXTS, customer=st.none() | _PLACE, typed=_some(**_TASK))
    def a_task_is_added(self, who: str, action: str, customer: int | None, typed: dict[str, str]) -> None:
        code = None if customer is None else self._code(customer)
        fields = {**typed, "action": action} | ({"customer": code} if code else {})
        self._do(who, lambda desk: add_task(desk, fields))

    @rule(who=_WHO, place=_PLACE, typed=_some(**_TASK, action=_TEXTS))
    def a_task_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("task", place)
        if key:
            self._do(who, lambda desk: change_task(desk, key, typed))

    @rule(who=_WHO, place=_PLACE, status=_STATUS)
    def a_task_is_moved(self, who: str, place: int, status: str) -> None:
        key = self._key("task", place)
        if key:
            self._do(who, lambda desk: move_task(desk, key, status))

    @rule(who=_WHO, place=_PLACE, accepted=st.booleans())
    def a_task_is_finished(self, who: str, place: int, accepted: bool) -> None:
        key = self._key("task", place)
        if key:
            self._do(who, lambda desk: finish_task(desk, key, accepted=accepted))

    @rule(who=_WHO, place=_PLACE, owner=_WHO)
    def a_task_is_given_away(self, who: str, place: int, owner: str) -> None:
        key = self._key("task", place)
        if key:
            self._do(who, lambda desk: change_task(desk, key, {"owner": owner}))

    # ── deals, competitors ───────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, customer=_PLACE, name=_TEXTS, typed=_some(**_DEAL, stage=_DEAL_STAGE, lost_reason=_REASON))
    def a_deal_is_added(self, who: str, customer: int, name: str, typed: dict[str, str]) -> None:
        code = self._code(customer)
        self._do(who, lambda desk: add_deal(desk, {**typed, "customer": code or "", "name": name}))

    @rule(who=_WHO, place=_PLACE, typed=_some(**_DEAL, name=_TEXTS, lost_to=_RIVALS))
    def a_deal_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("deal", place)
        if key:
            self._do(who, lambda desk: change_deal(desk, key, typed))

    @rule(
        who=_WHO,
        place=_PLACE,
        stage=_DEAL_STAGE,
        reason=st.none() | _REASON,
        lost_to=st.none() | _RIVALS,
        at=st.none() | _PAST,
    )
    def a_deal_is_moved(
        self, who: str, place: int, stage: str, reason: str | None, lost_to: str | None, at: str | None
    ) -> None:
        """Lost, reopened, won, back again."""
        key = self._key("deal", place)
        if key:
            self._do(who, lambda desk: move_deal(desk, key, stage, reason=reason, lost_to=lost_to, at=at))

    @rule(who=_WHO, place=_PLACE, other=_PLACE)
    def a_deal_follows_an_order(self, who: str, place: int, other: int) -> None:
        key, ref = self._key("deal", place), self._ref("deal", other)
        if key and ref:
            self._do(who, lambda desk: change_deal(desk, key, {"renews": ref}))

    @rule(who=_WHO, place=_PLACE, other=_PLACE)
    def a_task_is_for_a_deal(self, who: str, place: int, other: int) -> None:
        key, ref = self._key("task", place), self._ref("deal", other)
        if key and ref:
            self._do(who, lambda desk: change_task(desk, key, {"deal": ref}))

    # ── scores, goals, reviews ───────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, customer=_PLACE, score=_SCORE, at=_PAST)
    def a_score_is_added(self, who: str, customer: int, score: str, at: str) -> None:
        code = self._code(customer)
        if code:
            self._do(who, lambda desk: add_score(desk, code, {"score": score, "scored_at": at}))

    @rule(who=_WHO, place=_PLACE, score=_SCORE, at=st.none() | _PAST)
    def a_score_is_corrected_or_removed(self, who: str, place: int, score: str, at: str | None) -> None:
        key = self._key("satisfaction_score", place)
        if key and at is None:
            self._do(who, lambda desk: remove_score(desk, key))
        elif key:
            self._do(who, lambda desk: change_score(desk, key, {"score": score, "scored_at": at or ""}))

    @rule(who=_WHO, text=_TEXTS, typed=_GOAL, owner=st.none() | _OWNER)
    def a_goal_is_set(self, who: str, text: str, typed: dict[str, str], owner: str | None) -> None:
        self._do(who, lambda desk: add_goal(desk, {**typed, "core_goal": text, "owner": owner or ""}))

    @rule(who=_WHO, place=_PLACE, typed=_some(target=_TARGET, note=_TEXTS, from_day=_DAY, to_day=_DAY))
    def a_goal_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("goal", place)
        if key:
            self._do(who, lambda desk: change_goal(desk, key, typed))

    @rule(who=_WHO, place=_PLACE, by=st.sampled_from(("months", "owners")))
    def a_goal_is_split(self, who: str, place: int, by: str) -> None:
        key = self._key("goal", place)
        if key:
            self._do(who, lambda desk: split_goal(desk, key, by))

    @rule(who=_WHO, typed=_some(problems=_TEXTS, improvements=_TEXTS))
    def a_review_is_made(self, who: str, typed: dict[str, str]) -> None:
        self._do(who, lambda desk: add_review(desk, {**typed, "period": "2024-04"}))

    @rule(who=_WHO, place=_PLACE, typed=_some(causes=_TEXTS, improvements=_TEXTS))
    def a_review_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("review", place)
        if key:
            self._do(who, lambda desk: change_review(desk, key, typed))

    @rule(who=_WHO, name=_RIVALS, typed=_some(our_answer=_TEXTS, price=_TEXTS))
    def a_competitor_is_added(self, who: str, name: str, typed: dict[str, str]) -> None:
        self._do(who, lambda desk: add(desk, "competitor", {**typed, "name": name}))

    @rule(who=_WHO, place=_PLACE, typed=_some(name=_RIVALS, strengths=_TEXTS, our_answer=_TEXTS))
    def a_competitor_is_changed(self, who: str, place: int, typed: dict[str, str]) -> None:
        key = self._key("competitor", place)
        if key:
            self._do(who, lambda desk: change(desk, "competitor", key, typed))

    # ── tasks that repeat, tasks that wait ───────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, action=_TEXTS, repeats=_REPEATS, typed=_some(**_OF_SERIES))
    def a_series_is_added(self, who: str, action: str, repeats: str, typed: dict[str, str]) -> None:
        self._do(who, lambda desk: add_series(desk, {**typed, "action": action}, repeats))

    @rule(who=_WHO)
    def the_day_is_looked_at(self, who: str) -> None:
        """What series call for is made: a command that no undo takes back, or nothing at all."""
        head = last_seq(self.look)
        made = make_due_tasks(self.desks[who])
        assert last_seq(self.look) == head + (made > 0)
        if made:
            self.past.clear()
            self.ahead.clear()
        assert make_due_tasks(self.desks[who]) == 0

    @rule(who=_WHO, place=_PLACE, typed=_some(**_OF_SERIES, action=_TEXTS), repeats=st.none() | _REPEATS)
    def a_task_and_all_that_follow_are_changed(
        self, who: str, place: int, typed: dict[str, str], repeats: str | None
    ) -> None:
        key = self._pick("SELECT id FROM task WHERE series_id IS NOT NULL ORDER BY id", place)
        if key:
            self._do(who, lambda desk: change_following(desk, key, typed, repeats))

    @rule(who=_WHO, place=_PLACE)
    def a_series_is_ended(self, who: str, place: int) -> None:
        key = self._key("task_series", place)
        if key:
            self._do(who, lambda desk: end_series(desk, key))

    @rule(who=_WHO, place=_PLACE, other=_PLACE, gone=st.booleans())
    def a_task_waits_for_another_or_no_longer(self, who: str, place: int, other: int, gone: bool) -> None:
        key, depends_on = self._key("task", place), self._key("task", other)
        if key and depends_on:
            change = remove_dependency if gone else add_dependency
            self._do(who, lambda desk: change(desk, key, depends_on))

    @rule(who=_WHO, place=_PLACE)
    def later_starts_are_taken_up(self, who: str, place: int) -> None:
        key = self._key("task", place)
        offers = later_starts(self.desks[who], key) if key else ()
        if offers:
            self._do(who, lambda desk: reschedule(desk, offers))

    # ── absences ─────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, owner=_OWNER, first=_DAY, last=_DAY, stand_in=_OWNER)
    def somebody_is_away(self, who: str, owner: str, first: str, last: str, stand_in: str) -> None:
        self._do(who, lambda desk: add_absence(desk, owner, first, last, stand_in))

    @rule(who=_WHO, place=_PLACE)
    def somebody_is_back(self, who: str, place: int) -> None:
        key = self._key("absence", place)
        if key:
            self._do(who, lambda desk: end_absence(desk, key))

    # ── undo, redo ───────────────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO)
    def an_undo(self, who: str) -> None:
        """Undisturbed, it puts every table back exactly as it was."""
        mine = self.past[-1] if self.past and self.past[-1].who == who else None
        if not self._put_back(lambda: undo(self.desks[who])):
            assert mine is None
        elif mine is None:
            self.past.clear()
            self.ahead.clear()
        else:
            assert logged_tables(self.look) == mine.before
            self.ahead.append(self.past.pop())

    @rule(who=_WHO)
    def a_redo(self, who: str) -> None:
        """Undisturbed, it puts every table back exactly as the command had left it."""
        mine = self.ahead[-1] if self.ahead and self.ahead[-1].who == who else None
        if not self._put_back(lambda: redo(self.desks[who])):
            assert mine is None
        elif mine is None:
            self.past.clear()
            self.ahead.clear()
        else:
            assert logged_tables(self.look) == mine.after
            self.past.append(self.ahead.pop())

    @rule(who=_WHO, back=st.integers(1, 4), forth=st.integers(0, 4))
    def there_and_back(self, who: str, back: int, forth: int) -> None:
        """Several undos in a row, then several redos."""
        for _ in range(back):
            self.an_undo(who)
            self.the_log_tells_the_tables()
        for _ in range(forth):
            self.a_redo(who)

    @rule(who=_WHO, place=st.integers(0, 40))
    def an_undo_by_number(self, who: str, place: int) -> None:
        """Anybody's command, however old: all that must hold is that the file tells the truth afterwards."""
        seq = place % (last_seq(self.look) + 1)
        if self._put_back(lambda: undo(self.desks[who], str(seq))):
            self.past.clear()
            self.ahead.clear()

    def _put_back(self, way: Callable[[], object]) -> bool:
        before, head = logged_tables(self.look), last_seq(self.look)
        try:
            way()
        except SalestuiError:
            assert logged_tables(self.look) == before
            assert last_seq(self.look) == head
            return False
        assert last_seq(self.look) == head + 1
        assert logged_tables(self.look) != before
        return True


TestTwoAtOneDesk = TwoAtOneDesk.TestCase
TestTwoAtOneDesk.settings = settings(
    max_examples=60 * max(1, _LONG),
    stateful_step_count=25,
    derandomize=not _LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

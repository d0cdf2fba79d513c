"""The script of a sample company: what happened, when, by whom; played in order of time through the ordinary commands.

Days are counted back from the day of "now" in the desk's zone, so that the story is always fresh.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salestui.services.absences import add_absence
from salestui.services.customers import change_customer, put_customer
from salestui.services.deals import add_deal, move_deal
from salestui.services.desk import Desk
from salestui.services.entering import values
from salestui.services.follow_ups import ObjectionEntry, ToDo, log_follow_up
from salestui.services.goals import parts_of
from salestui.services.inquiries import receive_inquiry, resolve_inquiry
from salestui.services.naming import customer_named, record_named
from salestui.services.records import add, put
from salestui.services.reviews import add_review, make_task
from salestui.services.setting_goals import add_goal, split_goal
from salestui.services.tasks import add_task, change_task, finish_task
from salestui.store.models import Contact
from salestui.store.reads.reviews import reviews

Pair = tuple[str, str]  # English, 中文
Typed = Mapping[str, str]  # field id → text, as a person would type it
Act = Callable[[Desk], None]

_WEEKEND = (5, 6)


class Script:
    """Collects events in any order. Records made are remembered under names of the script's own."""

    def __init__(self, now: datetime, zone: ZoneInfo, language: str) -> None:
        self.now = now.astimezone(UTC).replace(second=0, microsecond=0)
        self.today = now.astimezone(zone).date()
        self._zone = zone
        self._place = 1 if language == "zh_CN" else 0
        self._events: list[tuple[datetime, int, str, Act]] = []
        self._refs: dict[str, str] = {}

    # ── words and times ──────────────────────────────────────────────────────────────────────────────────────────

    def say(self, pair: Pair, /, **values: object) -> str:
        """The text in the sample's language, with its {placeholders} filled in."""
        return pair[self._place].format(**values)

    def day(self, ago: int) -> date:
        """The date `ago` days before today; ahead where negative."""
        return self.today - timedelta(days=ago)

    def workday(self, ago: int) -> int:
        """`ago`, or the fewer days to the Monday after where that is a weekend."""
        weekday = self.day(ago).weekday()
        return ago - (7 - weekday) if weekday in _WEEKEND else ago

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """That wall clock time `ago` days before today, as UTC."""
        return datetime.combine(self.day(ago), time(hour, minute), self._zone).astimezone(UTC)

    def back(self, *, hours: int = 0, minutes: int = 0) -> datetime:
        """So long before now."""
        return self.now - timedelta(hours=hours, minutes=minutes)

    def typed(self, instant: datetime) -> str:
        """`instant` as it is typed: wall clock and offset, so that no change of clocks can bend it."""
        return instant.astimezone(self._zone).isoformat(timespec="minutes")

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────

    def event(self, at: datetime, who: str, act: Act) -> None:
        """`who` does something at `at`, by the command in `act`."""
        self._events.append((at, len(self._events), who, act))

    def owner(self, at: datetime, who: str, name: str) -> None:
        """Somebody joins the team."""

        def act(desk: Desk) -> None:
            add(desk, "owner", {"name": name})

        self.event(at, who, act)

    def customer(self, at: datetime, who: str, profile: Typed, contacts: Sequence[Typed] = ()) -> None:
        """A customer with its contacts, in one command."""

        def act(desk: Desk) -> None:
            found = values(desk, "customer", {"owner": who, **profile})
            people = [values(desk, "contact", {"customer": profile["code"], **contact}) for contact in contacts]
            with desk.command("add_customer") as work:
                customer = put_customer(desk, work, found)
                for person in people:
                    put(desk, work, Contact, person, customer_id=customer.id)
                work.subject = customer.code

        self.event(at, who, act)

    def contact(self, at: datetime, who: str, code: str, contact: Typed) -> None:
        """One more person on the customer's side."""

        def act(desk: Desk) -> None:
            add(desk, "contact", {"customer": code, **contact})

        self.event(at, who, act)

    def change(self, at: datetime, who: str, code: str, fields: Typed) -> None:
        """Fields of a customer change: grade, stage, review, score."""

        def act(desk: Desk) -> None:
            change_customer(desk, customer_named(desk, code).id, fields)

        self.event(at, who, act)

    def follow_up(
        self,
        at: datetime,
        who: str,
        code: str,
        fields: Typed,
        *,
        contacted_at: datetime | None = None,
        objections: Sequence[ObjectionEntry] = (),
        to_dos: Sequence[ToDo] = (),
        opens: str = "",
        answers: str | None = None,
    ) -> None:
        """A contact, written down at `at`; the inquiry its first objection opens is remembered as `opens`."""
        fields = dict(fields) if contacted_at is None else {**fields, "contacted_at": self.typed(contacted_at)}

        def act(desk: Desk) -> None:
            logged = log_follow_up(desk, code, fields, objections=objections, to_dos=to_dos, answers=answers)
            if opens:
                self._refs[opens] = logged.opened[0]

        self.event(at, who, act)

    def absence(self, at: datetime, who: str, owner: str, first: date, last: date, stand_in: str) -> None:
        """`who` writes down that `owner` is away from `first` to `last`."""

        def act(desk: Desk) -> None:
            add_absence(desk, owner, first.isoformat(), last.isoformat(), stand_in)

        self.event(at, who, act)

    def inquiry(
        self, at: datetime, who: str, customer: str, fields: Typed, *, name: str = "", profile: Typed | None = None
    ) -> None:
        """Something a customer waits on; with `profile` from somebody new. Remembered as `name`."""
        profile = None if profile is None else {"owner": who, **profile}

        def act(desk: Desk) -> None:
            self._refs[name] = receive_inquiry(desk, customer, fields, new_customer=profile).ref

        self.event(at, who, act)

    def resolve(self, at: datetime, who: str, name: str, result: str | None, *, told: bool) -> None:
        """The solution of the inquiry remembered as `name`; without `result` only that the customer knows it."""

        def act(desk: Desk) -> None:
            resolve_inquiry(desk, self._key(desk, name), result, told=told)

        self.event(at, who, act)

    def task(self, at: datetime, who: str, name: str, fields: Typed, *, deal: str = "") -> None:
        """A new task, remembered as `name`; for the `deal` of that name, if one is given."""

        def act(desk: Desk) -> None:
            self._refs[name] = add_task(desk, {**fields, "deal": self._refs[deal]} if deal else fields).ref

        self.event(at, who, act)

    def move(self, at: datetime, who: str, name: str, fields: Typed) -> None:
        """A task gets on: progress, status, the cause of a delay."""

        def act(desk: Desk) -> None:
            change_task(desk, self._key(desk, name), fields)

        self.event(at, who, act)

    def finish(self, at: datetime, who: str, name: str, *, accepted: bool = False) -> None:
        """A task is done, or handed to its acceptor; `accepted` by that one."""

        def act(desk: Desk) -> None:
            finish_task(desk, self._key(desk, name), accepted=accepted)

        self.event(at, who, act)

    def review(self, at: datetime, who: str, fields: Typed, task: Typed, *, name: str) -> None:
        """A period looked back on; its first improvement becomes a task, remembered as `name`."""

        def act(desk: Desk) -> None:
            key = record_named(desk, add_review(desk, fields).saved.ref)[1]
            (row,) = reviews(desk.reader, limit=1, id=key)
            self._refs[name] = make_task(desk, row.improvements[0].id, task).ref

        self.event(at, who, act)

    def competitor(self, at: datetime, who: str, card: Typed) -> None:
        """Somebody who sells against us, with our answer."""

        def act(desk: Desk) -> None:
            add(desk, "competitor", card)

        self.event(at, who, act)

    def deal(self, at: datetime, who: str, name: str, fields: Typed) -> None:
        """A new deal, remembered as `name`; its owner is `who`."""

        def act(desk: Desk) -> None:
            self._refs[name] = add_deal(desk, {each: text for each, text in fields.items() if text}).ref

        self.event(at, who, act)

    def move_deal(
        self, at: datetime, who: str, name: str, stage: str, *, reason: str | None = None, lost_to: str | None = None
    ) -> None:
        """A deal gets on in the funnel, or out of it."""

        def act(desk: Desk) -> None:
            move_deal(desk, self._key(desk, name), stage, reason=reason, lost_to=lost_to)

        self.event(at, who, act)

    def goal(self, at: datetime, who: str, name: str, fields: Typed) -> None:
        """A goal, remembered as `name`."""

        def act(desk: Desk) -> None:
            self._refs[name] = add_goal(desk, fields).ref

        self.event(at, who, act)

    def split_goal(self, at: datetime, who: str, name: str, by: str) -> None:
        """A goal falls into parts; the one that holds today is remembered as its name and "this month"."""

        def act(desk: Desk) -> None:
            key = self._key(desk, name)
            split_goal(desk, key, by)
            for part in parts_of(desk, key):
                if part.from_day <= self.today <= part.to_day:
                    self._refs[f"{name}, this month"] = part.ref

        self.event(at, who, act)

    def _key(self, desk: Desk, name: str) -> str:
        return record_named(desk, self._refs[name])[1]

    # ── playing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def begins(self) -> datetime:
        """The time of the first event."""
        return min(self._events)[0]

    def play(self, desk: Desk, turn_to: Callable[[datetime], None]) -> None:
        """All events in order of time: the clock is turned to each, and who acts sits down at the desk."""
        for at, _order, who, act in sorted(self._events, key=lambda event: event[:2]):
            turn_to(at)
            if who != desk.settings.owner:
                desk.settings = replace(desk.settings, owner=who)
            act(desk)

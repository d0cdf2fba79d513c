"""A company drawn from one seed, as rows of the program's own tables: what `generate` fills a big file with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from salestui.domain.instants import Deadline, to_ms
from salestui.domain.records import RECORDS
from salestui.domain.rule_book_json import fingerprint, to_json
from salestui.store.keys import Keys, ref_of
from tests.bench.selling import Known, Selling
from tests.bench.small import TIME_ZONE, settings
from tests.bench.words import OWNERS, Words

_ZONE = ZoneInfo(TIME_ZONE)
_DAY = timedelta(days=1)
YEARS = 3 * 365  # days that the file reaches back
_BATCH = 2_000  # customers a batch: bounds the memory
_MINE = 0.05  # the share of whoever sits at the desk
_LATE = 0.015  # reviews and rhythms that are overdue: a Today of tens to hundreds of rows
_TAGS = ("展会2025", "VIP", "续约", "新客户", "pilot", "华东", "OEM", "key market")
_RHYTHM = {"strategic_care": 30, "key_expansion": 7, "routine": 90}  # days, R7
_LIVELY = {"prospect": 0.6, "interested": 1.6, "active": 2.6, "strategic": 6.0, "lost": 0.6}  # follow-ups, relative
_REVIEWED = ("interested", "active", "strategic")  # R5


@dataclass(slots=True)
class Rows:
    """What is to be inserted, by table."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        self.tables.setdefault(table, []).append(values)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to be in a file. `promises`: the share of contacts in which the next one is promised."""

    customers: int
    follow_ups: int
    deals: int
    tasks: int  # with those that come of a contact, a few more
    promises: float = 0.7

    @classmethod
    def of(cls, customers: int, follow_ups: int) -> "Size":
        """With three deals and half a task a customer."""
        return cls(customers, follow_ups, 3 * customers, customers // 2)


class Generator:
    """Draws everything from one seed; `write` fills a new file."""

    def __init__(self, seed: int, now: datetime, promises: float) -> None:
        self._promised = promises
        self._random = Random(seed)
        self._words = Words(self._random)
        self._keys = Keys(self._random.getrandbits)
        self._refs: set[str] = set()
        self._now = now
        self._start = now - timedelta(days=YEARS)
        self._rows = Rows()
        other_keys = Keys(Random(f"keys {seed}").getrandbits)
        self._selling = Selling(seed, now, _ZONE, self._rows.add, lambda entity: self._key(entity, other_keys))

    def write(self, size: Size, keep: Callable[[Rows], None]) -> None:
        """Draw the records: first whom they refer to, then batches of customers; `keep` writes and forgets them."""
        for name in OWNERS:
            self._rows.add("owner", id=self._key(), name=name, created_at=to_ms(self._start))
        book = settings().rule_book
        self._rows.add(
            "rules_in_force",
            id=self._key(),
            since=to_ms(self._start),
            fingerprint=fingerprint(book),
            book=to_json(book),
        )
        self._tags = [self._key() for _name in _TAGS]
        for key, name in zip(self._tags, _TAGS, strict=True):
            self._rows.add("tag", id=key, name=name)
        left = [size.follow_ups, size.deals, size.tasks]
        for start in range(0, size.customers, _BATCH):
            numbers = range(start, min(start + _BATCH, size.customers))
            shares = [round(each * len(numbers) / (size.customers - start)) for each in left]
            left = [each - share for each, share in zip(left, shares, strict=True)]
            known = self._batch(numbers, shares[0])
            for each, deals, tasks in self._selling.shares(known, *shares[1:]):
                self._selling.draw(each, deals, tasks)
            keep(self._rows)

    # ── one batch ────────────────────────────────────────────────────────────────────────────────────────────────

    def _batch(self, numbers: Sequence[int], follow_ups: int) -> list[Known]:
        profiles = [self._words.profile() for _number in numbers]
        shares = self._shares(profiles, follow_ups)
        return [self._customer(*each) for each in zip(numbers, profiles, shares, strict=True)]

    def _shares(self, profiles: Sequence[dict[str, str]], total: int) -> Iterator[int]:
        """How many follow-ups each customer has: who is cared for at least one, the others by stage and chance."""
        least = [int(_has_rhythm(profile)) for profile in profiles]
        if sum(least) > total:
            least = [0] * len(profiles)
        weights = [_LIVELY[profile["stage"]] * self._random.expovariate(1) for profile in profiles]
        spare, ahead = total - sum(least), sum(weights)
        for one, weight in zip(least, weights, strict=True):
            share = round(spare * weight / ahead) if ahead > 0 else 0
            spare, ahead = spare - share, ahead - weight
            yield one + share

    def _customer(self, number: int, profile: dict[str, str], follow_ups: int) -> Known:
        random, rows = self._random, self._rows
        created = self._start + timedelta(minutes=random.randrange((YEARS - 40) * 1_440))
        key, owner = self._key(), self._owner()
        reviewed = self._reviewed() if profile["stage"] in _REVIEWED else None
        rows.add(
            "customer",
            id=key,
            code=f"C{number + 1:03d}",
            name=self._words.company(),
            owner=owner,
            employees=random.choice((None, 20, 80, 300, 1_200, 9_000)),
            core_needs=self._words.sentence(10, 40) if random.random() < 0.3 else None,
            profile_reviewed_at=None if reviewed is None else reviewed.isoformat(),
            created_at=to_ms(created),
            **profile,
        )
        since = self._histories(key, profile, created)
        contacts = [self._contact(key, created) for _n in range(random.choice((1, 1, 1, 2, 3)))]
        times = self._times(profile, created, follow_ups)
        made = [(self._follow_up(key, at, owner, contacts), at) for at in times]
        if made:
            self._promises(key, made)
        if random.random() < 0.2:
            self._inquiry(key, profile, made, contacts)
        if random.random() < 0.05:
            self._task(key, owner)
        return Known(key, owner, profile["stage"], created, since)

    def _owner(self) -> str:
        return OWNERS[0] if self._random.random() < _MINE else self._random.choice(OWNERS[1:])

    def _reviewed(self) -> date:
        ago = self._random.randint(32, 60) if self._random.random() < _LATE else self._random.randint(0, 26)
        return (self._now - ago * _DAY).astimezone(_ZONE).date()

    def _histories(self, customer: str, profile: dict[str, str], created: datetime) -> datetime:
        """Stages, grades, a score, tags. Gives since when the stage is the one it has."""
        random, rows = self._random, self._rows
        rows.add("stage_change", id=self._key(), customer_id=customer, stage="prospect", since=to_ms(created))
        since = created + random.random() * (self._now - created)
        if profile["stage"] != "prospect":
            rows.add(
                "stage_change",
                id=self._key(),
                customer_id=customer,
                stage=profile["stage"],
                since=to_ms(since),
            )
        if "grade" in profile and random.random() < 0.03:
            rows.add(
                "grade_change",
                id=self._key(),
                customer_id=customer,
                grade_before=random.choice((None, "B", "C")),
                grade=profile["grade"],
                changed_at=to_ms(since),
            )
        if random.random() < 0.1:
            rows.add(
                "satisfaction_score",
                id=self._key(),
                customer_id=customer,
                score=random.randint(55, 100),
                scored_at=to_ms(since),
            )
        if random.random() < 0.15:
            rows.add("customer_tag", id=self._key(), customer_id=customer, tag_id=random.choice(self._tags))
        return since

    def _contact(self, customer: str, created: datetime) -> str:
        key = self._key("contact")
        self._rows.add(
            "contact",
            id=key,
            ref=ref_of("contact", key),
            customer_id=customer,
            created_at=to_ms(created),
            **self._words.contact(),
        )
        return key

    def _times(self, profile: dict[str, str], created: datetime, count: int) -> list[datetime]:
        """When the customer was contacted: the last time so that its rhythm is kept, but for a few."""
        if not count:
            return []
        random = self._random
        ago = random.uniform(0.05, 400)
        if _has_rhythm(profile):
            rhythm = _RHYTHM[profile["care"]]
            ago = rhythm + random.uniform(1, 20) if random.random() < _LATE else random.uniform(0.05, rhythm - 2)
        last = max(self._now - ago * _DAY, created + timedelta(hours=1))
        span = (last - created) / timedelta(minutes=1)
        return [*sorted(created + timedelta(minutes=random.random() * span) for _n in range(count - 1)), last]

    def _follow_up(self, customer: str, at: datetime, owner: str, contacts: Sequence[str]) -> str:
        random, words = self._random, self._words
        key = self._key("follow_up")
        self._rows.add(
            "follow_up",
            id=key,
            ref=ref_of("follow_up", key),
            customer_id=customer,
            contact_id=random.choice(contacts) if random.random() < 0.7 else None,
            contacted_at=to_ms(at),
            method=words.method(),
            content=words.sentence(30, 120),
            feedback=words.sentence(10, 30) if random.random() < 0.1 else None,
            owner=owner,
            written_at=to_ms(min(at + timedelta(minutes=random.expovariate(1 / 200)), self._now)),
        )
        if random.random() < 0.01:
            objection = self._key("objection")
            self._rows.add(
                "objection",
                id=objection,
                ref=ref_of("objection", objection),
                follow_up_id=key,
                kind=random.choice(("price", "function", "delivery", "service", "competitor")),
                text=words.sentence(10, 30),
                answer=words.sentence(10, 30),
                outcome=random.choice(("satisfied", "unmoved")),
            )
        return key

    def _promises(self, customer: str, made: Sequence[tuple[str, datetime]]) -> None:
        """One customer in twenty waits on us. Most earlier promises were met by the next contact, many by the hour."""
        random = self._random
        for place, (follow_up, at) in enumerate(made):
            following = made[place + 1][1] if place + 1 < len(made) else None
            if random.random() >= (self._promised if following else 0.05):
                continue
            due = following or self._now + timedelta(days=random.uniform(-3, 25))
            if following and random.random() < 0.5:
                due = max(at + timedelta(minutes=1), due + timedelta(days=random.gauss(1.5, 2)))
            if due <= at:
                continue
            timed = random.random() < 0.3
            deadline = Deadline(instant=due) if timed else Deadline(day=due.astimezone(_ZONE).date())
            key = self._key("promise")
            self._rows.add(
                "promise",
                id=key,
                ref=ref_of("promise", key),
                customer_id=customer,
                follow_up_id=follow_up,
                made_at=to_ms(at),
                due=str(deadline),
                method=self._words.method() if timed else None,
            )

    def _inquiry(
        self, customer: str, profile: dict[str, str], made: Sequence[tuple[str, datetime]], contacts: Sequence[str]
    ) -> None:
        """Something asked before a contact, which answers it; one in fifty is open."""
        random = self._random
        is_open = not made or random.random() < 0.02
        follow_up, answered = ("", self._now) if is_open else random.choice(made)
        received = answered - timedelta(minutes=random.uniform(10, 4_000 if is_open else 1_800))
        key = self._key("inquiry")
        kind = random.choices(("lead", "urgent", "objection", "complaint"), (60, 15, 15, 10))[0]
        solved = None
        if not is_open and kind in ("objection", "complaint"):
            solved = min(answered + timedelta(hours=random.uniform(0, 60)), self._now)
        self._rows.add(
            "inquiry",
            id=key,
            ref=ref_of("inquiry", key),
            customer_id=customer,
            contact_id=random.choice(contacts),
            kind=kind,
            received_at=to_ms(received),
            channel=random.choice(("website", "trade_fair", "referral", "email")),
            text=self._words.sentence(15, 60),
            complex=int(solved is not None),
            grade_at_receipt=profile.get("grade", "B"),
            solved_at=None if solved is None else to_ms(solved),
            result=None if solved is None else self._words.sentence(10, 40),
            customer_told_at=None if solved is None else to_ms(solved),
            created_at=to_ms(received),
        )
        if follow_up:
            self._rows.add("answer", id=self._key(), follow_up_id=follow_up, inquiry_id=key)

    def _task(self, customer: str, owner: str) -> None:
        random = self._random
        done = random.random() < 0.85
        created = self._now - timedelta(days=random.uniform(30, 700) if done else random.uniform(0.1, 20))
        end = (created + timedelta(days=random.uniform(3, 30))).astimezone(_ZONE).date()
        key = self._key("task")
        self._rows.add(
            "task",
            id=key,
            ref=ref_of("task", key),
            customer_id=customer,
            action=self._words.action(),
            owner=owner,
            start=created.astimezone(_ZONE).date().isoformat(),
            end=end.isoformat(),
            progress=100 if done else random.choice((0, 0, 20, 50)),
            status="done" if done else "todo",
            done_at=to_ms(created + timedelta(days=random.uniform(0.5, 28))) if done else None,
            created_at=to_ms(created),
        )

    def _key(self, entity: str = "", keys: Keys | None = None) -> str:
        """A new key; of an entity that people name, one whose ref is free. Keys rise, so they tell no times."""
        keys = keys or self._keys
        key = keys.new(self._start)
        if RECORDS[entity].letter:
            while (ref := ref_of(entity, key)) in self._refs:
                key = keys.new(self._start)
            self._refs.add(ref)
        return key


def _has_rhythm(profile: dict[str, str]) -> bool:
    return "care" in profile and profile["stage"] != "lost"

"""What the generated file holds for the figures: deals with the dates of their stages, scores, tasks with ends.

Drawn from a source of its own, so that customers and contacts stay as they were for a seed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from salestui.domain.instants import to_ms
from salestui.store.keys import ref_of
from tests.bench.words import OWNERS, Words

_DAY = timedelta(days=1)
_PATH: Final = ("lead", "nurtured", "qualified", "opportunity", "won")
_STEP_DAYS: Final = 14.0  # in a stage, on average
_LOST = 0.16  # at each step
_SKIPPED, _BACK, _STUCK = 0.15, 0.04, 0.012  # at each step: past a stage, a stage back, not moved again
_CHANNELS: Final = ("trade_fair", "livestream", "referral", "website", "industry_community", "cold_call", None)
_REASONS: Final = ("price", "function", "timing", "competitor", "budget", "no_decision", "other")
_KINDS: Final = ("renewal", "repeat", "repeat", "upsell", "cross_sell")
_PROPOSALS: Final = ("提交方案", "发送报价单", "Send the proposal", "Send the quote")
_REACHED: Final = ("active", "strategic")  # which passed interested on their way


@dataclass(frozen=True, slots=True)
class Known:
    """A customer that has been drawn."""

    key: str
    owner: str
    stage: str
    created: datetime
    stage_since: datetime


class Selling:
    """Draws what belongs to a customer; `add` takes a table's row, `key` gives keys with free refs."""

    def __init__(
        self, seed: int, now: datetime, zone: ZoneInfo, add: Callable[..., None], key: Callable[[str], str]
    ) -> None:
        self._random = Random(f"selling {seed}")
        self._words = Words(self._random)
        self._now = now
        self._zone = zone
        self._add = add
        self._key = key

    def shares(self, customers: Sequence[Known], deals: int, tasks: int) -> Iterator[tuple[Known, int, int]]:
        """How many deals and tasks each customer has: a few have many, most few or none."""
        weights = [self._random.expovariate(1) for _customer in customers]
        ahead = sum(weights)
        for customer, weight in zip(customers, weights, strict=True):
            own = [round(left * weight / ahead) if ahead > 0 else 0 for left in (deals, tasks)]
            deals, tasks, ahead = deals - own[0], tasks - own[1], ahead - weight
            yield customer, own[0], own[1]

    def draw(self, customer: Known, deals: int, tasks: int) -> None:
        """All of one customer."""
        self._interest(customer)
        self._scores(customer)
        made = sorted(self._instant(customer.created) for _n in range(deals))
        opportunities = [key for number, at in enumerate(made) if (key := self._deal(customer, at, number))]
        for number in range(tasks):
            self._task(customer, opportunities[number] if number < len(opportunities) else None)

    def _interest(self, customer: Known) -> None:
        if customer.stage not in _REACHED or self._random.random() > 0.9:
            return
        since = customer.created + self._random.random() * (customer.stage_since - customer.created)
        self._add("stage_change", id=self._key(""), customer_id=customer.key, stage="interested", since=to_ms(since))

    def _scores(self, customer: Known) -> None:
        for _n in range(self._random.choice((0, 0, 0, 1, 2, 3, 5))):
            self._add(
                "satisfaction_score",
                id=self._key(""),
                customer_id=customer.key,
                score=self._random.randint(55, 100),
                scored_at=to_ms(self._instant(customer.created)),
            )

    # ── deals ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _deal(self, customer: Known, created: datetime, number: int) -> str | None:
        """A deal and its way through the funnel; its key where it became an opportunity."""
        random, key = self._random, self._key("deal")
        moves = self._moves(created)
        stage, since = moves[-1]
        closed = stage in ("won", "lost")
        priced = random.random() < 0.97
        self._add(
            "deal",
            id=key,
            ref=ref_of("deal", key),
            customer_id=customer.key,
            name=self._words.sentence(6, 24),
            amount=round(random.lognormvariate(10.8, 1.1)) * 100 if priced else None,
            currency=("USD" if random.random() < 0.02 else "CNY") if priced else None,
            kind=random.choice(_KINDS) if number and random.random() < 0.7 else "new",
            stage=stage,
            probability=None if closed else random.choice((None, 10, 30, 60, 80)),
            expected_close=(since + 30 * _DAY).astimezone(self._zone).date().isoformat(),
            closed_at=to_ms(since) if closed else None,
            lost_reason=random.choice(_REASONS) if stage == "lost" else None,
            channel=random.choice(_CHANNELS),
            owner=customer.owner if random.random() < 0.9 else random.choice(OWNERS),
            created_at=to_ms(created),
        )
        for each, at in moves:
            self._add("deal_stage_change", id=self._key(""), deal_id=key, stage=each, entered_at=to_ms(at))
        return key if any(each == "opportunity" for each, _at in moves) else None

    def _moves(self, created: datetime) -> list[tuple[str, datetime]]:
        random, place, at = self._random, 0, created
        moves = [(_PATH[0], created)]
        while _PATH[place] != "won":
            at += random.expovariate(1 / _STEP_DAYS) * _DAY
            if at > self._now or random.random() < _STUCK:
                break
            if random.random() < _LOST:
                return [*moves, ("lost", at)]
            step = -1 if place and random.random() < _BACK else 2 if random.random() < _SKIPPED else 1
            place = min(place + step, len(_PATH) - 1)
            moves.append((_PATH[place], at))
        return moves

    # ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _task(self, customer: Known, deal: str | None) -> None:
        """A task of two to thirty days; the proposal of a deal, where there is one. Most are done, some too late."""
        random, key = self._random, self._key("task")
        created = self._instant(customer.created)
        end = created + random.uniform(2, 30) * _DAY
        finished = created + random.uniform(0.1, 34) * _DAY
        done = finished < self._now and random.random() < 0.93
        dropped = not done and random.random() < 0.1
        timed = random.random() < 0.2
        self._add(
            "task",
            id=key,
            ref=ref_of("task", key),
            customer_id=customer.key,
            deal_id=deal,
            module="方案设计" if deal else "客户开发",
            action=random.choice(_PROPOSALS) if deal else self._words.action(),
            owner=customer.owner,
            start=created.astimezone(self._zone).date().isoformat(),
            end=f"{end:%Y-%m-%dT%H:%M:%SZ}" if timed else end.astimezone(self._zone).date().isoformat(),
            progress=100 if done else random.choice((0, 0, 20, 50, 80)),
            status="done" if done else "dropped" if dropped else "todo",
            done_at=to_ms(finished) if done else None,
            dropped_at=to_ms(min(end, self._now)) if dropped else None,
            created_at=to_ms(created),
        )

    def _instant(self, after: datetime) -> datetime:
        """Between then and now."""
        return after + self._random.random() * (self._now - after)

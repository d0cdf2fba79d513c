"""The figures a second time, in plain Python over the folded change log: the proof of those the program shows.

Told from domain.md, section 4, and sharing no code with the program but `Period`, `Scope` and `Reading`. Slow and
plain: every record is looked at for every figure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from salestui.domain.figures import FigureId
from salestui.domain.periods import Period, PeriodKind
from salestui.domain.readings import Reading, Scope
from tests.figures import verdicts
from tests.figures.facts import DAY, Company, Row

NOBODY: Final = "\0nobody"  # as the owner of a scope: of what nobody owns
BY_VALUE: Final = frozenset(  # whose numerator and denominator may be written in more than one way
    {FigureId.SALES_CYCLE, FigureId.SALES_VELOCITY, FigureId.PLAN_PROGRESS}
)
_PROPOSAL: Final = ("proposal", "quote", "方案", "报价")


@dataclass(frozen=True)
class Asked:
    """What is asked for: the days [first, after) as instants too, whose, and when."""

    company: Company
    first: date
    after: date
    scope: Scope
    now: int

    @property
    def start(self) -> int:
        """ms UTC."""
        return self.company.midnight(self.first)

    @property
    def end(self) -> int:
        """ms UTC; exclusive."""
        return self.company.midnight(self.after)

    @property
    def until(self) -> int:
        """The end, or now where it is not over."""
        return min(self.end, self.now + 1)

    def holds(self, instant: int | None) -> bool:
        """Whether it lies in the period."""
        return instant is not None and self.start <= instant < self.end

    def of_owner(self, owner: str | None) -> bool:
        """Whether what `owner` owns is asked for."""
        return self.scope.owner is None or (owner or NOBODY) == self.scope.owner

    def of_customer(self, key: str | None) -> bool:
        """Whether what belongs to that customer is asked for, whoever owns it."""
        if not self.scope.of_customers:
            return True
        if key is None:
            return False
        customer = self.company.get("customer", key)
        return all(
            wanted is None or customer.get(name) == wanted
            for name, wanted in (
                ("segment", self.scope.segment),
                ("grade", self.scope.grade),
                ("region", self.scope.region),
            )
        )

    def owned(self, entity: str) -> list[Row]:
        """Records that count, by their own owner."""
        return [
            row
            for row in self.company.all(entity)
            if self.of_owner(row.get("owner")) and self.of_customer(row.get("customer_id"))
        ]

    def customers(self) -> list[Row]:
        """Customers that count, by their owner."""
        return [
            row
            for row in self.company.all("customer")
            if self.of_owner(row.get("owner")) and self.of_customer(row["id"])
        ]

    def won_in(self) -> list[Row]:
        """Deals won in the period."""
        return [deal for deal in self.owned("deal") if deal["stage"] == "won" and self.holds(deal["closed_at"])]

    def won_by(self, customer: Row) -> list[int]:
        """When a customer's orders were won, whoever owns them."""
        orders = self.company.of("deal", "customer_id", customer["id"])
        return sorted(deal["closed_at"] for deal in orders if deal["stage"] == "won" and "archived_at" not in deal)


def recount(
    company: Company, figure: FigureId, period: Period, scope: Scope, *, now: int, nobody: bool = False
) -> list[Reading]:
    """The readings of a figure in `period`, as of `now` (ms UTC). `nobody`: of what has no owner."""
    return _recount(company, figure, period, _before(company, period, now, 1), scope, now, nobody=nobody)


def is_counted(figure: FigureId) -> bool:
    """Whether it is known here."""
    return figure is FigureId.REVENUE_GROWTH or figure in _FIGURES


def recount_before(company: Company, figure: FigureId, period: Period, scope: Scope, *, now: int) -> list[Reading]:
    """The same of the period before: of as many days, where `period` is not over."""
    before, long_before = _before(company, period, now, 1), _before(company, period, now, 2)
    return _recount(company, figure, before, long_before, scope, now)


def _recount(
    company: Company,
    figure: FigureId,
    period: Period,
    before: Period,
    scope: Scope,
    now: int,
    *,
    nobody: bool = False,
) -> list[Reading]:
    scope = replace(scope, owner=NOBODY) if nobody else scope
    asked = Asked(company, period.first, period.after, scope, now)
    if figure is FigureId.REVENUE_GROWTH:
        return _revenue_growth(asked, replace(asked, first=before.first, after=before.after))
    return _FIGURES[figure](asked)


def _before(company: Company, period: Period, now: int, back: int) -> Period:
    """So many periods before; where `period` is not over, the first so many days of that as have begun of `period`."""
    before = period
    for _step in range(back):
        before = before.before()
    today = company.day_of(now)
    if not period.first <= today < period.after:
        return before
    after = before.first + (today + timedelta(days=1) - period.first)
    return Period(PeriodKind.RANGE, before.first, min(after, before.after))


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sums(asked: Asked, deals: Iterable[Row]) -> dict[str, int]:
    """Amounts by currency; the desk's own stands there even where nothing is."""
    sums: Counter[str] = Counter({asked.company.currency: 0})
    for deal in deals:
        if "amount" in deal:
            sums[deal["currency"]] += deal["amount"]
    return dict(sums)


def _sales_amount(asked: Asked) -> list[Reading]:
    sums = _sums(asked, asked.won_in())
    return [Reading(FigureId.SALES_AMOUNT, amount, None, "", currency) for currency, amount in sums.items()]


def _upsell_amount(asked: Asked) -> list[Reading]:
    sums = _sums(asked, [deal for deal in asked.won_in() if deal["kind"] in ("upsell", "cross_sell")])
    return [Reading(FigureId.UPSELL_AMOUNT, amount, None, "", currency) for currency, amount in sums.items()]


def _average_deal(asked: Asked) -> list[Reading]:
    priced = [deal for deal in asked.won_in() if "amount" in deal]
    counts = Counter(deal["currency"] for deal in priced)
    sums = _sums(asked, priced)
    return [Reading(FigureId.AVERAGE_DEAL, amount, counts[each], "", each) for each, amount in sums.items()]


def _revenue_growth(asked: Asked, compared: Asked) -> list[Reading]:
    now, before = _sums(asked, asked.won_in()), _sums(compared, compared.won_in())
    return [
        Reading(FigureId.REVENUE_GROWTH, now.get(each, 0) - before.get(each, 0), before.get(each, 0), "", each)
        for each in {**now, **before}
    ]


def _channel_contribution(asked: Asked) -> list[Reading]:
    """Of the whole, what is known; then each channel, the unknown one among them."""
    amounts: Counter[tuple[str, str]] = Counter()
    for deal in asked.won_in():
        if "amount" in deal:
            amounts[deal["currency"], deal.get("channel", "unknown")] += deal["amount"]
    whole = _sums(asked, asked.won_in())
    known = {currency: amount - amounts[currency, "unknown"] for currency, amount in whole.items()}
    return [
        *(Reading(FigureId.CHANNEL_CONTRIBUTION, known[each], whole[each], "", each) for each in whole),
        *(
            Reading(FigureId.CHANNEL_CONTRIBUTION, amount, whole[currency], channel, currency)
            for (currency, channel), amount in amounts.items()
        ),
    ]


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────


def _new_customers(asked: Asked) -> list[Reading]:
    return [Reading(FigureId.NEW_CUSTOMERS, sum(asked.holds(each["created_at"]) for each in asked.customers()))]


def _interest_conversion(asked: Asked) -> list[Reading]:
    reached, won = 0, 0
    for customer in asked.customers():
        changes = [
            change["since"]
            for change in asked.company.of("stage_change", "customer_id", customer["id"])
            if change["stage"] == "interested" and asked.holds(change["since"])
        ]
        if changes:
            reached += 1
            won += any(at >= min(changes) for at in asked.won_by(customer))
    return [Reading(FigureId.INTEREST_CONVERSION, won, reached)]


def _repurchase_rate(asked: Asked) -> list[Reading]:
    again, any_order = 0, 0
    for customer in asked.customers():
        orders = [at for at in asked.won_by(customer) if at < asked.end]
        any_order += bool(orders)
        again += len(orders) >= 2 and asked.holds(orders[-1])
    return [Reading(FigureId.REPURCHASE_RATE, again, any_order)]


def _retention(asked: Asked) -> list[Reading]:
    kept, had = 0, 0
    for customer in asked.customers():
        if any(at < asked.start for at in asked.won_by(customer)):
            had += 1
            kept += _stage_at(asked, customer) != "lost"
    return [Reading(FigureId.RETENTION, kept, had)]


def _stage_at(asked: Asked, customer: Row) -> str | None:
    """The cooperation stage at the end."""
    changes = asked.company.of("stage_change", "customer_id", customer["id"])
    passed = [(change["since"], change["id"], change["stage"]) for change in changes if change["since"] < asked.until]
    return max(passed)[2] if passed else None


def _satisfaction(asked: Asked) -> list[Reading]:
    scores = []
    for customer in asked.customers():
        given = asked.company.of("satisfaction_score", "customer_id", customer["id"])
        passed = [(each["scored_at"], each["id"], each["score"]) for each in given if each["scored_at"] < asked.until]
        scores += [max(passed)[2]] if passed else []
    return [Reading(FigureId.SATISFACTION, sum(scores), len(scores))]


# ── deals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _won_deals(asked: Asked) -> list[Reading]:
    return [Reading(FigureId.WON_DEALS, len(asked.won_in()))]


def _order_conversion(asked: Asked) -> list[Reading]:
    created = [deal for deal in asked.owned("deal") if asked.holds(deal["created_at"])]
    return [Reading(FigureId.ORDER_CONVERSION, sum(deal["stage"] == "won" for deal in created), len(created))]


def _win_rate(asked: Asked) -> list[Reading]:
    closed = [deal for deal in asked.owned("deal") if asked.holds(deal.get("closed_at"))]
    return [Reading(FigureId.WIN_RATE, sum(deal["stage"] == "won" for deal in closed), len(closed))]


def _cycles(asked: Asked) -> list[int]:
    """ms from created to won; an order written down after it was won took no time."""
    return sorted(max(deal["closed_at"] - deal["created_at"], 0) for deal in asked.won_in())


def _sales_cycle(asked: Asked) -> list[Reading]:
    cycles = _cycles(asked)
    if not cycles:
        return [Reading(FigureId.SALES_CYCLE, 0, 0)]
    middle, odd = divmod(len(cycles), 2)
    if odd:
        return [Reading(FigureId.SALES_CYCLE, cycles[middle], DAY)]
    return [Reading(FigureId.SALES_CYCLE, cycles[middle - 1] + cycles[middle], 2 * DAY)]


def _sales_velocity(asked: Asked) -> list[Reading]:
    """Open deals × win rate × average deal ÷ cycle, each as the figure of that name."""
    (cycle,), (win_rate,) = _sales_cycle(asked), _win_rate(asked)
    open_deals = sum(_deal_stage_at(asked, deal) in _OPEN for deal in asked.owned("deal"))
    found = []
    for average in _average_deal(asked):
        factors = (win_rate.value, average.value, cycle.value)
        if None in factors or not cycle.value:
            found.append(Reading(FigureId.SALES_VELOCITY, 0, 0, "", average.currency))
            continue
        value = open_deals * (win_rate.value or 0) * (average.value or 0) / Fraction(cycle.value)
        found.append(Reading(FigureId.SALES_VELOCITY, value.numerator, value.denominator, "", average.currency))
    return found


_OPEN: Final = ("lead", "nurtured", "qualified", "opportunity")


def _deal_stage_at(asked: Asked, deal: Row) -> str | None:
    changes = asked.company.of("deal_stage_change", "deal_id", deal["id"])
    passed = [(each["entered_at"], each["id"], each["stage"]) for each in changes if each["entered_at"] < asked.until]
    return max(passed)[2] if passed else None


def _proposals_sent(asked: Asked) -> list[Reading]:
    entered, sent = 0, 0
    for deal in asked.owned("deal"):
        changes = asked.company.of("deal_stage_change", "deal_id", deal["id"])
        if any(each["stage"] == "opportunity" and asked.holds(each["entered_at"]) for each in changes):
            entered += 1
            sent += any(_is_proposal(task) for task in asked.company.of("task", "deal_id", deal["id"]))
    return [Reading(FigureId.PROPOSALS_SENT, sent, entered)]


def _is_proposal(task: Row) -> bool:
    text = f"{task.get('module', '')}\n{task['action']}".lower()
    return task["status"] == "done" and "archived_at" not in task and any(word in text for word in _PROPOSAL)


# ── work ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _response_on_time(asked: Asked) -> list[Reading]:
    parts: defaultdict[str, list[bool]] = defaultdict(list)
    for each in verdicts.inquiries(asked.company):
        counts = (asked.holds(each.due) and each.due <= asked.now) or asked.holds(each.done)
        if counts and asked.of_owner(each.owner) and asked.of_customer(each.customer):
            for part in ("", each.grade, each.rule):
                parts[part].append(each.kept)
    parts.setdefault("", [])
    return [Reading(FigureId.RESPONSE_ON_TIME, sum(kept), len(kept), part) for part, kept in parts.items()]


def _written_on_time(asked: Asked) -> list[Reading]:
    written = [
        verdicts.written_on_time(asked.company, each)
        for each in asked.owned("follow_up")
        if asked.holds(each["contacted_at"]) and "written_at" in each
    ]
    return [Reading(FigureId.WRITTEN_ON_TIME, sum(written), len(written))]


def _follow_up_on_time(asked: Asked) -> list[Reading]:
    return _due(asked, FigureId.FOLLOW_UP_ON_TIME, verdicts.promises(asked.company))


def _task_completion(asked: Asked) -> list[Reading]:
    return _due(asked, FigureId.TASK_COMPLETION, verdicts.tasks(asked.company))


def _due(asked: Asked, figure: FigureId, all_of_them: Sequence[verdicts.Verdict]) -> list[Reading]:
    due = [
        each.kept
        for each in all_of_them
        if asked.first <= each.day < asked.after
        and each.due <= asked.now
        and asked.of_owner(each.owner)
        and asked.of_customer(each.customer)
    ]
    return [Reading(figure, sum(due), len(due))]


def _activities(asked: Asked) -> list[Reading]:
    methods = Counter(each["method"] for each in asked.owned("follow_up") if asked.holds(each["contacted_at"]))
    whole = Reading(FigureId.ACTIVITIES, sum(methods.values()))
    return [whole, *(Reading(FigureId.ACTIVITIES, count, None, method) for method, count in methods.items())]


def _plan_progress(asked: Asked) -> list[Reading]:
    """Progress by planned days, and the share of those days that had passed by the period's end, or by today."""
    progress, passed, planned = 0, 0, 0
    by = asked.company.day_of(asked.now) if asked.now < asked.end else asked.after
    for task in asked.owned("task"):
        if "start" not in task or "end" not in task or task["status"] == "dropped":
            continue
        start, last = date.fromisoformat(task["start"]), asked.company.due_of(task["end"])[0]
        if start < asked.after and last >= asked.first:
            days = (last - start).days + 1
            planned += days
            progress += task["progress"] * days
            passed += min(max((by - start).days, 0), days)
    return [
        Reading(FigureId.PLAN_PROGRESS, progress, 100 * planned),
        Reading(FigureId.PLAN_PROGRESS, passed, planned, "elapsed"),
    ]


_FIGURES: Final[Mapping[FigureId, Callable[[Asked], list[Reading]]]] = {
    FigureId.SALES_AMOUNT: _sales_amount,
    FigureId.WON_DEALS: _won_deals,
    FigureId.NEW_CUSTOMERS: _new_customers,
    FigureId.INTEREST_CONVERSION: _interest_conversion,
    FigureId.AVERAGE_DEAL: _average_deal,
    FigureId.REPURCHASE_RATE: _repurchase_rate,
    FigureId.WIN_RATE: _win_rate,
    FigureId.RESPONSE_ON_TIME: _response_on_time,
    FigureId.WRITTEN_ON_TIME: _written_on_time,
    FigureId.FOLLOW_UP_ON_TIME: _follow_up_on_time,
    FigureId.TASK_COMPLETION: _task_completion,
    FigureId.SATISFACTION: _satisfaction,
    FigureId.UPSELL_AMOUNT: _upsell_amount,
    FigureId.ORDER_CONVERSION: _order_conversion,
    FigureId.RETENTION: _retention,
    FigureId.CHANNEL_CONTRIBUTION: _channel_contribution,
    FigureId.SALES_CYCLE: _sales_cycle,
    FigureId.SALES_VELOCITY: _sales_velocity,
    FigureId.ACTIVITIES: _activities,
    FigureId.PROPOSALS_SENT: _proposals_sent,
    FigureId.PLAN_PROGRESS: _plan_progress,
}

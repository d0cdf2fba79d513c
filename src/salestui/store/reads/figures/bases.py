"""What each figure is counted from: one SELECT of records, with what each gives to numerator and denominator.

Columns of every basis: `k` (which span), `key` (of the record), `at` (ms), `owner`, `part`, `rule`, `currency`, `num`,
`den` (NULL: nothing is divided). `{customers}` and `{owner}` are filled in with the scope. The order of tables is kept
by CROSS JOIN: a span, then an index that holds all that is summed. Source: domain.md, section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from salestui.domain.words import FigureId


@dataclass(frozen=True, slots=True)
class Basis:
    """The records of a figure. `sums`: another SELECT that counts the same faster, for sums alone."""

    entity: str
    sql: str
    customer: str  # the column that names the customer
    owner: str | None = None  # the column of the owner; None: the customer's
    sums: str | None = None

    @property
    def of_customers(self) -> bool:
        """Whether customers are what is counted."""
        return self.owner is None


def _won(num: str, den: str, *, part: str = "''", currency: str = "deal.currency", where: str = "") -> Basis:
    return Basis(
        "deal",
        f"""SELECT span.k, deal.id AS key, deal.closed_at AS at, deal.owner, {part} AS part, '' AS rule,
              {currency} AS currency, {num} AS num, {den} AS den
            FROM span CROSS JOIN deal
            WHERE deal.archived_at IS NULL AND deal.stage = 'won'
              AND deal.closed_at >= span.start AND deal.closed_at < span."end" {where}
              AND {{customers}} AND {{owner}}""",
        customer="deal.customer_id",
        owner="deal.owner",
    )


_PRICED = "AND deal.amount IS NOT NULL"

_CLOSED = """
    SELECT span.k, deal.id AS key, deal.closed_at AS at, deal.owner, '' AS part, '' AS rule, NULL AS currency,
      deal.stage = 'won' AS num, 1 AS den
    FROM span CROSS JOIN deal
    WHERE deal.archived_at IS NULL AND deal.closed_at >= span.start AND deal.closed_at < span."end"
      AND {customers} AND {owner}"""

_MADE = """
    SELECT span.k, deal.id AS key, deal.created_at AS at, deal.owner, '' AS part, '' AS rule, NULL AS currency,
      deal.stage = 'won' AS num, 1 AS den
    FROM span CROSS JOIN deal
    WHERE deal.archived_at IS NULL AND deal.created_at >= span.start AND deal.created_at < span."end"
      AND {customers} AND {owner}"""

_OPEN_AT_THE_END = """
    SELECT span.k, deal.id AS key, deal.created_at AS at, deal.owner, '' AS part, '' AS rule, NULL AS currency,
      1 AS num, NULL AS den
    FROM span CROSS JOIN deal
    WHERE deal.archived_at IS NULL AND deal.created_at < span."end"
      AND (deal.closed_at IS NULL OR deal.closed_at >= span."end") AND {customers} AND {owner}"""

_NEW_CUSTOMERS = """
    SELECT span.k, customer.id AS key, customer.created_at AS at, customer.owner, '' AS part, '' AS rule,
      NULL AS currency, 1 AS num, NULL AS den
    FROM span CROSS JOIN customer
    WHERE customer.created_at >= span.start AND customer.created_at < span."end" AND {customers}"""

# Asked of an index by customer: the won deals that are not archived.
_ORDERS = "FROM deal WHERE archived_at IS NULL AND stage = 'won'"

_FIRST_ORDERS = f"""
    SELECT span.k, first.customer_id AS key, first.at, NULL AS owner, '' AS part, '' AS rule, NULL AS currency,
      1 AS num, NULL AS den
    FROM span CROSS JOIN (SELECT customer_id, min(closed_at) AS at {_ORDERS} GROUP BY customer_id) AS first
    WHERE first.at >= span.start AND first.at < span."end" AND {{customers}}"""

_INTERESTED = f"""
    SELECT k, key, at, owner, part, rule, currency,
      EXISTS (SELECT 1 {_ORDERS} AND customer_id = reached.key AND closed_at >= reached.at) AS num, 1 AS den
    FROM (SELECT span.k, change.customer_id AS key, min(change.since) AS at, NULL AS owner, '' AS part, '' AS rule,
            NULL AS currency
          FROM span CROSS JOIN stage_change AS change
          WHERE change.stage = 'interested' AND change.since >= span.start AND change.since < span."end"
            AND {{customers}} GROUP BY span.k, change.customer_id) AS reached"""

_REPEATED = """
    SELECT span.k, deal.customer_id AS key, max(deal.closed_at) AS at, NULL AS owner, '' AS part, '' AS rule,
      NULL AS currency, count(*) >= 2 AND max(deal.closed_at) >= span.start AS num, 1 AS den
    FROM span CROSS JOIN deal
    WHERE deal.archived_at IS NULL AND deal.stage = 'won' AND deal.closed_at < span."end" AND {customers}
    GROUP BY span.k, deal.customer_id"""

_REPEATED_SUMS = f"""
    WITH orders AS MATERIALIZED (
      SELECT closed_at AS at, row_number() OVER customers AS place, lead(closed_at) OVER customers AS following
      {_ORDERS} AND {{customers}} WINDOW customers AS (PARTITION BY customer_id ORDER BY closed_at))
    SELECT span.k, '' AS part, '' AS rule, NULL AS currency, 0 AS num,
      (SELECT count(*) FROM orders WHERE place = 1 AND at < span."end") AS den FROM span
    UNION ALL
    SELECT span.k, '', '', NULL, 1, 0 FROM span CROSS JOIN orders
    WHERE place >= 2 AND at >= span.start AND at < span."end" AND (following IS NULL OR following >= span."end")"""

# When each customer was lost, and until when: the next step of the stage history. Two steps of one instant follow
# one another as they were written.
_LOST = """lost AS MATERIALIZED (
      SELECT customer_id, since, (
        SELECT min(later.since) FROM stage_change AS later WHERE later.customer_id = was.customer_id
          AND (later.since > was.since OR (later.since = was.since AND later.id > was.id))) AS until
      FROM stage_change AS was WHERE was.stage = 'lost')"""

_KEPT = f"""
    WITH {_LOST}
    SELECT span.k, first.customer_id AS key, first.at, NULL AS owner, '' AS part, '' AS rule, NULL AS currency,
      NOT EXISTS (SELECT 1 FROM lost WHERE lost.customer_id = first.customer_id AND lost.since < span."end"
                  AND (lost.until IS NULL OR lost.until >= span."end")) AS num, 1 AS den
    FROM span CROSS JOIN (SELECT customer_id, min(closed_at) AS at {_ORDERS} GROUP BY customer_id) AS first
    WHERE first.at < span.start AND {{customers}}"""

_KEPT_SUMS = f"""
    WITH {_LOST},
    first AS MATERIALIZED (
      SELECT customer_id, min(closed_at) AS at {_ORDERS} AND {{customers}} GROUP BY customer_id),
    gone AS MATERIALIZED (
      SELECT first.at, lost.since, lost.until FROM lost CROSS JOIN first ON first.customer_id = lost.customer_id)
    SELECT span.k, '' AS part, '' AS rule, NULL AS currency,
      (SELECT count(*) FROM first WHERE first.at < span.start) - (
         SELECT count(*) FROM gone WHERE gone.at < span.start AND gone.since < span."end"
           AND (gone.until IS NULL OR gone.until >= span."end")) AS num,
      (SELECT count(*) FROM first WHERE first.at < span.start) AS den
    FROM span"""

_JUDGED = "clock.outcome IS NULL OR clock.outcome NOT IN ('withdrawn', 'replaced')"
_IN_TIME = "coalesce(clock.outcome = 'met' AND clock.stopped_at <= clock.due_at, 0)"


def _due(kind: str, entity: str) -> Basis:
    """What fell due in the span, by the clocks."""
    return Basis(
        entity,
        f"""SELECT span.k, clock.subject_id AS key, clock.due_at AS at, clock.owner, '' AS part, '' AS rule,
              NULL AS currency, {_IN_TIME} AS num, 1 AS den
            FROM span CROSS JOIN clock
            WHERE clock.kind = '{kind}' AND clock.due_day >= span.first AND clock.due_day < span.after
              AND clock.due_at <= span.now AND ({_JUDGED}) AND {{customers}} AND {{owner}}""",
        customer="clock.customer_id",
        owner="clock.owner",
    )


_RESPONSES = f"""
    SELECT span.k, clock.subject_id AS key, clock.due_at AS at, clock.owner, clock.grade AS part, clock.rule,
      NULL AS currency, {_IN_TIME} AS num, 1 AS den
    FROM span CROSS JOIN clock
    WHERE clock.kind = 'inquiry' AND clock.due_day >= span.first AND clock.due_day < span.after
      AND (clock.due_at <= span.now OR clock.stopped_at >= span.start AND clock.stopped_at < span."end")
      AND ({_JUDGED}) AND {{customers}} AND {{owner}}
    UNION ALL
    SELECT span.k, clock.subject_id, clock.due_at, clock.owner, clock.grade, clock.rule, NULL, {_IN_TIME}, 1
    FROM span CROSS JOIN clock
    WHERE clock.kind = 'inquiry' AND clock.due_day IS NOT NULL
      AND clock.stopped_at >= span.start AND clock.stopped_at < span."end"
      AND NOT (clock.due_day >= span.first AND clock.due_day < span.after) AND ({_JUDGED})
      AND {{customers}} AND {{owner}}"""


def _contacts(num: str, den: str, *, part: str = "''", where: str = "") -> Basis:
    return Basis(
        "follow_up",
        f"""SELECT span.k, follow_up.id AS key, follow_up.contacted_at AS at, follow_up.owner, {part} AS part,
              '' AS rule, NULL AS currency, {num} AS num, {den} AS den
            FROM span CROSS JOIN follow_up
            WHERE follow_up.archived_at IS NULL {where}
              AND follow_up.contacted_at >= span.start AND follow_up.contacted_at < span."end"
              AND {{customers}} AND {{owner}}""",
        customer="follow_up.customer_id",
        owner="follow_up.owner",
    )


# `written_in_time` is given by Python: working time is no arithmetic. What is written within the shortest limit there
# ever was needs no calendar, and most is.
_WRITTEN_IN_TIME = """CASE WHEN follow_up.written_at - follow_up.contacted_at <= :sure THEN 1
    ELSE written_in_time(follow_up.contacted_at, follow_up.written_at) END"""

_LATEST_SCORES = """
    SELECT span.k, latest.customer_id AS key, latest.scored_at AS at, NULL AS owner, '' AS part, '' AS rule,
      NULL AS currency, latest.score AS num, 1 AS den
    FROM span CROSS JOIN (
      SELECT customer_id, scored_at, score,
        lead(scored_at) OVER (PARTITION BY customer_id ORDER BY scored_at, id) AS following
      FROM satisfaction_score WHERE {customers}) AS latest
    WHERE latest.scored_at < span."end" AND (latest.following IS NULL OR latest.following >= span."end")"""

_IS_PROPOSAL = " OR ".join(
    f"coalesce(task.module, '') || ' ' || task.action LIKE '%{word}%'" for word in ("proposal", "quote", "方案", "报价")
)
_PROPOSED = f"""
    SELECT k, key, at, owner, part, rule, currency,
      EXISTS (SELECT 1 FROM task WHERE task.deal_id = entered.key AND task.status = 'done'
              AND task.archived_at IS NULL AND ({_IS_PROPOSAL})) AS num, 1 AS den
    FROM (SELECT span.k, deal.id AS key, min(change.entered_at) AS at, deal.owner, '' AS part, '' AS rule,
            NULL AS currency
          FROM span CROSS JOIN deal_stage_change AS change CROSS JOIN deal ON deal.id = change.deal_id
          WHERE change.stage = 'opportunity' AND change.entered_at >= span.start AND change.entered_at < span."end"
            AND deal.archived_at IS NULL AND {{customers}} AND {{owner}} GROUP BY span.k, deal.id) AS entered"""

_DAYS = "CAST(julianday(clock.due_day) - julianday(task.start) AS INTEGER) + 1"
_PASSED = f"""max(0, min({_DAYS},
    CAST(julianday(min(span.day, span.after)) - julianday(task.start) AS INTEGER)))"""


def _planned(num: str, den: str, part: str) -> str:
    return f"""
    SELECT span.k, task.id AS key, clock.due_at AS at, clock.owner, '{part}' AS part, '' AS rule, NULL AS currency,
      {num} AS num, {den} AS den
    FROM span CROSS JOIN clock CROSS JOIN task ON task.id = clock.subject_id
    WHERE clock.kind = 'task' AND clock.due_day >= span.first AND task.start < span.after AND ({_JUDGED})
      AND {{customers}} AND {{owner}}"""


BASES: Final[Mapping[FigureId, Basis]] = MappingProxyType(
    {
        FigureId.SALES_AMOUNT: _won("deal.amount", "NULL", where=_PRICED),
        FigureId.WON_DEALS: _won("1", "NULL", currency="NULL"),
        FigureId.NEW_CUSTOMERS: Basis("customer", _NEW_CUSTOMERS, "customer.id"),
        FigureId.INTEREST_CONVERSION: Basis("customer", _INTERESTED, "change.customer_id"),
        FigureId.AVERAGE_DEAL: _won("deal.amount", "1", where=_PRICED),
        FigureId.REPURCHASE_RATE: Basis("customer", _REPEATED, "customer_id", sums=_REPEATED_SUMS),
        FigureId.WIN_RATE: Basis("deal", _CLOSED, "deal.customer_id", "deal.owner"),
        FigureId.RESPONSE_ON_TIME: Basis("inquiry", _RESPONSES, "clock.customer_id", "clock.owner"),
        FigureId.WRITTEN_ON_TIME: _contacts(_WRITTEN_IN_TIME, "1", where="AND follow_up.written_at IS NOT NULL"),
        FigureId.FOLLOW_UP_ON_TIME: _due("follow_up", "promise"),
        FigureId.TASK_COMPLETION: _due("task", "task"),
        FigureId.SATISFACTION: Basis("customer", _LATEST_SCORES, "customer_id"),
        FigureId.UPSELL_AMOUNT: _won(
            "deal.amount", "NULL", where=f"{_PRICED} AND deal.kind IN ('upsell', 'cross_sell')"
        ),
        FigureId.ORDER_CONVERSION: Basis("deal", _MADE, "deal.customer_id", "deal.owner"),
        FigureId.RETENTION: Basis("customer", _KEPT, "customer_id", sums=_KEPT_SUMS),
        FigureId.CHANNEL_CONTRIBUTION: _won(
            "deal.amount", "NULL", part="coalesce(deal.channel, 'unknown')", where=_PRICED
        ),
        FigureId.SALES_CYCLE: _won("deal.closed_at - deal.created_at", "86400000", currency="NULL"),
        FigureId.SALES_VELOCITY: Basis("deal", _OPEN_AT_THE_END, "deal.customer_id", "deal.owner"),
        FigureId.ACTIVITIES: _contacts("1", "NULL", part="follow_up.method"),
        FigureId.PROPOSALS_SENT: Basis("deal", _PROPOSED, "deal.customer_id", "deal.owner"),
        FigureId.PLAN_PROGRESS: Basis(
            "task",
            " UNION ALL ".join(
                (_planned(f"task.progress * ({_DAYS})", f"100 * ({_DAYS})", ""), _planned(_PASSED, _DAYS, "elapsed"))
            ),
            "clock.customer_id",
            "clock.owner",
        ),
    }
)
FIRST_ORDERS: Final = Basis("customer", _FIRST_ORDERS, "first.customer_id")

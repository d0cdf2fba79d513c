"""What each figure is counted from, and its sums from the roll-up: one basis a figure. Source: domain.md, section 4.

The order of tables is kept by CROSS JOIN: a span, then an index that holds all that is summed; it is named where the
planner, which has no statistics, would take another at twenty times the cost.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from salestui.domain.figures import FigureId
from salestui.store.daily import Daily
from salestui.store.reads.figures.basis import Basis, Rolled


def _won(
    num: str,
    den: str,
    *,
    part: str = "''",
    currency: str = "deal.currency",
    where: str = "",
    rolled: Rolled | None = None,
) -> Basis:
    return Basis(
        "deal",
        f"""SELECT span.k, deal.id AS key, deal.closed_at AS at, deal.owner, {part} AS part, '' AS rule,
              {currency} AS currency, {num} AS num, {den} AS den
            FROM span CROSS JOIN deal INDEXED BY ix_deal_closed
            WHERE deal.archived_at IS NULL AND deal.stage = 'won'
              AND deal.closed_at >= span.start AND deal.closed_at < span."end" {where}
              AND {{customers}} AND {{owner}}""",
        customer="deal.customer_id",
        owner="deal.owner",
        rolled=rolled,
        split=tuple(name for name, column in (("part", part), ("currency", currency)) if column not in ("''", "NULL")),
    )


_PRICED = "AND deal.amount IS NOT NULL"

_CLOSED = """
    SELECT span.k, deal.id AS key, deal.closed_at AS at, deal.owner, '' AS part, '' AS rule, NULL AS currency,
      deal.stage = 'won' AS num, 1 AS den
    FROM span CROSS JOIN deal INDEXED BY ix_deal_closed
    WHERE deal.archived_at IS NULL AND deal.closed_at >= span.start AND deal.closed_at < span."end"
      AND {customers} AND {owner}"""

_MADE = """
    SELECT span.k, deal.id AS key, deal.created_at AS at, deal.owner, '' AS part, '' AS rule, NULL AS currency,
      deal.stage = 'won' AS num, 1 AS den
    FROM span CROSS JOIN deal INDEXED BY ix_deal_created
    WHERE deal.archived_at IS NULL AND deal.created_at >= span.start AND deal.created_at < span."end"
      AND {customers} AND {owner}"""

_OPEN_AT_THE_END = """
    SELECT span.k, deal_id AS key, opened_at AS at, owner, '' AS part, '' AS rule, NULL AS currency,
      1 AS num, NULL AS den
    FROM span CROSS JOIN deal_open
    WHERE opened_at < span."end" AND (ended_at IS NULL OR ended_at >= span."end") AND {customers} AND {owner}"""

_NEW_CUSTOMERS = """
    SELECT span.k, customer.id AS key, customer.created_at AS at, customer.owner, '' AS part, '' AS rule,
      NULL AS currency, 1 AS num, NULL AS den
    FROM span CROSS JOIN customer
    WHERE customer.created_at >= span.start AND customer.created_at < span."end" AND {customers}"""


def _of_orders(sql: str, sums: str | None = None) -> Basis:
    """What is counted of the customers' orders: a table that has no archived ones, and their owner."""
    return Basis("customer", sql, "bought.customer_id", sums=sums, at_once=True, customers_owner="bought.owner")


_FIRST_ORDERS = """
    SELECT span.k, bought.customer_id AS key, bought.at, bought.owner, '' AS part, '' AS rule, NULL AS currency,
      1 AS num, NULL AS den
    FROM span CROSS JOIN customer_order AS bought
    WHERE bought.place = 1 AND bought.at >= span.start AND bought.at < span."end" AND {customers}"""

_INTERESTED = """
    SELECT k, key, at, owner, part, rule, currency,
      EXISTS (SELECT 1 FROM customer_order WHERE customer_id = reached.key AND at >= reached.at) AS num, 1 AS den
    FROM (SELECT span.k, change.customer_id AS key, min(change.since) AS at, NULL AS owner, '' AS part, '' AS rule,
            NULL AS currency
          FROM span CROSS JOIN stage_change AS change
          WHERE change.stage = 'interested' AND change.since >= span.start AND change.since < span."end"
            AND {customers} GROUP BY span.k, change.customer_id) AS reached"""

_REPEATED = """
    SELECT span.k, bought.customer_id AS key, max(bought.at) AS at, bought.owner, '' AS part, '' AS rule,
      NULL AS currency, count(*) >= 2 AND max(bought.at) >= span.start AS num, 1 AS den
    FROM span CROSS JOIN customer_order AS bought WHERE bought.at < span."end" AND {customers}
    GROUP BY span.k, bought.customer_id"""

_REPEATED_SUMS = """
    SELECT span.k, '' AS part, '' AS rule, NULL AS currency,
      (SELECT count(*) FROM customer_order AS bought
       WHERE bought.place >= 2 AND bought.at >= span.start AND bought.at < span."end"
         AND (bought.following IS NULL OR bought.following >= span."end") AND {customers}) AS num,
      (SELECT count(*) FROM customer_order AS bought
       WHERE bought.place = 1 AND bought.at < span."end" AND {customers}) AS den
    FROM span"""

# Until when a customer that was lost (`was`) stayed so: the next step of the stage history. Two steps of one instant
# follow one another as they were written.
_UNTIL = """(
        SELECT min(later.since) FROM stage_change AS later WHERE later.customer_id = was.customer_id
          AND (later.since > was.since OR (later.since = was.since AND later.id > was.id))) AS until"""

_KEPT = f"""
    WITH lost AS MATERIALIZED (
      SELECT customer_id, since, {_UNTIL} FROM stage_change AS was WHERE was.stage = 'lost')
    SELECT span.k, bought.customer_id AS key, bought.at, bought.owner, '' AS part, '' AS rule, NULL AS currency,
      NOT EXISTS (SELECT 1 FROM lost WHERE lost.customer_id = bought.customer_id AND lost.since < span."end"
                  AND (lost.until IS NULL OR lost.until >= span."end")) AS num, 1 AS den
    FROM span CROSS JOIN customer_order AS bought
    WHERE bought.place = 1 AND bought.at < span.start AND {{customers}}"""

_KEPT_SUMS = f"""
    WITH gone AS MATERIALIZED (
      SELECT bought.at, was.since, {_UNTIL} FROM stage_change AS was CROSS JOIN customer_order AS bought
      ON bought.customer_id = was.customer_id AND bought.place = 1 WHERE was.stage = 'lost' AND {{customers}}),
    counted AS MATERIALIZED (
      SELECT span.k, (
        SELECT count(*) FROM customer_order AS bought
        WHERE bought.place = 1 AND bought.at < span.start AND {{customers}}) AS customers, (
        SELECT count(*) FROM gone WHERE gone.at < span.start AND gone.since < span."end"
          AND (gone.until IS NULL OR gone.until >= span."end")) AS gone
      FROM span)
    SELECT k, '' AS part, '' AS rule, NULL AS currency, customers - gone AS num, customers AS den FROM counted"""

_JUDGED = "clock.outcome IS NULL OR clock.outcome NOT IN ('withdrawn', 'replaced')"
_IN_TIME = "coalesce(clock.outcome = 'met' AND clock.stopped_at <= clock.due_at, 0)"


_IN_SPAN = "clock.due_day >= span.first AND clock.due_day < span.after"
_TODAY = "clock.due_day = span.day AND span.day >= span.first AND span.day < span.after"


def _due(kind: str, entity: str, when: str = _IN_SPAN, rolled: Rolled | None = None) -> Basis:
    """What fell due in the span, by the clocks."""
    return Basis(
        entity,
        f"""SELECT span.k, clock.subject_id AS key, clock.due_at AS at, clock.owner, '' AS part, '' AS rule,
              NULL AS currency, {_IN_TIME} AS num, 1 AS den
            FROM span CROSS JOIN clock
            WHERE clock.kind = '{kind}' AND {when} AND clock.due_at <= span.now AND ({_JUDGED})
              AND {{customers}} AND {{owner}}""",
        customer="clock.customer_id",
        owner="clock.owner",
        rolled=rolled,
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


def _contacts(num: str, den: str, rolled: Rolled, *, part: str = "''", where: str = "") -> Basis:
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
        rolled=rolled,
        split=() if part == "''" else ("part",),
    )


# `written_in_time` is given by Python: working time is no arithmetic. What is written within the shortest limit there
# ever was needs no calendar, and most is.
_WRITTEN_IN_TIME = """CASE WHEN follow_up.written_at - follow_up.contacted_at <= :sure THEN 1
    ELSE written_in_time(follow_up.contacted_at, follow_up.written_at) END"""

_LATEST_SCORES = """
    SELECT span.k, customer_id AS key, at, owner, '' AS part, '' AS rule, NULL AS currency, score AS num, 1 AS den
    FROM span CROSS JOIN customer_score
    WHERE at < span."end" AND (following IS NULL OR following >= span."end") AND {customers}"""

# The mean of the latest scores, as a sum of changes: each score adds what it differs from the one before it.
_LATEST_SCORES_SUMS = """
    SELECT span.k, '' AS part, '' AS rule, NULL AS currency,
      (SELECT coalesce(sum(change), 0) FROM customer_score WHERE customer_score.at < span."end" AND {customers}) AS num,
      (SELECT count(*) FROM customer_score WHERE place = 1 AND customer_score.at < span."end" AND {customers}) AS den
    FROM span"""

_IS_PROPOSAL = " OR ".join(
    f"coalesce(task.module, '') || ' ' || task.action LIKE '%{word}%'" for word in ("proposal", "quote", "方案", "报价")
)
_PROPOSALS = f"""SELECT task.deal_id FROM task INDEXED BY ix_task_deal_id
    WHERE task.deal_id IS NOT NULL AND task.status = 'done' AND task.archived_at IS NULL AND ({_IS_PROPOSAL})"""
_PROPOSED = f"""
    SELECT span.k, change.deal_id AS key, min(change.entered_at) AS at, NULL AS owner, '' AS part, '' AS rule,
      NULL AS currency, change.deal_id IN ({_PROPOSALS}) AS num, 1 AS den
    FROM span CROSS JOIN deal_stage_change AS change INDEXED BY ix_deal_stage_change_opportunity
    WHERE change.stage = 'opportunity' AND change.entered_at >= span.start AND change.entered_at < span."end"
      AND {{deals}} GROUP BY span.k, change.deal_id"""

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


# All planned tasks once, as whole days, then three sums a span in one pass over them.
_PLANNED_SUMS = f"""
    WITH plan AS MATERIALIZED (
      SELECT CAST(julianday(task.start) AS INTEGER) AS first, CAST(julianday(clock.due_day) AS INTEGER) + 1 AS after,
        {_DAYS} AS days, task.progress
      FROM clock CROSS JOIN task ON task.id = clock.subject_id
      WHERE clock.kind = 'task' AND clock.due_day IS NOT NULL AND task.start IS NOT NULL AND ({_JUDGED})
        AND {{customers}} AND {{owner}}),
    bounds AS MATERIALIZED (
      SELECT k, CAST(julianday(first) AS INTEGER) AS first, CAST(julianday(after) AS INTEGER) AS after,
        CAST(julianday(min(day, after)) AS INTEGER) AS day FROM span),
    counted AS MATERIALIZED (
      SELECT k, (
        SELECT json_array(sum(progress * days), sum(days), sum(max(0, min(days, bounds.day - plan.first))))
        FROM plan WHERE plan.after > bounds.first AND plan.first < bounds.after) AS sums
      FROM bounds)
    SELECT k, '' AS part, '' AS rule, NULL AS currency, json_extract(sums, '$[0]') AS num,
      100 * json_extract(sums, '$[1]') AS den FROM counted WHERE json_extract(sums, '$[1]') IS NOT NULL
    UNION ALL
    SELECT k, 'elapsed', '', NULL, json_extract(sums, '$[2]'), json_extract(sums, '$[1]')
    FROM counted WHERE json_extract(sums, '$[1]') IS NOT NULL"""

# What falls due today is asked of the clocks: it has not fallen due before its time.
_PROMISED_TODAY = f"SELECT k, owner, part, rule, currency, num, den FROM ({_due('follow_up', 'promise', _TODAY).sql})"
_WON_AMOUNT = _won("deal.amount", "NULL", where=_PRICED, rolled=Rolled(Daily.AMOUNT, currency="daily.part"))

BASES: Final[Mapping[FigureId, Basis]] = MappingProxyType(
    {
        FigureId.SALES_AMOUNT: _WON_AMOUNT,
        FigureId.WON_DEALS: _won("1", "NULL", currency="NULL", rolled=Rolled(Daily.DEAL_WON)),
        FigureId.NEW_CUSTOMERS: Basis(
            "customer",
            _NEW_CUSTOMERS,
            "customer.id",
            rolled=Rolled(Daily.CUSTOMER),
            by_first_order=_of_orders(_FIRST_ORDERS),
        ),
        FigureId.INTEREST_CONVERSION: Basis(
            "customer", _INTERESTED, "change.customer_id", at_once=True, owner_apart=True
        ),
        FigureId.AVERAGE_DEAL: _won(
            "deal.amount", "1", where=_PRICED, rolled=Rolled(Daily.AMOUNT, Daily.PRICED, currency="daily.part")
        ),
        FigureId.REPURCHASE_RATE: _of_orders(_REPEATED, _REPEATED_SUMS),
        FigureId.WIN_RATE: Basis(
            "deal", _CLOSED, "deal.customer_id", "deal.owner", rolled=Rolled(Daily.DEAL_WON, Daily.DEAL_CLOSED)
        ),
        FigureId.RESPONSE_ON_TIME: Basis(
            "inquiry", _RESPONSES, "clock.customer_id", "clock.owner", split=("part", "rule")
        ),
        FigureId.WRITTEN_ON_TIME: _contacts(
            _WRITTEN_IN_TIME,
            "1",
            Rolled(Daily.WRITTEN_ON_TIME, Daily.WRITTEN),
            where="AND follow_up.written_at IS NOT NULL",
        ),
        FigureId.FOLLOW_UP_ON_TIME: _due(
            "follow_up",
            "promise",
            rolled=Rolled(
                Daily.PROMISE_KEPT, Daily.PROMISE, until="daily.day < min(span.after, span.day)", rest=_PROMISED_TODAY
            ),
        ),
        FigureId.TASK_COMPLETION: _due("task", "task"),
        FigureId.SATISFACTION: Basis(
            "customer",
            _LATEST_SCORES,
            "customer_id",
            sums=_LATEST_SCORES_SUMS,
            rolled=Rolled(Daily.SCORE, Daily.SCORED, since="1"),
            at_once=True,
            customers_owner="owner",
        ),
        FigureId.REVENUE_GROWTH: _WON_AMOUNT,
        FigureId.UPSELL_AMOUNT: _won(
            "deal.amount",
            "NULL",
            where=f"{_PRICED} AND deal.kind IN ('upsell', 'cross_sell')",
            rolled=Rolled(Daily.UPSELL, currency="daily.part"),
        ),
        FigureId.ORDER_CONVERSION: Basis(
            "deal", _MADE, "deal.customer_id", "deal.owner", rolled=Rolled(Daily.DEAL_MADE_WON, Daily.DEAL_MADE)
        ),
        FigureId.RETENTION: _of_orders(_KEPT, _KEPT_SUMS),
        FigureId.CHANNEL_CONTRIBUTION: _won(
            "deal.amount", "NULL", part="coalesce(deal.channel, 'unknown')", where=_PRICED
        ),
        FigureId.SALES_CYCLE: _won("max(deal.closed_at - deal.created_at, 0)", "86400000", currency="NULL"),
        FigureId.SALES_VELOCITY: Basis(
            "deal",
            _OPEN_AT_THE_END,
            "deal_open.customer_id",
            "deal_open.owner",
            rolled=Rolled(Daily.DEAL_OPENED, less=Daily.DEAL_ENDED, since="1"),
        ),
        FigureId.ACTIVITIES: _contacts("1", "NULL", Rolled(Daily.CONTACT, part="daily.part"), part="follow_up.method"),
        FigureId.PROPOSALS_SENT: Basis(
            "deal", _PROPOSED, "deal.customer_id", "deal.owner", at_once=True, owner_apart=True
        ),
        FigureId.PLAN_PROGRESS: Basis(
            "task",
            " UNION ALL ".join(
                (_planned(f"task.progress * ({_DAYS})", f"100 * ({_DAYS})", ""), _planned(_PASSED, _DAYS, "elapsed"))
            ),
            "clock.customer_id",
            "clock.owner",
            sums=_PLANNED_SUMS,
            split=("part",),
            at_once=True,
        ),
    }
)


def basis_of(figure: FigureId, *, first_orders: bool = False) -> Basis:
    """The basis of a figure; with `first_orders` a new customer is one that has ordered for the first time."""
    basis = BASES[figure]
    return basis.by_first_order if first_orders and basis.by_first_order is not None else basis

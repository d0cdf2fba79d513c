"""Deals as lists, as cards of a board, and as the facts a funnel is counted from."""

import json
from collections.abc import Sequence

from salestui.domain.deals import OPEN
from salestui.domain.funnel import DealFacts, Entry
from salestui.domain.instants import from_ms
from salestui.domain.rows import CompetitorRow, DealRow
from salestui.domain.words import DealStage
from salestui.store.driver import Connection, Row
from salestui.store.reads.records import filtered, in_sight
from salestui.store.reads.rows import row_of
from salestui.store.reads.values import money, number, readable

_OPEN = ", ".join(f"'{stage}'" for stage in OPEN)
_FILTERS = {
    "owner": "deal.owner",
    "grade": "customer.grade",
    "customer": "deal.customer_id",
    "stage": "deal.stage",
    "id": "deal.id",
}
_ROWS = """
    SELECT deal.*, customer.code, customer.name AS customer, customer.grade,
      followed.ref AS renews, competitor.name AS lost_to,
      (SELECT max(entered_at) FROM deal_stage_change WHERE deal_id = deal.id) AS entered_at,
      (SELECT max(contacted_at) FROM follow_up
       WHERE customer_id = deal.customer_id AND archived_at IS NULL) AS contacted_at,
      (SELECT min(promise.due) FROM clock JOIN promise ON promise.id = clock.subject_id
       WHERE clock.customer_id = deal.customer_id AND clock.kind = 'follow_up' AND clock.stopped_at IS NULL) AS next_at
    FROM deal JOIN customer ON customer.id = deal.customer_id
    LEFT JOIN competitor ON competitor.id = deal.lost_to_id
    LEFT JOIN deal AS followed ON followed.id = deal.renews_id
    WHERE """


def deals(connection: Connection, *, limit: int, everything: bool = False, **filters: str | None) -> list[DealRow]:
    """Deals by what they are expected to close; closed ones only with `everything`.

    Filters: owner (of the deal), grade, customer, stage, id.
    """
    named = filters.get("id") is not None
    open_only = "" if named or everything or filters.get("stage") else f" AND deal.stage IN ({_OPEN})"
    rows = connection.execute(
        f"{_ROWS} {in_sight('deal', filters)}{open_only}{filtered(filters, _FILTERS)}"
        " ORDER BY deal.expected_close IS NULL, deal.expected_close, deal.id LIMIT :limit",
        {**filters, "limit": limit},
    )
    return readable(connection, rows, _deal)


def page(connection: Connection, wanted: Sequence[str]) -> dict[str, DealRow]:
    """The deals of `wanted` (keys)."""
    rows = connection.execute(f"{_ROWS} deal.id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    return dict(readable(connection, rows, lambda row: (row["id"], _deal(row))))


def keys_by_stage(
    connection: Connection, *, owner: str | None = None, customer: str | None = None, closed_since: int
) -> dict[DealStage, list[str]]:
    """The keys of a board's columns: open deals by expected close, closed ones since `closed_since` (ms), newest first.

    A deal of an archived customer is out of sight.
    """
    found: dict[DealStage, list[str]] = {stage: [] for stage in DealStage}
    rows = connection.execute(
        "SELECT deal.id, deal.stage FROM deal JOIN customer ON customer.id = deal.customer_id"
        " WHERE deal.archived_at IS NULL AND customer.archived_at IS NULL"
        f" AND (deal.stage IN ({_OPEN}) OR deal.closed_at >= :since)"
        " AND (:owner IS NULL OR deal.owner = :owner) AND (:customer IS NULL OR deal.customer_id = :customer)"
        " ORDER BY deal.closed_at DESC, deal.expected_close IS NULL, deal.expected_close, deal.id",
        {"since": closed_since, "owner": owner, "customer": customer},
    )
    for stage, key in readable(connection, rows, lambda row: (DealStage(row["stage"]), row["id"])):
        found[stage].append(key)
    return found


def funnel_facts(connection: Connection, *, owner: str | None = None) -> list[DealFacts]:
    """Every deal that is not archived, with all its moves."""
    moves: dict[str, list[Entry]] = {}
    entries = connection.execute("SELECT deal_id, stage, entered_at FROM deal_stage_change ORDER BY entered_at, id")
    for deal, entry in readable(connection, entries, lambda row: (row["deal_id"], _entry(row))):
        moves.setdefault(deal, []).append(entry)
    rows = connection.execute(
        "SELECT deal.id, deal.amount, deal.currency, deal.probability"
        " FROM deal JOIN customer ON customer.id = deal.customer_id"
        " WHERE deal.archived_at IS NULL AND customer.archived_at IS NULL AND (:owner IS NULL OR deal.owner = :owner)",
        {"owner": owner},
    )
    return readable(
        connection,
        rows,
        lambda row: DealFacts(
            tuple(moves.get(row["id"], ())), money(row["amount"], row["currency"]), number(row["probability"])
        ),
    )


def stages(connection: Connection, deal: str) -> tuple[Entry, ...]:
    """When a deal (key) came to each of its stages, rising."""
    rows = connection.execute(
        "SELECT stage, entered_at FROM deal_stage_change WHERE deal_id = ? ORDER BY entered_at, id", (deal,)
    )
    return tuple(readable(connection, rows, _entry))


def competitors(connection: Connection, *, limit: int, **filters: str | None) -> list[CompetitorRow]:
    """Competitors by name, with how many deals were lost to each. Filters: id."""
    shown = "1" if filters.get("id") else "archived_at IS NULL"
    rows = connection.execute(
        "SELECT competitor.*, (SELECT count(*) FROM deal WHERE deal.lost_to_id = competitor.id"
        f" AND deal.archived_at IS NULL) AS lost FROM competitor WHERE {shown}"
        f"{filtered(filters, {'id': 'competitor.id'})} ORDER BY name LIMIT :limit",
        {**filters, "limit": limit},
    )
    return readable(connection, rows, _competitor)


def _entry(row: Row) -> Entry:
    return Entry(DealStage(row["stage"]), from_ms(row["entered_at"]))


_deal = row_of(DealRow)
_competitor = row_of(CompetitorRow)

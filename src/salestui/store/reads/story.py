"""A customer's story at any length: one vector of keys, newest first, and a page of rows by key."""

import json
from collections.abc import Sequence
from functools import partial

from salestui.domain.instants import from_ms
from salestui.domain.story import Happening, StoryKey, StoryRow
from salestui.store.driver import Connection, Row
from salestui.store.reads.values import money, readable

# When an inquiry was answered: by the earliest contact after its receipt, or as a file told.
_ANSWERED_AT = """
    (SELECT min(at) FROM (
        SELECT inquiry.answered_at AS at WHERE inquiry.answered_at IS NOT NULL
        UNION ALL
        SELECT contacted_at FROM answer JOIN follow_up ON follow_up.id = answer.follow_up_id
        WHERE answer.inquiry_id = inquiry.id AND follow_up.archived_at IS NULL
          AND contacted_at >= inquiry.received_at))"""

_FIRST_STAGE = "(SELECT min(id) FROM stage_change WHERE customer_id = :customer)"

_TABLES = {
    Happening.ADDED: f"stage_change|since|id = {_FIRST_STAGE}",
    Happening.STAGE: f"stage_change|since|id <> {_FIRST_STAGE}",
    Happening.GRADE: "grade_change|changed_at|1",
    Happening.SCORE: "satisfaction_score|scored_at|1",
    Happening.CONTACT: "contact|created_at|archived_at IS NULL",
    Happening.RECEIVED: "inquiry|received_at|archived_at IS NULL",
    Happening.ANSWERED: f"inquiry|{_ANSWERED_AT}|archived_at IS NULL",
    Happening.SOLVED: "inquiry|solved_at|archived_at IS NULL",
    Happening.TOLD: "inquiry|customer_told_at|archived_at IS NULL",
    Happening.FOLLOW_UP: "follow_up|contacted_at|archived_at IS NULL",
    Happening.PROMISED: "promise|made_at|follow_up_id IS NULL AND withdrawn_at IS NULL",
    Happening.TASK_MADE: "task|created_at|archived_at IS NULL",
    Happening.TASK_DONE: "task|done_at|archived_at IS NULL",
    Happening.TASK_DROPPED: "task|dropped_at|archived_at IS NULL",
}

# The key is put together here and the rank tells what came first at one instant: sorting 10,000 rows takes SQLite
# 12 ms, making as many objects to sort them in Python three times that.
_KEYS = " UNION ALL ".join(
    f"SELECT '{happening}:' || id, {at} AS at, {list(Happening).index(happening):d} AS rank, id"
    f" FROM {table} WHERE customer_id = :customer AND {condition}"
    for happening, (table, at, condition) in ((each, shape.split("|")) for each, shape in _TABLES.items())
)
_OBJECTIONS = f"""
    SELECT '{Happening.OBJECTION}:' || objection.id, contacted_at,
           {list(Happening).index(Happening.OBJECTION):d}, objection.id
    FROM follow_up CROSS JOIN objection ON objection.follow_up_id = follow_up.id
    WHERE customer_id = :customer AND archived_at IS NULL AND objection.inquiry_id IS NULL"""

_FIRST_OF_DEAL = "(SELECT id FROM deal_stage_change WHERE deal_id = deal.id ORDER BY entered_at, id LIMIT 1)"
_DEALS = f"""
    SELECT CASE stage_of.stage WHEN 'won' THEN '{Happening.DEAL_WON}' WHEN 'lost' THEN '{Happening.DEAL_LOST}'
           ELSE iif(stage_of.id = {_FIRST_OF_DEAL}, '{Happening.DEAL_MADE}', '{Happening.DEAL_MOVED}') END
           || ':' || stage_of.id, entered_at, {list(Happening).index(Happening.DEAL_MADE):d}, stage_of.id
    FROM deal CROSS JOIN deal_stage_change AS stage_of ON stage_of.deal_id = deal.id
    WHERE customer_id = :customer AND archived_at IS NULL"""


def keys(connection: Connection, customer: str) -> list[str]:
    """The text forms of the keys of everything that happened with `customer` (key), the newest first."""
    rows = connection.execute(
        f"SELECT * FROM ({_KEYS} UNION ALL {_OBJECTIONS} UNION ALL {_DEALS})"
        " WHERE at IS NOT NULL ORDER BY at DESC, rank DESC, id DESC",
        {"customer": customer},
    )
    return [row[0] for row in rows]


_STAGE_BEFORE = """
    (SELECT earlier.stage FROM stage_change AS earlier
     WHERE earlier.customer_id = stage_change.customer_id AND earlier.id < stage_change.id
     ORDER BY earlier.id DESC LIMIT 1)"""
_SCORE_BEFORE = """
    (SELECT earlier.score FROM satisfaction_score AS earlier WHERE earlier.customer_id = satisfaction_score.customer_id
       AND (earlier.scored_at, earlier.id) < (satisfaction_score.scored_at, satisfaction_score.id)
     ORDER BY earlier.scored_at DESC, earlier.id DESC LIMIT 1)"""

# What a row of each kind is made of: at, ref, word, before, who, text, due (to tell what came late).
_INQUIRY = """
    SELECT inquiry.id, {at} AS at, inquiry.ref, inquiry.kind AS word, NULL AS before, contact.name AS who,
           {text} AS text, {due} AS due
    FROM inquiry LEFT JOIN contact ON contact.id = inquiry.contact_id
    LEFT JOIN clock ON clock.kind = 'inquiry' AND clock.subject_id = inquiry.id AND clock.step = ''
    WHERE inquiry.id IN"""
_TASK = """
    SELECT id, {at} AS at, ref, status AS word, NULL AS before, owner AS who, action AS text, {due} AS due
    FROM task LEFT JOIN (SELECT subject_id, due_at FROM clock WHERE kind = 'task') ON subject_id = id WHERE id IN"""
_STAGE = f"""
    SELECT id, since AS at, NULL AS ref, stage AS word, {_STAGE_BEFORE} AS before, NULL AS who, NULL AS text,
           NULL AS due FROM stage_change WHERE id IN"""
_DEAL = """
    SELECT stage_of.id, entered_at AS at, deal.ref, stage_of.stage AS word,
           (SELECT earlier.stage FROM deal_stage_change AS earlier
            WHERE earlier.deal_id = deal.id AND (earlier.entered_at, earlier.id) < (stage_of.entered_at, stage_of.id)
            ORDER BY earlier.entered_at DESC, earlier.id DESC LIMIT 1) AS before,
           {who} AS who, deal.name AS text, NULL AS due, amount, deal.currency
    FROM deal_stage_change AS stage_of JOIN deal ON deal.id = deal_id
    LEFT JOIN competitor ON competitor.id = lost_to_id WHERE stage_of.id IN"""

_ROWS = {
    Happening.ADDED: _STAGE,
    Happening.STAGE: _STAGE,
    Happening.GRADE: """
        SELECT id, changed_at AS at, NULL AS ref, grade AS word, grade_before AS before, NULL AS who, NULL AS text,
               NULL AS due FROM grade_change WHERE id IN""",
    Happening.SCORE: f"""
        SELECT id, scored_at AS at, NULL AS ref, score AS word, {_SCORE_BEFORE} AS before, NULL AS who,
               NULL AS text, NULL AS due FROM satisfaction_score WHERE id IN""",
    Happening.CONTACT: """
        SELECT id, created_at AS at, ref, decision_role AS word, NULL AS before, name AS who, title AS text,
               NULL AS due FROM contact WHERE id IN""",
    Happening.RECEIVED: _INQUIRY.format(at="received_at", text="inquiry.text", due="NULL"),
    Happening.ANSWERED: _INQUIRY.format(at=_ANSWERED_AT, text="inquiry.text", due="due_at"),
    Happening.SOLVED: _INQUIRY.format(at="solved_at", text="coalesce(result, inquiry.text)", due="due_at"),
    Happening.TOLD: _INQUIRY.format(at="customer_told_at", text="coalesce(result, inquiry.text)", due="NULL"),
    Happening.FOLLOW_UP: """
        SELECT follow_up.id, contacted_at AS at, follow_up.ref, method AS word, NULL AS before,
               coalesce(contact.name, with_people) AS who, content AS text, NULL AS due
        FROM follow_up LEFT JOIN contact ON contact.id = contact_id WHERE follow_up.id IN""",
    Happening.OBJECTION: """
        SELECT objection.id, contacted_at AS at, follow_up.ref, kind AS word, outcome AS before, NULL AS who, text,
               NULL AS due
        FROM objection JOIN follow_up ON follow_up.id = follow_up_id WHERE objection.id IN""",
    Happening.PROMISED: """
        SELECT id, made_at AS at, ref, method AS word, NULL AS before, place AS who, due AS text, NULL AS due
        FROM promise WHERE id IN""",
    Happening.TASK_MADE: _TASK.format(at="created_at", due="NULL"),
    Happening.TASK_DONE: _TASK.format(at="done_at", due="due_at"),
    Happening.TASK_DROPPED: _TASK.format(at="dropped_at", due="NULL"),
    Happening.DEAL_MADE: _DEAL.format(who="deal.owner"),
    Happening.DEAL_MOVED: _DEAL.format(who="deal.owner"),
    Happening.DEAL_WON: _DEAL.format(who="deal.owner"),
    Happening.DEAL_LOST: _DEAL.format(who="competitor.name").replace("stage_of.stage AS word", "lost_reason AS word"),
}
_OF_DEAL = (Happening.DEAL_MADE, Happening.DEAL_MOVED, Happening.DEAL_WON, Happening.DEAL_LOST)


def page(connection: Connection, wanted: Sequence[StoryKey]) -> dict[StoryKey, StoryRow]:
    """The rows of `wanted`."""
    found: dict[StoryKey, StoryRow] = {}
    for happening in dict.fromkeys(key.happening for key in wanted):
        ids = json.dumps([key.record_id for key in wanted if key.happening is happening])
        rows = connection.execute(f"{_ROWS[happening]} (SELECT value FROM json_each(?))", (ids,))
        found |= readable(connection, rows, partial(_happened, happening))
    return found


def _happened(happening: Happening, row: Row) -> tuple[StoryKey, StoryRow]:
    return StoryKey(happening, row["id"]), StoryRow(
        at=from_ms(row["at"]),
        ref=row["ref"],
        word=None if row["word"] is None else str(row["word"]),
        before=None if row["before"] is None else str(row["before"]),
        who=row["who"],
        text=row["text"],
        late=None if row["due"] is None else bool(row["at"] > row["due"]),
        amount=money(row["amount"], row["currency"]) if happening in _OF_DEAL else None,
    )

"""`value` and `score`: what customers are worth and what their score suggests; how satisfied one is, written down."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, json_text, say, write
from salestui.cli.parser import Parser, at_most
from salestui.domain.warnings import FALL
from salestui.i18n import _, label
from salestui.sentences import moment

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.domain.customer_value import LifetimeValue
    from salestui.domain.scoring import Score
    from salestui.services.customer_value import ValueRow, Worth
    from salestui.services.desk import Desk
    from salestui.services.satisfaction import Scored

_LIMIT = 200


def value_parser() -> Parser:
    """`value [--owner] [--limit]`."""
    parser = Parser("value", _("List what customers are worth, and which grade and segment their score suggests"))
    parser.option("owner", "NAME", _("only this owner's"))
    parser.option("limit", "N", _("at most so many, 0 for all"), read=at_most, default=_LIMIT)
    parser.formats()
    return parser


def score_parser() -> Parser:
    """`score CUSTOMER POINTS [--at WHEN]`."""
    parser = Parser("score", _("Write down how satisfied a customer is, 0–100"))
    parser.word("customer", _("code, name, or a part of it (pinyin too)"))
    parser.word("points", _("0 not at all, 100 wholly"))
    parser.option("at", "WHEN", _("when they said so; now if left out (yesterday, 11-12)"))
    parser.formats()
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"value": value_parser, "score": score_parser}


# ── value ────────────────────────────────────────────────────────────────────────────────────────────────────────

_RECORD = (  # the ids of a customer's worth and score, in this order
    *("won", "orders", "first_order_at", "last_order_at", "recency", "frequency", "monetary", "lifetime_value"),
    *("lifetime_assumed", "score", "known_weight", "weight", "suggested_grade", "suggested_segment", "parts"),
)


def run_value(argv: Sequence[str], context: "Context") -> int:
    """Print the customers, who bought most first."""
    given = value_parser().parse(argv)
    from salestui.services import customer_value

    with context.reading_desk() as desk:
        rows = customer_value.listed(desk, owner=given.owner, limit=given.limit)
        if given.format == "table":
            _print(desk, rows)
        else:
            known = ("code", "customer", "owner", "grade", "segment", "differs")
            emit(given.format, [Column(name) for name in (*known, *_RECORD)], [_row(row) for row in rows])
    return 0


def _row(row: "ValueRow") -> dict[str, object]:
    return {
        "code": row.code,
        "customer": row.name,
        "owner": row.owner,
        "grade": row.grade,
        "segment": row.segment,
        "differs": row.differs,
        **worth_record(row.worth),
        **score_record(row.score),
    }


def worth_record(worth: "Worth") -> dict[str, object]:
    """What a customer is worth, for programs; money as text with its currency, quintiles 1–5 or null."""
    found, value = worth.purchases, worth.lifetime
    return {
        "won": [] if found is None else [str(money) for money in found.amounts],
        "orders": 0 if found is None else found.orders,
        "first_order_at": None if found is None else found.first_at,
        "last_order_at": None if found is None else found.last_at,
        **worth.rfm._asdict(),
        "lifetime_value": None if value is None else str(value.money),
        "lifetime_assumed": None if value is None else _assumed(value),
    }


def _assumed(value: "LifetimeValue") -> dict[str, object]:
    from salestui.domain.customer_value import nearest

    return {
        "formula": "average_deal * deals_a_year * years * gross_margin",
        "average_deal": str(nearest(value.average_deal, value.won.currency)),
        "deals": value.deals,
        "days": value.days,
        "deals_a_year": round(float(value.deals_a_year), 3),
        "years": value.years,
        "gross_margin": float(value.gross_margin),
    }


def score_record(score: "Score") -> dict[str, object]:
    """A score with its parts, for programs; null where too little is known."""
    return {
        "score": score.points,
        "known_weight": score.known_weight,
        "weight": score.weight,
        "suggested_grade": score.grade,
        "suggested_segment": score.segment,
        "parts": [
            {"part": each.part, "weight": each.weight, "points": each.points, "missing": list(each.missing)}
            for each in score.parts
        ],
    }


def _print(desk: "Desk", rows: Sequence["ValueRow"]) -> None:
    from salestui.value_sentences import DIFFERS, rfm_text, won_text

    columns = [
        Column("code"),
        Column("customer", elastic=True),
        Column("won", _("won to date"), right=True),
        Column("orders", _("orders"), right=True),
        Column("last", _("last order")),
        Column("rfm", "RFM"),
        Column("score", _("score"), right=True),
        Column("differs", " "),
        Column("grade", _("grade")),
        Column("segment"),
    ]
    table = []
    for row in rows:
        found, points = row.worth.purchases, row.score.points
        segment, suggested = (label("segment", each) if each else "–" for each in (row.segment, row.score.segment))
        table.append(
            (
                row.code,
                row.name,
                "–" if found is None else won_text(found),
                "–" if found is None else found.orders,
                "–" if found is None else found.last_at.astimezone(desk.zone).date(),
                "–" if found is None else rfm_text(row.worth.rfm),
                "–" if points is None else points,
                DIFFERS if row.differs else " ",
                _beside(row.grade or "–", row.score.grade),
                segment if points is None or suggested == segment else f"{segment} → {suggested}",
            )
        )
    emit("table", columns, table)
    if not rows:
        say(_("no customers"))
    elif any(row.differs for row in rows):
        say(
            _(
                "{sign} another is suggested: salestui show CODE tells why, salestui set CODE grade=… sets it",
                sign=DIFFERS,
            )
        )


def _beside(stands: str, suggested: str | None) -> str:
    return stands if suggested in (None, stands) else f"{stands} → {suggested}"


# ── score ────────────────────────────────────────────────────────────────────────────────────────────────────────


def run_score(argv: Sequence[str], context: "Context") -> int:
    """Write a satisfaction score down."""
    given = score_parser().parse(argv)
    typed = {"score": given.points} | ({} if given.at is None else {"scored_at": given.at})
    from salestui.services import satisfaction

    with context.writing_desk() as desk:
        scored = satisfaction.add_score(desk, given.customer, typed)
        if given.format == "table":
            _say_scored(desk, scored)
        else:
            write(json_text(_score(scored)) + "\n")
    return 0


def _score(scored: "Scored") -> dict[str, object]:
    row = scored.row
    return {
        "ref": scored.saved.ref,
        "code": scored.code,
        "customer": scored.customer,
        "score": row.score,
        "scored_at": row.at,
        "before": row.before,
        "change": row.change,
        "warns": row.change is not None and row.change <= -FALL,
        "command": scored.saved.seq,
    }


def _say_scored(desk: "Desk", scored: "Scored") -> None:
    from salestui.value_sentences import change_text

    row = scored.row
    when = moment(row.at, desk.now(), desk.zone)
    said = _(
        "{code} {name}: satisfaction {points}, {when}",
        code=scored.code,
        name=scored.customer,
        points=row.score,
        when=when,
    )
    say(said if row.change is None else f"{said} · {change_text(row.change)}")

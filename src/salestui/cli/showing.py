"""`show`: one customer on a page, or one record whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.cli.output import cell_len, json_text, pad, say, write
from salestui.cli.parser import Parser
from salestui.cli.records import as_json, clock_json, record_json
from salestui.domain.clock import Clock, state
from salestui.domain.orders import orders
from salestui.domain.records import RECORDS
from salestui.domain.rows import DealRow, FollowUpRow, ReviewRow, TaskRow, Waiting
from salestui.i18n import _, label, listed
from salestui.presenting import field_text, money_text, orders_text
from salestui.record_sentences import fields_told, objection_told
from salestui.sentences import SIGNS, about, moment, promised, span, standing, why

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk
    from salestui.services.finding import Card, Shown

_FOLLOW_UPS = 8
_ON_CARD = ("contact", "inquiry", "follow_up", "task", "deal")  # what waits tells of inquiries and tasks


def show_parser() -> Parser:
    """`show REF`."""
    parser = Parser("show", _("Show a customer on one page, or one record whole"))
    parser.word("record", _("a ref, or a customer by code or name"), metavar="REF")
    parser.formats()
    return parser


PARSERS = {"show": show_parser}


def run_show(argv: Sequence[str], context: "Context") -> int:
    """Print a card or a record."""
    given = show_parser().parse(argv)
    from salestui.services import finding

    with context.reading_desk() as desk:
        shown = finding.show(desk, given.record)
        if isinstance(shown, finding.Shown) and isinstance(shown.record, ReviewRow):
            _show_review(desk, shown.record, given.format)
        elif isinstance(shown, finding.Shown) and shown.entity == "goal":
            _show_goal(desk, shown, given.format)
        elif given.format != "table":
            write(json_text(_record_of(shown, desk)) + "\n")
        elif isinstance(shown, finding.Card):
            _print_card(desk, shown)
        else:
            _print_record(desk, shown)
    return 0


def _show_review(desk: "Desk", row: ReviewRow, form: str) -> None:
    from salestui.cli import report_review
    from salestui.services import reviewing

    look = reviewing.kept(desk, row)
    if form == "table":
        report_review.print_review(desk, look)
    else:
        write(json_text(report_review.record(desk, look)) + "\n")


def _show_goal(desk: "Desk", shown: "Shown", form: str) -> None:
    from salestui.cli import report_goals  # with the figures, which other records need not pay for
    from salestui.services import goal_standings, goals

    key = str(shown.record._asdict()["id"])
    row = goals.goal(desk, key)
    assert row is not None  # it has just been found
    found = goal_standings.standing(desk, row)
    if form == "table":
        report_goals.print_one(found, [goal_standings.standing(desk, part) for part in goals.parts_of(desk, key)])
    else:
        write(json_text(report_goals.record(found)) + "\n")


# ── for programs ─────────────────────────────────────────────────────────────────────────────────────────────────


def _record_of(shown: "Card | Shown", desk: "Desk") -> dict[str, object]:
    from salestui.services.finding import Card

    if isinstance(shown, Card):
        return {
            **{name: as_json(value) for name, value in shown.profile.items()},
            "archived": shown.customer.archived,
            "touch_history": dict(shown.touches),
            **{
                RECORDS[record].list_name: [record_json(desk, record, row) for row in rows]
                for record, rows in shown.parts.items()
            },
            "orders": _orders(shown.deals),
            **_value_of(desk, shown),
            "waiting": [_clock(row.clock, shown.now) | {"why": _why(desk, row, shown.now)} for row in shown.waiting],
        }
    record = record_json(desk, shown.entity, shown.record)
    if shown.entity == "follow_up":
        record["objections"] = [record_json(desk, "objection", row) for row in shown.objections]
    if shown.entity == "deal":
        record["stages"] = [{"stage": entry.stage, "entered_at": entry.at} for entry in shown.stages]
        for row in shown.waiting:  # the contract to be renewed
            record |= clock_json(row.clock, shown.now)
    return record


def _value_of(desk: "Desk", card: "Card") -> dict[str, object]:
    """What the customer is worth, and what its score suggests."""
    from salestui.cli.customer_value import score_record, worth_record
    from salestui.services import customer_value
    from salestui.services.suggesting import sales_of, suggested

    worth = customer_value.worth(desk, card, customer_value.rfm_of(desk, card.customer.id))
    score = suggested(desk, card.profile, sales_of(card.deals))
    return {"value": worth_record(worth), "score": score_record(score)}


def _orders(deals: Sequence[DealRow]) -> dict[str, object] | None:
    history = orders(deals)
    if history is None:
        return None
    return {"count": history.count, "amounts": [str(money) for money in history.amounts], "last_at": history.last_at}


def _clock(clock: Clock, now: datetime) -> dict[str, object]:
    return {"ref": clock.ref, **clock_json(clock, now)}


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────


def _standing(clock: Clock, now: datetime) -> str:
    return f"{SIGNS[state(clock, now)]} {standing(clock, now)}"


def _why(desk: "Desk", row: Waiting, now: datetime) -> str:
    return why(row, now, desk.zone, working=desk.book.calendar.working)


def _print_card(desk: "Desk", card: "Card") -> None:
    profile = card.profile
    archived = "  " + _("(archived)") if card.customer.archived else ""
    say(f"{card.customer.code}  {card.customer.name}{archived}")
    pairs = [
        (label("field", f"customer.{field.id}"), field_text(field, profile[field.id]))
        for field in RECORDS["customer"].fields
        if field.settable and field.id not in ("code", "name") and profile[field.id] is not None
    ]
    if card.customer_since is not None:
        today = card.now.astimezone(desk.zone).date()
        pairs.append((_("cooperation"), span(today - card.customer_since)))
    if card.touches:
        pairs.append((_("contacts so far"), listed(f"{label('method', method)} ×{n}" for method, n in card.touches)))
    history = orders(card.deals)
    if history is not None:
        pairs.append((_("order history"), orders_text(history, card.now, desk.zone)))
    _pairs([pair for pair in pairs if pair[1]])
    _print_value(desk, card)
    _section(
        _("Deals"),
        [
            " · ".join(
                part
                for part in (
                    row.name,
                    row.amount and money_text(row.amount),
                    label("deal_stage", row.stage),
                    row.ref,
                )
                if part
            )
            for row in card.deals
        ],
    )
    _section(
        _("Decision chain"),
        [
            " · ".join(
                part
                for part in (
                    row.name,
                    row.title,
                    row.decision_role and label("decision_role", row.decision_role),
                    row.concern,
                    row.mobile or row.phone,
                    row.email,
                    row.messaging,
                )
                if part
            )
            for row in card.contacts
        ],
    )
    _section(
        _("Waiting"),
        [
            "  ".join((_standing(row.clock, card.now), about(row), _why(desk, row, card.now), row.clock.ref))
            for row in card.waiting
        ],
    )
    for record, rows in card.parts.items():
        if record not in _ON_CARD:
            lines = [f"{getattr(row, RECORDS[record].named_by)}  {row.ref}" for row in rows]
            _section(label("record", record), lines)
    _section(
        _("Follow-ups"), [line for row in card.parts["follow_up"][:_FOLLOW_UPS] for line in _story(desk, card, row)]
    )


def _print_value(desk: "Desk", card: "Card") -> None:
    from salestui.services import customer_value
    from salestui.services.suggesting import sales_of, suggested
    from salestui.value_sentences import DIFFERS, score_told, worth_told

    worth = customer_value.worth(desk, card, customer_value.rfm_of(desk, card.customer.id))
    score = suggested(desk, card.profile, sales_of(card.deals))
    grade, segment = card.profile["grade"], card.profile["segment"]
    say("", _("Value") + (f" {DIFFERS}" if score.differs(grade, segment) else ""))
    _pairs([*worth_told(worth), *score_told(score, grade, segment)])


def _story(desk: "Desk", card: "Card", row: FollowUpRow) -> list[str]:
    at = moment(row.contacted_at, card.now, desk.zone)
    lines = [f"{at}  {label('method', row.method)}  {row.content}  {row.ref}"]
    if row.feedback:
        lines.append(f"    {row.feedback}")
    if row.next_action or row.next_at:
        due = promised(row.next_at, card.now, desk.zone) if row.next_at else ""
        lines.append("    → " + " ".join(part for part in (due, row.next_action) if part))
    return lines


def _section(title: str, lines: Sequence[str]) -> None:
    if lines:
        say("", title, *("  " + line for line in lines))


def _pairs(pairs: Sequence[tuple[str, str]]) -> None:
    width = max((cell_len(name) for name, _value in pairs), default=0)
    say(*(f"  {pad(name, width)}  {value}" for name, value in pairs))


def _print_record(desk: "Desk", shown: "Shown") -> None:
    record, now = shown.record, shown.now
    of_customer = RECORDS[shown.entity].part_of == "customer"
    whose = f"{record.code or ''} {record.customer or ''}" if of_customer else ""
    say(f"{record.ref}  {label('record', shown.entity)}  {whose}".rstrip())
    pairs = list(fields_told(shown.entity, record, now, desk.zone))
    if isinstance(record, TaskRow):
        pairs += _depending(desk, record)
    _pairs(pairs)
    _section(
        _("Objections"),
        [objection_told(row) + (f" {row.inquiry}" if row.inquiry else "") for row in shown.objections],
    )
    _section(
        _("Stages"),
        [f"{moment(entry.at, now, desk.zone)}  {label('deal_stage', entry.stage)}" for entry in shown.stages],
    )
    _section(
        _("Clock"),
        [f"{SIGNS[state(row.clock, now)]} {standing(row.clock, now)}  {_why(desk, row, now)}" for row in shown.waiting],
    )


def _depending(desk: "Desk", task: TaskRow) -> list[tuple[str, str]]:
    """What a task waits for, and what waits for it."""
    from salestui.services import depending, naming, working

    key = naming.record_named(desk, task.ref)[1]
    found = []
    for title, keys in (
        (label("field", "task.depends_on"), depending.predecessors(desk, key)),
        (_("waited for by"), depending.followers(desk, key)),
    ):
        if keys:
            named = (f"{row.ref} {row.action}" for row in working.cards(desk, keys).values())
            found.append((title, listed(named)))
    return found

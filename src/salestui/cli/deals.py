"""`deal move`, and the lists of deals and competitors."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from shlex import quote
from types import SimpleNamespace
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, json_text, say, write
from salestui.cli.parser import Parser, parse_action
from salestui.cli.reading import read_field
from salestui.domain.money import Money
from salestui.domain.rows import CompetitorRow, DealRow
from salestui.i18n import _, label
from salestui.presenting import money_text
from salestui.sentences import moment, span

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.deals import MovedDeal
    from salestui.services.desk import Desk

_ACTIONS = ("move",)


def deal_parser(action: str = "") -> Parser:
    """`deal ACTION …`; `action` says which."""
    if not action:
        parser = Parser("deal", _("Move a deal through the funnel"))
        parser.word("action", _("what to do; 'salestui deal move --help' tells more"), choices=_ACTIONS)
        parser.word("rest", _("its words"), many=True, optional=True)
        return parser
    parser = Parser("deal move", _("Move a deal to another stage; a lost one needs a reason"))
    parser.word("ref", _("the deal"))
    parser.word("stage", _("lead, nurtured, qualified, opportunity, won or lost"))
    parser.option("reason", "REASON", _("why it is lost: price, function, timing, competitor, budget …"))
    parser.option("lost_to", "NAME", _("the competitor it went to; a new name is added"))
    parser.option("at", "WHEN", _("when it came to that stage; now if left out"))
    parser.formats()
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"deal": deal_parser}


def run_deal(argv: Sequence[str], context: "Context") -> int:
    """Move a deal and say what that did."""
    _action, given = parse_action(deal_parser, _ACTIONS, argv)
    from salestui.services import deals, naming, selling

    with context.writing_desk() as desk:
        _entity, key = naming.record_named(desk, given.ref, only=("deal",))
        before = selling.deal(desk, key)
        moved = deals.move_deal(desk, key, given.stage, reason=given.reason, lost_to=given.lost_to, at=given.at)
        after = selling.deal(desk, key)
        assert before is not None
        assert after is not None  # it has just been moved
        if given.format == "table":
            _say_moved(desk, before, after, moved)
        else:
            write(json_text({**deal_record(desk, after), "stage_before": before.stage, "command": moved.saved.seq}))
            write("\n")
    return 0


def _say_moved(desk: "Desk", before: DealRow, after: DealRow, moved: "MovedDeal") -> None:
    stages = [label("deal_stage", row.stage) for row in (before, after)]
    at = moment(after.entered_at, desk.now(), desk.zone)
    customer = f"{after.code} {after.customer}"
    say(f"{after.ref} {after.name} · {customer}: {stages[0]} → {stages[1]}, {at}")
    if after.lost_reason is not None:
        reason = label("lost_reason", after.lost_reason)
        to = after.lost_to
        lost = _("lost to {name}: {reason}", name=to, reason=reason) if to else _("lost: {reason}", reason=reason)
        say("  " + lost)
    if moved.is_order:
        action = quote(_("Hand over to after-sales: {name}", name=after.name))
        add = f"salestui task add {action} --deal {after.ref} --end +3d"
        say("  " + _("R13: add the handover with: {command}", command=add))
        if after.next_at is None:
            say(
                "  "
                + _(
                    "R13: nothing is promised to {customer} next; say when with: salestui set {code} next_at=+7d",
                    customer=customer,
                    code=after.code,
                )
            )


def deal_record(desk: "Desk", row: DealRow) -> dict[str, object]:
    """A deal as JSON: stable English ids; amounts and dates as text, instants in UTC, days since the last contact."""
    from salestui.services import selling

    record = {name: str(value) if isinstance(value, Money) else value for name, value in row._asdict().items()}
    record["next_at"] = None if row.next_at is None else str(row.next_at)
    record["idle_days"] = selling.idle(row, desk.now()).days if selling.is_open(row) else None
    return record


def print_deals(form: str, desk: "Desk", given: SimpleNamespace, grade: str | None) -> None:
    """Print the deals asked for; open ones unless a stage or all are asked for."""
    from salestui.services import naming, selling

    stage = None if given.stage is None else read_field("deal", "stage", given.stage, desk.reading())
    customer = None if given.customer is None else naming.customer_named(desk, given.customer).id
    rows = selling.deals(
        desk,
        owner=given.owner,
        customer=customer,
        grade=grade,
        stage=None if stage is None else str(stage),
        everything=given.all,
        limit=given.limit,
    )
    if form != "table":
        columns = [Column(name) for name in (*DealRow._fields, "idle_days")]
        emit(form, columns, [deal_record(desk, row) for row in rows])
        return
    columns = [
        Column("ref"),
        Column("code"),
        Column("customer", elastic=True),
        Column("name", label("field", "deal.name"), elastic=True),
        Column("amount", label("field", "deal.amount"), right=True, show=_money),
        Column("stage", label("field", "deal.stage"), show=lambda value: label("deal_stage", str(value))),
        Column("probability", label("field", "deal.probability"), right=True, show=_percent),
        Column("expected_close", label("field", "deal.expected_close"), show=lambda value: str(value or "–")),
        Column("idle", _("no contact for"), right=True, show=_idle),
        Column("owner", show=lambda value: str(value or "–")),
    ]
    cells = [[_cell(desk, row, column.id) for column in columns] for row in rows]
    emit(form, columns, cells)
    if not rows:
        say(_("nothing to list"))


def _cell(desk: "Desk", row: DealRow, name: str) -> object:
    if name != "idle":
        return getattr(row, name)
    from salestui.services import selling

    return selling.idle(row, desk.now()) if selling.is_open(row) else None


def _idle(value: object) -> str:
    return span(value) if isinstance(value, timedelta) else "–"


def _money(value: object) -> str:
    return money_text(value) if isinstance(value, Money) else "–"


def _percent(value: object) -> str:
    return "–" if value is None else f"{value} %"


def print_competitors(form: str, desk: "Desk", limit: int) -> None:
    """Print the competitors by name; programs get the whole battle cards."""
    from salestui.services import selling

    rows = selling.competitors(desk, limit=limit)
    if form != "table":
        emit(form, [Column(name) for name in CompetitorRow._fields], rows)
        return
    columns = [
        Column("ref"),
        Column("name", label("field", "competitor.name")),
        Column("lost", right=True),
        Column("our_answer", label("field", "competitor.our_answer"), elastic=True),
    ]
    emit(form, columns, [(row.ref, row.name, row.lost, (row.our_answer or "–").replace("\n", "; ")) for row in rows])
    if not rows:
        say(_("nothing to list"))

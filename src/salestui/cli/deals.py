"""`deal move`."""

from collections.abc import Callable, Sequence
from shlex import quote
from typing import TYPE_CHECKING

from salestui.cli.output import json_text, say, write
from salestui.cli.parser import Parser, parse_action
from salestui.cli.records import record_json
from salestui.domain.rows import DealRow
from salestui.i18n import _, label
from salestui.sentences import moment

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
            moves = {"stage_before": before.stage, "command": moved.saved.seq}
            write(json_text({**record_json(desk, "deal", after), **moves}) + "\n")
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

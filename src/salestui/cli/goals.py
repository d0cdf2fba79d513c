"""`goal split`: a goal into goals of its own, by months, quarters or owners."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from salestui.cli.output import json_text, say, write
from salestui.cli.parser import Parser, parse_action
from salestui.i18n import _, ngettext

if TYPE_CHECKING:
    from salestui.cli.context import Context

_ACTIONS = ("split",)


def goal_parser(action: str = "") -> Parser:
    """`goal ACTION …`; `action` says which."""
    if not action:
        parser = Parser("goal", _("Split a goal by months, quarters or owners"))
        parser.word("action", _("what to do; 'salestui goal split --help' tells more"), choices=_ACTIONS)
        parser.word("rest", _("its words"), many=True, optional=True)
        return parser
    parser = Parser("goal split", _("Split a goal into goals of its own; amounts and counts are shared, rates are not"))
    parser.word("ref", _("the goal"))
    parser.option("by", "WAY", _("months, quarters or owners"), choices=("months", "quarters", "owners"), required=True)
    parser.option("shares", "SHARES", _("how much of it each gets: '1, 1, 2', or 'Li=2, Wang=1'; else all the same"))
    parser.formats()
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"goal": goal_parser}


def run_goal(argv: Sequence[str], context: "Context") -> int:
    """Split a goal and print its parts."""
    _action, given = parse_action(goal_parser, _ACTIONS, argv)
    from salestui.cli.report_goals import record
    from salestui.goal_sentences import goal_text
    from salestui.services import goal_standings, goals, naming, setting_goals

    with context.writing_desk() as desk:
        key = naming.record_named(desk, given.ref, only=("goal",))[1]
        done = setting_goals.split_goal(desk, key, given.by, given.shares or "")
        parts = goals.parts_of(desk, key)
        if given.format != "table":
            shown = [record(goal_standings.standing(desk, part)) for part in parts]
            write(json_text({"ref": done.saved.ref, "command": done.saved.seq, "parts": shown}) + "\n")
            return 0
        n = len(parts)
        told = ngettext("split into one part", "split into {n} parts", n)
        say(f"{done.saved.ref} {done.saved.name} – {told}")
        say(*(f"  {part.ref} {goal_text(part)}" for part in parts))
    return 0

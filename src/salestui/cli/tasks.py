"""`task add|list|move|done`: simple tasks."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from salestui.cli.editing import given_fields, options, tell
from salestui.cli.listing import print_tasks
from salestui.cli.parser import Parser, at_most
from salestui.i18n import _, label
from salestui.services import finding

if TYPE_CHECKING:
    from salestui.cli.context import Context

_ACTIONS = ("add", "list", "move", "done")


def task_parser(action: str = "") -> Parser:
    """`task ACTION …`; `action` says which."""
    match action:
        case "add":
            parser = Parser("task add", _("Add a task; its owner is you unless --owner says"))
            parser.word("action", _("what is to be done"), metavar="ACTION…", many=True)
            options(parser, "task", leaving_out=("action",))
        case "list":
            parser = Parser("task list", _("List tasks by their end"))
            parser.option("owner", "NAME", _("only this owner's"))
            parser.flag("all", _("done and dropped ones too"))
            parser.option("limit", "N", _("at most so many, 0 for all"), read=at_most, default=200)
        case "move":
            parser = Parser("task move", _("Move a task: todo, doing, waiting, done or dropped"))
            parser.word("ref", _("the task"))
            parser.word("status", _("where to"))
        case "done":
            parser = Parser("task done", _("A task is done; with an acceptor it waits until --accepted"))
            parser.word("ref", _("the task"))
            parser.flag("accepted", _("the acceptor has signed it off"))
        case _:
            parser = Parser("task", _("Add, list, move and finish tasks"))
            parser.word("action", _("what to do; 'salestui task add --help' tells more"), choices=_ACTIONS)
            parser.word("rest", _("its words"), many=True, optional=True)
            return parser
    parser.formats()
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"task": task_parser}


def run_task(argv: Sequence[str], context: "Context") -> int:
    """Do what the action says."""
    action = next((word for word in argv if not word.startswith("-")), "")
    if action not in _ACTIONS:
        action = task_parser().parse(argv).action
    words = list(argv)
    words.remove(action)
    given = task_parser(action).parse(words)
    if action == "list":
        with context.reading_desk() as desk:
            rows = finding.tasks(desk, owner=given.owner, everything=given.all, limit=given.limit)
            print_tasks(given.format, desk, rows)
        return 0
    from salestui.services import naming, tasks

    with context.writing_desk() as desk:
        if action == "add":
            typed = given_fields(given, "task") | {"action": " ".join(given.action)}
            saved, done = tasks.add_task(desk, typed), _("added")
        else:
            _entity, key = naming.record_named(desk, given.ref, only=("task",))
            if action == "move":
                saved = tasks.move_task(desk, key, given.status)
            else:
                saved = tasks.finish_task(desk, key, accepted=given.accepted)
            status = finding.task(desk, key).status
            done = label("task_status", status)
        tell(desk, given.format, saved, done)
    return 0

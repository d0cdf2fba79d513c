"""`task …`: what is to be done, by whom and when; what it waits for; tasks that repeat."""

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

from salestui.cli.editing import assignments, given_fields, options, tell
from salestui.cli.listing import print_records
from salestui.cli.output import json_text, say, write
from salestui.cli.parser import Parser, at_most, parse_action
from salestui.errors import UsageError
from salestui.i18n import _, label, listed
from salestui.services import finding, naming
from salestui.task_sentences import later_told

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.depending import Offer
    from salestui.services.desk import Desk


def _add_parser() -> Parser:
    parser = Parser("task add", _("Add a task; its owner is you unless --owner says"))
    parser.word("action", _("what is to be done"), metavar="ACTION…", many=True)
    options(parser, "task", leaving_out=("action",))
    parser.option("repeats", "RULE", _("how it repeats: weekly, monthly, every 2 weeks, weekly x3, 每月1次"))
    return parser


def _list_parser() -> Parser:
    parser = Parser("task list", _("List tasks by their end"))
    parser.option("owner", "NAME", _("only this owner's"))
    parser.flag("all", _("done and dropped ones too"))
    parser.option("limit", "N", _("at most so many, 0 for all"), read=at_most, default=200)
    return parser


def _move_parser() -> Parser:
    parser = Parser("task move", _("Move a task: todo, doing, waiting, done or dropped"))
    parser.word("ref", _("the task"))
    parser.word("status", _("where to"))
    parser.option("for", "TEXT", _("what it waits for"))
    parser.option("cause", "TEXT", _("why it is late"))
    return parser


def _done_parser() -> Parser:
    parser = Parser("task done", _("A task is done; with an acceptor it waits until --accepted"))
    parser.word("ref", _("the task"))
    parser.flag("accepted", _("the acceptor has signed it off"))
    parser.option("cause", "TEXT", _("why it is late"))
    return parser


def _accept_parser() -> Parser:
    parser = Parser("task accept", _("The acceptor signs a task off: it is done"))
    parser.word("ref", _("the task"))
    return parser


def _change_parser() -> Parser:
    parser = Parser("task change", _("Change fields of a task; of one that repeats, this one or all following"))
    parser.word("ref", _("the task"))
    parser.word("changes", _("such as end=fri 'owner=Li'"), metavar="FIELD=VALUE…", many=True, optional=True)
    parser.flag("following", _("this one and all that follow it"))
    parser.option("repeats", "RULE", _("another rule for all that follow"))
    return parser


def _depend_parser() -> Parser:
    parser = Parser("task depend", _("Let a task wait for another; a circle is refused"))
    parser.word("ref", _("the task that waits"))
    parser.word("on", _("the task that must end first"))
    return parser


def _undepend_parser() -> Parser:
    parser = Parser("task undepend", _("Let a task wait for another no longer"))
    parser.word("ref", _("the task that waits"))
    parser.word("on", _("the task it waits for"))
    return parser


def _shift_parser() -> Parser:
    parser = Parser("task shift", _("Let the tasks that wait for this one start later, now that it ends later"))
    parser.word("ref", _("the task that ends later"))
    return parser


def _end_parser() -> Parser:
    parser = Parser("task end-series", _("End a task that repeats; what nobody has begun is put out of sight"))
    parser.word("ref", _("the series, or one of its tasks"))
    parser.option("from", "DATE", _("the first day without it; tomorrow if left out"))
    return parser


_ACTIONS: dict[str, Callable[[], Parser]] = {
    "add": _add_parser,
    "list": _list_parser,
    "move": _move_parser,
    "done": _done_parser,
    "accept": _accept_parser,
    "change": _change_parser,
    "depend": _depend_parser,
    "undepend": _undepend_parser,
    "shift": _shift_parser,
    "end-series": _end_parser,
}


def task_parser(action: str = "") -> Parser:
    """`task ACTION …`; `action` says which."""
    if action in _ACTIONS:
        parser = _ACTIONS[action]()
        parser.formats()
        return parser
    parser = Parser("task", _("Add, list, move, finish and change tasks; let them repeat and wait for each other"))
    parser.word("action", _("what to do; 'salestui task add --help' tells more"), choices=tuple(_ACTIONS))
    parser.word("rest", _("its words"), many=True, optional=True)
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"task": task_parser}


def run_task(argv: Sequence[str], context: "Context") -> int:
    """Do what the action says."""
    action, given = parse_action(task_parser, _ACTIONS, argv)
    if action == "list":
        with context.reading_desk() as desk:
            rows = finding.tasks(desk, owner=given.owner, everything=given.all, limit=given.limit)
            print_records(given.format, desk, "task", rows)
        return 0
    with context.writing_desk() as desk:
        match action:
            case "add":
                _added(desk, given)
            case "depend" | "undepend":
                _connected(desk, action, given)
            case "end-series":
                _ended(desk, given)
            case "change":
                _changed(desk, given)
            case "shift":
                _shifted(desk, given)
            case _:
                _finished_or_moved(desk, action, given)
    return 0


def _key(desk: "Desk", ref: str) -> str:
    return naming.record_named(desk, ref, only=("task",))[1]


def _added(desk: "Desk", given: SimpleNamespace) -> None:
    from salestui.services import repeating, tasks

    typed = given_fields(given, "task") | {"action": " ".join(given.action)}
    saved = tasks.add_task(desk, typed) if given.repeats is None else repeating.add_series(desk, typed, given.repeats)
    tell(desk, given.format, saved, _("added"))


def _finished_or_moved(desk: "Desk", action: str, given: SimpleNamespace) -> None:
    from salestui.services import depending, tasks

    key = _key(desk, given.ref)
    before = depending.later_starts(desk, key)
    match action:
        case "move":
            asked = {"waiting_for": getattr(given, "for"), "delay_cause": given.cause}
            typed = {"status": given.status, **{name: text for name, text in asked.items() if text is not None}}
            saved = tasks.change_task(desk, key, typed, kind="move_task")
        case "accept":
            saved = tasks.finish_task(desk, key, accepted=True)
        case _:
            saved = tasks.finish_task(desk, key, accepted=given.accepted, cause=given.cause)
    tell(desk, given.format, saved, label("task_status", finding.task(desk, key).status))
    _say_later(desk, given.format, key, before)


def _changed(desk: "Desk", given: SimpleNamespace) -> None:
    from salestui.services import depending, repeating, tasks

    key = _key(desk, given.ref)
    typed = assignments(given.changes)
    if given.following or given.repeats is not None:
        saved = repeating.change_following(desk, key, typed, given.repeats)
        tell(desk, given.format, saved, _("changed"))
        return
    if not typed:
        raise UsageError(_("nothing to change"), _("for example end=fri"))
    before = depending.later_starts(desk, key)
    tell(desk, given.format, tasks.change_task(desk, key, typed), _("changed"))
    _say_later(desk, given.format, key, before)


def _say_later(desk: "Desk", form: str, key: str, before: "Sequence[Offer]") -> None:
    """Tell what would have to start later now; nothing is moved unasked."""
    from salestui.services import depending

    offers = depending.later_starts(desk, key)
    if form == "table" and offers and offers != before:
        ref = finding.task(desk, key).ref
        say(later_told(offers), _("'salestui task shift {ref}' shifts them", ref=ref))


def _shifted(desk: "Desk", given: SimpleNamespace) -> None:
    from salestui.services import depending

    offers = depending.later_starts(desk, _key(desk, given.ref))
    if offers:
        depending.reschedule(desk, offers)
    if given.format != "table":
        shifted = [{"ref": each.ref, "was": str(each.was), "start": str(each.start)} for each in offers]
        write(json_text(shifted) + "\n")
        return
    say(*(f"{each.ref} {each.action}: {each.was} → {each.start}" for each in offers))
    if not offers:
        say(_("nothing has to start later"))


def _ended(desk: "Desk", given: SimpleNamespace) -> None:
    from salestui.services import entering, repeating

    entity, key = naming.record_named(desk, given.ref, only=("task", "task_series"))
    series = key if entity == "task_series" else repeating.series_of(desk, key)
    text = getattr(given, "from")
    day = None if text is None else entering.values(desk, "task", {"start": text}, partial=True)["start"]
    assert day is None or isinstance(day, date)
    tell(desk, given.format, repeating.end_series(desk, series, day), _("ended"))


def _connected(desk: "Desk", action: str, given: SimpleNamespace) -> None:
    from salestui.services import depending, working

    key, other = _key(desk, given.ref), _key(desk, given.on)
    (depending.add_dependency if action == "depend" else depending.remove_dependency)(desk, key, other)
    task = finding.task(desk, key)
    waits_for = [row.ref for row in working.cards(desk, depending.predecessors(desk, key)).values()]
    if given.format != "table":
        write(json_text({"ref": task.ref, "name": task.action, "depends_on": waits_for}) + "\n")
        return
    say(
        f"{task.ref} {task.action} – "
        + (_("waits for {what}", what=listed(waits_for)) if waits_for else _("waits for none"))
    )
    if action == "depend":
        _say_later(desk, given.format, other, ())

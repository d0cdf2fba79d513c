"""`undo`, `redo`, `history`: the change log as a person reads it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, json_text, say, write
from salestui.cli.parser import Parser, at_most
from salestui.i18n import _, label, ngettext
from salestui.sentences import moment

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk
    from salestui.services.undoing import Entry, PutBack


def undo_parser() -> Parser:
    """`undo [COMMAND]`."""
    parser = Parser("undo", _("Put back what your last command did, or the one named"))
    parser.word("command", _("its number in the history"), optional=True)
    parser.formats()
    return parser


def redo_parser() -> Parser:
    """`redo`."""
    parser = Parser("redo", _("Do again what was undone last"))
    parser.formats()
    return parser


def history_parser() -> Parser:
    """`history [REF]`."""
    parser = Parser("history", _("Show who did what, when; with a ref only what touched that record"))
    parser.word("record", _("a ref, or a customer by code or name"), metavar="REF", optional=True)
    parser.option("limit", "N", _("at most so many, 0 for all"), read=at_most, default=50)
    parser.formats()
    return parser


PARSERS = {"undo": undo_parser, "redo": redo_parser, "history": history_parser}


def run_undo(argv: Sequence[str], context: "Context") -> int:
    """Undo a command."""
    given = undo_parser().parse(argv)
    from salestui.services import undoing

    with context.writing_desk() as desk:
        _tell(given.format, undoing.undo(desk, given.command), _("undone"))
    return 0


def run_redo(argv: Sequence[str], context: "Context") -> int:
    """Redo the last undo."""
    given = redo_parser().parse(argv)
    from salestui.services import undoing

    with context.writing_desk() as desk:
        _tell(given.format, undoing.redo(desk), _("done again"))
    return 0


def _tell(form: str, back: "PutBack", done: str) -> None:
    if form != "table":
        kept = [
            {"entity": each.entity, "id": each.record_id, "field": each.column, "by": each.by} for each in back.kept
        ]
        record = {
            "command": back.seq,
            "undoes": back.undone,
            "kind": back.kind,
            "subject": back.subject,
            "records": len(back.changes),
            "kept": kept,
        }
        write(json_text(record) + "\n")
        return
    say(
        f"{done}: #{back.first} {label('command', back.kind)} {back.subject or ''}".rstrip()
        + " – "
        + ngettext("one record put back", "{n} records put back", len(back.changes))
    )
    if back.kept:
        from salestui.services.telling import kept_told

        for each in back.kept:
            say("  " + _("kept: {what}", what=kept_told(each)))


def run_history(argv: Sequence[str], context: "Context") -> int:
    """Print the change log."""
    given = history_parser().parse(argv)
    from salestui.services import undoing

    with context.reading_desk() as desk:
        entries = undoing.history(desk, given.record, limit=given.limit)
        if given.format == "table":
            _print(desk, entries)
        else:
            emit(
                given.format,
                [
                    Column(name)
                    for name in ("command", "at", "actor", "kind", "subject", "undoes", "undone_by", "changes")
                ],
                [_record(entry) for entry in entries],
            )
    return 0


def _record(entry: "Entry") -> list[object]:
    changes = [
        {
            "entity": change.entity,
            "id": change.record_id,
            "operation": change.operation,
            "fields": change.fields,
        }
        for change in entry.changes
    ]
    return [
        entry.seq,
        entry.at,
        entry.actor,
        entry.kind,
        entry.subject,
        entry.undoes,
        entry.undone_by,
        changes,
    ]


def _print(desk: "Desk", entries: "Sequence[Entry]") -> None:
    from salestui.services.telling import changes_told, kind_told

    now = desk.now()
    columns = [
        Column("seq", "#", right=True),
        Column("at", _("when"), show=lambda at: moment(at, now, desk.zone)),  # type: ignore[arg-type] # an instant
        Column("actor", _("who")),
        Column("kind", _("what")),
        Column("subject", _("about")),
        Column("changes", _("changes"), elastic=True),
    ]
    emit(
        "table",
        columns,
        [
            (
                entry.seq,
                entry.at,
                entry.actor,
                kind_told(entry),
                entry.subject or "",
                changes_told(entry, now, desk.zone),
            )
            for entry in entries
        ],
    )
    if not entries:
        say(_("nothing has been done yet"))

"""Undo, redo and history, as a person asks for them. History reads; undo and redo are commands of their own."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from salestui.errors import NotFoundError, UsageError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.naming import record_named, repr_text
from salestui.store import log
from salestui.store.log import Entry as Entry  # the face of the history to screens and the command line

if TYPE_CHECKING:
    from salestui.store.undo import Kept as Kept
    from salestui.store.undo import PutBack as PutBack

_MOST_PASSED = 100  # commands of mine looked at where others have written over the last ones


def possible(desk: Desk) -> frozenset[str]:
    """Which of "undo" and "redo" would find something of mine to work on."""
    me = desk.settings.owner
    found = {"undo": next(log.undoables(desk.reader, me), None), "redo": log.redoable(desk.reader, me)}
    return frozenset(name for name, seq in found.items() if seq is not None)


def undo(desk: Desk, command: str | None = None) -> "PutBack":
    """Put back what my last command did, or the one named by its number in the history.

    Raises UsageError where there is nothing to undo, or the command cannot be.
    """
    if command is not None:
        return _put_back(desk, log.UNDO, _checked(desk, command))
    mine = list(islice(log.undoables(desk.reader, desk.settings.owner), _MOST_PASSED))
    if not mine:
        raise UsageError(_("there is nothing of yours to undo"), _nothing_hint(log.checkpoint(desk.reader)))
    for seq, before in zip(mine, [*mine[1:], None], strict=True):
        try:
            return _put_back(desk, log.UNDO, seq, before)
        except UsageError:
            if seq not in desk.passed_over:  # told once in a session; the next undo goes on to the one before
                desk.passed_over.add(seq)
                raise
    raise UsageError(_("nothing of yours can be put back any more"), _("'salestui history' shows by whom"))


def _nothing_hint(checkpoint: int) -> str:
    if checkpoint:
        return _("what was done before the file was updated (#{seq}) stays as it is", seq=checkpoint)
    return _("'salestui history' shows the commands")


def _checked(desk: Desk, command: str) -> int:
    number = command.removeprefix("#")
    entry = log.entry(desk.reader, int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
    if entry is None:
        raise NotFoundError(
            _("there is no command {number}", number=repr_text(command)),
            _("'salestui history' shows the numbers"),
        )
    checkpoint = log.checkpoint(desk.reader)
    if entry.seq < checkpoint:
        raise UsageError(
            _("command {seq} was done before the file was updated (#{update})", seq=entry.seq, update=checkpoint),
            _("it cannot be undone any more; change the record by hand"),
        )
    if entry.undone_by is not None:
        raise UsageError(_("command {seq} is undone already", seq=entry.seq), _("'salestui redo' brings it back"))
    if entry.undoes is not None:
        raise UsageError(_("command {seq} is an undo itself", seq=entry.seq), _("bring it back with 'salestui redo'"))
    if entry.kind in log.NOT_UNDOABLE:
        raise UsageError(
            _("command {seq} cannot be undone: {kind}", seq=entry.seq, kind=label("command", entry.kind)),
            _("end the series instead: 'salestui task end-series REF'")
            if entry.kind == "make_tasks"
            else _("change the settings instead"),
        )
    return entry.seq


def redo(desk: Desk) -> "PutBack":
    """Do again what my last undo put back, unless I have done something new since. Raises UsageError."""
    seq = log.redoable(desk.reader, desk.settings.owner)
    if seq is None:
        raise UsageError(_("there is nothing to redo"), _("only what was undone last, with nothing new done since"))
    return _put_back(desk, log.REDO, seq)


def _put_back(desk: Desk, kind: str, seq: int, before: int | None = None) -> "PutBack":
    """`before` is the command that would be undone instead."""
    from salestui.store.undo import NothingPutBackError, put_back

    try:
        return put_back(desk.writer, kind, seq, actor=desk.settings.owner, at=desk.now(), laws=desk.laws_on)
    except NothingPutBackError as nothing:
        from salestui.services.telling import kept_told

        reasons = "; ".join(kept_told(each) for each in nothing.kept) or _("undone already")
        entry = None if before is None else log.entry(desk.reader, before)
        raise UsageError(
            _("nothing could be put back: {reasons}", reasons=reasons),
            _("'salestui history' shows by whom")
            if entry is None
            else _(
                "u again, or 'salestui undo {seq}', takes the one before: {kind} {subject}",
                seq=entry.seq,
                kind=label("command", entry.kind),
                subject=entry.subject or "",
            ),
        ) from None


def history(desk: Desk, ref: str | None = None, *, limit: int = 50) -> Sequence[Entry]:
    """The newest commands first; with `ref` those that touched that record, and what belongs to that customer."""
    if ref is None:
        return log.entries(desk.reader, records=None, limit=limit)
    entity, key = record_named(desk, ref)
    return log.entries(desk.reader, records=log.belonging(desk.reader, entity, key), limit=limit)

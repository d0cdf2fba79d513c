"""Undo and redo: a new command that puts back what was there, wherever the value is still the one the command wrote.

Redo is the undo of an undo. What has been written over or built upon since is kept, and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salestui.store.command import MakeLaws, Work, Writer
from salestui.store.driver import IntegrityError
from salestui.store.log import Change, Fields, Operation, Stored


@dataclass(frozen=True, slots=True)
class Kept:
    """What an undo left as it is, because something else has been built on it or written over it."""

    entity: str
    record_id: str
    name: str  # the ref, code or name people know the record by
    column: str | None  # None: the record itself could not go
    by: str | None  # whose later command it was


@dataclass(frozen=True, slots=True)
class PutBack:
    """What an undo or redo did: `seq` is its own place in the log."""

    seq: int
    undone: int  # the command put back: for a redo, the undo
    first: int  # the command it is all about: for a redo, the one done again
    kind: str  # of that one
    subject: str | None
    changes: tuple[Change, ...]
    kept: tuple[Kept, ...]


def put_back(
    writer: Writer,
    kind: str,
    seq: int,
    *,
    actor: str,
    at: datetime,
    laws: MakeLaws,
    nothing_left: Exception,
) -> PutBack:
    """Undo the command at `seq` (itself an undo, for a redo): everything that still stands as it wrote it.

    Raises StoreError where the file cannot be written, `nothing_left` where nothing could be put back.
    """
    with writer.command(kind, actor=actor, at=at, laws=laws, undoes=seq) as work:
        target = work.rows(
            "SELECT seq, kind, subject FROM command"
            " WHERE seq = (SELECT coalesce(undoes, seq) FROM command WHERE seq = :seq)",
            seq=seq,
        )[0]
        if work.rows("SELECT 1 FROM command WHERE seq = :seq AND undone_by IS NOT NULL", seq=seq):
            raise nothing_left  # another session of the same person was quicker
        work.subject = target["subject"]
        kept: list[Kept] = []
        for change in _in_order(work.logged(seq)):
            _put_back_record(work, change, seq, kept)
        done = tuple(work.changes())
        if not done:
            raise nothing_left
    return PutBack(work.seq, seq, target["seq"], target["kind"], target["subject"], done, tuple(kept))


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Logged parents first: what comes back goes that way, what goes away the other."""
    coming_back = [change for change in changes if change.operation is Operation.DELETE]
    staying = [change for change in changes if change.operation is Operation.UPDATE]
    going = [change for change in changes if change.operation is Operation.INSERT]
    return [*coming_back, *staying, *reversed(going)]


def _put_back_record(work: Work, change: Change, seq: int, kept: list[Kept]) -> None:
    now = _columns(work, change.entity, change.record_id)
    match change.operation:
        case Operation.INSERT if now is not None:
            touched = _changed_since(change, now, seq)
            if touched:
                kept += [_kept(work, change, name, seq) for name in touched]
            elif not _applied(work, Change(change.entity, change.record_id, Operation.DELETE, _reversed(change))):
                kept.append(_kept(work, change, None, seq))
        case Operation.DELETE if now is None:
            if not _applied(work, Change(change.entity, change.record_id, Operation.INSERT, _reversed(change))):
                kept.append(_kept(work, change, None, seq))
        case Operation.UPDATE if now is not None:
            back = {name: (new, old) for name, (old, new) in change.fields.items() if now[name] == new}
            others = [name for name in change.fields if name not in back]
            if back and not _applied(work, Change(change.entity, change.record_id, Operation.UPDATE, back)):
                others = list(change.fields)
            kept += [_kept(work, change, name, seq) for name in others]
        case _:
            pass  # already gone, or already there again: nothing to put back


def _columns(work: Work, entity: str, key: str) -> dict[str, Stored] | None:
    rows = work.rows(f'SELECT * FROM "{entity}" WHERE id = :key', key=key)
    return dict(rows[0]) if rows else None


def _changed_since(change: Change, now: dict[str, Stored], seq: int) -> list[str]:
    """Columns of a record made by the command that hold something else today."""
    return [name for name, value in now.items() if value != change.fields.get(name, (None, None))[1]]


def _reversed(change: Change) -> Fields:
    return {name: (new, old) for name, (old, new) in change.fields.items()}


def _applied(work: Work, change: Change) -> bool:
    try:
        work.apply(change)
    except IntegrityError:
        return False  # somebody built on the record since, or its place is taken
    return True


def _kept(work: Work, change: Change, column: str | None, seq: int) -> Kept:
    rows = work.rows(
        "SELECT command.actor FROM change JOIN command ON command.seq = command_seq"
        " WHERE record_id = :record AND command_seq > :seq"
        " AND (:column IS NULL OR json_extract(fields, '$.' || json_quote(:column)) IS NOT NULL)"
        " ORDER BY command_seq DESC LIMIT 1",
        record=change.record_id,
        seq=seq,
        column=column,
    )
    now = _columns(work, change.entity, change.record_id) or {}
    name = next((str(now[key]) for key in ("code", "ref", "name") if now.get(key)), change.entity)
    return Kept(change.entity, change.record_id, name, column, rows[0]["actor"] if rows else None)

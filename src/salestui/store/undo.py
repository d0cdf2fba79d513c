"""Undo and redo: a new command that puts back what was there, wherever the value is still the one the command wrote.

Redo is the undo of an undo. What has been written over or built upon since is kept, and said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from salestui.store.command import MakeLaws, Work, Writer
from salestui.store.cursors import ConstraintError
from salestui.store.log import Change, Fields, Operation, Stored
from salestui.store.standing import On, Place, called, standing_on, stays_with


@dataclass(frozen=True, slots=True)
class Kept:
    """What an undo left as it is, because something else has been built on it or written over it."""

    entity: str
    record_id: str
    name: str  # the ref, code or name people know the record by
    column: str | None  # None: the record itself could not go
    by: str | None  # whose later command it was
    on: tuple[On, ...] = ()  # the records that stand on it


class NothingPutBackError(Exception):
    """Not one change of a command could be put back; `kept` says why."""

    def __init__(self, kept: Sequence[Kept] = ()) -> None:
        super().__init__()
        self.kept = tuple(kept)


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
) -> PutBack:
    """Undo the command at `seq` (itself an undo, for a redo): everything that still stands as it wrote it.

    Raises StoreError where the file cannot be written, NothingPutBackError where nothing could be put back.
    """
    with writer.command(kind, actor=actor, at=at, laws=laws, undoes=seq) as work:
        target = work.rows(
            "SELECT seq, kind, subject FROM command"
            " WHERE seq = (SELECT coalesce(undoes, seq) FROM command WHERE seq = :seq)",
            seq=seq,
        )[0]
        if work.rows("SELECT 1 FROM command WHERE seq = :seq AND undone_by IS NOT NULL", seq=seq):
            raise NothingPutBackError  # another session of the same person was quicker
        work.subject = target["subject"]
        kept: list[Kept] = []
        changes = work.logged(seq)
        disturbed = work.rows("SELECT 1 FROM change WHERE command_seq > :seq LIMIT 1", seq=seq)
        staying = _staying(work, changes) if disturbed else {}  # nothing later: nothing can stand on it
        for change in _in_order(changes):
            _put_back_record(work, change, seq, staying, kept)
        done = tuple(work.changes())
        if not done:
            raise NothingPutBackError(kept)
    return PutBack(work.seq, seq, target["seq"], target["kind"], target["subject"], done, tuple(kept))


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Logged parents first: what comes back goes that way, what goes away the other."""
    coming_back = [change for change in changes if change.operation is Operation.DELETE]
    staying = [change for change in changes if change.operation is Operation.UPDATE]
    going = [change for change in changes if change.operation is Operation.INSERT]
    return [*coming_back, *staying, *reversed(going)]


def _staying(work: Work, changes: Sequence[Change]) -> Mapping[Place, tuple[On, ...]]:
    """Records the command made that must stay, with what stands on them.

    Half a creation taken back would be worse than none: what was made along with a record, such as a customer's first
    stage or the link to the inquiry a follow-up answers, stays with it.
    """
    made = {(each.entity, each.record_id): each for each in changes if each.operation is Operation.INSERT}
    now = {place: _columns(work, *place) for place in made}
    staying: dict[Place, tuple[On, ...]] = {}
    for place in reversed(made):  # children first: what stays keeps its parents
        columns = now[place]
        if columns is None:
            continue
        letting_go = _letting_go(work, changes, place[1])
        going = {other for other in made if other not in staying} | letting_go
        on = standing_on(work, place, columns, going.__contains__)
        if on or _changed_since(made[place], columns):
            staying[place] = on
    overwritten = {
        (change.record_id, name)
        for change in changes
        if change.operation is Operation.UPDATE
        for name in _overwritten(change, _columns(work, change.entity, change.record_id))
    }
    for place, columns in now.items():
        if columns is not None and place not in staying and stays_with(place[0], columns, staying, overwritten):
            staying[place] = ()
    for place, columns in now.items():  # a tag whose link stays
        held = columns is not None and standing_on(work, place, columns, lambda other: other not in staying)
        if held and place not in staying:
            staying[place] = ()
    return staying


def _letting_go(work: Work, changes: Sequence[Change], key: str) -> set[Place]:
    """Records there were before that only the command has made refer to `key`: once it is undone they do not."""
    return {
        (change.entity, change.record_id)
        for change in changes
        if change.operation is Operation.UPDATE
        for name, (_old, new) in change.fields.items()
        if new == key and (_columns(work, change.entity, change.record_id) or {}).get(name) == key
    }


def _overwritten(change: Change, now: dict[str, Stored] | None) -> list[str]:
    return [name for name, (_old, new) in change.fields.items() if now is not None and now[name] != new]


def _put_back_record(
    work: Work, change: Change, seq: int, staying: Mapping[Place, tuple[On, ...]], kept: list[Kept]
) -> None:
    now = _columns(work, change.entity, change.record_id)
    match change.operation:
        case Operation.INSERT if now is not None:
            place = change.entity, change.record_id
            if place in staying:
                kept += [_kept(work, change, name, seq) for name in _changed_since(change, now)]
                if staying[place]:
                    kept.append(_kept(work, change, None, seq, staying[place]))
            elif not _applied(work, Change(change.entity, change.record_id, Operation.DELETE, _reversed(change))):
                kept.append(_kept(work, change, None, seq))
        case Operation.DELETE if now is None:
            if not _applied(work, Change(change.entity, change.record_id, Operation.INSERT, _reversed(change))):
                kept.append(_kept(work, change, None, seq))
        case Operation.UPDATE if now is not None:
            others = _overwritten(change, now)
            back = {name: (new, old) for name, (old, new) in change.fields.items() if name not in others}
            if back and not _applied(work, Change(change.entity, change.record_id, Operation.UPDATE, back)):
                others = list(change.fields)
            kept += [_kept(work, change, name, seq) for name in others]
        case _:
            pass  # already gone, or already there again: nothing to put back


def _columns(work: Work, entity: str, key: str) -> dict[str, Stored] | None:
    rows = work.rows(f'SELECT * FROM "{entity}" WHERE id = :key', key=key)
    return dict(rows[0]) if rows else None


def _changed_since(change: Change, now: dict[str, Stored]) -> list[str]:
    """Columns of a record made by the command that hold something else today."""
    return [name for name, value in now.items() if value != change.fields.get(name, (None, None))[1]]


def _reversed(change: Change) -> Fields:
    return {name: (new, old) for name, (old, new) in change.fields.items()}


def _applied(work: Work, change: Change) -> bool:
    try:
        work.apply(change)
    except ConstraintError:
        return False  # somebody built on the record since, or its place is taken
    return True


def _kept(work: Work, change: Change, column: str | None, seq: int, on: tuple[On, ...] = ()) -> Kept:
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
    name = called(now) or change.entity
    by = on[0].by if on else rows[0]["actor"] if rows else None
    return Kept(change.entity, change.record_id, name, column, by, on)

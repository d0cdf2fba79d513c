"""The only way to write: a command is one BEGIN IMMEDIATE transaction that changes rows and logs each of them.

A flush outside a command, or a bulk statement on a logged table, raises: what the log does not hold cannot be undone.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from salestui.domain.clocks import Law
from salestui.domain.instants import to_ms
from salestui.domain.records import RECORDS
from salestui.store import driver
from salestui.store.changes import UnloggedWriteError, change_of
from salestui.store.derive import Touched, refresh
from salestui.store.engine import engine_on
from salestui.store.keys import Keys, ref_of
from salestui.store.log import Change, Operation, Stored, append, changes_of, merged, newest_key
from salestui.store.models import MODELS, entity_of, metadata
from salestui.store.reads.meanwhile import gone
from salestui.store.reads.values import understood

# Records that belong to a customer through another one, and the column that names it.
_THROUGH: Final = {"answer": "inquiry_id", "deal_stage_change": "deal_id"}
_REACHING: Final = ("customer_id", *_THROUGH.values())
_PARENTS_FIRST = {table.name: place for place, table in enumerate(metadata.sorted_tables)}

Record = TypeVar("Record", bound=SQLModel)
MakeLaws = Callable[[driver.Connection], Sequence[Law]]


class Work:
    """The unit of work of one command: load, change and add records; all of it is logged at the end."""

    def __init__(self, session: Session, connection: driver.Connection, at: datetime, actor: str, keys: Keys) -> None:
        self.at = at  # UTC; one instant for everything the command does
        self.actor = actor
        self.seq = 0  # the command's place in the log; known once the command is kept
        self.subject: str | None = None  # the ref that history shows beside the command
        self._session = session
        self._connection = connection
        self._keys = keys
        self._changes: dict[tuple[str, str], Change] = {}
        self._order: dict[tuple[str, str], int] = {}
        self._refs: set[tuple[str, str]] = set()
        self._touched = Touched()

    # ── reading inside the transaction ───────────────────────────────────────────────────────────────────────────

    def rows(self, sql: str, /, **parameters: object) -> list[driver.Row]:
        """Rows as they stand inside this transaction; pending changes are written first. `sql` only reads."""
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            raise UnloggedWriteError("only a query reads")
        self._session.flush()
        written = self._connection.total_changes
        rows = self._connection.execute(sql, parameters).fetchall()
        if self._connection.total_changes != written:
            raise UnloggedWriteError("a query that writes")  # WITH … DELETE; the command is rolled back
        return rows

    def logged(self, seq: int) -> list[Change]:
        """What the command at `seq` did."""
        return changes_of(self._connection, seq)

    def get(self, model: type[Record], key: str) -> Record:
        """The record `key`, loaded whole. Raises GoneError where it is not there any more."""
        with understood():
            record = self._session.get(model, key)
        if record is None:
            raise gone(self._connection, key)
        return record

    def is_taken(self, entity: str, column: str, text: str, but_not: str) -> bool:
        """Whether a record of `entity` other than the key `but_not` has `text` in a column, whatever its case."""
        query = f"SELECT 1 FROM {entity} WHERE lower({column}) = lower(:text) AND id <> :but_not"
        return bool(self.rows(query, text=text, but_not=but_not))

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, model: type[Record], /, **values: object) -> Record:
        """A new record with its key and, where people name such records, its ref."""
        entity = entity_of(model)
        key = self._keys.new(self.at)
        while RECORDS[entity].letter and self._ref_taken(entity, ref_of(entity, key)):
            key = self._keys.new(self.at)
        return self.add_keyed(model, key, **values)

    def add_keyed(self, model: type[Record], key: str, /, **values: object) -> Record:
        """A new record under a key that follows from what it is, so that it is never made twice.

        Its ref is drawn from the key; where that is taken, from another.
        """
        entity = entity_of(model)
        if RECORDS[entity].letter:
            drawn = key
            while self._ref_taken(entity, ref_of(entity, drawn)):
                drawn = self._keys.new(self.at)
            values["ref"] = ref_of(entity, drawn)
            self._refs.add((entity, ref_of(entity, drawn)))
        record = model(id=key, **values)
        self._session.add(record)
        return record

    def flush(self) -> None:
        """Write what is pending now, so that later rows can refer to it; the command stays one transaction."""
        self._session.flush()

    def derive(self, make: Callable[[driver.Connection], int]) -> int:
        """Make derived rows anew beyond what the changed records reach; `make` may write derived tables only."""
        self._session.flush()
        return make(self._connection)

    def delete(self, record: SQLModel) -> None:
        """Take a link away, such as a tag from a customer; main records are archived instead."""
        self._session.delete(record)

    def apply(self, change: Change) -> None:
        """Make a change given in stored form (undo, redo); raises ConstraintError where a constraint refuses it."""
        key: dict[str, Stored] = {"id": change.record_id}
        new = {name: pair[1] for name, pair in change.fields.items()}
        match change.operation:
            case Operation.INSERT:
                names, marks = ", ".join(f'"{name}"' for name in new), ", ".join(f":{name}" for name in new)
                sql = f'INSERT INTO "{change.entity}" ({names}) VALUES ({marks})'
            case Operation.UPDATE:
                setting = ", ".join(f'"{name}" = :{name}' for name in new)
                sql = f'UPDATE "{change.entity}" SET {setting} WHERE id = :id'
            case Operation.DELETE:
                sql, new = f'DELETE FROM "{change.entity}" WHERE id = :id', {}
        before = self._reaches(change.entity, change.record_id)
        self._connection.execute(sql, {**new, **key})
        self._note(change, before, self._reaches(change.entity, change.record_id))

    # ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────

    def note_flush(self) -> None:
        """Take down what the session is about to write."""
        session = self._session
        for records, operation in (
            (list(session.new), Operation.INSERT),
            (list(session.dirty), Operation.UPDATE),
            (list(session.deleted), Operation.DELETE),
        ):
            for record in records:
                change = change_of(record, operation)
                if change is not None:
                    old = {name: pair[0] for name, pair in change.fields.items()}
                    # not model_dump, which builds the pydantic schema that nothing else asks for
                    new = {name: getattr(record, name, None) for name in _REACHING}
                    self._note(change, {**new, **old}, new)

    def changes(self) -> list[Change]:
        """Every record changed, in the order in which they can be made again: parents before their children."""
        return sorted(
            self._changes.values(),
            key=lambda change: (_PARENTS_FIRST[change.entity], self._order[change.entity, change.record_id]),
        )

    def touched(self) -> Touched:
        """Whose consequences have to be made anew."""
        return self._touched

    def _note(self, change: Change, *reached: dict[str, Stored]) -> None:
        place = change.entity, change.record_id
        known = self._changes.get(place)
        self._order.setdefault(place, len(self._order))
        total = change if known is None else merged(known, change)
        if total is None:
            del self._changes[place]
        else:
            self._changes[place] = total
        for columns in reached:
            through = columns.get(_THROUGH.get(change.entity, ""))
            if through is not None:
                columns = self._reaches(_THROUGH[change.entity].removesuffix("_id"), str(through))
            customer = change.record_id if change.entity == "customer" else columns.get("customer_id")
            self._touched.add(change.entity, change.record_id, None if customer is None else str(customer))

    def _reaches(self, entity: str, key: str) -> dict[str, Stored]:
        """The columns of a record that say whose consequences it changes."""
        row = self._connection.execute(f'SELECT * FROM "{entity}" WHERE id = ?', (key,)).fetchone()
        return (
            {}
            if row is None
            else {name: row[name] for name in row.keys() if name in ("customer_id", *_THROUGH.values())}
        )

    def _ref_taken(self, entity: str, ref: str) -> bool:
        if (entity, ref) in self._refs:
            return True  # given out by this command, and perhaps not yet written
        query = f"SELECT 1 FROM {entity} WHERE ref = ?"
        return self._connection.execute(query, (ref,)).fetchone() is not None


class _Session(Session):
    """A session that can only flush inside a command."""


class Writer:
    """The connection that writes. One per process; its commands follow one another."""

    def __init__(self, path: Path, keys: Keys | None = None) -> None:
        self._connection = driver.connect(path, write=True, any_thread=True)
        self._keys = keys or Keys()
        self._engine = engine_on(self._connection)

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()
        self._connection.close()

    def hurry(self) -> None:
        """Wait for no disk from here on: only for a file that nobody relies on until it is whole."""
        self._connection.execute("PRAGMA synchronous = OFF")

    @contextmanager
    def command(
        self, kind: str, *, actor: str, at: datetime, laws: MakeLaws, undoes: int | None = None
    ) -> Iterator[Work]:
        """One action of a person: everything inside is kept, logged and derived together, or nothing is.

        `laws` gives, asked inside the transaction, what times its changes; `undoes` is the place in the log of the
        command it puts back. Raises StoreError where the file cannot be written or refuses a value; any other error
        rolls back and passes on.
        """
        driver.begin(self._connection)
        driver.check_version(self._connection)
        session = _Session(self._engine, autoflush=False, expire_on_commit=False)
        try:
            last = newest_key(self._connection)
            if last is not None:
                self._keys.after(last)
            work = session.info["work"] = Work(session, self._connection, at, actor, self._keys)
            in_force = laws(self._connection)
            yield work
            session.flush()
            changes = work.changes()
            work.seq = self._append(kind, work, changes, undoes)
            refresh(self._connection, work.touched(), changes, in_force)
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            session.close()

    def _append(self, kind: str, work: Work, changes: Sequence[Change], undoes: int | None) -> int:
        cursor = self._connection.execute(
            "INSERT INTO command (kind, actor, at, subject, undoes) VALUES (?, ?, ?, ?, ?)",
            (kind, work.actor, to_ms(work.at), work.subject, undoes),
        )
        seq = cursor.lastrowid or 0
        append(self._connection, seq, changes)
        if undoes is not None:
            self._connection.execute("UPDATE command SET undone_by = ? WHERE seq = ?", (seq, undoes))
            # The undo of an undo is a redo: what that had undone is in effect again.
            self._connection.execute(
                "UPDATE command SET undone_by = NULL WHERE seq = (SELECT undoes FROM command WHERE seq = ?)",
                (undoes,),
            )
        return seq


@event.listens_for(_Session, "before_flush")
def _log_flush(session: Session, _context: object, _instances: object) -> None:
    session.info["work"].note_flush()


@event.listens_for(Session, "before_flush")
def _refuse_flush_outside(session: Session, _context: object, _instances: object) -> None:
    pending = (*session.new, *session.dirty, *session.deleted)
    if "work" not in session.info and any(type(record) in MODELS.values() for record in pending):
        raise UnloggedWriteError("a flush outside a command")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: Any) -> None:  # Any: SQLAlchemy's ORMExecuteState
    if (state.is_insert or state.is_update or state.is_delete) and state.statement.table.name in MODELS:
        raise UnloggedWriteError("a bulk statement on a logged table")

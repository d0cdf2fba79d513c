"""What stands on a record: the rows that refer to it, and whose they are. For undo, which must not pull it away."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from salestui.store.command import Work
from salestui.store.log import Stored
from salestui.store.models import metadata

Place = tuple[str, str]  # entity, key

_MOST_NAMED = 4  # of one table; a customer may have thousands of follow-ups
_HISTORY = {"grade_change": "grade", "stage_change": "stage"}  # tells of a column of the customer

_REFERRING: dict[str, list[tuple[str, str, str]]] = {}  # entity → (table, its column, the column it names)
for _table in metadata.sorted_tables:
    for _key in _table.foreign_keys:
        _named = _key.column
        _REFERRING.setdefault(_named.table.name, []).append((_table.name, _key.parent.name, _named.name))


class On(NamedTuple):
    """A record that refers to another."""

    entity: str
    name: str  # the ref, code or name people know it by; empty for a link
    by: str | None  # who made it


def called(columns: Mapping[str, Stored]) -> str:
    """What people call a record."""
    return next((str(columns[key]) for key in ("code", "ref", "name") if columns.get(key)), "")


def standing_on(
    work: Work, place: Place, columns: Mapping[str, Stored], going: Callable[[Place], bool]
) -> tuple[On, ...]:
    """What refers to the record at `place`, which holds `columns`; what is `going` too is left out."""
    entity, _key = place
    found: list[On] = []
    for table, column, held in _REFERRING.get(entity, ()):
        rows = work.rows(f'SELECT id FROM "{table}" WHERE "{column}" = :value', value=columns[held])
        others = [row["id"] for row in rows if not going((table, row["id"]))]
        found += [_on(work, table, key) for key in others[:_MOST_NAMED]]
    return tuple(found)


def _on(work: Work, table: str, key: str) -> On:
    return On(table, called(dict(work.rows(f'SELECT * FROM "{table}" WHERE id = :key', key=key)[0])), _maker(work, key))


def _maker(work: Work, key: str) -> str | None:
    rows = work.rows(
        "SELECT command.actor FROM change JOIN command ON command.seq = change.command_seq"
        " WHERE change.record_id = :key AND operation = 'insert' ORDER BY change.seq DESC LIMIT 1",
        key=key,
    )
    return None if not rows else str(rows[0]["actor"])


def stays_with(
    entity: str,
    columns: Mapping[str, Stored],
    staying: Collection[Place],
    overwritten: Collection[tuple[str, str]],
) -> bool:
    """Whether a record made along with another stays because that one does, or because what it tells of stays."""
    if "archived_at" in columns:
        return False  # a record of its own
    parents = {
        (key.column.table.name, str(columns[key.parent.name]))
        for key in metadata.tables[entity].foreign_keys
        if key.column.name == "id"
    }
    history = _HISTORY.get(entity)
    told_of = history is not None and (str(columns["customer_id"]), history) in overwritten
    return told_of or any(parent in staying for parent in parents)

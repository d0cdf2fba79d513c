"""Records of any kind: added, changed, archived. One with rules of its own is written by the module that has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TypeVar

from salestui.domain.fields import Value
from salestui.domain.records import RECORDS
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Meanwhile, Seen, merge, refuse_changed
from salestui.services.naming import active_customer, record_named, repr_text
from salestui.store.command import Work
from salestui.store.models import MODELS, Table, entity_of

Made = TypeVar("Made", bound=Table)

# Where records with rules are written: module and function. A review and a score are added by calls of their own, which
# tell more; inquiries and follow-ups are received and logged.
_ADDED_BY: Mapping[str, str] = {
    "customer": "customers.add_customer",
    "task": "tasks.add_task",
    "deal": "deals.add_deal",
    "goal": "setting_goals.add_goal",
}
_CHANGED_BY: Mapping[str, str] = {
    "customer": "customers.change_customer",
    "inquiry": "inquiries.change_inquiry",
    "follow_up": "follow_ups.change_follow_up",
    "task": "tasks.change_task",
    "deal": "deals.change_deal",
    "goal": "setting_goals.change_goal",
    "review": "reviews.change_review",
    "satisfaction_score": "satisfaction.change_score",
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a command wrote: the record people can name, and the command's place in the log."""

    seq: int
    entity: str
    ref: str
    name: str
    meanwhile: tuple[Meanwhile, ...] = ()  # what others changed beside it since the form opened


def add(desk: Desk, record: str, typed: Mapping[str, str]) -> Saved:
    """A new `record` from typed fields. Raises InvalidValueError, NotFoundError, UsageError."""
    if record in _ADDED_BY:
        return _function(_ADDED_BY[record])(desk, typed)
    found = values(desk, record, typed)
    held = _named(desk, record, typed)
    with desk.command(f"add_{record}") as work:
        made = put(desk, work, MODELS[record], found, **held)
        work.subject = _ref(record, made)
    return _saved(work, record, made)


def put(desk: Desk, work: Work, model: type[Made], found: Mapping[str, Value], **held: object) -> Made:
    """Add a record without rules of its own inside a command. `held`: columns that name other records."""
    record = entity_of(model)
    _check_unique(work, record, found)
    made = {"created_at": None, **held, **columns(desk, record, found)}
    made["created_at"] = made["created_at"] or work.at  # a file may say when
    return work.add(model, **made)


def change(desk: Desk, record: str, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change fields of a `record`. With what a form has `seen` others' changes are merged, or refused with both values.

    Raises what `add` raises, ConflictError and ArchivedError: see `merging.merge`.
    """
    if record in _CHANGED_BY:
        return _function(_CHANGED_BY[record])(desk, key, typed, seen)
    found = values(desk, record, typed, partial=True)
    stays(record, typed)
    with desk.command(f"change_{record}") as work:
        changed = work.get(MODELS[record], key)
        merged = merge(desk, record, key, typed, seen)
        kept = merged.kept(found)
        _check_unique(work, record, kept, but_not=key)
        named = _named(desk, record, {name: text for name, text in typed.items() if name in kept})
        assign(changed, {**columns(desk, record, kept), **named})
        work.subject = _ref(record, changed)
    return _saved(work, record, changed, merged.meanwhile)


def _function(where: str) -> Callable[..., Saved]:
    module, _dot, name = where.partition(".")
    found: Callable[..., Saved] = getattr(import_module(f"salestui.services.{module}"), name)
    return found


def stays(record: str, typed: Mapping[str, str]) -> None:
    """Refuse with UsageError to take a record from what it is a part of."""
    for field in RECORDS[record].fields:
        if field.id in typed and field.refers and field.refers == RECORDS[record].part_of and field.required:
            raise UsageError(
                _("{field} cannot be changed", field=label("field", field.id)),
                _("archive the record and write it again where it belongs"),
            )


def assign(record: Table, held: Mapping[str, object]) -> None:
    """Set columns of a record inside a command."""
    for name, value in held.items():
        setattr(record, name, value)


def _named(desk: Desk, record: str, typed: Mapping[str, str]) -> dict[str, object]:
    """The keys of the records that are named in `typed`, by column; owners are their own names."""
    found: dict[str, object] = {}
    for field in RECORDS[record].fields:
        if field.id not in typed or field.refers in ("", "owner"):
            continue
        text = typed[field.id].strip()
        if not text:
            found[field.stored_as] = None
        elif field.refers == "customer":
            found[field.stored_as] = active_customer(desk, text).id
        else:
            found[field.stored_as] = record_named(desk, text, only=(field.refers,))[1]
    return found


def _check_unique(work: Work, record: str, found: Mapping[str, Value], but_not: str = "") -> None:
    for field in RECORDS[record].fields:
        if not field.unique or found.get(field.id) is None:
            continue
        if work.is_taken(record, field.stored_as, str(found[field.id]), but_not):
            name, several = label("record", record), RECORDS[record].list_name.replace("_", "-")
            raise InvalidValueError(
                _("the {record} {name} is there already", record=name, name=repr_text(str(found[field.id]))),
                _("'salestui list {records}' shows them all", records=several),
                field=field.id,
            )


def _ref(record: str, made: Table) -> str:
    return str(getattr(made, RECORDS[record].ref_column))


def _saved(work: Work, record: str, made: Table, meanwhile: tuple[Meanwhile, ...] = ()) -> Saved:
    return Saved(work.seq, record, _ref(record, made), str(getattr(made, RECORDS[record].named_by)), meanwhile)


def archive(desk: Desk, entity: str, key: str, *, back: bool = False, seen: Seen | None = None) -> Saved:
    """Put a record out of sight without losing it, or bring it back; what it owed stops or runs again.

    Refused with UsageError where it is not as it was `seen`: others may have changed it, or written for it.
    """
    when: datetime | None = None if back else desk.now()
    with desk.command("bring_back" if back else "archive") as work:
        record = work.get(MODELS[entity], key)
        ref = _ref(entity, record)
        if (record.__dict__["archived_at"] is None) == back:
            raise UsageError(
                _("{ref} is not archived", ref=ref) if back else _("{ref} is archived already", ref=ref),
                _("there is nothing to bring back")
                if back
                else _("bring it back with: salestui archive {code} --back", code=ref),
            )
        refuse_changed(desk, entity, key, seen)
        assign(record, {"archived_at": when})
        work.subject = ref
    return Saved(work.seq, entity, ref, str(getattr(record, "name", ref)))

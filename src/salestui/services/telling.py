"""The change log in words: what a command did, and which fields it changed. For the history, on screen and paper."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from salestui.domain.instants import from_ms
from salestui.domain.records import RECORDS, Field, Kind
from salestui.i18n import _, label, listed, ngettext
from salestui.sentences import moment
from salestui.services.undoing import Entry
from salestui.store.log import Change

if TYPE_CHECKING:
    from salestui.services.undoing import Kept
    from salestui.store.standing import On

_STANDING_SHOWN = 3  # of the records that stand on one that could not go
_SIGNS = {"insert": "+", "update": "", "delete": "−"}


def kind_told(entry: Entry) -> str:
    """What was done: "follow up", "undo #12", "follow up (undone)"."""
    kind = label("command", entry.kind)
    if entry.undoes is not None:
        kind += f" #{entry.undoes}"
    return kind if entry.undone_by is None else _("{kind} (undone)", kind=kind)


def changes_told(entry: Entry, now: datetime, zone: tzinfo) -> str:
    """In one line: fields changed in place, old → new; records made or taken away by their count."""
    shown = [
        _("{name}: {value}", name=label("field", f"{change.entity}.{name}"), value=f"{old} → {new}")
        for change in entry.changes
        if change.operation == "update"
        for name, old, new in fields_told(change, now, zone)
    ]
    made: dict[str, int] = {}
    for change in entry.changes:
        if change.operation != "update":
            record = record_told(change)
            made[record] = made.get(record, 0) + 1
    return listed([*shown, *(name if n == 1 else f"{name} ×{n}" for name, n in made.items())])


def record_told(change: Change) -> str:
    """Which kind of record was touched, with + where it was made and − where it was taken away."""
    return _SIGNS[change.operation] + label("record", change.entity)


def fields_told(change: Change, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str, str]]:
    """(field, old, new) as a person reads them; keys of records are left out."""
    known = {field.stored_as: field for field in RECORDS[change.entity].fields} if change.entity in RECORDS else {}
    for name, (old, new) in change.fields.items():
        if (change.entity, name) == ("review", "figures"):
            yield name, *_figures_told(old, new)
        elif name != "id" and not name.endswith("_id"):
            field = known.get(name)
            called = name if field is None else field.id
            yield called, _told(field, name, old, now, zone), _told(field, name, new, now, zone)


def _told(field: Field | None, name: str, value: object, now: datetime, zone: tzinfo) -> str:
    """A stored value: an instant lies there as milliseconds, a word as its id. `field`: None for what is no field."""
    if value is None or value == "":
        return "–"
    if isinstance(value, int) and (name.endswith("_at") or (field is not None and field.kind is Kind.INSTANT)):
        return moment(from_ms(value), now, zone)
    return label(field.vocabulary, str(value)) if field is not None and field.vocabulary else str(value)


def _figures_told(old: object, new: object) -> tuple[str, str]:
    """Frozen figures, which lie there as JSON: those that were changed, else how many there are."""
    from salestui.domain.frozen_figures import FrozenFiguresError, from_text  # figures are rarely told of
    from salestui.review_sentences import changed_lines

    try:
        before, now = (from_text(text) if isinstance(text, str) else () for text in (old, new))
    except FrozenFiguresError:
        return "?", "?"
    if not before or not now:
        n = len(before or now)
        counted = ngettext("one figure", "{n} figures", n)
        return (counted, "–") if before else ("–", counted)
    changed = changed_lines(before, now, "")
    return ", ".join(f"{each.name} {each.before}" for each in changed), ", ".join(each.now for each in changed)


def kept_told(kept: "Kept") -> str:
    """What an undo had to leave as it is, why and because of whom."""
    record = f"{label('record', kept.entity)} {kept.name}"
    if kept.column is not None:
        named = RECORDS[kept.entity].column_names().get(kept.column, kept.column.removesuffix("_id"))
        field = label("field", f"{kept.entity}.{named}")
        return _("{field} of {name} – changed since by {who}", field=field, name=kept.name, who=kept.by or "?")
    if not kept.on:
        return _("{record} – something has been built on it since", record=record)
    standing = [_standing(each) for each in kept.on[:_STANDING_SHOWN]]
    if len(kept.on) > len(standing):
        standing.append(_("and more"))
    return _("{record} – on it stands {standing}", record=record, standing=", ".join(standing))


def _standing(on: "On") -> str:
    record = f"{label('record', on.entity)} {on.name}".rstrip()
    return _("{record} ({who})", record=record, who=on.by or "?")

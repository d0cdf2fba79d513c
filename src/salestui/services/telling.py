"""The change log in words: what a command did, and which fields it changed. For the history, on screen and paper."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from salestui.domain.fields import FIELDS
from salestui.domain.instants import from_ms
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
    for name, (old, new) in change.fields.items():
        if (change.entity, name) == ("review", "figures"):
            yield name, *_figures_told(old, new)
        elif name != "id" and not name.endswith("_id"):
            yield name, _told(change.entity, name, old, now, zone), _told(change.entity, name, new, now, zone)


def _told(entity: str, name: str, value: object, now: datetime, zone: tzinfo) -> str:
    """A stored value: an instant lies there as milliseconds, a word as its id."""
    if value is None or value == "":
        return "–"
    if isinstance(value, int) and (name.endswith("_at") or name == "since"):
        return moment(from_ms(value), now, zone)
    vocabulary = _vocabulary(entity, name)
    return label(vocabulary, str(value)) if vocabulary is not None else str(value)


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


def _vocabulary(entity: str, name: str) -> str | None:
    """Of the record's own field, else of any record's: a promise has the method of a follow-up."""
    records = [FIELDS[entity]] if entity in FIELDS else FIELDS.values()
    return next((field.vocabulary for fields in records for field in fields if field.id == name), None)


def kept_told(kept: "Kept") -> str:
    """What an undo had to leave as it is, why and because of whom."""
    record = f"{label('record', kept.entity)} {kept.name}"
    if kept.column is not None:
        field = label("field", f"{kept.entity}.{kept.column}")
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

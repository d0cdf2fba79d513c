"""Two people at one record: what a form opened with is compared, field by field, with what stands in the file by now.

Disjoint fields merge, and the answer says whose; a field both have changed differently is a conflict, and nothing is
written before somebody has seen both values. Reads only: the command that asks holds the write lock meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, NoReturn

from salestui.domain.fields import FieldError, Reading, Value, read
from salestui.domain.instants import from_ms
from salestui.domain.records import RECORDS, Field, Kind
from salestui.errors import ArchivedError, Conflict, ConflictError, UsageError
from salestui.i18n import _, label
from salestui.sentences import moment
from salestui.services.desk import Desk
from salestui.services.prefilling import promised, typed_record
from salestui.store.reads import meanwhile, records

NEXT_AT = "next_at"  # of the customer: the promise that runs, wherever it was made


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw of a record: what its form `opened` with, and the `values` shown since, by field id.

    `seq` is the newest command then; all of it is plain data, and may be kept beside a draft.
    """

    seq: int
    opened: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False

    def with_values(self, shown: Mapping[str, str]) -> "Seen":
        """The same after fields have been shown as they stand now."""
        return replace(self, values={**self.values, **shown})


class Meanwhile(NamedTuple):
    """A field somebody else has changed since a form opened; `now` as the form would show it."""

    field: str
    now: str
    by: str | None
    at: datetime | None  # UTC


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands beside what was seen of it."""

    values: Mapping[str, str]
    changed: tuple[Meanwhile, ...] = ()  # what is not as it was when the form opened
    last: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)  # by field: who wrote it last since, when
    archived: Meanwhile | None = None  # put out of sight since
    gone: Meanwhile | None = None  # its making was undone


def seen_of(desk: Desk, entity: str, key: str) -> Seen:
    """What a form on a record opens with now."""
    seq = meanwhile.newest(desk.reader)  # first: what is written in between is told rather than missed
    values = _stands(desk, entity, key)
    archived = records.columns_of(desk.reader, entity, key).get("archived_at") is not None
    return Seen(seq, values, values, archived)


def _stands(desk: Desk, entity: str, key: str) -> dict[str, str]:
    """A record's fields as typed; its `next_at` is the customer's, since setting it replaces whatever runs."""
    values = typed_record(desk, entity, key)
    if entity in ("customer", "follow_up") and values:
        values[NEXT_AT] = promised(desk, entity, key)
    return values


def standing(desk: Desk, entity: str, key: str, seen: Seen) -> Standing:
    """What others have done to a record since it was seen."""
    values = _stands(desk, entity, key)
    if not values:
        taken = meanwhile.taken_away(desk.reader, key)
        gone = Meanwhile("id", "", *(taken[1:] if taken else (None, None)))
        return Standing(values, gone=gone)
    archived_at = {"archived_at": None, **records.columns_of(desk.reader, entity, key)}["archived_at"]
    hidden = archived_at is not None and not seen.archived
    if not hidden and not _differing(seen.opened, values) and not _differing(seen.values, values):
        return Standing(values)
    last = meanwhile.last_changes(desk.reader, entity, key, seen.seq)
    names = _in_order(entity, _differing(seen.opened, values))
    return Standing(
        values,
        tuple(Meanwhile(name, values.get(name, ""), *last.get(name, (None, None))) for name in names),
        last,
        Meanwhile("archived_at", "", *last.get("archived_at", (None, from_ms(archived_at)))) if hidden else None,
    )


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [name for name in {**one, **other} if one.get(name, "") != other.get(name, "")]


def _in_order(entity: str, names: Sequence[str]) -> list[str]:
    """As the form has them; a customer's next date, which is no field of the record, last."""
    order = [each.id for each in RECORDS[entity].fields]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write of what was typed, and what others have written beside it."""

    dropped: frozenset[str] = frozenset()  # fields that stand as typed already
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # tags, with what others added and took away
    meanwhile: tuple[Meanwhile, ...] = ()

    def kept(self, found: Mapping[str, Value]) -> dict[str, Value]:
        """What is left to write of `found`."""
        return {name: self.sets.get(name, value) for name, value in found.items() if name not in self.dropped}


def merge(desk: Desk, entity: str, key: str, typed: Mapping[str, str], seen: Seen | None) -> Merged:
    """Inside a command, the three versions of each typed field: as seen, as typed, as it stands.

    Without `seen` all of it is written: a command line states values, whatever stood there. Raises ConflictError
    with every field in conflict, ArchivedError where the record was put out of sight since. The record is there.
    """
    if seen is None:
        return Merged()
    now = standing(desk, entity, key, seen)
    if now.archived is not None:
        _refuse_archived(desk, entity, key, now.archived)
    reading = desk.reading()
    dropped: set[str] = set()
    sets: dict[str, tuple[str, ...]] = {}
    conflicts: list[Conflict] = []
    for name, mine in typed.items():
        known = _field(entity, name)
        base, theirs = seen.values.get(name, ""), now.values.get(name, "")
        if known is None or _same(known, theirs, base, reading):
            continue
        if known.kind is Kind.TAGS:
            sets[name] = _merged_tags(*(_tags(known, text, reading) for text in (base, mine, theirs)))
        elif _same(known, mine, theirs, reading) or _same(known, mine, base, reading):
            dropped.add(name)
        else:
            conflicts.append(Conflict(name, base, mine, theirs, *now.last.get(name, (None, None))))
    if conflicts:
        _refuse(entity, conflicts)
    others = tuple(each for each in now.changed if each.field not in typed or each.field in sets)
    return Merged(frozenset(dropped), sets, others)


def _field(entity: str, name: str) -> Field | None:
    """None for what is only ever added, such as the inquiries a follow-up answers."""
    if name == NEXT_AT:
        return RECORDS["follow_up"].field(NEXT_AT)
    return next((each for each in RECORDS[entity].fields if each.id == name), None)


def _same(known: Field, one: str, other: str, reading: Reading) -> bool:
    """Whether two texts mean the same value; what cannot be read is compared as it is."""
    return one == other or _value(known, one, reading) == _value(known, other, reading)


def _value(known: Field, text: str, reading: Reading) -> Value:
    try:
        return read(known, text, reading)
    except FieldError:
        return text


def _tags(known: Field, text: str, reading: Reading) -> tuple[str, ...]:
    value = _value(known, text, reading)
    return value if isinstance(value, tuple) else ()


def _merged_tags(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """A set never conflicts: a tag that both have touched, both have added or both have taken away."""
    kept = [tag for tag in theirs if tag in mine or tag not in base]
    return (*kept, *(tag for tag in mine if tag not in base and tag not in kept))


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _refuse(entity: str, conflicts: Sequence[Conflict]) -> NoReturn:
    fields = ", ".join(label("field", f"{entity}.{each.field}") for each in conflicts)
    who = ", ".join(dict.fromkeys(each.by or "?" for each in conflicts))
    raise ConflictError(
        _("{who} has changed {fields} meanwhile", who=who, fields=fields),
        conflicts,
        _("nothing was written; choose between the two values"),
    )


def _refuse_archived(desk: Desk, entity: str, key: str, archived: Meanwhile) -> NoReturn:
    columns = records.columns_of(desk.reader, entity, key)
    ref = columns["code"] if entity == "customer" else columns["ref"]
    raise ArchivedError(
        _("{ref} was archived meanwhile by {who}", ref=ref, who=archived.by or "?"),
        _("bring it back with: salestui archive {code} --back", code=ref),
        entity=entity,
        key=key,
    )


def refuse_changed(desk: Desk, entity: str, key: str, seen: Seen | None) -> None:
    """Inside a command that takes a record away as a whole: raises UsageError where it is not what was seen."""
    if seen is None:
        return
    now = standing(desk, entity, key, seen)
    told = meanwhile_told(entity, now.changed)
    more = meanwhile.made_since(desk.reader, entity, key, seen.seq)
    if more:
        new = ", ".join(dict.fromkeys(label("record", each) for each, _by in more))
        who = ", ".join(dict.fromkeys(by for _each, by in more))
        told = "; ".join(each for each in (told, _("new: {records} ({who})", records=new, who=who)) if each)
    if told:
        raise UsageError(_("it has changed since you looked: {changes}", changes=told), _("look again, then decide"))


def meanwhile_told(entity: str, changed: Sequence[Meanwhile]) -> str:
    """ "Wang changed phone, mobile"; several people follow one another. Empty for no change."""
    by_whom: dict[str, list[str]] = {}
    for each in changed:
        by_whom.setdefault(each.by or "?", []).append(label("field", f"{entity}.{each.field}"))
    said = [_("{who} changed {fields}", who=who, fields=", ".join(fields)) for who, fields in by_whom.items()]
    return "; ".join(said)


def since_told(desk: Desk, at: datetime | None) -> str:
    """When somebody did something, as a form says it: just now, or the time."""
    now = desk.now()
    if at is None or (now - at).total_seconds() < 60:
        return _("just now")
    return moment(at, now, desk.zone)

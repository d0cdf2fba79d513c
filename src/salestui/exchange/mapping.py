"""From the headings of a table to the fields of a record: by id or label in either language, or as --map says.

Where nobody says which records the rows are, the headings decide, if they fit one kind only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salestui.domain.folding import fold
from salestui.domain.records import RECORDS, By, Field, that_can
from salestui.errors import ImportRefusedError, UsageError
from salestui.exchange.table import REASON, Table
from salestui.i18n import _, ids_by_label, label, listed
from salestui.sentences import quoted
from salestui.services.naming import nearest

KINDS: Mapping[str, str] = {RECORDS[record].list_name: record for record in that_can("import")}  # --as → record
ANSWERS, CREATED_AT = "answers", "created_at"
ALL_OTHERS = "*"  # --map '*=': every column that is not a field is left out

_LEFT_OUT = ("", "-")
# A contact is typed in now and has happened just now; a file that does not say when tells of some other day.
_REQUIRED = {("follow_up", "contacted_at")}
_CUSTOMER = "客户名称"  # so the documents head the column of the customer, whatever a row is about


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table holds which field of `record`: field id → place, from 0."""

    record: str
    places: Mapping[str, int]


@dataclass(slots=True)
class _Attempt:
    """The headings read as those of one record."""

    record: str
    places: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What --map says: place → field as typed, and whether the columns nobody knows are left out."""

    fields: Mapping[int, str]
    others_left_out: bool


def fields_of(record: str) -> dict[str, Field]:
    """The fields of `record` that a file can hold, by id."""
    fields = (field for field in RECORDS[record].fields if field.by is not By.PROGRAM)
    return {each.id: each._replace(required=True) if (record, each.id) in _REQUIRED else each for each in fields}


def layout_of(table: Table, kind: str | None, stated: Sequence[str] = ()) -> Layout:
    """How `table` is read as `kind` (of KINDS; None: the headings decide), with `stated` as --map gives it.

    Raises UsageError for a --map that says nothing, ImportRefusedError that names every column in question.
    """
    read = _stated(table, stated)
    if kind is not None:
        return _accepted(_attempt(table, KINDS[kind], read), table)
    attempts = [_attempt(table, record, read) for record in KINDS.values()]
    fitting = [attempt for attempt in attempts if not attempt.problems]
    if len(fitting) == 1:
        return Layout(fitting[0].record, fitting[0].places)
    if fitting:
        kinds = [kind for kind, record in KINDS.items() if record in {each.record for each in fitting}]
        raise ImportRefusedError(
            _(
                "nothing was imported from {file}: its rows may be {kinds}",
                file=quoted(table.source),
                kinds=listed(kinds),
            ),
            (),
            _("say which with --as"),
        )
    attempts.sort(key=lambda attempt: (len(attempt.problems), -len(attempt.places)))
    if attempts[0].places and len(attempts[0].problems) < len(attempts[1].problems):
        return _accepted(attempts[0], table)
    raise ImportRefusedError(
        _("nothing was imported from {file}: what its rows are is not clear", file=quoted(table.source)),
        [_("its columns: {columns}", columns=listed(table.headings))],
        _("say it with --as {kinds}", kinds="|".join(KINDS)),
    )


def _accepted(attempt: _Attempt, table: Table) -> Layout:
    if not attempt.problems:
        return Layout(attempt.record, attempt.places)
    raise ImportRefusedError(
        _(
            "nothing was imported from {file}: the columns do not fit a {record}",
            file=quoted(table.source),
            record=label("record", attempt.record),
        ),
        attempt.problems,
        _("--map COLUMN=FIELD says what a column holds, --map COLUMN= leaves it out, --map '*=' all unknown ones"),
    )


def _stated(table: Table, stated: Sequence[str]) -> _Stated:
    by_heading = {fold(heading): place for place, heading in enumerate(table.headings)}
    fields: dict[int, str] = {}
    others_left_out = False
    for text in stated:
        column, equals, name = text.rpartition("=")  # a heading may hold "=", a field does not
        if not equals or not column.strip():
            raise UsageError(_("--map {text} is not COLUMN=FIELD", text=quoted(text)), "--map 'Company name=name'")
        place = by_heading.get(fold(column))
        if place is None and column.strip() == ALL_OTHERS:
            if name.strip() not in _LEFT_OUT:
                raise UsageError(
                    _("--map {text}: all columns cannot be one field", text=quoted(text)),
                    _("--map '*=' leaves out what is not a field"),
                )
            others_left_out = True
            continue
        if place is None:
            raise UsageError(
                _("--map {text}: the file has no column {column}", text=quoted(text), column=quoted(column)),
                nearest(column, table.headings) or _("columns: {columns}", columns=listed(table.headings)),
            )
        if place in fields:
            raise UsageError(_("--map names the column {column} twice", column=quoted(column)), _("name it once"))
        fields[place] = name.strip()
    return _Stated(fields, others_left_out)


def _attempt(table: Table, record: str, stated: _Stated) -> _Attempt:
    attempt = _Attempt(record)
    known = _spellings(record)
    held = fields_of(record)
    last = len(table.headings) - 1
    for place, heading in enumerate(table.headings):
        typed = stated.fields.get(place)
        if typed in _LEFT_OUT:
            continue
        found = known.get(fold(heading if typed is None else typed))
        if found in held:
            _place(attempt, table, found, place)
        elif typed is not None:
            attempt.problems.append(_no_field(record, typed, known))
        elif not stated.others_left_out and not (place == last and fold(heading) == REASON):
            attempt.problems.append(_unknown(heading, found, known))
    for name, each in held.items():
        if each.required and name not in attempt.places:
            attempt.problems.append(
                _("no column holds {field} ({id})", field=label("field", f"{record}.{name}"), id=name)
            )
    return attempt


def _place(attempt: _Attempt, table: Table, found: str, place: int) -> None:
    first = attempt.places.setdefault(found, place)
    if first != place:
        one, other = table.headings[first], table.headings[place]
        attempt.problems.append(
            _(
                "{first} and {second} would both be {field}; leave one out: --map {hint}=",
                first=quoted(one),
                second=quoted(other),
                field=found,
                hint=quoted(other),
            )
        )


def _spellings(record: str) -> dict[str, str]:
    """Every way a heading can name a field of `record`, folded."""
    known = dict(ids_by_label(f"field.{record}"))
    if "customer" in fields_of(record):
        known[_CUSTOMER] = "customer"
    unlabelled = set(fields_of(record)) - set(known.values())  # here; another record's label says it as well
    for spelling, name in ids_by_label("field").items():
        if name in unlabelled:
            known.setdefault(spelling, name)
    return {fold(spelling): name for spelling, name in known.items()}


def _unknown(heading: str, found: str | None, known: Mapping[str, str]) -> str:
    if found is not None:
        return _(
            "the column {column} ({field}) is not imported; leave it out: --map {column}=",
            column=quoted(heading),
            field=found,
        )
    near = nearest(fold(heading), list(known))
    line = _("the column {column} is not a field", column=quoted(heading))
    return f"{line} – {near}" if near else line


def _no_field(record: str, typed: str, known: Mapping[str, str]) -> str:
    line = _("--map: a {record} has no field {field}", record=label("record", record), field=quoted(typed))
    near = nearest(fold(typed), list(known))
    return f"{line} – {near}" if near else line

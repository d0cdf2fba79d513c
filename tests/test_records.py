"""The net over all records and fields: whatever enumerates them has every one, and says which place was forgotten.

A question each, parametrised over `domain.records`; the desk of `tests.every_record` holds one of each, filled in.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint

from salestui import i18n
from salestui.cli import contacting, editing, tasks
from salestui.cli.parser import Parser
from salestui.domain.goals import GoalRow
from salestui.domain.records import RECORDS, By, Field, Kind, parts_of, that_can
from salestui.domain.rows import ROWS
from salestui.domain.vocabularies import VOCABULARIES
from salestui.exchange.mapping import layout_of
from salestui.exchange.table import Table
from salestui.paths import resolve
from salestui.services import finding, goal_standings, merging, naming, records
from salestui.services.desk import open_desk
from salestui.services.drafts import FormKind, Reopening
from salestui.store.log import belonging
from salestui.store.models import MODELS, metadata
from salestui.tui.forms.opening import change_form, form_of, new_form
from tests.conftest import FRIDAY, Clock, Shell, settings_of
from tests.every_record import Everything, filled, make_everything

EVERY_RECORD = tuple(RECORDS)
EVERY_FIELD = [(record.id, field.id) for record in RECORDS.values() for field in record.fields]
SET_BY_PEOPLE = [(record, field) for record, field in EVERY_FIELD if RECORDS[record].field(field).settable]


def _of(*verbs: str) -> list[tuple[str, str]]:
    """The fields that people set of the records that can all of `verbs`."""
    return [(record, field) for record, field in SET_BY_PEOPLE if set(verbs) <= set(RECORDS[record].can)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("every-record")


@pytest.fixture(scope="module")
def everything(home: Path) -> Iterator[Everything]:
    _every_record_has_a_table_and_a_row()
    desk = open_desk(resolve(None, {"SALESTUI_HOME": str(home)}), settings_of(), Clock(FRIDAY))
    yield make_everything(desk)
    desk.close()


@pytest.fixture(scope="module")
def printed(everything: Everything, home: Path) -> "Printed":
    return Printed(everything, Shell(home))


class Printed:
    """What the command line prints of each record, asked once."""

    def __init__(self, everything: Everything, shell: Shell) -> None:
        self._everything = everything
        self._shell = shell
        self.shown, self.told, self.listed = cache(self._shown), cache(self._told), cache(self._listed)

    def _shown(self, record: str) -> dict[str, Any]:
        found: dict[str, Any] = self._shell.ok("show", self._everything.ref(record), "--format", "json").json
        return found

    def _told(self, record: str) -> str:
        return self._shell.ok("show", self._everything.ref(record)).out

    def _listed(self, record: str) -> dict[str, Any]:
        every = ("--all",) if record == "deal" else ()
        what = RECORDS[record].list_name.replace("_", "-")
        rows = self._shell.ok("list", what, "--limit", "0", "--format", "json", *every).json
        named = RECORDS[record].ref_column
        return next(row for row in rows if row.get(named, row.get("ref")) == self._everything.ref(record))


# ── the table and the schema ─────────────────────────────────────────────────────────────────────────────────────


def _every_record_has_a_table_and_a_row() -> None:
    assert set(RECORDS) <= set(MODELS), f"store/models: no table of {set(RECORDS) - set(MODELS)}"
    assert set(MODELS) <= set(RECORDS), f"domain/records.py: no record of the tables {set(MODELS) - set(RECORDS)}"
    told = {*that_can("list"), *that_can("show")} - {"owner"}  # an owner is a name
    assert told <= set(_ROWS), f"domain/rows.py: no row of {told - set(_ROWS)}"


def test_every_record_has_a_table_and_a_row_and_every_table_a_record() -> None:
    _every_record_has_a_table_and_a_row()


def _columns_of(record: str) -> set[str]:
    kind = RECORDS[record]
    columns = {"id", *(field.stored_as for field in kind.fields if field.stored_as)}
    columns |= {"ref"} if kind.letter else set()
    columns |= {kind.part_column} if kind.part_of else set()
    columns |= {"currency"} if any(field.kind in (Kind.MONEY, Kind.TARGET) for field in kind.fields) else set()
    return columns


_STAMPS = {"created_at", "archived_at"}


@pytest.mark.parametrize("record", EVERY_RECORD)
def test_a_record_has_the_columns_of_its_fields_and_no_others(record: str) -> None:
    there = set(metadata.tables[record].columns.keys())
    assert there - _STAMPS == _columns_of(record) - _STAMPS, f"domain/records.py and the model of {record} differ"
    assert "archived_at" in there or "archive" not in RECORDS[record].can, f"{record}: archived, and no column for it"


@pytest.mark.parametrize("record", EVERY_RECORD)
def test_the_columns_that_name_date_and_call_a_record_are_there(record: str) -> None:
    kind, there = RECORDS[record], set(metadata.tables[record].columns.keys())
    named = {kind.called_by, *kind.searched, *((kind.named_by, kind.at) if kind.can or kind.searched else ())}
    assert named - there <= {"", *({"created_at"} if kind.part_of else set())}, f"{record}: no such column"


@pytest.mark.parametrize(("record", "name"), EVERY_FIELD)
def test_what_a_field_refers_to_or_is_kept_in_is_there(record: str, name: str) -> None:
    field = RECORDS[record].field(name)
    if field.refers:
        assert RECORDS[field.refers].called_by, f"{record}.{name} names a {field.refers}, which nothing calls by"
    if field.kept_in:
        table, _dot, column = field.kept_in.partition(".")
        assert column in metadata.tables[table].columns, (
            f"{record}.{name} is kept in {field.kept_in}, which is not there"
        )
    if field.kind in (Kind.WORD, Kind.CHANNEL):
        assert field.vocabulary in VOCABULARIES, f"{record}.{name}: no vocabulary {field.vocabulary!r}"


@pytest.mark.parametrize(
    ("record", "name"), [each for each in EVERY_FIELD if RECORDS[each[0]].field(each[1]).kind is Kind.WORD]
)
def test_the_database_takes_the_words_of_a_field_and_no_others(record: str, name: str) -> None:
    field = RECORDS[record].field(name)
    if (field.vocabulary, field.kept_in) == ("figure", ""):
        return  # no check lists the figures: each one that is added would have the table made anew
    table, column = field.kept_in.split(".") if field.kept_in else (record, field.stored_as)
    listed = ", ".join(f"'{word.value}'" for word in VOCABULARIES[field.vocabulary])
    checks = [str(each.sqltext) for each in metadata.tables[table].constraints if isinstance(each, CheckConstraint)]
    assert f"{column} IN ({listed})" in checks, f"the model of {table} has no check of {column}"


# ── rows and labels ──────────────────────────────────────────────────────────────────────────────────────────────

_ROWS: Mapping[str, Any] = {**ROWS, "goal": GoalRow}  # Any: named tuples


@pytest.mark.parametrize(("record", "name"), [each for each in _of() if {"list", "show"} & set(RECORDS[each[0]].can)])
def test_a_row_has_every_field_that_is_entered(record: str, name: str) -> None:
    if record in ("customer", "owner"):
        return  # a customer is told by its profile, an owner is a name
    field = RECORDS[record].field(name)
    assert {name, field.stored_as} & set(_ROWS[record]._fields), (
        f"domain/rows.py: {_ROWS[record].__name__} has no {name}"
    )


@pytest.mark.parametrize("record", EVERY_RECORD)
def test_a_record_and_its_fields_are_labelled_in_both_languages(record: str) -> None:
    i18n.use("zh_CN")
    unlabelled = [
        name
        for name in ("", *(f"{record}.{field.id}" for field in RECORDS[record].fields))
        if i18n.label("field" if name else "record", name or record).isascii()
    ]
    assert unlabelled == [], f"the catalogue has no Chinese for {record}: {unlabelled}"


# ── in: forms, options, files ────────────────────────────────────────────────────────────────────────────────────

# What a form leaves out, and why.
_NOT_IN_NEW = {
    "customer": {"code": "given by the program"},
    "task": dict.fromkeys(("status", "waiting_for", "delay_cause"), "it has not begun"),
    "deal": dict.fromkeys(("closed_at", "lost_reason", "lost_to"), "asked for where it is moved to lost"),
    "goal": {"from_day": "by the name of a period", "to_day": "the same", "parent": "a goal is split"},
}
_NOT_IN_CHANGE = {
    "deal": dict.fromkeys(("stage", "closed_at", "lost_reason", "lost_to"), "changed by moving it"),
    "goal": {"parent": "a goal is split"},
    "review": dict.fromkeys(("period", "owner"), "its figures are theirs"),
}


@pytest.mark.parametrize("record", [record for record in that_can("set") if record not in ("inquiry", "follow_up")])
def test_the_form_of_a_new_record_has_every_field(everything: Everything, record: str) -> None:
    customer = naming.customer_named(everything.desk, everything.ref("customer"))
    whose = customer if RECORDS[record].part_of == "customer" else None
    asked = {entry.id for entry in new_form(everything.desk, record, whose).entries()}
    left_out = {*_NOT_IN_NEW.get(record, ()), *(("customer",) if whose else ())}
    wanted = {field.id for field in RECORDS[record].fields if field.settable} - left_out
    assert wanted <= asked, f"the form of a new {record} leaves out {wanted - asked}"
    assert not asked & left_out, f"the form of a new {record} asks for {asked & left_out} after all"


@pytest.mark.parametrize("record", that_can("set"))
def test_the_form_that_corrects_a_record_has_every_field(everything: Everything, record: str) -> None:
    asked = {entry.id for entry in change_form(everything.desk, record, everything.keys[record]).entries()}
    left_out = {*_NOT_IN_CHANGE.get(record, ()), "customer"}
    wanted = {field.id for field in RECORDS[record].fields if field.settable} - left_out
    assert wanted == asked, f"the form of a {record}: {wanted ^ asked}"


_ENTERED_BY = {"inquiry": contacting.inquiry_parser, "follow_up": contacting.log_parser}
_SHORT = {  # options and words under another name
    "inquiry": {"received_at": "at"},
    "follow_up": {"contacted_at": "at", "next_at": "next", "content": "text"},
    "task": {"action": "action"},
}
_LATER = {  # known only later, by a command of its own
    "inquiry": {"result": "resolve"},
}


def _parser_of(record: str) -> Parser:
    if record in that_can("add"):
        return editing.add_parser(record)
    return tasks.task_parser("add") if record == "task" else _ENTERED_BY[record]()


@pytest.mark.parametrize(
    ("record", "name"), [each for each in _of() if each[0] in (*that_can("add"), *that_can("set"))]
)
def test_every_field_is_an_option_of_the_command_that_enters_it(record: str, name: str) -> None:
    if name in _LATER.get(record, ()):
        return
    parser = _parser_of(record)
    taken = {option.name for option in parser.options} | {word.name for word in parser.words}
    named = "name" if record in that_can("add") and name == RECORDS[record].named_by else name
    assert _SHORT.get(record, {}).get(name, named) in taken, f"`{parser.command}` has no option for {name}"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("record", that_can("import"))
def test_every_field_is_a_heading_of_an_import(record: str, language: str) -> None:
    fields = [field for field in RECORDS[record].fields if field.by is not By.PROGRAM]
    i18n.use(language)
    headings = [i18n.label("field", f"{record}.{field.id}") for field in fields]
    i18n.use("en")
    kind = RECORDS[record].list_name
    places = layout_of(Table("x.csv", tuple(headings), ()), kind).places
    assert set(places) == {field.id for field in fields}


# ── out: show, list, card, find ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("record", "name"), _of("show"))
def test_what_is_entered_is_shown_to_programs(printed: Printed, record: str, name: str) -> None:
    called = {"from_day": "from", "to_day": "to"}.get(name, name) if record == "goal" else name  # as the documents do
    assert printed.shown(record).get(called) not in (None, "", []), f"`show` of a {record} as JSON leaves out {name}"


_TEXTS = (Kind.LINE, Kind.TEXT, Kind.NEEDS, Kind.TAGS)


@pytest.mark.parametrize(("record", "name"), _of("show"))
def test_what_is_entered_is_shown_to_people(printed: Printed, everything: Everything, record: str, name: str) -> None:
    told, field = printed.told(record), RECORDS[record].field(name)
    if field.kind in _TEXTS or field.refers:
        assert everything.typed[record][name] in told, f"`show` of a {record} leaves out {name}"
    else:
        label = i18n.label("field", f"{record}.{name}")
        assert label in told or record in ("goal", "review"), f"`show` of a {record} leaves out {name}"


@pytest.mark.parametrize(("record", "name"), [each for each in _of("list") if each[0] != "owner"])
def test_what_is_entered_is_listed_to_programs(printed: Printed, record: str, name: str) -> None:
    assert printed.listed(record).get(name) not in (None, "", []), f"`list` of {record} as JSON leaves out {name}"


@pytest.mark.parametrize("record", [each.id for each in parts_of("customer") if "show" in each.can])
def test_a_customer_is_shown_with_what_belongs_to_it(printed: Printed, everything: Everything, record: str) -> None:
    rows = printed.shown("customer")[RECORDS[record].list_name]
    assert everything.ref(record) in [row["ref"] for row in rows], f"the card of a customer has no {record}"


@pytest.mark.parametrize(
    ("record", "column"),
    [(record.id, column) for record in RECORDS.values() for column in record.searched if record.id in that_can("show")],
)
def test_what_is_searched_is_found(everything: Everything, record: str, column: str) -> None:
    name = RECORDS[record].column_names()[column]
    found = finding.find(everything.desk, everything.typed[record][name], 20)
    assert everything.ref(record) in [row.ref for row in found], f"find does not reach {record}.{name}"


@pytest.mark.parametrize("record", that_can("show"))
def test_a_record_is_found_by_its_name(everything: Everything, record: str) -> None:
    if record == "contact":
        return  # a contact is found with its customer
    if record == "review":
        return  # named by its period; found by what it says
    named = everything.typed[record][RECORDS[record].column_names()[RECORDS[record].named_by]]
    found = finding.find(everything.desk, named, 20)
    assert everything.ref(record) in [row.ref for row in found], f"find does not reach a {record} by its name"


# ── histories, two at one record, archive ────────────────────────────────────────────────────────────────────────


def _belongs_to_customer(record: str) -> bool:
    part_of = RECORDS[record].part_of
    return part_of == "customer" or (part_of not in ("", record) and _belongs_to_customer(part_of))


@pytest.mark.parametrize("record", [record for record in RECORDS if _belongs_to_customer(record)])
def test_the_history_of_a_customer_holds_what_belongs_to_it(everything: Everything, record: str) -> None:
    made = [row[0] for row in everything.desk.reader.execute(f"SELECT id FROM {record}")]
    known = set(belonging(everything.desk.reader, "customer", everything.keys["customer"]))
    assert set(made) <= known, f"the history of a customer leaves out its {record}"


_STAY = {  # what `set` refuses to change, or changes together with another field only
    "deal": ("lost_reason", "closed_at", "stage", "contract_from"),
    "review": ("period", "owner"),
    "goal": ("figure",),
}


@pytest.mark.parametrize(("record", "name"), [each for each in _of("set") if each[1] != "customer"])
def test_what_somebody_else_changes_is_told(everything: Everything, record: str, name: str) -> None:
    field, desk, key = RECORDS[record].field(name), everything.desk, everything.keys[record]
    if name in _STAY.get(record, ()) or (field.refers and field.refers != "owner"):
        return
    seen = merging.seen_of(desk, record, key)
    before = seen.values.get(name, "")
    records.change(desk, record, key, {name: _another(field, record, before)})
    told = [each.field for each in merging.standing(desk, record, key, seen).changed]
    assert name in told, f"meanwhile: nobody is told that {record}.{name} was changed"
    by = next(each.by for each in merging.standing(desk, record, key, seen).changed if each.field == name)
    assert by == "Li", f"meanwhile: {record}.{name} was changed, and nobody is said to have done it"


def _another(field: Field, record: str, before: str) -> str:
    """Another value than `before`, as typed."""
    if field.refers == "owner":
        return "Wang"
    match field.kind:
        case Kind.WORD:
            return next(word.value for word in VOCABULARIES[field.vocabulary] if word.value not in ("done", before))
        case Kind.CHANNEL:
            return "website"
        case Kind.FLAG:
            return "no"
        case Kind.MONEY:
            return "700k"
        case Kind.TARGET:
            return "9"
        case Kind.COUNT | Kind.PERCENT:
            return "43"
        case Kind.DAY | Kind.INSTANT:
            return "2024-05-08 11:00"
        case Kind.PLAN:
            return {"to_day": "2024-06-15", "from_day": "2024-05-02"}.get(field.id, "2024-07-02")
        case Kind.DUE:
            return "2024-07-09"
        case _:
            return f"another {field.id} of the {record}"


@pytest.mark.parametrize("record", that_can("archive"))
def test_an_archived_record_is_out_of_sight_until_it_is_brought_back(everything: Everything, record: str) -> None:
    desk, key, ref = everything.desk, everything.keys[record], everything.ref(record)

    def in_sight() -> bool:
        if record == "customer":
            return ref in [row.code for row in finding.listed(desk, "customer", limit=-1)]
        if record == "goal":
            return ref in [tree.goal.ref for tree in goal_standings.trees(desk)]
        every: dict[str, Any] = {"everything": True} if record == "deal" else {}  # Any: filters of its own
        rows = finding.listed(desk, record, limit=-1, **every)
        return ref in [row.ref for row in rows]

    assert in_sight()
    records.archive(desk, record, key)
    assert not in_sight(), f"an archived {record} is still listed"
    records.archive(desk, record, key, back=True)
    assert in_sight()


@pytest.mark.parametrize("record", [each.id for each in parts_of("customer") if set(each.can) & {"add", "set"}])
def test_what_was_written_for_a_customer_meanwhile_is_told_before_it_is_archived(
    everything: Everything, record: str
) -> None:
    from salestui.store.reads.meanwhile import made_since

    made = {entity for entity, _by in made_since(everything.desk.reader, "customer", everything.keys["customer"], 0)}
    assert record in made, f"archiving a customer does not see a {record} that somebody has just added"
    written_along = [each for each in made if not any(field.settable for field in RECORDS[each].fields)]
    assert written_along == [], "nobody has written these down"


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("record", that_can("set"))
def test_a_draft_of_a_correction_opens_the_same_form_again(everything: Everything, record: str) -> None:
    form = change_form(everything.desk, record, everything.keys[record])
    assert form.reopening is not None
    again, since = form_of(everything.desk, form.reopening)
    assert (type(again), again.title_line(), since) == (type(form), form.title_line(), "")


@pytest.mark.parametrize("record", [record for record in that_can("set") if record not in ("inquiry", "follow_up")])
def test_a_draft_of_a_new_record_opens_the_same_form_again(everything: Everything, record: str) -> None:
    customer = naming.customer_named(everything.desk, everything.ref("customer"))
    whose = customer if RECORDS[record].part_of == "customer" else None
    form = new_form(everything.desk, record, whose)
    assert form.reopening == Reopening(FormKind.NEW, whose and whose.id, entity=record)
    again, since = form_of(everything.desk, form.reopening)
    assert (type(again), again.title_line(), since) == (type(form), form.title_line(), "")


# ── the net itself ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_net_is_cast_over_every_record_that_people_enter(everything: Everything) -> None:
    entered = {record.id for record in RECORDS.values() if any(field.settable for field in record.fields)}
    assert entered == {*everything.typed, "owner"}, "tests/every_record.py makes none of it"
    for record, fields in everything.typed.items():
        assert set(fields) == set(filled(record)), record
        empty = [name for name, text in fields.items() if not text]
        assert empty == [], f"tests/every_record.py leaves {record} without {empty}"

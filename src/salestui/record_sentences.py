"""The fields of a record as people read them, in the user's language: for lists, `show` and the screens alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any

from salestui.domain.clock import Clock
from salestui.domain.instants import Deadline
from salestui.domain.money import Money
from salestui.domain.records import RECORDS, Field, Kind
from salestui.domain.rows import ObjectionRow
from salestui.i18n import _, label
from salestui.presenting import money_text
from salestui.sentences import moment, promised, span

_IN_THE_TITLE = ("id", "ref", "code", "customer")


def value_told(field: Field | None, value: object, now: datetime, zone: tzinfo) -> str:
    """A value of a row; `field` None: of what is computed. Several lines of text stay several."""
    match value:
        case datetime():
            return moment(value, now, zone)
        case Deadline():
            return promised(value, now, zone)
        case timedelta():
            return span(value)
        case Money():
            return money_text(value)
        case bool():
            return _("yes") if value else _("no")
        case int() if field is not None and field.kind is Kind.PERCENT:
            return f"{value} %"
        case tuple():
            return ", ".join(str(each) for each in value)
        case _ if field is not None and field.vocabulary:
            return label(field.vocabulary, str(value))
        case _:
            return str(value)


def fields_told(
    record: str, row: Any, now: datetime, zone: tzinfo
) -> Iterator[tuple[str, str]]:  # Any: each its own row
    """(label, text) of everything there is of a record beside what its title says, its objections and its clock."""
    kind = RECORDS[record]
    fields, ids = {field.id: field for field in kind.fields}, kind.column_names()
    for column, value in row._asdict().items():
        name = ids.get(column, column)
        if name in (*_IN_THE_TITLE, "objections") or value in (None, (), "") or isinstance(value, Clock):
            continue
        text = value_told(fields.get(name), value, now, zone)
        if name == "repeats":
            from salestui.task_sentences import repeats_text

            text = repeats_text(str(value))
        heading = label("field", f"{record}.{name}")
        yield heading, text.removesuffix(" %") if "%" in heading else text


def objection_told(row: ObjectionRow) -> str:
    """What held the customer back, our answer, and whether it worked."""
    answer = row.answer or _("no answer yet")
    kind, outcome = label("objection_kind", row.kind), label("objection_outcome", row.outcome)
    return f"{kind}: {row.text} – {answer} ({outcome})"

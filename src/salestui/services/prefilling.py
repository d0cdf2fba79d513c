"""What a form opens with: a record's fields as a person would type them, and words to complete from. Reads only."""

from collections.abc import Mapping
from typing import Any

from salestui.domain.instants import Deadline, from_ms
from salestui.domain.money import Money
from salestui.domain.records import RECORDS, By, Field, Kind
from salestui.i18n import label
from salestui.presenting import money_text
from salestui.services.desk import Desk
from salestui.store.reads import records, reviews
from salestui.store.reads.values import understood


def tags_in_use(desk: Desk) -> tuple[str, ...]:
    """Every tag, by name."""
    return records.all_tags(desk.reader)


def typed_record(desk: Desk, entity: str, key: str) -> dict[str, str]:
    """A record's fields as a person would type them, by id; empty ones left out. None at all where it is gone."""
    columns = records.columns_of(desk.reader, entity, key)
    if not columns:
        return {}
    fields = (field for field in RECORDS[entity].fields if field.by is not By.PROGRAM)
    with understood():
        texts = {field.id: _typed(desk, field, held(desk, field, columns)) for field in fields}
    return {name: text for name, text in texts.items() if text}


def held(desk: Desk, field: Field, columns: Mapping[str, Any]) -> Any:  # Any: SQLite's own values
    """What a record of these `columns` holds in a field, in stored form.

    Other records by what people call them, an amount with its currency.
    """
    if field.kept_in:  # it may have been read along
        return columns[field.id] if field.id in columns else _kept_elsewhere(desk, field, columns["id"])
    value = columns[field.stored_as]
    if value is None or field.refers in ("", "owner"):
        match field.kind:
            case Kind.MONEY if value is not None:
                return Money(value, columns["currency"])
            case Kind.TARGET:
                return _target(columns)
            case _:
                return value
    other = RECORDS[field.refers]
    return records.columns_of(desk.reader, other.id, value)[other.called_by]


def profile_of(desk: Desk, columns: Mapping[str, Any]) -> dict[str, object]:  # Any: as above
    """A customer's fields by id, from its `columns` in stored form and the tables beside them."""
    profile = {field.id: held(desk, field, columns) for field in RECORDS["customer"].fields}
    return {**profile, "created_at": from_ms(columns["created_at"])}


def _kept_elsewhere(desk: Desk, field: Field, key: str) -> Any:  # Any: as above
    match field.kept_in.partition("."):
        case "customer_tag", _, _:
            return records.tags_of(desk.reader, key)
        case "satisfaction_score", _, _:
            return records.last_score(desk.reader, key)
        case "improvement", _, _:
            return "\n".join(reviews.texts_of_improvements(desk.reader, key))
        case "promise", _, column:
            return records.promise_of(desk.reader, key).get(column)
        case _:
            return None  # the inquiries that a follow-up answers are only ever added


def _target(columns: Mapping[str, Any]) -> str:  # Any: as above
    from salestui.domain.figures import FIGURES, FigureId  # what other records need not pay
    from salestui.domain.targets import Target
    from salestui.goal_sentences import typed_target

    unit = FIGURES[FigureId(columns["figure"])].unit
    return typed_target(Target(columns["target"], unit, columns["currency"]))


def promised(desk: Desk, entity: str, key: str) -> str:
    """When the customer of a record is to be contacted next, as typed; empty where nothing is promised."""
    whose = key if entity == "customer" else records.columns_of(desk.reader, entity, key).get("customer_id")
    due = records.running_promise(desk.reader, whose) if whose else None
    with understood():
        return _due(desk, due) if due else ""


def _typed(desk: Desk, field: Field, value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ", ".join(str(each) for each in value)
        case Money():
            return money_text(value)
        case int() if field.kind is Kind.FLAG:
            return "yes" if value else "no"
        case int() if field.kind is Kind.INSTANT:
            return f"{from_ms(value).astimezone(desk.zone):%Y-%m-%d %H:%M}"
        case str() if field.kind is Kind.DUE:
            return _due(desk, value)
        case _ if field.kind is Kind.CHANNEL:
            return label(field.vocabulary, str(value))
        case _:
            return str(value)


def _due(desk: Desk, stored: str) -> str:
    due = Deadline.parse(stored)
    return str(due) if due.instant is None else f"{due.instant.astimezone(desk.zone):%Y-%m-%d %H:%M}"

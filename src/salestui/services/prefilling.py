"""What a form opens with: a record's fields as a person would type them, and words to complete from. Reads only."""

from typing import Any

from salestui.domain.fields import FIELDS, Field, Kind
from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.instants import Deadline, from_ms
from salestui.domain.money import Money
from salestui.i18n import label
from salestui.presenting import money_text
from salestui.services.desk import Desk
from salestui.services.finding import profile_of
from salestui.store.reads import records, reviews


def tags_in_use(desk: Desk) -> tuple[str, ...]:
    """Every tag, by name."""
    return records.all_tags(desk.reader)


def typed_record(desk: Desk, entity: str, key: str) -> dict[str, str]:
    """A record's fields as a person would type them, by id; empty ones left out. None at all where it is gone."""
    columns = records.columns_of(desk.reader, entity, key)
    if not columns:
        return {}
    held = profile_of(desk, key, columns) if entity == "customer" else _held(desk, entity, columns)
    texts = {field.id: _typed(desk, field, held.get(field.id)) for field in FIELDS[entity]}
    return {name: text for name, text in texts.items() if text}


def _held(desk: Desk, entity: str, columns: dict[str, Any]) -> dict[str, Any]:  # Any: SQLite's own values
    """The columns by field: other records by what people call them, a promise beside the follow-up it was made in."""
    held = dict(columns)
    for name, column in (("customer", "code"), ("contact", "name")):
        key = columns.get(f"{name}_id")
        held[name] = records.columns_of(desk.reader, name, key)[column] if key else None
    if entity == "deal":
        held["amount"] = None if columns["amount"] is None else Money(columns["amount"], columns["currency"])
        for name, record, column in (("lost_to", "competitor", "name"), ("renews", "deal", "ref")):
            key = columns[f"{name}_id"]
            held[name] = records.columns_of(desk.reader, record, key)[column] if key else None
    if entity == "task":
        held["deal"] = (
            records.columns_of(desk.reader, "deal", columns["deal_id"])["ref"] if columns["deal_id"] else None
        )
    if entity == "review":
        held["improvements"] = "\n".join(reviews.texts_of_improvements(desk.reader, columns["id"]))
    if entity == "goal":
        held["target"] = _target(columns)
        key = columns["parent_id"]
        held["parent"] = records.columns_of(desk.reader, "goal", key)["ref"] if key else None
    if entity == "follow_up":
        promise = records.promise_of(desk.reader, columns["id"])
        held |= {"with": columns["with_people"]}
        held |= {f"next_{name}": promise.get(column) for name, column in _PROMISED.items()}
    return held


def _target(columns: dict[str, Any]) -> str:  # Any: as above
    from salestui.domain.targets import Target  # what other records need not pay
    from salestui.goal_sentences import typed_target

    unit = FIGURES[FigureId(columns["figure"])].unit
    return typed_target(Target(columns["target"], unit, columns["currency"]))


_PROMISED = {"at": "due", "method": "method", "place": "place"}


def promised(desk: Desk, entity: str, key: str) -> str:
    """When the customer of a record is to be contacted next, as typed; empty where nothing is promised."""
    whose = key if entity == "customer" else records.columns_of(desk.reader, entity, key).get("customer_id")
    due = records.running_promise(desk.reader, whose) if whose else None
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
        case _ if field.kind is Kind.CHANNEL and field.vocabulary is not None:
            return label(field.vocabulary, str(value))
        case _:
            return str(value)


def _due(desk: Desk, stored: str) -> str:
    due = Deadline.parse(stored)
    return str(due) if due.instant is None else f"{due.instant.astimezone(desk.zone):%Y-%m-%d %H:%M}"

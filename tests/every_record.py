"""A desk with one record of every kind, with every field filled in by a value of its own: what the net is cast over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from salestui.domain.instants import Deadline
from salestui.domain.records import RECORDS, Field, Kind
from salestui.domain.vocabularies import VOCABULARIES
from salestui.domain.words import ObjectionKind
from salestui.services import absences, records, reviews, satisfaction
from salestui.services.desk import Desk
from salestui.services.follow_ups import ObjectionEntry, ToDo, log_follow_up
from salestui.services.inquiries import receive_inquiry
from salestui.services.naming import record_named

OWNER = "Li"
_SAMPLES: Mapping[Kind, str] = {  # of kinds that hold no text of their own; the desk's day is 2024-05-10
    Kind.COUNT: "123",
    Kind.PERCENT: "42",
    Kind.MONEY: "600k",
    Kind.TARGET: "7",
    Kind.DAY: "2024-04-01",
    Kind.PLAN: "2024-07-01",
    Kind.INSTANT: "2024-05-09 10:00",
    Kind.DUE: "2024-07-02",
    Kind.FLAG: "yes",
    Kind.PERIOD: "2024-04",
}
# Fields whose value must agree with another's; the rest is made by their kind.
_GIVEN: Mapping[str, Mapping[str, str]] = {
    "customer": {"code": "K100", "stage": "active"},
    "inquiry": {"kind": "complaint"},
    "task": {"status": "doing", "end": "2024-07-05", "start": "2024-07-01"},
    "deal": {"stage": "lost", "lost_reason": "competitor"},
    "goal": {"figure": "won_deals", "from_day": "2024-05-01", "to_day": "2024-05-31"},
    "absence": {"from_day": "2024-06-01", "to_day": "2024-06-09", "stand_in": "Wang"},
}


def sample(record: str, field: Field) -> str:
    """A value for a field, as typed; of text one that no other field has."""
    match field.kind:
        case Kind.WORD:
            return list(VOCABULARIES[field.vocabulary])[-1].value
        case Kind.CHANNEL:
            return "salon"
        case Kind.NAME:
            return OWNER if field.refers == "owner" else ""
        case kind if kind in _SAMPLES:
            return _SAMPLES[kind]
        case _:
            return f"{field.id.replace('_', ' ')} of the {record.replace('_', ' ')}"


def filled(record: str, **given: str) -> dict[str, str]:
    """Every field of a record that a person sets, filled in; other records are named in `given`."""
    samples = {field.id: sample(record, field) for field in RECORDS[record].fields if field.settable}
    return {**samples, **_GIVEN.get(record, {}), **given}


@dataclass(frozen=True)
class Everything:
    """The records of the desk: typed fields and keys by kind."""

    desk: Desk
    typed: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, str]

    def ref(self, record: str) -> str:
        """What the command line calls it."""
        row = self.desk.reader.execute(
            f"SELECT {RECORDS[record].ref_column} FROM {record} WHERE id = ?", (self.keys[record],)
        ).fetchone()
        return str(row[0])


def make_everything(desk: Desk) -> Everything:
    """Write one of each; a record that is added to the table and not made here is told by `KeyError`."""
    typed: dict[str, dict[str, str]] = {}
    keys: dict[str, str] = {}

    def keep(record: str, fields: Mapping[str, str], ref: str) -> None:
        typed[record], keys[record] = dict(fields), record_named(desk, ref, only=(record,))[1]

    records.add(desk, "owner", {"name": "Wang"})
    fields = filled("customer")
    code = records.add(desk, "customer", fields).ref
    keep("customer", fields, code)
    fields = filled("contact", customer=code)
    keep("contact", fields, records.add(desk, "contact", fields).ref)
    contact = fields["name"]

    fields = filled("inquiry", customer=code, contact=contact)
    without = {name: text for name, text in fields.items() if name not in ("customer", "result")}
    ref = receive_inquiry(desk, code, without).ref
    keep("inquiry", fields, ref)
    records.change(desk, "inquiry", keys["inquiry"], {"result": fields["result"]})

    fields = filled("follow_up", customer=code, contact=contact)
    objection = filled("objection")
    logged = log_follow_up(
        desk,
        code,
        {name: text for name, text in fields.items() if name != "customer"},
        objections=[ObjectionEntry(ObjectionKind(objection["kind"]), objection["text"], objection["answer"])],
        to_dos=[ToDo("to-do of the follow-up", Deadline(day=date(2024, 7, 3)))],
        answers="none",
    )
    keep("follow_up", fields, logged.ref)
    typed["objection"] = objection

    order = records.add(desk, "deal", {"customer": code, "name": "the order before", "stage": "won"}).ref
    fields = filled("competitor")
    keep("competitor", fields, records.add(desk, "competitor", fields).ref)
    fields = filled("deal", customer=code, renews=order, lost_to=fields["name"])
    keep("deal", fields, records.add(desk, "deal", fields).ref)
    fields = filled("task", customer=code, deal=order)
    keep("task", fields, records.add(desk, "task", fields).ref)

    whole = records.add(desk, "goal", filled("goal", parent="", core_goal="the whole", to_day="2024-06-30")).ref
    fields = filled("goal", parent=whole)
    keep("goal", fields, records.add(desk, "goal", fields).ref)
    fields = filled("review")
    keep("review", fields, reviews.add_review(desk, fields).saved.ref)
    fields = filled("satisfaction_score", customer=code)
    keys["satisfaction_score"] = satisfaction.add_score(desk, code, fields).row.id
    typed["satisfaction_score"] = fields
    fields = filled("absence")
    absences.add_absence(desk, fields["owner"], fields["from_day"], fields["to_day"], fields["stand_in"])
    typed["absence"] = fields
    for plain in RECORDS.values():  # records without rules of their own
        if "add" in plain.can and plain.id not in typed and plain.letter:
            fields = filled(plain.id, **({"customer": code} if plain.part_of == "customer" else {}))
            keep(plain.id, fields, records.add(desk, plain.id, fields).ref)
    return Everything(desk, typed, keys)

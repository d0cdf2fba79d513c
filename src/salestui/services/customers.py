"""Customers: add and change, with the history of grade and stage, tags, scores and the next date beside them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from salestui.domain.fields import Value
from salestui.domain.folding import fold
from salestui.domain.words import Stage
from salestui.errors import InvalidValueError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import NEXT_AT, Merged, Seen, merge
from salestui.services.promises import read_next, set_next
from salestui.services.records import Saved, assign
from salestui.store.command import Work
from salestui.store.models import (
    Customer,
    CustomerTag,
    GradeChange,
    SatisfactionScore,
    StageChange,
    Tag,
)

if TYPE_CHECKING:
    from datetime import datetime


def add_customer(desk: Desk, typed: Mapping[str, str]) -> Saved:
    """A new customer from typed fields; its owner is whoever sits at the desk unless one is given."""
    found = values(desk, "customer", typed)
    with desk.command("add_customer") as work:
        customer = put_customer(desk, work, found)
        work.subject = customer.code
    return Saved(work.seq, "customer", customer.code, customer.name)


def put_customer(desk: Desk, work: Work, found: Mapping[str, Value], *, owners: Collection[str] = ()) -> Customer:
    """Add a customer inside a command: with its code, its first stage, its tags and score.

    `owners` are known to be some, or made by the command itself.
    """
    held: dict[str, Any] = {  # Any: column values
        "created_at": None,
        "owner": desk.settings.owner,
        "stage": Stage.PROSPECT,
        **columns(desk, "customer", found, owners=owners),
    }
    held["stage"] = held["stage"] or Stage.PROSPECT
    held["created_at"] = held["created_at"] or work.at  # a file may say when
    code = held.pop("code", None)
    held["code"] = _free_code(work, str(code)) if code else next(free_codes(work))
    customer = work.add(Customer, **held)
    work.flush()
    work.add(StageChange, customer_id=customer.id, stage=customer.stage, since=work.at)
    _set_elsewhere(work, customer, found)
    return customer


def free_codes(work: Work, reserved: Collection[str] = ()) -> Iterator[str]:
    """C001, C002, …: past the highest number in use, and none of `reserved`. Asked once, then counted on."""
    rows = work.rows(
        "SELECT max(CAST(substr(code, 2) AS INTEGER)) AS highest FROM customer WHERE code GLOB 'C[0-9]*'"
        " AND substr(code, 2) NOT GLOB '*[^0-9]*' AND length(code) < 12"
    )
    numbered = (f"C{number:03d}" for number in count((rows[0]["highest"] or 0) + 1))
    return (code for code in numbered if code not in reserved)


def _free_code(work: Work, code: str) -> str:
    code = fold(code).upper()
    taken = work.rows("SELECT name FROM customer WHERE code = :code", code=code)
    if taken:
        raise InvalidValueError(
            _("the code {code} belongs to {name}", code=code, name=taken[0]["name"]),
            _("leave the code out to get the next free one"),
        )
    return code


def change_customer(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change fields of a customer; a new grade re-times its open leads, a new stage goes into its history.

    With what a form has `seen` others' changes are merged, or refused with both values: see `merging.merge`.
    """
    change = read_change(desk, typed)
    with desk.command("regrade" if change.regrades else "change_customer") as work:
        customer = work.get(Customer, key)
        merged = merge(desk, "customer", key, typed, seen)
        put_change(desk, work, customer, change.less(desk, merged))
        work.subject = customer.code
    return Saved(work.seq, "customer", customer.code, customer.name, merged.meanwhile)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed of a customer, or of many: checked, ready to be written."""

    found: Mapping[str, Value]
    held: Mapping[str, object]  # columns of its own table
    next_at: str | None = None  # None: the next date stays; empty: it is withdrawn

    @property
    def regrades(self) -> bool:
        """Whether it sets the grade and nothing else: history calls that by its own name."""
        return set(self.found) == {"grade"} and self.next_at is None

    def less(self, desk: Desk, merged: Merged) -> "Change":
        """What is left of it where others have written the same meanwhile."""
        found = merged.kept(self.found)
        return Change(found, columns(desk, "customer", found), None if NEXT_AT in merged.dropped else self.next_at)


def read_change(desk: Desk, typed: Mapping[str, str]) -> Change:
    """The change of customers that `typed` (field id → text) asks for. Raises InvalidValueError, UsageError."""
    next_at = typed.get(NEXT_AT)
    found = values(desk, "customer", {name: text for name, text in typed.items() if name != NEXT_AT}, partial=True)
    for required in ("code", "stage"):
        if required in found and found[required] is None:
            raise InvalidValueError(_("{field} is missing – it must be filled in", field=label("field", required)))
    if next_at is not None:
        read_next(desk, next_at)  # refused before anything is written
    return Change(found, columns(desk, "customer", found), next_at)


def put_change(desk: Desk, work: Work, customer: Customer, change: Change) -> bool:
    """Make a change inside a command, with its histories; False where the customer is so already."""
    held = dict(change.held)
    if held.get("code") is not None and held["code"] != customer.code:
        held["code"] = _free_code(work, str(held["code"]))
    if "grade" in held and held["grade"] != customer.grade:
        work.add(
            GradeChange,
            customer_id=customer.id,
            grade_before=customer.grade,
            grade=held["grade"],
            changed_at=work.at,
        )
    if "stage" in held and held["stage"] != customer.stage:
        work.add(StageChange, customer_id=customer.id, stage=held["stage"], since=work.at)
    differs = any(getattr(customer, name) != value for name, value in held.items())
    assign(customer, held)
    if _set_elsewhere(work, customer, change.found):
        differs = True
    if change.next_at is not None:
        set_next(desk, work, customer.id, change.next_at)
        differs = True
    return differs


def _set_elsewhere(work: Work, customer: Customer, found: Mapping[str, Value]) -> bool:
    score, tags = found.get("satisfaction"), found.get("tags", ())
    if isinstance(score, int):
        put_score(work, customer.id, score, work.at)
    tagged = "tags" in found and set_tags(work, customer.id, tags if isinstance(tags, tuple) else ())
    return tagged or isinstance(score, int)


def put_score(work: Work, customer: str, score: int, at: "datetime") -> SatisfactionScore:
    """Add a satisfaction score of a customer (key) inside a command, as of `at`: the one way in."""
    return work.add(SatisfactionScore, customer_id=customer, score=score, scored_at=at)


def tags_inside(work: Work, customer: str) -> dict[str, str]:
    """The tags of a customer as they stand inside a command: name → key of the link."""
    rows = work.rows(
        "SELECT customer_tag.id, tag.name FROM customer_tag JOIN tag ON tag.id = tag_id WHERE customer_id = :customer",
        customer=customer,
    )
    return {row["name"]: row["id"] for row in rows}


def set_tags(work: Work, customer: str, tags: Collection[str]) -> bool:
    """Make `tags` the customer's tags: links that are gone are taken away, new ones made; False where none differs."""
    standing = tags_inside(work, customer)
    for name, link in standing.items():
        if name not in tags:
            work.delete(work.get(CustomerTag, link))
    for name in tags:
        if name not in standing:
            known = work.rows("SELECT id FROM tag WHERE name = :name", name=name)
            tag = known[0]["id"] if known else work.add(Tag, name=name).id
            work.flush()
            work.add(CustomerTag, customer_id=customer, tag_id=tag)
    return set(tags) != set(standing)

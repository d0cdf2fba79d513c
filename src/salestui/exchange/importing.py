"""Carries a plan out: one command for the whole file, all of it or nothing, and one undo takes it back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from salestui.exchange.plan import Plan, Planned
from salestui.services.customers import free_codes, put_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import put_follow_up
from salestui.services.inquiries import put_inquiry
from salestui.services.records import put
from salestui.store.command import Work
from salestui.store.models import Answer, Contact, Customer
from salestui.store.people import ensure_owner


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: `created` are the codes of customers, else refs, in the order of the file."""

    seq: int
    created: tuple[str, ...]


def carry_out(desk: Desk, plan: Plan) -> Imported:
    """Write every row of `plan` in one command named after its kind. Raises ImportRefusedError if it has problems."""
    if plan.problems:
        raise plan.refusal()
    with desk.command(f"import_{plan.kind}") as work:
        for owner in plan.new_owners:
            ensure_owner(work, owner)
        created = tuple(_WRITERS[plan.record](desk, work, plan))
        work.subject = plan.table.source
    return Imported(work.seq, created)


def _customers(desk: Desk, work: Work, plan: Plan) -> Iterator[str]:
    owners = plan.owners()
    codes = free_codes(work, {str(row.found["code"]) for row in plan.rows if "code" in row.found})
    for row in plan.rows:
        found = dict(row.found)
        found.setdefault("code", None)
        found["code"] = found["code"] or next(codes)
        yield put_customer(desk, work, found, owners=owners).code


def _contacts(desk: Desk, work: Work, plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        yield put(desk, work, Contact, row.found, customer_id=_belonging(row)).ref


def _inquiries(desk: Desk, work: Work, plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        customer = work.get(Customer, _belonging(row))
        yield put_inquiry(desk, work, customer, row.found, contact_id=row.contact).ref


def _follow_ups(desk: Desk, work: Work, plan: Plan) -> Iterator[str]:
    owners = plan.owners()
    for row in plan.rows:
        follow_up = put_follow_up(
            desk, work, _belonging(row), row.found, contact_id=row.contact, written_at=None, owners=owners
        )
        for inquiry in row.answers:
            work.add(Answer, follow_up_id=follow_up.id, inquiry_id=inquiry)
        yield follow_up.ref


def _belonging(row: Planned) -> str:
    assert row.customer is not None  # resolved by the plan
    return row.customer


_WRITERS: Mapping[str, Callable[[Desk, Work, Plan], Iterator[str]]] = {
    "customer": _customers,
    "contact": _contacts,
    "inquiry": _inquiries,
    "follow_up": _follow_ups,
}

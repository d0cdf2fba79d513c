"""An inquiry starts a clock (R1–R3); a solution stops it; the customer is told the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from salestui.domain.fields import Value
from salestui.domain.instants import to_ms
from salestui.domain.words import Grade, InquiryKind
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label
from salestui.sentences import quoted
from salestui.services.customers import put_customer
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Meanwhile, Seen, merge
from salestui.services.naming import active_customer, contact_named, repr_text
from salestui.services.records import Saved
from salestui.store.command import Work
from salestui.store.models import Customer, Inquiry
from salestui.store.reads import names

_SOLVED_KINDS = (InquiryKind.OBJECTION, InquiryKind.COMPLAINT)


@dataclass(frozen=True, slots=True)
class Received:
    """What receiving an inquiry wrote: the inquiry, and the customer if it was made in the same go."""

    seq: int
    ref: str
    code: str
    customer: str
    new_customer: bool


def receive_inquiry(
    desk: Desk, customer: str, typed: Mapping[str, str], *, new_customer: Mapping[str, str] | None = None
) -> Received:
    """Start the clock of an inquiry. `new_customer` (typed fields, may be empty) makes the customer named so.

    Raises InvalidValueError, NotFoundError, AmbiguousError; nothing is written then.
    """
    contact = typed.get("contact")
    found = values(desk, "inquiry", {"customer": customer, **typed})
    if new_customer is None:
        whose = active_customer(desk, customer)
        contact_id = contact_named(desk, whose, contact) if contact else None
        with desk.command("receive_inquiry") as work:
            inquiry = put_inquiry(desk, work, work.get(Customer, whose.id), found, contact_id=contact_id)
            work.subject = inquiry.ref
        return Received(work.seq, inquiry.ref, whose.code, whose.name, new_customer=False)
    if contact:
        raise UsageError(
            _("a new customer has no contacts yet"), _("leave --contact out and add the contact afterwards")
        )
    profile = values(desk, "customer", {"name": customer, **new_customer})
    with desk.command("receive_inquiry") as work:
        _refuse_known(desk, customer)  # in here: of two who hear from somebody new, the second finds the first's
        made = put_customer(desk, work, profile)
        inquiry = put_inquiry(desk, work, made, found)
        work.subject = inquiry.ref
    return Received(work.seq, inquiry.ref, made.code, made.name, new_customer=True)


def _refuse_known(desk: Desk, name: str) -> None:
    """`--new` for a name that is there already would make a second customer of one."""
    for known in names.by_name(desk.reader, " ".join(name.split())):
        raise InvalidValueError(
            _("{code} is called {name} already", code=known.code, name=repr_text(name)), _("leave --new out")
        )


def put_inquiry(
    desk: Desk, work: Work, customer: Customer, found: Mapping[str, Value], *, contact_id: str | None = None
) -> Inquiry:
    """Add an inquiry inside a command; the customer's grade at the receipt is kept with it."""
    held: dict[str, object] = {"received_at": work.at, "complex": False, **columns(desk, "inquiry", found)}
    held["received_at"] = held["received_at"] or work.at
    held["complex"] = bool(held["complex"])
    received_at = held["received_at"]
    assert isinstance(received_at, datetime)  # read as an instant
    grade = held.pop("grade_at_receipt", None) or _grade_at(work, customer, received_at)
    return work.add(
        Inquiry,
        customer_id=customer.id,
        contact_id=contact_id,
        grade_at_receipt=grade or desk.law.rules.default_grade,
        created_at=work.at,
        **held,
    )


def _grade_at(work: Work, customer: Customer, instant: datetime) -> Grade | None:
    """The customer's grade at `instant`: what the first regrading after it found, else that of now."""
    later = work.rows(
        "SELECT grade_before FROM grade_change WHERE customer_id = :customer AND changed_at > :instant"
        " ORDER BY changed_at, id LIMIT 1",
        customer=customer.id,
        instant=to_ms(instant),
    )
    if not later:
        return customer.grade
    return Grade(later[0]["grade_before"]) if later[0]["grade_before"] else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolving wrote."""

    seq: int
    ref: str
    solved_at: datetime
    told_at: datetime | None
    meanwhile: tuple[Meanwhile, ...] = ()  # what others changed beside it since the form opened


def resolve_inquiry(
    desk: Desk, key: str, result: str | None, *, told: bool, at: datetime | None = None, seen: Seen | None = None
) -> Resolved:
    """A solution to an objection or complaint stops its clock (R3); `told` that the customer knows the result.

    Without `result` an inquiry already solved is only marked as told. `at` defaults to now. With what a form has
    `seen`, another result somebody has written meanwhile is a ConflictError.
    """
    text = None
    if result is not None:
        text = values(desk, "inquiry", {"result": result}, partial=True)["result"]
        if text is None:
            raise InvalidValueError(_("the result is empty"), _('say in a sentence what was done: --result "…"'))
    now = desk.now()
    when = at or now
    with desk.command("resolve_inquiry") as work:
        inquiry = work.get(Inquiry, key)
        _check_resolvable(inquiry, text, told=told, when=when)
        merged = merge(desk, "inquiry", key, {} if result is None else {"result": result}, seen)
        if text is not None and "result" not in merged.dropped:
            inquiry.result = str(text)
            inquiry.solved_at = inquiry.solved_at or when
        if told:
            inquiry.customer_told_at = max(when, inquiry.solved_at or when)
        work.subject = inquiry.ref
    assert inquiry.solved_at is not None  # checked above
    return Resolved(work.seq, inquiry.ref, inquiry.solved_at, inquiry.customer_told_at, merged.meanwhile)


def _check_resolvable(inquiry: Inquiry, text: object, *, told: bool, when: datetime) -> None:
    if inquiry.kind not in _SOLVED_KINDS:
        raise UsageError(
            _("{ref} is answered by a follow-up, not resolved", ref=inquiry.ref),
            _("write the contact down with: salestui log CUSTOMER METHOD TEXT"),
        )
    if when < inquiry.received_at:
        raise InvalidValueError(
            _("the solution lies before the receipt of {ref}", ref=inquiry.ref), _("give a later time")
        )
    if text is None and inquiry.solved_at is None:
        raise UsageError(_("{ref} has no solution yet", ref=inquiry.ref), _('give it with --result "…"'))
    if text is None and not told:
        raise UsageError(_("nothing to write"), _('give --result "…" or --told'))
    if inquiry.customer_told_at is not None:
        raise UsageError(
            _("{ref} is solved and the customer told: {result}", ref=inquiry.ref, result=quoted(inquiry.result or "")),
            _("correct it with: salestui set {ref} result=…", ref=inquiry.ref),
        )


def change_inquiry(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Correct an inquiry; its clock is timed anew. `seen` as for a customer."""
    found = values(desk, "inquiry", typed, partial=True)
    if "received_at" in found and found["received_at"] is None:
        raise InvalidValueError(_("{field} is missing – it must be filled in", field=label("field", "received_at")))
    if "complex" in found:
        found["complex"] = bool(found["complex"])
    if "customer" in typed:
        raise UsageError(_("an inquiry stays with its customer"), _("archive it and receive it again"))
    with desk.command("change_inquiry") as work:
        inquiry = work.get(Inquiry, key)
        merged = merge(desk, "inquiry", key, typed, seen)
        for name, value in columns(desk, "inquiry", merged.kept(found)).items():
            setattr(inquiry, name, value)
        _check_receipt(inquiry)
        work.subject = inquiry.ref
    return Saved(work.seq, "inquiry", inquiry.ref, inquiry.text, merged.meanwhile)


def _check_receipt(inquiry: Inquiry) -> None:
    """What has been told of an inquiry lies behind its receipt."""
    for told in (inquiry.solved_at, inquiry.answered_at):
        if told is not None and told < inquiry.received_at:
            raise InvalidValueError(
                _("the receipt of {ref} lies behind its solution or answer", ref=inquiry.ref),
                _("give an earlier time"),
            )

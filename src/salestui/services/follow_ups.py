"""Writing a follow-up down: the heart of the program. It answers what waits, notes objections, promises the next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from salestui.domain.clocks import write_by
from salestui.domain.fields import FieldError, Reading, Value, read
from salestui.domain.instants import Deadline, from_ms, to_ms
from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName
from salestui.domain.words import InquiryKind, Method, ObjectionKind, ObjectionOutcome
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label
from salestui.sentences import promised
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import NEXT_AT, Seen, merge
from salestui.services.naming import active_customer, contact_named, record_named
from salestui.services.promises import deadline_end, make_promise, set_next
from salestui.services.records import Saved
from salestui.services.tasks import put_to_do
from salestui.store.command import Work
from salestui.store.models import Answer, Customer, FollowUp, Inquiry, Objection, Promise

ANSWERS_ALL, ANSWERS_NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class ObjectionEntry:
    """An objection as typed; without an answer it opens an inquiry (R3)."""

    kind: ObjectionKind
    text: str
    answer: str | None = None
    outcome: ObjectionOutcome = ObjectionOutcome.OPEN


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do that came up: a task with a date and an owner."""

    action: str
    end: Deadline | None = None
    owner: str | None = None


def to_do_of(text: str, reading: Reading) -> ToDo:
    """`TEXT @WHEN`, split at the last ` @` if the rest is a time."""
    action, at, when = text.rpartition(" @")
    if at and action.strip():
        try:
            end = read(RECORDS["task"].field("end"), when, reading)
        except FieldError:
            return ToDo(text)
        return ToDo(action, end if isinstance(end, Deadline) else None)
    return ToDo(text)


@dataclass(frozen=True, slots=True)
class Forestalled:
    """An inquiry that somebody has answered or solved before this follow-up was written down."""

    ref: str
    by: str | None
    at: datetime | None  # UTC: of their contact or solution; None where the inquiry is out of sight


@dataclass(frozen=True, slots=True)
class Logged:
    """What writing a follow-up down did, so that the screen can say it. All refs."""

    seq: int
    ref: str
    customer: CustomerName
    contacted_at: datetime
    written_by: datetime  # R4: on time until then
    answered: tuple[str, ...]  # inquiries this contact answers
    unanswered: tuple[str, ...]  # several were open and none was chosen
    opened: tuple[str, ...]  # inquiries that objections without an answer opened
    next_at: Deadline | None
    promise: str | None
    to_dos: tuple[str, ...]
    written_late: bool
    forestalled: tuple[Forestalled, ...] = ()  # of the inquiries that were to be answered


def log_follow_up(
    desk: Desk,
    customer: str,
    typed: Mapping[str, str],
    *,
    objections: Sequence[ObjectionEntry] = (),
    to_dos: Sequence[ToDo] = (),
    answers: str | None = None,
    expected: Collection[str] = (),
) -> Logged:
    """Write a contact down. It answers the customer's only open inquiry, unless `answers` says which: a ref, all, none.

    `expected` are the refs a form said this would answer: where somebody was quicker that is told, and the contact
    written down all the same, for it took place.
    Raises InvalidValueError, NotFoundError, AmbiguousError, UsageError; nothing is written then.
    """
    now = desk.now()
    contact = typed.get("contact")
    found = values(desk, "follow_up", {"customer": customer, **typed}, now=now)
    whose = active_customer(desk, customer)
    contact_id = contact_named(desk, whose, contact) if contact else None
    chosen = _chosen(desk, answers)
    with desk.command("log_follow_up") as work:
        follow_up = put_follow_up(desk, work, whose.id, found, contact_id=contact_id, written_at=work.at)
        contacted_at = follow_up.contacted_at
        named = () if chosen is None else (work.get(Inquiry, chosen).ref,)
        forestalled = _forestalled(work, {*expected, *named})
        answered, unanswered = _answer(work, follow_up, chosen, answers)
        opened = [_object(desk, work, follow_up, objection) for objection in objections]
        made = [put_to_do(desk, work, to_do.action, to_do.end, to_do.owner, follow_up) for to_do in to_dos]
        promises = work.rows("SELECT ref FROM promise WHERE follow_up_id = :key", key=follow_up.id)
        work.subject = follow_up.ref
    promised = found.get("next_at")
    by = write_by(contacted_at, desk.law)
    return Logged(
        seq=work.seq,
        ref=follow_up.ref,
        customer=whose,
        contacted_at=contacted_at,
        written_by=by,
        answered=tuple(answered),
        unanswered=tuple(unanswered),
        opened=tuple(ref for ref in opened if ref is not None),
        next_at=promised if isinstance(promised, Deadline) else None,
        promise=promises[0]["ref"] if promises else None,
        to_dos=tuple(task.ref for task in made),
        written_late=now > by,
        forestalled=forestalled,
    )


def put_follow_up(
    desk: Desk,
    work: Work,
    customer: str,
    found: Mapping[str, Value],
    *,
    contact_id: str | None = None,
    written_at: datetime | None,
    owners: Collection[str] = (),
) -> FollowUp:
    """Add a follow-up and the promise made in it, inside a command. `written_at` None: a file did not say.

    `owners` are known to be some, or made by the command itself.
    """
    held = {"owner": desk.settings.owner, **columns(desk, "follow_up", found, owners=owners)}
    held["contacted_at"] = held.get("contacted_at") or work.at
    follow_up = work.add(FollowUp, customer_id=customer, contact_id=contact_id, **{"written_at": written_at, **held})
    work.flush()
    due, method, place = found.get("next_at"), found.get("next_method"), found.get("next_place")
    if isinstance(due, Deadline):
        make_promise(
            work,
            desk,
            customer,
            due,
            follow_up.contacted_at,
            follow_up=follow_up.id,
            method=method if isinstance(method, Method) else None,
            place=place if isinstance(place, str) else None,
        )
    return follow_up


# ── answering ────────────────────────────────────────────────────────────────────────────────────────────────────


def _chosen(desk: Desk, answers: str | None) -> str | None:
    """The key of the inquiry that `answers` names."""
    if answers is None or answers in (ANSWERS_ALL, ANSWERS_NONE):
        return None
    return record_named(desk, answers, only=("inquiry",))[1]


def _answer(work: Work, follow_up: FollowUp, chosen: str | None, answers: str | None) -> tuple[list[str], list[str]]:
    """Link the follow-up to what it answers; gives the refs answered, and those left open for want of a choice."""
    if chosen is not None:
        inquiry = work.get(Inquiry, chosen)
        _check_answers(inquiry, follow_up)
        return [_link(work, follow_up, inquiry)], []
    waiting = [
        work.get(Inquiry, row["id"])
        for row in work.rows(_WAITING, customer=follow_up.customer_id, contacted_at=to_ms(follow_up.contacted_at))
    ]
    if answers == ANSWERS_NONE or not waiting:
        return [], []
    if answers == ANSWERS_ALL or len(waiting) == 1:
        return [_link(work, follow_up, inquiry) for inquiry in waiting], []
    return [], [inquiry.ref for inquiry in waiting]


# Received before the contact, and nobody has answered or solved it: a contact before the receipt cannot answer.
_WAITING = """
    SELECT id FROM inquiry
    WHERE customer_id = :customer AND archived_at IS NULL AND received_at <= :contacted_at
      AND answered_at IS NULL AND solved_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM answer JOIN follow_up ON follow_up.id = answer.follow_up_id
                      WHERE answer.inquiry_id = inquiry.id AND follow_up.archived_at IS NULL
                        AND follow_up.contacted_at >= inquiry.received_at)
    ORDER BY received_at, id"""


# By whom and when: the earliest contact that answers it, else the solution.
_FORESTALLED = """
    SELECT inquiry.archived_at, contact.owner AS by, contact.contacted_at AS at, inquiry.solved_at,
           (SELECT command.actor FROM change JOIN command ON command.seq = change.command_seq
            WHERE change.record_id = inquiry.id AND json_extract(change.fields, '$.solved_at[1]') IS NOT NULL
            ORDER BY change.seq DESC LIMIT 1) AS solved_by
    FROM inquiry LEFT JOIN follow_up AS contact ON contact.id = (
        SELECT follow_up.id FROM answer JOIN follow_up ON follow_up.id = answer.follow_up_id
        WHERE answer.inquiry_id = inquiry.id AND follow_up.archived_at IS NULL
          AND follow_up.contacted_at >= inquiry.received_at
        ORDER BY follow_up.contacted_at LIMIT 1)
    WHERE inquiry.ref = :ref"""


def _forestalled(work: Work, refs: Collection[str]) -> tuple[Forestalled, ...]:
    """Which of the inquiries wait no longer, before this command answers any."""
    found: list[Forestalled] = []
    for ref in sorted(refs):
        rows = work.rows(_FORESTALLED, ref=ref)
        if not rows or rows[0]["archived_at"] is not None:
            found.append(Forestalled(ref, None, None))
        elif rows[0]["at"] is not None:
            found.append(Forestalled(ref, rows[0]["by"], from_ms(rows[0]["at"])))
        elif rows[0]["solved_at"] is not None:
            found.append(Forestalled(ref, rows[0]["solved_by"], from_ms(rows[0]["solved_at"])))
    return tuple(found)


def _check_answers(inquiry: Inquiry, follow_up: FollowUp) -> None:
    if inquiry.customer_id != follow_up.customer_id:
        raise UsageError(_("{ref} is another customer's inquiry", ref=inquiry.ref), _("name one of this customer's"))
    if inquiry.archived_at is not None:
        raise UsageError(
            _("{ref} is archived", ref=inquiry.ref),
            _("bring it back with: salestui archive {code} --back", code=inquiry.ref),
        )
    if follow_up.contacted_at < inquiry.received_at:
        raise UsageError(
            _("the contact lies before the receipt of {ref} and cannot answer it", ref=inquiry.ref),
            _("correct --at, or log it with --answers none"),
        )


def _check_not_linked(work: Work, inquiry: Inquiry, follow_up: FollowUp) -> None:
    if work.rows(
        "SELECT 1 FROM answer WHERE follow_up_id = :follow_up AND inquiry_id = :inquiry",
        follow_up=follow_up.id,
        inquiry=inquiry.id,
    ):
        raise UsageError(
            _("{ref} answers {inquiry} already", ref=follow_up.ref, inquiry=inquiry.ref),
            _("there is nothing to change"),
        )


def _link(work: Work, follow_up: FollowUp, inquiry: Inquiry) -> str:
    work.add(Answer, follow_up_id=follow_up.id, inquiry_id=inquiry.id)
    return inquiry.ref


def _object(desk: Desk, work: Work, follow_up: FollowUp, entry: ObjectionEntry) -> str | None:
    """Note an objection; one without an answer opens an inquiry that counts as complex. Gives that one's ref."""
    inquiry = None
    if entry.answer is None:
        customer = work.get(Customer, follow_up.customer_id)
        inquiry = work.add(
            Inquiry,
            customer_id=customer.id,
            contact_id=follow_up.contact_id,
            kind=InquiryKind.OBJECTION,
            received_at=follow_up.contacted_at,
            text=entry.text,
            complex=True,
            grade_at_receipt=customer.grade or desk.law.rules.default_grade,
            created_at=work.at,
        )
        work.flush()
    work.add(
        Objection,
        follow_up_id=follow_up.id,
        inquiry_id=inquiry.id if inquiry else None,
        kind=entry.kind,
        text=entry.text,
        answer=entry.answer,
        outcome=entry.outcome,
    )
    return inquiry.ref if inquiry else None


# ── correcting ───────────────────────────────────────────────────────────────────────────────────────────────────


def change_follow_up(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Correct a follow-up: what it answered and met is timed anew. `answers` adds the inquiry it answers.

    A new `next_at` is a new promise made now: before the old one is due it replaces it, afterwards that counts as
    missed. `seen` as for a customer; its `next_at` is the customer's, wherever it was promised. Raises
    InvalidValueError for a contact past the date that was promised in it (R6).
    """
    if "customer" in typed:
        raise UsageError(_("a follow-up stays with its customer"), _("archive it and write it again"))
    answers = typed.get("answers")
    own = {name: text for name, text in typed.items() if name not in ("answers", NEXT_AT)}
    found = values(desk, "follow_up", own, partial=True)
    if "contacted_at" in found and found["contacted_at"] is None:
        raise InvalidValueError(_("{field} is missing – it must be filled in", field=label("field", "contacted_at")))
    chosen = _chosen(desk, answers)
    with desk.command("change_follow_up") as work:
        follow_up = work.get(FollowUp, key)
        merged = merge(desk, "follow_up", key, typed, seen)
        found = merged.kept(found)
        for name, value in columns(desk, "follow_up", found).items():
            setattr(follow_up, name, value)
        if "contact" in found:
            contact = typed["contact"]
            follow_up.contact_id = contact_named(desk, _customer(work, follow_up), contact) if contact else None
        if "contacted_at" in found:
            _check_promised_ahead(desk, work, follow_up)
        _change_appointment(work, key, found)
        if chosen is not None:
            inquiry = work.get(Inquiry, chosen)
            _check_answers(inquiry, follow_up)
            _check_not_linked(work, inquiry, follow_up)
            _link(work, follow_up, inquiry)
        if NEXT_AT in typed and NEXT_AT not in merged.dropped:
            set_next(desk, work, follow_up.customer_id, typed[NEXT_AT])
        work.subject = follow_up.ref
    return Saved(work.seq, "follow_up", follow_up.ref, follow_up.content, merged.meanwhile)


def _customer(work: Work, follow_up: FollowUp) -> CustomerName:
    customer = work.get(Customer, follow_up.customer_id)
    return CustomerName(customer.id, customer.code, customer.name, customer.owner, customer.archived_at is not None)


def _check_promised_ahead(desk: Desk, work: Work, follow_up: FollowUp) -> None:
    """A promise is timed from the contact in which it was made: it would have been broken before it was given."""
    for row in work.rows("SELECT due FROM promise WHERE follow_up_id = :key ORDER BY due", key=follow_up.id):
        due = Deadline.parse(row["due"])
        if deadline_end(desk, due) <= follow_up.contacted_at:
            raise InvalidValueError(
                _(
                    "the contact lies past {due}, the next follow-up promised in it",
                    due=promised(due, desk.now(), desk.zone),
                ),
                _("give an earlier time, or archive {ref} and write it again", ref=follow_up.ref),
                field="contacted_at",
            )


def _change_appointment(work: Work, key: str, found: Mapping[str, Value]) -> None:
    columns_of_promise = {"next_method": "method", "next_place": "place"}
    changes = {columns_of_promise[name]: value for name, value in found.items() if name in columns_of_promise}
    if not changes:
        return
    rows = work.rows("SELECT id FROM promise WHERE follow_up_id = :key", key=key)
    if not rows:
        raise UsageError(_("nothing is promised in this follow-up"), _("set next_at too"))
    promise = work.get(Promise, rows[0]["id"])
    for name, value in changes.items():
        setattr(promise, name, value)

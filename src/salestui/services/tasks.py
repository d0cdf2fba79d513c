"""Tasks (R9): add, change, move, finish; to-dos that come up in a contact."""

from collections.abc import Mapping
from datetime import date, datetime

from salestui.domain.fields import Value
from salestui.domain.instants import Deadline
from salestui.domain.tasks import Standing, moved, progressed
from salestui.domain.words import TaskStatus
from salestui.errors import InvalidValueError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Seen, merge
from salestui.services.naming import active_customer, record_named
from salestui.services.records import Saved
from salestui.store.command import Work
from salestui.store.models import FollowUp, Task


def add_task(desk: Desk, typed: Mapping[str, str]) -> Saved:
    """A new task; its owner is whoever sits at the desk unless one is given."""
    typed = {"owner": desk.settings.owner, **typed}
    found = values(desk, "task", typed)
    customer = active_customer(desk, typed["customer"]).id if typed.get("customer") else None
    deal, customer = _of_deal(desk, typed.get("deal"), customer)
    with desk.command("add_task") as work:
        task = put_task(desk, work, found, customer)
        task.deal_id = deal
        work.subject = task.ref
    return Saved(work.seq, "task", task.ref, task.action)


def put_task(desk: Desk, work: Work, found: Mapping[str, Value], customer: str | None) -> Task:
    """Add a task inside a command; its status and progress agree (R9)."""
    held = columns(desk, "task", found)
    _check_span(desk, held.get("start"), held.get("end"))
    status, progress = held.pop("status", None), held.pop("progress", None)
    held["milestone"] = bool(held.get("milestone"))
    task = work.add(Task, customer_id=customer, created_at=work.at, **held)
    _stand(task, status, progress, work.at)
    return task


def put_to_do(
    desk: Desk, work: Work, action: str, end: Deadline | None, owner: str | None, follow_up: FollowUp
) -> Task:
    """Add the task that came up in `follow_up`, inside its command."""
    found = values(desk, "task", {"action": action, "owner": owner or desk.settings.owner})
    return work.add(
        Task,
        **columns(desk, "task", found),
        end=end,
        customer_id=follow_up.customer_id,
        follow_up_id=follow_up.id,
        created_at=work.at,
        milestone=False,
    )


def change_task(
    desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None, *, kind: str = "change_task"
) -> Saved:
    """Change fields of a task; status and progress are kept in agreement (R9). `seen` as for a customer."""
    found = values(desk, "task", typed, partial=True)
    with desk.command(kind) as work:
        task = work.get(Task, key)
        merged = merge(desk, "task", key, typed, seen)
        held = columns(desk, "task", merged.kept(found))
        if "customer" in typed and "customer" not in merged.dropped:
            held["customer_id"] = active_customer(desk, typed["customer"]).id if typed["customer"] else None
        if ("deal" in typed and "deal" not in merged.dropped) or "customer_id" in held:
            deal = typed.get("deal", task.deal_id)
            customer = held.get("customer_id", task.customer_id)
            held["deal_id"], held["customer_id"] = _of_deal(desk, deal, None if customer is None else str(customer))
        _check_span(desk, held.get("start", task.start), held.get("end", task.end))
        status, progress = held.pop("status", None), held.pop("progress", None)
        for name, value in held.items():
            setattr(task, name, value)
        _stand(task, status, progress, work.at)
        work.subject = task.ref
    return Saved(work.seq, "task", task.ref, task.action, merged.meanwhile)


def move_task(desk: Desk, key: str, status: str, seen: Seen | None = None) -> Saved:
    """Move a task to `status` (as typed)."""
    return change_task(desk, key, {"status": status}, seen, kind="move_task")


def finish_task(desk: Desk, key: str, *, accepted: bool = False, cause: str | None = None) -> Saved:
    """A task is done; where there is an acceptor it waits until it is `accepted`. `cause` says why it is late."""
    found = values(desk, "task", {} if cause is None else {"delay_cause": cause}, partial=True)
    with desk.command("finish_task") as work:
        task = work.get(Task, key)
        if accepted:
            if not task.acceptor:
                raise InvalidValueError(
                    _("{ref} has no acceptor", ref=task.ref), _("leave --accepted out, or set acceptor first")
                )
            task.accepted_at = task.accepted_at or work.at
        for name, value in columns(desk, "task", found).items():
            setattr(task, name, value)
        _stand(task, TaskStatus.DONE, None, work.at)
        work.subject = task.ref
    return Saved(work.seq, "task", task.ref, task.action)


def _of_deal(desk: Desk, deal: str | None, customer: str | None) -> tuple[str | None, str | None]:
    """The key of the deal (a ref, or its key) a task belongs to, and of its customer: the deal's where none is given.

    Raises InvalidValueError for a deal of another customer.
    """
    if not deal:
        return None, customer
    known = desk.reader.execute("SELECT id FROM deal WHERE id = ?", (deal,)).fetchone()
    key = deal if known is not None else record_named(desk, deal, only=("deal",))[1]
    row = desk.reader.execute("SELECT ref, customer_id FROM deal WHERE id = ?", (key,)).fetchone()
    whose = str(row["customer_id"])
    if customer not in (None, whose):
        raise InvalidValueError(
            _("{ref} is a deal of another customer", ref=row["ref"]),
            _("name a deal of the same customer, or leave the customer out"),
            field="deal",
        )
    return key, whose


def _stand(task: Task, status: object, progress: object, now: datetime) -> None:
    """Bring status, progress and the dates that follow from them into agreement."""
    standing = Standing(TaskStatus(task.status), task.progress, task.done_at, task.dropped_at)
    has_acceptor, accepted = bool(task.acceptor), task.accepted_at is not None
    if isinstance(progress, int):
        standing = progressed(standing, progress, now, has_acceptor=has_acceptor, accepted=accepted)
    if isinstance(status, TaskStatus):
        standing = moved(standing, status, now, has_acceptor=has_acceptor, accepted=accepted)
    elif standing.progress == 100 and standing.status is not TaskStatus.DROPPED:
        # An acceptor was named, or taken away.
        standing = moved(standing, TaskStatus.DONE, now, has_acceptor=has_acceptor, accepted=accepted)
    if standing.status is not TaskStatus.DONE and standing.progress < 100:
        task.accepted_at = None
    task.status, task.progress = standing.status, standing.progress
    task.done_at, task.dropped_at = standing.done_at, standing.dropped_at


def _check_span(desk: Desk, start: object, end: object) -> None:
    """R9: start ≤ end, by days."""
    if not isinstance(start, date) or not isinstance(end, Deadline):
        return
    last = end.day or (end.instant and end.instant.astimezone(desk.zone).date())
    if last is not None and start > last:
        raise InvalidValueError(
            _("the task starts {start} after its end {end}", start=start, end=last),
            _("give a start before the end"),
        )

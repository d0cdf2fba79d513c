"""When each inquiry, promise and task fell due and what became of it, told from domain.md, section 3. No SQL.

Part of the second implementation of the figures (see `recount`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tests.figures.facts import Company, Row

_ANSWER_HOURS = {"A": 2, "B": 24, "C": 48}  # R1
_URGENT_HOURS = 2  # R2
_SOLUTION_HOURS = 48  # R3
_WRITTEN_HOURS = 24  # R4


@dataclass(frozen=True)
class Verdict:
    """Something that was due: the day to which it belongs, its instant (ms UTC), and when it was done, if ever."""

    day: date
    due: int
    done: int | None
    customer: str | None = None
    owner: str | None = None
    grade: str = ""
    rule: str = ""

    @property
    def kept(self) -> bool:
        """Exactly at the limit is met."""
        return self.done is not None and self.done <= self.due


def inquiries(company: Company) -> list[Verdict]:
    """Every inquiry that is not archived; of an archived customer those that had been answered."""
    return _kept(company, "inquiries", _inquiries)


def promises(company: Company) -> list[Verdict]:
    """Every promise that was neither withdrawn nor replaced before it was due."""
    return _kept(company, "promises", _promises)


def tasks(company: Company) -> list[Verdict]:
    """Every task with an end that is neither archived nor dropped."""
    return _kept(company, "tasks", _tasks)


def written_on_time(company: Company, follow_up: Row) -> bool:
    """R4, of a follow-up that tells when it was written down."""
    by = company.limit(follow_up["contacted_at"], _WRITTEN_HOURS)
    return bool(follow_up["written_at"] <= by)


def _kept(company: Company, name: str, count: Callable[[Company], Iterator[Verdict]]) -> list[Verdict]:
    if name not in company.kept:
        company.kept[name] = list(count(company))
    found: list[Verdict] = company.kept[name]
    return found


# ── R1, R2, R3 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _inquiries(company: Company) -> Iterator[Verdict]:
    for inquiry in company.all("inquiry"):
        customer = company.get("customer", inquiry["customer_id"])
        done = _answered(company, inquiry)
        if "archived_at" in customer and done is None:
            continue  # it owes nothing any more
        grade = _grade(company, inquiry, done)
        rule, hours = _rule(inquiry, grade)
        due = company.limit(inquiry["received_at"], hours)
        yield Verdict(company.day_of(due), due, done, customer["id"], customer.get("owner"), grade, rule)


def _answered(company: Company, inquiry: Row) -> int | None:
    """A complex objection or complaint: the solution. Anything else: the first contact that answers it, or that."""
    solved = [inquiry["solved_at"]] if "solved_at" in inquiry else []
    if inquiry["kind"] in ("objection", "complaint") and inquiry.get("complex"):
        return solved[0] if solved else None
    contacts = [
        company.get("follow_up", answer["follow_up_id"]) for answer in company.of("answer", "inquiry_id", inquiry["id"])
    ]
    times = [contact["contacted_at"] for contact in contacts if "archived_at" not in contact]
    times += [inquiry["answered_at"]] if "answered_at" in inquiry else []
    times += solved if inquiry["kind"] in ("objection", "complaint") else []
    return min((at for at in times if at >= inquiry["received_at"]), default=None)


def _grade(company: Company, inquiry: Row, done: int | None) -> str:
    """That of the receipt; a lead is re-timed by the last regrading while it was open. None counts as the default."""
    grade: str | None = inquiry["grade_at_receipt"]
    if inquiry["kind"] != "lead":
        return grade or company.default_grade  # no grade times it
    changes = company.of("grade_change", "customer_id", inquiry["customer_id"])
    for change in sorted(changes, key=lambda each: (each["changed_at"], each["id"])):
        if change["changed_at"] > inquiry["received_at"] and (done is None or change["changed_at"] < done):
            grade = change.get("grade")
    return grade or company.default_grade


def _rule(inquiry: Row, grade: str) -> tuple[str, int]:
    match inquiry["kind"]:
        case "lead":
            return "R1", _ANSWER_HOURS[grade]
        case "urgent":
            return "R2", _URGENT_HOURS
        case _:
            return "R3", _SOLUTION_HOURS


# ── R6 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _promises(company: Company) -> Iterator[Verdict]:
    for customer in company.tables.get("customer", {}).values():
        made = sorted(
            (_made_at(company, promise), promise["id"], promise)
            for promise in company.of("promise", "customer_id", customer["id"])
            if _stands(company, promise)
        )
        contacts = sorted(
            row["contacted_at"]
            for row in company.of("follow_up", "customer_id", customer["id"])
            if "archived_at" not in row
        )
        for place, (made_at, _id, promise) in enumerate(made):
            day, due = company.due_of(promise["due"])
            contact = next((at for at in contacts if at > made_at), None)
            ends = [made[place + 1][0]] if place + 1 < len(made) else []
            ends += [promise["withdrawn_at"]] if "withdrawn_at" in promise else []
            ended = min(ends, default=None)
            if ended is not None and ended <= due and (contact is None or ended < contact):
                continue  # replaced or withdrawn while it could still be kept
            if "archived_at" in customer and contact is None and ended is None:
                continue  # it owes nothing any more
            done = contact if contact is not None and (ended is None or contact <= ended) else None
            yield Verdict(day, due, done, customer["id"], customer.get("owner"))


def _stands(company: Company, promise: Row) -> bool:
    return "follow_up_id" not in promise or "archived_at" not in company.get("follow_up", promise["follow_up_id"])


def _made_at(company: Company, promise: Row) -> int:
    source = company.get("follow_up", promise["follow_up_id"])["contacted_at"] if "follow_up_id" in promise else None
    made: int = promise["made_at"] if source is None else source
    return made


# ── R9 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tasks(company: Company) -> Iterator[Verdict]:
    for task in company.all("task"):
        if "end" in task and task["status"] != "dropped":
            day, due = company.due_of(task["end"])
            yield Verdict(day, due, task.get("done_at"), task.get("customer_id"), task["owner"])

"""An import before it happens: every row read, every name looked up, every reason against it gathered.

A plan only reads; `importing.carry_out` makes it one command.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from salestui.domain.fields import FieldError, Value, read
from salestui.domain.folding import fold
from salestui.domain.instants import Deadline
from salestui.domain.rows import CustomerName
from salestui.errors import ImportRefusedError
from salestui.exchange.mapping import ANSWERS, KINDS, Layout, fields_of
from salestui.exchange.references import References, UnresolvedError
from salestui.exchange.table import Row, Table
from salestui.i18n import _, ids_by_label, label, ngettext
from salestui.refusals import field_problem
from salestui.sentences import quoted
from salestui.services.desk import Desk, owners_of

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be imported. `column` is the heading, empty where the row as a whole is wrong."""

    line: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        where = _("line {line}", line=self.line)
        return f"{where}, {self.column}: {self.why}" if self.column else f"{where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row ready to be written: its values by field id, and the keys of what it belongs to."""

    line: int
    found: Mapping[str, Value]
    customer: str | None = None
    contact: str | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With problems nothing is imported; warnings do not hinder it."""

    table: Table
    record: str
    rows: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    new_owners: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of rows as --as names it."""
        return next(kind for kind, record in KINDS.items() if record == self.record)

    def owners(self) -> frozenset[str]:
        """Everybody whom the rows name as an owner."""
        return frozenset(str(row.found["owner"]) for row in self.rows if row.found.get("owner"))

    def rejected(self) -> list[Row]:
        """The bad rows as they stand in the file."""
        lines = {problem.line for problem in self.problems}
        return [row for row in self.table.rows if row.line in lines]

    def reasons(self, line: int) -> list[str]:
        """Everything against the row at `line`."""
        return [
            f"{problem.column}: {problem.why}" if problem.column else problem.why
            for problem in self.problems
            if problem.line == line
        ]

    def refusal(self) -> ImportRefusedError:
        """The error that tells the problems, the first MOST_SHOWN in full."""
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            lines.append(_("and {n} more", n=len(self.problems) - MOST_SHOWN))
        bad = len({problem.line for problem in self.problems})
        return ImportRefusedError(
            ngettext(
                "nothing was imported from {file}: {n} of {rows} rows cannot be",
                "nothing was imported from {file}: {n} of {rows} rows cannot be",
                bad,
                file=quoted(self.table.source),
                rows=len(self.table.rows),
            ),
            lines,
            _("correct them, or have them written to a file with --rejects FILE"),
        )


def make_plan(desk: Desk, table: Table, layout: Layout) -> Plan:
    """Read every row of `table` as `layout` says, against the desk as it is now."""
    return _Planner(desk, table, layout).plan()


class _Planner:
    """One pass over a table; what later rows need to know of earlier ones is kept here."""

    def __init__(self, desk: Desk, table: Table, layout: Layout) -> None:
        self._desk = desk
        self._table = table
        self._layout = layout
        self._fields = fields_of(layout.record)
        # A vocabulary's spellings are gathered anew each time they are asked for: once a file is enough.
        self._reading = replace(desk.reading(), spellings=cache(ids_by_label))
        self._references = References(desk)
        self._owners = frozenset(owners_of(desk))
        self._new_owners: dict[str, None] = {}
        self._problems: list[Problem] = []
        self._codes: dict[str, int] = {}  # code → line
        self._names: Counter[tuple[str, str]] = Counter()  # (customer's key, name)
        self._noticed: Counter[str] = Counter()

    def plan(self) -> Plan:
        planned = [row for row in map(self._row, self._table.rows) if row is not None]
        self._noticed["twice"] = sum(times for times in self._names.values() if times > 1)
        return Plan(
            self._table,
            self._layout.record,
            tuple(planned),
            tuple(self._problems),
            tuple(self._new_owners),
            tuple(_warning(what, times) for what, times in self._noticed.items() if times),
        )

    def _row(self, row: Row) -> Planned | None:
        """The row ready to be written; None where it has problems."""
        before = len(self._problems)
        if len(row.cells) != len(self._table.headings):
            self._problems.append(
                Problem(
                    row.line,
                    "",
                    ",".join(row.cells),
                    _(
                        "fields found: {n}, expected: {expected} – {value}",
                        n=len(row.cells),
                        expected=len(self._table.headings),
                        value=quoted(",".join(row.cells)),
                    ),
                )
            )
            return None
        found = self._values(row)
        planned = Planned(row.line, found)
        if len(self._problems) == before:
            planned = _CHECKS[self._layout.record](self, row, planned)
        return planned if len(self._problems) == before else None

    def _values(self, row: Row) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, place in self._layout.places.items():
            field = self._fields[name]
            try:
                found[name] = read(field, row.cells[place], self._reading)
            except FieldError as problem:
                self._problem(row, name, field_problem(problem))
        return found

    def _problem(self, row: Row, name: str, why: str) -> None:
        place = self._layout.places.get(name)
        if place is None:
            self._problems.append(Problem(row.line, label("field", name), "", why))
        else:
            self._problems.append(Problem(row.line, self._table.headings[place], row.cells[place], why))

    def _value_problem(self, row: Row, name: str, why: str) -> None:
        """As `_problem`, where `why` does not quote the value."""
        self._problem(row, name, f"{quoted(row.cells[self._layout.places[name]].strip())} – {why}")

    # ── the records ──────────────────────────────────────────────────────────────────────────────────────────

    def customer(self, row: Row, planned: Planned) -> Planned:
        found = dict(planned.found)
        self._owner(found)
        if found.get("code") is None:
            found.pop("code", None)
        else:
            code = found["code"] = fold(str(found["code"])).upper()
            holder = self._references.owner_of_code(code)
            if holder is not None:
                self._value_problem(row, "code", _("the code belongs to {name}", name=quoted(holder.name)))
            elif code in self._codes:
                self._value_problem(row, "code", _("the code stands in line {line} already", line=self._codes[code]))
            self._codes.setdefault(code, row.line)
        name = str(found["name"])
        self._names["", name] += 1
        self._noticed["there"] += self._references.customers_named(name)
        return replace(planned, found=found)

    def contact(self, row: Row, planned: Planned) -> Planned:
        customer = self._customer(row, planned)
        if customer is None:
            return planned
        name = str(planned.found["name"])
        self._names[customer.id, name] += 1
        self._noticed["there"] += self._references.has_contact(customer, name)
        return replace(planned, customer=customer.id)

    def inquiry(self, row: Row, planned: Planned) -> Planned:
        customer = self._customer(row, planned)
        if customer is None:
            return planned
        found = planned.found
        received = found.get("received_at")
        for name in ("answered_at", "solved_at", "customer_told_at"):
            at = found.get(name)
            if isinstance(at, datetime) and not isinstance(received, datetime):
                self._problem(
                    row, "received_at", _("it is missing, though {field} is given", field=label("field", name))
                )
            elif isinstance(at, datetime) and isinstance(received, datetime) and at < received:
                self._value_problem(row, name, _("it lies before the receipt"))
        if found.get("customer_told_at") is not None and found.get("solved_at") is None:
            self._value_problem(row, "customer_told_at", _("there is no result to tell: solved_at is missing"))
        self._noticed["received"] += received is None
        return replace(planned, customer=customer.id, contact=self._contact(row, customer, found))

    def follow_up(self, row: Row, planned: Planned) -> Planned:
        found = dict(planned.found)
        self._owner(found)
        customer = self._customer(row, planned)
        if customer is None:
            return planned
        contacted = found["contacted_at"]
        assert isinstance(contacted, datetime)  # required in a file
        self._next(row, found, contacted)
        answers = tuple(self._answers(row, customer, str(found.pop(ANSWERS, None) or ""), contacted))
        return replace(
            planned,
            found=found,
            customer=customer.id,
            contact=self._contact(row, customer, found),
            answers=answers,
        )

    # ── what a row refers to ─────────────────────────────────────────────────────────────────────────────────

    def _owner(self, found: Mapping[str, Value]) -> None:
        """A file may name owners nobody knows yet: it is the authority, and they are made with it."""
        owner = found.get("owner")
        if owner is not None and owner not in self._owners:
            self._new_owners.setdefault(str(owner))
        self._noticed["owner"] += "owner" in found and owner is None

    def _customer(self, row: Row, planned: Planned) -> CustomerName | None:
        try:
            return self._references.customer(str(planned.found["customer"]))
        except UnresolvedError as problem:
            self._value_problem(row, "customer", str(problem))
            return None

    def _contact(self, row: Row, customer: CustomerName, found: Mapping[str, Value]) -> str | None:
        name = found.get("contact")
        if name is None:
            return None
        try:
            return self._references.contact(customer, str(name))
        except UnresolvedError as problem:
            self._value_problem(row, "contact", str(problem))
            return None

    def _next(self, row: Row, found: Mapping[str, Value], contacted: datetime) -> None:
        """R6: what was promised in a contact lies after it; how and where need a time."""
        due = found.get("next_at")
        if isinstance(due, Deadline):
            ends = due.instant or (due.day and self._desk.law.calendar.end_of_day(due.day))
            if ends is None or ends <= contacted:
                self._value_problem(row, "next_at", _("it does not lie after the contact"))
            return
        for name in ("next_method", "next_place"):
            if found.get(name) is not None:
                self._value_problem(row, name, _("next_at is missing: nothing is promised"))

    def _answers(self, row: Row, customer: CustomerName, refs: str, contacted: datetime) -> Sequence[str]:
        keys: dict[str, None] = {}
        for ref in refs.replace(",", " ").replace(";", " ").split():
            try:
                inquiry = self._references.inquiry(customer, ref)
            except UnresolvedError as problem:
                self._value_problem(row, ANSWERS, str(problem))
                continue
            if contacted < inquiry.received_at:
                why = _("the contact lies before the receipt of {ref} and cannot answer it", ref=inquiry.ref)
                self._value_problem(row, ANSWERS, why)
            keys.setdefault(inquiry.id)
        return list(keys)


_CHECKS: Mapping[str, Callable[[_Planner, Row, Planned], Planned]] = {
    "customer": _Planner.customer,
    "contact": _Planner.contact,
    "inquiry": _Planner.inquiry,
    "follow_up": _Planner.follow_up,
}


def _warning(what: str, n: int) -> str:
    match what:
        case "there":
            return ngettext("{n} row is already there by name", "{n} rows are already there by name", n)
        case "twice":
            return ngettext("{n} row shares its name with another", "{n} rows share their names with others", n)
        case "owner":
            return ngettext("{n} row has no owner", "{n} rows have no owner", n)
        case _:
            return ngettext(
                "{n} row has no time of receipt: its clock starts now",
                "{n} rows have no time of receipt: their clocks start now",
                n,
            )

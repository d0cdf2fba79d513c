"""How commands show a clock: the sentence for people, the record for programs."""

from typing import TYPE_CHECKING

from salestui.domain.clock import Step, late_because_of_regrade, state
from salestui.domain.rows import Waiting
from salestui.sentences import why

if TYPE_CHECKING:
    from salestui.services.desk import Desk


def clocks(desk: "Desk", ref: str) -> list[Waiting]:
    """The clocks of `ref`, without the open row of telling the customer."""
    from salestui.services.due import clocks_of

    return [row for row in clocks_of(desk, ref) if row.clock.step is Step.MAIN]


def reason(desk: "Desk", row: Waiting) -> str:
    """Why it is due, in a sentence."""
    return why(row, desk.now(), desk.zone, working=desk.book.calendar.working)


def clock_record(desk: "Desk", row: Waiting) -> dict[str, object]:
    """A clock as JSON: stable English ids; instants in UTC."""
    clock, now = row.clock, desk.now()
    return {
        "ref": clock.ref,
        "kind": clock.kind,
        "rule": clock.rule,
        "due_at": clock.due_at,
        "stopped_at": clock.stopped_at,
        "state": state(clock, now),
        "late_because_of_regrade": late_because_of_regrade(clock, now),
        "why": reason(desk, row),
    }

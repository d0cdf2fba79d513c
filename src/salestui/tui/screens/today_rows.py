"""What a line of Today shows, and what the lines below it tell: of a clock, and of an early warning (R12)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from salestui.domain.clock import state
from salestui.domain.rows import EarlyWarning, Waiting
from salestui.domain.words import ClockState, DueKind, Rule
from salestui.i18n import _, label
from salestui.sentences import (
    SIGNS,
    about,
    longest_standings,
    moment,
    since,
    standing_by_minutes,
    to_write_about,
    until,
    warning_text,
    why,
)
from salestui.services import day
from salestui.services.day import Day
from salestui.services.desk import Desk
from salestui.tui.sections import Listed, Told
from salestui.tui.widgets.record_table import TableColumn, TableRow, widest

if TYPE_CHECKING:  # most starts find no draft
    from salestui.services.keeping import LeftDraft

_TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon"}
_WARNS = "!"


def columns(*, everybody: bool = False) -> list[TableColumn]:
    """The columns of Today, in the user's language. Where it is everybody's, the owner comes before the code.

    The first is as wide as the longest that can stand in it: it must not jump as minutes pass.
    """
    standing_width = widest([f"{SIGNS[ClockState.OVERDUE]} {text}" for text in longest_standings()], least=12, most=24)
    return [
        TableColumn("standing", _("state"), standing_width),
        TableColumn("grade", _("gr."), 3),
        TableColumn("code", label("field", "customer.code"), 6, least=110 if everybody else 70),
        TableColumn("customer", label("field", "inquiry.customer"), 10, elastic=2),
        TableColumn("about", _("about"), 14, elastic=3),
        TableColumn("owner", label("field", "customer.owner"), 8, least=70 if everybody else 110),
        TableColumn("due", _("due"), 16, least=100),
        TableColumn("rule", _("rule"), 4),
    ]


class Clocks:
    """A section of clocks, read from the desk a window at a time."""

    def __init__(self, title: str, desk: Desk, of: Day, keys: Sequence[str]) -> None:
        self.title = title
        self.keys = keys
        self._desk = desk
        self._day = of
        self._seen: dict[str, Waiting] = {}  # of the windows shown since the list was read

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See Section."""
        self._seen |= day.rows(self._desk, self._day.now, [key for key in keys if key not in self._seen])
        return {key: self._shown(self._seen[key]) if key in self._seen else _GONE for key in keys}

    def told(self, key: str) -> Told | None:
        """See Section."""
        row = self._seen.get(key) or day.rows(self._desk, self._day.now, [key]).get(key)
        if row is None:
            return None
        reason = why(row, self._day.now, self._desk.zone, working=self._desk.book.calendar.working)
        return Told(row.code, row.customer, row.clock.ref, reason, row.text or "", row)

    def _shown(self, row: Waiting) -> TableRow:
        now = self._day.now
        found = state(row.clock, now)
        said = to_write_about(row, now, self._desk.zone) if row.clock.kind is DueKind.WRITE_DOWN else about(row)
        return TableRow(
            {
                "standing": f"{SIGNS[found]} {standing_by_minutes(row.clock, now)}",
                "grade": row.clock.grade or "–",
                "code": row.code or "",
                "customer": row.customer or "",
                "about": for_whom(row.clock.owner, said, self._day.stands_in_for),
                "owner": row.clock.owner or "–",
                "due": until(row.clock.due_at, now, self._desk.zone),
                "rule": row.clock.rule,
            },
            tone=_TONES.get(found, ""),
        )


_GONE = TableRow({"standing": "–"}, tone="muted")  # stopped by another session since the keys were read


def for_whom(owner: str | None, text: str, stands_in_for: Collection[str]) -> str:
    """What a row is about, with its owner first where I stand in for them."""
    return _("for {owner} · {about}", owner=owner, about=text) if owner in stands_in_for else text


def warning_section(desk: Desk, of: Day) -> Listed[EarlyWarning]:
    """The early warnings in force; how many there are where not all are shown."""
    title = _("EARLY WARNINGS")
    if of.warning_count > len(of.warnings):
        title = _("EARLY WARNINGS, {n} of {all}", n=len(of.warnings), all=of.warning_count)

    def shown(warning: EarlyWarning) -> TableRow:
        return TableRow(
            {
                "standing": f"{_WARNS} {label('warning_kind', warning.kind)}",
                "grade": warning.grade,
                "code": warning.code,
                "customer": warning.customer,
                "about": for_whom(warning.owner, warning_text(warning, of.now, desk.zone), of.stands_in_for),
                "owner": warning.owner or "–",
                "due": since(warning, of.now, desk.zone),
                "rule": Rule.R12,
            }
        )

    def told(warning: EarlyWarning) -> Told:
        reason = _("{rule}: {text}", rule=Rule.R12, text=warning_text(warning, of.now, desk.zone))
        return Told(warning.code, warning.customer, warning.ref or "", reason)

    return Listed(
        title, of.warnings, key=lambda each: f"warning:{each.kind}:{each.customer_id}", shown=shown, told=told
    )


def draft_section(
    desk: Desk, drafts: "Sequence[LeftDraft]", go_on: "Callable[[LeftDraft], object]"
) -> "Listed[LeftDraft]":
    """What was typed and not saved, to be written down (R4); Enter goes on with it."""

    def shown(left: "LeftDraft") -> TableRow:
        at = moment(left.draft.written_at, desk.now(), desk.zone)
        return TableRow(
            {
                "standing": f"{SIGNS[ClockState.ON_TIME]} {_('draft of {at}', at=at)}",
                "grade": "–",
                "customer": left.draft.title,
                "about": left.draft.first_words,
                "owner": desk.settings.owner,
                "due": "–",
                "rule": Rule.R4,
            }
        )

    def told(left: "LeftDraft") -> Told:
        reason = _("a draft: typed and not saved; Enter goes on with it")
        return Told(None, None, "", reason, text=left.draft.title, opens=lambda: go_on(left))

    return Listed(_("WRITE DOWN"), drafts, key=lambda left: f"draft:{left.path.name}", shown=shown, told=told)

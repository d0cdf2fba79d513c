"""`P`: how satisfied a customer is. Scores by date, oldest first; complaints with their solution, and who was told."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widgets import Static

from salestui.domain.clock import state
from salestui.domain.rows import CustomerName, InquiryRow, ScoreRow, Waiting
from salestui.domain.warnings import FALL
from salestui.domain.words import ClockState
from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.sentences import SIGNS, moment, standing
from salestui.services import due, finding, naming, satisfaction
from salestui.services.desk import Desk
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.dialogs import Question
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

if TYPE_CHECKING:
    from salestui.services.records import Saved

_SCORE, _COMPLAINT = "score:", "complaint:"  # how the keys begin
DOWN = "▾"  # one cell wide everywhere


class SatisfactionScreen(Acting, RecordList):
    """Scores, then complaints, of one customer."""

    MODE = "customers"
    TABLE = "satisfaction"
    ABOVE = ("whose",)
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "satisfaction", "screen")
    HINTS = ("add_score", "edit", "remove_score", "resolve", "inquiry", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("satisfaction", "screen")]

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._scores: dict[str, ScoreRow] = {}
        self._complaints: dict[str, InquiryRow] = {}

    def columns(self) -> list[TableColumn]:
        """The columns of scores and complaints, in the user's language."""
        return [
            TableColumn("at", _("when"), 16),
            TableColumn("points", _("points"), 6, right=True),
            TableColumn("change", _("change"), 8, right=True),
            TableColumn("text", _("about"), 12, elastic=1),
            TableColumn("outcome", _("outcome"), 22, least=76),
        ]

    def look(self) -> None:
        """Read again."""
        try:
            customer = naming.customer_named(self.desk, self._code)
        except NotFoundError:  # its making has been undone
            self.dismiss(None)
            return
        self._scores = {f"{_SCORE}{row.id}": row for row in satisfaction.scores(self.desk, customer)}
        self._complaints = {f"{_COMPLAINT}{row.ref}": row for row in satisfaction.complaints(self.desk, customer)}
        title = _("Satisfaction of {code} {name}", code=customer.code, name=customer.name)
        self.query_one("#whose", Static).update(content(f" {title}", "bold"), layout=False)
        empty = _("no score and no complaint yet – {key} writes a score down", key=self.key_of("add_score"))
        self.show(dict(self._rows()), empty=empty)

    def _rows(self) -> Iterator[tuple[str, TableRow]]:
        now, zone = self.desk.now(), self.desk.zone
        heading = _("SCORES")
        for key, score in self._scores.items():
            yield key, _score(score, now, zone, heading)
            heading = ""
        heading = _("COMPLAINTS")
        for key, complaint in self._complaints.items():
            yield key, _complaint(complaint, now, zone, heading)
            heading = ""

    # ── the row in hand ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def customer_in_hand(self) -> str | None:
        """Whose it is."""
        return self._code

    @property
    def _key(self) -> str:
        return self.key or ""

    @property
    def row_in_hand(self) -> Waiting | None:
        """The clock of the complaint in hand that still runs, else its last."""
        complaint = self._complaints.get(self._key)
        clocks = [] if complaint is None else due.clocks_of(self.desk, complaint.ref)
        return min(clocks, key=lambda row: row.clock.stopped_at is not None, default=None)

    def why_not(self, command: str) -> str | None:
        """As the classes above; and what acts on a score must have one in hand."""
        if command == "satisfaction":
            return _("these are the scores")
        if command == "remove_score" and self._key not in self._scores:
            return _("only a score is removed")
        if command == "edit" and not self._key:
            return _("there is nothing to correct here")
        return super().why_not(command)

    def told_of(self, key: str) -> Told:
        """A complaint whole; of a score what it was before."""
        for place, line in enumerate(self._told()):
            yield line, "$text" if place == 0 else ""

    def _told(self) -> Iterator[str]:
        now, zone = self.desk.now(), self.desk.zone
        score, complaint = self._scores.get(self._key), self._complaints.get(self._key)
        if score is not None:
            yield f"{score.score}  {moment(score.at, now, zone)}"
            yield "" if score.before is None else _("before: {points}", points=score.before)
        elif complaint is not None:
            yield f"{complaint.ref}  {' '.join(complaint.text.split())}"
            solution = " ".join((complaint.result or "–").split())
            yield _("solution: {text} · {outcome}", text=solution, outcome=_outcome(complaint, now, zone))

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_add_score(self) -> None:
        """Write a score down."""
        from salestui.tui.forms.satisfaction import ScoreForm

        customer: CustomerName | None = self._customer()
        if customer is not None:
            await self._fill(ScoreForm(self.desk, customer))

    @work
    async def action_edit(self) -> None:
        """Correct the score or the complaint in hand."""
        from salestui.tui.forms.opening import change_form

        key = self._key
        if key in self._scores:
            await self._fill(change_form(self.desk, "satisfaction_score", self._scores[key].id))
        elif key in self._complaints:
            await self._fill(change_form(self.desk, "inquiry", self._complaints[key].id))

    @work
    async def action_remove_score(self) -> None:
        """Take the score in hand away."""
        score = self._scores.get(self._key)
        if score is None:
            return
        day = moment(score.at, self.desk.now(), self.desk.zone)
        text = _("Remove the score {points} of {day}? It can be undone.", points=score.score, day=day)
        if not await self.app.push_screen_wait(Question(text, yes=_("remove"))):
            return

        def remove(desk: Desk) -> "Saved":
            return satisfaction.remove_score(desk, score.id)

        if await self.write(remove) is not None:
            said = _("score {points} of {day} removed", points=score.score, day=day)
            self.told(_("{what} · {key} undoes it", what=said, key=self.key_of("undo")))
        else:
            self.look_again()

    @on(RecordTable.Chosen)
    def open_row(self) -> None:
        """A complaint whole; a score to be corrected."""
        complaint = self._complaints.get(self._key)
        if complaint is None:
            self.action_edit()
            return
        from salestui.tui.screens.card.parts import record_title, told
        from salestui.tui.screens.card.reading import Reader

        whole = finding.shown(self.desk, *naming.record_named(self.desk, complaint.ref, only=("inquiry",)))
        self.app.push_screen(Reader(record_title(whole), list(told(whole, self.desk))))


def _score(row: ScoreRow, now: datetime, zone: tzinfo, heading: str) -> TableRow:
    fell = row.change is not None and row.change <= -FALL
    change = "–" if row.change is None else f"{row.change:+d}".replace("-", "−") if row.change else "0"
    cells = {
        "at": moment(row.at, now, zone),
        "points": str(row.score),
        "change": f"{DOWN} {change}" if fell else change,
        "text": _("R12: down {points} or more", points=FALL) if fell else "",
    }
    return TableRow(cells, tone="overdue" if fell else "", heading=heading)


def _complaint(row: InquiryRow, now: datetime, zone: tzinfo, heading: str) -> TableRow:
    found = state(row.clock, now) if row.clock is not None else None
    cells = {
        "at": moment(row.received_at, now, zone),
        "text": " ".join(row.text.split()),
        "outcome": _outcome(row, now, zone),
    }
    tones = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon"}
    return TableRow(cells, tone=tones.get(found, "") if found is not None else "", heading=heading)


def _outcome(row: InquiryRow, now: datetime, zone: tzinfo) -> str:
    """What became of a complaint: told when; solved and not told; or until when it is due."""
    if row.customer_told_at is not None:
        sign = SIGNS[state(row.clock, now)] if row.clock is not None else SIGNS[ClockState.MET]
        return _("{sign} told {when}", sign=sign, when=moment(row.customer_told_at, now, zone))
    if row.solved_at is not None:
        return _("◆ solved, not told")
    if row.answered_at is not None:
        return _("✓ answered {when}", when=moment(row.answered_at, now, zone))
    if row.clock is None:
        return _("open")
    return f"{SIGNS[state(row.clock, now)]} {standing(row.clock, now)}"

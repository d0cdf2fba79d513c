"""`O`: every owner and how much lies on each, for a lead; who is away, and who stands in. Enter shows their Today."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType

from salestui.domain.instants import Deadline
from salestui.domain.rows import AbsenceRow, OwnerLoad
from salestui.domain.words import ClockState
from salestui.errors import SalestuiError
from salestui.i18n import _, label
from salestui.sentences import SIGNS, promised, until
from salestui.services import absences, due
from salestui.services.absences import AbsenceSaved
from salestui.services.day import NOBODY
from salestui.services.desk import Desk
from salestui.tui.choosing import Choose
from salestui.tui.commands import bindings
from salestui.tui.frame import Frame
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.to_goals import ToGoals
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

_OWNER = "owner:"  # how the keys begin; what follows is a name, or nothing for what belongs to no one


class Loads(NamedTuple):
    """How much lies on whom, and who is or will be away."""

    loads: tuple[OwnerLoad, ...]
    absences: tuple[AbsenceRow, ...]


def _read(desk: Desk) -> Loads:
    return Loads(due.overview(desk), absences.absences(desk))


class OverviewScreen(ToGoals, RecordList):
    """Everybody, whoever has most overdue first; `see` is told whose Today is wanted."""

    MODE = "today"
    TABLE = "overview"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "overview", "targets", "screen")
    HINTS = ("show_owner", "goals", "away", "returned", "undo", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("overview", "screen")]

    def __init__(self, see: Callable[[str | None], None]) -> None:
        super().__init__()
        self._see = see
        self._known = Loads((), ())

    def columns(self) -> list[TableColumn]:
        """The columns of the overview, in the user's language."""
        overdue, soon = (
            f"{SIGNS[state]} {label('clock_state', state)}" for state in (ClockState.OVERDUE, ClockState.DUE_SOON)
        )
        return [
            TableColumn("owner", label("field", "customer.owner"), 10),
            TableColumn("overdue", overdue, 9, right=True),
            TableColumn("soon", soon, 10, right=True),
            TableColumn("on_time", label("clock_state", ClockState.ON_TIME), 7, right=True),
            TableColumn("oldest", _("oldest since"), 14, least=80),
            TableColumn("away", _("away until"), 10),
            TableColumn("stand_in", label("field", "absence.stand_in"), 8, elastic=1, least=70),
        ]

    def look(self) -> None:
        """Count beside the screen: there may be a hundred thousand clocks. Keys typed ahead wait for the first time."""
        if self._known.loads:
            self._load()
        else:
            self._take(_read(self.desk))

    @work(exclusive=True, group="look")  # not the group of the actions: what waits for a dialog must not be dropped
    async def _load(self) -> None:
        try:
            known = await asyncio.wrap_future(self.salestui.desks.background.run(_read))
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._stands:
            self._take(known)
            self.show_bars()

    def _take(self, known: Loads) -> None:
        self._known = known
        rows = {f"{_OWNER}{load.owner or NOBODY}": self._shown(load) for load in self._known.loads}
        self.show(rows)

    def _shown(self, load: OwnerLoad) -> TableRow:
        now, zone = self.desk.now(), self.desk.zone
        return TableRow(
            {
                "owner": load.owner or _("nobody"),
                "overdue": str(load.overdue or "–"),
                "soon": str(load.due_soon or "–"),
                "on_time": str(load.on_time or "–"),
                "oldest": until(load.oldest_overdue_at, now, zone),
                "away": promised(Deadline(day=load.away_until), now, zone) if load.away_until else "–",
                "stand_in": load.stand_in or "–",
            },
            tone="overdue" if load.overdue else "soon" if load.due_soon else "",
        )

    # ── the bars ─────────────────────────────────────────────────────────────────────────────────────────────────

    def whose_word(self) -> str:
        """All owners are counted."""
        return _("everybody")

    def found(self) -> Mapping[str, int]:
        """The sums of the list."""
        loads = self._known.loads
        return {
            "overdue": sum(load.overdue for load in loads),
            "due_soon": sum(load.due_soon for load in loads),
            "on_time": sum(load.on_time for load in loads),
        }

    # ── the owner in hand ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _owner(self) -> str | None:
        """Their name, NOBODY, or None while the list is empty."""
        key = self.key
        return key.removeprefix(_OWNER) if key is not None else None

    def _absences(self) -> Sequence[AbsenceRow]:
        return [row for row in self._known.absences if row.owner == self._owner]

    def told_of(self, key: str) -> Told:
        """When the owner is away, and for whom they stand in."""
        away = "; ".join(self._told(row) for row in self._absences())
        stands_in = "; ".join(self._told(row) for row in self._known.absences if row.stand_in == self._owner)
        yield away or _("not away"), "$text" if away else ""
        yield stands_in, ""

    def _told(self, row: AbsenceRow) -> str:
        return absence_told(row, self.desk)

    @property
    def goals_owner(self) -> str | None:
        """Those of the owner in hand; of nobody there are none."""
        return self._owner if self._owner != NOBODY else None

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def action_show_owner(self) -> None:
        """Their Today."""
        if self._owner is not None:
            self._see(self._owner if self._owner != self.desk.settings.owner else None)
            self.dismiss(None)

    @work
    async def action_away(self) -> None:
        """Write down that the owner in hand is away, and who stands in."""
        from salestui.tui.forms.absence import AbsenceForm

        saved = await self.app.push_screen_wait(AbsenceForm(self.desk, self._owner or ""))
        if saved is not None:
            self._told_of(saved)

    @work
    async def action_returned(self) -> None:
        """The owner in hand is back, or an absence is called off."""
        found = {row.id: row for row in self._absences()}
        if not found:
            self.say(_("{owner} is not away", owner=self._owner or _("nobody")), wrong=True)
            return
        key: str | None = next(iter(found))
        if len(found) > 1:
            rows = {each: (self._told(row), row.ref) for each, row in found.items()}
            key = await self.app.push_screen_wait(Choose(_("Which absence is over?"), rows))
        if key is None:
            return
        chosen = key
        saved = await self.write(lambda desk: absences.end_absence(desk, chosen))
        if saved is not None:
            row = saved.absence
            self.told(_("{ref}: {owner} is back, nobody stands in from now on", ref=row.ref, owner=row.owner))

    def _told_of(self, saved: AbsenceSaved) -> None:
        said = self._told(saved.absence)
        if saved.stand_in_away:
            then = "; ".join(self._told(row) for row in saved.stand_in_away)
            said = _("{absence}; but {then}", absence=said, then=then)
        self.told(said)


def absence_told(row: AbsenceRow, desk: Desk) -> str:
    """From when to when somebody is away, and who stands in."""
    now, zone = desk.now(), desk.zone
    return _(
        "{owner} is away from {first} to {last}, {stand_in} stands in",
        owner=row.owner,
        first=promised(Deadline(day=row.from_day), now, zone),
        last=promised(Deadline(day=row.to_day), now, zone),
        stand_in=row.stand_in,
    )


async def choose_owner(screen: Frame) -> tuple[str | None, bool] | None:
    """Have a worker of `screen` ask whose rows are wanted: (owner, everybody); (None, False) is mine."""
    me = screen.desk.settings.owner
    found = due.overview(screen.desk)  # at once: keys typed behind the one that asks are meant for the list
    mine, everybody = "mine", "everybody"
    rows = {mine: (_("mine"), _burning([load for load in found if load.owner == me]))}
    rows[everybody] = (_("everybody"), _burning(found))
    for load in found:
        if load.owner != me and (load.owner is not None or _burning([load])):
            rows[f"{_OWNER}{load.owner or NOBODY}"] = (load.owner or _("nobody"), _burning([load]))
    chosen = await screen.app.push_screen_wait(Choose(_("Whose?"), rows))
    if chosen is None:
        return None
    return (chosen.removeprefix(_OWNER) if chosen.startswith(_OWNER) else None, chosen == everybody)


def _burning(loads: Sequence[OwnerLoad]) -> str:
    """How much of theirs is overdue and due soon, and who stands in where one of them is away."""
    overdue, soon = sum(load.overdue for load in loads), sum(load.due_soon for load in loads)
    signs = [f"{SIGNS[ClockState.OVERDUE]} {overdue}"] if overdue else []
    signs += [f"{SIGNS[ClockState.DUE_SOON]} {soon}"] if soon else []
    if len(loads) == 1 and loads[0].stand_in:
        signs.append(_("away, {name} stands in", name=loads[0].stand_in))
    return "  ".join(signs)

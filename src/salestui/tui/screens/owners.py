"""`O` on the figures: owners side by side, for a lead: by name, until another column is sorted by; no ranking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.readings import Reading
from salestui.domain.rows import OwnerLoad
from salestui.domain.words import ClockState
from salestui.figure_sentences import figure_name, ratio_text
from salestui.i18n import _, label
from salestui.sentences import SIGNS
from salestui.services import due
from salestui.services import figures as service
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.narrowing_figures import ReadingFigures, Wanted
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.text import cells, content, fit
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

_OWNER: Final = "owner:"  # how the keys begin; what follows is a name, or nothing for what belongs to no one
_RISING, _FALLING = "▴", "▾"


class Owner(NamedTuple):
    """Somebody's figures of the period, and what lies on them now; `name` None: what belongs to nobody."""

    name: str | None
    readings: Mapping[FigureId, Reading]
    load: OwnerLoad | None


Owners = tuple[Owner, ...]


def columns() -> list[TableColumn]:
    """The columns of the comparison, in the user's language; their ids are those of the figures."""
    overdue = f"{SIGNS[ClockState.OVERDUE]} {label('clock_state', ClockState.OVERDUE)}"
    return [
        TableColumn("owner", label("field", "customer.owner"), 8, elastic=1),
        TableColumn(FigureId.RESPONSE_ON_TIME, _("responses"), 12, right=True),
        TableColumn("overdue", overdue, 9, right=True),
        TableColumn(FigureId.ACTIVITIES, _("follow-ups"), 10, right=True),
        TableColumn(FigureId.SALES_AMOUNT, _("won"), 11, right=True),
        TableColumn(FigureId.WRITTEN_ON_TIME, _("written"), 12, right=True, least=76),
        TableColumn(FigureId.FOLLOW_UP_ON_TIME, _("promises"), 12, right=True, least=92),
        TableColumn(FigureId.TASK_COMPLETION, label("record", "task"), 12, right=True, least=106),
    ]


def figures_shown() -> tuple[FigureId, ...]:
    """The figures among the columns."""
    return tuple(FigureId(each.id) for each in columns() if each.id in tuple(FigureId))


class OwnersScreen(ReadingFigures[Owners], RecordList):
    """A line an owner; Enter shows the panel of that owner alone."""

    MODE = "kpi"
    TABLE = "owners"
    ABOVE = ("period",)
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "owners", "screen")
    HINTS = ("narrow_to_owner", "sort_owners", "sort_owners_back", "period_before", "period_length", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("owners", "screen")]

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._owners: Owners = ()
        self._sorted_by = "owner"
        self._falling = False

    def columns(self) -> list[TableColumn]:
        """The columns of the comparison."""
        return columns()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _stands(self) -> bool:
        return super()._stands and bool(self.query("#detail"))

    def question(self) -> Callable[[Desk], Owners]:
        """Everybody's figures of the period, whoever the panel is narrowed to; and what is overdue now."""
        period, scope = self.asked
        everybody = replace(scope, owner=None)

        def read(desk: Desk) -> Owners:
            found = service.by_owner(desk, figures_shown(), period, everybody)
            loads = {load.owner: load for load in due.overview(desk)}
            home = desk.settings.currency
            return tuple(
                Owner(name, {each.figure: each for each in readings if _is_whole(each, home)}, loads.get(name))
                for name, readings in found.items()
            )

        return read

    def forget(self) -> None:
        """Another period's are not there yet."""
        self._owners = ()
        self._list()
        self.show({}, empty="…")

    def take(self, answer: Owners) -> None:
        """A line for everybody who has anything; what belongs to nobody comes last."""
        self._owners = tuple(owner for owner in answer if owner.name is not None or _has_any(owner))
        self._list()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _list(self) -> None:
        title = self.title_of(_("Owners"), replace(self.scope, owner=None))
        self.query_one("#period", Static).update(content(f" {fit(title, max(1, self.size.width - 1))}", "bold"))
        table = self.query_one(RecordTable)
        sign = _FALLING if self._falling else _RISING
        table.set_columns(
            [
                each._replace(title=f"{each.title}{sign}", width=max(each.width, cells(each.title) + 1))
                if each.id == self._sorted_by
                else each
                for each in columns()
            ]
        )
        owners = {f"{_OWNER}{owner.name or ''}": self._told(owner) for owner in self._in_order()}
        self.show(owners, empty=_("nobody yet"))

    def _in_order(self) -> Sequence[Owner]:
        """By name; or by a column, those without a value last whichever way."""
        named = sorted(self._owners, key=lambda owner: (owner.name is None, owner.name or ""))
        if self._sorted_by == "owner":
            return named[::-1] if self._falling else named
        known = [(value, owner) for owner in named if (value := self._value(owner)) is not None]
        ordered = sorted(known, key=lambda each: each[0], reverse=self._falling)
        return [*(owner for _value, owner in ordered), *(owner for owner in named if self._value(owner) is None)]

    def _value(self, owner: Owner) -> Fraction | None:
        if self._sorted_by == "overdue":
            return Fraction(owner.load.overdue) if owner.load is not None else None
        reading = owner.readings.get(FigureId(self._sorted_by))
        return None if reading is None else reading.value

    def _told(self, owner: Owner) -> TableRow:
        currency = self.desk.settings.currency
        texts = {str(figure): ratio_text(owner.readings.get(figure), currency) for figure in figures_shown()}
        overdue = owner.load.overdue if owner.load is not None else 0
        return TableRow({"owner": owner.name or _("nobody"), "overdue": str(overdue or "–"), **texts})

    # ── the owner in hand ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _in_hand(self) -> Owner | None:
        key = self.key
        return next((owner for owner in self._owners if f"{_OWNER}{owner.name or ''}" == key), None)

    def told_of(self, key: str) -> Told:
        """The owner's shares by their full names: also those that the window has no column for."""
        owner, currency = self._in_hand, self.desk.settings.currency
        if owner is not None:
            shares = [figure for figure in figures_shown() if FIGURES[figure].unit is Unit.SHARE]
            told = [f"{figure_name(figure)} {ratio_text(owner.readings.get(figure), currency)}" for figure in shares]
            yield " · ".join(told[:2]), "$text"
            yield " · ".join(told[2:]), "$text"

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def action_narrow_to_owner(self) -> None:
        """The panel, of this owner alone."""
        owner = self._in_hand
        if owner is None:
            return
        if owner.name is None:
            self.say(_("this belongs to nobody: choose an owner"), wrong=True)
            return
        self.wanted.scope = replace(self.scope, owner=owner.name)
        self.dismiss(None)

    def action_sort_owners(self) -> None:
        """By the next column."""
        ids = [each.id for each in columns() if each.least <= self.size.width]
        at = ids.index(self._sorted_by) if self._sorted_by in ids else 0
        self._sort(ids[(at + 1) % len(ids)])

    def action_sort_owners_back(self) -> None:
        """The other way round."""
        self._falling = not self._falling
        self._list()

    @on(RecordTable.HeaderClicked)
    def sort_by_header(self, event: RecordTable.HeaderClicked) -> None:
        """A click on a title sorts by that column; once more, the other way round."""
        if event.column_id == self._sorted_by:
            self.action_sort_owners_back()
        else:
            self._sort(event.column_id)

    def _sort(self, column: str) -> None:
        self._sorted_by, self._falling = column, column != "owner"  # of numbers the highest first
        self._list()


def _is_whole(reading: Reading, currency: str) -> bool:
    return not reading.part and reading.currency in (None, currency)


def _has_any(owner: Owner) -> bool:
    counted = any(each.numerator or each.denominator for each in owner.readings.values())
    return counted or (owner.load is not None and owner.load.overdue > 0)

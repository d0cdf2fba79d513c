"""The goals: what is to be reached, what is reached of it, and where one should be by tonight; parts under their goal.

The list stands at once; what is reached is counted beside the screen, goal after goal.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import on, work
from textual.binding import BindingType

from salestui.domain.goals import GoalRow, PaceState
from salestui.errors import SalestuiError
from salestui.figure_sentences import figure_name, short_text, target_text
from salestui.goal_sentences import (
    PACE_SIGNS,
    bar,
    goal_text,
    pace_text,
    pace_word,
    parts_told,
    share_text,
    so_far,
    whose,
)
from salestui.i18n import _, label, ngettext
from salestui.services import due, goal_standings
from salestui.services.goal_standings import Standing, Tree
from salestui.tui.commands import bindings
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.text import ELLIPSIS
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow, widest

if TYPE_CHECKING:
    from salestui.services.setting_goals import SplitGoal

_BAR: Final = 6  # cells
_TONES: Final = {PaceState.BEHIND: "soon", PaceState.MISSED: "overdue", PaceState.NOT_BEGUN: "muted"}


class Counted(NamedTuple):
    """How a goal stood when the file was as `version` says, on a day."""

    version: tuple[int, date]
    standing: Standing


class GoalsScreen(RecordList):
    """A line a goal; `owner` None shows everybody's."""

    MODE = "kpi"
    TABLE = "goals"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "goals", "screen")
    HINTS = ("open_goal", "new_goal", "split_goal", "archive_goal", "goals_owner", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("goals", "screen")]
    OF_A_ROW = frozenset({"open_goal", "split_goal", "archive_goal"})

    def __init__(self, owner: str | None = None) -> None:
        super().__init__()
        self._owner = owner
        self._trees: tuple[Tree, ...] = ()
        self._counted: dict[str, Counted] = {}

    def columns(self) -> list[TableColumn]:
        """What is to be reached by whom until when, and how much of it is."""
        states = [f"{sign} {pace_word(state)}" for state, sign in PACE_SIGNS.items()]
        return [
            TableColumn("goal", label("record", "goal"), 10, elastic=3),
            TableColumn("figure", label("field", "goal.figure"), 14, elastic=1, least=100),
            TableColumn("owner", label("field", "goal.owner"), 6, elastic=1, least=76),
            TableColumn("period", label("field", "period"), 8),
            TableColumn("value", _("reached"), 9, right=True),
            TableColumn("target", label("field", "goal.target"), 9, right=True, least=66),
            TableColumn("share", "%", 6, right=True),
            TableColumn("bar", "", _BAR, least=79),
            TableColumn("state", "", widest(states, least=8, most=14)),
        ]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Which goals there are, at once; what is reached of them as it is counted."""
        self._trees = tuple(goal_standings.trees(self.desk, owner=self._owner))
        self._list()
        if any(self._is_old(tree.goal) for tree in self._trees):
            self._count()

    @property
    def _version(self) -> tuple[int, date]:
        return self.desk.data_version(), self.desk.now().astimezone(self.desk.zone).date()

    def _is_old(self, goal: GoalRow) -> bool:
        known = self._counted.get(goal.ref)
        return known is None or known.version != self._version or known.standing.goal != goal

    @work(exclusive=True, group="look")  # not the group of the actions: what waits for a dialog must not be dropped
    async def _count(self) -> None:
        version = self._version
        for tree in self._trees:
            if not self._is_old(tree.goal):
                continue
            try:
                standing = await asyncio.wrap_future(
                    self.salestui.desks.background.run(partial(goal_standings.standing, row=tree.goal))
                )
            except SalestuiError as problem:
                self.say(str(problem), wrong=True)
                return
            if not self._stands:
                return
            self._counted[tree.goal.ref] = Counted(version, standing)
            self._list()

    def _standing(self, tree: Tree) -> Standing | None:
        """How a goal stands, as far as it is counted: what was counted last stays until it is counted again."""
        known = self._counted.get(tree.goal.ref)
        if known is None or known.standing.goal.figure is not tree.goal.figure:
            return None
        return replace(known.standing, depth=tree.depth)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _list(self) -> None:
        rows: dict[str, TableRow] = {}
        before = None
        for tree in self._trees:
            when = self._when(tree.goal) if tree.depth == 0 else before
            row = self._row(tree, self._standing(tree))
            rows[tree.goal.ref] = row if when == before else row._replace(heading=when or "")
            before = when
        empty = _("no goals yet – n sets the first: what, how much, until when")
        if self._owner is not None:
            empty = _("{owner} has no goals yet – n sets the first", owner=self._owner)
        self.show(rows, empty=empty)

    def _when(self, goal: GoalRow) -> str:
        today = self._version[1]
        if goal.to_day < today:
            return _("OVER")
        return _("TO COME") if goal.from_day > today else _("UNDER WAY")

    def _row(self, tree: Tree, standing: Standing | None) -> TableRow:
        goal = tree.goal
        unit, currency = goal.target.unit, goal.target.currency or ""
        cells = {
            "goal": self._called(tree),
            "figure": figure_name(goal.figure),
            "owner": whose(goal),
            "period": goal.period.name,
            "target": target_text(goal.target, short=True),
            **dict.fromkeys(("value", "share", "bar", "state"), ELLIPSIS),
        }
        if standing is None:
            return TableRow(cells)
        counted = {
            "value": short_text(standing.value, unit, currency),
            "share": share_text(standing.attainment),
            "bar": bar(standing.attainment, standing.line, _BAR),
            "state": pace_text(standing.pace),
        }
        return TableRow({**cells, **counted}, tone=_TONES.get(standing.pace.state, ""))

    def _called(self, tree: Tree) -> str:
        """What is to be reached; of a part what tells it from the others."""
        goal, whole = tree.goal, next((each.goal for each in self._trees if each.goal.ref == tree.goal.parent), None)
        if tree.depth and whole is not None and goal.core_goal == whole.core_goal:
            return "  " * tree.depth + (whose(goal) if goal.owner != whole.owner else goal.period.name)
        return "  " * tree.depth + (goal.core_goal or figure_name(goal.figure))

    def told_of(self, key: str) -> Told:
        """The goal in full, and how it stands."""
        tree = self._in_hand
        return () if tree is None else [(line, style) for line, style in self._told(tree) if line]

    def no_row(self) -> str:
        """There is none yet."""
        return _("no goal in hand – n sets one")

    def _told(self, tree: Tree) -> Sequence[tuple[str, str]]:
        goal, standing = tree.goal, self._standing(tree)
        about = " · ".join(part for part in (goal_text(goal), goal.phase, goal.core_goal, goal.ref) if part)
        if standing is None:
            return [(about, "$text"), (_("counting …"), "")]
        stands = so_far(goal.target, standing.value, standing.attainment, standing.pace)
        parts = ngettext("one part", "{n} parts", standing.parts) if standing.parts else ""
        if standing.differs:
            parts = parts_told(goal, standing.parts_sum)
        return [(about, "$text"), (" · ".join(part for part in (stands, parts) if part), "")]

    # ── the goal in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _in_hand(self) -> Tree | None:
        key = self.key
        return next((tree for tree in self._trees if tree.goal.ref == key), None)

    def why_not(self, command: str) -> str | None:
        """As the classes above; and what is split must not be split yet."""
        if command == "split_goal":
            from salestui.services import splitting

            tree = self._in_hand
            if tree is not None and tree.parts:
                return _("it is split already – change its parts")
            if tree is not None and not splitting.ways_of(self.desk, tree.goal):
                return _("it is too short to be split")
        return super().why_not(command)

    @work
    async def action_new_goal(self) -> None:
        """Set one."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.goals import NewGoalForm

        await fill_or_go_on(self, NewGoalForm(self.desk, self._owner))

    @on(RecordTable.Chosen)
    @work
    async def action_open_goal(self) -> None:
        """The goal's own fields, to be corrected."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.goals import ChangeGoalForm

        tree = self._in_hand
        if tree is not None:
            await fill_or_go_on(self, ChangeGoalForm(self.desk, tree.goal.id))

    @work
    async def action_split_goal(self) -> None:
        """Into goals of its own."""
        from salestui.tui.forms.goals import SplitForm

        tree = self._in_hand
        if tree is None:
            return
        form = SplitForm(self.desk, tree.goal)
        done: SplitGoal | None = await self.app.push_screen_wait(form)
        if done is not None:
            self.told(form.told(done))

    @work
    async def action_archive_goal(self) -> None:
        """Put it out of sight."""
        tree = self._in_hand
        if tree is None:
            return
        goal = tree.goal
        await self.archive("goal", goal.id, goal.ref, _("Archive {name}?", name=f"{goal.ref} {goal_text(goal)}"))

    @work
    async def action_goals_owner(self) -> None:
        """Somebody's goals, or everybody's."""
        from salestui.tui.choosing import Choose

        everybody = ""
        rows = {everybody: (_("everybody"), ""), **{owner: (owner, "") for owner in due.owners(self.desk)}}
        chosen = await self.app.push_screen_wait(Choose(_("Whose goals?"), rows))
        if chosen is not None:
            self._owner = chosen or None
            self.look_again()

    def whose(self) -> tuple[str | None, bool]:
        """The counts of the bar are those of the goals' owner."""
        return self._owner, self._owner is None

    def whose_word(self) -> str:
        """Whose goals these are."""
        return self._owner or _("everybody")

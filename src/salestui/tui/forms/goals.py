"""Forms of goals: a new one, one that is there, how one is split; they say what is reached so far, and the pace."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import work

from salestui.domain.fields import FieldError, read
from salestui.domain.figures import FigureId
from salestui.domain.goals import POSSIBLE, GoalRow, pace, period_of
from salestui.domain.periods import Period, PeriodKind, around
from salestui.domain.records import RECORDS
from salestui.domain.targets import Target, attainment
from salestui.errors import InvalidValueError, SalestuiError
from salestui.figure_sentences import figure_name
from salestui.goal_sentences import goal_text, so_far, typed_target
from salestui.i18n import _, label, listed, ngettext
from salestui.sentences import weekday
from salestui.services import finding, goal_standings, goals, splitting
from salestui.services.desk import Desk
from salestui.services.splitting import By
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm, RecordForm

if TYPE_CHECKING:
    from salestui.services.records import Saved  # noqa: F401 - named in the base of a class
    from salestui.services.setting_goals import SplitGoal


class Place(NamedTuple):
    """What is counted for a goal: the figure, its days, its owner, its currency."""

    figure: FigureId
    period: Period
    owner: str | None
    currency: str | None


class Aiming(Form["Saved"]):
    """What the forms of a goal share: the target read by its figure, and what is reached, counted beside the form."""

    def __init__(self, *args: Any, **named: Any) -> None:  # Any: those of the form it is named before
        super().__init__(*args, **named)
        self._reached: dict[Place, Fraction | None] = {}
        self._wanted: Place | None = None

    def fitted(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries of a record, with the figures that can be a goal, and the target read by the one chosen."""
        found = {each.id: each for each in entries}
        names = tuple((figure.value, figure_name(figure)) for figure in POSSIBLE)
        found["figure"] = replace(found["figure"], choices=names)
        found["target"] = replace(found["target"], understood=self._target_told)
        return list(found.values())

    # ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _figure(self) -> FigureId | None:
        text = self.typed().get("figure", "") if self.query(EntryRow) else ""
        return FigureId(text) if text in tuple(FigureId) else None

    def _target_told(self, text: str) -> str:
        figure = self._figure
        if figure is None:
            return _("choose its figure first")
        try:
            return typed_target(goals.read_target(self.desk, figure, text))
        except InvalidValueError as problem:
            raise ValueError(str(problem)) from None

    def _target(self, typed: Mapping[str, str]) -> Target | None:
        figure = self._figure
        try:
            return None if figure is None else goals.read_target(self.desk, figure, typed.get("target", ""))
        except InvalidValueError:
            return None

    def days(self, typed: Mapping[str, str]) -> Period | None:
        """The days of the goal, as far as they can be read."""
        raise NotImplementedError

    def _missing(self, typed: Mapping[str, str]) -> list[str]:
        asked = {
            _("what is to be reached"): bool(typed.get("core_goal", "").strip()),
            _("a figure"): self._figure is not None,
            _("a target"): self._target(typed) is not None,
            _("its days"): self.days(typed) is not None,
        }
        return [name for name, said in asked.items() if not said]

    # ── the live line ────────────────────────────────────────────────────────────────────────────────────────────

    def live(self, typed: Mapping[str, str]) -> str:
        """What is missing before it is a goal; then what is reached of it so far, and the pace."""
        missing = self._missing(typed)
        others = super().live(typed)
        said = _("still to be said: {what}", what=listed(missing)) if missing else self._stands(typed)
        return " · ".join(part for part in (others, said) if part)

    def _stands(self, typed: Mapping[str, str]) -> str:
        figure, target, period = self._figure, self._target(typed), self.days(typed)
        assert figure is not None and target is not None and period is not None  # noqa: PT018 - nothing is missing
        today = self.desk.now().astimezone(self.desk.zone).date()
        place = Place(figure, period, typed.get("owner", "").strip() or None, target.currency)
        if place.owner is not None and place.owner not in finding.owners_of(self.desk):
            return ""
        if today >= period.first and place not in self._reached:
            self._count(place)
            return _("counting …")
        value = self._reached.get(place)
        stands = so_far(target, value, attainment(value, target), pace(figure, target, value, period, today))
        over = _("its days are over: it can only be looked back on") if today >= period.after else ""
        return " · ".join(part for part in (place.owner or _("everybody"), stands, over) if part)

    def _count(self, place: Place) -> None:
        if self._wanted != place:
            self._wanted = place
            self._count_beside(place)

    @work(exclusive=True, group="counting")
    async def _count_beside(self, place: Place) -> None:
        reading = partial(_value, place=place)
        try:
            self._reached[place] = await asyncio.wrap_future(self.salestui.desks.background.run(reading))
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        finally:
            self._wanted = None
        if self.query("#form-live"):
            self.say_live()


def _value(desk: Desk, *, place: Place) -> Fraction | None:
    reading = goal_standings.reached_in(desk, place.figure, place.period, place.owner, place.currency)
    return None if reading is None else reading.value


class NewGoalForm(Aiming, RecordForm):
    """A goal of `owner` that is not there yet, mine unless I give it to somebody; its days by the name of a period."""

    def __init__(self, desk: Desk, owner: str | None = None) -> None:
        values = {"owner": owner or desk.settings.owner}
        super().__init__(desk, "goal", values=values, leaving_out=("from_day", "to_day", "parent"))

    def entries(self) -> Sequence[Entry]:
        """What, by which figure, how much, until when; then the rest."""
        found = self.fitted(super().entries())
        today = self.desk.now().astimezone(self.desk.zone).date()
        kinds = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR)
        names = tuple(name for kind in kinds for name in (around(today, kind).name, around(today, kind).next().name))
        title = label("field", "period")
        period = Entry("period", title, required=True, suggest=names, understood=self._period_told)
        place = next(place for place, each in enumerate(found, 1) if each.id == "target")
        return [*found[:place], period, *found[place:]]

    def days(self, typed: Mapping[str, str]) -> Period | None:
        """By the name of the period."""
        try:
            return goals.read_days(typed.get("period", ""))
        except InvalidValueError:
            return None

    def _period_told(self, text: str) -> str:
        try:
            period = goals.read_days(text)
        except InvalidValueError as problem:
            raise ValueError(str(problem)) from None
        days = ngettext("one day", "{n} days", period.days)
        return f"{period.first} {weekday(period.first)} – {period.last} {weekday(period.last)} · {days}"


class ChangeGoalForm(Aiming, ChangeForm):
    """A goal (key) that is there; its days by the first and the last."""

    def __init__(self, desk: Desk, key: str, *, focus_on: str | None = None) -> None:
        goal = goals.goal(desk, key)
        assert goal is not None  # it was found by its ref
        title = f"{goal.ref} {goal_text(goal)}"
        super().__init__(desk, "goal", key, title=title, leaving_out=("parent",), focus_on=focus_on)

    def entries(self) -> Sequence[Entry]:
        """As of any record."""
        return self.fitted(super().entries())

    def days(self, typed: Mapping[str, str]) -> Period | None:
        """From the first to the last."""
        reading = self.desk.reading()
        try:
            first, last = (
                read(RECORDS["goal"].field(name), typed.get(name, ""), reading) for name in ("from_day", "to_day")
            )
        except FieldError:
            return None
        if not isinstance(first, date) or not isinstance(last, date) or first > last:
            return None
        return period_of(first, last)


class SplitForm(Form["SplitGoal"]):
    """By what a goal is split, and how much each part gets; the live line shows the parts."""

    def __init__(self, desk: Desk, goal: GoalRow) -> None:
        super().__init__(desk)
        self._goal = goal
        self._ways = splitting.ways_of(desk, goal)

    def title_line(self) -> str:
        """Which one."""
        return _("Split {goal}", goal=f"{self._goal.ref} {goal_text(self._goal)}")

    def entries(self) -> Sequence[Entry]:
        """By what, and the shares."""
        ways = tuple((by.value, splitting.way_told(by)) for by in self._ways)
        return [
            Entry("by", _("by"), value=self._ways[0] if self._ways else "", choices=ways, required=True),
            Entry("shares", _("shares (all the same)"), understood=self._shares_told),
        ]

    def _shares_told(self, text: str) -> str:
        try:
            self._parts(text)
        except SalestuiError as problem:
            raise ValueError(str(problem)) from None
        return ""

    def _parts(self, shares: str) -> Sequence[splitting.Part]:
        by = self.typed().get("by", "") if self.query(EntryRow) else ""
        return splitting.parts_wanted(self.desk, self._goal, By(by), shares) if by else ()

    def live(self, typed: Mapping[str, str]) -> str:
        """The parts as they would be."""
        try:
            parts = self._parts(typed.get("shares", ""))
        except SalestuiError:
            return ""
        by = typed.get("by")
        return " · ".join(
            f"{part.owner if by == By.OWNERS else part.name} {typed_target(part.target)}" for part in parts
        )

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "SplitGoal"]:
        """Make the parts."""
        key, by, shares = self._goal.id, typed.get("by", ""), typed.get("shares", "")

        def split(desk: Desk) -> "SplitGoal":
            from salestui.services import setting_goals

            return setting_goals.split_goal(desk, key, by, shares)

        return split

    def told(self, saved: "SplitGoal") -> str:
        """Into how many."""
        n = len(saved.parts)
        return f"{saved.saved.ref} " + ngettext("split into one part", "split into {n} parts", n)

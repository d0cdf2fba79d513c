"""Whose figures, of which customers, in which period: what the panel and the screens behind it share, and its keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Generic, NamedTuple, TypeVar

from textual import work
from textual.binding import BindingType

from salestui.domain.periods import Period
from salestui.domain.readings import Scope
from salestui.domain.words import Grade, Segment
from salestui.errors import SalestuiError
from salestui.i18n import _, label
from salestui.services import due
from salestui.services.browsing import values_in_use
from salestui.services.desk import Desk
from salestui.tui.choosing import Choose
from salestui.tui.choosing_periods import ChoosingPeriods, PeriodChoice
from salestui.tui.commands import bindings
from salestui.tui.reading_beside import Beside

Asked = tuple[Period, Scope]
Answer = TypeVar("Answer")

_ALL: Final = "all"
_ONE: Final = "one:"  # how the keys of the others begin: a region may be called "all"


class Stamp(NamedTuple):
    """What a reading answers, and how old it is: another version of the file, or minute, may change what counts."""

    asked: Asked
    read_at: tuple[object, ...]


@dataclass(slots=True)
class Wanted:
    """What is shown; the panel and the screens opened from it look at the same one."""

    periods: PeriodChoice = field(default_factory=PeriodChoice)
    scope: Scope = field(default_factory=Scope)


class NarrowingFigures(ChoosingPeriods):
    """A frame that shows figures of a period and a scope. Name it before Undoing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("period", "narrowed")]

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted.periods)
        self.wanted = wanted
        self._reading = False

    @property
    def all_read(self) -> bool:
        """Whether all that is shown is known, as far as it was asked for."""
        return not self._reading

    @property
    def scope(self) -> Scope:
        """Whose figures, of which customers."""
        return self.wanted.scope

    @property
    def asked(self) -> Asked:
        """What an answer must be to still be wanted."""
        return self.period, self.scope

    def stamp(self) -> Stamp:
        """What is wanted now, of the file as it is now."""
        minute = self.desk.now().replace(second=0, microsecond=0)
        return Stamp(self.asked, (self.desk.data_version(), minute))

    def title_of(self, name: str, scope: Scope | None = None) -> str:
        """A title: what is shown, the period, and all that narrows it (`scope`, where not the one in force)."""
        scope = scope or self.scope
        segment = label("segment", scope.segment) if scope.segment else None
        narrowed = (each for each in (scope.owner, segment, scope.grade, scope.region) if each)
        return " · ".join((f"{name} {self.period.name}", *self.period_told()[1:], *narrowed))

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the owner whose figures are shown."""
        return self.scope.owner, False

    @work
    async def action_figures_owner(self) -> None:
        """Everybody's figures, or one owner's."""
        owners = {owner: owner for owner in due.owners(self.desk)}
        await self._ask("owner", _("Whose figures?"), _("everybody"), owners)

    @work
    async def action_figures_segment(self) -> None:
        """The figures of the customers of a segment."""
        segments = {str(each): label("segment", each) for each in Segment}
        await self._ask("segment", _("Which segment?"), _("all segments"), segments)

    @work
    async def action_figures_grade(self) -> None:
        """The figures of the customers of a grade."""
        grades = {str(each): _("grade {grade}", grade=each) for each in Grade}
        await self._ask("grade", _("Which grade?"), _("all grades"), grades)

    @work
    async def action_figures_region(self) -> None:
        """The figures of the customers of a region."""
        regions = {each: each for each in values_in_use(self.desk, "region")}
        await self._ask("region", _("Which region?"), _("all regions"), regions)

    async def _ask(self, part: str, title: str, everything: str, values: Mapping[str, str]) -> None:
        """Have a part of the scope chosen: one of `values`, or none of them."""
        now, here = getattr(self.scope, part), _("shown now")
        rows = {_ALL: (everything, here if now is None else "")}
        rows |= {_ONE + value: (name, here if value == now else "") for value, name in values.items()}
        chosen = await self.app.push_screen_wait(Choose(title, rows))
        if chosen is not None:
            value = None if chosen == _ALL else chosen.removeprefix(_ONE)
            self.wanted.scope = replace(self.scope, **{part: value})
            self.look_again()


class ReadingFigures(NarrowingFigures, Generic[Answer]):
    """A screen that shows one answer, read beside it; until another period's is there, only what was asked stands."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._asked: Asked | None = None
        self._answered: Stamp | None = None

    def question(self) -> Callable[[Desk], Answer]:
        """What is to be read at the background's desk."""
        raise NotImplementedError

    def forget(self) -> None:
        """Another period or scope is wanted: show that its answer is not there yet."""
        raise NotImplementedError

    def take(self, answer: Answer) -> None:
        """Show the answer."""
        raise NotImplementedError

    def look(self) -> None:
        """Have read what is wanted and not known; a change of the file is read quietly."""
        if self._asked != self.asked:
            self._asked = self.asked
            self._reading = False  # what runs is given up as the next reading begins
            self.forget()
        if not self._reading and self._answered != self.stamp():
            self._reading = True
            self._read()

    def ask_again(self) -> None:
        """Another question of the same period and scope: what is known is forgotten."""
        self._asked = self._answered = None
        self.look_again()

    @work(exclusive=True, group="figures")
    async def _read(self) -> None:
        while self._stands and self._answered != (stamp := self.stamp()):
            answer = None
            try:
                answer = await Beside(self.salestui.desks.background, self.question()).read()
            except SalestuiError as problem:
                self.say(str(problem), wrong=True)
            if not self._stands or self._asked != stamp.asked:
                return
            self._answered = stamp
            if answer is not None:
                self.take(answer)
        self._reading = False

"""The period that figures are shown of, and the keys that change it: before, after, how long, any, today's."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from textual import work

from salestui.domain.periods import Period, PeriodError, PeriodKind, around, parse_period
from salestui.i18n import _
from salestui.sentences import quoted
from salestui.tui.undoing import Undoing

LENGTHS: Final = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.WEEK)


class PeriodChoice:
    """Today's period, until another one is gone to; several screens may look at one choice."""

    def __init__(self, lengths: Sequence[PeriodKind] = LENGTHS) -> None:
        """`lengths` in the order in which a key goes through them; the first to begin with."""
        self._lengths = lengths
        self._length = lengths[0]
        self._period: Period | None = None

    def shown(self, today: date) -> Period:
        """The period chosen; `today` is the desk's."""
        return self._period or around(today, self._length)

    def go(self, period: Period) -> None:
        """To `period`, whatever its length."""
        self._period = period
        if period.kind is not PeriodKind.RANGE:
            self._length = period.kind

    def longer(self, today: date) -> None:
        """The next length, around where one is; today's stays today's."""
        if self._period is not None and self._period.kind is PeriodKind.RANGE:
            first = self._period.first  # back from a range to the length there was before
        else:
            self._length = self._lengths[(self._lengths.index(self._length) + 1) % len(self._lengths)]
            first = self.shown(today).first
        if self._period is not None:
            self._period = around(first, self._length)

    def back_to_today(self) -> None:
        """The period that today lies in."""
        self._period = None


class ChoosingPeriods(Undoing):
    """A frame that shows one period of several. Name it before Undoing."""

    def __init__(self, periods: PeriodChoice) -> None:
        super().__init__()
        self.periods = periods

    @property
    def today(self) -> date:
        """Of the desk."""
        return self.desk.now().astimezone(self.desk.zone).date()

    @property
    def period(self) -> Period:
        """The period shown."""
        return self.periods.shown(self.today)

    def period_told(self) -> list[str]:
        """The period's name, and whether it is still going on: for a title."""
        period = self.period
        return [period.name, *([_("to date")] if period.first <= self.today < period.after else [])]

    def action_period_before(self) -> None:
        """The period before."""
        self.periods.go(self.period.before())
        self.look_again()

    def action_period_after(self) -> None:
        """The period after."""
        self.periods.go(self.period.next())
        self.look_again()

    def action_period_length(self) -> None:
        """The next length."""
        self.periods.longer(self.today)
        self.look_again()

    def action_this_period(self) -> None:
        """Back to the period that today lies in."""
        self.periods.back_to_today()
        self.look_again()

    @work
    async def action_any_period(self) -> None:
        """Any period, by its name."""
        from salestui.tui.screens.asking import AskText

        title = _("Which period? 2026, 2026-Q4, 2026-11, 2026-W47, 2026-11-01..2026-11-20")
        typed = await self.app.push_screen_wait(AskText(title, self.period.name, period_refusal))
        if typed is not None:
            self.periods.go(parse_period(typed))
            self.look_again()


def period_refusal(text: str) -> str | None:
    """What is wrong with `text` as the name of a period, and the remedy; None where it is one."""
    try:
        parse_period(text)
    except PeriodError:
        return _("{value} is no period: write 2026-11, 2026-W47, or two days with .. between", value=quoted(text))
    return None

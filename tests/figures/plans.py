"""Where and when the companies of the recount are played, and by which clocks."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from salestui.config.schema import WEEKDAYS
from salestui.domain.calendar import format_span
from salestui.domain.rules import CalendarRules, OpenSpan, RuleBook

OWNERS: Final = ("Li", "Wang", "Zhao")
_OFFICE: Final = ((OpenSpan(540, 720), OpenSpan(780, 1080)),) * 5 + ((), ())


@dataclass(frozen=True)
class Plan:
    """A company to play: where, from when to when, by which clocks."""

    zone: str
    first: date
    days: int
    book: RuleBook

    @classmethod
    def at(cls, zone: str, first: date, days: int) -> "Plan":
        """Round the clock."""
        return cls(zone, first, days, RuleBook(calendar=CalendarRules(time_zone=zone)))

    @classmethod
    def in_office_hours(cls, zone: str, first: date, days: int) -> "Plan":
        """9–12 and 13–18 from Monday to Friday; the first and the ninth day closed, the sixth made up for."""
        offs = frozenset({first, first + timedelta(days=8)})
        rules = CalendarRules(
            working=True, time_zone=zone, hours=_OFFICE, closed=offs, open=frozenset({first + timedelta(days=5)})
        )
        return cls(zone, first, days, RuleBook(calendar=rules))

    def settings_text(self) -> str:
        """The config.toml of the desk, for programs of their own."""
        rules = self.book.calendar
        lines = [f'owner = "{OWNERS[0]}"', "[clock]", f'time_zone = "{self.zone}"']
        if rules.working:
            closed, made_up = ([str(day) for day in sorted(days)] for days in (rules.closed, rules.open))
            lines += ['mode = "working"', f"closed = {closed}", f"open = {made_up}", "[clock.hours]"]
            for name, spans in zip(WEEKDAYS, rules.hours, strict=True):
                lines.append(f"{name} = {[format_span(span) for span in spans]}")
        return "\n".join(lines)


LEAP: Final = Plan.at("Asia/Shanghai", date(2024, 1, 8), 540)  # February 29, 2024
LONG_YEAR: Final = Plan.at("America/New_York", date(2026, 8, 3), 540)  # 2026-W53, four changes of the clocks
OFFICE: Final = Plan.in_office_hours("Asia/Shanghai", date(2024, 2, 1), 120)
PLANS: Final = MappingProxyType(
    {"a leap year in Shanghai": LEAP, "week 53 in New York": LONG_YEAR, "office hours": OFFICE}
)

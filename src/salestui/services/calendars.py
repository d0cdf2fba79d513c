"""Calendars ready for use: the one place that asks the `holidays` package, and only when a desk names a country."""

from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from salestui.domain.calendar import Calendar, calendar_of
from salestui.domain.rules import CalendarRules
from salestui.errors import SettingsError
from salestui.i18n import _

if TYPE_CHECKING:
    from holidays import HolidayBase


@lru_cache(maxsize=16)
def make_calendar(rules: CalendarRules) -> Calendar:
    """The calendar of `rules`. Raises SettingsError for a country nobody knows."""
    zone = ZoneInfo(rules.time_zone)
    if not (rules.working and rules.holidays):
        return calendar_of(rules, zone, _never)
    import holidays  # 60 ms

    country, _hyphen, subdivision = rules.holidays.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=subdivision or None)
    except (NotImplementedError, KeyError):
        raise SettingsError(
            _("clock.holidays: {value} is no country with known holidays", value=rules.holidays),
            _('use a code such as CN, DE or DE-BY, or "" for none'),
        ) from None
    return calendar_of(rules, zone, known.__contains__, _MakeUpDays(known))


class _MakeUpDays(Container[date]):
    """Weekend days that a country has made working days, as in 中国 around its long holidays."""

    def __init__(self, known: "HolidayBase") -> None:
        self._known = known

    def __contains__(self, day: object) -> bool:
        # The set is filled year by year, by asking about a day of that year.
        return isinstance(day, date) and day not in self._known and day in self._known.weekend_workdays


def _never(_day: date) -> bool:
    return False

"""The modes and their screens, by number key. Each is loaded when it is first gone to; the first screen is Today."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from textual.screen import Screen

from salestui.tui.screens.today import TodayScreen


def _customers() -> Screen[None]:
    from salestui.tui.screens.customers import CustomersScreen

    return CustomersScreen()


def _tasks() -> Screen[None]:
    from salestui.tui.screens.tasks import TasksScreen

    return TasksScreen()


def _funnel() -> Screen[None]:
    from salestui.tui.screens.funnel import FunnelScreen

    return FunnelScreen()


def _kpi() -> Screen[None]:
    from salestui.tui.screens.figures import FiguresScreen

    return FiguresScreen()


SCREENS: Final[Mapping[str, Callable[[], Screen[Any]]]] = {  # Any: Textual's own type for what a screen gives back
    "today": TodayScreen,
    "customers": _customers,
    "tasks": _tasks,
    "funnel": _funnel,
    "kpi": _kpi,
}

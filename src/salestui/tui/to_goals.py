"""From where figures or owners are compared to the goals they are held to: one key, named before the frame's class."""

from typing import ClassVar

from textual.binding import BindingType

from salestui.tui.commands import bindings
from salestui.tui.undoing import Undoing


class ToGoals(Undoing):
    """A frame that leads to the goals; `targets` stands among its SCOPES."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("targets")]

    @property
    def goals_owner(self) -> str | None:
        """Whose goals are wanted; None: everybody's."""
        return None

    def action_goals(self) -> None:
        """What is to be reached, and what is reached of it."""
        from salestui.tui.screens.goals import GoalsScreen

        self.app.push_screen(GoalsScreen(self.goals_owner))

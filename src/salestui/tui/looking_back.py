"""From figures to what was made of them: the reviews of periods, and what customers held against us.

Mixed into a screen that shows figures of a period; it says which period, and whose.
"""

from textual.screen import Screen

from salestui.domain.figures import Scope
from salestui.domain.periods import Period
from salestui.tui.choosing_periods import PeriodChoice


class LookingBack(Screen[None]):
    """Name it before Textual's Screen. `looked_at` is asked for when a key is pressed."""

    def looked_at(self) -> tuple[PeriodChoice, Period, Scope]:
        """The choice of the period, the period chosen, and whose figures are shown."""
        raise NotImplementedError

    def action_reviews(self) -> None:
        """The reviews; a new one is of the period shown, and of its owner."""
        from salestui.tui.screens.reviews import ReviewsScreen

        _choice, period, scope = self.looked_at()
        self.app.push_screen(ReviewsScreen(scope.owner, period))

    def action_feedback(self) -> None:
        """What customers held against us in the period shown."""
        from salestui.tui.screens.feedback import FeedbackScreen

        choice, _period, scope = self.looked_at()
        self.app.push_screen(FeedbackScreen(choice, scope))

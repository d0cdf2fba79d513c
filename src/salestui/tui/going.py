"""From one mode to another: the keys 1, 2, 3 … of every main screen."""

from salestui.tui.parts import ScreenPart


class Going(ScreenPart):
    """Name it before Textual's Screen."""

    def action_today(self) -> None:
        """To Today."""
        self.app.switch_mode("today")

    def action_customers(self) -> None:
        """To the customers."""
        self.app.switch_mode("customers")

    def action_tasks(self) -> None:
        """To the task board."""
        self.app.switch_mode("tasks")

    def action_funnel(self) -> None:
        """To the funnel."""
        self.app.switch_mode("funnel")

    def action_kpi(self) -> None:
        """To the figures."""
        self.app.switch_mode("kpi")

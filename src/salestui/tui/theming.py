"""The app's part in looks: all four are known to Textual, F12 goes to the next, the first costs the start little."""

from textual.screen import Screen

from salestui.i18n import _
from salestui.tui.parts import AppPart
from salestui.tui.text import plain
from salestui.tui.themes import LOOKS


class Theming(AppPart):
    """Name it before Textual's App, and have it `wear` the look of the settings once the app is made."""

    _looks_known = False

    def wear(self, look: str) -> None:
        """Take the look that the settings call `look`."""
        for each in LOOKS:
            self.register_theme(each)
        self._looks_known = True
        self.theme = f"salestui-{look}"

    def get_css_variables(self) -> dict[str, str]:
        """As Textual's (8.2.8), but for the colours of its own theme: made first of all, and never shown."""
        return super().get_css_variables() if self._looks_known else {}

    def action_theme(self) -> None:
        """The next theme."""
        names = [look.name for look in LOOKS]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.notify(plain(_("theme: {name}", name=self.theme.removeprefix("salestui-"))), markup=False)

    def _watch_theme(self, theme_name: str) -> None:
        """As Textual's (8.2.8), which parses every style sheet twice more for a theme set before a screen: 5 ms.

        Before there is a screen the theme's colours only have to stand in the variables.
        """
        if self._screen_stacks.get(self.current_mode):
            super()._watch_theme(theme_name)
            return
        theme = self.current_theme
        self.update_classes(
            {f"-theme-{theme.name}": True, "-dark-mode": theme.dark, "-light-mode": not theme.dark}, update=False
        )
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def _load_screen_css(self, screen: Screen[object]) -> None:
        """As Textual's (8.2.8), which takes a mode's new screen for one that has missed a change of theme: it then
        makes all variables and parses every style sheet again, and keeps nothing of it for the widgets to come: 5 ms.
        """
        super()._load_screen_css(screen)
        if screen._css_update_count < 0:  # new: styled by what is in force
            screen._css_update_count = self._css_update_count

"""What the parts of the app, and of a main screen, are made of: classes that are mixed in and never stand alone.

Textual (8.2.8) works out bindings, reactives and names of style for every class of its own, 0.2 ms each, and the first
screen waits for all of them. To the type checker a part is Textual's class; to Python a plain one, named before it.
Handlers by name and workers work in a part; `@on`, BINDINGS and reactives need a class of Textual's.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from salestui.tui.frame import Frame

    AppPart = App[None]
    ScreenPart = Screen[None]
    FramePart = Frame
else:

    class AppPart:
        """A part of the app."""

    class ScreenPart:
        """A part of a screen."""

    class FramePart:
        """A part of a main screen."""

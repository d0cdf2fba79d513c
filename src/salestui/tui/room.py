"""A window that is too small: a message instead of screens squeezed to nothing; enlarged again, all is as it was.

The screens never learn of such a size. They keep the one they had, so that focus, cursor, scrolling and what has been
typed are untouched; only nothing of them is painted, and no key or click reaches them.
"""

from typing import Final

from rich.console import RenderableType
from rich.segment import Segment
from textual import events
from textual._compositor import LayoutUpdate
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip

from salestui.i18n import _
from salestui.tui.parts import AppPart
from salestui.tui.text import cells, fit

LEAST: Final = Size(60, 16)
_STILL_WORKING: Final = ("ctrl+q",)  # the way out


class Room(AppPart):
    """Name it before all other classes of the app."""

    _window: Size | None = None  # the real window while it is too small
    _told = False  # whether the message stands; at the start there may be no screen yet to paint on

    @property
    def too_small(self) -> bool:
        """Whether the message stands instead of the screens."""
        return self._window is not None

    @property
    def size(self) -> Size:
        """The size that screens are laid out for: the window's, and never less than they need."""
        width, height = super().size
        return Size(max(width, LEAST.width), max(height, LEAST.height))

    async def on_event(self, event: events.Event) -> None:
        """As Textual's, but for sizes below the least and, meanwhile, keys and mouse."""
        if isinstance(event, events.Resize):
            await self._resized(event)
        elif self._window is None or not isinstance(event, events.InputEvent | events.Paste) or _leaves(event):
            await super().on_event(event)

    async def _resized(self, event: events.Resize) -> None:
        was_small = self.too_small
        small = event.size.width < LEAST.width or event.size.height < LEAST.height
        self._window, self._told = event.size if small else None, False
        if not small or self._size is None:
            await super().on_event(events.Resize(self.size if small else event.size, event.virtual_size))
        if small:
            self._tell()
        elif was_small:
            self.refresh(layout=True)  # the screens may have the size of before: then nothing else repaints them

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """As Textual's; nothing while the message stands."""
        if not self.too_small:
            super()._display(screen, renderable)
        elif not self._told:
            self._tell()

    def _tell(self) -> None:
        """Put the message into the window as it is."""
        if self._window is not None and self._screen_stack:
            self._told = True
            strips = [[Strip([Segment(line)])] for line in self.message()]
            super()._display(self.screen, LayoutUpdate(list(strips), Region(0, 0, *self._window)))

    def message(self) -> list[str]:
        """The lines of the window while it is too small: the message in its middle, as much of it as fits."""
        assert self._window is not None
        width, height = self._window
        text = _(
            "{least} needed, this is {now} – nothing is lost, enlarge the window",
            least=f"{LEAST.width}×{LEAST.height}",
            now=f"{width}×{height}",
        )
        lines = _wrapped(text, width)[:height]
        above = (height - len(lines)) // 2
        middle = [fit(" " * ((width - cells(line)) // 2) + line, width) for line in lines]
        return [*[" " * width] * above, *middle, *[" " * width] * (height - above - len(lines))]


def _leaves(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key in _STILL_WORKING


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells: broken at spaces, or anywhere in a word that is longer."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if cells(joined) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for sign in word:
            if cells(lines[-1] + sign) > width and lines[-1]:
                lines.append("")
            lines[-1] += sign
    return [line for line in lines if line]

"""Sheet: items of one or more wrapped lines under headings, with a cursor that goes from item to item.

For what is read and pointed at: a profile, a decision chain. Lists of records are RecordTable's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.recovering import Recovering
from salestui.tui.text import fit
from salestui.tui.wrapping import wrapped

LABEL_WIDTH = 22
_MOST_LINES = 6  # of one text; Enter shows the rest
_INDENT = 2


@dataclass(frozen=True, slots=True)
class SheetItem:
    """What the cursor stands on as one: a text, with its label before it or further lines under it."""

    key: str
    text: str
    label: str = ""
    under: tuple[str, ...] = ()  # muted
    tone: str = ""  # overdue, soon or none; never the only sign
    heading: str = ""  # a line of its own above, where a section begins


class _Line(NamedTuple):
    item: int | None
    parts: tuple[tuple[str, str], ...]  # text and tone


class Sheet(Recovering, Widget, can_focus=True):
    """Items under headings. Posts `Chosen`; what it shows goes in through `show`, and the cursor stays on its key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}" for name in ("heading", "label", "muted", "overdue", "soon", "cursor")
    }
    DEFAULT_CSS = """
    Sheet { height: 1fr; }
    Sheet > .sheet--heading { color: $primary; text-style: bold; }
    Sheet > .sheet--label { color: $text-muted; }
    Sheet > .sheet--muted { color: $text-muted; }
    Sheet > .sheet--overdue { color: $text-error; }
    Sheet > .sheet--soon { color: $text-warning; }
    Sheet > .sheet--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Chosen(Message):
        """Enter, or a click on the item under the cursor."""

        def __init__(self, sheet: "Sheet", key: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._items: tuple[SheetItem, ...] = ()
        self._lines: list[_Line] = []
        self._cursor = 0
        self._top = 0
        self._empty = ""

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, items: Sequence[SheetItem], *, empty: str = "") -> None:
        """Show other items; the cursor stays on its key, or where it was if that is gone."""
        key = self.key
        self._items, self._empty = tuple(items), empty
        keys = [item.key for item in self._items]
        self._cursor = keys.index(key) if key in keys else max(0, min(self._cursor, len(keys) - 1))
        self._lay_out()

    @property
    def key(self) -> str | None:
        """The key under the cursor."""
        return self._items[self._cursor].key if self._cursor < len(self._items) else None

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such item."""
        found = next((place for place, item in enumerate(self._items) if item.key == key), None)
        if found is not None:
            self._go(found)
        return found is not None

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_move(self, step: int) -> None:
        """One item on or back."""
        self._go(self._cursor + step)

    def action_page(self, step: int) -> None:
        """A window on or back."""
        line = self._first_line(self._cursor) + step * max(1, self.size.height - 1)
        inside = max(0, min(line, len(self._lines) - 1))
        reached = next((each.item for each in self._lines[inside:] if each.item is not None), len(self._items) - 1)
        self._go(reached if reached != self._cursor else self._cursor + step)

    def action_edge(self, place: int) -> None:
        """The first item, or the last."""
        self._go(0 if place == 0 else len(self._items) - 1)

    def action_choose(self) -> None:
        """Open the item under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def _go(self, place: int) -> None:
        self._cursor = max(0, min(place, len(self._items) - 1))
        self._reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor opens the item."""
        place = self._top + event.y
        item = self._lines[place].item if place < len(self._lines) else None
        if item is None:
            return
        if item == self._cursor:
            self.action_choose()
        self._go(item)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(-1)

    # ── the window ───────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Lines follow the width."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = list(_lines(self._items, self.size.width)) if self.size.width else []
        self._reveal()
        self.refresh()

    def _first_line(self, item: int) -> int:
        return next((place for place, line in enumerate(self._lines) if line.item == item), 0)

    def _reveal(self) -> None:
        """Move the window so that the cursor's item is inside, with the heading above it."""
        height = max(1, self.size.height)
        first = self._first_line(self._cursor)
        last = first + sum(line.item == self._cursor for line in self._lines) - 1
        if last >= self._top + height:
            self._top = last - height + 1
        while first > 0 and self._lines[first - 1].item is None:
            first -= 1
        self._top = max(0, min(self._top, first, len(self._lines) - 1))

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if not self._items:
            return Strip([Segment(fit(self._empty if y == 0 else "", width), self._style("muted"))], width)
        if self._top + y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[self._top + y]
        if line.item is not None and line.item == self._cursor and self.has_focus:
            return Strip([Segment(fit("".join(text for text, _tone in line.parts), width), self._style("cursor"))])
        segments = [Segment(text, self._style(tone)) for text, tone in line.parts]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"sheet--{tone}") if tone else self.rich_style

    def on_focus(self) -> None:
        """The cursor shows."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor hides."""
        self.refresh()


def _lines(items: Sequence[SheetItem], width: int) -> Iterator[_Line]:
    for place, item in enumerate(items):
        if item.heading:
            if place:
                yield _Line(None, ())
            yield _Line(None, ((fit(item.heading, width), "heading"),))
        yield from _lines_of(place, item, width)


def _lines_of(place: int, item: SheetItem, width: int) -> Iterator[_Line]:
    label = min(LABEL_WIDTH, width * 2 // 5) if item.label else 0
    text = _cut(item.text, width - label, 0 if label else _INDENT)
    for number, line in enumerate(text):
        parts = [(fit(item.label if number == 0 else "", label), "label")] if label else []
        yield _Line(place, (*parts, (line, item.tone)))
    for under in item.under:
        for line in _cut(under, width - _INDENT, _INDENT):
            yield _Line(place, ((" " * _INDENT + line, "muted"),))


def _cut(text: str, width: int, indent: int) -> list[str]:
    """Wrapped, and no longer than may be; a sign says that there is more."""
    lines = wrapped(text, width, indent=indent, most=_MOST_LINES + 1)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], fit(lines[_MOST_LINES - 1] + " …", width)]
    return lines

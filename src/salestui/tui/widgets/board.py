"""Board: cards in columns, moved by key or drag. Its cost per key does not grow with the cards off screen.

It knows no task and no deal: columns and keys come from a source, a move is asked for by a message, and whoever
shows the board decides. What does not fit beside the column in hand is counted at the edges, never scrolled to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.commands import bindings_by_id
from salestui.tui.recovering import Recovering
from salestui.tui.text import broken, cells, fit

LEAST_WIDTH = 18  # cells of a column: eight Chinese signs and the sign of the state
GAP = 2
WIDE = 34  # cells of a column from which on a title takes one line; below it takes two


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column as data: `note` stands beside its count, `warning` where there are more cards than there should be."""

    id: str
    title: str
    note: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A title and a line under it; `tone` colours the first sign of the title and is never the only sign."""

    title: str
    under: str = ""
    tone: str = ""  # overdue, soon, muted or none


class BoardSource(Protocol):
    """Where the cards come from."""

    @property
    def columns(self) -> Sequence[BoardColumn]:
        """The columns, from left to right."""
        ...

    def keys(self, column: str) -> Sequence[str]:
        """The keys of all cards of a column, in order."""
        ...

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """The cards of `keys`: never more than stand on the screen."""
        ...


class NoCards:
    """A board before anything is shown."""

    columns: Sequence[BoardColumn] = ()

    def keys(self, column: str) -> Sequence[str]:
        """None."""
        return ()

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """None."""
        return {}


class Board(Recovering, Widget, can_focus=True):
    """Cards in columns with a cursor. Posts `Highlighted`, `Chosen` and `Moved`; state goes in through `show`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"board--{name}"
        for name in ("header", "current", "target", "warning", "cursor", "under", "overdue", "soon", "muted")
    }
    DEFAULT_CSS = """
    Board { height: 1fr; }
    Board > .board--header { color: $text-muted; text-style: underline; }
    Board > .board--current { color: $primary; text-style: bold underline; }
    Board > .board--target { color: $text-accent; text-style: bold reverse; }
    Board > .board--warning { color: $text-warning; text-style: bold underline; }
    Board > .board--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    Board > .board--under { color: $text-muted; }
    Board > .board--overdue { color: $text-error; }
    Board > .board--soon { color: $text-warning; }
    Board > .board--muted { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", show=False),
        Binding("k,up", "step(-1)", show=False),
        Binding("h,left", "side(-1)", show=False),
        Binding("l,right", "side(1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(-1)", show=False),
        Binding("enter", "choose", show=False),
        *bindings_by_id("move_on", "move_back"),
    ]

    class Highlighted(Message):
        """The cursor stands on another card; `key` is None in an empty column."""

        def __init__(self, board: "Board", key: str | None) -> None:
            super().__init__()
            self.board = board
            self.key = key

    class Chosen(Message):
        """Enter, or a click on the card under the cursor."""

        def __init__(self, board: "Board", key: str) -> None:
            super().__init__()
            self.board = board
            self.key = key

    class Moved(Message):
        """A card is to go to another column; the board shows it there once its source does."""

        def __init__(self, board: "Board", key: str, column: str) -> None:
            super().__init__()
            self.board = board
            self.key = key
            self.column = column

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._source: BoardSource = NoCards()
        self._empty = empty
        self._column = 0
        self._places: dict[str, int] = {}  # column → the place of its cursor
        self._tops: dict[str, int] = {}  # column → the first card shown
        self._window: dict[str, BoardCard] = {}
        self._spans: list[tuple[int, int, int]] = []  # (column, x, width) of every column shown
        self._high = 1  # cards that stand one above the other
        self._lines = 2  # of a card
        self._carried: str | None = None  # the card under the mouse button
        self._opens = False  # letting it go where it was opens it
        self._target: int | None = None

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, source: BoardSource, *, empty: str | None = None) -> None:
        """Show other cards; the cursor stays on its card, into whichever column that went."""
        key = self.key
        self._source = source
        self._empty = self._empty if empty is None else empty
        self._window.clear()
        self._column = max(0, min(self._column, len(source.columns) - 1))
        if key is not None:
            self._go_to(key)
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    @property
    def column(self) -> str | None:
        """The column the cursor stands in."""
        columns = self._source.columns
        return columns[self._column].id if columns else None

    @property
    def key(self) -> str | None:
        """The card under the cursor."""
        keys = self._keys(self._column)
        return keys[self._place(self._column)] if keys else None

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such card."""
        found = self._go_to(key)
        if found:
            self._changed()
        return found

    def _go_to(self, key: str) -> bool:
        """The column in hand is looked at first: most cards stay where they are."""
        here = self._column
        for number in sorted(range(len(self._source.columns)), key=lambda each: each != here):
            keys = self._keys(number)
            if key in keys:
                self._column = number
                self._places[self._source.columns[number].id] = keys.index(key)
                return True
        return False

    def _keys(self, number: int) -> Sequence[str]:
        columns = self._source.columns
        return self._source.keys(columns[number].id) if number < len(columns) else ()

    def _place(self, number: int) -> int:
        """Where the cursor stands, or last stood, in a column."""
        return max(0, min(self._places.get(self._source.columns[number].id, 0), len(self._keys(number)) - 1))

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_step(self, step: int) -> None:
        """One card on or back."""
        self._stand_at(self._place(self._column) + step if self.key else 0)

    def action_page(self, step: int) -> None:
        """A column's height on or back."""
        self._stand_at(self._place(self._column) + step * max(1, self._high - 1) if self.key else 0)

    def action_edge(self, place: int) -> None:
        """The first card of the column, or the last."""
        self._stand_at(0 if place == 0 else len(self._keys(self._column)) - 1)

    def action_side(self, step: int) -> None:
        """One column on or back; its cursor is where it was left."""
        column = self._column + step
        if 0 <= column < len(self._source.columns):
            self._column = column
            self._changed()

    def action_move_on(self) -> None:
        """Ask for the card to go one column on."""
        self._ask_for(self._column + 1)

    def action_move_back(self) -> None:
        """Ask for the card to go one column back."""
        self._ask_for(self._column - 1)

    def action_choose(self) -> None:
        """Open the card under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def _stand_at(self, place: int) -> None:
        column = self.column
        if column is None:
            return
        before = self._place(self._column)
        self._places[column] = max(0, min(place, len(self._keys(self._column)) - 1))
        if self._places[column] == before:
            return
        if self._reveal():
            self.refresh()
        else:
            self.refresh(*(self._region(self._column, each) for each in (before, self._places[column])))
        self.post_message(self.Highlighted(self, self.key))

    def _changed(self) -> None:
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    def _ask_for(self, column: int) -> None:
        if self.key is not None and 0 <= column < len(self._source.columns) and column != self._column:
            self.post_message(self.Moved(self, self.key, self._source.columns[column].id))

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take a card up; a press on the card under the cursor opens it if it is let go there."""
        found = self._card_at(event.x, event.y)
        if found is None:
            return
        number, place = found
        key = self._keys(number)[place]
        self._carried = key
        self._opens = key == self.key
        self._column = number
        self._places[self._source.columns[number].id] = place
        self.capture_mouse()
        self._changed()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The column under a card that is carried is marked."""
        if self._carried is None:
            return
        target = self._column_at(event.x)
        if target != self._target:
            self._target = target
            self.refresh(Region(0, 0, self.size.width, 1))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the card go."""
        if self._carried is None:
            return
        self.release_mouse()
        self._carried = self._target = None
        target = self._column_at(event.x)
        if target is not None and target != self._column:
            self._ask_for(target)
        elif self._opens:
            self.action_choose()
        self.refresh(Region(0, 0, self.size.width, 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_step(-1)

    # ── where things stand ───────────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        """Which columns fit, the one in hand among them; what cannot be shared out evenly goes to the first ones.

        Kept, since a paint may come between a new size and the event that tells of it.
        """
        count = len(self._source.columns)
        fitting = max(1, min(count, (self.size.width + GAP) // (LEAST_WIDTH + GAP)))
        first = max(0, min(self._column - fitting // 2, count - fitting))
        width, more = divmod(max(0, self.size.width - GAP * (fitting - 1)), fitting)
        self._lines = 2 if width >= WIDE else 3
        self._high = max(1, (self.size.height - 1) // self._lines)  # less the header
        self._spans, x = [], 0
        for place, number in enumerate(range(first, min(count, first + fitting))):
            wide = width + (place < more)
            self._spans.append((number, x, wide))
            x += wide + GAP

    def _column_at(self, x: int) -> int | None:
        return next((number for number, left, width in self._spans if left <= x < left + width + GAP), None)

    def _card_at(self, x: int, y: int) -> tuple[int, int] | None:
        number = self._column_at(x)
        if number is None or y < 1:
            return None
        place = self._top(number) + (y - 1) // self._lines
        return (number, place) if place < len(self._keys(number)) else None

    def _region(self, number: int, place: int) -> Region:
        """The lines of a card on the screen."""
        x, width = next((x, width) for shown, x, width in self._spans if shown == number)
        return Region(x, 1 + (place - self._top(number)) * self._lines, width, self._lines)

    def _top(self, number: int) -> int:
        return self._tops.get(self._source.columns[number].id, 0)

    def _reveal(self) -> bool:
        """Move the column in hand so that its cursor is inside, by half its height; True where it moved."""
        self._lay_out()
        moved = False
        for number, _x, _width in self._spans:
            keys, high, top = self._keys(number), self._high, self._top(number)
            found = max(0, min(top, len(keys) - high))
            place = self._place(number)
            if not found <= place < found + high:
                found = max(0, min(place - high // 2, len(keys) - high))
            self._tops[self._source.columns[number].id] = found
            moved = moved or found != top
        self._fill()
        return moved

    def _fill(self) -> None:
        """Fetch the cards on the screen that are not yet known."""
        wanted = [
            key
            for number, _x, _width in self._spans
            for key in self._keys(number)[self._top(number) : self._top(number) + self._high]
        ]
        missing = [key for key in wanted if key not in self._window]
        if missing:
            kept = {key: self._window[key] for key in wanted if key in self._window}
            self._window = {**kept, **self._source.cards(missing)}

    def on_resize(self) -> None:
        """Columns and cards follow the size."""
        self._reveal()
        self.refresh()

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if y > 0 and not any(self._keys(number) for number in range(len(self._source.columns))):
            return Strip([Segment(fit(self._empty if y == 2 else "", width), self._style("muted"))], width)
        segments: list[Segment] = []
        for number, _x, wide in self._spans:
            if segments:
                segments.append(Segment(" " * GAP, self.rich_style))
            segments.extend(self._header(number, wide) if y == 0 else self._card_line(number, y - 1, wide))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _header(self, number: int, width: int) -> list[Segment]:
        column = self._source.columns[number]
        first, last = self._spans[0][0], self._spans[-1][0]
        before = f"‹{number} " if number == first and number else ""
        hidden = len(self._source.columns) - last - 1
        after = f" {hidden}›" if number == last and hidden else ""
        note = f" {column.note}" if column.note else ""
        counted = f" {len(self._keys(number))}{note}"
        title = fit(column.title, min(cells(column.title), max(1, width - cells(before + after + counted))))
        tone = "target" if number == self._target else "warning" if column.warning else ""
        tone = tone or ("current" if number == self._column else "header")
        return [Segment(fit(before + title + counted, width - cells(after)) + after, self._style(tone))]

    def _card_line(self, number: int, line: int, width: int) -> list[Segment]:
        place, part = self._top(number) + line // self._lines, line % self._lines
        keys = self._keys(number)
        if place >= len(keys) or line // self._lines >= self._high:
            return [Segment(" " * width, self.rich_style)]
        card = self._window[keys[place]]
        text, style = self._texts(card, width)[part]
        if number == self._column and place == self._place(number):
            return [Segment(fit(text, width), self._style("cursor"))]
        if part or style:
            return [Segment(fit(text, width), self._style(style))]
        line_text = fit(text, width)
        return [Segment(line_text[:1], self._style(card.tone)), Segment(line_text[1:], self.rich_style)]

    def _texts(self, card: BoardCard, width: int) -> list[tuple[str, str]]:
        """The lines of a card with their styles: the title, over two lines where columns are narrow, and what is under."""
        under = (f"  {card.under}", "under")
        if self._lines == 2:
            return [(card.title, ""), under]
        first, rest = broken(card.title, width)
        return [(first, ""), (f"  {rest}", ""), under] if rest else [(first, ""), under, ("", "")]

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"board--{tone}") if tone else self.rich_style

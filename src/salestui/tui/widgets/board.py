"""Board: cards in columns, moved by key or drag. Its cost per key does not grow with the cards off screen.

It knows no task and no deal: columns and keys come from a source, a move is asked for by a message, and whoever
shows the board decides. What does not fit beside the column in hand is counted at the edges, never scrolled to.
"""

from typing import ClassVar

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
from salestui.tui.widgets.board_cards import BoardCard, BoardSource
from salestui.tui.widgets.board_window import GAP, BoardWindow, Shown


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
        self._view = BoardWindow()
        self._empty = empty
        self._carried: str | None = None  # the card under the mouse button
        self._opens = False  # letting it go where it was opens it
        self._target: int | None = None

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, source: BoardSource, *, empty: str | None = None) -> None:
        """Show other cards; the cursor stays on its card, into whichever column that went."""
        self._empty = self._empty if empty is None else empty
        self._view.show(source)
        self._changed()

    @property
    def column(self) -> str | None:
        """The column the cursor stands in."""
        return self._view.column_id

    @property
    def key(self) -> str | None:
        """The card under the cursor."""
        return self._view.key

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such card."""
        found = self._view.go_to(key)
        if found:
            self._changed()
        return found

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_step(self, step: int) -> None:
        """One card on or back."""
        if self.key is not None:
            self._stand_at(self._view.place(self._view.column) + step)

    def action_page(self, step: int) -> None:
        """A column's height on or back."""
        self.action_step(step * max(1, self._view.high - 1))

    def action_edge(self, place: int) -> None:
        """The first card of the column, or the last."""
        if self.key is not None:
            self._stand_at(0 if place == 0 else len(self._view.keys(self._view.column)) - 1)

    def action_side(self, step: int) -> None:
        """One column on or back; its cursor is where it was left."""
        column = self._view.column + step
        if 0 <= column < len(self._view.source.columns):
            self._view.column = column
            self._changed()

    def action_move_on(self) -> None:
        """Ask for the card to go one column on."""
        self._ask_for(self._view.column + 1)

    def action_move_back(self) -> None:
        """Ask for the card to go one column back."""
        self._ask_for(self._view.column - 1)

    def action_choose(self) -> None:
        """Open the card under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def _stand_at(self, place: int) -> None:
        """Repaint the two cards that changed, or the board where its window moved."""
        view = self._view
        before = view.place(view.column)
        view.stand_at(view.column, place)
        after = view.place(view.column)
        if after == before:
            return
        if view.lay_out(self.size):
            self.refresh()
        else:
            self.refresh(view.region(before), view.region(after))
        self.post_message(self.Highlighted(self, self.key))

    def _changed(self) -> None:
        self._view.lay_out(self.size)
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    def _ask_for(self, column: int) -> None:
        columns = self._view.source.columns
        if self.key is not None and 0 <= column < len(columns) and column != self._view.column:
            self.post_message(self.Moved(self, self.key, columns[column].id))

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take a card up; a press on the card under the cursor opens it if it is let go there."""
        found = self._view.card_at(event.x, event.y)
        if found is None:
            return
        before = self.key
        self._view.stand_at(*found)
        self._carried = self.key
        self._opens = self.key == before
        self.capture_mouse()
        self._changed()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The column under a card that is carried is marked."""
        target = self._view.column_at(event.x) if self._carried is not None else None
        if target != self._target:
            self._target = target
            self._repaint_titles()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the card go."""
        if self._carried is None:
            return
        self.release_mouse()
        self._carried = self._target = None
        target = self._view.column_at(event.x)
        if target is not None and target != self._view.column:
            self._ask_for(target)
        elif self._opens:
            self.action_choose()
        self._repaint_titles()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_step(-1)

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Columns and cards follow the size."""
        self._view.lay_out(self.size)
        self.refresh()

    def _repaint_titles(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        view, width = self._view, self.size.width
        if y > 0 and not any(view.keys(number) for number in range(len(view.source.columns))):
            return Strip([Segment(fit(self._empty if y == 2 else "", width), self._style("muted"))], width)
        segments: list[Segment] = []
        for each in view.shown:
            if segments:
                segments.append(Segment(" " * GAP, self.rich_style))
            segments.extend(self._title(each) if y == 0 else self._card_line(each, y - 1))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _title(self, shown: Shown) -> list[Segment]:
        """A column's title and count; at the edges how many columns are out of sight."""
        view = self._view
        column = view.source.columns[shown.number]
        hidden = len(view.source.columns) - shown.number - 1
        before = f"‹{shown.number} " if shown == view.shown[0] and shown.number else ""
        after = f" {hidden}›" if shown == view.shown[-1] and hidden else ""
        counted = f" {len(view.keys(shown.number))}" + (f" {column.note}" if column.note else "")
        room = max(1, shown.width - cells(before + after + counted))
        title = fit(column.title, min(cells(column.title), room))
        tone = "target" if shown.number == self._target else "warning" if column.warning else ""
        tone = tone or ("current" if shown.number == view.column else "header")
        return [Segment(fit(before + title + counted, shown.width - cells(after)) + after, self._style(tone))]

    def _card_line(self, shown: Shown, line: int) -> list[Segment]:
        view, (number, _x, width) = self._view, shown
        row, part = divmod(line, view.card_lines)
        place, keys = view.top(number) + row, view.keys(number)
        if place >= len(keys) or row >= view.high:
            return [Segment(" " * width, self.rich_style)]
        card = view.cards[keys[place]]
        text, style = self._texts(card, width)[part]
        text = fit(text, width)
        if number == view.column and place == view.place(number):
            return [Segment(text, self._style("cursor"))]
        if part or style:
            return [Segment(text, self._style(style))]
        return [Segment(text[:1], self._style(card.tone)), Segment(text[1:], self.rich_style)]

    def _texts(self, card: BoardCard, width: int) -> list[tuple[str, str]]:
        """The lines of a card with their styles: the title, over two lines where columns are narrow, what is under."""
        under = (f"  {card.under}", "under")
        if self._view.card_lines == 2:
            return [(card.title, ""), under]
        first, rest = broken(card.title, width)
        return [(first, ""), (f"  {rest}", ""), under] if rest else [(first, ""), under, ("", "")]

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"board--{tone}") if tone else self.rich_style

"""What of a board stands on the screen: which columns, which cards of each, where the cursor is. Knows no terminal.

Each column keeps its own cursor and its own window; a window moves by half its height when the cursor reaches its edge.
"""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Region, Size

from salestui.tui.widgets.board_cards import BoardCard, BoardSource, NoCards

LEAST_WIDTH = 18  # cells of a column: eight Chinese signs and the sign of the state
WIDE = 34  # cells of a column from which on a title takes one line; below it takes two
GAP = 2

_GONE = BoardCard("")


class Shown(NamedTuple):
    """A column on the screen: its number, its first cell, and how wide it is."""

    number: int
    x: int
    width: int


class BoardWindow:
    """The state of a board's view. `column` is the number of the column in hand."""

    def __init__(self) -> None:
        self.source: BoardSource = NoCards()
        self.column = 0
        self.shown: list[Shown] = []
        self.card_lines = 2
        self.high = 1  # cards that stand one above the other
        self.cards: dict[str, BoardCard] = {}  # those on the screen
        self._places: dict[str, int] = {}  # column → the place of its cursor
        self._tops: dict[str, int] = {}  # column → the first card shown

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def column_id(self) -> str | None:
        """The column the cursor stands in."""
        return self.source.columns[self.column].id if self.source.columns else None

    @property
    def key(self) -> str | None:
        """The card under the cursor."""
        keys = self.keys(self.column)
        return keys[self.place(self.column)] if keys else None

    def keys(self, number: int) -> Sequence[str]:
        """The keys of a column."""
        columns = self.source.columns
        return self.source.keys(columns[number].id) if number < len(columns) else ()

    def place(self, number: int) -> int:
        """Where the cursor stands, or last stood, in a column."""
        return max(0, min(self._places.get(self.source.columns[number].id, 0), len(self.keys(number)) - 1))

    def stand_at(self, number: int, place: int) -> None:
        """Put the cursor at a place of a column, or as near as there is one."""
        self.column = number
        self._places[self.source.columns[number].id] = max(0, min(place, len(self.keys(number)) - 1))

    def go_to(self, key: str) -> bool:
        """Put the cursor on a card; the column in hand is looked at first, where most cards stay."""
        for number in sorted(range(len(self.source.columns)), key=lambda each: each != self.column):
            keys = self.keys(number)
            if key in keys:
                self.stand_at(number, keys.index(key))
                return True
        return False

    def show(self, source: BoardSource) -> None:
        """Show other cards; the cursor stays on its card, into whichever column that went."""
        key = self.key
        self.source = source
        self.cards.clear()
        self.column = max(0, min(self.column, len(source.columns) - 1))
        if key is not None:
            self.go_to(key)

    # ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────

    def lay_out(self, size: Size) -> bool:
        """Fit columns and windows into `size`, less a line of titles; fetch the cards that came into sight.

        True where a window moved. What cannot be shared out evenly goes to the first columns.
        """
        count = len(self.source.columns)
        fitting = max(1, min(count, (size.width + GAP) // (LEAST_WIDTH + GAP)))
        first = max(0, min(self.column - fitting // 2, count - fitting))
        width, more = divmod(max(0, size.width - GAP * (fitting - 1)), fitting)
        self.card_lines = 2 if width >= WIDE else 3
        self.high = max(1, (size.height - 1) // self.card_lines)
        self.shown, x = [], 0
        for order, number in enumerate(range(first, min(count, first + fitting))):
            self.shown.append(Shown(number, x, width + (order < more)))
            x += self.shown[-1].width + GAP
        moved = [self._reveal(each.number) for each in self.shown]
        self._fetch()
        return any(moved)

    def _reveal(self, number: int) -> bool:
        keys, top, place = self.keys(number), self.top(number), self.place(number)
        found = max(0, min(top, len(keys) - self.high))
        if not found <= place < found + self.high:
            found = max(0, min(place - self.high // 2, len(keys) - self.high))
        self._tops[self.source.columns[number].id] = found
        return found != top

    def _fetch(self) -> None:
        wanted = [
            key
            for each in self.shown
            for key in self.keys(each.number)[self.top(each.number) : self.top(each.number) + self.high]
        ]
        missing = [key for key in wanted if key not in self.cards]
        if missing:
            found = self.source.cards(missing)  # a card may have gone since the keys were read: its place stays empty
            self.cards = {key: self.cards.get(key) or found.get(key) or _GONE for key in wanted}

    def top(self, number: int) -> int:
        """The first card of a column that is shown."""
        return self._tops.get(self.source.columns[number].id, 0)

    def column_at(self, x: int) -> int | None:
        """The column at a cell."""
        return next((each.number for each in self.shown if each.x <= x < each.x + each.width + GAP), None)

    def card_at(self, x: int, y: int) -> tuple[int, int] | None:
        """(column, place) of the card at a cell; None between cards."""
        number = self.column_at(x)
        if number is None or y < 1:
            return None
        place = self.top(number) + (y - 1) // self.card_lines
        return (number, place) if place < len(self.keys(number)) else None

    def region(self, place: int) -> Region:
        """The lines of a card of the column in hand."""
        here = next(each for each in self.shown if each.number == self.column)
        return Region(here.x, 1 + (place - self.top(self.column)) * self.card_lines, here.width, self.card_lines)

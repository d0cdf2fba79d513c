"""The window of a long list: which rows stand on which lines, headings included, and their texts. No painting here."""

from collections.abc import Sequence

from salestui.tui.widgets.table_rows import RowSource, TableRow

_GONE = TableRow({})


class Window:
    """Fetches the rows of one window at a time and follows the cursor."""

    def __init__(self, source: RowSource) -> None:
        self.source = source
        self.rows: dict[str, TableRow] = {}
        self.lines: Sequence[int | None] = []  # line → row number; None is the heading of the row that follows
        self._top = 0

    def take(self, source: RowSource, cursor: int) -> int:
        """Another list; gives the place of the row that the cursor is on, or its old place where that row is gone.

        That row's line stays what it was, but a window at the top stays at the top: what is new there is seen.
        """
        before = self.source.keys
        key = before[cursor] if cursor < len(before) else None
        self.source = source
        self.rows.clear()
        place = _place_of(key, source.keys, cursor)
        if self._top:
            self._top = max(0, self._top + place - cursor)
        return place

    def reveal(self, cursor: int, height: int) -> None:
        """Lay out `height` lines with `cursor` among them; the window moves by half of that where it must."""
        self._fill(height)
        if cursor in self.lines or not self.source.keys:
            return
        self._top = max(0, cursor - height // 2)
        self._fill(height)
        while cursor not in self.lines and self._top < cursor:  # headings have pushed it out
            self._top += 1
            self._fill(height)

    def _fill(self, height: int) -> None:
        keys = self.source.keys
        self._top = min(self._top, max(0, len(keys) - 1))
        first = min(self._top, max(0, len(keys) - height))
        wanted = keys[first : self._top + height]
        missing = [key for key in wanted if key not in self.rows]
        if missing:
            found = self.source.rows(missing)  # a row may have gone since the keys were read: its line stays empty
            self.rows = {key: self.rows.get(key) or found.get(key) or _GONE for key in wanted}
        if self._top + height >= len(keys):
            self._top = min(self._top, self._last_top(height))
        self.lines = self._lines_from_top(height)

    def _lines_from_top(self, height: int) -> list[int | None]:
        lines: list[int | None] = []
        for place in range(self._top, min(len(self.source.keys), self._top + height)):
            taken = self._lines_of(place, height)
            if len(lines) + taken > height:
                break
            lines += [None, place] if taken > 1 else [place]
        return lines

    def _last_top(self, height: int) -> int:
        """The first row of the last window: from there on all rows fit, with their headings."""
        count = len(self.source.keys)
        taken, top = 0, count
        while top > 0 and taken < height:
            taken += self._lines_of(top - 1, height)
            if taken > height:
                break
            top -= 1
        return min(top, max(0, count - 1))

    def _lines_of(self, place: int, height: int) -> int:
        return 2 if height > 1 and self.rows[self.source.keys[place]].heading else 1  # a single line is the row's


def _place_of(key: str | None, keys: Sequence[str], cursor: int) -> int:
    """Where `key` is now; most often where it was, which costs no search."""
    kept = max(0, min(cursor, len(keys) - 1))
    if key is None or not keys or keys[kept] == key:
        return kept
    try:
        return keys.index(key)
    except ValueError:
        return kept

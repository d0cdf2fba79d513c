"""Marking the rows of a RecordTable that allows it: one, all, or row after row with Shift."""

from collections.abc import Iterable, Sequence

from textual.message import Message

from salestui.tui.widgets.table_painting import Painting
from salestui.tui.widgets.table_rows import TableColumn


class Marking(Painting):
    """Posts `Marked`."""

    class Marked(Message):
        """Other rows are marked than before: see `marked`, `mark_count`."""

        def __init__(self, table: "Marking") -> None:
            super().__init__()
            self.table = table

    def __init__(
        self,
        columns: Sequence[TableColumn],
        *,
        id: str | None,  # noqa: A002 - Textual's name
        empty: str,
        multi: bool,
    ) -> None:
        super().__init__(columns, id=id, empty=empty)
        self._multi = multi
        self._anchor: int | None = None  # where marking by Shift began

    @property
    def marked(self) -> frozenset[str]:
        """The keys that are marked, rows that the list is narrowed past included."""
        return self._marks.keys

    @property
    def mark_count(self) -> int:
        """How many they are; costs nothing."""
        return len(self._marks)

    def clear_marks(self) -> None:
        """Take all marks away."""
        if self._marks.clear():
            self._marks_changed()

    def keep_marks(self, keys: Iterable[str]) -> None:
        """Take the marks of all but `keys` away: a screen tells which of the marked rows still exist."""
        if self._marks.keep(keys):
            self._marks_changed()

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and move on."""
        self._toggle(self.cursor)
        self.cursor += 1

    def action_mark_all(self) -> None:
        """Mark all rows of the list; a second time none of them."""
        self._marks.mark_all(self._keys)
        self._marks_changed()

    def action_extend(self, step: int) -> None:
        """Move on with the marks following; a step back takes the last one away."""
        keys = self._keys
        if not keys:
            return
        anchor = self.cursor if self._anchor is None else self._anchor
        old, new = self.cursor, self.validate_cursor(self.cursor + step)
        self._marks.mark(keys[anchor], on=True)
        if abs(new - anchor) < abs(old - anchor):
            self._marks.mark(keys[old], on=False)
        self._marks.mark(keys[new], on=True)
        self.cursor = new
        self._anchor = anchor
        self._marks_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marking is for lists that allow it."""
        return self._multi if action in ("mark", "mark_all", "extend") else True

    def _toggle(self, place: int) -> None:
        keys = self._keys
        if place < len(keys):
            self._marks.mark(keys[place], on=keys[place] not in self._marks)
            self._marks_changed()

    def _marks_changed(self) -> None:
        self._lay_out()
        self._repaint_all()
        self.post_message(self.Marked(self))

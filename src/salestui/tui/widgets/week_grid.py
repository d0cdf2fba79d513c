"""Days side by side for wide windows: each a column of entries, a cursor that goes down a day and across days.

Like the RecordTable it paints lines as they are asked for; an entry is made when it is first seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from salestui.tui.recovering import Recovering
from salestui.tui.text import fit

_GAP = "  "
_HEAD = 2  # lines of heading: the day, and who is away


@dataclass(frozen=True, slots=True)
class GridEntry:
    """What stands in a column: a line that tells when, and two more. `tone` colours the first; never the only sign."""

    lines: tuple[str, str, str]
    tone: str = ""  # overdue, soon or none


@dataclass(frozen=True, slots=True)
class GridDay:
    """A column: its heading, a note under it, and the keys of its entries."""

    title: str
    keys: Sequence[str]
    note: str = ""
    today: bool = False


class WeekGrid(Recovering, Widget, can_focus=True):
    """State goes in through `show`; posts `Highlighted` and `Chosen` with the key under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"week-grid--{name}" for name in ("day", "today", "cursor", "first", "overdue", "soon", "muted")
    }
    DEFAULT_CSS = """
    WeekGrid { height: 1fr; }
    WeekGrid > .week-grid--day { color: $text-muted; text-style: underline; }
    WeekGrid > .week-grid--today { color: $primary; text-style: bold underline; }
    WeekGrid > .week-grid--first { text-style: bold; }
    WeekGrid > .week-grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    WeekGrid > .week-grid--overdue { color: $text-error; text-style: bold; }
    WeekGrid > .week-grid--soon { color: $text-warning; text-style: bold; }
    WeekGrid > .week-grid--muted { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("l,right", "day(1)", show=False),
        Binding("h,left", "day(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Highlighted(Message):
        """The cursor stands on another entry; `key` is None on a day without any."""

        def __init__(self, key: str | None) -> None:
            super().__init__()
            self.key = key

    class Chosen(Message):
        """Enter, or a click on the entry under the cursor."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._days: Sequence[GridDay] = ()
        self._entry: Callable[[str], GridEntry] = lambda _key: GridEntry(("", "", ""))
        self._made: dict[str, GridEntry] = {}
        self._day = 0
        self._place = 0

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, days: Sequence[GridDay], entry: Callable[[str], GridEntry]) -> None:
        """Show other days; the cursor stays on its key, else goes to today, else to the first day."""
        key = self.key
        self._days, self._entry, self._made = days, entry, {}
        found = next(((n, day.keys.index(key)) for n, day in enumerate(days) if key in day.keys), None) if key else None
        if found is None:
            found = (next((n for n, day in enumerate(days) if day.today), 0), 0)
        self._day, self._place = found
        self._moved()

    @property
    def key(self) -> str | None:
        """The key under the cursor."""
        keys = self._days[self._day].keys if self._days else ()
        return keys[self._place] if self._place < len(keys) else None

    def move_to(self, key: str) -> bool:
        """Put the cursor on `key`; False where there is no such entry."""
        for number, day in enumerate(self._days):
            if key in day.keys:
                self._day, self._place = number, day.keys.index(key)
                self._moved()
                return True
        return False

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────

    def _moved(self) -> None:
        self.refresh()
        self.post_message(self.Highlighted(self.key))

    def _to(self, day: int, place: int) -> None:
        if not self._days:
            return
        day = max(0, min(day, len(self._days) - 1))
        place = max(0, min(place, len(self._days[day].keys) - 1))
        if (day, place) != (self._day, self._place):
            self._day, self._place = day, place
            self._moved()

    def action_move(self, step: int) -> None:
        """One entry on or back in the day."""
        self._to(self._day, self._place + step)

    def action_day(self, step: int) -> None:
        """One day on or back, at the same height."""
        self._to(self._day + step, self._place - self._first(self._day))

    def action_edge(self, place: int) -> None:
        """The first entry of the day, or the last."""
        self._to(self._day, 0 if place == 0 else len(self._days[self._day].keys) - 1 if self._days else 0)

    def action_choose(self) -> None:
        """Open the entry under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor opens the entry."""
        day, line = self._column_at(event.x), event.y - _HEAD
        if day is None or line < 0:
            return
        place = self._first(day) + line // self._tall
        if place >= len(self._days[day].keys):
            return
        if (day, place) == (self._day, self._place):
            self.action_choose()
        self._to(day, place)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(-1)

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _tall(self) -> int:
        return 4  # three lines and one between

    @property
    def _fitting(self) -> int:
        """How many entries of a day are seen at once; the last line is kept for how many more there are."""
        return max(1, (self.size.height - _HEAD - 1) // self._tall)

    def _first(self, day: int) -> int:
        """The first entry seen of a day: only the day with the cursor is moved up."""
        if day != self._day:
            return 0
        return max(0, self._place - self._fitting + 1)

    def _widths(self) -> list[int]:
        """Of each day; what does not divide goes to the first ones."""
        count = len(self._days)
        each, over = divmod(self.size.width - len(_GAP) * (count - 1), count)
        return [each + (number < over) for number in range(count)]

    def _column_at(self, x: int) -> int | None:
        at = 0
        for number, width in enumerate(self._widths() if self._days else ()):
            if at <= x < at + width:
                return number
            at += width + len(_GAP)
        return None

    def render_line(self, y: int) -> Strip:
        """One line of the screen, across the days."""
        if not self._days:
            return Strip.blank(self.size.width, self.rich_style)
        segments: list[Segment] = []
        for number, width in enumerate(self._widths()):
            if number:
                segments.append(Segment(_GAP, self.rich_style))
            text, tone = self._line(number, y)
            segments.append(Segment(fit(text, width), self._style(tone)))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _line(self, number: int, y: int) -> tuple[str, str]:
        """What a day shows in a line, and its tone."""
        day = self._days[number]
        if y == 0:
            return day.title, "today" if day.today else "day"
        if y == 1:
            return day.note, "muted"
        place, part = divmod(y - _HEAD, self._tall)
        place += self._first(number)
        if not day.keys:
            on = number == self._day
            return ("–", "cursor" if on else "muted") if y == _HEAD else ("", "")
        more = len(day.keys) - self._first(number) - self._fitting
        if y == _HEAD + self._fitting * self._tall and more > 0:
            return f"+ {more}", "muted"
        if place >= min(len(day.keys), self._first(number) + self._fitting) or part == self._tall - 1:
            return "", ""
        entry = self._entry_of(day.keys[place])
        if (number, place) == (self._day, self._place):
            return entry.lines[part], "cursor"
        return entry.lines[part], (entry.tone or "first") if part == 0 else "muted" if part == 2 else ""

    def _entry_of(self, key: str) -> GridEntry:
        if key not in self._made:
            self._made[key] = self._entry(key)
        return self._made[key]

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"week-grid--{tone}") if tone else self.rich_style

"""One field of a form: its label, its input, and the line under it that says what was understood or is wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester, SuggestFromList
from textual.widget import Widget
from textual.widgets import Static

from salestui.tui.text import ELLIPSIS, content, fit, plain, plain_lines
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.lines import Lines

LABEL_WIDTH = 22  # the longest label and its sign


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a form as data.

    `choices` are (value, label) of a closed vocabulary; `lines` gives it several lines; `suggest` completes what is
    typed from a list, with `several` its last word after a comma; `complete` does so where a list would be too long,
    and gives the whole text or None; `understood` tells what a text means, or raises
    ValueError with a sentence saying why not.
    """

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    lines: bool = False
    required: bool = False
    suggest: Sequence[str] = ()
    several: bool = False
    complete: Callable[[str], str | None] | None = None
    understood: Callable[[str], str] | None = None


class LastOfList(Suggester):
    """Completes the last word of a list separated by commas, such as tags."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(case_sensitive=True)
        self._words = tuple(plain(word) for word in words)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last word completed."""
        last = re.split(r"[,，;；、]\s*", value)[-1]
        if not last:
            return None
        found = next((word for word in self._words if word.casefold().startswith(last.casefold())), None)
        return None if found is None else value + found[len(last) :]


class Completing(Suggester):
    """Completes by asking: for names of which there may be a hundred thousand."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """What `value` begins, if it begins something known."""
        found = self._complete(value)
        return None if found is None else plain(found)


class Choice(Widget, can_focus=True):
    """One word of a closed vocabulary: its number, its initial letter, or the arrows choose it."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; }
    Choice:focus { background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "step(-1)", show=False),
        Binding("right,down,space", "step(1)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    class Changed(Message):
        """Another word is chosen."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, optional: bool) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._optional = optional
        self.value = value

    def on_key(self, event: events.Key) -> None:
        """A digit takes the word of that number, a letter the next word that begins with it."""
        sign = event.character or ""
        values = [value for value, _label in self._choices]
        if sign.isdigit() and 0 < int(sign) <= len(values):
            self._take(values[int(sign) - 1])
        elif sign.isalpha():
            start = values.index(self.value) + 1 if self.value in values else 0
            ahead = [*values[start:], *values[:start]]
            found = next((value for value in ahead if value.casefold().startswith(sign.casefold())), None)
            if found is None:
                return
            self._take(found)
        else:
            return
        event.stop()
        event.prevent_default()

    def action_step(self, step: int) -> None:
        """The next word, or the one before."""
        values = [value for value, _label in self._choices]
        place = values.index(self.value) + step if self.value in values else (0 if step > 0 else -1)
        self._take(values[place % len(values)])

    def action_clear(self) -> None:
        """No word."""
        if self._optional:
            self._take("")

    def put(self, value: str) -> bool:
        """Have `value` chosen; False where it is none of the words."""
        allowed = {word for word, _label in self._choices} | ({""} if self._optional else set())
        if value in allowed:
            self._take(value)
        return value in allowed

    def _take(self, value: str) -> None:
        self.value = value
        self.refresh()
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        """All words with their numbers where they fit, else those around the chosen one; always whole words."""
        words = [f"{number} {label}" for number, (_value, label) in enumerate(self._choices, 1)]
        values = [value for value, _label in self._choices]
        chosen = values.index(self.value) if self.value in values else -1
        first, end = _seen(words, max(chosen, 0), self.size.width)
        parts = [
            content(word, "bold reverse" if number == chosen else "$foreground-muted")
            for number, word in enumerate(words[first:end], first)
        ]
        more = content(ELLIPSIS, "$foreground-muted")
        return Content("  ").join([*([more] if first else []), *parts, *([more] if end < len(words) else [])])


def _seen(words: Sequence[str], chosen: int, width: int) -> tuple[int, int]:
    """Which words fit into `width` cells with the chosen one among them: from, and up to but not with."""

    def too_long(first: int, end: int) -> bool:
        signs = [ELLIPSIS] * ((first > 0) + (end < len(words)))
        return cell_len("  ".join([*words[first:end], *signs])) > width

    first, end = 0, len(words)
    while too_long(first, end) and end > chosen + 1:
        end -= 1
    while too_long(first, end) and first < chosen:
        first += 1
    while end < len(words) and not too_long(first, end + 1):  # what went at the start may have made room
        end += 1
    return first, end


class EntryRow(Vertical):
    """An entry on the screen."""

    DEFAULT_CSS = """
    EntryRow { height: auto; }
    EntryRow > Horizontal { height: auto; }
    EntryRow .label { width: 23; color: $text-muted; }
    EntryRow Input { width: 1fr; background: $surface; }
    EntryRow TextArea { width: 1fr; height: auto; min-height: 1; max-height: 6; padding: 0; background: $surface; }
    EntryRow .under { height: auto; padding-left: 23; display: none; }
    EntryRow .under.-said { display: block; }
    """

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.input = _field(entry)  # takes the keys
        self._opened_with = self._shown  # signs, where the value has characters that act
        self._said = ("", False)
        self._remark = ""
        self._hint = ""

    def compose(self) -> ComposeResult:
        """Label and input side by side, the line under them."""
        with Horizontal():
            yield Static(self._label(""), classes="label", markup=False)
            yield self.input
        yield Static(Content(""), classes="under", markup=False)

    def _label(self, code: str) -> Content:
        sign = "*" if self.entry.required else " "
        if not code:
            return content(fit(self.entry.label, LABEL_WIDTH - 1) + sign)
        badge = f" {code} "
        label = fit(self.entry.label, LABEL_WIDTH - len(badge) - 2)
        return Content.assemble(content(badge, "bold reverse"), content(f" {label}{sign}"))

    def show_code(self, code: str) -> None:
        """Put before the label what to press to come here; empty takes it away."""
        self.query_one(".label", Static).update(self._label(code), layout=False)

    @property
    def text(self) -> str:
        """What stands in it; where nobody changed it, the value it opened with, though signs were shown."""
        return self._shown if self.changed else self.entry.value

    @property
    def _shown(self) -> str:
        return self.input.text if isinstance(self.input, Lines) else self.input.value

    @property
    def changed(self) -> bool:
        """Whether it differs from what the form opened with."""
        return self._shown != self._opened_with

    def put(self, text: str) -> bool:
        """Have `text` stand in it as if it had been typed; False where it is a word that cannot be chosen now."""
        match self.input:
            case Choice() as choice:
                return choice.put(text)
            case Lines() as lines:
                lines.text = plain_lines(text)
                lines.move_cursor(lines.document.end)
            case Line() as line:
                line.select_on_focus = False  # else the first key would wipe out what was put here
                line.value = plain(text)
                line.cursor_position = len(line.value)
        return True

    def check(self) -> None:
        """Say under the field what was understood, or what is wrong."""
        text = self.text.strip()
        if not text or self.entry.understood is None:
            self.say(self._remark or self._hint)
            return
        try:
            self.say(self.entry.understood(text) or self._remark or self._hint)
        except ValueError as problem:
            self.say(str(problem), wrong=True)

    def stands(self, value: str, *, keep: bool = False) -> None:
        """The record holds `value` by now: show that, or `keep` what is typed; `changed` is told from it."""
        self.entry = replace(self.entry, value=value)
        if keep:  # the field is left alone, with its cursor and its own undo
            several = isinstance(self.input, Lines)
            self._opened_with = plain_lines(value) if several else plain(value)
            return
        if isinstance(self.input, Lines):
            self.input.load_text(plain_lines(value))
        elif isinstance(self.input, Line):
            self.input.value = plain(value)
        else:
            self.input.value = value
            self.input.refresh()
        self._opened_with = self._shown

    def remark(self, text: str) -> None:
        """Said under the field for as long as nothing else is; empty takes it away."""
        self._remark = text
        self.check()

    def hint(self, text: str) -> None:
        """As `remark`, where there is none: what may help to fill the field in."""
        self._hint = text
        self.check()

    def offer(self, text: str, remark: str) -> None:
        """In an empty field of several lines: → puts `text` there; `remark` says so under it."""
        if isinstance(self.input, Lines):
            empty = not self.input.text
            self.input.suggestion = plain(" ".join(text.split())) if empty else ""
            self.remark(remark if empty else "")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A line under the field; empty takes it away."""
        if (text, wrong) == self._said:
            return  # a line that is said again has the whole form laid out anew, at every key
        self._said = (text, wrong)
        if not self.query(".under"):
            return  # the form is on its way out, and what was looked for beside the screen comes too late
        under = self.query_one(".under", Static)
        under.update(content(f"✗ {text}", "$text-error") if wrong else content(f"= {text}", "$foreground-muted"))
        under.set_class(bool(text), "-said")


def _field(entry: Entry) -> Choice | Line | Lines:
    if entry.choices:
        return Choice(entry.choices, entry.value, optional=not entry.required)
    if entry.lines:
        return Lines(entry.value)
    suggester: Suggester | None = None
    if entry.complete is not None:
        suggester = Completing(entry.complete)
    elif entry.suggest:
        suggester = LastOfList(entry.suggest) if entry.several else _suggesting(entry.suggest)
    return Line(entry.value, suggester=suggester)


def _suggesting(words: Sequence[str]) -> Suggester:
    return SuggestFromList([plain(word) for word in words], case_sensitive=False)

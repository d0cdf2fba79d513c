"""The engine of all forms: fields under one another, a live line of what the rules will do, save and leave.

Nothing is written before Ctrl+S or F2; what is wrong is said under its field. What is typed is kept as a draft.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TextArea

from salestui.errors import ArchivedError, InvalidValueError, SalestuiError, UsageError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.dialogs import Question
from salestui.tui.drafting import Drafting
from salestui.tui.forms.entry import Choice, Entry, EntryRow
from salestui.tui.forms.hands import Hands
from salestui.tui.recovering import Recovering
from salestui.tui.text import content
from salestui.tui.widgets.bars import HintBar
from salestui.tui.widgets.messages import Answer

Saved = TypeVar("Saved")


class Form(Hands, Recovering, Drafting[Saved], Generic[Saved]):
    """A form: it gives `title_line`, `entries`, `live`, `save`, `told`, and is dismissed with what `save` gave."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    AUTO_FOCUS = "Input, TextArea, Choice"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._saving = False

    # ── what a form is made of ───────────────────────────────────────────────────────────────────────────────────

    def title_line(self) -> str:
        """What is being written, about whom."""
        raise NotImplementedError

    def entries(self) -> Sequence[Entry]:
        """The fields, most used first."""
        raise NotImplementedError

    def live(self, typed: Mapping[str, str]) -> str:
        """What the rules will do with what has been typed so far."""
        return ""

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], Saved]:
        """The command, to be run on the writer's thread; it raises SalestuiError for what cannot be."""
        raise NotImplementedError

    def told(self, saved: Saved) -> str:
        """What to say of what was saved."""
        raise NotImplementedError

    # ── the engine ───────────────────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """Title, fields, live line, answer, keys."""
        yield Static(content(f" {self.title_line()}", "bold"), id="form-title", markup=False)
        with VerticalScroll(id="form-fields", can_focus=False):
            for entry in self.entries():
                yield EntryRow(entry)
        yield Static(id="form-live", markup=False)
        yield Answer()
        yield HintBar()

    def on_mount(self) -> None:
        """The draft, the live line and the keys, from the start."""
        self.start_drafting()
        self._changed()
        self.show_hints()

    def typed(self) -> dict[str, str]:
        """What stands in the fields that are not empty, by id."""
        return {row.entry.id: row.text for row in self.rows if row.text.strip()}

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _changed(self) -> None:
        self.keep_draft()  # first of all: what follows reads the file, which may be busy
        if self.salestui.is_leaving:
            return
        for row in self.rows:
            row.check()
        self.say_live()

    def say_live(self) -> None:
        """Say in the live line how things stand now."""
        self.query_one("#form-live", Static).update(
            content(f" {self.live(self.typed())}", "$text-accent"), layout=False
        )

    @on(Input.Submitted)
    def _next_field(self) -> None:
        """Enter in a line goes on to the next field, as in any list."""
        self.focus_next()

    @work
    async def action_save(self) -> None:
        """Write it; what cannot be is said, and nothing is lost or half done."""
        if self._saving:
            return
        self._saving = True
        try:
            saved = await self._saved()
        finally:
            self._saving = False
        if saved is not None:
            self.dismiss(saved)

    async def _saved(self) -> Saved | None:
        while True:
            try:
                return await self.written(self.save(self.typed()))
            except SalestuiError as problem:
                if not await self.settle(problem):
                    return None

    async def settle(self, problem: SalestuiError) -> bool:
        """Do what can be done about a refusal, else say it. True: save once more."""
        if isinstance(problem, ArchivedError) and await self._brought_back(problem):
            return True
        self._refuse(problem)
        return False

    async def _brought_back(self, problem: ArchivedError) -> bool:
        """Ask whether the record is to come back into sight; it does in a command of its own."""
        question = Question(_("{problem}. Bring it back?", problem=problem.message), yes=_("bring back"))
        if not await self.app.push_screen_wait(question):
            return False

        def bring_back(desk: Desk) -> None:
            from salestui.services import records

            records.archive(desk, problem.entity, problem.key, back=True)

        try:
            await self.salestui.write(bring_back)
        except UsageError as quicker:  # somebody has brought it back already
            self._refuse(quicker)
        return True

    def _refuse(self, problem: SalestuiError) -> None:
        """Say what cannot be: under its field, which gets the keys, where it is one field's fault."""
        wanted = problem.field if isinstance(problem, InvalidValueError) else None
        for row in self.query(EntryRow):
            if row.entry.id == wanted:
                row.say(str(problem), wrong=True)
                row.input.focus()
                return
        self.say(str(problem), wrong=True)

"""What a form does about drafts: it hands over every change as it is typed, opens again with one, leaves one behind.

A form that says what it is about (`reopening`) keeps drafts; one that does not asks before it is left.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from textual import work
from textual.screen import Screen

from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.drafts import Draft, Reopening
from salestui.tui.commands import key_of
from salestui.tui.dialogs import Question
from salestui.tui.forms.entry import EntryRow
from salestui.tui.widgets.messages import Answer

if TYPE_CHECKING:
    from salestui.services.keeping import LeftDraft
    from salestui.tui.app import SalestuiApp
    from salestui.tui.forms.form import Form
    from salestui.tui.frame import Frame

Saved = TypeVar("Saved")

_SLOW_S: Final = 0.5  # a save that takes longer is told of
_PATIENCE_S: Final = 2.0  # with a disk that does not answer; then the form asks, as it would without drafts


class Drafting(Screen["Saved | None"], Generic[Saved]):
    """The side of a form that looks after what is typed and not saved."""

    desk: Desk
    reopening: Reopening | None = None
    left_a_draft = False  # once it is closed: whether what was typed is kept
    rows: tuple[EntryRow, ...] = ()  # kept: asking the screen for them at every key took a sixth of it
    _key: str | None = None
    _draft: Draft | None = None  # as handed over last
    _laid_aside = False
    _opened_at: datetime | None = None
    _continued: "LeftDraft | None" = None
    _since = ""
    _out_of_place: Mapping[str, str] = MappingProxyType({})  # typed into fields that are not here any more

    def title_line(self) -> str:
        """What is being written, about whom."""
        raise NotImplementedError

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────

    def go_on_with(self, left: "LeftDraft", key: str, since: str) -> None:
        """Before it is shown: open with a draft, which is `key` from now on; `since` says what became of its record."""
        self._continued, self._key, self._since = left, key, since

    def start_drafting(self) -> None:
        """The fields stand: put the draft into them, if there is one, and say what has changed since."""
        self.rows = tuple(self.query(EntryRow))
        self._opened_at = self.desk.now()
        if self._continued is None:
            return
        draft = self._continued.draft
        self._opened_at = draft.opened_at
        rows = {row.entry.id: row for row in self.rows}
        out = {name: text for name, text in draft.typed.items() if name not in rows or not rows[name].put(text)}
        self._out_of_place = MappingProxyType(out)
        if draft.at_field in rows:
            rows[draft.at_field].input.focus()
        self._say_what_changed(draft, rows)

    def _say_what_changed(self, draft: Draft, rows: Mapping[str, EntryRow]) -> None:
        said = [self._since] if self._since else []
        said += [_("no longer there: {text}", text=text) for text in self._out_of_place.values() if text]
        changed = [
            rows[name].entry.label
            for name, value in draft.opened_with.items()
            if name in rows and rows[name].entry.value != value
        ]
        if changed:
            said.append(_("changed by somebody since: {fields}", fields=", ".join(changed)))
        if said:
            self.query_one(Answer).say(" · ".join(said), wrong=True)
        else:
            self.query_one(Answer).say(_("goes on with the draft"))

    # ── while somebody types ─────────────────────────────────────────────────────────────────────────────────────

    def keep_draft(self) -> None:
        """Hand over what stands in the form now; it is on the disk within half a second."""
        if self.reopening is None or self._opened_at is None:
            return
        changed = [row for row in self.rows if row.changed]
        if not changed and not self._out_of_place:
            if self._key is not None:
                self._draft = None
                self.salestui.drafts.keep(self._key, None)
            return
        if self._key is None:
            self._key = self.salestui.drafts.new()
        focused = self.focused
        self._draft = Draft(
            of=self.reopening,
            title=self.title_line(),
            typed={**self._out_of_place, **{row.entry.id: row.text for row in changed}},
            opened_with={row.entry.id: row.entry.value for row in changed},
            database=self.salestui.drafts.database,
            opened_at=self._opened_at,
            written_at=self.desk.now(),
            at_field=next((row.entry.id for row in self.rows if row.input is focused), None),
            laid_aside=self._laid_aside,
        )
        self.salestui.drafts.keep(self._key, self._draft)

    # ── saving ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def written(self, work: Callable[[Desk], Saved]) -> Saved:
        """Have a command done that makes the draft needless; raises what it raises, and then the draft stays.

        Keys typed meanwhile wait, and go to the form if it is refused, else to the screen below.
        """
        key, drafts = self._key, self.salestui.drafts if self._key is not None else None

        def write_then_drop(desk: Desk) -> Saved:
            saved = work(desk)
            if key is not None and drafts is not None:
                drafts.drop(key)  # here, since the form may be gone: a stop does not wait for it
            return saved

        answer = self.query_one(Answer)
        slow = self.set_timer(_SLOW_S, lambda: answer.say(_("saving: somebody else is writing just now …")))
        try:
            with self.salestui.keys_held():
                return await self.salestui.write(write_then_drop)
        except SalestuiError:
            answer.say("")
            raise
        finally:
            slow.stop()

    # ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_leave(self) -> None:
        """Leave; what was typed is kept as a draft. Asks only where that cannot be."""
        if await self.laid_aside():
            self.dismiss(None)

    async def laid_aside(self) -> bool:
        """Whether the form can be left knowingly; what was typed is a draft from then on."""
        if not await self.may_go(laid_aside=True):
            return False
        if self._key is not None and self._draft is not None:
            self.left_a_draft = self.salestui.drafts.is_kept(self._key, self._draft)
            self.salestui.drafts.lay_aside(self._key)
        return True

    async def may_go(self, *, laid_aside: bool = False) -> bool:
        """Whether the form can be left: nothing was typed, or it is kept, or whoever typed it gives it up."""
        if not self._out_of_place and not any(row.changed for row in self.rows):
            return True
        self._laid_aside = laid_aside
        with self.salestui.keys_held():
            if await self._kept():
                return True
        self._laid_aside = False
        question = Question(_("Leave without saving what you have typed?"), yes=_("leave"))
        given_up = await self.app.push_screen_wait(question)
        if given_up and self._key is not None:
            self.salestui.drafts.drop(self._key)
        return given_up

    async def _kept(self) -> bool:
        """Whether what stands in the form is on the disk now."""
        before: Draft | None = None
        self.keep_draft()
        while self._draft != before:  # once more where a change that was on its way has come in meanwhile
            before = self._draft
            await asyncio.to_thread(self.salestui.drafts.flush, _PATIENCE_S)
        return self._key is not None and before is not None and self.salestui.drafts.is_kept(self._key, before)

    @property
    def salestui(self) -> "SalestuiApp":
        """The app, by its own type."""
        from salestui.tui.app import SalestuiApp

        assert isinstance(self.app, SalestuiApp)
        return self.app


# ── from the screen below ────────────────────────────────────────────────────────────────────────────────────────


async def fill(frame: "Frame", form: "Form[Saved]") -> None:
    """Show a form, and say on the screen below what came of it."""
    saved = await frame.app.push_screen_wait(form)
    if saved is not None:
        frame.look_again()
        frame.say(form.told(saved))
    elif form.left_a_draft:
        frame.look_again()
        frame.say(_("kept as a draft – {key} opens it", key=key_of("drafts", frame.desk.settings.keys)))


async def fill_or_go_on(frame: "Frame", form: "Form[Saved]") -> None:
    """As `fill`; where a draft of the same form about the same was left, going on with that is offered first."""
    from salestui.tui.screens.drafts import Offer, Offered

    left = next((each for each in frame.salestui.drafts_left() if each.draft.of == form.reopening), None)
    if left is None:
        await fill(frame, form)
        return
    match await frame.app.push_screen_wait(Offer(frame.desk, left.draft)):
        case Offered.GO_ON:
            await go_on(frame, left)
        case Offered.ANEW:
            await fill(frame, form)


async def go_on(frame: "Frame", left: "LeftDraft") -> None:
    """Open the form of a draft with what was typed; where its record is gone, show the text."""
    from salestui.tui.forms.opening import form_of
    from salestui.tui.screens.drafts import TypedText

    try:
        form, since = form_of(frame.desk, left.draft.of)
    except SalestuiError as problem:
        await frame.app.push_screen_wait(TypedText(frame.desk, left.draft, problem.message))
        return
    try:
        key = frame.salestui.drafts.take(left)
    except SalestuiError as problem:
        frame.say(str(problem), wrong=True)
        return
    form.go_on_with(left, key, since)
    await fill(frame, form)

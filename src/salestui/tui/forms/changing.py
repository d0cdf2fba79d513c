"""A form on a record that is there: it follows what others do to it, and never writes over what it has not shown.

A field nobody touched here shows the new value; a field touched keeps what is typed, and says what the other wrote.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from salestui.errors import Conflict, ConflictError, SalestuiError
from salestui.i18n import _, ngettext
from salestui.sentences import quoted
from salestui.services import merging
from salestui.services.desk import Desk
from salestui.services.merging import Meanwhile, Seen, Standing, meanwhile_told
from salestui.tui.forms.conflict import Answer, Conflicts
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.form import Form

Saved = TypeVar("Saved")

_NAMED = 2  # fields named in the live line; more are counted


class ChangingForm(Form[Saved], Generic[Saved]):
    """A form on the record `key`; `seen` is what it has shown of it, to be given to the service that saves."""

    def __init__(self, desk: Desk, entity: str, key: str) -> None:
        super().__init__(desk)
        self.entity = entity
        self.key = key
        self.seen: Seen = merging.seen_of(desk, entity, key)
        self._standing = Standing(self.seen.values)
        self._edited_on: dict[str, str] = {}  # by field: what the other wrote, where mine is gone over knowing that

    def changed(self, typed: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
        """What of `typed` differs from what was shown, so that others' changes stay; an emptied field is empty."""
        shown = self.seen.values
        return {name: typed.get(name, "") for name in names if typed.get(name, "") != shown.get(name, "")}

    def start_drafting(self) -> None:
        """A draft was typed over what stood there then: where somebody has changed that since, saving asks."""
        super().start_drafting()
        if self._continued is not None:
            self.seen = self.seen.with_values(self._continued.draft.opened_with)

    # ── following the record ─────────────────────────────────────────────────────────────────────────────────────

    def on_screen_resume(self) -> None:
        """Back from a dialog or another window: somebody may have written."""
        self.look_again()

    def look_again(self) -> None:
        """Somebody has written something: show what became of this record. Cheap where it was not this one."""
        rows = {row.entry.id: row for row in self.query(EntryRow)}
        if not rows:
            return
        try:
            self._standing = merging.standing(self.desk, self.entity, self.key, self.seen)
        except SalestuiError:
            return  # busy: the next change, or the next minute, will do
        self.seen = self.seen.with_values(self._shown_anew(rows))
        self.say_live()

    def _shown_anew(self, rows: Mapping[str, EntryRow]) -> dict[str, str]:
        """Bring the fields nobody touched to what stands in the file; gives those, and all that is not shown here."""
        now, last = self._standing.values, self._standing.last
        fresh: dict[str, str] = {}
        for name in {**self.seen.values, **now} if now else ():
            value, row = now.get(name, ""), rows.get(name)
            if value == self.seen.values.get(name, ""):
                told = self._edited_on.get(name, "")
            elif row is None or not row.changed or row.text == value:
                fresh[name], told = value, ""
            else:
                told = _wrote(last[name][0] if name in last else None, value)
            if row is not None:
                if name in fresh:
                    row.stands(value)
                row.remark(told)
        return fresh

    def live(self, typed: Mapping[str, str]) -> str:
        """What others have done to the record since the form opened."""
        return " · ".join(part for part in (self._told(), super().live(typed)) if part)

    def _told(self) -> str:
        now = self._standing
        if now.gone is not None:
            return _("{who} has undone what made this record", who=now.gone.by or "?")
        if now.archived is not None:
            when = merging.since_told(self.desk, now.archived.at)
            return _("{who} archived this record {when}", who=now.archived.by or "?", when=when)
        if not now.changed:
            return ""
        last = max((each.at for each in now.changed if each.at is not None), default=None)
        told = merging.meanwhile_told(self.entity, now.changed)
        if len(now.changed) > _NAMED:
            who = ", ".join(dict.fromkeys(each.by or "?" for each in now.changed))
            told = ngettext("{who} changed one field", "{who} changed {n} fields", len(now.changed), who=who)
        return _("{changes} {when}", changes=told, when=merging.since_told(self.desk, last))

    # ── saving ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def settle(self, problem: SalestuiError) -> bool:
        """Of fields changed by two, ask which value is to stand; then save again, with both seen."""
        if not isinstance(problem, ConflictError):
            return await super().settle(problem)
        answers = await self.app.push_screen_wait(Conflicts(self.desk, self.entity, str(problem), problem.conflicts))
        if answers is None:
            self._refuse(problem)
            return False
        rows = {row.entry.id: row for row in self.query(EntryRow)}
        editing = [self._take(rows[each.field], each, answers[each.field]) for each in problem.conflicts]
        self.seen = self.seen.with_values({each.field: each.theirs for each in problem.conflicts})
        self.say_live()
        for row in editing:
            if row is not None:
                row.input.focus()
                return False
        if any(row.changed for row in rows.values()):
            return True
        self.keep_draft()  # theirs throughout: there is nothing left to write, nor to keep
        self.dismiss(None)
        return False

    def _take(self, row: EntryRow, conflict: Conflict, answer: Answer) -> EntryRow | None:
        """Bring a field to what was chosen; gives the row that is to be edited on."""
        row.stands(conflict.theirs, keep=answer is not Answer.THEIRS)
        told = _wrote(conflict.by, conflict.theirs) if answer is Answer.EDIT else ""
        self._edited_on[conflict.field] = told
        row.remark(told)
        return row if told else None


def _wrote(who: str | None, value: str) -> str:
    return _("{who} wrote: {value}", who=who or "?", value=quoted(value) if value else "–")


def beside(entity: str, changed: Sequence[Meanwhile]) -> str:
    """What others have changed while a form was open, behind what was saved."""
    return _("; meanwhile {changes}", changes=meanwhile_told(entity, changed)) if changed else ""

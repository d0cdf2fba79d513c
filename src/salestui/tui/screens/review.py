"""A review: its figures as they were frozen beside what they come to now, what went wrong, what is done about it."""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from salestui.domain.look_back import Beside
from salestui.domain.rows import ImprovementRow, ReviewRow
from salestui.errors import SalestuiError
from salestui.i18n import _, ngettext
from salestui.review_sentences import as_markdown, changed_lines
from salestui.services import reviewing
from salestui.services.desk import Desk
from salestui.tui.choosing import Choose
from salestui.tui.commands import bindings
from salestui.tui.dialogs import Question
from salestui.tui.screens.review_page import page
from salestui.tui.text import content
from salestui.tui.undoing import Undoing

if TYPE_CHECKING:
    from pathlib import Path

    from salestui.services.reviews import Refrozen

_CHANGES_TOLD = 1  # figures named in the answer; the page shows them all


class ReviewScreen(Undoing):
    """One page that scrolls; what the figures come to now is counted beside it."""

    MODE = "kpi"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "review", "screen")
    HINTS = ("edit_review", "improve", "refreeze", "write_review", "back")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("review", "screen"),
        Binding("j,down", "scroll('scroll_down')", show=False),
        Binding("k,up", "scroll('scroll_up')", show=False),
        Binding("pagedown,space", "scroll('scroll_page_down')", show=False),
        Binding("pageup", "scroll('scroll_page_up')", show=False),
        Binding("g,home", "scroll('scroll_home')", show=False),
        Binding("G,end", "scroll('scroll_end')", show=False),
    ]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._row: ReviewRow | None = None
        self._now: tuple[Beside, ...] | None = None  # None: not counted yet
        self._counted: tuple[object, ...] | None = None  # the file's version, and the minute, of what was counted

    def body(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="card"):
            yield Static(id="page", markup=False)

    def look(self) -> None:
        """Show what is kept, and have counted what it comes to now where that may have changed."""
        self._row = reviewing.review(self.desk, self._key)
        if self._row is None:
            self._now = None
        self._show()
        stamp = (self.desk.data_version(), self.desk.now().replace(second=0, microsecond=0))
        if self._row is not None and self._counted != stamp:
            self._counted = stamp
            self._count(self._row)

    @work(exclusive=True, group="figures")
    async def _count(self, row: ReviewRow) -> None:
        try:
            now = await asyncio.wrap_future(
                self.salestui.desks.background.run(lambda desk: reviewing.beside_now(desk, row))
            )
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        self._now = now
        if self._stands:
            self._show()

    @property
    def _stands(self) -> bool:
        return super()._stands and bool(self.query("#page"))

    def _show(self) -> None:
        if not self._stands:
            return
        self.query_one("#page", Static).update(Content("\n").join(self._lines()))
        self.show_hints()

    def _lines(self) -> list[Content]:
        if self._row is None:
            return [content(_("what made this review has been undone"), "$text-muted")]
        return page(self.desk, self._row, self._now, max(20, self.size.width - 4))

    def on_resize(self) -> None:
        """The lines follow the width."""
        super().on_resize()
        self._show()

    def why_not(self, command: str) -> str | None:
        """As the classes above; and a task is made of an improvement that is none yet."""
        if command in ("edit_review", "improve", "refreeze", "write_review") and self._row is None:
            return _("what made this review has been undone")
        if command == "improve" and not self._to_be_tasks():
            return _("no improvement without a task – {key} adds one", key=self.key_of("edit_review"))
        return super().why_not(command)

    def _to_be_tasks(self) -> list[ImprovementRow]:
        return [] if self._row is None else [each for each in self._row.improvements if each.task is None]

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_edit_review(self) -> None:
        """Its texts."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.reviews import change_review

        if self._row is not None:
            await fill_or_go_on(self, change_review(self.desk, self._row.id))

    @work
    async def action_improve(self) -> None:
        """A task of the only improvement that is none yet, or of one chosen."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.reviews import ImprovementForm

        row, left = self._row, {each.id: each for each in self._to_be_tasks()}
        if row is None or not left:
            return
        key: str | None = next(iter(left))
        if len(left) > 1:
            rows = {each.id: (each.text, "") for each in left.values()}
            key = await self.app.push_screen_wait(Choose(_("Which improvement becomes a task?"), rows))
        if key is not None:
            await fill_or_go_on(self, ImprovementForm(self.desk, row, left[key]))

    @work
    async def action_refreeze(self) -> None:
        """Take the figures as they come out now, after asking; the old ones come back by undo."""
        row = self._row
        if row is None:
            return
        question = Question(
            _("Freeze the figures of {ref} {period} again, as they come out now?", ref=row.ref, period=row.period),
            yes=_("freeze"),
        )
        if not await self.app.push_screen_wait(question):
            return

        def freeze(desk: Desk) -> "Refrozen":
            from salestui.services import reviews

            return reviews.refreeze(desk, row.id, row.figures_at)

        refrozen = await self.write(freeze)
        if refrozen is not None:
            changed = self._changed_told(refrozen)
            self.told(
                _(
                    "{ref} frozen again: {changed} · {key} undoes it",
                    ref=row.ref,
                    changed=changed,
                    key=self.key_of("undo"),
                )
            )

    def _changed_told(self, refrozen: "Refrozen") -> str:
        """The figures that changed, old and new, the first by name."""
        old = [each.frozen for each in refrozen.changed]
        new = [each.now for each in refrozen.changed if each.now is not None]
        lines = changed_lines(old, new, self.desk.settings.currency)
        told = "; ".join(f"{each.name} {each.before} → {each.now}" for each in lines[:_CHANGES_TOLD])
        more = len(lines) - _CHANGES_TOLD
        return told + (" " + ngettext("(and one more)", "(and {n} more)", more) if more > 0 else "")

    @work
    async def action_write_review(self) -> None:
        """As Markdown, into the folder of the file this program works on; nothing there is written over."""
        row = self._row
        if row is None:
            return

        def write(desk: Desk) -> "Path":
            from salestui.exchange.text_file import write_new

            text = as_markdown(reviewing.kept(desk, row), desk.settings.currency, desk.now(), desk.zone)
            return write_new(desk.paths.database.parent, f"review-{row.period}-{row.ref}", ".md", text)

        path = await self.write(write)
        if path is not None:
            self.say(_("written to {path}", path=path))

    def action_scroll(self, way: str) -> None:
        """As a list: j k g G."""
        scroll = self.query_one(VerticalScroll)
        {
            "scroll_down": scroll.scroll_down,
            "scroll_up": scroll.scroll_up,
            "scroll_page_down": scroll.scroll_page_down,
            "scroll_page_up": scroll.scroll_page_up,
            "scroll_home": scroll.scroll_home,
            "scroll_end": scroll.scroll_end,
        }[way](animate=False)

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)

"""The customer's card: what a call needs on top, below it the story, the profile, the decision chain and what waits.

From 120 columns on they stand side by side; in a narrower window each is a tab.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from salestui.domain.rows import CustomerName, Waiting
from salestui.domain.story import Chapter
from salestui.domain.words import DealStage
from salestui.errors import NotFoundError, SalestuiError
from salestui.i18n import _
from salestui.sentences import warning_text
from salestui.services import due, finding, naming
from salestui.services import story as stories
from salestui.services.desk import Desk
from salestui.services.finding import Face
from salestui.services.story import Story
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.screens.card import editing, heading, parts, story
from salestui.tui.screens.card.parts import IN_SHEET, Part
from salestui.tui.screens.card.reading import Reader
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable
from salestui.tui.widgets.sheet import Sheet
from salestui.value_sentences import rfm_text

if TYPE_CHECKING:
    from salestui.domain.customer_value import Rfm

WIDE = 120  # columns from which on story and profile stand side by side


class CardScreen(Acting):
    """Everything about one customer."""

    MODE = "customers"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "screen", "card")
    HINTS = ("follow_up", "inquiry", "edit", "next_part", "kinds", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen", "card")]
    AUTO_FOCUS = "#story"
    DEFAULT_CSS = """
    CardScreen #heading, CardScreen #tabs, CardScreen #chapters, CardScreen #told { text-wrap: nowrap; }
    CardScreen #tabs, CardScreen #chapters { height: 1; }
    CardScreen #tabs { background: $panel; }
    CardScreen #told { border-top: solid $panel-lighten-1; padding: 0 1; }
    CardScreen.-wide #sheet { width: 2fr; min-width: 48; padding: 0 1; }
    CardScreen.-wide #right { width: 3fr; border-left: solid $panel-lighten-1; }
    """

    def __init__(self, code: str, at: tuple[str, str] | None = None) -> None:
        """`at`: the entity and key of a record whose event the story opens at."""
        super().__init__()
        self._at = at
        self._code = code
        self._face: Face | None = None
        self._story = Story((), dict.fromkeys(Chapter, 0))
        self._part = Part.STORY
        self._chapter: Chapter | None = None
        self._places: dict[Part, str] = {}  # where the cursor stood in each
        self._warnings: tuple[str, ...] = ()  # R12
        self._rfm: Rfm | None = None  # once it is counted
        self._read_at: tuple[object, ...] = ()
        self._arranged: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        """Heading, tabs, and below them a sheet of items and the story."""
        yield Static(id="heading", markup=False)
        yield Static(id="tabs", markup=False)
        with Horizontal():
            yield Sheet(id="sheet")
            with Vertical(id="right"):
                yield Static(id="chapters", markup=False)
                yield RecordTable(story.columns(), id="story")
                yield Static(id="told", markup=False)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Read the card, unless nothing can have changed: a card is looked at twice as it opens."""
        now = self.desk.now()
        read_at = (self.desk.data_version(), now.replace(second=0, microsecond=0))
        if read_at == self._read_at:
            return
        try:
            customer = naming.customer_named(self.desk, self._code)
        except NotFoundError:  # its making has been undone
            self.dismiss(None)
            return
        self._face = finding.face(self.desk, customer)
        self._story = stories.story(self.desk, customer)
        warnings = due.warnings_of(self.desk, customer)
        self._warnings = tuple(warning_text(row, now, self.desk.zone) for row in warnings)
        self._read_at = read_at
        self._arrange()
        self._show_sheet()
        self._show_story()
        if any(row.stage is DealStage.WON for row in self._face.deals):
            self._compare(customer.id)

    @work(exclusive=True, group="compare")
    async def _compare(self, key: str) -> None:
        """Count beside the screen where the customer stands among all others: that reads every deal there is."""

        def rfm_of(desk: Desk) -> "Rfm":
            from salestui.services import customer_value

            return customer_value.rfm_of(desk, key)

        try:
            self._rfm = await asyncio.wrap_future(self.salestui.desks.background.run(rfm_of))
        except SalestuiError:
            return  # the file is busy: it is counted with the next change, or the next minute
        if self._stands:
            self._show_sheet()

    @property
    def _stands(self) -> bool:
        """The innermost come last and go first."""
        return super()._stands and bool(self.query("#told"))

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#sheet", Sheet)

    @property
    def _list(self) -> RecordTable:
        return self.query_one("#story", RecordTable)

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE

    # ── painting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Side by side or in tabs; the cursors stay where they are."""
        if self._face is not None and self._stands:
            was_wide = self.has_class("-wide")
            if self._wide != was_wide:
                self._change_form(was_wide)
                self._show_sheet()
            self._arrange()
            self.call_after_refresh(self.show_told)

    def _change_form(self, was_wide: bool) -> None:
        """Between the forms the place is kept: the part in hand is the one with the keys."""
        if was_wide:
            self._part = Part.STORY if not self._sheet.has_focus else parts.part_of(self._sheet.key or "field:")
        self._focus_part()

    def _arrange(self) -> None:
        """What stands where, and how much room each has; once for a window, since each time lays the screen out."""
        assert self._face is not None
        width, height = self.app.size
        arranged = (width, height, self._part, self._read_at)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        self.set_class(self._wide, "-wide")
        self._sheet.display = self._wide or self._part is not Part.STORY
        self.query_one("#right").display = self._wide or self._part is Part.STORY
        told = self.query_one("#told", Static)
        told.display = height >= 20
        told.styles.height = 5 if height < 30 else 8 if height < 40 else 12
        self.query_one("#chapters").display = height >= 20
        most = 5 if height < 20 else 8 if height < 30 else 10
        shown: Content = heading.heading(
            self._face, self._warnings, self.desk, width=width, most=most, waits_below=self._wide
        )
        head = self.query_one("#heading", Static)
        head.styles.height = shown.plain.count("\n") + 1
        head.update(shown, layout=False)
        self.query_one("#tabs").display = not self._wide
        self._show_tabs()

    def _show_tabs(self) -> None:
        assert self._face is not None
        counts = {
            Part.STORY: len(self._story.of(self._chapter)),
            Part.PEOPLE: len(self._face.contacts),
            Part.WAITING: len(self._face.waiting),
        }
        tabs = []
        for part in Part:
            count = f" {counts[part]}" if part in counts else ""
            chapter = f": {story.chapter_name(self._chapter)}" if self._chapter and part is Part.STORY else ""
            tabs.append(content(f" {parts.title(part)}{chapter}{count} ", "bold reverse" if part is self._part else ""))
        self.query_one("#tabs", Static).update(Content("").join(tabs), layout=False)

    def _show_sheet(self) -> None:
        assert self._face is not None
        if self._sheet.key is not None:
            self._places[parts.part_of(self._sheet.key)] = self._sheet.key
        shown: Sequence[Part] = IN_SHEET if self._wide else (self._part,)
        nobody = {Part.PEOPLE: _("nobody yet – c adds a contact"), Part.WAITING: _("nothing waits")}
        found = parts.items(
            self._face, self.desk, [part for part in shown if part is not Part.STORY], rfm_text(self._rfm)
        )
        self._sheet.show(found, empty=nobody.get(self._part, ""))
        if not self._wide:
            self._sheet.move_to(self._places.get(self._part, ""))

    def _show_story(self) -> None:
        source = story.StorySource(self.desk, self._story.of(self._chapter))
        self._list.show(source, empty=story.empty(self._chapter))
        if self._at is not None:
            event = stories.event_of(self.desk, source.keys, *self._at)
            self._at = None
            if event is not None:
                self._list.move_to(event)
        chapters: Content = story.chapters(self._story.counts, self._chapter)
        self.query_one("#chapters", Static).update(chapters, layout=False)

    @on(RecordTable.Highlighted)
    def show_told(self) -> None:
        """The event under the cursor, in the lines below the list."""
        if not self.query("#told"):
            return  # the table spoke as it was taken away
        told, key = self.query_one("#told", Static), self._list.key
        if not told.display or not told.content_size:
            return  # no room for it, or not laid out yet
        row = stories.page(self.desk, [key]).get(key) if key is not None else None
        if key is None or row is None:
            told.update("", layout=False)
            return
        whole, size = stories.whole(self.desk, key), told.content_size
        shown: Content = story.told(key, row, whole, self.desk, width=max(20, size.width), height=max(1, size.height))
        told.update(shown, layout=False)

    # ── the place ────────────────────────────────────────────────────────────────────────────────────────────────

    def _focus_part(self) -> None:
        (self._list if self._part is Part.STORY else self._sheet).focus(scroll_visible=False)

    def action_next_part(self) -> None:
        """The next tab; side by side, the other column."""
        self._go(1)

    def action_previous_part(self) -> None:
        """The tab before; side by side, the other column."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if self._face is None:
            return
        if self._wide:
            (self._list if self._sheet.has_focus else self._sheet).focus(scroll_visible=False)
            return
        tabs = list(Part)
        self._part = tabs[(tabs.index(self._part) + step) % len(tabs)]
        self._arrange()
        self._show_sheet()
        self._focus_part()

    def action_kinds(self) -> None:
        """The story narrowed to the next kind that there is any of."""
        kinds = [None, *(chapter for chapter in Chapter if self._story.counts[chapter])]
        at = kinds.index(self._chapter) if self._chapter in kinds else 0
        self._chapter = kinds[(at + 1) % len(kinds)]
        self._show_story()
        self._show_tabs()

    @property
    def customer_in_hand(self) -> str | None:
        """The customer of the card."""
        return self._code

    @property
    def row_in_hand(self) -> Waiting | None:
        """What waits under the cursor, else what burns most of this customer's."""
        if self._face is None:
            return None
        pointed = parts.waiting_of(self._face, self._sheet.key) if self._sheet.has_focus else None
        return pointed or (self._face.waiting[0] if self._face.waiting else None)

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)

    # ── reading on, correcting ───────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def read_event(self, event: RecordTable.Chosen) -> None:
        """Every word of the event under the cursor."""
        whole = stories.whole(self.desk, event.key)
        row = stories.page(self.desk, [event.key]).get(event.key)
        if whole is not None:
            self.app.push_screen(Reader(parts.record_title(whole), list(parts.told(whole, self.desk))))
        elif row is not None:
            self.app.push_screen(Reader(self._code, story.told_short(event.key, row, self.desk)))

    @on(Sheet.Chosen)
    def read_item(self, event: Sheet.Chosen) -> None:
        """Every word of the item under the cursor."""
        assert self._face is not None
        found = editing.read_item(self.desk, self._face, event.key, self._rfm)
        if found is not None:
            self.app.push_screen(Reader(*found))

    @work
    async def action_edit(self) -> None:
        """Correct what the cursor stands on: an event's record, a contact, a field of the profile."""
        customer = self._customer()
        if customer is None or self._face is None:
            return
        if self._sheet.has_focus:
            form = editing.form_of_item(self.desk, self._face, self._sheet.key)
        else:
            form = editing.form_of_event(self.desk, customer, self._list.key)
        if form is None:
            self.say(_("there is nothing to correct here – E changes the profile"), wrong=True)
            return
        await self._fill(form)

    @work
    async def action_edit_profile(self) -> None:
        """Change the profile, wherever the cursor stands."""
        from salestui.tui.forms.customers import ProfileForm

        customer: CustomerName | None = self._customer()
        if customer is not None:
            field = parts.field_of(self._sheet.key) if self._sheet.has_focus else None
            await self._fill(ProfileForm(self.desk, customer, focus_on=field))

"""The customer's card: profile, decision chain, what waits, and the story so far, on one page that scrolls."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from salestui.domain.clock import state
from salestui.domain.fields import FIELDS
from salestui.domain.rows import FollowUpRow, Waiting
from salestui.domain.words import ClockState
from salestui.errors import NotFoundError
from salestui.i18n import _, label
from salestui.presenting import field_text
from salestui.sentences import SIGNS, about, moment, promised, standing, why
from salestui.services import finding, naming
from salestui.services.finding import Card
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.text import content, fit

_LABEL = 18
_TONES = {ClockState.OVERDUE: "$text-error", ClockState.DUE_SOON: "$text-warning"}


class CardScreen(Acting):
    """Everything about one customer."""

    MODE = "customers"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "screen")
    HINTS = ("follow_up", "inquiry", "edit", "edit_contact", "undo", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen")]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._card: Card | None = None

    def body(self) -> ComposeResult:
        """One page."""
        with VerticalScroll():
            yield Static(id="card", markup=False)

    def look(self) -> None:
        """Read the card."""
        try:
            customer = naming.customer_named(self.desk, self._code)
        except NotFoundError:  # its making has been undone
            self.dismiss(None)
            return
        self._card = finding.card(self.desk, customer)
        lines = list(self._lines(self._card))
        self.query_one("#card", Static).update(Content("\n").join(lines))

    @property
    def customer_in_hand(self) -> str | None:
        """The customer of the card."""
        return self._code

    @property
    def row_in_hand(self) -> Waiting | None:
        """What burns most of this customer's."""
        return self._card.waiting[0] if self._card is not None and self._card.waiting else None

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _lines(self, card: Card) -> Iterator[Content]:
        yield content(f"{card.customer.code}  {card.customer.name}", "bold")
        yield from self._waiting(card)
        yield from self._chain(card)
        yield from self._story(card)
        yield from self._profile(card)

    def _section(self, title: str) -> Iterator[Content]:
        yield Content("")
        yield content(f"{title}", "bold $text-primary")

    def _waiting(self, card: Card) -> Iterator[Content]:
        if not card.waiting:
            return
        yield from self._section(_("Waiting"))
        working = self.desk.book.calendar.working
        for row in card.waiting:
            found = state(row.clock, card.now)
            head = f"{SIGNS[found]} {standing(row.clock, card.now)}"
            yield Content.assemble(content(head, _TONES.get(found, "")), content(f"  {about(row)}"))
            reason = why(row, card.now, self.desk.zone, working=working)
            yield content(f"    {reason}  {row.clock.ref}", "$foreground-muted")

    def _chain(self, card: Card) -> Iterator[Content]:
        if not card.contacts:
            return
        yield from self._section(_("Decision chain"))
        for row in card.contacts:
            role = label("decision_role", row.decision_role) if row.decision_role else ""
            # The number stands early, where no line is broken: it is what one dials, or copies.
            parts = (row.name, row.mobile or row.phone, row.title, role, row.concern, row.email, row.messaging)
            yield content(" · ".join(part for part in parts if part))

    def _profile(self, card: Card) -> Iterator[Content]:
        yield from self._section(_("Profile"))
        for field in FIELDS["customer"]:
            value = card.profile[field.id]
            if field.id in ("code", "name") or value in (None, ()):
                continue
            text = field_text(field, value)
            name = fit(label("field", f"customer.{field.id}"), _LABEL)
            yield Content.assemble(content(name, "$foreground-muted"), content(text))

    def _story(self, card: Card) -> Iterator[Content]:
        if not card.follow_ups:
            return
        yield from self._section(_("Follow-ups"))
        for row in card.follow_ups:
            yield from self._told(card, row)

    def _told(self, card: Card, row: FollowUpRow) -> Iterator[Content]:
        at = moment(row.contacted_at, card.now, self.desk.zone)
        head = content(f"{at}  {label('method', row.method)}  ", "$foreground-muted")
        yield Content.assemble(
            head,
            content(row.content),
            content(f"  {row.ref}", "dim"),
        )
        if row.feedback:
            yield content(f"    {row.feedback}", "italic")
        due = promised(row.next_at, card.now, self.desk.zone) if row.next_at else ""
        if due or row.next_action:
            yield content("    → " + " ".join(part for part in (due, row.next_action) if part))

"""`V`: what customers are worth, who bought most first, and where their score suggests another grade or segment.

All deals are read beside the screen; rows are made a window at a time.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from salestui.domain.customer_value import Buyers
from salestui.errors import SalestuiError
from salestui.i18n import _, label
from salestui.sentences import moment
from salestui.services import customer_value
from salestui.services.customer_value import ValueRow, Values
from salestui.services.desk import Desk
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow
from salestui.value_sentences import (
    DIFFERS,
    lifetime_text,
    orders_counted,
    parts_text,
    rfm_text,
    set_words,
    suggestion_text,
    unknown_text,
    won_text,
)


class ValueSource:
    """The keys once, the rows a window at a time."""

    def __init__(self, desk: Desk, found: Values) -> None:
        self.keys = found.keys
        self._buyers: Buyers = found.buyers
        self._desk = desk

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        return {key: _shown(row, self._desk.zone) for key, row in self.known(keys).items()}

    def known(self, keys: Sequence[str]) -> dict[str, ValueRow]:
        """The rows themselves."""
        return customer_value.page(self._desk, keys, self._buyers)


class CustomerValueScreen(Acting, RecordList):
    """Everybody's customers, or one owner's; each is compared with everybody's."""

    DEFAULT_CSS = "CustomerValueScreen #detail { height: 4; }"

    MODE = "customers"
    TABLE = "values"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "value", "screen")
    HINTS = ("open", "edit", "value_owner", "satisfaction", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("value", "screen")]

    def __init__(self) -> None:
        super().__init__()
        self._owner: str | None = None
        self._source: ValueSource | None = None

    def columns(self) -> list[TableColumn]:
        """The columns of the list, in the user's language."""
        return [
            TableColumn("code", _("code"), 6),
            TableColumn("name", label("field", "customer.name"), 11, elastic=1),
            TableColumn("won", _("won to date"), 18, right=True),
            TableColumn("orders", _("orders"), 6, right=True, least=72),
            TableColumn("last", _("last order"), 10, least=90),
            TableColumn("rfm", "RFM", 8),
            TableColumn("score", _("score"), 5, right=True),
            TableColumn("differs", "", 1),
            TableColumn("grade", _("gr."), 7),
            TableColumn("segment", label("field", "customer.segment"), 26, least=120),
            TableColumn("owner", label("field", "customer.owner"), 8, least=130),
        ]

    def look(self) -> None:
        """Read beside the screen."""
        if self._source is None:
            self.show({}, empty=_("reading …"))
        self._load()

    @work(exclusive=True, group="look")  # not the group of the actions: what waits for a dialog must not be dropped
    async def _load(self) -> None:
        read = partial(customer_value.values, owner=self._owner)
        try:
            found = await asyncio.wrap_future(self.salestui.desks.background.run(read))
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._stands:
            self._source = ValueSource(self.desk, found)
            self.show(self._source, empty=_("no customers yet – n adds one"))

    # ── the row in hand ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _row(self) -> ValueRow | None:
        key = self.key
        return None if key is None or self._source is None else self._source.known([key]).get(key)

    @property
    def customer_in_hand(self) -> str | None:
        """The code under the cursor."""
        row = self._row
        return row.code if row is not None else None

    def told_of(self, key: str) -> Told:
        """The suggestion and its parts; the lifetime value."""
        row = self._row
        return () if row is None else [(line, "") for line in _told(row)]

    # ── what can be done ─────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def open_card(self) -> None:
        """The customer under the cursor."""
        code = self.customer_in_hand
        if code is not None:
            self.app.push_screen(CardScreen(code))

    @work
    async def action_value_owner(self) -> None:
        """Mine, everybody's, or another owner's."""
        from salestui.tui.screens.overview import choose_owner

        chosen = await choose_owner(self)
        if chosen is None:
            return
        owner, everybody = chosen
        self._owner = None if everybody else owner or self.desk.settings.owner
        self.look_again()

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the list's owner."""
        return self._owner, self._owner is None

    def whose_word(self) -> str:
        """Whose customers are listed."""
        return self._owner or _("everybody")


def _shown(row: ValueRow, zone: tzinfo) -> TableRow:
    found, score = row.worth.purchases, row.score
    suggested = "–" if score.grade is None else str(score.grade)
    segment = "–" if score.segment is None else label("segment", score.segment)
    cells = {
        "code": row.code,
        "name": row.name,
        "won": "–" if found is None else won_text(found),
        "orders": "–" if found is None else str(found.orders),
        "last": "–" if found is None else _day(found.last_at, row.worth.now, zone),
        "rfm": "–" if found is None else rfm_text(row.worth.rfm),
        "score": "–" if score.points is None else str(score.points),
        "differs": DIFFERS if row.differs else "",
        "grade": _beside(suggested, row.grade or "–", known=score.points is not None),
        "segment": _beside(
            segment, label("segment", row.segment) if row.segment else "–", known=score.points is not None
        ),
        "owner": row.owner or "–",
    }
    return TableRow(cells, tone="soon" if row.differs else "")


def _day(at: datetime, now: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return moment(at, now, zone) if local.date() == now.astimezone(zone).date() else f"{local:%Y-%m-%d}"


def _beside(suggested: str, stands: str, *, known: bool) -> str:
    """What is set; where something else is suggested, that behind it: "B → A"."""
    return f"{stands} → {suggested}" if known and suggested != stands else stands


def _told(row: ValueRow) -> Sequence[str]:
    stands = _("set: {words}", words=set_words(row.grade, row.segment))
    suggestion = _("suggested: {words}", words=suggestion_text(row.score))
    first = " · ".join((f"{DIFFERS} {suggestion}" if row.differs else suggestion, stands))
    found = row.worth.purchases
    value = ""
    if found is not None:
        lifetime = _("lifetime value {value}", value=lifetime_text(row.worth))
        value = " · ".join((orders_counted(found.orders), won_text(found), lifetime))
    parts = "; ".join(part for part in (parts_text(row.score), unknown_text(row.score)) if part)
    return [first, parts, value]

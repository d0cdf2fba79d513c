"""Mode 4: deals as cards by stage, moved by key or drag; the lines below tell the deal in hand, `F` the figures."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.domain.rows import DealRow
from salestui.domain.words import DealStage
from salestui.errors import ConflictError
from salestui.i18n import _, label
from salestui.presenting import money_text
from salestui.sentences import moment, promised, span
from salestui.services import due, merging, naming, selling
from salestui.services.desk import Desk
from salestui.tui.acting import Acting
from salestui.tui.commands import bindings, bindings_by_id
from salestui.tui.text import content
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.board_cards import BoardCard, BoardColumn

if TYPE_CHECKING:
    from salestui.services.deals import MovedDeal

_LONG_IDLE_DAYS = 14  # a card nobody cared for so long is marked


class DealSource:
    """The stages with their keys; the cards a screenful at a time."""

    def __init__(self, desk: Desk, found: selling.Columns) -> None:
        self._desk = desk
        self._found = found
        self.columns: Sequence[BoardColumn] = [BoardColumn(stage, label("deal_stage", stage)) for stage in DealStage]

    def keys(self, column: str) -> Sequence[str]:
        """See BoardSource."""
        return self._found.keys[DealStage(column)]

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """See BoardSource."""
        return {key: self._card(row) for key, row in selling.cards(self._desk, keys).items()}

    def _card(self, row: DealRow) -> BoardCard:
        home = f" {self._desk.settings.currency}"  # said of other currencies alone, there is little room
        amount = money_text(row.amount).removesuffix(home) if row.amount else ""
        tone = "muted"
        sign = "·"
        if selling.is_open(row) and selling.idle(row, self._found.now).days >= _LONG_IDLE_DAYS and row.next_at is None:
            sign, tone = "◆", "soon"
        under = " ".join(part for part in (amount, age(self._desk, row)) if part)
        return BoardCard(f"{sign} {row.customer} {row.name}", under, tone)


def age(desk: Desk, row: DealRow) -> str:
    """How a deal ages: by the next contact planned, else by the days since the last one."""
    now = desk.now()
    if row.closed_at is not None:
        return moment(row.closed_at, now, desk.zone)
    if row.next_at is not None:
        return "→ " + promised(row.next_at, now, desk.zone)
    return _("{span} idle", span=span(selling.idle(row, now)))


class FunnelScreen(Acting):
    """The funnel: every open deal, and those closed of late."""

    MODE = "funnel"
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "records", "board", "funnel")
    HINTS = ("follow_up", "deal", "open", "move_on", "move_back", "figures")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_by_id("board_owner"), *bindings("funnel")]
    AUTO_FOCUS = "Board"

    def __init__(self) -> None:
        super().__init__()
        self._owner: str | None = None

    def body(self) -> ComposeResult:
        """The board, and what there is to know about the deal in hand."""
        yield Board(id="funnel")
        yield Static(id="detail", markup=False)

    def look(self) -> None:
        """Read the columns."""
        found = selling.columns(self.desk, owner=self._owner)
        self.query_one(Board).show(DealSource(self.desk, found), empty=_("no deals yet – D on a customer adds one"))

    # ── the deal in hand ─────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _key_in_hand(self) -> str | None:
        return self.query_one(Board).key

    @property
    def _deal(self) -> DealRow | None:
        return selling.deal(self.desk, self._key_in_hand) if self._key_in_hand is not None else None

    @property
    def customer_in_hand(self) -> str | None:
        """The code of the deal's customer."""
        deal = self._deal
        return deal.code if deal is not None else None

    @property
    def deal_in_hand(self) -> str:
        """A new task is for it."""
        deal = self._deal
        return deal.ref if deal is not None else ""

    @on(Board.Highlighted)
    def show_detail(self) -> None:
        """What it is, what it is worth, and how long nobody has cared for it."""
        if not self.query(Board):
            return  # the board spoke as it was taken away
        deal = self._deal
        lines = [] if deal is None else [content(self._what(deal), "$text"), content(self._how(deal))]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)

    def _what(self, deal: DealRow) -> str:
        amount = money_text(deal.amount) if deal.amount else "–"
        chance = f"{deal.probability} %" if deal.probability is not None else "–"
        parts = (f"{deal.code} {deal.customer}", deal.name, amount, chance, deal.product, deal.owner, deal.ref)
        return " · ".join(part for part in parts if part)

    def _how(self, deal: DealRow) -> str:
        now, zone = self.desk.now(), self.desk.zone
        stage = _(
            "{stage} since {since}", stage=label("deal_stage", deal.stage), since=moment(deal.entered_at, now, zone)
        )
        close = _("expected {day}", day=deal.expected_close) if deal.expected_close and selling.is_open(deal) else ""
        lost = label("lost_reason", deal.lost_reason) if deal.lost_reason else ""
        contract = _("contract until {day}", day=deal.contract_to) if deal.contract_to else ""
        parts = (stage, label("deal_kind", deal.kind), close, age(self.desk, deal), lost, deal.lost_to, contract)
        return " · ".join(part for part in parts if part)

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Moved)
    def moved(self, event: Board.Moved) -> None:
        """A card is to go to another stage."""
        self._move(event.key, DealStage(event.column))

    @work
    async def _move(self, key: str, stage: DealStage) -> None:
        deal = selling.deal(self.desk, key)
        if deal is None:
            self.look_again()
            return
        seen = merging.seen_of(self.desk, "deal", key)
        if stage is DealStage.LOST:
            from salestui.tui.forms.deals import LostForm

            moved = await self.app.push_screen_wait(LostForm(self.desk, key, deal, seen))
        else:
            moved = await self._written(key, stage, seen)
        if moved is None:
            return
        self.told(_("{ref} moved to {stage} · u takes it back", ref=deal.ref, stage=label("deal_stage", moved.stage)))
        if moved.is_order:
            await self._offer_handover(deal)

    async def _written(self, key: str, stage: DealStage, seen: merging.Seen) -> "MovedDeal | None":
        def move(desk: Desk) -> "MovedDeal":
            from salestui.services import deals

            return deals.move_deal(desk, key, stage, seen=seen)

        try:
            return await self.salestui.write(move)
        except ConflictError as problem:
            (conflict,) = problem.conflicts
            self.look_again()
            there = label("deal_stage", conflict.theirs)
            self.say(_("{who} has moved it to {stage} meanwhile", who=conflict.by or "?", stage=there), wrong=True)
            return None

    async def _offer_handover(self, deal: DealRow) -> None:
        """R13: a handover task and the next contact are offered; Esc takes neither."""
        from salestui.tui.forms.deals import HandoverForm
        from salestui.tui.forms.follow_up import FollowUpForm

        saved = await self.app.push_screen_wait(HandoverForm(self.desk, deal))
        if saved is not None:
            self.told(_("{ref} {name} saved", ref=saved.ref, name=saved.name))
        customer = naming.customer_named(self.desk, deal.code)
        logged = await self.app.push_screen_wait(FollowUpForm(self.desk, customer))
        if logged is not None:
            about = {"ref": logged.ref, "code": customer.code, "name": customer.name}
            self.told(_("{ref} written down for {code} {name}", **about))

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Board.Chosen)
    @work
    async def open_card(self) -> None:
        """The deal's own fields."""
        from salestui.tui.forms.deals import change_deal

        deal = self._deal
        if deal is not None:
            await self._fill(change_deal(self.desk, deal.id))

    def action_move_on(self) -> None:
        """The card one stage on; from the palette, where the board has no keys."""
        self.query_one(Board).action_move_on()

    def action_move_back(self) -> None:
        """The card one stage back."""
        self.query_one(Board).action_move_back()

    def action_board_owner(self) -> None:
        """Everybody's, mine, then each owner's."""
        owners = [None, *due.owners(self.desk)]
        self._owner = owners[(owners.index(self._owner) + 1) % len(owners)]
        self.look_again()
        self.say(_("deals of {owner}", owner=self._owner) if self._owner else _("everybody's deals"))

    def action_figures(self) -> None:
        """The figures of the funnel."""
        from salestui.tui.screens.funnel_figures import FunnelFiguresScreen

        self.app.push_screen(FunnelFiguresScreen(self._owner))

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the board's owner."""
        return self._owner, False

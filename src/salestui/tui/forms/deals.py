"""Forms of the funnel: a deal, why it was lost, a competitor, and what is offered once a deal is won (R13)."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from salestui.domain.rows import CustomerName, DealRow
from salestui.domain.words import DealStage, LostReason
from salestui.i18n import _, label
from salestui.services import naming, selling
from salestui.services.desk import Desk
from salestui.services.merging import Seen
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.deals import MovedDeal
    from salestui.services.records import Saved

_BY_MOVING = ("stage", "closed_at", "lost_reason", "lost_to")


class NewDealForm(RecordForm):
    """Something a customer may buy; mine unless I give it to somebody."""

    def __init__(self, desk: Desk, customer: CustomerName) -> None:
        values = {"owner": desk.settings.owner}
        super().__init__(desk, "deal", customer, values=values, leaving_out=_BY_MOVING[1:])
        self._title = _("New deal with {code} {name}", code=customer.code, name=customer.name)

    def title_line(self) -> str:
        """With whom."""
        return self._title


def change_deal(desk: Desk, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """The fields of a deal (key); its stage is changed by moving it."""
    deal = selling.deal(desk, key)
    assert deal is not None  # it was found by its ref
    title = f"{deal.ref} {deal.name} · {deal.code} {deal.customer}"
    return ChangeForm(desk, "deal", key, title=title, leaving_out=_BY_MOVING, focus_on=focus_on)


class LostForm(Form["MovedDeal"]):
    """Why a deal was lost, and to whom."""

    def __init__(self, desk: Desk, key: str, deal: DealRow, seen: Seen) -> None:
        super().__init__(desk)
        self._deal_key, self._deal, self._seen = key, deal, seen

    def title_line(self) -> str:
        """Which one."""
        deal = self._deal
        return _("Lost: {ref} {name} · {code} {customer}", **_named(deal), code=deal.code, customer=deal.customer)

    def entries(self) -> Sequence[Entry]:
        """The reason, and the competitor, known or new."""
        reasons = tuple((word.value, label("lost_reason", word)) for word in LostReason)
        known = tuple(each.name for each in selling.competitors(self.desk))
        return [
            Entry("lost_reason", label("field", "deal.lost_reason"), choices=reasons, required=True),
            Entry("lost_to", label("field", "deal.lost_to"), suggest=known),
            entry(self.desk, "deal", "closed_at", title=_("when (now)")),
        ]

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "MovedDeal"]:
        """Move it to lost."""
        key, seen = self._deal_key, self._seen

        def lose(desk: Desk) -> "MovedDeal":
            from salestui.services import deals

            return deals.move_deal(
                desk,
                key,
                DealStage.LOST,
                reason=typed.get("lost_reason"),
                lost_to=typed.get("lost_to"),
                at=typed.get("closed_at"),
                seen=seen,
            )

        return lose


class HandoverForm(RecordForm):
    """R13: the handover of a won deal to after-sales as a task, filled in; whoever does it is asked for."""

    def __init__(self, desk: Desk, deal: DealRow) -> None:
        values = {
            "module": _("handover"),
            "action": _("Hand over to after-sales: {name}", name=deal.name),
            "owner": desk.settings.owner,
            "end": "+3d",
        }
        whose, leaving_out = naming.customer_named(desk, deal.code), ("deal", "status", "progress")
        super().__init__(desk, "task", whose, values=values, leaving_out=leaving_out)
        self._deal = deal

    def title_line(self) -> str:
        """Of which deal."""
        return _("Won: {ref} {name} · hand over to after-sales?", **_named(self._deal))

    def store(self, desk: Desk, typed: dict[str, str]) -> "Saved":
        """Add the task to the deal."""
        return super().store(desk, {**typed, "deal": self._deal.ref})


def _named(deal: DealRow) -> dict[str, str]:
    return {"ref": deal.ref, "name": deal.name}

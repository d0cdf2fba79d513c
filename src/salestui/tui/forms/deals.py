"""Forms of the funnel: a deal, why it was lost, a competitor, and what is offered once a deal is won (R13)."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from salestui.domain.rows import CompetitorRow, CustomerName, DealRow
from salestui.domain.words import DealStage, LostReason
from salestui.i18n import _, label
from salestui.services import naming, selling
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.merging import Seen
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.deals import MovedDeal
    from salestui.services.records import Saved

_BY_MOVING = ("stage", "closed_at", "lost_reason", "lost_to")


def new_deal(desk: Desk, customer: CustomerName) -> RecordForm:
    """Something a customer may buy; mine unless I give it to somebody."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import deals

        return deals.add_deal(desk, {**typed, "customer": customer.code})

    title = _("New deal with {code} {name}", code=customer.code, name=customer.name)
    values = {"owner": desk.settings.owner}
    reopening = Reopening(FormKind.NEW_DEAL, customer.id)
    leaving_out = ("customer", *_BY_MOVING[1:])
    return RecordForm(desk, reopening, "deal", title, store, values=values, leaving_out=leaving_out)


def change_deal(desk: Desk, deal: DealRow) -> ChangeForm:
    """The fields of a deal; its stage is changed by moving it."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import deals

        return deals.change_deal(desk, key, typed, seen)

    key = naming.record_named(desk, deal.ref)[1]
    title = f"{deal.ref} {deal.name} · {deal.code} {deal.customer}"
    reopening = Reopening(FormKind.RECORD, record=deal.ref)
    return ChangeForm(desk, reopening, "deal", key, title, change, leaving_out=("customer", *_BY_MOVING))


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


def handover(desk: Desk, deal: DealRow) -> RecordForm:
    """R13: the handover to after-sales as a task, filled in; whoever does it is asked for."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import tasks

        return tasks.add_task(desk, {**typed, "deal": deal.ref})

    values = {
        "module": _("handover"),
        "action": _("Hand over to after-sales: {name}", name=deal.name),
        "owner": desk.settings.owner,
        "end": "+3d",
    }
    title = _("Won: {ref} {name} · hand over to after-sales?", **_named(deal))
    reopening = Reopening(FormKind.NEW_TASK, naming.customer_named(desk, deal.code).id)
    leaving_out = ("customer", "deal", "status", "progress")
    return RecordForm(desk, reopening, "task", title, store, values=values, leaving_out=leaving_out)


def new_competitor(desk: Desk) -> RecordForm:
    """Somebody who sells against us."""

    def store(desk: Desk, typed: dict[str, str]) -> "Saved":
        from salestui.services import competitors

        return competitors.add_competitor(desk, typed)

    return RecordForm(desk, Reopening(FormKind.NEW_COMPETITOR), "competitor", _("New competitor"), store)


def change_competitor(desk: Desk, row: CompetitorRow) -> ChangeForm:
    """The battle card of a competitor."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        from salestui.services import competitors

        return competitors.change_competitor(desk, key, typed, seen)

    key, reopening = naming.record_named(desk, row.ref)[1], Reopening(FormKind.RECORD, record=row.ref)
    return ChangeForm(desk, reopening, "competitor", key, row.name, change)


def _named(deal: DealRow) -> dict[str, str]:
    return {"ref": deal.ref, "name": deal.name}

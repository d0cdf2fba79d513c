"""What can be done with the customer in hand, from any screen that has one: the same keys, the same answers."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from salestui.domain.rows import CustomerName, Waiting
from salestui.domain.words import InquiryKind
from salestui.i18n import _
from salestui.services import finding, naming
from salestui.services.desk import Desk
from salestui.tui.commands import bindings
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.records import InquiryForm, RecordForm, ResolutionForm
from salestui.tui.undoing import Undoing

if TYPE_CHECKING:
    from salestui.services.records import Saved


class Acting(Undoing):
    """A frame with a customer in hand."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("records")]

    @property
    def customer_in_hand(self) -> str | None:
        """The code of the customer the keys act on."""
        raise NotImplementedError

    @property
    def row_in_hand(self) -> Waiting | None:
        """The clock in hand, where the screen lists clocks."""
        return None

    def _customer(self) -> CustomerName | None:
        code = self.customer_in_hand
        if code is None:
            self.say(_("no customer in hand – n adds one"), wrong=True)
            return None
        return naming.customer_named(self.desk, code)

    # ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_follow_up(self) -> None:
        """Write down a contact."""
        customer = self._customer()
        if customer is None:
            return
        row = self.row_in_hand
        answering = row.clock.ref if row is not None and row.inquiry_kind is not None else None
        logged = await self.app.push_screen_wait(FollowUpForm(self.desk, customer, answering=answering))
        if logged is not None:
            answered = _(", answers {refs}", refs=", ".join(logged.answered)) if logged.answered else ""
            self.told(
                _("{ref} written down for {code} {name}", ref=logged.ref, code=customer.code, name=customer.name)
                + answered
            )

    @work
    async def action_inquiry(self) -> None:
        """Receive an inquiry."""
        code = self.customer_in_hand
        whose = naming.customer_named(self.desk, code) if code is not None else None
        received = await self.app.push_screen_wait(InquiryForm(self.desk, whose))
        if received is not None:
            self.told(_("{ref} received: {code} {name}", ref=received.ref, code=received.code, name=received.customer))

    @work
    async def action_resolve(self) -> None:
        """Solve an objection or complaint."""
        row = self.row_in_hand
        if row is None or row.inquiry_kind not in (InquiryKind.OBJECTION, InquiryKind.COMPLAINT):
            self.say(_("only an objection or a complaint is resolved"), wrong=True)
            return
        resolved = await self.app.push_screen_wait(ResolutionForm(self.desk, row))
        if resolved is not None:
            self.told(_("{ref} solved", ref=resolved.ref))

    @work
    async def action_new_customer(self) -> None:
        """Add a customer."""

        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            from salestui.services import records

            return records.add_customer(desk, typed)

        await self._record_form(RecordForm(self.desk, "customer", _("New customer"), store, leaving_out=("code",)))

    @work
    async def action_edit(self) -> None:
        """Change the customer's fields."""
        customer = self._customer()
        if customer is None:
            return

        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            from salestui.services import records

            return records.change_customer(desk, customer.id, typed)

        values = finding.typed_profile(self.desk, customer)
        title = f"{customer.code} {customer.name}"
        await self._record_form(RecordForm(self.desk, "customer", title, store, values=values))

    @work
    async def action_contact(self) -> None:
        """Add a contact."""
        customer = self._customer()
        if customer is None:
            return

        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            from salestui.services import records

            return records.add_contact(desk, customer.code, typed)

        title = _("New contact of {code} {name}", code=customer.code, name=customer.name)
        await self._record_form(RecordForm(self.desk, "contact", title, store, leaving_out=("customer",)))

    @work
    async def action_task(self) -> None:
        """Add a task."""
        customer = self._customer()
        if customer is None:
            return

        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            from salestui.services import tasks

            return tasks.add_task(desk, {**typed, "customer": customer.code})

        title = _("New task for {code} {name}", code=customer.code, name=customer.name)
        form = RecordForm(
            self.desk,
            "task",
            title,
            store,
            values={"owner": self.desk.settings.owner},
            leaving_out=("customer", "status"),
        )
        await self._record_form(form)

    async def _record_form(self, form: RecordForm) -> None:
        saved = await self.app.push_screen_wait(form)
        if saved is not None:
            self.told(_("{ref} {name} saved", ref=saved.ref, name=saved.name if saved.name != saved.ref else ""))

    # ── without a form ───────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_reviewed(self) -> None:
        """The profile was gone through today (R5)."""
        customer = self._customer()
        if customer is None:
            return

        def review(desk: Desk) -> "Saved":
            from salestui.services import records

            return records.change_customer(desk, customer.id, {"profile_reviewed_at": "today"})

        if await self.write(review) is not None:
            self.told(_("profile of {code} {name} gone through today", code=customer.code, name=customer.name))

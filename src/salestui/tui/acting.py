"""What can be done with the customer in hand, from any screen that has one: the same keys, the same answers.

The forms are loaded with the first key that asks for one: the first screen does not wait for them.
"""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.app import App
from textual.binding import BindingType
from textual.widgets import Input

from salestui.domain.rows import ContactRow, CustomerName, Waiting
from salestui.domain.words import InquiryKind
from salestui.i18n import _
from salestui.services import naming
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.tui.commands import COMMANDS, Command, bindings
from salestui.tui.copying import Copying
from salestui.tui.undoing import Undoing
from salestui.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from salestui.services.records import Saved
    from salestui.tui.forms.form import Form

Filled = TypeVar("Filled")


_ON_CUSTOMER = frozenset(
    {
        *("follow_up", "task", "edit_contact", "edit", "reviewed", "satisfaction"),
        *(command.id for command in COMMANDS if command.adds),
    }
)


class Acting(Copying, Undoing):
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

    def why_not(self, command: str) -> str | None:
        """As the classes above; and what acts on a customer, or on an inquiry, must have one."""
        if command in _ON_CUSTOMER and self.customer_in_hand is None:
            return _("no customer in hand – n adds one")
        if command == "resolve":
            row = self.row_in_hand
            if row is None or row.inquiry_kind not in (InquiryKind.OBJECTION, InquiryKind.COMPLAINT):
                return _("only an objection or a complaint is resolved")
        if command == "edit_contact" and not self._contacts():
            return _("{code} has no contacts – c adds one", code=self.customer_in_hand)
        if command == "find" and any("form" in getattr(screen, "SCOPES", ()) for screen in self.app.screen_stack):
            return _("a form is open below – Esc leads back to it")
        return super().why_not(command)

    @on(RecordTable.Highlighted)
    def _another_in_hand(self) -> None:
        self.show_hints()  # what works with one row may not with the next

    def _customer(self) -> CustomerName | None:
        """The customer in hand; None where another session has taken it away since `why_not` was asked."""
        code = self.customer_in_hand
        return None if code is None else naming.customer_named(self.desk, code)

    def _contacts(self) -> dict[str, ContactRow]:
        customer = self._customer()
        return {} if customer is None else {row.ref: row for row in contacts_of(self.desk, customer)}

    # ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_follow_up(self) -> None:
        """Write down a contact."""
        from salestui.tui.forms.follow_up import FollowUpForm

        customer = self._customer()
        if customer is None:
            return
        row = self.row_in_hand
        answering = row.clock.ref if row is not None and row.inquiry_kind is not None else None
        await self._fill(FollowUpForm(self.desk, customer, answering=answering))

    @work
    async def action_inquiry(self) -> None:
        """Receive an inquiry."""
        from salestui.tui.forms.inquiry import InquiryForm

        code = self.customer_in_hand
        whose = naming.customer_named(self.desk, code) if code is not None else None
        await self._fill(InquiryForm(self.desk, whose))

    @work
    async def action_resolve(self) -> None:
        """Solve an objection or complaint."""
        from salestui.tui.forms.inquiry import ResolutionForm

        row = self.row_in_hand
        if row is None:
            return
        await self._fill(ResolutionForm(self.desk, row))

    @work
    async def action_new_customer(self) -> None:
        """Add a customer."""
        from salestui.tui.forms.customers import NewCustomerForm

        await self._fill(NewCustomerForm(self.desk))

    @work
    async def action_edit(self) -> None:
        """Change the customer's fields."""
        from salestui.tui.forms.customers import ProfileForm

        customer = self._customer()
        if customer is not None:
            await self._fill(ProfileForm(self.desk, customer))

    def run_command(self, command: Command) -> None:
        """As Frame's; or open the form of a new record of the customer in hand."""
        if command.adds:
            self._add(command.adds)
        else:
            super().run_command(command)

    @work
    async def _add(self, record: str) -> None:
        from salestui.tui.forms.opening import new_form

        customer = self._customer()
        if customer is not None:
            await self._fill(new_form(self.desk, record, customer))

    @work
    async def action_edit_contact(self) -> None:
        """Correct a contact: the only one, or one chosen from the decision chain."""
        from salestui.tui.choosing import Choose
        from salestui.tui.forms.records import ChangeForm

        customer, people = self._customer(), self._contacts()
        if customer is None or not people:
            return
        ref: str | None = next(iter(people))
        if len(people) > 1:
            title = _("Which contact of {code} {name}?", code=customer.code, name=customer.name)
            rows = {each: (row.name, row.title or row.mobile or row.phone or "") for each, row in people.items()}
            ref = await self.app.push_screen_wait(Choose(title, rows))
        if ref is not None:
            await self._fill(ChangeForm(self.desk, "contact", people[ref].id))

    @property
    def deal_in_hand(self) -> str:
        """The ref of the deal that a new task is for; empty where none is in hand."""
        return ""

    @work
    async def action_task(self) -> None:
        """Add a task."""
        from salestui.tui.forms.tasks import NewTaskForm

        customer = self._customer()
        if customer is not None:
            await self._fill(NewTaskForm(self.desk, customer, self.deal_in_hand))

    def action_satisfaction(self) -> None:
        """The customer's scores and complaints."""
        from salestui.tui.screens.satisfaction import SatisfactionScreen

        if self.customer_in_hand is not None:
            self.app.push_screen(SatisfactionScreen(self.customer_in_hand))

    async def _fill(self, form: "Form[Filled]") -> None:
        from salestui.tui.drafting import fill_or_go_on

        await fill_or_go_on(self, form)

    def action_find(self) -> None:
        """Narrow the customers, from wherever one is."""
        self.app.call_later(find_customers, self.app)  # there, since the screen here may be left for good

    # ── without a form ───────────────────────────────────────────────────────────────────────────────────────────

    @work
    async def action_reviewed(self) -> None:
        """The profile was gone through today (R5)."""
        customer = self._customer()
        if customer is None:
            return

        def review(desk: Desk) -> "Saved":
            from salestui.services import customers

            return customers.change_customer(desk, customer.id, {"profile_reviewed_at": "today"})

        if await self.write(review) is not None:
            self.told(_("profile of {code} {name} gone through today", code=customer.code, name=customer.name))


async def find_customers(app: App[object], text: str = "") -> None:
    """Go to the customers and narrow them: by `text`, or by what is typed there."""
    from salestui.tui.screens.customers import CustomersScreen

    await app.switch_mode(CustomersScreen.MODE)
    while not isinstance(app.screen, CustomersScreen):
        app.pop_screen()  # cards
    app.screen.action_find()
    if text:
        app.screen.query_one("#narrow", Input).value = text

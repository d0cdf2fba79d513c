"""Forms of a customer: a new one, and the profile of one that is there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from salestui.domain.rows import CustomerName
from salestui.i18n import _
from salestui.services import selling
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.suggesting import sales_of
from salestui.tui.commands import bindings
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.likely import Looking
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.suggested import Suggesting

if TYPE_CHECKING:
    from salestui.services.records import Saved  # noqa: F401 - named in the base of a class


class ProfileForm(Suggesting["Saved"], ChangeForm):
    """The profile of a customer; beside grade and segment stands what its score suggests."""

    def __init__(self, desk: Desk, customer: CustomerName, *, focus_on: str | None = None) -> None:
        """`focus_on` is the field that gets the keys first."""
        title = f"{customer.code} {customer.name}"
        super().__init__(desk, "customer", customer.id, title=title, focus_on=focus_on)
        self.reopening = Reopening(FormKind.RECORD, customer.id, entity="customer")  # its code may be changed
        self.sales = sales_of(selling.deals(desk, customer=customer.id, everything=True))


class NewCustomerForm(Looking, Suggesting["Saved"], RecordForm):
    """A customer that is not there yet; its code is given by the program. Whom it looks like is said, never refused."""

    SCOPES: ClassVar[tuple[str, ...]] = ("form", "likely")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("likely")]
    NAMED_IN = "name"
    SAYS_WHY_NOT = False  # most of it is still to come

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "customer", leaving_out=("code",))

    def entries(self) -> Sequence[Entry]:
        """As of any record; under the name, whom it looks like."""
        return [
            replace(each, understood=partial(self._looks_like, each.understood)) if each.id == self.NAMED_IN else each
            for each in super().entries()
        ]

    def _looks_like(self, understood: Callable[[str], str] | None, text: str) -> str:
        said, hint = understood(text) if understood is not None else "", self.hint(text)
        return said or (_("{hint} – {key} opens it", hint=hint, key=self.likely_key()) if hint else "")

    @work
    async def action_likely(self) -> None:
        """Leave the form for the card of the customer that the name looks like; what was typed is kept as a draft."""
        from salestui.tui.screens.card import CardScreen

        if not self.likely or not await self.laid_aside():
            return
        app, code = self.app, self.likely[0].customer.code
        self.dismiss(None)
        app.call_later(app.push_screen, CardScreen(code))

"""The two lines below a list: whom to call, with the number; and why the row in hand is there."""

from textual.content import Content
from textual.widgets import Static

from salestui.i18n import _
from salestui.services import naming
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.tui.sections import Told
from salestui.tui.text import content


class Detail(Static):
    """Empty where no row is in hand."""

    def __init__(self) -> None:
        super().__init__(id="detail", markup=False)

    def tell(self, desk: Desk, told: Told | None) -> None:
        """Tell of the row in hand."""
        if told is None:
            self.update("", layout=False)
            return
        lines = [content(_whom_to_call(desk, told), "$text"), content(told.reason)]
        self.update(Content("\n").join(lines), layout=False)


def _whom_to_call(desk: Desk, told: Told) -> str:
    if told.code is None:
        return " · ".join(part for part in (told.text, told.ref) if part)
    people = contacts_of(desk, naming.customer_named(desk, told.code))
    first = (people[0].name, people[0].title, people[0].mobile or people[0].phone) if people else ()
    who = " ".join(part for part in first if part) or _("no contact known: c adds one")
    return " · ".join(part for part in (f"{told.code} {told.customer}", who, told.ref) if part)

"""Notes beside what was written: customers that a new one looks like. Standard error; the command has succeeded."""

from typing import TYPE_CHECKING

from salestui.domain.likeness import contacts_in
from salestui.i18n import _
from salestui.presenting import looks_like

if TYPE_CHECKING:
    from salestui.services.desk import Desk


def likely_notes(desk: "Desk", name: str, text: str = "") -> list[str]:
    """A line for each customer that a new one of this name may be; `text` may hold a number or an address of theirs."""
    from salestui.services import duplicates

    phones, emails = contacts_in(text)
    found = duplicates.likely(desk, name, phones=phones, emails=emails)
    return [_("note: {found}", found=looks_like(row.customer, row.likeness)) for row in found]

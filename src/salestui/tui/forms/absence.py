"""Who is away from when to when, and who stands in meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from salestui.i18n import _, label
from salestui.services.desk import Desk, owners_of
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.absences import AbsenceSaved


class AbsenceForm(Form["AbsenceSaved"]):
    """An absence of `owner`, who may be changed."""

    def __init__(self, desk: Desk, owner: str) -> None:
        super().__init__(desk)
        self._owner = owner

    def title_line(self) -> str:
        """What it is."""
        return _("Who is away, and who stands in")

    def entries(self) -> Sequence[Entry]:
        """Who, from, to, and who instead."""
        names = tuple(owners_of(self.desk))
        return [
            entry(self.desk, "absence", "owner", value=self._owner, required=True, suggest=names),
            entry(self.desk, "absence", "from_day", value="", required=True),
            entry(self.desk, "absence", "to_day", required=True),
            Entry("stand_in", label("field", "absence.stand_in"), required=True, suggest=names),
        ]

    def live(self, typed: Mapping[str, str]) -> str:
        """What saving will do."""
        owner, stand_in = typed.get("owner", "").strip(), typed.get("stand_in", "").strip()
        if not owner or not stand_in:
            return ""
        return _("what waits on {owner} is on the Today of {stand_in} too", owner=owner, stand_in=stand_in)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "AbsenceSaved"]:
        """Write it down."""
        values = [typed.get(name, "") for name in ("owner", "from_day", "to_day", "stand_in")]

        def add(desk: Desk) -> "AbsenceSaved":
            from salestui.services import absences

            return absences.add_absence(desk, *values)

        return add

"""Forms of satisfaction scores: one that is written down, and one that is corrected."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.fields import FieldError, Value, read
from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName
from salestui.i18n import _
from salestui.sentences import moment
from salestui.services import satisfaction
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.merging import Seen
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.understanding import entry
from salestui.value_sentences import change_text

if TYPE_CHECKING:
    from salestui.services.records import Saved

_RECORD = "satisfaction_score"


class ScoreForm(RecordForm):
    """A score of today, or of a day that has been; the live line compares it with the one before."""

    def __init__(self, desk: Desk, customer: CustomerName) -> None:
        def store(desk: Desk, typed: dict[str, str]) -> "Saved":
            return satisfaction.add_score(desk, customer.code, typed).saved

        title = _("How satisfied is {code} {name}?", code=customer.code, name=customer.name)
        super().__init__(desk, Reopening(FormKind.NEW_SCORE, customer.id), _RECORD, title, store)
        self._scores = satisfaction.scores(desk, customer)

    def entries(self) -> Sequence[Entry]:
        """How many points, and when."""
        return [
            entry(self.desk, _RECORD, "score", title=_("points, 0–100")),
            entry(self.desk, _RECORD, "scored_at", title=_("when (now)")),
        ]

    def live(self, typed: Mapping[str, str]) -> str:
        """The score before, and how far this one is from it (R12)."""
        now, stated = self.desk.now(), _value(self.desk, "scored_at", typed)
        at = stated if isinstance(stated, datetime) else now
        before = next((row for row in reversed(self._scores) if row.at <= at), None)
        if before is None:
            return _("the first score")
        told = _("before: {points} ({day})", points=before.score, day=moment(before.at, now, self.desk.zone))
        points = _value(self.desk, "score", typed)
        return " · ".join((told, change_text(points - before.score))) if isinstance(points, int) else told


def _value(desk: Desk, name: str, typed: Mapping[str, str]) -> Value:
    try:
        return read(RECORDS[_RECORD].field(name), typed.get(name, ""), desk.reading())
    except FieldError:
        return None


def new_score(desk: Desk, customer: CustomerName) -> RecordForm:
    """A score of a customer."""
    return ScoreForm(desk, customer)


def change_score(desk: Desk, customer: CustomerName, key: str) -> ChangeForm:
    """A score (key) that is there, to be corrected."""

    def change(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen) -> "Saved":
        return satisfaction.change_score(desk, key, typed, seen)

    title = _("Correct a score of {code} {name}", code=customer.code, name=customer.name)
    reopening = Reopening(FormKind.SCORE, customer.id, record=key)
    return ChangeForm(desk, reopening, _RECORD, key, title, change, leaving_out=("customer",))

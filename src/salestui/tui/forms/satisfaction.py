"""Forms of satisfaction scores: one that is written down, and one that is corrected."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.fields import FieldError, Value, read
from salestui.domain.records import RECORDS
from salestui.domain.rows import CustomerName
from salestui.i18n import _
from salestui.sentences import moment
from salestui.services import naming, satisfaction
from salestui.services.desk import Desk
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
        super().__init__(desk, _RECORD, customer)
        self._title = _("How satisfied is {code} {name}?", code=customer.code, name=customer.name)
        self._scores = satisfaction.scores(desk, customer)

    def title_line(self) -> str:
        """Whose score."""
        return self._title

    def store(self, desk: Desk, typed: dict[str, str]) -> "Saved":
        """Write it down."""
        return satisfaction.add_score(desk, typed["customer"], typed).saved

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


def change_score(desk: Desk, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """A score (key) that is there, to be corrected."""
    customer = naming.name_of(desk, _RECORD, key).customer
    assert customer is not None  # NOT NULL
    title = _("Correct a score of {code} {name}", code=customer.code, name=customer.name)
    return ChangeForm(desk, _RECORD, key, title=title, focus_on=focus_on)

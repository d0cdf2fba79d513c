"""Forms of reviews: a new one, whose figures are frozen as it is saved; its texts; a task made of an improvement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from salestui.domain.periods import Period, PeriodError, PeriodKind, around, parse_period
from salestui.domain.rows import ImprovementRow, ReviewRow
from salestui.i18n import _, listed
from salestui.services import finding, reviewing
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.tui.forms.entry import Entry, EntryRow
from salestui.tui.forms.form import Form
from salestui.tui.forms.records import ChangeForm, RecordForm, record_entries

if TYPE_CHECKING:
    from salestui.services.records import Saved
    from salestui.services.reviews import ReviewSaved


class ReviewForm(Form["ReviewSaved"]):
    """A review that is not there yet: of the period given, or the one before where that is not over yet."""

    def __init__(self, desk: Desk, period: Period | None = None, owner: str | None = None) -> None:
        super().__init__(desk)
        self.reopening = Reopening(FormKind.NEW, entity="review")
        self._values = {"period": _over(desk, period).name, "owner": owner or ""}

    def title_line(self) -> str:
        """What it is."""
        return _("New review: the figures of a period are frozen as it is saved")

    def entries(self) -> Sequence[Entry]:
        """The period first."""
        return record_entries(self.desk, "review", self._values)

    def live(self, typed: Mapping[str, str]) -> str:
        """The days of the period, whether they are over, and which review of them there is already."""
        try:
            period = parse_period(typed.get("period", ""))
        except PeriodError:
            return ""
        start, _end = period.instants(self.desk.zone)
        now = self.desk.now()
        if start > now:
            return _("{period} has not begun", period=period.name)
        owner = typed.get("owner", "").strip() or None
        known = owner is None or owner in finding.owners_of(self.desk)
        others = [row.ref for row in reviewing.of_period(self.desk, period, owner)] if known else []
        said = [
            f"{period.first} – {period.last}",
            owner or _("everybody"),
            _("not over: frozen to date") if reviewing.is_to_date(self.desk, period, now) else "",
            _("there is one already: {refs}", refs=listed(others)) if others else "",
        ]
        return " · ".join(part for part in said if part)

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "ReviewSaved"]:
        """Measure and keep; a field that was filled in beforehand may have been emptied."""
        filled = {name: typed.get(name, "") for name in {*typed, *self._values}}

        def write(desk: Desk) -> "ReviewSaved":
            from salestui.services import reviews

            return reviews.add_review(desk, filled)

        return write

    def told(self, saved: "ReviewSaved") -> str:
        """Its ref, and what is to be known of its period."""
        said = [_("{ref} {name} saved", ref=saved.saved.ref, name=saved.saved.name)]
        said += [_("figures to date")] if saved.to_date else []
        said += [_("there is one already: {refs}", refs=listed(saved.others))] if saved.others else []
        return " · ".join(said)


def _over(desk: Desk, period: Period | None) -> Period:
    """`period`, this month where none is given; the one before it as long as it is not over."""
    now = desk.now()
    period = period or around(now.astimezone(desk.zone).date(), PeriodKind.MONTH)
    return period.before() if reviewing.is_to_date(desk, period, now) else period


def change_review(desk: Desk, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """The texts of a review (key); its period, its owner and its figures stay."""
    row = reviewing.review(desk, key)
    assert row is not None  # it was found by its ref
    title = _("Review {ref}: {period} · {owner}", ref=row.ref, period=row.period, owner=row.owner or _("everybody"))
    return ChangeForm(desk, "review", key, title=title, leaving_out=("period", "owner"), focus_on=focus_on)


class ImprovementForm(RecordForm):
    """A task made of an improvement, filled in; until when is asked."""

    def __init__(self, desk: Desk, row: ReviewRow, measure: ImprovementRow) -> None:
        values = {"module": _("improvement"), "action": measure.text, "owner": row.owner or desk.settings.owner}
        super().__init__(desk, "task", values=values, leaving_out=("status", "progress", "waiting_for", "delay_cause"))
        self.reopening = Reopening(FormKind.IMPROVEMENT, record=measure.id)
        self._review, self._measure = row, measure

    def title_line(self) -> str:
        """Of which review."""
        return _("Task of review {ref} {period}", ref=self._review.ref, period=self._review.period)

    def store(self, desk: Desk, typed: dict[str, str]) -> "Saved":
        """Add the task, and keep it beside the improvement."""
        from salestui.services import reviews

        return reviews.make_task(desk, self._measure.id, typed)

    def entries(self) -> Sequence[Entry]:
        """As of any task; but it must have an end."""
        return [replace(each, required=each.required or each.id == "end") for each in super().entries()]

    def on_mount(self) -> None:
        """Until when gets the keys: the rest is known."""
        for row in self.query(EntryRow):
            if row.entry.id == "end":
                row.input.focus()

"""What a form on a customer says beside grade and segment: the suggestion that follows from what is typed so far."""

from typing import ClassVar, Generic, TypeVar

from salestui.domain.scoring import Sale, Score
from salestui.i18n import _, label
from salestui.services.suggesting import suggested_for_typed
from salestui.tui.forms.form import Form
from salestui.value_sentences import parts_text, suggestion_text, unknown_text

Saved = TypeVar("Saved")


class Suggesting(Form[Saved], Generic[Saved]):
    """For forms on a customer: name it before RecordForm. Nothing is filled in: the rep decides."""

    SAYS_WHY_NOT: ClassVar[bool] = True  # what is to be filled in before anything can be suggested
    sales: tuple[Sale, ...] = ()

    def say_live(self) -> None:
        """With the live line, what is suggested now."""
        super().say_live()
        score = suggested_for_typed(self.desk, self.typed(), self.sales)
        hints = {"grade": self._grade_hint(score), "segment": _segment_hint(score)}
        for row in self.rows:
            if row.entry.id in hints:
                row.hint(hints[row.entry.id])

    def _grade_hint(self, score: Score) -> str:
        if score.points is None:
            return f"{suggestion_text(score)}; {unknown_text(score)}" if self.SAYS_WHY_NOT else ""
        suggested = _("suggested {grade}: {points} of 100", grade=score.grade, points=score.points)
        told = [f"{suggested} – {parts_text(score)}", unknown_text(score)]
        return "; ".join(each for each in told if each)


def _segment_hint(score: Score) -> str:
    return _("suggested {segment}", segment=label("segment", score.segment)) if score.segment is not None else ""

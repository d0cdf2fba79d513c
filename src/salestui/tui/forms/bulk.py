"""What a change of many customers is to put in: a grade, an owner, tags, a next date. One line, and what it will do."""

from collections.abc import Callable, Mapping, Sequence

from salestui.domain.fields import FieldError, read
from salestui.domain.records import RECORDS
from salestui.domain.words import Grade
from salestui.errors import InvalidValueError, SalestuiError
from salestui.i18n import _, label
from salestui.refusals import field_problem
from salestui.services import finding, naming, prefilling
from salestui.services.bulk import read_tags
from salestui.services.desk import Desk
from salestui.tui.forms.asking import Asking
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.understanding import understood

NONE = "none"  # as an answer: the field is to be emptied


class BulkForm(Asking[str]):
    """`action` is regrade, reassign, add_tag, remove_tag or set_next; `saying` tells what a value would do."""

    def __init__(self, desk: Desk, action: str, title: str, saying: Callable[[str], str]) -> None:
        super().__init__(desk)
        self._action = action
        self._heading = title
        self._saying = saying

    def title_line(self) -> str:
        """What is changed, of how many."""
        return self._heading

    def entries(self) -> Sequence[Entry]:
        """The value."""
        match self._action:
            case "regrade":
                grades = [*((grade.value, grade.value) for grade in Grade), (NONE, _("none"))]
                return [Entry("value", label("field", "customer.grade"), choices=grades, required=True)]
            case "reassign":
                owners = tuple(finding.owners_of(self.desk))
                return [self._line(label("field", "customer.owner"), owners)]
            case "set_next":
                return [self._line(label("field", "next_at"), (), understood(self.desk, "follow_up", "next_at"))]
            case _:
                return [self._line(label("field", "customer.tags"), prefilling.tags_in_use(self.desk), several=True)]

    def _line(
        self,
        title: str,
        suggest: tuple[str, ...],
        meaning: Callable[[str], str] | None = None,
        *,
        several: bool = False,
    ) -> Entry:
        def tell(text: str) -> str:
            if text.casefold() in (NONE, _("none")):
                return ""
            if meaning is not None:
                return meaning(text)
            try:
                self._checked(text)
            except SalestuiError as problem:
                raise ValueError(str(problem)) from None
            return ""

        return Entry("value", title, suggest=suggest, several=several, required=True, understood=tell)

    def live(self, typed: Mapping[str, str]) -> str:
        """What would be done."""
        try:
            return self._saying(self.read(typed))
        except SalestuiError:
            return ""

    def read(self, typed: Mapping[str, str]) -> str:
        """The value, checked as far as can be before it is written; empty where the field is to be emptied."""
        text = typed.get("value", "").strip()
        if not text:
            raise InvalidValueError(_("nothing is given"), _("type a value"), field="value")
        if self._action in ("regrade", "reassign", "set_next") and text.casefold() in (NONE, _("none")):
            return ""
        try:
            self._checked(text)
        except SalestuiError as problem:
            raise InvalidValueError(problem.message, problem.hint, field="value") from None
        return text

    def _checked(self, text: str) -> None:
        match self._action:
            case "reassign":
                naming.known_owner(self.desk, text)
            case "set_next":
                try:
                    read(RECORDS["follow_up"].field("next_at"), text, self.desk.reading())
                except FieldError as problem:
                    raise InvalidValueError(field_problem(problem), field="value") from None
            case "add_tag" | "remove_tag":
                read_tags(self.desk, text)

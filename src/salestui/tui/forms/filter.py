"""Which customers the list shows: one field for each part of a filter; a line says how many it leaves."""

from collections.abc import Callable, Mapping, Sequence

from salestui.domain.views import Filter, Waits
from salestui.domain.vocabularies import VOCABULARIES
from salestui.errors import InvalidValueError, NotFoundError, SalestuiError
from salestui.i18n import _, label
from salestui.services import filtering
from salestui.services.browsing import customer_count
from salestui.services.desk import Desk
from salestui.tui.forms.asking import Asking
from salestui.tui.forms.entry import Entry


class FilterForm(Asking[Filter]):
    """It opens with the filter in force."""

    def __init__(self, desk: Desk, standing: Filter) -> None:
        super().__init__(desk)
        self._typed = filtering.typed(standing)
        self._reader = filtering.FilterReader(desk)

    def title_line(self) -> str:
        """What it is for."""
        return _("Filter: which customers to list")

    def entries(self) -> Sequence[Entry]:
        """Lists of values are typed with commas; words of which one is enough are chosen."""
        return [
            self._several("grade", tuple(VOCABULARIES["grade"])),
            self._several("owner", (_("me"), *self._reader.owner)),
            self._words("waiting", [(word.value, label("waiting", word)) for word in Waits]),
            Entry(
                "quiet_days",
                filtering.part_label("quiet_days"),
                value=self._typed.get("quiet_days", ""),
                understood=_told(lambda text: str(filtering.days(text))),
            ),
            self._several("stage", self._labels("stage")),
            self._one_of("segment"),
            self._one_of("care"),
            self._several("tags", tuple(self._reader.tags)),
            self._several("region", tuple(self._reader.region)),
            self._several("industry", tuple(self._reader.industry)),
            self._words("archived", [("no", _("no")), ("yes", _("yes"))], standing="no"),
        ]

    def _labels(self, vocabulary: str) -> tuple[str, ...]:
        return tuple(label(vocabulary, word) for word in VOCABULARIES[vocabulary])

    def _several(self, name: str, suggest: Sequence[str]) -> Entry:
        def meaning(text: str) -> str:
            return ", ".join(filtering.value_told(name, value) for value in self._reader.part(name, text))

        return Entry(
            name,
            filtering.part_label(name),
            value=self._typed.get(name, ""),
            suggest=suggest,
            several=True,
            understood=_told(meaning),
        )

    def _one_of(self, name: str) -> Entry:
        """A word to choose; a view may hold several, or none: then they are typed."""
        words = dict(zip(self._labels(name), VOCABULARIES[name], strict=True))
        standing = self._typed.get(name, "")
        if standing and standing not in words:
            return self._several(name, tuple(words))
        choices = [(word.value, shown) for shown, word in words.items()]
        return Entry(name, filtering.part_label(name), value=words[standing].value if standing else "", choices=choices)

    def _words(self, name: str, choices: Sequence[tuple[str, str]], standing: str = "") -> Entry:
        value = self._typed.get(name, standing)
        return Entry(name, filtering.part_label(name), value=value, choices=choices)

    def live(self, typed: Mapping[str, str]) -> str:
        """How many customers it leaves."""
        try:
            chosen = self._reader.filter(typed)
        except SalestuiError:
            return ""
        everybody = customer_count(self.desk, Filter(archived=chosen.archived))
        left = everybody if chosen == Filter(archived=chosen.archived) else customer_count(self.desk, chosen)
        return _("leaves {n} of {all} customers", n=left, all=everybody)

    def read(self, typed: Mapping[str, str]) -> Filter:
        """The filter typed."""
        try:
            return self._reader.filter(typed)
        except NotFoundError as problem:
            raise InvalidValueError(problem.message, problem.hint, field="owner") from None


def _told(meaning: Callable[[str], str]) -> Callable[[str], str]:
    """For an Entry: what a text means where that is something else than it says; raises ValueError with the reason."""

    def tell(text: str) -> str:
        try:
            found = meaning(text)
        except SalestuiError as problem:
            raise ValueError(str(problem)) from None
        return found if found != text else ""

    return tell

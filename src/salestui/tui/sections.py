"""Lists under headings in one RecordTable: each section says its title, its keys, its rows, and what to tell of one.

A section more on a screen is one entry more in its list of sections.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, Protocol, TypeVar

from salestui.domain.rows import Waiting
from salestui.tui.widgets.record_table import TableRow

Item = TypeVar("Item")


class Told(NamedTuple):
    """What there is to know of the row in hand: whom it is about, why it is there, and what the keys act on."""

    code: str | None  # of its customer
    customer: str | None  # name
    ref: str
    reason: str
    text: str = ""  # what it is about, where it is about no customer
    row: Waiting | None = None  # where it is a clock
    opens: Callable[[], object] | None = None  # what Enter does, where it is not to open the customer's card


class Section(Protocol):
    """A part of a list."""

    @property
    def title(self) -> str:
        """Its heading."""
        ...

    @property
    def keys(self) -> Sequence[str]:
        """The keys of its rows, in order; no other section has one of them."""
        ...

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """The rows of a window of its keys."""
        ...

    def told(self, key: str) -> Told | None:
        """What there is to know of a row; None where it is gone."""
        ...


class Listed(Generic[Item]):
    """A section of some items in hand: "drafts left open", early warnings."""

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        *,
        key: Callable[[Item], str],
        shown: Callable[[Item], TableRow],
        told: Callable[[Item], Told | None],
    ) -> None:
        self.title = title
        self._items = {key(item): item for item in items}
        self.keys: Sequence[str] = tuple(self._items)
        self._shown = shown
        self._told = told

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See Section."""
        return {key: self._shown(self._items[key]) for key in keys}

    def told(self, key: str) -> Told | None:
        """See Section."""
        return self._told(self._items[key])


class Sections:
    """The sections one after another, each heading above its first row: a RowSource for the table.

    Sections of one title that follow one another stand under one heading.
    """

    def __init__(self, sections: Sequence[Section] = ()) -> None:
        self._sections = tuple(section for section in sections if section.keys)
        self.keys: Sequence[str] = [key for section in self._sections for key in section.keys]
        self._of = {key: section for section in self._sections for key in section.keys}
        self._headings = {group[0].keys[0]: group[0].title for group in _grouped(self._sections)}

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        asked: dict[int, list[str]] = {}
        for key in keys:
            asked.setdefault(id(self._of[key]), []).append(key)
        found: dict[str, TableRow] = {}
        for section in self._sections:
            wanted = asked.get(id(section))
            if wanted:
                found |= section.rows(wanted)
        for first in self._headings.keys() & found.keys():
            found[first] = found[first]._replace(heading=self._headings[first])
        return found

    def told(self, key: str | None) -> Told | None:
        """What there is to know of a row."""
        section = self._of.get(key or "")
        return section.told(key or "") if section is not None else None


def _grouped(sections: Sequence[Section]) -> list[list[Section]]:
    return [list(group) for _title, group in groupby(sections, key=lambda section: section.title)]

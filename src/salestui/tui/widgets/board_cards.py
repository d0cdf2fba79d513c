"""What a board shows, as data: columns, cards, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column as data: `note` stands beside its count, `warning` where there are more cards than there should be."""

    id: str
    title: str
    note: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A title and a line under it; `tone` colours the first sign of the title and is never the only sign."""

    title: str
    under: str = ""
    tone: str = ""  # overdue, soon, muted or none


class BoardSource(Protocol):
    """Where the cards come from."""

    @property
    def columns(self) -> Sequence[BoardColumn]:
        """The columns, from left to right."""
        ...

    def keys(self, column: str) -> Sequence[str]:
        """The keys of all cards of a column, in order."""
        ...

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """The cards of `keys`: never more than stand on the screen."""
        ...


class NoCards:
    """A board before anything is shown."""

    columns: Sequence[BoardColumn] = ()

    def keys(self, column: str) -> Sequence[str]:
        """None."""
        return ()

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """None."""
        return {}

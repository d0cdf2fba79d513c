"""What a RecordTable shows, as data: columns, rows, and where the rows come from. No painting here."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class TableColumn(NamedTuple):
    """A column as data. `width` in cells, the least of it; what is left goes by the shares of the `elastic` ones.

    `least` is the width of the table from which on the column is shown; it also says how much it matters: where
    the columns do not fit, the one with the highest gives way first. The first elastic column names the row: it
    stays, and is never narrower than its width as long as another column can go.
    """

    id: str
    title: str
    width: int
    elastic: int = 0
    right: bool = False
    least: int = 0


class TableRow(NamedTuple):
    """What a line shows: a text for each column id, and the state that colours it."""

    cells: Mapping[str, str]
    tone: str = ""  # overdue, soon, muted or none: the colour of the first cell; never the only sign
    heading: str = ""  # a line of its own above this row


class RowSource(Protocol):
    """Where the rows come from."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all rows, in order."""
        ...

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """The rows of `keys`: never more than a window and a half."""
        ...


class Rows:
    """A source that holds all its rows: for lists of hundreds."""

    def __init__(self, rows: Mapping[str, TableRow]) -> None:
        self._rows = rows
        self.keys: Sequence[str] = tuple(rows)

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        return {key: self._rows[key] for key in keys}

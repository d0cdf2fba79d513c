"""A table as any file holds it: headings and numbered rows of text. What each file format is read into.

Nothing here knows a format or a record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from salestui.domain.folding import fold
from salestui.errors import ImportRefusedError
from salestui.i18n import _
from salestui.sentences import quoted

REASON = "reason"  # heads the column that says why a row was rejected; such a file is read again without it


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the row begins in the file, from 1; `cells` are text as it stands there."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings without surrounding spaces, no two alike; a row may have more or fewer cells than headings."""

    source: str  # the file's name, for messages
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(source: str, rows: Iterable[Row]) -> Table:
    """The table whose headings are the first of `rows`; rows without any text are left out.

    Raises ImportRefusedError: no headings, two alike, a column of values without a heading.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        refuse(source, _("it is empty"), _("the first line holds the headings, each other line a record"))
    first, *others = filled
    headings = [cell.strip() for cell in first.cells]
    while headings and not headings[-1] and not any(_at(row, len(headings) - 1) for row in others):
        headings.pop()  # a spreadsheet that was wider once
        others = [Row(row.line, row.cells[: len(headings)]) for row in others]
    _check(source, first.line, headings)
    return Table(source, tuple(headings), tuple(others))


def _at(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _check(source: str, line: int, headings: list[str]) -> None:
    places: dict[str, int] = {}
    for place, heading in enumerate(headings, 1):
        if not heading:
            refuse(
                source,
                _("line {line}: column {n} has no heading", line=line, n=place),
                _("name it in the first line, or delete the column"),
            )
        first = places.setdefault(fold(heading), place)
        if first != place:
            refuse(
                source,
                _(
                    "line {line}: the heading {heading} stands over columns {first} and {second}",
                    line=line,
                    heading=quoted(heading),
                    first=first,
                    second=place,
                ),
                _("rename one of the two, or delete it"),
            )


def refuse(source: str, why: str, hint: str) -> NoReturn:
    """Raise that the file as a whole cannot be read."""
    raise ImportRefusedError(_("nothing was imported from {file}: {why}", file=quoted(source), why=why), (), hint)

"""Which columns of a table fit into so many cells, and how wide each is. Pure."""

from collections.abc import Collection, Sequence
from typing import Final

from salestui.tui.text import cells
from salestui.tui.widgets.table_rows import TableColumn

GAP: Final = "  "

Widths = list[tuple[TableColumn, int]]


def lay_out(columns: Sequence[TableColumn], width: int, hidden: Collection[str] = frozenset()) -> Widths:
    """The columns shown in `width` cells, each with its width; `hidden` are ids that the user does not want.

    Where some are hidden, the room they leave goes to further columns, those that come with the narrowest windows
    first.
    """
    wanted = [column for column in columns if column.id not in hidden]
    shown = {column.id for column in wanted if column.least <= width}
    if hidden:
        for column in sorted(wanted, key=lambda column: column.least):
            if _needed([each for each in wanted if each.id in shown or each is column]) <= width:
                shown.add(column.id)
    return _spread(_that_fit([column for column in wanted if column.id in shown], width), width)


def _needed(columns: Sequence[TableColumn]) -> int:
    return sum(column.width for column in columns) + len(GAP) * (len(columns) - 1)


def _name_of(columns: Sequence[TableColumn]) -> TableColumn | None:
    return next((column for column in columns if column.elastic), columns[0] if columns else None)


def _that_fit(columns: list[TableColumn], width: int) -> list[TableColumn]:
    """Without those that must give way: the highest `least` first, the last of equals."""
    name = _name_of(columns)
    while _needed(columns) > width:
        others = [column for column in columns if column is not name]
        if not others:
            break
        most = max(column.least for column in others)
        spare = sum(column.width // 2 for column in others if column.elastic)
        if not most and _needed(columns) - spare <= width:
            break  # none but those that belong to every window: rather a shorter text than a column less
        goes = [column for column in others if column.least == most][-1]
        columns = [column for column in columns if column is not goes]
    return columns


def _spread(columns: Sequence[TableColumn], width: int) -> Widths:
    """The cells that are left by shares; where there are too few, elastic columns give theirs, the name last."""
    widths = {column.id: column.width for column in columns}
    left = width - _needed(columns)
    shares = sum(column.elastic for column in columns)
    if left >= 0:
        for column in columns:
            extra = left * column.elastic // shares if column.elastic else 0
            left, shares = left - extra, shares - column.elastic
            widths[column.id] += extra
    else:
        name = _name_of(columns)
        others = [column for column in reversed(columns) if column.elastic and column is not name]
        for giver in (*others, *((name,) if name is not None else ())):
            given = max(0, min(-left, widths[giver.id] - 1))
            widths[giver.id] -= given
            left += given
    return [(column, max(1, widths[column.id])) for column in columns]


def widest(texts: Sequence[str], *, least: int, most: int) -> int:
    """The cells that all of `texts` need, between `least` and `most`."""
    return min(most, max(least, *(cells(text) for text in texts), 0))

"""How a task stands on the board and in the list: the same data twice, a screenful at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from salestui.domain.clock import state
from salestui.domain.rows import TaskRow
from salestui.domain.words import ClockState, TaskStatus
from salestui.i18n import _, label
from salestui.sentences import SIGNS, promised
from salestui.services import working
from salestui.services.desk import Desk
from salestui.task_sentences import ahead_of_plan, repeats_text
from salestui.tui.widgets.board_cards import BoardCard, BoardColumn
from salestui.tui.widgets.record_table import TableColumn, TableRow

TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon", ClockState.MET: "muted"}


class TaskSource:
    """The statuses with their keys; the cards a screenful at a time."""

    def __init__(self, desk: Desk, found: working.Columns, *, everybody: bool) -> None:
        self._desk = desk
        self._found = found
        self._everybody = everybody
        limits = desk.settings.wip
        self.columns: Sequence[BoardColumn] = [
            BoardColumn(status, label("task_status", status), *_against(len(keys), limits.get(status, 0)))
            for status, keys in found.keys.items()
        ]

    def keys(self, column: str) -> Sequence[str]:
        """See BoardSource."""
        return self._found.keys[TaskStatus(column)]

    def cards(self, keys: Sequence[str]) -> Mapping[str, BoardCard]:
        """See BoardSource."""
        return {key: self._card(row) for key, row in working.cards(self._desk, keys).items()}

    def _card(self, row: TaskRow) -> BoardCard:
        found = state(row.clock, self._found.now)
        owner = row.owner if self._everybody else ""
        parts = (when(self._desk, row, self._found.now), _progress(row), owner, row.customer or row.module, _again(row))
        return BoardCard(titled(row, found), " ".join(part for part in parts if part), TONES.get(found, ""))


class TaskList:
    """The same tasks in one list, by status."""

    def __init__(self, desk: Desk, found: working.Columns) -> None:
        self._desk = desk
        self._found = found
        self.keys: Sequence[str] = [key for keys in found.keys.values() for key in keys]

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource."""
        return {key: self._row(row) for key, row in working.cards(self._desk, keys).items()}

    def _row(self, row: TaskRow) -> TableRow:
        found = state(row.clock, self._found.now)
        texts = {
            "action": titled(row, found),
            "status": label("task_status", row.status),
            "progress": f"{row.progress} %",
            "end": when(self._desk, row, self._found.now),
            "owner": row.owner,
            "customer": row.customer or row.module or "",
            "repeats": _again(row),
        }
        return TableRow(texts, tone=TONES.get(found, ""))


def list_columns() -> list[TableColumn]:
    """The columns of the list, in the user's language."""
    return [
        TableColumn("action", label("field", "task.action"), 22, elastic=2),
        TableColumn("status", label("field", "task.status"), 8),
        TableColumn("progress", label("field", "task.progress"), 8, right=True, least=76),
        TableColumn("end", label("field", "task.end"), 14),
        TableColumn("owner", label("field", "task.owner"), 8, least=76),
        TableColumn("customer", label("field", "task.customer"), 12, elastic=1, least=90),
        TableColumn("repeats", label("field", "task.repeats"), 12, least=120),
    ]


def titled(row: TaskRow, found: ClockState) -> str:
    """Its action behind the signs of its state and of a milestone."""
    return f"{SIGNS[found]} {'◇ ' if row.milestone else ''}{row.action}"


def when(desk: Desk, row: TaskRow, now: datetime) -> str:
    """Until when; of one that is done, how far ahead of its plan."""
    if row.status is TaskStatus.DONE:
        return ahead_of_plan(row, desk.zone) or _("in time")
    return promised(row.end, now, desk.zone) if row.end is not None else ""


def _progress(row: TaskRow) -> str:
    """Its share where it is neither nothing nor all; all of it where somebody has yet to accept it."""
    shown = 0 < row.progress < 100 or (row.progress == 100 and row.status is not TaskStatus.DONE)
    return f"{row.progress} %" if shown else ""


def _again(row: TaskRow) -> str:
    return "↻ " + repeats_text(row.repeats) if row.repeats else ""


def _against(count: int, limit: int) -> tuple[str, bool]:
    """A column's note and whether it holds more than it should: said by a sign, not by colour alone."""
    return (f"/ {limit}{' !' if count > limit else ''}", count > limit) if limit else ("", False)

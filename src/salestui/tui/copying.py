"""`y` and `Y`: the row under the cursor, or one of its cells, to the clipboard of the terminal.

With OSC 52, which works over SSH too; nothing else in the program writes it. Base64 between two fixed marks: whatever
the text holds cannot end the sequence, and it is cleaned all the same, since it will be pasted somewhere.
"""

from typing import Final

from textual import work

from salestui.i18n import _
from salestui.tui.parts import FramePart
from salestui.tui.text import plain
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

MOST_BYTES: Final = 8_000  # of UTF-8: what every terminal that knows OSC 52 takes, tmux and screen between included


class Copying(FramePart):
    """A frame whose list can be copied from."""

    def action_copy_row(self) -> None:
        """The row, its cells separated by tabs."""
        found = self._row_to_copy()
        if found is not None:
            table, row = found
            texts = [plain(row.cells.get(column.id, "")) for column in table.columns]
            self._copy("\t".join(texts), _("row copied: {text}", text=" · ".join(text for text in texts if text)))

    @work
    async def action_copy_cell(self) -> None:
        """One cell of it, chosen by name."""
        from salestui.tui.choosing import Choose

        found = self._row_to_copy()
        if found is None:
            return
        table, row = found
        columns = {column.id: column for column in table.columns if row.cells.get(column.id)}
        rows = {each: (_title(column), row.cells[each]) for each, column in columns.items()}
        chosen = await self.app.push_screen_wait(Choose(_("Which cell is to be copied?"), rows))
        if chosen is not None:
            text = plain(row.cells[chosen])
            self._copy(text, _("{column} copied: {text}", column=_title(columns[chosen]), text=text))

    def _row_to_copy(self) -> tuple[RecordTable, TableRow] | None:
        for table in self.query(RecordTable):
            if table.row is not None:
                return table, table.row
        self.say(_("no row to copy here"), wrong=True)
        return None

    def _copy(self, text: str, answer: str) -> None:
        size = len(text.encode())
        if size > MOST_BYTES:
            self.say(
                _("not copied: {size} bytes, at most {most} go to the clipboard", size=size, most=MOST_BYTES),
                wrong=True,
            )
            return
        self.app.copy_to_clipboard(text)
        self.say(answer)


def _title(column: TableColumn) -> str:
    return column.title or column.id

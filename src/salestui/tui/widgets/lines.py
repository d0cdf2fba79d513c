"""Several lines to type in, none of whose characters acts on the terminal; see `line`."""

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from salestui.tui.text import plain_lines


class Lines(TextArea):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, value: str = "") -> None:
        super().__init__(plain_lines(value), compact=True, tab_behavior="focus", show_line_numbers=False)
        for key in ("f6", "f7"):  # Textual selects with them; in a form they jump and open the editor
            self._bindings.key_to_bindings.pop(key, None)

    def edit(self, edit: Edit) -> EditResult:
        """As Textual's, through which every insertion and every paste goes."""
        edit.text = plain_lines(edit.text)
        return super().edit(edit)

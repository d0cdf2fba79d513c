"""The only door for user text on the command line: what passes cannot act on the terminal.

Messages with values in them, table cells and error lines all come through `clean`; JSON has its own escapes.
"""

from salestui.domain.visible import visible


def clean(text: str, *, lines: bool = False) -> str:
    """`text` with acting characters shown as signs; on one line, unless `lines` lets line breaks stay."""
    return visible(text, lines=lines)

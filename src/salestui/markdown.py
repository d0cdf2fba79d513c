"""Reports as Markdown (GitHub's): headings, paragraphs and tables of text that means nothing but itself.

Anybody's text goes in: what would be read as markup, HTML or a table's border is escaped, and what would act on a
terminal is made visible.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from salestui.domain.visible import visible

_BREAK = "<br>"  # a table's cell is one line of the file
# An underscore inside a word marks nothing, and ids stay readable; "]" and ">" end only what was begun.
_MARKUP = re.compile(r"[\\`*\[<|~&]|(?<![^\W_])_|_(?![^\W_])")
_BLOCK = re.compile(r"([#>+=-]|\d+(?=[.)]))")  # at the beginning of a line: heading, quotation, list, underline


def inline(text: str) -> str:
    """`text` on one line, for a heading or a table's cell; a line break becomes `<br>`."""
    return _BREAK.join(_lines(text))


def heading(text: str, level: int = 1) -> str:
    """A heading, with the empty line after it."""
    return f"{'#' * level} {inline(text)}\n\n"


def paragraph(text: str) -> str:
    """Text of any number of lines, kept as they are, with the empty line after it; nothing for an empty one."""
    blocks = [list(lines) for filled, lines in groupby(map(_line, _lines(text)), bool) if filled]
    return "".join("\\\n".join(lines) + "\n\n" for lines in blocks)


def bullets(texts: Sequence[str]) -> str:
    """A list, with the empty line after it; nothing for none."""
    return "".join(f"- {_line(inline(text))}\n" for text in texts) + "\n" if texts else ""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """A table, with the empty line after it; `right` says of each column whether it is aligned so.

    Without rows nothing is left of it, as of any table.
    """
    if not rows:
        return ""
    rule = ["---:" if each else "---" for each in right]
    lines = [_row(map(inline, headings)), _row(rule), *(_row(map(inline, row)) for row in rows)]
    return "\n".join(lines) + "\n\n"


def _lines(text: str) -> list[str]:
    return [_MARKUP.sub(r"\\\g<0>", line) for line in visible(text.strip(), lines=True).split("\n")]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(line: str) -> str:
    """A line that begins nothing but itself."""
    line = line.strip()
    begun = _BLOCK.match(line)
    if begun is None:
        return line
    # Only punctuation can be escaped: of a number it is the sign after it.
    at = begun.end() if line[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"

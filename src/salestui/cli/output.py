"""Results on standard output: a table for people, JSON and TSV for programs, Markdown for documents.

All text leaves through here.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from typing import NamedTuple

from salestui.cli.text import clean
from salestui.domain.instants import iso
from salestui.domain.visible import ACTING
from salestui.i18n import label

FORMATS = ("table", "json", "tsv")
REPORT_FORMATS = (*FORMATS, "markdown")

_GAP = "  "
_LEAST_ELASTIC = 8  # cells; a column cut shorter says nothing
_PIPE_CLOSED = 141  # 128 + SIGPIPE, as the shell would say it
_ACTING_IN_JSON = f"(?!\\n)[{ACTING}]"  # line breaks are the layout's own: text has them as \n

Row = Mapping[str, object] | Sequence[object]


class Column(NamedTuple):
    """One column: `id` is the key in JSON and the heading in TSV, and stable.

    `title` heads the table (default: the label of the field); `show` makes a table cell of a value; `elastic`
    is cut first where the terminal is narrow; `in_table` False keeps it for programs.
    """

    id: str
    title: str = ""
    show: Callable[[object], str] | None = None
    right: bool = False
    elastic: bool = False
    in_table: bool = True


def emit(form: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Print `rows`, mappings by column id or sequences in column order, in one of REPORT_FORMATS."""
    values = [_values(columns, row) for row in rows]
    if form == "json":
        ids = [column.id for column in columns]
        write(json_text([dict(zip(ids, row, strict=True)) for row in values]) + "\n")
    elif form == "tsv":
        write(tsv(columns, values))
    elif form == "markdown":
        write(markdown(columns, values))
    else:
        write(table(columns, values, width=_terminal_width()))


def json_text(value: object) -> str:
    """`value` as indented JSON that is safe on a terminal: acting characters are escaped, other text is not.

    Instants become ISO 8601 UTC with Z, dates ISO, sets sorted lists. Raises ValueError for a naive instant
    and for a number JSON does not have, TypeError for what has no JSON form.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_json_form)
    return re.sub(_ACTING_IN_JSON, _json_escape, text)


def tsv(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    """A heading of ids and a line a row; None is empty; tabs and line breaks in text are made visible."""
    lines = ["\t".join(column.id for column in columns)]
    lines.extend("\t".join(clean(_plain(value)) for value in row) for row in rows)
    return "\n".join(lines) + "\n"


def markdown(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    """The table for people as Markdown's, with the empty line after it. No rows, no table."""
    from salestui.markdown import table as as_table  # only for the one format

    used, (heading, *cells) = _shown(columns, rows)
    return as_table(heading, cells, [column.right for column in used])


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]], *, width: int | None) -> str:
    """Headings and rows aligned by cells, cut to `width` cells (None: not at all). No rows, no table."""
    used, texts = _shown(columns, rows)
    grid = [[clean(text) for text in line] for line in texts]
    if len(grid) == 1:
        return ""
    widths = [max(cell_len(line[place]) for line in grid) for place in range(len(used))]
    if width is not None:
        _narrow(widths, used, width)
    return "".join(_line(line, widths, used) + "\n" for line in grid)


def write(text: str) -> None:
    """Put text that is clean already on standard output. A reader that went away ends the program quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # the interpreter flushes once more at exit: let that go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(_PIPE_CLOSED) from None


def say(*lines: str) -> None:
    """Print messages, each on one line, whatever values they hold."""
    write("".join(clean(line) + "\n" for line in lines))


def title(form: str, text: str) -> None:
    """Print what stands above a report, in Markdown as its heading."""
    if form == "markdown":
        from salestui.markdown import heading

        write(heading(text))
    else:
        say(text)


def remark(form: str, text: str) -> None:
    """Print a sentence of a report, in Markdown as a paragraph."""
    if form == "markdown":
        from salestui.markdown import paragraph

        write(paragraph(text))
    else:
        say(text)


def complain(line: str) -> None:
    """Print one line on standard error."""
    sys.stderr.write(clean(line) + "\n")


def prepare_streams() -> None:
    """Let no character stop the output: what an encoding lacks is written as an escape. Called once."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a test's own stream may be anything
            stream.reconfigure(errors="backslashreplace")


def cell_len(text: str) -> int:
    """How many cells a terminal needs for `text`."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len as measured

    return measured(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled up with spaces to `width` cells, on its left where it is aligned `right`."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def _values(columns: Sequence[Column], row: Row) -> list[object]:
    if isinstance(row, Mapping):
        return [row[column.id] for column in columns]
    if len(row) != len(columns):
        raise ValueError(f"{len(row)} values for {len(columns)} columns")
    return list(row)


def _shown(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> tuple[list[Column], list[list[str]]]:
    """The columns of a table for people, and its lines as they are, the headings first."""
    places = [place for place, column in enumerate(columns) if column.in_table]
    used = [columns[place] for place in places]
    heading = [column.title or label("field", column.id) for column in used]
    return used, [heading, *([_cell(columns[place], row[place]) for place in places] for row in rows)]


def _cell(column: Column, value: object) -> str:
    return column.show(value) if column.show else _plain(value)


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(_plain(each) for each in value)
        case Mapping():
            return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_json_form)  # a change of `history`
        case _:
            return str(value)


def _json_form(value: object) -> object:
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
        case frozenset() | set():
            return sorted(value)
        case _:
            raise TypeError(f"no JSON form: {type(value).__name__}")


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"naive instant: {value!r}")
    return iso(value)


def _json_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _terminal_width() -> int | None:
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _narrow(widths: list[int], columns: Sequence[Column], width: int) -> None:
    """Take what is too wide from the elastic columns, the widest first; without one, from the widest."""
    elastic = [place for place, column in enumerate(columns) if column.elastic] or [widths.index(max(widths))]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        place = max(elastic, key=widths.__getitem__)
        if widths[place] <= _LEAST_ELASTIC:
            return
        widths[place] -= 1
        excess -= 1


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    padded = (
        pad(shorten(cell, width), width, right=column.right)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    )
    return _GAP.join(padded).rstrip()

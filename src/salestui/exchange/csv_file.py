"""CSV files as tables. UTF-8 only, with or without a byte order mark.

What the csv module lets pass in silence (NUL, lone carriage returns, a quote never closed) is refused here.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from salestui.exchange.table import Row, Table, refuse, table_of
from salestui.i18n import _

LARGEST_FIELD = 1_000_000  # characters; a quote never closed swallows the rest of the file as one field
LARGEST_FILE = 100_000_000  # bytes
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOK = b"PK\x03\x04"  # .xlsx is a zip file


def read_csv(data: bytes, source: str) -> Table:
    """The table in `data`, the bytes of a file called `source`.

    Quoted fields may hold commas, quotes and line breaks, and come back as they stand. Raises
    ImportRefusedError that names the line.
    """
    if len(data) > LARGEST_FILE:
        refuse(
            source,
            _("it is larger than {n} MB", n=LARGEST_FILE // 10**6),
            _("split it into several files"),
        )
    text = _decoded(data, source)
    with _larger_fields():
        return table_of(source, _rows(text, source))


def _decoded(data: bytes, source: str) -> str:
    if data.startswith(_WORKBOOK):
        refuse(source, _("it is a workbook, not CSV"), _as_utf_8())
    if data.startswith(_UTF_16):
        refuse(source, _("it is UTF-16, not UTF-8"), _as_utf_8())
    nul = data.find(b"\0")
    if nul >= 0:
        why = _("line {line} holds a NUL byte: this is no text", line=_line_of(data, nul))
        refuse(source, why, _as_utf_8())
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        at = problem.start
        why = _("line {line}: byte {byte} is not UTF-8", line=_line_of(data, at), byte=f"0x{data[at]:02X}")
        refuse(source, why, _as_utf_8())


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _as_utf_8() -> str:
    return _("save it as 'CSV UTF-8' in the program it comes from")


@contextmanager
def _larger_fields() -> Iterator[None]:
    """The limit of the csv module belongs to the process: it is put back."""
    before = csv.field_size_limit(LARGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(text: str, source: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)  # "\n" alone: a lone CR is then told
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            _refuse_line(source, line, str(problem))
        yield Row(line, tuple(cells))


def _refuse_line(source: str, line: int, problem: str) -> NoReturn:
    """Tell what the csv module found in its own words."""
    if problem.startswith("field larger"):
        why = _("line {line}: a field is longer than {n} characters", line=line, n=LARGEST_FIELD)
    elif problem.startswith("unexpected end"):
        why = _("line {line}: a quote is opened and never closed", line=line)
    elif problem.startswith("new-line character"):
        why = _("line {line} holds a carriage return without a line feed", line=line)
        refuse(source, why, _("save it with the line breaks of Windows or Unix"))
    else:
        why = _("line {line}: there is text after a closing quote", line=line)
    refuse(source, why, _("a quote inside a quoted field is written twice"))

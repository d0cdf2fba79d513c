"""CSV files are read whole and unchanged, or refused with the line and the remedy."""

import csv
import json

import pytest

from salestui.errors import ImportRefusedError
from salestui.exchange.csv_file import LARGEST_FIELD, LARGEST_FILE, read_csv
from salestui.exchange.table import Row, Table
from tests.shared_files import shared

# Not location_coordinates: its bytes hold replacement characters and its JSON tells of another telephone number.
SPECTRUM = (
    *("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf"),
    *("quotes_and_newlines", "simple", "simple_crlf", "utf8"),
)


def records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.headings, row.cells, strict=True)) for row in table.rows]


@pytest.mark.parametrize("name", SPECTRUM)
def test_files_of_the_csv_spectrum_read_as_their_json_says(name: str) -> None:
    data = shared("data", "csv_spectrum", "csvs", f"{name}.csv").read_bytes()
    told = json.loads(shared("data", "csv_spectrum", "json", f"{name}.json").read_text(encoding="utf-8"))
    assert records(read_csv(data, name)) == told


def test_replacement_characters_of_an_earlier_program_are_text_like_any_other() -> None:
    data = shared("data", "csv_spectrum", "csvs", "location_coordinates.csv").read_bytes()
    (record,) = records(read_csv(data, "x.csv"))
    assert record["Location Coordinates"] == "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W"


def test_cells_that_spreadsheets_take_for_formulas_come_back_unchanged() -> None:
    path = shared("data", "formula_injection", "formula_injection_cells.csv")
    cells = [row.cells[0] for row in read_csv(path.read_bytes(), path.name).rows]
    assert cells[0] == '=DDE("cmd";"/C calc";"!A0")A0'
    assert "\r=" in "".join(cells)
    assert sum(cell.startswith(("=", "+", "-", "@")) for cell in cells) >= 4


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_does_not_belong_to_the_first_heading(mark: bytes) -> None:
    assert read_csv(mark + "客户名称\n精工\n".encode(), "x.csv").headings == ("客户名称",)


def test_a_row_has_the_number_of_the_line_it_begins_in() -> None:
    data = b'a,b\r\n1,"two\r\nlines"\r\n\r\n,\r\n3,4\r\n'
    assert read_csv(data, "x.csv").rows == (Row(2, ("1", "two\r\nlines")), Row(6, ("3", "4")))


def test_rows_of_another_length_are_kept_for_the_plan_to_refuse() -> None:
    assert [len(row.cells) for row in read_csv(b"a,b\n1\n1,2,3\n", "x.csv").rows] == [1, 3]


def test_a_column_without_heading_and_values_is_no_column() -> None:
    table = read_csv(b"a,b,\n1,2,\n", "x.csv")
    assert (table.headings, table.rows) == (("a", "b"), (Row(2, ("1", "2")),))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \r\n", "it is empty"),
        (b"a,b\n1,\0\n", "line 2 holds a NUL byte"),
        (b"a,b\n1,2\n\xc4\xe3,3\n", "line 3: byte 0xC4 is not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "it is UTF-16"),
        (b"PK\x03\x04\x14\0", "it is a workbook"),
        (b"a,b\n1,2\r3,4\n", "line 2 holds a carriage return"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "line 3: a quote is opened and never closed"),
        (b'a,b\n1,"2"x\n', "line 2: there is text after a closing quote"),
        (b"a,b\n1," + b"x" * (LARGEST_FIELD + 1) + b"\n", "line 2: a field is longer than 1000000 characters"),
        (b"name,b,Name\n1,2,3\n", "line 1: the heading 'Name' stands over columns 1 and 3"),
        (b"a,,c\n1,2,3\n", "line 1: column 2 has no heading"),
        (b"a,b,\n1,2,3\n", "line 1: column 3 has no heading"),
    ],
)
def test_what_is_no_such_table_is_refused_with_line_and_remedy(data: bytes, said: str) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read_csv(data, "x.csv")
    assert said in caught.value.message
    assert caught.value.message.startswith("nothing was imported from 'x.csv'")
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="larger than 100 MB"):
        read_csv(b"a" * (LARGEST_FILE + 1), "x.csv")


def test_the_limit_of_the_csv_module_is_put_back() -> None:
    before = csv.field_size_limit()
    assert read_csv(b"a\n" + b"x" * LARGEST_FIELD + b"\n", "x.csv").rows[0].cells[0] == "x" * LARGEST_FIELD
    with pytest.raises(ImportRefusedError):
        read_csv(b'a\n"', "x.csv")
    assert csv.field_size_limit() == before

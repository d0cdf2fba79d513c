"""Tables line up, JSON and TSV are stable, and nothing acts on the terminal."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salestui.cli import output
from salestui.cli.output import Column, cell_len, emit, json_text, prepare_streams, say, shorten, table
from salestui.cli.text import clean
from salestui.domain.words import Grade
from tests.domain.test_visible import FORBIDDEN

COLUMNS = [
    Column("code", title="code"),
    Column("name", title="name", elastic=True),
    Column("amount", title="amount", right=True, show=lambda value: f"{value:,}"),
    Column("id", in_table=False),
]
ROWS = [
    {"code": "C001", "name": "精工制造", "amount": 1200, "id": "x"},
    {"code": "C2", "name": "Acme [VIP] Ltd", "amount": 5, "id": "y"},
]


def _table(width: int | None = None) -> list[str]:
    return table(COLUMNS, [[row[column.id] for column in COLUMNS] for row in ROWS], width=width).splitlines()


def test_columns_line_up_by_cells() -> None:
    assert _table() == [
        "code  name            amount",
        "C001  精工制造         1,200",
        "C2    Acme [VIP] Ltd       5",
    ]


def test_a_narrow_terminal_cuts_the_elastic_column() -> None:
    assert _table(24) == [
        "code  name        amount",
        "C001  精工制造     1,200",
        "C2    Acme [VIP…       5",
    ]


def test_without_a_terminal_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    emit("table", [Column("text", title="text")], [["long " * 60]])
    assert capsys.readouterr().out == "text\n" + ("long " * 60).rstrip() + "\n"


def test_headings_are_labels_of_fields() -> None:
    assert table([Column("next_at")], [["x"]], width=None) == "next at\nx\n"


@given(st.text(), st.integers(0, 30))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert cell_len(shorten(clean(text), width)) <= width


def test_json_is_an_array_of_objects_with_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    emit("json", COLUMNS, ROWS)
    assert json.loads(capsys.readouterr().out) == ROWS
    emit("json", COLUMNS, [])
    assert capsys.readouterr().out == "[]\n"


def test_tsv_has_a_heading_of_ids_and_a_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    emit("tsv", [Column("a", title="Ä"), Column("b")], [("x\ty\n", None), (True, ("p", "q"))])
    assert capsys.readouterr().out == "a\tb\nx␉y␊\t\ntrue\tp, q\n"


def test_markdown_is_the_table_for_people_in_which_text_means_nothing_but_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [*ROWS, {"code": "C3", "name": "a|b\\ <b>*x*\n_y_ z_z", "amount": 7, "id": "z"}]
    emit("markdown", COLUMNS, rows)
    assert capsys.readouterr().out.splitlines() == [
        "| code | name | amount |",
        "| --- | --- | ---: |",
        "| C001 | 精工制造 | 1,200 |",
        "| C2 | Acme \\[VIP] Ltd | 5 |",
        r"| C3 | a\|b\\ \<b>\*x\*<br>\_y\_ z_z | 7 |",
        "",
    ]
    emit("markdown", COLUMNS, [])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("won\n\n# 3 |", "won\n\n\\# 3 \\|\n\n"),
        ("- a\n  2. b\n> c", "\\- a\\\n2\\. b\\\n\\> c\n\n"),
        ("&lt; [x](y) `z`", "\\&lt; \\[x](y) \\`z\\`\n\n"),
        ("-5 %, 35 %", "\\-5 %, 35 %\n\n"),
        (" \n", ""),
    ],
)
def test_a_remark_in_markdown_begins_nothing_but_itself(
    text: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output.remark("markdown", text)
    assert capsys.readouterr().out == printed


def test_a_mapping_in_a_cell_of_tsv_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    emit("tsv", [Column("a")], [([{"grade": (None, Grade.A), "on": date(2024, 5, 10)}],)])
    assert capsys.readouterr().out == 'a\n{"grade": [null, "A"], "on": "2024-05-10"}\n'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("张总", '"张总"'),
        ("\x1b[31m\x7f\x9b", r'"\u001b[31m\u007f\u009b"'),
        ("a\u202eb\u200b\u2028", r'"a\u202eb\u200b\u2028"'),
        ("\U000e0041", r'"\udb40\udc41"'),
        ("\ud800", r'"\ud800"'),
        ("a\nb", r'"a\nb"'),
        (Grade.A, '"A"'),
        (None, "null"),
        (datetime(2024, 5, 10, 9, tzinfo=timezone(timedelta(hours=8))), '"2024-05-10T01:00:00Z"'),
        (datetime(2024, 5, 10, 9, 0, 0, 250_000, tzinfo=UTC), '"2024-05-10T09:00:00.250Z"'),
        (date(2024, 5, 10), '"2024-05-10"'),
        (frozenset(), "[]"),
    ],
)
def test_json_values(value: object, text: str) -> None:
    assert json_text(value) == text


@pytest.mark.parametrize("value", [datetime(2024, 5, 10), float("nan")])  # noqa: DTZ001 - the naive one is the case
def test_json_refuses_what_it_cannot_say(value: object) -> None:
    with pytest.raises(ValueError):
        json_text(value)
    with pytest.raises(TypeError):
        json_text(timedelta(hours=1))


@given(st.text(alphabet=st.characters()))
def test_no_format_lets_an_acting_character_through(text: str) -> None:
    columns = [Column("text", title="text")]
    shown = (table(columns, [[text]], width=40), output.markdown(columns, [[text]]))
    for printed in (json_text([text]), output.tsv(columns, [[text]]), *shown):
        assert not (FORBIDDEN - {0x0A}).intersection(map(ord, printed))
    assert json.loads(json_text(text)) == text
    assert len(output.tsv(columns, [[text]]).splitlines()) == 2
    assert len(output.markdown(columns, [[text]]).splitlines()) == 4


def test_a_message_is_one_line_whatever_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\nb\x1b]0;x\x07", "c")
    assert capsys.readouterr().out == "a␊b␛]0;x␇\nc\n"


def test_an_ascii_terminal_gets_escapes_instead_of_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    prepare_streams()
    say("张")
    assert raw.getvalue() == b"\\u5f20\n"


def test_rows_of_another_length_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        emit("json", [Column("a"), Column("b")], [["x"]])


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    program = "from salestui.cli.output import write\nfor _ in range(9999): write('x' * 999)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.read(1)
        writer.stdout.close()
        assert writer.stderr.read() == b""
    assert writer.returncode == 141

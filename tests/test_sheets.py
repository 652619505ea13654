"""Tables out: no cell is ever a formula, numbers are numbers, the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmentor.errors import ProblemsFound
from rmentor.files import sheets
from rmentor.files.sheets import Cell, Columns, Sheet
from rmentor.files.tables import open_table
from tests.conftest import DATA

CASES = json.loads((DATA / "vectors" / "csv_injection.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[repr(case["in"]) for case in CASES])
def test_published_cases_of_csv_injection(case: dict[str, str]) -> None:
    assert sheets.safe(case["in"]) == case["out"]
    assert sheets.unsafe(sheets.safe(case["in"])) == case["in"]


def test_text_is_disarmed_and_numbers_stay_numbers() -> None:
    sheet = Sheet("x", ("=a", "b"), [("=1+1", -5), ('Œuvre; "q"\nz', 1.5), (None, dt.date(2027, 1, 31))])
    text = sheets.as_csv(sheet).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [["'=a", "b"], ["'=1+1", "-5"], ['Œuvre; "q"\nz', "1.5"], ["", "2027-01-31"]]
    assert text.endswith("\r\n")


CELLS = st.one_of(
    st.none(), st.integers(-3, 3), st.sampled_from([0.0, 1.0, -1.0, 0.5, 1e-7, 33.333333]),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9)), st.sampled_from(["", "a", "=a", "é;", 'q"', "x\ny", "-", "\0"]),
)  # fmt: skip


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12), st.sampled_from(",;\t"), st.integers(1, 5))
def test_columns_are_written_as_the_csv_module_writes_rows(rows: list[tuple[Cell, ...]], sign: str, size: int) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=sign, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in [("h", "=h", "i"), *rows]:
        disarmed = [sheets.safe(cell) if isinstance(cell, str) else cell for cell in row]
        writer.writerow(["" if cell is None else cell for cell in disarmed])
    expected = "\ufeff".encode() + stream.getvalue().encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "_AT_ONCE", size)
        assert sheets.as_csv(Sheet("x", ("h", "=h", "i"), rows), sign) == expected
        by_column = Columns([[row[place] for row in rows] for place in range(3)])
        assert sheets.as_csv(Sheet("x", ("h", "=h", "i"), by_column), sign) == expected
        assert list(by_column) == rows


def test_a_workbook_holds_no_formula_and_is_read_back_as_written(tmp_path: Path) -> None:
    rows = [("=1+1", "00101", -5, dt.date(2027, 1, 31)), ("http://x.y", "@a", 1.5, None)]
    path = tmp_path / "t.xlsx"
    sheets.save(path, [Sheet("Données", ("a", "b", "c", "d"), rows, (10, 10), {2: (1, 5)})])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"dataValidation" in sheet
    table = open_table(path, "t.xlsx")
    read = [[table.text(cell) for cell in row] for _, row in table.rows()]
    assert read == [["=1+1", "00101", "-5", "2027-01-31"], ["http://x.y", "@a", "1.5", ""]]


def test_the_same_sheets_are_the_same_bytes() -> None:
    made = [Sheet("a", ("x",), [("é",), (3,)])]
    assert sheets.workbook(made) == sheets.workbook(made)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(ProblemsFound) as stop:
        sheets.save(tmp_path / "t.csv", [Sheet("a", ("x",), [])])
    assert [one.code for one in stop.value.problems] == ["unwritable"]


@given(st.text(st.sampled_from("'=+-@\t\r\na1 "), max_size=6) | st.text(max_size=12))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    safe = sheets.safe(text)
    assert sheets.unsafe(safe) == text
    assert not safe.startswith(sheets.DANGEROUS)
    assert safe in (text, "'" + text)
    made = sheets.as_csv(Sheet("x", ("h",), [(text,)] * 3)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert [sheets.unsafe(row[0]) for row in rows[1:]] == [text] * 3

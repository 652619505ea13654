"""Columns cut out of a file's bytes are those that the csv module reads, whatever the file looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.errors import ProblemsFound
from rmentor.files import columns
from rmentor.files.tables import Table, open_table

LAW = settings(deadline=None, max_examples=400, derandomize=True)

SIGNS = ["a", "1", " ", "é", "œ", "\u00a0", "€", "longer text", "=1"]


def by_csv(table: Table) -> Any:
    """Row by row: lines and cells of the whole rows, lines and widths of the others."""
    width, whole, uneven = len(table.headings), [], []
    try:
        for line, row in table.rows():
            if len(row) < width or any(row[width:]):
                uneven.append((line, len(row)))
            else:
                whole.append((line, row[:width]))
    except ProblemsFound as found:
        return [(one.code, one.line) for one in found.problems]
    return whole, uneven


def by_columns(table: Table) -> Any:
    """The same from the blocks."""
    whole: list[Any] = []
    uneven: list[Any] = []
    rows = 0
    try:
        for block in columns.blocks(table, range(len(table.headings))):
            read = [cells if codes is None else [cells[code] for code in codes] for cells, codes in block.columns]
            whole += [(line, [column[row] for column in read]) for row, line in enumerate(block.lines.tolist())]
            uneven += block.uneven
            rows += block.rows
    except ProblemsFound as found:
        return [(one.code, one.line) for one in found.problems]
    assert rows == len(whole) + len(uneven)
    return whole, uneven


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file as systems export them, or as somebody spoiled it."""
    delimiter = draw(st.sampled_from(",;\t|"))
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    spoiled = draw(st.booleans())
    text = st.lists(st.sampled_from(SIGNS), max_size=4).map("".join)
    quoted = st.lists(st.sampled_from([*SIGNS, '""', "\n", "\r\n", delimiter]), max_size=4).map(
        lambda parts: '"' + "".join(parts) + '"'
    )
    odd = st.sampled_from(['a"b', '"a"b', '"', "\r", ' "a"', '""""'])
    cell = st.one_of(text, quoted, odd) if spoiled else st.one_of(text, quoted)
    width = draw(st.integers(1, 4))
    row = st.one_of(st.lists(cell, min_size=width, max_size=width), st.lists(cell, max_size=6))
    rows = [[f"h{place}" for place in range(width)], *draw(st.lists(row, max_size=8))]
    before = draw(st.sampled_from(["", "", ending, " " + ending, delimiter + ending]))
    after = draw(st.sampled_from(["", ending]))
    whole = before + ending.join(map(delimiter.join, rows)) + after
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
    return whole.encode(encoding)


def test_a_file_is_cut_as_the_csv_module_cuts_it_wherever_its_blocks_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"

    @settings(LAW, max_examples=600)
    @given(files(), st.sampled_from([1, 2, 7, 64, 1 << 20]))
    def law(content: bytes, size: int) -> None:
        monkeypatch.setattr(columns, "_BLOCK", size)
        path.write_bytes(content)
        try:
            table = open_table(path, "t.csv")
        except ProblemsFound:
            return
        assert by_columns(table) == by_csv(table)

    law()


def test_what_is_plainly_cut_never_goes_through_the_csv_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id;nom\r\n1;"Lefèvre; Cœur"\r\n\r\n;\r\n2;"a ""b""\nc"\r\n3;x', encoding="utf-8", newline="")
    table = open_table(path, "t.csv")
    wanted = by_csv(table)
    monkeypatch.setattr(columns._Scan, "_by_csv", None)
    assert by_columns(table) == wanted
    assert wanted[0] == [(2, ["1", "Lefèvre; Cœur"]), (5, ["2", 'a "b"\nc']), (7, ["3", "x"])]


def test_a_record_longer_than_a_block_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_BLOCK", 16)
    path = tmp_path / "t.csv"
    path.write_text("id,text\n1," + "é" * 500 + "\n2,b\n", encoding="utf-8")
    table = open_table(path, "t.csv")
    assert by_columns(table) == ([(2, ["1", "é" * 500]), (3, ["2", "b"])], [])


def test_a_cell_that_never_ends_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,text\n1,a\n2,"' + "x" * 2_000_001, encoding="utf-8")
    assert by_columns(open_table(path, "t.csv")) == [("csv_cell_too_long", 3)]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf\n,,,\xbb", b"\xef\xbb\xbf\x1d\n\xbd"])
def test_a_mark_of_utf_8_before_what_is_none_is_text_like_any_other(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    table = open_table(tmp_path / "t.csv", "t.csv")
    assert by_columns(table) == by_csv(table)

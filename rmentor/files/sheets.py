"""Writes tables for those who live in Excel: CSV that opens there, workbooks; no cell is ever a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from rmentor.errors import ProblemsFound
from rmentor.files.folder import unwritable, write_atomically

Cell = str | int | float | dt.date | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes Excel take a CSV cell for a formula (OWASP, CSV Injection)."""

_NOT_PLAIN = ('"', "\0'", *("\0" + sign for sign in DANGEROUS))
"""What keeps a column of text, its cells apart by zeros, from being written as it is."""

MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds under its headings."""

_AT_ONCE = 20_000
"""Rows that are laid out together."""

_NO_CLOCK = dt.datetime(2020, 1, 1)


class Columns(Sequence[tuple[Cell, ...]]):
    """Rows that are held as columns of the same length: a million of them are a few lists."""

    def __init__(self, columns: Sequence[Sequence[Cell]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, place: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Cell, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Cell, ...] | list[tuple[Cell, ...]]:
        if isinstance(place, slice):
            return list(zip(*(column[place] for column in self.columns), strict=True))
        return tuple(column[place] for column in self.columns)


@dataclass(frozen=True)
class Sheet:
    """One table: headings, rows, and for workbooks a name, column widths in characters, and per column (from 0) the
    whole numbers that may be typed there, both ends included."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    widths: tuple[int, ...] = ()
    allowed: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def save(path: Path, sheets: Sequence[Sheet], delimiter: str = ",", *, comma: bool = False) -> None:
    """Writes a workbook (`.xlsx`) or, for any other ending, the first sheet as CSV. Raises ProblemsFound where the file
    cannot be written (Excel keeps an open file to itself)."""
    content = workbook(sheets) if path.suffix.casefold() == ".xlsx" else as_csv(sheets[0], delimiter, comma=comma)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        raise ProblemsFound([unwritable(error, path.as_posix())]) from None


def as_csv(sheet: Sheet, delimiter: str = ",", *, comma: bool = False) -> bytes:
    """UTF-8 with a mark, so that Excel knows it; text is quoted, and gets an apostrophe where it could be a formula.
    With `comma`, numbers have a decimal comma, as a French Excel reads them.

    Cells are written a column at a time: csv.writer takes thrice as long for a million rows.
    """
    written = ["\ufeff", delimiter.join(_csv_cells(sheet.headings, comma)), "\r\n"]
    for start in range(0, len(sheet.rows), _AT_ONCE):
        columns = [_csv_cells(column, comma) for column in _by_column(sheet.rows, start, start + _AT_ONCE)]
        written += ["\r\n".join(map(delimiter.join, zip(*columns, strict=True))), "\r\n"]
    return "".join(written).encode()


def _by_column(rows: Sequence[Sequence[Cell]], start: int, stop: int) -> Iterable[Sequence[Cell]]:
    if isinstance(rows, Columns):
        return (column[start:stop] for column in rows.columns)
    return zip(*rows[start:stop], strict=True)


def safe(text: str) -> str:
    """Text as a CSV cell that no spreadsheet calculates. What already has apostrophes before a dangerous sign gets one
    more, so that `unsafe` gives every text back as it was."""
    return "'" + text if text.lstrip("'").startswith(DANGEROUS) else text


def unsafe(text: str) -> str:
    """The text before `safe`: one apostrophe before a dangerous sign is taken away."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(DANGEROUS) else text


def _csv_cells(cells: Sequence[Cell], comma: bool) -> list[str]:
    """A column, or a part of one. What is true of all its cells is looked up once."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        whole = "\0" + "\0".join(cells)  # type: ignore[arg-type]
        if whole.count("\0") == len(cells) and not any(sign in whole for sign in _NOT_PLAIN):
            return f'"{whole[1:]}"'.replace("\0", '"\0"').split("\0")
    if kinds == {int}:
        return list(map(repr, cells))
    if {int, float} <= kinds:
        # 1 and 1.0 are one key and two cells: they cannot be looked up.
        return [_csv_cell(cell, comma) for cell in cells]
    known = {cell: _csv_cell(cell, comma) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _csv_cell(cell: Cell, comma: bool) -> str:
    if isinstance(cell, (int, float)):
        return _with_comma(repr(cell)) if comma else repr(cell)
    text = safe(cell) if isinstance(cell, str) else "" if cell is None else cell.isoformat()
    return '"' + text.replace('"', '""') + '"'


def _with_comma(number: str) -> str:
    return f'"{number.replace(".", ",")}"' if "." in number else number


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx, the same bytes for the same sheets: text as typed strings, headings frozen."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _NO_CLOCK})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.freeze_panes(1, 0)
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, head)
            for number, row in enumerate(sheet.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell, body)
                    elif isinstance(cell, dt.date):
                        page.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                    elif cell is not None:
                        page.write_number(number, column, cell, body)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            for column, (low, high) in sheet.allowed.items():
                rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
                page.data_validation(1, column, max(1, len(sheet.rows)), column, rule)
    return stream.getvalue()

"""Writes tables for those who live in Excel: CSV that opens there, workbooks; no cell is ever a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rmentor.errors import ProblemsFound
from rmentor.files.folder import unwritable, write_atomically

Cell = str | int | float | dt.date | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes Excel take a CSV cell for a formula (OWASP, CSV Injection)."""

MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds under its headings."""

_NO_CLOCK = dt.datetime(2020, 1, 1)


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
    """UTF-8 with a mark, so that Excel knows it; text that could be a formula gets an apostrophe before it. With
    `comma`, numbers have a decimal comma, as a French Excel reads them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in sheet.headings])
    for row in sheet.rows:
        cells = [_csv_cell(cell) for cell in row]
        writer.writerow([_with_comma(cell) for cell in cells] if comma else cells)
    return "\ufeff".encode() + stream.getvalue().encode()


def safe(text: str) -> str:
    """Text as a CSV cell that no spreadsheet calculates."""
    return "'" + text if text.startswith(DANGEROUS) else text


def unsafe(text: str) -> str:
    """The text before `safe`: one apostrophe before a dangerous sign is taken away."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else cell


def _with_comma(cell: str | int | float) -> str | int | float:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell


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

"""Excel workbooks, read: numbers, dates and ids as people see them in the cells."""

from __future__ import annotations

import datetime as dt
import math
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import sheetextent
from rmentor.files.tables import Rows, Table, tidy

LARGEST_MEGABYTES = 600
"""What a workbook may unfold to: a zip of a few kilobytes can hold gigabytes of nothing."""

UNFIT = (zipfile.BadZipFile, ET.ParseError, zlib.error, struct.error,
         LookupError, ValueError, EOFError, RuntimeError, OverflowError)  # fmt: skip
"""What `zipfile` and `xml` raise for bytes that are no plain workbook: parts that are missing, cut off, encrypted,
packed in a way they do not know; names that are no text; an XML in an encoding that does not exist."""

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Workbook(Table):
    """The first sheet of a workbook that has anything in it. `padded`: for columns of numbers that the sheet shows with
    leading zeros, how many digits it shows. `cells` is the sheet as it was read, once."""

    sheet: int = 0
    skipped: int = 0
    padded: tuple[int, ...] = ()
    cells: list[list[Any]] = field(default_factory=list, compare=False, repr=False)

    def rows(self) -> Rows:
        width = len(self.headings)
        for number, row in enumerate(self.cells, 1):
            if number <= self.skipped + 1 or not (any(row) or any(cell != "" for cell in row)):
                continue
            # A sheet is as wide as its widest row: cells that nobody filled in are blank, not missing.
            cells = row + [""] * (width - len(row))
            for place, digits in enumerate(self.padded):
                if digits and isinstance(cells[place], (int, float)) and math.isfinite(cells[place]):
                    cells[place] = f"{int(cells[place]):0{digits}}"
            yield number, cells

    def text(self, cell: Any) -> str:
        return _text(cell)


_A_TABLE = 3
"""Filled cells from which on a row below a title is taken for headings."""
_MOST_TITLES = 20
"""Rows among which headings are looked for, where the first has one cell alone."""


def open_workbook(path: Path, shown: str) -> Workbook:
    """Opens the first sheet that has anything in it; raises ProblemsFound where there is none, or it cannot be read."""
    _refuse_bombs(path, shown)
    tops = []
    for sheet in range(_sheets(path, shown)):
        cells = _sheet(path, shown, sheet)
        if (number := _top(cells)) is None:
            continue
        tops.append((sheet, cells, number))
        if _filled(cells[number]) >= _A_TABLE:
            break
    if not tops:
        raise ProblemsFound([Problem(shown, "empty_table")])
    # A sheet of titles alone is a cover, where another holds a table.
    sheet, cells, number = tops[-1] if _filled(tops[-1][1][tops[-1][2]]) >= _A_TABLE else tops[0]
    headings = [tidy(_text(cell)) for cell in cells[number]]
    while headings and not headings[-1]:
        headings.pop()
    found = Workbook(path, shown, tuple(headings), sheet, number, (), cells)
    return replace(found, padded=_padding(found))


def _top(cells: Sequence[Sequence[Any]]) -> int | None:
    """The row of the headings: the first that is filled, below titles of one cell where a table follows them."""
    filled = [(number, _filled(row)) for number, row in enumerate(cells[:_MOST_TITLES])]
    first = next((number for number, count in filled if count), None)
    if first is None:
        return next((number for number, row in enumerate(cells) if _filled(row)), None)
    if _filled(cells[first]) > 1:
        return first
    return next((number for number, count in filled if count >= _A_TABLE), first)


def _filled(row: Sequence[Any]) -> int:
    return sum(cell != "" for cell in row)


def _sheets(path: Path, shown: str) -> int:
    import python_calamine as calamine

    try:
        return len(calamine.CalamineWorkbook.from_path(path).sheet_names)
    except (calamine.CalamineError, OSError) as error:
        raise ProblemsFound([_fault(error, shown)]) from None


def _sheet(path: Path, shown: str, sheet: int) -> list[list[Any]]:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError) as error:
        raise ProblemsFound([_fault(error, shown)]) from None


def _fault(error: Exception, shown: str) -> Problem:
    kind = type(error).__name__
    return Problem(shown, "workbook_locked" if kind == "PasswordError" else "workbook_broken", {"why": str(error)})


def _refuse_bombs(path: Path, shown: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
        if size > LARGEST_MEGABYTES * 1_000_000:
            raise ProblemsFound([Problem(shown, "file_too_large", {"megabytes": LARGEST_MEGABYTES})])
        far = sheetextent.too_far(path)
    except UNFIT:
        # An old .xls is no zip; a broken .xlsx is told by the reader.
        return
    if far is not None:
        raise ProblemsFound([Problem(shown, "sheet_too_far", {"cell": far, "most": sheetextent.MOST_CELLS})])


def _text(cell: Any) -> str:
    """A cell as people see it: no `.0` after a whole number, days as 2027-01-31, yes and no."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


# --- leading zeros ---


def _padding(book: Workbook) -> tuple[int, ...]:
    """Per column, the digits of a number format such as `00000` in its first filled cell; 0 elsewhere.

    An id column that Excel took for numbers keeps its zeros in the format alone, which the reader does not tell: the
    first rows of the sheet and the styles are looked at for it. Anything unusual there means no padding.
    """
    try:
        with zipfile.ZipFile(book.path) as archive:
            formats = _zero_formats(archive)
            return tuple(_first_styles(archive, book, formats)) if formats else ()
    except UNFIT:
        return ()


def _zero_formats(archive: zipfile.ZipFile) -> dict[int, int]:
    """Cell style → digits, for styles whose number format is nothing but zeros."""
    root = ET.fromstring(archive.read("xl/styles.xml"))
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{_SHEET}numFmt")}
    styles = root.find(f"{_SHEET}cellXfs")
    found = {}
    for place, style in enumerate(styles if styles is not None else ()):
        code = codes.get(style.get("numFmtId"), "")
        if re.fullmatch(r"0{2,15}", code):
            found[place] = len(code)
    return found


def _first_styles(archive: zipfile.ZipFile, book: Workbook, formats: dict[int, int]) -> Iterator[int]:
    digits: dict[int, int] = {}
    seen: set[int] = set()
    with archive.open(_part(archive, book.sheet)) as stream:
        for _, element in ET.iterparse(stream):
            if element.tag != f"{_SHEET}row":
                continue
            if int(element.get("r", "0")) > book.skipped + 1:
                for cell in element.iter(f"{_SHEET}c"):
                    column = _column(cell.get("r", "A1"))
                    if cell.find(f"{_SHEET}v") is not None and column not in seen:
                        seen.add(column)
                        digits[column] = formats.get(int(cell.get("s", "0")), 0)
            if int(element.get("r", "0")) > book.skipped + 20:
                break
            element.clear()
    return (digits.get(column, 0) for column in range(len(book.headings)))


def part_of(table: Table) -> str:
    """The file inside an `.xlsx` in which a table stands; KeyError or BadZipFile where it is not one."""
    if not isinstance(table, Workbook):
        raise KeyError(table.shown)
    with zipfile.ZipFile(table.path) as archive:
        return _part(archive, table.sheet)


def _part(archive: zipfile.ZipFile, sheet: int) -> str:
    """The file of a sheet inside the workbook, through the workbook's own list of relations."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    listed = list(ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet"))
    wanted = listed[sheet].get(relation)
    for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if one.get("Id") == wanted:
            return "xl/" + one.get("Target", "").removeprefix("/xl/")
    raise KeyError(wanted)


def _column(reference: str) -> int:
    """`B7` → 1."""
    number = 0
    for letter in reference:
        if letter.isalpha():
            number = number * 26 + ord(letter.upper()) - 64
    return number - 1

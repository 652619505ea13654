"""Reads tables as they come: CSV from Excel, from HR systems, from forms. Every row knows its physical line."""

from __future__ import annotations

import codecs
import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import yamlfile
from rmentor.files.folder import unreadable

Rows = Iterator[tuple[int, list[Any]]]

MOST_LISTED = 10_000
"""People in a YAML list: a larger one takes seconds and hundreds of megabytes, and belongs into CSV."""

DELIMITERS = (";", ",", "\t", "|")
LONGEST_CELL = 1_000_000
_SAMPLE = 200_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin, whatever they are called."""

_SYNTAX = (
    ("unexpected end of data", "csv_quote_open"),
    ("expected after", "csv_after_quote"),
    ("field larger than", "csv_cell_too_long"),
)
"""What the csv module says in its own words, and what it means to people."""

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Table(ABC):
    """A table on disk: its headings now, its rows as often as they are asked for.

    `shown` is the path as people know it; headings have no line breaks, no doubled or no-break spaces. A row's line is
    the physical line where it begins, or the row's number in a workbook. Cells come as the format has them (text in
    CSV; numbers and dates in a workbook): `text` makes of each what people would read.
    """

    path: Path
    shown: str
    headings: tuple[str, ...]

    @abstractmethod
    def rows(self) -> Rows:
        """Each row that is not blank, with its line; raises ProblemsFound where reading stops."""

    def text(self, cell: Any) -> str:
        """A cell as text."""
        return str(cell)


@dataclass(frozen=True)
class CsvTable(Table):
    """A CSV file, with the encoding and delimiter that were found."""

    encoding: str = "utf-8"
    delimiter: str = ","

    def rows(self) -> Rows:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            found = records(stream, self.delimiter, self.shown)
            next(found, None)
            yield from found

    def text(self, cell: Any) -> str:
        return cell  # type: ignore[no-any-return]


@dataclass(frozen=True)
class ListedPeople(Table):
    """`roster.yaml`: `people`, a list of mappings from heading to value."""

    people: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def rows(self) -> Rows:
        for line, cells in self.people:
            yield line, list(cells)


def open_table(path: Path, shown: str) -> Table:
    """Opens a CSV file, a workbook or a YAML list, by its content and ending; raises ProblemsFound where there is no
    table in it."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
        if start.startswith(_WORKBOOKS):
            from rmentor.files import workbooks

            return workbooks.open_workbook(path, shown)
        if path.suffix.casefold() in (".yaml", ".yml"):
            return _listed(path, shown)
        return _csv(path, shown)
    except OSError as error:
        raise ProblemsFound([unreadable(error, shown)]) from None


def samples(table: Table, most: int = 3) -> dict[str, tuple[str, ...]]:
    """The first different cells of each column that are not blank."""
    seen: dict[str, dict[str, None]] = {heading: {} for heading in table.headings}
    for number, (_, row) in enumerate(table.rows()):
        for heading, cell in zip(table.headings, row, strict=False):
            if len(seen[heading]) < most and (text := table.text(cell).strip()):
                seen[heading].setdefault(text)
        if number > 200 or all(len(cells) == most for cells in seen.values()):
            break
    return {heading: tuple(cells) for heading, cells in seen.items()}


def tidy(heading: str) -> str:
    """A heading without line breaks, doubled or no-break spaces, as forms and workbooks export them."""
    return " ".join(heading.split())


def _csv(path: Path, shown: str) -> CsvTable:
    encoding = _encoding(path, shown)
    with path.open(encoding=encoding, newline="") as stream:
        delimiter = _delimiter(stream.read(_SAMPLE))
        stream.seek(0)
        first = next(records(stream, delimiter, shown), None)
    if first is None:
        raise ProblemsFound([Problem(shown, "empty_table")])
    return CsvTable(path, shown, tuple(map(tidy, first[1])), encoding, delimiter)


def _listed(path: Path, shown: str) -> ListedPeople:
    """The headings are all keys, in the order of their first appearance; what a person does not say is blank."""
    file = yamlfile.parse(path.read_bytes(), shown)
    people = file.data.get("people") if isinstance(file.data, dict) else None
    if not isinstance(people, list) or not people:
        raise ProblemsFound([file.problem(("people",), "no_list_of_people")])
    if len(people) > MOST_LISTED:
        raise ProblemsFound([file.problem(("people",), "too_many_listed", most=MOST_LISTED)])
    faults = [file.problem(("people", place), "not_a_person") for place, one in enumerate(people) if not _flat(one)]
    if faults:
        raise ProblemsFound(faults)
    headings = tuple(dict.fromkeys(heading for one in people for heading in one))
    rows = tuple(
        (file.place(("people", place))[0] or 0, tuple(one.get(heading) or "" for heading in headings))
        for place, one in enumerate(people)
    )
    return ListedPeople(path, shown, tuple(map(tidy, headings)), rows)


def _flat(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(cell, str) or cell is None for cell in one.values())


def _encoding(path: Path, shown: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else the Windows one of western Europe."""
    with path.open("rb") as stream:
        start = stream.read(_BLOCK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if (line := _first_undecodable_line(path, "utf-16")) is not None:
            raise ProblemsFound([Problem(shown, "not_text", {}, line)])
        return "utf-16"
    if b"\0" in start:
        raise ProblemsFound([Problem(shown, "not_text", {}, start.count(b"\n", 0, start.index(b"\0")) + 1)])
    if _is_utf8(path):
        return "utf-8-sig"
    if (line := _first_undecodable_line(path, "cp1252")) is not None:
        raise ProblemsFound([Problem(shown, "not_text", {}, line)])
    return "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        block = b" "
        while block:
            block = stream.read(_BLOCK)
            if block.isascii() and block and not decoder.getstate()[0]:
                continue  # most files are; this takes a tenth of the time
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError:
                return False
    return True


def _first_undecodable_line(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        block = b" "
        while block:
            block = stream.read(_BLOCK)
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                return line + bytes(error.object)[: error.start].count(b"\n")
    return None


def _delimiter(sample: str) -> str:
    """The sign that cuts the first rows into the same number of cells, the more the better.

    csv.Sniffer errs on odd files; trying the candidates does not.
    """

    def merit(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for row in reader:
                if row:
                    widths.append(len(row))
                if len(widths) == 51:
                    break
        except csv.Error:
            pass
        if not widths or widths[0] == 1:
            return (0.0, 0)
        # The last record may be cut by the end of the sample.
        like_first = sum(width == widths[0] for width in widths) / len(widths)
        return (like_first, widths[0])

    return max(DELIMITERS, key=merit)


def records(stream: io.TextIOBase, delimiter: str, shown: str, first: int = 1) -> Rows:
    """Every record that is not blank, with its first line, counted from `first`; csv itself knows the last physical
    line of a record only. Raises ProblemsFound where the file is no CSV."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    last = first - 1
    try:
        for row in reader:
            if row and (row[0].strip() or any(map(str.strip, row))):
                yield last + 1, row
            last = first - 1 + reader.line_num
    except csv.Error as error:
        what = str(error)
        code = next((code for words, code in _SYNTAX if words in what), "csv_syntax")
        raise ProblemsFound([Problem(shown, code, {"what": what, "most": LONGEST_CELL}, last + 1)]) from None

"""The wanted columns of a table, block by block: a CSV file is cut by its bytes, and only the cells that are asked for
become text. What is not plainly cut (a stray quote, a lone carriage return) is left to the csv module."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmentor.files.tables import LONGEST_CELL, CsvTable, Rows, Table, records

Places = NDArray[np.int64]
Cells = tuple[list[str], NDArray[np.integer[Any]] | None]
"""A column: its cells, and each row's place among them (None: one cell a row, in order); cells may repeat."""

_ROWS = 20_000
_BLOCK = 1 << 20
_PACKED = 8
"""Cells of so many bytes at most are told apart as one number each."""

_QUOTE, _NEWLINE, _RETURN = b'"\n\r'


@dataclass(frozen=True)
class Block:
    """Rows that follow one another. `rows` counts all that are not blank, `lines` holds where each whole one begins;
    `uneven` are lines and numbers of cells of the others."""

    rows: int
    lines: Places
    columns: list[Cells]
    uneven: list[tuple[int, int]]


def blocks(table: Table, places: Sequence[int]) -> Iterator[Block]:
    """Every row that is not blank, cut to the columns at those places of the headings.

    Blank cells beyond the headings are cut off, as they say nothing. Raises ProblemsFound where reading stops.
    """
    if isinstance(table, CsvTable) and table.encoding in ("utf-8", "utf-8-sig", "cp1252"):
        yield from _Scan(table, places).blocks()
    else:
        yield from _listed(table, table.rows(), places)


def _listed(table: Table, rows: Rows, places: Sequence[int]) -> Iterator[Block]:
    """Blocks of rows that are lists of cells already."""
    width = len(table.headings)
    while chunk := list(islice(rows, _ROWS)):
        # A 0 or a `False` in a workbook says something.
        uneven = [(line, len(row)) for line, row in chunk
                  if len(row) < width or any(cell not in ("", None) for cell in row[width:])]  # fmt: skip
        apart = {line for line, _ in uneven}
        whole = [one for one in chunk if one[0] not in apart] if apart else chunk
        lines = np.fromiter((line for line, _ in whole), np.int64, len(whole))
        columns = [_told_apart(table, [row[place] for _, row in whole]) for place in places]
        yield Block(len(chunk), lines, columns, uneven)


def _told_apart(table: Table, cells: list[Any]) -> Cells:
    """The distinct cells as text, and each row's among them."""
    # In a workbook: `True` and the number 1 are the same key, and not the same text.
    cells = [table.text(cell) if isinstance(cell, bool) else cell for cell in cells]
    number = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    return [table.text(cell) for cell in number], np.fromiter(map(number.__getitem__, cells), np.int32, len(cells))


@dataclass(frozen=True)
class _Cut:
    """The records of some bytes, blank ones among them: `ends` are the places of the signs that end a cell, `first` and
    `widths` say of each record which is its first cell's and how many cells it has; `starts` where it begins, `breaks`
    the line breaks before that. The last record ends before `stop`, after `passed` line breaks."""

    signs: NDArray[np.uint8]
    ends: Places
    first: Places
    widths: Places
    starts: Places
    breaks: Places
    stop: int
    passed: int
    quoted: bool

    def only(self, keep: NDArray[np.bool_]) -> _Cut:
        """The same with some of the records."""
        return replace(
            self, first=self.first[keep], widths=self.widths[keep], starts=self.starts[keep], breaks=self.breaks[keep]
        )

    def cell(self, place: int) -> tuple[Places, Places]:
        """Where each record's cell begins and ends, quotes included; each record must have one."""
        begin = self.starts if place == 0 else self.ends[self.first + place - 1] + 1
        end = self.ends[self.first + place]
        returns = (self.signs[end] == _NEWLINE) & (end > begin) & (self.signs[end - 1] == _RETURN)
        return begin, end - returns


class _Scan:
    """One pass over a CSV file in an encoding that has ASCII as its first half."""

    def __init__(self, table: CsvTable, places: Sequence[int]) -> None:
        self._table = table
        self._places = places
        self._codec = "utf-8" if table.encoding == "utf-8-sig" else table.encoding
        self._delimiter = ord(table.delimiter)
        self._line = 1
        self._heading_passed = False

    def blocks(self) -> Iterator[Block]:
        """The file's blocks."""
        with self._table.path.open("rb") as stream:
            marked = stream.read(3) == codecs.BOM_UTF8 and self._codec == "utf-8"
            offset = len(codecs.BOM_UTF8) if marked else 0
            stream.seek(offset)
            data = b""
            while (more := self._more(stream, data)) or data:
                data += more
                cut = _cut(data, self._delimiter)
                if cut is None or (cut.stop == 0 and (not more or len(data) > LONGEST_CELL)):
                    stream.seek(offset)
                    yield from self._by_csv(stream)
                    return
                if cut.stop:
                    yield from self._block(data[: cut.stop], cut)
                    self._line += cut.passed
                    offset += cut.stop
                    data = data[cut.stop :]

    def _more(self, stream: io.BufferedReader, data: bytes) -> bytes:
        """The next bytes, a line break never cut in two; at the end, the break that the last line lacks."""
        more = stream.read(_BLOCK)
        if more.endswith(b"\r"):
            more += stream.read(1)
        if not more and data and not data.endswith(b"\n"):
            return b"\n"
        return more

    def _by_csv(self, stream: io.BufferedReader) -> Iterator[Block]:
        """The rest of the file, by the csv module: it tells what is wrong there, or reads what only it can."""
        with io.TextIOWrapper(stream, encoding=self._codec, newline="") as text:
            rows = records(text, self._table.delimiter, self._table.shown, self._line)
            if not self._heading_passed:
                next(rows, None)
            yield from _listed(self._table, rows, self._places)

    def _block(self, data: bytes, cut: _Cut) -> Iterator[Block]:
        cut = cut.only(self._filled(data, cut))
        if not self._heading_passed and len(cut.starts):
            self._heading_passed = True
            cut = cut.only(np.arange(len(cut.starts)) > 0)
        rows = len(cut.starts)
        width = len(self._table.headings)
        uneven: list[tuple[int, int]] = []
        if (cut.widths != width).any():
            whole = cut.widths == width
            for record in np.flatnonzero(~whole).tolist():
                if cut.widths[record] > width and not any(self._cells(data, cut, record)[width:]):
                    whole[record] = True
                else:
                    uneven.append((self._line + int(cut.breaks[record]), int(cut.widths[record])))
            cut = cut.only(whole)
        text = data.decode(self._codec)
        columns = [_column(text, cut, place, self._codec) for place in self._places]
        yield Block(rows, cut.breaks + self._line, columns, uneven)

    def _filled(self, data: bytes, cut: _Cut) -> NDArray[np.bool_]:
        """The records that are not blank: nearly always, the first sign of the first cell tells."""
        filled = np.zeros(len(cut.starts), dtype=bool)
        open_still = np.arange(len(cut.starts))
        for place in range(int(cut.widths.max(initial=0))):
            open_still = open_still[cut.widths[open_still] > place]
            if not len(open_still):
                break
            begin = cut.starts[open_still] if place == 0 else cut.ends[cut.first[open_still] + place - 1] + 1
            sign = cut.signs[begin]
            sign = np.where(sign == _QUOTE, cut.signs[np.minimum(begin + 1, len(cut.signs) - 1)], sign)
            told = (sign > 0x20) & (sign < 0x7F) & (sign != self._delimiter) & (sign != _QUOTE)
            filled[open_still[told]] = True
            open_still = open_still[~told]
        for record in np.flatnonzero(~filled).tolist():
            filled[record] = any(map(str.strip, self._cells(data, cut, record)))
        return filled

    def _cells(self, data: bytes, cut: _Cut, record: int) -> list[str]:
        """One record, whole."""
        stop = int(cut.ends[cut.first[record] + cut.widths[record] - 1])
        text = data[int(cut.starts[record]) : stop].decode(self._codec)
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=self._table.delimiter), [])


def _cut(data: bytes, delimiter: int) -> _Cut | None:
    """The records that are whole in these bytes; None where only the csv module can tell."""
    if b"\0" in data or data.count(b"\r") != data.count(b"\r\n"):
        return None
    signs = np.frombuffer(data, np.uint8)
    quoted = b'"' in data
    found = (signs == delimiter) | (signs == _NEWLINE)
    if quoted:
        found |= signs == _QUOTE
    ends = np.flatnonzero(found)
    kinds = signs[ends]
    breaks = ends[kinds == _NEWLINE]
    if quoted:
        quotes = kinds == _QUOTE
        if not _plainly_quoted(signs, ends[quotes], delimiter):
            return None
        apart = ~quotes & (np.cumsum(quotes) % 2 == 0)
        ends, kinds = ends[apart], kinds[apart]
    last = np.flatnonzero(kinds == _NEWLINE)
    if not len(last):
        nothing = np.zeros(0, np.int64)
        return _Cut(signs, ends, nothing, nothing, nothing, nothing, 0, 0, quoted)
    widths = np.diff(last, prepend=-1)
    stops = ends[last]
    starts = np.concatenate(([0], stops[:-1] + 1))
    if int((stops - starts).max()) > LONGEST_CELL:
        return None
    before = np.searchsorted(breaks, starts) if quoted else np.arange(len(starts))
    stop = int(stops[-1]) + 1
    passed = int(np.searchsorted(breaks, stop))
    return _Cut(signs, ends, last - widths + 1, widths, starts, before, stop, passed, quoted)


def _plainly_quoted(signs: NDArray[np.uint8], quotes: Places, delimiter: int) -> bool:
    """Whether quotes open where a cell begins and close where it ends, and are doubled within."""
    opening, closing = quotes[::2], quotes[1::2]
    ahead = signs[np.maximum(opening - 1, 0)]
    begins = (opening == 0) | (ahead == delimiter) | (ahead == _NEWLINE)
    begins[1:] |= closing[: len(opening) - 1] == opening[1:] - 1
    if not begins.all():
        return False
    closing = closing[closing + 1 < len(signs)]
    after = signs[closing + 1]
    return bool(((after == delimiter) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)).all())


def _column(text: str, cut: _Cut, place: int, codec: str) -> Cells:
    """One column's cells as text."""
    begin, end = cut.cell(place)
    length = end - begin
    widest = int(length.max(initial=0))
    codes = None
    if widest <= _PACKED and len(begin):
        spread = np.minimum(begin[:, None] + np.arange(widest), len(cut.signs) - 1)
        packed = np.zeros((len(begin), _PACKED), np.uint8)
        packed[:, :widest] = np.where(np.arange(widest) < length[:, None], cut.signs[spread], 0)
        _, rows, codes = np.unique(packed.view(np.uint64).ravel(), return_index=True, return_inverse=True)
        by_row = np.argsort(rows)
        places = np.empty_like(by_row)
        places[by_row] = np.arange(len(by_row))
        codes = places[codes.ravel()]
        begin, end = begin[rows[by_row]], end[rows[by_row]]
    if codec == "utf-8" and not text.isascii():
        # A letter of several bytes is one sign of text.
        within = np.flatnonzero((cut.signs & 0xC0) == 0x80)
        begin, end = begin - np.searchsorted(within, begin), end - np.searchsorted(within, end)
    cells = [text[start:stop] for start, stop in zip(begin.tolist(), end.tolist(), strict=True)]
    if cut.quoted:
        cells = [_unquoted(cell) for cell in cells]
    return cells, codes


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell

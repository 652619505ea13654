"""How far the cells of a workbook reach, asked before anything is unfolded: a reader makes room for every cell up to
the farthest one, and a single note in the last corner of a sheet asks for half a terabyte."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MOST_CELLS = 30_000_000
"""A million people with thirty columns."""

_BLOCK = 1 << 24
_OVERLAP = 64
"""More than a reference takes with its attribute's name: one that is cut in two is whole in the next block."""
_MANY_COLUMNS = 702
"""Up to `ZZ`: more are no table of people."""
_LAST_ROW = 1_048_576
_NAMED = r"\sr\s*=\s*[\"']"
_REFERENCE = re.compile(rf"{_NAMED}([A-Za-z]*)0*(\d+)".encode())


@dataclass(frozen=True)
class _Reach:
    """How far rows, or columns, go at most: so many signs, and which is the first."""

    signs: int
    first: str

    @property
    def rows(self) -> int:
        """`20417` and `29999` are both told as 30 000; nothing is told beyond the last row that Excel has, but for what
        no sheet could hold."""
        most = int((int(self.first) + 1) * 10 ** (self.signs - 1))
        return _LAST_ROW if most == 2_000_000 else most

    @property
    def columns(self) -> int:
        """`BC` and `BZ` are both told as 78, which is `BZ`."""
        return int(sum(26**power for power in range(1, self.signs)) + (ord(self.first) - 64) * 26 ** (self.signs - 1))


def too_far(path: Path) -> str | None:
    """A cell that makes a sheet larger than `MOST_CELLS`, as Excel names it; None where all are near enough. Raises
    what `zipfile` raises for a file that is none."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            rows, columns = _Reach(1, "0"), _Reach(1, "A")
            for block in _blocks(archive, part):
                rows, columns = _reached(block, rows, _farther_row), _reached(block, columns, _farther_column)
            if rows.rows * columns.columns > MOST_CELLS and (found := _farthest(archive, part)) is not None:
                return found
    return None


def _farthest(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> str | None:
    """The cell in the last column, or row, of a sheet that is really too large, after a look at every cell."""
    row, column = (0, ""), (0, "")
    for block in _blocks(archive, part):
        for letters, digits in _REFERENCE.findall(block):
            cell = (letters + digits).decode().upper()
            row, column = max(row, (int(digits), cell)), max(column, (_column(letters), cell))
        if row[0] * max(1, column[0]) > MOST_CELLS:
            return column[1] if column[0] > _MANY_COLUMNS else row[1]
    return None


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    held = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield held + block
            held = block[-_OVERLAP:]


def _reached(block: bytes, known: _Reach, farther: Callable[[int, str], re.Pattern[bytes]]) -> _Reach:
    """One pass: what goes farther than what is known is looked for from the last one found."""
    at = 0
    while found := farther(known.signs, known.first).search(block, at):
        told = found["told"].decode().upper()
        known, at = _Reach(len(told), told[0]), found.end()
    return known


@lru_cache(None)
def _farther_row(digits: int, first: str) -> re.Pattern[bytes]:
    larger = "" if first == "9" else rf"[{int(first) + 1}-9]\d{{{digits - 1}}}|"
    return re.compile(rf"{_NAMED}[A-Za-z]*0*(?P<told>(?:{larger}[1-9]\d{{{digits}}})\d*)".encode())


@lru_cache(None)
def _farther_column(letters: int, first: str) -> re.Pattern[bytes]:
    above = "" if first == "Z" else rf"[{chr(ord(first) + 1)}-Z][A-Z]{{{letters - 1}}}|"
    return re.compile(rf"{_NAMED}(?P<told>{above}[A-Z]{{{letters + 1},}})\d".encode(), re.IGNORECASE)


def _column(letters: bytes) -> int:
    """`B` → 2."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

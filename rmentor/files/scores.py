"""Scores of pairs, and places of mentors, as anybody's program writes them: `mentee,mentor,score[,forbidden]`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rmentor import values
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.tables import CsvTable, Table, open_table
from rmentor.pairtable import ScoredPairs, Whole

if TYPE_CHECKING:
    from rmentor.outcomes import Numbers, Truths

NEEDED = ("mentee", "mentor", "score")
OPTIONAL = ("forbidden",)

_CHUNK = 1 << 22
"""Bytes that are cut into cells at a time."""
_IN_NUMBERS = np.isin(np.arange(256), np.frombuffer(b"0123456789.,\n", dtype=np.uint8))


def read(path: Path, shown: str) -> ScoredPairs:
    """The pairs of a table, one a line, in any order; raises ProblemsFound with each line that is wrong."""
    table = open_table(path, shown)
    found = _at_once(table)
    return _line_by_line(table) if found is None else found


def _line_by_line(table: Table) -> ScoredPairs:
    found: dict[tuple[str, str], float] = {}
    barred: list[bool] = []
    problems: list[Problem] = []
    shown = table.shown
    for line, (mentee, mentor, score, forbidden) in _cells(table, NEEDED, OPTIONAL):
        value = values.number(score)
        if not mentee or not mentor:
            problems.append(Problem(shown, "score_without_people", {}, line))
        elif (mentee, mentor) in found:
            problems.append(Problem(shown, "score_twice", {"mentee": mentee, "mentor": mentor}, line))
        elif value is None or not 0 <= value <= 100:
            problems.append(Problem(shown, "score_expected", {"found": score}, line))
        else:
            found[mentee, mentor] = value
            barred.append(_forbidden(forbidden))
    if problems:
        raise ProblemsFound(problems)
    sides = [_Ids(), _Ids()]
    places = [side.places([pair[at] for pair in found]) for at, side in enumerate(sides)]
    return _scored(sides, places, np.array(list(found.values())), np.array(barred, dtype=bool))


def _forbidden(text: str) -> bool:
    return bool(text) and bool(values.truth(text))


class _Ids:
    """Ids by the place of their first appearance."""

    def __init__(self) -> None:
        self.known: dict[str, int] = defaultdict(count().__next__)

    def places(self, ids: Sequence[str]) -> Whole:
        """Each id's place; new ones come after those known."""
        return np.fromiter(map(self.known.__getitem__, ids), np.int64, len(ids))

    def in_order(self, places: Whole) -> tuple[tuple[str, ...], Whole]:
        """The ids sorted, and those places among them."""
        ids = sorted(self.known)
        place = np.empty(len(ids), dtype=np.int64)
        place[[self.known[one] for one in ids]] = np.arange(len(ids))
        return tuple(ids), place[places]


def _scored(sides: Sequence[_Ids], places: Sequence[Whole], numbers: Numbers, barred: Truths) -> ScoredPairs:
    (mentees, rows), (mentors, columns) = (side.in_order(one) for side, one in zip(sides, places, strict=True))
    return ScoredPairs(mentees, mentors, rows, columns, numbers, barred)


# --- a million lines that have nothing wrong with them ---


def _at_once(table: Table) -> ScoredPairs | None:
    """The same, a few megabytes at a time, from a CSV file without quotes whose every line is right; None for any other
    table, which is then read line by line, so that what is wrong is told with its line."""
    place = _places(table)
    if not isinstance(table, CsvTable) or not table.encoding.startswith("utf-8") or place is None:
        return None
    content = table.path.read_bytes()
    if b'"' in content:
        return None
    sides = [_Ids(), _Ids()]
    parts: list[tuple[Whole, Whole, Numbers, Truths]] = []
    for chunk in _chunks(content):
        columns = _columns(chunk, table, place)
        part = None if columns is None else _part(columns, sides)
        if part is None:
            return None
        parts.append(part)
    if not parts or not all(one and one == one.strip() for side in sides for one in side.known):
        return None
    rows, columns_, numbers, barred = (np.concatenate(one) for one in zip(*parts, strict=True))
    once = np.zeros(len(sides[0].known) * len(sides[1].known), dtype=bool)
    once[rows * len(sides[1].known) + columns_] = True
    return _scored(sides, (rows, columns_), numbers, barred) if once.sum() == len(rows) else None


def _chunks(content: bytes) -> Iterator[bytes]:
    """The lines after the first, some megabytes at a time, each with its end."""
    start = content.find(b"\n") + 1 or len(content)
    while start < len(content):
        end = content.find(b"\n", start + _CHUNK) + 1 or len(content)
        chunk = content[start:end].replace(b"\r\n", b"\n")
        yield chunk if chunk.endswith(b"\n") else chunk + b"\n"
        start = end


def _columns(chunk: bytes, table: CsvTable, place: Sequence[int | None]) -> list[list[str]] | None:
    """The cells of each column that counts; None unless each line has as many as there are headings."""
    width, mark = len(table.headings), ord(table.delimiter)
    signs = np.frombuffer(chunk, dtype=np.uint8)
    ends = signs[np.flatnonzero((signs == 10) | (signs == mark))]
    if len(ends) % width or (ends[width - 1 :: width] != 10).any() or (ends == 10).sum() * width != len(ends):
        return None
    if b"\r" in chunk or b"\0" in chunk:
        return None
    cells = chunk.decode("utf-8").replace("\n", table.delimiter).split(table.delimiter)
    cells.pop()
    return [[] if at is None else cells[at::width] for at in place]


def _part(columns: Sequence[list[str]], sides: Sequence[_Ids]) -> tuple[Whole, Whole, Numbers, Truths] | None:
    mentees, mentors, scores, forbidden = columns
    told = "\n".join(scores) + "\n"
    if not told.isascii() or not _IN_NUMBERS[np.frombuffer(told.encode(), dtype=np.uint8)].all():
        return None
    if ".\n" in told or ",\n" in told:
        return None
    try:
        numbers = np.fromiter(map(float, told.replace(",", ".").split("\n")[:-1]), np.float64, len(scores))
    except ValueError:
        return None
    if numbers.max() > 100:
        return None
    barred = np.zeros(len(scores), dtype=bool)
    if forbidden:
        meant = {one: _forbidden(one.strip()) for one in set(forbidden)}
        barred[:] = [meant[one] for one in forbidden]
    return sides[0].places(mentees), sides[1].places(mentors), numbers, barred


# --- places of mentors ---


def capacities(path: Path, shown: str) -> Mapping[str, int]:
    """Places by mentor, from a table `mentor,capacity`; raises ProblemsFound with each line that is wrong."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for line, (mentor, places) in _cells(open_table(path, shown), ("mentor", "capacity"), ()):
        value = values.number(places)
        if value is None or value < 0 or value != int(value):
            problems.append(Problem(shown, "places_expected", {"found": places}, line))
        else:
            found[mentor] = int(value)
    if problems:
        raise ProblemsFound(problems)
    return found


def _cells(
    table: Table, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:  # fmt: skip
    """The cells under these headings, line by line, blank where a heading or a cell is not there."""
    at = _places(table, needed, optional)
    if at is None:
        known = {heading.casefold() for heading in table.headings}
        missing = [one for one in needed if one not in known]
        raise ProblemsFound(
            [Problem(table.shown, "no_such_headings", {"missing": missing, "found": list(table.headings)}, 1)]
        )
    for line, row in table.rows():
        yield line, tuple(_cell(table, row, one) for one in at)


def _places(
    table: Table, needed: Sequence[str] = NEEDED, optional: Sequence[str] = OPTIONAL
) -> list[int | None] | None:  # fmt: skip
    """Where these headings stand; None where one that is needed is not there."""
    place = {heading.casefold(): at for at, heading in enumerate(table.headings)}
    return [place.get(one) for one in (*needed, *optional)] if set(needed) <= set(place) else None


def _cell(table: Table, row: list[object], at: int | None) -> str:
    return "" if at is None or at >= len(row) else table.text(row[at]).strip()

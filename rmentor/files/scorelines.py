"""A million lines of scores that have nothing wrong with them, by their bytes: an id becomes text once in a megabyte,
not once a line, and a score is read sign by sign, all lines together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rmentor.files.tables import CsvTable
from rmentor.pairtable import ScoredPairs, Whole

if TYPE_CHECKING:
    from rmentor.outcomes import Numbers, Truths

Signs = NDArray[np.uint8]
Eights = NDArray[np.uint64]

_CHUNK = 1 << 20
"""Bytes that are cut into cells at a time; more leave the processor's own memory."""
_LONGEST = 128
"""Bytes of a cell up to which it is read here."""
_EXACT = 15
"""Digits up to which a whole number divided by a power of ten is the double that the text means (Clinger 1990)."""
_POWERS = 10.0 ** np.arange(_EXACT + 1)
_ZERO, _POINT, _COMMA, _NEWLINE, _RETURN = b"0.,\n\r"
_FIRST_BYTES = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
"""What is kept of eight bytes of which so many count."""
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(29)
_SLOTS = 16
"""Bits of a slot's number."""


class Ids:
    """Ids, as bytes, by the place of their first appearance. In UTF-8 they sort as their text does."""

    def __init__(self) -> None:
        self.known: dict[bytes, int] = defaultdict(count().__next__)

    def places(self, ids: Sequence[bytes]) -> Whole:
        """Each id's place; new ones come after those known."""
        return np.fromiter(map(self.known.__getitem__, ids), np.int64, len(ids))

    def in_order(self, places: Whole) -> tuple[tuple[str, ...], Whole]:
        """The ids sorted, and those places among them."""
        ids = sorted(self.known)
        place = np.empty(len(ids), dtype=np.int64)
        place[[self.known[one] for one in ids]] = np.arange(len(ids))
        return tuple(one.decode() for one in ids), place[places]


def scored(sides: Sequence[Ids], places: Sequence[Whole], numbers: Numbers, barred: Truths) -> ScoredPairs:
    """Scores by the ids of both sides, sorted."""
    (mentees, rows), (mentors, columns) = (side.in_order(one) for side, one in zip(sides, places, strict=True))
    return ScoredPairs(mentees, mentors, rows, columns, numbers, barred)


def at_once(table: CsvTable, place: Sequence[int | None], forbids: Callable[[str], bool]) -> ScoredPairs | None:
    """The scores of a CSV file in UTF-8 without quotes whose every line is right; None for any other.

    `place` says in which columns mentee, mentor, score and (maybe) forbidden stand.
    """
    sides = [Ids(), Ids()]
    parts: list[tuple[Whole, Whole, Numbers, Truths]] = []
    for chunk in _chunks(table.path):
        cells = _Cells.cut(chunk, table)
        part = None if cells is None else _part(cells, place, sides, forbids)
        if part is None:
            return None
        parts.append(part)
    if not parts or not all(map(_plain, (one.decode() for side in sides for one in side.known))):
        return None
    rows, columns, numbers, barred = (np.concatenate(one) for one in zip(*parts, strict=True))
    once = np.zeros(len(sides[0].known) * len(sides[1].known), dtype=bool)
    once[rows * len(sides[1].known) + columns] = True
    return scored(sides, (rows, columns), numbers, barred) if once.sum() == len(rows) else None


def _plain(text: str) -> bool:
    return bool(text) and text == text.strip()


def _chunks(path: Path) -> Iterator[bytes]:
    """The lines after the first, a megabyte at a time, each with its end."""
    with path.open("rb") as stream:
        stream.readline()
        while chunk := stream.read(_CHUNK) + stream.readline():
            yield chunk if chunk.endswith(b"\n") else chunk + b"\n"


class _Cells:
    """Some lines, cut: where each line's cells begin and how long they are, line by line and column by column."""

    def __init__(self, chunk: bytes, begins: Whole, lengths: Whole) -> None:
        # Whatever is read beyond the last cell is nought, and counts for nothing.
        self.chunk = chunk + bytes(_LONGEST)
        self.signs: Signs = np.frombuffer(self.chunk, dtype=np.uint8)
        self.eights: Eights = np.ndarray((len(self.chunk) - 7,), "<u8", self.chunk, strides=(1,))
        self._begins = begins
        self._lengths = lengths

    @classmethod
    def cut(cls, chunk: bytes, table: CsvTable) -> _Cells | None:
        """None unless each line has as many cells as there are headings, and none is quoted or long."""
        if b'"' in chunk or b"\0" in chunk:
            return None
        width, signs = len(table.headings), np.frombuffer(chunk, dtype=np.uint8)
        marks = signs == ord(table.delimiter)
        marks |= signs == _NEWLINE
        ends = np.flatnonzero(marks)
        breaks = signs[ends] == _NEWLINE
        if len(ends) % width or not breaks[width - 1 :: width].all() or np.count_nonzero(breaks) * width != len(ends):
            return None
        begins = np.concatenate(([0], ends[:-1] + 1))
        lengths = ends - begins
        last = ends[width - 1 :: width]
        returns = signs[last - 1] == _RETURN
        if np.count_nonzero(signs == _RETURN) != np.count_nonzero(returns):
            return None
        lengths[width - 1 :: width] -= returns
        if int(lengths.max()) > _LONGEST - 8:
            return None
        return cls(chunk, begins.reshape(-1, width), lengths.reshape(-1, width))

    def column(self, place: int) -> tuple[Whole, Whole]:
        """Where its cells begin, and how long they are."""
        return np.ascontiguousarray(self._begins[:, place]), np.ascontiguousarray(self._lengths[:, place])

    def told(self, begins: Whole, lengths: Whole) -> list[bytes]:
        """Some cells, each by itself."""
        ends = begins + lengths
        return [self.chunk[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def _part(
    cells: _Cells, place: Sequence[int | None], sides: Sequence[Ids], forbids: Callable[[str], bool]
) -> tuple[Whole, Whole, Numbers, Truths] | None:  # fmt: skip
    mentee, mentor, score, forbidden = place
    assert mentee is not None
    assert mentor is not None
    assert score is not None
    numbers = _numbers(cells, *cells.column(score))
    if numbers is None or numbers.max() > 100:
        return None
    found: list[Whole] = []
    for at, side in ((mentee, sides[0]), (mentor, sides[1])):
        different, number = _told_apart(cells, *cells.column(at))
        found.append(side.places(different)[number])
    barred = np.zeros(len(numbers), dtype=bool)
    if forbidden is not None:
        different, number = _told_apart(cells, *cells.column(forbidden))
        barred = np.array([forbids(one.decode().strip()) for one in different], dtype=bool)[number]
    return found[0], found[1], numbers, barred


def _told_apart(cells: _Cells, begins: Whole, lengths: Whole) -> tuple[list[bytes], Whole]:
    """The different cells, and which of them each line has. Cells that repeat the one above are looked at once."""
    eights = _eights(cells, begins, lengths)
    fresh = np.zeros(len(begins), dtype=bool)
    fresh[0] = True
    for eight in eights:
        fresh[1:] |= eight[1:] != eight[:-1]
    heads = np.flatnonzero(fresh)
    like = _like([eight[heads] for eight in eights], len(heads))
    own = np.flatnonzero(like == np.arange(len(heads)))
    number = np.empty(len(heads), dtype=np.int64)
    number[own] = np.arange(len(own))
    firsts = heads[own]
    return cells.told(begins[firsts], lengths[firsts]), number[like][np.cumsum(fresh) - 1]


def _like(eights: Sequence[Eights], size: int) -> Whole:
    """For each cell one that is equal to it, the same for all equal ones.

    All write themselves down in the slot that their bytes make (a hash), and whoever is equal to the one who stands
    there at last is done; the others try again with other slots.
    """
    found = np.zeros(size, dtype=np.int64)
    slots = np.empty(1 << _SLOTS, dtype=np.int64)
    left, turn = np.arange(size), 1
    while len(left):
        mixed = np.full(len(left), turn, dtype=np.uint64)
        for eight in eights:
            mixed = (mixed ^ eight[left]) * _ODD
            mixed ^= mixed >> _HALF
        slot = (mixed >> np.uint64(64 - _SLOTS)).astype(np.int64)
        slots[slot] = left
        there = slots[slot]
        equal = np.ones(len(left), dtype=bool)
        for eight in eights:
            equal &= eight[there] == eight[left]
        found[left[equal]] = there[equal]
        left, turn = left[~equal], turn + 2
    return found


def _eights(cells: _Cells, begins: Whole, lengths: Whole) -> list[Eights]:
    """Cells as whole numbers of eight bytes each, as many as the longest needs, filled up with noughts."""
    shortest, longest = int(lengths.min(initial=_LONGEST)), int(lengths.max(initial=0))
    found = []
    for at in range(0, longest, 8):
        eight = cells.eights[begins + at]
        if shortest < at + 8:
            eight &= _FIRST_BYTES[np.minimum(np.maximum(lengths - at, 0), 8)]
        found.append(eight)
    return found


def _numbers(cells: _Cells, begins: Whole, lengths: Whole) -> Numbers | None:
    """Cells as numbers, each exactly what `float` makes of its text; None unless all are digits with at most one point
    or comma, not at the end."""
    if not lengths.all():
        return None
    whole = np.zeros(len(begins))
    decimals = np.zeros(len(begins), dtype=np.int64)
    pointed = np.zeros(len(begins), dtype=bool)
    for at in range(int(lengths.max(initial=0))):
        here = at < lengths
        sign = cells.signs[begins + at]
        point = here & ((sign == _POINT) | (sign == _COMMA))
        digit = sign - np.uint8(_ZERO)
        counts = here & (digit < 10)
        if ((point | counts) != here).any() or (point & pointed).any() or (point & (at + 1 == lengths)).any():
            return None
        np.copyto(whole, whole * 10.0 + digit, where=counts)
        decimals += counts & pointed
        pointed |= point
    if int((lengths - pointed).max(initial=0)) <= _EXACT:
        exact: Numbers = whole / _POWERS[decimals]
        return exact
    told = cells.told(begins, lengths)
    return np.fromiter((float(one.replace(b",", b".")) for one in told), np.float64, len(told))

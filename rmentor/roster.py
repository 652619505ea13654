"""The roster: everybody HR exported, as one frozen table of columns.

A million people are a few arrays here, not a million objects: each column holds its distinct cells once, and for
each person the number of their cell. Whatever is true of a cell is then found once per distinct cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rmentor.programme import Meaning
from rmentor.values import plain

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `cells` are its distinct texts, `codes[i]` the position of person i's cell among them."""

    heading: str
    cells: tuple[str, ...]
    codes: NDArray[np.int32]

    def text(self, person: int) -> str:
        """Person i's cell, as written."""
        return self.cells[int(self.codes[person])]

    def each(self, rule: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Per person, whether the rule holds of their cell."""
        return np.array([rule(cell) for cell in self.cells], dtype=bool)[self.codes]

    def numbers(self, rule: Callable[[str], float | None]) -> NDArray[np.float64]:
        """Per person, the number that the rule makes of their cell; NaN where it makes none."""
        found = [rule(cell) for cell in self.cells]
        return np.array([np.nan if one is None else one for one in found], dtype=np.float64)[self.codes]


@dataclass(frozen=True, eq=False)
class Roster:
    """Everybody, in the file's order; `lines[i]` is the physical line where person i's row begins."""

    path: str
    rows: int
    duplicates: int
    lines: NDArray[np.int64]
    columns: Mapping[str, Column]
    meanings: Mapping[Meaning, tuple[str, ...]]
    headings: tuple[str, ...] = field(default=())

    def only(self, keep: NDArray[np.bool_], duplicates: int | None = None) -> Roster:
        """The same with those people alone; `duplicates` replaces the number of repeated rows."""
        columns = {name: Column(name, one.cells, one.codes[keep]) for name, one in self.columns.items()}
        repeated = self.duplicates if duplicates is None else duplicates
        return Roster(self.path, self.rows, repeated, self.lines[keep], columns, self.meanings, self.headings)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every person's id, in the file's order."""
        column = self.columns[self.meanings["id"][0]]
        return tuple(map(column.cells.__getitem__, column.codes.tolist()))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Each id's place in the table."""
        return {person: place for place, person in enumerate(self.ids)}

    def column(self, heading: str) -> Column:
        """The column of that heading, compared without case, accents and spaces; KeyError where there is none."""
        return self.columns[heading] if heading in self.columns else self._by_plain[plain(heading)]

    @cached_property
    def _by_plain(self) -> Mapping[str, Column]:
        return {plain(heading): column for heading, column in self.columns.items()}

    def meaning(self, meaning: Meaning) -> Column | None:
        """The column that holds a meaning (its first heading), or None where the roster has none."""
        headings = self.meanings.get(meaning)
        return self.columns[headings[0]] if headings else None

    def text(self, meaning: Meaning, person: int) -> str:
        """What the roster says of a person under a meaning, several headings joined by a space; blank if nothing."""
        parts = [self.columns[heading].text(person).strip() for heading in self.meanings.get(meaning, ())]
        return " ".join(part for part in parts if part)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every person's name, in the file's order."""
        headings = self.meanings.get("name", ())
        if len(headings) != 1:
            return tuple(map(self.name, range(len(self.lines))))
        column = self.columns[headings[0]]
        cells = [cell.strip() for cell in column.cells]
        if "" not in cells:
            return tuple(map(cells.__getitem__, column.codes.tolist()))
        return tuple(cells[code] or id for code, id in zip(column.codes.tolist(), self.ids, strict=True))

    def name(self, person: int) -> str:
        """A person's name, or the id where the roster has no name."""
        return self.text("name", person) or self.ids[person]

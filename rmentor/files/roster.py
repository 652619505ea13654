"""From a table on disk to the roster, column by column, and every fault of a cell at its true line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmentor import values
from rmentor.errors import Problem
from rmentor.files.columns import Cells, blocks
from rmentor.files.tables import Table
from rmentor.files.validated import shown
from rmentor.programme import Meaning
from rmentor.roster import Column, Roster

MOST_FAULTS_A_COLUMN = 1_000
LONGEST_ID = 64

Faulty = Callable[[str], tuple[str, dict[str, Any]] | None]
"""A rule for one cell: None, or the code and fields of what is wrong."""


class _Merged:
    """One column of a roster that comes in blocks."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._codes: list[NDArray[np.int32]] = []

    def add(self, block: Cells, row: int) -> None:
        """A block's cells, the first row of which is `row`: a cell is known by the row of its first appearance."""
        cells, codes = block
        found = np.fromiter(map(self._first.setdefault, cells, count(row)), np.int32, len(cells))
        self._codes.append(found if codes is None else found[codes])

    def column(self, heading: str, rows: int) -> Column:
        """The whole."""
        firsts = np.fromiter(self._first.values(), np.int32, len(self._first))
        number = np.zeros(rows, np.int32)
        number[firsts] = np.arange(len(firsts))
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, np.int32)
        return Column(heading, tuple(self._first), number[codes])


def read(
    table: Table, meanings: Mapping[Meaning, tuple[str, ...]], others: Iterable[str]
) -> tuple[Roster, list[Problem]]:
    """Reads the columns that are asked for, and drops rows that say the same twice.

    `meanings` must name the column of `id`; all headings must stand in the table. The problems are rows too short or
    too long, blank, faulty or doubled ids (errors; those rows are not in the roster), and repeated rows (a warning).
    """
    wanted = sorted({heading for headings in meanings.values() for heading in headings} | set(others))
    merged = [_Merged() for _ in wanted]
    lines: list[NDArray[np.int64]] = []
    problems: list[Problem] = []
    rows = whole = 0
    for block in blocks(table, [table.headings.index(heading) for heading in wanted]):
        rows += block.rows
        problems += [_uneven(table, line, cells) for line, cells in block.uneven]
        lines.append(block.lines)
        for column, cells in zip(merged, block.columns, strict=True):
            column.add(cells, whole)
        whole += len(block.lines)
    roster = Roster(
        table.shown,
        rows,
        0,
        np.concatenate(lines) if lines else np.zeros(0, np.int64),
        {heading: column.column(heading, whole) for heading, column in zip(wanted, merged, strict=True)},
        dict(meanings),
        table.headings,
    )
    return _without_doubles(roster, table, problems), problems


def _uneven(table: Table, line: int, cells: int) -> Problem:
    """A row with too few or too many cells."""
    width = len(table.headings)
    return Problem(
        table.shown, "row_too_short" if cells < width else "row_too_long", {"cells": cells, "expected": width}, line
    )


def _without_doubles(roster: Roster, table: Table, problems: list[Problem]) -> Roster:
    """One row a person: identical repeats are dropped and counted, an id that says two things is an error."""
    column = roster.columns[roster.meanings["id"][0]]
    keep = np.ones(len(column.codes), dtype=bool)
    for cell in _bad_ids(column.cells):
        for person in np.flatnonzero(column.codes == column.cells.index(cell)).tolist():
            code, fields = ("bad_id", {"value": shown(cell)}) if cell.strip() else ("blank_id", {})
            problems.append(
                Problem(roster.path, code, {"heading": column.heading, **fields}, int(roster.lines[person]))
            )
            keep[person] = False
    duplicates = 0
    if len(column.cells) < len(column.codes):
        times = np.bincount(column.codes, minlength=len(column.cells))
        repeated = np.flatnonzero(times[column.codes] > 1)
        content = _content(table, {int(line) for line in roster.lines[repeated]})
        first: dict[str, int] = {}
        for person in repeated.tolist():
            line, cell = int(roster.lines[person]), column.text(person)
            if not keep[person] or first.setdefault(cell, line) == line:
                continue
            told = {"heading": column.heading, "value": cell, "first": first[cell]}
            if content[line] == content[first[cell]]:
                duplicates += 1
                problems.append(Problem(roster.path, "repeated_row", told, line, severity="warning"))
            else:
                problems.append(Problem(roster.path, "doubled_id", told, line))
            keep[person] = False
    problems.extend(_ids_alike(roster, column, keep))
    if keep.all():
        return roster
    return roster.only(keep, duplicates)


def _bad_ids(cells: tuple[str, ...]) -> list[str]:
    """The cells that cannot be ids; a million good ones are told by a look at them as one text."""
    whole = "".join(cells)
    if " " not in whole and whole.isprintable() and all(1 <= length <= LONGEST_ID for length in set(map(len, cells))):
        return []
    return [cell for cell in cells if not _good_id(cell)]


def _good_id(cell: str) -> bool:
    return 1 <= len(cell) <= LONGEST_ID and cell.isprintable() and cell == cell.strip()


def _ids_alike(roster: Roster, column: Column, keep: NDArray[np.bool_]) -> Iterator[Problem]:
    """Two ids equal but for case: their files would be one on Windows and macOS."""
    if len(set(map(str.casefold, column.cells))) == len(column.cells):
        return
    first: dict[str, int] = {}
    for person in np.flatnonzero(keep).tolist():
        line, cell = int(roster.lines[person]), column.text(person)
        if first.setdefault(cell.casefold(), person) != person:
            other = first[cell.casefold()]
            fields = {"value": cell, "other": column.text(other), "first": int(roster.lines[other])}
            yield Problem(roster.path, "ids_differ_by_case", fields, line)


def _content(table: Table, lines: set[int]) -> dict[int, tuple[Any, ...]]:
    """Whole rows, read again, by line."""
    width = len(table.headings)
    return {line: tuple(row[:width]) for line, row in table.rows() if line in lines}


def faults(roster: Roster, heading: str, rule: Faulty, *, warning: bool = False, once: bool = False) -> list[Problem]:
    """Every cell of a column that a rule refuses, at its line; `once`: each distinct cell at its first line only.

    The rule runs once per distinct cell. Past 1 000 faults in one column the rest is counted in a last problem.
    """
    column = roster.column(heading)
    bad = {number: found for number, cell in enumerate(column.cells) if (found := rule(cell)) is not None}
    if not bad:
        return []
    people = np.flatnonzero(np.isin(column.codes, list(bad)))
    if once:
        _, at = np.unique(column.codes[people], return_index=True)
        people = people[np.sort(at)]
    severity = "warning" if warning else "error"
    problems = []
    for person in people[:MOST_FAULTS_A_COLUMN].tolist():
        code, fields = bad[int(column.codes[person])]
        cell = column.text(person)
        told = {"heading": column.heading, "value": shown(cell), **fields}
        problems.append(Problem(roster.path, code, told, int(roster.lines[person]), None, severity))  # type: ignore[arg-type]
    if len(people) > MOST_FAULTS_A_COLUMN:
        more = {"heading": column.heading, "count": len(people) - MOST_FAULTS_A_COLUMN}
        line = int(roster.lines[people[MOST_FAULTS_A_COLUMN]])
        problems.append(Problem(roster.path, "more_faults", more, line, None, severity))  # type: ignore[arg-type]
    return problems


def not_on_scale(scale: tuple[float, float]) -> Faulty:
    """Refuses a cell that is neither blank nor a number on the scale."""
    low, high = min(scale), max(scale)

    def rule(cell: str) -> tuple[str, dict[str, Any]] | None:
        if not cell.strip():
            return None
        found = values.number(cell)
        if found is None:
            return "cell_not_number", {"low": low, "high": high}
        return None if low <= found <= high else ("cell_out_of_scale", {"low": low, "high": high})

    return rule


def not_a_day(cell: str) -> tuple[str, dict[str, Any]] | None:
    """Refuses a cell that is neither blank nor a date."""
    return None if not cell.strip() or values.day(cell) else ("cell_not_day", {})


def not_yes_no(cell: str) -> tuple[str, dict[str, Any]] | None:
    """Refuses a cell that is neither yes nor no nor blank."""
    return None if values.truth(cell) is not None else ("cell_not_yes_no", {})


def not_a_count(cell: str) -> tuple[str, dict[str, Any]] | None:
    """Refuses a cell that is neither blank nor a whole number of at least nought."""
    found = values.number(cell) if cell.strip() else 0.0
    return None if found is not None and found >= 0 and found.is_integer() else ("cell_not_count", {})


def not_among(ids: frozenset[str]) -> Faulty:
    """Refuses a cell that is neither blank nor one of the ids."""

    def rule(cell: str) -> tuple[str, dict[str, Any]] | None:
        return None if not cell.strip() or cell.strip() in ids else ("unknown_manager", {})

    return rule

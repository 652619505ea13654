"""Scores of pairs, and places of mentors, as anybody's program writes them: `mentee,mentor,score[,forbidden]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from rmentor import values
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.scorelines import Ids, at_once, scored
from rmentor.files.tables import CsvTable, Table, open_table
from rmentor.pairtable import ScoredPairs

NEEDED = ("mentee", "mentor", "score")
OPTIONAL = ("forbidden",)


def read(path: Path, shown: str) -> ScoredPairs:
    """The pairs of a table, one a line, in any order; raises ProblemsFound with each line that is wrong."""
    table = open_table(path, shown)
    found = _at_once(table)
    return _line_by_line(table) if found is None else found


def _at_once(table: Table) -> ScoredPairs | None:
    """The same, by its bytes, from a CSV file whose every line is right; None for any other table, which is then read
    line by line, so that what is wrong is told with its line."""
    place = _places(table)
    if not isinstance(table, CsvTable) or not table.encoding.startswith("utf-8") or place is None:
        return None
    return at_once(table, place, _forbidden)


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
    sides = [Ids(), Ids()]
    places = [side.places([pair[at].encode() for pair in found]) for at, side in enumerate(sides)]
    return scored(sides, places, np.array(list(found.values())), np.array(barred, dtype=bool))


def _forbidden(text: str) -> bool:
    return bool(text) and bool(values.truth(text))


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

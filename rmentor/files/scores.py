"""Scores of pairs, and places of mentors, as anybody's program writes them: `mentee,mentor,score[,forbidden]`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rmentor import values
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.tables import Table, open_table

Couple = tuple[str, str]


@dataclass(frozen=True)
class Scores:
    """The score of each pair that the file names, by mentee and mentor, and those that it forbids."""

    scores: dict[Couple, float]
    barred: frozenset[Couple]


def read(path: Path, shown: str) -> Scores:
    """The pairs of a table, one a line, in any order; raises ProblemsFound with each line that is wrong."""
    found: dict[Couple, float] = {}
    barred: set[Couple] = set()
    problems: list[Problem] = []
    for line, (mentee, mentor, score, forbidden) in _cells(path, shown, ("mentee", "mentor", "score"), ("forbidden",)):
        value = values.number(score)
        if not mentee or not mentor:
            problems.append(Problem(shown, "score_without_people", {}, line))
        elif (mentee, mentor) in found:
            problems.append(Problem(shown, "score_twice", {"mentee": mentee, "mentor": mentor}, line))
        elif value is None or not 0 <= value <= 100:
            problems.append(Problem(shown, "score_expected", {"found": score}, line))
        else:
            found[mentee, mentor] = value
            if forbidden and values.truth(forbidden):
                barred.add((mentee, mentor))
    if problems:
        raise ProblemsFound(problems)
    return Scores(found, frozenset(barred))


def capacities(path: Path, shown: str) -> dict[str, int]:
    """Places by mentor, from a table `mentor,capacity`; raises ProblemsFound with each line that is wrong."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for line, (mentor, places) in _cells(path, shown, ("mentor", "capacity"), ()):
        value = values.number(places)
        if value is None or value < 0 or value != int(value):
            problems.append(Problem(shown, "places_expected", {"found": places}, line))
        else:
            found[mentor] = int(value)
    if problems:
        raise ProblemsFound(problems)
    return found


def _cells(
    path: Path, shown: str, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:  # fmt: skip
    """The cells under these headings, line by line, blank where a heading or a cell is not there."""
    table = open_table(path, shown)
    place = {heading.casefold(): at for at, heading in enumerate(table.headings)}
    if missing := [one for one in needed if one not in place]:
        raise ProblemsFound(
            [Problem(shown, "no_such_headings", {"missing": missing, "found": list(table.headings)}, 1)]
        )
    at = [place.get(one) for one in (*needed, *optional)]
    for line, row in table.rows():
        yield line, tuple(_cell(table, row, one) for one in at)


def _cell(table: Table, row: list[object], at: int | None) -> str:
    return "" if at is None or at >= len(row) else table.text(row[at]).strip()

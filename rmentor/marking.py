"""Marks of raters taken into a programme: the sheets they fill in, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import marksfile, sheets
from rmentor.files.marksfile import MARKS
from rmentor.marks import Mark, merged
from rmentor.outcomes import Selection
from rmentor.programme import Criterion
from rmentor.steps import Programme
from rmentor.words import Words


@dataclass(frozen=True)
class Taken:
    """What came in: marks added, marks that took the place of others, rows still without a mark."""

    added: int
    changed: int
    blank: int
    written: bool


def lay_out(path: Path, selection: Selection, criteria: Mapping[str, Criterion], words: Words) -> int:
    """Writes the sheet for one rater (`.xlsx`, else CSV): the chosen and as many of the reserve, criterion by
    criterion; how many people stand on it. Raises ProblemsFound where it cannot be written."""
    listed = [*selection.selected, *selection.reserve[: selection.places]]
    people = [(selection.roster.ids[one], selection.roster.name(one)) for one in listed]
    labels = {key: one.label or key for key, one in criteria.items()}
    french = words.language == "fr"
    sheets.save(path, marksfile.sheets(people, labels, words), delimiter=";" if french else ",", comma=french)
    return len(people)


def take(programme: Programme, paths: Sequence[Path]) -> Taken:
    """Puts the marks of these sheets into `marks.csv`; the same sheet twice changes nothing. Raises ProblemsFound, for
    all sheets at once, where a row cannot be read, or two sheets give different marks of one rater."""
    workspace = programme.workspace
    criteria = {key: one.label or key for key, one in workspace.settings.criteria.items()}
    people = frozenset(programme.export.roster.ids) | programme.export.refused
    problems: list[Problem] = []
    new: dict[tuple[str, str, str, str], Mark] = {}
    blank = 0
    for path in paths:
        try:
            found = marksfile.read(path, path.name, people, criteria)
        except ProblemsFound as stop:
            problems += stop.problems
            continue
        problems += found.warnings
        blank += found.blank
        for one in found.marks:
            if new.setdefault(one.key, one) != one:
                fields = {"rater": one.rater, "id": one.id, "criterion": one.criterion}
                problems.append(Problem(path.name, "marked_differently", fields))
    if errors_of(problems):
        raise ProblemsFound(problems)
    programme.warnings += [one for one in problems if one not in programme.warnings]
    marks, added, changed = merged(workspace.marks, new.values())
    written = bool(added or changed) and programme.folder.write(MARKS, marksfile.written(marks))
    return Taken(added, changed, blank, written)

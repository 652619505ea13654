"""`marks.csv`, and the sheets on which raters write: laid out by rmentor, filled in by people, read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rmentor import values
from rmentor import words as catalogues
from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files.sheets import Sheet, safe, unsafe
from rmentor.files.tables import CsvTable, Table, open_table
from rmentor.files.validated import near
from rmentor.marks import MARKS as MARKS
from rmentor.marks import Mark
from rmentor.programme import SOURCES
from rmentor.values import plain
from rmentor.words import LANGUAGES, Words

KEYS = ("id", "criterion", "rater", "source", "mark", "low", "high")
"""The headings of `marks.csv`, in its order."""

_NEEDED = ("id", "criterion", "rater", "mark")
_FIVE = (1.0, 5.0)


@dataclass(frozen=True)
class Read:
    """What a sheet holds: marks with their lines, how many rows have none yet, and warnings."""

    marks: tuple[Mark, ...]
    blank: int
    warnings: tuple[Problem, ...]


def read(path: Path, shown: str, people: Collection[str], criteria: Mapping[str, str]) -> Read:
    """The marks of a sheet or of `marks.csv`. `criteria` are keys and labels: a row may name either.

    A row without a mark is counted, not read. Raises ProblemsFound, with every fault at its line: a heading missing, a
    criterion nobody knows, a mark that is no number or not on its scale, a mark without a rater, a rater who marks a
    person twice. Somebody who is not in the roster is a warning.
    """
    table = open_table(path, shown)
    places = _places(table)
    names = {plain(name): key for key, label in criteria.items() for name in (key, label)}
    problems: list[Problem] = []
    found: dict[tuple[str, str, str, str], tuple[Mark, int]] = {}
    blank = 0
    for line, row in table.rows():
        cells = {key: _cell(table, row, place) for key, place in places.items()}
        if not cells["mark"]:
            blank += 1
            continue
        mark = _mark(cells, names, shown, line, problems)
        if mark is None:
            continue
        if mark.id not in people:
            problems.append(Problem(shown, "mark_of_somebody_unknown", {"id": mark.id}, line, severity="warning"))
        if mark.key in found:
            fields = {"rater": mark.rater, "id": mark.id, "criterion": mark.criterion, "first": found[mark.key][1]}
            problems.append(Problem(shown, "marked_twice", fields, line))
        found.setdefault(mark.key, (mark, line))
    if errors_of(problems):
        raise ProblemsFound(problems)
    return Read(tuple(one for one, _ in found.values()), blank, tuple(problems))


def _places(table: Table) -> dict[str, int]:
    known = {plain(catalogues.words(language)(f"marks.heading.{key}")): key for language in LANGUAGES for key in KEYS}
    known |= {key: key for key in KEYS}
    places: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        if (key := known.get(plain(heading))) is not None:
            places.setdefault(key, place)
    missing = [key for key in _NEEDED if key not in places]
    if missing:
        fields = {"missing": missing, "headings": list(table.headings)}
        raise ProblemsFound([Problem(table.shown, "marks_headings", fields, 1)])
    return places


def _cell(table: Table, row: Sequence[object], place: int) -> str:
    if place >= len(row):
        return ""
    text = table.text(row[place])
    # A workbook holds text as it is; only CSV has an apostrophe before what Excel would calculate.
    return (unsafe(text) if isinstance(table, CsvTable) else text).strip()


def _mark(
    cells: Mapping[str, str], names: Mapping[str, str], shown: str, line: int, problems: list[Problem]
) -> Mark | None:
    """One row's mark, or what is wrong with it, all at once."""
    wrong: list[Problem] = []
    criterion = names.get(plain(cells["criterion"]))
    if criterion is None:
        fields = {"value": cells["criterion"], "near": near(cells["criterion"], names)}
        wrong.append(Problem(shown, "mark_for_no_criterion", fields, line))
    source = cells.get("source", "").casefold()
    if source and source not in SOURCES:
        wrong.append(Problem(shown, "mark_source", {"value": source, "known": list(SOURCES)}, line))
    if not cells["rater"]:
        wrong.append(Problem(shown, "mark_without_rater", {"id": cells["id"]}, line))
    ends = (cells.get(key) or str(usual) for key, usual in zip(("low", "high"), _FIVE, strict=True))
    low, high = map(values.number, ends)
    mark = values.number(cells["mark"])
    if low is None or high is None or low == high:
        wrong.append(Problem(shown, "mark_scale", {"low": cells.get("low", ""), "high": cells.get("high", "")}, line))
    elif mark is None or not min(low, high) <= mark <= max(low, high):
        wrong.append(Problem(shown, "mark_not_on_scale", {"value": cells["mark"], "low": low, "high": high}, line))
    problems += wrong
    if wrong or criterion is None or mark is None or low is None or high is None:
        return None
    return Mark(cells["id"], criterion, cells["rater"], source, mark, low, high)


def written(marks: Iterable[Mark]) -> bytes:
    """`marks.csv`: sorted, one line a mark, the same bytes for the same marks."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(KEYS)
    for one in sorted(marks):
        texts = map(safe, (one.id, one.criterion, one.rater, one.source))
        writer.writerow([*texts, *map(_plain, (one.mark, one.low, one.high))])
    return stream.getvalue().encode()


def _plain(number: float) -> str:
    return f"{number:g}"


def sheets(people: Sequence[tuple[str, str]], criteria: Mapping[str, str], words: Words) -> list[Sheet]:
    """What one rater fills in: a row for each person and criterion, on the anchored five-point scale, and the anchors
    on a sheet of their own. `people` are (id, name), `criteria` keys and labels."""
    headings = tuple(words(f"marks.heading.{key}") for key in ("id", "name", *KEYS[1:]))
    rows = [
        (identity, name, label, None, "work sample" if key == "transmission" else "interview", None, 1, 5)
        for identity, name in people
        for key, label in criteria.items()
    ]
    made = [Sheet(words("marks.sheet"), headings, rows, (12, 26, 34, 18, 14, 8, 6, 6), {5: (1, 5)})]
    anchored = [key for key in criteria if f"anchor.{key}.1" in words]
    if anchored:
        table = [(criteria[key], mark, words(f"anchor.{key}.{mark}")) for key in anchored for mark in range(1, 6)]
        titles = (headings[2], headings[5], words("marks.meaning"))
        made.append(Sheet(words("marks.anchors"), titles, table, (34, 8, 80)))
    return made

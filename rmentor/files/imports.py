"""What an unknown table probably means: headings recognised, the closest guesses, and the lines that would say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rmentor import headings as known
from rmentor import values
from rmentor.errors import Problem
from rmentor.files.tables import Table
from rmentor.headings import CRITERIA, Recognised
from rmentor.programme import Criterion, Meaning
from rmentor.values import plain

_FRENCH = frozenset({"matricule", "nom", "prenom", "courriel", "volontaire", "langues", "direction", "identifiant"})
"""Headings that only a French system has."""

_TOPS = (5, 10, 20, 100, 1024)
"""The usual ends of a scale: marks, school marks, percent, Pix."""


@dataclass(frozen=True)
class Proposal:
    """A table's headings, understood as well as can be: nothing of it is used before a person has said yes."""

    table: Table
    meanings: Mapping[Meaning, tuple[str, ...]]
    evidence: tuple[Recognised, ...]

    @property
    def lines(self) -> str:
        """A whole `rmentor.yaml` that reads this table."""
        columns = "" if "id" in self.meanings else f"  columns: {{id: {quoted(self.table.headings[0])}}}\n"
        require = ", require: {volunteer: yes}" if "volunteer" in self.meanings else ""
        language, name = ("fr", "Mentorat inversé") if self._french else ("en", "Reverse mentoring")
        return (
            "version: 1\n"
            f"programme: {{name: {name}, language: {language}, start: 2027-01-11, end: 2027-07-09}}\n"
            f"roster:\n  file: {quoted(self.table.path.name)}\n{columns}"
            "criteria:\n"
            + "".join(f"  {key}:\n" + evidence_lines(self.table, self.evidence, key) for key in CRITERIA)
            + f"selection: {{mentors: 10{require}}}\n"
        )

    @property
    def _french(self) -> bool:
        return any(plain(heading) in _FRENCH for heading in self.table.headings)

    @property
    def problem(self) -> Problem:
        """Why this table cannot be ranked as it is, with all that helps to go on."""
        sure = _sure(self.table)
        unsure = [one for one in self.evidence if one not in sure]
        there = {*self.meanings, *(one.criterion for one in sure)}
        fields = {
            "missing": [key for key in ("id", *CRITERIA) if key not in there],
            "headings": list(self.table.headings),
            "recognised": [f"{meaning} ← {' + '.join(named)}" for meaning, named in self.meanings.items()]
            + [f"{one.criterion} ← {one.heading}" for one in sure]
            or ["–"],
            "guesses": [f"{one.criterion} ← {one.heading}" for one in unsure] or ["–"],
        }
        return Problem(self.table.shown, "criteria_not_recognised", fields, 1)


def proposal(table: Table) -> Proposal:
    """What the headings of a table probably mean."""
    return Proposal(table, known.meanings(table.headings), guesses(table))


def guesses(table: Table) -> tuple[Recognised, ...]:
    """Evidence recognised by name and, beside it, the closest guesses; in the table's order."""
    meanings = known.meanings(table.headings)
    sure = _sure(table)
    taken = [heading for named in meanings.values() for heading in named]
    unsure = known.guesses(table.headings, [*taken, *(one.heading for one in sure)])
    return tuple(sorted([*sure, *unsure], key=lambda one: table.headings.index(one.heading)))


def _sure(table: Table) -> list[Recognised]:
    return [one for key in CRITERIA for one in known.evidence(table.headings, key)]


def criterion_lines(table: Table, key: str, criterion: Criterion) -> str:
    """A criterion whole, as it stands and with the likely evidence: lines that take its place below `criteria:`."""
    told = {
        "label": criterion.label and quoted(criterion.label),
        "weight": f"{criterion.weight:g}" if criterion.weight != 1 else None,
        "minimum": None if criterion.minimum is None else f"{criterion.minimum:g}",
        "missing": criterion.missing if criterion.missing != "interval" else None,
    }
    kept = "".join(f"    {name}: {value}\n" for name, value in told.items() if value)
    name = key if key.isidentifier() and key.casefold() != "null" else quoted(key)
    return f"  {name}:\n{kept}{evidence_lines(table, guesses(table), key)}".rstrip("\n")


def evidence_lines(table: Table, evidence: tuple[Recognised, ...], criterion: str) -> str:
    """`evidence:` for one criterion, one line a column, with the scale that its heading or its cells tell."""
    lines = []
    for one in evidence:
        if one.criterion == criterion:
            low, high = scale_of(table, one.heading)
            source = f", source: {one.source}" if one.source else ""
            lines.append(f"      - {{column: {quoted(one.heading)}, scale: [{low:g}, {high:g}]{source}}}\n")
    return "    evidence:\n" + ("".join(lines) or '      - {column: "?", scale: [1, 5]}\n')


def quoted(text: str) -> str:
    """Text as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def scale_of(table: Table, heading: str) -> tuple[float, float]:
    """The scale a column is likely to have: as its heading says, else the smallest usual one that holds its cells."""
    if told := known.scale_in(heading):
        return told
    place = table.headings.index(heading)
    cells = {table.text(cell) for cell in {row[place] for _, row in table.rows() if len(row) > place}}
    marks = [mark for cell in cells if (mark := values.number(cell)) is not None]
    lowest, highest = min(marks, default=1.0), max(marks, default=5.0)
    if highest <= 5 and lowest >= 1:
        return (1.0, 5.0)
    return (0.0, next((float(top) for top in _TOPS if highest <= top), float(highest)))

"""The HR export, read as a programme asks: which column means what, every cell checked, every fault at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rmentor import headings as known
from rmentor import values
from rmentor.errors import Problem, ProblemsFound, Reason, errors_of
from rmentor.files import imports, tables
from rmentor.files import roster as rosterfile
from rmentor.files.tables import Table
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.programme import MEANINGS, Criterion, Evidence, Meaning, SelectionRules, Settings, Topic
from rmentor.roster import Roster
from rmentor.values import plain

_ONE_TO_FIVE = (1.0, 5.0)
_ON_HUNDRED = (0.0, 100.0)
_RULES: tuple[tuple[Meaning, rosterfile.Faulty], ...] = (
    ("since", rosterfile.not_a_day),
    ("capacity", rosterfile.not_a_count),
    ("remote", rosterfile.not_yes_no),
)


@dataclass(frozen=True)
class Asked:
    """What a programme wants of the roster, and where it says so."""

    columns: Mapping[Meaning, tuple[str, ...]]
    topics: Mapping[str, Topic]
    criteria: Mapping[str, Criterion]
    require: Mapping[str, tuple[str, ...]]
    source: YamlFile

    @classmethod
    def by(cls, settings: Settings, source: YamlFile) -> Asked:
        """What `rmentor.yaml` asks."""
        columns, require = settings.roster.columns, settings.selection.require
        return cls(columns, settings.topics or {}, settings.criteria, require, source)


@dataclass(frozen=True)
class Export:
    """The roster with criteria that all have their evidence; `notes` is what was decided on the way, to be said."""

    table: Table
    roster: Roster
    criteria: Mapping[str, Criterion]
    problems: tuple[Problem, ...]
    notes: tuple[Reason, ...]
    refused: frozenset[str] = frozenset()
    """Ids of rows that are not in the roster because of their errors: their people do exist."""
    set_aside: tuple[Problem, ...] = ()
    """The errors of the rows that were left out, where that was asked for."""


def read(path: Path, shown: str, asked: Asked, *, set_aside: bool = False) -> Export:
    """Reads the roster as `of_table` does. Raises ProblemsFound where there is no table, too."""
    return of_table(tables.open_table(path, shown), asked, set_aside=set_aside)


def of_table(table: Table, asked: Asked, *, set_aside: bool = False) -> Export:
    """Reads the roster; the export carries its problems, also those of headings that are not there. With `set_aside`,
    rows with errors are left out and told apart: a dirty export need not stop the day.

    Raises ProblemsFound where people cannot be read at all: no rows, no column of ids, a heading twice.
    """
    shown = table.shown
    problems: list[Problem] = []
    meanings = _meanings(table, asked, problems)
    criteria = _with_evidence(table, asked, problems)
    others = list(_others(table, asked, criteria, problems))
    if "id" not in meanings:
        problems.append(Problem(shown, "no_id_heading", {"headings": list(table.headings)}, 1))
    doubled = list(_doubled_headings(table, meanings, others))
    if doubled or "id" not in meanings:
        raise ProblemsFound([*problems, *doubled])
    roster, row_problems = rosterfile.read(table, meanings, others)
    if not roster.rows:
        raise ProblemsFound([*problems, Problem(shown, "no_people", {}, 1)])
    refused = _refused(table, meanings["id"][0], row_problems)
    criteria, notes = _with_scales(roster, criteria)
    of_rows = [*row_problems, *_cell_faults(roster, criteria, asked, refused)]
    aside: tuple[Problem, ...] = ()
    if set_aside and (aside := errors_of(of_rows)):
        of_rows = [problem for problem in of_rows if problem.severity == "warning"]
        fewer = _without_faults(roster, criteria, asked, aside)
        refused, roster = refused | (frozenset(roster.ids) - frozenset(fewer.ids)), fewer
    in_order = tuple(sorted(aside, key=lambda problem: problem.order))
    return Export(table, roster, criteria, (*problems, *of_rows), notes, refused, in_order)


def _refused(table: Table, heading: str, problems: list[Problem]) -> frozenset[str]:
    lines = {problem.line for problem in problems if problem.code in ("row_too_short", "row_too_long")}
    place = table.headings.index(heading)
    rows = table.rows() if lines else ()
    return frozenset(table.text(row[place]) for line, row in rows if line in lines and len(row) > place)


def _meanings(table: Table, asked: Asked, problems: list[Problem]) -> dict[Meaning, tuple[str, ...]]:
    """Recognised headings, replaced by those that `roster.columns` names."""
    found = known.meanings(table.headings)
    for meaning, named in asked.columns.items():
        hits = [_heading(table, one, asked, ("roster", "columns", meaning), problems) for one in named]
        found[meaning] = tuple(hit for hit in hits if hit is not None)
    return {meaning: found[meaning] for meaning in MEANINGS if found.get(meaning)}


def _heading(table: Table, named: str, asked: Asked, where: Where, problems: list[Problem]) -> str | None:
    """The table's own spelling of a heading; a problem with the nearest one where there is none."""
    for heading in table.headings:
        if plain(heading) == plain(named):
            return heading
    near = known.nearest(named, table.headings)
    fields = {"value": named, "near": near, "roster": table.shown, "headings": list(table.headings)}
    problems.append(asked.source.problem(where, "no_such_heading", **fields))
    return None


def _with_evidence(table: Table, asked: Asked, problems: list[Problem]) -> dict[str, Criterion]:
    """Criteria with the table's spelling of each column; one without evidence takes the recognised headings of its key.

    Their scale is not known before the cells are read: it is left at 0–0 until then.
    """
    found = {}
    bare = []
    for key, criterion in asked.criteria.items():
        pieces = []
        for position, piece in enumerate(criterion.evidence):
            where: Where = ("criteria", key, "evidence", position, "column")
            if ground := known.protected(piece.column):
                problems.append(asked.source.problem(where, "protected_column", value=piece.column, ground=ground))
            elif heading := _heading(table, piece.column, asked, where, problems):
                pieces.append(piece.model_copy(update={"column": heading}))
        if not criterion.evidence:
            recognised = known.evidence(table.headings, key)
            pieces = [Evidence.model_construct(column=one.heading, scale=(0.0, 0.0), source=one.source, weight=1.0)
                      for one in recognised]  # fmt: skip
            if not pieces:
                bare.append(key)
        found[key] = criterion.model_copy(update={"evidence": tuple(pieces)})
    if bare:
        problems.append(_no_evidence(table, bare, asked))
    return found


def _no_evidence(table: Table, keys: list[str], asked: Asked) -> Problem:
    """One problem for all criteria without columns, at the first of them: a new programme has as many as criteria."""
    lines = "\n".join(imports.criterion_lines(table, key, asked.criteria[key]) for key in keys)
    fields = {"criteria": keys, "count": len(keys), "roster": table.shown, "headings": list(table.headings)}
    return asked.source.problem(("criteria", keys[0]), "no_evidence", **fields, lines=lines)


def _others(table: Table, asked: Asked, criteria: Mapping[str, Criterion], problems: list[Problem]) -> Iterator[str]:
    """Columns read beside the meanings: evidence, levels, and what `require` names."""
    for criterion in criteria.values():
        yield from (piece.column for piece in criterion.evidence)
    for key, topic in asked.topics.items():
        if topic.column is None:
            continue
        where: Where = ("topics", key, "column")
        if ground := known.protected(topic.column):
            problems.append(asked.source.problem(where, "protected_column", value=topic.column, ground=ground))
        elif heading := _heading(table, topic.column, asked, where, problems):
            yield heading
    for name in asked.require:
        where = ("selection", "require", name)
        ground = known.protected(name)
        if ground and ground != "proxy":
            problems.append(asked.source.problem(where, "protected_condition", value=name, ground=ground))
        elif name not in _meanings_of(table, asked) and (heading := _heading(table, name, asked, where, problems)):
            yield heading


def _meanings_of(table: Table, asked: Asked) -> frozenset[str]:
    return frozenset({*known.meanings(table.headings), *asked.columns})


def _doubled_headings(
    table: Table, meanings: Mapping[Meaning, tuple[str, ...]], others: list[str]
) -> Iterator[Problem]:
    wanted = {plain(heading) for heading in [*others, *(one for named in meanings.values() for one in named)]}
    for word in sorted(wanted):
        alike = [place for place, heading in enumerate(table.headings) if plain(heading) == word]
        if len(alike) > 1:
            fields = {"heading": table.headings[alike[0]], "columns": [place + 1 for place in alike]}
            yield Problem(table.shown, "doubled_heading", fields, 1)


def _with_scales(roster: Roster, criteria: Mapping[str, Criterion]) -> tuple[dict[str, Criterion], tuple[Reason, ...]]:
    """Recognised evidence gets 1–5 if every value is within it, else 0–100; what was chosen is told."""
    found, notes = {}, []
    for key, criterion in criteria.items():
        pieces = []
        for piece in criterion.evidence:
            scale = piece.scale
            if scale == (0.0, 0.0):
                marks = roster.column(piece.column).numbers(values.number)
                seen = marks[~np.isnan(marks)]
                scale = _ONE_TO_FIVE if bool(((seen >= 1) & (seen <= 5)).all()) else _ON_HUNDRED
                fields = {"column": piece.column, "criterion": key, "low": scale[0], "high": scale[1]}
                notes.append(Reason("scale_recognised", fields))
            pieces.append(piece.model_copy(update={"scale": scale}))
        found[key] = criterion.model_copy(update={"evidence": tuple(pieces)})
    return found, tuple(notes)


def _cell_faults(
    roster: Roster, criteria: Mapping[str, Criterion], asked: Asked, refused: frozenset[str]
) -> Iterator[Problem]:
    for heading, rule in _rules(roster, criteria, asked):
        yield from rosterfile.faults(roster, heading, rule)
    if manager := roster.meaning("manager"):
        known_ids = rosterfile.not_among(frozenset(roster.ids) | refused)
        yield from rosterfile.faults(roster, manager.heading, known_ids, warning=True, once=True)


def _rules(roster: Roster, criteria: Mapping[str, Criterion], asked: Asked) -> Iterator[tuple[str, rosterfile.Faulty]]:
    """Each column that is checked, with the rule its cells must keep."""
    read = {plain(heading) for heading in roster.columns}
    scales = {(piece.column, piece.scale) for criterion in criteria.values() for piece in criterion.evidence}
    for topic in asked.topics.values():
        if topic.column is not None and plain(topic.column) in read and not known.protected(topic.column):
            scales.add((roster.column(topic.column).heading, topic.scale))
    for heading, scale in sorted(scales):
        yield heading, rosterfile.not_on_scale(scale)
    for meaning, rule in _RULES:
        if column := roster.meaning(meaning):
            yield column.heading, rule


def _without_faults(
    roster: Roster, criteria: Mapping[str, Criterion], asked: Asked, faults: Iterable[Problem]
) -> Roster:
    """The roster without the rows at fault, and without people of whom some cell breaks a rule: past a thousand in one
    column, faults are counted and no longer told one by one."""
    keep = ~np.isin(roster.lines, [problem.line or 0 for problem in faults])
    for heading, rule in _rules(roster, criteria, asked):
        keep &= ~roster.column(heading).each(lambda cell, rule=rule: rule(cell) is not None)  # type: ignore[misc]
    return roster.only(keep)


# --- a roster without a project ---


def bare(path: Path, shown: str, mentors: int) -> tuple[Export, SelectionRules]:
    """A roster on its own: recognised headings, equal weights, no minimum, volunteers only where the roster tells.

    Raises ProblemsFound, with the lines for a new `rmentor.yaml`, where the three criteria are not all recognised.
    """
    table = tables.open_table(path, shown)
    meanings = known.meanings(table.headings)
    if "id" not in meanings or not all(known.evidence(table.headings, key) for key in known.CRITERIA):
        proposal = imports.proposal(table)
        raise ProblemsFound([proposal.problem], proposal.lines)
    criteria = {key: Criterion() for key in known.CRITERIA}
    require: dict[str, tuple[str, ...]] = {"volunteer": ("yes",)} if "volunteer" in meanings else {}
    export = of_table(table, Asked({}, {}, criteria, require, YamlFile(shown, {})))
    notes = [Reason("bare_rules", {"count": mentors})]
    if require:
        notes.append(Reason("bare_volunteers", {"column": meanings["volunteer"][0]}))
    rules = SelectionRules.model_construct(mentors=mentors, require=require)
    return replace(export, notes=(*notes, *export.notes)), rules

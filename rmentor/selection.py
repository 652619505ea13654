"""Phase 1: who may mentor, how well each scores, and in what order. Every number keeps its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np

from rmentor import values
from rmentor.outcomes import STATUSES, By, Measured, Numbers, Obstacle, Selection, Truths
from rmentor.programme import MEANINGS, Criterion, SelectionRules
from rmentor.roster import Column, Roster

TIE_DECIMALS = 9
"""Scores equal to this many decimals tie; ties break by id."""

_SELECTED, _RESERVE, _BELOW, _NOT_ELIGIBLE, _REFUSED = range(len(STATUSES))


@dataclass(frozen=True)
class Standing:
    """What is known of people beside the roster: who is an executive of the programme, what was decided, who has room.

    `chosen` are the ids of `choose: true` and `choose: false`; `capacity` the most executives a mentor takes, by id,
    where a file of theirs says so; `usual_capacity` for everybody whose file and roster say nothing.
    """

    mentees: Collection[str] = ()
    chosen: Mapping[str, bool] = field(default_factory=dict)
    capacity: Mapping[str, int] = field(default_factory=dict)
    usual_capacity: int = 1


def select(roster: Roster, criteria: Mapping[str, Criterion], rules: SelectionRules, standing: Standing) -> Selection:
    """Judges everybody on the roster and chooses `rules.mentors` of them.

    Evidence is mapped linearly from its declared scale to 0–100, a criterion is the weighted mean of its evidence, the
    score the weighted mean of the criteria: a simple additive model, in which one more candidate changes nobody's
    score (Keeney & Raiffa 1976, ch. 3). Missing evidence follows each criterion's `missing`.
    """
    obstacles = tuple(_eligibility(roster, criteria, rules, standing))
    eligible = ~_any(obstacles, roster)
    measured = {key: measure(roster, criterion, key) for key, criterion in criteria.items()}
    measured = _weighed(measured, criteria)
    score, low, high = (_total(measured, bound) for bound in ("value", "low", "high"))
    below = tuple(_below_minimum(measured, criteria, eligible))
    refused = _of(roster, [one for one, choose in standing.chosen.items() if not choose])
    obstacles += (*below, Obstacle("refused", {}, refused))
    under = _any(below, roster)

    status = np.full(len(eligible), _NOT_ELIGIBLE, dtype=np.int8)
    status[eligible & under] = _BELOW
    status[eligible & refused] = _REFUSED
    for numbers in (score, low, high):
        numbers[~eligible] = np.nan
    chosen = _of(roster, [one for one, choose in standing.chosen.items() if choose]) & eligible
    rank, by = _places(roster, score, eligible & ~under & ~refused, chosen, rules.mentors)
    status[rank > 0] = _RESERVE
    status[list(by)] = _SELECTED
    meets = ~_any([one for one in obstacles if one.code in ("is_mentee", "require")], roster)
    return Selection(roster, measured, obstacles, status, rank, score, low, high, by, rules.mentors, int(meets.sum()))


def measure(roster: Roster, criterion: Criterion, key: str) -> Measured:
    """One criterion over everybody; its weight is still as written."""
    pieces = [(piece, roster.column(piece.column)) for piece in criterion.evidence]
    marks = [(piece, column, on_hundred(column, piece.scale)) for piece, column in pieces]
    filled = 50.0 if criterion.missing == "neutral" else None
    total = sum(piece.weight for piece in criterion.evidence)
    people = len(roster.lines)
    seen, seen_weight = np.zeros(people), np.zeros(people)
    low, high = np.zeros(people), np.zeros(people)
    for piece, _, mark in marks:
        missing = np.isnan(mark)
        low += piece.weight * np.where(missing, 0.0 if filled is None else filled, mark)
        high += piece.weight * np.where(missing, 100.0 if filled is None else filled, mark)
        seen += np.where(missing, 0.0, piece.weight * mark)
        seen_weight += np.where(missing, 0.0, piece.weight)
    low, high = low / total, high / total
    if filled is None:
        value = np.divide(seen, seen_weight, out=np.full(people, 50.0), where=seen_weight > 0)
    else:
        value = low.copy()
    return Measured(criterion.label or key, criterion.weight, value, low, high, tuple(marks))


def on_hundred(column: Column, scale: tuple[float, float]) -> Numbers:
    """Marks from their declared scale to 0–100, NaN where blank. A scale that runs down ([5, 1]) turns marks round."""
    first, last = scale
    return (column.numbers(values.number) - first) / (last - first) * 100.0


def meets(cell: str, wanted: Collection[str], *, languages: bool = False) -> bool:
    """Whether a cell has one of the wanted values: yes and no in French and English, else text without case."""
    if languages:
        return bool(set(values.languages(cell)) & {code for value in wanted for code in values.languages(value)})
    word, truth = cell.strip().casefold(), values.truth(cell)
    return any(
        word == value.strip().casefold() or (truth is not None and truth == values.truth(value)) for value in wanted
    )


def required_column(roster: Roster, field_name: str) -> Column:
    """The column that a key of `require` names: a meaning, else a heading. KeyError where there is none."""
    if field_name in MEANINGS and (column := roster.meaning(field_name)) is not None:
        return column
    return roster.column(field_name)


def _eligibility(
    roster: Roster, criteria: Mapping[str, Criterion], rules: SelectionRules, standing: Standing
) -> Iterator[Obstacle]:
    yield Obstacle("is_mentee", {}, _of(roster, standing.mentees))
    for name, wanted in rules.require.items():
        column = required_column(roster, name)
        as_languages = column is roster.meaning("languages")
        met = column.each(partial(meets, wanted=wanted, languages=as_languages))
        yield Obstacle("require", {"field": name, "expected": list(wanted)}, ~met, column)
    yield Obstacle("capacity", {}, capacities(roster, standing) == 0)
    for key, criterion in criteria.items():
        if criterion.missing != "exclude":
            continue
        for piece in (piece for piece in criterion.evidence if piece.weight):
            column = roster.column(piece.column)
            fields = {"criterion": key, "label": criterion.label or key, "column": column.heading}
            yield Obstacle("missing_evidence", fields, np.isnan(column.numbers(values.number)))


def capacities(roster: Roster, standing: Standing) -> Numbers:
    """The most executives each person would take: their own file, else the roster's column, else the usual number."""
    column = roster.meaning("capacity")
    if column is None:
        most = np.full(len(roster.lines), float(standing.usual_capacity))
    else:
        told = column.numbers(values.number)
        most = np.where(np.isnan(told), float(standing.usual_capacity), told)
    for person, capacity in standing.capacity.items():
        if person in roster.position:
            most[roster.position[person]] = capacity
    return most


def _below_minimum(
    measured: Mapping[str, Measured], criteria: Mapping[str, Criterion], eligible: Truths
) -> Iterator[Obstacle]:
    for key, criterion in criteria.items():
        if criterion.minimum is None:
            continue
        # 62.5 reached by a sum of thirds may come out as 62.49999999999999: reaching the minimum passes.
        under = eligible & (np.round(measured[key].value, TIE_DECIMALS) < round(criterion.minimum, TIE_DECIMALS))
        fields = {"criterion": key, "label": measured[key].label, "minimum": criterion.minimum}
        yield Obstacle("below_minimum", fields, under, values=measured[key].value)


def _weighed(measured: Mapping[str, Measured], criteria: Mapping[str, Criterion]) -> dict[str, Measured]:
    """The same with weights as shares of their sum."""
    total = sum(criterion.weight for criterion in criteria.values())
    return {
        key: Measured(one.label, one.weight / total, one.value, one.low, one.high, one.evidence)
        for key, one in measured.items()
    }


def _total(measured: Mapping[str, Measured], bound: str) -> Numbers:
    terms = [one.weight * getattr(one, bound) for one in measured.values()]
    total: Numbers = np.sum(terms, axis=0)
    return total


def _places(
    roster: Roster, score: Numbers, rankable: Truths, chosen: Truths, places: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], dict[int, By]]:
    """Ranks (0: none) and who is in, by what. Whoever a decision puts in keeps a rank only if the score gives it, once
    the places that decisions alone take are gone: nobody in reserve stands above somebody selected with a rank."""
    order = ranking(roster, score, rankable)
    forced = set(np.flatnonzero(chosen).tolist())
    only_by_decision = forced - set(order)
    free = max(0, places - len(only_by_decision))
    while beyond := forced.intersection(order[free:]):
        only_by_decision |= beyond
        order = [person for person in order if person not in beyond]
        free = max(0, places - len(only_by_decision))
    rank = np.zeros(len(score), dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    by: dict[int, By] = dict.fromkeys(order[:free], "ranking")
    by.update(dict.fromkeys(forced, "decision"))
    return rank, by


def ranking(roster: Roster, score: Numbers, among: Truths) -> list[int]:
    """Those people, best score first, ties by id."""
    people = np.flatnonzero(among)
    rounded = np.round(score[people], TIE_DECIMALS)
    people = people[np.argsort(-rounded, kind="stable")]
    rounded = np.round(score[people], TIE_DECIMALS)
    order: list[int] = people.tolist()
    edges = [0, *(np.flatnonzero(np.diff(rounded)) + 1).tolist(), len(order)]
    for start, stop in pairwise(edges):
        if stop - start > 1:
            order[start:stop] = sorted(order[start:stop], key=roster.ids.__getitem__)
    return order


def _of(roster: Roster, ids: Collection[str]) -> Truths:
    people = np.zeros(len(roster.lines), dtype=bool)
    if ids:
        people[[roster.position[one] for one in ids if one in roster.position]] = True
    return people


def _any(obstacles: Collection[Obstacle], roster: Roster) -> Truths:
    people = np.zeros(len(roster.lines), dtype=bool)
    for obstacle in obstacles:
        people |= obstacle.people
    return people

"""What pairs must reach together: a share across sites, and a least number of executives per mentor.

An integer programme over the pairs that rules allow, solved by HiGHS (Huangfu & Hall 2018) in strict order: most
served, fewest mentors below their least number, most announced pairs kept, the goal, then ties by id.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from rmentor.matching import Aims, places_of
from rmentor.outcomes import NextBest, Numbers
from rmentor.pairtable import NOBODY, Couple, Table, Whole
from rmentor.quiet import quiet

PROVEN = 1e-4
"""Points below which bound and total are one: HiGHS works to a millionth."""
EXPLAINED_UP_TO = 20_000
"""Possible pairs, times executives, up to which each next best and ties by id are worked out."""


class OutOfReach(Exception):
    """Locked pairs alone break what the pairs must reach together."""


def asked(table: Table, aims: Aims) -> bool:
    """Whether pairs must reach anything together. One executive is no least number: none or one is always so."""
    return aims.cross_site is not None or (table.least is not None and bool((table.least > 1).any()))


def below_least(table: Table, assigned: Whole) -> list[int]:
    """Mentors with somebody, and fewer than their least number."""
    used = np.bincount(assigned[assigned != NOBODY], minlength=len(table.mentors))
    least = np.zeros_like(used) if table.least is None else table.least
    found: list[int] = np.flatnonzero((used > 0) & (used < least)).tolist()
    return found


def kept(table: Table, aims: Aims, assigned: Whole) -> bool:
    """Whether an assignment reaches all of it."""
    rows = np.flatnonzero(assigned != NOBODY)
    crossing = 0 if table.cross is None else int(table.cross[rows, assigned[rows]].sum())
    return 100 * crossing >= (aims.cross_site or 0) * len(rows) and not below_least(table, assigned)


@dataclass(eq=False)
class _Model:
    """The integer programme: a variable for each possible pair, then for each mentor with a least number whether they
    are in use, and whether below it."""

    table: Table
    pairs: Whole
    bounded: list[int]
    low: Numbers
    high: Numbers
    rows: list[tuple[Numbers, float, float]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.pairs) + 2 * len(self.bounded)

    def row(
        self, pairs: Numbers, used: dict[int, float] | None = None, short: dict[int, float] | None = None
    ) -> Numbers:
        """One line of coefficients."""
        line = np.zeros(self.size)
        line[: len(self.pairs)] = pairs
        for at, value in (used or {}).items():
            line[len(self.pairs) + at] = value
        for at, value in (short or {}).items():
            line[len(self.pairs) + len(self.bounded) + at] = value
        return line

    def most(self, line: Numbers) -> tuple[Numbers, float] | None:
        """The solution with the most of it, and the proven bound; None where there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        matrix = csr_matrix(np.array([one for one, _, _ in self.rows]))
        limits = LinearConstraint(matrix, [one for _, one, _ in self.rows], [one for _, _, one in self.rows])
        with quiet():
            found = milp(
                -line, integrality=np.ones(self.size), bounds=Bounds(self.low, self.high), constraints=limits,
                options={"mip_rel_gap": 0},
            )  # fmt: skip
        return None if found.x is None else (np.round(found.x), -float(found.mip_dual_bound))

    def hold(self, line: Numbers, low: float, high: float = np.inf) -> None:
        """Keeps a line of coefficients within limits from here on."""
        self.rows.append((line, low, high))


def _model(table: Table, fixed: dict[int, int], aims: Aims) -> _Model:
    possible = ~table.barred
    for row, column in fixed.items():
        possible[row] = False
        possible[row, column] = True
    pairs = np.argwhere(possible)
    least = np.zeros(len(table.mentors), dtype=np.int64) if table.least is None else table.least
    bounded = np.flatnonzero(least > 1).tolist()
    size = len(pairs) + 2 * len(bounded)
    model = _Model(table, pairs, bounded, np.zeros(size), np.ones(size))
    for at, (row, column) in enumerate(pairs.tolist()):
        model.low[at] = float(fixed.get(row) == column)
    for row in range(len(table.mentees)):
        model.hold(model.row((pairs[:, 0] == row).astype(float)), 0, 1)
    for column in range(len(table.mentors)):
        theirs = (pairs[:, 1] == column).astype(float)
        if column not in bounded:
            model.hold(model.row(theirs), 0, float(table.most[column]))
            continue
        at, floor = bounded.index(column), float(least[column])
        model.hold(model.row(theirs, {at: -float(table.most[column])}), -np.inf, 0)
        model.hold(model.row(theirs, {at: -floor}, {at: floor}), 0)
        model.hold(model.row(np.zeros(len(pairs)), {at: 1}, {at: -1}), 0)
    if aims.cross_site is not None:
        cross = np.zeros_like(possible) if table.cross is None else table.cross
        crossing = cross[pairs[:, 0], pairs[:, 1]].astype(float)
        model.hold(model.row(100.0 * crossing - aims.cross_site), 0)
    return model


def _ranked(model: _Model, aims: Aims) -> list[Numbers]:
    """What is aimed at before the scores, in order."""
    table, pairs = model.table, model.pairs
    told = {(table.mentees[row], table.mentors[column]): at for at, (row, column) in enumerate(pairs.tolist())}
    stay = np.zeros(len(pairs))
    stay[[told[one] for one in aims.keep if one in told]] = 1
    short = model.row(np.zeros(len(pairs)), None, dict.fromkeys(range(len(model.bounded)), -1.0))
    return [model.row(np.ones(len(pairs))), short, model.row(stay)]


def _in_order(model: _Model, aims: Aims) -> list[float] | None:
    """Holds the most that can be had of each aim, one after the other; what that is, or None where nothing is left."""
    worth = []
    for line in _ranked(model, aims):
        if not line.any():
            worth.append(0.0)
            continue
        found = model.most(line)
        if found is None:
            return None
        worth.append(float(np.round(line @ found[0])))
        model.hold(line, worth[-1])
    return worth


def best(table: Table, locked: Collection[Couple], aims: Aims) -> tuple[Whole, float, float]:
    """For each mentee the column of their mentor or -1, the worst score that had to be taken, and the proven bound of
    the total. Raises OutOfReach."""
    fixed = places_of(table, locked)
    model = _model(table, fixed, aims)
    if not len(model.pairs):
        return np.full(len(table.mentees), NOBODY, dtype=np.int64), 0.0, 0.0
    if _in_order(model, aims) is None:
        raise OutOfReach
    score = table.score[model.pairs[:, 0], model.pairs[:, 1]]
    floor = _floor(model, score, fixed) if aims.goal == "no_one_left_behind" else 0.0
    _lift(model, score, fixed, floor)
    line = model.row(score)
    found = model.most(line)
    assert found is not None
    solution, bound = found
    if len(model.pairs) * len(table.mentees) <= EXPLAINED_UP_TO:
        solution = _first_by_id(model, line, solution)
    return _assigned(model, solution), floor, bound


def _floor(model: _Model, score: Numbers, fixed: dict[int, int]) -> float:
    """The highest score below which no pair must fall, locks aside."""
    free = np.array([row not in fixed for row in model.pairs[:, 0].tolist()], dtype=bool)
    known = np.unique(score[free])
    low, high = 0, len(known) - 1
    usual = model.high.copy()
    while low < high:
        middle = (low + high + 1) // 2
        _lift(model, score, fixed, float(known[middle]))
        low, high = (low, middle - 1) if model.most(np.zeros(model.size)) is None else (middle, high)
        model.high = usual.copy()
    return float(known[low]) if len(known) else 0.0


def _lift(model: _Model, score: Numbers, fixed: dict[int, int], floor: float) -> None:
    """Shuts the pairs below a floor, locks aside."""
    for at, row in enumerate(model.pairs[:, 0].tolist()):
        if score[at] < floor and row not in fixed:
            model.high[at] = 0.0


def _first_by_id(model: _Model, line: Numbers, solution: Numbers) -> Numbers:
    """Of the solutions worth as much, the one that gives the first executive the first mentor by id, and so on."""
    worth = float(line @ solution)
    model.hold(line, worth - PROVEN / 10)
    count = len(model.table.mentors)
    for row in range(len(model.table.mentees)):
        own = model.pairs[:, 0] == row
        wish = model.row(np.where(own, count - model.pairs[:, 1], 0).astype(float))
        found = model.most(wish)
        if found is not None and float(line @ found[0]) > worth - PROVEN / 10:
            solution = found[0]
        model.hold(wish, float(wish @ solution) - 0.5)
    return solution


def _assigned(model: _Model, solution: Numbers) -> Whole:
    assigned = np.full(len(model.table.mentees), NOBODY, dtype=np.int64)
    for row, column in model.pairs[np.flatnonzero(solution[: len(model.pairs)] > 0.5)].tolist():
        assigned[row] = column
    return assigned


def can_explain(table: Table) -> bool:
    """Whether there are few enough possible pairs for each next best to be worked out."""
    return int((~table.barred).sum()) * len(table.mentees) <= EXPLAINED_UP_TO


def alternatives(
    table: Table, locked: Collection[Couple], aims: Aims, assigned: Whole, floor: float
) -> list[NextBest | None]:
    """For each executive with a mentor, the one whom it would cost least to take instead, all conditions kept."""
    fixed = places_of(table, locked)
    found: list[NextBest | None] = [None] * len(assigned)
    rows = np.flatnonzero(assigned != NOBODY)
    now = float(table.score[rows, assigned[rows]].sum())
    stay = {(table.mentees[row], table.mentors[int(assigned[row])]) for row in rows.tolist()} & set(aims.keep)
    for row in rows.tolist():
        if row in fixed:
            continue
        model = _model(table, fixed, aims)
        score = table.score[model.pairs[:, 0], model.pairs[:, 1]]
        _lift(model, score, fixed, floor)
        others = (model.pairs[:, 0] == row) & (model.pairs[:, 1] != assigned[row])
        model.hold(model.row(others.astype(float)), 1)
        worth = _in_order(model, aims)
        best_now = model.most(model.row(score)) if worth is not None else None
        if worth is None or best_now is None:
            continue
        other = _assigned(model, best_now[0])
        there = np.flatnonzero(other != NOBODY)
        loss = now - float(table.score[there, other[there]].sum())
        column = int(other[row])
        found[row] = NextBest(
            table.mentors[column], float(table.score[row, column]), loss, len(rows) - len(there),
            len(stay) - round(worth[2]),
        )  # fmt: skip
    return found

"""The best pairs of a table: most served, most announced pairs kept, then the goal, then ties by id.

An assignment problem with capacities: scipy's `linear_sum_assignment` (Crouse 2016, a Jonker–Volgenant shortest
augmenting path method) finds a proven optimum. Scores become whole numbers of a millionth of a point first, so that
sums are exact and the same on every machine. What pairs must reach together is no assignment problem any more: where
the best pairs miss it, `sharing` decides by an integer programme.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rmentor import ties
from rmentor.assignment import solver
from rmentor.outcomes import Numbers
from rmentor.pairtable import NOBODY, Couple, Table, Whole
from rmentor.ties import Priced

MILLIONTHS = 1_000_000
TIES_UP_TO = 4_000_000
"""Pairs in a table up to which equal totals are decided by id; above, by the method, which is the same everywhere."""


@dataclass(frozen=True)
class Aims:
    """What is aimed at among the pairs that rules allow; `keep` are the pairs that people were told of, `cross_site`
    percent of the pairs that must join two sites."""

    goal: Literal["best_total", "no_one_left_behind"] = "best_total"
    cross_site: float | None = None
    keep: Collection[Couple] = ()


@dataclass(frozen=True, eq=False)
class Costs:
    """What each pair costs, in whole numbers held as floats: nought where it is barred, else so far below nought that
    one more served always counts more than any number kept, and one more kept more than any score.

    An executive on a barred place is without a mentor: with nought for it, being parked there costs no more than being
    nowhere. `unit` is what a point counts.
    """

    matrix: Numbers
    served: float
    kept: float
    unit: float

    def told(self, change: float) -> tuple[int, int, float]:
        """A change of the sum as executives no longer served, announced pairs no longer kept, and points lost."""
        unserved = round(change / self.served)
        rest = change - unserved * self.served
        moved = round(rest / self.kept) if self.kept else 0
        return unserved, moved, (rest - moved * self.kept) / self.unit


def costs(table: Table, aims: Aims, floor: float = 0.0, *, scored: bool = True) -> Costs:
    """The costs of a table. Pairs below the floor (0–100) count as barred; without `scored` all scores are nought.

    The weights are twice what stands below them can come to, so that a change can be read back whichever way it goes.
    Sums must stay below 2⁵³: the unit is a millionth of a point up to some 6 000 executives, or some 250 where
    announced pairs are kept, and coarser above.
    """
    count = len(table.mentees) + 1
    unit = float(MILLIONTHS)
    while True:
        kept = 2.0 * count * 100 * unit if aims.keep else 0.0
        served = 2.0 * count * (kept + 100 * unit)
        if count * (served + kept + 100 * unit) < 2.0**53 or unit <= 1:
            break
        unit /= 10
    matrix = table.score * unit if scored else np.zeros(table.score.shape)
    np.round(matrix, out=matrix)
    for mentee, mentor in aims.keep:
        if mentee in table.mentees and mentor in table.mentors:
            matrix[table.mentees.index(mentee), table.mentors.index(mentor)] += kept
    matrix += served
    np.negative(matrix, out=matrix)
    for barred in table.rules.values():
        matrix[barred] = 0.0
    if floor:
        matrix[table.score < floor] = 0.0
    return Costs(matrix, served, kept, unit)


@dataclass(frozen=True, eq=False)
class Best:
    """For each mentee the column of their mentor, or -1; the worst score that had to be taken (0 where the goal is the
    best total); the costs that were compared, and prices of the places where ties were looked at."""

    assigned: Whole
    floor: float
    costs: Costs
    priced: Priced | None


def best(table: Table, locked: Collection[Couple], aims: Aims) -> Best:
    """The best pairs. What they must reach together is left out of account."""
    fixed = places_of(table, locked)
    floor = _floor(table, fixed, aims) if aims.goal == "no_one_left_behind" else 0.0
    cost = costs(table, aims, floor)
    assigned = cheapest(cost.matrix, table.most, fixed)
    if cost.matrix.size > TIES_UP_TO:
        return Best(assigned, floor, cost, None)
    priced = ties.priced(cost.matrix, table.most, assigned, fixed)
    return Best(ties.first_by_id(priced, table.most, assigned, fixed), floor, cost, priced)


def places_of(table: Table, couples: Collection[Couple]) -> dict[int, int]:
    """Rows and columns of pairs; those of people who are not in the table are passed over."""
    rows = {one: row for row, one in enumerate(table.mentees)}
    columns = {one: column for column, one in enumerate(table.mentors)}
    return {rows[one]: columns[other] for one, other in sorted(couples) if one in rows and other in columns}


def cheapest(cost: Numbers, most: Whole, fixed: dict[int, int]) -> Whole:
    """For each row a column, or -1; columns are taken up to `most` times, fixed rows as they are."""
    assigned = np.full(cost.shape[0], NOBODY, dtype=np.int64)
    room = most.copy()
    for row, column in fixed.items():
        assigned[row] = column
        room[column] -= 1
    free = np.flatnonzero(assigned == NOBODY)
    places = np.repeat(np.arange(len(room)), np.maximum(0, np.minimum(room, len(free))))
    if not len(free) or not len(places):
        return assigned
    asked = cost if len(free) == len(cost) else cost[free]
    if len(places) != len(room) or (room != 1).any():
        asked = asked[:, places]
    rows, columns = solver()(asked)
    allowed = asked[rows, columns] < 0
    assigned[free[rows[allowed]]] = places[columns[allowed]]
    return assigned


def sum_of(cost: Numbers, assigned: Whole, fixed: Collection[int] = ()) -> float:
    """What an assignment costs, fixed rows left out."""
    rows = np.array([row for row in np.flatnonzero(assigned != NOBODY).tolist() if row not in fixed], dtype=np.int64)
    return float(cost[rows, assigned[rows]].sum())


def _floor(table: Table, fixed: dict[int, int], aims: Aims) -> float:
    """The highest score below which no pair must fall, locks aside, while as many are served and kept: bisection."""
    bare = costs(table, aims, scored=False).matrix
    free = np.ones(table.score.shape, dtype=bool)
    free[list(fixed)] = False
    known = np.unique(table.score[free & (bare < 0)])
    goal = sum_of(bare, cheapest(bare, table.most, fixed), fixed)
    low, high = 0, len(known) - 1
    while low < high:
        middle = (low + high + 1) // 2
        tried = np.where(table.score < known[middle], 0.0, bare)
        if sum_of(tried, cheapest(tried, table.most, fixed), fixed) == goal:
            low = middle
        else:
            high = middle - 1
    return float(known[low]) if len(known) and goal else 0.0

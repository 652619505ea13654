"""The best pairs of a table: most served, most announced pairs kept, then the goal, then ties by id.

An assignment problem with capacities: scipy's `linear_sum_assignment` (Crouse 2016, a Jonker–Volgenant shortest
augmenting path method) finds a proven optimum. Scores become whole numbers of a millionth of a point first, so that
sums are exact and the same on every machine. What pairs must reach together is no assignment problem any more: where
the best pairs miss it, `sharing` decides by an integer programme.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rmentor.assignment import solver
from rmentor.outcomes import Numbers, Truths
from rmentor.pairtable import Couple, Table, Whole

MILLIONTHS = 1_000_000
NOBODY = -1
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


def best(table: Table, locked: Collection[Couple], aims: Aims) -> tuple[Whole, float]:
    """For each mentee the column of their mentor, or -1, and the worst score that had to be taken (0 where the goal is
    the best total). What pairs must reach together is left out of account."""
    fixed = places_of(table, locked)
    floor = _floor(table, fixed, aims) if aims.goal == "no_one_left_behind" else 0.0
    cost = costs(table, aims, floor).matrix
    assigned = cheapest(cost, table.most, fixed)
    if cost.size <= TIES_UP_TO:
        assigned = _first_by_id(cost, table.most, assigned, fixed)
    return assigned, floor


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


# --- ties ---


def _first_by_id(cost: Numbers, most: Whole, assigned: Whole, fixed: Collection[int]) -> Whole:
    """Of all assignments that cost as little, the one that gives the first executive the first mentor by id, then the
    second, and so on; being without a mentor comes last.

    Prices of the places (potentials, found by Bellman and Ford's method) tell which moves cost nothing; along those a
    way is looked for that frees a place at the wanted mentor and ends where the executive leaves one.
    """
    now = np.where(assigned == NOBODY, cost.shape[1], assigned)
    own = np.append(cost, np.zeros((len(cost), 1)), axis=1)
    own[:, :-1][cost == 0] = np.inf
    for row in fixed:
        own[row] = np.inf
        own[row, now[row]] = 0.0
    price = _prices(own, most, now)
    rest = own[np.arange(len(own)), now] - price[now]
    moves = _Moves(own - price[None, :] == rest[:, None], price, most, now, fixed)
    for row in range(len(own)):
        if row not in fixed:
            moves.settle(row)
    return np.where(moves.now == cost.shape[1], NOBODY, moves.now)


def _prices(own: Numbers, most: Whole, now: Whole) -> Numbers:
    """Prices under which no move costs less than nought; the last place is being without a mentor, or a free place."""
    nowhere = len(most)
    used = np.bincount(now, minlength=nowhere + 1)[:nowhere]
    price = np.zeros(nowhere + 1)
    here = own[np.arange(len(own)), now]
    while True:
        before = price.copy()
        price = np.minimum(price, (own + (price[now] - here)[:, None]).min(axis=0, initial=np.inf))
        price[nowhere] = min(price[nowhere], price[:nowhere][used < most].min(initial=np.inf))
        price[:nowhere] = np.where(used > 0, np.minimum(price[:nowhere], price[nowhere]), price[:nowhere])
        if (price == before).all():
            return before


class _Moves:
    """Executives who may still move at no cost, and where they are; the last place is being without a mentor.

    Sets of rows and of places are whole numbers, bit by bit: a thousand of them are looked through at once.
    """

    def __init__(self, tight: Truths, price: Numbers, most: Whole, now: Whole, fixed: Collection[int]) -> None:
        self.now = now
        self.nowhere = len(most)
        self.most = most
        self.used = np.bincount(now, minlength=self.nowhere + 1)[:-1]
        self.like_nowhere = price[:-1] == price[-1]
        self.fluid = (1 << len(tight)) - 1
        for row in fixed:
            self.fluid &= ~(1 << row)
        self.places_of = _bits(tight)
        self.rows_to = _bits(tight.T)

    def settle(self, row: int) -> None:
        """Gives this row the first place it can have at no cost, and lets it be."""
        self.fluid &= ~(1 << row)
        end = int(self.now[row])
        wanted = self.places_of[row] & ((1 << end) - 1)
        if wanted:
            self._take(row, end, wanted)

    def _take(self, row: int, end: int, wanted: int) -> None:
        """Looks, from the place that the row leaves, for those from which others can move on to there."""
        step: dict[int, tuple[int, int]] = {end: (end, NOBODY)}
        reached, fluid = 0, self.fluid
        waiting = deque([end])
        while waiting and not reached & wanted & -wanted:
            place = waiting.popleft()
            for origin, mover in self._into(place, fluid):
                fluid &= ~(1 << mover) if mover != NOBODY else -1
                if origin not in step:
                    step[origin] = (place, mover)
                    reached |= 1 << origin
                    waiting.append(origin)
        found = reached & wanted
        if not found:
            return
        first = place = (found & -found).bit_length() - 1
        while place != end:
            after, mover = step[place]
            if mover != NOBODY:
                self._move(mover, after)
            place = after
        self._move(row, first)

    def _into(self, place: int, fluid: int) -> Iterator[tuple[int, int]]:
        """Places from which somebody can move to this one, and who; nobody has to where a place is free."""
        rows = self.rows_to[place] & fluid
        while rows:
            row = (rows & -rows).bit_length() - 1
            rows &= rows - 1
            yield int(self.now[row]), row
        if place == self.nowhere:
            yield from ((one, NOBODY) for one in np.flatnonzero((self.used < self.most) & self.like_nowhere).tolist())
        elif self.used[place] and self.like_nowhere[place]:
            yield self.nowhere, NOBODY

    def _move(self, row: int, place: int) -> None:
        for one, change in ((int(self.now[row]), -1), (place, 1)):
            if one != self.nowhere:
                self.used[one] += change
        self.now[row] = place


def _bits(table: Truths) -> list[int]:
    """Each row as a whole number, its first column the lowest bit."""
    packed = np.packbits(table, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]

"""What every mentor would cost one executive: a wish is weighed before it is granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from rmentor import matching, nextbest, pairing, sharing
from rmentor.matching import Aims, Costs
from rmentor.outcomes import NextBest, Numbers, Option, Pairs
from rmentor.pairtable import NOBODY, Couple, Table, Whole


def options(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, mentee: str
) -> tuple[Option, ...]:  # fmt: skip
    """Every mentor for one executive, the best score first, then by id. What each would cost is what pairing everybody
    anew with that pair locked would come to."""
    row = table.mentees.index(mentee)
    now = next((one.mentor for one in made.pairs if one.mentee == mentee), None)
    others = frozenset(one for one in locked if one[0] != mentee)
    at_once = _at_once(table, others, aims, made, row)
    taken = Counter(mentor for _, mentor in others)
    found = []
    for column in np.lexsort((np.arange(len(table.mentors)), -table.score[row])).tolist():
        mentor = table.mentors[column]
        rules = tuple(code for code, rule in table.rules.items() if rule[row, column])
        if taken[mentor] >= table.most[column] and mentor != now:
            rules = (*rules, "capacity")
        cost = None
        if not rules and mentor != now and at_once is not None:
            cost = at_once[column]
        elif not rules and mentor != now:
            cost = _cost_of(table, others | {(mentee, mentor)}, aims, made, mentor, float(table.score[row, column]))
        score = float(table.score[row, column])
        found.append(Option(mentor, score, pairing.parts_of(table, row, column), rules, cost, mentor == now))
    return tuple(found)


def _at_once(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, row: int
) -> list[NextBest | None] | None:  # fmt: skip
    """What every mentor would cost, found together; None where pairs must reach something together."""
    if sharing.asked(table, aims):
        return None
    by_goal = _changes if aims.goal == "best_total" else _changes_above_floors
    return by_goal(table, locked, aims, made, row)


def _changes(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, row: int
) -> list[NextBest | None]:  # fmt: skip
    """What each mentor would cost one executive, all others moving on as is cheapest: shortest ways to the place that
    the executive leaves (Bellman and Ford's method)."""
    costs = matching.costs(table, aims)
    column_of = {one: column for column, one in enumerate(table.mentors)}
    mentor_of = {one.mentee: column_of[one.mentor] for one in made.pairs}
    assigned = np.array([mentor_of.get(one, NOBODY) for one in table.mentees], dtype=np.int64)
    now = int(assigned[row])
    step = _steps(table, costs.matrix, assigned, {*matching.places_of(table, locked), row})
    way = _ways_to(step, now)
    here = 0.0 if now == NOBODY else float(costs.matrix[row, now])
    if now != NOBODY and not here:
        # Locked although a rule bars the pair: it serves all the same.
        told = (table.mentees[row], table.mentors[now]) in aims.keep
        here = -(round(float(table.score[row, now]) * costs.unit) + costs.served + costs.kept * told)
    change = costs.matrix[row] - here + way[:-1]
    possible = (costs.matrix[row] < 0) & np.isfinite(change)
    return [
        nextbest.told(table, costs, row, column, float(change[column])) if possible[column] else None
        for column in range(len(table.mentors))
    ]


def _ways_to(step: Numbers, end: int) -> Numbers:
    """The cheapest way from each mentor to one."""
    way = step[:, end].copy()
    while True:
        shorter = np.minimum(way, (step + way[None, :]).min(axis=1))
        if (shorter == way).all():
            return way
        way = shorter


def _changes_above_floors(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, row: int
) -> list[NextBest | None]:  # fmt: skip
    """The same where nobody is left behind: with each mentor taken, the others have their own worst score to raise
    first. Mentors under whom that comes to the same are looked at together."""
    others = _Others(table, matching.places_of(table, locked), row)
    open_to = np.array([not any(rule[row, one] for rule in table.rules.values()) for one in range(len(table.mentors))])
    floors = _floors(others, aims)
    found: list[NextBest | None] = [None] * len(table.mentors)
    for floor in np.unique(floors[open_to]).tolist():
        costs = matching.costs(table, aims, floor)
        least = others.least(costs.matrix) + others.locked(costs, aims)
        before = sum(_worth(table, costs, aims, one.mentee, one.mentor) for one in made.pairs)
        for column in np.flatnonzero(open_to & (floors == floor) & np.isfinite(least)).tolist():
            own = _worth(table, costs, aims, table.mentees[row], table.mentors[column])
            found[column] = nextbest.told(table, costs, row, column, float(least[column]) + own - before)
    return found


def _worth(table: Table, costs: Costs, aims: Aims, mentee: str, mentor: str) -> float:
    """What one pair that is made costs, whatever bars it."""
    score = float(table.score[table.mentees.index(mentee), table.mentors.index(mentor)])
    return -(round(score * costs.unit) + costs.served + costs.kept * ((mentee, mentor) in aims.keep))


class _Others:
    """Everybody but one executive, with a place less at one mentor, whichever that is."""

    def __init__(self, table: Table, fixed: dict[int, int], row: int) -> None:
        self.table = table
        self.fixed = fixed
        self.row = row

    def least(self, cost: Numbers) -> Numbers:
        """For each mentor, what the best pairs of those who are not locked cost with a place less there."""
        cost = cost.copy()
        cost[self.row] = 0.0
        assigned = matching.cheapest(cost, self.table.most, self.fixed)
        step = _steps(self.table, cost, assigned, {*self.fixed, self.row})
        found: Numbers = matching.sum_of(cost, assigned, self.fixed) + _ways_to(step, len(self.table.mentors))[:-1]
        return found

    def locked(self, costs: Costs, aims: Aims) -> float:
        """What the pairs of those who are locked cost."""
        names = ((self.table.mentees[one], self.table.mentors[other]) for one, other in self.fixed.items())
        return sum(_worth(self.table, costs, aims, mentee, mentor) for mentee, mentor in names)


def _floors(others: _Others, aims: Aims) -> Numbers:
    """For each mentor, the highest score below which none of the others must fall with a place less there, while as
    many are served and kept: bisection, all mentors together as long as they go the same way."""
    table = others.table
    bare = matching.costs(table, aims, scored=False).matrix
    free = np.ones(table.score.shape, dtype=bool)
    free[[*others.fixed, others.row]] = False
    known = np.unique(table.score[free & (bare < 0)])
    goal, floors = others.least(bare), np.zeros(len(table.mentors))
    waiting = [(0, len(known) - 1, np.flatnonzero(np.isfinite(goal) & (goal != 0)))] if len(known) else []
    while waiting:
        low, high, columns = waiting.pop()
        if low == high or not len(columns):
            floors[columns] = known[low]
            continue
        middle = (low + high + 1) // 2
        kept = others.least(np.where(table.score < known[middle], 0.0, bare))[columns] == goal[columns]
        waiting += [(middle, high, columns[kept]), (low, middle - 1, columns[~kept])]
    return floors


def _cost_of(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, mentor: str, score: float
) -> NextBest | None:  # fmt: skip
    try:
        other = pairing.pair(table, locked, aims, explained=False)
    except sharing.OutOfReach:
        return None
    return NextBest(
        mentor, score, made.total - other.total, made.served - other.served, len(other.moved) - len(made.moved)
    )


def _steps(table: Table, cost: Numbers, assigned: Whole, fixed: Collection[int]) -> Numbers:
    """What it costs to move one executive on, from each mentor to each other.

    The last row and column stand for both the free places and being without a mentor: whoever moves there ends a chain,
    and with a place or an executive less to find, another chain may begin at any mentor in use.
    """
    count = len(table.mentors)
    used = np.bincount(assigned[assigned != NOBODY], minlength=count)
    step = np.full((count + 1, count + 1), np.inf)
    np.fill_diagonal(step, 0.0)
    step[count, :count][used > 0] = 0.0
    for row, column in enumerate(assigned.tolist()):
        if row in fixed:
            continue
        now = 0.0 if column == NOBODY else cost[row, column]
        moved = np.append(np.where(cost[row] < 0, cost[row] - now, np.inf), -now)
        step[column] = np.minimum(step[column], moved)
    free = np.flatnonzero(used < table.most)
    step[:, count] = np.minimum(step[:, count], step[:, free].min(axis=1, initial=np.inf))
    return step

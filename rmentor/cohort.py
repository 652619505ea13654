"""The chosen as a group: the best total among all groups that have what is asked of them together.

An integer programme (HiGHS, by `scipy.optimize.milp`), after those are left out who cannot be in the best group:
whoever ranks behind as many people as there are places to fill, each of whom brings all that they bring, or more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rmentor.outcomes import Numbers, Truths
from rmentor.quiet import quiet

MILLIONTHS = 1_000_000
"""Scores are added up in whole millionths of a point, so that sums are exact."""

NODES = 200_000
"""The solver's limit. Unlike the clock it is the same on every machine."""

_TIE_DECIMALS = 9

_MARGIN = 1000.0
"""Millionths by which a bound from the relaxed problem may be wrong, and by far."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Condition:
    """What the chosen must have together: at least `need` people of `members`, which tells it for everybody offered.

    `code` and `key` name it: topics and the topic, languages and the language's code, sites and the site.
    """

    code: str
    key: str
    need: int
    members: Truths


@dataclass(frozen=True)
class Shortfall:
    """A condition given up in part: the group has `have` of `need`; `available` of those offered would count."""

    code: str
    key: str
    need: int
    have: int
    available: int

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return self.need - self.have


@dataclass(frozen=True)
class Relaxation:
    """A condition that stands in the way of all the others: without it they can be met, with this total at best."""

    code: str
    key: str
    total: float


@dataclass(frozen=True)
class Group:
    """The best group, as positions among those offered, in the order of their ranks.

    `total` is the sum of its scores, `free` that of the group which nothing but the score would choose: the difference
    is what the conditions cost. `brought_in` are not in that other group, `passed_over` are in it alone. Where the
    conditions cannot be met together, `shortfalls` say what is given up (the fewest people missing in all, then the
    best total), and `relaxations` which single conditions would do. `proven`: no group is better; False only where the
    solver met its limit.
    """

    chosen: tuple[int, ...]
    total: float
    free: float
    proven: bool
    brought_in: tuple[int, ...] = ()
    passed_over: tuple[int, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


def best_group(
    score: Numbers, ids: Sequence[str], conditions: Sequence[Condition], places: int, forced: Collection[int] = (),
    *, nodes: int = NODES,
) -> Group:  # fmt: skip
    """Chooses `places` of those offered, or all of them where there are fewer.

    The `forced` are in whatever they score, count towards the conditions and take places; where they take more than
    there are, they are the group. Totals are compared in millionths of a point. Of groups with the same total the one
    whose best member ranks higher is taken, then the one whose second does, and so on; ranks go by score to 9 decimals,
    ties by id.
    """
    order = _ranked(score, ids)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    task = _Task.of(np.round(score, _TIE_DECIMALS)[order], [one.members[order] for one in conditions],
                    [one.need for one in conditions], places, rank[list(forced)])  # fmt: skip
    answer = task.answer(nodes)
    first = np.union1d(task.forced, np.flatnonzero(task.open_to)[: task.seats])
    found = Group(
        chosen=tuple(order[answer.chosen].tolist()),
        total=float(score[order[answer.chosen]].sum()),
        free=float(score[order[first]].sum()),
        proven=answer.proven,
        brought_in=tuple(order[np.setdiff1d(answer.chosen, first)].tolist()),
        passed_over=tuple(order[np.setdiff1d(first, answer.chosen)].tolist()),
    )
    if not answer.missing:
        return found
    chosen = order[answer.chosen]
    shortfalls = tuple(
        Shortfall(one.code, one.key, one.need, int(one.members[chosen].sum()), int(one.members.sum()))
        for one in conditions
        if one.members[chosen].sum() < one.need
    )
    relaxed = (
        Relaxation(conditions[place].code, conditions[place].key, float(score[order[chosen]].sum()))
        for place, chosen in task.without_one(nodes)
    )
    return replace(found, shortfalls=shortfalls, relaxations=tuple(relaxed))


def _ranked(score: Numbers, ids: Sequence[str]) -> Whole:
    """Everybody by rank: the best score first, ties by id."""
    rounded = np.round(score, _TIE_DECIMALS)
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return by_id[np.argsort(-rounded[by_id], kind="stable")]


@dataclass(frozen=True, eq=False)
class _Answer:
    """The ranks of the chosen, ascending; how many people are missing; whether it is proven."""

    chosen: Whole
    missing: int
    proven: bool


@dataclass(frozen=True, eq=False)
class _Task:
    """Everybody by rank: what each is worth, in millionths; conditions by people; what is needed of each condition
    beside the forced, and the places left beside them; `offered` are the only ones who can be in the best group."""

    worth: Whole
    members: Truths
    needs: Whole
    seats: int
    forced: Whole
    open_to: Truths
    offered: Whole

    @classmethod
    def of(cls, score: Numbers, members: Sequence[Truths], needs: Sequence[int], places: int, forced: Whole) -> _Task:
        open_to = np.ones(len(score), dtype=bool)
        open_to[forced] = False
        seats = min(max(0, places - len(forced)), int(open_to.sum()))
        table = np.array(members, dtype=bool).reshape(len(needs), len(score))
        left = np.maximum(0, np.array(needs, dtype=np.int64) - table[:, forced].sum(axis=1))
        offered = _undominated(table[left > 0], np.flatnonzero(open_to), seats)
        return cls(np.rint(score * MILLIONTHS).astype(np.int64), table, left, seats, np.sort(forced), open_to, offered)

    def answer(self, nodes: int) -> _Answer:
        """The best group, with the fewest people missing."""
        first = np.flatnonzero(self.open_to)[: self.seats]
        missing = self._missing(first)
        if not missing or self.seats in (0, self.open_to.sum()):
            return _Answer(np.union1d(self.forced, first), missing, True)
        search = _Search(self.worth[self.offered], self.members[:, self.offered], self.needs, self.seats, nodes)
        chosen = self.offered[search.best()]
        return _Answer(np.union1d(self.forced, chosen), self._missing(chosen), search.proven)

    def without_one(self, nodes: int) -> Iterator[tuple[int, Whole]]:
        """Each condition without which all the others can be met, and the best group then.

        Those offered stay the same: whoever brings all that somebody brings does so with a condition less, too.
        """
        for place in np.flatnonzero(self.needs).tolist():
            needs = self.needs.copy()
            needs[place] = 0
            answer = replace(self, needs=needs).answer(nodes)
            if not answer.missing:
                yield place, answer.chosen

    def _missing(self, chosen: Whole) -> int:
        return int(np.maximum(0, self.needs - self.members[:, chosen].sum(axis=1)).sum())


def _undominated(members: Truths, people: Whole, seats: int) -> Whole:
    """Those who can be in the best group, by rank.

    Somebody who ranks higher and counts for the same conditions, or more, can take the other's place: the total does
    not fall, nothing more is missing, and the group ranks higher. So nobody is in the best group without all of those,
    and nobody of whom there are as many as places is in it at all.
    """
    marks, kind = np.unique(np.packbits(members[:, people], axis=0), axis=1, return_inverse=True)
    brings = np.unpackbits(marks, axis=0, count=len(members)).astype(np.float64)
    as_much = (brings.T @ brings) == brings.sum(axis=0)[:, None]
    kinds = kind.reshape(-1)
    ahead = np.zeros(len(brings.T), dtype=np.int64)
    found: list[int] = []
    full = np.zeros(len(ahead), dtype=bool)
    by_kind = np.argsort(kinds, kind="stable")
    begins = np.searchsorted(kinds[by_kind], np.arange(len(ahead)))
    few = np.sort(by_kind[np.arange(len(kinds)) - begins[kinds[by_kind]] < seats])
    for person in few.tolist():
        one = kinds[person]
        if full[one]:
            continue
        full[one] = ahead[as_much[one]].sum() >= seats
        if not full[one]:
            ahead[one] += 1
            found.append(person)
    return people[np.array(found, dtype=np.int64)]


class _Search:
    """The integer programme: who of those offered, by rank, fills the seats."""

    def __init__(self, worth: Whole, members: Truths, needs: Whole, seats: int, nodes: int) -> None:
        self.members, self.needs, self.seats, self.nodes = members, needs, seats, nodes
        # Every group has as many people, so that the same may be taken from each score: smaller sums round less.
        self.worth = worth - worth[seats - 1]
        self.proven = True

    def best(self) -> Whole:
        """The places of the best group's people among those offered."""
        missing = 0
        found = self._solve(missing)
        if found is None:
            missing = self._fewest_missing()
            found = self._solve(missing)
        if found is None:
            return np.arange(self.seats)
        return self._highest(found, missing) if self.proven else np.flatnonzero(found)

    def _solve(self, missing: int, low: Truths | None = None, high: Truths | None = None) -> Truths | None:
        """A group of the best total among those with so many missing, or None; `low` must be in, others than `high`
        must not."""
        found = self._run(-self.worth.astype(np.float64), np.zeros(len(self.needs)), missing, low, high)
        return None if found is None else found[: len(self.worth)] > 0.5

    def _fewest_missing(self) -> int:
        found = self._run(np.zeros(len(self.worth)), np.ones(len(self.needs)), int(self.needs.sum()))
        return int(self.needs.sum()) if found is None else round(float(found[len(self.worth) :].sum()))

    def _run(
        self, cost: Numbers, cost_of_missing: Numbers, missing: int, low: Truths | None = None,
        high: Truths | None = None,
    ) -> Numbers | None:  # fmt: skip
        from scipy.optimize import LinearConstraint, milp

        lowest = np.zeros(len(cost)) if low is None else low.astype(np.float64)
        highest = np.ones(len(cost)) if high is None else high.astype(np.float64)
        with quiet():
            result = milp(
                np.concatenate([cost, cost_of_missing]),
                integrality=np.ones(len(cost) + len(self.needs)),
                bounds=(np.concatenate([lowest, np.zeros(len(self.needs))]), np.concatenate([highest, self.needs])),
                constraints=LinearConstraint(*self._rows(missing)),
                options={"mip_rel_gap": 0.0, "node_limit": self.nodes},
            )
        self.proven &= result.status in (0, 2)
        found: Numbers | None = result.x
        return found

    def _rows(self, missing: int) -> tuple[Numbers, Numbers, Numbers]:
        """Enough of each condition, but for what is missing; so much missing at most; every seat filled."""
        people, conditions = len(self.worth), len(self.needs)
        table = np.zeros((conditions + 2, people + conditions))
        table[:conditions, :people] = self.members
        table[:conditions, people:] = np.eye(conditions)
        table[-2, people:] = 1.0
        table[-1, :people] = 1.0
        least = np.concatenate([self.needs, [0.0, self.seats]])
        most = np.concatenate([np.full(conditions, np.inf), [missing, self.seats]])
        return table, least, most

    def _highest(self, found: Truths, missing: int) -> Whole:
        """Of the groups with this total the one that ranks highest: each person in turn is in if they can be."""
        total = self.worth[found].sum()
        low, high = np.zeros_like(found), found | self._possible(int(total), missing)
        for person in np.flatnonzero(high).tolist():
            if low.sum() == self.seats:
                break
            if not high[person]:
                continue
            low[person] = True
            if found[person]:
                continue
            other = self._solve(missing, low, high)
            if other is not None and self.worth[other].sum() == total:
                found = other
                continue
            low[person] = False
            # Whoever brings no more than somebody who ranks higher and cannot be in cannot be in either.
            high[person:] &= ~(self.members[:, person:] <= self.members[:, person, None]).all(axis=0)
        return np.flatnonzero(found)

    def _possible(self, total: int, missing: int) -> Truths:
        """Who may be in a group of that total: the relaxed problem says what it would lose at least by taking them."""
        from scipy.optimize import linprog

        table, least, most = self._rows(missing)
        people, conditions = len(self.worth), len(self.needs)
        with quiet():
            result = linprog(
                np.concatenate([-self.worth.astype(np.float64), np.zeros(conditions)]),
                A_ub=table[:-1] * np.append(np.full(conditions, -1.0), 1.0)[:, None],
                b_ub=np.append(-least[:conditions], most[-2]),
                A_eq=table[-1:],
                b_eq=most[-1:],
                bounds=np.column_stack([np.zeros(people + conditions), np.append(np.ones(people), self.needs)]),
                method="highs",
            )
        if result.status:
            return np.ones(people, dtype=bool)
        reached: Truths = -result.fun - result.lower.marginals[:people] >= total - _MARGIN
        return reached

"""For each pair, the mentor whom it would cost least to take instead.

Forcing a pair leaves one place too few at the new mentor and one too many at the old. People move on from one to the
other, over free places and over being without a mentor too; what that costs is a shortest path among mentors in the
residual network of the best pairs (Ahuja, Magnanti & Orlin 1993, ch. 9).

Prices make every step cost nought or more. Mentors whom steps at no cost join in a circle are then as good as one:
where many scores are equal, a few circles are all that is left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmentor import ties
from rmentor.matching import Costs
from rmentor.outcomes import NextBest, Numbers, Truths
from rmentor.pairtable import NOBODY, Table, Whole
from rmentor.ties import Priced

_SHORT = (1 << 30) - 1
"""Costs below which whole numbers of 32 bits do: twice that is what they hold. A thousand points, mostly."""


def alternatives(
    table: Table, costs: Costs, found: Priced, assigned: Whole, fixed: Collection[int]
) -> list[NextBest | None]:  # fmt: skip
    """For each executive with a mentor who is not locked; the first by id where several cost as little."""
    nobody: list[NextBest | None] = [None] * len(assigned)
    rows = np.array([row for row in np.flatnonzero(assigned != NOBODY).tolist() if row not in fixed], dtype=np.int64)
    if not len(rows):
        return nobody
    extra = found.extra[rows, :-1]
    extra[np.arange(len(rows)), assigned[rows]] = np.inf
    circles = _circles(_steps(table, found, assigned, fixed))
    best, change = _cheapest(extra, circles, assigned[rows], short=not costs.kept)
    for row, column, loss in zip(rows.tolist(), best.tolist(), change.tolist(), strict=True):
        if np.isfinite(loss):
            nobody[row] = told(table, costs, row, column, loss)
    return nobody


def told(table: Table, costs: Costs, row: int, column: int, change: float) -> NextBest:
    """A change of the sum of costs, as people and points."""
    unserved, moved, loss = costs.told(change)
    return NextBest(table.mentors[column], float(table.score[row, column]), loss, unserved, moved)


def _steps(table: Table, found: Priced, assigned: Whole, fixed: Collection[int]) -> Numbers:
    """What it costs to move one executive on, from each mentor to each other, beyond the difference of prices.

    The last row and column stand for both the free places and being without a mentor: whoever moves there ends a chain,
    and with a place or an executive less to find, another chain may begin at any mentor in use.
    """
    nowhere, price = len(table.mentors), found.price
    now = ties.places(assigned, nowhere)
    fluid = np.array([row not in fixed for row in range(len(now))], dtype=bool)
    rows = np.flatnonzero(fluid)[np.argsort(now[fluid], kind="stable")]
    step = np.full((nowhere + 1, nowhere + 1), np.inf)
    if len(rows):
        first = np.flatnonzero(np.diff(now[rows], prepend=-1))
        step[now[rows[first]]] = np.minimum.reduceat(found.extra[rows], first, axis=0)
    np.fill_diagonal(step, 0.0)
    used = np.bincount(now, minlength=nowhere + 1)[:nowhere]
    begun = np.flatnonzero(used > 0)
    step[nowhere, begun] = np.minimum(step[nowhere, begun], price[nowhere] - price[begun])
    free = np.flatnonzero(used < table.most)
    if len(free):
        ended = step[:, free] + (price[free] - price[nowhere])
        step[:, nowhere] = np.minimum(step[:, nowhere], ended.min(axis=1))
    return step


# --- circles at no cost ---


@dataclass(frozen=True, eq=False)
class _Circles:
    """Each place's circle, and the cheapest step from each circle to each other."""

    of: Whole
    step: Numbers


def _circles(step: Numbers) -> _Circles:
    of = _joined(step == 0)
    count = int(of.max()) + 1
    if count < len(of):
        order = np.argsort(of, kind="stable")
        first = np.searchsorted(of[order], np.arange(count))
        step = np.minimum.reduceat(step[order], first, axis=0)
        step = np.minimum.reduceat(step[:, order], first, axis=1)
    else:
        unlike = np.empty_like(of)
        unlike[of] = np.arange(count)
        step = step[unlike][:, unlike]
    np.fill_diagonal(step, 0.0)
    return _Circles(of, step)


def _joined(leads: Truths) -> Whole:
    """For each place the number of its strongly connected component (Kosaraju's method, on sets that are whole numbers,
    bit by bit)."""
    count = len(leads)
    onwards, into = ties.bits(leads), ties.bits(leads.T)
    unseen, left = (1 << count) - 1, []
    while unseen:
        way = [unseen.bit_length() - 1]
        unseen &= ~(1 << way[0])
        while way:
            following = onwards[way[-1]] & unseen
            if following:
                way.append(following.bit_length() - 1)
                unseen &= ~(1 << way[-1])
            else:
                left.append(way.pop())
    of = np.empty(count, dtype=np.int64)
    unseen, number = (1 << count) - 1, 0
    for place in reversed(left):
        if not unseen >> place & 1:
            continue
        waiting = 1 << place
        unseen &= ~waiting
        while waiting:
            one = waiting.bit_length() - 1
            of[one] = number
            new = into[one] & unseen
            unseen &= ~new
            waiting = waiting & ~(1 << one) | new
        number += 1
    return of


# --- shortest ways ---


def _cheapest(extra: Numbers, circles: _Circles, now: Whole, *, short: bool) -> tuple[Whole, Numbers]:
    """For each executive (a row) the first place among those that cost least, and what: their own step there, then the
    way from there to the place that they leave, `now`. `short`: whether most of it is likely to stay below `_SHORT`."""
    there, home = circles.of[: extra.shape[1]], circles.of[now]
    if not short:
        return _first_least(extra, _ways(circles.step), there, home)
    best, least = _first_least(extra, _short_ways(circles.step), there, home)
    far = np.flatnonzero(least >= _SHORT)
    if len(far) and np.isfinite(extra[far]).any():
        best[far], least[far] = _first_least(extra[far], _ways(circles.step.copy()), there, home[far])
    return best, least


def _first_least(extra: Numbers, way: Numbers, there: Whole, home: Whole) -> tuple[Whole, Numbers]:
    change = extra + way[:, home][there].T
    best = np.argmin(change, axis=1)
    return best, change[np.arange(len(best)), best]


def _short_ways(step: Numbers) -> Numbers:
    """The cheapest way from each circle to each other, in half the time; infinite from `_SHORT` on."""
    way = _ways(np.minimum(step, _SHORT).astype(np.int32))
    return np.where(way < _SHORT, way, np.inf)


def _ways(way: NDArray[Any]) -> NDArray[Any]:
    """The cheapest way from each circle to each other, by Floyd and Warshall's method; changes what it is given."""
    around = np.empty_like(way)
    for middle in range(len(way)):
        np.add(way[:, middle : middle + 1], way[middle : middle + 1, :], out=around)
        np.minimum(way, around, out=way)
    return way

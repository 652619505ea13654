"""How firmly a rank stands: the ranking tried out under many weightings (SMAA-2).

Lahdelma & Salminen 2001, "SMAA-2: Stochastic multicriteria acceptability analysis for group decision making",
Operations Research 49(3). Weights are drawn, missing evidence is drawn on its interval, everybody is ranked anew.

Two promises shape this module. *The same seed gives the same draws everywhere*: numpy promises the raw output of PCG64
for ever, but not what its distributions make of it, so uniform numbers come straight from the raw bits, and weights
from uniform numbers by sorting and adding alone. *One more person changes nobody's draws*: a person's missing evidence
hangs on their id, the seed and the number of the draw, and not on their row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rmentor.outcomes import Numbers, Truths

Spread = float | Literal["uniform", "ordinal"]
Places = NDArray[np.int64]

_TIE = 1e9
"""Utilities equal to 9 decimals tie, as scores do."""

_SLACK = 1e-6
"""A row is dropped only if it stays this far below: far more than rounding and ties can bridge."""

_COARSE = 0.05
"""The same where a matrix product of half the precision is used, which may round as it likes: a hundred times what
that can lose on 0–100."""

_TABLE = 1 << 19
"""Cells of the tables that are worked on at once: they stay in the processor's cache."""

_LEADERS = 1 << 24
"""Cells of the table of those who set the floor, at most."""

_SHARP = 1024
"""Draws for which everybody near is looked at draw by draw."""

_RIVALS = 32
"""People compared with one person at a time."""

_FEW_DRAWS = 64
"""Draws that are not worth dividing any further."""

_FINE = float(1 << 40)
"""Sums of weights are made in whole steps of 2⁻⁴⁰: exact, so that the order of adding is indifferent."""


@dataclass(frozen=True, eq=False)
class Detail:
    """How often each person has each of the first ranks, and under which weights they come first.

    `counts[i, r]` draws give person i rank r + 1; `central[i]` is the mean of the weights that put person i first, NaN
    if none does; `confidence[i]` how often those weights put them first, over what the missing evidence may be.
    """

    samples: int
    counts: NDArray[np.int32]
    central: Numbers
    confidence: Numbers

    def rank_acceptability(self, person: int) -> tuple[float, ...]:
        """The share of draws in which a person has rank 1, 2, …"""
        return tuple((self.counts[person] / self.samples).tolist())

    def central_weights(self, person: int) -> tuple[float, ...] | None:
        """The mean of the weights that put a person first; None if they never come first."""
        return None if np.isnan(self.central[person, 0]) else tuple(self.central[person].tolist())

    def confidence_factor(self, person: int) -> float | None:
        """How often a person comes first under their central weights; None if they never come first."""
        return None if np.isnan(self.confidence[person]) else float(self.confidence[person])


@dataclass(frozen=True, eq=False)
class Robustness:
    """`acceptability[i]`: the share of draws, 0–1, in which person i stands among the first `places`.

    It says under how many weightings somebody is chosen, never how likely they are to be a good mentor. `tied` is the
    share of draws in which a tie lets more than `places` people in: all of those tied count as in.
    """

    places: int
    spread: Spread
    samples: int
    seed: int
    acceptability: Numbers
    tied: float
    detail: Detail | None

    @property
    def error(self) -> float:
        """The Monte-Carlo error of a share, at most: half of a 95 % interval."""
        return 0.98 / math.sqrt(self.samples)


def smaa(
    value: Numbers, low: Numbers, high: Numbers, weights: Sequence[float], places: int,
    spread: Spread, samples: int, seed: int, *, ids: Sequence[str], detail: bool = False, drop: bool = True,
) -> Robustness:  # fmt: skip
    """How often each person would be among the first `places`.

    `value`, `low` and `high` are people by criteria, 0–100, low ≤ value ≤ high, of the eligible only: a criterion with
    low = high counts as its value, any other is uniform between them. `weights` are shares that add up to 1. Ranks are
    1 + the number of people strictly better, to 9 decimals. `ids` name the people, in the same order, each once.
    `detail` adds the first max(10, 2·places) ranks, at most as many as there are people, and central weights: 4 bytes a
    person and rank. `drop` may be turned off to see that leaving out those who never come near changes nothing.
    """
    people, _ = value.shape
    within = min(places, people)
    depth = min(people, max(10, 2 * places)) if detail else within
    drawn = weightings(weights, spread, samples, seed)
    crowd = _Crowd.of(value, low, high, ids, seed)
    tally = _Tally(drawn, people, within, depth, detail)
    if depth > 0:
        _Search(crowd, drawn, depth, drop, tally).visit(np.arange(samples), np.arange(people))
    shares = tally.accepted / samples
    return Robustness(places, spread, samples, seed, shares, tally.tied / samples, tally.detail(crowd))


# --- weights ---


def weightings(weights: Sequence[float], spread: Spread, samples: int, seed: int) -> Numbers:
    """`samples` weight vectors, one a row: shares that add up to 1.

    With a spread in percent, uniform over the vectors of the simplex of which every weight is within that percentage of
    its own share; "uniform", over the whole simplex; "ordinal", over its vectors with the same order of weights, where
    equal weights may come in any order. A criterion that weighs nothing is not in use and weighs nothing in any draw.
    Raises ValueError for weights that are not shares.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if (shares < 0).any() or abs(shares.sum() - 1.0) > 1e-9:
        raise ValueError("weights must be shares that add up to 1")
    used = np.flatnonzero(shares > 0)
    drawn = np.zeros((samples, len(shares)))
    uniform = _Uniform(np.random.PCG64(seed))
    if spread == "uniform":
        drawn[:, used] = _simplex(uniform, samples, len(used))
    elif spread == "ordinal":
        drawn[:, used] = _ordinal(uniform, samples, shares[used])
    elif float(spread) == 0.0:
        drawn[:] = shares
    else:
        drawn[:, used] = _around(uniform, samples, shares[used], float(spread) / 100.0)
    return drawn


@dataclass(frozen=True)
class _Uniform:
    """Numbers on [0, 1), 53 bits each, in the order of the generator's raw output."""

    source: np.random.PCG64

    def __call__(self, rows: int, columns: int) -> Numbers:
        raw = np.asarray(self.source.random_raw(rows * columns), dtype=np.uint64)
        return (raw >> np.uint64(11)).astype(np.float64).reshape(rows, columns) * 2.0**-53


def _simplex(uniform: _Uniform, samples: int, count: int) -> Numbers:
    """Uniform on the simplex: the gaps between sorted uniform numbers (Devroye 1986, ch. V)."""
    cuts = np.sort(uniform(samples, count - 1), axis=1)
    gaps: Numbers = np.diff(cuts, axis=1, prepend=0.0, append=1.0)
    return gaps


def _ordinal(uniform: _Uniform, samples: int, shares: Numbers) -> Numbers:
    """Uniform on the part of the simplex with this order. Sorting a uniform vector says nothing of the order it had,
    so that the order it had among equal shares gives them a fair turn."""
    drawn = _simplex(uniform, samples, len(shares))
    turn = np.lexsort((-drawn, np.broadcast_to(-shares, drawn.shape)), axis=1)
    ordered = np.empty_like(drawn)
    np.put_along_axis(ordered, turn, -np.sort(-drawn, axis=1), axis=1)
    return ordered


def _around(uniform: _Uniform, samples: int, shares: Numbers, spread: float) -> Numbers:
    """Uniform on the simplex within ±spread of each share, by rejection from a box.

    The greatest weight is what the others leave, and a draw in which it leaves its own interval is refused: the same
    distribution as rejection from the whole simplex, since leaving out a coordinate stretches every part of it alike;
    but about four draws in ten are kept with twelve criteria, where the simplex would keep one in millions.
    """
    last = int(np.argmax(shares))
    others = np.delete(np.arange(len(shares)), last)
    kept: list[Numbers] = []
    missing = samples
    while missing > 0:
        moved = (2.0 * uniform(2 * missing, len(others)) - 1.0) * spread
        drawn = np.empty((len(moved), len(shares)))
        left = np.ones(len(moved))
        for place, criterion in enumerate(others.tolist()):
            drawn[:, criterion] = shares[criterion] * (1.0 + moved[:, place])
            left -= drawn[:, criterion]
        drawn[:, last] = left
        # A spread smaller than rounding would refuse every draw without the last term.
        fits = drawn[np.abs(left - shares[last]) <= spread * shares[last] + 1e-12]
        kept.append(fits[:missing])
        missing -= len(kept[-1])
    return np.concatenate(kept)


# --- people ---


@dataclass(frozen=True, eq=False)
class _Crowd:
    """Everybody, criterion by criterion. What somebody has is `base + span · chance`, and chance is drawn anew, 0–1,
    wherever span > 0; `value` is the point value that the ranking uses, `top` the most that may be."""

    value: Numbers
    base: Numbers
    span: Numbers
    top: Numbers
    keys: NDArray[np.uint64]
    unsure: Truths

    @classmethod
    def of(cls, value: Numbers, low: Numbers, high: Numbers, ids: Sequence[str], seed: int) -> _Crowd:
        span = np.ascontiguousarray(np.maximum(high - low, 0.0).T)
        base = np.where(span > 0, low.T, value.T)
        unsure: Truths = np.any(span > 0, axis=0)
        keys = np.zeros(len(unsure), dtype=np.uint64)
        for person in np.flatnonzero(unsure).tolist():
            told = f"{seed} {ids[person]}".encode("utf-8", "surrogatepass")
            keys[person] = int.from_bytes(blake2b(told, digest_size=8).digest(), "little")
        return cls(np.ascontiguousarray(value.T), base, span, base + span, keys, unsure)

    def moved(self, people: Places, draws: Places, criterion: int) -> Numbers:
        """Draws by people: what chance adds to the base of those people on a criterion."""
        turns = draws.astype(np.uint64) * np.uint64(len(self.span)) + np.uint64(criterion)
        drawn: Numbers = self.span[criterion, people] * _chance(self.keys[people], turns)
        return drawn

    def utility(self, people: Places, draws: Places, weights: Numbers) -> Numbers:
        """Draws by people: the score of each under each draw's weights, in whole billionths."""
        total = np.zeros((len(draws), len(people)))
        unsure = np.flatnonzero(self.unsure[people])
        for criterion in range(len(self.base)):
            # Column by column and never as a matrix product, which rounds otherwise on another machine.
            weight = weights[:, criterion, None]
            total += weight * self.base[criterion, people]
            if self.span[criterion, people[unsure]].any():
                total[:, unsure] += weight * self.moved(people[unsure], draws, criterion)
        total *= _TIE
        return np.rint(total, out=total)


def _chance(keys: NDArray[np.uint64], turns: NDArray[np.uint64]) -> Numbers:
    """Uniform numbers on [0, 1), turns by keys: SplitMix64 (Steele, Lea & Flood 2014), one sequence a key."""
    state = keys + (turns[:, None] + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    drawn: Numbers = ((state ^ (state >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53
    return drawn


# --- ranks ---


@dataclass(frozen=True, eq=False)
class _Search:
    """Ranks the people in all draws, and passes over those who come near in none.

    Draws that are alike are taken together. The best by their mean weights give, draw by draw, a score that the last
    rank asked for has at least; whoever stays below it even with the best that these weights and their missing
    evidence allow is out of all of them at once, exactly. The others go on to smaller lots of draws.
    """

    crowd: _Crowd
    drawn: Numbers
    depth: int
    drop: bool
    tally: _Tally

    def visit(self, draws: Places, people: Places) -> None:
        """Ranks those people in those draws; everybody else is known to be out of reach."""
        weights = self.drawn[draws]
        if self.drop:
            people = self._near(draws, weights, people)
        widths = np.ptp(weights, axis=0)
        if len(draws) <= _FEW_DRAWS or len(draws) * len(people) <= _TABLE or not widths.any():
            self._rank(draws, weights, people)
            return
        order = np.argsort(weights[:, np.argmax(widths)], kind="stable")
        for half in np.array_split(order, 2):
            self.visit(draws[half], people)

    def _near(self, draws: Places, weights: Numbers, people: Places) -> Places:
        leaders = self.depth + 64
        if len(people) <= leaders or len(draws) * leaders > _LEADERS:
            return people
        centre = weights.mean(axis=0)
        usual = sum(share * self.crowd.value[criterion, people] for criterion, share in enumerate(centre))
        best = people[np.argpartition(usual, -leaders)[-leaders:]]
        floors = _nth_best(self.crowd.utility(best, draws, weights), self.depth) / _TIE - _SLACK
        floor = floors.min()
        reach = np.zeros(len(people))
        for criterion, (least, most) in enumerate(zip(weights.min(axis=0), weights.max(axis=0), strict=True)):
            # Weights add up to 1, so that the floor may be taken from every value: the bound is closest near it.
            above = self.crowd.top[criterion, people] - floor
            reach += np.maximum(least * above, most * above)
        people = people[reach >= 0]
        first_small_lot = len(draws) <= _SHARP < 2 * len(draws)
        return self._nearer(weights, people, floors) if first_small_lot else people

    def _nearer(self, weights: Numbers, people: Places, floors: Numbers) -> Places:
        """Those who reach the floor in a draw, each draw by itself: slower than the bound for all, and far sharper."""
        floors32, weights32 = (floors - _COARSE).astype(np.float32), weights.astype(np.float32)
        found = np.zeros(len(people), dtype=bool)
        for lot in _lots(len(people), 8 * _TABLE // len(weights)):
            top = self.crowd.top[:, people[lot]].astype(np.float32)
            found[lot] = (weights32 @ top >= floors32[:, None]).any(axis=0)
        return people[found]

    def _rank(self, draws: Places, weights: Numbers, people: Places) -> None:
        step = max(1, _TABLE // len(people))
        for start in range(0, len(draws), step):
            lot = slice(start, start + step)
            utility = self.crowd.utility(people, draws[lot], weights[lot])
            self.tally.add(draws[lot], people, utility, utility >= _nth_best(utility, self.depth)[:, None])


def _nth_best(utility: Numbers, place: int) -> Numbers:
    """In each row the score that so many reach or pass."""
    column = utility.shape[1] - place
    found: Numbers = np.partition(utility, column, axis=1)[:, column]
    return found


class _Tally:
    """Counts the draws in which each person is among the first `within`; with `detail`, also those in which they have
    each of the first `depth` ranks, and the sum of the weights that put them first."""

    def __init__(self, drawn: Numbers, people: int, within: int, depth: int, detail: bool) -> None:
        self.within = within
        self.accepted = np.zeros(people, dtype=np.int64)
        self.tied = 0
        self._drawn = drawn
        self._counts = np.zeros((people, depth), dtype=np.int32) if detail else None
        self._first = np.zeros((people if detail else 0, drawn.shape[1]), dtype=np.int64)

    def add(self, draws: Places, people: Places, utility: Numbers, near: Truths) -> None:
        """One table, draws by people, and who in it has one of the ranks asked for."""
        if self._counts is not None:
            near = self._ranks(self._counts, draws, people, utility, near)
        self.accepted[people] += near.sum(axis=0)
        self.tied += int((near.sum(axis=1) > self.within).sum())

    def _ranks(
        self, counts: NDArray[np.int32], draws: Places, people: Places, utility: Numbers, near: Truths
    ) -> Truths:
        """Counts the ranks of those who are near, and says who of them is within."""
        row, column = np.nonzero(near)
        order = np.lexsort((-utility[row, column], row))
        row, column = row[order], column[order]
        reached = utility[row, column]
        # Competition ranking: whoever ties with the one before has the rank of the first of those tied.
        place = np.arange(len(row))
        begins = np.maximum.accumulate(np.where(np.diff(row, prepend=-1) != 0, place, 0))
        new = (begins == place) | (np.diff(reached, prepend=0.0) != 0)
        rank = np.maximum.accumulate(np.where(new, place, 0)) - begins
        np.add.at(counts, (people[column], rank), 1)
        first = rank == 0
        np.add.at(self._first, people[column[first]], np.rint(self._drawn[draws[row[first]]] * _FINE).astype(np.int64))
        within = np.zeros_like(near)
        within[row, column] = rank < self.within
        return within

    def detail(self, crowd: _Crowd) -> Detail | None:
        """What was counted rank by rank, as shares and means; None where it was not asked for."""
        if self._counts is None:
            return None
        firsts = self._counts[:, :1].sum(axis=1)
        central = np.full(self._first.shape, np.nan)
        confidence = np.full(len(central), np.nan)
        ever = np.flatnonzero(firsts)
        central[ever] = self._first[ever] / _FINE / firsts[ever, None]
        confidence[ever] = _confidence(crowd, ever, central[ever], len(self._drawn))
        return Detail(len(self._drawn), self._counts, central, confidence)


def _confidence(crowd: _Crowd, firsts: Places, central: Numbers, samples: int) -> Numbers:
    """For each of `firsts`, the share of draws of the missing evidence in which nobody is strictly better under that
    person's own central weights."""
    sure, rivals = np.flatnonzero(~crowd.unsure), np.flatnonzero(crowd.unsure)
    to_beat = np.full(len(firsts), -np.inf)
    for lot in _lots(len(sure), _TABLE // max(1, len(firsts))):
        best = crowd.utility(sure[lot], np.zeros(len(firsts), dtype=np.int64), central).max(axis=1)
        to_beat = np.maximum(to_beat, best)
    held = [
        len(_unbeaten(crowd, np.array([person]), weights, bar, rivals, np.arange(samples))) / samples
        for person, weights, bar in zip(firsts.tolist(), central, to_beat, strict=True)
    ]
    return np.array(held, dtype=np.float64)


def _unbeaten(crowd: _Crowd, person: Places, weights: Numbers, to_beat: float, rivals: Places, draws: Places) -> Places:
    """The draws in which a person reaches `to_beat` and no rival is strictly better, the most dangerous looked at
    first: after a few of them the draws that are left need no other."""
    own = crowd.utility(person, draws, np.broadcast_to(weights, (len(draws), len(weights))))[:, 0]
    reach = np.sum([share * top for share, top in zip(weights, crowd.top[:, rivals], strict=True)], axis=0)
    order = np.argsort(-reach, kind="stable")
    best = np.full(len(draws), to_beat)
    for start in range(0, len(order) + _RIVALS, _RIVALS):
        held = own >= best
        draws, own = draws[held], own[held]
        lot = order[start : start + _RIVALS]
        if not len(draws) or not len(lot) or (reach[lot[0]] + _SLACK) * _TIE < own.min():
            break
        same = np.broadcast_to(weights, (len(draws), len(weights)))
        best = crowd.utility(rivals[lot], draws, same).max(axis=1)
    return draws


def _lots(count: int, size: int) -> Iterator[slice]:
    size = max(1, size)
    return (slice(start, start + size) for start in range(0, count, size))

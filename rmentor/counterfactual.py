"""What would put this person in: the smallest change of one weight or of one mark; and the margin of the last one in.

Scores are linear in each weight and in each mark, so that the smallest change is solved for, not searched for. What is
offered is then a number as people write it, on the far side of that bound, and is tried on the whole ranking first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rmentor import values
from rmentor.outcomes import Measured, Numbers, Selection, Truths
from rmentor.programme import Criterion
from rmentor.roster import Column

_TIE_DECIMALS = 9
_MOST_DECIMALS = 9
_ROUNDING = 1e-9
_FLAT = 1e-12
"""Points that a mark must move the score by, a step, to count at all."""

_TRIES = 40
"""Openings that are tried, nearest first, where each is too narrow to be written down."""


@dataclass(frozen=True)
class WeightChange:
    """A weight that would change who is in, all others as they are. `before` and `after` are as written, the shares are
    of all weights, 0–1; `exact` is the bound, as written; `after` is at it or just beyond."""

    criterion: str
    before: float
    after: float
    share_before: float
    share_after: float
    exact: float

    @property
    def size(self) -> float:
        """How far the share moves."""
        return abs(self.share_after - self.share_before)


@dataclass(frozen=True)
class MarkChange:
    """A mark, on its own scale, that would put a person in; `before` is None where there is none yet. `criteria` are
    those that the mark counts for; `exact` is the bound, `after` the next mark that is on the scale or can be written;
    `size` is how much of the scale the mark moves by, 0–1, from its worst end where there is none yet."""

    column: str
    criteria: tuple[str, ...]
    before: float | None
    after: float
    exact: float
    size: float


@dataclass(frozen=True)
class WayIn:
    """Every single change that would put a person in: one for each weight and for each mark that can do it."""

    weights: tuple[WeightChange, ...]
    marks: tuple[MarkChange, ...]
    already: bool = False
    """By the ranking alone the person would be in: what is asked of the chosen together took the place."""

    @property
    def weight(self) -> WeightChange | None:
        """The change of a weight that moves its share least."""
        return min(self.weights, key=lambda one: one.size, default=None)

    @property
    def mark(self) -> MarkChange | None:
        """The change of a mark there is that moves least on its scale; marks still to be given are not compared."""
        return min((one for one in self.marks if one.before is not None), key=lambda one: one.size, default=None)


@dataclass(frozen=True)
class Margin:
    """How firmly the last one chosen by score is in: by how many points ahead of the next, and which single weights
    would put them out. People are positions in the roster."""

    person: int
    next: int
    points: float
    weights: tuple[WeightChange, ...]


def way_in(selection: Selection, criteria: Mapping[str, Criterion], person: int) -> WayIn | None:
    """What would bring somebody of the reserve among the chosen; None for anybody whom more points would not bring in.

    `criteria` are those of the selection, with their weights as written. Only the ranking is looked at: people whom
    decisions put in keep their places, and what is asked of the chosen together is left aside; whoever is out for that
    alone is `already` in by the ranking, and no change of theirs is told.
    """
    if person not in selection.reserve:
        return None
    contest = _Contest.of(selection, criteria, person)
    if contest.places == 0:
        return WayIn((), ())
    if contest.inside(contest.weights):
        return WayIn((), (), already=True)
    weights = tuple(_weight_changes(contest, goes_in=True))
    return WayIn(weights, tuple(_mark_changes(selection, criteria, contest)))


def margin(selection: Selection, criteria: Mapping[str, Criterion]) -> Margin | None:
    """The last one chosen by score, against the first of the reserve; None where either is nobody."""
    by_score = [person for person in selection.selected if selection.by[person] == "ranking"]
    if not by_score or not selection.reserve:
        return None
    last, first_out = by_score[-1], selection.reserve[0]
    weights = _weight_changes(_Contest.of(selection, criteria, last), goes_in=False)
    return Margin(last, first_out, float(selection.score[last] - selection.score[first_out]), tuple(weights))


@dataclass(frozen=True, eq=False)
class _Contest:
    """A person against all others whom only the ranking puts in or out, for `places` places.

    `own` and `others` are values, criteria (by people); `earlier` are the others whose id wins a tie; `weights` are as
    written.
    """

    person: int
    keys: tuple[str, ...]
    weights: Numbers
    own: Numbers
    others: Numbers
    earlier: Truths
    places: int

    @classmethod
    def of(cls, selection: Selection, criteria: Mapping[str, Criterion], person: int) -> _Contest:
        decided = [one for one, by in selection.by.items() if by == "decision"]
        ranked = selection.rank > 0
        ranked[[*decided, person]] = False
        others = np.flatnonzero(ranked)
        ids = selection.roster.ids
        return cls(
            person,
            tuple(selection.criteria),
            np.array([criteria[key].weight for key in selection.criteria], dtype=np.float64),
            np.array([one.value[person] for one in selection.criteria.values()]),
            np.array([one.value[others] for one in selection.criteria.values()]),
            np.array([ids[one] < ids[person] for one in others.tolist()], dtype=bool),
            max(0, selection.places - len(decided)),
        )

    def inside(self, weights: Numbers) -> bool:
        """Whether the person has a place under those weights: the ranking made anew, as `selection` makes it."""
        shares = weights / weights.sum()
        own = np.round(_sum(shares, self.own), _TIE_DECIMALS)
        others = np.round(_sum(shares, self.others), _TIE_DECIMALS)
        ahead = (others > own) | ((others == own) & self.earlier)
        return int(ahead.sum()) < self.places

    def bar(self) -> tuple[float, bool]:
        """The score to reach for a place, to 9 decimals, and whether reaching it is enough."""
        scores = np.round(_sum(self.weights / self.weights.sum(), self.others), _TIE_DECIMALS)
        last = np.lexsort((~self.earlier, -scores))[self.places - 1]
        return float(scores[last]), not bool(self.earlier[last])


def _sum(shares: Numbers, table: Numbers) -> Numbers:
    total: Numbers = np.sum([share * row for share, row in zip(shares, table, strict=True)], axis=0)
    return total


# --- one weight ---


def _weight_changes(contest: _Contest, *, goes_in: bool) -> Iterator[WeightChange]:
    """For each criterion the change of its weight alone that moves its share least and puts the person in, or out."""
    for place, key in enumerate(contest.keys):
        found = [_weight_change(contest, place, key, sign, goes_in) for sign in (1, -1)]
        nearest = min((one for one in found if one is not None), key=lambda one: one.size, default=None)
        if nearest is not None:
            yield nearest


def _weight_change(contest: _Contest, place: int, key: str, sign: int, goes_in: bool) -> WeightChange | None:
    """The nearest weight above (+1) or below (−1) the present one."""
    before, total = float(contest.weights[place]), float(contest.weights.sum())
    rest = total - before
    if rest <= 0:
        return None
    decimals = 2 + max(0, math.ceil(1 - math.log10(total)))

    def works(weight: float) -> bool:
        weights = contest.weights.copy()
        weights[place] = weight
        return weight >= 0 and contest.inside(weights) == goes_in

    for number, step in enumerate(_openings(contest, place, sign, goes_in)):
        exact = before + sign * step
        if exact < -_ROUNDING * total or number == _TRIES:
            break
        exact = max(0.0, exact)
        after = _written(exact, sign, range(decimals, _MOST_DECIMALS + 1), works)
        if after is not None:
            return WeightChange(key, before, after, before / total, after / (rest + after), exact)
    return None


def _openings(contest: _Contest, place: int, sign: int, goes_in: bool) -> Iterator[float]:
    """How far the weight has to move until the person is in (out), nearest first: where each stretch begins on which
    fewer others than there are places (not fewer) are ahead.

    Each other's lead or lag is linear in the weight, and changes sign once at most; at that point the two tie.
    """
    gap = _sum(contest.weights, contest.own[:, None] - contest.others)
    gap[np.abs(gap) < contest.weights.sum() * 0.5 * 10.0**-_TIE_DECIMALS] = 0.0
    slope = sign * (contest.own[place] - contest.others[place])
    ahead = (gap < 0) | ((gap == 0) & ((slope < 0) | ((slope == 0) & contest.earlier)))
    crosses = np.flatnonzero(gap * slope < 0)
    steps, when = np.unique(-gap[crosses] / slope[crosses], return_inverse=True)
    falls = slope[crosses] > 0
    lost, won, tied = (
        np.bincount(when[some], minlength=len(steps)) for some in (falls, ~falls, contest.earlier[crosses])
    )
    beyond = int(ahead.sum()) + np.cumsum(won - lost)
    there = beyond - won + tied
    if (int(ahead.sum()) < contest.places) == goes_in:
        yield 0.0
    fits = ((there < contest.places) == goes_in) | ((beyond < contest.places) == goes_in)
    yield from steps[fits].tolist()


def _written(exact: float, sign: int, decimals: Iterable[int], works: Callable[[float], bool]) -> float | None:
    """The nearest number at a bound or beyond it that works, with the fewest of these decimals."""
    for fine in decimals:
        unit = 10.0**fine
        nearest = math.ceil(exact * unit) if sign > 0 else math.floor(exact * unit)
        # The number before may work too: scores that are equal to 9 decimals tie.
        for number in (nearest - sign, nearest, nearest + sign):
            if works(number / unit):
                return number / unit
    return None


# --- one mark ---


def _mark_changes(selection: Selection, criteria: Mapping[str, Criterion], contest: _Contest) -> Iterator[MarkChange]:
    """For each column of marks the change of the person's mark that puts them in, if one on its scale does."""
    every = (column.heading for one in selection.criteria.values() for _, column, _ in one.evidence)
    for heading in dict.fromkeys(every):
        found = _mark_change(selection, criteria, contest, heading)
        if found is not None:
            yield found


def _mark_change(
    selection: Selection, criteria: Mapping[str, Criterion], contest: _Contest, heading: str
) -> MarkChange | None:
    person, (bar, enough) = contest.person, contest.bar()
    uses = [
        (key, piece, column)
        for key, one in selection.criteria.items()
        for piece, column, _ in one.evidence
        if column.heading == heading and piece.weight * one.weight > 0
    ]
    if not uses:
        return None
    column = uses[0][2]
    low, high = max(min(piece.scale) for _, piece, _ in uses), min(max(piece.scale) for _, piece, _ in uses)

    def score(mark: float) -> float:
        return math.fsum(
            one.weight * _value_with(one, criteria[key].missing == "neutral", person, heading, mark)
            for key, one in selection.criteria.items()
        )

    def works(mark: float) -> bool:
        reached = round(score(mark), _TIE_DECIMALS)
        return low <= mark <= high and (reached > bar or (reached == bar and enough))

    slope = (score(high) - score(low)) / (high - low) if low < high else 0.0
    if abs(slope) < _FLAT:
        return None
    sign = 1 if slope > 0 else -1
    exact = min(max(low + (bar - score(low)) / slope, low), high)
    after = _written(exact, sign, (0,) if _whole(column) else range(2, _MOST_DECIMALS + 1), works)
    if after is None:
        return None
    before = values.number(column.text(person))
    start = before if before is not None else (low if sign > 0 else high)
    concerned = tuple(dict.fromkeys(key for key, _, _ in uses))
    return MarkChange(column.heading, concerned, before, after, exact, abs(after - start) / (high - low))


def _value_with(measured: Measured, neutral: bool, person: int, heading: str, mark: float) -> float:
    """A person's value of a criterion if their mark in a column were another."""
    seen = weight = 0.0
    for piece, column, marks in measured.evidence:
        first, last = piece.scale
        value = (mark - first) / (last - first) * 100.0 if column.heading == heading else float(marks[person])
        if math.isnan(value) and not neutral:
            continue
        seen += piece.weight * (50.0 if math.isnan(value) else value)
        weight += piece.weight
    return seen / weight if weight else 50.0


def _whole(column: Column) -> bool:
    """Whether every mark in a column is a whole number: then the next mark is, too."""
    marks = [values.number(cell) for cell in column.cells]
    return all(mark is None or mark.is_integer() for mark in marks)

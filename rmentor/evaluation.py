"""What people answered, in figures that claim no more than they can: progress, distributions.

Kirkpatrick's levels are the frame. Under six pairs an exact two-sided paired test cannot reach .05, so none is made:
counts, the median change and Cliff's delta stand instead. A retrospective pre-test is never mixed in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, median

from rmentor.courses import Course

FEWEST_TESTED = 6
"""Pairs below which no exact paired test can reach .05: with five, the smallest p is .0625."""
FEWEST_SHOWN = 5
"""People below which a group is not broken down: figures would tell of persons."""
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Delta:
    """Cliff's delta, −1 to 1, with a 95 % interval (Cliff 1993, unpaired; consistent variance and interval of Feng &
    Cliff 2004)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Progress:
    """One topic, before and after, of those who answered both times. `p` is the exact two-sided sign test's, or None
    where there are too few pairs; `missing` are those with the need who lack one of the two answers."""

    topic: str
    n: int
    missing: int
    before: float | None = None
    after: float | None = None
    target: float | None = None
    improved: int = 0
    same: int = 0
    worse: int = 0
    median_change: float | None = None
    delta: Delta | None = None
    p: float | None = None


def cliffs_delta(before: Sequence[float], after: Sequence[float]) -> Delta:
    """How often `after` lies above `before` less how often below, over all couples. Needs one value on each side; with
    fewer than two on a side the interval is the whole scale."""
    signs = [[(new > old) - (new < old) for old in before] for new in after]
    rows, columns = [fmean(row) for row in signs], [fmean(column) for column in zip(*signs, strict=True)]
    value = fmean(rows)
    m, n = len(rows), len(columns)
    if min(m, n) < 2:
        return Delta(value, -1.0, 1.0)
    if abs(value) == 1.0:
        # No couple the other way: the limit of the formula below is a point, so the rule of Feng & Cliff stands in.
        bound = (min(m, n) - _Z**2) / (min(m, n) + _Z**2)
        return Delta(value, *((bound, 1.0) if value > 0 else (-1.0, -bound)))
    apart = sum((one - value) ** 2 for row in signs for one in row)
    between = n**2 * sum((one - value) ** 2 for one in rows) + m**2 * sum((one - value) ** 2 for one in columns)
    # Never below what couples that know nothing of each other would give.
    squared = max((between - apart) / (m * n * (m - 1) * (n - 1)), (1 - value**2) / (m * n - 1))
    low, high = _interval(value, squared)
    return Delta(value, low, high)


def _interval(value: float, squared: float) -> tuple[float, float]:
    """The asymmetric interval that never leaves −1 … 1."""
    around = 1 - value**2 + _Z**2 * squared
    half = _Z * math.sqrt(squared) * math.sqrt((1 - value**2) ** 2 + _Z**2 * squared)
    return max(-1.0, (value - value**3 - half) / around), min(1.0, (value - value**3 + half) / around)


def sign_test(improved: int, worse: int) -> float:
    """The exact two-sided sign test's p: pairs without a change say nothing (Dixon & Mood 1946)."""
    n, k = improved + worse, min(improved, worse)
    tail = sum(math.comb(n, one) for one in range(k + 1))
    return min(1.0, float(2 * tail / 2**n))


def progress(topic: str, couples: Sequence[tuple[float, float]], missing: int, targets: Sequence[float]) -> Progress:
    """What became of a topic, from (before, after) of each who answered both times."""
    if not couples:
        return Progress(topic, 0, missing)
    changes = [after - before for before, after in couples]
    better, worse = sum(one > 0 for one in changes), sum(one < 0 for one in changes)
    before, after = [one for one, _ in couples], [one for _, one in couples]
    return Progress(
        topic, len(couples), missing, fmean(before), fmean(after), fmean(targets) if targets else None, better,
        len(changes) - better - worse, worse, median(changes), cliffs_delta(before, after),
        sign_test(better, worse) if len(couples) >= FEWEST_TESTED else None,
    )  # fmt: skip


def distribution(values: Iterable[float], scale: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """How many gave each mark. A net score would move by 12 points with one answer of eight: it is not made."""
    counted = Counter(round(value) for value in values)
    return tuple((mark, counted[mark]) for mark in scale)


def by_topic(courses: Iterable[Course]) -> tuple[Progress, ...]:
    """Each topic that somebody needs, sorted: self-assessments of the executives, the first before, the last after."""
    found: dict[str, tuple[list[tuple[float, float]], list[float]]] = {}
    missing: Counter[str] = Counter()
    for course in courses:
        told = {form: _levels(course, form) for form in ("before", "after")}
        for topic, need in course.needs.items():
            couples, targets = found.setdefault(topic, ([], []))
            if topic in told["before"] and topic in told["after"]:
                couples.append((told["before"][topic], told["after"][topic]))
                targets.append(need.target)
            else:
                missing[topic] += 1
    return tuple(
        progress(topic, couples, missing[topic], targets) for topic, (couples, targets) in sorted(found.items())
    )


def _levels(course: Course, form: str) -> Mapping[str, float]:
    given = sorted((one for one in course.answers if one.form == form and one.who == "mentee"), key=lambda one: one.on)
    chosen = given if form == "after" else given[::-1]
    return {topic: level for one in chosen for topic, level in one.levels.items()}

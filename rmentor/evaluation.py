"""What people answered, in figures that claim no more than they can: progress, distributions.

Kirkpatrick's levels are the frame. Under six pairs an exact two-sided paired test cannot reach .05, so none is made:
counts, the median change and Cliff's delta stand instead. A retrospective pre-test is never mixed in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, median

from rmentor.courses import Course
from rmentor.people import FORMS, STATEMENTS, Answer, Side

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


_BEFORE, _AFTER, _MIDWAY = ("before",), ("closing", "after"), ("mid-term",)
"""The forms on which levels are told before, at the end (at once, and later), and half-way."""


def by_topic(courses: Iterable[Course], later: Collection[str] = _AFTER) -> tuple[Progress, ...]:
    """Each topic that somebody needs, sorted: self-assessments of the executives, the first before, the last of those
    `later`."""
    found: dict[str, tuple[list[tuple[float, float]], list[float]]] = {}
    missing: Counter[str] = Counter()
    for course in courses:
        told = {"before": _levels(course, _BEFORE), "after": _levels(course, later)}
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


def control(courses: Sequence[Course], later: Collection[str] = _AFTER) -> Progress | None:
    """The item that nobody teaches, before and after: what moves there moves without the programme. None where nobody
    was asked."""
    couples, missing = [], 0
    for course in courses:
        before, after = (
            [one.control for one in _given(course, forms) if one.control is not None] for forms in (_BEFORE, later)
        )
        if before and after:
            couples.append((before[0], after[-1]))
        else:
            missing += 1
    return progress("control", couples, missing, ()) if couples else None


@dataclass(frozen=True)
class Midway:
    """Progress from before to mid-term, of the topics on which too few have answered at the end: an interim figure,
    never mixed with final ones. `control` is the item that nobody teaches, at the same forms."""

    topics: tuple[Progress, ...] = ()
    control: Progress | None = None


def midway(courses: Sequence[Course], final: Iterable[Progress]) -> Midway:
    """What mid-term answers tell as long as those at the end are missing; nothing of a topic without any."""
    told = {one.topic for one in final if one.n >= FEWEST_SHOWN}
    topics = tuple(one for one in by_topic(courses, _MIDWAY) if one.n and one.topic not in told)
    return Midway(topics, control(courses, _MIDWAY)) if topics else Midway()


@dataclass(frozen=True)
class Remembered:
    """One topic as people remember, afterwards, where they stood (a retrospective pre-test), beside what they say now.
    It flatters: also people who were taught nothing remember themselves lower. It is never mixed into progress."""

    topic: str
    n: int
    then: float
    now: float


def remembered(courses: Iterable[Course]) -> tuple[Remembered, ...]:
    """Each topic on which somebody remembered, sorted: of each the last answer."""
    found: dict[str, list[tuple[float, float]]] = {}
    for course in courses:
        last: dict[str, tuple[float, float]] = {}
        for one in _given(course, _AFTER):
            last |= {topic: (then, one.levels[topic]) for topic, then in one.then.items() if topic in one.levels}
        for topic, both in last.items():
            found.setdefault(topic, []).append(both)
    return tuple(
        Remembered(topic, len(rows), fmean(one for one, _ in rows), fmean(one for _, one in rows))
        for topic, rows in sorted(found.items())
    )


@dataclass(frozen=True)
class Agreement:
    """How far one side agrees with one statement of a form: how many gave each mark 1–5, and the median. `missing`:
    courses far enough for the form that lack this answer."""

    form: str
    who: Side
    statement: str
    n: int
    missing: int
    marks: tuple[tuple[int, int], ...]
    median: float | None


def agreement(courses: Sequence[Course]) -> tuple[Agreement, ...]:
    """Each statement that somebody answered, in the order of the forms; of each course the last answer."""
    found = []
    for (form, who), statements in STATEMENTS.items():
        due = [course for course in courses if _far_enough(course, form)]
        for statement in statements:
            given = [
                told[-1]
                for course in courses
                if (told := [one.marks[statement] for one in _given(course, (form,), who) if statement in one.marks])
            ]
            if given:
                missing = max(0, len(due) - len(given))
                marks = distribution(given, range(1, 6))
                found.append(Agreement(form, who, statement, len(given), missing, marks, median(given)))
    return tuple(found)


def _far_enough(course: Course, form: str) -> bool:
    """Whether a course has come to where a form is answered: after the first session, half-way, at the end."""
    held = len(course.held)
    return {"fit": held >= 1, "mid-term": 2 * held >= course.sessions > 0}.get(form, held >= course.sessions > 0)


def recommend(courses: Iterable[Course], who: Side) -> tuple[tuple[int, int], ...]:
    """How many of a side gave each mark, 0–10, of each course the last; nothing where nobody was asked."""
    given = [
        told[-1]
        for course in courses
        if (told := [one.recommend for one in _given(course, FORMS, who) if one.recommend is not None])
    ]
    return distribution(given, range(11)) if given else ()


def _given(course: Course, forms: Collection[str], who: Side = "mentee") -> list[Answer]:
    """What a side answered on those forms, the earliest first."""
    return sorted((one for one in course.answers if one.form in forms and one.who == who), key=lambda one: one.on)


def _levels(course: Course, forms: Collection[str]) -> Mapping[str, float]:
    given = _given(course, forms)
    # Before: the first answer counts; after: the last.
    chosen = given[::-1] if forms == _BEFORE else given
    return {topic: level for one in chosen for topic, level in one.levels.items()}

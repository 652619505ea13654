"""Whether raters agree: Krippendorff's alpha, the intraclass correlation ICC(2,k), and on whom they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rmentor.outcomes import Numbers

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Verdict = Literal["firm", "tentative", "weak", "undefined", "too_few"]

FIRM, TENTATIVE = 0.800, 0.667
"""Krippendorff's own bounds: firm conclusions from .800 on, tentative ones from .667 on."""

FEWEST_UNITS = 10
"""Under so many people with two marks or more there are counts, and no verdict."""

APART = 2.0
"""Raters who are so many marks apart should talk about that person again."""

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Panel:
    """Marks as a table, raters by units: `ratings[r, u]` is the mark of rater r for unit u, NaN where there is none."""

    raters: tuple[str, ...]
    units: tuple[str, ...]
    ratings: Numbers


@dataclass(frozen=True)
class Disagreement:
    """A unit on which raters differ: its place in the table, and the lowest and the highest mark."""

    unit: int
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """What a panel's marks say of its raters. `units` counts those with two marks or more; `alpha` is None where it is
    undefined (everybody gave the same mark, or nobody rated what another rated), `icc` where the panel is not complete.
    """

    raters: int
    units: int
    alpha: float | None
    icc: float | None
    verdict: Verdict
    disagreements: tuple[Disagreement, ...]


def panel(marks: Iterable[tuple[str, str, float]]) -> Panel:
    """The table of (unit, rater, mark); both sides sorted. Raises ValueError where a rater marks a unit twice."""
    told: dict[tuple[str, str], float] = {}
    for unit, rater, mark in marks:
        if (rater, unit) in told:
            raise ValueError(f"two marks of one rater for one unit: {rater}, {unit}")
        told[rater, unit] = mark
    raters, units = (tuple(sorted({key[side] for key in told})) for side in (0, 1))
    ratings = np.full((len(raters), len(units)), np.nan)
    row, column = ({name: place for place, name in enumerate(names)} for names in (raters, units))
    for (rater, unit), mark in told.items():
        ratings[row[rater], column[unit]] = mark
    return Panel(raters, units, ratings)


def agreement(ratings: Numbers, level: Level = "ordinal", mark: float = 1.0) -> Agreement:
    """Everything that is to be said of a table of raters by units; `mark` is the step from one mark to the next."""
    units = pairable(ratings)
    alpha = krippendorff_alpha(ratings, level)
    return Agreement(len(ratings), units, alpha, icc2k(ratings.T), verdict(alpha, units), disagreements(ratings, mark))


def pairable(ratings: Numbers) -> int:
    """How many units have two marks or more: the others say nothing of agreement."""
    return int(((~np.isnan(ratings)).sum(axis=0) >= 2).sum())


def krippendorff_alpha(ratings: Numbers, level: Level) -> float | None:
    """1 − observed disagreement / expected disagreement; 1 is agreement, 0 is chance, and it may be negative.

    `ratings` is raters by units, NaN where there is no mark; units with one mark are left out. None where the expected
    disagreement is nothing: fewer than two marks that pair, or all of them equal. Level "ratio" asks for marks of 0 or
    more, and raises ValueError for others. Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
    """
    there = ~np.isnan(ratings)
    ratings, there = (table[:, there.sum(axis=0) >= 2] for table in (ratings, there))
    marks, place = np.unique(ratings[there], return_inverse=True)
    if len(marks) < 2:
        return None
    counts = np.zeros((ratings.shape[1], len(marks)))
    np.add.at(counts, (np.nonzero(there)[1], place), 1)
    pairs_a_mark = 1.0 / (counts.sum(axis=1) - 1.0)
    coincidences = counts.T @ (counts * pairs_a_mark[:, None]) - np.diag(counts.T @ pairs_a_mark)
    totals = counts.sum(axis=0)
    distance = _distance(marks, totals, level)
    observed = float((coincidences * distance).sum())
    expected = float(totals @ distance @ totals)
    return 1.0 - (float(totals.sum()) - 1.0) * observed / expected


def _distance(marks: Numbers, totals: Numbers, level: Level) -> Numbers:
    """How far two marks are apart, squared, by the level of the scale. `marks` ascend; `totals` says how often each is
    given, since on an ordinal scale two marks are as far apart as there are marks given between them."""
    apart: Numbers
    if level == "nominal":
        apart = (marks[:, None] != marks[None, :]).astype(np.float64)
    elif level == "ordinal":
        middle = np.cumsum(totals) - totals / 2.0
        apart = middle[:, None] - middle[None, :]
    elif level == "interval":
        apart = marks[:, None] - marks[None, :]
    else:
        if marks[0] < 0:
            raise ValueError("a ratio scale begins at 0")
        total = marks[:, None] + marks[None, :]
        apart = np.divide(marks[:, None] - marks[None, :], total, out=np.zeros_like(total), where=total > 0)
    return apart**2


def icc2k(ratings: Numbers) -> float | None:
    """ICC(2,k): how reliable the mean of these judges is, if they were drawn from many (Shrout & Fleiss 1979).

    `ratings` is targets by judges. None where a mark is missing, where there are fewer than two of either, and where
    targets and judges together vary too little for the ratio to mean anything.
    """
    targets, judges = ratings.shape
    if targets < 2 or judges < 2 or np.isnan(ratings).any():
        return None
    grand = ratings.mean()
    of_target, of_judge = ratings.mean(axis=1), ratings.mean(axis=0)
    between_targets = judges * float(((of_target - grand) ** 2).sum()) / (targets - 1)
    between_judges = targets * float(((of_judge - grand) ** 2).sum()) / (judges - 1)
    rest = ratings - of_target[:, None] - of_judge[None, :] + grand
    error = float((rest**2).sum()) / ((targets - 1) * (judges - 1))
    below = between_targets + (between_judges - error) / targets
    if below <= _ROUNDING * max(1.0, float(np.abs(ratings).max()) ** 2):
        return None
    return float((between_targets - error) / below)


def disagreements(ratings: Numbers, mark: float = 1.0) -> tuple[Disagreement, ...]:
    """The units of a table of raters by units on which two raters are two marks apart or more, the widest first."""
    found = []
    for unit in range(ratings.shape[1]):
        given = ratings[~np.isnan(ratings[:, unit]), unit]
        if len(given) and np.ptp(given) >= APART * mark - _ROUNDING:
            found.append(Disagreement(unit, float(given.min()), float(given.max())))
    return tuple(sorted(found, key=lambda one: (one.low - one.high, one.unit)))


def verdict(alpha: float | None, units: int) -> Verdict:
    """What an alpha allows to be concluded; "undefined" where there is none, "too_few" under ten units."""
    if units < FEWEST_UNITS:
        return "too_few"
    if alpha is None:
        return "undefined"
    # An alpha that is .8 but for rounding is .8.
    if alpha >= FIRM - _ROUNDING:
        return "firm"
    return "tentative" if alpha >= TENTATIVE - _ROUNDING else "weak"

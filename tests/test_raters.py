"""Whether raters agree."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.outcomes import Numbers
from rmentor.raters import (
    Disagreement,
    Level,
    agreement,
    disagreements,
    icc2k,
    krippendorff_alpha,
    pairable,
    panel,
    verdict,
)

VECTORS = json.loads((Path(__file__).parent / "data" / "vectors" / "interrater.json").read_text(encoding="utf-8"))
ALPHAS = [(name, level) for name in ("krippendorff_2011", "wikipedia_3x15") for level in VECTORS[name]["alpha"]]

LAW = settings(deadline=None, max_examples=60, derandomize=True)

rated = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, np.nan]), min_size=raters, max_size=raters), min_size=1,
        max_size=9,
    )
)  # fmt: skip
"""Units by raters."""


def table(rows: object) -> Numbers:
    return np.array(rows, dtype=float)


# --- published numbers ---


@pytest.mark.parametrize(("name", "level"), ALPHAS)
def test_published_alphas_are_met(name: str, level: Level) -> None:
    case = VECTORS[name]
    found = krippendorff_alpha(table(case["raters_by_units"]), level)
    assert found == pytest.approx(case["alpha"][level], abs=5e-7)
    if "published" in case:
        assert found == pytest.approx(case["published"][level], abs=5e-4)


def test_published_icc_is_met() -> None:
    case = VECTORS["shrout_fleiss_1979"]
    assert icc2k(table(case["targets_by_judges"])) == pytest.approx(case["ICC(2,k)"], abs=5e-7)


# --- laws ---


def _by_pairs(units: Numbers, level: Level) -> float | None:
    """Alpha as it is defined: the mean distance of marks for one unit, against that of any two marks that pair."""
    kept = [[mark for mark in unit if not np.isnan(mark)] for unit in units]
    kept = [unit for unit in kept if len(unit) >= 2]
    every = [mark for unit in kept for mark in unit]

    def distance(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        if level == "nominal":
            return float(one != other)
        if level == "interval":
            return (one - other) ** 2
        if level == "ratio":
            return ((one - other) / (one + other)) ** 2
        between = sum(low <= mark <= high for mark in every) - (every.count(low) + every.count(high)) / 2
        return between**2 if low != high else 0.0

    observed = sum(distance(*pair) / (len(unit) - 1) for unit in kept for pair in permutations(unit, 2))
    expected = sum(distance(*pair) for pair in permutations(every, 2))
    return None if not expected else 1 - (len(every) - 1) * observed / expected


@LAW
@given(units=rated, level=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_one_less_observed_over_expected_disagreement(units: list[list[float]], level: Level) -> None:
    wanted = _by_pairs(table(units), level)
    found = krippendorff_alpha(table(units).T, level)
    assert found is None if wanted is None else found == pytest.approx(wanted, abs=1e-9)


@LAW
@given(units=rated, seed=st.integers(0, 1000))
def test_neither_the_order_of_raters_nor_of_units_matters(units: list[list[float]], seed: int) -> None:
    marks = table(units).T
    chance = np.random.default_rng(seed)
    other = marks[chance.permutation(len(marks))][:, chance.permutation(marks.shape[1])]
    for found, again in (
        (krippendorff_alpha(marks, "ordinal"), krippendorff_alpha(other, "ordinal")),
        (icc2k(marks.T), icc2k(other.T)),
    ):
        assert found is again is None or found == pytest.approx(again, abs=1e-9)


@LAW
@given(units=rated)
def test_icc_is_the_ratio_of_its_mean_squares(units: list[list[float]]) -> None:
    marks = table(units)
    targets, judges = marks.shape
    found = icc2k(marks)
    if targets < 2 or np.isnan(marks).any():
        assert found is None
        return
    total = ((marks - marks.mean()) ** 2).sum()
    rows = judges * marks.mean(axis=1).var() * targets
    columns = targets * marks.mean(axis=0).var() * judges
    error = (total - rows - columns) / ((targets - 1) * (judges - 1))
    below = rows / (targets - 1) + (columns / (judges - 1) - error) / targets
    if below > 1e-6:
        assert found == pytest.approx((rows / (targets - 1) - error) / below, abs=1e-6)


def test_perfect_agreement_is_one() -> None:
    marks = table([[1, 2, 3, 4, 5]] * 3)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha(marks, level) == 1.0
    assert icc2k(marks.T) == pytest.approx(1.0)


# --- edges ---


def test_alpha_can_be_negative() -> None:
    found = krippendorff_alpha(table([[1, 5, 1, 5], [5, 1, 5, 1]]), "ordinal")
    assert found is not None
    assert found < 0


@pytest.mark.parametrize(
    "rows",
    [
        [[3, 3, 3], [3, 3, 3]],
        [[1, 2, 3]],
        [[1, None], [None, 2]],
        [[None, None], [None, None]],
        [[], []],
    ],
    ids=["all equal", "one rater", "nobody rated what another rated", "no marks", "no units"],
)
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_undefined_where_nothing_can_be_compared(rows: object, level: Level) -> None:
    assert krippendorff_alpha(table(rows), level) is None


def test_zeros_on_a_ratio_scale_are_no_distance_apart() -> None:
    assert krippendorff_alpha(table([[0, 1, 0], [0, 1, 0]]), "ratio") == 1.0


def test_a_ratio_scale_refuses_marks_below_zero() -> None:
    with pytest.raises(ValueError, match="ratio"):
        krippendorff_alpha(table([[-1, 1], [-1, 1]]), "ratio")


@pytest.mark.parametrize(
    "rows",
    [[[4, 4], [4, 4]], [[4.1, 4.1, 4.1], [4.1, 4.1, 4.1]], [[1, None], [2, 3]], [[1, 2]], [[1], [2]], [[1, 2], [2, 1]]],
    ids=["all equal", "all equal but for rounding", "a mark missing", "one target", "one judge", "below nothing"],
)
def test_icc_is_undefined_for_what_is_not_a_complete_panel_that_varies(rows: object) -> None:
    assert icc2k(table(rows)) is None


# --- on whom raters differ ---


def test_those_two_marks_apart_are_named_the_widest_first() -> None:
    marks = table([[1, 3, 2, None, 4], [2, 5, 4, 5, 4], [None, 2, 3, None, 4]])
    assert disagreements(marks) == (Disagreement(1, 2.0, 5.0), Disagreement(2, 2.0, 4.0))


def test_a_mark_is_a_step_of_its_own_scale() -> None:
    marks = table([[40, 40, 0.1], [60, 55, 0.1]])
    assert [one.unit for one in disagreements(marks, 10.0)] == [0]
    assert [one.unit for one in disagreements(table([[0.1], [0.3]]), 0.1)] == [0]


# --- what may be concluded ---


@pytest.mark.parametrize(
    ("alpha", "units", "wanted"),
    [
        (0.800, 10, "firm"),
        (0.8 - 1e-12, 10, "firm"),
        (0.799, 10, "tentative"),
        (0.667, 50, "tentative"),
        (0.666, 50, "weak"),
        (-0.3, 50, "weak"),
        (None, 10, "undefined"),
        (1.0, 9, "too_few"),
        (None, 9, "too_few"),
    ],
)
def test_a_verdict_needs_ten_units(alpha: float | None, units: int, wanted: str) -> None:
    assert verdict(alpha, units) == wanted


def test_only_units_with_two_marks_count() -> None:
    assert pairable(table(VECTORS["krippendorff_2011"]["raters_by_units"])) == 11


def test_all_that_is_to_be_said_of_a_panel_stands_together() -> None:
    case = VECTORS["shrout_fleiss_1979"]
    marks = table(case["targets_by_judges"]).T
    found = agreement(marks)
    assert (found.raters, found.units, found.verdict) == (4, 6, "too_few")
    assert found.icc == pytest.approx(case["ICC(2,k)"], abs=5e-7)
    assert found.alpha == krippendorff_alpha(marks, "ordinal")
    assert found.disagreements == disagreements(marks)


def test_marks_make_the_same_table_in_any_order() -> None:
    marks = [("00012", "jury b", 4.0), ("00007", "jury a", 2.0), ("00012", "jury a", 3.0)]
    for order in permutations(marks):
        found = panel(order)
        assert (found.raters, found.units) == (("jury a", "jury b"), ("00007", "00012"))
        assert np.array_equal(found.ratings, table([[2, 3], [None, 4]]), equal_nan=True)


def test_a_rater_marks_a_person_once() -> None:
    with pytest.raises(ValueError, match="jury a, 00007"):
        panel([("00007", "jury a", 2.0), ("00007", "jury a", 3.0)])

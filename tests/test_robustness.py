"""How firmly a rank stands: weightings drawn, missing evidence drawn, everybody ranked anew."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.outcomes import Numbers
from rmentor.robustness import Robustness, Spread, smaa, weightings

VECTORS = json.loads((Path(__file__).parent / "data" / "vectors" / "smaa2_exact.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in VECTORS["cases"]}

LAW = settings(deadline=None, max_examples=25, derandomize=True)

SHARES = (0.40, 0.35, 0.25)
DRAWS = 20_000
ERROR = 1.5 * 0.98 / math.sqrt(DRAWS)

spreads = st.sampled_from([0.0, 5.0, 30.0, 100.0, "uniform", "ordinal"])


def names(people: int) -> list[str]:
    return [f"{person:05d}" for person in range(people)]


def tried(
    value: Numbers, weights: tuple[float, ...] = SHARES, places: int = 1, spread: Spread = "uniform",
    samples: int = DRAWS, seed: int = 1, low: Numbers | None = None, high: Numbers | None = None,
    ids: list[str] | None = None, detail: bool = True, drop: bool = True,
) -> Robustness:  # fmt: skip
    """The ranking tried out; whoever has no bounds is certain."""
    low, high = value if low is None else low, value if high is None else high
    ids = names(len(value)) if ids is None else ids
    return smaa(value, low, high, weights, places, spread, samples, seed, ids=ids, detail=detail, drop=drop)


def equal_shares(criteria: int) -> tuple[float, ...]:
    return (1.0 / criteria,) * criteria


def exact(number: object) -> float:
    return float(Fraction(str(number)))


def crowd(seed: int, people: int = 300, criteria: int = 3, unknown: float = 0.1, steps: int = 0) -> tuple[Numbers, ...]:
    """Made-up values with their bounds; with `steps`, on a scale of so many steps, so that many tie."""
    chance = np.random.default_rng(seed)
    value = chance.uniform(0, 100, (people, criteria))
    if steps:
        value = np.round(value / 100 * steps) * (100 / steps)
    low, high = value.copy(), value.copy()
    missing = chance.random(value.shape) < unknown
    low[missing], high[missing] = 0.0, 100.0
    return value, low, high


def same(one: Robustness, other: Robustness, order: object = slice(None)) -> None:
    """Asserts that two results are equal to the last bit, the people of the first in another order."""
    assert np.array_equal(one.acceptability[order], other.acceptability)
    assert one.tied == other.tied
    assert one.detail is not None
    assert other.detail is not None
    assert np.array_equal(one.detail.counts[order], other.detail.counts)
    assert np.array_equal(one.detail.central[order], other.detail.central, equal_nan=True)
    assert np.array_equal(one.detail.confidence[order], other.detail.confidence, equal_nan=True)


# --- closed forms ---


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "rank_acceptability" in case])
def test_closed_forms_are_met_within_the_error_of_the_draws(name: str) -> None:
    case = CASES[name]
    value = np.array(case["matrix"], dtype=float) * 100
    found = tried(value, equal_shares(value.shape[1]))
    assert found.detail is not None
    for person, wanted in enumerate(case["rank_acceptability"]):
        assert found.detail.rank_acceptability(person) == pytest.approx([exact(one) for one in wanted], abs=ERROR)
        assert found.acceptability[person] == found.detail.rank_acceptability(person)[0]
        central, factor = case["central_weights"][person], case["confidence_factor"][person]
        if central is None:
            assert found.detail.central_weights(person) is None
            assert found.detail.confidence_factor(person) is None
        else:
            assert found.detail.central_weights(person) == pytest.approx([exact(one) for one in central], abs=ERROR)
            assert found.detail.confidence_factor(person) == factor


def test_whoever_ties_for_a_rank_has_it() -> None:
    value = np.array(CASES["all_equal_ties"]["matrix"], dtype=float)
    found = tried(value, equal_shares(3), samples=1000)
    assert found.detail is not None
    assert found.acceptability.tolist() == [1.0, 1.0]
    assert found.tied == 1.0
    for person in (0, 1):
        assert found.detail.rank_acceptability(person) == (1.0, 0.0)
        assert found.detail.central_weights(person) == pytest.approx([1 / 3] * 3, abs=0.02)
        assert found.detail.confidence_factor(person) == 1.0


def test_after_a_tie_for_the_first_rank_comes_the_third() -> None:
    value = np.array([[70.0] * 3, [70.0] * 3, [50.0] * 3, [40.0] * 3])
    found = tried(value, samples=10, places=3)
    assert found.detail is not None
    assert [found.detail.rank_acceptability(person).index(1.0) + 1 for person in range(4)] == [1, 1, 3, 4]
    assert (found.acceptability.tolist(), found.tied) == ([1.0, 1.0, 1.0, 0.0], 0.0)


def test_scores_equal_to_nine_decimals_tie() -> None:
    value = np.array([[50.0], [50.0 - 1e-10], [50.0 - 1e-8]])
    assert tried(value, (1.0,), samples=10).acceptability.tolist() == [1.0, 1.0, 0.0]


def test_missing_evidence_is_uniform_on_its_interval() -> None:
    """One criterion. Against a certain 25, a blank is better in three draws of four; against 50–100 in one of four."""
    value = np.array([[50.0], [25.0]])
    against_known = tried(value, (1.0,), low=np.array([[0.0], [25.0]]), high=np.array([[100.0], [25.0]]))
    assert against_known.acceptability == pytest.approx([0.75, 0.25], abs=ERROR)
    against_half = tried(value, (1.0,), low=np.array([[0.0], [50.0]]), high=np.array([[100.0], [100.0]]))
    assert against_half.acceptability == pytest.approx([0.25, 0.75], abs=ERROR)
    assert against_half.detail is not None
    assert against_half.detail.confidence == pytest.approx([0.25, 0.75], abs=ERROR)


def test_missing_evidence_of_two_criteria_is_drawn_apart() -> None:
    """Half and half: the mean of two blanks passes 75 in one draw of eight; two equal blanks would in one of four."""
    value, low, high = np.array([[50.0, 50.0], [75.0, 75.0]]), np.array([[0.0] * 2, [75.0] * 2]), np.full((2, 2), 75.0)
    high[0] = 100.0
    found = tried(value, (0.5, 0.5), spread=0.0, low=low, high=high)
    assert found.acceptability == pytest.approx([0.125, 0.875], abs=ERROR)


def test_confidence_is_taken_under_the_persons_own_central_weights() -> None:
    """Somebody blank on the first criterion comes first in some draws; under their mean weights, computed here."""
    value = np.array([[50.0, 90.0], [70.0, 50.0]])
    low, high = value.copy(), value.copy()
    low[0, 0], high[0, 0] = 0.0, 100.0
    found = tried(value, (0.5, 0.5), low=low, high=high)
    assert found.detail is not None
    weights = found.detail.central_weights(0)
    assert weights is not None
    needed = (weights[0] * 70 + weights[1] * 50 - weights[1] * 90) / weights[0]
    assert found.detail.confidence_factor(0) == pytest.approx(1 - max(0.0, needed) / 100, abs=ERROR)


# --- weightings ---


@pytest.mark.parametrize("criteria", [1, 2, 3, 5, 8, 12])
@pytest.mark.parametrize("spread", [0.0, 1e-13, 10.0, 30.0, 100.0, "uniform", "ordinal"])
def test_weights_are_shares(criteria: int, spread: Spread) -> None:
    shares = np.arange(1.0, criteria + 1) / (criteria * (criteria + 1) / 2)
    drawn = weightings(shares.tolist(), spread, 500, 7)
    assert drawn.shape == (500, criteria)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(500), abs=1e-12)
    assert (drawn >= 0).all()


@pytest.mark.parametrize("criteria", [2, 3, 6, 12])
@pytest.mark.parametrize("spread", [10.0, 30.0, 100.0])
def test_every_weight_stays_within_the_spread_and_their_mean_is_yours(criteria: int, spread: float) -> None:
    """The part of the simplex within the spread is symmetric about your weights, so that they are its mean."""
    shares = np.arange(1.0, criteria + 1) / (criteria * (criteria + 1) / 2)
    drawn = weightings(shares.tolist(), spread, DRAWS, 3)
    assert (np.abs(drawn - shares) <= shares * spread / 100 + 1e-9).all()
    assert drawn.mean(axis=0) == pytest.approx(shares, abs=5 * spread / 100 / math.sqrt(DRAWS))
    assert np.ptp(drawn[:, 0]) == pytest.approx(2 * shares[0] * spread / 100, rel=0.05)


def test_weights_within_a_spread_are_as_if_refused_from_the_whole_simplex() -> None:
    """The published way, draw by draw from the whole simplex, keeps few; the tenths of each weight then agree."""
    shares = np.array([0.5, 0.3, 0.2])
    every = np.random.default_rng(5).dirichlet([1, 1, 1], 400_000)
    kept = every[(np.abs(every - shares) <= 0.4 * shares).all(axis=1)]
    drawn = weightings(shares.tolist(), 40.0, len(kept), 5)
    for criterion in range(3):
        tenths = np.quantile(kept[:, criterion], np.arange(0.1, 1.0, 0.1))
        below = (drawn[:, criterion, None] <= tenths).mean(axis=0)
        assert below == pytest.approx(np.arange(0.1, 1.0, 0.1), abs=3 / math.sqrt(len(kept)))


def test_no_spread_is_your_weights_exactly() -> None:
    assert weightings(SHARES, 0.0, 3, 1).tolist() == [list(SHARES)] * 3


def test_uniform_weights_have_the_moments_of_the_simplex() -> None:
    """Each weight has mean 1/k and variance (k − 1) / (k² (k + 1))."""
    drawn = weightings(equal_shares(4), "uniform", DRAWS, 2)
    assert drawn.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.005)
    assert drawn.var(axis=0) == pytest.approx([3 / 80] * 4, abs=0.002)


def test_ordinal_weights_keep_your_order_and_have_its_centroid() -> None:
    drawn = weightings((0.2, 0.7, 0.1), "ordinal", DRAWS, 2)
    assert ((drawn[:, 1] >= drawn[:, 0]) & (drawn[:, 0] >= drawn[:, 2])).all()
    assert drawn.mean(axis=0) == pytest.approx([5 / 18, 11 / 18, 2 / 18], abs=0.005)


def test_equal_weights_may_come_in_any_order() -> None:
    drawn = weightings((0.2, 0.6, 0.2), "ordinal", DRAWS, 2)
    assert (drawn[:, 1] >= drawn[:, [0, 2]].max(axis=1)).all()
    assert (drawn[:, 0] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)
    assert drawn.mean(axis=0) == pytest.approx([3.5 / 18, 11 / 18, 3.5 / 18], abs=0.005)


@pytest.mark.parametrize("spread", [0.0, 30.0, "uniform", "ordinal"])
def test_a_criterion_that_weighs_nothing_weighs_nothing_in_any_draw(spread: Spread) -> None:
    drawn = weightings((0.6, 0.0, 0.4), spread, 100, 1)
    assert (drawn[:, 1] == 0).all()
    assert np.array_equal(drawn[:, [0, 2]], weightings((0.6, 0.4), spread, 100, 1))


def test_a_seed_gives_these_weights_on_every_machine() -> None:
    assert weightings(SHARES, 30.0, 2, 1).tolist() == [
        [0.3299479043640558, 0.3524825411870539, 0.3175695544488903],
        [0.4074290642582904, 0.2752735186711231, 0.31729741707058656],
    ]
    assert weightings(SHARES, "uniform", 1, 1).tolist() == [
        [0.5118216247002567, 0.4386420716256786, 0.0495363036740647]
    ]


@pytest.mark.parametrize("weights", [(40, 35, 25), (1.5, -0.5), (0.0, 0.0)])
def test_weights_that_are_no_shares_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="shares"):
        weightings(weights, 30.0, 10, 1)


def test_more_draws_begin_with_the_same_draws() -> None:
    assert np.array_equal(weightings(SHARES, 30.0, 5000, 1)[:100], weightings(SHARES, 30.0, 100, 1))


# --- laws ---


@LAW
@given(seed=st.integers(0, 10**6), spread=spreads, places=st.integers(1, 40))
def test_ranks_are_those_of_every_draw_ranked_by_itself(seed: int, spread: Spread, places: int) -> None:
    value, _, _ = crowd(seed, unknown=0, steps=seed % 3 * 4)
    found = tried(value, places=places, spread=spread, samples=200, seed=seed)
    score = np.round(weightings(SHARES, spread, 200, seed) @ value.T, 9)
    rank = 1 + (score[:, None, :] > score[:, :, None]).sum(axis=2)
    assert found.acceptability.tolist() == (rank <= places).mean(axis=0).tolist()
    assert found.tied == ((rank <= places).sum(axis=1) > places).mean()
    assert found.detail is not None
    assert found.detail.counts.shape == (len(value), max(10, 2 * places))
    assert found.detail.counts.tolist() == [
        np.bincount(one, minlength=len(value) + 1)[1 : max(10, 2 * places) + 1].tolist() for one in rank.T
    ]


@LAW
@given(seed=st.integers(0, 10**6), spread=spreads, places=st.integers(1, 40), unknown=st.sampled_from([0, 0.02, 0.3]))
def test_leaving_out_those_who_never_come_near_changes_nothing(
    seed: int, spread: Spread, places: int, unknown: float
) -> None:
    value, low, high = crowd(seed, people=400, unknown=unknown, steps=seed % 3 * 4)
    kept = tried(value, places=places, spread=spread, samples=700, seed=seed, low=low, high=high, drop=False)
    same(kept, tried(value, places=places, spread=spread, samples=700, seed=seed, low=low, high=high))


def test_leaving_out_changes_nothing_where_people_are_looked_at_draw_by_draw() -> None:
    value, low, high = crowd(4, people=3000, criteria=8, unknown=0.01)
    found = [
        tried(value, equal_shares(8), 5, "uniform", 3000, low=low, high=high, drop=drop, detail=False)
        for drop in (False, True)
    ]
    assert np.array_equal(found[0].acceptability, found[1].acceptability)


@LAW
@given(seed=st.integers(0, 10**6), spread=spreads, places=st.integers(1, 40))
def test_the_order_of_rows_changes_nothing(seed: int, spread: Spread, places: int) -> None:
    value, low, high = crowd(seed, steps=seed % 3 * 4)
    ids = names(len(value))
    order = np.random.default_rng(seed).permutation(len(value))
    first = tried(value, places=places, spread=spread, samples=300, low=low, high=high, ids=ids)
    again = tried(
        value[order], places=places, spread=spread, samples=300, low=low[order], high=high[order],
        ids=[ids[one] for one in order],
    )  # fmt: skip
    same(first, again, order)


@LAW
@given(seed=st.integers(0, 10**6), spread=spreads, places=st.integers(1, 40))
def test_detail_changes_no_acceptability(seed: int, spread: Spread, places: int) -> None:
    value, low, high = crowd(seed, steps=seed % 3 * 4)
    plain = tried(value, places=places, spread=spread, samples=300, low=low, high=high, detail=False)
    full = tried(value, places=places, spread=spread, samples=300, low=low, high=high)
    assert plain.detail is None
    assert np.array_equal(plain.acceptability, full.acceptability)
    assert plain.tied == full.tied


@LAW
@given(seed=st.integers(0, 10**6), spread=spreads)
def test_one_more_person_who_is_never_chosen_changes_nobody(seed: int, spread: Spread) -> None:
    value, low, high = crowd(seed, people=60)
    more = [np.vstack([np.zeros((1, 3)), table]) for table in (value, low, high)]
    before = tried(value, places=5, spread=spread, samples=300, low=low, high=high)
    after = tried(
        more[0], places=5, spread=spread, samples=300, low=more[1], high=more[2], ids=["new", *names(len(value))]
    )
    assert np.array_equal(after.acceptability[1:], before.acceptability)


def test_another_seed_draws_other_weights_and_other_evidence() -> None:
    value, low, high = crowd(1, people=40, unknown=0.5)
    found = [tried(value, places=5, spread=0.0, seed=seed, samples=500, low=low, high=high) for seed in (1, 1, 2)]
    same(found[0], found[1])
    assert not np.array_equal(found[0].acceptability, found[2].acceptability)
    assert not np.array_equal(weightings(SHARES, 30.0, 5, 1), weightings(SHARES, 30.0, 5, 2))


# --- edges ---


def test_everybody_is_in_where_there_are_places_for_all() -> None:
    value, low, high = crowd(1, people=7)
    found = tried(value, places=7, low=low, high=high, samples=100)
    assert found.acceptability.tolist() == [1.0] * 7
    assert tried(value, places=12, low=low, high=high, samples=100).acceptability.tolist() == [1.0] * 7
    assert found.detail is not None
    assert len(found.detail.rank_acceptability(0)) == 7


@pytest.mark.parametrize("detail", [False, True])
def test_nobody_is_in_where_there_is_no_place(detail: bool) -> None:
    value, _, _ = crowd(1, people=7)
    assert tried(value, places=0, samples=100, detail=detail).acceptability.tolist() == [0.0] * 7


@pytest.mark.parametrize("detail", [False, True])
def test_nobody_eligible_is_no_result_and_no_fault(detail: bool) -> None:
    nobody = np.empty((0, 3))
    assert tried(nobody, places=3, samples=100, detail=detail).acceptability.tolist() == []


def test_the_result_says_what_was_drawn_and_how_exact_it_is() -> None:
    found = tried(crowd(1, people=7)[0], places=2, spread=30.0, samples=10_000, seed=4, detail=False)
    assert (found.places, found.spread, found.samples, found.seed) == (2, 30.0, 10_000, 4)
    assert found.error == pytest.approx(0.0098)

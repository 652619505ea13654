"""Adverse impact of a selection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.fairness import Attribute, Audit, Group, audit, fisher_exact

VECTORS = json.loads((Path(__file__).parent / "data" / "vectors" / "adverse_impact.json").read_text(encoding="utf-8"))

LAW = settings(deadline=None, max_examples=100, derandomize=True)

Counts = Mapping[str, Sequence[int]]
"""Selected and candidates of each group."""

counted = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d", "e"]),
    st.integers(0, 40).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))),
    min_size=1,
)


def people(counts: Counts) -> tuple[list[str], list[bool]]:
    """One person after another: what each is, and whether each was chosen."""
    values = [value for value, (_, candidates) in counts.items() for _ in range(candidates)]
    chosen = [place < selected for selected, candidates in counts.values() for place in range(candidates)]
    return values, chosen


def audited(counts: Counts) -> Audit:
    values, chosen = people(counts)
    return audit({"attribute": values}, np.ones(len(values), dtype=bool), np.array(chosen, dtype=bool))


def of(found: Audit, value: str) -> Group:
    return next(group for group in found.groups if group.value == value)


def ratios(found: Audit) -> dict[str, float | None]:
    return {group.value: group.impact_ratio for group in found.groups}


# --- published numbers ---


def test_official_example_flags_the_first_group_only() -> None:
    case = VECTORS["ugesp_q11"]
    found = audited({value: (round(rate * 100), 100) for value, rate in case["rates"].items()})
    assert of(found, "White").reference
    for value, wanted in case["impact_ratio"].items():
        group = of(found, value)
        assert group.rate == pytest.approx(case["rates"][value])
        assert group.impact_ratio == pytest.approx(wanted)
        assert group.flagged is case["flag"][value]
    assert found.verdict == "signal"


def test_official_example_of_small_numbers_turns_round_with_one_person() -> None:
    case = VECTORS["ugesp_q21_small"]
    group = of(audited(case["counts"]), "Black")
    assert group.impact_ratio == pytest.approx(case["impact_ratio"])
    assert group.fisher_p == pytest.approx(case["fisher_two_sided_p_computed"], abs=5e-7)
    assert (group.flagged, group.flip, group.too_few) == (case["flag_4_5"], case["one_person_flip"]["flips"], False)
    after = audited({value: case["one_person_flip"][value] for value in case["counts"]})
    assert [of(after, value).rate for value in case["counts"]] == case["one_person_flip"]["rates"]
    assert of(after, "Black").reference


@pytest.mark.parametrize(
    ("name", "reference", "ratio"),
    [("textbook_650", "men", VECTORS["textbook_650"]["impact_ratio_computed"]), ("classroom", "White", 0.5)],
)
def test_textbook_examples_are_met(name: str, reference: str, ratio: float) -> None:
    case = VECTORS[name]
    found = audited(case["counts"])
    (other,) = [group for group in found.groups if not group.reference]
    assert of(found, reference).reference
    assert other.impact_ratio == pytest.approx(ratio, abs=5e-7)
    assert other.fisher_p == pytest.approx(case["fisher_two_sided_p_computed"], abs=5e-7)
    assert (other.flagged, other.flip) == (True, False)
    for value, percent in case.get("rates_pct_rounded", {}).items():
        assert round(100 * (of(found, value).rate or 0)) == percent


@pytest.mark.parametrize(("selected", "p"), VECTORS["tiny_pool"]["selected_in_A_p"].items())
def test_a_tiny_pool_is_never_judged(selected: str, p: float) -> None:
    found = audited({"A": (int(selected), 5), "B": (0, 5)})
    assert of(found, "B").fisher_p == pytest.approx(p, abs=5e-7)
    assert of(found, "B").flagged
    assert (found.verdict, found.too_few) == ("too_few", True)


def test_exactly_four_fifths_is_not_flagged() -> None:
    case = VECTORS["float_trap"]
    found = audited({"highest": case["highest"], "group": case["group"]})
    assert of(found, "group").impact_ratio == float(Fraction(case["exact_ratio"]))
    assert of(found, "group").flagged is case["flag"]


# --- laws ---


def _fisher(selected: int, candidates: int, other_selected: int, other_candidates: int) -> float:
    """The same by whole numbers."""
    everybody = selected + other_selected
    ways = {
        number: comb(candidates, number) * comb(other_candidates, everybody - number) for number in range(everybody + 1)
    }
    return sum(way for way in ways.values() if way <= ways[selected]) / comb(candidates + other_candidates, everybody)


tables = st.tuples(st.integers(0, 60), st.integers(0, 60)).flatmap(
    lambda sizes: st.tuples(st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1]))
)


@LAW
@given(table=tables)
def test_fishers_p_is_that_of_whole_numbers(table: tuple[int, int, int, int]) -> None:
    assert fisher_exact(*table) == pytest.approx(_fisher(*table), rel=1e-9)


@pytest.mark.parametrize(
    "table", [(9_000, 100_000, 11_000, 100_000), (120, 1_000_000, 100, 900_000), (0, 300, 300, 300)]
)
def test_fishers_p_is_scipys_for_large_groups(table: tuple[int, int, int, int]) -> None:
    from scipy.stats import fisher_exact as peer

    selected, candidates, other, others = table
    wanted = peer([[selected, candidates - selected], [other, others - other]]).pvalue
    assert fisher_exact(*table) == pytest.approx(wanted, rel=1e-7, abs=1e-300)


@LAW
@given(counts=counted)
def test_every_group_is_held_against_the_highest_rate(counts: Counts) -> None:
    found = audited(counts)
    rates = {value: Fraction(*one) for value, one in counts.items() if one[1]}
    highest = max(rates.values(), default=Fraction(0))
    for group in found.groups:
        assert [group.selected, group.candidates] == list(counts[group.value])
        assert group.rate == (float(rates[group.value]) if group.candidates else None)
        if len(rates) < 2 or not highest or not group.candidates:
            assert (group.impact_ratio, group.flagged, group.fisher_p, group.flip) == (None, False, None, False)
        else:
            assert group.impact_ratio == pytest.approx(float(rates[group.value] / highest))
            assert group.flagged == (rates[group.value] / highest < Fraction(4, 5))
            assert group.compared == (not group.reference)
    assert sum(group.reference for group in found.groups) == (1 if len(rates) > 1 and highest else 0)


@LAW
@given(counts=counted)
def test_a_flip_is_one_person_chosen_in_place_of_another(counts: Counts) -> None:
    found = audited(counts)
    for group in (one for one in found.groups if one.compared):
        (best,) = [one for one in found.groups if one.reference]
        before = Fraction(best.selected, best.candidates) - Fraction(group.selected, group.candidates)
        possible = group.selected < group.candidates and best.selected > 0
        after = Fraction(best.selected - 1, best.candidates) - Fraction(group.selected + 1, group.candidates)
        assert group.flip == (possible and before > 0 > after)


@LAW
@given(counts=counted, seed=st.integers(0, 1000))
def test_the_order_of_people_changes_nothing(counts: Counts, seed: int) -> None:
    values, chosen = people(counts)
    order = np.random.default_rng(seed).permutation(len(values))
    everybody = np.ones(len(values), dtype=bool)
    again = audit({"attribute": [values[one] for one in order]}, everybody, np.array(chosen, dtype=bool)[order])
    named = audit({"attribute": values}, everybody, np.array(chosen, dtype=bool))
    assert again == named


# --- what is counted ---


def test_blank_values_are_unknown_and_counted() -> None:
    found = audit(
        {"sexe": ["F", "", " ", "M", "F"]},
        np.array([True, True, True, True, False]),
        np.array([True, False, True, False, False]),
    )
    (attribute,) = found.attributes
    assert (attribute.unknown, attribute.unknown_selected) == (2, 1)
    assert [(group.value, group.candidates, group.selected) for group in found.groups] == [("F", 1, 1), ("M", 1, 0)]


def test_spellings_that_differ_by_case_are_one_group_under_the_usual_one() -> None:
    found = audited({"f": (1, 1), "F": (1, 2), " M ": (0, 2), "m": (0, 2)})
    assert [(group.value, group.candidates) for group in found.groups] == [("F", 3), ("M", 4)]


def test_attributes_keep_their_order_and_groups_stand_by_name() -> None:
    everybody = np.ones(2, dtype=bool)
    found = audit({"b": ["z", "y"], "a": ["y", "z"]}, everybody, everybody)
    assert [(group.attribute, group.value) for group in found.groups] == [
        ("b", "y"), ("b", "z"), ("a", "y"), ("a", "z"),
    ]  # fmt: skip


def test_a_group_without_candidates_has_no_rate() -> None:
    values = ["F"] * 20 + ["M"] * 20 + ["X"] * 3
    candidates = np.array([value != "X" for value in values])
    selected = np.array([place in (0, 1, 20, 21) for place in range(len(values))])
    found = audit({"sexe": values}, candidates, selected)
    assert of(found, "X") == Group("sexe", "X", 0, 0, None)
    assert found.verdict == "no_signal"


def test_one_group_only_is_nothing_to_compare() -> None:
    found = audited({"F": (3, 30)})
    assert (found.groups, found.verdict) == ((Group("attribute", "F", 30, 3, 0.1),), "nothing_to_compare")


def test_nobody_selected_is_nothing_to_compare() -> None:
    found = audited({"F": (0, 30), "M": (0, 30)})
    assert ratios(found) == {"F": None, "M": None}
    assert (found.verdict, found.too_few) == ("nothing_to_compare", False)


def test_no_candidates_at_all_is_nothing_to_compare() -> None:
    nobody = np.zeros(2, dtype=bool)
    assert audit({"sexe": ["F", "M"]}, nobody, nobody).verdict == "nothing_to_compare"
    assert audit({}, nobody, nobody) == Audit(())


def test_somebody_selected_who_was_no_candidate_is_refused() -> None:
    with pytest.raises(ValueError, match="no candidate"):
        audit({}, np.array([False]), np.array([True]))


def test_of_equal_rates_the_largest_group_is_held_against() -> None:
    found = audited({"a": (1, 2), "b": (4, 8), "c": (4, 8), "d": (1, 8)})
    assert [group.value for group in found.groups if group.reference] == ["b"]
    assert ratios(found) == {"a": 1.0, "b": 1.0, "c": 1.0, "d": 0.25}
    assert of(found, "a").fisher_p == pytest.approx(1.0)


def test_with_fewer_than_26_people_in_two_groups_nothing_is_concluded() -> None:
    assert audited({"F": (1, 12), "M": (6, 13)}).verdict == "too_few"
    assert audited({"F": (1, 13), "M": (6, 13)}).verdict == "signal"


def test_one_group_too_small_leaves_no_clean_bill() -> None:
    found = audited({"F": (5, 30), "M": (5, 30), "X": (0, 2)})
    assert [group.too_few for group in found.groups] == [False, False, False]
    small = audited({"F": (4, 20), "M": (4, 20), "X": (0, 2)})
    assert (small.verdict, small.too_few) == ("too_few", True)


def test_each_attribute_has_a_verdict_of_its_own() -> None:
    everybody = np.ones(60, dtype=bool)
    selected = np.array([place < 12 or place in (30, 41) for place in range(60)])
    found = audit({"sexe": ["F"] * 30 + ["M"] * 30, "age": ["-35", "35+"] * 30}, everybody, selected)
    assert {one.name: one.verdict for one in found.attributes} == {"sexe": "signal", "age": "no_signal"}
    assert found.verdict == "signal"


# --- what others may read ---


def test_large_groups_are_shared_as_they_are() -> None:
    found = audited({"F": (5, 30), "M": (9, 30)})
    assert found.shared() == found


def test_a_group_of_five_is_shown_and_one_of_four_is_not() -> None:
    assert [group.value for group in audited({"F": (5, 30), "M": (9, 30), "X": (1, 5)}).shared().groups] == [
        "F", "M", "X",
    ]  # fmt: skip
    (attribute,) = audited({"F": (5, 31), "M": (9, 30), "X": (1, 4)}).shared().attributes
    assert ([group.value for group in attribute.groups], attribute.hidden) == (["F"], 2)


def test_comparisons_that_are_shared_rest_on_what_is_shown() -> None:
    """The hidden group has the highest rate: a ratio to it would tell it."""
    found = audited({"F": (5, 30), "M": (9, 30), "X": (3, 3), "Y": (0, 3)})
    assert of(found, "X").reference
    shared = found.shared()
    assert ratios(shared) == pytest.approx({"F": 5 / 9, "M": 1.0})
    assert of(shared, "M").reference


def test_people_of_no_known_group_hide_a_small_group() -> None:
    (attribute,) = audited({"F": (5, 30), "M": (9, 30), "X": (1, 3), "": (1, 6)}).shared().attributes
    assert [group.value for group in attribute.groups] == ["F", "M"]
    assert (attribute.unknown, attribute.unknown_selected, attribute.hidden) == (None, None, 1)


def test_a_group_without_candidates_hides_nobody() -> None:
    values = ["F"] * 30 + ["M"] * 30 + ["X"]
    candidates = np.array([value != "X" for value in values])
    (attribute,) = audit({"sexe": values}, candidates, np.arange(61) < 9).shared().attributes
    assert ([group.value for group in attribute.groups], attribute.hidden) == (["F", "M"], 1)


@LAW
@given(counts=counted, unknown=st.integers(0, 8))
def test_no_small_group_can_be_computed_from_what_is_shared(counts: Counts, unknown: int) -> None:
    """Whoever knows how many candidates there were knows how many are hidden: never one small group, never under five
    in all; unless everything is hidden."""
    (full,) = audited({**counts, "": (0, unknown)}).attributes
    (attribute,) = audited({**counts, "": (0, unknown)}).shared().attributes
    assert all(group.candidates >= 5 for group in attribute.groups)
    assert len(attribute.groups) + attribute.hidden == len(full.groups)
    shown = {group.value for group in attribute.groups}
    hidden = [group.candidates for group in full.groups if group.value not in shown and group.candidates]
    if attribute.unknown is None:
        hidden.append(unknown)
    small = any(0 < group.candidates < 5 for group in full.groups)
    if not small:
        assert not hidden
    elif shown:
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


def test_an_attribute_tells_its_groups_and_its_unknown() -> None:
    (attribute,) = audited({"F": (3, 30)}).attributes
    assert attribute == Attribute("attribute", (Group("attribute", "F", 30, 3, 0.1),), 0, 0)

"""Phase 1: who may mentor, how well each scores, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.errors import Reason
from rmentor.outcomes import Candidate, Selection
from rmentor.programme import Criterion, Evidence, SelectionRules
from rmentor.selection import Standing, meets, select
from tests.staff import roster

LAW = settings(deadline=None, max_examples=60, derandomize=True)

MARKS = ("1", "2", "3", "4", "5")


def criterion(*columns: str, scale: tuple[float, float] = (1, 5), **given: object) -> Criterion:
    """A criterion fed by those columns, all on one scale."""
    return Criterion(evidence=tuple(Evidence(column=one, scale=scale) for one in columns), **given)  # type: ignore[arg-type]


def chosen(
    columns: Mapping[str, Sequence[str]],
    criteria: Mapping[str, Criterion],
    mentors: int = 1,
    standing: Standing | None = None,
    **rules: object,
) -> Selection:
    """Everybody in those columns, judged."""
    return select(roster(columns), criteria, SelectionRules(mentors=mentors, **rules), standing or Standing())  # type: ignore[arg-type]


def of(selection: Selection, identity: str) -> Candidate:
    return selection.candidate(selection.roster.position[identity])


def codes(candidate: Candidate) -> list[str]:
    return [reason.code for reason in candidate.reasons]


# --- by hand ---


def test_worked_example_by_hand() -> None:
    """Mastery (40): self 4 on 1–5 is 75, Pix 512 on 0–1024 is 50, weights 1 and 3: (75 + 150) / 4 = 56.25 → 22.5.
    Transmission (35): 3 on 1–5 is 50 → 17.5. Posture (25): 5 on 1–5 is 100 → 25. Together 65."""
    criteria = {
        "mastery": Criterion(
            weight=40,
            evidence=(
                Evidence(column="Self", scale=(1, 5), weight=1, source="self"),
                Evidence(column="Pix", scale=(0, 1024), weight=3),
            ),
        ),
        "transmission": criterion("Workshop", weight=35),
        "posture": criterion("Interview", weight=25),
    }
    columns = {"id": ["a"], "Self": ["4"], "Pix": ["512"], "Workshop": ["3"], "Interview": ["5"]}
    found = of(chosen(columns, criteria), "a")
    assert {key: part.value for key, part in found.parts.items()} == {
        "mastery": 56.25,
        "transmission": 50.0,
        "posture": 100.0,
    }
    assert [part.weight for part in found.parts.values()] == [0.40, 0.35, 0.25]
    assert [part.points for part in found.parts.values()] == pytest.approx([22.5, 17.5, 25.0], abs=1e-12)
    assert found.score == pytest.approx(65.0, abs=1e-12)
    assert (found.low, found.high) == (found.score, found.score)
    told = found.parts["mastery"].evidence[0]
    assert (told.column, told.raw, told.value, told.source) == ("Self", "4", 75.0, "self")


def test_a_criterion_is_called_by_its_label_or_its_key() -> None:
    both = {"x": criterion("x", label="Mastery"), "y": criterion("y")}
    found = chosen({"id": ["a"], "x": ["1"], "y": ["1"]}, both)
    assert [one.label for one in found.criteria.values()] == ["Mastery", "y"]


def test_weights_count_by_their_share_whatever_their_sum() -> None:
    columns = {"id": ["a"], "x": ["5"], "y": ["1"]}
    for weights in ((3, 1), (75, 25), (0.3, 0.1)):
        both = {"x": criterion("x", weight=weights[0]), "y": criterion("y", weight=weights[1])}
        assert of(chosen(columns, both), "a").score == pytest.approx(75)


def test_published_weighted_sums_come_out() -> None:
    """scikit-criteria, tests/agg/test_simple.py: [[1, 0, 3], [0, 5, 6]] summed with equal weights gives 4 and 11, and
    the second comes first. On scales from 0 to 100 with shares of a third, ours are those sums divided by three."""
    columns = {"id": ["first", "second"], "x": ["1", "0"], "y": ["0", "5"], "z": ["3", "6"]}
    criteria = {key: criterion(key, scale=(0, 100)) for key in "xyz"}
    found = chosen(columns, criteria)
    assert [of(found, one).score for one in ("first", "second")] == pytest.approx([4 / 3, 11 / 3])
    assert [of(found, one).rank for one in ("first", "second")] == [2, 1]


@pytest.mark.parametrize(
    ("scale", "cell", "value"),
    [
        ((1, 5), "1", 0), ((1, 5), "5", 100), ((1, 5), "2,5", 37.5), ((1, 5), "2.5", 37.5),
        ((0, 1024), "256", 25), ((5, 1), "1", 100), ((5, 1), "5", 0), ((5, 1), "2", 75), ((-10, 10), "−5", 25),
    ],
)  # fmt: skip
def test_a_mark_is_mapped_from_its_declared_scale(scale: tuple[float, float], cell: str, value: float) -> None:
    found = of(chosen({"id": ["a"], "x": [cell]}, {"x": criterion("x", scale=scale)}), "a")
    assert found.score == pytest.approx(value)


# --- laws ---


def tables(least: int = 1, blanks: bool = False) -> st.SearchStrategy[dict[str, list[str]]]:
    """Two to three criteria's columns for one to eight people."""
    cells = st.sampled_from((*MARKS, "2,5", "") if blanks else MARKS)
    row = st.tuples(cells, cells, cells)
    return st.lists(row, min_size=least, max_size=8).map(
        lambda rows: {
            "id": [f"p{number}" for number in range(len(rows))],
            **{key: [row[place] for row in rows] for place, key in enumerate("xyz")},
        }
    )


POLICIES = st.sampled_from(("interval", "neutral"))
WEIGHTS = st.tuples(*[st.integers(1, 9)] * 3)


def three(weights: tuple[int, ...], missing: str = "interval") -> dict[str, Criterion]:
    """x and y make the first criterion; y and z, again, the second; z the third: evidence may serve twice."""
    return {
        "first": criterion("x", "y", weight=weights[0], missing=missing),
        "second": criterion("y", "z", weight=weights[1]),
        "third": criterion("z", weight=weights[2], missing=missing),
    }


@LAW
@given(tables(blanks=True), WEIGHTS, POLICIES)
def test_points_add_up_and_bounds_contain_the_value(
    columns: dict[str, list[str]], weights: tuple[int, ...], missing: str
) -> None:
    found = chosen(columns, three(weights, missing))
    for identity in columns["id"]:
        one = of(found, identity)
        assert one.score is not None
        assert one.low is not None
        assert one.high is not None
        assert sum(part.points for part in one.parts.values()) == pytest.approx(one.score, abs=1e-9)
        assert sum(part.weight for part in one.parts.values()) == pytest.approx(1)
        assert -1e-9 <= one.low <= one.score + 1e-9
        assert one.score <= one.high + 1e-9 <= 100 + 2e-9
        for part in one.parts.values():
            assert part.low - 1e-9 <= part.value <= part.high + 1e-9


@LAW
@given(tables(blanks=True), WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(columns: dict[str, list[str]], weights: tuple[int, ...], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(columns["id"])))
    random.shuffle(order)
    other = {heading: [cells[place] for place in order] for heading, cells in columns.items()}
    first, second = (chosen(one, three(weights), mentors=3) for one in (columns, other))
    assert {one: of(first, one) for one in columns["id"]} == {one: of(second, one) for one in columns["id"]}
    assert [first.roster.ids[one] for one in first.in_order()] == [second.roster.ids[one] for one in second.in_order()]


@LAW
@given(tables(least=2, blanks=True), WEIGHTS)
def test_one_more_candidate_changes_nobodys_score(columns: dict[str, list[str]], weights: tuple[int, ...]) -> None:
    fewer = {heading: cells[:-1] for heading, cells in columns.items()}
    before, after = chosen(fewer, three(weights)), chosen(columns, three(weights))
    for identity in fewer["id"]:
        assert of(before, identity).parts == of(after, identity).parts
        assert of(before, identity).score == of(after, identity).score


@LAW
@given(tables(least=2), WEIGHTS, st.sampled_from("xyz"), st.integers(1, 40))
def test_more_weight_on_a_criterion_never_worsens_the_rank_of_who_is_best_on_it(
    columns: dict[str, list[str]], weights: tuple[int, ...], raised: str, more: int
) -> None:
    own = dict(zip("xyz", weights, strict=True))
    before = chosen(columns, {key: criterion(key, weight=weight) for key, weight in own.items()})
    own[raised] += more
    after = chosen(columns, {key: criterion(key, weight=weight) for key, weight in own.items()})
    top = max(columns[raised])
    for identity, mark in zip(columns["id"], columns[raised], strict=True):
        if mark == top:
            assert (of(after, identity).rank or 0) <= (of(before, identity).rank or 0)


@LAW
@given(tables(least=2), WEIGHTS, st.integers(0, 7), st.sampled_from("xyz"), st.sampled_from(MARKS), st.integers(1, 9))
def test_a_better_mark_never_worsens_a_score_a_rank_or_a_place(
    columns: dict[str, list[str]], weights: tuple[int, ...], person: int, column: str, mark: str, places: int
) -> None:
    person %= len(columns["id"])
    identity = columns["id"][person]
    better = {**columns, column: [*columns[column][:person], max(mark, columns[column][person]),
                                  *columns[column][person + 1 :]]}  # fmt: skip
    before, after = (of(chosen(one, three(weights), places), identity) for one in (columns, better))
    assert (after.score or 0) >= (before.score or 0)
    assert (after.rank or 0) <= (before.rank or 0)
    assert before.status != "selected" or after.status == "selected"


@LAW
@given(tables(least=2, blanks=True), WEIGHTS, st.integers(1, 9), st.dictionaries(st.integers(0, 7), st.booleans()))
def test_ranks_are_one_to_n_and_follow_the_score_whatever_was_decided(
    columns: dict[str, list[str]], weights: tuple[int, ...], places: int, decided: dict[int, bool]
) -> None:
    decisions = {f"p{person}": choose for person, choose in decided.items() if f"p{person}" in columns["id"]}
    wanted = [one for one, choose in decisions.items() if choose][:places]
    decisions = {one: choose for one, choose in decisions.items() if not choose or one in wanted}
    criteria = three(weights) | {"first": criterion("x", "y", weight=weights[0], minimum=40)}
    found = chosen(columns, criteria, places, Standing(chosen=decisions))
    people = [of(found, one) for one in columns["id"]]
    ranked = sorted((one for one in people if one.rank is not None), key=lambda one: one.rank or 0)
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    for better, worse in pairwise(ranked):
        assert (-round(better.score or 0, 9), better.id) < (-round(worse.score or 0, 9), worse.id)
    # Whoever the ranking puts in stands above whoever waits.
    states = [one.status for one in ranked]
    assert states == sorted(states, key=["selected", "reserve"].index)
    for one in people:
        if one.rank is None:
            assert one.status != "reserve"
            assert one.by in (None, "decision")
        else:
            assert one.status in ("selected", "reserve")
        if one.id in decisions:
            assert one.status == ("selected" if decisions[one.id] else "refused")
    selected = [one for one in people if one.status == "selected"]
    able = [one for one in people if one.status in ("selected", "reserve")]
    assert len(selected) == min(places, len(able))


# --- missing evidence ---


def test_a_missing_piece_lies_anywhere_on_its_scale() -> None:
    """One of two equal pieces known, at 75: the value is 75, the bounds (75 + 0) / 2 and (75 + 100) / 2."""
    found = of(chosen({"id": ["a"], "x": ["4"], "y": [""]}, {"k": criterion("x", "y")}), "a")
    assert (found.score, found.low, found.high) == (75.0, 37.5, 87.5)
    assert found.parts["k"].evidence[1].value is None
    assert not found.parts["k"].unseen


def test_bounds_weigh_the_missing_piece_like_the_known_one() -> None:
    pieces = (Evidence(column="x", scale=(1, 5), weight=1), Evidence(column="y", scale=(1, 5), weight=3))
    found = of(chosen({"id": ["a"], "x": ["5"], "y": [" "]}, {"k": Criterion(evidence=pieces)}), "a")
    assert (found.score, found.low, found.high) == (100.0, 25.0, 100.0)


def test_without_any_evidence_the_middle_of_the_scale_stands_in_and_is_flagged() -> None:
    found = of(chosen({"id": ["a"], "x": [""], "y": [""]}, {"k": criterion("x", "y")}), "a")
    assert (found.score, found.low, found.high) == (50.0, 0.0, 100.0)
    assert found.parts["k"].unseen


def test_evidence_that_weighs_nothing_is_no_evidence() -> None:
    pieces = (Evidence(column="x", scale=(1, 5), weight=0), Evidence(column="y", scale=(1, 5)))
    columns = {"id": ["a"], "x": ["5"], "y": [""]}
    found = of(chosen(columns, {"k": Criterion(evidence=pieces)}), "a")
    assert (found.score, found.low, found.high) == (50.0, 0.0, 100.0)
    assert found.parts["k"].unseen
    strict = Criterion(evidence=pieces, missing="exclude")
    assert codes(of(chosen({**columns, "x": [""], "y": ["5"]}, {"k": strict}), "a")) == []


def test_neutral_counts_a_missing_piece_as_fifty_without_bounds() -> None:
    both = criterion("x", "y", missing="neutral")
    found = of(chosen({"id": ["a"], "x": ["5"], "y": [""]}, {"k": both}), "a")
    assert (found.score, found.low, found.high) == (75.0, 75.0, 75.0)
    nothing = of(chosen({"id": ["a"], "x": [""], "y": [""]}, {"k": both}), "a")
    assert (nothing.score, nothing.low, nothing.high) == (50.0, 50.0, 50.0)
    assert nothing.parts["k"].unseen


def test_exclude_bars_until_every_piece_is_filled_in() -> None:
    columns = {"id": ["a", "b"], "x": ["5", "5"], "y": ["", "1"]}
    found = chosen(columns, {"k": criterion("x", "y", missing="exclude", label="Skill")})
    assert of(found, "a").status == "not_eligible"
    (reason,) = of(found, "a").reasons
    assert reason == Reason("missing_evidence", {"criterion": "k", "label": "Skill", "column": "y"})
    assert (of(found, "a").score, of(found, "a").rank, of(found, "a").parts) == (None, None, {})
    assert of(found, "b").status == "selected"


# --- minimum ---


def test_reaching_the_minimum_exactly_passes() -> None:
    columns = {"id": ["a", "b"], "x": ["3", "2"]}
    found = chosen(columns, {"x": criterion("x", minimum=50)}, mentors=2)
    assert of(found, "a").status == "selected"
    assert of(found, "b").status == "below_minimum"
    assert of(found, "b").score == 25.0
    assert of(found, "b").rank is None
    (reason,) = of(found, "b").reasons
    assert (reason.code, reason.fields["value"], reason.fields["minimum"]) == ("below_minimum", 25.0, 50.0)


@pytest.mark.parametrize("minimum", [100 * n / 3 for n in range(1, 3)] + [70.0, 62.5, 10.0])
def test_reaching_the_minimum_passes_although_floats_fall_short(minimum: float) -> None:
    """Marks and weights whose mean is the minimum exactly as a fraction, while floats come out a hair below."""
    whole = Fraction(minimum).limit_denominator(1000)
    for first in range(101):
        # first/7 of the weight at `first`, the rest at what makes the mean right
        second = (whole * 7 - first * 3) / 4
        if not 0 <= second <= 100:
            continue
        pieces = (
            Evidence(column="x", scale=(0, 100), weight=0.3),
            Evidence(column="y", scale=(0, 100), weight=0.4),
        )
        cell = f"{float(second):.17f}".rstrip("0").rstrip(".")
        columns = {"id": ["a"], "x": [str(first)], "y": [cell]}
        found = of(chosen(columns, {"k": Criterion(evidence=pieces, minimum=minimum)}), "a")
        assert found.status == "selected", (first, cell, found.parts["k"].value)


def test_the_minimum_is_compared_with_the_value_not_with_its_bounds() -> None:
    """One piece at 75, the other missing: low is 37.5, yet the value of 75 passes."""
    found = of(chosen({"id": ["a"], "x": ["4"], "y": [""]}, {"k": criterion("x", "y", minimum=60)}), "a")
    assert found.status == "selected"


# --- ties ---


def test_scores_equal_to_nine_decimals_tie_and_break_by_id() -> None:
    close = ["50.0000000001", "50.0000000004", "50", "50.00000001"]
    found = chosen({"id": ["c", "b", "a", "d"], "x": close}, {"x": criterion("x", scale=(0, 100))}, mentors=4)
    assert [one.id for one in map(found.candidate, found.selected)] == ["d", "a", "b", "c"]


# --- require ---


@pytest.mark.parametrize("cell", ["yes", "Oui", "OUI ", "y", "o", "true", "VRAI", "1", "x", "X"])
def test_yes_is_understood_in_french_and_english(cell: str) -> None:
    for wanted in ("yes", "oui", "true", "vrai", "1", "x"):
        assert meets(cell, [wanted])
        assert not meets(cell, ["no"])


@pytest.mark.parametrize("cell", ["no", "Non", "n", "false", "FAUX", "0", "", "  "])
def test_no_and_blank_are_no(cell: str) -> None:
    for wanted in ("no", "non", "false", "faux", "0"):
        assert meets(cell, [wanted])
    assert not meets(cell, ["yes"])


def test_other_values_compare_as_text_without_case() -> None:
    assert meets(" cadre ", ["Cadre"])
    assert not meets("cadres", ["cadre"])
    assert not meets("peut-être", ["yes"])
    assert not meets("peut-être", ["no"])


def test_a_list_means_any_of_its_values() -> None:
    columns = {"id": ["a", "b", "c"], "Grade": ["ETAM", "cadre", "ouvrier"], "x": ["1", "1", "1"]}
    found = chosen(columns, {"x": criterion("x")}, 3, require={"Grade": ["Cadre", "etam"]})
    assert [of(found, one).status for one in "abc"] == ["selected", "selected", "not_eligible"]
    assert of(found, "c").reasons == (
        Reason("require", {"field": "Grade", "expected": ["Cadre", "etam"], "found": "ouvrier"}),
    )


def test_require_takes_a_meaning_or_a_heading() -> None:
    columns = {"id": ["a", "b"], "Se porte volontaire": ["oui", "non"], "x": ["1", "1"]}
    for field in ("volunteer", "se porte VOLONTAIRE"):
        found = chosen(columns, {"x": criterion("x")}, 2, require={field: ["yes"]})
        assert [of(found, one).status for one in "ab"] == ["selected", "not_eligible"]


@pytest.mark.parametrize("field", ["languages", "Langues"])
def test_languages_match_if_one_of_them_does_by_meaning_and_by_heading(field: str) -> None:
    columns = {"id": ["a", "b", "c"], "Langues": ["français, anglais", "de|es", ""], "x": ["1", "1", "1"]}
    found = chosen(columns, {"x": criterion("x")}, 3, require={field: ["en"]})
    assert [of(found, one).status for one in "abc"] == ["selected", "not_eligible", "not_eligible"]
    found = chosen(columns, {"x": criterion("x")}, 3, require={field: ["en", "allemand"]})
    assert [of(found, one).status for one in "abc"] == ["selected", "selected", "not_eligible"]


# --- capacity, executives, several reasons ---


def test_whoever_takes_nobody_is_not_eligible() -> None:
    columns = {"id": ["a", "b", "c", "d"], "Capacité": ["0", "", "2", "0"], "x": ["1"] * 4}
    found = chosen(columns, {"x": criterion("x")}, 4, Standing(capacity={"d": 1, "b": 0}))
    assert [of(found, one).status for one in "abcd"] == ["not_eligible", "not_eligible", "selected", "selected"]
    assert codes(of(found, "a")) == ["capacity"]


def test_the_usual_capacity_counts_where_nobody_says_another() -> None:
    columns = {"id": ["a", "b"], "Capacité": ["", "1"], "x": ["1", "1"]}
    found = chosen(columns, {"x": criterion("x")}, 2, Standing(usual_capacity=0))
    assert [of(found, one).status for one in "ab"] == ["not_eligible", "selected"]
    without_column = chosen({"id": ["a"], "x": ["1"]}, {"x": criterion("x")}, 1, Standing(usual_capacity=0))
    assert of(without_column, "a").status == "not_eligible"


def test_an_executive_of_the_programme_is_no_candidate() -> None:
    found = chosen({"id": ["a", "b"], "x": ["5", "1"]}, {"x": criterion("x")}, 1, Standing(mentees=["a"]))
    assert of(found, "a").status == "not_eligible"
    assert codes(of(found, "a")) == ["is_mentee"]
    assert found.candidates == 1
    assert of(found, "b").rank == 1


def test_every_reason_that_applies_is_kept() -> None:
    columns = {"id": ["a"], "volunteer": ["no"], "Capacity": ["0"], "x": [""]}
    strict = {"x": criterion("x", missing="exclude", minimum=60)}
    standing = Standing(mentees=["a"], chosen={"a": False})
    found = of(chosen(columns, strict, 1, standing, require={"volunteer": ["yes"]}), "a")
    assert found.status == "not_eligible"
    assert codes(found) == ["is_mentee", "require", "capacity", "missing_evidence", "refused"]


def test_below_a_minimum_and_refused_are_both_kept() -> None:
    both = {"x": criterion("x", minimum=60), "y": criterion("y", minimum=60)}
    found = of(chosen({"id": ["a"], "x": ["1"], "y": ["2"]}, both, 1, Standing(chosen={"a": False})), "a")
    assert found.status == "refused"
    assert codes(found) == ["below_minimum", "below_minimum", "refused"]


def test_candidates_are_those_who_meet_the_conditions_before_minimums_and_decisions() -> None:
    columns = {"id": list("abcde"), "volunteer": ["yes", "no", "yes", "yes", "yes"], "x": ["5", "5", "1", "5", "5"]}
    columns["capacity"] = ["1", "1", "1", "0", "1"]
    standing = Standing(mentees=["e"], chosen={"a": False})
    found = chosen(columns, {"x": criterion("x", minimum=50)}, 1, standing, require={"volunteer": ["yes"]})
    assert found.candidates == 3
    assert found.counts == {"selected": 0, "reserve": 0, "below_minimum": 1, "not_eligible": 3, "refused": 1}


# --- decisions ---


def five() -> dict[str, list[str]]:
    """a to e, from the best down."""
    return {"id": list("abcde"), "x": list("54321")}


def by_id(found: Selection) -> dict[str, tuple[str, int | None, str | None]]:
    return {one: (of(found, one).status, of(found, one).rank, of(found, one).by) for one in found.roster.ids}


def test_the_best_are_chosen_and_the_others_wait_in_order() -> None:
    assert by_id(chosen(five(), {"x": criterion("x")}, 2)) == {
        "a": ("selected", 1, "ranking"),
        "b": ("selected", 2, "ranking"),
        "c": ("reserve", 3, None),
        "d": ("reserve", 4, None),
        "e": ("reserve", 5, None),
    }


def test_a_refused_persons_place_goes_to_the_next() -> None:
    found = by_id(chosen(five(), {"x": criterion("x")}, 2, Standing(chosen={"a": False})))
    assert found["a"] == ("refused", None, None)
    assert found["b"] == ("selected", 1, "ranking")
    assert found["c"] == ("selected", 2, "ranking")
    assert found["d"] == ("reserve", 3, None)


def test_somebody_chosen_takes_one_of_the_places() -> None:
    found = by_id(chosen(five(), {"x": criterion("x")}, 2, Standing(chosen={"e": True})))
    assert found == {
        "a": ("selected", 1, "ranking"),
        "b": ("reserve", 2, None),
        "c": ("reserve", 3, None),
        "d": ("reserve", 4, None),
        "e": ("selected", None, "decision"),
    }


def test_somebody_chosen_below_a_minimum_has_no_rank_and_keeps_the_reason() -> None:
    found = chosen(five(), {"x": criterion("x", minimum=50)}, 2, Standing(chosen={"e": True}))
    assert by_id(found)["e"] == ("selected", None, "decision")
    assert codes(of(found, "e")) == ["below_minimum"]
    assert by_id(found)["a"] == ("selected", 1, "ranking")
    assert by_id(found)["b"] == ("reserve", 2, None)
    assert [found.roster.ids[one] for one in found.selected] == ["a", "e"]


def test_somebody_chosen_who_would_be_in_anyway_keeps_the_rank() -> None:
    found = by_id(chosen(five(), {"x": criterion("x")}, 2, Standing(chosen={"b": True})))
    assert found["a"] == ("selected", 1, "ranking")
    assert found["b"] == ("selected", 2, "decision")
    assert found["c"] == ("reserve", 3, None)


def test_somebody_chosen_keeps_a_rank_only_where_other_decisions_leave_it_a_place() -> None:
    """Two places, b and e chosen: neither a nor b has a place by rank once both decisions are kept."""
    found = by_id(chosen(five(), {"x": criterion("x")}, 2, Standing(chosen={"b": True, "e": True})))
    assert found == {
        "a": ("reserve", 1, None),
        "b": ("selected", None, "decision"),
        "c": ("reserve", 2, None),
        "d": ("reserve", 3, None),
        "e": ("selected", None, "decision"),
    }


def test_somebody_chosen_who_is_not_eligible_stays_out() -> None:
    columns = {**five(), "capacity": ["1", "1", "1", "1", "0"]}
    found = by_id(chosen(columns, {"x": criterion("x")}, 2, Standing(chosen={"e": True})))
    assert found["e"] == ("not_eligible", None, None)
    assert found["b"] == ("selected", 2, "ranking")


def test_a_decision_on_somebody_unknown_changes_nothing() -> None:
    plain = chosen(five(), {"x": criterion("x")}, 2)
    decided = chosen(five(), {"x": criterion("x")}, 2, Standing(mentees=["zz"], chosen={"zz": True, "yy": False}))
    assert by_id(plain) == by_id(decided)


def test_nobody_at_all_can_be_chosen_from_people_who_are_all_out() -> None:
    found = chosen(five(), {"x": criterion("x")}, 2, Standing(mentees=list("abcde")))
    assert found.selected == ()
    assert found.reserve == ()
    assert [found.roster.ids[one] for one in found.in_order()] == list("abcde")


def test_everybody_stands_in_the_order_selected_reserve_others_by_status_and_id() -> None:
    columns = {"id": list("gfedcba"), "x": ["5", "4", "1", "1", "3", "5", "5"], "volunteer": ["x"] * 5 + ["", ""]}
    standing = Standing(chosen={"g": False})
    found = chosen(columns, {"x": criterion("x", minimum=20)}, 1, standing, require={"volunteer": ["yes"]})
    assert [found.roster.ids[one] for one in found.in_order()] == ["f", "c", "d", "e", "a", "b", "g"]

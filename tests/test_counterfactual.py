"""What would put this person in: each answer is tried on the selection itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rmentor.counterfactual import MarkChange, WayIn, WeightChange, margin, way_in
from rmentor.outcomes import Selection
from rmentor.programme import Criterion, Evidence, SelectionRules
from rmentor.selection import Standing, select
from tests.staff import roster

LAW = settings(deadline=None, max_examples=150, derandomize=True)


def criterion(weight: float, *columns: str, scale: tuple[float, float] = (1, 5), **given: object) -> Criterion:
    """A criterion of that weight, fed by those columns on one scale."""
    evidence = tuple(Evidence(column=one, scale=scale) for one in columns)
    return Criterion(weight=weight, evidence=evidence, **given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Jury:
    """A selection that can be made again with another weight or another mark."""

    columns: Mapping[str, Sequence[str]]
    criteria: Mapping[str, Criterion]
    places: int = 1
    standing: Standing = field(default_factory=Standing)

    def select(self) -> Selection:
        return select(roster(self.columns), self.criteria, SelectionRules(mentors=self.places), self.standing)

    def person(self, identity: str) -> int:
        return list(self.columns["id"]).index(identity)

    def chosen(self, identity: str) -> bool:
        return self.person(identity) in self.select().by

    def way_in(self, identity: str) -> WayIn | None:
        return way_in(self.select(), self.criteria, self.person(identity))

    def weighing(self, key: str, weight: float) -> Jury:
        """The same with another weight."""
        changed = Criterion(**{**dict(self.criteria[key]), "weight": weight})
        return replace(self, criteria={**self.criteria, key: changed})

    def marking(self, identity: str, column: str, mark: float) -> Jury:
        """The same with another mark for somebody."""
        cells = list(self.columns[column])
        cells[self.person(identity)] = f"{mark:.9f}".rstrip("0").rstrip(".")
        return replace(self, columns={**self.columns, column: cells})


TWO = {"x": criterion(60, "x"), "y": criterion(40, "y")}
"""Two criteria, on 1–5."""


# --- one weight ---


def test_smallest_change_of_a_weight_by_hand() -> None:
    """Anna has 100 and 0, Ben 0 and 100: at 60 to 40 Anna is chosen, at 50 to 50 they tie, and Anna's id comes first.
    So y must pass 60, or x fall below 40; the share of y then is just over 1/2 either way."""
    jury = Jury({"id": ["anna", "ben"], "x": ["5", "1"], "y": ["1", "5"]}, TWO)
    found = jury.way_in("ben")
    assert found is not None
    assert {one.criterion: (one.before, one.after) for one in found.weights} == {"x": (60, 39.99), "y": (40, 60.01)}
    assert [one.exact for one in found.weights] == pytest.approx([40, 60])
    assert found.weight == WeightChange("y", 40, 60.01, 0.4, 60.01 / 120.01, pytest.approx(60))


def test_a_tie_is_enough_for_the_id_that_comes_first() -> None:
    jury = Jury({"id": ["zoe", "ben"], "x": ["5", "1"], "y": ["1", "5"]}, TWO)
    found = jury.way_in("ben")
    assert found is not None
    assert {one.criterion: one.after for one in found.weights} == {"x": 40, "y": 60}


@pytest.mark.parametrize(("mark", "better"), [("4", "5"), ("43.7", "43.8")])
def test_a_weight_may_have_to_go_to_nothing(mark: str, better: str) -> None:
    criteria = {"x": criterion(29, "x", scale=(0, 100)), "y": criterion(29, "y", scale=(0, 100))}
    found = Jury({"id": ["zoe", "ben"], "x": [better, mark], "y": ["33.3", "33.3"]}, criteria).way_in("ben")
    assert found is not None
    assert [(one.criterion, one.after) for one in found.weights] == [("x", 0)]


def test_no_weight_helps_somebody_who_is_better_at_nothing() -> None:
    jury = Jury({"id": ["anna", "ben"], "x": ["5", "4"], "y": ["5", "4"]}, TWO)
    found = jury.way_in("ben")
    assert found is not None
    assert (found.weights, found.weight) == ((), None)


def test_a_single_criterion_has_no_weight_to_change() -> None:
    jury = Jury({"id": ["anna", "ben"], "x": ["5", "4"]}, {"x": criterion(40, "x")})
    found = jury.way_in("ben")
    assert found is not None
    assert found.weights == ()


def test_weights_on_a_small_scale_change_by_small_steps() -> None:
    small = {"x": criterion(0.6, "x"), "y": criterion(0.4, "y")}
    found = Jury({"id": ["anna", "ben"], "x": ["5", "1"], "y": ["1", "5"]}, small).way_in("ben")
    assert found is not None
    assert {one.criterion: one.after for one in found.weights} == {"x": 0.399, "y": 0.601}


def test_a_weight_may_open_a_place_on_a_stretch_only() -> None:
    """Three criteria: more weight of z first lifts Ben above Anna, and then Cleo above both."""
    columns = {
        "id": ["anna", "ben", "cleo"], "x": ["90", "70", "0"], "y": ["50", "50", "50"], "z": ["0", "60", "100"],
    }  # fmt: skip
    criteria = {key: criterion(weight, key, scale=(0, 100)) for key, weight in (("x", 60), ("y", 20), ("z", 10))}
    jury = Jury(columns, criteria)
    found = jury.way_in("ben")
    assert found is not None
    (change,) = [one for one in found.weights if one.criterion == "z"]
    assert change.after == 20.01
    assert jury.weighing("z", 20.01).chosen("ben")
    assert jury.weighing("z", 1000).chosen("cleo")


def test_a_place_may_open_at_a_single_weight() -> None:
    """At 40 to 40 all three tie and Ben's id comes first; before it Zoe is ahead, and beyond it Cleo."""
    jury = Jury({"id": ["zoe", "ben", "cleo"], "x": ["5", "3", "1"], "y": ["1", "3", "5"]}, TWO)
    found = jury.way_in("ben")
    assert found is not None
    assert {one.criterion: one.after for one in found.weights} == {"x": 40, "y": 60}
    assert not jury.weighing("x", 39.99).chosen("ben")


def test_a_tie_but_for_rounding_is_a_tie() -> None:
    """33.3 × 12.5 is 11.1 × 37.5, though not in floating point: Zoe, level with Ben at any weight of z, is no rival."""
    columns = {
        "id": ["cleo", "zoe", "ben"], "x": ["90", "50", "62.5"], "y": ["50", "50", "12.5"], "z": ["0", "50", "50"],
    }  # fmt: skip
    criteria = {key: criterion(weight, key, scale=(0, 100)) for key, weight in (("x", 33.3), ("y", 11.1), ("z", 10))}
    found = Jury(columns, criteria).way_in("ben")
    assert found is not None
    assert [(one.criterion, one.after) for one in found.weights if one.criterion == "z"] == [("z", 26.64)]


# --- one mark ---


def test_smallest_change_of_a_mark_is_the_next_mark_of_the_scale() -> None:
    """Anna has 75. Ben has 3 and 3, 50: x weighs 60, so that 4 gives 65 and 5 gives 80; y gives 70 at most."""
    jury = Jury({"id": ["anna", "ben"], "x": ["4", "3"], "y": ["4", "3"]}, TWO)
    found = jury.way_in("ben")
    assert found is not None
    assert found.marks == (MarkChange("x", ("x",), 3, 5, pytest.approx(3 + 25 / 15), 0.5),)
    assert found.mark == found.marks[0]


def test_a_scale_with_decimals_is_met_to_two_of_them() -> None:
    columns = {"id": ["anna", "ben"], "x": ["74.5", "50"], "y": ["70", "50"]}
    found = Jury(columns, {key: criterion(1, key, scale=(0, 100)) for key in "xy"}).way_in("ben")
    assert found is not None
    assert [(one.column, one.after) for one in found.marks] == [("x", 94.51), ("y", 95)]
    assert found.marks[0].exact == pytest.approx(94.5)


def test_a_scale_that_runs_down_asks_for_a_lower_mark() -> None:
    jury = Jury({"id": ["anna", "ben"], "x": ["2", "4"]}, {"x": criterion(1, "x", scale=(5, 1))})
    found = jury.way_in("ben")
    assert found is not None
    assert [(one.before, one.after) for one in found.marks] == [(4, 1)]


def test_a_mark_that_is_missing_may_be_what_is_wanted() -> None:
    """Anna has 62.5. Ben's 3 alone is 50; with a test of 4 he ties, and Anna's id comes first."""
    jury = Jury({"id": ["anna", "ben"], "x": ["4", "3"], "test": ["3", ""]}, {"x": criterion(1, "x", "test")})
    found = jury.way_in("ben")
    assert found is not None
    assert [(one.column, one.before, one.after, one.size) for one in found.marks] == [
        ("x", 3, 4, 0.25),
        ("test", None, 5, 1.0),
    ]  # fmt: skip
    assert found.mark is not None
    assert found.mark.column == "x"
    assert not jury.marking("ben", "test", 4).chosen("ben")


def test_a_column_that_counts_twice_is_changed_once() -> None:
    """Ben's mark counts for both criteria: 4 gives 75 on both."""
    criteria = {"x": criterion(1, "x"), "y": criterion(1, "x", "y")}
    jury = Jury({"id": ["anna", "ben"], "x": ["3", "3"], "y": ["4", "3"]}, criteria)
    found = jury.way_in("ben")
    assert found is not None
    assert [(one.column, one.criteria, one.after) for one in found.marks] == [("x", ("x", "y"), 4), ("y", ("y",), 5)]


def test_evidence_that_weighs_nothing_is_not_named() -> None:
    evidence = (Evidence(column="x", scale=(1, 5)), Evidence(column="note", scale=(1, 5), weight=0))
    criteria = {"x": Criterion(evidence=evidence), "z": criterion(0, "z")}
    columns = {"id": ["anna", "ben"], "x": ["4", "3"], "note": ["1", "1"], "z": ["1", "1"]}
    found = Jury(columns, criteria).way_in("ben")
    assert found is not None
    assert [one.column for one in found.marks] == ["x"]


# --- whom it is said of ---


def test_only_the_reserve_may_have_a_way_in() -> None:
    columns = {"id": ["anna", "ben", "cleo", "dora", "eve"], "x": ["5", "4", "3", "1", "4"]}
    criteria = {"x": criterion(1, "x", minimum=25)}
    jury = Jury(columns, criteria, 1, Standing(mentees=["eve"], chosen={"cleo": False}))
    assert {one: jury.way_in(one) is not None for one in columns["id"]} == {
        "anna": False, "ben": True, "cleo": False, "dora": False, "eve": False,
    }  # fmt: skip


def test_those_whom_decisions_put_in_keep_their_places() -> None:
    """Two places, one taken by a decision: Ben has to pass Anna, whatever Cleo has."""
    columns = {"id": ["anna", "ben", "cleo"], "x": ["4", "3", "1"]}
    jury = Jury(columns, {"x": criterion(1, "x")}, 2, Standing(chosen={"cleo": True}))
    found = jury.way_in("ben")
    assert found is not None
    assert [one.after for one in found.marks] == [5]


def test_no_change_helps_where_decisions_take_every_place() -> None:
    columns = {"id": ["anna", "ben"], "x": ["4", "3"]}
    jury = Jury(columns, {"x": criterion(1, "x")}, 1, Standing(chosen={"ben": True}))
    assert jury.way_in("anna") == WayIn((), ())


# --- the margin ---


def test_margin_of_the_last_one_in() -> None:
    jury = Jury({"id": ["anna", "ben", "cleo"], "x": ["5", "4", "1"], "y": ["5", "1", "4"]}, TWO, 2)
    selection = jury.select()
    found = margin(selection, jury.criteria)
    assert found is not None
    assert (found.person, found.next) == (jury.person("ben"), jury.person("cleo"))
    assert found.points == pytest.approx(45 - 30)
    assert {one.criterion: one.after for one in found.weights} == {"x": 39.99, "y": 60.01}


def test_no_margin_without_somebody_on_either_side() -> None:
    columns = {"id": ["anna", "ben"], "x": ["5", "4"]}
    criteria = {"x": criterion(1, "x")}
    everybody = Jury(columns, criteria, 2)
    assert margin(everybody.select(), criteria) is None
    by_decision = Jury(columns, criteria, 1, Standing(chosen={"ben": True}))
    assert margin(by_decision.select(), criteria) is None


# --- laws ---


@st.composite
def juries(draw: st.DrawFn) -> Jury:
    people = draw(st.integers(2, 8))
    fine = draw(st.booleans())
    marks = st.integers(0, 1000).map(lambda mark: f"{mark / 10:g}") if fine else st.sampled_from("12345")
    scale = (0, 100) if fine else draw(st.sampled_from([(1, 5), (5, 1)]))
    cells = st.lists(st.one_of(marks, st.just("")), min_size=people, max_size=people)
    columns = {"id": draw(st.permutations([f"{one:02d}" for one in range(people)]))}
    criteria = {}
    for key in "xyz"[: draw(st.integers(1, 3))]:
        names = [f"{key}{number}" for number in range(draw(st.integers(1, 2)))]
        columns |= {name: draw(cells) for name in names}
        weight = draw(st.one_of(st.integers(1, 60), st.sampled_from([0.25, 0.4, 33.3])))
        criteria[key] = criterion(weight, *names, scale=scale, missing=draw(st.sampled_from(["interval", "neutral"])))
    decided = {columns["id"][0]: draw(st.booleans())} if draw(st.booleans()) else {}
    return Jury(columns, criteria, draw(st.integers(1, 4)), Standing(chosen=decided))


@LAW
@given(jury=juries())
def test_every_way_in_puts_the_person_in(jury: Jury) -> None:
    selection = jury.select()
    for person in selection.reserve:
        identity = jury.columns["id"][person]
        found = way_in(selection, jury.criteria, person)
        assert found is not None
        for weight in found.weights:
            assert weight.before == jury.criteria[weight.criterion].weight
            assert jury.weighing(weight.criterion, weight.after).chosen(identity)
        for mark in found.marks:
            assert jury.marking(identity, mark.column, mark.after).chosen(identity)


@LAW
@given(jury=juries(), place=st.integers(0, 7))
def test_no_smaller_change_of_a_weight_would_do(jury: Jury, place: int) -> None:
    selection = jury.select()
    assume(selection.reserve)
    person = selection.reserve[place % len(selection.reserve)]
    identity = jury.columns["id"][person]
    found = way_in(selection, jury.criteria, person)
    assert found is not None
    changes = {one.criterion: one for one in found.weights}
    total = sum(one.weight for one in jury.criteria.values())
    for key, one in jury.criteria.items():
        rest = total - one.weight
        share = one.weight / total
        exact = changes[key].exact if key in changes else None
        size = 1.0 if exact is None else abs(exact / (rest + exact) - share)
        for part in (0.1, 0.5, 0.9, 0.999):
            for wanted in (share + part * size, share - part * size):
                if rest and size > 1e-6 and 0 <= wanted < 1 - 1e-6:
                    assert not jury.weighing(key, rest * wanted / (1 - wanted)).chosen(identity)


@LAW
@given(jury=juries())
def test_no_smaller_change_of_a_mark_would_do(jury: Jury) -> None:
    selection = jury.select()
    for person in selection.reserve:
        identity = jury.columns["id"][person]
        found = way_in(selection, jury.criteria, person)
        assert found is not None
        changes = {one.column: one for one in found.marks}
        for one in jury.criteria.values():
            for piece in one.evidence:
                worst, best = piece.scale
                change = changes.get(piece.column)
                if change is None:
                    assert not jury.marking(identity, piece.column, best).chosen(identity)
                elif change.after != worst:
                    whole = (worst, best) != (0, 100) or all(
                        cell == cell.split(".")[0] for cell in jury.columns[piece.column]
                    )
                    step = (1 if whole else 0.01) * np.sign(best - worst)
                    assert not jury.marking(identity, piece.column, change.after - step).chosen(identity)


@LAW
@given(jury=juries())
def test_the_margin_is_true_on_both_sides(jury: Jury) -> None:
    selection = jury.select()
    found = margin(selection, jury.criteria)
    if found is None:
        return
    assert found.points == pytest.approx(float(selection.score[found.person] - selection.score[found.next]))
    assert found.points >= -1e-9
    identity = jury.columns["id"][found.person]
    for weight in found.weights:
        assert not jury.weighing(weight.criterion, weight.after).chosen(identity)
        half = weight.before + (weight.exact - weight.before) / 2
        if abs(weight.exact - weight.before) > 1e-6 and half > 0:
            assert jury.weighing(weight.criterion, half).chosen(identity)

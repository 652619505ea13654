"""Every rule and both goals against brute force; ties by id; what pairs must reach together, judged apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import matching, pairing, sharing, wishes
from rmentor.errors import Reason
from rmentor.matching import Aims
from rmentor.outcomes import Pairs
from rmentor.pairtable import Couple, ScoredPairs, Table, narrowed, table_of_scores
from tests.test_pairing import drawn, every_way

LAW = settings(deadline=None, max_examples=60, derandomize=True)

Way = tuple[int | None, ...]
Worth = tuple[float, ...]


# --- a judge written apart: it knows tables and ways, and nothing of how they are found ---


def loads(way: Way) -> dict[int, int]:
    return {column: way.count(column) for column in way if column is not None}


def allowed(table: Table, aims: Aims, way: Way) -> bool:
    made = [(row, column) for row, column in enumerate(way) if column is not None]
    across = sum(1 for one in made if table.cross is not None and table.cross[one])
    return aims.cross_site is None or 100 * across >= aims.cross_site * len(made)


def worth(table: Table, locked: Collection[Couple], aims: Aims, way: Way, floor: float | None = None) -> Worth:
    """Served, not below the least number, kept, the worst pair (where that is the goal), the total."""
    made = [(row, column) for row, column in enumerate(way) if column is not None]
    named = {(table.mentees[row], table.mentors[column]) for row, column in made}
    short = sum(1 for column, count in loads(way).items() if table.least is not None and count < table.least[column])
    free = [table.score[one] for one in made if (table.mentees[one[0]], table.mentors[one[1]]) not in locked]
    worst = min(free, default=0) if aims.goal == "no_one_left_behind" and floor is None else 0.0
    if floor is not None and any(one < floor for one in free):
        return (-1.0,)
    return (len(made), -short, len(named & set(aims.keep)), float(worst), float(sum(table.score[one] for one in made)))


def ways(table: Table, locked: Collection[Couple], aims: Aims) -> Iterator[Way]:
    return (way for way in every_way(table, locked) if allowed(table, aims, way))


def by_id(table: Table, way: Way) -> tuple[int, ...]:
    return tuple(len(table.mentors) if column is None else column for column in way)


def as_way(table: Table, found: Pairs) -> Way:
    made = {one.mentee: table.mentors.index(one.mentor) for one in found.pairs}
    return tuple(made.get(one) for one in table.mentees)


@st.composite
def cases(
    draw: st.DrawFn, *, together: bool, most: tuple[int, int] = (5, 3)
) -> tuple[Table, frozenset[Couple], Aims]:  # fmt: skip
    rows, columns = draw(st.integers(1 if most[0] < 7 else 6, most[0])), draw(st.integers(1, most[1]))

    def matrix(cell: Any) -> list[list[Any]]:
        return draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows))

    scores = matrix(st.sampled_from((0.0, 25.0, 50.0, 75.0, 100.0)))
    table = drawn(
        scores, matrix(st.sampled_from((False, False, True))), [draw(st.integers(0, 3)) for _ in range(columns)]
    )
    if together:
        least = np.minimum([draw(st.integers(0, 3)) for _ in range(columns)], table.most)
        table = replace(table, least=least, cross=np.array(matrix(st.booleans()), dtype=bool))
    locked = set()
    if draw(st.booleans()):
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        if table.most[column]:
            locked.add((f"e{row}", f"m{column}"))
    told = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    keep = dict(draw(st.lists(told, max_size=3)))
    aims = Aims(
        draw(st.sampled_from(("best_total", "no_one_left_behind"))),
        draw(st.sampled_from((None, 30.0, 50.0, 100.0))) if together else None,
        frozenset((f"e{row}", f"m{column}") for row, column in keep.items()),
    )
    return table, frozenset(locked), aims


def check(table: Table, locked: frozenset[Couple], aims: Aims) -> None:
    possible = list(ways(table, locked, aims))
    if not possible:
        with pytest.raises(sharing.OutOfReach):
            pairing.pair(table, locked, aims)
        return
    best = max(worth(table, locked, aims, way) for way in possible)
    first = min((way for way in possible if worth(table, locked, aims, way) == best), key=lambda way: by_id(table, way))
    found = pairing.pair(table, locked, aims)
    assert as_way(table, found) == first
    assert found.optimal
    assert found.bound == pytest.approx(found.total, abs=1e-4)
    floor = best[3] if aims.goal == "no_one_left_behind" else 0.0
    for one in found.pairs:
        row, now = table.mentees.index(one.mentee), table.mentors.index(one.mentor)
        others = [worth(table, locked, aims, way, floor) for way in possible if way[row] not in (None, now)]
        others = [other for other in others if other[0] >= 0]
        if one.next_best is None:
            assert one.locked or not others
            continue
        then = max(others)
        told = one.next_best
        assert (told.unserved, told.moved) == (best[0] - then[0], best[2] - then[2])
        assert told.loss == pytest.approx(best[4] - then[4], abs=1e-4)


@settings(LAW, max_examples=150)
@given(cases(together=False))
def test_both_goals_locks_kept_pairs_and_ties_equal_brute_force(case: tuple[Table, frozenset[Couple], Aims]) -> None:
    check(*case)


@settings(LAW, max_examples=50)
@given(cases(together=True))
def test_shares_and_least_numbers_equal_brute_force(case: tuple[Table, frozenset[Couple], Aims]) -> None:
    check(*case)


@settings(LAW, max_examples=15)
@given(st.one_of(cases(together=False, most=(7, 3)), cases(together=True, most=(7, 2))))
def test_seven_executives_by_every_rule_and_both_goals_equal_brute_force(
    case: tuple[Table, frozenset[Couple], Aims],
) -> None:
    check(*case)


@LAW
@given(st.integers(0, 10_000), st.sampled_from(("best_total", "no_one_left_behind")))
def test_at_97_percent_forbidden_as_many_are_served_as_can_be_and_each_other_is_named_with_a_reason(
    seed: int, goal: Any
) -> None:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    chance = np.random.default_rng(seed)
    score, shut = chance.integers(0, 101, (40, 40)).astype(float), chance.random((40, 40)) < 0.97
    half = chance.random((40, 40)) < 0.5
    table = replace(drawn(score.tolist()), rules={"veto": shut & half, "language": shut & ~half})
    found = pairing.pair(table, (), Aims(goal))
    assert found.served == int((maximum_bipartite_matching(csr_matrix(~shut)) >= 0).sum())
    places = [(table.mentees.index(one.mentee), table.mentors.index(one.mentor)) for one in found.pairs]
    assert not any(shut[place] for place in places)
    assert len({column for _, column in places}) == len(places)
    assert {one.mentee for one in (*found.pairs, *found.unpaired)} == set(table.mentees)
    assert all(one.reasons and one.relax for one in found.unpaired)


def test_no_one_left_behind_gives_up_points_for_the_worst_pair() -> None:
    table = drawn([[100, 60], [50, 10]])
    assert pairing.pair(table).total == 110
    raised = drawn([[100, 40], [50, 10]])
    found = pairing.pair(raised, (), Aims("no_one_left_behind"))
    assert [(one.mentee, one.mentor) for one in found.pairs] == [("e0", "m1"), ("e1", "m0")]
    assert (found.total, found.floor) == (90, 40)
    assert [(one.mentee, one.mentor) for one in pairing.pair(raised).pairs] == [("e0", "m0"), ("e1", "m1")]


def test_no_one_left_behind_never_serves_fewer() -> None:
    table = drawn([[90, 80], [5, 0]], [[False, False], [False, True]])
    assert pairing.pair(table, (), Aims("no_one_left_behind")).served == 2


def test_an_announced_pair_stays_though_another_is_worth_more() -> None:
    table = drawn([[10, 100], [100, 10]])
    told = frozenset({("e0", "m0")})
    found = pairing.pair(table, (), Aims(keep=told))
    assert [(one.mentee, one.mentor) for one in found.pairs] == [("e0", "m0"), ("e1", "m1")]
    assert found.moved == ()
    assert found.pairs[0].next_best is not None
    assert (found.pairs[0].next_best.moved, found.pairs[0].next_best.loss) == (1, pytest.approx(-180))


def test_when_a_mentor_leaves_as_few_announced_pairs_as_possible_are_parted() -> None:
    """m0 leaves; m3 is free. Giving m3 to e0 moves one, though moving everybody round would be worth far more."""
    scores = [[50, 100, 0, 1], [0, 50, 100, 0], [0, 0, 50, 100]]
    told = frozenset({("e0", "m0"), ("e1", "m1"), ("e2", "m2")})
    found = pairing.pair(narrowed(drawn(scores), ["m0"]), (), Aims(keep=told))
    assert [(one.mentee, one.mentor) for one in found.pairs] == [("e0", "m3"), ("e1", "m1"), ("e2", "m2")]
    assert found.moved == (("e0", "m0"),)


def test_equal_totals_are_decided_by_id() -> None:
    found = pairing.pair(drawn([[50] * 4] * 4))
    assert [(one.mentee, one.mentor) for one in found.pairs] == [(f"e{one}", f"m{one}") for one in range(4)]
    short = pairing.pair(drawn([[50, 50]] * 4))
    assert [one.mentee for one in short.pairs] == ["e0", "e1"]


@LAW
@given(st.lists(st.lists(st.sampled_from((0.0, 50.0, 100.0)), min_size=4, max_size=4), min_size=4, max_size=4))
def test_ties_by_id_leave_the_total_as_it_was(scores: list[list[float]]) -> None:
    table = drawn(scores, most=[2, 1, 1, 1])
    cost = matching.costs(table, Aims()).matrix
    plain = matching.cheapest(cost, table.most, {})
    decided = matching.best(table, (), Aims()).assigned
    assert matching.sum_of(cost, decided) == matching.sum_of(cost, plain)


def test_a_mentor_has_none_or_at_least_the_least_number() -> None:
    table = replace(drawn([[90, 80], [80, 90]], most=[2, 2]), least=np.array([2, 2]))
    found = pairing.pair(table)
    assert {one.mentor for one in found.pairs} == {"m0"}
    assert (found.total, found.below_least) == (170, ())


def test_a_smaller_load_that_serves_more_is_taken_and_said() -> None:
    table = replace(drawn([[90, 80], [80, 90]], [[False, True], [True, False]], [2, 2]), least=np.array([2, 2]))
    found = pairing.pair(table)
    assert found.served == 2
    assert found.below_least == ("m0", "m1")


def test_somebody_whom_the_share_leaves_without_is_told_so() -> None:
    table = replace(drawn([[90], [80]], most=[2]), cross=np.array([[True], [False]]))
    found = pairing.pair(table, (), Aims(cross_site=60))
    (left,) = found.unpaired
    assert (left.mentee, left.reasons) == ("e1", (Reason("cross_site", {"share": 60}),))
    assert left.relax == (Reason("relax_cross_site"),)


def test_three_who_share_two_places_are_named() -> None:
    barred = [[False, False, True], [False, False, True], [False, False, True], [True, True, False]]
    found = pairing.pair(drawn([[50, 50, 50]] * 4, barred))
    (left,) = found.unpaired
    assert left.shortage is not None
    assert left.shortage.fields == {"count": 3, "places": 2, "mentees": ["e0", "e1", "e2"], "mentors": ["m0", "m1"]}


@LAW
@given(cases(together=False))
def test_a_shortage_is_a_set_of_people_with_fewer_places_than_they_are(case: Any) -> None:
    table, locked, aims = case
    for left in pairing.pair(table, locked, aims).unpaired:
        if left.shortage is None:
            assert any(reason.code != "capacity" for reason in left.reasons)
            continue
        told = left.shortage.fields
        people = [table.mentees.index(one) for one in told["mentees"]]
        reach = {column for row in people for column in np.flatnonzero(~table.barred[row]).tolist()}
        assert left.mentee in told["mentees"]
        assert reach == {table.mentors.index(one) for one in told["mentors"]}
        held = sum(1 for _, mentor in locked if mentor in told["mentors"])
        assert told["places"] == sum(int(table.most[one]) for one in reach) - held < len(people)


def test_options_tell_what_each_mentor_would_cost() -> None:
    table = drawn([[100, 90], [95, 0]], [[False, False], [False, True]])
    made = pairing.pair(table)
    first, second = wishes.options(table, (), Aims(), made, "e0")
    assert (first.mentor, first.now) == ("m0", False)
    assert first.cost is not None
    assert (first.cost.unserved, first.cost.loss) == (1, pytest.approx(85))
    assert (second.mentor, second.now, second.cost) == ("m1", True, None)
    _, barred = wishes.options(table, (), Aims(), made, "e1")
    assert (barred.rules, barred.cost) == (("veto",), None)
    full, _ = wishes.options(table, [("e1", "m0")], Aims(), made, "e0")
    assert (full.mentor, full.rules) == ("m0", ("capacity",))


def test_a_table_from_scores_bars_what_is_absent_or_forbidden() -> None:
    shut = np.array([False, True, False])
    scored = ScoredPairs(("a", "b"), ("x", "y"), np.array([1, 0, 0]), np.array([1, 0, 1]), np.array([5.0, 9, 3]), shut)
    table = table_of_scores(scored, {"y": 2}, usual=1)
    assert (table.mentees, table.mentors, table.most.tolist()) == (("a", "b"), ("x", "y"), [1, 2])
    assert table.barred.tolist() == [[True, False], [True, False]]
    assert {code: rule.tolist() for code, rule in table.rules.items()} == {
        "forbidden": [[True, False], [False, False]],
        "no_score": [[False, False], [True, False]],
    }
    assert [(one.mentee, one.mentor) for one in pairing.pair(table).pairs] == [("a", "y"), ("b", "y")]

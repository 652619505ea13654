"""The chosen as a group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rmentor.cohort import Condition, Group, Relaxation, Shortfall, best_group

LAW = settings(deadline=None, max_examples=120, derandomize=True)


def condition(need: int, members: str, key: str = "en", code: str = "languages") -> Condition:
    """A condition; `members` has a sign a person: x counts, anything else does not."""
    return Condition(code, key, need, np.array([sign == "x" for sign in members]))


def chosen(score: Sequence[float], *conditions: Condition, places: int = 2, forced: Sequence[int] = ()) -> Group:
    """The best group of people named a, b, c … in that order."""
    return best_group(np.array(score, dtype=float), "abcdefghijkl"[: len(score)], conditions, places, forced)


def millionths(score: Sequence[float], people: Sequence[int]) -> int:
    return sum(round(round(score[one], 9) * 1_000_000) for one in people)


def by_trying_all(
    score: Sequence[float], ids: Sequence[str], conditions: Sequence[Condition], places: int, forced: Sequence[int]
) -> tuple[int, ...]:
    """The best group: fewest missing, then the best total, then the highest ranks."""
    order = sorted(range(len(score)), key=lambda one: (-round(score[one], 9), ids[one]))
    rank = {person: place for place, person in enumerate(order)}
    others = [one for one in range(len(score)) if one not in forced]
    seats = min(len(others), max(0, places - len(forced)))
    groups = [tuple(sorted((*forced, *some), key=rank.__getitem__)) for some in combinations(others, seats)]

    def worse(group: tuple[int, ...]) -> tuple[int, int, list[int]]:
        missing = sum(max(0, one.need - int(one.members[list(group)].sum())) for one in conditions)
        return missing, -millionths(score, group), [rank[one] for one in group]

    return min(groups, key=worse)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[float], list[str], list[Condition], int, list[int]]:
    people = draw(st.integers(1, 9))
    marks = draw(
        st.sampled_from([
            st.integers(0, 8).map(lambda mark: mark * 12.5),
            st.integers(0, 3).map(lambda mark: 50 + mark * 1e-6),
            st.integers(0, 3).map(lambda mark: 50 + mark * 1e-9),
            st.floats(0, 100, allow_subnormal=False),
        ])
    )  # fmt: skip
    score = draw(st.lists(marks, min_size=people, max_size=people))
    ids = draw(st.permutations([f"{one:03d}" for one in range(people)]))
    truths = st.lists(st.booleans(), min_size=people, max_size=people)
    conditions = [
        Condition("topics", str(number), draw(st.integers(0, 3)), np.array(draw(truths)))
        for number in range(draw(st.integers(0, 4)))
    ]
    forced = draw(st.lists(st.integers(0, people - 1), unique=True, max_size=2))
    return score, ids, conditions, draw(st.integers(1, 6)), forced


# --- the law ---


@LAW
@given(task=tasks())
def test_the_group_is_the_one_that_trying_all_finds(
    task: tuple[list[float], list[str], list[Condition], int, list[int]],
) -> None:
    score, ids, conditions, places, forced = task
    found = best_group(np.array(score), ids, conditions, places, forced)
    assert found.chosen == by_trying_all(score, ids, conditions, places, forced)
    assert found.proven
    assert found.total == pytest.approx(sum(score[one] for one in found.chosen))
    without = by_trying_all(score, ids, [], places, forced)
    assert found.free == pytest.approx(sum(score[one] for one in without))
    assert set(found.brought_in) == set(found.chosen) - set(without)
    assert set(found.passed_over) == set(without) - set(found.chosen)


@LAW
@given(task=tasks())
def test_what_is_given_up_is_counted_and_every_single_way_out_is_named(
    task: tuple[list[float], list[str], list[Condition], int, list[int]],
) -> None:
    score, ids, conditions, places, forced = task
    found = best_group(np.array(score), ids, conditions, places, forced)
    people = list(found.chosen)
    missing = {one.key: one.need - int(one.members[people].sum()) for one in conditions}
    assert {one.key: one.missing for one in found.shortfalls} == {key: n for key, n in missing.items() if n > 0}
    ways: dict[str, int] = {}
    for left_out in conditions if found.shortfalls else ():
        others = [one for one in conditions if one is not left_out]
        best = by_trying_all(score, ids, others, places, forced)
        if all(one.members[list(best)].sum() >= one.need for one in others):
            ways[left_out.key] = millionths(score, best)
    assert {one.key for one in found.relaxations} == ways.keys()
    for one in found.relaxations:
        assert one.total == pytest.approx(ways[one.key] / 1e6, abs=1e-5)


@LAW
@given(task=tasks(), seed=st.integers(0, 1000))
def test_the_order_in_which_people_are_offered_changes_nothing(
    task: tuple[list[float], list[str], list[Condition], int, list[int]], seed: int
) -> None:
    score, ids, conditions, places, forced = task
    order = np.random.default_rng(seed).permutation(len(score))
    shuffled = [Condition(one.code, one.key, one.need, one.members[order]) for one in conditions]
    first = best_group(np.array(score), ids, conditions, places, forced)
    again = best_group(
        np.array(score)[order], [ids[one] for one in order], shuffled, places,
        [order.tolist().index(one) for one in forced],
    )  # fmt: skip
    assert [ids[one] for one in first.chosen] == [ids[order[one]] for one in again.chosen]
    assert first.shortfalls == again.shortfalls


# --- by hand ---


def test_the_first_by_rank_are_taken_where_they_have_all_that_is_asked() -> None:
    found = chosen([80, 90, 70], condition(1, "x--"))
    assert found == Group(chosen=(1, 0), total=170.0, free=170.0, proven=True)


def test_one_who_is_asked_for_takes_the_place_of_the_last() -> None:
    found = chosen([80, 90, 70, 60], condition(1, "--xx"))
    assert (found.chosen, found.brought_in, found.passed_over) == ((1, 2), (2,), (0,))
    assert (found.total, found.free) == (160.0, 170.0)
    assert found.shortfalls == ()


def test_one_who_brings_two_things_leaves_the_better_one_in() -> None:
    """Two specialists at 70 would put out the best; the one at 50 who is both does not."""
    found = chosen([90, 70, 70, 50], condition(1, "-x-x", "en"), condition(1, "--xx", "de"))
    assert (found.chosen, found.total) == ((0, 3), 140.0)
    dear = chosen([90, 70, 70, 49], condition(1, "-x-x", "en"), condition(1, "--xx", "de"))
    assert (dear.chosen, dear.total) == ((1, 2), 140.0)


def test_of_equal_totals_the_group_with_the_higher_rank_is_taken() -> None:
    found = chosen([90, 70, 70, 50], condition(1, "-x-x", "en"), condition(1, "--xx", "de"))
    assert found.chosen == (0, 3)
    tie = chosen([60, 60, 60, 60], condition(1, "--xx"))
    assert tie.chosen == (0, 2)


def test_the_forced_are_in_count_and_take_places() -> None:
    found = chosen([90, 80, 10], condition(1, "--x"), forced=[2])
    assert (found.chosen, found.total, found.free, found.brought_in) == ((0, 2), 100.0, 100.0, ())
    more = chosen([90, 80, 10], condition(1, "-x-"), forced=[0, 2])
    assert more.chosen == (0, 2)
    assert more.shortfalls == (Shortfall("languages", "en", 1, 0, 1),)
    assert more.relaxations == (Relaxation("languages", "en", 100.0),)


def test_more_forced_than_places_are_the_group() -> None:
    assert chosen([90, 80, 10], places=1, forced=[2, 1]).chosen == (1, 2)


def test_fewer_people_than_places_are_all_taken() -> None:
    found = chosen([90, 80], condition(3, "xx"), places=4)
    assert found.chosen == (0, 1)
    assert found.shortfalls == (Shortfall("languages", "en", 3, 2, 2),)


def test_nobody_offered_is_nobody_chosen() -> None:
    found = chosen([], condition(1, ""))
    assert (found.chosen, found.total) == ((), 0.0)
    assert found.shortfalls == (Shortfall("languages", "en", 1, 0, 0),)


def test_what_nobody_has_is_given_up_and_the_rest_is_kept() -> None:
    found = chosen([90, 80, 70], condition(2, "----", "de"), condition(1, "--x", "en"))
    assert found.chosen == (0, 2)
    assert found.shortfalls == (Shortfall("languages", "de", 2, 0, 0),)
    assert found.relaxations == (Relaxation("languages", "de", 160.0),)


def test_of_two_conditions_that_exclude_each_other_the_dearer_is_given_up_and_both_are_named() -> None:
    found = chosen(
        [90, 80, 70, 60], condition(2, "xx--", "en"), condition(1, "---x", "Lyon", "sites"), places=2
    )  # fmt: skip
    assert found.chosen == (0, 1)
    assert found.shortfalls == (Shortfall("sites", "Lyon", 1, 0, 1),)
    assert found.relaxations == (Relaxation("languages", "en", 150.0), Relaxation("sites", "Lyon", 170.0))


def test_where_no_single_condition_would_do_none_is_named() -> None:
    found = chosen([90, 80, 70], condition(1, "---", "en"), condition(1, "---", "de"))
    assert [one.key for one in found.shortfalls] == ["en", "de"]
    assert found.relaxations == ()


# --- many people ---


def made_up(people: int, conditions: int, share: float, need: int, step: float) -> tuple[np.ndarray, list[Condition]]:
    chance = np.random.default_rng(people)
    score = np.round(np.clip(chance.normal(60, 12, people), 0, 100) / step) * step
    asked = [
        Condition("topics", str(one), need, chance.random(people) < share * (0.2 + 1.6 * one / conditions))
        for one in range(conditions)
    ]
    return score, asked


def test_a_hundred_thousand_people_are_no_harder_than_those_who_matter() -> None:
    """The best twelve of every way to count for the conditions hold the best group: the same comes of them alone."""
    score, asked = made_up(100_000, 6, 0.01, 2, 2.5)
    ids = [f"{one:06d}" for one in range(len(score))]
    found = best_group(score, ids, asked, 12)
    assert found.proven
    assert not found.shortfalls
    for one in asked:
        assert one.members[list(found.chosen)].sum() >= one.need
    best: dict[tuple[bool, ...], list[int]] = {}
    kinds = np.array([one.members for one in asked]).T
    for person in np.lexsort((np.arange(len(score)), -score)).tolist():
        best.setdefault(tuple(kinds[person].tolist()), []).append(person)
    few = np.array(sorted(person for people in best.values() for person in people[:12]))
    again = best_group(
        score[few], [ids[one] for one in few], [Condition(c.code, c.key, c.need, c.members[few]) for c in asked], 12
    )
    assert few[list(again.chosen)].tolist() == list(found.chosen)


@settings(deadline=None, max_examples=15, derandomize=True)
@given(seed=st.integers(0, 10**6), step=st.sampled_from([0.001, 2.5, 10.0]))
def test_no_exchange_of_one_or_two_people_betters_the_group(seed: int, step: float) -> None:
    chance = np.random.default_rng(seed)
    people, places = 40, 6
    score = np.round(chance.normal(60, 12, people) / step) * step
    asked = [Condition("topics", str(one), 2, chance.random(people) < 0.2) for one in range(5)]
    found = best_group(score, [f"{one:02d}" for one in range(people)], asked, places)
    assume(not found.shortfalls)
    inside, outside = list(found.chosen), sorted(set(range(people)) - set(found.chosen))
    for size in (1, 2):
        for leaving in combinations(inside, size):
            stay = [one for one in inside if one not in leaving]
            for coming in combinations(outside, size):
                group = [*stay, *coming]
                if all(one.members[group].sum() >= one.need for one in asked):
                    assert millionths(score, group) <= millionths(score, inside)


def test_a_solver_that_meets_its_limit_proves_nothing() -> None:
    score, asked = made_up(60, 12, 0.2, 3, 0.001)
    ids = [f"{one:02d}" for one in range(60)]
    stopped = best_group(score, ids, asked, 8, nodes=0)
    assert not stopped.proven
    assert len(stopped.chosen) == 8
    assert best_group(score, ids, asked, 8).proven

"""Kits and modules: topics, and circles among prerequisites."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.kits import EMPTY, Catalogue, KeyFigure, Kit, Module, cycles
from rmentor.values import Rhythm

LAW = settings(deadline=None, max_examples=150, derandomize=True)


def module(identity: str, **given: object) -> Module:
    return Module(version=1, id=identity, title=identity, minutes=20, **given)  # type: ignore[arg-type]


def test_a_module_needs_an_id_a_title_minutes_and_what_it_teaches() -> None:
    found = module("a", teaches={"ia": 1})
    assert (found.entry, found.requires, found.key_figures, found.run_sheet) == ({}, (), (), ())
    with pytest.raises(ValueError, match="teaches"):
        module("a")


def test_topics_are_what_the_modules_teach_sorted() -> None:
    modules = {"a": module("a", teaches={"z": 1, "b": 1}), "c": module("c", teaches={"b": 2})}
    assert Catalogue({}, modules, {}).topics == ("b", "z")
    assert EMPTY.topics == ()


def test_figures_are_stale_after_two_years_unless_a_kit_says_otherwise() -> None:
    assert Kit(version=1, id="k", title="K").figures_age == Rhythm(24, "month")


@pytest.mark.parametrize("unit", ["", None])
def test_a_figure_may_have_no_unit(unit: str | None) -> None:
    assert KeyFigure(text="T", unit=unit).unit is None
    assert KeyFigure(text="T").unit is None
    assert KeyFigure(text="T", unit="%").unit == "%"


# --- circles ---


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["ghost"]}, []),
        ({"a": ["a"]}, [{"a"}]),
        ({"a": ["b"], "b": ["a"]}, [{"a", "b"}]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, [{"a", "b", "c"}]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c", "a"]}, [{"a", "b"}, {"c", "d"}]),
        ({"a": ["b", "b"], "b": []}, []),
    ],
)
def test_circles_are_found(requires: Mapping[str, list[str]], expected: list[set[str]]) -> None:
    found = cycles(requires)
    assert [set(circle) for circle in found] == expected
    assert all(circle[0] == min(circle) for circle in found)


def test_a_circle_is_told_from_each_module_to_the_one_it_waits_for() -> None:
    assert cycles({"b": ["a"], "c": ["b"], "a": ["c"]}) == (("a", "c", "b"),)


NAMES = st.sampled_from("abcdef")


@LAW
@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=6), st.randoms(use_true_random=False))
def test_every_circle_told_is_one_and_without_them_all_can_be_put_in_order(
    requires: dict[str, list[str]], random: Any
) -> None:
    found = cycles(requires)
    for circle in found:
        way = [*circle, circle[0]]
        assert len(set(circle)) == len(circle)
        assert all(after in requires[before] for before, after in pairwise(way))
    left = {name: {one for one in before if one in requires} for name, before in requires.items()}
    left = {name: before for name, before in left.items() if not any(name in circle for circle in found)}
    done: set[str] = {name for circle in found for name in circle}
    while ready := [name for name, before in left.items() if before <= done]:
        done.update(ready)
        left = {name: before for name, before in left.items() if name not in done}
    assert left == {}, "what is on no circle waits for something for ever"
    names = list(requires)
    random.shuffle(names)
    assert cycles({name: requires[name][::-1] for name in names}) == found

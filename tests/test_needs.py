"""What executives need against what the catalogue has."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import needs
from rmentor.kits import Module
from rmentor.people import Mentee, Need
from rmentor.profiles import MenteeProfile, mentee_profile
from rmentor.programme import TimeDefaults
from tests.conftest import Run


def module(name: str, teaches: float, entry: float = 0.0, requires: tuple[str, ...] = (), minutes: int = 30) -> Module:
    entries = {"ia": entry} if entry else {}
    return Module(
        version=1, id=name, title=name, minutes=minutes, teaches={"ia": teaches}, entry=entries, requires=requires
    )


def mentee(name: str, level: float, target: float, priority: int = 2, wanted: tuple[str, ...] = ()) -> MenteeProfile:
    needs_of = {"ia": Need(level=level, target=target, priority=priority)}
    file = Mentee(version=1, id=name, name=name, topics=needs_of, wanted=wanted)
    return mentee_profile(file, None, TimeDefaults())


CATALOGUE = {"a": module("a", 1), "b": module("b", 1, 1, ("a",)), "c": module("c", 1, 4)}


def test_a_module_is_in_demand_by_those_whom_it_brings_on_and_before_what_they_need() -> None:
    found = needs.demand([mentee("x", 1, 2, wanted=("b",)), mentee("y", 3, 3)], CATALOGUE)
    assert [(one.module, one.mentees, one.wanted) for one in found] == [
        ("b", ("x",), ("x",)),
        ("a", ("x",), ()),
        ("c", (), ()),
    ]


def test_a_need_beyond_all_that_can_be_taken_is_a_shortfall() -> None:
    [short] = needs.shortfalls([mentee("x", 0, 3), mentee("y", 0, 2)], CATALOGUE)
    assert (short.mentee, short.reached, short.target) == ("x", 2.0, 3.0)


def test_what_closes_most_a_minute_is_written_first() -> None:
    people = [mentee("x", 0, 3), mentee("y", 0, 3), mentee("z", 0, 5)]
    missing = needs.shortfalls(people, {one: CATALOGUE[one] for one in "ab"})
    first, second = needs.writing(missing, CATALOGUE)
    assert (first.low, first.high, first.minutes, first.closes) == (2.0, 3.0, 30, ("x", "y"))
    assert (second.high, second.minutes, second.closes) == (5.0, 90, ("x", "y", "z"))


def test_a_level_that_nothing_teaches_takes_the_usual_minutes() -> None:
    assert needs.minutes_of_level("data", CATALOGUE) == needs.USUAL_MINUTES
    assert needs.minutes_of_level("ia", {"a": module("a", 0.5, minutes=20)}) == pytest.approx(40)


def test_bands_count_modules_people_and_those_left_short() -> None:
    found = needs.bands({"ia": (0.0, 5.0)}, [mentee("x", 0, 3)], {one: CATALOGUE[one] for one in "ab"})
    assert [(one.low, one.modules, one.people, one.short) for one in found] == [
        (0, ("a",), ("x",), ()),
        (1, ("b",), ("x",), ()),
        (2, (), ("x",), ("x",)),
        (3, (), (), ()),
        (4, (), (), ()),
    ]


@given(
    st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3)), max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=4),
)
@settings(deadline=None)
def test_writing_all_that_is_told_leaves_nobody_short(
    told: list[tuple[int, int]], people: list[tuple[int, int]]
) -> None:
    modules = {str(place): module(str(place), teaches, entry) for place, (teaches, entry) in enumerate(told)}
    everybody = [mentee(str(place), level, target) for place, (level, target) in enumerate(people)]
    missing = needs.shortfalls(everybody, modules)
    written = needs.writing(missing, modules)
    assert {one for plan in written for one in plan.closes} == {one.mentee for one in missing}
    most = max((one.target - one.reached for one in missing), default=0.0)
    more = {**modules, "new": module("new", most)} if most else modules
    assert needs.shortfalls(everybody, more) == ()
    short = {name for band in needs.bands({"ia": (0.0, 5.0)}, everybody, modules) for name in band.short}
    assert short == {one.mentee for one in missing}


def test_a_module_that_was_refused_or_mastered_is_not_taken() -> None:
    person = dataclasses.replace(mentee("x", 0, 3), refused=("a",))
    assert needs.reach(person, CATALOGUE).modules == ()
    person = dataclasses.replace(mentee("x", 1, 3), mastered=("a",))
    assert needs.reach(person, CATALOGUE).modules == ("b",)


# --- through the command line ---


def test_list_says_the_same_in_json_and_in_the_table(aurore: Path, rmentor: Run) -> None:
    settings_file = aurore / "rmentor.yaml"
    lines = settings_file.read_text("utf-8").splitlines(keepends=True)
    settings_file.write_text("".join(line for line in lines if "- ../library/" not in line), "utf-8")
    told = json.loads(rmentor("-C", aurore, "kit", "list", "--json").out)
    assert {one["topic"] for one in told["not_closed"]} == {"reseaux", "donnees"}
    table = rmentor("-C", aurore, "kit", "list").out
    assert table.count("trou : ") == len([one for one in told["levels"] if one["short"]])
    for kit in told["kits"]:
        assert all(one["id"] in table for one in kit["modules"])
    by_demand = rmentor("-C", aurore, "kit", "list", "--needs").out
    assert all(f"{one['module']} " in by_demand for one in told["demand"])
    assert by_demand.count("environ 30 minutes de module comblent le besoin de 1 dirigeant") == 2


def test_show_says_which_file_and_line_each_field_came_from(northwind: Path, rmentor: Run) -> None:
    ours = northwind / "kits" / "ours"
    (ours / "modules").mkdir(parents=True)
    (ours / "kit.yaml").write_text("id: ours\nextends: ../security-basics\n", "utf-8")
    (ours / "modules" / "locks.yaml").write_text("title: Our lock\n+objectives: [Call 4242]\n", "utf-8")
    own = northwind / "mentors" / "m1" / "modules"
    own.mkdir(parents=True)
    (own / "locks.yaml").write_text("teach_back: Mine.\n", "utf-8")
    settings_file = northwind / "rmentor.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("kits/security-basics", "kits/ours"), "utf-8")
    told = json.loads(rmentor("-C", northwind, "kit", "show", "locks", "--origin", "--json").out)
    base, over = "kits/security-basics/modules/locks.yaml", "kits/ours/modules/locks.yaml"
    assert told["origins"]["title"] == [f"{over}:1"]
    assert told["origins"]["objectives"] == [f"{base}:7", f"{over}:2"]
    assert told["origins"]["minutes"] == [f"{base}:4"]
    assert told["module"]["objectives"][-1] == "Call 4242"
    text = rmentor("-C", northwind, "kit", "show", "locks", "--origin").out
    assert f"# {base}:7, {over}:2\nobjectives:\n" in text
    assert "Mine." not in text
    assert "teach_back: Mine." in rmentor("-C", northwind, "kit", "show", "locks", "--mentor", "m1").out
    assert "# kits/security-basics/kit.yaml:3\n" in rmentor("-C", northwind, "kit", "show", "ours", "--origin").out

"""What more or less time would buy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from rmentor.planning import compose
from rmentor.tasks import Task
from rmentor.timecredit import first_closed, options, sketch
from tests.conftest import Run
from tests.test_planning import module, task, tasks


def test_gain_never_falls_with_more_time_and_three_credits_are_picked() -> None:
    asked = task(*(module(f"m{number}", 50) for number in range(4)), rooms=(50, 50), needs={"ia": (0, 4, 1)})
    found = options(asked, 60)
    assert [(one.sessions, one.gain, one.used) for one in found.by_sessions] == [
        (1, 1, 50), (2, 2, 100), (3, 3, 150), (4, 4, 200), (5, 4, 200),
    ]  # fmt: skip
    assert [(one.minutes, one.gain) for one in found.by_minutes] == [(30, 0), (45, 0), (60, 2), (75, 2), (90, 2)]
    assert [one.sessions for one in (found.short, found.agreed, found.deep) if one] == [1, 2, 4]
    assert [one.reached for one in found.by_sessions] == [0, 0, 0, 1, 1]
    assert first_closed(found.by_sessions) == ((), (), (), ("ia",), ())
    assert all(one.optimal for one in found.by_sessions)
    assert (found.most, found.spare) == (4, 0)


def test_where_more_sessions_add_nothing_there_is_no_deeper_plan_and_the_spare_ones_are_counted() -> None:
    found = options(task(module("a", 50), module("b", 50), rooms=(50,) * 4, needs={"ia": (0, 2, 1)}), 60)
    assert (found.short is not None and found.short.sessions, found.deep, found.spare) == (1, None, 2)
    assert found.by_sessions[-1].sessions == 5


def test_a_wish_that_only_more_sessions_hold_makes_a_deeper_plan() -> None:
    asked = task(module("a", 50), module("b", 50, teaches={}), rooms=(50,), needs={"ia": (0, 1, 1)}, wanted=["b"])
    deep = options(asked, 60).deep
    assert deep is not None
    assert (deep.sessions, deep.gain, deep.wishes) == (2, 1, 1)


def test_held_sessions_are_counted_and_keep_their_numbers() -> None:
    asked = replace(task(module("a", 50), module("b", 50), rooms=(50,), needs={"ia": (0, 2, 1)}), numbers=(3,))
    found = options(asked, 60, held=2)
    assert (found.agreed.sessions, found.agreed.numbers) == (3, (3,))
    assert found.deep is not None
    assert (found.deep.sessions, found.deep.numbers) == (4, (3, 4))


@settings(deadline=None, max_examples=40, derandomize=True)
@given(tasks())
def test_the_first_picture_is_never_below_what_comes_of_it(asked: Task) -> None:
    alike = replace(asked, rooms=(50,) * len(asked.rooms))
    bounds = dict(sketch(alike))
    curve = options(alike, 60).by_sessions
    assert all(one.gain <= bounds[one.sessions] + 1e-6 for one in curve)
    assert [one.worth for one in curve] == sorted(one.worth for one in curve)


def test_the_agreed_credit_is_the_plan_itself() -> None:
    asked = task(module("a", 30), module("b", 40), module("c", 20), rooms=(50, 50))
    assert options(asked, 60).agreed.planned == compose(asked).sessions


def test_without_time_or_needs_there_is_nothing_to_choose() -> None:
    found = options(task(rooms=(), needs={}), 60)
    assert (found.agreed.gain, found.topics) == (0, 0)


def test_three_plans_stand_side_by_side_in_eighty_columns_and_json_says_the_same(aurore: Path, rmentor: Run) -> None:
    told = rmentor("-C", aurore, "--language", "en", "plan", "00112", "--options")
    data = json.loads(rmentor("-C", aurore, "plan", "00112", "--options", "--json").out)
    lines = told.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.split() == ["short", "agreed", "deep"] for line in lines)
    rows = [line.lstrip("> ").split()[:2] for line in lines if line.endswith(" min")]
    points = [
        *((one["sessions"], one) for one in data["sessions"]),
        *((one["minutes"], one) for one in data["minutes"]),
    ]
    assert rows == [[str(at), f"{one['gain']:g}"] for at, one in points]
    assert data["deep"] is None
    assert "length add nothing." in told.out
    assert data["agreed"]["plan"] == [
        [module["id"] for module in session["modules"]]
        for session in json.loads(rmentor("-C", aurore, "plan", "00112", "--json").out)["plans"][0]["sessions"]
    ]

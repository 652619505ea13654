"""Playing a finished plan again names whatever is not as it must be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from rmentor import replay
from rmentor.kits import Catalogue, Kit, Module
from rmentor.outcomes import Levels, Plan, PlannedModule, Session
from rmentor.profiles import MenteeProfile, MentorProfile, Window
from rmentor.slots import Frame
from rmentor.values import Span
from tests.staff import ANY_TIME, credit, mentee, mentor

FRAME = Frame(dt.date(2027, 1, 4), dt.date(2027, 3, 31), {dt.date(2027, 1, 25): "a holiday's name"})
MONDAY, TUESDAY = dt.date(2027, 1, 4), dt.date(2027, 1, 5)

CATALOGUE = Catalogue(
    {"kit": Kit(version=1, id="kit", title="Kit")},
    {
        one.id: one
        for one in (
            Module(version=1, id="a", title="a", minutes=20, teaches={"ia": 1}),
            Module(version=1, id="b", title="b", minutes=20, teaches={"ia": 1}, requires=("a",), entry={"ia": 1}),
            Module(version=1, id="long", title="long", minutes=50, teaches={}),
        )
    },
    {"a": "kit", "b": "kit", "long": "kit"},
)


def session(number: int, day: dt.date, *modules: str, start: str = "09:00", end: str = "10:00") -> Session:
    return Session(
        number,
        dt.datetime.combine(day, dt.time.fromisoformat(start)),
        dt.datetime.combine(day, dt.time.fromisoformat(end)),
        tuple(PlannedModule(one, CATALOGUE.modules[one].minutes) for one in modules),
    )


def plan(*sessions: Session, **given: Any) -> Plan:
    levels = given.pop("levels", {})
    return Plan("e", "m", "none", 0.0, None, None, sessions, (), levels, 300)


SENIOR = mentee("e", time=credit(opening=5, closing=5), needs={"ia": (0, 3, 1)})
JUNIOR = mentor("m")


def faults(
    plan: Plan, senior: MenteeProfile = SENIOR, junior: MentorProfile = JUNIOR, taken: tuple[dt.date, ...] = ()
) -> list[str]:
    return list(replay.faults(plan, senior, junior, CATALOGUE, FRAME, taken))


def test_a_plan_that_holds_has_no_faults() -> None:
    good = plan(
        session(1, MONDAY, "a"), session(2, TUESDAY, "b"), session(4, dt.date(2027, 1, 6), "long"),
        levels={"ia": Levels(0, 2, 3)},
    )  # fmt: skip
    assert faults(good) == []


def test_what_just_fits_has_no_faults() -> None:
    """As many sessions as the credit has, from the first minute that both have to the last."""
    exact = mentor("m", window=Window(None, (dt.time(9), dt.time(10)), ()))
    senior = replace(SENIOR, time=credit(sessions=2, hours=(dt.time(9), dt.time(10))))
    assert faults(plan(session(1, FRAME.first), session(2, FRAME.last)), senior, exact) == []


def test_a_topic_that_is_no_need_begins_at_nought() -> None:
    stranger = replace(SENIOR, needs={}, mastered=("a",))
    assert faults(plan(session(1, MONDAY, "b")), stranger) == ["b begins at ia 0.0, needs 1.0"]
    taught = plan(session(1, MONDAY, "a"), levels={"ia": Levels(0, 1.5, 3)})
    assert faults(taught, replace(SENIOR, needs={})) == ["ia ends at 1.0, not 1.5"]
    assert faults(plan(levels={"other": Levels(0, 1, 1)})) == ["other ends at 0.0, not 1"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (plan(session(1, MONDAY, "b")), ["b comes before a", "b begins at ia 0.0, needs 1.0"]),
        (plan(session(1, MONDAY, "a", "a")), ["a stands twice"]),
        (plan(session(1, MONDAY, "long", "a")), ["session 1 holds 70 of 50 minutes"]),
        (plan(session(2, MONDAY, "a"), session(1, TUESDAY)), ["sessions [2, 1] are out of order or too many"]),
        (plan(session(1, MONDAY, "a"), session(1, TUESDAY)), ["sessions [1, 1] are out of order or too many"]),
        (plan(session(1, MONDAY, "a"), levels={"ia": Levels(0, 2, 3)}), ["ia ends at 1.0, not 2"]),
        (plan(session(1, TUESDAY), session(2, MONDAY)), ["days ", "are not one after the other"]),
        (plan(session(1, MONDAY), session(2, MONDAY, start="11:00", end="12:00")), ["are not one after the other"]),
        (plan(session(1, dt.date(2027, 1, 1))), ["session 1 on 2027-01-01: outside the programme"]),
        (plan(session(1, dt.date(2027, 4, 1))), ["session 1 on 2027-04-01: outside the programme"]),
        (plan(session(1, dt.date(2027, 1, 25))), ["session 1 on 2027-01-25: a holiday"]),
        (plan(session(1, dt.date(2027, 1, 9))), ["session 1 on 2027-01-09: not the executive's weekday"]),
        (plan(session(1, MONDAY, start="08:00", end="09:00")), ["session 1 on 2027-01-04: too early"]),
        (plan(session(1, MONDAY, start="17:30", end="18:30")), ["session 1 on 2027-01-04: too late"]),
        (plan(session(1, MONDAY, end="09:50")), ["session 1 lasts 0:50:00"]),
        (plan(Session(1, None, None, ())), ["session 1 has no date"]),
        (plan(Session(1, dt.datetime(2027, 1, 4, 9), None, ())), ["session 1 has no date"]),
    ],
)
def test_each_fault_is_named(wrong: Plan, told: list[str]) -> None:
    found = faults(wrong)
    assert all(any(part in one for one in found) for part in told), found


def test_more_sessions_than_the_credit_has_are_named() -> None:
    few = replace(SENIOR, time=credit(sessions=1))
    assert faults(plan(session(1, MONDAY), session(2, TUESDAY)), few) == [
        "sessions [1, 2] are out of order or too many"
    ]


def test_what_is_mastered_must_not_stand_again_and_counts_as_done() -> None:
    known = replace(SENIOR, mastered=("a",), needs=mentee("x", needs={"ia": (1, 3, 1)}).needs)
    assert faults(plan(session(1, MONDAY, "b")), known) == []
    assert faults(plan(session(1, MONDAY, "a")), known) == ["a stands twice"]


def test_what_was_refused_is_named() -> None:
    assert faults(plan(session(1, MONDAY, "a")), replace(SENIOR, refused=("a",))) == ["a was refused"]


@pytest.mark.parametrize(
    ("senior", "window", "taken", "told"),
    [
        (credit(absent=(Span(MONDAY, MONDAY),)), ANY_TIME, (), "the executive is absent"),
        (credit(), Window(None, None, (Span(MONDAY, TUESDAY),)), (), "the mentor is absent"),
        (credit(), Window(("tue",), None, ()), (), "not the mentor's weekday"),
        (credit(), Window(None, (dt.time(9, 30), dt.time(18)), ()), (), "too early for the mentor"),
        (credit(), Window(None, (dt.time(8), dt.time(9, 59)), ()), (), "too late for the mentor"),
        (credit(), ANY_TIME, (MONDAY,), "the mentor meets somebody else"),
    ],
)
def test_a_day_on_which_the_two_cannot_meet_is_named(senior: Any, window: Any, taken: Any, told: str) -> None:
    one = plan(session(1, MONDAY))
    assert faults(one, replace(SENIOR, time=senior), mentor("m", window=window), taken) == [
        f"session 1 on 2027-01-04: {told}"
    ]


def test_an_agreed_day_is_played_again_as_agreed() -> None:
    saturday = dt.date(2027, 1, 9)
    senior = replace(SENIOR, time=credit(opening=5, closing=5, moves=((1, dt.datetime(2027, 1, 9, 20)),)))
    assert faults(plan(session(1, saturday, "a", start="20:00", end="21:00")), senior) == []
    assert faults(plan(session(1, saturday, "a")), senior) == [
        "session 1 begins at 2027-01-09 09:00:00, agreed was 2027-01-09 20:00:00"
    ]
    assert any("somebody else" in one for one in faults(plan(session(1, saturday, "a", start="20:00", end="21:00")),
                                                        senior, taken=(saturday,)))  # fmt: skip


def test_a_pin_that_is_not_kept_is_told() -> None:
    found = list(replay.faults(plan(session(1, MONDAY, "a")), SENIOR, JUNIOR, CATALOGUE, FRAME, (), {"a": 2, "b": 1}))
    assert found == ["a is pinned to session 2, stands in 1", "b is pinned to session 1, stands in None"]


def test_figures_that_the_sessions_do_not_bear_out_are_told() -> None:
    """Module a brings one level of ia, priority 1."""
    good = plan(session(1, MONDAY, "a"))
    assert faults(replace(good, gain=1.0, bound=1.0, proof="optimal")) == []
    assert faults(replace(good, gain=2.0, bound=2.0)) == ["the gain is 1.0, not 2.0"]
    assert faults(replace(good, gain=1.0, bound=0.5)) == ["the gain 1.0 is above its bound 0.5"]
    called = replace(good, gain=1.0, bound=1.5, proof="optimal")
    assert faults(called) == ["the gain 1.0 is below its bound 1.5, and called the best"]

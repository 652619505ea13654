"""What more or less time would buy."""

from __future__ import annotations

from rmentor.planning import compose
from rmentor.timecredit import options
from tests.test_planning import module, task


def test_gain_never_falls_with_more_time_and_three_credits_are_picked() -> None:
    asked = task(*(module(f"m{number}", 50) for number in range(4)), rooms=(50, 50), needs={"ia": (0, 4, 1)})
    found = options(asked, 60)
    assert [(one.sessions, one.gain, one.used) for one in found.by_sessions] == [
        (1, 1, 50), (2, 2, 100), (3, 3, 150), (4, 4, 200), (5, 4, 200),
    ]  # fmt: skip
    assert [(one.minutes, one.gain) for one in found.by_minutes] == [(30, 0), (45, 0), (60, 2), (75, 2), (90, 2)]
    assert (found.short.sessions, found.agreed.sessions, found.deep.sessions) == (1, 2, 4)
    assert [one.reached for one in found.by_sessions] == [0, 0, 0, 1, 1]
    assert all(one.optimal for one in found.by_sessions)


def test_the_agreed_credit_is_the_plan_itself() -> None:
    asked = task(module("a", 30), module("b", 40), module("c", 20), rooms=(50, 50))
    assert options(asked, 60).agreed.planned == compose(asked).sessions


def test_without_time_or_needs_there_is_nothing_to_choose() -> None:
    found = options(task(rooms=(), needs={}), 60)
    assert (found.agreed.gain, found.topics) == (0, 0)

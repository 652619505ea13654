"""When topics come back, and what is redone at the start of each session."""

from __future__ import annotations

import datetime as dt

from rmentor.outcomes import Levels, Plan, PlannedModule, Session
from rmentor.spacing import Review, Spacing, reviews, spacing
from tests.test_planning import module

KNOWN = {
    one.id: one
    for one in (module("a"), module("b", teaches={"cyber": 1}), module("c"), module("d", teaches={"cyber": 1, "x": 1}))
}


def plan(*sessions: tuple[str, ...], days: int = 14) -> Plan:
    """Sessions every so many days, from 11 January 2027."""
    first = dt.datetime(2027, 1, 11, 9)
    dated = tuple(
        Session(
            number, start := first + dt.timedelta(days=days * (number - 1)), start + dt.timedelta(hours=1),
            tuple(PlannedModule(one, 20) for one in names),
        )
        for number, names in enumerate(sessions, 1)
    )  # fmt: skip
    levels = {topic: Levels(0, 1, 2) for topic in ("ia", "cyber")}
    return Plan("m", "n", "optimal", 1.0, 1.0, 0.0, dated, (), levels, 200)


def test_a_session_opens_with_the_last_gesture_and_the_one_left_alone_longest() -> None:
    made = plan(("a", "b"), ("c",), ("d",), ("e",))
    assert reviews(made, 1) == ()
    assert reviews(made, 2) == (Review("b", 1),)
    assert reviews(made, 3) == (Review("c", 2), Review("a", 1))
    assert reviews(made, 4) == (Review("d", 3), Review("b", 1))


def test_a_topic_tells_its_sessions_the_days_between_and_when_it_is_taken_up() -> None:
    """x is no need and is not told; e is a module that the kits no longer have."""
    found = spacing(plan(("a", "b"), ("c",), ("d",), ("e",)), KNOWN)
    assert found == (
        Spacing("ia", (1, 2), (14,), (3,)),
        Spacing("cyber", (1, 3), (28,), (2, 4)),
    )


def test_without_dates_or_sessions_nothing_is_made_up() -> None:
    undated = plan(("a",), ("c",))
    sessions = tuple(Session(one.number, None, None, one.modules) for one in undated.sessions)
    bare = Plan("m", "n", "optimal", 1.0, 1.0, 0.0, sessions, (), undated.levels, 200)
    assert spacing(bare, KNOWN) == (Spacing("ia", (1, 2), (None,), (2,)),)
    assert spacing(plan(), KNOWN) == ()

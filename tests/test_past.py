"""What is behind an executive: held, called off, told; and what a time credit still has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rmentor.kits import Module
from rmentor.past import Past, past
from rmentor.people import AnnouncedSession, Journal, Mentee, Need

day = dt.date.fromisoformat


def journal(*sessions: dict[str, Any]) -> Journal:
    return Journal.model_validate({"version": 1, "sessions": list(sessions)})


def mentee(*moves: dict[str, Any]) -> Mentee:
    return Mentee.model_validate({"version": 1, "id": "e", "agreed": list(moves)})


def move(session: int, to: str, on: str | None = None) -> dict[str, Any]:
    return {"move": {"session": session, "to": to}, **({"on": on} if on else {})}


def told(session: int, start: str, on: str = "2026-12-10", mentor: str = "m", **more: Any) -> AnnouncedSession:
    return AnnouncedSession.model_validate(
        {"mentee": "e", "mentor": mentor, "session": session, "start": start, "minutes": 60, "on": on, **more}
    )


def behind(who: Mentee | None = None, *sessions: dict[str, Any], announced: Any = (), nominal: Any = None) -> Past:
    return past(who or mentee(), "m", journal(*sessions), announced, nominal or {})


HELD = {"session": 1, "held": "2027-01-20", "minutes": 55, "modules": ["a"]}


def test_sessions_held_use_the_credit_and_those_called_off_do_not() -> None:
    found = behind(None, HELD, {"session": 2, "cancelled": "2027-02-03"}, {**HELD, "session": 3, "held": "2027-02-17"})
    assert found.numbers == {1, 3}
    assert found.to_come(5) == (2, 4, 5)
    assert found.to_come(2) == ()
    assert behind().to_come(3) == (1, 2, 3)


def test_a_session_is_dated_again_after_the_day_it_was_called_off_for() -> None:
    off = {"session": 2, "cancelled": "2027-02-01"}
    assert behind(None, off).since(2) == day("2027-02-01")
    assert behind(None, off, nominal={2: day("2027-02-03")}).since(2) == day("2027-02-03")
    assert behind(None, off, announced=[told(2, "2027-02-04T09:00")]).since(2) == day("2027-02-04")
    assert behind(mentee(move(2, "2027-02-05T09:00", "2027-01-10")), off).since(2) == day("2027-02-05")
    assert behind(None, HELD, off).since(3) == day("2027-01-20")


def test_a_day_that_was_announced_after_a_session_was_called_off_stands() -> None:
    off = {"session": 2, "cancelled": "2027-02-03"}
    before, after = told(2, "2027-02-03T09:00"), told(2, "2027-02-10T09:00", on="2027-02-04")
    assert behind(None, off, announced=[before]).told == {}
    assert behind(None, off, announced=[after]).told == {2: after}


def test_what_this_mentor_was_told_of_comes_before_what_another_was() -> None:
    own, other = told(2, "2027-02-03T09:00", on="2026-01-01"), told(2, "2027-02-04T09:00", mentor="gone")
    assert behind(announced=[own, other]).told == {2: own}
    assert behind(announced=[other, told(2, "2027-02-05T09:00", cancelled=True)]).told == {2: other}


def test_moves_of_sessions_held_or_called_off_since_no_longer_count() -> None:
    agreed = mentee(move(1, "2027-01-21T09:00"), move(2, "2027-02-03T09:00", "2027-01-10"), move(3, "2027-02-20T09:00"))
    off = {"session": 2, "cancelled": "2027-02-03"}
    assert sorted(behind(agreed, HELD, off).moves(agreed)) == [3]
    again = mentee(
        *[one.model_dump(exclude_none=True) for one in agreed.agreed], move(2, "2027-02-05T09:00", "2027-02-03")
    )
    assert sorted(behind(again, HELD, off).moves(again)) == [2, 3]


def test_a_session_held_without_modules_named_has_those_announced_and_its_hour() -> None:
    bare = {"session": 1, "held": "2027-01-20"}
    known = told(1, "2027-01-20T14:30", modules=["a", "b"])
    (held,) = behind(None, bare, announced=[known]).held
    assert (held.modules, held.start) == (("a", "b"), dt.datetime(2027, 1, 20, 14, 30))
    (held,) = behind(None, {**bare, "modules": []}, announced=[told(1, "2027-01-21T14:30", modules=["a"])]).held
    assert (held.modules, held.start) == ((), None)


def test_levels_taught_count_from_the_day_of_a_level_and_each_module_once() -> None:
    modules = {
        name: Module(version=1, id=name, title=name, minutes=20, teaches={topic: level})
        for name, topic, level in (("a", "ia", 1), ("b", "ia", 0.5), ("c", "x", 2))
    }
    held = behind(
        None,
        {"session": 1, "held": "2027-01-20", "modules": ["a", "c"]},
        {"session": 2, "held": "2027-02-03", "modules": ["a", "b"]},
    )
    start = day("2027-01-11")
    assert held.taught(modules, {"ia": Need(target=3)}, start) == {"ia": 1.5, "x": 2.0}
    since = {"ia": Need(level=1, target=3, on=day("2027-02-03")), "x": Need(target=3, on=day("2027-01-21"))}
    assert held.taught(modules, since, start) == {"ia": 1.5, "x": 0.0}
    assert held.taught(modules, {"ia": Need(target=3, on=day("2027-02-04"))}, start) == {"ia": 0.0, "x": 2.0}

"""Plays a finished plan again, session by session, and names whatever is not as it must be.

Written apart from the planner and the calendar, so that a fault of theirs shows: nothing is shared but the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from rmentor.kits import Catalogue
from rmentor.outcomes import Plan
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.slots import Frame
from rmentor.values import WEEKDAYS


def faults(
    plan: Plan,
    mentee: MenteeProfile,
    mentor: MentorProfile,
    catalogue: Catalogue,
    frame: Frame,
    taken: Collection[dt.date],
    pins: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """What is wrong with a plan, in plain English for whoever mends the program; nothing if all is well.

    `taken` are the days on which this mentor meets somebody else, `pins` the sessions that modules must stand in.
    """
    yield from _contents(plan, mentee, catalogue, frame)
    yield from _claims(plan, mentee, catalogue, frame, pins or {})
    yield from _dates(plan, mentee, mentor, frame, taken)


def _contents(plan: Plan, mentee: MenteeProfile, catalogue: Catalogue, frame: Frame) -> Iterator[str]:
    known = set(mentee.mastered)
    level = {topic: need.level for topic, need in mentee.needs.items()}
    room = mentee.time.minutes - mentee.time.opening - mentee.time.closing
    numbers = [session.number for session in plan.sessions]
    to_come = [session.number for session in plan.sessions if not session.held]
    too_many = to_come and len(numbers) > mentee.time.sessions
    if len(set(numbers)) < len(numbers) or to_come != sorted(to_come) or too_many:
        yield f"sessions {numbers} are out of order or too many"
    for topic, taught in _history(plan, mentee, catalogue, frame).items():
        level[topic] = level.get(topic, 0.0) + taught
    known |= {planned.id for session in plan.sessions if session.held for planned in session.modules}
    for session in plan.sessions:
        if session.held:
            continue
        used = 0
        for planned in session.modules:
            module = catalogue.modules[planned.id]
            used += module.minutes
            if planned.id in known:
                yield f"{planned.id} stands twice"
            if planned.id in mentee.refused:
                yield f"{planned.id} was refused"
            for required in module.requires:
                if required not in known:
                    yield f"{planned.id} comes before {required}"
            for topic, entry in module.entry.items():
                if level.get(topic, 0.0) < entry - 1e-9:
                    yield f"{planned.id} begins at {topic} {level.get(topic, 0.0)}, needs {entry}"
            known.add(planned.id)
            for topic, taught in module.teaches.items():
                level[topic] = level.get(topic, 0.0) + taught
        if used > room:
            yield f"session {session.number} holds {used} of {room} minutes"
    for topic, levels in plan.levels.items():
        if min(levels.after, level.get(topic, 0.0)) < levels.after - 1e-9:
            yield f"{topic} ends at {level.get(topic, 0.0)}, not {levels.after}"


def _history(plan: Plan, mentee: MenteeProfile, catalogue: Catalogue, frame: Frame) -> dict[str, float]:
    """Levels that the sessions held brought since each topic's own day; a module counts once."""
    brought: dict[tuple[str, str], float] = {}
    for session in plan.sessions:
        if not session.held or session.start is None:
            continue
        for planned in session.modules:
            for topic, taught in catalogue.modules[planned.id].teaches.items():
                since = mentee.needs[topic].on if topic in mentee.needs else None
                if session.start.date() >= (since or frame.first):
                    brought[topic, planned.id] = taught
    found: dict[str, float] = {}
    for (topic, _), taught in brought.items():
        found[topic] = found.get(topic, 0.0) + taught
    return found


def _claims(
    plan: Plan, mentee: MenteeProfile, catalogue: Catalogue, frame: Frame, pins: Mapping[str, int]
) -> Iterator[str]:
    """Pins that are not kept, and figures that the sessions do not bear out."""
    stands = {
        planned.id: session.number for session in plan.sessions if not session.held for planned in session.modules
    }
    history = _history(plan, mentee, catalogue, frame)
    for module, number in pins.items():
        if stands.get(module) != number:
            yield f"{module} is pinned to session {number}, stands in {stands.get(module)}"
    gain = 0.0
    for topic, need in mentee.needs.items():
        taught = history.get(topic, 0.0) + sum(catalogue.modules[one].teaches.get(topic, 0.0) for one in stands)
        gain += need.priority * min(max(0.0, need.target - need.level), taught)
    if plan.bound is not None and abs(gain - plan.gain) > 1e-6:
        yield f"the gain is {gain}, not {plan.gain}"
    if plan.bound is not None and gain > plan.bound + 1e-6:
        yield f"the gain {gain} is above its bound {plan.bound}"
    if plan.proof == "optimal" and plan.bound is not None and gain < plan.bound - 1e-6:
        yield f"the gain {gain} is below its bound {plan.bound}, and called the best"
    twice = {left.module for left in plan.left_out} & set(stands)
    if twice:
        yield f"{sorted(twice)} are planned and left out"


def _dates(
    plan: Plan, mentee: MenteeProfile, mentor: MentorProfile, frame: Frame, taken: Collection[dt.date]
) -> Iterator[str]:
    held = [session.start.date() for session in plan.sessions if session.held and session.start]
    days = [session.start.date() for session in plan.sessions if session.start and not session.held]
    if len(set(days)) != len(days) or days != sorted(days) or (held and days and days[0] <= max(held)):
        yield f"days {days} are not one after the other"
    for session in plan.sessions:
        if session.start is None or session.end is None:
            yield f"session {session.number} has no date"
            continue
        if session.held:
            continue
        day = session.start.date()
        weekday = WEEKDAYS[day.weekday()]
        always = {
            "outside the programme": not frame.first <= day <= frame.last,
            "the mentor meets somebody else": day in taken,
        }
        yield from (f"session {session.number} on {day}: {why}" for why, so in always.items() if so)
        if session.end - session.start != dt.timedelta(minutes=mentee.time.minutes):
            yield f"session {session.number} lasts {session.end - session.start}"
        if (agreed := dict(mentee.time.moves).get(session.number)) is not None:
            if session.start != agreed:
                yield f"session {session.number} begins at {session.start}, agreed was {agreed}"
            continue
        blocked = {
            "a holiday": day in frame.holidays,
            "not the executive's weekday": weekday not in mentee.time.weekdays,
            "the executive is absent": any(span.first <= day <= span.last for span in mentee.time.absent),
            "not the mentor's weekday": mentor.window.weekdays is not None and weekday not in mentor.window.weekdays,
            "the mentor is absent": any(span.first <= day <= span.last for span in mentor.window.absent),
            "too early": session.start.time() < mentee.time.hours[0],
            "too late": session.end.time() > mentee.time.hours[1] or session.end.date() != day,
        }
        if mentor.window.hours is not None:
            blocked["too early for the mentor"] = session.start.time() < mentor.window.hours[0]
            blocked["too late for the mentor"] = session.end.time() > mentor.window.hours[1]
        yield from (f"session {session.number} on {day}: {why}" for why, so in blocked.items() if so)

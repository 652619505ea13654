"""When each topic comes back: which sessions teach it, how long lies between, and which earlier gestures are redone.

Each session opens with gestures redone without notes: the last one of the session before, and one from further back,
the one that was left alone longest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rmentor.kits import Module
from rmentor.outcomes import Plan, Session


@dataclass(frozen=True)
class Review:
    """A module to redo, and the session in which it was learnt."""

    module: str
    session: int


@dataclass(frozen=True)
class Spacing:
    """One topic: the sessions that teach it, the days from each of them to the next (None where one has no date), and
    the sessions that open with something of it."""

    topic: str
    sessions: tuple[int, ...]
    days: tuple[int | None, ...]
    reviewed: tuple[int, ...]


def reviews(plan: Plan, number: int) -> tuple[Review, ...]:
    """What the session of that number opens with: nothing in the first, one gesture in the second, then two."""
    touched: dict[str, int] = {}
    learnt: dict[str, int] = {}
    found: tuple[Review, ...] = ()
    before: Session | None = None
    for session in (one for one in plan.sessions if one.modules):
        found = _opening(before, learnt, touched)
        if session.number >= number:
            return found
        touched |= {one.module: session.number for one in found}
        learnt |= {one.id: session.number for one in session.modules}
        touched |= {one.id: session.number for one in session.modules}
        before = session
    return ()


def _opening(before: Session | None, learnt: Mapping[str, int], touched: Mapping[str, int]) -> tuple[Review, ...]:
    if before is None:
        return ()
    last = before.modules[-1].id
    older = sorted((touched[name], at, name) for name, at in learnt.items() if at < before.number)
    back = [Review(name, at) for _, at, name in older[:1]]
    return (Review(last, learnt[last]), *back)


def spacing(plan: Plan, modules: Mapping[str, Module]) -> tuple[Spacing, ...]:
    """Every topic that the plan teaches, in the order in which they begin."""
    taught: dict[str, list[Session]] = {}
    reviewed: dict[str, list[int]] = {}
    for session in plan.sessions:
        for one in session.modules:
            for topic in _topics(modules, one.id, plan.levels):
                if session not in taught.setdefault(topic, []):
                    taught[topic].append(session)
        for review in reviews(plan, session.number):
            for topic in _topics(modules, review.module, plan.levels):
                if session.number not in reviewed.setdefault(topic, []):
                    reviewed[topic].append(session.number)
    return tuple(
        Spacing(
            topic,
            tuple(one.number for one in sessions),
            tuple(_days(one, other) for one, other in pairwise(sessions)),
            tuple(reviewed.get(topic, ())),
        )
        for topic, sessions in taught.items()
    )


def _topics(modules: Mapping[str, Module], name: str, needed: Mapping[str, object]) -> list[str]:
    teaches = modules[name].teaches if name in modules else {}
    return [topic for topic, level in teaches.items() if level > 0 and topic in needed]


def _days(one: Session, other: Session) -> int | None:
    if one.start is None or other.start is None:
        return None
    return (other.start.date() - one.start.date()).days

"""What a programme's executives need, and what the catalogue has for it: its holes, and what writing would close most.

Levels add up: a module brings what it teaches to whoever may begin it, until their target is reached.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rmentor.kits import Module
from rmentor.profiles import MenteeProfile

_CLOSE = 1e-9
USUAL_MINUTES = 30.0
"""Minutes of a level on a topic that no module teaches yet."""


@dataclass(frozen=True)
class Band:
    """One level of a topic, from `low` to `low + 1`: the modules that begin there or lead through it, the executives
    who have to get through it, and those of them whom the catalogue leaves short of its end."""

    topic: str
    low: int
    modules: tuple[str, ...]
    people: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True)
class Demand:
    """A module that executives need, and those who ask for it by name."""

    module: str
    mentees: tuple[str, ...]
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Shortfall:
    """A need that no module of the catalogue can close: `reached` of `target` at best."""

    mentee: str
    topic: str
    reached: float
    target: float
    priority: int


@dataclass(frozen=True)
class Writing:
    """Minutes of module still to be written on a topic, for the levels from `low` to `high`, and whose needs that would
    close; `weight`: levels closed, times how much each matters."""

    topic: str
    low: float
    high: float
    minutes: int
    closes: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Reach:
    """How far the whole catalogue brings one executive: the modules they could take, and their levels then."""

    modules: tuple[str, ...]
    levels: Mapping[str, float]


def reach(mentee: MenteeProfile, modules: Mapping[str, Module]) -> Reach:
    """Everything that an executive may begin, taken, with no regard to time."""
    levels = {topic: need.level for topic, need in mentee.needs.items()}
    done = {one for one in mentee.mastered if one in modules}
    taken: list[str] = []
    more = True
    while more:
        more = False
        for name, module in sorted(modules.items()):
            if name in done or name in taken or name in mentee.refused:
                continue
            before = {*module.requires} <= {*done, *taken}
            if before and all(levels.get(topic, 0.0) >= level - _CLOSE for topic, level in module.entry.items()):
                taken.append(name)
                more = True
                for topic, level in module.teaches.items():
                    levels[topic] = levels.get(topic, 0.0) + level
    return Reach(tuple(taken), levels)


def demand(mentees: Iterable[MenteeProfile], modules: Mapping[str, Module]) -> tuple[Demand, ...]:
    """Which modules are needed, by whom: those that teach what somebody lacks, and what must come before them; most
    needed first, then by id."""
    needed: dict[str, list[str]] = {name: [] for name in modules}
    wanted: dict[str, list[str]] = {name: [] for name in modules}
    for mentee in sorted(mentees, key=lambda one: one.id):
        for name in _useful(mentee, modules):
            needed[name].append(mentee.id)
        for name in mentee.wanted:
            if name in wanted:
                wanted[name].append(mentee.id)
    found = (Demand(name, tuple(needed[name]), tuple(wanted[name])) for name in modules)
    return tuple(sorted(found, key=lambda one: (-len(one.mentees), -len(one.wanted), one.module)))


def _useful(mentee: MenteeProfile, modules: Mapping[str, Module]) -> set[str]:
    lacking = {topic for topic, need in mentee.needs.items() if need.target > need.level}
    possible = set(reach(mentee, modules).modules)
    found = {name for name in possible if any(modules[name].teaches.get(topic) for topic in lacking)}
    while before := {one for name in found for one in modules[name].requires if one in possible} - found:
        found |= before
    return found


def shortfalls(mentees: Iterable[MenteeProfile], modules: Mapping[str, Module]) -> tuple[Shortfall, ...]:
    """The needs that no module can close, by topic, then by executive."""
    found = []
    for mentee in mentees:
        levels = reach(mentee, modules).levels
        for topic, need in mentee.needs.items():
            reached = max(need.level, levels.get(topic, 0.0))
            if reached < need.target - _CLOSE:
                found.append(Shortfall(mentee.id, topic, reached, need.target, need.priority))
    return tuple(sorted(found, key=lambda one: (one.topic, one.mentee)))


def writing(missing: Iterable[Shortfall], modules: Mapping[str, Module]) -> tuple[Writing, ...]:
    """What to write first: for each topic the levels from where the catalogue leaves people to their targets, one step
    at a time, the most weight a minute first. A level takes as many minutes as it does in the topic's other modules."""
    found = []
    by_topic: dict[str, list[Shortfall]] = {}
    for one in missing:
        by_topic.setdefault(one.topic, []).append(one)
    for topic, short in sorted(by_topic.items()):
        for gap in sorted({round(one.target - one.reached, 6) for one in short}):
            closed = [one for one in short if one.target - one.reached <= gap + _CLOSE]
            weight = sum(one.priority * min(gap, one.target - one.reached) for one in short)
            low = min(one.reached for one in closed)
            minutes = math.ceil(gap * minutes_of_level(topic, modules) / 5) * 5
            closes = tuple(sorted(one.mentee for one in closed))
            found.append(Writing(topic, low, max(one.target for one in closed), minutes, closes, weight))
    return tuple(sorted(found, key=lambda one: (-one.weight / one.minutes, one.minutes, one.topic)))


def minutes_of_level(topic: str, modules: Mapping[str, Module]) -> float:
    """Minutes that the topic's modules take for one level; those of a module that teaches several are shared out."""
    told = [one for one in modules.values() if one.teaches.get(topic)]
    levels = sum(one.teaches[topic] for one in told)
    minutes = sum(one.minutes * one.teaches[topic] / sum(one.teaches.values()) for one in told)
    return minutes / levels if levels else USUAL_MINUTES


def bands(
    topics: Mapping[str, tuple[float, float]], mentees: Iterable[MenteeProfile], modules: Mapping[str, Module]
) -> tuple[Band, ...]:
    """Topics × levels. `topics` gives each its scale."""
    people = sorted(mentees, key=lambda one: one.id)
    reached = {one.id: reach(one, modules).levels for one in people}
    found = []
    for topic, scale in topics.items():
        for low in range(math.floor(min(scale)), math.ceil(max(scale))):
            through = [one for one in people if _passes(one, topic, low)]
            short = [
                one.id
                for one in through
                if reached[one.id].get(topic, 0.0) < min(low + 1, one.needs[topic].target) - _CLOSE
            ]
            leads = [name for name, module in modules.items() if _leads(module, topic, low)]
            found.append(Band(topic, low, tuple(sorted(leads)), tuple(one.id for one in through), tuple(short)))
    return tuple(found)


def _passes(mentee: MenteeProfile, topic: str, low: int) -> bool:
    need = mentee.needs.get(topic)
    return need is not None and need.level < low + 1 - _CLOSE and need.target > max(low, need.level) + _CLOSE


def _leads(module: Module, topic: str, low: int) -> bool:
    start = module.entry.get(topic, 0.0)
    return start < low + 1 - _CLOSE and start + module.teaches.get(topic, 0.0) > low + _CLOSE

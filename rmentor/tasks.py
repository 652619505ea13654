"""What one executive asks of a programme, and what any answer must keep to.

Gain = Σ over topics of priority × min(levels wanted, levels taught).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rmentor.errors import Reason
from rmentor.kits import Module
from rmentor.outcomes import Levels
from rmentor.people import Need

CLOSE = 1e-9
"""Levels and gains that differ by less are equal."""

Sessions = tuple[tuple[str, ...], ...]
"""The modules of each session, in order."""


@dataclass(frozen=True)
class Task:
    """What is asked for one executive.

    `done` are modules that count as done, `refused` those that must stay out; `rooms` the usable minutes of each
    session still to come, `numbers` their numbers (empty: 1, 2, …); `tops` the top of each topic's scale. `wanted` are
    modules asked for, `pins` modules that must stand in the session of that number. Sessions that were held are
    history: their modules are `done`, and `taught` the levels that they brought, by topic.
    """

    modules: Mapping[str, Module]
    needs: Mapping[str, Need]
    done: frozenset[str]
    refused: frozenset[str]
    rooms: tuple[int, ...]
    tops: Mapping[str, float]
    wanted: frozenset[str] = frozenset()
    numbers: tuple[int, ...] = ()
    taught: Mapping[str, float] = field(default_factory=dict)
    pins: Mapping[str, int] = field(default_factory=dict)

    def level(self, topic: str) -> float:
        """The executive's level before the sessions to come; a topic not named began at 0."""
        return (self.needs[topic].level if topic in self.needs else 0.0) + self.taught.get(topic, 0.0)

    def gap(self, topic: str) -> float:
        """Levels wanted on a topic."""
        return max(0.0, self.needs[topic].target - self.level(topic)) if topic in self.needs else 0.0

    def gain(self, modules: Iterable[str]) -> float:
        """What these modules bring together."""
        taught = self.brought(modules)
        return sum(
            need.priority * min(self.gap(topic), taught.get(topic, 0.0)) for topic, need in sorted(self.needs.items())
        )

    @property
    def gained(self) -> float:
        """What the sessions held brought already, counted as the gain of those to come is."""
        return sum(
            need.priority * min(max(0.0, need.target - need.level), self.taught.get(topic, 0.0))
            for topic, need in sorted(self.needs.items())
        )

    def wishes(self, modules: Iterable[str]) -> int:
        """How many of these modules were asked for."""
        return len(self.wanted & set(modules))

    def theme(self, name: str) -> str:
        """A module's theme; one without is a theme of its own."""
        return self.modules[name].theme or name

    def weight(self, name: str) -> int:
        """The highest priority among the needs that a module serves; 1 where it serves none itself."""
        served = [self.needs[topic].priority for topic in self.modules[name].teaches if self.gap(topic) > 0]
        return int(max(served, default=1))

    def number(self, place: int) -> int:
        """The number of the session at a place, the first place being 0."""
        return self.numbers[place] if self.numbers else place + 1

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each pinned module's session; a pin on a session that is not to come is left away."""
        known = {self.number(place): place for place in range(len(self.rooms))}
        return {name: known[number] for name, number in sorted(self.pins.items()) if number in known}

    def brought(self, modules: Iterable[str]) -> dict[str, float]:
        """Levels taught, by topic."""
        taught: dict[str, float] = {}
        for module in modules:
            for topic, level in self.modules[module].teaches.items():
                taught[topic] = taught.get(topic, 0.0) + level
        return taught

    def reached(self, module: Module, before: Iterable[str]) -> bool:
        """Whether the entry levels of a module are reached once those others are done."""
        taught = self.brought(before)
        return all(self.level(topic) + taught.get(topic, 0.0) >= level - CLOSE for topic, level in module.entry.items())

    @cached_property
    def barred(self) -> Mapping[str, Reason]:
        """Modules that can never be begun, and why: refused, a prerequisite that is barred or nowhere, an entry level
        out of reach, longer than any session."""
        longest = max(self.rooms, default=0)
        barred: dict[str, Reason] = {}
        for name, module in sorted(self.modules.items()):
            if name in self.refused:
                barred[name] = Reason("refused", {"kind": "module"})
            elif module.minutes > longest and name not in self.done:
                barred[name] = Reason("does_not_fit", {"minutes": module.minutes - longest})
        begun = self._begun(barred)
        for name in sorted(self.modules):
            if name not in barred and name not in begun and name not in self.done:
                barred[name] = self._why_never(name, begun)
        return barred

    @cached_property
    def startable(self) -> tuple[str, ...]:
        """Everything that can be begun, were there no end of sessions; sorted."""
        return tuple(name for name in sorted(self.modules) if name not in self.barred and name not in self.done)

    def _begun(self, barred: Mapping[str, Reason]) -> tuple[str, ...]:
        """What can be begun one after the other; what waits for itself in a circle cannot."""
        begun: list[str] = []
        waiting = [name for name in sorted(self.modules) if name not in barred and name not in self.done]
        while True:
            known = self.done | set(begun)
            able = [
                name for name in waiting
                if known.issuperset(self.modules[name].requires) and self.reached(self.modules[name], begun)
            ]  # fmt: skip
            if not able:
                return tuple(begun)
            begun += able
            waiting = [name for name in waiting if name not in able]

    def _why_never(self, name: str, begun: tuple[str, ...]) -> Reason:
        module = self.modules[name]
        for before in module.requires:
            if before not in self.done and before not in begun:
                return Reason("prerequisite", {"before": before})
        taught = self.brought(begun)
        short = [
            (topic, level)
            for topic, level in sorted(module.entry.items())
            if self.level(topic) + taught.get(topic, 0.0) < level - CLOSE
        ]
        topic, level = short[0]
        return Reason("entry_level", {"topic": topic, "level": level})


def flat(sessions: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The modules of all sessions, in order."""
    return tuple(module for session in sessions for module in session)


def holds(task: Task, sessions: Sessions) -> bool:
    """Whether every module can be begun where it stands, and every session has room for its own, every pin kept."""
    before: list[str] = []
    stands = {name: place for place, session in enumerate(sessions) for name in session}
    if any(stands.get(name) != place for name, place in task.places.items()):
        return False
    for number, session in enumerate(sessions):
        if sum(task.modules[one].minutes for one in session) > task.rooms[number]:
            return False
        for name in session:
            module = task.modules[name]
            if not (task.done | set(before)).issuperset(module.requires) or not task.reached(module, before):
                return False
            before.append(name)
    return True


def levels(task: Task, sessions: Sessions) -> dict[str, Levels]:
    """Before, after and target of each topic the executive needs: after = min(top of the scale, level + taught)."""
    brought = task.brought(flat(sessions))
    return {
        topic: Levels(
            need.level, min(task.tops.get(topic, 5.0), task.level(topic) + brought.get(topic, 0.0)), need.target
        )
        for topic, need in sorted(task.needs.items())
    }

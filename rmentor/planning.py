"""Phase 3: which modules an executive takes, in which session, within the time they give.

Gain = Σ over topics of priority × min(levels wanted, levels taught). This planner places the module or chain of
modules with the most gain a minute first, tries several orders and keeps the best; it proves nothing, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rmentor.errors import Reason
from rmentor.kits import Module
from rmentor.outcomes import LeftOut, Levels
from rmentor.people import Need

_CLOSE = 1e-9
_THRIFT = (1.0, 0.5, 0.0)
"""How much minutes count against gain, from most to not at all: each gives an order to try."""


@dataclass(frozen=True)
class Task:
    """What is asked for one executive.

    `done` are modules that count as done, `refused` those that must stay out; `rooms` the usable minutes of each
    session, the first being session 1; `tops` the top of each topic's scale.
    """

    modules: Mapping[str, Module]
    needs: Mapping[str, Need]
    done: frozenset[str]
    refused: frozenset[str]
    rooms: tuple[int, ...]
    tops: Mapping[str, float]

    def level(self, topic: str) -> float:
        """The executive's level before the programme; a topic not named is at 0."""
        return self.needs[topic].level if topic in self.needs else 0.0

    def gap(self, topic: str) -> float:
        """Levels wanted on a topic."""
        return max(0.0, self.needs[topic].target - self.needs[topic].level) if topic in self.needs else 0.0

    def gain(self, modules: Iterable[str]) -> float:
        """What these modules bring together."""
        taught = self.taught(modules)
        return sum(
            need.priority * min(self.gap(topic), taught.get(topic, 0.0)) for topic, need in sorted(self.needs.items())
        )

    def taught(self, modules: Iterable[str]) -> dict[str, float]:
        """Levels taught, by topic."""
        taught: dict[str, float] = {}
        for module in modules:
            for topic, level in self.modules[module].teaches.items():
                taught[topic] = taught.get(topic, 0.0) + level
        return taught

    def reached(self, module: Module, before: Iterable[str]) -> bool:
        """Whether the entry levels of a module are reached once those others are done."""
        taught = self.taught(before)
        return all(
            self.level(topic) + taught.get(topic, 0.0) >= level - _CLOSE for topic, level in module.entry.items()
        )

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
        changed = True
        while changed:
            changed = False
            open_to = [name for name in sorted(self.modules) if name not in barred and name not in self.done]
            for name in open_to:
                if (reason := self._why_barred(name, barred, open_to)) is not None:
                    barred[name] = reason
                    changed = True
        return barred

    def _why_barred(self, name: str, barred: Mapping[str, Reason], open_to: list[str]) -> Reason | None:
        module = self.modules[name]
        for before in module.requires:
            if before not in self.done and (before in barred or before not in self.modules):
                return Reason("prerequisite", {"before": before})
        taught = self.taught(one for one in open_to if one != name)
        for topic, level in sorted(module.entry.items()):
            if self.level(topic) + taught.get(topic, 0.0) < level - _CLOSE:
                return Reason("entry_level", {"topic": topic, "level": level})
        return None


Sessions = tuple[tuple[str, ...], ...]


def compose(task: Task) -> Sessions:
    """The modules of each session, in order. Sessions that stay empty are left away, those before others only where the
    others fit into the places before them."""
    found = [_without_spare(task, _filled(task, thrift)) for thrift in _THRIFT]
    best = max(found, key=lambda one: (round(task.gain(_flat(one)), 9), -_minutes(task, one)))
    closed = tuple(session for session in best if session)
    if holds(task, closed):
        return closed
    while best and not best[-1]:
        best = best[:-1]
    return best


def _flat(sessions: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(module for session in sessions for module in session)


def _minutes(task: Task, sessions: Sessions) -> int:
    return sum(task.modules[module].minutes for module in _flat(sessions))


def _filled(task: Task, thrift: float) -> Sessions:
    """Places the chain with the most gain / minutes^thrift again and again until nothing more fits or helps."""
    sessions: list[list[str]] = [[] for _ in task.rooms]
    while True:
        placed = _flat(sessions)
        best: tuple[tuple[float, float], str, list[list[str]]] | None = None
        for name in sorted(task.modules):
            if name in placed or name in task.done or name in task.barred:
                continue
            chain = _chain(task, name, placed)
            gain = task.gain((*placed, *chain)) - task.gain(placed)
            if gain <= _CLOSE or (tried := _placed(task, sessions, chain)) is None:
                continue
            merit = (gain / sum(task.modules[one].minutes for one in chain) ** thrift, gain)
            if best is None or merit > best[0]:
                best = (merit, name, tried)
        if best is None:
            return tuple(map(tuple, sessions))
        sessions = best[2]


def _chain(task: Task, name: str, placed: Iterable[str]) -> list[str]:
    """A module with the prerequisites it still needs and, where its entry level asks for them, others on the topic; in
    an order in which they can be begun."""
    chain: list[str] = []
    before = set(placed) | task.done

    def add(one: str, above: tuple[str, ...]) -> None:
        if one in before or one in chain or one in above or one not in task.modules:
            return
        module = task.modules[one]
        for required in module.requires:
            add(required, (*above, one))
        for topic in sorted(module.entry):
            for helper in sorted(task.modules.values(), key=lambda other: (other.minutes, other.id)):
                if task.reached(module, (*placed, *chain)):
                    break
                if topic in helper.teaches and helper.id not in task.barred:
                    add(helper.id, (*above, one))
        chain.append(one)

    add(name, ())
    return chain


def _placed(task: Task, sessions: list[list[str]], chain: list[str]) -> list[list[str]] | None:
    """The sessions with a chain in them, each module in the first session where it may stand; None if one cannot."""
    tried = [list(session) for session in sessions]
    for name in chain:
        module = task.modules[name]
        for number, session in enumerate(tried):
            before = [*_flat(tried[: number + 1])]
            left = task.rooms[number] - sum(task.modules[one].minutes for one in session)
            done = set(before) | task.done
            if module.minutes <= left and done.issuperset(module.requires) and task.reached(module, before):
                session.append(name)
                break
        else:
            return None
    return tried


def _without_spare(task: Task, sessions: Sessions) -> Sessions:
    """The same without modules that bring nothing, neither levels nor a way to others: their minutes are given back."""
    for name in reversed(_flat(sessions)):
        fewer = tuple(tuple(one for one in session if one != name) for session in sessions)
        if task.gain(_flat(fewer)) >= task.gain(_flat(sessions)) - _CLOSE and holds(task, fewer):
            sessions = fewer
    return sessions


def holds(task: Task, sessions: Sessions) -> bool:
    """Whether every module can be begun where it stands, and every session has room for its own."""
    before: list[str] = []
    for number, session in enumerate(sessions):
        if sum(task.modules[one].minutes for one in session) > task.rooms[number]:
            return False
        for name in session:
            module = task.modules[name]
            if not (task.done | set(before)).issuperset(module.requires) or not task.reached(module, before):
                return False
            before.append(name)
    return True


def left_out(task: Task, sessions: Sessions) -> tuple[LeftOut, ...]:
    """Every module that is neither planned nor done, with the reason; sorted by id."""
    planned = _flat(sessions)
    gain = task.gain(planned)
    found = []
    for name in sorted(set(task.modules) - set(planned) - task.done):
        if name in task.barred:
            reason = task.barred[name]
        elif not any(task.gap(topic) > 0 and level > 0 for topic, level in task.modules[name].teaches.items()):
            reason = Reason("not_needed", {"kind": "no_such_need"})
        elif (more := task.gain((*planned, name)) - gain) <= _CLOSE:
            reason = Reason("not_needed", {"kind": "need_met"})
        else:
            reason = Reason("less_gain", {"minutes": task.modules[name].minutes, "gain": round(more, 9)})
        found.append(LeftOut(name, reason))
    return tuple(found)


def levels(task: Task, sessions: Sessions) -> dict[str, Levels]:
    """Before, after and target of each topic the executive needs: after = min(top of the scale, level + taught)."""
    taught = task.taught(_flat(sessions))
    return {
        topic: Levels(need.level, min(task.tops.get(topic, 5.0), need.level + taught.get(topic, 0.0)), need.target)
        for topic, need in sorted(task.needs.items())
    }
